"""Letters: cleaning text, first consonants, and the strokes a typist would press.

Text is brought to NFC. NFKC would turn the lone consonants people type (ㅊㅅㅎㄱ) into
something else, so full-width Latin is mapped by hand. What is not text (NUL and other
controls, lone surrogates) goes.
"""

import re
import unicodedata

INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_MEDIALS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_FINALS = ["", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"]
# Vowels and clusters made of two keys.
_KEYS = dict(
    pair.split("=")
    for pair in [
        "ㅘ=ㅗㅏ",
        "ㅙ=ㅗㅐ",
        "ㅚ=ㅗㅣ",
        "ㅝ=ㅜㅓ",
        "ㅞ=ㅜㅔ",
        "ㅟ=ㅜㅣ",
        "ㅢ=ㅡㅣ",
        "ㄳ=ㄱㅅ",
        "ㄵ=ㄴㅈ",
        "ㄶ=ㄴㅎ",
        "ㄺ=ㄹㄱ",
        "ㄻ=ㄹㅁ",
        "ㄼ=ㄹㅂ",
        "ㄽ=ㄹㅅ",
        "ㄾ=ㄹㅌ",
        "ㄿ=ㄹㅍ",
        "ㅀ=ㄹㅎ",
        "ㅄ=ㅂㅅ",
    ]
)
_FIRST, _COUNT = ord("가"), 11172
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
# Initials typed by some phones as conjoining letters.
_CONJOINING = {0x1100 + index: letter for index, letter in enumerate(INITIALS)}
_NOT_TEXT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060\ufeff\ud800-\udfff]"
)
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


def cleaned(text: str) -> str:
    """Return ``text`` in NFC, half-width, lower case, without what is no text."""
    text = _NOT_TEXT.sub(" ", text)
    text = unicodedata.normalize("NFC", text).translate(_FULL_WIDTH).translate(_CONJOINING)
    return _THOUSANDS.sub("", text).lower()


def is_syllable(letter: str) -> bool:
    """Return whether ``letter`` is one whole Hangul syllable."""
    return 0 <= ord(letter) - _FIRST < _COUNT


def initial(syllable: str) -> str:
    """Return the first consonant of a syllable; another letter is returned as it is."""
    code = ord(syllable) - _FIRST
    return INITIALS[code // 588] if 0 <= code < _COUNT else syllable


def initials(word: str) -> str:
    """Return the first consonants of the word's syllables."""
    return "".join(initial(letter) for letter in word)


def final(syllable: str) -> str:
    """Return the final consonant of a syllable, or an empty string."""
    code = ord(syllable) - _FIRST
    return _FINALS[code % 28] if 0 <= code < _COUNT else ""


def strokes(word: str) -> str:
    """Return the keys pressed to type the word: what a typing error is measured in."""
    pressed = []
    for letter in word:
        code = ord(letter) - _FIRST
        if 0 <= code < _COUNT:
            parts = (INITIALS[code // 588], _MEDIALS[code % 588 // 28], _FINALS[code % 28])
            pressed += [_KEYS.get(part, part) for part in parts]
        else:
            pressed.append(_KEYS.get(letter, letter))
    return "".join(pressed)
