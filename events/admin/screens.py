"""One course on staff screens: the overview, its sessions, calling it off.

Each screen asks the rule, shows or takes a form, and calls one verb of the domain. What the
domain refuses is said on the same screen, with everything typed still there.
"""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from events import rules
from events.admin.attendance import attendance_of
from events.admin.forms import ReasonForm, RecurrenceForm, SessionForm
from events.admin.listing import fill_of
from events.domain import courses, reminders, sessions
from events.domain.dates import misfits_of
from events.domain.refusals import Refusal
from events.models import Course, CourseState, Registration, Session
from events.recurrence import Recurrence, rule_in_words
from events.standing import standing_of


class CourseScreen(WagtailAdminTemplateMixin, View):
    """A screen about ``self.course``; ``allowed`` is the rule that guards it."""

    header_icon = "date"
    index_url_name = ""
    namespace = "courses"
    course: Course

    def allowed(self, user: Any) -> bool:
        return rules.can_manage_courses(user)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.allowed(request.user):
            raise PermissionDenied
        self.course = self.get_course()
        return super().dispatch(request, *args, **kwargs)

    def get_course(self) -> Course:
        found = Course.objects.select_related("category", "venue")
        return get_object_or_404(found, pk=self.kwargs["pk"])

    def address(self, name: str, pk: int | None = None) -> str:
        """Return the address of another screen of this course."""
        return reverse(f"{self.namespace}:{name}", args=[pk or self.course.pk])

    def get_page_subtitle(self) -> str:
        return str(self.course)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse(f"{self.namespace}:index"), "label": _("Courses")},
            {"url": self.address("overview"), "label": str(self.course)},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {
            **context,
            "course": self.course,
            "state": standing_of(self.course, timezone.now()),
            "fill": fill_of(self.course),
            "can_see_registrants": rules.can_see_registrants(self.request.user),
            "media": kwargs["form"].media if "form" in kwargs else "",
        }

    def show(self, status: int = 200, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**kwargs), status=status)

    def refuse(self, refusal: Exception) -> None:
        """Say why it was not done."""
        words = refusal.messages if isinstance(refusal, ValidationError) else [str(refusal)]
        for word in words:
            messages.error(self.request, word)


class OverviewScreen(CourseScreen):
    """Everything about a course on one screen, the next thing to do on top."""

    page_title = gettext_lazy("Overview")
    template_name = "events/admin/overview.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse(f"{self.namespace}:index"), "label": _("Courses")},
            {"url": "", "label": str(self.course)},
        ]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        now = timezone.now()
        listed = list(self.course.sessions.select_related("venue"))
        for session in listed:
            session.course = self.course
        attended = attendance_of(self.course, listed, now)
        return self.show(
            attended=[(session, attended[session.pk]) for session in listed],
            can_check_in=rules.can_check_in(request.user),
            sessions=listed,
            only_this=f"course={self.course.pk}",
            now=now,
            recurrence=rule_in_words(self.course.recurrence),
            pages=self.course.pages.select_related("locale").order_by("locale__language_code"),
            is_draft=self.course.status == Course.Status.DRAFT,
            is_cancelled=self.course.status == Course.Status.CANCELLED,
            below_minimum=self.course.taken < self.course.minimum and not self.course.is_decided,
            misfits=list(misfits_of(self.course).values()),
            is_over=self.course.state_at(now) is CourseState.OVER,
            reminders=reminders.standing(self.course),
        )


class PublishScreen(CourseScreen):
    """The one-button verb of the overview."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            courses.publish(self.course, by=request.user, now=timezone.now())
        except Refusal as refusal:
            self.refuse(refusal)
        else:
            messages.success(request, _("The course is published."))
        return redirect(self.address("overview"))


class CancelCourseScreen(CourseScreen):
    """Call a course off, with a reason for everyone registered."""

    page_title = gettext_lazy("Cancel the course")
    template_name = "events/admin/confirm.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._ask(ReasonForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return self._ask(form)
        try:
            courses.cancel_course(
                self.course, by=request.user, now=timezone.now(), **form.cleaned_data
            )
        except Refusal as refusal:
            self.refuse(refusal)
        else:
            messages.success(request, _("The course is cancelled, and everyone has been told."))
        return redirect(self.address("overview"))

    def _ask(self, form: ReasonForm) -> HttpResponse:
        live = self.course.registrations.filter(state__in=Registration.LIVE).count()
        return self.show(
            form=form,
            question=_(
                "%(count)s people are registered or waiting. Each gets a mail, and the dates are "
                "marked as cancelled in their calendars. This cannot be undone."
            )
            % {"count": live},
            submit=_("Cancel the course"),
            back=self.address("overview"),
        )


class ScheduleScreen(CourseScreen):
    """Enter sessions by a rule, look at them, then take them over."""

    page_title = gettext_lazy("Enter sessions")
    template_name = "events/admin/schedule.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        kept = self.course.recurrence
        initial = RecurrenceForm.initial_of(Recurrence.from_json(kept)) if kept else None
        return self.show(form=RecurrenceForm(initial=initial))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = RecurrenceForm(request.POST)
        if not form.is_valid():
            return self.show(form=form, status=422)
        if "save" not in request.POST:
            return self.show(form=form, preview=self._preview(form), words=form.rule.in_words())
        slots = [sessions.Slot(starts_at=start, ends_at=end) for start, end in form.instants]
        try:
            added = sessions.schedule(
                self.course, slots, by=request.user, now=timezone.now(), rule=form.rule
            )
        except Refusal as refusal:
            self.refuse(refusal)
            return self.show(form=form, status=409)
        messages.success(request, _("%(count)s sessions entered.") % {"count": len(added)})
        return redirect(self.address("overview"))

    def _preview(self, form: RecurrenceForm) -> list[dict[str, Any]]:
        closed = form.closed_days()
        known = set(
            self.course.sessions.filter(status=Session.Status.SCHEDULED).values_list(
                "starts_at", flat=True
            )
        )
        return [
            {
                "start": start,
                "end": end,
                "is_known": start in known,
                "closed": closed.get(start.date(), ""),
            }
            for start, end in form.instants
        ]


class SessionScreen(CourseScreen):
    """A screen about one session of a course."""

    session: Session

    def get_course(self) -> Course:
        found = Session.objects.select_related("course__category", "course__venue", "venue")
        self.session = get_object_or_404(found, pk=self.kwargs["pk"])
        return self.session.course


class MoveSessionScreen(SessionScreen):
    """Change when, where or about what a session is."""

    page_title = gettext_lazy("Change a session")
    template_name = "events/admin/session.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        names = SessionForm.base_fields
        initial = {name: getattr(self.session, name) for name in names}
        return self.show(form=SessionForm(initial=initial), session=self.session)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = SessionForm(request.POST)
        if form.is_valid():
            try:
                sessions.move_session(
                    self.session, by=request.user, now=timezone.now(), **form.cleaned_data
                )
            except (Refusal, ValidationError) as refusal:
                self.refuse(refusal)
            else:
                messages.success(request, _("The session is changed."))
                return redirect(self.address("overview"))
        return self.show(form=form, session=self.session, status=422)


class CancelSessionScreen(SessionScreen):
    """Call one session off; from a draft it simply goes."""

    page_title = gettext_lazy("Cancel a session")
    template_name = "events/admin/confirm.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._ask(ReasonForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return self._ask(form)
        now = timezone.now()
        try:
            if self.course.status == Course.Status.DRAFT:
                sessions.remove_session(self.session, by=request.user, now=now)
            else:
                sessions.cancel_session(self.session, by=request.user, now=now, **form.cleaned_data)
        except Refusal as refusal:
            self.refuse(refusal)
        else:
            messages.success(request, _("The session is cancelled."))
        return redirect(self.address("overview"))

    def _ask(self, form: ReasonForm) -> HttpResponse:
        is_draft = self.course.status == Course.Status.DRAFT
        return self.show(
            form=form,
            what=self.session,
            question=_("The course is a draft: the session is simply removed.")
            if is_draft
            else _(
                "%(count)s people have a seat. Each gets a mail, and the date is marked as "
                "cancelled in their calendars."
            )
            % {"count": self.course.taken},
            submit=_("Cancel the session"),
            back=self.address("overview"),
        )
