"""Entries of the log: a saved revision or an attachment, cut into the parts that are committed.

The table of docs/PROOF.md, section 2, is this file. What has a path here can be shown to somebody
years later, and be proven, without showing anything else.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import rfc8785

from safelog.errors import InvalidFieldError
from safelog.evidence.commitment import HASH_BYTES, Part, commit_all, entry_leaf
from safelog.model.incident import Incident
from safelog.model.leaves import Leaf, leaves
from safelog.model.segments import segments
from safelog.model.when import When

SEED_BYTES = 32

RECORDED = "@recorded"
RECORDED_EXACT = "@recorded.exact"
REVISION = "@revision"
INCIDENT = "@incident"
THREAD = "@thread"
CORRECTS = "@corrects"
CORRECTED = "corrects#1/1"
SHA256 = "@sha256"
SIZE = "@size"

_LARGEST = 2**53 - 1
_RECORDED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_MINUTE = len("2026-05-03T16:05")


@dataclass(frozen=True, slots=True, repr=False)
class Entry:
    """One entry of the log: its parts, and the seed that hides them.

    A seed is drawn once per entry. Used for two entries it would give equal parts equal
    commitments.
    """

    seed: bytes
    parts: tuple[Part, ...]

    def __post_init__(self) -> None:
        """Hold what commitments rely on.

        Raises:
            ValueError: the seed is not 32 bytes, or a path stands twice.
        """
        if len(self.seed) != SEED_BYTES:
            message = "a seed is 32 bytes"
            raise ValueError(message)
        if len({part.path for part in self.parts}) != len(self.parts):
            message = "a path stands twice"
            raise ValueError(message)

    def __repr__(self) -> str:
        """Show neither the seed nor the words."""
        return "Entry(...)"


def base_leaf(entry: Entry) -> bytes:
    """Return the entry's leaf in the base view, which the vault keeps beside the entry."""
    return entry_leaf(commit_all(_base_view(entry.seed), entry.parts))


def remainder(seed: bytes, *, recorded: str, incident: str, revision: int) -> Entry:
    """Make the entry that is left of a revision whose contents are removed (docs/PROOF.md, 2.3).

    Args:
        seed: of `remainder_seed`.
        recorded: when the removed revision was recorded, such as 2026-05-03T16:05:09Z.
        incident: id of its incident.
        revision: its number, from 1.

    Raises:
        ValueError: `recorded` has another form.
    """
    number = Part(REVISION, b"%d" % revision)
    return Entry(seed=seed, parts=(*_recorded_parts(recorded, incident), number))


def remainder_seed(seed: bytes) -> bytes:
    """Return the seed of what is left of an entry; says nothing about the entry's own `seed`."""
    return hmac.digest(seed, b"safelog/proof/v1/removed", "sha256")


def incident_parts(incident: Incident, *, recorded: str, revision: int) -> tuple[Part, ...]:
    """Cut one revision of an incident into its parts.

    Args:
        incident: the whole account, as it is saved.
        recorded: when it was recorded, such as 2026-05-03T16:05:09Z.
        revision: its number, from 1.

    Raises:
        InvalidFieldError: a number is too large, or no number at all, for JSON.
        ValueError: `recorded` has another form.
    """
    parts = list(_recorded_parts(recorded, incident.id))
    parts.append(Part(REVISION, b"%d" % revision))
    for leaf in leaves(incident):
        if leaf.path != "id":
            parts.extend(_leaf_parts(leaf))
    return tuple(parts)


def attachment_parts(
    *,
    name: str,
    size: int,
    sha256: bytes,
    description: str,
    provenance: str,
    recorded: str,
    incident: str,
) -> tuple[Part, ...]:
    """Cut what is known of an attachment into its parts.

    Args:
        name: the file's own name.
        size: of the original file, in bytes.
        sha256: of the original file.
        description: the person's words.
        provenance: from whom or which device it came, in the person's words.
        recorded: when it was recorded, such as 2026-05-03T16:05:09Z.
        incident: id of the incident that it is evidence of.

    Raises:
        ValueError: `sha256` is not 32 bytes, or `recorded` has another form.
    """
    if len(sha256) != HASH_BYTES:
        message = "a SHA-256 is 32 bytes"
        raise ValueError(message)
    texts = (("name", name), ("description", description), ("provenance", provenance))
    return (
        *_recorded_parts(recorded, incident),
        Part(SHA256, sha256.hex().encode()),
        Part(SIZE, b"%d" % size),
        *(part for path, text in texts for part in _numbered(path, segments(text))),
    )


def segment_path(path: str, *, position: int, count: int) -> str:
    """Return the path of segment `position` (from 1) of the `count` segments at `path`.

    The count is in the path: one opened segment proves how many there are, so none of them can be
    dropped without trace.
    """
    return f"{path}#{position}/{count}"


def number_value(number: float) -> bytes:
    """Write a number as it is committed (RFC 8785, section 3.2.2.3).

    A large fraction would be written as digits only and be read back as a whole number, which
    RFC 7493 (section 2.2) keeps below 2^53; so larger ones are refused, whichever they are.

    Raises:
        InvalidFieldError: JSON cannot carry it exactly.
    """
    try:
        if abs(number) > _LARGEST:
            raise InvalidFieldError(field="number")
        return rfc8785.dumps(number)
    except rfc8785.FloatDomainError:
        raise InvalidFieldError(field="number") from None


def time_value(*, start: str, end: str, precision: str, part: str, zone: str) -> bytes:
    """Write a time as it is committed, without the person's words for it."""
    return rfc8785.dumps(
        {"start": start, "end": end, "precision": precision, "part": part, "zone": zone}
    )


def _base_view(seed: bytes) -> bytes:
    return hmac.digest(seed, b"safelog/proof/v1/base", "sha256")


def _recorded_parts(recorded: str, incident: str) -> tuple[Part, ...]:
    """Commit to the minute, which exports show, and apart from it to the second.

    Seconds could be matched against another machine's records; the keeper may open them, later.
    """
    if not _RECORDED.fullmatch(recorded):
        message = "a time of recording is written like 2026-05-03T16:05:09Z"
        raise ValueError(message)
    return (
        Part(RECORDED, f"{recorded[:_MINUTE]}Z".encode()),
        Part(RECORDED_EXACT, recorded.encode()),
        Part(INCIDENT, incident.encode()),
    )


def _leaf_parts(leaf: Leaf) -> Iterator[Part]:
    path, value = leaf
    match value:
        case str():
            yield from _numbered(path, segments(value))
        case tuple():
            yield from _numbered(path, value)
        case When():
            bounds = time_value(
                start=value.start,
                end=value.end,
                precision=value.precision,
                part=value.part,
                zone=value.zone,
            )
            yield Part(path, bounds)
            yield from _numbered(f"{path}.said", segments(value.said))
        case _:
            yield Part(path, number_value(value))


def _numbered(path: str, texts: Sequence[str]) -> Iterator[Part]:
    for position, text in enumerate(texts, start=1):
        yield Part(segment_path(path, position=position, count=len(texts)), text.encode())
