"""The objects of “Seen before?”; see `objects`."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from safelog.journal.doubles import Doubled
from safelog.journal.likeness import Clue, ClueCode, Pair, Strength, Suggestion
from safelog.model.ids import EntityId, IncidentId

StrengthName = Literal["exact", "rule", "possible"]
Count = Annotated[int, msgspec.Meta(ge=0)]

_NAMES: dict[Strength, StrengthName] = {
    Strength.EXACT: "exact",
    Strength.RULE: "rule",
    Strength.POSSIBLE: "possible",
}


class ClueShown(msgspec.Struct, frozen=True, kw_only=True):
    """One reason."""

    code: ClueCode
    known: Count
    """How many characters or words agree, for reasons that count them; else 0."""


class Suggested(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="suggestion"):
    """An entity that may be meant."""

    entity: EntityId
    strength: StrengthName
    clues: tuple[ClueShown, ...]
    said: str
    """The words that led to it; empty where an entity was asked about."""
    times: Count
    """In how many incidents it is named."""
    last: IncidentId | None
    """The latest of them."""


class Alike(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="alike"):
    """Two entities that look like one."""

    first: EntityId
    second: EntityId
    strength: StrengthName
    clues: tuple[ClueShown, ...]


class DoubledShown(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="doubled"):
    """Two incidents that were made from the same rows of an imported file."""

    first: IncidentId
    second: IncidentId
    rows: Count


def doubled_object(pair: Doubled) -> DoubledShown:
    """Return the JSON form of incidents that were made twice."""
    return DoubledShown(first=pair.first, second=pair.second, rows=pair.rows)


def suggestion_object(suggestion: Suggestion) -> Suggested:
    """Return the JSON form of a suggestion."""
    return Suggested(
        entity=suggestion.entity,
        strength=_NAMES[suggestion.strength],
        clues=_clues(suggestion.clues),
        said=suggestion.said,
        times=suggestion.times,
        last=suggestion.last,
    )


def pair_object(pair: Pair) -> Alike:
    """Return the JSON form of a pair."""
    return Alike(
        first=pair.first,
        second=pair.second,
        strength=_NAMES[pair.strength],
        clues=_clues(pair.clues),
    )


def strength_name(strength: Strength) -> StrengthName:
    """Return how the JSON form and the catalogue call a strength."""
    return _NAMES[strength]


def _clues(clues: tuple[Clue, ...]) -> tuple[ClueShown, ...]:
    return tuple(ClueShown(code=clue.code, known=clue.known) for clue in clues)
