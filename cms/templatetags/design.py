"""Words and small parts for the templates of the design system.

*Filters* say money, days, hours and time left the way each language writes them.
Times are shown in the site's time zone; a naive datetime or a plain date is taken as it is.
*Tags* build what a template language cannot: a widget with the right attributes, the
width of a bar, the address of the theme. The components themselves are templates in
``templates/design/``, included with named arguments.
"""

import re
from datetime import date, datetime
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BoundField, widgets
from django.forms.utils import flatatt
from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format, number_format
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from cms.design.fields import WonInput
from cms.pagecache import until

register = template.Library()

CHECKING = {
    widgets.CheckboxInput: "checkbox",
    widgets.CheckboxSelectMultiple: "checkboxes",
    widgets.RadioSelect: "radios",
    widgets.Select: "select",
    widgets.Textarea: "textarea",
    widgets.FileInput: "file",
    WonInput: "won",
    widgets.DateInput: "date",
    widgets.DateTimeInput: "date",
    widgets.TimeInput: "date",
}


# --- Words -----------------------------------------------------------------


@register.filter
def won(amount: Any) -> str:
    """Return an amount of whole won: ``1,250,000원``, in English ``KRW 1,250,000``."""
    if amount is None or amount == "":
        return ""
    whole = getattr(amount, "amount", amount)
    return gettext("KRW %(amount)s") % {"amount": thousands(whole)}


@register.filter
def thousands(number: Any) -> str:
    """Return a whole number with its thousands separated: ``12,750``."""
    return number_format(int(number), use_l10n=True, force_grouping=True)


@register.filter
def day(value: Any) -> str:
    """Return a day with its weekday: ``2026. 11. 24.(화)``."""
    moment_ = local(value)
    return date_format(moment_, "DATE_FORMAT") if moment_ else ""


@register.filter
def clock(value: Any) -> str:
    """Return the time of day: ``12:00``."""
    moment_ = local(value)
    return date_format(moment_, "TIME_FORMAT") if moment_ else ""


@register.filter
def moment(value: Any) -> str:
    """Return day and time of day: ``2026. 11. 24.(화) 12:00``."""
    moment_ = local(value)
    if moment_ is None:
        return ""
    return date_format(moment_, "DATETIME_FORMAT" if is_timed(moment_) else "DATE_FORMAT")


@register.filter
def span(start: Any, end: Any) -> str:
    """Return a stretch of time, the day once if it is one: ``2026. 11. 24.(화) 12:00–13:00``."""
    first, last = local(start), local(end)
    if first is None or last is None:
        return moment(first or last)
    if not is_timed(first) or not is_timed(last):
        return day(first) if first == last else f"{day(first)}–{day(last)}"
    if first.date() == last.date():
        return f"{moment(first)}–{clock(last)}"
    return f"{moment(first)} – {moment(last)}"


@register.filter
def days_left(deadline: Any) -> str:
    """Return how long one may still apply, counted in calendar days: ``마감 6일 전``.

    On the last day it says so; once the instant has passed it says that it is over.
    """
    end = local(deadline)
    if end is None:
        return ""
    until(None, end if isinstance(end, datetime) else None)
    now = timezone.localtime()
    last_day = end.date() if isinstance(end, datetime) else end
    over = now > end if isinstance(end, datetime) and end.tzinfo else now.date() > last_day
    if over:
        return gettext("Closed")
    days = (last_day - now.date()).days
    if days == 0:
        return gettext("Closes today")
    return ngettext("%(days)s day left", "%(days)s days left", days) % {"days": days}


def local(value: Any) -> date | None:
    """Return the date or local datetime meant by ``value``; ISO text counts, as in mails."""
    if isinstance(value, str):
        value = parse_datetime(value) if "T" in value or " " in value else parse_date(value)
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value or None


def is_timed(value: date) -> bool:
    """Say whether a value has a time of day."""
    return isinstance(value, datetime)


@register.simple_tag(takes_context=True)
def centre_name(context: template.Context) -> str:
    """Return the centre's name, also where no context processor has run."""
    frame = context.get("frame")
    return frame["name"] if frame else gettext("Working parents' centre")


@register.filter
def dotted(words: str) -> str:
    """Return the words with each dot between two of them kept at the end of its line."""
    return words.replace(" · ", "\N{NO-BREAK SPACE}· ")


UNBROKEN = re.compile(
    r"\d{4}\. \d{1,2}\. \d{1,2}\.\(\w\)"  # 2026. 11. 24.(화)
    r"|\w{3} \d{1,2} \w{3} \d{4}"  # Tue 24 Nov 2026
    r"|\d\d:\d\d(?:–\d\d:\d\d)?"  # 12:00–13:00
    r"|0\d{1,2}-\d{3,4}-\d{4}"  # 02-000-7172
    r"|KRW [\d,]+"
)


@register.filter
def unbroken(words: Any) -> SafeString:
    """Return text in which no line ends within a day, a time, a telephone number or an amount."""
    return mark_safe(UNBROKEN.sub(r'<span class="nowrap">\g<0></span>', escape(words)))  # noqa: S308 - escaped before


@register.filter
def at_sign(address: str) -> SafeString:
    """Return an e-mail address that, where it is too long, ends its line before the @."""
    return mark_safe(escape(address).replace("@", "<wbr>@"))  # noqa: S308 - escaped before


@register.filter
def initial(person: Any) -> str:
    """Return the letter that stands for a person in the small round sign."""
    return (getattr(person, "name", "") or str(person)).strip()[:1].upper()


@register.filter
def tone(level: str) -> str:
    """Return the alert's tone for the level of one of Django's messages."""
    return {"error": "danger", "debug": "neutral"}.get(level, level or "info")


# --- Parts -----------------------------------------------------------------


@register.simple_tag
def fill(value: Any, maximum: Any) -> int:
    """Return the fill of a bar, 0 to 100; anything above zero shows at least a sliver."""
    try:
        part, whole = float(value), float(maximum)
    except (TypeError, ValueError):
        return 0
    if whole <= 0 or part <= 0:
        return 0
    return max(1, min(100, round(100 * part / whole)))


@register.filter
def local_date(value: Any) -> date | None:
    """Return the day of a date or datetime where the site is."""
    when = local(value)
    return when.date() if isinstance(when, datetime) else when


@register.filter
def month_and_weekday(value: date | None) -> str:
    """Return what stands under the day in a date block: ``11월 화``, ``Nov Tue``."""
    return f"{date_format(value, 'M')} {date_format(value, 'D')}" if value else ""


@register.filter
def kind(field: BoundField) -> str:
    """Return what sort of control a field is, the name of its look in ``field.html``."""
    widget = field.field.widget
    if widget.is_hidden:
        return "hidden"
    for cls in type(widget).__mro__:
        if cls in CHECKING:
            return CHECKING[cls]
    return "group" if isinstance(widget, widgets.MultiWidget) else "text"


@register.filter
def is_grouped(field: BoundField) -> bool:
    """Say whether a field is several controls under one legend."""
    return kind(field) in {"radios", "checkboxes", "group"}


@register.filter
def anchor(field: BoundField) -> str:
    """Return the id an error link leads to: the control, or the first of a group."""
    if field.id_for_label:
        return field.id_for_label
    return f"{field.auto_id}_0" if field.auto_id else field.html_name


@register.filter
def limit(field: BoundField) -> int | str:
    """Return how many characters a text may have if it is worth counting, else nothing."""
    attrs = field.field.widget.attrs
    maximum = attrs.get("data-limit") or (
        attrs.get("maxlength") or getattr(field.field, "max_length", None)
        if kind(field) == "textarea"
        else None
    )
    return int(maximum) if maximum else ""


@register.simple_tag
def control(field: BoundField, hint: str = "", described_by: str = "") -> str:
    """Render a field's control with its class and the ids of all that describes it.

    A counted text loses ``maxlength``: cutting a paste short silently loses answers, so
    the count below says it instead, and the server decides.
    """
    look = kind(field)
    classes = {"checkbox": "choice__box", "radios": "", "checkboxes": "", "group": "input"}
    attrs: dict[str, Any] = {}
    css = " ".join(
        filter(None, [field.field.widget.attrs.get("class"), classes.get(look, "input")])
    )
    if css:
        attrs["class"] = css
    if ids := describe(field, hint=hint, described_by=described_by):
        attrs["aria-describedby"] = ids
    if limit(field):
        attrs["maxlength"] = False
    return field.as_widget(attrs=attrs)


@register.simple_tag
def describe(field: BoundField, hint: str = "", described_by: str = "") -> str:
    """Return the ids of all that describes a field, in the order it should be read."""
    name = field.auto_id or field.html_name
    ids = [
        described_by,
        f"{name}_helptext" if hint or field.help_text else "",
        f"{name}_error" if field.errors else "",
        f"{name}_count" if limit(field) else "",
    ]
    return " ".join(filter(None, ids))


@register.simple_tag
def wrong_forms(form: Any = None, forms: Any = ()) -> list[Any]:
    """Return those of one or several forms that have errors."""
    return [one for one in [form, *(forms or ())] if one and one.errors]


@register.filter
def page_numbers(page: Page) -> list[int | str]:
    """Return the page numbers worth showing; an empty text stands for a gap."""
    return [
        number if isinstance(number, int) else ""
        for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    ]


@register.simple_tag
def page_href(number: int, query: Any = "") -> str:
    """Return the address of a page of a list; ``query`` is text or a QueryDict of the rest."""
    rest = QueryDict(query.lstrip("?"), mutable=True) if isinstance(query, str) else query.copy()
    rest["page"] = str(number)
    return f"?{rest.urlencode()}"


@register.simple_tag
def attributes(**values: Any) -> str:
    """Return HTML attributes; what is empty is left out, ``_`` in a name becomes ``-``."""
    return flatatt(
        {
            name.replace("_", "-"): value
            for name, value in values.items()
            if value is not None and value is not False and value != ""
        }
    )
