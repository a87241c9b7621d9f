"""The nouns of the programme: courses, sessions, registrations, and where they happen."""

from events.models.attendance import Attendance
from events.models.category import Category
from events.models.certificate import Certificate, CertificateCounter
from events.models.closed_day import ClosedDay
from events.models.course import Course, CourseState
from events.models.material import Material
from events.models.page import CourseIndexPage, CoursePage
from events.models.registration import RegisteredChild, Registration
from events.models.session import Session
from events.models.survey import Survey, SurveyResponse, SurveyTicket
from events.models.term import Series, Term
from events.models.venue import Venue

__all__ = [
    "Attendance",
    "Category",
    "Certificate",
    "CertificateCounter",
    "ClosedDay",
    "Course",
    "CourseIndexPage",
    "CoursePage",
    "CourseState",
    "Material",
    "RegisteredChild",
    "Registration",
    "Series",
    "Session",
    "Survey",
    "SurveyResponse",
    "SurveyTicket",
    "Term",
    "Venue",
]
