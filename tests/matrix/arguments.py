"""What to put into a pattern's holes: one factory for each namespace or address.

A factory takes the world and one home and returns ``{parameter: value}``; only those the
route names are used. What belongs to a person comes from the home, the rest is shared.
"""

from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any

from django.core import signing
from django.utils.regex_helper import normalize

from tests.matrix.addresses import Address
from tests.matrix.world import World

type Values = Mapping[str, Any]
type Factory = Callable[[World, SimpleNamespace], Values]


def _thing(**names: str) -> Factory:
    """Return a factory of the keys of shared records: ``_thing(pk="course")``."""
    return lambda world, _home: {
        parameter: getattr(world.things, name).pk for parameter, name in names.items()
    }


def _home(**names: str) -> Factory:
    """Return a factory of the keys of a home's records."""
    return lambda _world, home: {
        parameter: getattr(home, name).pk for parameter, name in names.items()
    }


def _words(**values: Any) -> Factory:
    return lambda _world, _home: values


def _all(*factories: Factory) -> Factory:
    return lambda world, home: {
        name: value for factory in factories for name, value in factory(world, home).items()
    }


def leave_token(person: Any) -> str:
    """Return the token with which this person ends the news by mail."""
    return signing.dumps(person.pk, salt="events.leave_news")


_COURSE = _all(_thing(pk="course"), _words(form="csv"))
_PAGE = _all(
    _thing(
        pk="page",
        page_id="page",
        parent_page_id="home",
        page_to_move_id="page",
        destination_id="home",
        revision_id="revision",
        task_id="task",
    ),
    _words(
        content_type_app_name="cms",
        content_type_model_name="standardpage",
        app_label="cms",
        model_name="standardpage",
        action_name="approve",
        task_state_id=1,
        workflow_state_id=1,
        revision_id_a="earliest",
        revision_id_b="latest",
        action="delete",
        session_id=1,
        code="en",
    ),
)
_COMMUNITY = _all(
    _home(pk="community", invitation="link"),
    lambda world, home: {"person": home.guest.pk, "role": "treasurer"},
)

FACTORIES: dict[str, Factory] = {
    # Wagtail's
    "wagtailadmin_pages": _PAGE,
    "wagtailadmin_explore": _PAGE,
    "wagtailadmin_explore_results": _PAGE,
    "wagtailadmin_choose_page_child": _PAGE,
    "translate_page": _PAGE,
    "wagtailadmin_api:pages:detail": _PAGE,
    "wagtailadmin_api:pages:action": lambda world, home: {
        **_PAGE(world, home),
        "action_name": "publish",
    },
    "wagtailadmin_api:documents:detail": _thing(pk="document"),
    "wagtailadmin_api:images:detail": _thing(pk="image"),
    "wagtail_bulk_action": lambda world, home: {
        "app_label": "wagtailcore",
        "model_name": "page",
        "action": "delete",
    },
    "wagtailadmin_tag_model_autocomplete": _words(app_name="taggit", model_name="tag"),
    "wagtailadmin_collections": _thing(pk="collection", collection_id="collection"),
    "wagtailadmin_workflows": _all(
        _thing(pk="workflow", page_pk="home", workflow_pk="workflow", task_id="task"),
        _words(app_label="wagtailcore", model_name="groupapprovaltask"),
    ),
    "wagtailadmin_workflows:edit_task": _thing(pk="task"),
    "wagtailadmin_workflows:disable_task": _thing(pk="task"),
    "wagtailadmin_workflows:enable_task": _thing(pk="task"),
    "wagtailadmin_editing_sessions": lambda world, home: {
        "app_label": "cms",
        "model_name": "newspage",
        "object_id": world.things.page.pk,
        "session_id": world.things.editing.pk,
    },
    "wagtailforms": _thing(page_id="page"),
    "wagtailredirects": _thing(redirect_id="redirect"),
    "wagtailsettings": lambda world, home: {
        "app_name": "cms",
        "model_name": "centresettings",
        "pk": world.things.centre.pk,
    },
    "wagtailsearchpromotions": _thing(query_id="query"),
    "wagtaildocs": _all(
        _thing(document_id="document", doc_id="document"), _words(uploaded_file_id=1)
    ),
    "wagtaildocs_chooser": _thing(pk="document"),
    "wagtailimages": _all(
        _thing(image_id="image"), _words(uploaded_file_id=1, filter_spec="original")
    ),
    "wagtailimages_chooser": _thing(pk="image", image_id="image"),
    "wagtailsites": _thing(pk="site"),
    "wagtailusers_users": lambda world, home: {"pk": world.people["member"].pk},
    "wagtailusers_groups": _thing(pk="group"),
    "wagtailadmin_password_reset_confirm": _words(uidb64="MQ", token="set-password"),
    "wagtaildocs_serve": lambda world, home: {
        "0": world.things.document.pk,
        "1": world.things.document.filename,
    },
    "wagtaildocs_authenticate_with_password": _words(restriction_id=1),
    "wagtailcore_authenticate_with_password": _all(_PAGE, _words(page_view_restriction_id=1)),
    "wagtail_serve": _words(**{"0": "news/"}),
    # the host's
    "staff:plugin_switch": _words(label="partners"),
    "figures:year": _words(year=2026),
    "figures:metric": _words(year=2026, key="events.participants"),
    "staff:plugin_settings": _words(label="members"),
    "staff:person_data": lambda world, home: {"pk": world.people[home.owner].pk},
    "staff:person_archive": lambda world, home: {"pk": world.people[home.owner].pk},
    "staff:person_erase": lambda world, home: {"pk": world.people[home.owner].pk},
    "outbox": lambda world, home: {
        "pk": world.things.mail.pk,
        "key": "members.member_joined",
        "language": "ko",
    },
    "jobs": lambda world, _home: {"pk": world.things.chore.pk, "key": "cms.publish"},
    "search-synonyms": _thing(pk="synonym"),
    "search-empty": _thing(pk="empty_search"),
    "files": _home(pk="file"),
    "personal_calendar_feed": lambda world, home: {
        "token": world.people[home.owner].calendar_token
    },
    "shown_picture": lambda world, home: {"name": world.things.picture},
    # accounts
    "mfa_remove_webauthn": _words(pk=1),
    "mfa_edit_webauthn": _words(pk=1),
    # members
    "members": _COMMUNITY,
    "members:remove_child": _home(pk="child"),
    "members:fetch_archive": _home(pk="export"),
    "members:change_consent": _words(purpose="news", answer="give"),
    "members_invitations": lambda world, home: {"token": home.link.token},
    "people": lambda world, home: {"pk": world.people[home.owner].pk},
    "communities": _home(pk="community"),
    "consent_texts": _thing(pk="text"),
    # classes
    "events:leave_news": lambda world, home: {"token": leave_token(world.people[home.owner])},
    "classes-board": _words(name="courses", form="csv"),
    "events": _words(
        slug="lunch", year=2026, month=11, day=24, week=48, kind="course", key="lunch"
    ),
    "events:series": lambda world, home: {"slug": world.things.series.slug},
    "events:draw": lambda world, home: {"slug": world.things.lottery.slug},
    "events_feeds": lambda world, home: {"slug": "lunch"},
    "events_feeds:category": lambda world, home: {"slug": world.things.category.slug},
    "events_feeds:series": lambda world, home: {"slug": world.things.series.slug},
    "events_feeds:venue": lambda world, home: {"pk": world.things.venue.pk},
    "events_feeds:staff": lambda world, home: {"token": world.things.staff_calendar.token},
    "events_my": lambda world, home: {"reference": home.registration.reference},
    "events_outreach": lambda world, home: {"token": home.outreach.token},
    "outreach": _home(pk="outreach"),
    "sessions_held": _thing(pk="desk"),
    "plans": _thing(pk="plan"),
    "events:material": _thing(pk="material"),
    "events_my:certificate": lambda world, home: {"reference": home.seat.reference},
    "events_my:certificate_pdf": lambda world, home: {"reference": home.seat.reference},
    "events_my:survey": lambda world, home: {"reference": home.seat.reference},
    "events_certificates": lambda world, home: {"token": home.certificate.token},
    "events_my:here": _thing(pk="session"),
    "events_ticket": lambda world, home: {"ticket": home.registration.ticket},
    "events_door": _thing(pk="session"),
    "courses": _COURSE,
    "courses:material": _thing(pk="material"),
    "courses:remove_material": _thing(pk="material"),
    "courses:survey": _thing(pk="held"),
    "courses:survey_results": _thing(pk="held"),
    "courses:close_survey": _thing(pk="held"),
    "courses:survey_chart": _all(_thing(pk="held"), _words(key="content")),
    "courses:survey_export": _all(_thing(pk="held"), _words(form="csv")),
    "courses:certificates": _thing(pk="held"),
    "courses:certificate": _home(pk="certificate"),
    "courses:certificate_pdf": _home(pk="certificate"),
    "courses:revoke_certificate": _home(pk="certificate"),
    "courses:reissue_certificate": _home(pk="certificate"),
    "courses:session": _thing(pk="session"),
    "courses:cancel_session": _thing(pk="session"),
    "courses:walk_in": _thing(pk="session"),
    "courses:cancel_registration": _home(pk="registration"),
    "courses:change_registration": _home(pk="registration"),
    "courses:give_seat": _home(pk="registration"),
    "courses:draw": _thing(pk="lottery"),
    "courses:applicants": _thing(pk="chosen"),
    "course-series": _thing(pk="series"),
    "course-terms": _thing(pk="term"),
    "course-categories": _thing(pk="category"),
    "venues": _thing(pk="venue"),
    "closed-days": _thing(pk="closed_day"),
    # grants
    "grants": lambda world, home: {"slug": world.things.call.slug},
    "grants_my": lambda world, home: {
        "pk": home.application.pk,
        "slug": world.things.call.slug,
        "section": home.application.form.sections[0].key,
        "version": home.aside.pk,
    },
    "grants_calls": _thing(pk="call"),
    "grants_applications": _all(_home(pk="application"), _words(kind="csv")),
    # partners
    "partner": _thing(pk="partner"),
    "mou": _thing(pk="mou"),
    "resource": _thing(pk="resource"),
}


def factory_of(address: Address) -> Factory | None:
    """Return the factory for an address, or None where nobody has written one."""
    return FACTORIES.get(address.name) or FACTORIES.get(address.namespace)


def path_of(address: Address, world: World, home: SimpleNamespace) -> str:
    """Return a path that belongs to the pattern, made for one home.

    Raises LookupError where a parameter has no value.
    """
    values: Values = {}
    if address.parameters:
        factory = factory_of(address)
        if factory is None:
            raise LookupError(f"no argument factory for {address}")
        values = factory(world, home)
        if missing := address.parameters - values.keys():
            raise LookupError(f"no value for {sorted(missing)} of {address}")
    return _filled(address, {name: values[name] for name in address.parameters})


def _filled(address: Address, values: Values) -> str:
    parts = [each.pattern for each in address.around] + [address.pattern.pattern]
    return "/" + "".join(_part(part, values) for part in parts)


def _part(part: Any, values: Values) -> str:
    if hasattr(part, "language_prefix"):
        return str(part.language_prefix)
    template, names = normalize(part.regex.pattern)[0]
    spoken = {}
    for index, name in enumerate(names):
        value = values[name if name in values else str(index)]
        converter = part.converters.get(name)
        spoken[name] = converter.to_url(value) if converter else str(value)
    return template % spoken
