"""Unlocking with a key file, and with shares."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from safelog.errors import VaultClosedError
from safelog.tui.screens.other_way import OtherWayScreen
from safelog.tui.screens.unlock import UnlockScreen
from safelog.vault import Combination, Secret, combine_shares, encode_key_file, generate_key_file
from tests.tui.stage import (
    PASSPHRASE,
    CheapVaults,
    frame,
    journal_of,
    make_app,
    make_vault,
    paste,
    press,
    said,
    unlock,
)
from tests.unit.vault.world import SHARES
from tests.vectors.credentials.generate import remade

OTHER = "другая фраза"
SLIP = SHARES[1].replace("losing", "academic")


def secret(text: str) -> Secret:
    """Return what is typed."""
    return Secret.from_text(text)


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    """Make a vault that opens with a key file, with shares alone, and with shares and passphrase.

    The key file is beside it.
    """
    folder, key = tmp_path / "vault", generate_key_file()
    make_vault(folder).wipe()
    (tmp_path / "key").write_bytes(encode_key_file(key))
    with CheapVaults().open(folder, secret(PASSPHRASE)) as opened:
        opened.slots.add("key-file", Combination(secret(OTHER), key))
        opened.slots.add("shares", combine_shares([secret(each) for each in SHARES[:2]]))
        shared = combine_shares([secret(each) for each in SHARES[1:]])
        opened.slots.add("split", Combination(secret(OTHER), shared))
    return folder


async def enter(pilot: Pilot[int], *texts: str) -> None:
    """Type one thing after the other."""
    for text in texts:
        await unlock(pilot, text)


async def go_to(pilot: Pilot[int], way: int) -> None:
    """Choose the other ways, and one of them, from 0."""
    await press(pilot, "f4", *["right"] * way, "enter")


async def test_a_key_file_and_its_passphrase_open_the_journal(vault: Path) -> None:
    """First where it is, which is shown; then its passphrase, which is not."""
    async with make_app(vault).run_test() as pilot:
        await go_to(pilot, 0)
        assert "Type where the key file is" in said(pilot)
        await paste(pilot, str(vault.parent / "key"))
        assert str(vault.parent)[:20] in frame(pilot)
        await press(pilot, "enter")
        assert "Now type the passphrase" in said(pilot)
        await paste(pilot, OTHER)
        assert OTHER not in frame(pilot)
        await press(pilot, "enter")
        assert len(journal_of(pilot)) == 0


async def test_a_wrong_passphrase_keeps_the_place_of_the_key_file(vault: Path) -> None:
    """Only the passphrase is typed again."""
    async with make_app(vault).run_test() as pilot:
        await go_to(pilot, 0)
        await enter(pilot, str(vault.parent / "key"), "wrong")
        assert "does not open the vault" in said(pilot)
        assert "Now type the passphrase" in said(pilot)
        await enter(pilot, OTHER)
        assert "Press F2" in frame(pilot)


@pytest.mark.parametrize(
    ("name", "told"), [("absent", "cannot be read"), ("vault/head", "not a key file")]
)
async def test_a_file_that_is_no_key_is_asked_for_again(vault: Path, name: str, told: str) -> None:
    """A stick that is not in, or another file."""
    async with make_app(vault).run_test() as pilot:
        await go_to(pilot, 0)
        await enter(pilot, str(vault.parent / name), OTHER)
        assert told in said(pilot)
        assert "Type where the key file is" in said(pilot)
        await enter(pilot, str(vault.parent / "key"), OTHER)
        assert "Press F2" in frame(pilot)


async def test_shares_alone_open_the_journal(vault: Path) -> None:
    """One after the other, none of them shown unless F6 asks for it."""
    async with make_app(vault).run_test() as pilot:
        await go_to(pilot, 1)
        assert "Share 1, 2 or more to go." in said(pilot)
        await paste(pilot, SHARES[0])
        assert "universe" not in frame(pilot)
        await press(pilot, "f6")
        assert "universe" in frame(pilot)
        await press(pilot, "f6", "enter")
        assert "This share is right. " in said(pilot) + " "
        assert "Share 2, 1 or more to go." in said(pilot)
        await enter(pilot, SHARES[1])
        assert "Press F2" in frame(pilot)


async def test_a_slip_in_a_share_is_told_and_that_share_typed_again(vault: Path) -> None:
    """The first one stays."""
    async with make_app(vault).run_test() as pilot:
        await go_to(pilot, 1)
        await enter(pilot, SHARES[0], SLIP)
        assert "Look at share 2. Look at word 7 of it first." in said(pilot)
        assert "Share 2, 1 or more to go." in said(pilot)
        await enter(pilot, SHARES[1])
        assert "Press F2" in frame(pilot)


async def test_a_passphrase_with_shares_opens_the_journal(vault: Path) -> None:
    """The shares first; a wrong passphrase does not cost them."""
    async with make_app(vault).run_test() as pilot:
        await go_to(pilot, 2)
        await enter(pilot, *SHARES[1:], PASSPHRASE)
        assert "does not open the vault" in said(pilot)
        assert "Now type the passphrase" in said(pilot)
        await enter(pilot, OTHER)
        assert "Press F2" in frame(pilot)


async def test_shares_of_another_vault_are_typed_anew(tmp_path: Path) -> None:
    """They open nothing here, so none of them is right."""
    make_vault(tmp_path / "vault").wipe()
    async with make_app(tmp_path / "vault").run_test() as pilot:
        await go_to(pilot, 1)
        await enter(pilot, *SHARES[:2])
        assert "does not open the vault" in said(pilot)
        assert "Share 1, 2 or more to go." in said(pilot)


async def test_shares_that_name_none_of_them_are_typed_anew(vault: Path) -> None:
    """Two sets can have one number; only what they give together tells."""
    forged = remade(SHARES[1], value=bytes(16))
    async with make_app(vault).run_test() as pilot:
        await go_to(pilot, 1)
        await enter(pilot, SHARES[0], forged)
        assert "It cannot be said which of them does not belong." in said(pilot)
        assert "Share 1, 2 or more to go." in said(pilot)


async def test_another_choice_begins_anew(vault: Path) -> None:
    """And Esc goes back to the passphrase, with nothing kept."""
    async with make_app(vault, language="ru").run_test() as pilot:
        await go_to(pilot, 1)
        await enter(pilot, SHARES[0])
        await press(pilot, "shift+tab", "right")
        assert "Доля 1, осталось хотя бы 2." in said(pilot)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, UnlockScreen)
        await unlock(pilot)
        assert len(journal_of(pilot)) == 0


async def test_locking_forgets_what_was_typed(vault: Path) -> None:
    """F9 leaves no share in reach, also while the journal is being opened."""
    async with make_app(vault).run_test() as pilot:
        await go_to(pilot, 1)
        await enter(pilot, SHARES[0])
        screen = pilot.app.screen
        assert isinstance(screen, OtherWayScreen)
        kept = screen._typed[0]  # noqa: SLF001 - that is what must be wiped
        await press(pilot, "f9")
        assert isinstance(pilot.app.screen, UnlockScreen)
        with pytest.raises(VaultClosedError):
            _ = kept.view
        await go_to(pilot, 1)
        await enter(pilot, SHARES[0])
        await paste(pilot, SHARES[1])
        await pilot.press("enter", "escape", "enter")
        await press(pilot, "f9")
        assert isinstance(pilot.app.screen, UnlockScreen)


async def test_an_endless_line_is_refused_in_a_sentence(vault: Path) -> None:
    """As in the box of the passphrase."""
    async with make_app(vault).run_test() as pilot:
        await go_to(pilot, 1)
        await enter(pilot, "x" * 2_000)
        assert "too long" in frame(pilot)


async def test_another_way_waits_while_the_journal_is_being_opened(vault: Path) -> None:
    """F4 while the passphrase is tried does nothing."""
    async with make_app(vault).run_test() as pilot:
        await paste(pilot, PASSPHRASE)
        await pilot.press("enter", "f4")
        await press(pilot)
        assert "Press F2" in frame(pilot)


async def test_the_smallest_window_shows_what_is_asked(vault: Path) -> None:
    """At 40 columns and 12 lines."""
    async with make_app(vault).run_test(size=(40, 12)) as pilot:
        await go_to(pilot, 1)
        assert "Share 1" in said(pilot)
