"""How an address answers one actor, in the five words policies are written in."""

from enum import Enum
from http.cookies import SimpleCookie
from typing import Any

from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import resolve, reverse


class Answer(Enum):
    """What became of somebody at a door."""

    IN = "in"
    """The view answered: a page, a redirect onwards, or words about what was sent."""
    SIGN_IN = "sign in"
    ENROL = "second factor"
    """Led to set up or show a second factor."""
    NO = "no"
    """403, 404, or Wagtail's way of saying it: back to the dashboard."""
    NOT_THIS_WAY = "not this way"
    """405: the address does not take the method, whoever asks."""
    BROKEN = "broken"


def ask(client: Client, method: str, path: str) -> tuple[Answer, HttpResponseBase]:
    """Send one request and take back whatever it did to the database and to the session."""
    cookies = SimpleCookie(client.cookies.output(header="", sep=";"))
    with transaction.atomic():
        response = client.generic(method, path)
        response.kept = response.getvalue()  # type: ignore[attr-defined]
        transaction.set_rollback(True)
    client.cookies = cookies
    answer = read(response)
    if answer is Answer.ENROL and "/accounts/" in path:
        # One's own second factor is looked after there: a step of that, not a door.
        answer = Answer.IN
    return answer, response


def read(response: Any) -> Answer:
    """Say in one word what a response means."""
    status = response.status_code
    if status >= 500:
        return Answer.BROKEN
    if status in {403, 404}:
        return Answer.NO
    if status == 405:
        return Answer.NOT_THIS_WAY
    if status in {301, 302, 303, 307, 308}:
        return _led_to(response["Location"])
    return Answer.IN


def _led_to(location: str) -> Answer:
    path = location.partition("?")[0].removeprefix("http://testserver")
    if path == reverse("wagtailadmin_home"):
        return Answer.NO
    if path in {reverse("account_login"), reverse("wagtailadmin_login")}:
        return Answer.SIGN_IN
    try:
        name = resolve(path).url_name or ""
    except LookupError:
        name = ""
    except Exception:  # noqa: BLE001 - an address elsewhere
        return Answer.IN
    return Answer.ENROL if name.startswith("mfa_") and "staff" not in name else Answer.IN
