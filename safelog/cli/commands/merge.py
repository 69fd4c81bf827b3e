"""`merge`: take over what another copy of the vault has and this one has not."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from safelog.cli.arguments import Argument, Words
from safelog.cli.listing import SHORT_ID
from safelog.cli.objects import Merged
from safelog.cli.progress import Progress, size
from safelog.cli.session import Session
from safelog.errors import WrongSecretError
from safelog.journal.doubles import doubled_incidents
from safelog.journal.journal import Journal
from safelog.journal.union import Union, unite
from safelog.vault import VaultCopy

ARGUMENTS = (Argument(name="copy"),)


def run(session: Session, words: Words) -> None:
    """Unite two copies of a vault.

    Raises:
        VaultError: the other copy is no copy of this vault, or is not whole; nothing was changed.
    """
    with session.journal() as journal:
        with _open(session, journal, Path(words.text("copy"))) as other:
            progress = Progress(session.console, session.host.clock, "merge.progress")
            union = unite(journal, other, progress=progress)
        if session.json:
            session.console.print_json(_object(union))
        else:
            _tell(session, journal, union)


def _open(session: Session, journal: Journal, source: Path) -> VaultCopy:
    """Open the other copy by the keys of this one; ask where they were changed in between."""
    try:
        return journal.vault.copies.open(source)
    except WrongSecretError:
        session.console.say("merge.other_keys")
    return session.opened(partial(session.host.vaults.open_copy, source))


def _tell(session: Session, journal: Journal, union: Union) -> None:
    console = session.console
    if not union.added and not union.removed:
        console.say("merge.nothing")
        return
    console.print(console.plural("merge.added", union.added))
    console.print(console.plural("merge.incidents", len(union.incidents)))
    together = size(console, union.attachment_bytes)
    console.print(console.plural("check.attachments", union.attachments, size=together))
    if union.removed:
        console.print(console.plural("merge.removed", union.removed))
        console.say("merge.new_state", state=journal.vault.state)
    for incident in union.returned:
        console.print(console.text("merge.returned", id=incident[:SHORT_ID]))
    for incident in union.conflicts:
        numbers = ", ".join(map(str, journal.thread(incident).conflicts))
        console.print(console.text("merge.conflict", id=incident[:SHORT_ID], numbers=numbers))
    for entity in union.entities:
        console.print(console.text("merge.entity", id=entity[:SHORT_ID]))
    for recipient in union.forked:
        console.print(console.text("merge.forked", id=recipient[:SHORT_ID]))
    if doubled := doubled_incidents(journal.state):
        console.print(console.plural("merge.doubled", len(doubled)))
    console.say("merge.done")


def _object(union: Union) -> Merged:
    return Merged(
        added=union.added,
        incidents=union.incidents,
        conflicts=union.conflicts,
        entities=union.entities,
        attachments=union.attachments,
        attachment_bytes=union.attachment_bytes,
        forked_recipients=union.forked,
        removed=union.removed,
        returned=union.returned,
    )
