"""The ends of a link: found by what was typed, and told in one line."""

from __future__ import annotations

from safelog.cli.case_objects import LinkShown
from safelog.cli.listing import SHORT_ID, kind_title
from safelog.cli.lookup import find_entity
from safelog.cli.session import Session
from safelog.errors import NotFoundError
from safelog.journal.journal import Journal
from safelog.journal.lookup import incident_named
from safelog.model.ids import EntityId, IncidentId
from safelog.model.link import Link, Ref
from safelog.model.text import one_line


def find_end(journal: Journal, text: str) -> Ref:
    """Return the incident or the entity whose id is, or begins with, `text`.

    Raises:
        NotFoundError: neither.
        AmbiguousError: several.
    """
    try:
        return Ref("incident", incident_named(journal.state, text))
    except NotFoundError:
        return Ref("entity", find_entity(journal, text).id)


def link_line(session: Session, journal: Journal, link: Link) -> str:
    """Return id, ends, relation and how sure it is."""
    say = session.console.text
    told = [say(f"relation.{link.relation}")]
    if link.standing:
        told.append(say(f"standing.{link.standing}"))
    if link.confidence:
        told.append(say(f"confidence.{link.confidence}"))
    parts = [
        link.id[:SHORT_ID],
        end_name(session, journal, link.subject),
        ", ".join(told),
        end_name(session, journal, link.object),
    ]
    if link.basis:
        parts.append(one_line(link.basis))
    return "  ".join(parts)


def end_name(session: Session, journal: Journal, end: Ref) -> str:
    """Return the name of an entity, or id and neutral title of an incident."""
    state = journal.state
    if end.kind == "entity":
        entity = state.entities.get(EntityId(end.id))
        return one_line(entity.name) if entity else end.id[:SHORT_ID]
    thread = state.threads.get(IncidentId(end.id))
    if thread is None or not thread.revisions:
        return end.id[:SHORT_ID]
    language = session.console.catalogue.language
    title = kind_title(journal.surroundings.kinds, thread.heading.kind, language)
    return f"{title} {end.id[:SHORT_ID]}"


def link_object(link: Link) -> LinkShown:
    """Return the JSON form of a link."""
    return LinkShown(
        id=link.id,
        relation=link.relation,
        subject=link.subject.id,
        object=link.object.id,
        standing=link.standing,
        confidence=link.confidence,
        basis=link.basis,
        observer=link.observer,
        independent=link.independent,
    )
