"""`import tella`: the files of an archive of Tella become attachments, after they were shown."""

from __future__ import annotations

from safelog.cli.arguments import Argument, Words
from safelog.cli.import_files import ImportFile, open_import, origin
from safelog.cli.import_objects import ImportPreview
from safelog.cli.import_questions import ImportQuestions
from safelog.cli.import_storing import announce_import, confirm
from safelog.cli.progress import Progress, size
from safelog.cli.session import Session
from safelog.errors import UnknownKindError
from safelog.journal.imports.source import Folder
from safelog.journal.imports.tella import TellaPlan, read_tella, store_tella
from safelog.journal.journal import Journal
from safelog.model.ids import IncidentId
from safelog.model.incident import Incident

ARGUMENTS = (
    Argument(name="file"),
    Argument(name="incident", flag="--incident", value="ID"),
    Argument(name="kind", flag="--kind", value="KIND"),
    Argument(name="yes", flag="--yes"),
)

_UNSURE = "unsure"


def run(session: Session, words: Words) -> None:
    """Import an archive."""
    with session.journal() as journal, open_import(session, words.text("file")) as file:
        _import(session, journal, file, words)


def _import(session: Session, journal: Journal, file: ImportFile, words: Words) -> None:
    target = _target(journal, words)
    progress = Progress(session.console, session.host.clock, "attach.progress")
    plan = read_tella(file.file, journal.state.imported, progress=progress)
    questions = ImportQuestions(session, journal)
    agreed = words.flag("yes")
    if session.json:
        session.console.print_json(_object(plan))
    else:
        _tell(session, plan)
    if not plan.files:
        session.console.tell(questions.text("nothing_new"))
        return
    if session.json and not agreed:
        return
    confirm(questions, agreed=agreed)
    with session.host.interrupts.finish():
        stored = store_tella(journal, plan, target, origin(session, Folder(None), file))
    announce_import(session, stored)


def _target(journal: Journal, words: Words) -> IncidentId | Incident:
    """Return the incident that was named, or a new draft."""
    if words.text("incident"):
        return journal.find_incident(words.text("incident"))
    kind = words.text("kind") or _UNSURE
    if kind not in journal.surroundings.kinds.codes:
        raise UnknownKindError
    return Incident(id=IncidentId(journal.new_id()), kind=kind)


def _object(plan: TellaPlan) -> ImportPreview:
    return ImportPreview(
        format="tella",
        rows=len(plan.files) + len(plan.known),
        files=len(plan.files),
        file_bytes=sum(file.size for file in plan.files),
        left_out={"known": len(plan.known)} if plan.known else {},
        with_metadata=sum(bool(file.metadata) for file in plan.files),
        differing=tuple(file.number for file in plan.files if file.is_as_told is False),
    )


def _tell(session: Session, plan: TellaPlan) -> None:
    console, text = session.console, session.console.catalogue
    preview = _object(plan)
    console.print(text.plural("imports.found.tella", preview.rows))
    together = size(console, preview.file_bytes)
    console.print(text.plural("imports.files", preview.files, size=together))
    console.print(text.plural("imports.with_metadata", preview.with_metadata))
    same = sum(file.is_as_told is True for file in plan.files)
    if same:
        console.print(text.plural("imports.as_told", same))
    for number in preview.differing:
        console.print(text.text("imports.differing", number=number))
    for file in plan.known[:1]:
        where = text.text("imports.place.member", number=file.number)
        count = len(plan.known)
        console.print(text.plural("imports.left_out.known", count, where=where))
