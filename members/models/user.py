"""A person with an account: an e-mail address, a name, perhaps a phone number.

There is no user name and no resident registration number, ever. Staff are people
whose groups give them access to the admin; there is no separate staff account.
"""

import secrets
from collections.abc import Callable, Iterable, Iterator
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import F
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    """Creates people; addresses are unique without regard to case."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Return a new person; raises ValueError without an address."""
        if not email:
            raise ValueError("A person needs an e-mail address.")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Return a new person who may do everything."""
        fields.setdefault("name", email.partition("@")[0])
        return self.create_user(email, password, is_superuser=True, **fields)


# What lets staff to the door, where the second factor is asked for.
ENTER_ADMIN = "wagtailadmin.access_admin"


def end_sessions_of(people: Iterable[int]) -> None:
    """End every session of the people with these keys."""
    User.objects.filter(pk__in=people).update(session_epoch=F("session_epoch") + 1)


def new_calendar_token() -> str:
    """Return 43 unguessable characters for a personal calendar address."""
    return secrets.token_urlsafe(32)


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account."""

    email = models.EmailField(_("e-mail address"), max_length=254, unique=True)
    name = models.CharField(_("name"), max_length=60)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    language = models.CharField(
        _("language of mails"),
        max_length=5,
        default="ko",
        choices=[("ko", "한국어"), ("en", "English")],
    )
    is_active = models.BooleanField(_("active"), default=True)
    erased_at = models.DateTimeField(_("erased at"), null=True, editable=False)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now)
    # Part of what a session must prove: raised to end every session of the person at once.
    session_epoch = models.PositiveIntegerField(default=0, editable=False)
    calendar_token = models.CharField(max_length=64, unique=True, default=new_calendar_token)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [models.UniqueConstraint(Lower("email"), name="members_user_email_once")]

    # Whether this session has shown what the person's role asks for; None: nothing is asked.
    proof: Callable[[], bool] | None = None

    def __str__(self) -> str:
        return self.name or self.email

    def has_perm(self, perm: str, obj: models.Model | None = None) -> bool:
        """Say whether the person may do this, in this session.

        Rights of a role sleep until the session has shown what they ask for (``proof``):
        staff who signed in without their second factor see the site as members do.
        """
        if not super().has_perm(perm, obj):
            return False
        return perm == ENTER_ADMIN or self.proof is None or self.proof()

    def get_session_auth_hash(self) -> str:
        """Return what a session must carry to stay valid: it dies with password and epoch."""
        return self._of_epoch(super().get_session_auth_hash())

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """Yield the same under older secret keys."""
        yield from map(self._of_epoch, super().get_session_auth_fallback_hash())

    def _of_epoch(self, proof: str) -> str:
        return f"{proof}:{self.session_epoch}"

    def end_sessions(self) -> None:
        """End every session of this person, whatever device it is on."""
        end_sessions_of([self.pk])
        self.refresh_from_db(fields=["session_epoch"])

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    @property
    def first_name(self) -> str:
        """The whole name: Wagtail's admin greets people by this field."""
        return self.name

    @property
    def last_name(self) -> str:
        return ""

    @property
    def is_staff(self) -> bool:
        """Whether the person may enter the admin."""
        return self.has_perm(ENTER_ADMIN)
