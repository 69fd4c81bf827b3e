"""The parts of an incident, each with its path: one walk for search, redaction and evidence.

A path names a part for ever: `narrative`, `when`, `place.label`, `stages.0.what`,
`details.words`. A `When` and a list of codes are one part each; empty parts are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from safelog.model.incident import FieldValue, Incident
from safelog.model.when import When


class Leaf(NamedTuple):
    """One part of an incident and where it stands."""

    path: str
    value: FieldValue


_CODES = frozenset(
    {
        "id",
        "kind",
        "state",
        "when_basis",
        "source",
        "reliability",
        "certainty",
        "consent",
        "corrects",
        "place.kind",
        "place.country",
        "witnesses.independent",
        "follow_ups.body",
        "follow_ups.channel",
    }
)
"""Paths (without list positions) whose text is a code of a data file, not the person's words."""


_EMPTY = (None, "", ())
"""Most fields of most incidents are: to look is quicker than to walk nothing."""


def leaves(incident: Incident) -> Iterator[Leaf]:
    """Walk the parts of `incident` in the order of its fields, without mentions."""
    for name, value in _filled(incident):
        if name != "mentions":
            yield from _walk(name, value)


def texts(incident: Incident) -> Iterator[tuple[str, str]]:
    """Walk the texts that are the person's own words, with their paths.

    The words of a time (`When.said`) come under the path of the time. Whether a text of `details`
    is a code is for the kind to say; here it counts as words, which errs on the side of hiding.
    """
    for path, value in leaves(incident):
        if isinstance(value, When):
            yield path, value.said
        elif isinstance(value, str) and not _is_code(path):
            yield path, value
        elif isinstance(value, tuple):
            for item in value:
                yield path, item


def _is_code(path: str) -> bool:
    bare = ".".join(part for part in path.split(".") if not part.isdigit())
    return bare in _CODES or bare.endswith(".entity")


def _filled(struct: msgspec.Struct) -> Iterator[tuple[str, object]]:
    for name in struct.__struct_fields__:
        value = getattr(struct, name)
        if value not in _EMPTY:
            yield name, value


def _walk(path: str, value: object) -> Iterator[Leaf]:
    match value:
        case None | "" | ():
            return
        case When() | str() | int() | float():
            yield Leaf(path, value)
        case dict():
            for key, item in value.items():
                yield from _walk(f"{path}.{key}", item)
        case tuple() if all(isinstance(item, str) for item in value):
            yield Leaf(path, value)
        case tuple():
            for index, item in enumerate(value):
                yield from _walk(f"{path}.{index}", item)
        case msgspec.Struct():
            for name, item in _filled(value):
                yield from _walk(f"{path}.{name}", item)
        case _:  # unreachable: an Incident holds nothing else
            raise TypeError(path)
