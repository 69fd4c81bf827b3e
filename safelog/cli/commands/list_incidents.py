"""`list`: the incidents in the order of their times, one line each."""

from __future__ import annotations

from typing import get_args

from safelog.cli.arguments import Argument, Words
from safelog.cli.listing import SHORT_ID, heading_line
from safelog.cli.objects import Tombstone, heading_object
from safelog.cli.session import Session
from safelog.journal.graves import graves
from safelog.journal.journal import Journal
from safelog.journal.moment import iso_utc
from safelog.model.incident import State

ARGUMENTS = (
    Argument(name="last", flag="--last", value="N", number=True),
    Argument(name="kind", flag="--kind", value="KIND"),
    Argument(name="state", flag="--state", value="STATE", choices=get_args(State)),
    Argument(name="titles", flag="--titles"),
    Argument(name="removed", flag="--removed"),
)


def run(session: Session, words: Words) -> None:
    """List the incidents, or what was removed for good."""
    titles = words.flag("titles")
    with session.journal() as journal:
        if words.flag("removed"):
            _list_removed(session, journal)
            return
        kinds = journal.surroundings.kinds
        if words.text("kind"):
            kinds.get(words.text("kind"))
        threads = [
            thread
            for thread in journal.threads()
            if words.text("kind") in {"", thread.heading.kind}
            and words.text("state") in {"", thread.heading.state}
        ]
        last = words.number("last")
        for thread in (
            threads if last is None else threads[len(threads) - min(last, len(threads)) :]
        ):
            if session.json:
                session.console.print_json(heading_object(thread, titles=titles))
            else:
                session.console.print(heading_line(thread, kinds, session, titles=titles))
        if not threads:
            session.console.say("list.empty" if not len(journal) else "list.none_fit")


def _list_removed(session: Session, journal: Journal) -> None:
    console, found = session.console, graves(journal.state)
    for each in found:
        if session.json:
            console.print_json(
                Tombstone(
                    what=each.what,
                    id=each.id,
                    number=each.number or None,
                    recorded=iso_utc(each.recorded),
                    removed=iso_utc(each.removed),
                )
            )
            continue
        recorded, removed = session.moment(each.recorded), session.moment(each.removed)
        told = console.text("list.was_removed", recorded=recorded, removed=removed)
        what = console.text(f"list.removed_{each.what}", number=each.number)
        console.print("  ".join((each.id[:SHORT_ID], what, told)))
    if not found:
        console.say("list.none_removed")
