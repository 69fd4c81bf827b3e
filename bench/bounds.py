"""What the machine itself takes for the same bytes: the bound beside each measurement."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bench.world import endless_bytes
from safelog.vault import FLOOR_COST, Secret
from safelog.vault.kdf import stretch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

PIECE_BYTES = 64 * 1024
SEALED_PIECE_BYTES = 256 * 1024


def seconds(action: Callable[[], object]) -> float:
    """Return how long `action` takes once, in seconds."""
    began_s = time.perf_counter()
    action()
    return time.perf_counter() - began_s


def repeated(action: Callable[[], object], times: int) -> list[float]:
    """Return how long `action` takes each time, shortest first, in seconds."""
    return sorted(seconds(action) for _ in range(times))


def median(sorted_s: Sequence[float]) -> float:
    """Return the middle of sorted measurements."""
    return sorted_s[len(sorted_s) // 2]


def p95(sorted_s: Sequence[float]) -> float:
    """Return what 95 of 100 measurements do not exceed."""
    return sorted_s[min(len(sorted_s) - 1, len(sorted_s) * 95 // 100)]


def write_and_sync_s(folder: Path, size: int, times: int) -> float:
    """Return the median time to append `size` bytes to a file and wait for the disk."""
    content = os.urandom(size)
    with (folder / "raw").open("ab", buffering=0) as file:

        def append() -> None:
            file.write(content)
            os.fsync(file.fileno())

        return median(repeated(append, times))


def seal_to_disk_s(folder: Path, size: int) -> float:
    """Return the time to seal and write `size` bytes, piece by piece, and wait for the disk.

    Nothing is read and nothing hashed: what is sealed is there already.
    """
    path = folder / "sealed-once"

    def seal() -> None:
        with path.open("wb", buffering=0) as file:
            for piece in _sealed_pieces(size):
                file.write(piece)
            os.fsync(file.fileno())

    taken_s = seconds(seal)
    path.unlink()
    return taken_s


def read_and_open_s(video: Path) -> float:
    """Return the time to read a file, piece by piece, and to open as many sealed bytes."""

    def read() -> None:
        buffer = bytearray(SEALED_PIECE_BYTES)
        with video.open("rb", buffering=0) as file:
            while file.readinto(buffer):
                pass

    # AES-GCM opens as fast as it seals: both are one pass of AES-CTR and one of GHASH.
    return seconds(read) + seconds(lambda: sum(map(len, _sealed_pieces(video.stat().st_size))))


def _sealed_pieces(size: int) -> Iterator[memoryview]:
    cipher, piece = AESGCM(AESGCM.generate_key(256)), os.urandom(SEALED_PIECE_BYTES)
    sealed = memoryview(bytearray(SEALED_PIECE_BYTES + 16))
    for number in range(size // SEALED_PIECE_BYTES):
        cipher.encrypt_into(number.to_bytes(12, "big"), piece, None, sealed)
        yield sealed


def encrypt_s(size: int) -> float:
    """Return the time that AES-256-GCM takes for `size` bytes, piece by piece."""
    cipher = AESGCM(AESGCM.generate_key(256))

    def encrypt() -> None:
        for number, piece in enumerate(endless_bytes(size, PIECE_BYTES)):
            cipher.encrypt(number.to_bytes(12, "big"), piece, None)

    return seconds(encrypt)


def key_derivation_s() -> float:
    """Return the time of Argon2id at the cost of the measured vaults."""

    def derive() -> None:
        stretch(Secret(bytearray(b"x")), salt=bytes(32), cost=FLOOR_COST).wipe()

    return median(repeated(derive, 5))


def process_s(words: Sequence[str], times: int, *, typed: str = "") -> float:
    """Return the median time of this Python's process with `words`, from start to end."""
    command = [sys.executable, "-I", *words]

    def run() -> None:
        subprocess.run(
            command,
            check=True,
            input=typed.encode(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    return median(repeated(run, times))
