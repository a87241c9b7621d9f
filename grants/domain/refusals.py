"""Why a verb of this app declined, in whole sentences for the person who asked."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Refusal(Exception):
    """The rules do not allow it now; ``str(refusal)`` says why."""

    code = "refused"
    message: str | Promise = _("That is not possible.")

    def __init__(self, message: str | Promise | None = None) -> None:
        if message is not None:
            self.message = message
        super().__init__(self.message)

    def __str__(self) -> str:
        return str(self.message)


class NotAllowed(Refusal):
    """The person lacks the role it takes."""

    code = "not_allowed"
    message = _("Only members of the community can do that.")


class OnlyLeaders(NotAllowed):
    """Submitting and withdrawing bind the community."""

    code = "only_leaders"
    message = _("Only the leader or the treasurer of the community can submit or withdraw.")


class NotOpen(Refusal):
    """The call has not opened yet, or is not announced."""

    code = "not_open"
    message = _("This call is not open yet.")


class Closed(Refusal):
    """The deadline has passed."""

    code = "closed"
    message = _("The deadline has passed. Nothing can be changed or submitted any more.")


class NotEligible(Refusal):
    """A condition that can be checked is not met."""

    code = "not_eligible"


class Incomplete(Refusal):
    """Answers are missing or cannot be taken; ``problems`` says which, by question."""

    code = "incomplete"
    message = _("Some answers are missing or need to be changed.")

    def __init__(self, problems: Mapping[str, list[str]]) -> None:
        super().__init__()
        self.problems = problems


class WrongState(Refusal):
    """It is not in a state that allows this."""

    code = "wrong_state"
    message = _("The application has changed in the meantime. Look at it again.")


class Unresolved(Refusal):
    """Two members' versions of one answer wait for a choice."""

    code = "unresolved"
    message = _("Two versions of an answer are waiting. Choose one before you submit.")


class InUse(Refusal):
    """A call people have seen, or applied to, is not deleted."""

    code = "in_use"
    message = _("A call that was announced or has applications is not deleted.")
