"""What is filled in to register: the children who come along, the course's own questions."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.questions.definitions import Questionnaire
from cms.questions.forms import AnswerForm, answer_form
from events.domain.claims import Named, NamedChild, age_at
from events.models import Course

# How many children can be written in beside those of the household.
ROWS = 2
OLDEST = 19
MOST = 5
LONGEST_NAME = 20


class ChildrenForm(forms.Form):
    """Which children come along: ticked where they are known, written in where not.

    ``known`` are children to choose from, ``chosen`` those ticked at first. ``children``
    are the answer once the form is valid.
    """

    children: list[NamedChild]

    def __init__(
        self,
        course: Course,
        *,
        now: datetime,
        known: Iterable[Named] = (),
        chosen: Iterable[Named] = (),
        asks_consent: bool = False,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("prefix", "c")
        super().__init__(use_required_attribute=False, **kwargs)
        self.course = course
        taken = [(child.name, child.birth_year) for child in chosen]
        self.options = {
            _mark(name, year): NamedChild(name, year)
            for name, year in dict.fromkeys(
                [*taken, *((child.name, child.birth_year) for child in known)]
            )
            if (name, year) in taken or _may_come(course, year, now)
        }
        if self.options:
            self.fields["known"] = forms.MultipleChoiceField(
                label=gettext_lazy("Who comes along?"),
                choices=[
                    (mark, _("%(name)s (born %(year)s)") % vars_of(child))
                    for mark, child in self.options.items()
                ],
                initial=[_mark(name, year) for name, year in taken],
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
        years = [(str(year), str(year)) for year in _years(now) if _may_come(course, year, now)]
        for number in range(1, ROWS + 1):
            self.fields[f"name_{number}"] = forms.CharField(
                label=gettext_lazy("First name or nickname"),
                max_length=LONGEST_NAME,
                required=False,
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )
            self.fields[f"year_{number}"] = forms.ChoiceField(
                label=gettext_lazy("Year of birth"),
                choices=[("", gettext_lazy("Choose a year")), *years],
                required=False,
            )
        if asks_consent:
            self.fields["agrees"] = forms.BooleanField(
                label=gettext_lazy("I agree to this as the child's parent or guardian"),
                required=False,
            )

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The lines to write a child in, for the template."""
        return [
            {"number": number, "name": self[f"name_{number}"], "year": self[f"year_{number}"]}
            for number in range(1, ROWS + 1)
        ]

    @property
    def is_written_in(self) -> bool:
        """Whether the lines have to stand open: something is in them, or nothing else is."""
        return not self.options or any(
            self[f"{part}_{number}"].value() or self[f"{part}_{number}"].errors
            for number in range(1, ROWS + 1)
            for part in ("name", "year")
        )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        found = [self.options[mark] for mark in values.get("known") or ()]
        for number in range(1, ROWS + 1):
            name = " ".join((values.get(f"name_{number}") or "").split())
            year = values.get(f"year_{number}") or ""
            if name and not year and f"year_{number}" not in self.errors:
                self.add_error(f"year_{number}", _("Choose the year of birth."))
            elif year and not name and f"name_{number}" not in self.errors:
                self.add_error(f"name_{number}", _("Write what the child is called."))
            elif name and year:
                found.append(NamedChild(name, int(year)))
        self.children = list(dict.fromkeys(found))
        if len(self.children) > MOST:
            raise ValidationError(
                _("At most %(number)s children can come along. Please call us.") % {"number": MOST}
            )
        if self.needs_consent() and not values.get("agrees"):
            self.add_error("agrees", _("Without this consent a child cannot be looked after."))
        return values

    def needs_consent(self) -> bool:
        """Whether what was filled in needs the consent that is asked for."""
        return bool(self.children) and "agrees" in self.fields


class Claim:
    """Everything asked at one registration, read and judged together."""

    def __init__(
        self,
        course: Course,
        questions: Questionnaire,
        *,
        now: datetime,
        data: Any = None,
        answers: Mapping[str, Any] | None = None,
        **children: Any,
    ) -> None:
        self.children_form: ChildrenForm | None = None
        if course.childcare_capacity or children.get("chosen"):
            self.children_form = ChildrenForm(course, now=now, data=data, **children)
        self.answer_form: AnswerForm | None = None
        if questions.questions:
            self.answer_form = answer_form(questions, data=data, initial=answers)

    @property
    def forms(self) -> list[Any]:
        """The forms there are, for the summary of what is wrong."""
        return [form for form in (self.answer_form, self.children_form) if form is not None]

    def is_valid(self) -> bool:
        """Judge every form, so that everything wrong is said at once."""
        judged = [form.is_valid() for form in self.forms]
        return all(judged)

    @property
    def children(self) -> list[NamedChild]:
        return self.children_form.children if self.children_form is not None else []

    @property
    def has_agreed(self) -> bool:
        """Whether the consent to children's data was asked for, and given, on this form."""
        return self.children_form is not None and bool(
            self.children_form.cleaned_data.get("agrees")
        )

    @property
    def answers(self) -> dict[str, Any]:
        return self.answer_form.answers() if self.answer_form is not None else {}


def vars_of(child: Named) -> dict[str, Any]:
    """Return what the words about a child are made of."""
    return {"name": child.name, "year": child.birth_year}


def _mark(name: str, year: int) -> str:
    return f"{year}:{name}"


def _years(now: datetime) -> range:
    this_year = timezone.localtime(now).year
    return range(this_year, this_year - OLDEST - 1, -1)


def _may_come(course: Course, year: int, now: datetime) -> bool:
    age = age_at(course, year, now=now)
    youngest, oldest = course.childcare_from_age, course.childcare_to_age
    return (youngest is None or age >= youngest) and (oldest is None or age <= oldest)
