"""The invented pairs of `pairs.txt`, and what the index says of them.

`python -m tests.unit.journal.likeness.corpus` prints how often it is right, group by group.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from safelog.journal.likeness import Likeness, LikenessIndex
from safelog.model.entity import ENTITY_KINDS, Entity
from safelog.model.ids import EntityId, make_id

PATH = Path(__file__).with_name("pairs.txt")
STRENGTHS = ("none", "possible", "rule", "exact")


class Pair(NamedTuple):
    """Two spellings, and what is to be suggested."""

    group: str
    kind: str
    one: str
    other: str
    strength: str
    clue: str


def pairs() -> Iterator[Pair]:
    """Read the file."""
    group = ""
    for line in PATH.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            group = line.removeprefix("## ")
        elif line and not line.startswith("#"):
            yield Pair(group, *(cell.strip() for cell in line.split("|")))


def entity(kind: str, name: str, number: int) -> Entity:
    """Make an entity; a description is a person whose name nobody knows."""
    known = kind != "description"
    real = kind if known else "person"
    return Entity(
        id=EntityId(make_id(number.to_bytes(16, "big"))),
        kind=next(each for each in ENTITY_KINDS if each == real),
        name=name,
        known=known,
    )


def likeness(pair: Pair, *, turned: bool = False) -> Likeness | None:
    """Return what the index suggests for the one where only the other is registered."""
    names = (pair.other, pair.one) if turned else (pair.one, pair.other)
    asked, registered = (entity(pair.kind, name, n) for n, name in enumerate(names, start=1))
    index = _index()
    index.put(registered)
    found = max(index.of_entity(asked), key=lambda each: each.rank, default=None)
    index.drop(registered.id)
    return found


@cache
def _index() -> LikenessIndex:
    return LikenessIndex()


def strength(found: Likeness | None) -> str:
    """Return a strength as the file writes it."""
    return found.strength.name.lower() if found else "none"


def report() -> Iterator[str]:
    """Give the lines of the table."""
    yield f"{'group':45}{'pairs':>6}{'as said':>9}{'too strong':>12}{'too weak':>10}"
    rows = [(pair, STRENGTHS.index(strength(likeness(pair)))) for pair in pairs()]
    for group in (*dict.fromkeys(pair.group for pair, _ in rows), "all"):
        some = [row for row in rows if group in {row[0].group, "all"}]
        off = [found - STRENGTHS.index(pair.strength) for pair, found in some]
        above, below = sum(each > 0 for each in off), sum(each < 0 for each in off)
        yield f"{group:45}{len(off):6}{off.count(0):9}{above:12}{below:10}"
    yield ""
    yield f"{'suggested at least':24}{'precision':>10}{'recall':>10}"
    for level in ("possible", "rule", "exact"):
        least = STRENGTHS.index(level)
        said = [(found >= least, STRENGTHS.index(pair.strength) >= least) for pair, found in rows]
        right = sum(found and wanted for found, wanted in said)
        precision = right / max(1, sum(found for found, _ in said))
        recall = right / max(1, sum(wanted for _, wanted in said))
        yield f"{level:24}{precision:10.1%}{recall:10.1%}"


if __name__ == "__main__":
    import sys

    sys.stdout.write("\n".join(report()) + "\n")
