"""`draft list`: unsaved words that wait in the vault."""

from __future__ import annotations

from safelog.cli.arguments import Argument, Words
from safelog.cli.listing import SHORT_ID, kind_title
from safelog.cli.objects import draft_object
from safelog.cli.session import Session
from safelog.journal.drafts import drafts

ARGUMENTS = (Argument(name="words", flag="--words"),)


def run(session: Session, words: Words) -> None:
    """List the drafts, the newest first."""
    console = session.console
    with session.journal() as journal:
        waiting = drafts(journal)
        for draft in waiting:
            if session.json:
                console.print_json(draft_object(draft, words=words.flag("words")))
                continue
            kinds, language = journal.surroundings.kinds, console.catalogue.language
            kind = kind_title(kinds, draft.kind, language)
            console.print("  ".join((draft.id[:SHORT_ID], session.moment(draft.at), kind)))
            if words.flag("words"):
                for text in filter(None, draft.inputs.values()):
                    console.print(f"    {text}".replace("\n", "\n    "))
        if not waiting:
            console.say("draft_list.empty")
