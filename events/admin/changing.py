"""Staff change who comes along with a registration, and what was answered, for somebody."""

from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from cms.privacy.access import looked_at
from cms.questions.forms import AnswerForm, answer_form
from events import rules
from events.admin.screens import CourseScreen
from events.domain.changes import change_registration
from events.domain.claims import NamedChild
from events.domain.refusals import ChangedMeanwhile, Refusal
from events.forms.claiming import LONGEST_NAME, ChildrenForm
from events.models import Course, Registration
from events.questions import asked_of


class WhyForm(forms.Form):
    """Why it is changed, and which version of the registration was on the screen."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Stands in the audit log and in the mail to the person."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)


class ChildrenOnBehalf(ChildrenForm):
    """The children as staff are told of them: the guardian's agreement covers who is new.

    Children of the household are not offered: the household is the member's own. One who was
    ticked and has been taken off in another tab meanwhile stays to be ticked.
    """

    def __init__(self, course: Course, *, chosen: list[Any], data: Any = None, **more: Any) -> None:
        self.named = {NamedChild(child.name, child.birth_year) for child in chosen}
        ticked = data.getlist("c-known") if data is not None else []
        known = [child for mark in ticked if (child := child_of(mark)) is not None]
        super().__init__(course, chosen=chosen, known=known, data=data, asks_consent=True, **more)

    def needs_consent(self) -> bool:
        return any(child not in self.named for child in self.children)


def child_of(mark: str) -> NamedChild | None:
    """Return the child that the value of a tick box stands for, or None for anything else."""
    year, _colon, name = mark.partition(":")
    if not (year.isascii() and year.isdigit() and len(year) == len("2020")):
        return None
    if not (name.isprintable() and 0 < len(name.strip()) == len(name) <= LONGEST_NAME):
        return None
    return NamedChild(name, int(year))


class Changing:
    """The forms of one change; like adding somebody, it asks for no answer that is missing."""

    def __init__(self, registration: Registration, *, now: datetime, data: Any = None) -> None:
        self.registration = registration
        course, named = registration.course, list(registration.children.all())
        self.children: ChildrenOnBehalf | None = None
        if course.childcare_capacity or named:
            self.children = ChildrenOnBehalf(course, now=now, data=data, chosen=named)
            self.children.fields["agrees"].label = _("The parent agrees to it, asked in person")
            self.children.fields["agrees"].help_text = _("For a child who is new here.")
        questions = asked_of(registration)
        self.answers: AnswerForm | None = None
        if questions.questions:
            self.answers = answer_form(
                questions, data=data, initial=registration.answers, draft=True
            )
        self.why = WhyForm(data, initial={"version": registration.version})

    @property
    def forms(self) -> list[Any]:
        """All the forms, in the order they are shown."""
        return [form for form in (self.children, self.answers, self.why) if form is not None]

    def is_valid(self) -> bool:
        """Judge every form, so that everything wrong is said at once."""
        judged = [form.is_valid() for form in self.forms]
        return all(judged)

    def change(self, *, by: Any, now: datetime) -> None:
        """Do it; the same thing sent twice is done once. Raises Refusal."""
        change_registration(
            self.registration,
            by=by,
            now=now,
            any_time=True,
            children=self.children.children if self.children is not None else None,
            answers=self.answers.answers() if self.answers is not None else None,
            version=self.why.cleaned_data["version"],
            reason=self.why.cleaned_data["reason"],
        )

    def look_again(self) -> None:
        """Go on from the registration as it is by now, with everything as it was typed."""
        self.registration.refresh_from_db()
        self.why.data = {**self.why.data.dict(), "version": self.registration.version}


class ChangeRegistrationScreen(CourseScreen):
    """Change children and answers for somebody, with a reason."""

    page_title = gettext_lazy("Change a registration")
    template_name = "events/admin/change.html"
    registration: Registration

    def allowed(self, user: Any) -> bool:
        return rules.can_manage_registrants(user)

    def get_course(self) -> Course:
        found = Registration.objects.select_related("course__category", "course__venue", "person")
        self.registration = get_object_or_404(found, pk=self.kwargs["pk"])
        return self.registration.course

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._ask(Changing(self.registration, now=timezone.now()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        now = timezone.now()
        changing = Changing(self.registration, now=now, data=request.POST)
        if not changing.is_valid():
            return self._ask(changing, status=422)
        try:
            changing.change(by=request.user, now=now)
        except ChangedMeanwhile as refusal:
            self.refuse(refusal)
            changing.look_again()
            return self._ask(changing, status=409, is_newer=True)
        except Refusal as refusal:
            self.refuse(refusal)
            return self._ask(changing, status=409)
        messages.success(
            request,
            _("Changed. A guest gets no mail: please tell them yourself.")
            if self.registration.person is None
            else _("Changed. A mail says so to the person."),
        )
        return redirect(self.address("registrants"))

    def _ask(self, changing: Changing, status: int = 200, **more: Any) -> HttpResponse:
        person = self.registration.person_id
        people = [person] if person is not None else []
        looked_at(self.request, people, "events.registration", subject=self.registration)
        return self.show(
            status=status,
            changing=changing,
            registration=self.registration,
            named=list(self.registration.children.all()),
            back=self.address("registrants"),
            **more,
        )
