"""Private uploads. Stored is a list of ``{"id", "name", "size"}``; the bytes are the files app's.

A form cannot keep files itself: its field's value is a ``FileChange``, which the app
that owns the answers carries out.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from cms.questions.definitions import Question
from cms.questions.kinds.base import Kind

TYPES = {
    "document": ("pdf", "hwp", "hwpx", "docx", "odt"),
    "sheet": ("xlsx",),
    "picture": ("jpg", "jpeg", "png", "heic", "webp"),
}
MEGABYTE = 1024 * 1024
MOST_MEGABYTES = 20


@dataclass(frozen=True, slots=True)
class FileChange:
    """What a person wants done with the files of one answer."""

    added: tuple[UploadedFile, ...] = ()
    removed: frozenset[str] = field(default_factory=frozenset)


class FilesInput(forms.FileInput):
    """A file box that takes several, and the ids ticked for removal beside it."""

    allow_multiple_selected = True

    def __init__(self, attrs: dict[str, Any] | None = None, *, multiple: bool) -> None:
        super().__init__({**(attrs or {}), **({"multiple": True} if multiple else {})})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> FileChange:
        added = files.getlist(name) if hasattr(files, "getlist") else [files.get(name)]
        removed = data.getlist(f"{name}-remove") if hasattr(data, "getlist") else ()
        return FileChange(tuple(file for file in added if file), frozenset(removed))


class Files(Kind):
    """One or more files."""

    template = "cms/questions/answers/files.html"
    field_template = "cms/questions/fields/files.html"

    def extensions(self, question: Question) -> list[str]:
        """Return the extensions this question takes, without dots."""
        types = question.options.get("types") or list(TYPES)
        return [extension for name in types for extension in TYPES.get(name, ())]

    def most(self, question: Question) -> int:
        """Return how many files it takes."""
        return int(question.options.get("max_files") or 1)

    def most_megabytes(self, question: Question) -> int:
        """Return how large each may be."""
        return min(int(question.options.get("max_megabytes") or 10), MOST_MEGABYTES)

    def widget(self, question: Question) -> forms.Widget:
        accept = ",".join(f".{extension}" for extension in self.extensions(question))
        return FilesInput({"accept": accept}, multiple=self.most(question) > 1)

    def limits_text(self, question: Question) -> str:
        """Return the sentence under the box: kinds, size, how many."""
        names = ", ".join(item.upper() for item in self.extensions(question) if item != "jpeg")
        return _("%(formats)s · up to %(size)s MB each · at most %(most)s") % {
            "formats": names,
            "size": self.most_megabytes(question),
            "most": self.most(question),
        }

    def accept(self, question: Question, change: FileChange, present: list[Any]) -> None:
        """Raise ValidationError if the change cannot be carried out on the files present."""
        kept = [item for item in present if item["id"] not in change.removed]
        for file in change.added:
            extension = (file.name or "").rpartition(".")[2].lower()
            if extension not in self.extensions(question):
                raise ValidationError(
                    _("“%(name)s” is not a kind of file this question takes."),
                    params={"name": file.name},
                    code="extension",
                )
            if file.size > self.most_megabytes(question) * MEGABYTE:
                raise ValidationError(
                    _("“%(name)s” is larger than %(size)s MB."),
                    params={"name": file.name, "size": self.most_megabytes(question)},
                    code="too_large",
                )
        if len(kept) + len(change.added) > self.most(question):
            raise ValidationError(
                _("At most %(most)s files are possible here. Remove one first."),
                params={"most": self.most(question)},
                code="too_many",
            )

    def parse(self, question: Question, raw: Any) -> Any:
        return raw or None

    def judge(self, question: Question, stored: Any) -> Iterator[str]:
        if len(stored) > self.most(question):
            yield _("At most %(most)s files are possible here. Remove one first.") % {
                "most": self.most(question)
            }

    def missing(self, question: Question) -> str:
        return _("Attach a file.")

    def text(self, question: Question, stored: Any) -> str:
        return ", ".join(item["name"] for item in stored or ())


def reference(stored_file: Any) -> dict[str, Any]:
    """Return how an answer remembers a StoredFile."""
    return {"id": str(stored_file.pk), "name": stored_file.name, "size": stored_file.size}
