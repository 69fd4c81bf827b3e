"""Keep unsaved words in the vault while they are typed, so that nothing takes them.

`Pace` decides when, `DraftKeeper` writes. A draft is written at most once for the same words, and
never after it became an incident or was discarded, whichever thread comes late.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping

from safelog.journal.drafts import drop_draft, drop_event, save_draft
from safelog.journal.events import DraftDropped
from safelog.journal.journal import Journal
from safelog.model.ids import IncidentId

PAUSE_S = 0.8
"""Words are kept this long after the last key."""

LONGEST_S = 2.5
"""And this long after the first key that is not kept yet, however fast the typing."""


class Pace:
    """When the words that are typed have to be kept. Times are seconds of a monotonic clock."""

    def __init__(self) -> None:
        """Begin with nothing to keep."""
        self._first: float | None = None
        self._last = 0.0

    def typed(self, now: float) -> None:
        """Note that something changed."""
        self._first = now if self._first is None else self._first
        self._last = now

    def wait_s(self, now: float) -> float | None:
        """Return how long may be waited, 0 if it is time; None if there is nothing to keep."""
        if self._first is None:
            return None
        return max(0.0, min(self._last + PAUSE_S, self._first + LONGEST_S) - now)

    def kept(self) -> None:
        """Note that what was typed so far is being kept."""
        self._first = None


class DraftKeeper:
    """One draft: the words of one capture or one edit, until they are saved or discarded."""

    def __init__(
        self,
        journal: Journal,
        draft: str,
        *,
        incident: IncidentId | None = None,
        base_revision: int = 0,
        kept: Mapping[str, str] | None = None,
        kept_kind: str = "",
    ) -> None:
        """Keep words under the id `draft`.

        Args:
            journal: where they are kept.
            draft: id of the draft.
            incident: the incident that is edited; None for a new one.
            base_revision: the revision that is edited.
            kept: what the draft holds already; also what is not worth keeping, as an incident that
                was opened and not changed.
            kept_kind: the kind of that.
        """
        self._journal = journal
        self._draft = draft
        self._incident = incident
        self._base_revision = base_revision
        self._kept = (kept_kind, dict(kept or {}))
        self._order = threading.Lock()
        self._newest = 0
        self._ended = False

    def keep(self, number: int, kind: str, inputs: Mapping[str, str]) -> None:
        """Make the words durable.

        Args:
            number: counts the snapshots; an older one never replaces a newer one.
            kind: of the incident to be.
            inputs: what stands in each input.

        Raises:
            InvalidTextError: an input is too long or cannot be stored.
            VaultError: the vault cannot take it.
        """
        with self._order:
            if self._ended or number <= self._newest or (kind, inputs) == self._kept:
                return
            save_draft(
                self._journal,
                self._draft,
                kind=kind,
                inputs=inputs,
                incident=self._incident,
                base_revision=self._base_revision,
            )
            self._newest = number
            self._kept = (kind, dict(inputs))

    def finish(self, save: Callable[[tuple[DraftDropped, ...]], object]) -> None:
        """Let `save` store the incident together with the events that end the draft."""
        with self._order:
            if self._ended:
                return
            save((drop_event(self._journal, self._draft),) if self._is_stored() else ())
            self._ended = True

    def discard(self) -> None:
        """Drop the draft: it is not offered again."""
        with self._order:
            if not self._ended and self._is_stored():
                drop_draft(self._journal, self._draft)
            self._ended = True

    def _is_stored(self) -> bool:
        return self._draft in self._journal.state.drafts
