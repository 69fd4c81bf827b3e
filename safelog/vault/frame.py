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

from safelog.vault.decoy import cover_tracks
from safelog.vault.keys import derive_committing
from safelog.vault.record import MOST_RECORD_BYTES, PAD_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable

    from safelog.vault.files import Buffer
    from safelog.vault.keys import KeyRing
    from safelog.vault.secret import Key

MAGIC = b"SLR"
FIRST = 1
LAST = 2
SALT_BYTES = 20
TAG_BYTES = 16
HASH_BYTES = 32

LAYOUT = struct.Struct(">3sB16sQI20s12s32s32s")
HEADER_BYTES = LAYOUT.size
FEWEST_SEALED_BYTES = PAD_BYTES + TAG_BYTES
MOST_SEALED_BYTES = MOST_RECORD_BYTES + TAG_BYTES
MOST_FRAME_BYTES = HEADER_BYTES + MOST_SEALED_BYTES
FLAGS_AT = 3
"""Where the flags stand in a frame."""

_SALT = slice(32, 52)
_NONCE = slice(52, 64)
_COMMITMENT = slice(64, 96)
_NONCE_BYTES = 12
_SEED_BYTES = 32
_MOST_CACHED = 64


class FrameHeader(NamedTuple):
    """The clear part of a frame; untrusted until the frame is opened."""

    magic: bytes
    flags: int
    vault_id: bytes
    position: int
    sealed_bytes: int
    salt: bytes
    nonce: bytes
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

    A nonce is a keyed hash of fresh random bytes and of all that is sealed under it. So none is
    used for two contents, even where the random bytes repeat, as they may when a running machine is
    copied and both copies go on.
    """

    def __init__(self, keys: KeyRing, *, random_bytes: Callable[[int], bytes]) -> None:
        """Borrow `keys`, draw a salt and derive its key."""
        self._keys = keys
        self._random_bytes = random_bytes
        self._salt = random_bytes(SALT_BYTES)
        info = _info(keys.vault_id)
        key, self._commitment = derive_committing(keys.log, salt=self._salt, info=info)
        with key:
            self._cipher = AESGCM(key.view)

    def seal(self, record: bytes, *, position: int, flags: int, previous: bytes) -> bytes:
        """Return the frame of `record`."""
        header = bytearray(
            LAYOUT.pack(
                MAGIC,
                flags,
                self._keys.vault_id,
                position,
                len(record) + TAG_BYTES,
                self._salt,
                bytes(_NONCE_BYTES),
                self._commitment,
                previous,
            )
        )
        drawn = b"".join((self._random_bytes(_SEED_BYTES), header, record))
        nonce = hmac.digest(self._keys.nonce.view, drawn, "sha256")[:_NONCE_BYTES]
        header[_NONCE] = nonce
        sealed = self._cipher.encrypt(nonce, record, header)
        cover_tracks()
        return bytes(header) + sealed


class FrameReader:
    """Opens frames; keeps the keys of the writers it met last."""

    def __init__(self, log_key: Key, *, vault_id: bytes) -> None:
        """Borrow `log_key`, which outlives the reader."""
        self._log_key = log_key
        self._info = _info(vault_id)
        self._ciphers: dict[bytes, AESGCM] = {}

    def open(self, untrusted_frame: Buffer) -> bytes | None:
        """Return the record, or None if the frame is not authentic.

        Whoever has opened as many as they need calls `cover_tracks`, once for all of them.

        Args:
            untrusted_frame: as long as its header says.
        """
        # Sliced, not unpacked: this runs once per record of a journal while a person waits.
        view = memoryview(untrusted_frame)
        writer = bytes(view[_SALT]) + view[_COMMITMENT]
        cipher = self._ciphers.get(writer) or self._new_cipher(writer)
        if cipher is None:
            return None
        try:
            return cipher.decrypt(view[_NONCE], view[HEADER_BYTES:], view[:HEADER_BYTES])
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
