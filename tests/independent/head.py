"""The head of a vault: its slots, and which copy of it holds (FORMAT.md, sections 3 and 4).

Owns the way from a secret to the key of the vault. Numbers in brackets are sections of FORMAT.md.
"""

import functools
import hashlib
import hmac
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA512
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from tests.independent import errors
from tests.independent.brought import Brought, slot_secrets

MAX_HEAD_BYTES = 65_536
MAX_NUMBER = 2**63 - 1
MAX_U32 = 2**32 - 1
MAX_NESTING = 16
SLOT_TYPES = {"passphrase": 1, "recovery": 2, "key-file": 3, "shares": 4, "split": 5}

_NUMBER = "(0|[1-9][0-9]{0,18})"
_SLOT = (
    '{"id":"([0-9a-f]{32})","type":"(passphrase|recovery|key-file|shares|split)",'
    f'"memory_kib":{_NUMBER},"passes":{_NUMBER},"lanes":{_NUMBER},"salt":"([0-9a-f]{{64}})",'
    '"commitment":"([0-9a-f]{64})","sealed_key":"([0-9a-f]{96})"}'
)
SLOT = re.compile(_SLOT)
BODY = re.compile(
    '{"format":"safelog-vault","version":1,"vault_id":"([0-9a-f]{32})",'
    f'"generation":{_NUMBER},"root":{{"log_bytes":{_NUMBER},"records":{_NUMBER},'
    f'"log_hash":"([0-9a-f]{{64}})"}},"finishing":(true|false),"slots":\\[({_SLOT}(?:,{_SLOT}){{0,15}})\\]}}'
)


@dataclass(frozen=True)
class Slot:
    """One sealed copy of the vault key (3.1). The cost is `memory_kib`, passes and lanes."""

    slot_id: bytes
    kind: str
    cost: tuple[int, int, int]
    salt: bytes
    commitment: bytes
    sealed_key: bytes


@dataclass(frozen=True)
class Root:
    """What the head says of the log (4)."""

    log_bytes: int
    records: int
    log_hash: bytes


@dataclass(frozen=True)
class Head:
    """One copy of the head, well formed and not yet authenticated (4)."""

    vault_id: bytes
    generation: int
    root: Root
    is_finishing: bool
    slots: tuple[Slot, ...]
    signed: bytes
    code: bytes

    def is_authentic(self, vault_key: bytes) -> bool:
        """Tell whether somebody with this key wrote the copy (4)."""
        head_key = derive(vault_key, b"", b"safelog/v1/head\0" + self.vault_id, 32)
        return hmac.compare_digest(hmac.digest(head_key, self.signed, "sha256"), self.code)


def derive(key: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    """Compute HKDF-SHA-512 (1)."""
    return HKDF(SHA512(), length, salt, info).derive(key)


def parse_head(raw: bytes) -> Head:
    """Read one copy of the head, in the order of section 4.2.

    Raises:
        DamagedHeadError: The copy is damaged.
        NewerVersionError: It has a later version.
        ExcessiveCostError: A slot of it costs too much.
    """
    lines = raw.split(b"\n")
    if len(raw) > MAX_HEAD_BYTES or len(lines) != 4 or lines[3]:
        raise errors.DamagedHeadError
    signed, unchecked = lines[0] + b"\n", lines[0] + b"\n" + lines[1] + b"\n"
    if lines[2] != hashlib.sha256(unchecked).hexdigest().encode():
        raise errors.DamagedHeadError
    if _version(lines[0]) > 1:
        raise errors.NewerVersionError
    body = BODY.fullmatch(lines[0].decode("ascii", "replace"))
    code = re.fullmatch(b"[0-9a-f]{64}", lines[1])
    if body is None or code is None:
        raise errors.DamagedHeadError
    vault_id, generation, log_bytes, records, log_hash, finishing, slots = body.groups()[:7]
    root = Root(_number(log_bytes), _number(records), bytes.fromhex(log_hash))
    head = Head(
        bytes.fromhex(vault_id),
        _number(generation),
        root,
        finishing == "true",
        tuple(_slot(match) for match in SLOT.finditer(slots)),
        signed,
        bytes.fromhex(code[0].decode()),
    )
    if len({slot.slot_id for slot in head.slots}) != len(head.slots):
        raise errors.DamagedHeadError
    for slot in head.slots:
        _check_cost(slot)
    return head


def _version(line: bytes) -> int:
    """Read the version that every head has, of whatever version it is (4)."""
    try:
        body = json.loads(line)
    except (ValueError, RecursionError):
        raise errors.DamagedHeadError from None
    version = body.get("version") if isinstance(body, dict) else None
    if type(version) is not int or not 1 <= version <= MAX_NUMBER or not _is_shallow([body]):
        raise errors.DamagedHeadError
    return version


def _is_shallow(layer: list[object]) -> bool:
    """Tell whether values nest at most 16 deep, layer by layer."""
    for _ in range(MAX_NESTING + 1):
        layer = [inner for outer in layer for inner in _inside(outer)]
        if not any(isinstance(value, dict | list) for value in layer):
            return True
    return False


def _inside(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _number(digits: str) -> int:
    if (number := int(digits)) > MAX_NUMBER:
        raise errors.DamagedHeadError
    return number


def _u32(digits: str) -> int:
    if not 1 <= (number := int(digits)) <= MAX_U32:
        raise errors.DamagedHeadError
    return number


def _slot(match: re.Match[str]) -> Slot:
    slot_id, kind, memory_kib, passes, lanes, salt, commitment, sealed_key = match.groups()
    cost = _u32(memory_kib), _u32(passes), _u32(lanes)
    sealed = (bytes.fromhex(value) for value in (salt, commitment, sealed_key))
    return Slot(bytes.fromhex(slot_id), kind, cost, *sealed)


def _check_cost(slot: Slot) -> None:
    """Refuse a cost before any memory is taken for it (3.2)."""
    memory_kib, passes, lanes = slot.cost
    if memory_kib > 1_048_576 or passes > 16 or lanes > 16 or memory_kib * passes > 4_194_304:
        raise errors.ExcessiveCostError
    if memory_kib < 65_536 or passes < 3 or lanes < 4:
        raise errors.DamagedHeadError


def unlock(copies: Sequence[Head], brought: Brought, words: Sequence[str]) -> tuple[Head, bytes]:
    """Find the copy of the head that holds, and the key of the vault (4.2).

    Args:
        copies: The copies that can be read, `head` before `head.bak`.
        brought: What the person brings.
        words: The list of recovery words.

    Raises:
        WrongSecretError: No slot opens; or InvalidRecoveryWordsError, InsufficientMemoryError,
            DamagedHeadError, by the rules of section 4.2.
    """
    secrets, slip = slot_secrets(brought, words)
    stretch = functools.cache(_stretch)
    failures: set[type[errors.FormatError]] = set()
    for copy in sorted(copies, key=lambda copy: -copy.generation):
        for slot, secret in _attempts(copy, secrets):
            try:
                vault_key = _open_slot(copy, slot, stretch(slot.cost, slot.salt, secret))
            except errors.InsufficientMemoryError:
                failures.add(errors.InsufficientMemoryError)
            except errors.DamagedHeadError:
                failures.add(errors.DamagedHeadError)
                break
            else:
                if vault_key is not None:
                    authentic = [other for other in copies if other.is_authentic(vault_key)]
                    return max(authentic, key=lambda other: other.generation), vault_key
    for failure in (errors.InsufficientMemoryError, errors.DamagedHeadError):
        if failure in failures:
            raise failure
    raise slip or errors.WrongSecretError


def _attempts(head: Head, secrets: Sequence[tuple[str, bytes]]) -> Iterator[tuple[Slot, bytes]]:
    """List the slots of one copy with the secret that each is tried with, in order (4.2)."""
    for kind, secret in secrets:
        for slot in head.slots:
            if slot.kind == kind:
                yield slot, secret


def _stretch(cost: tuple[int, int, int], salt: bytes, secret: bytes) -> bytes:
    """Compute Argon2id (1).

    Raises:
        InsufficientMemoryError: This machine has too little memory.
    """
    memory_kib, passes, lanes = cost
    try:
        return hash_secret_raw(secret, salt, passes, memory_kib, lanes, 32, Type.ID)
    except HashingError:
        raise errors.InsufficientMemoryError from None


def _open_slot(head: Head, slot: Slot, stretched: bytes) -> bytes | None:
    """Open one slot (3.1).

    Returns:
        The key of the vault; None if the secret is another.

    Raises:
        DamagedHeadError: The copy was tampered with.
    """
    context = b"safelog/v1/slot\0" + head.vault_id + slot.slot_id + bytes([SLOT_TYPES[slot.kind]])
    context += b"".join(number.to_bytes(4, "big") for number in slot.cost) + slot.salt
    derived = derive(stretched, b"", context, 64)
    if not hmac.compare_digest(derived[32:], slot.commitment):
        return None
    try:
        vault_key = AESGCM(derived[:32]).decrypt(bytes(12), slot.sealed_key, context)
    except InvalidTag:
        raise errors.DamagedHeadError from None
    if not head.is_authentic(vault_key):
        raise errors.DamagedHeadError
    return vault_key
