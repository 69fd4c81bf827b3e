"""Walk the parts of an incident that a recipient's policy speaks about, each with its form.

A part is a code only where its value is a known code: whatever else stands there is treated as the
person's words, and goes through redaction.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, NamedTuple, get_args

import msgspec

from safelog.model import incident as incident_types
from safelog.model.ids import EntityId
from safelog.model.incident import FieldValue, Incident
from safelog.model.kind import Field, Kinds
from safelog.model.leaves import leaves
from safelog.model.when import When
from safelog.redact.policy import PROTECTED, Action, Rules, bare_path
from safelog.redact.selection import ExportedIncident

Form = Literal["words", "codes", "number", "time", "entities", "file", "place", "unknown"]

PUBLIC_PLACE = "place.public_label"
_DETAILS = "details."
_WITNESSES = "witnesses."

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


def permitted(selection: Iterable[ExportedIncident], rules: Rules) -> tuple[ExportedIncident, ...]:
    """Return what of a selection the policy speaks of at all: kinds, and whether with exhibits."""
    policy = rules.policy
    kept = (each for each in selection if each.incident.kind not in policy.left_out)
    if policy.attachments != "none":
        return tuple(kept)
    return tuple(msgspec.structs.replace(each, attachments=()) for each in kept)


def parts(exported: ExportedIncident, rules: Rules, kinds: Kinds) -> Iterator[Part]:
    """Walk the parts that are not left out; the kind itself belongs to the paragraph."""
    incident = exported.incident
    for path, value in leaves(incident):
        field = _detail(path, incident.kind, kinds)
        action = action_on(path, incident, rules, kinds)
        if action != "omit" and path != "kind":
            yield Part(path, _form(path, value, field), value, action)
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


def action_on(path: str, incident: Incident, rules: Rules, kinds: Kinds) -> Action:
    """Return what happens to the part of an incident at `path`."""
    kind = incident.kind
    action = rules.policy.action(path, kind)
    # What happened in public has a date that anybody can look up: one would undo every shift.
    if rules.policy.dates == "shifted" and kind == "context":
        return "omit"
    if action == "show" and path.startswith(_WITNESSES):
        return _of_witness(path, incident, rules)
    if action != "show" or not path.startswith(_DETAILS):
        return action
    field = _detail(path, kind, kinds)
    if field is None:
        # A detail that its kind does not foresee: nobody knows what it may hold.
        return "R6"
    return rules.policy.action_on_place(action) if field.type == "place" else action


def _of_witness(path: str, incident: Incident, rules: Rules) -> Action:
    """Return what happens to a part that a witness told: what they saw tells who they are."""
    witness = incident.witnesses[int(path.split(".")[1])]
    reason = rules.reason(witness.entity) if witness.entity else None
    closed = bare_path(path) in rules.policy.closed_by_protected
    return reason if closed and reason in PROTECTED else "show"


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
        case "time", When(said=said) if said and rules.policy.dates == "exact":
            yield part.path, said
        case "entities", _:
            for position, entity in enumerate(entities_of(part)):
                if rules.reason(entity) is None:
                    shown = rules.register[entity]
                    yield f"{part.path}.{position}", shown.public_label or shown.name


def entities_of(part: Part) -> tuple[EntityId, ...]:
    """Return the entities that a part of that form refers to."""
    given = part.value if isinstance(part.value, tuple) else (str(part.value),)
    return tuple(EntityId(entity) for entity in given)


def _detail(path: str, kind: str, kinds: Kinds) -> Field | None:
    """Return the kind's own field that a path of `details` leads to."""
    name = path.removeprefix(_DETAILS)
    return next((field for field in kinds.get(kind).fields if field.id == name), None)


def _form(path: str, value: FieldValue, field: Field | None) -> Form:
    bare = bare_path(path)
    if isinstance(value, When):
        return "time"
    if isinstance(value, int | float):
        return "number"
    if path.startswith(_DETAILS):
        return _detail_form(value, field)
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
    """Tell that there is a place where its public name is not known, so that it is not lost.

    A country alone names none, and what happened online has no place that could be looked for: a
    label there would look like something kept back.
    """
    place = incident.place
    action = rules.policy.action(PUBLIC_PLACE)
    if place is None or place.public_label or action == "omit":
        return
    if place.entity:
        yield Part(PUBLIC_PLACE, "entities", place.entity, action)
    elif place.label and place.kind != "online":
        yield Part(PUBLIC_PLACE, "place", "", action)
