"""Form fields with a look of their own."""

from typing import Any

from django import forms
from django.core.validators import MinValueValidator
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _


class WonInput(forms.TextInput):
    """A text box for whole won: digits on the phone's keyboard, thousands separated."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "numeric", "autocomplete": "off", **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        """Return ``1,250,000``; what is not a number comes back as it was typed."""
        try:
            return number_format(int(str(value)), use_l10n=True, force_grouping=True)
        except ValueError:
            return super().format_value(value)


class WonField(forms.IntegerField):
    """Whole won, not negative; accepts ``1,250,000원`` and spaces as people type them."""

    widget = WonInput
    default_error_messages = {"invalid": _("Write the amount in digits, for example 1,250,000.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.validators.append(MinValueValidator(0))

    def to_python(self, value: Any) -> int | None:
        """Return the amount in won; raise ValidationError if it is not one."""
        if isinstance(value, str):
            value = value.strip().removesuffix("원").replace(",", "").replace(" ", "")
        return super().to_python(value)
