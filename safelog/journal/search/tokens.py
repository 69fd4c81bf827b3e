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

_SPACED = re.compile(r"\S+")

_DIGITS = re.compile("[0-9]+")
_GAP = r"[ \u00a0\u2009\u202f().\-\u2010-\u2015/]{0,3}"
_NUMBER = re.compile(rf"[0-9](?:{_GAP}[0-9]){{6,24}}")
"""Seven digits or more with what people put between them."""

_TYPED_NUMBER = re.compile(rf"[0-9](?:{_GAP}[0-9]){{3,24}}")

_PIECE = r"(?:[^\W\d_]{1,3}|[0-9]{1,4})"
_CAPITALS = r"(?:[A-ZА-ЯЁІЇЄҐӘҒҚҢӨҰҮҺ]{1,3}|[0-9]{1,4})"
_PLATE = re.compile(rf"(?<!\w){_CAPITALS}(?:[ -]?{_CAPITALS}){{2,3}}(?!\w)")
_TYPED_PLATE = re.compile(rf"(?<!\w){_PIECE}(?:[ -]?{_PIECE}){{1,3}}(?!\w)")
_BEFORE_DIGITS = 4
"""Three letters and a gap: what of a plate may stand before its first digit."""

_GAPS = re.compile(r"\W+")


class Token(NamedTuple):
    """A word and where it stands, in code points."""

    start: int
    end: int
    text: str


def words(text: str) -> Iterator[Token]:
    """Walk the words of `text` in order."""
    for spaced in _SPACED.finditer(text):
        for match in WORD.finditer(text, *spaced.span()):
            yield Token(match.start(), match.end(), match[0])


def codes(text: str, *, typed: bool = False) -> Iterator[Token]:
    """Walk the numbers and plates of `text` that are written in pieces, each without its gaps.

    Args:
        text: where they stand.
        typed: whether it is a query: people do not type capitals, and stop half-way.
    """
    number, plate = (_TYPED_NUMBER, _TYPED_PLATE) if typed else (_NUMBER, _PLATE)
    at = 0
    for digits in _DIGITS.finditer(text):
        start = digits.start()
        if start < at:
            continue
        found = number.match(text, start) or _plate(
            text, plate, max(at, start - _BEFORE_DIGITS), start
        )
        if found is not None:
            at = found.end()
            code = _GAPS.sub("", found[0])
            if code != found[0]:
                yield Token(found.start(), at, code)


def _plate(text: str, plate: re.Pattern[str], begin: int, digits: int) -> re.Match[str] | None:
    """Return the plate that begins between `begin` and its first `digits`."""
    for start in range(begin, digits + 1):
        if found := plate.match(text, start):
            return None if _GAPS.sub("", found[0]).isdigit() else found
    return None
