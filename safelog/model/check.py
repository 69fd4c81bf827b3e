"""The rules of an incident that its types cannot express.

Decoding has already held the types; these checks hold sizes, ids, times, mentions, and the fields
that the kind has. Nothing is mended: what is wrong is named and refused.
"""

from __future__ import annotations

import re

from safelog.errors import InvalidFieldError
from safelog.model.ids import is_id
from safelog.model.incident import FieldValue, Incident
from safelog.model.kind import Field, Kinds
from safelog.model.leaves import leaves, texts
from safelog.model.text import LINE_LIMIT, TEXT_LIMIT, check_text
from safelog.model.when import When, check_when

LIST_LIMIT = 1_000
"""Most rows of one list (stages, witnesses, follow-ups, mentions)."""

_SHOWN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._]{0,79}")


def check_incident(incident: Incident, kinds: Kinds) -> None:
    """Hold the rules of the incident and of its kind.

    Raises:
        UnknownKindError: there is no such kind.
        InvalidFieldError: a field is not of this kind, has the wrong type, or an id is malformed.
        InvalidTextError: a text is too long or cannot be stored.
        InvalidTimeError: a time contradicts itself.
    """
    kind = kinds.get(incident.kind)
    if not is_id(incident.id) or (incident.corrects and not is_id(incident.corrects)):
        raise InvalidFieldError(field="id")
    _check_lists(incident)
    check_text(incident.title, field="title", limit=LINE_LIMIT)
    for path, value in leaves(incident):
        if isinstance(value, When):
            check_when(value)
        if path.endswith(".entity") and not is_id(str(value)):
            raise InvalidFieldError(field=_safe(path))
    for path, text in texts(incident):
        check_text(text, field=_safe(path), limit=TEXT_LIMIT)
    fields = {field.id: field for field in kind.fields}
    for name, value in incident.details.items():
        if name not in fields:
            raise InvalidFieldError(field=_safe(f"details.{name}"))
        _check_value(fields[name], value)
    _check_mentions(incident)


def _check_lists(incident: Incident) -> None:
    for name in ("stages", "witnesses", "perpetrators", "follow_ups", "mentions"):
        if len(getattr(incident, name)) > LIST_LIMIT:
            raise InvalidFieldError(field=name)


def _check_value(field: Field, value: FieldValue) -> None:
    """Hold that `value` is of the field's type and, for a choice, one of its options."""
    options = {option.code for option in field.options}
    match field.type:
        case "time":
            fits = isinstance(value, When)
        case "number":
            fits = isinstance(value, int | float) and not isinstance(value, bool)
        case "choice" | "yes_no_unknown":
            fits = isinstance(value, str) and value in options
        case "choices":
            fits = isinstance(value, tuple) and options.issuperset(value)
        case "entity" | "file":
            fits = isinstance(value, str) and is_id(value)
        case "entities":
            fits = isinstance(value, tuple) and all(is_id(item) for item in value)
        case _:
            fits = isinstance(value, str)
    if not fits:
        raise InvalidFieldError(field=f"details.{field.id}")


def _check_mentions(incident: Incident) -> None:
    """Hold that each mention lies inside its text, so that redaction can trust its bounds."""
    bounds = {path: len(text) for path, text in texts(incident)}
    for mention in incident.mentions:
        inside = 0 <= mention.start < mention.end <= bounds.get(mention.field, 0)
        if not inside or not is_id(mention.entity):
            raise InvalidFieldError(field="mentions")


def _safe(path: str) -> str:
    """Return `path` if it can be shown; the name of a detail may be anything in a hostile file."""
    return path if _SHOWN.fullmatch(path) else "details"
