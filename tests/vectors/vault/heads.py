"""Vectors of the head and of the secret."""

from __future__ import annotations

from typing import TYPE_CHECKING

from safelog.vault import Secret
from tests.unit.vault.test_head import edit, set_in_slot, with_checksum
from tests.vectors.vault.folders import (
    PASSPHRASE,
    RECORDS,
    RECOVERY,
    Folders,
    Snapshot,
    Vector,
    continued,
    flip,
    with_head,
)

if TYPE_CHECKING:
    from collections.abc import Callable

NEW_PASSPHRASE = "попутный ветер 8"
DEEP = with_checksum(b'{"version":1,"x":' + b"[" * 30_000 + b"]" * 30_000 + b"}\nx\n")
EMPTY_ROOT = {"log_bytes": 64, "records": 0, "log_hash": "00" * 32}


def head_vectors(f: Folders) -> list[Vector]:
    """Vaults that are refused for their head or the secret."""
    damaged, closed = "DamagedHeadError", f.closed
    newer = with_checksum(b'{"version":2}\nmac of another kind\n')

    def changed(change: Callable[[dict[str, object]], object]) -> Snapshot:
        return with_head(closed, lambda head: edit(head, change))

    return [
        Vector("wrong-passphrase", "another passphrase", "WrongSecretError", closed, "другая"),
        Vector(
            "recovery-slip",
            "the fourth word is no word",
            "InvalidRecoveryWordsError",
            closed,
            RECOVERY.replace("abide", "abode"),
            fields={"position": 4},
        ),
        Vector(
            "recovery-last-word",
            "every word is known, the last does not fit",
            "InvalidRecoveryWordsError",
            closed,
            RECOVERY.replace("headway", "abacus"),
            fields={"position": 0},
        ),
        Vector(
            "head-deep",
            "arrays in arrays, 30,000 deep, checksum right",
            damaged,
            with_head(closed, lambda _head: DEEP),
        ),
        Vector("head-bit", "one bit", damaged, with_head(closed, lambda head: flip(head, 700))),
        Vector("head-cut", "no last byte", damaged, with_head(closed, lambda head: head[:-1])),
        Vector(
            "head-mac",
            "a field changed, checksum right",
            damaged,
            changed(lambda body: body.update(generation=9)),
        ),
        Vector(
            "head-upper-case",
            "hex in capitals, checksum right",
            damaged,
            changed(lambda body: body.update(vault_id=str(body["vault_id"]).upper())),
        ),
        Vector(
            "head-space",
            "a space in the JSON, checksum right",
            damaged,
            with_head(closed, lambda head: with_checksum(head[:-65].replace(b":1,", b": 1,", 1))),
        ),
        Vector(
            "head-unknown-field",
            "one field more, checksum right",
            damaged,
            changed(lambda body: body.update(note="")),
        ),
        Vector(
            "head-sealed-key",
            "a sealed key changed, checksum right",
            damaged,
            changed(set_in_slot("sealed_key", "00" * 48)),
        ),
        Vector(
            "head-salt",
            "a salt changed, checksum right: this slot can say no more",
            "WrongSecretError",
            changed(set_in_slot("salt", "00" * 32)),
        ),
        Vector(
            "cost-below-floor",
            "32 MiB, checksum right",
            damaged,
            changed(set_in_slot("memory_kib", 32_768)),
        ),
        Vector(
            "cost-memory",
            "4 TiB, checksum right",
            "ExcessiveCostError",
            changed(set_in_slot("memory_kib", 2**32 - 1)),
            fields={"what": "memory"},
        ),
        Vector(
            "cost-passes",
            "4 billion passes, checksum right",
            "ExcessiveCostError",
            changed(set_in_slot("passes", 2**32 - 1)),
            fields={"what": "passes"},
        ),
        Vector(
            "newer-head",
            "version 2 of the head in one copy",
            "NewerVersionError",
            closed | {"head": newer},
            fields={"version": 2},
        ),
    ]


def copy_vectors(f: Folders) -> list[Vector]:
    """Vaults with two different copies of the head, which open."""
    closed, head = f.closed, f.closed["head"]
    after = continued(closed, "new passphrase")
    with after.open(PASSPHRASE) as vault:
        vault.change_passphrase(Secret.from_text(NEW_PASSPHRASE))
    new = bytes(after.file("head"))
    elsewhere = continued(closed, "elsewhere")
    with elsewhere.open(PASSPHRASE) as vault:
        vault.change_passphrase(Secret.from_text("другая"))
    same = bytes(elsewhere.file("head"))
    highest = edit(head, lambda body: body.update(generation=2**63 - 1))
    tampered = edit(head, lambda body: body.update(generation=99, root=EMPTY_ROOT))

    def opens(name: str, about: str, secret: str, **copies: bytes) -> Vector:
        files = closed | {each.replace("_", "."): data for each, data in copies.items()}
        return Vector(name, about, "success", files, secret, tuple(RECORDS))

    return [
        opens(
            "head-generation-limit",
            "one copy with the highest generation, checksum right",
            PASSPHRASE,
            head_bak=highest,
        ),
        opens(
            "head-newer-tampered",
            "the copy with the higher generation was changed, checksum right",
            PASSPHRASE,
            head=tampered,
        ),
        opens(
            "head-older-copy",
            "both copies authentic, opened by the newer",
            NEW_PASSPHRASE,
            head=new,
        ),
        opens(
            "head-older-passphrase",
            "both copies authentic, opened by the older; the newer one holds",
            PASSPHRASE,
            head=new,
        ),
        opens(
            "head-same-generation",
            "both copies authentic, of one generation, and different",
            NEW_PASSPHRASE,
            head=new,
            head_bak=same,
        ),
        opens(
            "head-foreign-copy",
            "one copy of another vault, with a higher generation and another passphrase",
            RECOVERY.upper(),
            head_bak=edit(f.stranger["head"], lambda body: body.update(generation=50)),
        ),
        opens("head-deep-copy", "one copy nests 30,000 deep", PASSPHRASE, head=DEEP),
    ]
