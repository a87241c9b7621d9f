"""What an organisation fills in to ask for a class at its own place, and answers later."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cms.districts import WITH_OUTSIDE
from events.consents import OUTREACH_VERSION, outreach_consent
from events.domain.outreach_letters import span_in_words
from events.models import AudienceGroup, Category, OutreachDate, OutreachRequest
from members.phones import normalized

NOTICE = timedelta(days=14)
FURTHEST = timedelta(days=400)
DATES = (1, 2, 3)
GROUPS = (
    ("organisation", ("organisation", "organisation_kind", "district", "address")),
    ("class", ("category", "audience_group", "expected", "wishes")),
    ("contact", ("contact_name", "contact_email", "contact_phone")),
)
_NOT_ASKED = ("community", "outreach_desk")


def _date(number: int) -> dict[str, forms.Field]:
    needed = number == 1
    return {
        f"day_{number}": forms.DateField(
            label=gettext_lazy("Day"),
            required=needed,
            error_messages={"required": gettext_lazy("Please name at least one date.")},
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        ),
        f"begins_{number}": forms.TimeField(
            label=pgettext_lazy("time of day", "From"),
            required=needed,
            error_messages={"required": gettext_lazy("When should it begin?")},
            widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        ),
        f"ends_{number}": forms.TimeField(
            label=pgettext_lazy("time of day", "To"),
            required=needed,
            error_messages={"required": gettext_lazy("When should it end?")},
            widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        ),
    }


class _OutreachDates(forms.Form):
    """Up to three wishes for a date, each a day with its hours."""

    def spans(self) -> list[tuple[datetime, datetime]]:
        """Return the dates that were filled in, as instants."""
        chosen = self.cleaned_data
        zone = timezone.get_default_timezone()
        return [
            (
                datetime.combine(chosen[f"day_{n}"], chosen[f"begins_{n}"], tzinfo=zone),
                datetime.combine(chosen[f"day_{n}"], chosen[f"ends_{n}"], tzinfo=zone),
            )
            for n in DATES
            if chosen.get(f"day_{n}")
        ]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        today = timezone.localdate()
        for number in DATES:
            names = [f"{part}_{number}" for part in ("day", "begins", "ends")]
            day, begins, ends = (values.get(name) for name in names)
            if any((day, begins, ends)):
                for name in names:
                    if values.get(name) is None and name not in self.errors:
                        self.add_error(name, _("Please fill in day, beginning and end."))
            if begins and ends and ends <= begins:
                self.add_error(f"ends_{number}", _("The class ends after it begins."))
            if day and day < today + NOTICE:
                self.add_error(
                    f"day_{number}", _("Please choose a day at least two weeks from now.")
                )
            elif day and day > today + FURTHEST:
                self.add_error(f"day_{number}", _("Please choose a day within a year."))
        return values


for _number in DATES:
    _OutreachDates.base_fields.update(_date(_number))


class OutreachForm(_OutreachDates):
    """The whole request on one page, in four groups."""

    organisation = forms.CharField(
        label=gettext_lazy("Name of the organisation"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    organisation_kind = forms.ChoiceField(
        label=gettext_lazy("Kind of organisation"),
        choices=OutreachRequest.OrganisationKind.choices,
        widget=forms.RadioSelect,
    )
    district = forms.ChoiceField(label=gettext_lazy("District"))
    address = forms.CharField(
        label=gettext_lazy("Address"),
        help_text=gettext_lazy("Where we should come, with building and floor."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    category = forms.ModelChoiceField(
        Category.objects.exclude(programme__in=_NOT_ASKED),
        label=gettext_lazy("What should the class be about?"),
        to_field_name="slug",
        widget=forms.RadioSelect,
        empty_label=None,
    )
    audience_group = forms.ChoiceField(
        label=gettext_lazy("Who will come?"),
        choices=AudienceGroup.choices,
        widget=forms.RadioSelect,
    )
    expected = forms.IntegerField(
        label=gettext_lazy("About how many people?"),
        min_value=1,
        max_value=1000,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    wishes = forms.CharField(
        label=gettext_lazy("What would you like to hear about?"),
        help_text=gettext_lazy("Questions people have, what you have had before, the room."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    contact_name = forms.CharField(
        label=gettext_lazy("Contact's name"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    contact_email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy("We write to this address with a date."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    contact_phone = forms.CharField(
        label=gettext_lazy("Telephone"),
        help_text=gettext_lazy("Such as 010-1234-5678 or 02-123-4567."),
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )
    consent = forms.BooleanField(
        label=gettext_lazy("I agree that the contact's data are used for this request."),
        error_messages={"required": gettext_lazy("Without your consent we cannot answer you.")},
    )
    homepage = forms.CharField(label=gettext_lazy("Leave this box empty"), required=False)
    submission = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dates = [f"{part}_{n}" for n in DATES for part in ("day", "begins", "ends")]
        first, second, third = (names for _group, names in GROUPS)
        self.order_fields([*first, *second, *dates, *third])
        self.fields["district"].choices = [("", _("Please choose")), *WITH_OUTSIDE]
        self.fields["submission"].initial = uuid.uuid4

    def clean_contact_phone(self) -> str:
        return normalized(self.cleaned_data["contact_phone"])

    def clean_homepage(self) -> str:
        """Refuse what only a program fills in; a person whose browser did reads what to do."""
        if self.cleaned_data["homepage"]:
            raise ValidationError(_("Please leave this box empty."))
        return ""

    @property
    def groups(self) -> dict[str, list[Any]]:
        """The questions of each part of the page."""
        return {name: [self[field] for field in fields] for name, fields in GROUPS}

    @property
    def date_rows(self) -> list[list[Any]]:
        """The three boxes of each wish for a date."""
        return [[self[f"{part}_{n}"] for part in ("day", "begins", "ends")] for n in DATES]

    def summary(self) -> list[tuple[Any, Any]]:
        """Return what was answered, as ``(question, answer in words)``; the form is valid."""
        chosen = self.cleaned_data
        found: list[tuple[Any, Any]] = []
        for name, fields in GROUPS:
            if name == "contact":
                found += [
                    (_("Preferred date %(number)s") % {"number": number}, span_in_words(date))
                    for number, date in enumerate(self._dates(), start=1)
                ]
            for field in fields:
                choices = dict(getattr(self.fields[field], "choices", ()) or ())
                value = chosen[field]
                if value not in {"", None}:
                    found.append((self.fields[field].label, choices.get(value, value)))
        return found

    def _dates(self) -> list[OutreachDate]:
        return [OutreachDate(starts_at=start, ends_at=end) for start, end in self.spans()]

    def values(self) -> dict[str, Any]:
        """Return the fields of the request, the consent as it was read among them."""
        chosen = {name: self.cleaned_data[name] for _group, names in GROUPS for name in names}
        return {
            **chosen,
            "consent_version": OUTREACH_VERSION,
            "consent_text": f"{outreach_consent()}\n{self.fields['consent'].label}",
        }


class AnotherDateForm(forms.Form):
    """What would suit better."""

    wish = forms.CharField(
        label=gettext_lazy("Which days and times would suit you?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class WithdrawForm(forms.Form):
    """Why the class is no longer wanted; nobody has to say."""

    reason = forms.CharField(
        label=gettext_lazy("Would you tell us why?"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
