"""Removals for good and changes of keys, on any log and in any order, against a plain list."""

from __future__ import annotations

import io
from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from safelog.vault import Record, Secret, Vault
from safelog.vault.heads import read_heads
from tests.unit.vault.keyholder import records_under
from tests.unit.vault.world import CHEAP_COST, FOLDER, PASSPHRASE, World, payloads

WORDS = "wilt impaired roster upstate parole domelike durably danger vocally oppose boxcar"
OTHER = "abacus abdomen abdominal abide abiding ability ablaze able abnormal abrasion headway"


@dataclass
class Entry:
    """A record of the model."""

    payload: bytes
    attachments: list[bytes]


entries = st.builds(
    Entry,
    st.binary(min_size=1, max_size=700),
    st.lists(st.binary(min_size=1, max_size=60), max_size=2),
)
commits = st.lists(st.lists(entries, min_size=1, max_size=3), min_size=1, max_size=3)
removals = st.sets(st.integers(min_value=0, max_value=12), max_size=4)
steps = st.lists(
    st.one_of(commits, removals, st.sampled_from(["rekey", "reopen"])), min_size=1, max_size=5
)


def append(vault: Vault, commit: list[Entry], model: list[Entry]) -> None:
    """Append a commit; its attachments all come with its first record."""
    attached = [content for entry in commit for content in entry.attachments]
    blobs = [vault.write_blob(io.BytesIO(content)) for content in attached]
    vault.append([entry.payload for entry in commit], blobs=blobs)
    model += [
        Entry(entry.payload, [] if number else attached) for number, entry in enumerate(commit)
    ]


def remove(vault: Vault, positions: set[int], model: list[Entry]) -> None:
    """Remove what these records hold, and their attachments."""

    def change(position: int, _record: Record) -> Record | None:
        return Record(b"", ()) if position in positions else None

    vault.rewrite(change)
    for position in positions & set(range(len(model))):
        model[position] = Entry(b"", [])


def rekey(vault: Vault, secret: str) -> str:
    """Change all keys; return the new passphrase."""
    number = int(secret.rpartition(" ")[2]) + 1
    fresh = f"попутный ветер {number}"
    words = Secret.from_text(OTHER if number % 2 else WORDS)
    vault.key_change.begin(Secret.from_text(fresh), words, cost=CHEAP_COST)
    return fresh


def hold(vault: Vault, model: list[Entry]) -> None:
    """Hold that the vault is what the model is."""
    assert payloads(vault) == [entry.payload for entry in model]
    expected = [content for entry in model for content in entry.attachments]
    assert [b"".join(vault.read_blob(blob.id)) for blob in vault.blobs()] == expected
    assert vault.check().problems == ()


@settings(max_examples=60)
@given(steps=steps)
def test_any_log_with_any_removals_is_what_a_list_would_be(
    steps: list[list[list[Entry]] | set[int] | str],
) -> None:
    """And the key of the vault finds nothing in the folder but what the list has."""
    world, model, secret = World(), list[Entry](), PASSPHRASE
    vault = world.create()
    for step in steps:
        match step:
            case set():
                remove(vault, step, model)
            case "rekey":
                secret = rekey(vault, secret)
            case "reopen":
                vault.close()
                vault = world.open(secret)
            case list():
                for commit in step:
                    append(vault, commit, model)
        hold(vault, model)
    vault.close()
    keys = read_heads(FOLDER, world.ports).unlock(Secret.from_text(secret)).keys
    files = world.memory.snapshot()
    assert len(records_under(keys, files)) == len(model)
    blobs = [name for name in files if name.startswith("blobs/")]
    assert len(blobs) == sum(len(entry.attachments) for entry in model)
    with world.open(secret) as vault:
        hold(vault, model)
