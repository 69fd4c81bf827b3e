"""From a word as it was written to what it counts as."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from safelog.journal.search.sounds import Sounds
from safelog.journal.search.tokens import APOSTROPHES
from safelog.redact.fold import fold_word
from safelog.redact.tokens import UNSEEN

_DROPPED = re.compile(f"[{UNSEEN}{APOSTROPHES}]")
_DIGIT = re.compile(r"\d")
_PLATE_DIGITS = re.compile("[0-9]{3,}")
"""What people remember of a plate."""

_LETTERS = re.compile(r"[^\W\d_]{4,}")
"""So many letters are no part of a plate but a word with a number behind it."""

_PLAIN_CYRILLIC = re.compile("[А-Яа-яЁёІіЇїЄєҐґӘәҒғҚқҢңӨөҰұҮүҺһ]+")
"""Most words: there is nothing to fold but their case."""


class Spelling(NamedTuple):
    """What a word counts as."""

    identity: str
    """Equal for words that nothing here tells apart."""
    keys: tuple[str, ...]
    """What it is looked up by: its readings, and the folded word where it is not Cyrillic."""
    is_code: bool = False
    """Whether it holds digits: a number, a plate, a reference."""


def plain(word: str) -> str:
    """Return a word in small letters, composed, without marks of its own and apostrophes."""
    return _DROPPED.sub("", unicodedata.normalize("NFKC", word).casefold())


def spell(word: str, sounds: Sounds) -> Spelling:
    """Return what a word of a text, or a word that was typed, counts as."""
    if _PLAIN_CYRILLIC.fullmatch(word):
        reading = sounds.cyrillic(word.lower())
        if reading:
            return Spelling(reading, (reading,))
    small = plain(word)
    if _DIGIT.search(small):
        code = fold_word(sounds.drawn_as_latin(_DIGIT.sub(_ascii_digit, small)))
        digits = () if code.isdigit() else _PLATE_DIGITS.findall(code)
        letters = (key for run in _LETTERS.findall(small) for key in spell(run, sounds).keys)
        return Spelling(f"#{code}", tuple(dict.fromkeys((code, *digits, *letters))), is_code=True)
    if sounds.is_cyrillic(small):
        reading = sounds.cyrillic(small)
        if reading:
            return Spelling(reading, (reading,))
    folded = fold_word(small)
    if not sounds.is_latin(small):
        return Spelling(f"={folded}", (folded,))
    return Spelling(f"={folded}", tuple(dict.fromkeys((folded, *sounds.latin(small)))))


def _ascii_digit(match: re.Match[str]) -> str:
    """Return a digit of any script as ASCII writes it."""
    return str(unicodedata.decimal(match[0]))
