"""`list`: the incidents in the order of their times, one line each."""

from __future__ import annotations

from typing import get_args

from safelog.cli.arguments import Argument, Words
from safelog.cli.listing import heading_line
from safelog.cli.objects import heading_object
from safelog.cli.session import Session
from safelog.model.incident import State

ARGUMENTS = (
    Argument(name="last", flag="--last", value="N", number=True),
    Argument(name="kind", flag="--kind", value="KIND"),
    Argument(name="state", flag="--state", value="STATE", choices=get_args(State)),
    Argument(name="titles", flag="--titles"),
)


def run(session: Session, words: Words) -> None:
    """List the incidents."""
    titles = words.flag("titles")
    with session.journal() as journal:
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
