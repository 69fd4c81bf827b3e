"""What stands on the screen: plain text, in two languages and three sizes, without colour."""

from __future__ import annotations

from pathlib import Path

import pytest

from safelog.i18n import Catalogue
from safelog.tui.widgets.key_line import fitting_hints
from tests.tui.stage import frame, make_app, make_vault, press, settle, unlocked
from tests.tui.walk import LANGUAGES, SIZES, path_of, walk


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_screens_look_as_they_were_looked_at(
    tmp_path: Path, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every stop of the walk is drawn as it was when somebody last read the frames."""
    monkeypatch.setenv("NO_COLOR", "1")
    drawn = await walk(tmp_path / "vault", language)
    for size in SIZES:
        assert drawn[size] == path_of(language, size).read_text(encoding="utf-8")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_frames_fit_and_marks_are_latin_1(language: str, size: tuple[int, int]) -> None:
    """No line is wider than the window; beside Cyrillic letters all is in Latin-1."""
    text = path_of(language, size).read_text(encoding="utf-8")
    assert max(len(line) for line in text.splitlines()) <= size[0]
    marks = {mark for mark in text if not mark.isalnum()}
    # The words of other layers keep their own quotation marks and dashes.
    assert {mark for mark in marks if ord(mark) > 0xFF} <= {"“", "”", "—", "’"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_apps_own_words_are_drawn_with_marks_of_latin_1(language: str) -> None:
    """No dash, quote or ellipsis that an old console lacks stands in the catalogue."""
    folder = Path(__file__).parents[2] / "safelog" / "i18n" / language
    words = (folder / "tui.toml").read_text(encoding="utf-8")
    assert {mark for mark in words if not mark.isalnum() and ord(mark) > 0xFF} == set()
    assert Catalogue(language).text("tui.app.goodbye")


@pytest.mark.parametrize("size", [(39, 24), (80, 11), (20, 5)])
async def test_a_tiny_window_gets_a_sentence(tmp_path: Path, size: tuple[int, int]) -> None:
    """Below 40 columns or 12 lines nothing is drawn but that, and the keys still work."""
    async with unlocked(tmp_path / "vault", size=size) as pilot:
        drawn = " ".join(frame(pilot).split())
        assert drawn.startswith("This window is too")
        assert "Press F2" not in drawn
        await press(pilot, "f9")
        assert pilot.app.current_mode == "locked"


async def test_forty_by_twelve_is_enough(tmp_path: Path) -> None:
    """The smallest window shows the box and the two keys that matter most."""
    make_vault(tmp_path / "vault").wipe()
    async with make_app(tmp_path / "vault").run_test(size=(40, 12)) as pilot:
        await settle(pilot)
        drawn = frame(pilot)
        assert "| _" in drawn
        assert "F9 Lock" in drawn
        assert "F10 Leave" in drawn


def test_the_key_line_drops_what_is_needed_least() -> None:
    """The first hints stay however narrow it is; gaps shrink before a hint goes."""
    hints = (("F9", "Lock"), ("F10", "Leave"), ("F2", "New"))
    assert fitting_hints(hints, 2, 80) == "F9 Lock  F10 Leave  F2 New"
    assert fitting_hints(hints, 2, 25) == "F9 Lock F10 Leave F2 New"
    assert fitting_hints(hints, 2, 20) == "F9 Lock F10 Leave"
    assert fitting_hints(hints, 2, 3) == "F9 Lock F10 Leave"
