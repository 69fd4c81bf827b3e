"""`travel create`: a fresh vault with what is safe to show."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from safelog.cli.arguments import Argument, Words
from safelog.cli.listing import entity_line, heading_line
from safelog.cli.objects import Travel
from safelog.cli.passphrases import Passphrases, print_recovery
from safelog.cli.progress import Progress
from safelog.cli.questions import Questions
from safelog.cli.session import Session
from safelog.errors import BackupPlaceError, CancelledError, UsageError, VaultExistsError
from safelog.journal.journal import Journal
from safelog.journal.travel import Filter, Luggage, Packed, choose, mentioned, pack
from safelog.model.ids import EntityId
from safelog.vault import looks_like_vault

ARGUMENTS = (
    Argument(name="target"),
    Argument(name="incident", flag="--incident", value="ID", many=True),
    Argument(name="kind", flag="--kind", value="KIND"),
    Argument(name="since", flag="--since", value="DATE"),
    Argument(name="until", flag="--until", value="DATE"),
    Argument(name="entity", flag="--entity", value="ID", many=True),
    Argument(name="attachments", flag="--attachments"),
    Argument(name="print_recovery_words", flag="--print-recovery-words"),
)


def run(session: Session, words: Words) -> None:
    """Make a travel vault.

    Raises:
        NothingSelectedError: nothing was chosen.
        VaultExistsError: the folder holds something already.
        CancelledError: the person did not want it.
    """
    target = Path(words.text("target"))
    own, new = session.folder.resolve(), target.resolve()
    if new == own or own in new.parents:
        raise BackupPlaceError(reason="inside")
    if looks_like_vault(target):
        raise VaultExistsError
    secrets = Passphrases(session)
    secrets.require_printing(printing=words.flag("print_recovery_words"))
    since, until = _day(words, "since"), _day(words, "until")
    with session.journal() as journal:
        session.console.say("travel_create.is")
        wanted = Filter(
            incidents=tuple(journal.find_incident(text) for text in words.texts("incident")),
            kind=words.text("kind"),
            since=since,
            until=until,
        )
        luggage = _luggage(session, journal, wanted, words)
        packed = _make(session, journal, luggage, target, words)
    if session.json:
        session.console.print_json(
            Travel(
                incidents=packed.incidents,
                entities=packed.entities,
                attachments=packed.attachments,
            )
        )
    session.console.say("travel_create.done", folder=target)


def _day(words: Words, name: str) -> date | None:
    text = words.text(name)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise UsageError(what=name) from None


def _luggage(session: Session, journal: Journal, wanted: Filter, words: Words) -> Luggage:
    """Show what was chosen, and have each person or thing in it ticked.

    Raises:
        CancelledError: the person did not want it.
    """
    console, kinds = session.console, journal.surroundings.kinds
    chosen = choose(journal, wanted)
    stands_for = journal.state.representative
    given = {stands_for(journal.find_entity(text)) for text in words.texts("entity")}
    candidates = mentioned(journal, chosen)
    asks = session.is_interactive and not session.json
    if asks:
        for key in chosen:
            console.tell(heading_line(journal.thread(key), kinds, session, titles=True))
    ask = Questions(console, is_interactive=session.is_interactive)
    ticked: set[EntityId] = set()
    for entity in candidates:
        line = entity_line(entity, kinds, console.catalogue.language)
        question = console.text("travel_create.take", entity=line)
        if stands_for(entity.id) in given or (asks and ask.agree(question, default=False)):
            ticked.add(entity.id)
    if asks:
        console.say("travel_create.words")
        if not ask.agree(console.text("travel_create.make"), default=False):
            raise CancelledError
    return Luggage(chosen, frozenset(ticked), words.flag("attachments"))


def _make(
    session: Session, journal: Journal, luggage: Luggage, target: Path, words: Words
) -> Packed:
    secrets, printing = Passphrases(session), words.flag("print_recovery_words")
    with (
        secrets.new_passphrase() as passphrase,
        secrets.new_recovery(printing=printing) as recovery,
    ):
        vault = session.host.vaults.create(target, passphrase=passphrase, recovery=recovery)
        fresh = Journal(vault, session.surroundings())
        try:
            if printing:
                print_recovery(session, recovery)
            progress = Progress(session.console, session.host.clock, "backup.progress")
            return pack(journal, luggage, fresh, progress=progress)
        finally:
            fresh.close()
