"""`salvage`: what is left of a damaged vault, in a new one."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from safelog.cli.arguments import Argument, Words
from safelog.cli.objects import Salvaged
from safelog.cli.passphrases import Passphrases, print_recovery
from safelog.cli.progress import Progress, size
from safelog.cli.session import Session
from safelog.errors import (
    BackupPlaceError,
    DamagedHeadError,
    VaultExistsError,
    VaultNotFoundError,
)
from safelog.journal.salvage import Salvage, salvage
from safelog.model.text import one_line
from safelog.vault import Vault, Wreck, looks_like_vault

ARGUMENTS = (
    Argument(name="target"),
    Argument(name="head", flag="--head", value="FILE"),
    Argument(name="print_recovery_words", flag="--print-recovery-words"),
)


def run(session: Session, words: Words) -> None:
    """Salvage a damaged vault.

    Raises:
        VaultError: no head opens, or there is no place for a new vault; nothing was changed.
    """
    target, printing = Path(words.text("target")), words.flag("print_recovery_words")
    _require_place(session, target)
    secrets = Passphrases(session)
    secrets.require_printing(printing=printing)
    with _open(session, words) as wreck:
        session.console.say("salvage.new", folder=target)
        with (
            secrets.new_passphrase() as passphrase,
            secrets.new_recovery(printing=printing) as recovery,
        ):
            vault = session.host.vaults.create(target, passphrase=passphrase, recovery=recovery)
            with vault:
                if printing:
                    print_recovery(session, recovery)
                told = _fill(session, wreck, vault)
    if session.json:
        session.console.print_json(_object(told))
    else:
        _tell(session, told)


def _require_place(session: Session, target: Path) -> None:
    if not session.folder.is_dir():
        raise VaultNotFoundError
    own, new = session.folder.resolve(), target.resolve()
    if new == own or own in new.parents:
        raise BackupPlaceError(reason="inside")
    if looks_like_vault(target):
        raise VaultExistsError


def _open(session: Session, words: Words) -> Wreck:
    """Open the damaged vault.

    Raises:
        DamagedHeadError: no head is whole; the person is told what one is for.
    """
    head = Path(words.text("head")) if words.text("head") else None
    try:
        return session.opened(partial(session.host.vaults.open_wreck, session.folder, head=head))
    except DamagedHeadError:
        session.console.say("salvage.no_head")
        raise
    finally:
        session.credentials.wipe()


def _fill(session: Session, wreck: Wreck, vault: Vault) -> Salvage:
    progress = Progress(session.console, session.host.clock, "backup.progress")
    return salvage(wreck, vault, session.surroundings(), progress=progress)


def _tell(session: Session, told: Salvage) -> None:
    console = session.console
    console.print(console.plural("check.incidents", told.incidents))
    console.print(console.plural("check.entities", told.entities))
    console.print(console.plural("check.records", told.records))
    together = size(console, told.attachment_bytes)
    console.print(console.plural("check.attachments", told.attachments, size=together))
    if told.lost_records:
        lost = ", ".join(_ranges(told.lost_records))
        console.print(console.plural("salvage.lost", len(told.lost_records), positions=lost))
    if told.unreadable:
        places = ", ".join(map(str, told.unreadable))
        console.print(console.plural("salvage.unreadable", len(told.unreadable), positions=places))
    for event in told.lost_attachments:
        name = one_line(event.name)
        console.print(console.text("salvage.lost_file", id=event.id, name=name))
    if told.unnamed_attachments:
        console.print(console.plural("salvage.unnamed", told.unnamed_attachments))
    for gap in told.gaps:
        title = f"  {one_line(gap.title)}" if gap.title and console.is_terminal else ""
        if gap.revisions:
            numbers = ", ".join(map(str, gap.revisions))
            line = console.text("salvage.gap", id=gap.incident, numbers=numbers)
        else:
            line = console.text("salvage.lost_incident", id=gap.incident)
        console.print(f"{line}{title}")
    if not told.is_searched:
        console.print(console.text("salvage.not_searched"))
    console.say("salvage.whole" if told.is_whole else "salvage.done")


def _ranges(positions: tuple[int, ...]) -> list[str]:
    """Write 4, 5, 6, 9 as 4–6 and 9."""
    runs: list[list[int]] = []
    for position in positions:
        if runs and position == runs[-1][-1] + 1:
            runs[-1].append(position)
        else:
            runs.append([position])
    return [f"{run[0]}–{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs]


def _object(told: Salvage) -> Salvaged:
    return Salvaged(
        whole=told.is_whole,
        incidents=told.incidents,
        entities=told.entities,
        records=told.records,
        lost_records=told.lost_records,
        unreadable_records=tuple(told.unreadable),
        searched_to_the_end=told.is_searched,
        attachments=told.attachments,
        attachment_bytes=told.attachment_bytes,
        lost_attachments=tuple(event.id for event in told.lost_attachments),
        unnamed_lost_attachments=told.unnamed_attachments,
        incidents_with_gaps=tuple(gap.incident for gap in told.gaps if gap.revisions),
        lost_incidents=tuple(gap.incident for gap in told.gaps if not gap.revisions),
    )
