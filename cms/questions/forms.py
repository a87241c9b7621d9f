"""A section of a questionnaire as a Django form.

``form.cleaned_data`` holds *stored* answers. While drafting, a text that cannot be read
as its type is no error: it is stored as typed, and listed in ``form.doubts``.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from cms.files.uploads import inspect
from cms.questions.definitions import Question, Questionnaire, Section
from cms.questions.fields import questionnaire
from cms.questions.kinds import KINDS, is_typed, typed
from cms.questions.kinds.files import FileChange, Files


class AnswerField(forms.Field):
    """One question; ``clean`` returns the stored answer."""

    def __init__(self, question: Question, *, draft: bool) -> None:
        self.question, self.kind, self.draft = question, KINDS[question.kind], draft
        super().__init__(
            required=question.required,
            label=question.text,
            help_text=question.help,
            widget=self.kind.widget(question),
        )

    def clean(self, value: Any) -> Any:
        raw = self.kind.clean_raw(value)
        try:
            stored = self.kind.parse(self.question, raw)
        except ValidationError:
            if self.draft:
                return typed(raw)
            raise
        problems = [] if self.draft else self.kind.problems(self.question, stored)
        if problems:
            raise ValidationError(problems)
        return stored


class FilesField(AnswerField):
    """A question for files; ``clean`` returns a FileChange."""

    def __init__(
        self, question: Question, *, draft: bool, present: list[Any], file_kind: str
    ) -> None:
        super().__init__(question, draft=draft)
        self.present, self.file_kind = present, file_kind

    def clean(self, value: Any) -> FileChange:
        kind = self.kind
        assert isinstance(kind, Files)  # noqa: S101 - what answer_form pairs it with
        change: FileChange = value or FileChange()
        kind.accept(self.question, change, self.present)
        for upload in change.added if self.file_kind else ():
            inspect(upload, kind=self.file_kind)
        left = [item for item in self.present if item["id"] not in change.removed]
        if not self.draft and self.question.required and not left and not change.added:
            raise ValidationError(kind.missing(self.question))
        return change


class AnswerForm(forms.Form):
    """The questions of ``items``, in order; made by ``answer_form``."""

    def __init__(
        self,
        items: Iterable[Question],
        *,
        draft: bool,
        file_kind: str,
        answers: Mapping[str, Any],
        **kwargs: Any,
    ) -> None:
        self.items = tuple(items)
        self.questions = {item.key: item for item in self.items if item.kind in KINDS}
        self.stored = dict(answers)
        initial = {
            key: KINDS[question.kind].raw(question, answers.get(key))
            for key, question in self.questions.items()
        }
        # What is required is said when handing in, never by the browser.
        super().__init__(initial=initial, use_required_attribute=False, **kwargs)
        for key, question in self.questions.items():
            if question.kind == "files":
                self.fields[key] = FilesField(
                    question, draft=draft, present=answers.get(key) or [], file_kind=file_kind
                )
            else:
                self.fields[key] = AnswerField(question, draft=draft)

    def answers(self) -> dict[str, Any]:
        """Return the stored answers that may be kept, also when others are refused."""
        self.full_clean_once()
        return {
            key: value
            for key, value in self.cleaned_data.items()
            if not isinstance(value, FileChange)
        }

    def file_changes(self) -> dict[str, FileChange]:
        """Return the changes of files asked for, by question."""
        self.full_clean_once()
        return {
            key: value
            for key, value in self.cleaned_data.items()
            if isinstance(value, FileChange) and (value.added or value.removed)
        }

    def show_present(self, answers: Mapping[str, Any]) -> None:
        """Show the files as they are after a save, when the form is shown again."""
        for key, field in self.fields.items():
            if isinstance(field, FilesField):
                field.present = answers.get(key) or []

    def full_clean_once(self) -> None:
        """Validate if that has not been done."""
        assert self.errors is not None  # noqa: S101 - reading errors is what validates

    @property
    def doubts(self) -> dict[str, list[str]]:
        """What was kept only as typed, with the reason, by question."""
        return {
            key: KINDS[self.questions[key].kind].problems(self.questions[key], value)
            for key, value in self.answers().items()
            if is_typed(value)
        }

    def show_doubts(self) -> bool:
        """Turn the doubts into errors of this form, to show it again; return whether there are."""
        doubts = self.doubts
        for key, messages in doubts.items():
            self.add_error(key, messages)
        return bool(doubts)


def posted(items: Iterable[Question], answers: Mapping[str, Any], prefix: str = "q") -> QueryDict:
    """Return stored answers as the form would send them, to bind it and show what is wrong."""
    data = QueryDict(mutable=True)
    for item in items:
        if item.kind not in KINDS or answers.get(item.key) is None:
            continue
        name, raw = f"{prefix}-{item.key}", KINDS[item.kind].raw(item, answers[item.key])
        if item.kind == "budget":
            for category, cells in raw.items():
                for column, text in cells.items():
                    data[f"{name}-{category}-{column}"] = text
        elif item.kind == "files":
            continue
        else:
            data.setlist(name, [str(part) for part in (raw if isinstance(raw, list) else [raw])])
    return data


def answer_form(
    questions: Any,
    data: Any = None,
    files: Any = None,
    initial: Mapping[str, Any] | None = None,
    draft: bool = False,  # noqa: FBT001, FBT002 - the interface apps were promised
    *,
    file_kind: str = "",
    prefix: str = "q",
) -> AnswerForm:
    """Return the form for ``questions``: a QuestionsField's value, a Questionnaire or a Section.

    ``initial`` are *stored* answers. With ``draft`` everything that can be kept is valid;
    without, the answers must be ready to hand in. ``file_kind`` is the key of the
    PrivateFileKind whose limits uploads must also keep.
    """
    if isinstance(questions, Section):
        items: tuple[Question, ...] = questions.items
    else:
        whole = questions if isinstance(questions, Questionnaire) else questionnaire(questions)
        items = tuple(item for section in whole.sections for item in section.items)
    return AnswerForm(
        items,
        data=data,
        files=files,
        answers=initial or {},
        draft=draft,
        file_kind=file_kind,
        prefix=prefix,
    )
