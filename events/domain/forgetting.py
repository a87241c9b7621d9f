"""Names that are needed for a class and not for ever: they go, the numbers stay."""

from datetime import datetime

from django.db import transaction

from events.models import RegisteredChild, Registration

# A guest's row must say something where a name stood; nobody is called this.
FORGOTTEN = "–"


def forget_children(before: datetime) -> list[str]:
    """Delete the children of courses over before ``before``; how many there were stays."""
    due = RegisteredChild.objects.filter(registration__course__ends_at__lt=before)
    with transaction.atomic():
        names = [str(pk) for pk in due.values_list("pk", flat=True)]
        RegisteredChild.objects.filter(pk__in=names).delete()
    return names


def forget_guests(before: datetime) -> list[str]:
    """Take name, telephone and answers off guests of courses over before ``before``."""
    due = Registration.objects.filter(person__isnull=True, course__ends_at__lt=before).exclude(
        guest_name=FORGOTTEN
    )
    with transaction.atomic():
        names = [str(pk) for pk in due.values_list("pk", flat=True)]
        Registration.objects.filter(pk__in=names).update(
            guest_name=FORGOTTEN, guest_phone=FORGOTTEN, answers={}, cancel_reason=""
        )
    return names


def forget_answers(before: datetime) -> list[str]:
    """Take the answers off registrations for courses over before ``before``."""
    due = Registration.objects.filter(course__ends_at__lt=before).exclude(answers={})
    with transaction.atomic():
        names = [str(pk) for pk in due.values_list("pk", flat=True)]
        Registration.objects.filter(pk__in=names).update(answers={})
    return names
