"""Make docs/export.schema.json from the types that read an export's JSON file.

The file is for whoever writes another checker, so it stands in docs/; a test holds it equal to what
is made here. After a change of the form: `python -m tests.unit.export.export_schema`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from safelog.export.schema import FORMAT, VERSION, Bundle

PATH = Path(__file__).parents[3] / "docs" / "export.schema.json"

Schema = dict[str, Any]


def make_schema() -> Schema:
    """Return the schema of an export's JSON file."""
    (_, definitions) = msgspec.json.schema_components([Bundle], ref_template="#/$defs/{name}")
    schemas: dict[str, Schema] = {name: _whole(schema) for name, schema in definitions.items()}
    schemas["Bundle"]["properties"] |= {"format": {"const": FORMAT}, "version": {"const": VERSION}}
    exhibit = schemas["Exhibit"]
    # The one member that is not always there: exports from before it must keep their one form.
    exhibit["required"].remove("file")
    exhibit["properties"]["file"] = exhibit["properties"]["file"]["anyOf"][0]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "An export's JSON file, version 1; docs/PROOF.md, section 5, says what it means",
        "$ref": "#/$defs/Bundle",
        "$defs": dict(sorted(schemas.items())),
    }


def encoded() -> bytes:
    """Return the file, to the byte."""
    return msgspec.json.format(msgspec.json.encode(make_schema(), order="sorted"), indent=2) + b"\n"


def _whole(schema: Any) -> Any:  # noqa: ANN401 - any part of a JSON schema
    """Require every member, since a canonical file has them all, and write patterns for JSON."""
    if isinstance(schema, list):
        return [_whole(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    made = {name: _whole(item) for name, item in schema.items() if name != "default"}
    if "properties" in made:
        made["required"] = sorted(made["properties"])
    if "pattern" in made:
        # Python's \A and \Z; ECMA-262 has no other ends of a text than ^ and $.
        made["pattern"] = made["pattern"].replace(r"\A", "^").replace(r"\Z", "$")
    return made


if __name__ == "__main__":
    PATH.write_bytes(encoded())
