"""Seal content into the file of an attachment, from any segment on; FORMAT.md section 6."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, NamedTuple

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from safelog.vault.blob_content import PaddedContent, plain_buffers
from safelog.vault.blob_layout import (
    CHUNK_BYTES,
    PREFIX,
    SALT_BYTES,
    SEGMENT_CHUNKS,
    SEGMENT_HEADER,
    STRETCH_CHUNKS,
    TAG_BYTES,
    chunk_nonce,
    chunk_offset,
    derive_segment,
    segment_offset,
)
from safelog.vault.decoy import cover_tracks
from safelog.vault.files import write_all
from safelog.vault.record import BlobRef
from safelog.vault.side_digest import PENDING_MOST, SideDigest

if TYPE_CHECKING:
    import hashlib
    from collections.abc import Callable

    from safelog.vault.files import File
    from safelog.vault.keys import KeyRing


class Begun(NamedTuple):
    """A writing that goes on behind the whole segments of its file."""

    segments: int
    content: PaddedContent
    """What comes behind them."""
    digest: hashlib._Hash
    """Of the content in them."""


class BlobSealer:
    """Writes one file, with a new key for each segment."""

    def __init__(
        self,
        file: File,
        blob_id: bytes,
        *,
        keys: KeyRing,
        random_bytes: Callable[[int], bytes],
        progress: Callable[[int], None],
    ) -> None:
        """Borrow `file`, which is empty or one that an earlier writing left.

        Args:
            file: not closed and not synced here.
            blob_id: belongs to this content alone.
            keys: of the open vault.
            random_bytes: draws a salt for each segment.
            progress: called with the bytes of content so far, once the key of some chunks is there
                and before anything of them is sealed; what it raises stops the writing.
        """
        self._file = file
        self._blob_id = blob_id
        self._keys = keys
        self._random_bytes = random_bytes
        self._progress = progress
        self._sealed = memoryview(bytearray(CHUNK_BYTES + TAG_BYTES))
        self._cipher: AESGCM

    def seal(self, begun: Begun) -> BlobRef:
        """Seal the rest of the content and return what a record says of the whole."""
        number, content = begun.segments * SEGMENT_CHUNKS, begun.content
        if begun.segments:
            # The key and the nonces of what stands there may have sealed something else.
            self._file.truncate(segment_offset(begun.segments))
        else:
            write_all(self._file, PREFIX, offset=0)
        with (
            plain_buffers(PENDING_MOST + 1, chunks=STRETCH_CHUNKS) as buffers,
            SideDigest(begun.digest) as digest,
        ):
            # In turn: while one is filled, the digest may still be reading the others.
            turns = itertools.cycle(buffers)
            while not content.is_done:
                plain = next(turns)
                piece = content.take(plain)
                digest.update(plain[: piece.content])
                if number % SEGMENT_CHUNKS == 0:
                    self._begin_segment(number // SEGMENT_CHUNKS)
                # Only now: `close` wipes the keys, and zeros give a key that anybody knows.
                self._progress(content.size)
                for begin in range(0, piece.length, CHUNK_BYTES):
                    end = min(begin + CHUNK_BYTES, piece.length)
                    last = piece.last and end == piece.length
                    self._seal_chunk(number, plain[begin:end], last=last)
                    number += 1
            cover_tracks()
            return BlobRef(self._blob_id.hex(), content.size, digest.digest())

    def _begin_segment(self, segment: int) -> None:
        salt = self._random_bytes(SALT_BYTES)
        key, commitment = derive_segment(self._keys, self._blob_id, segment=segment, salt=salt)
        with key:
            self._cipher = AESGCM(key.view)
        header = SEGMENT_HEADER.pack(salt, commitment)
        write_all(self._file, header, offset=segment_offset(segment))

    def _seal_chunk(self, number: int, plain: memoryview, *, last: bool) -> None:
        sealed = self._sealed[: len(plain) + TAG_BYTES]
        self._cipher.encrypt_into(chunk_nonce(number, last=last), plain, None, sealed)
        write_all(self._file, sealed, offset=chunk_offset(number))
