"""Which words of a text somebody must look at, and who.

A text is cut at its white space into chunks, and every distinct chunk is judged once: each finder
says what in it concerns them. Nearly all chunks of an ordinary text concern nobody, so they cost
one look-up, and a finder sees only the stretches that it asked for.

Invariants: a chunk longer than `LONGEST` concerns everybody and is not remembered; the memory is
bounded; what a finder is shown never depends on what was looked at before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from itertools import accumulate, chain, compress, count, repeat
from operator import add, or_
from typing import Final, TypeAlias

Stretch: TypeAlias = tuple[int, int]
"""Start and end of a piece of a text; it begins and ends at white space."""

_SPACES = (
    "\n\t\r\xa0\v\f\x85\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
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
    YEAR: Final = 32768
    """Holds the year of a day."""
    DIGITS: Final = 65536
    """Holds digits that stand in a number, or a number word."""
    LONG: Final = 131072
    """Holds enough of them to end a number that was begun elsewhere."""
    GROUP: Final = 262144
    """Holds digits that stand in a code, or a number word."""
    ANY: Final = 524287


class Look:
    """A text that was looked over: what each of its chunks concerns."""

    def __init__(self, text: str, chunks: list[str], cares: list[int]) -> None:
        """Take a text, its pieces between single spaces, and whom each of them concerns."""
        self.text = text
        self.seen = reduce(or_, set(cares), Care.NONE)
        """Whom any of the chunks concerns."""
        self._pieces = chunks
        self._cares = cares
        self._indices: dict[int, list[int]] = {}
        self._starts: list[int] = []
        self._ends: list[int] = []
        if self.seen:
            self._measure()

    def _measure(self) -> None:
        """Find where the chunks are, and list them by whom they concern."""
        sizes = list(map(len, self._pieces))
        starts = list(accumulate(map(add, sizes, repeat(1)), initial=0))
        ends = list(map(add, starts, sizes))
        if 0 in sizes:
            # What stands between two spaces in a row is no chunk.
            starts, ends = list(compress(starts, sizes)), list(compress(ends, sizes))
            self._cares = list(compress(self._cares, sizes))
        self._starts, self._ends = starts, ends
        cares = self._cares
        for index in compress(count(), cares):
            self._indices.setdefault(cares[index], []).append(index)

    def _concerned(self, cares: int) -> list[int]:
        """Return the chunks that concern any of `cares`, in order."""
        lists = [indices for care, indices in self._indices.items() if care & cares]
        return lists[0] if len(lists) == 1 else sorted(chain.from_iterable(lists))

    def stretches(
        self,
        cares: int,
        *,
        before: int = 0,
        after: int = 0,
        near: int = Care.ANY,
        within: int = 0,
    ) -> list[Stretch]:
        """Return what concerns any of `cares`, in order; the stretches do not overlap.

        Args:
            cares: whom it has to concern.
            before: chunks to show before each such chunk.
            after: chunks to show after it.
            near: whom the chunk or one soon after it has to concern as well.
            within: how many chunks after it count as soon.
        """
        if not self.seen & cares or not self.seen & near:
            return []
        found: list[list[int]] = []
        for index in self._concerned(cares):
            if near == Care.ANY or any(
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
        for index in self._concerned(cares | Care.JOIN):
            care = self._cares[index]
            if index > last + 1:
                counted, begun = 0, index
            last = index
            if care & cares:
                counted += fewest if care & alone else 1
            if counted >= fewest:
                _show(found, begun, index)
        return self._bounds(found)

    def _bounds(self, found: list[list[int]]) -> list[Stretch]:
        starts, ends = self._starts, self._ends
        most = len(ends) - 1
        return [(starts[first], ends[min(last, most)]) for first, last in found]


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
        spaced = text
        for space in _SPACES:
            if space in spaced:
                spaced = spaced.replace(space, " ")
        chunks = spaced.split(" ")
        return Look(text, chunks, list(map(self._known.__getitem__, chunks)))


class _Known(dict[str, int]):
    """Whom each chunk concerns; found out when first asked."""

    def __init__(self, judges: Sequence[Callable[[str], int]]) -> None:
        super().__init__({"": Care.NONE})
        self._judges = judges

    def __missing__(self, chunk: str) -> int:
        if len(chunk) > LONGEST:
            return Care.ANY
        if len(self) >= _MEMO_MOST:
            self.clear()
            self[""] = Care.NONE
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
