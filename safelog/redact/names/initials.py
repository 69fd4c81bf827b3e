"""Initials beside a surname: «Щеглов Г. А.», «Г.А. Щеглов», "Sh. Ivanov", «щеглов г.а.»."""

from __future__ import annotations

import re

from safelog.redact.fold import fold_word
from safelog.redact.names.spelling import key

_WINDOW = 16
_NEAR = 4
_SMALL = "a-zа-яёіїєґәғқңөұүһ"
_INITIAL = rf"[^\W\d_{_SMALL}](?:[{_SMALL}](?=\.))?"
_ROW = rf"{_INITIAL}(?:(?:\.[ \u00a0-]{{0,2}}|[ \u00a0-]{{0,2}}){_INITIAL}(?![^\W_])){{0,2}}\.?"
_AFTER = re.compile(rf",?[^\S\n]{{0,3}}(?P<letters>{_ROW})(?![^\W_])")
_BEFORE = re.compile(rf"(?<![^\W_])(?P<letters>{_ROW})[ \u00a0]{{0,3}}$")
_LETTER = re.compile(_INITIAL)
_HASTY = re.compile(
    rf",?[^\S\n]{{0,3}}(?P<letters>(?:[{_SMALL}]\.[ \u00a0]?){{2}})(?<![ \u00a0])(?![^\W_])"
)


def initials_after(text: str, end: int) -> tuple[int, list[str]]:
    """Return where the initials after `end` end, and their keys; `end` and none without any."""
    match = _AFTER.match(text, end, end + _WINDOW)
    letters = _keys(match["letters"]) if match else []
    return (match.end(), letters) if match and letters else (end, [])


def initials_before(text: str, start: int) -> tuple[int, list[str]]:
    """Return where the initials before `start` begin, and their keys."""
    nearest = text[max(0, start - _NEAR) : start].rstrip("\u00a0 ")[-1:]
    if nearest != "." and not nearest.isupper():
        return start, []
    match = _BEFORE.search(text, max(0, start - _WINDOW), start)
    letters = _keys(match["letters"]) if match else []
    return (match.start("letters"), letters) if match and letters else (start, [])


def hasty_initials_after(text: str, end: int) -> tuple[int, list[str]]:
    """Return the same for two initials in small letters, which may as well be «т.е.» or "i.e."."""
    match = _HASTY.match(text, end, end + _WINDOW)
    if match is None:
        return end, []
    return match.end(), [key(fold_word(letter)) for letter in match["letters"] if letter.isalpha()]


def _keys(row: str) -> list[str]:
    """Return the keys of initials, or none if the row is a one-letter word or in small letters."""
    letters = [letter[0] for letter in _LETTER.findall(row)]
    if not all(letter.isupper() for letter in letters) or ("." not in row and len(letters) == 1):
        return []
    return [key(fold_word(letter)) for letter in letters]
