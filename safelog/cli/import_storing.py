"""Show the plan of an import, ask, and store it."""

from __future__ import annotations

from dataclasses import dataclass

from safelog.cli.import_files import ImportFile, origin
from safelog.cli.import_preview import preview_object, tell_plan
from safelog.cli.import_questions import ImportQuestions
from safelog.cli.objects import Imported
from safelog.cli.progress import size
from safelog.cli.session import Session
from safelog.errors import CancelledError
from safelog.journal.events import ColumnsMapped
from safelog.journal.imports.plan import Choices, make_plan
from safelog.journal.imports.rows import Sheet
from safelog.journal.imports.source import Source
from safelog.journal.imports.storing import Stored, store
from safelog.journal.journal import Journal


@dataclass(frozen=True, slots=True, kw_only=True)
class Bringing:
    """One chat or call log with everything that was said about it."""

    sheet: Sheet
    choices: Choices
    source: Source
    file: ImportFile
    mapped: ColumnsMapped | None = None
    """What the columns mean, where it was said now."""


def show_and_store(session: Session, journal: Journal, bringing: Bringing, *, agreed: bool) -> None:
    """Show what would be stored; store it if the person agrees, or did before.

    Raises:
        CancelledError: they do not; nothing was stored.
        ImportFormatError: something in the file cannot be stored; nothing was.
    """
    console = session.console
    plan = make_plan(bringing.sheet, bringing.choices, journal.state.imported)
    preview = preview_object(plan, journal, bringing.source)
    questions = ImportQuestions(session, journal)
    if session.json:
        console.print_json(preview)
    else:
        tell_plan(session, plan, preview, questions)
    if not (plan.items or preview.files):
        console.tell(questions.text("nothing_new"))
        return
    if session.json and not agreed:
        return
    confirm(questions, agreed=agreed)
    taken = origin(session, bringing.source, bringing.file)
    also = (bringing.mapped,) if bringing.mapped is not None else ()
    with session.host.interrupts.finish():
        stored = store(journal, plan, taken, also=also)
    announce_import(session, stored)


def confirm(questions: ImportQuestions, *, agreed: bool) -> None:
    """Ask whether what was shown is to be stored.

    Raises:
        CancelledError: it is not.
    """
    if not agreed and not questions.ask.agree(questions.text("confirm"), default=False):
        raise CancelledError


def announce_import(session: Session, stored: Stored) -> None:
    """Tell what was stored."""
    console, text = session.console, session.console.catalogue
    imported = Imported(
        incidents=len(stored.incidents),
        entities=stored.entities,
        attachments=stored.attachments,
    )
    if session.json:
        console.print_json(imported)
    console.tell(console.plural("import.incidents", imported.incidents))
    console.tell(console.plural("import.entities", imported.entities))
    if imported.attachments:
        together = size(console, stored.attachment_bytes)
        console.tell(text.plural("imports.attached", imported.attachments, size=together))
    if imported.incidents:
        console.tell(text.text("imports.drafts"))
