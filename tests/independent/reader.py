"""Read a vault from nothing but the text of docs/FORMAT.md. Numbers in brackets are its sections.

Imports nothing of safelog and only reads: no file is made, changed or removed. The errors are the
ones that the text names. What it leaves to the caller: combining shares (7.2), and comparing with
a state that was kept outside (5.6).
"""

import hashlib
import hmac
import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tests.independent import errors
from tests.independent.brought import Brought
from tests.independent.head import Head, derive, parse_head, unlock
from tests.independent.log import HEADER_BYTES, LOG_BEGIN, Attachment, Log, Record, parse_record

CHUNK_BYTES, CHUNKS_PER_SEGMENT, TAG_BYTES = 262_144, 256, 16
SEGMENT_HEAD_BYTES = 64
BLOB_MAGIC = b"SLB\x01"
MAX_SIZE = 2**58


class Vault:
    """An open vault, read-only."""

    def __init__(self, folder: Path, brought: Brought, words: Sequence[str]) -> None:
        """Open and verify a vault (4.2, 5.5, 5.7).

        Args:
            folder: The vault.
            brought: What opens it.
            words: The list of recovery words.

        Raises:
            FormatError: One of the errors that section 4.2 or 5 names.
        """
        self._blobs = folder / "blobs"
        if self._blobs.is_symlink():
            raise errors.ForeignFileError
        raw = _read(folder / "log")
        self.head, vault_key = unlock(_copies(folder, raw), brought, words)
        vault_id, root = self.head.vault_id, self.head.root
        self._blob_key = derive(vault_key, b"", b"safelog/v1/blob\0" + vault_id, 32)
        rewritten = _read(folder / "log.next") if self.head.is_finishing else None
        if rewritten is not None and len(rewritten) > root.log_bytes:
            raise errors.DamagedVaultError
        self._log = Log(raw or b"" if rewritten is None else rewritten, vault_id, vault_key)
        vouched, end = self._log.check_vouched(root)
        self._frames = vouched + self._log.accept_behind(end)

    def records(self) -> Iterator[Record]:
        """Decrypt the records in order (5.1, 5.3)."""
        for position, frame in enumerate(self._frames):
            record = self._log.unseal(frame)
            if record is None:
                raise errors.DamagedRecordError(position)
            yield parse_record(record, position)

    def attachment(self, of: Attachment) -> Iterator[bytes]:
        """Decrypt an attachment piece by piece; only the end tells that it is whole (6).

        Raises:
            MissingBlobError: It has no file.
            DamagedBlobError: It is not what the record says. What was released is authentic.
        """
        digest = hashlib.sha256()
        at, is_filled_right = 0, True
        with self._open_attachment(of) as file:
            for padded in self._chunks(file, of):
                content = padded[: max(of.size - at, 0)]
                filling = padded[len(content) :]
                at += len(padded)
                starts = bool(filling) and at - len(filling) == of.size
                expected = (b"\x80" if starts else b"") + bytes(len(filling) - starts)
                is_filled_right &= hmac.compare_digest(filling, expected)
                digest.update(content)
                yield content
        if not is_filled_right or digest.digest() != of.sha256:
            raise errors.DamagedBlobError

    def _open_attachment(self, of: Attachment) -> BinaryIO:
        """Open the file of an attachment and check its outside, before any byte is released (6)."""
        path = self._blobs / of.blob_id.hex()
        if self.head.is_finishing:
            with suppress(errors.FormatError):
                return self._open_checked(path.with_suffix(".next"), of)
        return self._open_checked(path, of)

    def _open_checked(self, path: Path, of: Attachment) -> BinaryIO:
        """Open a file if its length, its magic and its first commitment fit (6)."""
        try:
            file = _open(path)
        except FileNotFoundError:
            raise errors.MissingBlobError from None
        with ExitStack() as closing:
            closing.enter_context(file)
            self._check_outside(file, of)
            closing.pop_all()
        return file

    def _check_outside(self, file: BinaryIO, of: Attachment) -> None:
        """Refuse a file with another length, magic or first commitment (6)."""
        is_long = of.size <= MAX_SIZE and os.fstat(file.fileno()).st_size == sealed_size(of)
        if not is_long or file.read(len(BLOB_MAGIC)) != BLOB_MAGIC:
            raise errors.DamagedBlobError
        self._segment_cipher(file.read(SEGMENT_HEAD_BYTES), of.blob_id, 0)
        file.seek(len(BLOB_MAGIC))

    def _chunks(self, file: BinaryIO, of: Attachment) -> Iterator[bytes]:
        """Decrypt the chunks of an attachment, each before it is released (6)."""
        padded = padded_size(of.size)
        chunks = -(-padded // CHUNK_BYTES)
        for number in range(chunks):
            segment, within = divmod(number, CHUNKS_PER_SEGMENT)
            if within == 0:
                cipher = self._segment_cipher(file.read(SEGMENT_HEAD_BYTES), of.blob_id, segment)
            nonce = within.to_bytes(11, "big") + bytes([number == chunks - 1])
            sealed = file.read(min(CHUNK_BYTES, padded - number * CHUNK_BYTES) + TAG_BYTES)
            try:
                yield cipher.decrypt(nonce, sealed, b"")
            except InvalidTag:
                raise errors.DamagedBlobError from None

    def _segment_cipher(self, head: bytes, blob_id: bytes, number: int) -> AESGCM:
        """Derive the key of a segment, and compare its commitment before anything is decrypted."""
        info = b"safelog/v1/blob-file\0" + self.head.vault_id + blob_id + number.to_bytes(4, "big")
        derived = derive(self._blob_key, head[:32], info, 64)
        if not hmac.compare_digest(derived[32:], head[32:]):
            raise errors.DamagedBlobError
        return AESGCM(derived[:32])


def sealed_size(of: Attachment) -> int:
    """Compute how long the file of an attachment is (6)."""
    padded = padded_size(of.size)
    chunks = -(-padded // CHUNK_BYTES)
    segments = -(-chunks // CHUNKS_PER_SEGMENT)
    return len(BLOB_MAGIC) + segments * SEGMENT_HEAD_BYTES + padded + chunks * TAG_BYTES


def padded_size(size: int) -> int:
    """Compute how many bytes a content takes with its filling (6, Padmé)."""
    length = max(size + 1, 4096)
    exponent = length.bit_length() - 1
    step = 1 << (exponent - exponent.bit_length())
    return -(-length // step) * step


def _copies(folder: Path, log: bytes | None) -> list[Head]:
    """Read the copies of the head that can be used (4.2)."""
    copies: list[Head] = []
    failures: set[type[errors.FormatError]] = set()
    for path in (folder / "head", folder / "head.bak"):
        try:
            raw = _read(path)
            copies += [] if raw is None else [parse_head(raw)]
        except errors.NewerVersionError:
            raise
        except errors.FormatError as error:
            failures.add(type(error) if path.is_file() else errors.DamagedHeadError)
    if copies:
        return copies
    for failure in (errors.ExcessiveCostError, errors.StorageError, errors.DamagedHeadError):
        if failure in failures:
            raise failure
    begun = (log or b"")[: HEADER_BYTES + 1]
    is_none = len(begun) <= HEADER_BYTES and (LOG_BEGIN.startswith(begun[:16]) or not any(begun))
    raise errors.VaultNotFoundError if is_none else errors.DamagedHeadError


def _read(path: Path) -> bytes | None:
    """Read a whole file; None if there is none."""
    try:
        with _open(path) as file:
            return file.read()
    except FileNotFoundError:
        return None


def _open(path: Path) -> BinaryIO:
    """Open a regular file for reading, through no link (2).

    Raises:
        FileNotFoundError: There is none.
        StorageError: The system refuses, or it is no regular file.
    """
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        descriptor = os.open(path, flags | getattr(os, "O_BINARY", 0))
    except FileNotFoundError:
        raise
    except OSError:
        raise errors.StorageError from None
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise errors.StorageError
    return os.fdopen(descriptor, "rb")
