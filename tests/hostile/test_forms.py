"""Every form a person fills in: its fields are read from the page, and filled with the worst."""

from html.parser import HTMLParser

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from cms.audit.models import Entry
from members.models import User
from tests.hostile.values import encoded, filled, steady, there, values

pytestmark = [
    pytest.mark.hostile,
    pytest.mark.django_db,
    pytest.mark.usefixtures("quiet"),
]

# address: who fills it in
FORMS = {
    "/accounts/signup/": "anonymous",
    "/accounts/login/": "anonymous",
    "/accounts/login/code/": "anonymous",
    "/accounts/password/reset/": "anonymous",
    "/accounts/email/": "member",
    "/accounts/password/change/": "member",
    "/accounts/2fa/webauthn/add/": "member",
    "/my/profile/": "member",
    "/my/household/": "member",
    "/my/communities/new/": "member",
    "/my/communities/{community}/change/": "leader",
    "/my/communities/{community}/invite/": "leader",
    "/my/communities/{community}/role/treasurer/": "leader",
    "/my/applications/{draft}/write/{section}/": "other",
    "/classes/lunch/register/": "treasurer",
    "/classes/outreach/": "anonymous",
    "/outreach/{outreach_token}/another/": "anonymous",
    "/outreach/{outreach_token}/withdraw/": "anonymous",
    "/admin/outreach/{outreach}/": "coordinator",
    "/admin/sessions-held/{desk}/": "coordinator",
    "/admin/plans/new/": "coordinator",
    "/admin/courses/new/": "coordinator",
    "/admin/courses/{course}/sessions/": "coordinator",
    "/admin/courses/session/{session}/": "coordinator",
    "/admin/courses/{course}/cancel/": "coordinator",
    "/admin/courses/{course}/registrations/": "coordinator",
    "/admin/courses/registration/{registration}/change/": "coordinator",
    "/admin/courses/{course}/materials/": "coordinator",
    "/admin/courses/{course}/survey/": "coordinator",
    "/certificates/{certificate}/": "anonymous",
    "/admin/venues/new/": "coordinator",
    "/admin/course-categories/new/": "coordinator",
    "/admin/closed-days/new/": "coordinator",
    "/admin/grants/calls/new/": "coordinator",
    "/admin/partner/new/": "editor",
    "/admin/mou/new/": "editor",
    "/admin/resource/new/": "editor",
    "/admin/search-synonyms/new/": "editor",
    "/admin/settings/cms/centresettings/{centre}/": "editor",
    "/admin/consent_texts/new/": "administrator",
    "/admin/users/new/": "administrator",
}


# Wagtail's choosers look up whatever comes as a key; nobody types into them.
CHOSEN = {"logo", "document", "privacy_page", "terms_page", "accessibility_page"}

# What a script adds to a form before it is sent.
SCRIPTED = {
    "/admin/grants/calls/new/": {"questions-count": "0"},
    "/admin/courses/{course}/survey/": {"questions-count": "0"},
}


class Fields(HTMLParser):
    """The fields of the forms on a page that are sent by POST, with their values."""

    def __init__(self):
        super().__init__()
        self.found, self.hidden, self.inside = {}, set(), False

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self.inside = (given.get("method") or "").lower() == "post"
        elif self.inside and tag in {"input", "select", "textarea", "button"}:
            name = given.get("name")
            if name in CHOSEN | {None, "", "csrfmiddlewaretoken"} or given.get("type") == "file":
                return
            self.found.setdefault(name, given.get("value") or "")
            if given.get("type") == "hidden":
                self.hidden.add(name)

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False


def fields_of(page: str) -> Fields:
    reader = Fields()
    reader.feed(page)
    return reader


def kept() -> tuple[int, int, int]:
    """What changes whenever anything does: the audit log, and the people."""
    return (Entry.objects.count(), User.objects.count(), ContentType.objects.count())


@pytest.mark.parametrize("path", there(FORMS))
def test_bad_answers_never_break_a_form(world, path):
    client, scripted = world.clients[FORMS[path]], SCRIPTED.get(path, {})
    path = filled(path, world)
    form = fields_of(client.get(path).text)
    present = form.found | scripted
    # What only a forger among the staff could change stays as it is in Wagtail's forms.
    typed = present.keys() - (form.hidden | scripted.keys())
    typed = sorted(typed if path.startswith("/admin/") else present)
    assert typed, f"{path} shows no form"

    # Some fields are changed, the others sent as they were: so each is reached alone, too.
    @steady
    @given(st.dictionaries(st.sampled_from(typed), values, min_size=1, max_size=4))
    def send(changed):
        fields = {name: [value] for name, value in {**present, **changed}.items()}
        with transaction.atomic():
            before = kept()
            response = client.post(
                path, encoded(fields), content_type="application/x-www-form-urlencoded"
            )
            assert response.status_code < 500, (path, changed)
            assert not connection.needs_rollback
            if response.status_code != 302:
                assert kept() == before, f"{path} kept something it refused: {changed}"
            transaction.set_rollback(True)

    with transaction.atomic():
        send()
        transaction.set_rollback(True)
