"""Every page that reads parameters from its address."""

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from tests.hostile.values import encoded, filled, steady, there, values

pytestmark = [
    pytest.mark.hostile,
    pytest.mark.django_db,
    pytest.mark.usefixtures("quiet"),
]

# address: who asks, and the parameters it reads
PAGES = {
    "/search/": ("anonymous", ["q", "kind", "page"]),
    "/news/": ("anonymous", ["kind", "year", "tag", "page"]),
    "/classes/": ("anonymous", ["category", "kind", "district", "when", "open", "page"]),
    "/classes/calendar/": ("anonymous", ["category"]),
    "/accounts/login/": ("anonymous", ["next"]),
    "/theme.css": ("anonymous", ["v"]),
    "/my/classes/": ("member", ["past", "page"]),
    "/my/applications/{application}/": ("leader", ["draft"]),
    "/admin/courses/": ("coordinator", ["q", "p", "status", "category", "ordering"]),
    "/admin/courses/{course}/registrations/": ("coordinator", ["state", "q", "p"]),
    "/admin/outreach/": ("coordinator", ["state", "q", "p"]),
    "/admin/sessions-held/": (
        "coordinator",
        ["from", "to", "programme", "way", "audience", "missing", "p"],
    ),
    "/admin/plans/": ("coordinator", ["year", "programme", "way", "p", "ordering"]),
    "/admin/partner/known/": ("editor", ["q"]),
    "/admin/partner/new/": ("editor", ["name", "district"]),
    "/admin/people/": ("coordinator", ["q", "p", "is_active", "ordering"]),
    "/admin/communities/": ("coordinator", ["q", "p", "district", "state", "ordering"]),
    "/admin/communities/export/": ("coordinator", ["q", "district", "state"]),
    "/admin/grants/applications/": ("coordinator", ["call", "state", "q", "p"]),
    "/admin/grants/applications/export/csv/": ("coordinator", ["call", "state"]),
    "/admin/partner/": ("editor", ["q", "p", "kind", "district"]),
    "/admin/audit/": (
        "administrator",
        ["action", "person", "subject", "at_from", "at_to", "p", "ordering"],
    ),
    "/admin/mail/": ("administrator", ["q", "p", "status", "template"]),
}


@pytest.mark.parametrize("path", there(PAGES))
def test_parameters_never_break_a_page(world, path):
    actor, names = PAGES[path]
    client = world.clients[actor]
    path = filled(path, world)

    @steady
    @given(st.dictionaries(st.sampled_from(names), st.lists(values, min_size=1, max_size=2)))
    def ask(fields):
        with transaction.atomic():
            address = f"{path}?{encoded(fields)}"[:60_000]
            # An export asks why first.
            why = {"reason": "감사 자료로 제출"}
            response = client.post(address, why) if "/export/" in path else client.get(address)
            transaction.set_rollback(True)
        assert response.status_code in {200, 302, 400, 404, 422, 429}, (path, fields)

    ask()
    assert client.get(path).status_code == 200
