"""`check`: verify every byte of the vault and every commitment, and say in words what is whole."""

from __future__ import annotations

import msgspec

from safelog.cli.arguments import Argument, Words
from safelog.cli.objects import Check
from safelog.cli.progress import Progress, size
from safelog.cli.session import Session
from safelog.errors import UsageError, VaultError
from safelog.i18n.errors import describe
from safelog.journal.entries import check_entries
from safelog.journal.graves import removed_entries
from safelog.vault import CheckReport, VaultState

ARGUMENTS = (Argument(name="expect", flag="--expect", value="STATE"),)


def run(session: Session, words: Words) -> None:
    """Verify the vault.

    Raises:
        RolledBackError: it does not continue the state that was given.
        VaultError: the first of the problems, after all were told.
        UsageError: what was given is not the state of a vault.
    """
    expected = _state(words.text("expect"))
    console = session.console
    with session.journal(expected=expected) as journal:
        progress = Progress(console, session.host.clock, "check.progress")
        report = journal.vault.check(progress=progress)
        problems = (*report.problems, *check_entries(journal))
        incidents, entities = len(journal), len(journal.state.entities)
        removed, unfinished = removed_entries(journal.state), journal.state.unfinished
        state = journal.vault.state
    if session.json:
        told = _check(report, problems, incidents, entities, state)
        console.print_json(
            msgspec.structs.replace(told, removed=len(removed), unfinished_removals=unfinished)
        )
    else:
        console.print(console.plural("check.incidents", incidents))
        console.print(console.plural("check.entities", entities))
        console.print(console.plural("check.records", report.records))
        console.print(
            console.plural("check.attachments", report.blobs, size=size(console, report.blob_bytes))
        )
        if removed:
            last = session.moment(removed[-1])
            console.print(console.plural("check.removed", len(removed), last=last))
        if unfinished:
            console.print(console.plural("check.unfinished", unfinished))
        if report.torn is not None:
            console.print(console.text("check.torn", size=size(console, report.torn.size)))
        if report.orphans:
            console.print(console.plural("check.orphans", report.orphans))
        if not problems:
            console.print(console.text("check.whole"))
            if expected is not None:
                console.print(console.text("check.continued"))
            console.print(console.text("check.state", state=str(state)))
    _tell_problems(session, problems)


def _state(text: str) -> VaultState | None:
    try:
        return VaultState.parse(text) if text else None
    except ValueError:
        raise UsageError from None


def _tell_problems(session: Session, problems: tuple[VaultError, ...]) -> None:
    """Tell all problems but the first, and leave that one to end the command."""
    for problem in problems[1:]:
        for line in filter(None, describe(problem, session.console.catalogue)):
            session.console.tell(line)
    if problems:
        raise problems[0]


def _check(
    report: CheckReport,
    problems: tuple[VaultError, ...],
    incidents: int,
    entities: int,
    state: VaultState,
) -> Check:
    return Check(
        whole=not problems,
        state=str(state),
        incidents=incidents,
        entities=entities,
        records=report.records,
        attachments=report.blobs,
        attachment_bytes=report.blob_bytes,
        unnamed_attachments=report.orphans,
        torn_bytes=report.torn.size if report.torn else 0,
        notices=tuple(str(notice) for notice in report.notices),
        problems=tuple(problem.key for problem in problems),
    )
