"""The staff's screens for people, communities and consent texts."""

VIEWSETS = (
    "members.admin.people.PeopleViewSet",
    "members.admin.communities.CommunityViewSet",
    "members.admin.texts.ConsentTextViewSet",
)

PERMISSIONS = {
    "coordinator": (
        "members.view_user",
        "members.view_community",
        "members.export_community",
        "members.view_consenttext",
    ),
    "accountant": ("members.view_community",),
    "administrator": (
        "members.view_user",
        "members.view_community",
        "members.export_community",
        "members.view_consent",
        "members.view_consenttext",
        "members.add_consenttext",
        "members.change_consenttext",
    ),
}
