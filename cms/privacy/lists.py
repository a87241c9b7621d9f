"""Lists of people on staff screens: whoever is on the page shown was looked at."""

from collections.abc import Iterable
from typing import Any

from cms.privacy.access import looked_at


class ListOfPeople:
    """Mix into a list view of the staff area, before Wagtail's own class.

    ``looked_purpose`` is the purpose the access log keeps; ``people_of(row)`` returns the
    users, or their keys, of whom the row tells.
    """

    looked_purpose = ""
    request: Any

    def people_of(self, row: Any) -> Iterable[Any]:
        return [row]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)  # type: ignore[misc]  # a mixin of Wagtail's views
        shown = {person for row in context["object_list"] for person in self.people_of(row)}
        looked_at(self.request, shown, self.looked_purpose)
        return context
