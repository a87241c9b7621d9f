"""The list of courses: how full each is, at a glance."""

from typing import Any

import django_filters
from django.db.models import Case, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button

from cms.templatetags.design import moment
from events import rules
from events.models import Course
from events.queries import open_for_registration
from events.rows import seats_in_words, seats_tone
from events.standing import standing_of

STYLES = {"all": ["events/admin.css"]}


class CourseFilterSet(WagtailFilterSet):
    """Filters of the staff list."""

    standing = django_filters.ChoiceFilter(
        label=_("Where it stands"),
        method="by_standing",
        choices=[
            ("coming", _("coming")),
            ("open", _("open for registration")),
            ("waiting", _("with people waiting")),
            ("over", pgettext_lazy("a course", "over")),
        ],
    )

    class Meta:
        model = Course
        fields = ["status", "term", "series", "category", "kind"]

    def by_standing(self, queryset: Any, name: str, value: str) -> Any:
        now = timezone.now()
        match value:
            case "coming":
                return queryset.filter(ends_at__gt=now)
            case "open":
                return open_for_registration(
                    queryset.filter(status=Course.Status.PUBLISHED, ends_at__gt=now), now
                )
            case "waiting":
                return queryset.filter(waiting__gt=0)
            case "over":
                return queryset.filter(ends_at__lte=now)
        return queryset


class FillColumn(Column):
    """Seats taken of seats there are, as a bar."""

    cell_template_name = "events/admin/fill_cell.html"

    class Media:
        css = STYLES

    def get_value(self, instance: Course) -> dict[str, Any] | None:
        return fill_of(instance)


class StateColumn(Column):
    """The course's state now, as word and colour."""

    cell_template_name = "events/admin/state_cell.html"

    class Media:
        css = STYLES

    def get_value(self, instance: Course) -> Any:
        return standing_of(instance, timezone.now())


def fill_of(course: Course) -> dict[str, Any] | None:
    """Return what the bar of a course needs, None where there are no seats to count."""
    if not course.takes_registrations:
        return None
    state = course.state_at(timezone.now())
    return {
        "taken": course.taken,
        "capacity": course.capacity,
        "words": seats_in_words(course, state),
        "tone": seats_tone(course, state),
    }


def first_session(course: Course) -> str:
    """Return when the course begins, in words."""
    return moment(course.starts_at)


class CourseIndexView(generic.IndexView):
    """All courses: what is being drawn up and what is coming first, then the past, latest first."""

    overview_url_name = ""
    results_template_name = "events/admin/courses_results.html"

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        # With the results, so that the downloads follow the filters without a new page.
        query = self.request.GET.copy()
        for name in [name for name in query if name == "p" or name.startswith("_")]:
            del query[name]
        return {
            **super().get_context_data(*args, **kwargs),
            "can_export": rules.can_manage_courses(self.request.user),
            "export_query": query.urlencode(),
        }

    def order_queryset(self, queryset: Any) -> Any:
        if self.is_explicitly_ordered:
            return super().order_queryset(queryset)
        over = Case(When(ends_at__lte=timezone.now(), then=Value(1)), default=Value(0))
        coming = Case(When(ends_at__gt=timezone.now(), then="starts_at"))
        return queryset.order_by(over, coming, "-starts_at", "-pk")

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        copying = Button(_("Copy a term"), url=reverse("courses:copy_term"), icon_name="copy")
        return [*super().header_more_buttons, copying]

    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().select_related("category", "venue")

    @cached_property
    def columns(self) -> list[Column]:
        title = self._get_title_column_class(TitleColumn)
        return [
            title(
                "title_text",
                label=_("Course"),
                sort_key="title",
                get_url=lambda course: reverse(self.overview_url_name, args=[course.pk]),
            ),
            Column("category", label=_("Subject area"), sort_key="category__name"),
            Column(
                "starts_at",
                label=_("Begins"),
                accessor=first_session,
                sort_key="starts_at",
            ),
            FillColumn("taken", label=_("Seats"), sort_key="taken"),
            StateColumn("status", label=_("State"), sort_key="status"),
        ]
