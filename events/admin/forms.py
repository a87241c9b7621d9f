"""What staff fill in about courses, sessions and registrations."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cms.admin.moments import DateInput, DateTimeInput, TimeInput
from events.models import ClosedDay, Venue
from events.recurrence import MOST, Recurrence, TooMany


class ReasonForm(forms.Form):
    """Why something is called off; those concerned read it in their mail."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Goes into the mail to everyone concerned."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class GiveSeatForm(forms.Form):
    """Why this one of those who wait gets the seat; it stays among the staff."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy(
            "For example whom you called. Kept in the history, not in the mail to the person."
        ),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SessionForm(forms.Form):
    """When and where one session is."""

    starts_at = forms.DateTimeField(label=gettext_lazy("Begins"), widget=DateTimeInput)
    ends_at = forms.DateTimeField(label=gettext_lazy("Ends"), widget=DateTimeInput)
    topic = forms.CharField(label=gettext_lazy("Topic"), max_length=120, required=False)
    topic_en = forms.CharField(
        label=gettext_lazy("Topic in English"), max_length=160, required=False
    )
    venue = forms.ModelChoiceField(
        Venue.objects.all(),
        label=gettext_lazy("Other venue"),
        required=False,
        empty_label=gettext_lazy("The course's venue"),
    )
    room = forms.CharField(label=gettext_lazy("Other room"), max_length=120, required=False)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        start, end = values.get("starts_at"), values.get("ends_at")
        if start and end and end <= start:
            self.add_error("ends_at", _("A session ends after it begins."))
        return values


class DaysField(forms.CharField):
    """Several days, one to a line or separated by commas: 2026-12-03."""

    widget = forms.Textarea(attrs={"rows": 3, "placeholder": "2026-12-03"})

    def clean(self, value: Any) -> tuple[date, ...]:
        text = super().clean(value) or ""
        words = text.replace(",", " ").split()
        try:
            return tuple(sorted({date.fromisoformat(word) for word in words}))
        except ValueError as error:
            raise ValidationError(_("Write days like 2026-12-03, one to a line.")) from error


class RecurrenceForm(forms.Form):
    """A repeating time in the words of the editor; ``rule`` is what it means."""

    frequency = forms.ChoiceField(
        label=gettext_lazy("Repeats"),
        choices=[
            ("weekly", gettext_lazy("on days of the week")),
            ("monthly", gettext_lazy("on days of the month, like the first Thursday")),
            ("dates", gettext_lazy("on the days listed below")),
        ],
        initial="weekly",
        widget=forms.RadioSelect,
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Days of the week"),
        choices=list(WEEKDAYS.items()),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    ordinals = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Which of the month"),
        choices=[
            (1, pgettext_lazy("of the month", "First")),
            (2, pgettext_lazy("of the month", "Second")),
            (3, pgettext_lazy("of the month", "Third")),
            (4, pgettext_lazy("of the month", "Fourth")),
            (-1, pgettext_lazy("of the month", "Last")),
        ],
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    interval = forms.IntegerField(
        label=gettext_lazy("Every how many weeks"), min_value=1, max_value=26, initial=1
    )
    dates = DaysField(label=gettext_lazy("List of days"), required=False)
    begins = forms.TimeField(label=gettext_lazy("Begins at"), widget=TimeInput)
    ends = forms.TimeField(label=gettext_lazy("Ends at"), widget=TimeInput)
    first_day = forms.DateField(label=gettext_lazy("First day"), widget=DateInput, required=False)
    last_day = forms.DateField(label=gettext_lazy("Last day"), widget=DateInput, required=False)
    except_months = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Not in these months"),
        choices=list(MONTHS.items()),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    except_dates = DaysField(label=gettext_lazy("Not on these days"), required=False)
    except_closed_days = forms.BooleanField(
        label=gettext_lazy("Not on public holidays and closed days"), required=False, initial=True
    )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return values
        self._need(values)
        if self.errors:
            return values
        self.rule = Recurrence(
            **{
                name: tuple(value) if isinstance(value, list) else value
                for name, value in values.items()
            }
        )
        try:
            self.instants = self.rule.instants(self.closed_days())
        except TooMany:
            raise ValidationError(
                _("That would be more than %(most)s sessions. Choose a shorter span.")
                % {"most": MOST}
            ) from None
        if not self.instants:
            raise ValidationError(_("No day fits this rule."))
        return values

    def _need(self, values: dict[str, Any]) -> None:
        if values["ends"] <= values["begins"]:
            self.add_error("ends", _("A session ends after it begins."))
        if values["frequency"] == "dates":
            if not values["dates"]:
                self.add_error("dates", _("List at least one day."))
            return
        first, last = values["first_day"], values["last_day"]
        for name, day in (("first_day", first), ("last_day", last)):
            if day is None:
                self.add_error(name, _("From when to when?"))
        if first and last and last < first:
            self.add_error("last_day", _("The last day comes after the first."))
        if not values["weekdays"]:
            self.add_error("weekdays", _("Choose at least one day of the week."))
        if values["frequency"] == "monthly" and not values["ordinals"]:
            self.add_error("ordinals", _("First, second…? Choose at least one."))

    def closed_days(self) -> dict[date, str]:
        """Return the closed days with their names."""
        return dict(ClosedDay.objects.values_list("day", "name"))

    @classmethod
    def initial_of(cls, rule: Recurrence) -> dict[str, Any]:
        """Return the form's initial values for a rule that was kept."""
        values = {name: getattr(rule, name) for name in cls.base_fields}
        for name in ("dates", "except_dates"):
            values[name] = "\n".join(day.isoformat() for day in values[name])
        return values
