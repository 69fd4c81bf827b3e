"""Find what an id on the command line means. Names are never looked up here: see `cli`."""

from __future__ import annotations

from safelog.journal.events import DraftSaved
from safelog.journal.journal import Journal
from safelog.journal.lookup import by_prefix
from safelog.model.entity import Entity
from safelog.model.ids import EntityId, RecipientId
from safelog.redact.policy import RecipientProfile


def find_entity(journal: Journal, text: str) -> Entity:
    """Return the entity whose id is, or begins with, `text`.

    Raises:
        NotFoundError: none.
        AmbiguousError: several.
    """
    entities = journal.state.entities
    return entities[EntityId(by_prefix(text, entities, what="entity"))]


def find_draft(journal: Journal, text: str) -> DraftSaved:
    """Return the draft whose id is, or begins with, `text`.

    Raises:
        NotFoundError: none.
        AmbiguousError: several.
    """
    drafts = journal.state.drafts
    return drafts[by_prefix(text, drafts, what="draft")]


def find_recipient(journal: Journal, text: str) -> RecipientProfile:
    """Return the recipient whose id is, or begins with, `text`.

    Raises:
        NotFoundError: none.
        AmbiguousError: several.
    """
    recipients = journal.state.recipients
    return recipients[RecipientId(by_prefix(text, recipients, what="recipient"))].profile
