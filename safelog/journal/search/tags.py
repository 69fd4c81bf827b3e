"""What a search may be narrowed down by, as marks of the row of an incident.

A tag is looked up like a word. Each holds a space, so that none is a word. The row of an incident
is written anew whenever something of it is saved, so its tags are as new as its words; what merges
say is asked of the journal at the time of the search.
"""

from __future__ import annotations

from collections.abc import Iterator

from safelog.journal.facts import Facts, is_open
from safelog.model.ids import EntityId
from safelog.model.incident import Incident

EVIDENCE = "has evidence"
OPEN_REPORT = "has an open report"
NO_TIME = "has no time"


def tags_of(incident: Incident, facts: Facts, *, has_evidence: bool) -> Iterator[str]:
    """Walk the tags of the newest revision of an incident."""
    yield kind(incident.kind)
    yield state(incident.state)
    yield from map(naming, facts.entities)
    if facts.place:
        yield place(facts.place)
    if facts.place_entity:
        yield place_entity(facts.place_entity)
    if has_evidence:
        yield EVIDENCE
    if any(map(is_open, facts.follow_ups)):
        yield OPEN_REPORT
    if incident.when is None or incident.when.precision == "unknown":
        yield NO_TIME


def kind(code: str) -> str:
    """Return the tag of a kind."""
    return f"kind {code}"


def state(name: str) -> str:
    """Return the tag of a state."""
    return f"state {name}"


def naming(entity: EntityId) -> str:
    """Return the tag of the incidents that name an entity."""
    return f"names {entity}"


def place(label: str) -> str:
    """Return the tag of the label of a place."""
    return f"place {label}"


def place_entity(entity: EntityId | str) -> str:
    """Return the tag of a place of the register."""
    return f"at {entity}"
