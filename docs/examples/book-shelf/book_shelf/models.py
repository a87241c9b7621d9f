"""A book: on the shelf, or lent to a member until a day."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Book(models.Model):
    title = models.CharField(_("title"), max_length=120)
    lent_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    due_on = models.DateField(_("due on"), null=True, editable=False)
    lent_at = models.DateTimeField(_("lent at"), null=True, editable=False)

    class Meta:
        verbose_name = _("book")
        verbose_name_plural = _("books")
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title
