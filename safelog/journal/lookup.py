"""From what a person types to the one thing it names."""

from __future__ import annotations

from collections.abc import Iterable

from safelog.errors import AmbiguousError, NotFoundError
from safelog.journal.state import State
from safelog.model.ids import EntityId, IncidentId, is_id
from safelog.model.link import LinkId
from safelog.model.text import searchable

SHORTEST_PREFIX = 4
"""Fewest characters that may stand for an id."""


def incident_named(state: State, text: str) -> IncidentId:
    """Return the incident whose id is, or begins with, `text`.

    Raises:
        NotFoundError: none, or fewer than four characters.
        AmbiguousError: several.
    """
    return IncidentId(
        by_prefix(text, [thread.heading.id for thread in state.living], what="incident")
    )


def link_named(state: State, text: str) -> LinkId:
    """Return the link whose id is, or begins with, `text`.

    Raises:
        NotFoundError: none, or fewer than four characters.
        AmbiguousError: several.
    """
    return LinkId(by_prefix(text, state.links, what="link"))


def merge_named(state: State, text: str) -> str:
    """Return the merge that holds whose id is, or begins with, `text`.

    Raises:
        NotFoundError: none, or fewer than four characters.
        AmbiguousError: several.
    """
    return by_prefix(text, [merge.id for merge in state.sameness.holding], what="merge")


def entity_named(state: State, text: str) -> EntityId:
    """Return the entity with this id, beginning of an id, name or alias.

    Of several that were merged, the one that stands for all of them.

    Raises:
        NotFoundError: none.
        AmbiguousError: several.
    """
    folded = searchable(text.strip())
    named = {
        state.representative(entity.id)
        for entity in state.entities.values()
        if any(searchable(name) == folded for name in (entity.name, *entity.aliases))
    }
    if len(named) == 1:
        return named.pop()
    if named:
        raise AmbiguousError(what="entity", count=len(named))
    return EntityId(by_prefix(text, state.entities, what="entity"))


def by_prefix(text: str, ids: Iterable[str], *, what: str) -> str:
    """Return the one of `ids` that `text` is or begins.

    Args:
        text: as it was typed.
        ids: a mapping or a list.
        what: is looked for, for the error.

    Raises:
        NotFoundError: none, or fewer than four characters.
        AmbiguousError: several.
    """
    prefix = text.strip().lower()
    if is_id(prefix):
        found = [prefix] if prefix in ids else []
    elif len(prefix) >= SHORTEST_PREFIX:
        found = [key for key in ids if key.startswith(prefix)]
    else:
        found = []
    if not found:
        raise NotFoundError(what=what)
    if len(found) > 1:
        raise AmbiguousError(what=what, count=len(found))
    return found[0]
