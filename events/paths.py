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


register_converter(FeedKindConverter, "feedkind")
register_converter(WordsConverter, "words")
register_converter(ReferenceConverter, "reference")
