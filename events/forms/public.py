"""What people fill in on the public pages."""

from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.districts import WITH_OUTSIDE
from events.models import Category, Course, Registration, Series, Term
from events.queries import at_time_of_day, open_for_registration


class ClassFilter(forms.Form):
    """Filters of the list and of the calendar; what they do not understand filters nothing."""

    category = forms.ModelChoiceField(
        Category.objects.all(),
        label=_("Subject area"),
        to_field_name="slug",
        required=False,
        empty_label=_("All subjects"),
    )
    kind = forms.ChoiceField(label=_("Kind of class"), required=False)
    series = forms.ModelChoiceField(
        Series.objects.all(),
        label=_("Series"),
        to_field_name="slug",
        required=False,
        empty_label=_("All series"),
    )
    open = forms.BooleanField(label=_("Only open for registration"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("All kinds")), *Course.Kind.choices]


class CourseFilter(ClassFilter):
    """The filters above the list of courses."""

    field_order = ("category", "kind", "series", "term", "district", "when", "open")

    term = forms.ModelChoiceField(
        Term.objects.all(), label=_("Term"), required=False, empty_label=_("All terms")
    )
    district = forms.ChoiceField(label=_("District"), required=False)
    when = forms.ChoiceField(
        label=_("Time of day"),
        required=False,
        choices=[
            ("", _("Any time")),
            ("lunch", _("Lunch hour")),
            ("evening", _("Evening")),
            ("weekend", _("Weekend")),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["district"].choices = [("", _("All districts")), *WITH_OUTSIDE]
        # A choice is offered where there is something to choose between.
        today = timezone.localdate()
        term: Any = self.fields["term"]
        term.queryset = Term.objects.filter(ends_on__gte=today).order_by("starts_on")
        for name in ("series", "term"):
            choice: Any = self.fields[name]
            if not choice.queryset.exists():
                del self.fields[name]

    def narrow(self, courses: QuerySet[Course], now: datetime) -> QuerySet[Course]:
        """Return the courses that match what was chosen."""
        self.is_valid()
        chosen = self.cleaned_data
        if category := chosen.get("category"):
            courses = courses.filter(category=category)
        if series := chosen.get("series"):
            courses = courses.filter(series=series)
        if term := chosen.get("term"):
            courses = courses.filter(term=term)
        if kind := chosen.get("kind"):
            courses = courses.filter(kind=kind)
        if district := chosen.get("district"):
            courses = courses.filter(
                Q(venue__district=district) | Q(sessions__venue__district=district)
            ).distinct()
        if when := chosen.get("when"):
            courses = at_time_of_day(courses, when, now)
        if chosen.get("open"):
            courses = open_for_registration(courses, now)
        return courses

    @property
    def is_narrowed(self) -> bool:
        """Whether anything was chosen at all."""
        return any(self.cleaned_data.values()) if self.is_valid() else True


class CancelForm(forms.Form):
    """Why a member gives the seat back; nobody has to say."""

    reason = forms.CharField(
        label=_("Would you tell us why?"),
        help_text=_("It helps us plan better times. You may leave it empty."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DoorForm(forms.Form):
    """One tap at the door: about whom, by the list or by the code they show, and what."""

    action = forms.ChoiceField(
        choices=[(name, name) for name in ("in", "undo", "children", "excused")]
    )
    registration = forms.IntegerField(required=False, min_value=1, max_value=2**31)
    code = forms.CharField(required=False, max_length=24)
    children = forms.IntegerField(required=False, min_value=0, max_value=99)


class HereForm(forms.Form):
    """The six digits on the wall, and how many children came along."""

    code = forms.CharField(
        label=_("Six digits on the wall"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )
    children = forms.IntegerField(label=_("Children with you in childcare"), min_value=0)

    def __init__(self, *args: Any, registration: Registration, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = registration.childcare_places
        if not places:
            del self.fields["children"]
            return
        children = self.fields["children"]
        children.max_value = places
        children.widget = forms.NumberInput(attrs={"min": 0, "max": places})
