"""The first screen: passphrase, recovery words, and what happens when neither is right."""

from __future__ import annotations

from pathlib import Path
from threading import Event

from safelog.tui.app import SafelogApp
from safelog.tui.opening import open_journal
from safelog.tui.screens.unlock import UnlockScreen
from safelog.vault import Secret
from tests.tui.stage import (
    PASSPHRASE,
    CheapVaults,
    SetClock,
    frame,
    journal_of,
    make_app,
    make_vault,
    paste,
    press,
    settle,
    unlock,
    unlocked,
)


async def test_the_passphrase_opens_the_journal(tmp_path: Path) -> None:
    """After the right passphrase the empty journal says what to do."""
    async with unlocked(tmp_path / "vault") as pilot:
        assert "Press F2" in frame(pilot)
        assert len(journal_of(pilot)) == 0


async def test_a_wrong_passphrase_is_answered_calmly(tmp_path: Path) -> None:
    """A wrong passphrase changes nothing and another try is possible at once."""
    make_vault(tmp_path / "vault").wipe()
    app = make_app(tmp_path / "vault")
    async with app.run_test() as pilot:
        await unlock(pilot, "something else")
        shown = frame(pilot)
        assert "nothing was" in shown
        assert "something else" not in shown
        await unlock(pilot)
        assert "Press F2" in frame(pilot)


async def test_recovery_words_open_the_journal(tmp_path: Path) -> None:
    """The recovery words are taken in the same box."""
    recovery = make_vault(tmp_path / "vault")
    app = make_app(tmp_path / "vault")
    async with app.run_test() as pilot:
        await unlock(pilot, str(recovery.view, "utf-8"))
        assert "Press F2" in frame(pilot)


async def test_a_slip_in_the_recovery_words_is_named_by_its_position(tmp_path: Path) -> None:
    """A word that is not in the list is named by its position."""
    recovery = make_vault(tmp_path / "vault")
    words = str(recovery.view, "utf-8").split()
    words[3] = "qqqq"
    app = make_app(tmp_path / "vault")
    async with app.run_test() as pilot:
        await unlock(pilot, " ".join(words))
        assert "word 4" in frame(pilot)


async def test_typing_is_hidden_until_it_is_asked_for(tmp_path: Path) -> None:
    """The box draws the same marks for every length, and the words only after F6."""
    make_vault(tmp_path / "vault").wipe()
    app = make_app(tmp_path / "vault")
    async with app.run_test() as pilot:
        await pilot.press("a")
        one = frame(pilot)
        await pilot.press("b", "c")
        assert frame(pilot) == one
        await press(pilot, "f6")
        assert "abc" in frame(pilot)
        await press(pilot, "f6")
        assert "abc" not in frame(pilot)


async def test_enter_in_an_empty_box_does_nothing(tmp_path: Path) -> None:
    """An empty passphrase is not even tried."""
    make_vault(tmp_path / "vault").wipe()
    app = make_app(tmp_path / "vault")
    async with app.run_test() as pilot:
        before = frame(pilot)
        await press(pilot, "enter")
        assert frame(pilot) == before


async def test_an_endless_passphrase_is_refused_in_a_sentence(tmp_path: Path) -> None:
    """More than a passphrase can hold is refused before anything is tried."""
    make_vault(tmp_path / "vault").wipe()
    app = make_app(tmp_path / "vault")
    async with app.run_test() as pilot:
        await unlock(pilot, "x" * 2_000)
        assert "too long" in frame(pilot)


async def test_a_folder_without_a_vault_leads_to_the_first_run(tmp_path: Path) -> None:
    """A folder that holds something else is not mistaken for a vault."""
    folder = tmp_path / "vault"
    folder.mkdir()
    (folder / "lock").touch()
    app = make_app(folder)
    async with app.run_test() as pilot:
        await unlock(pilot)
        assert "seven words" in frame(pilot)


async def test_a_second_safelog_is_told_about_the_first(tmp_path: Path) -> None:
    """A vault that is open elsewhere gives a sentence that says what to do."""
    make_vault(tmp_path / "vault").wipe()
    async with unlocked(tmp_path / "vault"):
        other = make_app(tmp_path / "vault")
        async with other.run_test() as pilot:
            await unlock(pilot)
            assert "Another safelog" in frame(pilot)


async def test_locking_while_opening_leaves_the_vault_closed(tmp_path: Path) -> None:
    """F9 during the opening drops the answer and gives the vault back."""
    make_vault(tmp_path / "vault").wipe()
    app = make_app(tmp_path / "vault")
    async with app.run_test() as pilot:
        await paste(pilot, PASSPHRASE)
        await pilot.press("enter")
        await press(pilot, "f9")
        await settle(pilot)
        assert isinstance(app.screen, UnlockScreen)
        assert app.session is None
        await unlock(pilot)
        assert "Press F2" in frame(pilot)


async def test_a_vault_that_nobody_waits_for_is_closed(tmp_path: Path) -> None:
    """An answer that comes too late gives its vault back."""
    folder = tmp_path / "vault"
    make_vault(folder).wipe()
    stopped = Event()
    stopped.set()
    secret = bytearray(PASSPHRASE, "utf-8")
    given = Secret(secret)
    assert (
        open_journal(CheapVaults(), folder, SetClock(), credential=given, stopped=stopped) is None
    )
    assert not any(secret)
    with Secret.from_text(PASSPHRASE) as passphrase:
        CheapVaults().open(folder, passphrase).close()


async def test_what_opening_noticed_is_said(tmp_path: Path) -> None:
    """A torn tail is reported in a sentence on the first page."""
    folder = tmp_path / "vault"
    make_vault(folder).wipe()
    async with unlocked(folder):
        pass
    with (folder / "log").open("ab") as log:
        log.write(b"SLR torn")
    async with unlocked(folder) as pilot:
        assert isinstance(pilot.app, SafelogApp)
        assert "interrupted" in frame(pilot)
