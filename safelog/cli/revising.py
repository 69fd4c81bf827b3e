"""The form of an incident that is there already, and the draft that keeps what is changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from safelog.cli.drafting import Drafting
from safelog.cli.forms import Form
from safelog.cli.session import Session
from safelog.journal.forms import Reading, inputs_of
from safelog.journal.journal import Journal, Saved


@dataclass(frozen=True, slots=True)
class Revising:
    """One incident while its answers are changed."""

    current: Saved
    """The revision that is edited."""
    form: Form
    drafting: Drafting
    before: Mapping[str, str]
    """The answers of that revision."""

    @property
    def is_changed(self) -> bool:
        """Whether any answer is another one now."""
        return self.form.inputs != self.before

    def read(self) -> Reading:
        """Read the answers as the next revision.

        Raises:
            InputError: an answer does not fit.
        """
        return self.form.read(self.current.incident.id, base=self.current.incident)


def revise(
    session: Session,
    journal: Journal,
    current: Saved,
    *,
    zone: str,
    inputs: Mapping[str, str] | None = None,
) -> Revising:
    """Open the form of an incident.

    Args:
        session: of the command.
        journal: where the incident is.
        current: the revision that is edited.
        zone: of the times that are typed; empty for the computer's own.
        inputs: answers to go on from, if they are not those of the revision.
    """
    answers = session.answers(journal, zone=zone)
    incident = current.incident
    before = inputs_of(
        incident,
        language=session.console.catalogue.language,
        entities=answers.entities,
        kinds=answers.kinds,
    )
    filled = dict(before if inputs is None else inputs)
    drafting = Drafting(session, journal, incident.kind, inputs=filled)
    drafting.of_incident(incident.id, base_revision=current.revision)
    form = Form(session, answers, incident.kind, inputs=filled, keep=drafting.keep)
    return Revising(current, form, drafting, before)
