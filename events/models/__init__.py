"""The nouns of the programme: courses, sessions, registrations, and where they happen."""

from events.models.attendance import Attendance
from events.models.audience import AudienceGroup
from events.models.bulk_mail import BulkMail, BulkMailCopy
from events.models.category import Category
from events.models.certificate import Certificate, CertificateCounter
from events.models.closed_day import ClosedDay
from events.models.course import Course, CourseState
from events.models.draw import Draw
from events.models.head_count import HeadCount
from events.models.material import Material
from events.models.outreach import OutreachDate, OutreachProposal, OutreachRequest
from events.models.page import CourseIndexPage, CoursePage
from events.models.plan import Plan, Way
from events.models.registration import RegisteredChild, Registration
from events.models.reminder import Reminder, ReminderChoice
from events.models.session import Session
from events.models.staff_calendar import StaffCalendar
from events.models.survey import Survey, SurveyResponse, SurveyTicket
from events.models.term import Series, Term
from events.models.venue import Venue

__all__ = [
    "Attendance",
    "AudienceGroup",
    "BulkMail",
    "BulkMailCopy",
    "Category",
    "Certificate",
    "CertificateCounter",
    "ClosedDay",
    "Course",
    "CourseIndexPage",
    "CoursePage",
    "CourseState",
    "Draw",
    "HeadCount",
    "Material",
    "OutreachDate",
    "OutreachProposal",
    "OutreachRequest",
    "Plan",
    "RegisteredChild",
    "Registration",
    "Reminder",
    "ReminderChoice",
    "Series",
    "Session",
    "StaffCalendar",
    "Survey",
    "SurveyResponse",
    "SurveyTicket",
    "Term",
    "Venue",
    "Way",
]
