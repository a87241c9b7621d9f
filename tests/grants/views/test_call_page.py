"""Pages that tell of a call."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from grants.models import Call, CallPage
from tests.cms.factories import PageFactory
from tests.grants.factories import open_call

pytestmark = pytest.mark.django_db


class CallPageFactory(PageFactory):
    class Meta:
        model = CallPage


def page_of(call, **fields):
    return CallPageFactory(**{"title": "함께 키우는 동네", "call": call, **fields})


def test_page_tells_its_story_with_the_calls_own_facts(client):
    call = open_call()
    page = page_of(call)
    text = client.get(page.url).text
    assert "함께 키우는 동네" in text
    assert "2,000,000원" in text
    assert reverse("grants_my:start", args=[call.slug]) in text


def test_address_of_the_call_leads_to_its_page_where_there_is_one(client):
    call = open_call()
    address = reverse("grants:call", args=[call.slug])
    assert client.get(address).status_code == 200
    page = page_of(call)
    response = client.get(address)
    assert (response.status_code, response["Location"]) == (302, page.url)
    # In English there is no page: the call speaks for itself.
    assert client.get(f"/en{address}").status_code == 200
    page.unpublish()
    assert client.get(address).status_code == 200


def test_page_is_gone_while_staff_switch_the_plugin_off(client, staff_client):
    page = page_of(open_call(), show_in_menus=True)
    staff, switch = staff_client("administrator"), reverse("staff:plugin_switch", args=["grants"])

    def answers():
        menu = page.url in client.get("/").text
        return [client.get(address).status_code for address in (page.url, "/calls/", "/")], menu

    assert answers() == ([200, 200, 200], True)
    staff.post(switch, {"to": "off"})
    assert answers() == ([404, 404, 200], False)
    staff.post(switch, {"to": "on"})
    assert answers() == ([200, 200, 200], True)


def test_preview_shows_what_is_not_published_yet():
    page = page_of(open_call())
    page.title = "아직 내지 않은 제목"
    preview = page.make_preview_request()
    assert (preview.status_code, "아직 내지 않은 제목" in preview.text) == (200, True)


def test_unpublishing_a_page_leaves_the_call_alone(client):
    call = open_call()
    page_of(call).delete()
    assert Call.objects.get().is_open


@pytest.mark.many
def test_pages_cost_the_list_no_more_queries(client):
    counts = []
    for total in (1, 3, 100):
        for number in range(Call.objects.count(), total):
            page_of(open_call(year=2027, round=number + 1), title=f"공모 {number}")
        client.get(reverse("grants:index"))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("grants:index"), {"again": total})
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2]
