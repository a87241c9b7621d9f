"""The search index's tables, and what staff tell it and learn from it.

``Document`` is what can be found: one row per object and language. Its tokens feed the
database's own full-text index through triggers (SQLite) or a column Django does not
know of (PostgreSQL); see ``engines``.
"""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.search.grams import pieces
from cms.search.hangul import cleaned


class Document(models.Model):
    """One thing the search can find, in one language."""

    source = models.CharField(_("source"), max_length=100)
    record_id = models.CharField(_("record"), max_length=64)
    object_id = models.CharField(_("object"), max_length=64)
    locale = models.CharField(_("language"), max_length=10)
    plugins = models.CharField(_("plug-ins"), max_length=200, default=",")
    """Labels of the plug-ins it belongs to, between commas; hidden while any of them is off."""
    kind = models.CharField(_("kind"), max_length=60)
    title = models.CharField(_("title"), max_length=300)
    body = models.TextField(_("text"))
    url = models.CharField(_("address"), max_length=500)
    date = models.DateTimeField(_("date"), null=True, blank=True)
    facets = models.JSONField(_("facets"), default=dict)
    title_grams = models.TextField()
    body_grams = models.TextField()
    initials = models.TextField()

    class Meta:
        verbose_name = _("search document")
        verbose_name_plural = _("search documents")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["source", "object_id", "locale"], name="search_document_once"
            )
        ]
        indexes = [
            models.Index(fields=["source", "record_id"], name="search_by_record"),
            models.Index(fields=["locale", "kind"], name="search_by_kind"),
        ]

    def __str__(self) -> str:
        return self.title


class Word(models.Model):
    """A word of the documents, and how many of them have it: what the search knows."""

    locale = models.CharField(_("language"), max_length=10)
    word = models.CharField(_("word"), max_length=30)
    strokes = models.PositiveSmallIntegerField(_("strokes"))
    documents = models.IntegerField(_("documents"), default=0)

    class Meta:
        verbose_name = _("known word")
        verbose_name_plural = _("known words")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["locale", "word"], name="search_word_once")]
        indexes = [models.Index(fields=["locale", "strokes"], name="search_by_strokes")]

    def __str__(self) -> str:
        return self.word


class Synonym(models.Model):
    """Words that mean the same to people who search; whoever types one finds all."""

    words = models.CharField(
        _("words"),
        max_length=400,
        help_text=_("Separated by commas, e.g. “maternity leave, childbirth leave”."),
    )

    class Meta:
        verbose_name = _("words of one meaning")
        verbose_name_plural = _("words of one meaning")
        ordering = ["words"]

    def __str__(self) -> str:
        return self.words

    def clean(self) -> None:
        if len(self.forms()) < 2:  # noqa: PLR2004 - one word has no synonym
            raise ValidationError(
                {"words": _("Enter at least two different words, separated by commas.")}
            )

    def forms(self) -> list[str]:
        """Return the words as the query sees them: cleaned, spaces closed up."""
        forms = ("".join(pieces(cleaned(word))) for word in self.words.split(","))
        return list(dict.fromkeys(form for form in forms if form))


class EmptySearch(models.Model):
    """A question that found nothing: what to write about, or a synonym to add. No one's name."""

    locale = models.CharField(_("language"), max_length=10)
    query = models.CharField(_("searched for"), max_length=60)
    count = models.PositiveIntegerField(_("times"), default=1)
    last_at = models.DateTimeField(_("last"), default=timezone.now)

    class Meta:
        verbose_name = _("search without result")
        verbose_name_plural = _("searches without result")
        ordering = ["-last_at"]
        default_permissions = ("view", "delete")
        constraints = [
            models.UniqueConstraint(fields=["locale", "query"], name="search_empty_once")
        ]

    def __str__(self) -> str:
        return self.query
