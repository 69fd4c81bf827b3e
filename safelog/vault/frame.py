"""One record sealed so that it stands alone; FORMAT.md sections 5.1 and 5.2.

The header in clear carries what is needed to decrypt the frame without any other, so a damaged
frame costs nothing but itself. The whole header is authenticated.
"""

from __future__ import annotations

import hashlib
import hmac
import struct
from typing import TYPE_CHECKING, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from safelog.vault.keys import derive_committing
from safelog.vault.record import MOST_RECORD_BYTES, PAD_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable

    from safelog.vault.files import Buffer
    from safelog.vault.secret import Key

MAGIC = b"SLR"
FIRST = 1
LAST = 2
SALT_BYTES = 32
TAG_BYTES = 16
HASH_BYTES = 32

LAYOUT = struct.Struct(">3sB16sQI32s32s32s")
HEADER_BYTES = LAYOUT.size
FEWEST_SEALED_BYTES = PAD_BYTES + TAG_BYTES
MOST_SEALED_BYTES = MOST_RECORD_BYTES + TAG_BYTES
MOST_FRAME_BYTES = HEADER_BYTES + MOST_SEALED_BYTES

_POSITION = slice(20, 28)
_WRITER = slice(32, 96)
"""The salt and the commitment of a frame."""
_NONCE_PREFIX = bytes(4)
_MOST_CACHED = 64


class FrameHeader(NamedTuple):
    """The clear part of a frame; untrusted until the frame is opened."""

    magic: bytes
    flags: int
    vault_id: bytes
    position: int
    sealed_bytes: int
    salt: bytes
    commitment: bytes
    previous: bytes

    @property
    def is_plausible(self) -> bool:
        """Tell whether a frame could begin like this: cheap, before its length is believed."""
        return self.magic == MAGIC and is_sealed_length(self.sealed_bytes)


def is_sealed_length(sealed_bytes: int) -> bool:
    """Tell whether a sealed record can have that length."""
    return (
        FEWEST_SEALED_BYTES <= sealed_bytes <= MOST_SEALED_BYTES
        and sealed_bytes % PAD_BYTES == TAG_BYTES
    )


def parse_header(untrusted: Buffer, *, offset: int = 0) -> FrameHeader:
    """Read the clear part of a frame; there are at least `HEADER_BYTES` from `offset` on."""
    return FrameHeader._make(LAYOUT.unpack_from(untrusted, offset))


def chain_hash(frame: Buffer) -> bytes:
    """Return the hash after `frame`, which itself contains the hash before it."""
    return hashlib.sha256(frame).digest()


class FrameWriter:
    """Seals frames under one random salt.

    A position is sealed at most once per writer. Whoever may come to write a position again (after
    a failed append, a crash, an older copy of the vault) draws a new writer.
    """

    def __init__(
        self, log_key: Key, *, vault_id: bytes, random_bytes: Callable[[int], bytes]
    ) -> None:
        """Draw a salt and derive its key."""
        self._vault_id = vault_id
        self._salt = random_bytes(SALT_BYTES)
        key, self._commitment = derive_committing(log_key, salt=self._salt, info=_info(vault_id))
        with key:
            self._cipher = AESGCM(key.view)

    def seal(self, record: bytes, *, position: int, flags: int, previous: bytes) -> bytes:
        """Return the frame of `record`."""
        header = LAYOUT.pack(
            MAGIC,
            flags,
            self._vault_id,
            position,
            len(record) + TAG_BYTES,
            self._salt,
            self._commitment,
            previous,
        )
        return header + self._cipher.encrypt(_NONCE_PREFIX + header[_POSITION], record, header)


class FrameReader:
    """Opens frames; keeps the keys of the writers it met last."""

    def __init__(self, log_key: Key, *, vault_id: bytes) -> None:
        """Borrow `log_key`, which outlives the reader."""
        self._log_key = log_key
        self._info = _info(vault_id)
        self._ciphers: dict[bytes, AESGCM] = {}

    def open(self, untrusted_frame: Buffer) -> bytes | None:
        """Return the record, or None if the frame is not authentic.

        Args:
            untrusted_frame: as long as its header says.
        """
        # Sliced, not unpacked: this runs once per record of a journal while a person waits.
        view = memoryview(untrusted_frame)
        writer = bytes(view[_WRITER])
        cipher = self._ciphers.get(writer) or self._new_cipher(writer)
        if cipher is None:
            return None
        nonce = _NONCE_PREFIX + view[_POSITION]
        try:
            return cipher.decrypt(nonce, view[HEADER_BYTES:], view[:HEADER_BYTES])
        except InvalidTag:
            return None

    def wipe(self) -> None:
        """Let go of every key."""
        self._ciphers.clear()

    def _new_cipher(self, writer: bytes) -> AESGCM | None:
        """Return the cipher of a writer; None if the commitment is not the one of its salt."""
        salt, commitment = writer[:SALT_BYTES], writer[SALT_BYTES:]
        key, expected = derive_committing(self._log_key, salt=salt, info=self._info)
        with key:
            if not hmac.compare_digest(expected, commitment):
                return None
            if len(self._ciphers) == _MOST_CACHED:
                self._ciphers.clear()
            cipher = self._ciphers[writer] = AESGCM(key.view)
        return cipher


def _info(vault_id: bytes) -> bytes:
    return b"safelog/v1/frame\0" + vault_id
