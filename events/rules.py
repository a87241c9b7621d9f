"""Who may do what with courses and registrations, for pages, admin, exports and feeds alike."""

from typing import Any

from events.models import Course, Registration

MANAGE_COURSES = "events.change_course"
SEE_REGISTRANTS = "events.view_registration"
MANAGE_REGISTRANTS = "events.change_registration"
CHECK_IN = "events.check_in"


def can_see_course(user: Any, course: Course) -> bool:
    """Everyone sees a published or cancelled course; a draft only who may edit it."""
    return course.status != Course.Status.DRAFT or user.has_perm(MANAGE_COURSES)


def can_manage_courses(user: Any) -> bool:
    """Whether the person may edit courses and their sessions."""
    return bool(user.has_perm(MANAGE_COURSES))


def can_see_registrants(user: Any) -> bool:
    """Whether the person may see who is registered. Editors may not."""
    return bool(user.has_perm(SEE_REGISTRANTS))


def can_manage_registrants(user: Any) -> bool:
    """Whether the person may add people to a course and cancel their registrations."""
    return bool(user.has_perm(MANAGE_REGISTRANTS))


def can_read_staff_calendar(user: Any) -> bool:
    """Whether the person's staff calendar opens: as long as they plan courses, no longer."""
    return bool(user.is_active and can_manage_courses(user))


def can_see_registration(user: Any, registration: Registration) -> bool:
    """A registration is its person's own; staff have their list."""
    return bool(user.is_authenticated and registration.person_id == user.pk)


SEE_OUTREACH = "events.view_outreachrequest"
MANAGE_OUTREACH = "events.change_outreachrequest"
SEE_COUNTS = "events.view_headcount"
MANAGE_COUNTS = "events.change_headcount"


def can_see_outreach(user: Any) -> bool:
    """Whether the person may see requests for outreach classes, contacts among them."""
    return bool(user.has_perm(SEE_OUTREACH))


def can_manage_outreach(user: Any) -> bool:
    """Whether the person may answer such requests."""
    return bool(user.has_perm(MANAGE_OUTREACH))


def can_see_counts(user: Any) -> bool:
    """Whether the person may see which sessions a figure is made of."""
    return bool(user.has_perm(SEE_COUNTS))


def can_manage_counts(user: Any) -> bool:
    """Whether the person may say how many came to a session."""
    return bool(user.has_perm(MANAGE_COUNTS))


def can_check_in(user: Any) -> bool:
    """Whether the person may stand at the door: see who has a seat, and enter who came."""
    return bool(user.has_perm(CHECK_IN))
