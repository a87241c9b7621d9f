"""Staff and their roles, in Wagtail's user admin: for administrators only.

The list shows staff; a search goes through everyone with an account, so that a member
can be made staff.
"""

from typing import Any

from allauth.mfa.models import Authenticator
from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.users.views.bulk_actions import (
    AssignRoleBulkAction,
    DeleteBulkAction,
    SetActiveStateBulkAction,
)
from wagtail.users.views.users import (
    CreateView,
    EditView,
    IndexView,
    UserColumn,
    UserFilterSet,
    UserViewSet,
)

from cms.admin.roles import ROLES, role_label
from cms.admin.second_factor import STRONG
from cms.admin.staff import StaffRefused, add_person, change_standing, may_change
from cms.privacy.lists import ListOfPeople

User = get_user_model()


class RolesField(forms.ModelMultipleChoiceField):
    """Groups to tick, each with what its role does."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value: Any) -> QuerySet[Group]:
        try:
            return super().clean(value)
        except OverflowError as error:
            # A key no database column can hold: SQLite says so in its own way.
            raise forms.ValidationError(
                self.error_messages["invalid_list"], code="invalid_list"
            ) from error

    def label_from_instance(self, obj: Group) -> str:
        definition = ROLES.get(obj.name)
        return f"{definition.label}: {definition.description}" if definition else obj.name


def _roles_field() -> RolesField:
    return RolesField(Group.objects.order_by("name"), required=False, label=_("Roles"))


class PersonAddForm(forms.ModelForm):
    """A new person: address, name, roles."""

    groups = _roles_field()

    class Meta:
        model = User
        fields = ("email", "name", "groups")

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()


class PersonEditForm(forms.ModelForm):
    """A person's standing; superusers see the switch for superusers."""

    groups = _roles_field()

    class Meta:
        model = User
        fields = ("groups", "is_active", "is_superuser")

    def __init__(self, *args: Any, editing_self: bool = False, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        if not by.is_superuser:
            del self.fields["is_superuser"]
        else:
            self.fields["is_superuser"].label = _("Superuser")
            self.fields["is_superuser"].help_text = _("May do everything, everywhere.")
        if editing_self:
            for field in self.fields.values():
                field.disabled = True

    def standing(self) -> dict[str, Any]:
        """Return the arguments of ``change_standing``."""
        values = self.cleaned_data
        return {
            "roles": values["groups"],
            "is_active": values["is_active"],
            "is_superuser": values.get("is_superuser", self.instance.is_superuser),
        }


class PersonAddView(CreateView):
    """Adds through the domain, so that it is audited and the person hears of it."""

    page_title = _("Add staff")
    success_message = _("%(object)s was added.")

    def save_instance(self) -> Any:
        values = self.form.cleaned_data
        return add_person(
            email=values["email"],
            name=values["name"],
            roles=values["groups"],
            by=self.request.user,
        )


class PersonEditView(EditView):
    """Changes roles and standing, nothing else of the person."""

    success_message = _("%(object)s was changed.")

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if not may_change(self.object, by=request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "by": self.request.user}

    def save_instance(self) -> Any:
        try:
            change_standing(self.object, by=self.request.user, **self.form.standing())
        except StaffRefused as refused:
            raise PermissionDenied(str(refused)) from refused
        return self.object


class PersonFilterSet(UserFilterSet):
    """By role, whether active, and when last seen."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.filters["is_superuser"]
        self.filters["group"].label = _("Role")
        self.filters["group"].field.label_from_instance = lambda group: role_label(group.name)


class PeopleIndexView(ListOfPeople, IndexView):
    """Staff with their roles and whether they hold a second factor.

    Reading about people is another permission, for other screens: this one is for
    those who give roles.
    """

    any_permission_required = ("add", "change")
    looked_purpose = "cms.staff_listed"

    page_title = _("Staff and roles")
    add_item_label = _("Add staff")
    search_fields = ("name", "email")
    search_backend_name = None
    show_other_searches = False

    @cached_property
    def columns(self) -> list[Column]:
        return [
            self._get_title_column_class(UserColumn)(
                "name", label=_("Name"), sort_key="name", get_url=self.get_edit_url
            ),
            Column("email", label=_("E-mail"), sort_key="email"),
            Column("roles", label=_("Roles"), accessor=_role_words),
            BooleanColumn("has_second_factor", label=_("Second factor")),
            BooleanColumn("is_active", label=_("Active"), sort_key="is_active"),
            DateColumn("last_login", label=_("Last sign-in"), sort_key="last_login"),
        ]

    def order_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.order_by(self.ordering or "name", "pk")

    def get_base_queryset(self) -> QuerySet[Any]:
        strong = Authenticator.objects.filter(user=OuterRef("pk"), type__in=STRONG)
        people = (
            User.objects.annotate(has_second_factor=Exists(strong))
            .select_related("wagtail_userprofile")
            .prefetch_related("groups")
        )
        if self.is_searching:
            return people
        in_a_group = User.groups.through.objects.filter(user=OuterRef("pk"))
        return people.filter(Q(is_superuser=True) | Exists(in_a_group))

    def get_edit_url(self, instance: Any) -> str | None:
        if not may_change(instance, by=self.request.user):
            return None
        return super().get_edit_url(instance)


def _role_words(person: Any) -> str:
    words = [str(role_label(group.name)) for group in person.groups.all()]
    if person.is_superuser:
        words.insert(0, str(_("Superuser")))
    return ", ".join(words)


class PersonViewSet(UserViewSet):
    """Wagtail's user admin, for people without user names."""

    menu_label = _("Staff and roles")
    icon = "group"
    menu_order = 60
    ordering = "name"
    copy_view_enabled = False
    filterset_class = PersonFilterSet
    index_view_class = PeopleIndexView
    index_template_name = "wagtailadmin/generic/index.html"
    index_results_template_name = "cms/admin/people_results.html"
    create_template_name = "cms/admin/person_add.html"
    edit_template_name = "cms/admin/person_edit.html"
    add_view_class = PersonAddView
    edit_view_class = PersonEditView

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:  # noqa: FBT001, FBT002 - Wagtail calls it so
        return PersonEditForm if for_update else PersonAddForm


class _Closed:
    """A bulk action nobody may take: standing is changed one person at a time, audited."""

    def check_perm(self, obj: Any) -> bool:
        return False


class NoAssignRole(_Closed, AssignRoleBulkAction):
    """Closed."""


class NoSetActiveState(_Closed, SetActiveStateBulkAction):
    """Closed."""


class NoDelete(_Closed, DeleteBulkAction):
    """Closed: accounts are erased by their owners, not deleted by staff."""


CLOSED_ACTIONS = (NoAssignRole, NoSetActiveState, NoDelete)
