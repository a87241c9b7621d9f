"""Wagtail's users app, with our view of people."""

from wagtail.users.apps import WagtailUsersAppConfig


class StaffUsersConfig(WagtailUsersAppConfig):
    """The same app, same label and tables; only the viewset is ours."""

    user_viewset = "cms.admin.people.PersonViewSet"
