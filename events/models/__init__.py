"""The nouns of the programme: courses, sessions, registrations, and where they happen."""

from events.models.attendance import Attendance
from events.models.category import Category
from events.models.closed_day import ClosedDay
from events.models.course import Course, CourseState
from events.models.page import CourseIndexPage, CoursePage
from events.models.registration import RegisteredChild, Registration
from events.models.session import Session
from events.models.term import Series, Term
from events.models.venue import Venue

__all__ = [
    "Attendance",
    "Category",
    "ClosedDay",
    "Course",
    "CourseIndexPage",
    "CoursePage",
    "CourseState",
    "RegisteredChild",
    "Registration",
    "Series",
    "Session",
    "Term",
    "Venue",
]
