"""Who may do what with calls and applications; asked by pages, staff area, files and feeds.

A draft is its community's own: no staff permission opens it. Staff read what was handed
in, and of that only the copy made at submitting.
"""

from typing import Any

from grants.models import Application, ApplicationState, Call
from members.models import Community
from members.rules import can_edit_for, may_apply_for


def may_see_call(user: Any, call: Call) -> bool:
    """Return whether the user may see the call: anyone once it is announced, staff before."""
    return call.is_public or bool(user.has_perm("grants.view_call"))


def may_start(user: Any, community: Community) -> bool:
    """Return whether the user may begin an application in the community's name."""
    return can_edit_for(user, community)


def may_see(user: Any, application: Application) -> bool:
    """Return whether the user sees the application as a member of its community."""
    return can_edit_for(user, application.community)


def may_edit(user: Any, application: Application) -> bool:
    """Return whether the user may write in it now, as far as people go; dates are the domain's."""
    writable = {ApplicationState.DRAFT, ApplicationState.SUBMITTED}
    return application.state in writable and may_see(user, application)


def may_submit(user: Any, application: Application) -> bool:
    """Return whether the user may submit or withdraw it: leader or treasurer."""
    return may_apply_for(user, application.community)


def may_review(user: Any, application: Application) -> bool:
    """Return whether the user, as staff, may read the whole application."""
    return application.is_handed_in and bool(user.has_perm("grants.view_application"))


def may_review_budget(user: Any, application: Application) -> bool:
    """Return whether the user, as staff, may read at least its budget."""
    return may_review(user, application) or (
        application.is_handed_in and bool(user.has_perm("grants.view_budget_of_application"))
    )


def may_read_file(user: Any, stored_file: Any) -> bool:
    """Return whether the user may download a file attached to an application.

    Members of the community always; staff only what belongs to a submission.
    """
    application = (
        Application.objects.select_related("community").filter(pk=stored_file.subject_id).first()
        if stored_file.subject_type == Application._meta.label_lower
        else None
    )
    if application is None or not user.is_authenticated:
        return False
    if may_see(user, application):
        return True
    return may_review(user, application) and str(stored_file.pk) in submitted_files(application)


def submitted_files(application: Application) -> set[str]:
    """Return the ids of all files any submission of the application carries."""
    return {
        item["id"]
        for submission in application.submissions.all()
        for question in submission.form.of_kind("files")
        for item in submission.answers.get(question.key) or ()
    }
