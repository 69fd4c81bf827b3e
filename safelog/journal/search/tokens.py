"""Where words stand in a text: one rule for the index, for queries and for highlights.

A word is a run of letters and digits with the marks and apostrophes inside it. An ideograph or an
emoji is a word by itself, because nothing stands between them. A number or a number plate that is
written with gaps is one word more, a code, beside its pieces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from safelog.redact.tokens import UNSEEN

APOSTROPHES = "'`´‘’‛ʹʻʼʽˈ′＇"

_ALONE = (
    "\u2600-\u27bf\u2b00-\u2bff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U0001f000-\U0001faff\U00020000-\U0003ffff"
)
"""Kana, ideographs and emoji, as the inside of a character class."""

WORD = re.compile(
    rf"[{_ALONE}]|[^\W_{_ALONE}]+(?:[{UNSEEN}{APOSTROPHES}]+[^\W_{_ALONE}]+)*[{UNSEEN}]*"
)
"""One word; linear, because no two of its parts can match the same character."""

_DIGIT = re.compile(r"\d")
_GAP = r"[ \u00a0\u2009\u202f().\-\u2010-\u2015/]{0,3}"
_NUMBER = re.compile(rf"\+?\d(?:{_GAP}\d){{6,24}}")
"""Seven digits or more with what people put between them."""

_PIECE = r"(?:[^\W\d_]{1,3}|\d{1,4})"
_CAPITALS = r"(?:[A-ZА-ЯЁІЇЄҐӘҒҚҢӨҰҮҺ]{1,3}|\d{1,4})"
_PLATE = re.compile(rf"(?<!\w){_CAPITALS}(?:[ -]?{_CAPITALS}){{2,3}}(?!\w)")
_TYPED_PLATE = re.compile(rf"(?<!\w){_PIECE}(?:[ -]?{_PIECE}){{1,3}}(?!\w)")
_GAPS = re.compile(r"\W+")


class Token(NamedTuple):
    """A word and where it stands, in code points."""

    start: int
    end: int
    text: str


def words(text: str) -> Iterator[Token]:
    """Walk the words of `text` in order."""
    return (Token(match.start(), match.end(), match[0]) for match in WORD.finditer(text))


def codes(text: str, *, typed: bool = False) -> Iterator[Token]:
    """Walk the numbers and plates of `text` that are written in pieces, each without its gaps.

    Args:
        text: where they stand.
        typed: whether it is a query: people do not type capitals, and stop half-way.
    """
    if _DIGIT.search(text) is None:
        return
    for match in _NUMBER.finditer(text):
        digits = _GAPS.sub("", match[0])
        if digits != match[0].removeprefix("+"):
            yield Token(match.start(), match.end(), digits)
    for match in (_TYPED_PLATE if typed else _PLATE).finditer(text):
        plate = _GAPS.sub("", match[0])
        if plate != match[0] and not plate.isdigit() and not plate.isalpha():
            yield Token(match.start(), match.end(), plate)
