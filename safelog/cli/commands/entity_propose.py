"""`entity propose`: what a registered person may be called besides."""

from __future__ import annotations

from safelog.cli.arguments import Argument, Words
from safelog.cli.lookup import find_entity
from safelog.cli.name_proposals import proposal_line, proposal_objects, proposals_for
from safelog.cli.session import Session

ARGUMENTS = (Argument(name="entity"),)


def run(session: Session, words: Words) -> None:
    """List proposals, and change nothing."""
    console = session.console
    with session.journal() as journal:
        entity = find_entity(journal, words.text("entity"))
        found = proposals_for(entity)
        if session.json:
            for proposed in proposal_objects(entity, found):
                console.print_json(proposed)
        else:
            for proposal in found:
                console.print(proposal_line(console, proposal))
        console.say("entity_propose.done" if found else "entity_propose.empty")
