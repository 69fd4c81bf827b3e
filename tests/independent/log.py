"""The log of a vault: frames, their chain, and the records in them (FORMAT.md, section 5).

Holds the log in memory, so what is released is what was verified. Numbers in brackets are sections
of FORMAT.md.
"""

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tests.independent import errors
from tests.independent.head import Root, derive

HEADER_BYTES, FRAME_HEAD_BYTES, TAG_BYTES = 64, 128, 16
LOG_BEGIN = b"safelog-log\0" + (1).to_bytes(4, "big")
MAX_RECORD_BYTES = 2**24
FIRST, LAST = 1, 2


@dataclass(frozen=True)
class Attachment:
    """What a record says of an attachment (5.3)."""

    blob_id: bytes
    size: int
    sha256: bytes


@dataclass(frozen=True)
class Record:
    """One record, authentic and in its place (5.3)."""

    position: int
    payload: bytes
    attachments: tuple[Attachment, ...]


@dataclass(frozen=True)
class Place:
    """Where a frame is expected, and what it must say to follow (5.5)."""

    at: int
    position: int
    chain: bytes
    is_between_commits: bool = True

    def behind(self, frame: bytes) -> "Place":
        """Return the place behind a frame that stands here."""
        chain = hashlib.sha256(frame).digest()
        return Place(self.at + len(frame), self.position + 1, chain, bool(frame[3] & LAST))


class Log:
    """The bytes of a log and the key to its frames (5)."""

    def __init__(self, raw: bytes, vault_id: bytes, vault_key: bytes) -> None:
        """Take the bytes as they are: nothing of them is verified yet."""
        self.raw, self.vault_id = raw, vault_id
        self._log_key = derive(vault_key, b"", b"safelog/v1/log\0" + vault_id, 32)
        begin = LOG_BEGIN + vault_id
        self._header = begin + hashlib.sha256(begin).digest()

    def frame(self, at: int) -> bytes | None:
        """Cut out what has the magic and the length of a frame (5.1)."""
        length = int.from_bytes(self.raw[at + 28 : at + 32], "big")
        end = at + FRAME_HEAD_BYTES + length
        formed = length % 256 == TAG_BYTES and 272 <= length <= MAX_RECORD_BYTES + TAG_BYTES
        formed = formed and self.raw[at : at + 3] == b"SLR" and end <= len(self.raw)
        return self.raw[at:end] if formed else None

    def unseal(self, frame: bytes) -> bytes | None:
        """Decrypt a frame as one of this vault (5.1); None if it is not authentic."""
        head = frame[:4] + self.vault_id + frame[20:FRAME_HEAD_BYTES]
        info = b"safelog/v1/frame\0" + self.vault_id
        derived = derive(self._log_key, head[32:52], info, 64)
        if not hmac.compare_digest(derived[32:], head[64:96]):
            return None
        try:
            sealed = frame[FRAME_HEAD_BYTES:]
            return AESGCM(derived[:32]).decrypt(head[52:64], sealed, head)
        except InvalidTag:
            return None

    def is_authentic(self, frame: bytes) -> bool:
        """Tell whether this very frame, with the id that it names, was sealed by this vault."""
        return frame[4:20] == self.vault_id and self.unseal(frame) is not None

    def follows(self, frame: bytes, place: Place) -> bool:
        """Tell whether a frame may stand in a place (5.5)."""
        return (
            frame[4:20] == self.vault_id
            and frame[20:28] == place.position.to_bytes(8, "big")
            and frame[96:128] == place.chain
            and frame[3] <= FIRST | LAST
            and bool(frame[3] & FIRST) == place.is_between_commits
        )

    def check_vouched(self, root: Root) -> tuple[list[bytes], Place]:
        """Verify the part that the root covers (5.5, step 1), after length and header.

        Returns:
            The frames, and the place behind them.
        """
        if len(self.raw) < root.log_bytes:
            raise errors.TruncatedLogError
        self._check_header()
        frames: list[bytes] = []
        place = start = Place(HEADER_BYTES, 0, hashlib.sha256(self._header).digest())
        while place.at < root.log_bytes:
            frame = self.frame(place.at)
            if frame is None or not self.follows(frame, place):
                raise self._first_difference(start, root)
            frames.append(frame)
            place = place.behind(frame)
        if place != Place(root.log_bytes, root.records, root.log_hash):
            raise self._first_difference(start, root)
        return frames, place

    def _check_header(self) -> None:
        found = self.raw[:HEADER_BYTES]
        if found == self._header:
            return
        if found[:12] == self._header[:12] and hashlib.sha256(found[:32]).digest() == found[32:]:
            version = int.from_bytes(found[12:16], "big")
            if version > 1:
                raise errors.NewerVersionError
            if version == 1:
                raise errors.ForeignFileError
        raise errors.DamagedVaultError

    def _first_difference(self, place: Place, root: Root) -> errors.FormatError:
        """Name what is wrong in the vouched part, frame by frame from the first (5.5, step 1)."""
        while place.at < root.log_bytes:
            frame = self.frame(place.at)
            if frame is None:
                return errors.DamagedRecordError(place.position)
            is_foreign = frame[4:20] != self.vault_id
            if is_foreign == (self.unseal(frame) is not None):
                return errors.DamagedRecordError(place.position)
            if not self.follows(frame, place):
                return errors.MisplacedRecordError(place.position)
            place = place.behind(frame)
        return errors.MisplacedRecordError(max(root.records - 1, 0))

    def accept_behind(self, place: Place) -> list[bytes]:
        """Verify what no root covers, up to the last whole commit (5.5, steps 2 and 3)."""
        accepted: list[bytes] = []
        commit: list[bytes] = []
        while frame := self.frame(place.at):
            if not self.follows(frame, place) or not self.is_authentic(frame):
                break
            commit.append(frame)
            place = place.behind(frame)
            if place.is_between_commits:
                accepted += commit
                commit = []
        self._check_torn(place)
        return accepted

    def _check_torn(self, place: Place) -> None:
        """Refuse a remainder that holds a later commit: it is no write that did not finish."""
        budget = FRAME_HEAD_BYTES + 4 * (len(self.raw) - place.at)
        for at in self._places(place.at):
            frame = self.frame(at)
            budget -= FRAME_HEAD_BYTES if frame is None else len(frame)
            if budget < 0:
                raise errors.DamagedRecordError(place.position)
            if frame is not None and self.is_authentic(frame):
                is_whole = at == place.at
                error = errors.MisplacedRecordError if is_whole else errors.DamagedRecordError
                raise error(place.position)

    def _places(self, at: int) -> Iterator[int]:
        """Yield where the first frame of a commit of this vault may begin."""
        while (at := self.raw.find(b"SLR", at)) >= 0:
            if self.raw[at + 4 : at + 20] == self.vault_id and self.raw[at + 3] & FIRST:
                yield at
            at += 1


def parse_record(record: bytes, position: int) -> Record:
    """Take a record apart, and refuse what no writer makes (5.3)."""
    blobs, length = int.from_bytes(record[1:3], "big"), int.from_bytes(record[3:7], "big")
    begin = 7 + 56 * blobs
    filling = record[begin + length :]
    is_formed = record[0] == 1 and begin + length <= len(record) and len(filling) < 256
    if not is_formed or any(filling):
        raise errors.DamagedRecordError(position)
    parts = (record[at : at + 56] for at in range(7, begin, 56))
    attachments = tuple(
        Attachment(part[:16], int.from_bytes(part[16:24], "big"), part[24:]) for part in parts
    )
    return Record(position, record[begin : begin + length], attachments)
