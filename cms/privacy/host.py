"""What the host's own services know of a person: mails, the audit log, files, pages, archives."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import reduce
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.models import EditingSession, FormState
from wagtail.models import (
    APIToken,
    Comment,
    CommentReply,
    ModelLogEntry,
    PageLogEntry,
    PageSubscription,
    Revision,
)

from cms.admin.words import audit_words
from cms.audit.models import Entry
from cms.files.models import StoredFile
from cms.files.uploads import delete, files_of
from cms.mail.models import OutboxMessage
from cms.privacy import chain
from cms.privacy.models import DataExport, Look
from plugins.api import (
    Contribution,
    DataSection,
    ErasurePlan,
    Kept,
    NotificationTemplate,
    PersonalDataEraser,
    PersonalDataExporter,
    PrivateFileKind,
    RetentionRule,
    rows_of,
)

COVERS = (
    "mail.OutboxMessage",
    "audit.Entry",
    "files.StoredFile",
    "privacy.DataExport",
    "wagtailcore.Comment",
    "wagtailcore.CommentReply",
    "wagtailcore.PageLogEntry",
    "wagtailcore.ModelLogEntry",
    "wagtailcore.Revision",
)
NO_EXPORT = {
    "mail.OutboxMessage.context": "the words of the mail itself went to the person",
    "files.StoredFile.sha256": "a digest of the file that goes along",
}
MAIL_TO_OTHERS = timedelta(days=30)
LOOKS_KEPT = timedelta(days=730)
MASK = "…"


def contributions() -> Iterable[Contribution]:
    """Return the host's exporter and eraser, and the mails and files of both."""
    label = gettext_lazy("The site itself")
    yield PersonalDataExporter(
        key="cms.data", label=label, covers=COVERS, exempt=NO_EXPORT, export=export, order=500
    )
    yield PersonalDataEraser(
        # After the account: what others recorded while they erased is cleaned too.
        key="cms.erase",
        label=label,
        covers=COVERS,
        plan=plan,
        erase=erase,
        order=950,
    )
    yield from retention()
    yield PrivateFileKind(
        key="cms.personal_data",
        label=gettext_lazy("Archive of personal data"),
        extensions=(),
        max_bytes=0,
        may_read=_not_by_this_way,
    )
    yield NotificationTemplate(
        key="cms.data_ready",
        label=gettext_lazy("The archive of your data is ready"),
        template="privacy/mail/data_ready",
        sample={
            "name": "달",
            "until": "2026. 12. 1.(화) 14:00",
            "url": "https://pumasi.example/my/data/",
        },
    )
    yield NotificationTemplate(
        key="cms.farewell",
        label=gettext_lazy("Last mail: the account is erased"),
        template="privacy/mail/farewell",
        sample={
            "name": "달",
            "when": "2026. 11. 24.(화) 14:00",
            "kept": ["2026년 사업 지원서: 보조금 서류 보존 규정 ~ 2031. 12. 31."],
        },
    )


def _not_by_this_way(_user: Any, _stored: Any) -> bool:
    """Say no: an archive is fetched on “My data”, after proving once more who one is."""
    return False


def export(person: Any) -> Iterable[DataSection]:
    """Yield mails, entries of the audit log, uploads, archives, and work on pages."""
    yield DataSection(
        title=_("Mails to you"),
        rows=rows_of(_mails(person), "template", "to_address", "status", "created_at", "sent_at"),
    )
    yield DataSection(
        title=_("What you changed, and what was changed about you"),
        rows=rows_of(_entries(person), "at", "action", "subject_text", "note", "before", "after"),
    )
    files = StoredFile.objects.filter(uploaded_by=person)
    yield DataSection(
        title=_("Files you uploaded"),
        rows=rows_of(files, "name", "content_type", "size", "uploaded_at"),
        files=[str(file.pk) for file in files],
    )
    yield DataSection(
        title=_("Archives of your data"),
        rows=rows_of(
            DataExport.objects.filter(person=person), "asked_at", "reason", "state", "expires_at"
        ),
    )
    words = audit_words()
    yield DataSection(
        title=_("Who looked at your data"),
        rows=[
            {
                _("at"): look.at,
                _("what"): str(words.get(look.purpose, look.purpose)),
                _("reason"): look.reason,
            }
            for look in _looks(person)
        ],
    )
    yield DataSection(title=_("Your work on pages"), rows=list(_work_on_pages(person)))


def _work_on_pages(person: Any) -> Iterable[dict[str, Any]]:
    for model in (PageLogEntry, ModelLogEntry):
        for entry in model.objects.filter(user=person).order_by("timestamp"):
            yield {_("at"): entry.timestamp, _("what"): entry.action, _("page"): entry.label}
    for model in (Comment, CommentReply):
        for comment in model._default_manager.filter(user=person):
            yield {_("at"): comment.created_at, _("what"): _("comment"), _("text"): comment.text}
    for revision in Revision.objects.filter(user=person):
        text = revision.object_str
        yield {_("at"): revision.created_at, _("what"): _("version"), _("page"): text}


def plan(person: Any, now: datetime) -> ErasurePlan:
    """Say what the services forget, and that mails to others name the person a little longer."""
    stays = []
    if number := OutboxMessage.objects.filter(_others(person)).count():
        until = timezone.localdate(now + MAIL_TO_OTHERS)
        stays.append(_mails_to_others(number, until))
    if number := _looks(person).count():
        stays.append(_log_of_looks(number, now))
    return ErasurePlan(
        goes=[
            _("Mails to you, calendar addresses, and archives of your data"),
            _("Your name in the record of changes; that something changed stays, without it"),
        ],
        stays=stays,
    )


def _mails_to_others(number: int, until: Any) -> Kept:
    return Kept(
        what=_("Mails to others in which your name stands"),
        rule=_("they are the others'; their text is destroyed after 30 days"),
        number=number,
        until=until,
    )


def _looks(person: Any) -> QuerySet[Look]:
    return Look.objects.filter(people__person_id=person.pk).order_by("number")


def _log_of_looks(number: int, now: datetime) -> Kept:
    return Kept(
        what=_("The record of who looked at your data, by number instead of name"),
        rule=_("kept for two years, so that it can be asked"),
        number=number,
        until=timezone.localdate(now + LOOKS_KEPT),
    )


def erase(person: Any, now: datetime) -> Iterable[Kept]:
    """Destroy mails and archives; take the person's words out of the audit log."""
    others = OutboxMessage.objects.filter(_others(person)).count()
    _mails(person).delete()
    for export in DataExport.objects.filter(person=person):
        for file in files_of(export):
            delete(file, by=None)
        export.delete()
    DataExport.objects.filter(asked_by=person).update(asked_by=None)
    StoredFile.objects.filter(uploaded_by=person).update(uploaded_by=None)
    for model in (EditingSession, FormState, APIToken, PageSubscription):
        model._default_manager.filter(user=person).delete()
    for model in (Comment, CommentReply):
        model._default_manager.filter(user=person).update(text=MASK)
    words = sorted(_words(person), key=len, reverse=True)
    for entry in _entries(person):
        if entry.subject_type == person._meta.label_lower and entry.subject_id == str(person.pk):
            entry.subject_text = f"#{person.pk}"
        entry.subject_text = _masked(entry.subject_text, words)
        entry.note = _masked(entry.note, words)
        entry.before, entry.after = _masked(entry.before, words), _masked(entry.after, words)
        entry.save(update_fields=["subject_text", "note", "before", "after"])
    kept = []
    if others:
        kept.append(_mails_to_others(others, timezone.localdate(now + MAIL_TO_OTHERS)))
    if number := _looks(person).count():
        kept.append(_log_of_looks(number, now))
    return kept


def _mails(person: Any) -> QuerySet[OutboxMessage]:
    return OutboxMessage.objects.filter(Q(to_user=person) | Q(to_address__iexact=person.email))


def _others(person: Any) -> Q:
    """Return mails to others that name the person: only those still told by their text."""
    return Q(context__icontains=person.name) & ~Q(to_user=person) if person.name else Q(pk=None)


def _entries(person: Any) -> QuerySet[Entry]:
    """Return entries by the person, about the person, or with an address of theirs in them."""
    mine = Q(by=person) | Q(subject_type=person._meta.label_lower, subject_id=str(person.pk))
    address = Q(subject_text__icontains=person.email) | Q(note__icontains=person.email)
    return Entry.objects.filter(mine | address).order_by("pk")


def _words(person: Any) -> set[str]:
    addresses = EmailAddress.objects.filter(user=person).values_list("email", flat=True)
    return {word for word in (person.name, person.email, person.phone, *addresses) if word}


def _masked(value: Any, words: list[str]) -> Any:
    if isinstance(value, str):
        return reduce(lambda text, word: text.replace(word, MASK), words, value)
    if isinstance(value, list):
        return [_masked(item, words) for item in value]
    if isinstance(value, dict):
        return {key: _masked(item, words) for key, item in value.items()}
    return value


def retention() -> Iterable[RetentionRule]:
    """Return what the host itself destroys in time."""
    yield RetentionRule(
        key="cms.mail_texts",
        label=gettext_lazy("Texts of mails sent"),
        rule=gettext_lazy("Sent 30 days ago; that and to whom stays half a year"),
        days=MAIL_TO_OTHERS.days,
        destroy=_empty_mails,
    )
    yield RetentionRule(
        key="cms.farewells",
        label=gettext_lazy("Last mails to people who left"),
        rule=gettext_lazy("Sent a day ago"),
        days=1,
        destroy=_forget_farewells,
    )
    yield RetentionRule(
        key="cms.archives",
        label=gettext_lazy("Archives of personal data"),
        rule=gettext_lazy("Seven days after they were made"),
        days=0,
        destroy=_drop_archives,
    )
    yield RetentionRule(
        key="cms.access_log",
        label=gettext_lazy("Access log"),
        rule=gettext_lazy("Two years"),
        days=LOOKS_KEPT.days,
        destroy=chain.cut,
    )


def _empty_mails(before: datetime) -> list[str]:
    # Those that did not go may be sent again by staff, and need their words.
    due = OutboxMessage.objects.filter(
        status=OutboxMessage.Status.SENT, sent_at__lt=before
    ).exclude(context={})
    names = [str(pk) for pk in due.values_list("pk", flat=True)]
    OutboxMessage.objects.filter(pk__in=names).update(context={}, attachments=[])
    return names


def _forget_farewells(before: datetime) -> list[str]:
    due = OutboxMessage.objects.filter(
        template="cms.farewell", status=OutboxMessage.Status.SENT, sent_at__lt=before
    )
    names = [str(pk) for pk in due.values_list("pk", flat=True)]
    due.delete()
    return names


def _drop_archives(before: datetime) -> list[str]:
    names = []
    late = Q(expires_at__lt=before) | Q(expires_at=None, asked_at__lt=before - timedelta(days=7))
    for export in DataExport.objects.filter(late):
        for file in files_of(export):
            delete(file, by=None)
        names.append(str(export.pk))
        export.delete()
    return names
