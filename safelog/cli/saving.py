"""Store what a form or a JSON object says, and tell what was stored."""

from __future__ import annotations

from collections.abc import Sequence

from safelog.cli.listing import SHORT_ID
from safelog.cli.session import Session
from safelog.journal.events import Event
from safelog.journal.forms import Reading
from safelog.journal.interchange import incident_object
from safelog.journal.journal import Journal, Saved
from safelog.model.entity import Entity
from safelog.model.incident import Incident


def save_reading(
    session: Session,
    journal: Journal,
    reading: Reading,
    *,
    base: int,
    also: Sequence[Event] = (),
) -> Saved:
    """Store an incident and the entities that it names for the first time.

    Args:
        session: of the command.
        journal: where to.
        reading: what the form says.
        base: the revision that was edited, 0 for a new incident.
        also: events of the same commit.

    Raises:
        InputError: it is not valid; nothing was stored.
    """
    (saved,) = store(
        session, journal, [(reading.incident, base)], entities=reading.entities, also=also
    )
    return saved


def store(
    session: Session,
    journal: Journal,
    rows: Sequence[tuple[Incident, int]],
    *,
    entities: Sequence[Entity] = (),
    also: Sequence[Event] = (),
) -> tuple[Saved, ...]:
    """Store revisions with the numbers of those that were edited, all of them or none.

    Raises:
        InputError: one is not valid; nothing was stored but `entities`.
    """
    with session.host.interrupts.finish():
        # Before the incident, which refers to them. Registered without it they do no harm.
        for entity in entities:
            journal.save_entity(entity, base_revision=0)
        return journal.save_revisions(rows, also=also)


def announce(session: Session, saved: Saved) -> None:
    """Print what was stored: its id, or with `--json` all of it."""
    console = session.console
    if session.json:
        console.print_json(incident_object(saved))
        return
    console.print(saved.incident.id)
    key = "saved.draft" if saved.incident.state == "draft" else "saved.done"
    console.say(key, revision=saved.revision, id=saved.incident.id[:SHORT_ID])
