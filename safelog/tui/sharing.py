"""The work of sharing; its screens run this beside themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event

from safelog.export.formats import DEFAULT_FORMATS
from safelog.journal.earlier import Comparison
from safelog.journal.journal import Journal
from safelog.journal.recipients import decisions, save_decisions
from safelog.journal.sealing import Sealing, seal_outputs
from safelog.journal.share import (
    Prepared,
    Share,
    ShareRequest,
    compare_share,
    make_share,
    prepare,
    review_share,
    write_share,
)
from safelog.journal.share_log import log_share
from safelog.redact.cover import Choice, Decision, Occurrence
from safelog.redact.log import LogRow
from safelog.redact.review import Review
from safelog.tui import tasks
from safelog.vault import Secret

_PDF = "pdf"


@dataclass(frozen=True, slots=True)
class Plan:
    """An export that was looked through, and how it is to be made and sealed."""

    prepared: Prepared
    sealing: Sealing = field(default_factory=Sealing)
    reveals: bool = False
    """The person agreed to what it shows that an earlier one hid."""


class Reviewed(tasks.Answer):
    """What would be hidden, and what is asked."""

    def __init__(self, prepared: Prepared, review: Review) -> None:
        """Carry both."""
        super().__init__()
        self.prepared = prepared
        self.review = review


class Compared(tasks.Answer):
    """What the export would tell that others did not."""

    def __init__(self, comparison: Comparison) -> None:
        """Carry it."""
        super().__init__()
        self.comparison = comparison


class Made(tasks.Answer):
    """The finished export, not yet written."""

    def __init__(self, plan: Plan, share: Share) -> None:
        """Carry the export, and how it was asked for."""
        super().__init__()
        self.plan = plan
        self.share = share


class Listed(tasks.Answer):
    """The redaction log."""

    def __init__(self, rows: tuple[LogRow, ...]) -> None:
        """Carry its rows."""
        super().__init__()
        self.rows = rows


class Written(tasks.Answer):
    """The files are there."""

    def __init__(self, paths: tuple[Path, ...], passphrase: Secret | None) -> None:
        """Carry where they are, and what opens them; whoever gets this wipes it."""
        super().__init__()
        self.paths = paths
        self.passphrase = passphrase

    def close(self) -> None:
        """Wipe the passphrase: nobody is there to read it, and the files stay shut."""
        if self.passphrase is not None:
            self.passphrase.wipe()


def look(journal: Journal, request: ShareRequest, _stopped: Event) -> Reviewed:
    """Gather what the request needs and look through it."""
    prepared = prepare(journal, request)
    return Reviewed(
        prepared, review_share(journal, prepared, decisions(journal, request.recipient))
    )


def weigh(
    journal: Journal, prepared: Prepared, made: Mapping[Occurrence, Choice], _stopped: Event
) -> Compared:
    """Keep what was decided, and compare the export with those made before."""
    recipient = prepared.request.recipient
    decided = (Decision(occurrence=place, choice=choice) for place, choice in made.items())
    save_decisions(journal, recipient, decided)
    return Compared(compare_share(journal, prepared, decisions(journal, recipient)))


def make(journal: Journal, plan: Plan, _stopped: Event) -> Made:
    """Make the export; nothing is written.

    The page that is read back for the preview is made in any case, a PDF only to be sealed.
    """
    formats: tuple[str, ...] = DEFAULT_FORMATS
    if plan.sealing.way == _PDF:
        formats = (*DEFAULT_FORMATS, _PDF)
    request = replace(plan.prepared.request, formats=formats)
    prepared = replace(plan.prepared, request=request)
    decided = decisions(journal, request.recipient)
    return Made(plan, make_share(journal, prepared, decided, reveals=plan.reveals))


def list_hidden(journal: Journal, prepared: Prepared, _stopped: Event) -> Listed:
    """List what the export hides where and why."""
    decided = decisions(journal, prepared.request.recipient)
    return Listed(log_share(journal, prepared, decided))


def write(journal: Journal, plan: Plan, share: Share, folder: Path, _stopped: Event) -> Written:
    """Seal the export and write it."""
    language = plan.prepared.rules.profile.language
    delivered, passphrase = seal_outputs(share.outputs, plan.sealing, language=language)
    try:
        return Written(write_share(journal, share, folder, delivered=delivered), passphrase)
    except BaseException:
        if passphrase is not None:
            passphrase.wipe()
        raise
