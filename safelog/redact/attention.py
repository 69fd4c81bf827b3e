"""Which words of a text somebody must look at, and who.

A text is cut at its white space into chunks, and every distinct chunk is judged once: each finder
says what in it concerns them. Nearly all chunks of an ordinary text concern nobody, so they cost
one look-up, and a finder sees only the stretches that it asked for.

Invariants: a chunk longer than `LONGEST` concerns everybody and is not remembered; the memory is
bounded; what a finder is shown never depends on what was looked at before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from operator import or_
from typing import Final, TypeAlias

Stretch: TypeAlias = tuple[int, int]
"""Start and end of a piece of a text; it begins and ends at white space."""

_CHUNK = re.compile(
    r"[^ \t\n\v\f\r\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+",
)
"""White space as people see it: what separates units of a file (U+001C to U+001F) is unseen."""

LONGEST = 200
"""Characters; nobody writes longer words, and what is not remembered cannot fill the memory."""

_MEMO_MOST = 200_000

_PUNCTUATION = '.,!?:;«»„“”"()'

_FAR = 2


class Care:
    """Why a chunk concerns somebody, as bits of a number."""

    NONE: Final = 0
    NAME: Final = 1
    """Holds a word that is read as a name."""
    START: Final = 2
    """Begins like a name, which the next chunk may complete."""
    LETTER: Final = 4
    """Holds a letter that stands alone."""
    SPELT: Final = 8
    """Holds three or more of them."""
    FIGURE: Final = 16
    """Holds a digit or a number word."""
    FIGURES: Final = 32
    """Holds digits enough to end a number that was begun elsewhere."""
    JOIN: Final = 64
    """Holds nothing but signs, or a word that may stand inside a spoken number."""
    CODE: Final = 128
    """Holds the first group of a code."""
    LINK: Final = 256
    """Holds the longest piece of an address."""
    STREET: Final = 512
    """Sounds like the beginning of a street."""
    ANGLE: Final = 1024
    """Holds a number that may be one of two coordinates."""
    LITERAL: Final = 2048
    """Holds the first word of a name that no rule covers."""
    DISGUISE: Final = 4096
    """Is a name once its disguise is taken off."""
    CODED: Final = 8192
    """Holds words in an encoding that is not made for people."""
    SPOKEN: Final = 16384
    """Is the name of a letter."""
    MONTH: Final = 32768
    """Begins like the name of a month."""
    ANY: Final = 65535


class Look:
    """A text that was looked over: what each of its chunks concerns."""

    def __init__(self, text: str, cares: list[int]) -> None:
        """Take a text and, per chunk, whom it concerns."""
        self.text = text
        self._cares = cares
        self.seen = reduce(or_, set(cares), Care.NONE)
        """Whom any of the chunks concerns."""
        self._loud = [index for index, care in enumerate(cares) if care] if self.seen else []
        self._spans: list[Stretch] = []

    def stretches(
        self, cares: int, *, before: int = 0, after: int = 0, near: int = Care.ANY, within: int = 0
    ) -> list[Stretch]:
        """Return what concerns any of `cares`, in order; the stretches do not overlap.

        Args:
            cares: whom it has to concern.
            before: chunks to show before each such chunk.
            after: chunks to show after it.
            near: whom the chunk or one soon after it has to concern as well.
            within: how many chunks after it count as soon.
        """
        if not self.seen & cares:
            return []
        found: list[list[int]] = []
        for index in self._loud:
            if self._cares[index] & cares and any(
                care & near for care in self._cares[index : index + within + 1]
            ):
                _show(found, max(index - before, 0), index + after)
        return self._bounds(found)

    def runs(self, cares: int, *, alone: int, fewest: int) -> list[Stretch]:
        """Return the runs of chunks that concern any of `cares`, joined by `Care.JOIN`.

        Args:
            cares: whom the chunks have to concern.
            alone: a chunk that concerns any of these is enough for a run.
            fewest: without such a chunk, a run with fewer chunks is not shown.
        """
        if not self.seen & cares:
            return []
        found: list[list[int]] = []
        counted, begun, last = 0, 0, -_FAR
        for index in self._loud:
            care = self._cares[index]
            if not care & (cares | Care.JOIN):
                continue
            if index > last + 1:
                counted, begun = 0, index
            last = index
            if care & cares:
                counted += fewest if care & alone else 1
            if counted >= fewest:
                _show(found, begun, index)
        return self._bounds(found)

    def _bounds(self, found: list[list[int]]) -> list[Stretch]:
        if not found:
            return []
        if not self._spans:
            self._spans = [match.span() for match in _CHUNK.finditer(self.text)]
        spans = self._spans
        most = len(spans) - 1
        return [(spans[first][0], spans[min(last, most)][1]) for first, last in found]


def _show(found: list[list[int]], first: int, last: int) -> None:
    """Add chunks to those shown; what touches or overlaps becomes one stretch."""
    if found and first <= found[-1][1] + 1:
        found[-1][1] = max(found[-1][1], last)
    else:
        found.append([first, last])


class Attention:
    """Looks texts over, and remembers what every chunk concerns."""

    def __init__(self, judges: Iterable[Callable[[str], int]]) -> None:
        """Ask `judges` about each new chunk; what any of them cares about counts."""
        self._known = _Known(tuple(judges))

    def look(self, text: str) -> Look:
        """Look `text` over."""
        return Look(text, list(map(self._known.__getitem__, _CHUNK.findall(text))))


class _Known(dict[str, int]):
    """Whom each chunk concerns; found out when first asked."""

    def __init__(self, judges: Sequence[Callable[[str], int]]) -> None:
        super().__init__()
        self._judges = judges

    def __missing__(self, chunk: str) -> int:
        if len(chunk) > LONGEST:
            return Care.ANY
        if len(self) >= _MEMO_MOST:
            self.clear()
        bare = chunk.strip(_PUNCTUATION)
        if bare != chunk and bare.isalpha():
            # The same word with a comma after it concerns the same.
            care = self[chunk] = self[bare]
            return care
        care = self[chunk] = reduce(or_, (judge(chunk) for judge in self._judges), Care.NONE)
        return care


def whole(text: str) -> list[Stretch]:
    """Return the one stretch that is all of `text`, for who looks at everything."""
    return [(0, len(text))]
