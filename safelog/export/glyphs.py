"""Which characters the fonts of the PDF can draw, and what stands for the others.

A PDF without a glyph for a letter shows an empty box, and the reader cannot tell what was there.
So every text is looked through before it is set: a cluster that no single font has whole is told
by its code points, `[U+1F52A]`, and the document lists what they mean. Characters that are
invisible everywhere are left out. Invariant: what comes out of here can be drawn; nothing is lost
without a mark. The HTML and JSON files keep every character.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from importlib import resources
from typing import NamedTuple

from safelog.model.text import visible

LONGEST_WORD = 40
"""Longest stretch without a space that fits a line; longer ones may be divided anywhere."""

_CHUNK = 8
_LONG = re.compile(rf"\S{{{LONGEST_WORD + 1},}}")
_CLUSTER_MARKS = ("Mn", "Mc", "Me")
_JOINER = "\u200d"
_SELECTORS = "\ufe0e\ufe0f"


class _Fonts(NamedTuple):
    faces: tuple[re.Pattern[str], ...]
    """For each font, in order: texts that it has whole."""


class Drawable:
    """Makes texts drawable, and remembers what it had to tell by code points."""

    def __init__(self) -> None:
        """Begin with nothing missing."""
        self.missing: set[str] = set()
        self._fonts = _fonts()
        self._seen: dict[str, str] = {}

    def text(self, text: str) -> str:
        """Return the text with every cluster that cannot be drawn told by its code points."""
        drawn = self._seen.get(text)
        if drawn is None:
            drawn = self._seen[text] = self._drawn(text)
        return drawn

    def _drawn(self, text: str) -> str:
        shown = visible(text).replace("\t", "    ")
        if self._fonts.faces[0].fullmatch(shown):
            return shown
        return "".join(map(self._cluster, _clusters(shown)))

    def _cluster(self, cluster: str) -> str:
        drawn = "".join(c for c in cluster if not _is_unseen(c))
        if any(face.fullmatch(drawn) for face in self._fonts.faces):
            return drawn
        self.missing.add(drawn)
        return f"[{code_points(drawn)}]"


def code_points(cluster: str) -> str:
    """Return the characters of a cluster as `U+1F52A`."""
    return " ".join(f"U+{ord(character):04X}" for character in cluster)


def names(cluster: str) -> str:
    """Return the names that the Unicode standard gives the characters of a cluster."""
    return " + ".join(unicodedata.name(character, "–") for character in cluster)


def cut_long(text: str) -> list[str | list[str]]:
    """Cut a text into what fits a line, and words too long for one, in short pieces."""
    if len(text) <= LONGEST_WORD:
        return [text] if text else []
    cut: list[str | list[str]] = []
    end = 0
    for match in _LONG.finditer(text):
        cut += [text[end : match.start()], pieces(match.group())]
        end = match.end()
    return [part for part in (*cut, text[end:]) if part]


def pieces(word: str) -> list[str]:
    """Cut a word into short pieces, between which a line may end."""
    return [word[at : at + _CHUNK] for at in range(0, len(word), _CHUNK)]


def _clusters(text: str) -> list[str]:
    """Cut a text where one character does not belong to the one before it."""
    clusters: list[str] = []
    for character in text:
        joins = unicodedata.category(character) in _CLUSTER_MARKS or character in _SELECTORS
        if clusters and (joins or character == _JOINER or clusters[-1][-1] == _JOINER):
            clusters[-1] += character
        else:
            clusters.append(character)
    return clusters


def _is_unseen(character: str) -> bool:
    return unicodedata.category(character) == "Cf" or character in _SELECTORS


@lru_cache(maxsize=1)
def _fonts() -> _Fonts:
    """Read the table of what each font has: a line of code points, first and last, per stretch."""
    folder = resources.files("safelog.export") / "typst"
    tables = (folder / name for name in ("libertinus-serif.txt", "dejavu-sans-mono.txt"))
    return _Fonts(tuple(_pattern(table.read_text(encoding="ascii")) for table in tables))


def _pattern(table: str) -> re.Pattern[str]:
    stretches = (line.split("-") for line in table.split())
    ranges = "".join(rf"\U{int(a, 16):08x}-\U{int(b, 16):08x}" for a, b in stretches)
    return re.compile(f"[\n{ranges}]*")
