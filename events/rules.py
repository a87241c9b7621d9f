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


def can_see_registration(user: Any, registration: Registration) -> bool:
    """A registration is its person's own; staff have their list."""
    return bool(user.is_authenticated and registration.person_id == user.pk)


def can_check_in(user: Any) -> bool:
    """Whether the person may stand at the door: see who has a seat, and enter who came."""
    return bool(user.has_perm(CHECK_IN))
