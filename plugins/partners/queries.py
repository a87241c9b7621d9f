"""Reads of the partners plug-in; each returns only what the public may see."""

import re
import unicodedata
from collections.abc import Iterable

from django.db.models import Count, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from plugins.partners.models.mou import Mou
from plugins.partners.models.partner import Partner
from plugins.partners.models.resource import Resource

LONGEST_QUERY = 80
MOST_WORDS = 6
# What Korean puts behind a noun; longest first.
PARTICLES = (
    *("으로", "에서", "에게", "부터", "까지", "이나"),
    *("은", "는", "이", "가", "을", "를", "에", "의", "와", "과", "도", "로"),
)


def public_mous() -> QuerySet[Mou]:
    """Return the agreements that are or were in force, newest first."""
    return Mou.objects.filter(state__in=Mou.PUBLIC_STATES, partner__is_public=True)


def public_partners() -> QuerySet[Partner]:
    """Return the partners shown on the site, newest agreement first.

    Each has ``latest_signed_on``, ``shown_mous`` and ``mou_count``, the number of all
    public agreements of all partners.
    """
    everything = public_mous().order_by().values(one=Value(1)).annotate(number=Count("pk"))
    latest = public_mous().filter(partner=OuterRef("pk")).order_by("-signed_on")
    return (
        Partner.objects.filter(is_public=True)
        .annotate(
            latest_signed_on=Subquery(latest.values("signed_on")[:1]),
            mou_count=Coalesce(Subquery(everything.values("number")), 0),
        )
        .prefetch_related(Prefetch("mous", queryset=public_mous(), to_attr="shown_mous"))
        .order_by(F("latest_signed_on").desc(nulls_last=True), "name")
    )


def public_resources(*, text: str = "", kind: str = "", district: str = "") -> QuerySet[Resource]:
    """Return the directory's entries, in its order.

    ``text`` finds entries that hold all its words, in either language, a particle behind
    a word forgiven; ``district`` also keeps what serves all of Seoul.
    """
    found = Resource.objects.filter(is_public=True)
    if kind:
        found = found.filter(kind=kind)
    if district:
        found = found.filter(Q(district=district) | Q(district=""))
    for word in words_of(text):
        match = Q()
        for form in forms_of(word):
            for field in ("title", "title_en", "description", "description_en"):
                match |= Q(**{f"{field}__icontains": form})
        found = found.filter(match)
    return found


def words_of(text: str) -> list[str]:
    """Return the words one typed, Hangul composed, at most ``MOST_WORDS``."""
    composed = unicodedata.normalize("NFC", text.replace("\x00", ""))[:LONGEST_QUERY]
    return re.findall(r"[\w]+", composed)[:MOST_WORDS]


def forms_of(word: str) -> Iterable[str]:
    """Yield the word, and what is left of it without a particle: 출산휴가를, 출산휴가."""
    yield word
    for particle in PARTICLES:
        stem = word.removesuffix(particle)
        if stem != word and len(stem) > 1:
            yield stem
            return
