"""The one JSON form of incidents and entities: docs/INTERCHANGE.md.

A line is an object with `type` "incident" or "entity" and the fields of the model. An incident
that safelog writes also carries `journal`: what the machine added (revision, when recorded,
attachments). On the way in `journal` is ignored, for nobody may import a time of recording; an id
that is missing is made.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Literal

import msgspec

from safelog.errors import InputError, InvalidFieldError, InvalidJsonError, UnknownKindError
from safelog.journal.events import AttachmentAdded
from safelog.journal.journal import Saved
from safelog.journal.moment import iso_utc
from safelog.model.entity import Entity
from safelog.model.incident import Incident
from safelog.model.leaves import leaves
from safelog.model.when import When, to_edtf

LINE_LIMIT_BYTES = 4 * 1024 * 1024
"""Longest line accepted; a narrative at its limit fits several times."""


class AttachmentFacts(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the journal says of an attachment; its bytes are read with `attach --out`."""

    id: str
    name: str
    size: int
    sha256: str
    recorded: str
    description: str = ""
    provenance: str = ""


class JournalFacts(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the machine added to an incident."""

    revision: int
    recorded: str
    first_recorded: str
    attachments: tuple[AttachmentFacts, ...] = ()
    edtf: dict[str, str] = {}
    """Each time of the incident in EDTF (ISO 8601-2), by its path."""
    conflicts: tuple[int, ...] = ()
    """Numbers of revisions from two copies of the vault that nobody brought together yet."""


class _Shape(msgspec.Struct, frozen=True):
    type: Literal["incident", "entity"]


_shape = msgspec.json.Decoder(_Shape)
_untyped = msgspec.json.Decoder(dict[str, msgspec.Raw])
_PATH = re.compile(r"- at `\$\.([a-z][a-z_.\[\]0-9]*)`$")


def attachment_facts(attachment: AttachmentAdded) -> AttachmentFacts:
    """Return the JSON form of an attachment."""
    return AttachmentFacts(
        id=attachment.id,
        name=attachment.name,
        size=attachment.size,
        sha256=attachment.sha256.hex(),
        recorded=iso_utc(attachment.at),
        description=attachment.description,
        provenance=attachment.provenance,
    )


def incident_object(saved: Saved) -> dict[str, object]:
    """Return the JSON form of a saved revision."""
    facts = JournalFacts(
        revision=saved.revision,
        recorded=iso_utc(saved.recorded),
        first_recorded=iso_utc(saved.first_recorded),
        attachments=tuple(attachment_facts(item) for item in saved.attachments),
        edtf=dict(_edtf(saved.incident)),
        conflicts=saved.conflicts,
    )
    return {
        "type": "incident",
        **msgspec.to_builtins(saved.incident),
        "journal": msgspec.to_builtins(facts),
    }


def _edtf(incident: Incident) -> Iterator[tuple[str, str]]:
    for path, value in leaves(incident):
        if isinstance(value, When):
            yield path, to_edtf(value)


def entity_object(entity: Entity) -> dict[str, object]:
    """Return the JSON form of an entity."""
    return {"type": "entity", **msgspec.to_builtins(entity)}


def read_object(untrusted_json: bytes, *, new_id: Callable[[], str]) -> Incident | Entity:
    """Read one object of the JSON form.

    Raises:
        InvalidJsonError: not JSON, not UTF-8, too long, or not an object of this form.
        InvalidFieldError: a field is unknown or has the wrong type.
        UnknownKindError: an entity kind that does not exist.
    """
    if len(untrusted_json) > LINE_LIMIT_BYTES:
        raise InvalidJsonError
    try:
        shape = _shape.decode(untrusted_json)
        raw = _untyped.decode(untrusted_json)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise InvalidJsonError from None
    raw.pop("type")
    raw.pop("journal", None)
    if "id" not in raw:
        raw["id"] = msgspec.Raw(msgspec.json.encode(new_id()))
    body = msgspec.json.encode(raw)
    model: type[Incident | Entity] = Incident if shape.type == "incident" else Entity
    try:
        return msgspec.json.decode(body, type=model)
    except msgspec.ValidationError as error:
        raise _refusal(str(error), shape.type) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        # Only now is a text read that was kept raw until its model was known.
        raise InvalidJsonError from None


def read_lines(
    untrusted_lines: Iterable[bytes], *, new_id: Callable[[], str]
) -> Iterator[Incident | Entity]:
    """Read JSON Lines; blank lines are passed over.

    Raises:
        InputError: as `read_object`, with the number of the line.
    """
    for number, line in enumerate(untrusted_lines, start=1):
        if line.strip():
            with on_line(number):
                yield read_object(line, new_id=new_id)


@contextmanager
def on_line(number: int) -> Iterator[None]:
    """Add the number of the line, from 1, to an input error raised inside."""
    try:
        yield
    except InputError as error:
        error.fields.setdefault("line", number)
        raise


def _refusal(message: str, shape: str) -> InputError:
    """Turn msgspec's message into an error of the tree; of its text only the path is taken.

    The path is made of the model's own field names: inside `details` msgspec writes "...".
    """
    found = _PATH.search(message)
    if shape == "entity" and found and found[1] == "kind":
        return UnknownKindError()
    return InvalidFieldError(field=found[1][:80] if found else "unknown")
