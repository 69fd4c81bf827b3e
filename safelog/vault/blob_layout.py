"""Where what stands in the file of an attachment, and under which key; FORMAT.md section 6.

Pure: numbers and bytes. A file is a prefix and segments; a segment is a salt, a commitment and up
to 256 chunks, each sealed by itself.
"""

from __future__ import annotations

import struct

from safelog.vault.keys import Committing, KeyRing, derive_committing

CHUNK_BYTES = 262_144
SEGMENT_CHUNKS = 256
STRETCH_CHUNKS = 8
"""How many chunks are handed from thread to thread at once; whole segments are whole stretches."""
SEGMENT_BYTES = SEGMENT_CHUNKS * CHUNK_BYTES
"""How much padded content a whole segment holds."""
MOST_CONTENT_BYTES = 1 << 58
"""What 2^32 segments hold."""
TAG_BYTES = 16
SALT_BYTES = 32
PREFIX = b"SLB\x01"
"""Magic and version."""
SEGMENT_HEADER = struct.Struct(">32s32s")
"""Salt and commitment."""
END_OF_CONTENT = b"\x80"

_LEAST_PADDED_BYTES = 4_096
_SEALED_CHUNK_BYTES = CHUNK_BYTES + TAG_BYTES
_SEALED_SEGMENT_BYTES = SEGMENT_HEADER.size + SEGMENT_CHUNKS * _SEALED_CHUNK_BYTES


def padded_size(size: int) -> int:
    """Return how many bytes a content of `size` takes before sealing (Padmé, PURBs section 4)."""
    length = max(size + 1, _LEAST_PADDED_BYTES)
    exponent = length.bit_length() - 1
    step = 1 << (exponent - exponent.bit_length())
    return -(-length // step) * step


def chunk_count(size: int) -> int:
    """Return how many chunks a content of `size` bytes takes; at least one."""
    return -(-padded_size(size) // CHUNK_BYTES)


def sealed_size(size: int) -> int:
    """Return the length of the file of a content of `size` bytes."""
    chunks = chunk_count(size)
    headers = -(-chunks // SEGMENT_CHUNKS) * SEGMENT_HEADER.size
    return len(PREFIX) + headers + padded_size(size) + chunks * TAG_BYTES


def segment_offset(segment: int) -> int:
    """Return where a segment begins, with its header."""
    return len(PREFIX) + segment * _SEALED_SEGMENT_BYTES


def chunk_offset(number: int) -> int:
    """Return where a chunk begins; `number` counts through the whole file."""
    segment, within = divmod(number, SEGMENT_CHUNKS)
    return segment_offset(segment) + SEGMENT_HEADER.size + within * _SEALED_CHUNK_BYTES


def whole_segments(file_bytes: int) -> int:
    """Return how many whole segments fit into a file of that length."""
    return max(0, file_bytes - len(PREFIX)) // _SEALED_SEGMENT_BYTES


def chunk_nonce(number: int, *, last: bool) -> bytes:
    """Return the nonce of a chunk; `number` counts through the file, the nonce in its segment."""
    return (number % SEGMENT_CHUNKS).to_bytes(11, "big") + bytes((last,))


def derive_segment(keys: KeyRing, blob_id: bytes, *, segment: int, salt: bytes) -> Committing:
    """Return the key of one segment of an attachment, and its commitment.

    The salt must be new for each segment that is begun: then a key seals one segment, and no nonce
    of it comes twice, also where a writing was cut off and its place is written again.
    """
    info = b"safelog/v1/blob-file\0" + keys.vault_id + blob_id + segment.to_bytes(4, "big")
    return derive_committing(keys.blob, salt=salt, info=info)
