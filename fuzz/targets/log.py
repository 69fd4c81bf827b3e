"""A log that somebody put together from frames of the vault, of its copy and of another vault.

Nobody without the key makes a new authentic frame, so bytes alone would never get behind the first
check. An input is therefore a list of steps that build a log; both readers then judge it.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fuzz.keys import VAULT_ID, VAULT_KEY, key_ring, known_bytes
from safelog.errors import SafelogError
from safelog.vault.chain import log_header
from safelog.vault.frame import FIRST, LAST, FrameReader, FrameWriter
from safelog.vault.head import Root
from safelog.vault.record import encode_record
from safelog.vault.verify import LogVerifier
from tests.independent import errors
from tests.independent import log as independent
from tests.independent.head import Root as IndependentRoot
from tests.unit.vault.world import MemoryFile

COMMITS = (1, 2, 1, 3)
"""Records of each commit."""
STEP_BYTES = 3


@dataclass(frozen=True)
class Frames:
    """The frames of one log, and the places where commits end."""

    frames: tuple[bytes, ...]
    ends: tuple[int, ...]

    def vouch(self, count: int) -> tuple[int, int, bytes]:
        """Return bytes, records and hash of the first frames."""
        covered = self.frames[:count]
        last = hashlib.sha256(covered[-1] if covered else log_header(VAULT_ID)).digest()
        return 64 + sum(map(len, covered)), count, last


def _write(seed: str, vault_id: bytes = VAULT_ID, shared: Sequence[bytes] = ()) -> Frames:
    """Seal a log; `shared` are the frames that it begins with."""
    writer = FrameWriter(key_ring(vault_id), random_bytes=known_bytes(seed))
    frames: list[bytes] = []
    ends = [0]
    previous = hashlib.sha256(log_header(vault_id)).digest()
    for size in COMMITS:
        for number in range(size):
            flags = (FIRST if number == 0 else 0) | (LAST if number == size - 1 else 0)
            record = encode_record(f"{seed} {len(frames)}".encode())
            sealed = writer.seal(record, position=len(frames), flags=flags, previous=previous)
            frames.append(shared[len(frames)] if len(frames) < len(shared) else sealed)
            previous = hashlib.sha256(frames[-1]).digest()
        ends.append(len(frames))
    return Frames(tuple(frames), tuple(ends))


OWN = _write("own")
COPY = _write("copy", shared=OWN.frames[:3])
OTHER = _write("other", vault_id=bytes(16))
LOGS = (OWN, COPY, OTHER)


def seeds() -> Iterator[bytes]:
    """Return steps for logs that are whole, lagging, torn, swapped and of several sources."""
    whole = b"".join(bytes((0, number, 0)) for number in range(len(OWN.frames)))
    for ends in range(len(COMMITS) + 1):
        yield bytes((ends,)) + whole
    yield bytes((2,)) + whole[:15]
    yield bytes((2,)) + whole[:9] + bytes((3, 3, 100))
    yield bytes((2,)) + whole[:9] + bytes((4, 0, 8)) + whole[9:]
    yield bytes((1,)) + whole[:3] + whole[6:9] + whole[3:6]
    yield bytes((2,)) + whole[:9] + b"".join(bytes((1, number, 0)) for number in range(3, 7))
    yield bytes((12,)) + whole
    yield bytes((1,)) + whole[:3] + bytes((2, 1, 0)) + whole[3:]
    yield bytes((3,)) + whole + bytes((5, 200, 200)) + bytes((6, 5, 0)) + b"SLR\1\0"


def consume(untrusted: bytes) -> None:
    """Build a log and verify it with both readers."""
    ends, steps = untrusted[:1] or b"\0", untrusted[1:]
    source = LOGS[ends[0] // 10 % 2]
    log_bytes, records, log_hash = source.vouch(source.ends[ends[0] % 10 % len(source.ends)])
    log = _build(steps)
    answer = _verify(log, Root(log_bytes=log_bytes, records=records, log_hash=log_hash.hex()))
    other = _verify_independently(log, IndependentRoot(log_bytes, records, log_hash))
    assert answer == other, (answer, other)


def _build(steps: bytes) -> bytearray:
    log = bytearray(log_header(VAULT_ID))
    at = 0
    while at + STEP_BYTES <= len(steps):
        kind, which, amount = steps[at : at + STEP_BYTES]
        at += STEP_BYTES
        frame = LOGS[kind % 7 % 3].frames[which % len(OWN.frames)]
        match kind % 7:
            case 0 | 1 | 2:
                log += frame
            case 3:
                log += frame[: 2 * amount]
            case 4:
                log[-1 - (which << 8 | amount) % len(log)] ^= 1 << which % 8
            case 5:
                log += bytes(amount)
            case _:
                log += steps[at : at + which]
                at += which
    return log


def _verify(log: bytearray, root: Root) -> object:
    keys = key_ring()
    verifier = LogVerifier(MemoryFile(log), VAULT_ID, FrameReader(keys.log, vault_id=VAULT_ID))
    try:
        return len(verifier.verify(root).chain)
    except SafelogError as error:
        return type(error).__name__, error.fields.get("position")


def _verify_independently(log: bytearray, root: IndependentRoot) -> object:
    reader = independent.Log(bytes(log), VAULT_ID, VAULT_KEY)
    try:
        vouched, place = reader.check_vouched(root)
        return len(vouched) + len(reader.accept_behind(place))
    except errors.FormatError as error:
        return type(error).__name__, error.position
