"""A copy of the head: as it is, and with a checksum that fits, which anybody can compute.

Also the head of a change of keys, which lies beside them and is parsed with the same rules.
"""

import base64
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from safelog.errors import SafelogError
from safelog.vault.head import parse_head
from safelog.vault.kdf import KdfLimits
from safelog.vault.next_head import parse_next_head
from tests.independent import errors
from tests.independent import head as independent

VECTORS = Path(__file__).parents[2] / "tests/vectors/vault"
MOST_SEED_BYTES = 4_096


def seeds() -> Iterator[bytes]:
    """Return the heads of the vectors, whole and without the line that is computed."""
    for path in sorted(VECTORS.glob("*.json")):
        head = base64.b64decode(json.loads(path.read_bytes())["files"]["head"])
        if len(head) <= MOST_SEED_BYTES:
            yield head
            body, code, _ = head.split(b"\n", 2)
            yield body + b"\n" + code + b"\n"
            yield body + b"\n" + code + b"\n" + code + b"\n"


def consume(untrusted: bytes) -> None:
    """Parse a head with both readers."""
    _compare(untrusted)
    fitting = untrusted + hashlib.sha256(untrusted).hexdigest().encode() + b"\n"
    _compare(fitting)
    # The head of a change of keys has one code more, and no second reader: it is the writer's.
    parse_next_head(fitting, KdfLimits())


def _compare(untrusted: bytes) -> None:
    answer, other = _parse(untrusted), _parse_independently(untrusted)
    # What the head of a newer safelog may look like inside, a reader of this version cannot say.
    newer = "NewerVersionError" in (answer, other)
    assert newer or answer == other, (answer, other)


def _parse(untrusted: bytes) -> object:
    try:
        head = parse_head(untrusted, KdfLimits()).untrusted
    except SafelogError as error:
        return type(error).__name__
    root = (head.root.log_bytes, head.root.records, head.root.log_hash)
    return head.vault_id, head.generation, root, head.finishing, [slot.id for slot in head.slots]


def _parse_independently(untrusted: bytes) -> object:
    try:
        head = independent.parse_head(untrusted)
    except errors.FormatError as error:
        return type(error).__name__
    root = (head.root.log_bytes, head.root.records, head.root.log_hash.hex())
    slots = [slot.slot_id.hex() for slot in head.slots]
    return head.vault_id.hex(), head.generation, root, head.is_finishing, slots
