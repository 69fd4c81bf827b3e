"""A frame stands alone and is bound to its place."""

from __future__ import annotations

from typing import Any

import pytest

from safelog.vault import Key
from safelog.vault.frame import FIRST, LAST, FrameReader, FrameWriter, parse_header
from safelog.vault.keys import KeyRing
from safelog.vault.record import encode_record
from tests.unit.vault.world import KnownBytes

VAULT_ID = bytes(range(16))
RECORD = encode_record(b"words")


def ring(vault_id: bytes) -> KeyRing:
    """Return the keys of a vault key of zeros; the log key is always that of our vault."""
    keys = KeyRing(Key(bytearray(32)), vault_id)
    keys.log = KeyRing(Key(bytearray(32)), VAULT_ID).log
    return keys


def writer(seed: str = "a", vault_id: bytes = VAULT_ID) -> FrameWriter:
    """Return a writer with a known salt."""
    return FrameWriter(ring(vault_id), random_bytes=KnownBytes(seed))


def reader(vault_id: bytes = VAULT_ID) -> FrameReader:
    """Return a reader with the same log key."""
    return FrameReader(ring(VAULT_ID).log, vault_id=vault_id)


def seal(position: int = 3, seed: str = "a", vault_id: bytes = VAULT_ID) -> bytes:
    """Return a frame."""
    return writer(seed, vault_id).seal(
        RECORD, position=position, flags=FIRST | LAST, previous=bytes(32)
    )


def test_a_frame_opens_by_itself() -> None:
    """The header in clear and the log key are enough."""
    frame = seal()
    assert reader().open(frame) == RECORD
    header = parse_header(b"..." + frame, offset=3)
    assert header.is_plausible
    assert (header.position, header.flags, header.vault_id) == (3, 3, VAULT_ID)


def test_every_bit_of_a_frame_is_authenticated() -> None:
    """Header and sealed record alike."""
    frame, each = seal(), reader()
    for bit in range(len(frame) * 8):
        changed = bytearray(frame)
        changed[bit // 8] ^= 1 << bit % 8
        assert each.open(changed) is None


def test_a_frame_of_another_vault_does_not_open() -> None:
    """Not even where both had the same key."""
    assert reader().open(seal(vault_id=bytes(16))) is None


def test_two_writers_never_share_a_key() -> None:
    """The same record at the same position is sealed differently after a failed append."""
    assert seal(seed="a")[128:] != seal(seed="b")[128:]


@pytest.mark.parametrize(
    "other",
    [
        {"record": encode_record(b"other")},
        {"position": 4},
        {"flags": FIRST},
        {"previous": bytes([1]) * 32},
    ],
)
def test_a_copied_machine_repeats_no_nonce(other: dict[str, Any]) -> None:
    """The same salt and the same random bytes again: only the same frame has the same nonce."""
    usual: dict[str, Any] = {
        "record": RECORD,
        "position": 3,
        "flags": FIRST | LAST,
        "previous": bytes(32),
    }
    frames = [writer().seal(**each) for each in (usual, usual, usual | other)]
    headers = [parse_header(frame) for frame in frames]
    assert len({header.salt for header in headers}) == 1
    assert frames[0] == frames[1]
    assert headers[0].nonce != headers[2].nonce


def test_one_position_sealed_twice_has_two_nonces() -> None:
    """Nobody can tell whether the same words were written again."""
    each = writer()
    nonces = set()
    for _ in range(2):
        frame = each.seal(RECORD, position=3, flags=FIRST, previous=bytes(32))
        nonces.add(parse_header(frame).nonce)
    assert len(nonces) == 2


def test_a_reader_remembers_few_writers() -> None:
    """Years of sessions do not fill the memory, and all of them can be read."""
    each = reader()
    for _ in range(2):
        for number in range(70):
            assert each.open(seal(seed=str(number))) == RECORD


@pytest.mark.parametrize("sealed_bytes", [0, 16, 271, 273, 16 * 2**20 + 272, 2**32 - 1])
def test_an_absurd_length_is_not_believed(sealed_bytes: int) -> None:
    """Memory is taken only for a length that a record can have."""
    frame = bytearray(seal())
    frame[28:32] = sealed_bytes.to_bytes(4, "big")
    assert not parse_header(frame).is_plausible


def test_a_wiped_reader_derives_anew() -> None:
    """Wiping forgets ciphers, and with them nothing else."""
    each = reader()
    assert each.open(seal()) == RECORD
    each.wipe()
    assert each.open(seal()) == RECORD
