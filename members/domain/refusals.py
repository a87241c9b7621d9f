"""Why a verb of this app declined; the message is for the person who asked."""


class Refused(Exception):
    """The rules do not allow it now; ``str(error)`` says why, in the reader's language."""


class NotAllowed(Refused):
    """The person lacks the role it takes."""


class InvitationClosed(Refused):
    """The invitation is used up, over, revoked, or for somebody else."""
