"""Compare an export that is being made with those that were made before, whoever they were for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import msgspec

from safelog.journal.events import ExportMade
from safelog.journal.state import State
from safelog.model.ids import RecipientId
from safelog.redact.policy import Rules
from safelog.redact.withheld import Joined, Revealed, Told, Withheld, joined, revealed, seen_of


class Comparison(NamedTuple):
    """What the person has to know before an export is made."""

    revealed: Revealed
    """What it would show that earlier exports kept back from the same recipient."""
    unknown: int
    """Earlier exports to them of which nobody noted what they kept back."""
    joined: tuple[tuple[RecipientId, Joined], ...]
    """Other recipients who have some of the same incidents, told otherwise."""


def compare(state: State, recipient: RecipientId, now: Told, rules: Rules) -> Comparison:
    """Compare what an export tells with what others told."""
    before = state.exports.get(recipient, [])
    unknown = sum(made.withheld is None for made in before)
    sides = []
    for other, exports in state.exports.items():
        if other != recipient:
            side = joined(now, _last_words(state, exports))
            if side.to_them or side.from_them:
                sides.append((other, side))
    # What any export told them is no news in the next one.
    kept = tuple(_last_words(state, before))
    return Comparison(revealed(now, rules, [kept]), unknown, tuple(sides))


def _last_words(state: State, exports: Iterable[ExportMade]) -> Iterator[Withheld]:
    """Walk what a recipient was not told in any of their exports, one entry for each incident."""
    kept: dict[str, Withheld] = {}
    for made in exports:
        for each in _united(state, made) or ():
            before = kept.get(each.incident, each)
            # What any export told them, they know.
            hid = set(each.entities) & set(before.entities)
            kept[each.incident] = msgspec.structs.replace(
                each,
                entities=tuple(sorted(hid)),
                named=tuple(sorted({*each.named, *before.named} & hid)),
                fields=tuple(sorted({*each.fields} & {*before.fields})),
                exhibits=seen_of(before.exhibits, each.exhibits),
            )
    yield from kept.values()


def _united(state: State, made: ExportMade) -> tuple[Withheld, ...] | None:
    """Return what an export kept back, by those who stand for whoever was merged since."""
    if made.withheld is None:
        return None
    one = state.representative
    return tuple(
        msgspec.structs.replace(
            each,
            entities=tuple(sorted(set(map(one, each.entities)))),
            named=tuple(sorted(set(map(one, each.named)))),
        )
        for each in made.withheld
    )
