"""docs/export.schema.json is the form that is read: no member more, none less."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator

from tests.unit.export import export_schema
from tests.vectors.evidence.make import vectors
from tests.vectors.evidence.vector import read_vector

SCHEMA = json.loads(export_schema.PATH.read_bytes())
VALIDATOR = Draft202012Validator(SCHEMA)


def test_the_written_schema_is_that_of_the_types() -> None:
    """Whoever writes another checker reads the form that this one holds."""
    assert export_schema.PATH.read_bytes() == export_schema.encoded()
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize(
    "name", [vector.name for vector in vectors() if vector.expect == "accepted"]
)
def test_every_accepted_vector_has_the_form(name: str) -> None:
    """A member that an accepted export may have is in the schema."""
    VALIDATOR.validate(json.loads(read_vector(name).data))


@pytest.mark.parametrize(
    "name",
    [
        "count_large",
        "count_longer",
        "count_negative",
        "empty_codes",
        "empty_sentence",
        "letter",
        "unknown_member",
    ],
)
def test_vectors_of_another_form_do_not_have_it(name: str) -> None:
    """The schema alone refuses what the types refuse."""
    assert not VALIDATOR.is_valid(json.loads(read_vector(name).data))
