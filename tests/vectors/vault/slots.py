"""Vectors of the ways to open a vault: FORMAT.md sections 3.1, 4 and 4.2."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from safelog.vault import Combination, Key, Secret, combine_shares
from tests.unit.vault.test_head import edit
from tests.unit.vault.world import SHARES
from tests.vectors.vault.folders import (
    PASSPHRASE,
    RECORDS,
    RECOVERY,
    Folders,
    Snapshot,
    Vector,
    continued,
    with_head,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from safelog.vault import ShareSecret

FILE_PASSPHRASE = "ключ на флешке 3"
SPLIT_PASSPHRASE = "вдвоём надёжнее 4"
SECOND_PASSPHRASE = "вторая фраза 5"
KEY = bytes(range(32))
KEY_FILE = f"safelog-key-1\n{KEY.hex()}\nfe86c38f\n"
OTHER_KEY_FILE = f"safelog-key-1\n{bytes(32).hex()}\n189cc2ed\n"
SPLIT_SHARES = (
    (
        "spend veteran academic acid agency mandate mama island duke flea problem tofu manager"
        " mortgage smell fitness decent deadline bulb calcium"
    ),
    (
        "spend veteran academic agency club velvet clock ladle story bishop carpet prospect"
        " unwrap python aspect remove package depict birthday herd"
    ),
)
FOREIGN_SHARES = (
    (
        "client evil academic acid carbon cover endless auction swimming news dress juice often"
        " short bedroom hearing envy rhythm phantom chemical"
    ),
    (
        "client evil academic agency canyon machine dilemma privacy jump exclude album space"
        " pulse crisis artwork network downtown dictate dictate frozen"
    ),
)


class Brought(NamedTuple):
    """What somebody brings."""

    secret: str = ""
    key_file: str = ""
    shares: tuple[str, ...] = ()


def slot_vectors(f: Folders) -> list[Vector]:
    """Vaults that open in several ways, and in one."""
    ways = with_all_ways(f)
    opening = [attempt(ways, "success", *each)._replace(records=tuple(RECORDS)) for each in RIGHT]
    refused = [attempt(ways, "WrongSecretError", *each) for each in WRONG]
    return [*opening, *refused, *head_vectors_of_slots(f, ways)]


def attempt(ways: Snapshot, expect: str, name: str, about: str, brought: Brought) -> Vector:
    """Return a vector of a vault with all ways to open it."""
    secret, key_file, shares = brought
    return Vector(f"slot-{name}", about, expect, ways, secret, key_file=key_file, shares=shares)


CAPITALS = KEY_FILE.replace(KEY.hex(), KEY.hex().upper()).strip()
FULL_WIDTH = FILE_PASSPHRASE.replace("3", "\uff13").replace(" ", "\u00a0")

RIGHT = [
    ("second-passphrase", "the second of two passphrases", Brought(SECOND_PASSPHRASE)),
    ("recovery", "recovery words beside all the others", Brought(RECOVERY)),
    ("key-file", "a key file with its passphrase", Brought(FILE_PASSPHRASE, KEY_FILE)),
    (
        "key-file-nfkc",
        "a key file; the passphrase has a full-width digit and a no-break space",
        Brought(FULL_WIDTH, KEY_FILE),
    ),
    (
        "key-file-capitals",
        "a key file in capitals, without its last line end",
        Brought(FILE_PASSPHRASE, CAPITALS),
    ),
    ("shares", "two shares of three, alone", Brought(shares=SHARES[1:])),
    ("shares-order", "two others, the last first", Brought(shares=SHARES[::-2])),
    (
        "split",
        "a passphrase with two shares of two",
        Brought(SPLIT_PASSPHRASE, shares=SPLIT_SHARES),
    ),
]
WRONG = [
    ("key-file-alone", "its passphrase without the key file", Brought(FILE_PASSPHRASE)),
    (
        "key-file-passphrase",
        "the vault's passphrase with a key file",
        Brought(PASSPHRASE, KEY_FILE),
    ),
    ("key-file-recovery", "recovery words with a key file", Brought(RECOVERY, KEY_FILE)),
    (
        "key-file-other",
        "the right passphrase with another key file",
        Brought(FILE_PASSPHRASE, OTHER_KEY_FILE),
    ),
    ("shares-other", "shares of another vault", Brought(shares=FOREIGN_SHARES)),
    ("shares-of-split", "the shares of a split alone", Brought(shares=SPLIT_SHARES)),
    ("split-alone", "the passphrase of a split alone", Brought(SPLIT_PASSPHRASE)),
    (
        "split-passphrase",
        "another passphrase with the right shares",
        Brought(PASSPHRASE, shares=SPLIT_SHARES),
    ),
    (
        "split-shares",
        "the right passphrase with other shares",
        Brought(SPLIT_PASSPHRASE, shares=SHARES[1:]),
    ),
]


def head_vectors_of_slots(f: Folders, ways: Snapshot) -> list[Vector]:
    """Heads with unusual slots."""
    records = tuple(RECORDS)

    def changed(files: Snapshot, change: Callable[[list[dict[str, object]]], object]) -> Snapshot:
        def edited(body: dict[str, object]) -> None:
            slots = body["slots"]
            assert isinstance(slots, list)
            change(slots)

        return with_head(files, lambda head: edit(head, edited))

    damaged = "DamagedHeadError"
    return [
        Vector(
            "slot-last", "one slot, of a split", "success", only_split(ways), SPLIT_PASSPHRASE
        )._replace(records=records, shares=SPLIT_SHARES),
        Vector(
            "slot-removed",
            "a passphrase whose slot was removed",
            "WrongSecretError",
            only_split(ways),
        ),
        Vector("slot-none", "no slot, checksum right", damaged, changed(f.closed, list.clear)),
        Vector(
            "slot-seventeen",
            "seventeen slots with different ids, checksum right",
            damaged,
            changed(f.closed, fill),
        ),
        Vector(
            "slot-twice",
            "two slots with one id, checksum right",
            damaged,
            changed(f.closed, lambda slots: slots.append(slots[0])),
        ),
        Vector(
            "slot-unknown-type",
            "a type that version 1 does not have, checksum right",
            damaged,
            changed(f.closed, lambda slots: slots[1].update(type="keyfile")),
        ),
        Vector(
            "slot-dropped",
            "the recovery slot cut out, checksum right",
            damaged,
            changed(f.closed, lambda slots: slots.pop()),
        ),
        Vector(
            "slot-retyped",
            "a key-file slot that was made a passphrase slot, checksum right",
            "WrongSecretError",
            changed(ways, lambda slots: slots[3].update(type="passphrase")),
            FILE_PASSPHRASE,
        ),
    ]


def fill(slots: list[dict[str, object]]) -> None:
    """Bring a head to seventeen slots."""
    slots.extend({**slots[0], "id": f"{number:032x}"} for number in range(15))


def with_all_ways(f: Folders) -> Snapshot:
    """Return the closed vault with a slot of every type, and two passphrases."""
    each = continued(f.closed, "all ways to open")
    with each.open(PASSPHRASE) as vault, Secret.from_text(FILE_PASSPHRASE) as passphrase:
        vault.slots.add("passphrase", Secret.from_text(SECOND_PASSPHRASE))
        vault.slots.add("key-file", Combination(passphrase, Key(bytearray(KEY))))
        vault.slots.add("shares", shared(*SHARES[:2]))
        split = Combination(Secret.from_text(SPLIT_PASSPHRASE), shared(*SPLIT_SHARES))
        vault.slots.add("split", split)
    return each.memory.snapshot()


def only_split(ways: Snapshot) -> Snapshot:
    """Return a vault that nobody opens alone."""
    each = continued(ways, "only a split")
    with each.open(PASSPHRASE) as vault:
        for slot in vault.slots.list():
            if slot.type != "split":
                vault.slots.remove(slot.id)
    return each.memory.snapshot()


def shared(*words: str) -> ShareSecret:
    """Return what shares give."""
    return combine_shares([Secret.from_text(each) for each in words])
