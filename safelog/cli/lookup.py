"""Find what an id on the command line means. Names are never looked up here: see `cli`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from safelog.errors import AmbiguousError, NotFoundError
from safelog.journal.events import DraftSaved
from safelog.journal.journal import Journal
from safelog.journal.lookup import SHORTEST_PREFIX
from safelog.model.entity import Entity
from safelog.redact.policy import RecipientProfile

K = TypeVar("K", bound=str)
T = TypeVar("T")


def find_entity(journal: Journal, text: str) -> Entity:
    """Return the entity whose id is, or begins with, `text`.

    Raises:
        NotFoundError: none.
        AmbiguousError: several.
    """
    return _find(text, journal.state.entities, what="entity")


def find_draft(journal: Journal, text: str) -> DraftSaved:
    """Return the draft whose id is, or begins with, `text`.

    Raises:
        NotFoundError: none.
        AmbiguousError: several.
    """
    return _find(text, journal.state.drafts, what="draft")


def find_recipient(journal: Journal, text: str) -> RecipientProfile:
    """Return the recipient whose id is, or begins with, `text`.

    Raises:
        NotFoundError: none.
        AmbiguousError: several.
    """
    return _find(text, journal.state.recipients, what="recipient").profile


def _find(text: str, rows: Mapping[K, T], *, what: str) -> T:
    prefix = text.strip().lower()
    found = [row for key, row in rows.items() if key.startswith(prefix)]
    if not found or len(prefix) < SHORTEST_PREFIX:
        raise NotFoundError(what=what)
    if len(found) > 1:
        raise AmbiguousError(what=what, count=len(found))
    return found[0]
