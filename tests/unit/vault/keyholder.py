"""What somebody who has a key can read in a folder, wherever in it: tried at every byte."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from safelog.vault.blob_layout import SEGMENT_HEADER, derive_segment
from safelog.vault.frame import HEADER_BYTES, MAGIC, FrameReader, parse_header

if TYPE_CHECKING:
    from collections.abc import Iterator

    from safelog.vault.keys import KeyRing

Files = dict[str, bytes]
Pair = tuple[bytes, bytes]
"""What gives a key (its salt) with the nonce that was used under it."""

_CHUNK = 262_144 + 16
_SEGMENT_CHUNKS = 256


def readable_under(keys: KeyRing, files: Files) -> list[str]:
    """Return the names of the files of which something opens."""
    frames = {name for name, _ in _frames(keys, files)}
    chunks = {name for name, *_ in _chunks(keys, files)}
    return sorted(frames | chunks)


def records_under(keys: KeyRing, files: Files) -> list[bytes]:
    """Return every record that stands as a frame anywhere in any file."""
    reader = FrameReader(keys.log, vault_id=keys.vault_id)
    found = (reader.open(frame) for _, frame in _frames(keys, files))
    return [record for record in found if record is not None]


def sealed_under(keys: KeyRing, files: Files) -> dict[Pair, bytes]:
    """Return what each pair of key and nonce sealed, as a hash; a pair stands for one content.

    Raises:
        AssertionError: a pair sealed two contents.
    """
    sealed: dict[Pair, bytes] = {}
    for _, frame in _frames(keys, files):
        header = parse_header(frame)
        _note(sealed, (header.salt, header.nonce), frame)
    for _, salt, nonce, chunk in _chunks(keys, files):
        _note(sealed, (salt, nonce), chunk)
    return sealed


def merge(*several: dict[Pair, bytes]) -> dict[Pair, bytes]:
    """Put the pairs of several folders together.

    Raises:
        AssertionError: a pair sealed two contents.
    """
    together: dict[Pair, bytes] = {}
    for each in several:
        for pair, digest in each.items():
            assert together.setdefault(pair, digest) == digest, "a nonce was used twice"
    return together


def _note(sealed: dict[Pair, bytes], pair: Pair, ciphertext: bytes) -> None:
    digest = hashlib.sha256(ciphertext).digest()
    assert sealed.setdefault(pair, digest) == digest, "a nonce was used twice"


def _frames(keys: KeyRing, files: Files) -> Iterator[tuple[str, bytes]]:
    """Yield each authentic frame at any byte of any file."""
    reader = FrameReader(keys.log, vault_id=keys.vault_id)
    for name, data in files.items():
        at = data.find(MAGIC)
        while at >= 0:
            if len(data) >= at + HEADER_BYTES and parse_header(data, offset=at).is_plausible:
                stop = at + HEADER_BYTES + parse_header(data, offset=at).sealed_bytes
                if stop <= len(data) and reader.open(data[at:stop]) is not None:
                    yield name, data[at:stop]
            at = data.find(MAGIC, at + 1)


def _chunks(keys: KeyRing, files: Files) -> Iterator[tuple[str, bytes, bytes, bytes]]:
    """Yield name, salt, nonce and bytes of each authentic chunk of each attachment.

    A segment is found by its place; a file is tried under its own name as an id.
    """
    for name, data in files.items():
        if not name.startswith("blobs/"):
            continue
        blob_id, at, segment = bytes.fromhex(name[6:38]), 4, 0
        while at + SEGMENT_HEADER.size < len(data):
            salt, commitment = SEGMENT_HEADER.unpack_from(data, at)
            key, expected = derive_segment(keys, blob_id, segment=segment, salt=salt)
            at += SEGMENT_HEADER.size
            for number in range(_SEGMENT_CHUNKS):
                chunk = data[at : at + _CHUNK]
                for last in (False, True):
                    nonce = number.to_bytes(11, "big") + bytes((last,))
                    if chunk and _opens(bytes(key.view), nonce, chunk):
                        assert commitment == expected
                        yield name, salt, nonce, chunk
                at += len(chunk)
            segment += 1


def _opens(key: bytes, nonce: bytes, sealed: bytes) -> bool:
    try:
        AESGCM(key).decrypt(nonce, sealed, None)
    except InvalidTag:
        return False
    return True
