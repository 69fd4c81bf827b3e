"""What stands around a word: where its sentence starts, what its neighbours are.

Every look is bounded by a window, so that the work on a text grows with its length alone.
"""

from __future__ import annotations

import re

from safelog.redact.tokens import UNSEEN

WINDOW = 200
"""Code points that are looked at on either side."""

_BEFORE_START = re.compile(r"(?:^|\n|[!?…]|(?<!\b[^\W\d_])\.)[\s\"'«»„“”‘’‹›()\[\]{}*_–—•>-]*$")
_SPEAKER = re.compile(
    r"(?:^|\n)[ \t]*(?:[\[(]?\d{1,2}[:.]\d\d(?:[:.]\d\d)?[\])]?,?[ \t]*[-–—]?[ \t]*)?"
    r"[^\W\d_]\w{0,20}:[ \t]*[\"'«„“]*$"
)
_SENTENCE = re.compile(r"(?:\n|[.!?…])[^.!?…\n]*$")
_FIRST_LETTER = re.compile(r"[^\W\d_]")
_SPEAKER_START = re.compile(
    r"[ \t]*(?:[\[(]?\d{1,2}[:.]\d\d(?:[:.]\d\d)?[\])]?,?[ \t]*[-–—]?[ \t]*)?[^\W\d_]\w{0,20}:[ \t]*"
)
_NEXT_WORD = re.compile(rf"[^\S\n]{{1,3}}([^\W\d_](?:[^\W_]|[{UNSEEN}'’-])*)")
_WORD_BEFORE = re.compile(rf"([^\W\d_](?:[^\W_]|[{UNSEEN}'’-])*)[^\S\n]{{1,3}}$")
_OPENING = frozenset('«„“"‹')
_CLOSING = frozenset('»“”"›')


def before(text: str, start: int) -> str:
    """Return the window before `start`; at the start of the text it begins with a line break."""
    return ("\n" if start <= WINDOW else "") + text[max(0, start - WINDOW) : start]


def starts_sentence(text: str, start: int) -> bool:
    """Tell whether a word at `start` has its capital letter from its place."""
    window = before(text, start)
    return bool(_BEFORE_START.search(window) or _SPEAKER.search(window))


def is_careless(text: str, start: int) -> bool:
    """Tell whether the sentence around `start` begins with a small letter, as in a chat."""
    sentence = _SENTENCE.search(before(text, start))
    if sentence is None:
        return False
    opening = sentence.group()[1:] + text[start : start + 1]
    speaker = _SPEAKER_START.match(opening)
    first = _FIRST_LETTER.search(opening, speaker.end() if speaker else 0)
    return first is not None and first.group().islower()


def is_quoted(text: str, start: int, end: int) -> bool:
    """Tell whether a word stands alone in quotation marks."""
    return text[start - 1 : start] in _OPENING and text[end : end + 1] in _CLOSING and start > 0


def next_word(text: str, end: int) -> str:
    """Return the word after `end` on the same line, or nothing."""
    match = _NEXT_WORD.match(text, end, end + WINDOW)
    return match[1] if match else ""


def word_before(text: str, start: int) -> str:
    """Return the word before `start` on the same line, or nothing."""
    match = _WORD_BEFORE.search(text, max(0, start - WINDOW), start)
    return match[1] if match else ""


_ACCOUNT = re.compile(r"[\w.+-]*@[\w.-]*|[\w.]*_[\w.]*")
_LEFT = re.compile(r"[\w.@+-]*$")
_RIGHT = re.compile(r"[\w.@+-]*")


def account_around(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the bounds of the e-mail address or account name around a word, if it is in one."""
    left = _LEFT.search(text, max(0, start - WINDOW), start)
    right = _RIGHT.match(text, end, end + WINDOW)
    low = left.start() if left else start
    high = right.end() if right else end
    while high > end and text[high - 1] in ".-+":
        high -= 1
    around = text[low:high]
    return (low, high) if "@" in around or "_" in around.strip("_") else None
