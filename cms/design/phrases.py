"""Django's own messages that we say in our own words; the catalogue has them in Korean.

A project's catalogue goes before the framework's, so a translation here is all it takes.
"""

from django.utils.translation import gettext_noop as _

PHRASES = (
    _("This field is required."),
    _("Enter a valid email address."),
    _("Select a valid choice. %(value)s is not one of the available choices."),
    _("Enter a whole number."),
    _("Enter a valid date."),
    _("Enter a valid URL."),
    _("The submitted file is empty."),
)
