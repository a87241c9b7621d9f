"""The questions a course asks at registration, as they can be asked there."""

from dataclasses import replace

from cms.questions.definitions import Questionnaire
from events.models import Course, Registration

# A file or a budget belongs to an application for money; a seat is taken in a minute.
NOT_HERE = {"files", "budget"}


def asked(course: Course) -> Questionnaire:
    """Return the course's questions without those that cannot be asked at registration."""
    if not course.questions:
        return Questionnaire()
    return without_files(course.form)


def asked_of(registration: Registration) -> Questionnaire:
    """Return the questions as they were asked when the person registered."""
    return Questionnaire.from_json(registration.form)


def without_files(form: Questionnaire) -> Questionnaire:
    """Return the form without files and budgets, and without sections left empty by that."""
    sections = (
        replace(section, items=tuple(item for item in section.items if item.kind not in NOT_HERE))
        for section in form.sections
    )
    return Questionnaire(tuple(section for section in sections if section.questions))


def needs_form(course: Course) -> bool:
    """Whether registering asks anything at all; else one press of the button is enough."""
    return bool(course.childcare_capacity or asked(course).questions)
