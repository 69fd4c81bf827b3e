"""An incident as sentences to read: labels and answers, in the order of the form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from safelog.errors import UnknownKindError
from safelog.i18n.units import quantity
from safelog.journal.forms import FormField, form_fields
from safelog.journal.journal import Saved
from safelog.model.ids import EntityId
from safelog.model.incident import FieldValue, Incident
from safelog.model.kind import Field, label
from safelog.model.leaves import leaves
from safelog.model.when import When, format_when
from safelog.tui.rows import recorded_text
from safelog.tui.session import Session

_ELSEWHERE = frozenset({"id", "kind", "state"})
"""Parts that stand in the heading or nowhere."""


class Part(NamedTuple):
    """One answer and what was asked."""

    path: str
    label: str
    text: str


def parts(session: Session, incident: Incident) -> list[Part]:
    """Return what an incident says, part by part."""
    asked = _labels(session, incident.kind)
    order = {path: place for place, path in enumerate(asked)}
    found = []
    for path, value in leaves(incident):
        if path in _ELSEWHERE:
            continue
        question = asked.get(_bare(path))
        name = question.field.label[session.language] if question else path
        text = _text(session, question.field if question else None, value)
        found.append(Part(path, name, text))
    found.sort(key=lambda part: (order.get(_bare(part.path), len(order)), _numbers(part.path)))
    return found


def history_line(session: Session, saved: Saved) -> str:
    """Say which revision this is and when it was recorded, by this computer's clock."""
    return session.catalogue.text(
        "tui.detail.revision",
        revision=saved.revision,
        recorded=recorded_text(session, saved.recorded),
    )


def changed_paths(before: Incident, after: Incident) -> set[str]:
    """Return the paths of what a revision changed, added or took out."""
    old, new = dict(leaves(before)), dict(leaves(after))
    return {path for path in old.keys() | new.keys() if old.get(path) != new.get(path)}


def _labels(session: Session, kind: str) -> Mapping[str, FormField]:
    try:
        fields = form_fields(session.journal.surroundings.kinds, kind)
    except UnknownKindError:
        return {}
    return {path: question for field in fields for path, question in _flat(field)}


def _flat(field: FormField) -> Iterator[tuple[str, FormField]]:
    if field.columns:
        yield from ((f"{field.path}.{column.path}", column) for column in field.columns)
    else:
        yield field.path, field


def _text(session: Session, asked: Field | None, value: FieldValue) -> str:
    match value:
        case When():
            shown = format_when(value, session.language, with_zone=True)
            said = session.catalogue.text("tui.detail.said", said=value.said)
            return f"{shown}\n{said}" if value.said else shown
        case tuple():
            return "; ".join(_word(session, asked, item) for item in value)
        case str():
            return _word(session, asked, value)
        case _:
            return quantity(session.catalogue, value, asked.unit if asked else "")


def _word(session: Session, asked: Field | None, text: str) -> str:
    if asked is not None and asked.type in {"entity", "entities"}:
        entity = session.journal.state.entities.get(EntityId(text))
        return entity.name if entity is not None else text
    if asked is not None and asked.options:
        try:
            return label(asked.options, text, session.language)
        except LookupError:
            return text
    return text


def _bare(path: str) -> str:
    return ".".join(part for part in path.split(".") if not part.isdecimal())


def _numbers(path: str) -> list[int]:
    return [int(part) for part in path.split(".") if part.isdecimal()]
