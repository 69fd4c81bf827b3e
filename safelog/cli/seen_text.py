"""How suggestions of likeness read: after an entry is stored, and as the answer to a question."""

from __future__ import annotations

from collections.abc import Iterable

from safelog.cli.listing import SHORT_ID, entity_line
from safelog.cli.seen_objects import strength_name
from safelog.cli.session import Session
from safelog.journal.doubles import Doubled
from safelog.journal.journal import Journal
from safelog.journal.likeness import Clue, Pair, SeenBefore, Strength, Suggestion
from safelog.model.entity import Entity
from safelog.model.ids import EntityId, IncidentId
from safelog.model.incident import Incident
from safelog.model.text import one_line
from safelog.model.when import format_when


def tell_seen(
    session: Session, journal: Journal, incident: Incident, entities: Iterable[Entity] = ()
) -> None:
    """Tell, after an incident was stored, what in it the register may know already.

    Args:
        session: of the command.
        journal: which has the incident.
        incident: as it was stored.
        entities: those that were registered with it.
    """
    seen, console = SeenBefore(journal), session.console
    found = seen.suggest(incident)
    if found:
        console.say("seen.in_incident")
        for suggestion in found:
            for line in suggestion_lines(session, journal, suggestion):
                console.tell(line)
        console.say("seen.link")
    for entity in entities:
        tell_like(session, journal, seen, entity)


def tell_like(session: Session, journal: Journal, seen: SeenBefore, entity: Entity) -> None:
    """Tell, after an entity was stored, what it may be the same as."""
    console = session.console
    found = seen.suggest(entity)
    if not found:
        return
    console.say("seen.of_entity", name=one_line(entity.name))
    for suggestion in found:
        for line in suggestion_lines(session, journal, suggestion):
            console.tell(line)
    best = found[0].entity[:SHORT_ID]
    own = entity.id[:SHORT_ID]
    if journal.state.entities[found[0].entity].kind == entity.kind:
        console.say("seen.merge", first=best, second=own)
        console.say("seen.distinct", first=best, second=own)


def suggestion_lines(session: Session, journal: Journal, suggestion: Suggestion) -> list[str]:
    """Return the entity, and below it the reasons and how often it was seen."""
    console = session.console
    first = _entity(session, journal, suggestion.entity)
    if suggestion.said:
        first = console.text("seen.said", entity=first, words=one_line(suggestion.said))
    return [
        f"  {first}",
        f"      {_reasons(session, suggestion.strength, suggestion.clues)}",
        f"      {_sightings(session, journal, suggestion)}",
    ]


def pair_lines(session: Session, journal: Journal, pair: Pair) -> list[str]:
    """Return both entities, the reasons, and the command that would merge them."""
    merge = session.console.text(
        "seen.merge", first=pair.first[:SHORT_ID], second=pair.second[:SHORT_ID]
    )
    return [
        _entity(session, journal, pair.first),
        _entity(session, journal, pair.second),
        f"      {_reasons(session, pair.strength, pair.clues)}",
        f"      {merge}",
    ]


def doubled_lines(session: Session, pair: Doubled) -> list[str]:
    """Return what makes two incidents one, and the commands that settle it."""
    ids = {"first": pair.first[:SHORT_ID], "second": pair.second[:SHORT_ID]}
    return [
        f"      {session.console.plural('seen.same_rows', pair.rows)}",
        f"      {session.console.text('seen.remove_one', **ids)}",
        f"      {session.console.text('seen.keep_both', **ids)}",
    ]


def _entity(session: Session, journal: Journal, entity: EntityId) -> str:
    language = session.console.catalogue.language
    return entity_line(journal.state.entities[entity], journal.surroundings.kinds, language)


def _reasons(session: Session, strength: Strength, clues: Iterable[Clue]) -> str:
    catalogue = session.console.catalogue
    told = [
        catalogue.plural(f"seen.clue.{clue.code}", clue.known)
        if clue.known
        else catalogue.text(f"seen.clue.{clue.code}")
        for clue in clues
    ]
    return f"{catalogue.text(f'seen.strength.{strength_name(strength)}')}: {'; '.join(told)}"


def _sightings(session: Session, journal: Journal, suggestion: Suggestion) -> str:
    console = session.console
    if suggestion.last is None:
        return console.text("seen.never")
    when = _when(session, journal, suggestion.last)
    return console.plural("seen.times", suggestion.times, when=when)


def _when(session: Session, journal: Journal, incident: IncidentId) -> str:
    thread = journal.thread(incident)
    if thread.heading.when is None:
        return session.moment(thread.first_recorded)
    return format_when(thread.heading.when, session.console.catalogue.language)
