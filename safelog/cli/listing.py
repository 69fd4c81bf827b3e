"""One line for each thing in a list. Lists show neutral words; contents are opened on demand."""

from __future__ import annotations

from safelog.cli.session import Session
from safelog.journal.thread import Thread
from safelog.model.entity import Entity
from safelog.model.kind import Kinds, Option, label
from safelog.model.text import one_line
from safelog.model.when import format_when

SHORT_ID = 8
"""Characters of an id that lists show: with 40 bits two are hardly ever the same."""


def heading_line(thread: Thread, kinds: Kinds, session: Session, *, titles: bool) -> str:
    """Return id, time as known, kind and state of an incident, and its title if `titles`."""
    console, heading = session.console, thread.heading
    language = console.catalogue.language
    if heading.when is None:
        when = console.text("list.no_time", recorded=session.moment(thread.first_recorded))
    else:
        when = format_when(heading.when, language)
    parts = [
        heading.id[:SHORT_ID],
        when,
        kind_title(kinds, heading.kind, language),
        label(_state_options(kinds), heading.state, language),
    ]
    if thread.attachments:
        parts.append(console.plural("list.attachments", len(thread.attachments)))
    if thread.conflicts:
        parts.append(console.text("list.conflict"))
    if titles and heading.title:
        parts.append(one_line(heading.title))
    return "  ".join(parts)


def kind_title(kinds: Kinds, code: str, language: str) -> str:
    """Return the neutral title of a kind; its code if a later safelog brought it."""
    return kinds.get(code).neutral_title[language] if code in kinds.codes else code


def _state_options(kinds: Kinds) -> tuple[Option, ...]:
    return next(field.options for field in kinds.common if field.id == "state")


def entity_line(entity: Entity, kinds: Kinds, language: str) -> str:
    """Return id, kind and name of an entity."""
    kind = kinds.entity_kind_label(entity.kind, language)
    return "  ".join((entity.id[:SHORT_ID], kind, one_line(entity.name)))
