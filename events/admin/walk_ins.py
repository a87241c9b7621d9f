"""Whoever comes to the door without a seat: registered, let in, and back to the door."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from events import rules
from events.admin.adding import Adding
from events.admin.registrants import said
from events.admin.screens import SessionScreen
from events.domain.attendance import Method, check_in
from events.domain.refusals import Refusal
from events.models import Registration


class WalkInScreen(SessionScreen):
    """The form to add somebody, for one session; "is here" is ticked."""

    page_title = gettext_lazy("Register on the spot")
    template_name = "events/admin/walk_in.html"

    def allowed(self, user: Any) -> bool:
        return rules.can_manage_registrants(user) and rules.can_check_in(user)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        adding = Adding(self.course, now=timezone.now(), at_the_door=True)
        return self.show(adding=adding, session=self.session)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        now = timezone.now()
        adding = Adding(self.course, now=now, data=request.POST, at_the_door=True)
        if not adding.is_valid():
            return self.show(422, adding=adding, session=self.session)
        try:
            added = adding.add(by=request.user, now=now)
        except Refusal as refusal:
            adding.refuse(refusal)
            return self.show(409, adding=adding, session=self.session)
        if adding.is_here and added.is_confirmed:
            self._let_in(added, now=now)
        else:
            messages.success(request, said(added))
        return redirect("events_door:door", self.session.pk)

    def _let_in(self, added: Registration, *, now: datetime) -> None:
        """The seat is theirs by now; that the door is not open yet is said beside it."""
        try:
            done = check_in(added, self.session, by=self.request.user, now=now, method=Method.STAFF)
        except Refusal as refusal:
            messages.success(self.request, said(added))
            messages.warning(self.request, str(refusal))
        else:
            messages.success(self.request, done.words)
