"""Attachments: one sealed file each, in chunks, with flat memory; FORMAT.md section 6.

A blob becomes part of the vault only when a record names it. Until then it is a file that a crash
may leave behind, unreadable and unreferenced.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import re
import struct
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from safelog.errors import DamagedBlobError, MissingBlobError
from safelog.vault.files import read_exactly, write_all
from safelog.vault.keys import derive_committing
from safelog.vault.record import BlobRef

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import BinaryIO

    from safelog.vault.files import File, Files
    from safelog.vault.keys import Committing, KeyRing
    from safelog.vault.ports import Ports

FOLDER_NAME = "blobs"
CHUNK_BYTES = 262_144
_TAG_BYTES = 16
_LEAST_PADDED_BYTES = 4_096
_END_OF_CONTENT = b"\x80"
_HEADER = struct.Struct(">3sB32s32s")
_MAGIC = b"SLB"
_VERSION = 1
_WHOLE = re.compile(r"[0-9a-f]{32}")
_UNFINISHED = re.compile(r"[0-9a-f]{32}\.tmp")


def padded_size(size: int) -> int:
    """Return how many bytes a content of `size` takes before sealing (Padmé, PURBs section 4)."""
    length = max(size + 1, _LEAST_PADDED_BYTES)
    exponent = length.bit_length() - 1
    step = 1 << (exponent - exponent.bit_length())
    return -(-length // step) * step


def sealed_size(size: int) -> int:
    """Return the length of the file of a content of `size` bytes."""
    padded = padded_size(size)
    return _HEADER.size + padded + -(-padded // CHUNK_BYTES) * _TAG_BYTES


class BlobStore:
    """The attachments of one open vault."""

    def __init__(self, folder: Path, *, keys: KeyRing, ports: Ports) -> None:
        """Borrow `keys`; `folder` is the one inside the vault."""
        self._folder = folder
        self._keys = keys
        self._files: Files = ports.files
        self._random_bytes = ports.random_bytes

    def write(self, source: BinaryIO, *, progress: Callable[[int], None]) -> BlobRef:
        """Seal `source` to its end; durable when it returns, but not yet part of the vault.

        Args:
            source: read in order, never into a file in clear.
            progress: called with the bytes taken so far; what it raises stops the write.
        """
        blob_id = self._random_bytes(16)
        path = self._folder / blob_id.hex()
        beside = self._folder / f"{blob_id.hex()}.tmp"
        file = self._files.create(beside)
        try:
            try:
                ref = self._seal(source, file, blob_id, progress)
                file.sync()
            finally:
                file.close()
            self._files.replace(beside, target=path)
        except BaseException:
            with contextlib.suppress(OSError):
                self._files.remove(beside)
            raise
        self._files.sync_folder(self._folder)
        return ref

    def read(self, ref: BlobRef) -> Iterator[bytes]:
        """Yield the content, each piece after it was authenticated.

        Raises:
            MissingBlobError: the file is not there.
            DamagedBlobError: it is not what was written, perhaps only towards its end.
        """
        file = self._open(ref)
        try:
            yield from self._unseal(file, ref)
        finally:
            file.close()

    def check_present(self, ref: BlobRef) -> None:
        """Refuse a reference whose file is absent or of another length.

        Raises:
            MissingBlobError: the file is not there.
            DamagedBlobError: its length is wrong.
        """
        self._open(ref).close()

    def ids(self) -> set[str]:
        """Return the ids of the whole blobs in the folder, named by a record or not."""
        return {name for name in self._names() if _WHOLE.fullmatch(name)}

    def sweep(self) -> None:
        """Remove what unfinished writes left; nothing ever referred to it.

        Only names that a write gives: whatever else lies here was put here by somebody else.
        """
        for name in filter(_UNFINISHED.fullmatch, self._names()):
            with contextlib.suppress(OSError):
                self._files.remove(self._folder / name)

    def _names(self) -> list[str]:
        try:
            return self._files.names(self._folder)
        except FileNotFoundError:
            return []

    def _seal(
        self, source: BinaryIO, file: File, blob_id: bytes, progress: Callable[[int], None]
    ) -> BlobRef:
        salt = self._random_bytes(32)
        key, commitment = self._derive(blob_id, salt)
        with key:
            sealer = _ChunkSealer(file, AESGCM(key.view))
        write_all(file, _HEADER.pack(_MAGIC, _VERSION, salt, commitment), offset=0)
        digest, size = hashlib.sha256(), 0
        while True:
            taken = _fill(sealer.plain, source)
            digest.update(sealer.plain[:taken])
            size += taken
            progress(size)
            if taken < CHUNK_BYTES:
                break
            # Padding takes one byte at least, so a chunk full of content is never the last.
            sealer.seal(CHUNK_BYTES, last=False)
        sealer.plain[taken:] = bytes(CHUNK_BYTES - taken)
        sealer.plain[taken : taken + 1] = _END_OF_CONTENT
        remaining = padded_size(size) - (size - taken)
        while remaining > CHUNK_BYTES:
            sealer.seal(CHUNK_BYTES, last=False)
            sealer.plain[:] = bytes(CHUNK_BYTES)
            remaining -= CHUNK_BYTES
        sealer.seal(remaining, last=True)
        return BlobRef(blob_id.hex(), size, digest.digest())

    def _open(self, ref: BlobRef) -> File:
        try:
            file = self._files.open(self._folder / ref.id)
        except FileNotFoundError:
            raise MissingBlobError(blob=ref.id) from None
        if file.size() != sealed_size(ref.size):
            file.close()
            raise DamagedBlobError(blob=ref.id, chunk=0)
        return file

    def _unseal(self, file: File, ref: BlobRef) -> Iterator[bytes]:
        cipher = self._cipher(file, ref)
        padded, digest, offset = padded_size(ref.size), hashlib.sha256(), _HEADER.size
        chunk_count = -(-padded // CHUNK_BYTES)
        for number in range(chunk_count):
            length = min(CHUNK_BYTES, padded - number * CHUNK_BYTES) + _TAG_BYTES
            sealed = read_exactly(file, offset=offset, length=length)
            offset += length
            try:
                plain = cipher.decrypt(_nonce(number, last=number == chunk_count - 1), sealed, None)
            except InvalidTag:
                raise DamagedBlobError(blob=ref.id, chunk=number) from None
            start = number * CHUNK_BYTES
            content = plain[: max(0, ref.size - start)]
            filling = plain[len(content) :]
            mark = _END_OF_CONTENT if start <= ref.size else b""
            if filling and filling != mark.ljust(len(filling), b"\0"):
                raise DamagedBlobError(blob=ref.id, chunk=number)
            digest.update(content)
            if content:
                yield content
        if digest.digest() != ref.sha256:
            raise DamagedBlobError(blob=ref.id, chunk=chunk_count - 1)

    def _cipher(self, file: File, ref: BlobRef) -> AESGCM:
        header = read_exactly(file, offset=0, length=_HEADER.size)
        # A file that shrank since its length was looked at reads as zeros, which fit nothing.
        magic, version, salt, commitment = _HEADER.unpack(header.ljust(_HEADER.size, b"\0"))
        key, expected = self._derive(bytes.fromhex(ref.id), salt)
        with key:
            if (magic, version) != (_MAGIC, _VERSION) or not hmac.compare_digest(
                commitment, expected
            ):
                raise DamagedBlobError(blob=ref.id, chunk=0)
            return AESGCM(key.view)

    def _derive(self, blob_id: bytes, salt: bytes) -> Committing:
        info = b"safelog/v1/blob-file\0" + self._keys.vault_id + blob_id
        return derive_committing(self._keys.blob, salt=salt, info=info)


class _ChunkSealer:
    """Seals one chunk after the other from and into buffers that are used again."""

    def __init__(self, file: File, cipher: AESGCM) -> None:
        self.plain = memoryview(bytearray(CHUNK_BYTES))
        self._sealed = memoryview(bytearray(CHUNK_BYTES + _TAG_BYTES))
        self._file = file
        self._cipher = cipher
        self._number = 0
        self._offset = _HEADER.size

    def seal(self, size: int, *, last: bool) -> None:
        """Seal and write the first `size` bytes of `plain`."""
        sealed = self._sealed[: size + _TAG_BYTES]
        nonce = _nonce(self._number, last=last)
        self._cipher.encrypt_into(nonce, self.plain[:size], None, sealed)
        write_all(self._file, sealed, offset=self._offset)
        self._number += 1
        self._offset += len(sealed)


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes((last,))


def _fill(buffer: memoryview, source: BinaryIO) -> int:
    """Fill `buffer` from `source`; fewer bytes only where the source ends."""
    filled = 0
    while filled < len(buffer):
        piece = source.read(len(buffer) - filled)
        if not piece:
            break
        buffer[filled : filled + len(piece)] = piece
        filled += len(piece)
    return filled
