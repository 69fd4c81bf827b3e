"""Somebody without the key changes a head and computes its checksum anew.

The checksum is no security (FORMAT.md section 4): what is left is what the key vouches for. Every
byte of both copies is changed, and each field has its answers.
"""

from __future__ import annotations

import hashlib
import re

import pytest

from safelog.errors import (
    DamagedHeadError,
    DamagedVaultError,
    ExcessiveCostError,
    ForeignFileError,
    InsufficientMemoryError,
    NewerVersionError,
    SafelogError,
    WrongSecretError,
)
from safelog.vault import Notice
from tests.tamper.subject import HEADER, HEADS, is_error, opens_whole, outcome, small_vault
from tests.unit.vault.world import PASSPHRASE, RECOVERY

DAMAGED = frozenset({DamagedHeadError})
UNKNOWABLE = frozenset({WrongSecretError})
"""A changed slot is another person's slot, as far as anybody can tell without its secret."""
COST = frozenset({DamagedHeadError, WrongSecretError, ExcessiveCostError})
ANSWERS: dict[str, frozenset[type[SafelogError]]] = {
    "format": DAMAGED,
    "version": frozenset({NewerVersionError}),
    "vault_id": UNKNOWABLE,
    "generation": DAMAGED,
    "log_bytes": DAMAGED,
    "records": DAMAGED,
    "log_hash": DAMAGED,
    "finishing": DAMAGED,
    "id": UNKNOWABLE,
    "type": DAMAGED,
    "memory_kib": COST,
    "passes": COST,
    # The 8 KiB here are too few for more lanes; what a real head must name is enough for sixteen.
    "lanes": COST | {InsufficientMemoryError},
    "salt": UNKNOWABLE,
    "commitment": UNKNOWABLE,
    "sealed_key": DAMAGED,
}
FIELD = re.compile(rb'"([a-z_]+)":("?)([^"{}\[\],]+)')


def fields(body: bytes) -> list[tuple[str, range, bool]]:
    """Return each field with the bytes of its value, and whether the passphrase's slot has it."""
    slots, recovery = body.index(b'"slots"'), body.index(b'"recovery"')
    # The slot's id stands in front of its type.
    recovery = body.rindex(b"{", 0, recovery)
    return [
        (match[1].decode(), range(*match.span(3)), slots < match.start() < recovery)
        for match in FIELD.finditer(body)
    ]


def changed(data: bytes, at: int) -> bytes:
    """Return `data` with another letter or digit at `at`."""
    other = {ord("9"): ord("1"), ord("f"): ord("a")}.get(data[at], data[at] + 1)
    return data[:at] + bytes((other,)) + data[at + 1 :]


def forged(head: bytes, at: int) -> bytes:
    """Return `head` with one byte of its body or its code changed, and the right checksum."""
    lines = changed(head[:-65], at)
    return lines + hashlib.sha256(lines).hexdigest().encode() + b"\n"


def test_the_fields_are_those_of_the_format() -> None:
    """No field is without its answer."""
    body = small_vault()["head"].splitlines()[0]
    assert {name for name, _, _ in fields(body)} == set(ANSWERS)


@pytest.mark.parametrize("name", ANSWERS)
def test_every_byte_of_every_field(name: str) -> None:
    """In the slot that is tried the secret no longer fits; anywhere else it is damage."""
    disk = small_vault()
    head = disk["head"]
    for field, places, is_own in fields(head.splitlines()[0]):
        if field != name:
            continue
        of_vault = field in {"format", "version", "vault_id", "generation", "finishing"}
        for at in places:
            both = disk | dict.fromkeys(HEADS, forged(head, at))
            for secret, tries_it in ((PASSPHRASE, is_own or of_vault), (RECOVERY, not is_own)):
                allowed = ANSWERS[name] if tries_it else ANSWERS[name] - UNKNOWABLE or DAMAGED
                assert type(outcome(both, secret)) in allowed


def test_every_byte_between_the_fields() -> None:
    """It is damage."""
    disk = small_vault()
    head = disk["head"]
    body = head.splitlines()[0]
    values = {at for _, places, _ in fields(body) for at in places}
    for at in sorted(set(range(len(body))) - values):
        assert is_error(outcome(disk | dict.fromkeys(HEADS, forged(head, at))), DamagedHeadError)


def test_every_byte_of_the_code() -> None:
    """A secret opens its slot, and the head is not what the key vouched for."""
    disk = small_vault()
    head = disk["head"]
    start = head.index(b"\n") + 1
    for at in range(start, start + 65):
        for secret in (PASSPHRASE, RECOVERY):
            both = disk | dict.fromkeys(HEADS, forged(head, at))
            assert is_error(outcome(both, secret), DamagedHeadError)


@pytest.mark.parametrize("name", HEADS)
def test_one_forged_copy(name: str) -> None:
    """The other opens the vault, whole, and says so; only a newer version stops it."""
    disk = small_vault()
    for field, places, _ in fields(disk[name].splitlines()[0]):
        found = outcome(disk | {name: forged(disk[name], places[-1])})
        if field == "version":
            assert is_error(found, NewerVersionError, version=2)
        else:
            assert opens_whole(found, Notice.HEAD_COPY_DAMAGED)


@pytest.mark.parametrize(
    ("at", "error"),
    [(0, DamagedVaultError), (15, NewerVersionError), (16, ForeignFileError)],
)
def test_a_forged_header_of_the_log(at: int, error: type[SafelogError]) -> None:
    """The same there: a newer version, another vault's, or no log at all."""
    disk = small_vault()
    clear = changed(disk["log"][:32], at)
    log = clear + hashlib.sha256(clear).digest() + disk["log"][HEADER:]
    assert type(outcome(disk | {"log": log})) is error
