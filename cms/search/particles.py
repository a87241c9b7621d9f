"""Particles: what Korean writes onto the end of a noun (조사).

A particle depends on the last sound before it (을 after a consonant, 를 after a vowel),
which rules out most false cuts. Some cannot be mistaken for part of a noun and are cut
wherever they stand (*sure*); the others only if the documents know the noun better than
the whole word: 휴가 is not 휴+가, 어린이 is not 어린+이. A noun keeps two syllables at least.
"""

from cms.search.hangul import final, is_syllable

SHORTEST_NOUN = 2

_AFTER_ANY, _AFTER_CONSONANT, _AFTER_VOWEL, _AFTER_VOWEL_OR_RIEUL = range(4)

_SURE = {
    "을": _AFTER_CONSONANT,
    "를": _AFTER_VOWEL,
    "은": _AFTER_CONSONANT,
    "는": _AFTER_VOWEL,
    "에서": _AFTER_ANY,
    "에게": _AFTER_ANY,
    "에게서": _AFTER_ANY,
    "에는": _AFTER_ANY,
    "에도": _AFTER_ANY,
    "에서는": _AFTER_ANY,
    "에서도": _AFTER_ANY,
    "으로": _AFTER_CONSONANT,
    "으로는": _AFTER_CONSONANT,
    "으로도": _AFTER_CONSONANT,
    "로는": _AFTER_VOWEL_OR_RIEUL,
    "까지": _AFTER_ANY,
    "부터": _AFTER_ANY,
    "처럼": _AFTER_ANY,
    "보다": _AFTER_ANY,
    "마다": _AFTER_ANY,
    "이나": _AFTER_CONSONANT,
    "이란": _AFTER_CONSONANT,
    "이라도": _AFTER_CONSONANT,
    "께서": _AFTER_ANY,
    "만의": _AFTER_ANY,
    "들의": _AFTER_ANY,
    "들을": _AFTER_ANY,
    "인가요": _AFTER_ANY,
    "이에요": _AFTER_CONSONANT,
    "예요": _AFTER_VOWEL,
    "입니다": _AFTER_ANY,
    "이며": _AFTER_CONSONANT,
}
_PERHAPS = {
    "이": _AFTER_CONSONANT,
    "가": _AFTER_VOWEL,
    "과": _AFTER_CONSONANT,
    "와": _AFTER_VOWEL,
    "의": _AFTER_ANY,
    "에": _AFTER_ANY,
    "로": _AFTER_VOWEL_OR_RIEUL,
    "도": _AFTER_ANY,
    "만": _AFTER_ANY,
    "나": _AFTER_VOWEL,
    "란": _AFTER_VOWEL,
    "며": _AFTER_VOWEL,
    "들": _AFTER_ANY,
    "들이": _AFTER_ANY,
    "들은": _AFTER_ANY,
    "랑": _AFTER_VOWEL,
    "하고": _AFTER_ANY,
    "이랑": _AFTER_CONSONANT,
    "조차": _AFTER_ANY,
    "밖에": _AFTER_ANY,
}
_LONGEST = max(len(particle) for particle in (*_SURE, *_PERHAPS))


def sure_stem(word: str) -> str:
    """Return the word without a particle that cannot be anything else."""
    for stem in _stems(word, _SURE):
        return stem
    return word


def possible_stems(word: str) -> list[str]:
    """Return what the word may be without a particle, the shortest stem first."""
    return [*_stems(word, _SURE), *_stems(word, _PERHAPS)]


def _stems(word: str, particles: dict[str, int]) -> list[str]:
    found = []
    for length in range(min(_LONGEST, len(word) - SHORTEST_NOUN), 0, -1):
        stem, particle = word[:-length], word[-length:]
        if particle in particles and _fits(stem[-1], particles[particle]):
            found.append(stem)
    return found


def _fits(last: str, after: int) -> bool:
    if not is_syllable(last):
        return False
    sound = final(last)
    return (
        after == _AFTER_ANY
        or (after == _AFTER_CONSONANT and bool(sound))
        or (after == _AFTER_VOWEL and not sound)
        or (after == _AFTER_VOWEL_OR_RIEUL and sound in {"", "ㄹ"})
    )
