"""«Did you mean»: known words a slip of the finger or two away, measured in key strokes."""

from django.db.models import Q

from cms.search.hangul import strokes
from cms.search.models import Word
from cms.search.query import Question

CANDIDATES = 4_000
SHORTEST = 2


def suggestion(question: Question) -> str:
    """Return the question with unknown words mended, or an empty string; at most one query."""
    if question.is_initials:
        return ""
    unknown = [
        term.text for term in question.terms if not term.known and len(term.text) >= SHORTEST
    ]
    if not unknown:
        return ""
    lengths = {word: len(strokes(word)) for word in unknown}
    near = Q()
    for length in set(lengths.values()):
        near |= Q(strokes__range=(length - _slips(length), length + _slips(length)))
    candidates = [
        (word, strokes(word), documents)
        for word, documents in Word.objects.filter(near, locale=question.locale, documents__gt=0)
        .order_by("-documents", "word")
        .values_list("word", "documents")[:CANDIDATES]
    ]
    mended = {word: _closest(word, candidates) for word in unknown}
    if not any(mended.values()):
        return ""
    return " ".join(mended.get(term.text) or term.text for term in question.terms)


def _closest(word: str, candidates: list[tuple[str, str, int]]) -> str:
    typed = strokes(word)
    best, least = "", _slips(len(typed)) + 1
    for candidate, keys, _documents in candidates:
        # Candidates come most frequent first, so an equal distance does not replace.
        slips = distance(typed, keys, least)
        if slips < least and candidate != word:
            best, least = candidate, slips
    return best


def _slips(length: int) -> int:
    """Return how many slips a word of so many strokes may hold: one in short words, two, three."""
    return 1 if length < 6 else 2 if length < 12 else 3  # noqa: PLR2004 - see the docstring


def distance(one: str, two: str, limit: int) -> int:
    """Return the edits between two strings, a swap counting one; ``limit`` if as many."""
    if abs(len(one) - len(two)) >= limit:
        return limit
    before: list[int] = []
    row = list(range(len(two) + 1))
    for at, letter in enumerate(one, 1):
        earlier, before, row = before, row, [at]
        for there, other in enumerate(two, 1):
            cost = min(before[there] + 1, row[-1] + 1, before[there - 1] + (letter != other))
            swapped = at > 1 and there > 1 and letter == two[there - 2] and one[at - 2] == other
            row.append(min(cost, earlier[there - 2] + 1) if swapped else cost)
        if min(row) >= limit:
            return limit
    return min(row[-1], limit)
