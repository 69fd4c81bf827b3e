"""Which incidents name somebody, told without what is known of all of them.

The facts of every incident are read together with its words, which takes long in a large journal.
Whoever asks about a few entities once goes through the vault instead and reads only the revisions
in which one of their ids stands.
"""

from __future__ import annotations

from collections.abc import Iterable

from safelog.journal.events import IncidentSaved, decode_event
from safelog.journal.facts import named_entities
from safelog.journal.journal import Journal
from safelog.model.ids import EntityId, IncidentId


def incidents_naming(
    journal: Journal, entities: Iterable[EntityId]
) -> dict[EntityId, frozenset[IncidentId]]:
    """Return the incidents whose newest revisions name each of some entities, by its own id."""
    with journal.lock:
        wanted = frozenset(entities)
        if journal.contents.is_complete or not wanted:
            known = journal.facts().naming if wanted else {}
            return {entity: frozenset(known.get(entity, ())) for entity in wanted}
        found: dict[EntityId, set[IncidentId]] = {entity: set() for entity in wanted}
        # An id is of ASCII letters and digits, which JSON writes as they are.
        ids = [entity.encode() for entity in wanted]
        newest = {thread.revisions[-1].position for thread in journal.state.living}
        for position, payload in journal.vault.records():
            if position in newest and any(each in payload for each in ids):
                event = decode_event(payload, position=position)
                if isinstance(event, IncidentSaved):
                    named = named_entities(event.incident, journal.surroundings.kinds)
                    for entity in wanted.intersection(named):
                        found[entity].add(event.incident.id)
        return {entity: frozenset(incidents) for entity, incidents in found.items()}
