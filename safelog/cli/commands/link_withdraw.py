"""`link withdraw`: say no more what a link says; that it was said stays in the journal."""

from __future__ import annotations

from safelog.cli.arguments import Argument, Words
from safelog.cli.objects import Changed
from safelog.cli.session import Session
from safelog.errors import NotFoundError
from safelog.journal.links import withdraw_link
from safelog.journal.lookup import link_named

ARGUMENTS = (Argument(name="link"),)


def run(session: Session, words: Words) -> None:
    """Withdraw a link.

    Raises:
        NotFoundError: there is none that holds.
    """
    with session.journal() as journal:
        link = journal.state.links[link_named(journal.state, words.text("link"))].link
        if link.withdrawn:
            raise NotFoundError(what="link")
        with session.host.interrupts.finish():
            withdraw_link(journal, link)
        if session.json:
            session.console.print_json(Changed(what="link"))
        session.console.say("link_withdraw.done")
