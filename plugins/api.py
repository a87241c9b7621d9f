"""The one import path promised to plug-in authors (API level 1).

A plug-in is a Django app whose AppConfig is a ``PluginConfig``. Whatever it adds to
the site it says in ``contributions()``: frozen dataclasses, one class per extension
point, each with a ``key`` that begins with the plug-in's label ("events.feed").

Two switches rule them. *Installed* is decided at deploy time by the ``PLUGINS``
setting; *enabled* at run time by staff. A disabled plug-in keeps its tables, and of
its contributions only those whose class says ``KEEP`` stay in force.

Callables given to contributions are called with the arguments named in each class's
docstring. One that raises is logged with its plug-in's name and left out of the page
in production, and raised in tests.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import Enum
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.functional import Promise

from plugins.messages import (
    ApplicationSubmitted,
    CommunityJoined,
    CommunityLeft,
    Message,
    SeatReleased,
    send,
)
from plugins.typed_settings import current, setting

if TYPE_CHECKING:
    from django.db.models import Model

API_LEVEL = 1

STAFF_ROLES = ("editor", "coordinator", "accountant", "administrator")

type Text = str | Promise

__all__ = [
    "API_LEVEL",
    "STAFF_ROLES",
    "Access",
    "AdminMenuGroup",
    "ApplicationSubmitted",
    "Attachment",
    "AuditFormatter",
    "CalendarAddress",
    "CalendarFeed",
    "CalendarSource",
    "ChannelMessage",
    "CommunityJoined",
    "CommunityLeft",
    "CompleteMail",
    "ConsentedData",
    "ContentBlock",
    "Contribution",
    "DashboardCard",
    "DataSection",
    "Dimension",
    "ErasurePlan",
    "FeedState",
    "FormPlace",
    "FormSection",
    "HealthCheck",
    "Hindrance",
    "Kept",
    "MemberCard",
    "Message",
    "MessageChannel",
    "NotSent",
    "NotificationTemplate",
    "Organisation",
    "OrganisationSource",
    "PersonalDataEraser",
    "PersonalDataExporter",
    "PluginConfig",
    "PrivateFileKind",
    "Receiver",
    "Recipient",
    "ReportMetric",
    "RetentionRule",
    "Role",
    "SampleData",
    "ScheduledJob",
    "SearchDocument",
    "SearchSource",
    "SeatReleased",
    "SettingsPanel",
    "Slot",
    "SlotPlace",
    "UrlMount",
    "WhenDisabled",
    "current",
    "personal_rows",
    "rows_of",
    "send",
    "setting",
]


class WhenDisabled(Enum):
    """What becomes of a contribution while its plug-in is switched off."""

    HIDE = "hide"
    KEEP = "keep"


class Access(Enum):
    """Who may pass the door of a mounted URL prefix.

    The host enforces it before the view runs; views still ask their own rules about
    the object at hand.
    """

    PUBLIC = "public"
    """Anyone."""
    MEMBER = "member"
    """Anyone signed in."""
    STAFF = "staff"
    """Signed in, with access to the admin and a second factor."""
    TOKEN = "token"  # noqa: S105 - a kind of door, not a secret
    """Whoever holds the secret in the URL; the view checks it."""


@dataclass(frozen=True, kw_only=True)
class Contribution:
    """Something a plug-in adds to the host; see the subclasses for what."""

    key: str
    """Unique in the site, ``<plug-in label>.<name>``."""
    order: int = 100
    """Smaller comes first; ties are broken by key."""
    requires_permission: str = ""
    """``app.codename`` a user must hold to see it, where a user is looking."""

    when_disabled: ClassVar[WhenDisabled] = WhenDisabled.HIDE


@dataclass(frozen=True, kw_only=True)
class UrlMount(Contribution):
    """A URL configuration mounted in the site.

    ``namespace`` must be the plug-in's own; while the plug-in is off its addresses
    answer 404. ``localized`` mounts carry the language prefix (``/en/…``); feeds and
    other addresses that live in other programs do not.
    """

    prefix: str
    urlconf: str
    namespace: str
    access: Access
    localized: bool = True


@dataclass(frozen=True, kw_only=True)
class AdminMenuGroup(Contribution):
    """One programme in the staff menu: a label, a Wagtail icon and its viewsets.

    ``viewsets`` are dotted paths of Wagtail ViewSet classes or instances. The host
    groups them, hides the group and closes its addresses while the plug-in is off.
    """

    label: Text
    icon: str
    viewsets: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ContentBlock(Contribution):
    """A StreamField block offered in the body of pages.

    ``name`` is stored in the page and must never change; ``block`` is the dotted path
    of a ``wagtail.blocks.Block`` subclass. Stored blocks of a plug-in that is off or
    gone survive every save, locked, and show nothing on the site.
    """

    name: str
    block: str
    group: Text = ""


@dataclass(frozen=True, kw_only=True)
class DashboardCard(Contribution):
    """A card on the staff dashboard: what needs attention today.

    ``context(request)`` returns the template's context, or None for no card.
    """

    template: str
    context: Callable[[HttpRequest], Mapping[str, Any] | None]


@dataclass(frozen=True, kw_only=True)
class MemberCard(Contribution):
    """A card on the member's personal page.

    ``context(request)`` returns the template's context, or None for no card.
    """

    template: str
    context: Callable[[HttpRequest], Mapping[str, Any] | None]


@dataclass(frozen=True, slots=True)
class FeedState:
    """What identifies one state of a feed, without rendering it.

    ``version`` changes whenever any byte of the feed would; ``last_modified`` never
    goes back, also when an event is removed.
    """

    version: str
    last_modified: datetime


class CalendarFeed(Protocol):
    """Dated events that can be published as iCalendar."""

    def state(self) -> FeedState:
        """Return the feed's state in at most one query."""

    def events(self) -> Iterable[str]:
        """Yield serialised VEVENTs (``BEGIN:VEVENT`` to ``END:VEVENT``, CRLF line ends)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarAddress:
    """A public feed of its own that people may subscribe to, e.g. one category's.

    ``group`` is the heading it stands under; ``page`` the address of a page that explains
    subscribing to this feed alone (see ``cms.calendars.subscribing``), if it has one.
    """

    label: Text
    path: str
    colour: str = ""
    group: Text = ""
    page: str = ""


@dataclass(frozen=True, kw_only=True)
class CalendarSource(Contribution):
    """Dated events for the site's calendars.

    ``public()`` returns the feed everyone may read; ``personal(user)`` the one that
    belongs to a member; ``addresses()`` narrower public feeds for the page that
    explains subscribing. Each may be None.
    """

    label: Text
    public: Callable[[], CalendarFeed] | None = None
    personal: Callable[[Any], CalendarFeed] | None = None
    addresses: Callable[[], Iterable[CalendarAddress]] | None = None


@dataclass(frozen=True, kw_only=True)
class NotificationTemplate(Contribution):
    """A kind of mail the plug-in sends.

    ``template`` is the path stem: ``<stem>.subject.txt``, ``<stem>.txt`` and
    ``<stem>.html`` render with the JSON context given when the mail is queued.
    ``sample`` is such a context, for previews and tests. ``secrets`` names the values of
    the context that only the recipient may see (a one-time code, a link that signs in):
    staff see them masked, and they are forgotten once the mail has gone. Kept while the
    plug-in is off, so that mail already queued still goes out.

    ``complete`` makes all that the mail tells of the context queued, in the language given,
    when it is sent: whoever waits for an answer does not wait for their letter, and queues no
    more than who it is about and how things stood.
    """

    label: Text
    template: str
    sample: Mapping[str, Any]
    secrets: tuple[str, ...] = ()
    complete: "Callable[[Mapping[str, Any], str], CompleteMail] | None" = None

    when_disabled: ClassVar[WhenDisabled] = WhenDisabled.KEEP


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A small file to go with a mail; ``content_type`` may carry parameters."""

    filename: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class CompleteMail:
    """What a mail is made of: values for its template, files, and pictures.

    The HTML part shows a picture, a PNG, as ``cid:<key>``; a key looks like an address.
    """

    context: Mapping[str, Any]
    attachments: Sequence[Attachment] = ()
    pictures: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Whom a channel is asked to reach: a member, or a guest who only left a telephone number.

    ``person`` is the member, None for a guest; ``language`` is ``ko`` or ``en``.
    """

    name: str
    language: str
    phone: str = ""
    email: str = ""
    person: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelMessage:
    """What a channel is to send, in the recipient's language.

    ``brief`` is one line of at most 80 characters, ``text`` the whole in lines, ``url`` the page
    where more is said. ``key`` is the same for the same message, for gateways that know
    repetitions by one; after ``useless_after`` it had better not arrive.
    """

    key: str
    to: Recipient
    subject: str
    brief: str
    text: str
    url: str
    useless_after: datetime


class NotSent(Exception):
    """A channel certainly did not send: the host tries again later."""


@dataclass(frozen=True, kw_only=True)
class MessageChannel(Contribution):
    """A way to reach people besides mail: text messages, a messenger.

    ``reaches(recipient)`` says, without asking anybody, whether it could. ``send(message)``
    hands over one message, outside of any transaction. The host keeps a row of each message
    and claims it first, so that no two workers send it: return when it was taken, raise
    ``NotSent`` when it certainly was not and may be tried again. After anything else that is
    raised, or a process that died, nobody can tell: staff are shown it as unknown, and it
    is never sent again by itself. A member may switch each channel off.
    """

    label: Text
    reaches: Callable[[Recipient], bool]
    send: Callable[[ChannelMessage], None]


@dataclass(frozen=True, kw_only=True)
class PrivateFileKind(Contribution):
    """A kind of private upload, with its limits and its reader rule.

    ``extensions`` without dots, lower case; ``max_bytes`` per file;
    ``may_read(user, stored_file)`` decides each download. Kept while the plug-in is
    off: the rule must outlive the menu.
    """

    label: Text
    extensions: tuple[str, ...]
    max_bytes: int
    may_read: Callable[[Any, Any], bool]

    when_disabled: ClassVar[WhenDisabled] = WhenDisabled.KEEP


@dataclass(frozen=True, kw_only=True)
class AuditFormatter(Contribution):
    """Words for the plug-in's audit actions: ``{"events.registration.cancelled": _("…")}``."""

    actions: Mapping[str, Text]

    when_disabled: ClassVar[WhenDisabled] = WhenDisabled.KEEP


@dataclass(frozen=True, kw_only=True)
class Role(Contribution):
    """Permissions a staff role gains while the plug-in is installed.

    ``role`` is one of ``STAFF_ROLES``;
    ``permissions`` are ``app.codename``.
    """

    role: str
    permissions: tuple[str, ...]

    when_disabled: ClassVar[WhenDisabled] = WhenDisabled.KEEP


@dataclass(frozen=True, kw_only=True)
class ScheduledJob(Contribution):
    """Work the worker repeats; ``run()`` must bear being called twice or cut short.

    ``run`` is the dotted path of a function without arguments. It is started once in
    each period of the length ``every``, counted from 04:00 in Seoul; what passed while
    no worker ran is not made up for, except the present period. What raises, or whose worker
    dies, is begun again in its period after a pause, three times in all. While its plug-in is
    off it rests; switched on again, the present period is run. ``label`` says to staff what
    it does; without one they read its key.
    """

    run: str
    every: timedelta
    label: Text = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchDocument:
    """One thing the site search can find, in one language."""

    object_id: str
    locale: str
    title: str
    body: str
    url: str
    kind: Text
    date: datetime | None = None
    facets: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class SearchSource(Contribution):
    """Things other than pages that the site search finds.

    ``model`` is ``app.Model``; ``documents(instance)`` returns the documents of one
    record, none if it is not public. The host calls it when a record is saved and when
    the index is rebuilt.
    """

    model: str
    documents: "Callable[[Model], Iterable[SearchDocument]]"


@dataclass(frozen=True, kw_only=True)
class SlotPlace(Contribution):
    """A spot in one of the plug-in's own templates to which others may add a part.

    The key is what the template names: ``{% slot "events.course.after" course=course %}``.
    ``passes`` says of each value passed there what it is. At a ``personal`` place, in pages
    that are never kept for others, slots are given the ``request`` besides. At any other
    they have none, so that nothing of one visitor can stand in a page kept for the next.
    """

    passes: Mapping[str, str]
    personal: bool = False


@dataclass(frozen=True, kw_only=True)
class Slot(Contribution):
    """A part for a place in somebody else's page.

    ``place`` is the key of a ``SlotPlace``. ``context(passed)`` gets the values the place
    passes, by name, and returns the template's context, or None for nothing.
    """

    place: str
    template: str
    context: Callable[[Mapping[str, Any]], Mapping[str, Any] | None]


@dataclass(frozen=True, kw_only=True)
class FormPlace(Contribution):
    """A form of the plug-in's own on which others may ask questions of theirs.

    The view makes ``cms.sections.Sections`` of it; ``subject`` says what the form is about.
    """

    label: Text
    subject: str


@dataclass(frozen=True, kw_only=True)
class FormSection(Contribution):
    """Questions of the plug-in's own on somebody else's form, stored in its own table.

    ``form`` is the key of a ``FormPlace``, ``fields`` the dotted path of a Django form class.
    ``initial(subject)`` returns what it shows at first. ``save(subject, values, by)`` stores
    the answers in the transaction that saves the whole form: raise a ``ValidationError`` to
    refuse them, and the person reads it with everything as typed.
    """

    form: str
    title: Text
    fields: str
    initial: Callable[[Any], Mapping[str, Any]]
    save: Callable[[Any, Mapping[str, Any], Any], None]
    text: Text = ""


@dataclass(frozen=True, kw_only=True)
class Receiver[Told: Message](Contribution):
    """``receive(message)`` is called when a message of exactly that type has been sent.

    After the commit of what it tells of, in a transaction of its own, in the process of
    whoever made the change: be quick, and queue what takes long. Annotate the argument,
    and the checks hold it against ``message``.
    """

    message: type[Told]
    receive: Callable[[Told], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    """Something a figure is told apart by: ``parts()`` returns ``{name of a part: its words}``.

    ``name`` and the names of parts are kept with closed months: never change them.
    """

    name: str
    label: Text
    parts: Callable[[], Mapping[str, Text]]


@dataclass(frozen=True, kw_only=True)
class ReportMetric(Contribution):
    """A figure of the programme, for the staff page "Figures" and for reports.

    ``measure(first, last)`` counts over the days ``first`` to ``last``, both in Seoul and
    both included, and returns a whole number of ``unit`` (people, won, …). The host asks it
    for months: of one that is closed the answer is kept, also while the plug-in is off or
    gone. ``adds_up=False`` where months cannot be summed, as with people counted once.

    The rest may be left out. ``break_down(dimension, first, last)`` tells the figure apart by
    one of ``dimensions``: ``{part: {first day of a month: number}}``, over whole months; what
    it leaves out is zero. ``planned(year, dimension)`` returns what the year's plan says,
    ``{part: number}``, and ``{"": number}`` for the dimension ``""``, the whole.
    ``records(dimension, part, first, last)`` is the address of the list of records behind the
    figure, narrowed to them.
    """

    label: Text
    unit: Text
    measure: Callable[[date, date], int]
    adds_up: bool = True
    dimensions: tuple[Dimension, ...] = ()
    break_down: Callable[[str, date, date], Mapping[str, Mapping[date, int]]] | None = None
    planned: Callable[[int, str], Mapping[str, int]] | None = None
    records: Callable[[str, str, date, date], str] | None = None

    when_disabled: ClassVar[WhenDisabled] = WhenDisabled.KEEP


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """An organisation a plug-in knows of: a school that asked for a class, say.

    ``times`` says how often it dealt with the centre, ``last_on`` when it last did, ``path``
    the staff page where to read on. ``contact``, ``email`` and ``phone`` are a person's.
    """

    name: str
    kind: Text = ""
    district: str = ""
    address: str = ""
    times: int = 1
    last_on: date | None = None
    path: str = ""
    contact: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, kw_only=True)
class OrganisationSource(Contribution):
    """Organisations the plug-in deals with, shown to staff where partners are kept.

    ``organisations(words, limit)`` returns those whose name holds ``words`` (all for ``""``),
    each once, at most ``limit``, the latest first, in a fixed number of queries.
    ``requires_permission`` guards the whole source; who lacks ``contacts_permission`` is shown
    no contact person, and who holds it leaves a line in the access log.
    """

    label: Text
    organisations: Callable[[str, int], Iterable[Organisation]]
    contacts_permission: str = ""


@dataclass(frozen=True, kw_only=True)
class SettingsPanel(Contribution):
    """The plug-in's settings, changed by staff while the site runs; one panel a plug-in.

    ``values`` is a frozen dataclass whose fields are made by ``setting``; read them by
    ``current(TheClass)``. The host shows one form in the staff menu's settings to who holds
    ``requires_permission``, else to administrators; every change is audited, and reaches
    all processes within seconds.
    """

    label: Text
    values: type[Any]
    icon: str = "cog"


@dataclass(frozen=True, kw_only=True)
class HealthCheck(Contribution):
    """``check()`` returns None when all is well, or one sentence that says what is not."""

    check: Callable[[], str | None]


@dataclass(frozen=True, kw_only=True)
class SampleData(Contribution):
    """A part of the demo centre; ``load(demo)`` adds it, in ``order``, in one transaction."""

    load: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DataSection:
    """One named part of what is known of a person.

    ``rows`` are ``{name of the field: plain value}`` in the language being spoken;
    ``files`` the keys of private files (``cms.files.StoredFile``) that belong to it.
    """

    title: Text
    rows: Sequence[Mapping[str, Any]] = ()
    files: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What is not destroyed when a person leaves: how many of what, by which rule, until when.

    ``until`` None: for as long as the rule says, without a day of its own. ``what`` and
    ``rule`` are read by the person and stored; no personal data in them.
    """

    what: Text
    rule: Text
    number: int = 1
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hindrance:
    """Why a person cannot leave yet, and the address where to see to it."""

    text: Text
    path: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasurePlan:
    """What an erasure would do, in words for the person; nothing is changed by asking."""

    goes: Sequence[Text] = ()
    stays: Sequence[Kept] = ()
    hindered_by: Sequence[Hindrance] = ()


@dataclass(frozen=True, kw_only=True)
class PersonalDataExporter(Contribution):
    """What the plug-in knows of a person, given to that person.

    ``export(person)`` yields ``DataSection``s in the language being spoken, which is the
    person's. ``covers`` names the models it reads (``"events.Registration"``); ``exempt``
    says of a model or of one field (``"members.User.password"``) why it is left out. Every
    model with a foreign key to a person, be it through another, must be in one of the two
    (check ``plugins.E023``). Kept while the plug-in is off: the data are still there.
    """

    label: Text
    covers: tuple[str, ...]
    export: Callable[[Any], Iterable[DataSection]]
    exempt: Mapping[str, str] = field(default_factory=dict)

    when_disabled: ClassVar[WhenDisabled] = WhenDisabled.KEEP


@dataclass(frozen=True, kw_only=True)
class PersonalDataEraser(Contribution):
    """Erasing or making nameless what the plug-in knows of a person who leaves.

    ``plan(person, now)`` says beforehand what goes, what stays and what hinders;
    ``erase(person, now)`` does it, in a transaction of the host that covers all plug-ins,
    and returns what it ``Kept``. Whatever it raises undoes the whole erasure: an eraser
    never passes over what it could not do. The person's own row stays, without anything
    personal in it, for what points to it. Erasers run in ``order``, the account last
    (900). ``covers`` and ``exempt`` as for the exporter. Kept while the plug-in is off.
    """

    label: Text
    covers: tuple[str, ...]
    plan: Callable[[Any, datetime], ErasurePlan]
    erase: Callable[[Any, datetime], Iterable[Kept]]
    exempt: Mapping[str, str] = field(default_factory=dict)

    when_disabled: ClassVar[WhenDisabled] = WhenDisabled.KEEP


@dataclass(frozen=True, kw_only=True)
class ConsentedData(Contribution):
    """What the plug-in holds of a person only as long as they consent to ``purpose``.

    ``purpose`` is that of the consent (``"children"``, ``"news"``). ``plan(person, now)`` says
    beforehand, in words for the person, what taking the consent back does; nothing is changed
    by asking. ``forget(person, by, now)`` does it in the transaction that takes it back and
    returns how many records went. What it raises undoes the whole: a consent is never closed
    while what was held by it stays. Kept while the plug-in is off: the data are still there.
    """

    purpose: str
    plan: Callable[[Any, datetime], Sequence[Text]]
    forget: Callable[[Any, Any, datetime], int]

    when_disabled: ClassVar[WhenDisabled] = WhenDisabled.KEEP


@dataclass(frozen=True, kw_only=True)
class RetentionRule(Contribution):
    """Something that is destroyed when its time is over, day by day, by the host's worker.

    ``destroy(before)`` destroys what is older than that instant and returns a name for
    each record destroyed (its key: no personal data); it runs in a transaction of its own
    and must bear being called twice. ``days`` is how long it is kept, ``rule`` in which
    rule that stands. The host records how many were destroyed, with a digest of their
    names. Kept while the plug-in is off: the clock goes on.
    """

    label: Text
    rule: Text
    days: int
    destroy: Callable[[datetime], Iterable[str]]

    when_disabled: ClassVar[WhenDisabled] = WhenDisabled.KEEP


class PluginConfig(AppConfig):
    """The AppConfig of a plug-in.

    Class attributes:
        api: API level the plug-in was written for.
        requires: labels of plug-ins that must be installed and enabled with it.
        works_with: labels of plug-ins it adds to (slots, sections) where they are installed.
        can_disable: whether staff may switch it off at run time.
        description: one sentence for the staff page "Plug-ins".
    """

    # Django takes an app's only AppConfig; this base, imported there, must not count.
    default = False
    default_auto_field = "django.db.models.BigAutoField"

    api: ClassVar[int] = API_LEVEL
    requires: ClassVar[Sequence[str]] = ()
    works_with: ClassVar[Sequence[str]] = ()
    can_disable: ClassVar[bool] = True
    description: ClassVar[Text] = ""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.default = True

    def contributions(self) -> Iterable[Contribution]:
        """Return what the plug-in adds; called once, after all models are loaded."""
        return ()

    def on_enable(self) -> None:
        """Run in the transaction that switches the plug-in on."""

    def on_disable(self) -> None:
        """Run in the transaction that switches the plug-in off."""


def rows_of(records: "Iterable[Model]", *names: str) -> list[dict[str, Any]]:
    """Return the named fields of each record as plain values, by their translated names.

    Choices and related records appear in words; for ``DataSection.rows``.
    """
    rows = []
    for record in records:
        row: dict[str, Any] = {}
        for name in names:
            model_field = record._meta.get_field(name)
            value = getattr(record, name)
            if getattr(model_field, "choices", None):
                value = getattr(record, f"get_{name}_display")()
            elif model_field.is_relation and value is not None:
                value = str(value)
            row[str(getattr(model_field, "verbose_name", name))] = value
        rows.append(row)
    return rows


def personal_rows(
    label: str,
    *,
    title: Text,
    model: str,
    person: str,
    fields: Sequence[str],
    forget: Mapping[str, Any] | None = None,
    exempt: Mapping[str, str] | None = None,
) -> tuple[PersonalDataExporter, PersonalDataEraser]:
    """Return exporter and eraser of one model whose rows belong to a person by one key.

    ``label`` is the plug-in's, ``model`` ``app.Model``, ``person`` the name of its foreign
    key. The exporter yields ``fields``; the eraser deletes the rows, or with ``forget``
    sets those fields to those values and keeps them. For the plain case; whoever has more
    to say writes both.
    """
    name = model.rpartition(".")[2].lower()

    def rows(who: Any) -> Any:
        from django.apps import apps

        return apps.get_model(model)._default_manager.filter(**{person: who.pk})

    def export(who: Any) -> Iterable[DataSection]:
        yield DataSection(title=title, rows=rows_of(rows(who), *fields))

    def plan(who: Any, _now: datetime) -> ErasurePlan:
        return ErasurePlan(goes=[title] if rows(who).exists() else [])

    def erase(who: Any, _now: datetime) -> Iterable[Kept]:
        if forget is None:
            rows(who).delete()
        else:
            rows(who).update(**forget)
        return ()

    said: Any = {"label": title, "covers": (model,), "exempt": exempt or {}}
    return (
        PersonalDataExporter(key=f"{label}.{name}_data", export=export, **said),
        PersonalDataEraser(key=f"{label}.{name}_erase", plan=plan, erase=erase, **said),
    )
