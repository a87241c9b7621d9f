"""Whom a course is for, in the groups that plans and reports tell apart."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AudienceGroup(models.TextChoices):
    """The group a course counts towards; its ``audience`` says it in words of its own."""

    PARENTS = "parents", _("Working parents")
    WORKERS = "workers", _("Employees")
    STUDENTS = "students", _("Pupils and students")
    EMPLOYERS = "employers", _("Employers and personnel staff")
    ANYONE = "anyone", _("Anyone")
