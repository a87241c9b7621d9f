"""A community (직장부모커뮤니티): a lasting group of parents that applies, receives and reports.

Its leader and treasurer are columns of the community itself: there is always exactly
one leader, at most one treasurer, never the same person twice, and handing over is one
conditional update that no race can split. Everyone who belongs, the leader included,
has a membership row. A dissolved community keeps its name and its last leader for the
records made in its time, and has no members.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.districts import District


def district_choices():
    """Return the districts a community may be at home in."""
    return District.choices


class CommunityQuerySet(models.QuerySet["Community"]):
    """Communities, read the ways pages need them."""

    def active(self) -> "CommunityQuerySet":
        """Leave out the dissolved ones."""
        return self.filter(dissolved_at__isnull=True)

    def of(self, user) -> "CommunityQuerySet":
        """Only those the user belongs to."""
        return self.active().filter(memberships__user_id=user.pk or 0)

    def with_member_count(self) -> "CommunityQuerySet":
        """Add ``member_count``."""
        return self.annotate(member_count=models.Count("memberships", distinct=True))


class Community(models.Model):
    """A group of parents with a leader, perhaps a treasurer, and members."""

    name = models.CharField(_("name"), max_length=60)
    district = models.CharField(_("district"), max_length=20, choices=district_choices)
    about = models.TextField(_("what the community does"), max_length=500, blank=True)
    is_listed = models.BooleanField(
        _("shown in the public list"),
        default=False,
        help_text=_("Name, district and what you do; never the names of members."),
    )
    leader = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="communities_led",
        verbose_name=_("leader"),
    )
    treasurer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="communities_kept",
        verbose_name=_("treasurer"),
    )
    members = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        through="CommunityMembership",
        related_name="communities",
        verbose_name=_("members"),
    )
    founded_at = models.DateTimeField(_("founded at"), default=timezone.now)
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now)
    dissolved_at = models.DateTimeField(_("dissolved at"), null=True, blank=True)

    objects = CommunityQuerySet.as_manager()

    class Meta:
        verbose_name = _("community")
        verbose_name_plural = _("communities")
        ordering = ["name", "pk"]
        permissions = [("export_community", _("Can export communities"))]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "district"],
                condition=Q(dissolved_at__isnull=True),
                name="members_community_name_in_district",
                violation_error_message=_("There is a community of this name in the district."),
            ),
            models.CheckConstraint(
                condition=Q(treasurer__isnull=True) | ~Q(treasurer=F("leader")),
                name="members_community_two_roles_two_people",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="members_community_named"),
        ]
        indexes = [models.Index(fields=["district"], name="members_by_district")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_active(self) -> bool:
        """Whether it has not been dissolved."""
        return self.dissolved_at is None

    def role_of(self, user) -> "CommunityMembership.Role | None":
        """Return the user's role here, or None; asks the database once for a plain member."""
        if not self.is_active or not user.is_authenticated:
            return None
        if user.pk == self.leader_id:
            return CommunityMembership.Role.LEADER
        if user.pk == self.treasurer_id:
            return CommunityMembership.Role.TREASURER
        if self.memberships.filter(user_id=user.pk).exists():
            return CommunityMembership.Role.MEMBER
        return None


class CommunityMembership(models.Model):
    """One person's belonging to one community."""

    class Role(models.TextChoices):
        """What a member is trusted with; kept on the community, read here."""

        LEADER = "leader", _("leader")
        TREASURER = "treasurer", _("treasurer")
        MEMBER = "member", _("member")

    community = models.ForeignKey(
        Community, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("community")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="community_memberships",
        verbose_name=_("person"),
    )
    joined_at = models.DateTimeField(_("joined at"), default=timezone.now)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["joined_at", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["community", "user"], name="members_belongs_once")
        ]

    def __str__(self) -> str:
        return f"{self.community}: {self.user}"

    @property
    def role(self) -> Role:
        """The member's role, as the community holds it."""
        if self.user_id == self.community.leader_id:
            return self.Role.LEADER
        if self.user_id == self.community.treasurer_id:
            return self.Role.TREASURER
        return self.Role.MEMBER
