"""Make docs/interchange.schema.json from the types that read and write the JSON form.

The file is for people and other programs, so it stands in docs/; a test holds it equal to what is
made here. After a change of the form: `python -m tests.cli.interchange_schema`.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from safelog.cli import (
    case_objects,
    import_objects,
    mask_objects,
    name_proposals,
    objects,
    redaction_log,
    search_objects,
    seen_objects,
)
from safelog.journal.interchange import JournalFacts
from safelog.journal.patterns.context import ContextPattern
from safelog.journal.patterns.gaps import GapPattern
from safelog.journal.patterns.places import PlacePattern
from safelog.journal.patterns.returning import EntityPattern
from safelog.journal.patterns.times import HourPattern, WeekdayPattern, WeekPattern
from safelog.model.entity import Entity
from safelog.model.ids import ID_LENGTH
from safelog.model.incident import Incident
from safelog.model.kind import Field, load_kinds

PATH = Path(__file__).parents[2] / "docs" / "interchange.schema.json"

Schema = dict[str, object]

LINES = (
    objects.Heading,
    objects.Attachment,
    mask_objects.Picture,
    objects.Draft,
    objects.Changed,
    objects.Vault,
    objects.Imported,
    import_objects.ImportPreview,
    objects.Check,
    objects.Verification,
    objects.Recipient,
    objects.PolicyShown,
    objects.Exported,
    redaction_log.Redaction,
    objects.Slot,
    objects.Sheets,
    objects.Rehearsed,
    objects.BackedUp,
    objects.Restoration,
    objects.Merged,
    objects.Salvaged,
    objects.Travel,
    objects.Burned,
    objects.Removed,
    objects.Tombstone,
    objects.Finding,
    case_objects.OpenReport,
    case_objects.Question,
    case_objects.LinkShown,
    case_objects.Merge,
    case_objects.SeriesShown,
    WeekPattern,
    WeekdayPattern,
    HourPattern,
    PlacePattern,
    EntityPattern,
    GapPattern,
    ContextPattern,
    search_objects.FoundThere,
    search_objects.WithoutTime,
    seen_objects.Suggested,
    seen_objects.Alike,
    seen_objects.DoubledShown,
    name_proposals.Proposed,
)
"""What stands on a line of output beside incidents and entities."""

INPUTS = (
    objects.Query,
    search_objects.SearchWords,
    objects.RemovalWords,
    objects.RawWords,
    objects.AttachmentWords,
    objects.RecipientWords,
    case_objects.Reports,
    case_objects.Answer,
    case_objects.LinkWords,
    case_objects.MergeWords,
    import_objects.ImportChoices,
)
"""What a command reads that is neither."""

_ID: Schema = {"type": "string", "pattern": f"^[0-7][0-9a-hjkmnp-tv-z]{{{ID_LENGTH - 1}}}$"}


def make_schema() -> Schema:
    """Return the schema of a line."""
    types = (Incident, Entity, JournalFacts, *LINES, *INPUTS)
    _, components = msgspec.json.schema_components(types, ref_template="#/$defs/{name}")
    definitions: dict[str, Schema] = {name: dict(schema) for name, schema in components.items()}
    definitions["Incident"] = _typed(definitions["Incident"], "incident", required=("kind",))
    definitions["Incident"]["allOf"] = [_details(code) for code in load_kinds().codes]
    _properties(definitions["Incident"])["kind"] = {"enum": list(load_kinds().codes)}
    _properties(definitions["Incident"])["journal"] = {"$ref": "#/$defs/JournalFacts"}
    definitions["Entity"] = _typed(definitions["Entity"], "entity", required=("kind", "name"))
    names = ("Incident", "Entity", *(line.__name__ for line in LINES))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A line of safelog's JSON form, version 1",
        "oneOf": [{"$ref": f"#/$defs/{name}"} for name in names],
        "$defs": dict(sorted(definitions.items())),
    }


def _properties(schema: Schema) -> dict[str, object]:
    properties = schema["properties"]
    assert isinstance(properties, dict)
    return properties


def _typed(schema: Schema, name: str, *, required: tuple[str, ...]) -> Schema:
    """Return the schema of a model with its type; the id may be left out on the way in."""
    properties: dict[str, object] = {"type": {"const": name}, **_properties(schema), "id": _ID}
    return {**schema, "properties": properties, "required": ["type", *required]}


def _details(code: str) -> Schema:
    """Return what `details` may hold for one kind."""
    fields = {field.id: _field(field) for field in load_kinds().get(code).fields}
    details: Schema = {"properties": fields, "additionalProperties": False}
    return {
        "if": {"properties": {"kind": {"const": code}}},
        "then": {"properties": {"details": details}},
    }


def _field(field: Field) -> Schema:
    codes: Schema = {"enum": [option.code for option in field.options]}
    by_type: dict[str, Schema] = {
        "time": {"$ref": "#/$defs/When"},
        "number": {"type": "number"},
        "choice": codes,
        "yes_no_unknown": codes,
        "choices": {"type": "array", "items": codes},
        "entity": _ID,
        "entities": {"type": "array", "items": _ID},
    }
    return by_type.get(field.type, {"type": "string"})


def encoded() -> bytes:
    """Return the schema as it stands in the file."""
    return msgspec.json.format(msgspec.json.encode(make_schema()), indent=2) + b"\n"


if __name__ == "__main__":
    PATH.write_bytes(encoded())
