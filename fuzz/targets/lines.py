"""JSON Lines that somebody imports: docs/INTERCHANGE.md."""

from collections.abc import Iterator

import msgspec

from safelog.journal.interchange import entity_object, read_lines
from safelog.model.check import check_incident
from safelog.model.entity import Entity, check_entity
from safelog.model.ids import EntityId
from safelog.model.incident import Incident
from safelog.model.kind import load_kinds
from tests.vectors.evidence.world import CORRECTING, FIRST, SECOND

KINDS = load_kinds()
ID = FIRST.id


def seeds() -> Iterator[bytes]:
    """Return lines of incidents and entities, right and wrong."""
    objects: list[dict[str, object]] = [_object(each) for each in (FIRST, SECOND, CORRECTING)]
    objects += [_object(Entity(id=EntityId(ID), kind="person", name="Ветров"))]
    objects += [{"type": "incident", "kind": kind} for kind in KINDS.codes]
    objects += [{**objects[0], "journal": {}}, {"type": "entity", "kind": "none"}, {"type": 1}]
    lines = [msgspec.json.encode(each) for each in objects]
    yield from lines
    yield b"\n\n".join(lines[:4])


def consume(untrusted: bytes) -> None:
    """Read and check each object; what is accepted comes back the same."""
    for row in read_lines(untrusted.split(b"\n"), new_id=lambda: ID):
        written = msgspec.json.encode(_object(row))
        assert list(read_lines([written], new_id=lambda: "")) == [row]
        if isinstance(row, Incident):
            check_incident(row, KINDS)
        else:
            check_entity(row)


def _object(row: Incident | Entity) -> dict[str, object]:
    if isinstance(row, Entity):
        return entity_object(row)
    return {"type": "incident", **msgspec.to_builtins(row)}
