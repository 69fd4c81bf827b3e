"""The padded content of an attachment, and the buffers and the digest that it passes through."""

from __future__ import annotations

import copy
import hashlib
import io
import threading

import pytest

from safelog.vault.blob_content import PaddedContent, Piece, plain_buffers
from safelog.vault.blob_layout import CHUNK_BYTES, padded_size
from safelog.vault.side_digest import PENDING_MOST, SideDigest


def taken(content: PaddedContent) -> list[tuple[bytes, Piece]]:
    """Take everything there is."""
    pieces: list[tuple[bytes, Piece]] = []
    buffer = memoryview(bytearray(b"?" * CHUNK_BYTES))
    while not content.is_done:
        piece = content.take(buffer)
        pieces.append((bytes(buffer[: piece.length]), piece))
    return pieces


@pytest.mark.parametrize(
    "size", [0, 1, 4095, 4096, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, (16 << 20) + 1]
)
def test_pieces_are_the_padded_content(size: int) -> None:
    """Content, one byte 0x80, zeros; whole chunks but the last one, which is never empty."""
    source = hashlib.shake_128(b"padded").digest(size)
    pieces = taken(PaddedContent(io.BytesIO(source)))
    padded = b"".join(data for data, _ in pieces)
    assert padded == (source + b"\x80").ljust(padded_size(size), b"\0")
    assert sum(piece.content for _, piece in pieces) == size
    assert [piece.last for _, piece in pieces] == [False] * (len(pieces) - 1) + [True]
    assert {piece.length for _, piece in pieces[:-1]} <= {CHUNK_BYTES}
    assert pieces[-1][1].length > 0


def test_a_copy_keeps_its_place() -> None:
    """With the source set back to what it had taken, it gives the same again."""
    source = io.BytesIO(bytes(3 * CHUNK_BYTES))
    content, buffer = PaddedContent(source), memoryview(bytearray(CHUNK_BYTES))
    content.take(buffer)
    kept = copy.copy(content)
    rest = taken(content)
    source.seek(kept.size)
    assert (kept.size, taken(kept)) == (CHUNK_BYTES, rest)


def test_buffers_are_zeroed() -> None:
    """Also after an error, and whoever still holds one."""
    held: list[memoryview] = []

    def use() -> None:
        with plain_buffers(2, chunks=1) as buffers:
            held.extend(buffers)
            for buffer in buffers:
                buffer[:] = b"x" * CHUNK_BYTES
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        use()
    assert [bytes(buffer) for buffer in held] == [bytes(CHUNK_BYTES)] * 2


@pytest.mark.parametrize("size", [1, CHUNK_BYTES])
def test_a_digest_at_the_side_is_the_digest(size: int) -> None:
    """Small pieces and large ones, in turn through as many buffers as may wait and one more."""
    expected, buffers = hashlib.sha256(b"begun"), [bytearray(size) for _ in range(PENDING_MOST + 1)]
    with SideDigest(hashlib.sha256(b"begun")) as digest:
        for number in range(50):
            buffer = buffers[number % len(buffers)]
            buffer[:] = bytes([number]) * size
            expected.update(buffer)
            digest.update(buffer)
        assert digest.digest() == expected.digest()
    assert threading.active_count() == 1


def test_a_small_file_starts_no_thread() -> None:
    """It is hashed sooner than it is handed over."""
    with SideDigest(hashlib.sha256()) as digest:
        digest.update(b"small")
        assert threading.active_count() == 1
