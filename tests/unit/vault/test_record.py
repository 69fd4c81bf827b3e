"""What is inside a sealed record."""

from __future__ import annotations

import pytest

from safelog.errors import DamagedRecordError
from safelog.vault import MOST_RECORD_BYTES, BlobRef
from safelog.vault.record import decode_record, encode_record

BLOB = BlobRef("0f" * 16, 12_345, bytes(range(32)))


@pytest.mark.parametrize("payload", [b"", b"x", b"x" * 249, b"x" * 250, bytes(1000), b"\0\1\0"])
@pytest.mark.parametrize("blobs", [(), (BLOB,), (BLOB, BLOB)])
def test_a_record_gives_back_what_was_put_in(payload: bytes, blobs: tuple[BlobRef, ...]) -> None:
    """Padding neither shows nor swallows zeros of the payload."""
    encoded = encode_record(payload, blobs)
    assert len(encoded) % 256 == 0
    assert decode_record(encoded, position=0) == (payload, blobs)


def test_a_record_has_a_largest_size() -> None:
    """One byte more is refused before anything is written."""
    assert len(encode_record(bytes(MOST_RECORD_BYTES - 7))) == MOST_RECORD_BYTES
    with pytest.raises(ValueError, match="fit"):
        encode_record(bytes(MOST_RECORD_BYTES - 6))


def test_a_record_has_a_largest_number_of_blobs() -> None:
    """One more is refused by name, not by the way in which it is packed."""
    assert len(decode_record(encode_record(b"", [BLOB] * 65_535), position=0).blobs) == 65_535
    with pytest.raises(ValueError, match="blobs"):
        encode_record(b"", [BLOB] * 65_536)


@pytest.mark.parametrize(
    "record",
    [
        b"\x02" + encode_record(b"a")[1:],
        encode_record(b"a") + bytes(256),
        encode_record(b"a")[:-1] + b"\x01",
        b"\x01\x00\x00\x00\x00\x01\x00" + bytes(249),
        b"\x01\xff\xff\x00\x00\x00\x00" + bytes(249),
    ],
)
def test_a_record_of_another_form_is_damage(record: bytes) -> None:
    """Kind, filling and lengths have one form."""
    with pytest.raises(DamagedRecordError) as caught:
        decode_record(record, position=7)
    assert caught.value.fields == {"position": 7}
