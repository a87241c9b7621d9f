"""Private uploads: a row says whose, what for and what it is; a view asks before it serves."""

import uuid

from django.conf import settings
from django.core.files.storage import storages
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def private_storage():
    """Return the storage no web server maps."""
    return storages["private"]


def private_name(instance: "StoredFile", _filename: str) -> str:
    """Return a name of our own; the sender's is kept in the row only."""
    return f"{instance.id.hex[:2]}/{instance.id.hex}"


class StoredFile(models.Model):
    """One private upload."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=100)
    subject_type = models.CharField(_("kind of subject"), max_length=100)
    subject_id = models.CharField(_("subject key"), max_length=64)
    file = models.FileField(_("file"), storage=private_storage, upload_to=private_name)
    name = models.CharField(_("file name"), max_length=255)
    content_type = models.CharField(_("content type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("uploaded by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    uploaded_at = models.DateTimeField(_("uploaded at"), default=timezone.now)

    class Meta:
        verbose_name = _("private file")
        verbose_name_plural = _("private files")
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="files_by_subject")]
        default_permissions = ()

    def __str__(self) -> str:
        # For the audit log, whose readers may not read the file: people write names into names.
        return f"{self.kind} {self.id.hex[:8]}"
