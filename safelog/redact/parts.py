"""Walk the parts of an incident that a recipient's policy speaks about, each with its form.

A part is a code only where its value is a known code: whatever else stands there is treated as the
person's words, and goes through redaction.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple, get_args

from safelog.model import incident as incident_types
from safelog.model.ids import EntityId
from safelog.model.incident import FieldValue, Incident
from safelog.model.kind import Field, Kinds
from safelog.model.leaves import leaves
from safelog.model.when import When
from safelog.redact.policy import Action, Rules, bare_path
from safelog.redact.selection import ExportedIncident

Form = Literal["words", "codes", "number", "time", "entities", "file", "place", "unknown"]

PUBLIC_PLACE = "place.public_label"

_CODES: Mapping[str, frozenset[str]] = {
    "state": frozenset(get_args(incident_types.State)),
    "when_basis": frozenset(get_args(incident_types.Basis)),
    "source": frozenset(get_args(incident_types.Source)),
    "reliability": frozenset(get_args(incident_types.Reliability)),
    "certainty": frozenset(get_args(incident_types.Certainty)),
    "place.kind": frozenset(get_args(incident_types.PlaceKind)),
    "witnesses.independent": frozenset(get_args(incident_types.Independent)),
    "follow_ups.body": frozenset(get_args(incident_types.Body)),
    "follow_ups.channel": frozenset(get_args(incident_types.Channel)),
}
_COUNTRY = re.compile(r"[A-Z]{2}")


class Part(NamedTuple):
    """One part of an incident or of its exhibits, and what the policy says about it."""

    path: str
    form: Form
    value: FieldValue
    action: Action


def parts(exported: ExportedIncident, rules: Rules, kinds: Kinds) -> Iterator[Part]:
    """Walk the parts that are not left out; the kind itself belongs to the paragraph."""
    incident = exported.incident
    fields = {field.id: field for field in kinds.get(incident.kind).fields}
    for path, value in leaves(incident):
        action = rules.policy.action(path)
        if action != "omit" and path != "kind":
            yield Part(path, _form(path, value, fields), value, action)
    yield from _unnamed_place(incident, rules)
    for position, attachment in enumerate(exported.attachments):
        for name, text in (
            ("description", attachment.description),
            ("provenance", attachment.provenance),
        ):
            path = f"exhibits.{position}.{name}"
            action = rules.policy.action(path)
            if text and action != "omit":
                yield Part(path, "words", text, action)


def texts_of(part: Part, rules: Rules) -> Iterator[tuple[str, str]]:
    """Walk the texts of a part that would be shown, with their paths.

    Those are the person's words, and the names of entities that are not hidden: a shown
    organisation may carry the name of a hidden person.
    """
    if part.action != "show":
        return
    match part.form, part.value:
        case "words", str(text):
            yield part.path, text
        case "time", When(said=said) if said:
            yield part.path, said
        case "entities", _:
            for position, entity in enumerate(entities_of(part)):
                if rules.reason(entity) is None:
                    shown = rules.register[entity]
                    yield f"{part.path}.{position}", shown.public_label or shown.name


def entities_of(part: Part) -> tuple[EntityId, ...]:
    """Return the entities that a part of that form refers to."""
    match part.value:
        case str(entity):
            return (EntityId(entity),)
        case tuple(entities):
            return tuple(EntityId(entity) for entity in entities)
    return ()


def _form(path: str, value: FieldValue, fields: Mapping[str, Field]) -> Form:
    head, _, name = path.partition(".")
    bare = bare_path(path)
    if isinstance(value, When):
        return "time"
    if isinstance(value, int | float):
        return "number"
    if head == "details":
        return _detail_form(value, fields.get(name))
    if bare.endswith(".entity"):
        return "entities"
    country = bare == "place.country" and _COUNTRY.fullmatch(str(value))
    return "codes" if country or value in _CODES.get(bare, ()) else "words"


def _detail_form(value: str | tuple[str, ...], field: Field | None) -> Form:
    otherwise: Form = "words" if isinstance(value, str) else "unknown"
    match field.type if field else "":
        case "entity" | "entities":
            return "entities"
        case "file":
            return "file"
        case "choice" | "choices" | "yes_no_unknown" if field:
            known = {option.code for option in field.options}
            given = (value,) if isinstance(value, str) else value
            return "codes" if known.issuperset(given) else otherwise
    return otherwise


def _unnamed_place(incident: Incident, rules: Rules) -> Iterator[Part]:
    """Tell that there is a place where its public name is not known, so that it is not lost."""
    place = incident.place
    action = rules.policy.action(PUBLIC_PLACE)
    if place is None or place.public_label or action == "omit":
        return
    if place.entity:
        yield Part(PUBLIC_PLACE, "entities", place.entity, action)
    else:
        yield Part(PUBLIC_PLACE, "place", "", action)
