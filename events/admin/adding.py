"""Staff register somebody: a member by e-mail address, or a guest by name and telephone."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db.models.functions import Lower
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.questions.forms import AnswerForm, answer_form
from events.domain import registrations
from events.domain.claims import Guest
from events.domain.refusals import ChildcareFull, Full
from events.forms.claiming import ChildrenForm
from events.models import Course, Registration
from events.questions import asked
from members import phones


class AddForm(forms.Form):
    """Who it is. Someone with an account is found by the address and gets the mails."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address of the member"),
        help_text=gettext_lazy("For somebody without an account leave it empty."),
        required=False,
    )
    guest_name = forms.CharField(
        label=gettext_lazy("Name of a guest"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("A guest gets no mails: please call if anything changes."),
    )
    guest_phone = forms.CharField(
        label=gettext_lazy("Telephone of a guest"), max_length=20, required=False
    )
    wait = forms.BooleanField(
        label=gettext_lazy("Put on the waiting list if the course is full"), required=False
    )

    person: Any = None

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if not email:
            return email
        people = get_user_model().objects.annotate(lowered=Lower("email"))
        self.person = people.filter(lowered=email.lower(), is_active=True).first()
        if self.person is None:
            raise ValidationError(_("No member has this address."))
        return email

    def clean_guest_name(self) -> str:
        return " ".join(self.cleaned_data["guest_name"].split())

    def clean_guest_phone(self) -> str:
        return phones.normalized(self.cleaned_data["guest_phone"])

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        name, phone = values.get("guest_name"), values.get("guest_phone")
        if self.errors:
            return values
        if values.get("email") and (name or phone):
            self.add_error("guest_name", _("Enter a member or a guest, not both."))
        elif not values.get("email") and not (name or phone):
            self.add_error("email", _("Enter a member's address, or a guest's name."))
        elif not values.get("email") and not name:
            self.add_error("guest_name", _("Enter the guest's name."))
        elif not values.get("email") and not phone:
            self.add_error("guest_phone", _("Enter a telephone number to reach the guest."))
        return values

    @property
    def guest(self) -> Guest | None:
        """The guest, unless a member was named."""
        if self.person is not None:
            return None
        return Guest(self.cleaned_data["guest_name"], self.cleaned_data["guest_phone"])


class CameForm(forms.Form):
    """Whether whoever is registered at the door is let in at once."""

    came = forms.BooleanField(
        label=gettext_lazy("Is here: check in at once"), required=False, initial=True
    )


class Adding:
    """The forms of one addition: who, which children, which answers (none has to be given).

    ``at_the_door`` asks too whether the person is here.
    """

    def __init__(
        self, course: Course, *, now: datetime, data: Any = None, at_the_door: bool = False
    ) -> None:
        self.course = course
        self.who = AddForm(data)
        self.came = CameForm(data) if at_the_door else None
        self.children: ChildrenForm | None = None
        if course.childcare_capacity:
            self.children = ChildrenForm(course, now=now, data=data, asks_consent=True)
            self.children.fields["agrees"].label = _("The parent agrees to it, asked in person")
        questions = asked(course)
        self.answers: AnswerForm | None = None
        if questions.questions:
            self.answers = answer_form(questions, data=data, draft=True)

    @property
    def forms(self) -> list[Any]:
        """All the forms, in the order they are shown."""
        found = (self.who, self.children, self.answers, self.came)
        return [form for form in found if form is not None]

    def is_valid(self) -> bool:
        """Judge every form, so that everything wrong is said at once."""
        judged = [form.is_valid() for form in self.forms]
        return all(judged)

    @property
    def is_here(self) -> bool:
        """Whether they are to be checked in at once."""
        return self.came is not None and bool(self.came.cleaned_data["came"])

    def refuse(self, refusal: Exception) -> None:
        """Say why it was not done, beside whom it is about."""
        self.who.add_error("email" if self.who.person else "guest_name", str(refusal))

    def add(self, *, by: Any, now: datetime) -> Registration:
        """Register, or queue if that was asked for and there is no room. Raises Refusal."""
        claim = {
            "person": self.who.person,
            "guest": self.who.guest,
            "by": by,
            "now": now,
            "any_time": True,
            "children": self.children.children if self.children is not None else [],
            "answers": self.answers.answers() if self.answers is not None else None,
        }
        try:
            return registrations.register(self.course, **claim)
        except (Full, ChildcareFull):
            if not self.who.cleaned_data["wait"]:
                raise
            return registrations.join_waiting_list(self.course, **claim)
