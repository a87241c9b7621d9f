"""The viewsets of the menu "Classes". Saving goes through the domain, never past it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from events.admin import after, changing, desk, registrants, screens, walk_ins, writing
from events.admin.course_form import COURSE_FORM
from events.admin.listing import CourseFilterSet, CourseIndexView
from events.admin.saving import DomainSaving, PlaceDeleteView, PlaceEditView
from events.domain import courses
from events.domain.refusals import Refusal
from events.models import Category, ClosedDay, Course, Venue


class CourseAddView(DomainSaving, generic.CreateView):
    """Draw up a course; what comes next is entering its sessions."""

    overview_url_name = ""

    def save_instance(self) -> Course:
        return courses.create_course(
            by=self.request.user, now=timezone.now(), **self.form.cleaned_data
        )

    def get_success_url(self) -> str:
        return reverse(self.overview_url_name, args=[self.object.pk])


class CourseCopyView(generic.CopyViewMixin, CourseAddView):
    """Draw up a course like another; sessions and registrations stay behind."""

    def get_initial_form_instance(self) -> Course:
        original: Course = super().get_initial_form_instance()
        names = self.get_form_class()._meta.fields
        fields = {name: getattr(original, name) for name in names}
        return Course(**{**fields, "slug": ""})


class CourseEditView(DomainSaving, generic.EditView):
    """Change a course."""

    overview_url_name = ""

    def save_instance(self) -> Course:
        return courses.revise(
            self.object, self.form.changes, by=self.request.user, now=timezone.now()
        )

    def get_success_url(self) -> str:
        return reverse(self.overview_url_name, args=[self.object.pk])


class CourseDeleteView(generic.DeleteView):
    """Delete a draft; the domain refuses anything people have seen."""

    def delete_action(self) -> None:
        courses.delete_draft(self.object, by=self.request.user)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)
        except Refusal as refusal:
            messages.error(self.request, str(refusal))
            return redirect(self.get_success_url())


class CourseViewSet(ModelViewSet):
    """Courses: the list, one course, its sessions and registrations."""

    model = Course
    name = "courses"
    icon = "date"
    menu_label = _("Courses")
    list_per_page = 30
    ordering = "-starts_at"
    search_fields = ["title", "title_en", "lecturer"]
    search_backend_name = None
    filterset_class = CourseFilterSet
    index_view_class = CourseIndexView
    add_view_class = CourseAddView
    edit_view_class = CourseEditView
    copy_view_class = CourseCopyView
    delete_view_class = CourseDeleteView
    edit_handler = COURSE_FORM

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(
            overview_url_name=self.get_url_name("overview"), **kwargs
        )

    def get_urlpatterns(self) -> list[URLPattern]:
        def screen(view: type[screens.CourseScreen]) -> Any:
            return view.as_view(namespace=self.url_namespace)

        return [
            *super().get_urlpatterns(),
            *after.urlpatterns(self.url_namespace),
            path("<int:pk>/", screen(screens.OverviewScreen), name="overview"),
            *desk.urlpatterns(screen),
            path("<int:pk>/publish/", screen(screens.PublishScreen), name="publish"),
            path("<int:pk>/cancel/", screen(screens.CancelCourseScreen), name="cancel"),
            path("<int:pk>/sessions/", screen(screens.ScheduleScreen), name="schedule"),
            path("session/<int:pk>/", screen(screens.MoveSessionScreen), name="session"),
            path(
                "session/<int:pk>/cancel/",
                screen(screens.CancelSessionScreen),
                name="cancel_session",
            ),
            path(
                "session/<int:pk>/walk-in/",
                screen(walk_ins.WalkInScreen),
                name="walk_in",
            ),
            path("<int:pk>/write/", screen(writing.WriteScreen), name="write"),
            path(
                "<int:pk>/registrations/",
                screen(registrants.RegistrantsScreen),
                name="registrants",
            ),
            path(
                "<int:pk>/registrations/<str:form>/",
                screen(registrants.ExportScreen),
                name="export",
            ),
            path(
                "registration/<int:pk>/change/",
                screen(changing.ChangeRegistrationScreen),
                name="change_registration",
            ),
            path(
                "registration/<int:pk>/cancel/",
                screen(registrants.CancelRegistrationScreen),
                name="cancel_registration",
            ),
            path(
                "registration/<int:pk>/seat/",
                screen(registrants.GiveSeatScreen),
                name="give_seat",
            ),
        ]


class CategoryViewSet(ModelViewSet):
    """What courses are about."""

    model = Category
    name = "course-categories"
    icon = "tag"
    edit_view_class = PlaceEditView
    delete_view_class = PlaceDeleteView
    form_fields = ["name", "name_en", "slug", "colour", "programme", "sort_order"]
    list_display = ["name", "name_en", "programme", "colour"]
    copy_view_enabled = False


class VenueViewSet(ModelViewSet):
    """Where courses are."""

    model = Venue
    name = "venues"
    icon = "home"
    edit_view_class = PlaceEditView
    delete_view_class = PlaceDeleteView
    form_fields = [
        "name",
        "name_en",
        "district",
        "address",
        "address_en",
        "access",
        "access_en",
        "map_url",
    ]
    list_display = ["name", "district", "address"]
    search_fields = ["name", "address"]
    search_backend_name = None


class ClosedDayViewSet(ModelViewSet):
    """Public holidays and the centre's own closing days."""

    model = ClosedDay
    name = "closed-days"
    icon = "calendar-alt"
    form_fields = ["day", "name"]
    list_display = ["day", "name"]
    ordering = "-day"
    copy_view_enabled = False
