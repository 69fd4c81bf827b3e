"""The index over the log, and the log's first bytes."""

from __future__ import annotations

import hashlib

import pytest

from safelog.errors import DamagedVaultError, ForeignFileError, NewerVersionError
from safelog.vault.chain import (
    LOG_HEADER_BYTES,
    Chain,
    begins_like_a_log,
    check_log_header,
    log_header,
)

VAULT_ID = bytes(range(16))


def header(magic: bytes = b"safelog-log\0", version: int = 1, vault_id: bytes = VAULT_ID) -> bytes:
    """Return a header with a right checksum."""
    clear = magic + version.to_bytes(4, "big") + vault_id
    return clear + hashlib.sha256(clear).digest()


def test_the_header_follows_its_formula() -> None:
    """FORMAT.md section 5."""
    assert log_header(VAULT_ID) == header()
    assert len(header()) == LOG_HEADER_BYTES
    check_log_header(header(), VAULT_ID)


@pytest.mark.parametrize(
    ("untrusted", "error"),
    [
        (header(version=2), NewerVersionError),
        (header(version=2, vault_id=bytes(16)), NewerVersionError),
        (header(vault_id=bytes(16)), ForeignFileError),
        (header(magic=b"another-log\0"), DamagedVaultError),
        (header(magic=b"another-log\0", version=2), DamagedVaultError),
        (header(version=0), DamagedVaultError),
        (header(version=0, vault_id=bytes(16)), DamagedVaultError),
        (header()[:-1] + b"\0", DamagedVaultError),
        (b"", DamagedVaultError),
    ],
)
def test_a_wrong_header_is_named(untrusted: bytes, error: type[DamagedVaultError]) -> None:
    """Newer, another vault's, or damaged: a flipped bit is never taken for another vault."""
    with pytest.raises(error) as caught:
        check_log_header(untrusted, VAULT_ID)
    assert type(caught.value) is error


def test_the_chain_knows_where_frames_are() -> None:
    """Bounds and hashes of any run."""
    chain = Chain(VAULT_ID)
    assert chain.last_hash == hashlib.sha256(header()).digest()
    for number in range(5):
        chain.add(100 + number, bytes([number]) * 32)
    assert len(chain) == 5
    assert chain.end == 64 + 510
    assert chain.bounds(1, 3) == [164, 265, 367]
    assert chain.bounds(4, 5) == [470, 574]
    assert chain.hashes(1, 3) == b"\1" * 32 + b"\2" * 32
    assert chain.hash_after(0) == hashlib.sha256(header()).digest()
    assert chain.hash_after(5) == chain.last_hash == b"\4" * 32


@pytest.mark.parametrize(
    ("start", "most_bytes", "stop"),
    [(0, 1, 1), (0, 100, 1), (0, 200, 1), (0, 201, 2), (0, 510, 5), (3, 102, 4), (3, 10_000, 5)],
)
def test_a_run_takes_whole_frames_and_one_at_least(start: int, most_bytes: int, stop: int) -> None:
    """A frame larger than the bound still comes, alone."""
    chain = Chain(VAULT_ID)
    for number in range(5):
        chain.add(100 + number, bytes(32))
    assert chain.run(start, most_bytes=most_bytes) == stop


@pytest.mark.parametrize(
    ("untrusted", "expected"),
    [(b"", True), (b"safe", True), (header(), True), (header() + b"x", False), (b"mine", False)],
)
def test_only_an_empty_log_may_be_written_over(untrusted: bytes, *, expected: bool) -> None:
    """What a cut-off creation left is told from a log with records and from any other file."""
    assert begins_like_a_log(untrusted) is expected
