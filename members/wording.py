"""Words for the audit log's entries about people and communities."""

from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "members.person.joined": _("Joined"),
    "members.person.changed": _("Profile changed"),
    "members.person.viewed": _("Person looked at by staff"),
    "members.person": _("Person looked at"),
    "members.community": _("Community and its people looked at"),
    "members.people_listed": _("List of people looked at"),
    "members.communities_listed": _("List of communities looked at"),
    "members.communities_exported": _("List of communities exported"),
    "members.child.added": _("Child added to the household"),
    "members.child.removed": _("Child removed from the household"),
    "members.consent.given": _("Consent given"),
    "members.consent.withdrawn": _("Consent withdrawn"),
    "members.calendar.renewed": _("Calendar address renewed"),
    "members.community.founded": _("Community founded"),
    "members.community.changed": _("Community changed"),
    "members.community.handed_over": _("Lead of the community handed over"),
    "members.community.treasurer_changed": _("Treasurer changed"),
    "members.community.joined": _("Joined the community"),
    "members.community.left": _("Left the community"),
    "members.community.member_removed": _("Member taken out of the community"),
    "members.community.dissolved": _("Community dissolved"),
    "members.invitation.sent": _("Invitation sent"),
    "members.invitation.link_made": _("Invitation link made"),
    "members.invitation.declined": _("Invitation declined"),
    "members.invitation.revoked": _("Invitation taken back"),
    "members.consent_text.written": _("Consent text written"),
    "members.consent_text.changed": _("Consent text changed"),
}
