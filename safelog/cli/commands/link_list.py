"""`link list`: what was said to belong together, of one incident or entity or of all."""

from __future__ import annotations

from safelog.cli.arguments import Argument, Words
from safelog.cli.relations import find_end, link_line, link_object
from safelog.cli.session import Session
from safelog.journal.links import links_of

ARGUMENTS = (Argument(name="end", optional=True),)


def run(session: Session, words: Words) -> None:
    """List the links that hold."""
    console = session.console
    with session.journal() as journal:
        if words.text("end"):
            links = list(links_of(journal.state, find_end(journal, words.text("end"))))
        else:
            saved = (each.link for each in journal.state.links.values())
            links = [link for link in saved if not link.withdrawn]
        for link in links:
            if session.json:
                console.print_json(link_object(link))
            else:
                console.print(link_line(session, journal, link))
        console.tell(console.plural("link_list.links", len(links)))
