"""The model field in which an editor's form is kept."""

from typing import Any

from django.db.models import Field
from wagtail.fields import StreamField

from cms.questions.blocks import QuestionsBlock
from cms.questions.definitions import Question, Questionnaire, Section


class QuestionsField(StreamField):
    """A StreamField of question blocks that leaves their definitions out of migrations."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("blank", True)
        # A form is read as a list of questions; one is opened to be edited.
        kwargs.setdefault("collapsed", True)
        super().__init__(QuestionsBlock(), **kwargs)

    def deconstruct(self) -> Any:
        name, path, _args, kwargs = Field.deconstruct(self)
        return name, path, [], kwargs

    def clone(self) -> "QuestionsField":
        _name, _path, _args, kwargs = self.deconstruct()
        return self.__class__(**kwargs)


def questionnaire(stream: Any) -> Questionnaire:
    """Return the form an editor built; ``stream`` is a QuestionsField's value.

    Questions before the first step make a section of their own; a step without
    questions or words is left out.
    """
    opened: list[tuple[Any, str, list[Question]]] = [({}, "start", [])]
    for index, child in enumerate(stream):
        key = child.value.get("key") or f"q{(child.id or str(index)).replace('-', '')[:8]}"
        if child.block_type == "step":
            opened.append((child.value, key, []))
        else:
            opened[-1][2].append(child.block.question(child.value, key))
    return Questionnaire(
        tuple(
            Section(
                key=key,
                title=value.get("label") or "",
                title_en=value.get("label_en") or "",
                intro=value.get("hint") or "",
                intro_en=value.get("hint_en") or "",
                items=tuple(items),
            )
            for value, key, items in opened
            if items
        )
    )
