"""The first run: a passphrase, recovery words that are typed back, and a new journal."""

from __future__ import annotations

import re
from pathlib import Path

from textual.pilot import Pilot

from safelog.tui.screens.recovery import numbered
from safelog.tui.screens.unlock import UnlockScreen
from safelog.vault import Secret
from tests.tui.stage import frame, journal_of, make_app, paste, press, settle, unlock


def offered(pilot: Pilot[int]) -> str:
    """Read the seven words from the screen."""
    found = re.search(r"^ {3}([a-z-]+(?: [a-z-]+){6})$", frame(pilot), re.MULTILINE)
    assert found is not None
    return found[1]


def recovery(pilot: Pilot[int]) -> list[str]:
    """Read the recovery words from the screen, by their numbers."""
    words = {int(number): word for number, word in re.findall(r"(\d+) ([a-z-]+)", frame(pilot))}
    return [words[number] for number in range(1, 12)]


async def type_line(pilot: Pilot[int], text: str) -> None:
    """Bring a line in and press Enter."""
    await paste(pilot, text)
    await press(pilot, "enter")


async def test_an_offered_passphrase_makes_a_journal(tmp_path: Path) -> None:
    """Seven words, typed back; eleven words, typed back; then the journal, which opens again."""
    folder = tmp_path / "vault"
    app = make_app(folder)
    async with app.run_test() as pilot:
        await settle(pilot)
        words = offered(pilot)
        await press(pilot, "enter")
        await type_line(pilot, words.upper())
        eleven = recovery(pilot)
        await press(pilot, "enter")
        assert eleven[0] not in frame(pilot)
        await type_line(pilot, " ".join(eleven))
        assert "Press F2" in frame(pilot)
        assert len(journal_of(pilot)) == 0
        await press(pilot, "f9")
        await unlock(pilot, words)
        assert "Press F2" in frame(pilot)


async def test_nothing_is_made_before_the_words_are_typed_back(tmp_path: Path) -> None:
    """Until the recovery words are right there is no vault on the disk."""
    folder = tmp_path / "vault"
    app = make_app(folder)
    async with app.run_test() as pilot:
        await settle(pilot)
        words = offered(pilot)
        await press(pilot, "enter")
        await type_line(pilot, words)
        await press(pilot, "enter")
        await type_line(pilot, "not the words at all")
        assert "Word 1 is different" in frame(pilot)
        assert not folder.exists()


async def test_other_words_are_offered_on_demand(tmp_path: Path) -> None:
    """F6 offers another passphrase."""
    async with make_app(tmp_path / "vault").run_test() as pilot:
        await settle(pilot)
        first = offered(pilot)
        await press(pilot, "f6")
        assert offered(pilot) != first


async def test_a_slip_in_the_offered_words_is_named(tmp_path: Path) -> None:
    """The first word that differs is named by its position, and the words can be seen again."""
    async with make_app(tmp_path / "vault").run_test() as pilot:
        await settle(pilot)
        words = offered(pilot).split()
        await press(pilot, "enter")
        await type_line(pilot, " ".join([*words[:2], "other", *words[3:]]))
        assert "Word 3 is different" in frame(pilot)
        await press(pilot, "escape")
        assert offered(pilot).split() == words


async def test_a_passphrase_of_ones_own_is_typed_twice(tmp_path: Path) -> None:
    """Two different ones are refused; the same one twice leads on."""
    async with make_app(tmp_path / "vault").run_test() as pilot:
        await settle(pilot)
        await press(pilot, "f4")
        await type_line(pilot, "собака")
        assert "shorter than 12" in frame(pilot)
        await type_line(pilot, "собака на крыше")
        assert "once more" in frame(pilot)
        await type_line(pilot, "собака под крышей")
        assert "not the same" in frame(pilot)
        await type_line(pilot, "собака на крыше")
        await type_line(pilot, "собака на крыше")
        assert len(recovery(pilot)) == 11


async def test_the_recovery_words_can_be_seen_again_while_they_are_typed(tmp_path: Path) -> None:
    """Esc shows the words once more; a second Esc goes a step back."""
    async with make_app(tmp_path / "vault").run_test() as pilot:
        await settle(pilot)
        words = offered(pilot)
        await press(pilot, "enter")
        await type_line(pilot, words)
        eleven = recovery(pilot)
        await press(pilot, "enter")
        assert "from your paper" in frame(pilot)
        await press(pilot, "escape")
        assert recovery(pilot) == eleven
        await press(pilot, "escape")
        assert "type the seven words" in frame(pilot)


async def test_locking_begins_the_first_run_anew(tmp_path: Path) -> None:
    """F9 takes the words off the screen and offers others."""
    app = make_app(tmp_path / "vault")
    async with app.run_test() as pilot:
        await settle(pilot)
        words = offered(pilot)
        await press(pilot, "enter")
        await press(pilot, "f9")
        assert offered(pilot) != words
        assert len(app.screen_stack) == 2


async def test_a_folder_that_cannot_be_used_is_named_and_can_be_tried_again(tmp_path: Path) -> None:
    """When the vault cannot be made the words are still there for another try."""
    folder = tmp_path / "vault"
    app = make_app(folder)
    async with app.run_test() as pilot:
        await settle(pilot)
        words = offered(pilot)
        await press(pilot, "enter")
        await type_line(pilot, words)
        eleven = recovery(pilot)
        folder.mkdir()
        (folder / "letter.txt").write_text("mine", encoding="utf-8")
        await press(pilot, "enter")
        await type_line(pilot, " ".join(eleven))
        assert "does not write over" in frame(pilot)
        (folder / "letter.txt").unlink()
        await type_line(pilot, " ".join(eleven))
        assert "Press F2" in frame(pilot)


async def test_endless_lines_are_refused_in_a_sentence(tmp_path: Path) -> None:
    """More than a passphrase can hold is refused on each step."""
    async with make_app(tmp_path / "vault").run_test() as pilot:
        await settle(pilot)
        words = offered(pilot)
        await press(pilot, "enter")
        await type_line(pilot, "x" * 2_000)
        assert "too long" in frame(pilot)
        await press(pilot, "f6")
        await type_line(pilot, words)
        await press(pilot, "enter")
        await type_line(pilot, "x" * 2_000)
        assert "too long" in frame(pilot)


async def test_an_existing_vault_is_not_offered_to_be_made(tmp_path: Path) -> None:
    """A folder that holds anything begins with the unlock screen."""
    folder = tmp_path / "vault"
    folder.mkdir()
    (folder / "head").touch()
    app = make_app(folder)
    async with app.run_test() as pilot:
        await settle(pilot)
        assert isinstance(app.screen, UnlockScreen)


def test_words_are_numbered_down_the_columns() -> None:
    """Each word stands beside its position."""
    with Secret.from_text("a b c d e f g h i j k") as secret:
        rows = numbered(secret).splitlines()
    assert [row.split()[:4] for row in rows][:2] == [["1", "a", "5", "e"], ["2", "b", "6", "f"]]
    assert len(rows) == 4
