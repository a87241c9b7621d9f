"""The nouns of the programme: courses, sessions, registrations, and where they happen."""

from events.models.category import Category
from events.models.closed_day import ClosedDay
from events.models.course import Course, CourseState
from events.models.draw import Draw
from events.models.page import CourseIndexPage, CoursePage
from events.models.registration import RegisteredChild, Registration
from events.models.session import Session
from events.models.term import Series, Term
from events.models.venue import Venue

__all__ = [
    "Category",
    "ClosedDay",
    "Course",
    "CourseIndexPage",
    "CoursePage",
    "CourseState",
    "Draw",
    "RegisteredChild",
    "Registration",
    "Series",
    "Session",
    "Term",
    "Venue",
]
