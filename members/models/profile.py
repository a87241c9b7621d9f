"""What a person may tell about their life and work, so that the centre can be of use.

Everything here is optional. A child is a first name or nickname and a birth year,
never more; it is entered by the parent, under a consent of its own.
"""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.districts import WITH_OUTSIDE

EARLIEST_BIRTH_YEAR = 1990


def place_choices():
    """Return the districts a person may live or work in; outside Seoul is one of them."""
    return WITH_OUTSIDE


class Employment(models.TextChoices):
    """How a person works now, in the words counselling statistics use."""

    REGULAR = "regular", _("permanent employee")
    NON_REGULAR = "non_regular", _("fixed-term, part-time or agency employee")
    SELF_EMPLOYED = "self_employed", _("self-employed or freelance")
    PLATFORM = "platform", _("platform or specially employed worker")
    ON_LEAVE = "on_leave", _("on maternity or parental leave")
    SEEKING = "seeking", _("looking for work")
    NOT_WORKING = "not_working", _("not working now")


class Interest(models.TextChoices):
    """A field of the centre's work one can follow."""

    LABOUR_RIGHTS = "labour_rights", _("labour rights")
    LEAVE = "leave", _("maternity and parental leave")
    RETURN = "return", _("returning to work")
    PARENTING = "parenting", _("parenting")
    HUMANITIES = "humanities", _("humanities")
    HEALING = "healing", _("rest and healing")
    COMMUNITY = "community", _("parent communities")


class Profile(models.Model):
    """One person's districts and employment; made when first saved."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="profile",
        verbose_name=_("person"),
    )
    home_district = models.CharField(
        _("district of home"), max_length=20, blank=True, choices=place_choices
    )
    work_district = models.CharField(
        _("district of work"), max_length=20, blank=True, choices=place_choices
    )
    employment = models.CharField(
        _("employment"), max_length=20, blank=True, choices=Employment.choices
    )
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.user)


class ProfileInterest(models.Model):
    """One interest of one person: a row, so that both databases can search by it."""

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="interests")
    interest = models.CharField(_("interest"), max_length=20, choices=Interest.choices)

    class Meta:
        verbose_name = _("interest")
        verbose_name_plural = _("interests")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["profile", "interest"], name="members_interest_once")
        ]

    def __str__(self) -> str:
        return self.get_interest_display()


class Child(models.Model):
    """A child of the household: a name to call it by and a birth year."""

    parent = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="children",
        verbose_name=_("parent"),
    )
    name = models.CharField(_("first name or nickname"), max_length=20)
    birth_year = models.PositiveSmallIntegerField(
        _("birth year"), validators=[MinValueValidator(EARLIEST_BIRTH_YEAR)]
    )

    class Meta:
        verbose_name = _("child")
        verbose_name_plural = _("children")
        ordering = ["birth_year", "pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(birth_year__gte=EARLIEST_BIRTH_YEAR, birth_year__lte=2200),
                name="members_child_birth_year",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="members_child_named"),
        ]

    def __str__(self) -> str:
        return self.name
