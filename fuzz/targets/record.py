"""What is inside a sealed record, as somebody with the key could have made it."""

from collections.abc import Iterator

from safelog.errors import DamagedRecordError
from safelog.vault.record import PAD_BYTES, BlobRef, decode_record, encode_record
from tests.independent import errors
from tests.independent.log import parse_record

PHOTO = BlobRef(id="00" * 16, size=18, sha256=bytes(32))


def seeds() -> Iterator[bytes]:
    """Return records without, with one and with several attachments."""
    yield encode_record(b"")
    yield encode_record("запись".encode())
    yield encode_record(b"with a photo", [PHOTO])
    yield encode_record(bytes(range(256)) * 2, [PHOTO] * 5)


def consume(untrusted: bytes) -> None:
    """Decode a record, filled up to a length that a frame can have, with both readers."""
    record = untrusted + bytes(-len(untrusted) % PAD_BYTES or PAD_BYTES * (not untrusted))
    try:
        mine = decode_record(record, position=7)
    except DamagedRecordError:
        mine = None
    try:
        other = parse_record(record, 7)
    except errors.DamagedRecordError:
        assert mine is None
        return
    assert mine is not None
    assert mine.payload == other.payload
    blobs = [(bytes.fromhex(blob.id), blob.size, blob.sha256) for blob in mine.blobs]
    assert blobs == [(blob.blob_id, blob.size, blob.sha256) for blob in other.attachments]
    assert encode_record(mine.payload, mine.blobs) == record
