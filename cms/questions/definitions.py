"""A questionnaire as plain data: sections of questions, in two languages, to and from JSON."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from django.utils.translation import get_language


def in_language(ko: str | None, en: str | None) -> str:
    """Return the text of the active language; Korean where there is no English."""
    return en if en and (get_language() or "ko").startswith("en") else ko or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question; ``kind`` names its class in ``kinds.KINDS``, ``options`` are that kind's."""

    key: str
    kind: str
    label: str
    label_en: str = ""
    hint: str = ""
    hint_en: str = ""
    required: bool = True
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The label in the active language."""
        return in_language(self.label, self.label_en)

    @property
    def help(self) -> str:
        """The hint in the active language."""
        return in_language(self.hint, self.hint_en)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One page of the form."""

    key: str
    title: str
    title_en: str = ""
    intro: str = ""
    intro_en: str = ""
    items: tuple[Question, ...] = ()

    @property
    def text(self) -> str:
        """The title in the active language."""
        return in_language(self.title, self.title_en)

    @property
    def help(self) -> str:
        """The introduction in the active language."""
        return in_language(self.intro, self.intro_en)

    @property
    def questions(self) -> tuple[Question, ...]:
        """The items that ask something; headings do not."""
        return tuple(item for item in self.items if item.kind != "heading")


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A whole form."""

    sections: tuple[Section, ...] = ()

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question in order."""
        return tuple(question for section in self.sections for question in section.questions)

    def section(self, key: str) -> Section:
        """Return the section of that key; raises LookupError."""
        for section in self.sections:
            if section.key == key:
                return section
        raise LookupError(key)

    def question(self, key: str) -> Question:
        """Return the question of that key; raises LookupError."""
        for question in self.questions:
            if question.key == key:
                return question
        raise LookupError(key)

    def of_kind(self, kind: str) -> Iterator[Question]:
        """Yield the questions of one kind."""
        return (question for question in self.questions if question.kind == kind)

    def with_options(self, kind: str, **options: Any) -> "Questionnaire":
        """Return a copy whose questions of ``kind`` take these options where theirs are empty."""

        def changed(question: Question) -> Question:
            if question.kind != kind:
                return question
            filled = {
                name: value
                for name, value in options.items()
                if question.options.get(name) in (None, "")
            }
            return replace(question, options={**question.options, **filled})

        return Questionnaire(
            tuple(
                replace(section, items=tuple(map(changed, section.items)))
                for section in self.sections
            )
        )

    def to_json(self) -> list[dict[str, Any]]:
        """Return what ``from_json`` reads."""
        sections = [asdict(section) for section in self.sections]
        return [{**section, "items": list(section["items"])} for section in sections]

    @classmethod
    def from_json(cls, data: list[dict[str, Any]]) -> "Questionnaire":
        """Return the questionnaire kept by ``to_json``."""
        return cls(
            tuple(
                Section(
                    **{**section, "items": tuple(Question(**item) for item in section["items"])}
                )
                for section in data
            )
        )
