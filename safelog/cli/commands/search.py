"""`search`: find incidents by words that are typed, never given as arguments."""

from __future__ import annotations

from safelog.cli.arguments import Argument, Words
from safelog.cli.json_input import read_json
from safelog.cli.listing import heading_line
from safelog.cli.objects import Query, heading_object
from safelog.cli.questions import Questions
from safelog.cli.session import Session
from safelog.journal.search.query import RESULT_LIMIT

ARGUMENTS = (Argument(name="titles", flag="--titles"),)


def run(session: Session, words: Words) -> None:
    """Search the words of all incidents."""
    titles, console = words.flag("titles"), session.console
    with session.journal() as journal:
        if session.json:
            query = read_json(console.stdin, Query).words
        else:
            ask = Questions(console, is_interactive=session.is_interactive)
            query = ask.line(console.text("search.query"), about=console.text("search.query_help"))
        found = journal.search(query)
        for incident in found:
            thread = journal.state.threads[incident]
            if session.json:
                console.print_json(heading_object(thread, titles=titles))
            else:
                kinds = journal.surroundings.kinds
                console.print(heading_line(thread, kinds, session, titles=titles))
        console.tell(console.plural("search.found", len(found)))
        if len(found) == RESULT_LIMIT:
            console.say("search.limit")
