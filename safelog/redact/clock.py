"""Hours that a text tells in words: «около половины шестого», "half past five", «кешкі бесте».

The words are data (`data/clock.toml`): frames with an hour in them, in four languages. They are put
to the person as questions, because most words for an hour count other things too. Limits: an hour
that only the whole sentence tells ("when the bells rang"), and numbers that stand without any of
the words that frames know.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources

import msgspec

_FIGURES = r"(?:2[0-4]|[01]?\d)(?:-?(?:й|ої|ій|те|де|та|да))?(?![\d:.,]\d|\d)"
_SPACE = r"[\s\u2010-\u2015-]{1,3}"
_SLOT = re.compile(r"\{(\w+)\}|([^\s?]+)")


class _Language(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The frames of one language."""

    words: dict[str, tuple[str, ...]]
    frames: tuple[str, ...]
    counted: tuple[str, ...]


def hours_in_words(text: str) -> Iterator[tuple[int, int]]:
    """Walk the stretches of a text that may tell an hour, from the left; none overlap."""
    at = 0
    # Two languages can find one stretch: of those that begin together the longer one is all of it.
    found = (match.span() for pattern in _patterns() for match in pattern.finditer(text))
    for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
        if start >= at:
            yield start, end
            at = end


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    file = resources.files("safelog.redact") / "data" / "clock.toml"
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    return tuple(map(_pattern, msgspec.convert(table, type=dict[str, _Language]).values()))


def _pattern(language: _Language) -> re.Pattern[str]:
    """Return what finds the frames of a language; of two that fit, the earlier one of the file."""
    frames = "|".join(_frame(frame, language) for frame in language.frames)
    counted = f"(?!{_SPACE}(?:{'|'.join(language.counted)}))"
    return re.compile(rf"(?<!\w)(?:{frames})(?!\w){counted}", re.IGNORECASE)


def _frame(frame: str, language: _Language) -> str:
    """Return a frame as an expression."""
    made = ""
    for item in frame.split():
        slot = _SLOT.match(item)
        name = slot[1] if slot else None
        words: tuple[str, ...] = (item.rstrip("?"),)
        if name:
            words = language.words["hour" if name == "figure" else name]
        inner = _any_of(words) + (f"|{_FIGURES}" if name == "figure" else "")
        gap = _SPACE if made else ""
        made += f"(?:{gap}(?:{inner}))" + ("?" if item.endswith("?") else "")
    return made


def _any_of(words: Sequence[str]) -> str:
    """Return the words as alternatives, the longest first."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(
        re.escape(word).replace("'", "['\u2019\u02bc]").replace(r"\ ", r"\s{1,2}")
        for word in ordered
    )
