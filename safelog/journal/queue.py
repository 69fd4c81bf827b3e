"""What is still unfinished: incidents written in haste, and the one question to ask next of each.

Nothing is mandatory. A question that was skipped is asked again another day, until the person says
that the incident is complete.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from safelog.journal.forms import FormField, form_fields
from safelog.journal.journal import Journal
from safelog.model.ids import IncidentId
from safelog.model.incident import Incident
from safelog.model.kind import Kinds
from safelog.model.leaves import leaves

NEVER_ASKED = frozenset({"state"})
"""Questions that the queue leaves to the person: only they say that it is enough."""


@dataclass(frozen=True, slots=True)
class Unfinished:
    """An incident with its next question."""

    incident: IncidentId
    question: FormField | None
    """None if everything was answered: all that is left is to call it complete."""
    answered: int
    of: int
    """How many questions its kind has."""


def unfinished(
    journal: Journal, *, skipped: Collection[tuple[IncidentId, str]] = ()
) -> tuple[Unfinished, ...]:
    """Return the incidents that are drafts, the oldest record first.

    Args:
        journal: an open journal.
        skipped: questions not to ask again this time, by incident and path.
    """
    with journal.lock:
        drafts = [thread for thread in journal.threads() if thread.heading.state == "draft"]
        drafts.sort(key=lambda thread: (thread.first_recorded, thread.heading.id))
        kinds = journal.surroundings.kinds
        return tuple(
            _unfinished(journal.read(thread.heading.id).incident, kinds, skipped)
            for thread in drafts
            if thread.heading.kind in kinds.codes
        )


def _unfinished(
    incident: Incident, kinds: Kinds, skipped: Collection[tuple[IncidentId, str]]
) -> Unfinished:
    questions = [q for q in form_fields(kinds, incident.kind) if q.path not in NEVER_ASKED]
    paths = [leaf.path for leaf in leaves(incident)]
    unanswered = [q for q in questions if not _is_answered(q, paths)]
    left = (q for q in unanswered if (incident.id, q.path) not in skipped)
    answered = len(questions) - len(unanswered)
    return Unfinished(incident.id, next(left, None), answered, len(questions))


def _is_answered(question: FormField, paths: list[str]) -> bool:
    return any(path == question.path or path.startswith(f"{question.path}.") for path in paths)
