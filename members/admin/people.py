"""People, for staff: find one, read what a call needs. Each look at a person is logged.

Roles are given under Wagtail's own users; nothing about a person is edited here.
"""

from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn

from cms.privacy.access import looked_at
from cms.privacy.lists import ListOfPeople
from members import queries
from members.admin.reading import ReadingIndexView, ReadingInspectView, ReadingViewSet
from members.models import User


class PeopleIndexView(ListOfPeople, ReadingIndexView):
    """Everyone with an account, newest first."""

    looked_purpose = "members.people_listed"

    def get_base_queryset(self) -> QuerySet[User]:
        return (
            User.objects.filter(erased_at=None)
            .select_related("profile")
            .order_by("-date_joined", "-pk")
        )


class PersonView(ReadingInspectView):
    """One person: how to reach them, communities, consents. No children: no call needs them."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        looked_at(request, [self.object], "members.person")
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = self.object
        return super().get_context_data(**kwargs) | {
            "person": person,
            "profile": getattr(person, "profile", None),
            "addresses": EmailAddress.objects.filter(user=person).order_by("-primary", "email"),
            "memberships": queries.memberships_of(person),
            "consents": queries.consents_in_force(person),
            "roles": person.groups.order_by("name"),
        }


class PeopleViewSet(ReadingViewSet):
    """Accounts of members and staff alike."""

    model = User
    name = "people"
    menu_label = _("People")
    menu_name = "people"
    icon = "user"
    index_view_class = PeopleIndexView
    inspect_view_class = PersonView
    inspect_template_name = "members/admin/person.html"
    search_fields = ["name", "email", "phone"]
    search_backend_name = None
    list_filter = ["is_active"]
    ordering = ["-date_joined"]
    list_display = [
        TitleColumn("name", label=_("Name"), url_name="people:inspect"),
        Column("email", label=_("E-mail")),
        Column(
            "home",
            label=_("District of home"),
            accessor=lambda user: _of_profile(user, "get_home_district_display"),
        ),
        DateColumn("date_joined", label=_("Joined")),
    ]


def _of_profile(user: User, name: str) -> str:
    profile = getattr(user, "profile", None)
    return getattr(profile, name)() if profile else ""
