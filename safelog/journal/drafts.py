"""Unsaved words, kept in the vault so that a lock, a crash or a kill does not take them."""

from __future__ import annotations

from collections.abc import Mapping

from safelog.journal.events import DraftDropped, DraftSaved
from safelog.journal.journal import Journal
from safelog.model.ids import IncidentId
from safelog.model.text import check_text

VERSION_BYTES = 16


def save_draft(
    journal: Journal,
    draft: str,
    *,
    kind: str,
    inputs: Mapping[str, str],
    incident: IncidentId | None = None,
    base_revision: int = 0,
) -> None:
    """Keep what stands in the inputs under the draft's id; durable when this returns.

    Raises:
        InvalidTextError: an input is too long or cannot be stored.
    """
    for name, text in inputs.items():
        check_text(text, field=name if name.isascii() else "draft")
    journal.append(
        [
            DraftSaved(
                at=journal.surroundings.now(),
                id=draft,
                version=journal.surroundings.randomness(VERSION_BYTES),
                replaces=_version(journal, draft),
                incident=incident or "",
                base_revision=base_revision,
                kind=kind,
                inputs=dict(inputs),
            )
        ]
    )


def drafts(journal: Journal) -> list[DraftSaved]:
    """Return the drafts that wait, the newest first."""
    return sorted(journal.state.drafts.values(), key=lambda draft: -draft.at)


def drop_event(journal: Journal, draft: str) -> DraftDropped:
    """Make the event that ends a draft, to be stored in the commit that makes it an incident."""
    replaces = _version(journal, draft)
    return DraftDropped(at=journal.surroundings.now(), id=draft, replaces=replaces)


def drop_draft(journal: Journal, draft: str) -> None:
    """Discard a draft: it is no longer offered. Its words stay in the encrypted log."""
    journal.append([drop_event(journal, draft)])


def _version(journal: Journal, draft: str) -> bytes:
    """Return the version of a draft that waits, nothing if none does."""
    waiting = journal.state.drafts.get(draft)
    return waiting.version if waiting else b""
