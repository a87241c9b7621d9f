"""What members fill in about themselves and their communities."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.districts import WITH_OUTSIDE, District
from members import phones
from members.models import Community, Employment, Interest, User

OLDEST_CHILD = 19
NO_ANSWER = ("", _("Choose if you like"))


class ProfileForm(forms.Form):
    """Name and how to be reached, and what one may tell about life and work."""

    name = forms.CharField(
        label=_("Name"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    phone = forms.CharField(
        label=_("Mobile phone"),
        help_text=_("Only if a class is cancelled at short notice."),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )
    language = forms.ChoiceField(
        label=_("Language of mails"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )
    home_district = forms.ChoiceField(
        label=_("District of home"), required=False, choices=[NO_ANSWER, *WITH_OUTSIDE]
    )
    work_district = forms.ChoiceField(
        label=_("District of work"), required=False, choices=[NO_ANSWER, *WITH_OUTSIDE]
    )
    employment = forms.ChoiceField(
        label=_("How you work now"), required=False, choices=[NO_ANSWER, *Employment.choices]
    )
    interests = forms.MultipleChoiceField(
        label=_("What interests you"),
        required=False,
        choices=Interest.choices,
        widget=forms.CheckboxSelectMultiple,
    )

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def clean_phone(self) -> str:
        return phones.normalized(self.cleaned_data["phone"])


def profile_initial(user: User) -> dict[str, Any]:
    """Return what the profile form shows at first."""
    profile = getattr(user, "profile", None)
    initial = {"name": user.name, "phone": user.phone, "language": user.language}
    if profile is not None:
        initial |= {
            "home_district": profile.home_district,
            "work_district": profile.work_district,
            "employment": profile.employment,
            "interests": [row.interest for row in profile.interests.all()],
        }
    return initial


def _birth_years() -> list[tuple[str, str]]:
    this_year = timezone.localdate().year
    years = range(this_year, this_year - OLDEST_CHILD - 1, -1)
    return [("", _("Choose a year")), *((str(year), str(year)) for year in years)]


class ChildForm(forms.Form):
    """A child: what it is called and the year of birth; the first asks for consent too."""

    name = forms.CharField(
        label=_("First name or nickname"),
        help_text=_("Without the family name. A nickname is fine."),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    birth_year = forms.TypedChoiceField(label=_("Year of birth"), coerce=int, choices=_birth_years)
    agrees = forms.BooleanField(
        label=_("I agree to this as the child's parent or guardian"),
        error_messages={"required": _("Without this consent a child cannot be added.")},
    )

    def __init__(self, *args: Any, asks_consent: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_consent:
            del self.fields["agrees"]

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())


class CommunityForm(forms.ModelForm[Community]):
    """What a community says about itself."""

    class Meta:
        model = Community
        fields = ["name", "district", "about", "is_listed"]
        labels = {
            "name": _("Name of the community"),
            "district": _("District where you meet"),
            "about": _("What you do together"),
            "is_listed": _("Show it in the public list of communities"),
        }
        help_texts = {
            "name": _("For example: Sunflower readers"),
            "about": _("A few sentences. Who meets, how often, for what?"),
        }
        widgets = {"about": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["district"] = forms.ChoiceField(
            label=self.fields["district"].label,
            choices=[("", _("Choose a district")), *District.choices],
        )

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())


class LeaveForm(forms.Form):
    """That one has read what goes, and wants it."""

    understood = forms.BooleanField(
        label=_("I have read this. Erase my account."),
        error_messages={"required": _("Please tick the box if you want to leave.")},
    )


class InviteByMailForm(forms.Form):
    """Whom to invite."""

    email = forms.EmailField(
        label=_("E-mail of the person to invite"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


class InviteByLinkForm(forms.Form):
    """How many may come in by a link."""

    uses = forms.TypedChoiceField(
        label=_("How many people may use the link"),
        coerce=int,
        choices=[(5, _("5 people")), (10, _("10 people")), (30, _("30 people"))],
        initial=10,
    )


class PersonForm(forms.Form):
    """One of the members of a community, to be given a role."""

    person = forms.ModelChoiceField(
        label=_("Member"),
        queryset=User.objects.none(),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a member.")},
    )

    def __init__(self, *args: Any, community: Community, nobody: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["person"]
        field.queryset = community.members.exclude(pk=community.leader_id).order_by("name", "pk")
        field.empty_label = nobody or None
        field.required = not nobody
