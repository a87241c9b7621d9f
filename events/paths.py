"""The parts of addresses: what cannot be a slug or a reference is simply not found."""

from django.urls import register_converter
from django.urls.converters import StringConverter


class WordsConverter(StringConverter):
    """A slug that may be in Hangul."""

    regex = r"[-\w]+"


class ReferenceConverter(StringConverter):
    """A registration's reference, ``C-7K2M-9QXD``."""

    regex = r"[A-Z0-9-]{1,12}"


class FeedKindConverter(StringConverter):
    """What a feed may be of."""

    regex = "category|series|venue|course"


class TicketConverter(StringConverter):
    """What the QR code of a registration carries."""

    regex = r"[A-Za-z0-9_-]{1,24}"


register_converter(FeedKindConverter, "feedkind")
register_converter(TicketConverter, "ticket")
register_converter(WordsConverter, "words")
register_converter(ReferenceConverter, "reference")
