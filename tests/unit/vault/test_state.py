"""A state that is kept outside tells when an older copy was put back."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from safelog.errors import RolledBackError
from safelog.vault import FLOOR_COST, Secret, Vault, VaultState, generate_recovery
from tests.unit.vault.world import PASSPHRASE, World, payloads

FRAME = 400


def world_of(records: int) -> World:
    """Return a closed vault of that many commits."""
    world = World()
    with world.create() as vault:
        for number in range(records):
            vault.append([b"%d" % number])
    return world


def test_a_vault_continues_every_state_that_it_had() -> None:
    """From the first on, while it is open and after it is closed."""
    world, states = World(), []
    with world.create() as vault:
        states.append(vault.state)
        vault.append([b"one"])
        states.append(vault.state)
        vault.append([b"two", b"three"])
    with world.open() as vault:
        states.append(vault.state)
        vault.change_passphrase(Secret.from_text("новая"))
        states.append(vault.state)
    for state in states:
        with world.open("новая", expected=state) as vault:
            assert vault.state.records == 3
            assert vault.state.vault_id == vault.vault_id


def test_a_killed_vault_continues_its_state() -> None:
    """The head lags then, and the log does not."""
    world = world_of(1)
    vault = world.open()
    vault.append([b"one"])
    state = vault.state
    world.memory.die()
    world.open(expected=state).close()


def test_an_older_head_with_a_cut_log_is_seen() -> None:
    """Without the state the vault opens and says nothing: nothing inside of it can tell."""
    world = world_of(0)
    old = world.memory.snapshot()
    with world.open() as vault:
        for number in range(10):
            vault.append([b"%d" % number])
        state = vault.state
    log = world.memory.snapshot()["log"]
    for kept in range(10):
        world.memory.restore(old | {"log": log[: 64 + kept * FRAME]})
        before = world.memory.snapshot()
        with pytest.raises(RolledBackError) as caught:
            world.open(expected=state)
        assert caught.value.fields == {"found": kept, "expected": 10}
        assert {**world.memory.snapshot(), "lock": b""} == {**before, "lock": b""}
        assert not world.memory.locked
        with world.open() as vault:
            assert vault.notices == ()
            assert len(payloads(vault)) == kept


def test_every_commit_behind_an_older_head_damaged_is_seen() -> None:
    """It looks like a torn tail; the state says that it was more."""
    world = world_of(0)
    old = world.memory.snapshot()
    with world.open() as vault:
        for number in range(4):
            vault.append([b"%d" % number])
        state = vault.state
    log = world.memory.snapshot()["log"]
    for number in (2, 3):
        at = 64 + number * FRAME + 200
        log = log[:at] + bytes([log[at] ^ 1]) + log[at + 1 :]
    world.memory.restore(old | {"log": log})
    with pytest.raises(RolledBackError):
        world.open(expected=state)
    with world.open() as vault:
        assert vault.notices == ("torn_tail",)


def test_an_older_copy_that_went_on_is_seen() -> None:
    """It has as many records, and others."""
    world = world_of(1)
    old = world.memory.snapshot()
    with world.open() as vault:
        vault.append([b"one"])
        state = vault.state
    world.memory.restore(old)
    with world.open() as vault:
        vault.append([b"other"])
        vault.append([b"another"])
    world.open().close()
    with pytest.raises(RolledBackError):
        world.open(expected=state)


def test_an_older_head_alone_is_seen() -> None:
    """Its passphrase was replaced, and would hold again."""
    world = world_of(1)
    old = world.memory.snapshot()
    with world.open() as vault:
        vault.change_passphrase(Secret.from_text("новая"))
        state = vault.state
    world.memory.restore(old)
    with pytest.raises(RolledBackError):
        world.open(expected=state)


def test_another_vault_is_seen() -> None:
    """Even one with the same passphrase and as many records."""
    one, two = world_of(1), world_of(1)
    with one.open() as vault:
        state = vault.state
    with pytest.raises(RolledBackError):
        two.open(expected=state)
    own = dataclasses.replace(state, vault_id="0" * 32)
    with pytest.raises(RolledBackError):
        one.open(expected=own)


def test_the_printed_form_comes_back() -> None:
    """One line, short enough to be written down."""
    state = VaultState(vault_id="0a" * 16, generation=7, records=1234, log_hash="f1" * 16)
    assert str(state) == "0a" * 16 + "-7-1234-" + "f1" * 16
    assert VaultState.parse(f"  {state}\n") == state


@pytest.mark.parametrize(
    "text", ["", "0a-7-1234-f1", "0A" * 16 + "-7-1-" + "f1" * 16, "0a" * 16 + "-07-1-" + "f1" * 16]
)
def test_another_form_is_no_state(text: str) -> None:
    """Nothing is guessed."""
    with pytest.raises(ValueError, match="state"):
        VaultState.parse(text)


def test_the_public_door_takes_a_state(tmp_path: Path) -> None:
    """And refuses a vault that does not continue it."""
    passphrase = Secret.from_text(PASSPHRASE)
    folder, words = tmp_path / "vault", generate_recovery()
    with Vault.create(folder, passphrase=passphrase, recovery=words, cost=FLOOR_COST) as vault:
        state = vault.state
    Vault.open(folder, words, expected=state).close()
    with pytest.raises(RolledBackError):
        Vault.open(folder, words, expected=dataclasses.replace(state, records=1))
