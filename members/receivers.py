"""A session was begun with the rights its person had then: when those change, it ends."""

from typing import Any

from django.db.models.signals import m2m_changed

from members.models import User
from members.models.user import end_sessions_of

CHANGED = {"post_add", "post_remove", "post_clear"}


def rights_changed(*, instance: Any, action: str, pk_set: set[int] | None, **_kwargs: Any) -> None:
    """End the sessions of whoever gained or lost a group or a permission."""
    if action not in CHANGED or pk_set == set():
        return
    if isinstance(instance, User):
        instance.end_sessions()
    else:
        end_sessions_of(pk_set or ())


def connect() -> None:
    """Listen to groups and to permissions given singly."""
    for relation in (User.groups.through, User.user_permissions.through):
        m2m_changed.connect(rights_changed, sender=relation, dispatch_uid="members.rights_changed")
