"""`remove`: take something out of the vault for good, after saying what that cannot reach."""

from __future__ import annotations

from collections.abc import Iterator

from safelog.cli.arguments import Argument, Words
from safelog.cli.console import Console
from safelog.cli.json_input import read_json
from safelog.cli.lookup import find_entity
from safelog.cli.objects import RemovalWords, Removed
from safelog.cli.progress import Progress, size
from safelog.cli.session import Session
from safelog.errors import CancelledError, UsageError
from safelog.journal.attachments import find_attachment
from safelog.journal.journal import Journal
from safelog.journal.lookup import by_prefix, link_named
from safelog.journal.remains import Chosen
from safelog.journal.removal import (
    Removal,
    choose_attachment,
    choose_entity,
    choose_incident,
    choose_link,
    choose_revision,
    choose_version,
    remove,
    survey,
)
from safelog.model.ids import IncidentId

ARGUMENTS = (
    Argument(name="what", choices=("incident", "file", "link", "entity", "leftovers")),
    Argument(name="id", optional=True),
    Argument(name="revision", flag="--revision", value="N", number=True),
)


def run(session: Session, words: Words) -> None:
    """Remove something for good.

    Raises:
        NotFoundError, AmbiguousError: nothing, or several things, have this id.
        InvalidFieldError: the revision is the one that counts.
        CancelledError: the word was not typed; nothing was changed.
        StorageFullError, StorageError: nothing was removed.
        UsageError: an id or a revision is given where there is none, or the other way round.
    """
    console = session.console
    with session.journal() as journal:
        chosen = _chosen(journal, words)
        told = survey(journal, chosen)
        for line in _lines(session, told):
            console.tell(line)
        console.say("remove.cannot")
        _require_agreement(session)
        progress = Progress(console, session.host.clock, "remove.progress")

        def report(done: int, total: int) -> None:
            with session.host.interrupts.allow():
                progress(done, total)

        with session.host.interrupts.finish():
            remove(journal, chosen, progress=report)
            if session.json:
                console.print_json(_object(told))
            console.say("remove.done", state=journal.vault.state)


def _chosen(journal: Journal, words: Words) -> Chosen:
    """Find what is meant; whatever a merge has left goes along with everything."""
    what, text, number = words.text("what"), words.text("id"), words.number("revision")
    if bool(text) == (what == "leftovers") or (
        number is not None and what not in {"incident", "entity"}
    ):
        raise UsageError
    match what:
        case "incident" | "entity":
            return _of_several(journal, what, text, number)
        case "file":
            return choose_attachment(journal, find_attachment(journal, text).id)
        case "link":
            return choose_link(journal, link_named(journal.state, text))
        case _:
            return Chosen()


def _of_several(journal: Journal, what: str, text: str, number: int | None) -> Chosen:
    """Find an incident or an entity, or one revision of it."""
    if what == "incident":
        incident = IncidentId(by_prefix(text, journal.state.threads, what="incident"))
        if number is None:
            return choose_incident(journal, incident)
        return choose_revision(journal, incident, number)
    entity = find_entity(journal, text).id
    if number is None:
        return choose_entity(journal, entity)
    return choose_version(journal, entity, number)


def _lines(session: Session, told: Removal) -> Iterator[str]:
    """Say what will be removed: how many and from when, and none of the words."""
    console = session.console
    if told.recorded:
        first, last = (session.moment(each) for each in told.recorded)
        yield console.text("remove.what", first=first, last=last)
    else:
        yield console.text("remove.nothing")
    counted = (
        ("incidents", told.incidents),
        ("revisions", told.revisions),
        ("entities", told.entities),
        ("versions", told.versions),
        ("links", told.links),
        ("merges", told.merges),
        ("drafts", told.drafts),
    )
    for name, count in counted:
        if count:
            yield f"  {console.plural(f'remove.{name}', count)}"
    if told.attachments:
        together = size(console, told.attachment_bytes)
        yield f"  {console.plural('remove.files', told.attachments, size=together)}"
    yield console.text("remove.alongside")
    if told.entities:
        yield from _warning(console, told)


def _warning(console: Console, told: Removal) -> Iterator[str]:
    yield console.text("remove.unhidden")
    if told.named_in:
        yield console.plural("remove.named", told.named_in)


def _require_agreement(session: Session) -> None:
    """Ask for a word; of a script, for an object that says the same.

    Raises:
        CancelledError: it was another word.
        InvalidJsonError: it was another object.
    """
    console = session.console
    if session.json:
        read_json(console.stdin, RemovalWords)
        return
    word = console.text("remove.word")
    answer = console.read_line(console.text("remove.confirm", word=word))
    if (answer or "").strip().casefold() != word:
        raise CancelledError


def _object(told: Removal) -> Removed:
    return Removed(
        incidents=told.incidents,
        revisions=told.revisions,
        attachments=told.attachments,
        attachment_bytes=told.attachment_bytes,
        entities=told.entities,
        versions=told.versions,
        links=told.links,
        merges=told.merges,
        drafts=told.drafts,
    )
