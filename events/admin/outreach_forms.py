"""What staff fill in about an outreach request."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.admin.moments import DateTimeInput
from events.models import OutreachRequest


def who_may_look_after() -> Any:
    """Return the staff to whom a request can be given."""
    return (
        get_user_model()
        .objects.filter(is_active=True, groups__permissions__codename="change_outreachrequest")
        .distinct()
        .order_by("name")
    )


class TriageForm(forms.Form):
    """Who looks after a request, and notes for colleagues."""

    assigned_to = forms.ModelChoiceField(
        get_user_model().objects.none(),
        label=gettext_lazy("Looked after by"),
        required=False,
        empty_label=gettext_lazy("Nobody yet"),
    )
    notes = forms.CharField(
        label=gettext_lazy("Notes"),
        help_text=gettext_lazy("Only staff read them. They are destroyed with the contact."),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assigned_to"].queryset = who_may_look_after()


class ProposalForm(forms.Form):
    """A date to propose."""

    starts_at = forms.DateTimeField(label=gettext_lazy("Begins"), widget=DateTimeInput)
    ends_at = forms.DateTimeField(label=gettext_lazy("Ends"), widget=DateTimeInput)
    lecturer = forms.CharField(label=gettext_lazy("Lecturer"), max_length=120, required=False)
    message = forms.CharField(
        label=gettext_lazy("Message to the organisation"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        start, end = values.get("starts_at"), values.get("ends_at")
        if start and end and end <= start:
            self.add_error("ends_at", _("The class ends after it begins."))
        return values


class DeclineForm(forms.Form):
    """Why the centre cannot come; the organisation reads it."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Goes into the mail to the organisation."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class MakeCourseForm(forms.Form):
    """What the course made of a request is called, and who may find it."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=120)
    title_en = forms.CharField(
        label=gettext_lazy("Title in English"), max_length=160, required=False
    )
    is_listed = forms.TypedChoiceField(
        label=gettext_lazy("Who finds it"),
        choices=[
            ("no", gettext_lazy("Private: only who has the link")),
            ("yes", gettext_lazy("Public: it stands in the lists and calendars")),
        ],
        coerce=lambda value: value == "yes",
        initial="no",
        widget=forms.RadioSelect,
    )


class HeadCountForm(forms.Form):
    """How many came."""

    adults = forms.IntegerField(label=gettext_lazy("Adults"), min_value=0, max_value=20000)
    children = forms.IntegerField(
        label=gettext_lazy("Children and pupils"), min_value=0, max_value=20000, initial=0
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        help_text=gettext_lazy("How they were counted, if that matters. No names."),
        max_length=300,
        required=False,
    )


class OutreachFilter(forms.Form):
    """Narrows the list of requests; what it does not understand narrows nothing."""

    state = forms.ChoiceField(required=False, choices=[("", ""), *OutreachRequest.State.choices])
    q = forms.CharField(required=False, max_length=80, strip=True)
