"""Keep what a person is typing as a draft, so that no kill and no closed window takes it.

The log only grows, so an unchanged draft is not stored again, and a changed one at most every
`INTERVAL_S`. A script keeps its words itself and leaves no drafts.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from safelog.cli.session import Session
from safelog.errors import KeptAsDraftError
from safelog.journal.drafts import drop_event, save_draft
from safelog.journal.events import DraftDropped, DraftSaved
from safelog.journal.journal import Journal
from safelog.model.ids import IncidentId

INTERVAL_S = 20.0


class Drafting:
    """The draft of one form while it is being filled."""

    def __init__(
        self, session: Session, journal: Journal, kind: str, *, inputs: dict[str, str]
    ) -> None:
        """Keep `inputs`, which change, as the draft of a new incident of that kind."""
        self._session = session
        self._journal = journal
        self._inputs = inputs
        self._kind = kind
        self._draft = journal.new_id()
        self._stored = dict(inputs)
        self._is_stored = False
        self._kept_at = session.host.clock.monotonic()
        self._incident: IncidentId | None = None
        self._base_revision = 0

    def of_incident(self, incident: IncidentId, *, base_revision: int) -> None:
        """Say that an incident is being edited, and from which revision on."""
        self._incident, self._base_revision = incident, base_revision

    def resume(self, draft: DraftSaved) -> None:
        """Go on with a draft that waits."""
        self._draft = draft.id
        self._is_stored = True
        self._stored = dict(draft.inputs)

    def keep(self) -> None:
        """Store what was typed if some time has passed."""
        now = self._session.host.clock.monotonic()
        if now - self._kept_at >= INTERVAL_S:
            self._kept_at = now
            self.store()

    def store(self) -> None:
        """Store what was typed, if anything was since the last time."""
        if not self._session.is_interactive or self._inputs == self._stored:
            return
        with self._session.host.interrupts.hold():
            save_draft(
                self._journal,
                self._draft,
                kind=self._kind,
                inputs=self._inputs,
                incident=self._incident,
                base_revision=self._base_revision,
            )
        self._stored = dict(self._inputs)
        self._is_stored = True

    def ended(self) -> tuple[DraftDropped, ...]:
        """Return the events that end the draft, for the commit that stores the incident."""
        return (drop_event(self._journal, self._draft),) if self._is_stored else ()

    @contextmanager
    def watch(self) -> Iterator[None]:
        """Keep the draft when the person, a signal or an error ends what is inside.

        Raises:
            KeptAsDraftError: the person stopped, and something was typed.
        """
        try:
            yield
        except KeyboardInterrupt:
            self.store()
            if self._is_stored:
                raise KeptAsDraftError from None
            raise
        except Exception:
            self.store()
            if self._is_stored:
                self._session.console.say("form.kept")
            raise
