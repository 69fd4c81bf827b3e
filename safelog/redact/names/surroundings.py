"""What stands around a word: where its sentence starts, what its neighbours are.

Every look is bounded by a window, so that the work on a text grows with its length alone.
"""

from __future__ import annotations

import re

from safelog.redact.tokens import UNSEEN

WINDOW = 200
"""Code points that are looked at on either side."""

_OPENING = "«„“”\"‹‘’'([{"
_CLOSING = "»“”\"›’'"
_BEFORE_WORD = _OPENING + _CLOSING + " \t\u00a0\r\n*_–—•>-)]}"
_ENDS = "!?…"

_CLOCK = r"(?:[\[(]?\d{1,2}[:.]\d\d(?:[:.]\d\d)?[\])]?,?[ \t]*[-–—]?[ \t]*)?"
_SPEAKER = re.compile(rf"[ \t]*{_CLOCK}[^\W\d_]\w{{0,20}}:[ \t]*")
_FIRST_LETTER = re.compile(r"[^\W\d_]")
_NEXT_WORD = re.compile(rf"[^\S\n]{{1,3}}([^\W\d_](?:[^\W_]|[{UNSEEN}'’-])*)")
_LAST_WORD = re.compile(rf"[^\W\d_](?:[^\W_]|[{UNSEEN}'’-])*\Z")


def starts_sentence(text: str, start: int) -> bool:
    """Tell whether a word at `start` has its capital letter from its place."""
    low = max(0, start - WINDOW)
    window = text[low:start]
    before = window.rstrip(_BEFORE_WORD)
    if not before:
        return low == 0 or "\n" in window
    if "\n" in window[len(before) :] or before[-1] in _ENDS:
        return True
    if before[-1] == ".":
        return not (before[-2:-1].isalpha() and not before[-3:-2].isalpha())
    return before[-1] == ":" and _speaker_end(window) == len(window.rstrip(_OPENING))


def is_careless(text: str, start: int) -> bool:
    """Tell whether the sentence around `start` begins with a small letter, as in a chat."""
    low = max(0, start - WINDOW)
    window = text[low:start]
    stop = max(window.rfind(end) for end in (*_ENDS, ".", "\n"))
    if stop < 0 and low > 0:
        return False
    sentence = window[stop + 1 :] + text[start]
    speaker = _SPEAKER.match(sentence)
    first = _FIRST_LETTER.search(sentence, speaker.end() if speaker else 0)
    return first is not None and first.group().islower()


def paragraph(text: str, start: int, end: int) -> str:
    """Return what stands around a stretch in the same paragraph, as far as one looks."""
    before, after = text[max(0, start - WINDOW) : start], text[end : end + WINDOW]
    return before.rpartition("\n\n")[2] + text[start:end] + after.partition("\n\n")[0]


def _speaker_end(window: str) -> int:
    """Return where the name and colon at the start of the window's last line end, or -1."""
    line = window.rfind("\n") + 1
    speaker = _SPEAKER.match(window, line)
    return speaker.end() if speaker else -1


def is_quoted(text: str, start: int, end: int) -> bool:
    """Tell whether a word stands alone in quotation marks."""
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    return before != "" and before in _OPENING and after != "" and after in _CLOSING


def next_word(text: str, end: int) -> str:
    """Return the word after `end` on the same line, or nothing."""
    match = _NEXT_WORD.match(text, end, end + WINDOW)
    return match[1] if match else ""


def word_before(text: str, start: int) -> str:
    """Return the word before `start` on the same line, or nothing."""
    window = text[max(0, start - WINDOW) : start]
    before = window.rstrip(" \t\u00a0")
    if len(before) == len(window):
        return ""
    tail = before[before.rfind(" ") + 1 :]
    match = _LAST_WORD.search(tail)
    return match.group() if match else ""


def is_called(text: str, start: int, end: int) -> bool:
    """Tell whether commas, or what relatives are called, make a word a call: «Ксюш, ты где?»."""
    if text[end : end + 1] in _AFTER_CALL and text[end : end + 1]:
        return (
            text[end : end + 1] != "."
            or text[max(0, start - 2) : start] == ", "
            or _is_kin(text, start)
        )
    return _is_kin(text, start)


def _is_kin(text: str, start: int) -> bool:
    return word_before(text, start).lower() in _KIN_CALLED


_AFTER_CALL = ",!?.…"
_KIN_CALLED = frozenset(
    ["дядь", "тёть", "теть", "баб", "бабуль", "дед", "мам", "пап", "слышь", "эй"]
)

_LEFT = re.compile(r"[\w.@+-]*\Z")
_RIGHT = re.compile(r"[\w.@+-]*")
_TRAILING = ".-+"


def account_around(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the bounds of the e-mail address or account name around a word, if it is in one."""
    if text[end : end + 1] not in _JOINTS and (start == 0 or text[start - 1] not in _JOINTS):
        return None
    left = _LEFT.search(text, max(0, start - WINDOW), start)
    right = _RIGHT.match(text, end, end + WINDOW)
    low = left.start() if left else start
    high = right.end() if right else end
    high = end + len(text[end:high].rstrip(_TRAILING))
    around = text[low:high]
    return (low, high) if "@" in around or "_" in around.strip("_") else None


_JOINTS = frozenset("_@.+-")
"""What can stand beside a word inside an address or account name."""
