"""The people and things of the matrix: two homes, four members, each role of staff.

Whatever is private in a row is a canary, a word no page holds by chance: ``canary("phone",
leader)`` names the field and the person it belongs to, so that an answer that holds it
tells whose secret came out.
"""

import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.admin.models import EditingSession
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import Collection, Page, Site, Task, Workflow

from cms.files import uploads
from cms.files.models import StoredFile
from cms.mail import outbox
from cms.models import NewsPage
from cms.pages.trees import ensure_site
from cms.privacy import exporting
from cms.search.models import EmptySearch, Synonym
from members.models import Child, ConsentText, User
from plugins.api import STAFF_ROLES
from tests.cms.factories import (
    CentreSettingsFactory,
    DocumentFactory,
    ImageFactory,
    NewsIndexPageFactory,
    NewsPageFactory,
)
from tests.members.factories import (
    CommunityFactory,
    ConsentFactory,
    InvitationFactory,
    ProfileFactory,
    UserFactory,
)

MEMBERS = ("member", "other", "leader", "treasurer")
NO_SECOND_FACTOR = "no second factor"
ACTORS = ("anonymous", *MEMBERS, *STAFF_ROLES, NO_SECOND_FACTOR)

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def canary(field_name: str, owner: str) -> str:
    """Return the mark of one private field of one person."""
    return f"zq{field_name}0{owner}zq"


@dataclass
class World:
    """All that addresses may ask for.

    ``homes`` are the owners' corners: the first is a community of leader, treasurer and
    member, the second that of the other member alone. ``things`` are records by a name.
    """

    people: dict[str, Any] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)
    homes: list[SimpleNamespace] = field(default_factory=list)
    things: SimpleNamespace = field(default_factory=SimpleNamespace)
    asked: dict[str, list[Any]] = field(default_factory=dict)


def build() -> World:
    """Fill the database; takes about two seconds."""
    world = World()
    _people(world)
    _pages(world)
    _staff_things(world)
    world.homes = [
        _home(world, leader="leader", treasurer="treasurer", owner="member", guest="member"),
        _home(world, leader="other", treasurer=None, owner="other", guest="guest"),
    ]
    _programmes(world)
    for home in world.homes:
        home.export = exporting.ask(
            world.people[home.owner],
            by=world.people["administrator"],
            now=timezone.now(),
            reason="본인이 창구에서 요청",
        )
        exporting.build(home.export, now=timezone.now())
    for actor in ACTORS:
        world.clients[actor] = _client(world, actor)
    return world


def _people(world: World) -> None:
    for name in MEMBERS:
        user = UserFactory(
            name=canary("name", name),
            email=f"{canary('email', name)}@example.org",
            phone=canary("phone", name)[:20],
        )
        ProfileFactory(user=user)
        Child.objects.create(parent=user, name=canary("child", name)[:20], birth_year=2019)
        User.objects.filter(pk=user.pk).update(calendar_token=canary("calendar", name) * 2)
        user.refresh_from_db()
        world.people[name] = user
    world.people["guest"] = UserFactory(name="손님")
    ProfileFactory(user=world.people["guest"])
    for name in STAFF_ROLES:
        world.people[name] = _staff(name, (name,))
        TOTP.activate(world.people[name], generate_totp_secret())
    world.people[NO_SECOND_FACTOR] = _staff("bare", STAFF_ROLES)


def _staff(name: str, roles: tuple[str, ...]) -> Any:
    user = User.objects.create_user(f"{name}@centre.example", "correct horse battery", name=name)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    user.groups.set(Group.objects.filter(name__in=roles))
    return user


def _client(world: World, actor: str) -> Client:
    client = Client(raise_request_exception=False)
    if actor == "anonymous":
        return client
    user = world.people[actor]
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    # Signed in a moment ago, however long the questions take.
    now = time.time() + 24 * 60 * 60
    records: list[dict[str, Any]] = [
        {"method": "password", "at": now, "email": user.email, "reauthenticated": True}
    ]
    if key := Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first():
        records.append({"method": "mfa", "at": now, "id": key.pk, "type": "totp"})
    session = client.session
    session["account_authentication_methods"] = records
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client


def _pages(world: World) -> None:
    things = world.things
    things.home = ensure_site(name="품앗이 직장맘지원센터", name_en="Pumasi")
    things.centre = CentreSettingsFactory()
    news = NewsIndexPageFactory(parent=things.home)
    things.page = NewsPageFactory(parent=news, title="새 소식")
    things.draft = NewsPageFactory(parent=news, live=False, title="zqdraft0pagezq")
    things.page.save_revision(user=world.people["editor"])
    things.page = NewsPage.objects.get(pk=things.page.pk)
    things.revision = things.page.latest_revision
    things.image = ImageFactory()
    things.document = DocumentFactory()
    things.collection = Collection.get_first_root_node().add_child(name="행사")
    things.picture = things.image.get_rendition("width-32").file.name.rpartition("/")[2]
    things.editing = EditingSession.objects.create(
        user=world.people["editor"], content_object=things.page, last_seen_at=timezone.now()
    )
    things.site = Site.objects.get(is_default_site=True)
    things.root = Page.get_first_root_node()


def _staff_things(world: World) -> None:
    things, people = world.things, world.people
    things.workflow = Workflow.objects.first()
    things.task = Task.objects.first()
    things.redirect = Redirect.objects.create(old_path="/old", redirect_page=things.page)
    things.query = Query.get("육아휴직")
    SearchPromotion.objects.create(query=things.query, page=things.page, sort_order=0)
    things.synonym = Synonym.objects.create(words="육아휴직, 휴직")
    things.empty_search = EmptySearch.objects.create(query="없는말", locale="ko")
    things.group = Group.objects.get(name="editor")
    things.text = ConsentText.objects.first()
    things.chore = DBTaskResult.objects.create(
        task_path="tests.chore", args_kwargs={"args": [], "kwargs": {}}, run_after=timezone.now()
    )
    things.mail = outbox.queue(
        "members.member_joined",
        to=people["leader"],
        context={
            "name": people["leader"].name,
            "by": people["member"].name,
            "community": "해바라기 모임",
            "url": "https://centre.example/",
        },
        idempotency_key="matrix",
    )


def _home(
    world: World, *, leader: str, treasurer: str | None, owner: str, guest: str
) -> SimpleNamespace:
    people = world.people
    community = CommunityFactory(
        name=f"모임 {leader}",
        leader=people[leader],
        treasurer=people[treasurer] if treasurer else None,
        members=[people[owner], people[guest]],
    )
    return SimpleNamespace(
        leader=leader,
        treasurer=treasurer,
        owner=owner,
        guest=people[guest],
        file=StoredFile.objects.create(kind="gone", name="-", size=0),
        is_handed_in=False,
        community=community,
        child=Child.objects.get(parent=people[owner]),
        link=InvitationFactory(community=community, token=canary("invitation", leader) * 2),
        mail=InvitationFactory(
            community=community,
            email=f"{canary('invited', leader)}@example.org",
            max_uses=1,
        ),
        consent=ConsentFactory(user=people[owner], text=ConsentText.objects.first()),
    )


def _programmes(world: World) -> None:
    from django.apps import apps

    if apps.is_installed("events"):
        _classes(world)
        _after_a_class(world)
    if apps.is_installed("grants"):
        _grants(world)
    if apps.is_installed("plugins.partners"):
        _partners(world)


def _classes(world: World) -> None:
    from events.domain import outreach_dates, registrations
    from events.domain.claims import NamedChild
    from events.models import ClosedDay, Plan, Series, StaffCalendar
    from tests.events.factories import make_course, make_request

    now = timezone.now()
    things = world.things
    things.course = make_course(now=now, slug="lunch", childcare_capacity=20)
    things.draft_course = make_course(now=now, slug="drawn-up", publish=False)
    things.session = things.course.sessions.get()
    things.category, things.venue = things.course.category, things.course.venue
    things.series = Series.objects.create(slug="spring", name="봄 강좌")
    # The coordinator's own secret: nobody else may be shown it.
    things.staff_calendar = StaffCalendar.objects.create(
        person=world.people["coordinator"], token=canary("staffcalendar", "coordinator") * 2
    )
    things.closed_day = ClosedDay.objects.create(day=now.date(), name="쉬는 날")
    held = now - timedelta(days=9)
    desk = make_course(now=held, slug="desk", takes_registrations=False, capacity=0)
    things.desk = desk.sessions.get()
    things.plan = Plan.objects.create(year=2026, programme="labour_law", courses=16)
    _desk(world, now)
    for home in world.homes:
        person = world.people[home.owner]
        home.registration = registrations.register(
            things.course,
            person=person,
            by=person,
            now=now,
            children=[NamedChild(canary("kid", home.owner), 2021)],
        )
        home.registration.ticket = canary("ticket", home.owner)
        home.registration.save(update_fields=["ticket"])
        home.outreach = make_request(
            now=now,
            contact_name=canary("asker", home.owner),
            contact_email=f"{canary('asker', home.owner)}@organisation.example",
        )
        outreach_dates.propose(
            home.outreach,
            starts_at=now + timedelta(days=20),
            ends_at=now + timedelta(days=20, hours=2),
            by=world.people["coordinator"],
            now=now,
        )
        home.outreach.token = canary("asktoken", home.owner) * 2
        home.outreach.notes = canary("asknotes", home.owner)
        home.outreach.save()


def _after_a_class(world: World) -> None:
    from events.domain.certificates import issue_certificate
    from events.domain.materials import add_material
    from events.domain.surveys import close_survey
    from events.models import Certificate, SurveyResponse
    from tests.events.held import ANSWERS, held_course, seat, survey_of

    now = timezone.now()
    things = world.things
    things.material = add_material(
        things.course,
        {"title": "강의 자료", "audience": "registered"},
        by=None,
        now=now,
        upload=SimpleUploadedFile("자료.pdf", PDF),
    )
    things.held = held_course(slug="held", certificate_percent=50)
    survey = survey_of(things.held)
    for home in world.homes:
        home.seat = seat(things.held, world.people[home.owner], came=1)
        issued = issue_certificate(home.seat, by=None, now=now)
        Certificate.objects.filter(pk=issued.pk).update(
            name_as_printed=canary("printed", home.owner)
        )
        home.certificate = Certificate.objects.get(pk=issued.pk)
    for number in range(6):
        said = canary("said", "member") if number == 0 else "좋았어요"
        SurveyResponse.objects.create(survey=survey, answers={**ANSWERS, "good": said})
    close_survey(survey, by=None, now=now)


def _desk(world: World, now: datetime) -> None:
    """Courses whose seats are drawn or chosen; what people answered is theirs and the staff's."""
    from events.domain import registrations
    from events.models import Series, Term
    from tests.events.factories import make_course

    things = world.things
    things.series = Series.objects.create(slug="series", name="연속 강좌")
    things.term = Term.objects.create(name="이번 학기", starts_on=now.date(), ends_on=now.date())
    things.lottery = make_course(now=now, slug="by-lot", admission="lottery", series=things.series)
    question = [("short_text", {"label": "알레르기", "key": "food", "required": False})]
    things.chosen = make_course(now=now, slug="chosen", admission="approval", questions=question)
    for home in world.homes:
        person = world.people[home.owner]
        for course in (things.lottery, things.chosen):
            answers = {"food": canary("claim", home.owner)} if course == things.chosen else {}
            registrations.register(course, person=person, by=person, now=now, answers=answers)


def _grants(world: World) -> None:
    from cms.questions.kinds.files import reference
    from grants.domain.applications import open_draft, submit
    from grants.models import SetAside
    from tests.grants.factories import ANSWERS, open_call

    things = world.things
    things.call = open_call()
    for home in world.homes:
        person = world.people[home.leader]
        application = open_draft(things.call, home.community, by=person)
        answers = {**ANSWERS, "about": f"{canary('answer', home.leader)} {ANSWERS['about']}"}
        answers["budget"] = {
            **ANSWERS["budget"],
            "lines": [
                {**ANSWERS["budget"]["lines"][0], "basis": canary("budget", home.leader)},
                *ANSWERS["budget"]["lines"][1:],
            ],
        }
        home.file = uploads.store(
            SimpleUploadedFile(f"{canary('file', home.leader)}.pdf", PDF),
            kind="grants.attachment",
            subject=application,
            by=person,
        )
        answers["plan_file"] = [reference(home.file)]
        application.answers = answers
        application.save()
        home.application = application
    # The first home's is handed in, the second's still a draft.
    submit(world.homes[0].application, by=world.people["leader"])
    for home in world.homes:
        home.application.refresh_from_db()
        home.is_handed_in = home.application.is_handed_in
        home.aside = SetAside.objects.create(
            application=home.application,
            question="about",
            by=world.people[home.leader],
            answer=canary("aside", home.leader),
            at=timezone.now(),
        )


def _partners(world: World) -> None:
    from tests.partners.factories import MouFactory, ResourceFactory

    things = world.things
    things.mou = MouFactory()
    things.partner = things.mou.partner
    things.resource = ResourceFactory()
