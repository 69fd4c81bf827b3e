"""What is inside a sealed record: the payload of the layer above and its attachments.

FORMAT.md section 5.3. Pure: bytes in, values out.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from safelog.errors import DamagedRecordError

if TYPE_CHECKING:
    from collections.abc import Sequence

PAD_BYTES = 256
"""Records come in steps of this, so that a length tells little."""
MOST_RECORD_BYTES = 16 * 1024 * 1024

_KIND = 1
_MOST_BLOBS = 65_535
_HEAD = struct.Struct(">BHI")
_BLOB = struct.Struct(">16sQ32s")


@dataclass(frozen=True, slots=True)
class BlobRef:
    """An attachment in the vault: `id` in hex, `size` in bytes, SHA-256 of its content."""

    id: str
    size: int
    sha256: bytes


class Record(NamedTuple):
    """A payload and the attachments that came with it."""

    payload: bytes
    blobs: tuple[BlobRef, ...]


def encode_record(payload: bytes, blobs: Sequence[BlobRef] = ()) -> bytes:
    """Return the padded record.

    Raises:
        ValueError: it would be larger than `MOST_RECORD_BYTES`, or have more than 65,535 blobs.
    """
    if len(blobs) > _MOST_BLOBS:
        message = "a record has no room for so many blobs"
        raise ValueError(message)
    parts = [_HEAD.pack(_KIND, len(blobs), len(payload))]
    parts += [_BLOB.pack(bytes.fromhex(blob.id), blob.size, blob.sha256) for blob in blobs]
    parts.append(payload)
    size = sum(map(len, parts))
    if size > MOST_RECORD_BYTES:
        message = "the payload does not fit into a record"
        raise ValueError(message)
    parts.append(bytes(-size % PAD_BYTES))
    return b"".join(parts)


def decode_record(record: bytes, *, position: int) -> Record:
    """Return what `encode_record` put in.

    Args:
        record: authentic; only somebody with the key could have made it wrong.
        position: for the error.

    Raises:
        DamagedRecordError: it is not of this version's form.
    """
    kind, blob_count, payload_bytes = _HEAD.unpack_from(record)
    start = _HEAD.size + blob_count * _BLOB.size
    end = start + payload_bytes
    fills = len(record) - end
    if kind != _KIND or not 0 <= fills < PAD_BYTES or record.count(0, end) != fills:
        raise DamagedRecordError(position=position)
    if not blob_count:
        return Record(record[start:end], ())
    blobs = _BLOB.iter_unpack(record[_HEAD.size : start])
    return Record(
        record[start:end],
        tuple(BlobRef(blob_id.hex(), size, sha256) for blob_id, size, sha256 in blobs),
    )
