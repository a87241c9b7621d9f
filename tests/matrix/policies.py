"""Who gets in where: the one table every address must be found in.

A rule is looked up by the address's route, then by its whole name, then by its first
namespace, then taken from the door of the mount it lives in (``UrlMount.access``), which is
only enough for an address without arguments. What is in none of them fails the build.

The rule says who gets *in*; how the others are turned away follows from where they stand:
visitors are led to sign in or told nothing is there, members find no staff area, staff
without a second factor are led to one.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import SimpleNamespace

from django.conf import settings

from plugins.api import STAFF_ROLES, Access
from plugins.middleware import mounts_by_namespace
from tests.matrix.addresses import Address
from tests.matrix.answers import Answer
from tests.matrix.world import ACTORS, MEMBERS, NO_SECOND_FACTOR

type Audience = Callable[[SimpleNamespace], frozenset[str]]


@dataclass(frozen=True)
class Rule:
    """Who is let in, reading and acting (POST)."""

    read: Audience
    act: Audience

    def audience(self, method: str, home: SimpleNamespace) -> frozenset[str]:
        """Return the actors this method lets in to this home's things."""
        return (self.act if method == "POST" else self.read)(home)


def _these(*actors: str) -> Audience:
    return lambda _home: frozenset(actors)


def _roles_in_home(*roles: str) -> Audience:
    return lambda home: frozenset(name for role in roles if (name := getattr(home, role)))


def _rule(read: Audience, act: Audience | None = None) -> Rule:
    return Rule(read, act or read)


EVERYONE = _rule(_these(*ACTORS))
SIGNED_IN = _rule(_these(*ACTORS[1:]))
NOBODY = _rule(_these())
STAFF = _rule(_these(*STAFF_ROLES))
OWN = _rule(_roles_in_home("owner"))
COMMUNITY = _rule(_roles_in_home("leader", "treasurer", "owner"))
LEADER = _rule(_roles_in_home("leader"))
TOKEN = EVERYONE
"""Whoever holds the secret in the address; that a wrong one opens nothing is tested where
the secret is made."""


def staff(*roles: str) -> Rule:
    """Let in these roles of staff."""
    return _rule(_these(*roles))


EDITOR = staff("editor")
WRITERS = staff("editor", "coordinator")
ADMINISTRATOR = staff("administrator")
CLASSES = staff("editor", "coordinator", "administrator")
REGISTRANTS = staff("coordinator", "administrator")
FIGURES = staff("coordinator", "accountant", "administrator")
LEADS_ON = STAFF
"""Wagtail answers with a redirect or an empty list before it asks for a right."""

RULES: Mapping[str, Rule] = {
    # --- the host's own -------------------------------------------------------
    "healthz": EVERYONE,
    "readyz": EVERYONE,
    "theme": EVERYONE,
    "sitemap": EVERYONE,
    "robots": EVERYONE,
    "shown_picture": EVERYONE,
    "calendar_feed": EVERYONE,
    "personal_calendar_feed": TOKEN,
    "calendar_subscribe": EVERYONE,
    "calendar_new_address": SIGNED_IN,
    "search": EVERYONE,
    "design": STAFF,
    "wagtail_serve": EVERYONE,
    "wagtailcore_login": SIGNED_IN,  # Wagtail's form is closed: leads to ours, or on
    "wagtailcore_authenticate_with_password": NOBODY,  # no page has a password here
    "wagtaildocs_serve": EVERYONE,
    "wagtaildocs_authenticate_with_password": NOBODY,
    # --- accounts -------------------------------------------------------------
    "account_login": EVERYONE,
    "account_logout": EVERYONE,
    "account_inactive": EVERYONE,
    "account_signup": EVERYONE,
    "account_reset_password": EVERYONE,
    "account_confirm_login_code": EVERYONE,
    "account_complete_password_reset": EVERYONE,
    "account_password_reset_completed": EVERYONE,
    "account_request_login_code": EVERYONE,
    # Without a reset or a new account begun in this browser: back to signing in.
    "account_confirm_password_reset_code": NOBODY,
    "socialaccount_signup": NOBODY,
    "account_reauthenticate": SIGNED_IN,
    "account_email": SIGNED_IN,
    "account_email_verification_sent": SIGNED_IN,
    "account_change_password": SIGNED_IN,
    "account_set_password": SIGNED_IN,
    "mfa_index": SIGNED_IN,
    "mfa_authenticate": SIGNED_IN,
    "mfa_reauthenticate": SIGNED_IN,
    "mfa_activate_totp": SIGNED_IN,
    "mfa_deactivate_totp": STAFF,  # only they hold one here
    "mfa_view_recovery_codes": NOBODY,  # nobody here has any
    "mfa_generate_recovery_codes": SIGNED_IN,
    "mfa_download_recovery_codes": NOBODY,
    "mfa_list_webauthn": SIGNED_IN,
    "mfa_add_webauthn": SIGNED_IN,
    "mfa_reauthenticate_webauthn": SIGNED_IN,
    "mfa_remove_webauthn": NOBODY,
    "mfa_edit_webauthn": NOBODY,
    "mfa_login_webauthn": _rule(_these(*ACTORS[1:])),  # leads on who is in already
    "socialaccount_login_cancelled": EVERYONE,
    "socialaccount_login_error": EVERYONE,
    "socialaccount_connections": SIGNED_IN,
    "/accounts/social/login/cancelled/": EVERYONE,
    "/accounts/social/login/error/": EVERYONE,
    "/accounts/social/signup/": EVERYONE,
    "/accounts/social/connections/": EVERYONE,
    # Ways to sign in that this site has no keys for are not there.
    "kakao_login": NOBODY,
    "kakao_callback": NOBODY,
    "naver_login": NOBODY,
    "naver_callback": NOBODY,
    "google_login": NOBODY,
    "google_callback": NOBODY,
    "google_login_by_token": NOBODY,
    # --- private files --------------------------------------------------------
    "files:download": _rule(
        lambda home: frozenset(
            ()
            if home.file.kind == "gone"  # with its programme
            else {home.leader, home.treasurer, home.owner} - {None}
            | ({"coordinator"} if home.is_handed_in else set())
        )
    ),
    # --- members --------------------------------------------------------------
    "members:change_consent": SIGNED_IN,
    "members:remove_child": OWN,
    "members:fetch_archive": OWN,
    "members:community": COMMUNITY,
    "members:leave": COMMUNITY,
    "members:change_community": LEADER,
    "members:invite": LEADER,
    "members:revoke": _rule(SIGNED_IN.read, LEADER.act),  # reading leads on
    "members:give_role": LEADER,
    "members:remove": LEADER,
    "members_invitations": _rule(TOKEN.read, SIGNED_IN.act),
    "members_invitations:answer": TOKEN,
    "members_invitations:accept": SIGNED_IN,
    "members_invitations:decline": SIGNED_IN,
    "people": REGISTRANTS,
    "communities": staff("coordinator", "accountant", "administrator"),
    "communities:export": REGISTRANTS,
    "consent_texts": ADMINISTRATOR,
    "consent_texts:index": REGISTRANTS,
    "consent_texts:index_results": REGISTRANTS,
    # --- classes --------------------------------------------------------------
    "events:month": EVERYONE,
    "events:course": EVERYONE,
    "events:month_list": EVERYONE,
    "events:week": EVERYONE,
    "events:day": EVERYONE,
    "events:subscribe": EVERYONE,
    "events:register": SIGNED_IN,
    "events:series": EVERYONE,
    "events:draw": EVERYONE,
    "events_feeds:category": EVERYONE,
    "events_feeds:course": EVERYONE,
    "events_feeds:series": EVERYONE,
    "events_feeds:venue": EVERYONE,
    "events_feeds:staff": TOKEN,
    "class-calendars": CLASSES,
    "events_my:registration": OWN,
    "events_my:cancel": OWN,
    "events:leave_news": TOKEN,
    "classes-board": CLASSES,
    "courses:write": REGISTRANTS,
    "events_outreach:request": TOKEN,
    "events_outreach:accept": TOKEN,
    "events_outreach:another": TOKEN,
    "events_outreach:withdraw": TOKEN,
    "outreach": REGISTRANTS,
    "sessions_held": FIGURES,
    "sessions_held:count": REGISTRANTS,
    "plans": REGISTRANTS,
    "plans:index": FIGURES,
    "plans:index_results": FIGURES,
    "events:material": _rule(
        _these("member", "other", "editor", "coordinator", "administrator")
    ),  # of those registered
    "events_my:certificate": OWN,
    "events_my:certificate_pdf": OWN,
    "events_my:survey": OWN,
    "events_certificates:verify": TOKEN,
    "events_my:here": SIGNED_IN,  # leads on
    "events_my:ticket": OWN,
    "events_my:check_in": OWN,
    "events_ticket:ticket": TOKEN,
    "events_door:sessions": REGISTRANTS,
    "events_door:worker": REGISTRANTS,
    "events_my:change": OWN,
    "events_my:offer": OWN,
    "events_door:door": REGISTRANTS,
    "events_door:shell": REGISTRANTS,
    "events_door:list": REGISTRANTS,
    "events_door:upload": REGISTRANTS,
    "events_door:enter": REGISTRANTS,
    "events_door:sheet": REGISTRANTS,
    "events_door:entry": REGISTRANTS,
    "events_door:close": REGISTRANTS,
    "events_door:wall": REGISTRANTS,
    "courses": CLASSES,
    "courses:registrants": REGISTRANTS,
    "courses:export": REGISTRANTS,
    "courses:certificates": REGISTRANTS,
    "courses:certificate": REGISTRANTS,
    "courses:certificate_pdf": REGISTRANTS,
    "courses:revoke_certificate": REGISTRANTS,
    "courses:reissue_certificate": REGISTRANTS,
    "courses:cancel_registration": REGISTRANTS,
    "courses:change_registration": REGISTRANTS,
    "courses:give_seat": REGISTRANTS,
    "courses:walk_in": REGISTRANTS,
    "courses:draw": REGISTRANTS,
    "courses:applicants": REGISTRANTS,
    "course-series": CLASSES,
    "course-terms": CLASSES,
    "course-categories": CLASSES,
    "venues": CLASSES,
    "closed-days": CLASSES,
    # --- grants ---------------------------------------------------------------
    "grants:call": EVERYONE,
    "grants:questions": EVERYONE,
    "grants:deadline": EVERYONE,
    "grants_my:start": SIGNED_IN,
    "grants_my:application": COMMUNITY,
    "grants_my:print": COMMUNITY,
    "grants_my:section": COMMUNITY,
    "grants_my:settle": COMMUNITY,
    "grants_my:check": COMMUNITY,
    "grants_my:done": COMMUNITY,
    "grants_my:withdraw": COMMUNITY,
    "grants_calls": staff("coordinator"),
    "grants_calls:index": STAFF,
    "grants_calls:index_results": STAFF,
    "grants_calls:preview": STAFF,
    "grants_applications": staff("coordinator", "accountant"),
    "grants_applications:inspect": _rule(
        lambda home: frozenset({"coordinator", "accountant"} if home.is_handed_in else ())
    ),
    "grants_applications:export": staff("coordinator"),
    # --- partners -------------------------------------------------------------
    "partner": EDITOR,
    "partner:index": WRITERS,
    "partner:index_results": WRITERS,
    "partner:known": WRITERS,
    "mou": EDITOR,
    "mou:index": WRITERS,
    "mou:index_results": WRITERS,
    "resource": EDITOR,
    "resource:index": WRITERS,
    "resource:index_results": WRITERS,
    # --- the staff area: ours -------------------------------------------------
    "wagtailadmin_login": _rule(_these()),  # leads members nowhere, staff to the dashboard
    "wagtailadmin_logout": EVERYONE,
    "wagtailadmin_account": STAFF,
    "wagtailadmin_home": STAFF,
    "wagtailadmin_sprite": EVERYONE,
    "wagtailadmin_javascript_catalog": EVERYONE,
    "staff": ADMINISTRATOR,
    "outbox": ADMINISTRATOR,
    "figures": FIGURES,
    "figures:metric": FIGURES if "events" in settings.PLUGINS else NOBODY,
    "jobs": ADMINISTRATOR,
    "translate_page": WRITERS,
    "search-synonyms": EDITOR,
    "search-empty": EDITOR,
    "search-empty:add": NOBODY,
    "search-empty:edit": NOBODY,
    "search-empty:usage": NOBODY,
    # --- the staff area: Wagtail's --------------------------------------------
    "/admin/test404/": STAFF,
    "/admin/^.*/$": NOBODY,
    "wagtailadmin_error_test": STAFF,
    "wagtailadmin_password_reset": NOBODY,
    "wagtailadmin_password_reset_done": NOBODY,
    "wagtailadmin_password_reset_confirm": NOBODY,
    "wagtailadmin_password_reset_complete": NOBODY,
    "wagtailadmin_api": STAFF,
    "wagtailadmin_api:pages:detail": WRITERS,
    "wagtailadmin_api:pages:action": EDITOR,
    "wagtailadmin_api:pages:find": NOBODY,  # nothing is asked for
    "wagtailadmin_api:documents:find": NOBODY,
    "wagtailadmin_api:images:find": NOBODY,
    "wagtailadmin_explore_root": WRITERS,
    "wagtailadmin_explore": WRITERS,
    "wagtailadmin_explore_results": WRITERS,
    "wagtail_bulk_action": NOBODY,  # on no page at all
    "wagtailadmin_pages": WRITERS,
    "wagtailadmin_pages:choose_parent": LEADS_ON,
    "wagtailadmin_pages:delete": EDITOR,
    "wagtailadmin_pages:unpublish": EDITOR,
    "wagtailadmin_pages:convert_alias": NOBODY,  # it is none
    "wagtailadmin_pages:move": EDITOR,
    "wagtailadmin_pages:move_confirm": _rule(LEADS_ON.read, NOBODY.act),
    "wagtailadmin_pages:set_page_position": _rule(LEADS_ON.read, EDITOR.act),
    "wagtailadmin_pages:workflow_action": NOBODY,  # it is in no workflow
    "wagtailadmin_pages:collect_workflow_action_data": NOBODY,
    "wagtailadmin_pages:confirm_workflow_cancellation": LEADS_ON,
    "wagtailadmin_pages:workflow_preview": NOBODY,
    "wagtailadmin_pages:workflow_history_detail": NOBODY,
    "wagtailadmin_pages:set_privacy": EDITOR,
    "wagtailadmin_pages:lock": EDITOR,
    "wagtailadmin_pages:unlock": EDITOR,
    "wagtailadmin_pages:revisions_index": LEADS_ON,
    "wagtailadmin_pages:revisions_unschedule": EDITOR,
    "wagtailadmin_choose_page": STAFF,
    "wagtailadmin_choose_page_child": STAFF,
    "wagtailadmin_choose_page_search": STAFF,
    "wagtailadmin_choose_page_chosen_multiple": STAFF,
    "wagtailadmin_choose_page_external_link": STAFF,
    "wagtailadmin_choose_page_email_link": STAFF,
    "wagtailadmin_choose_page_phone_link": STAFF,
    "wagtailadmin_choose_page_anchor_link": STAFF,
    "wagtailadmin_tag_autocomplete": STAFF,
    "wagtailadmin_tag_model_autocomplete": STAFF,
    "wagtailadmin_collections": NOBODY,  # one tree of pictures for all; superusers only
    "wagtailadmin_workflows": ADMINISTRATOR,
    "wagtailadmin_workflows:disable": NOBODY,  # no role may take a workflow away
    "wagtailadmin_workflows:disable_task": NOBODY,
    "wagtailadmin_workflows:usage": NOBODY,
    "wagtailadmin_workflows:usage_results": NOBODY,
    "wagtailadmin_workflows:task_chooser": STAFF,
    "wagtailadmin_workflows:task_chooser_results": STAFF,
    "wagtailadmin_workflows:task_chooser_create": STAFF,
    "wagtailadmin_workflows:task_chosen": STAFF,
    "wagtailadmin_reports": WRITERS,
    "wagtailadmin_reports:locked_pages": EDITOR,
    "wagtailadmin_reports:locked_pages_results": EDITOR,
    "wagtailadmin_reports:site_history": STAFF,  # of what each may see
    "wagtailadmin_reports:site_history_results": STAFF,
    "wagtailadmin_dismissibles": STAFF,
    "wagtailadmin_editing_sessions:ping": WRITERS,
    "wagtailadmin_editing_sessions:release": STAFF,  # of one's own
    "wagtailadmin_block_preview": NOBODY,  # of no block
    "wagtailforms": WRITERS,
    "wagtailforms:list_submissions": NOBODY,  # no page has a form
    "wagtailforms:list_submissions_results": NOBODY,
    "wagtailforms:delete_submissions": NOBODY,
    "wagtailredirects": EDITOR,
    "wagtailsettings": staff("editor", "administrator"),
    "/admin/settings/<slug:app_name>/<slug:model_name>/": LEADS_ON,
    "wagtailsettings:preview_on_edit": NOBODY,
    "wagtailsearchpromotions": EDITOR,
    "wagtailsearchpromotions:chooser": STAFF,
    "wagtailsearchpromotions:chooserresults": STAFF,
    "wagtailsearchpromotions:search_terms": NOBODY,  # our own search keeps no terms there
    "wagtailsearchpromotions:search_terms_results": NOBODY,
    "wagtailembeds": STAFF,
    "wagtailsnippets": NOBODY,
    "wagtaildocs": EDITOR,
    "wagtaildocs:index": WRITERS,
    "wagtaildocs:index_results": WRITERS,
    "wagtaildocs:add": WRITERS,
    "wagtaildocs:add_multiple": WRITERS,
    "wagtaildocs:create_multiple_from_uploaded_document": NOBODY,  # none waits
    "wagtaildocs:delete_upload_multiple": NOBODY,
    "wagtaildocs_chooser": STAFF,
    "wagtaildocs_chooser:create": WRITERS,
    "wagtaildocs_chooser:chosen": WRITERS,
    "wagtailimages": EDITOR,
    "wagtailimages:index": WRITERS,
    "wagtailimages:index_results": WRITERS,
    "wagtailimages:add": WRITERS,
    "wagtailimages:add_multiple": WRITERS,
    "wagtailimages:url_generator": NOBODY,
    "wagtailimages:url_generator_output": NOBODY,
    "wagtailimages:create_multiple_from_uploaded_image": NOBODY,
    "wagtailimages:delete_upload_multiple": NOBODY,
    "wagtailimages_chooser": STAFF,
    "wagtailimages_chooser:create": WRITERS,
    "wagtailimages_chooser:chosen": WRITERS,
    "wagtailimages_chooser:select_format": WRITERS,
    "wagtailsites": ADMINISTRATOR,
    "wagtailusers_users": ADMINISTRATOR,
    "wagtailusers_users:delete": NOBODY,  # people leave by erasure, not by a button
    "wagtailusers_groups": NOBODY,  # the roles are kept by code
}

BY_MOUNT = {Access.PUBLIC: EVERYONE, Access.MEMBER: SIGNED_IN, Access.STAFF: STAFF}

HIDDEN = frozenset({"wagtailadmin_login", "wagtailadmin_logout", "wagtailadmin_account"})
"""Wagtail's own patterns behind ours of the same path: they are never reached."""


def rule_of(address: Address) -> Rule | None:
    """Return the declared rule of an address, or None."""
    for key in (f"/{address.route}", address.name):
        if key in RULES:
            return RULES[key]
    if address.namespace in mounts_by_namespace():
        mount = mounts_by_namespace()[address.namespace][1]
        return None if address.parameters else BY_MOUNT.get(mount.access)
    return RULES.get(address.namespace)


def turned_away(actor: str, path: str) -> frozenset[Answer]:
    """Return the answers somebody who is not let in may get at a path."""
    if not path.startswith("/admin/"):
        away = {Answer.NO, Answer.ENROL} if actor == NO_SECOND_FACTOR else {Answer.NO}
        return frozenset(away | ({Answer.SIGN_IN} if actor == "anonymous" else set()))
    if actor == "anonymous":
        return frozenset({Answer.SIGN_IN, Answer.NO})
    if actor in MEMBERS:
        return frozenset({Answer.NO})
    return frozenset({Answer.ENROL if actor == NO_SECOND_FACTOR else Answer.NO})
