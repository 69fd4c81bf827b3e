"""Show what an import would store, in words or as data, before anything is."""

from __future__ import annotations

from collections.abc import Sequence

from safelog.cli.import_objects import FoundChat, FoundSender, ImportPreview
from safelog.cli.import_questions import MOST_SHOWN, ImportQuestions
from safelog.cli.progress import size
from safelog.cli.session import Session
from safelog.journal.imports.plan import Choices, Plan, other_senders
from safelog.journal.imports.rows import LeftOut, Sheet
from safelog.journal.imports.source import Source
from safelog.journal.imports.storing import files_of
from safelog.journal.journal import Journal
from safelog.model.when import bounds_utc, format_when


def preview_object(plan: Plan, journal: Journal, source: Source) -> ImportPreview:
    """Return the preview of a plan as data."""
    found = [file for _, file in files_of(plan, journal, source)]
    named = sum(len(item.row.media) for item in plan.items)
    named += sum(len(row.media) for row, _ in plan.late)
    order = sorted(plan.items, key=lambda item: bounds_utc(item.when))
    return ImportPreview(
        format=plan.sheet.format,
        rows=len(plan.sheet.rows),
        senders=_senders(plan.sheet, plan.choices),
        incidents=len(plan.items),
        replies=sum(len(item.replies) for item in plan.items),
        first=order[0].when.start if order else "",
        last=order[-1].when.start if order else "",
        files=len(found),
        file_bytes=sum(each.size for each in found),
        missing_files=_missing(plan, source),
        left_out={str(reason): count for reason, count in plan.left_out.counts.items()},
        changed=len(plan.changed),
    )


def _missing(plan: Plan, source: Source) -> int:
    names = (name for item in plan.items for name in item.row.media)
    return sum(source.size(name) is None for name in names)


def open_object(sheet: Sheet, choices: Choices, undecided: Sequence[str]) -> ImportPreview:
    """Return what a file holds while something about it is open."""
    return ImportPreview(
        format=sheet.format,
        rows=len(sheet.rows),
        undecided=tuple(undecided),
        senders=_senders(sheet, choices),
    )


def chats_object(sheets: Sequence[Sheet]) -> ImportPreview:
    """Return which chats a file holds."""
    chats = (
        FoundChat(number=number, name=sheet.name, rows=len(sheet.rows))
        for number, sheet in enumerate(sheets, start=1)
    )
    rows = sum(len(sheet.rows) for sheet in sheets)
    return ImportPreview(
        format=sheets[0].format, rows=rows, undecided=("chat",), chats=tuple(chats)
    )


def _senders(sheet: Sheet, choices: Choices) -> tuple[FoundSender, ...]:
    counted = other_senders(sheet, choices.own)
    return tuple(
        FoundSender(id=sender.id, name=sender.name, rows=rows) for sender, rows in counted.items()
    )


def tell_plan(session: Session, plan: Plan, preview: ImportPreview, asked: ImportQuestions) -> None:
    """Print what would be stored, and what not and why."""
    console, text = session.console, session.console.catalogue
    console.print(text.plural(f"imports.found.{plan.sheet.format}", preview.rows))
    counted = other_senders(plan.sheet, plan.choices.own)
    chosen = plan.choices.senders
    for sender, rows in list(counted.items())[:MOST_SHOWN]:
        if chosen is None or sender.id in chosen:
            console.print(f"  {asked.sender_line(sender, rows)}")
    console.print(text.plural("imports.incidents", preview.incidents))
    if plan.items:
        order = sorted(plan.items, key=lambda item: bounds_utc(item.when))
        language = text.language
        first = format_when(order[0].when, language, with_zone=True)
        last = format_when(order[-1].when, language, with_zone=True)
        console.print(text.text("imports.period", first=first, last=last))
    for key, count in (("replies", preview.replies), ("changed", preview.changed)):
        if count:
            console.print(text.plural(f"imports.{key}", count))
    if preview.files:
        together = size(console, preview.file_bytes)
        console.print(text.plural("imports.files", preview.files, size=together))
    if preview.missing_files:
        console.print(text.plural("imports.missing_files", preview.missing_files))
    tell_left_out(session, plan.left_out, plan.sheet.place)


def tell_left_out(session: Session, left_out: LeftOut, place: str) -> None:
    """Print what is not stored, by reason, with the first place of each."""
    text = session.console.catalogue
    for reason, count in left_out.counts.items():
        where = text.text(f"imports.place.{place}", number=left_out.first[reason])
        session.console.print(text.plural(f"imports.left_out.{reason}", count, where=where))
