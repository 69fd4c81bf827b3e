"""An incident as plain lines, each with its label, in the order of the form."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime

from safelog.cli.console import Console
from safelog.cli.delay_text import delay_text
from safelog.cli.listing import SHORT_ID
from safelog.cli.progress import size
from safelog.i18n.units import quantity
from safelog.journal.forms import FormField, form_fields
from safelog.journal.journal import Saved
from safelog.model.entity import Entity
from safelog.model.ids import EntityId, is_id
from safelog.model.incident import FieldValue
from safelog.model.kind import Field, Kinds
from safelog.model.leaves import leaves
from safelog.model.text import one_line, visible
from safelog.model.when import When, entry_delay, format_when

_INDENT = "    "


def incident_lines(
    saved: Saved,
    history: Sequence[tuple[int, str]],
    console: Console,
    *,
    recorded_at: Callable[[int], str],
    kinds: Kinds,
    entities: Mapping[EntityId, Entity],
) -> Iterator[str]:
    """Return the lines of a revision; `history` has number and time of every one."""
    say, language = console.text, console.catalogue.language
    incident = saved.incident
    yield f"{say('show.id')}: {incident.id}"
    yield f"{say('show.kind')}: {kinds.get(incident.kind).label[language]}"
    newest = history[-1][0]
    recorded = recorded_at(saved.recorded)
    yield say("show.revision", number=saved.revision, newest=newest, time=recorded)
    yield from _recorded(saved, console, recorded_at)
    if saved.conflicts:
        yield say("show.conflict", numbers=" ".join(map(str, saved.conflicts)))
    if incident.corrects:
        yield f"{say('show.corrects')}: {incident.corrects}"
    text = _Text(console, entities, dict(leaves(incident)))
    for question in form_fields(kinds, incident.kind):
        yield from text.lines(question)
    for attachment in saved.attachments:
        yield f"{say('show.attachment')}: {attachment.id}"
        yield f"{_INDENT}{one_line(attachment.name)}, {size(console, attachment.size)}"
        yield f"{_INDENT}SHA-256 {attachment.sha256.hex()}"
        for said in filter(None, (attachment.description, attachment.provenance)):
            yield f"{_INDENT}{one_line(said)}"
    if len(history) > 1:
        yield f"{say('show.history')}:"
        for number, recorded in history:
            mark = f"  {say('show.in_conflict')}" if number in saved.conflicts else ""
            yield f"{_INDENT}{number}  {recorded}{mark}"


def _recorded(saved: Saved, console: Console, recorded_at: Callable[[int], str]) -> Iterator[str]:
    """Return when it was first recorded, how long after the event that was, and when edited."""
    when, first = saved.incident.when, datetime.fromtimestamp(saved.first_recorded, UTC)
    delay = entry_delay(when, first) if when else None
    time = recorded_at(saved.first_recorded)
    if delay is None:
        yield console.text("show.first_recorded", time=time)
    else:
        told = delay_text(console.catalogue, delay)
        yield console.text("show.first_recorded_after", time=time, delay=told)
    if saved.revision > 1:
        yield console.text("show.edited", time=recorded_at(saved.recorded))


class _Text:
    """The answers of one incident."""

    def __init__(
        self,
        console: Console,
        entities: Mapping[EntityId, Entity],
        values: Mapping[str, FieldValue],
    ) -> None:
        self._console = console
        self._entities = entities
        self._values = values
        self._language = console.catalogue.language

    def lines(self, question: FormField) -> Iterator[str]:
        """Return the lines of one question, none if it has no answer."""
        label = question.field.label[self._language]
        if question.columns:
            yield from self._rows(question, label)
        elif question.path in self._values:
            yield from _labelled(label, self._said(question.field, self._values[question.path]))

    def _rows(self, question: FormField, label: str) -> Iterator[str]:
        row = 0
        while columns := [
            (column.field, self._values[path])
            for column in question.columns
            if (path := f"{question.path}.{row}.{column.path}") in self._values
        ]:
            row += 1
            yield f"{label}, {row}:"
            for column, value in columns:
                for line in _labelled(column.label[self._language], self._said(column, value)):
                    yield _INDENT + line

    def _said(self, field: Field, value: FieldValue) -> str:
        match value:
            case When():
                return self._time(value)
            case tuple():
                return ", ".join(self._named(field, item) for item in value)
            case str():
                return self._named(field, value)
            case _:
                return quantity(self._console.catalogue, value, field.unit)

    def _time(self, when: When) -> str:
        shown = format_when(when, self._language, with_zone=True)
        if when.said:
            shown = self._console.text("show.time", time=shown, said=one_line(when.said))
        if when.anchor:
            shown = self._console.text("show.leaning", time=shown, id=when.anchor[:SHORT_ID])
        return shown

    def _named(self, field: Field, text: str) -> str:
        for option in field.options:
            if option.code == text:
                return option.label[self._language]
        if field.type in {"entity", "entities"} and is_id(text):
            known = self._entities.get(EntityId(text))
            if known is None:
                return self._console.text("show.unregistered", id=text[:SHORT_ID])
            return one_line(known.name)
        return text


def _labelled(label: str, text: str) -> Iterator[str]:
    """Return a label with its text beside it, or below it if it has several lines."""
    lines = visible(text).splitlines()
    if len(lines) == 1:
        yield f"{label}: {lines[0]}"
        return
    yield f"{label}:"
    yield from (f"{_INDENT}{line}" for line in lines)
