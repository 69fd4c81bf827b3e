"""One vector: an export, what came with it, and what a checker must answer.

A vector's file is a header of `name: value` lines, an empty line, and the bytes of an export's JSON
file. `expect` is the answer, `place` the place it must name, `file` the name of a file that is
given with it and its bytes in base64, `earlier` the name of the vector whose export is given as an
earlier one. `file` and `earlier` stand once for each.
"""

from __future__ import annotations

import base64
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent


class Vector(NamedTuple):
    """One export and what a checker must answer."""

    name: str
    expect: str
    comment: str
    data: bytes
    place: str = ""
    files: tuple[tuple[str, bytes], ...] = ()
    earlier: tuple[str, ...] = ()

    def written(self) -> bytes:
        """Return the bytes of the vector's file."""
        header = [("expect", self.expect), ("comment", self.comment)]
        header += [("place", self.place)] if self.place else []
        header += [
            ("file", f"{name} {base64.b64encode(data).decode()}") for name, data in self.files
        ]
        header += [("earlier", name) for name in self.earlier]
        lines = "".join(f"{name}: {value}\n" for name, value in header)
        return lines.encode() + b"\n" + self.data


def read_vector(name: str) -> Vector:
    """Read a vector back from its file."""
    head, _, data = (FOLDER / f"{name}.vector").read_bytes().partition(b"\n\n")
    lines = [line.split(": ", 1) for line in head.decode().splitlines()]
    values = dict(lines)
    files = (value.rsplit(" ", 1) for key, value in lines if key == "file")
    return Vector(
        name=name,
        expect=values["expect"],
        comment=values["comment"],
        data=data,
        place=values.get("place", ""),
        files=tuple((file, base64.b64decode(encoded)) for file, encoded in files),
        earlier=tuple(value for key, value in lines if key == "earlier"),
    )
