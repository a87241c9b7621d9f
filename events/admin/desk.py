"""What coordinators decide about one course: whether it goes ahead, and the draw of its seats."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from cms.questions.revising import previewed
from events import rules
from events.admin import applicants, copying
from events.admin.forms import ReasonForm
from events.admin.screens import CourseScreen
from events.domain import courses, draws, minimum
from events.domain.refusals import Refusal
from events.models import Course, CourseState, Registration


class DecideScreen(CourseScreen):
    """Too few have registered: cancel and tell everyone, or go ahead; one click each."""

    page_title = gettext_lazy("Does it go ahead?")
    template_name = "events/admin/decide.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._ask(ReasonForm(initial={"reason": self._usual_reason()}))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return self._ask(form, status=422)
        by, now = request.user, timezone.now()
        try:
            if request.POST.get("decision") == "keep":
                minimum.go_ahead(self.course, by=by, now=now)
                messages.success(request, _("The course goes ahead. Its page says so."))
            elif request.POST.get("decision") == "cancel":
                courses.cancel_course(self.course, by=by, now=now, **form.cleaned_data)
                messages.success(request, _("The course is cancelled, and everyone has been told."))
            else:
                return self._ask(form, status=422)
        except Refusal as refusal:
            self.refuse(refusal)
        return redirect(self.address("overview"))

    def _ask(self, form: ReasonForm, status: int = 200) -> HttpResponse:
        now = timezone.now()
        is_open = self.course.status == Course.Status.PUBLISHED and not self.course.is_decided
        return self.show(
            status,
            form=form,
            can_decide=is_open and self.course.minimum > 0 and self._is_before_end(now),
            told=self.course.registrations.filter(state__in=Registration.LIVE).count(),
        )

    def _is_before_end(self, now: Any) -> bool:
        return self.course.state_at(now) not in {CourseState.OVER, CourseState.CANCELLED}

    def _usual_reason(self) -> str:
        # Those concerned read Korean first; the mail around it is in their own language.
        return _("Too few people registered (%(taken)s of at least %(minimum)s).") % {
            "taken": self.course.taken,
            "minimum": self.course.minimum,
        }


class DrawScreen(CourseScreen):
    """Draw the lots of a course, once; the result is public."""

    page_title = gettext_lazy("Draw lots")
    template_name = "events/admin/draw.html"

    def get_course(self) -> Course:
        course = super().get_course()
        if course.admission != Course.Admission.LOTTERY:
            raise Http404
        return course

    def allowed(self, user: Any) -> bool:
        return rules.can_manage_registrants(user)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        draw = getattr(self.course, "draw", None)
        applied = self.course.registrations.filter(state=Registration.State.APPLIED)
        outcomes = [line["outcome"] for line in draw.result] if draw else []
        return self.show(
            draw=draw,
            applied=applied.count(),
            seats=outcomes.count(draws.SEAT),
            queued=outcomes.count(draws.WAITING),
            is_open=self.course.state_at(timezone.now()) in {CourseState.OPEN, CourseState.NOT_YET},
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            draws.hold_draw(self.course, by=request.user, now=timezone.now())
        except Refusal as refusal:
            self.refuse(refusal)
        else:
            messages.success(request, _("Drawn. Everyone has been told."))
        return redirect(self.address("draw"))


class QuestionsScreen(CourseScreen):
    """The questions of a course as those who register see them; nothing can be sent."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return render(
            request,
            "events/questions_preview.html",
            {
                "course": self.course,
                "sections": previewed(self.course.form),
                "edit_url": reverse(f"{self.namespace}:edit", args=[self.course.pk]),
            },
        )


def urlpatterns(screen: Callable[[type[CourseScreen]], Any]) -> list[URLPattern]:
    """Return the addresses of these screens; ``screen`` makes a view of one."""
    return [
        path("<int:pk>/decide/", screen(DecideScreen), name="decide"),
        path("<int:pk>/draw/", screen(DrawScreen), name="draw"),
        path("<int:pk>/questions/", screen(QuestionsScreen), name="questions"),
        path("<int:pk>/applicants/", screen(applicants.ApplicantsScreen), name="applicants"),
        path("<int:pk>/next-term/", screen(copying.CopyToTermScreen), name="next_term"),
        path("next-term/", screen(copying.CopyTermScreen), name="copy_term"),
    ]
