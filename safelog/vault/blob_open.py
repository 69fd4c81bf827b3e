"""Open the file of an attachment chunk by chunk; FORMAT.md section 6.

No byte of a chunk leaves before its segment's commitment was compared and the chunk authenticated.
"""

from __future__ import annotations

import contextlib
import copy
import hashlib
import hmac
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from safelog.errors import DamagedBlobError
from safelog.vault.blob_content import PaddedContent, Piece, plain_buffers
from safelog.vault.blob_layout import (
    CHUNK_BYTES,
    END_OF_CONTENT,
    PREFIX,
    SEGMENT_CHUNKS,
    SEGMENT_HEADER,
    STRETCH_CHUNKS,
    TAG_BYTES,
    chunk_count,
    chunk_nonce,
    chunk_offset,
    derive_segment,
    padded_size,
    segment_offset,
    whole_segments,
)
from safelog.vault.blob_seal import Begun
from safelog.vault.decoy import cover_tracks
from safelog.vault.files import read_exactly
from safelog.vault.side_digest import SideDigest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

    from safelog.vault.files import File
    from safelog.vault.keys import KeyRing
    from safelog.vault.record import BlobRef


def unseal(file: File, ref: BlobRef, *, keys: KeyRing) -> Iterator[bytes]:
    """Yield the content of a file of the right length, each piece after it was authenticated.

    Raises:
        DamagedBlobError: it is not what was written, perhaps only towards its end.
    """
    chunks, count = _Chunks(file, bytes.fromhex(ref.id), keys), chunk_count(ref.size)
    with SideDigest(hashlib.sha256()) as digest:
        for begin in range(0, count, STRETCH_CHUNKS):
            numbers = range(begin, min(begin + STRETCH_CHUNKS, count))
            pieces: list[bytes] = []
            for number in numbers:
                piece = _content(chunks, number, ref.size)
                if piece is None:
                    break
                pieces.append(piece)
            digest.update(*pieces)
            yield from filter(None, pieces)
            if len(pieces) < len(numbers):
                raise DamagedBlobError(blob=ref.id, chunk=begin + len(pieces))
        cover_tracks()
        if digest.digest() != ref.sha256:
            raise DamagedBlobError(blob=ref.id, chunk=count - 1)


def _content(chunks: _Chunks, number: int, size: int) -> bytes | None:
    """Return what a chunk holds of a content of `size` bytes, None if it is damaged."""
    start, padded = number * CHUNK_BYTES, padded_size(size)
    length = min(CHUNK_BYTES, padded - start)
    plain = chunks.open(number, size=length, last=start + length == padded)
    if plain is None:
        return None
    content = plain[: max(0, size - start)]
    filling = plain[len(content) :]
    mark = END_OF_CONTENT if start <= size else b""
    if filling and filling != mark.ljust(len(filling), b"\0"):
        return None
    return content


def begins_under(file: File, blob_id: bytes, *, keys: KeyRing) -> bool:
    """Tell whether a file begins as an attachment of that id under these keys does."""
    return _Chunks(file, blob_id, keys).begins_well()


def compare(
    file: File,
    source: BinaryIO,
    *,
    blob_id: bytes,
    keys: KeyRing,
    progress: Callable[[int], None],
) -> Begun | None:
    """Find the whole segments at the beginning of an unfinished file that `source` would give.

    Args:
        file: an attachment whose writing was cut off; not changed.
        source: stands behind the content of those segments afterwards, or anywhere.
        blob_id: by the name of the file.
        keys: of the open vault.
        progress: called for each chunk with the bytes of content that agree so far; what it raises
            stops the comparing.

    Returns:
        How to go on, or None: there are none, or a whole segment holds something else, and one id
        must never stand for two contents.
    """
    chunks, content, digest = _Chunks(file, blob_id, keys), PaddedContent(source), hashlib.sha256()
    start, whole, agrees = source.tell(), whole_segments(file.size()), True
    kept = Begun(0, copy.copy(content), digest.copy())
    with plain_buffers(1, chunks=1) as (plain,):
        for number in range(whole * SEGMENT_CHUNKS):
            progress(kept.content.size)
            piece = Piece(0, 0, last=False) if content.is_done else content.take(plain)
            digest.update(plain[: piece.content])
            found = chunks.find(number)
            agrees = agrees and found is not None
            if found is not None and found != (piece.last, bytes(plain[: piece.length])):
                return None
            if (number + 1) % SEGMENT_CHUNKS == 0:
                if not agrees and not kept.segments:
                    return None
                if agrees:
                    segments = (number + 1) // SEGMENT_CHUNKS
                    kept = Begun(segments, copy.copy(content), digest.copy())
    source.seek(start + kept.content.size)
    return kept


class _Chunks:
    """The chunks of one file, in any order."""

    def __init__(self, file: File, blob_id: bytes, keys: KeyRing) -> None:
        self._file = file
        self._blob_id = blob_id
        self._keys = keys
        self._segment = -1
        self._cipher: AESGCM | None = None

    def open(self, number: int, *, size: int, last: bool) -> bytes | None:
        """Return the `size` bytes of a chunk, None if it is not authentic."""
        segment = number // SEGMENT_CHUNKS
        if segment != self._segment:
            self._cipher, self._segment = self._open_segment(segment), segment
        if self._cipher is None:
            return None
        sealed = read_exactly(self._file, offset=chunk_offset(number), length=size + TAG_BYTES)
        try:
            return self._cipher.decrypt(chunk_nonce(number, last=last), sealed, None)
        except InvalidTag:
            return None

    def begins_well(self) -> bool:
        """Tell whether the first commitment fits."""
        return self._open_segment(0) is not None

    def find(self, number: int) -> tuple[bool, bytes] | None:
        """Return a full chunk and whether it was sealed as the last; None if nothing is there."""
        for last in (False, True):
            # What cannot be read is written again.
            with contextlib.suppress(OSError):
                plain = self.open(number, size=CHUNK_BYTES, last=last)
                if plain is not None:
                    return last, plain
        return None

    def _open_segment(self, segment: int) -> AESGCM | None:
        if read_exactly(self._file, offset=0, length=len(PREFIX)) != PREFIX:
            return None
        offset = segment_offset(segment)
        header = read_exactly(self._file, offset=offset, length=SEGMENT_HEADER.size)
        # A file that shrank since its length was looked at reads as zeros, which fit nothing.
        salt, commitment = SEGMENT_HEADER.unpack(header.ljust(SEGMENT_HEADER.size, b"\0"))
        key, expected = derive_segment(self._keys, self._blob_id, segment=segment, salt=salt)
        with key:
            return AESGCM(key.view) if hmac.compare_digest(commitment, expected) else None
