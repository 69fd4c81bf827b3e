"""The table of keys, and its twins on other layouts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from textual.app import App
from textual.dom import DOMNode
from textual.screen import Screen

from safelog.tui import keys
from safelog.tui.app import SafelogApp
from safelog.tui.widgets.text_box import TextBox
from tests.tui.stage import frame, journal_of, paste, press, settle, unlocked

# The keys of the letters on each layout, from the same place: Windows and X11 agree on these.
_PLACES = {"q": "йй", "s": "ыі", "l": "дд", "z": "яя", "x": "чч", "c": "сс", "v": "мм", "t": "ее"}


@pytest.mark.parametrize("latin", _PLACES)
def test_a_letter_has_its_twins(latin: str) -> None:
    """Ctrl and a letter means the same on the Russian, Kazakh and Ukrainian layouts."""
    russian, ukrainian = _PLACES[latin][0], _PLACES[latin][1]
    assert set(keys.twins(f"ctrl+{latin}")) == {
        f"ctrl+{latin}",
        f"ctrl+{russian}",
        f"ctrl+{ukrainian}",
    }


@pytest.mark.parametrize("key", ["f9", "escape", "ctrl+left", "shift+tab", "space"])
def test_a_key_without_a_letter_has_none(key: str) -> None:
    """Function keys and arrows are the same on every layout."""
    assert keys.twins(key) == (key,)


def every_binding() -> list[tuple[type[DOMNode], str]]:
    """Return the keys of every class of the app."""
    classes: list[type[DOMNode]] = [App, Screen]
    found: set[type[DOMNode]] = set()
    while classes:
        for child in classes.pop().__subclasses__():
            classes.append(child)
            found.add(child)
    found.add(TextBox)
    ours = [cls for cls in found if cls.__module__.startswith("safelog.")]
    assert SafelogApp in ours
    return [
        (cls, key)
        for cls in ours
        for binding in getattr(cls, "BINDINGS", ())
        for key in binding.key.split(",")
    ]


def test_no_letter_or_digit_alone_is_a_command() -> None:
    """A bare letter dies on another layout, and the Kazakh one types letters on the number row."""
    for cls, key in every_binding():
        assert not re.fullmatch(r"(shift\+)?\w", key), (cls, key)
        assert not re.search(r"\+\d$", key), (cls, key)


def test_every_letter_is_bound_with_its_twins() -> None:
    """Nobody binds a letter past the table."""
    bound = every_binding()
    for cls, key in bound:
        for twin in keys.twins(key):
            assert (cls, twin) in bound


def test_every_hint_has_words() -> None:
    """Each command says what it does, in the key line and in the help."""
    assert keys.key_name("f9") == "F9"
    assert keys.key_name("ctrl+s") == "Ctrl+S"
    assert keys.key_name("escape") == "Esc"


@pytest.mark.parametrize("key", ["ctrl+s", "ctrl+ы", "ctrl+і"])
async def test_saving_works_on_every_layout(tmp_path: Path, key: str) -> None:
    """A terminal that reports the letter of the layout saves all the same."""
    async with unlocked(tmp_path / "vault") as pilot:
        await press(pilot, "f2")
        await paste(pilot, "слова")
        await press(pilot, key)
        assert len(journal_of(pilot)) == 1


@pytest.mark.parametrize("key", ["f10", "f12", "ctrl+q", "ctrl+й"])
async def test_leaving_asks_nothing(tmp_path: Path, key: str) -> None:
    """One key, from the middle of a form, ends the app and closes the vault."""
    async with unlocked(tmp_path / "vault") as pilot:
        journal = journal_of(pilot)
        await press(pilot, "f2")
        await pilot.press(key)
        await pilot.pause()
        assert pilot.app.return_value == 0
        assert journal.state.threads == {}


async def test_digits_are_typed(tmp_path: Path) -> None:
    """The number row writes, wherever there is a box."""
    async with unlocked(tmp_path / "vault") as pilot:
        await press(pilot, "f2")
        await press(pilot, "1", "9", "0")
        await settle(pilot)
        assert "190" in frame(pilot)
