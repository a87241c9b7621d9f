"""Blocks for the body of any page: the next classes."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ChooserBlock, IntegerBlock, StructBlock, StructValue

from events.models import Category


class CategoryChoiceBlock(ChooserBlock):
    """A subject, chosen from a short list."""

    target_model = Category

    @property
    def widget(self) -> Any:
        """Return a plain select: categories are few."""
        from django.forms import Select

        return Select()

    def get_form_state(self, value: Any) -> Any:
        """Return the chosen keys as the editor's select wants them: a list of strings."""
        key = self.get_prep_value(value)
        return ["" if key is None else str(key)]

    def value_from_form(self, value: Any) -> Any:
        if value in {None, ""}:
            return None
        return value if isinstance(value, Category) else Category.objects.filter(pk=value).first()


class UpcomingClassesBlock(StructBlock):
    """The next classes as lines, always as they stand."""

    title = CharBlock(label=_("Title"), max_length=60, required=False)
    count = IntegerBlock(label=_("How many"), min_value=1, max_value=12, default=3)
    category = CategoryChoiceBlock(label=_("Only this subject"), required=False)

    class Meta:
        icon = "date"
        label = _("Upcoming classes")
        template = "events/blocks/upcoming_classes.html"

    def get_context(
        self, value: StructValue, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        from events.showing.courses import upcoming_rows

        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        request = (parent_context or {}).get("request")
        category = value.get("category")
        return {
            **context,
            "rows": upcoming_rows(request, value["count"], category.pk if category else None),
        }
