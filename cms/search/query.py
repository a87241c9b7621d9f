"""Taking a question apart: what must be found, what would do, what is worth marking.

In this order:

1. Only consonants (``ㅇㅇㅎㅈ``): the beginning of somebody's initials.
2. Every word must be found: as typed, without its particle, or by a synonym. A
   particle that may be part of the noun is cut only if the documents know the noun in
   more places than the word.
3. Nothing found: words the documents do not know are left out.
4. Still nothing: any pair of syllables counts, the closest first.
"""

from dataclasses import dataclass, field
from functools import cached_property

from cms.search.expressions import Expression, Phrase, all_of, any_of
from cms.search.grams import pairs, pieces
from cms.search.hangul import cleaned, is_syllable
from cms.search.models import Synonym, Word
from cms.search.particles import possible_stems, sure_stem

LONGEST_QUERY = 100
MOST_WORDS = 10
_PREFIX_FROM = 3

# Said around a question, not about it.
NOISE = frozenset(
    (
        *(
            "어떻게",
            "무엇",
            "뭐",
            "뭔가요",
            "알려줘",
            "알려주세요",
            "궁금해요",
            "궁금합니다",
            "싶어요",
        ),
        *("대한", "대해", "대하여", "관련", "관한", "있나요", "있는", "있어요", "되나요", "하나요"),
        *("하는", "하는법", "받는", "받을", "해요", "및", "또는"),
        *("the", "of", "a", "an", "for", "to", "and", "in", "how", "what"),
    )
)


@dataclass(frozen=True, slots=True)
class Term:
    """One word of the question, and the forms in which it may be found."""

    text: str
    forms: tuple[str, ...]
    known: bool

    def expression(self) -> Expression | None:
        """Return what finds the word."""
        return any_of(phrase for form in self.forms if (phrase := phrase_of(form)))


@dataclass
class Question:
    """A question as somebody typed it, in one language."""

    typed: str
    locale: str
    _forms: dict[str, int] = field(default_factory=dict, repr=False)

    @cached_property
    def text(self) -> str:
        """The question cleaned, without a syllable still being typed."""
        words = cleaned(self.typed[:LONGEST_QUERY]).split()
        return " ".join(_finished(word) for word in words)

    @cached_property
    def is_initials(self) -> bool:
        """Whether it is first consonants alone."""
        letters = self.text.replace(" ", "")
        return bool(letters) and all("ㄱ" <= letter <= "ㅎ" for letter in letters)

    @cached_property
    def words(self) -> list[str]:
        """The words asked for: one script each, without what is said around them."""
        found = [word for typed in self.text.split() for word in _split(typed)]
        meant = [word for word in found if word not in NOISE]
        return list(dict.fromkeys(meant or found))[:MOST_WORDS]

    @cached_property
    def known(self) -> dict[str, int]:
        """In how many documents each word and each of its possible stems stands; one query."""
        asked = {form for word in self.words for form in (word, *possible_stems(word))}
        rows = Word.objects.filter(locale=self.locale, word__in=asked)
        return dict(rows.values_list("word", "documents"))

    @cached_property
    def synonyms(self) -> dict[str, list[str]]:
        """Each form staff gave a synonym, with all forms of its meaning; one query."""
        found: dict[str, list[str]] = {}
        for group in Synonym.objects.all():
            forms = group.forms()
            for form in forms:
                found.setdefault(form, []).extend(forms)
        return found

    @cached_property
    def terms(self) -> list[Term]:
        """The words with their forms; neighbours that together have a synonym are one word."""
        terms: list[Term] = []
        at = 0
        while at < len(self.words):
            for length in (3, 2, 1):
                together = self.words[at : at + length]
                joined = "".join(together)
                if length == 1 or (len(together) == length and self._meaning(joined)):
                    terms.append(self._term(joined))
                    at += len(together)
                    break
        return terms

    def strict(self) -> Expression | None:
        """Return what finds every word."""
        if self.is_initials:
            return all_of(Phrase((word,), prefix=True) for word in self.text.split())
        parts = all_of(part for term in self.terms if (part := term.expression()))
        hangul = [word for word in self.words if is_syllable(word[0])]
        if parts and len(hangul) > 1 and any(len(word) == 1 for word in hangul):
            # Typed with a space too many: 육 아 휴 직.
            return any_of([parts, Phrase(tuple(pairs("".join(hangul))))])
        return parts

    def of_known_words(self) -> Expression | None:
        """Return what finds the words the documents know, if they do not know all."""
        known = [term for term in self.terms if term.known]
        if not known or len(known) == len(self.terms):
            return None
        return all_of(part for term in known if (part := term.expression()))

    def loose(self) -> Expression | None:
        """Return what finds any part of any word."""
        if self.is_initials:
            return None
        return any_of(
            Phrase((pair,))
            for term in self.terms
            for form in term.forms
            for word in pieces(form)
            for pair in (pairs(word) if is_syllable(word[0]) else [word])
        )

    def marks(self) -> list[str]:
        """Return the forms worth marking in a result, the longest first."""
        forms = {form for term in self.terms for form in (term.text, *term.forms)}
        return sorted(forms, key=len, reverse=True)

    def _meaning(self, form: str) -> list[str]:
        stems = (form, *possible_stems(form))
        return next((self.synonyms[stem] for stem in stems if stem in self.synonyms), [])

    def _term(self, word: str) -> Term:
        stem = self._stem(word)
        forms = dict.fromkeys([stem, *self._meaning(word)])
        known = any(form in self.known for form in (word, stem)) or len(forms) > 1
        return Term(word, tuple(forms), known)

    def _stem(self, word: str) -> str:
        sure = sure_stem(word)
        if sure != word and not self.known.get(word):
            return sure
        best, most = word, self.known.get(word, 0)
        for stem in possible_stems(word):
            if self.known.get(stem, 0) > most:
                best, most = stem, self.known[stem]
        return best


def phrase_of(form: str) -> Expression | None:
    """Return what finds one form: its syllables in pairs, Latin words with any ending."""
    parts: list[Expression] = []
    for piece in _split(form):
        if is_syllable(piece[0]):
            parts.append(Phrase(tuple(pairs(piece)), prefix=len(piece) == 1))
        elif piece[0].isdigit():
            parts.append(_number(piece))
        else:
            stem = piece.removesuffix("es") if len(piece) > 5 else piece.removesuffix("s")  # noqa: PLR2004 - shorter, -es is the stem's
            parts.append(
                Phrase((stem,), prefix=True) if len(stem) >= _PREFIX_FROM else Phrase((piece,))
            )
    return all_of(parts)


def _number(piece: str) -> Expression:
    digits = "".join(letter for letter in piece if letter.isdigit())
    unit = piece[len(digits) :]
    if not unit:
        return Phrase((piece,), prefix=False)
    shorter = [Phrase((digits + unit[:length],)) for length in (2, 1) if len(unit) >= length]
    return any_of(shorter) or Phrase((digits,))


def _split(word: str) -> list[str]:
    """Split at the borders of scripts, but leave a number with what is written after it."""
    found: list[str] = []
    for piece in pieces(word):
        if found and found[-1].isdigit() and is_syllable(piece[0]):
            found[-1] += piece
        elif not found or not "ㄱ" <= piece[0] <= "ㅎ":
            found.append(piece)
    return found


def _finished(word: str) -> str:
    """Return the word without lone letters after its last syllable: 출산휴ㄱ."""
    if any(is_syllable(letter) for letter in word):
        return word.rstrip("ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎㅏㅐㅑㅒㅓㅔㅕㅖㅗㅛㅜㅠㅡㅣ")
    return word
