"""Words for the audit log: what each action is called, by whoever records it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from plugins.api import AuditFormatter
from plugins.registry import contributions

HOST_ACTIONS: dict[str, str | Promise] = {
    "plugins.plugin.enabled": _("Plug-in switched on"),
    "plugins.plugin.disabled": _("Plug-in switched off"),
    "plugins.plugin.removed": _("Plug-in removed with its records"),
    "plugins.settings.changed": _("Settings of a plug-in changed"),
    "cms.person.added": _("Person added by staff"),
    "cms.person.changed": _("Person changed by staff"),
    "cms.person.roles_changed": _("Staff roles changed"),
    "cms.audit.exported": _("Audit log exported"),
    "cms.site.restored": _("Site restored from a backup"),
    "jobs.run.asked": _("Scheduled work begun by staff"),
    "jobs.task.retried": _("Task put back by staff"),
    "jobs.task.cancelled": _("Task cancelled by staff"),
    "mail.message.resent": _("Mail sent again"),
    "cms.person.erased": _("Account erased"),
    "cms.person_data.asked": _("Archive of personal data asked for"),
    "cms.person_data.made": _("Archive of personal data made"),
    "cms.person_data.fetched": _("Archive of personal data downloaded"),
    "files.file": _("Private file of somebody else read"),
    "cms.staff_listed": _("Staff, or people to be made staff, looked at in the list"),
    "cms.person_data": _("Archive of a person's data downloaded"),
    "files.file.stored": _("Private file uploaded"),
    "files.file.read": _("Private file read by somebody else"),
    "files.file.deleted": _("Private file deleted"),
}


def audit_words() -> dict[str, str | Promise]:
    """Return ``{action: words}`` of the host and of every installed plug-in."""
    words: dict[str, str | Promise] = {}
    for formatter in contributions(AuditFormatter):
        words |= dict(formatter.actions)
    return words
