"""The editors' doors: what Wagtail takes as image or document is judged by its bytes too.

Wagtail looks at names, sizes and pixels. Here a document's content must be what its name
says, a drawing must only draw, and a photograph is written anew, for its original is kept
as well and would tell where it was taken. A moving GIF stays as it is: it holds no place.
"""

import io
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.utils.translation import gettext as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from cms.files import drawings
from cms.files.formats import FORMATS, WrongContent
from cms.files.names import extension_of
from cms.files.pictures import rewrite

ORIGINAL_QUALITY = 95
"""Each size shown is made from the original: it must bear being packed once more."""
LEFT_AS_IT_IS = frozenset({"gif"})


def _refusal(name: str, wrong: WrongContent) -> ValidationError:
    return ValidationError(
        _("“%(name)s” cannot be taken. %(reason)s") % {"name": name, "reason": wrong},
        code="content",
    )


class DocumentForm(BaseDocumentForm):
    """Documents whose content is what their name says."""

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if isinstance(file, UploadedFile):
            known = FORMATS.get(extension_of(file.name or ""))
            try:
                if known is not None:
                    known.check(file.file)
            except WrongContent as wrong:
                raise _refusal(file.name or "", wrong) from wrong
            finally:
                file.seek(0)
        return file


class SoundImageField(WagtailImageField):
    """Wagtail's field, which knows a picture by its first bytes and stumbles over the rest."""

    def to_python(self, data: Any) -> Any:
        try:
            return super().to_python(data)
        except ValidationError:
            raise
        except Exception as error:  # picture libraries raise whatever they like
            raise ValidationError(
                self.error_messages["invalid_image"], code="invalid_image"
            ) from error


class ImageForm(BaseImageForm):
    """Pictures without place and telephone, drawings that only draw."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            # Wagtail makes the field, where a form has it at all; only its reading is ours.
            self.fields["file"].__class__ = SoundImageField

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if not isinstance(file, UploadedFile):
            return file
        name = file.name or ""
        extension = extension_of(name)
        try:
            if extension == "svg":
                drawings.check(file.file)
            elif extension not in LEFT_AS_IT_IS:
                format_ = FORMATS[extension]
                content = rewrite(file.file, format_, quality=ORIGINAL_QUALITY)
                return InMemoryUploadedFile(
                    io.BytesIO(content), "file", name, format_.content_type, len(content), None
                )
        except WrongContent as wrong:
            raise _refusal(name, wrong) from wrong
        finally:
            file.seek(0)
        return file
