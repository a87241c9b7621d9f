"""What goes into the index: pairs of syllables, whole Latin words and numbers, initials.

Pairs run on across spaces, so that words are found written together or apart, but not
across punctuation, lines or other scripts (``MOU체결`` is ``mou`` and ``체결``). A number
keeps its unit as one token beside itself: ``120번``, ``3개월``. A word of one syllable is
a token of its own. All tokens are letters and digits only.
"""

import re
from collections.abc import Iterator

from cms.search.hangul import cleaned, initials
from cms.search.particles import sure_stem

LONGEST_TEXT = 20_000
LONGEST_WORD = 14
_SEGMENT = re.compile(r"[^\w ]+|_+")
_PIECE = re.compile(r"[가-힣]+|[ㄱ-ㅎ]+|\d+|[^\W\d_가-힣ㄱ-ㅎㅏ-ㅣ]+")
_LATIN_ENOUGH = 3


def pieces(text: str) -> list[str]:
    """Return the runs of one script in cleaned text: Hangul, initials, digits, other letters."""
    return _PIECE.findall(text)


def pairs(word: str) -> list[str]:
    """Return the neighbouring syllables of a Hangul word; a single syllable stays alone."""
    return [word[at : at + 2] for at in range(len(word) - 1)] or [word]


def tokens(text: str) -> list[str]:
    """Return the tokens of a text in their order, then the extra ones nothing follows."""
    ordered: list[str] = []
    extra: list[str] = []
    for segment in _SEGMENT.split(cleaned(text[:LONGEST_TEXT])):
        run = ""
        number = ""
        for word in segment.split():
            for piece in pieces(word):
                if "가" <= piece[0] <= "힣":
                    run += piece
                    extra += [number + piece[:length] for length in (1, 2)] if number else []
                    extra += [piece] if len(piece) == 1 else []
                    number = ""
                    continue
                ordered += pairs(run) if run else []
                run = ""
                ordered.append(piece)
                number = piece if piece.isdigit() else ""
            number = ""
        ordered += pairs(run) if run else []
    return ordered + list(dict.fromkeys(extra))


def initial_tokens(title: str, body: str) -> list[str]:
    """Return the initials of a document: of its title, from each word on, and of its words."""
    words = [word for word in words_of(title, whole=True) if "가" <= word[0] <= "힣"]
    found = [initials("".join(words[at:])) for at in range(len(words))]
    found += [initials(word) for word in words]
    found += [
        initials(word) for word in set(words_of(body)) if len(word) > 1 and "가" <= word[0] <= "힣"
    ]
    return sorted(set(found))


def words_of(text: str, *, whole: bool = False) -> Iterator[str]:
    """Yield the words of a text for the vocabulary, without sure particles unless ``whole``."""
    for piece in pieces(cleaned(text[:LONGEST_TEXT])):
        if "가" <= piece[0] <= "힣":
            word = piece if whole else sure_stem(piece)
            if whole or 1 < len(word) <= LONGEST_WORD:
                yield word
        elif piece[0].isalpha() and not "ㄱ" <= piece[0] <= "ㅎ" and len(piece) >= _LATIN_ENOUGH:
            yield piece[: 2 * LONGEST_WORD]
