"""`import chat`: a chat of Telegram or WhatsApp becomes incidents, after it was shown."""

from __future__ import annotations

import msgspec

from safelog.cli.arguments import Argument, Words
from safelog.cli.import_files import ImportFile, open_import
from safelog.cli.import_preview import chats_object, open_object
from safelog.cli.import_questions import (
    OPTIONS,
    ImportQuestions,
    check_kinds,
    choices_of,
    read_choices,
)
from safelog.cli.import_storing import Bringing, show_and_store
from safelog.cli.session import Session
from safelog.errors import UndecidedImportError
from safelog.journal.imports.chat import read_chat
from safelog.journal.imports.plan import undecided
from safelog.journal.journal import Journal

ARGUMENTS = (
    Argument(name="file"),
    Argument(name="chat", flag="--chat", value="N", number=True),
    Argument(name="calls", flag="--calls", value="KIND"),
    *OPTIONS,
)


def run(session: Session, words: Words) -> None:
    """Import a chat."""
    with session.journal() as journal, open_import(session, words.text("file")) as file:
        _import(session, journal, file, words)


def _import(session: Session, journal: Journal, file: ImportFile, words: Words) -> None:
    export = read_chat(file.file, name=file.name, folder=file.folder)
    said = read_choices(session, words)
    if words.text("calls"):
        said = msgspec.structs.replace(said, call_kind=words.text("calls"))
    questions = ImportQuestions(session, journal)
    agreed = words.flag("yes")
    number = words.number("chat") if words.number("chat") is not None else said.chat
    if session.json and not agreed and number is None and len(export.sheets) > 1:
        session.console.print_json(chats_object(export.sheets))
        return
    sheet = questions.sheet(export.sheets, number)
    choices = choices_of(session, said, sheet)
    check_kinds(journal, choices)
    if session.json:
        left = undecided(sheet, choices)
        if left and agreed:
            raise UndecidedImportError(what=left[0])
        if left:
            session.console.print_json(open_object(sheet, choices, left))
            return
    else:
        choices = questions.complete(sheet, choices)
    bringing = Bringing(sheet=sheet, choices=choices, source=export.source, file=file)
    show_and_store(session, journal, bringing, agreed=agreed)
