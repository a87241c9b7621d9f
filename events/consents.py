"""What a contact of an organisation agrees to, word for word.

Change a word and raise the version: each request keeps the version and the very text that
was read, in the language it was read in.
"""

from django.utils.translation import gettext as _

OUTREACH_VERSION = 1


def outreach_consent() -> str:
    """Return the text for outreach requests in the active language."""
    return _(
        "What: the contact's name, e-mail address and telephone number. What for: to find a date "
        "for the class you ask for, to hold it and to write to you about it, nothing else. How "
        "long: half a year after the class was held or the request declined or withdrawn, then "
        "they are destroyed. You may refuse; but then we cannot take the request, because we "
        "could not answer it."
    )
