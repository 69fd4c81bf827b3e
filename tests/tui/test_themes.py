"""The looks: readable, own, and never the only bearer of a meaning."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from textual.color import Color
from textual.theme import Theme

from safelog.tui.themes import themes
from tests.tui.stage import frame, make_app, make_vault, press, settle, unlocked


def contrast(one: str | None, other: str | None) -> float:
    """Return the contrast of two colours (WCAG 2.2, 1.4.3)."""
    assert one is not None
    assert other is not None
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """Return the relative luminance (WCAG 2.2)."""
    parts = [part / 255 for part in Color.parse(colour).rgb]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def pairs(theme: Theme) -> list[tuple[str | None, str | None]]:
    """Return what is written on what."""
    texts = (theme.foreground, theme.variables["faint"])
    grounds = (theme.background, theme.surface)
    return [*product(texts, grounds), (theme.background, theme.primary)]


@pytest.mark.parametrize("theme", themes(), ids=lambda theme: theme.name)
def test_every_text_can_be_read(theme: Theme) -> None:
    """All text has at least 4.5 to 1 (WCAG AA); in the theme for it at least 7 to 1 (AAA)."""
    least = 7.0 if theme.name == "contrast" else 4.5
    for text, ground in pairs(theme):
        assert contrast(text, ground) >= least, (text, ground)


def test_every_theme_has_a_name_and_none_uses_ansi_colours() -> None:
    """An ANSI theme is black on black with NO_COLOR; there is none."""
    assert [theme.name for theme in themes()] == ["dark", "contrast", "quiet"]
    assert not any(theme.ansi for theme in themes())


async def test_only_our_themes_can_be_chosen(tmp_path: Path) -> None:
    """F6 on the help page goes round; no stock theme is left."""
    make_vault(tmp_path / "vault").wipe()
    app = make_app(tmp_path / "vault")
    async with app.run_test() as pilot:
        assert set(app.available_themes) == {"dark", "contrast", "quiet"}
        await press(pilot, "f1", "f6")
        assert app.theme == "contrast"
        assert "high contrast" in frame(pilot)
        await press(pilot, "f6", "f6")
        assert app.theme == "dark"
        await press(pilot, "f1", "escape")
        assert "passphrase" in frame(pilot)


async def test_without_colour_the_cursor_is_a_mark(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With NO_COLOR nothing is drawn in colour, and the chosen row and field are marked."""
    monkeypatch.setenv("NO_COLOR", "1")
    async with unlocked(tmp_path / "vault") as pilot:
        await press(pilot, "f5")
        assert "> + a new recipient" in frame(pilot)
        await press(pilot, "enter", "tab")
        assert "< Lawyer (asylum) >" in frame(pilot)
        await settle(pilot)
        strips = pilot.app.screen._compositor.render_strips()  # noqa: SLF001 - colours are only there
        for segment in (segment for strip in strips for segment in strip):
            colours = (segment.style.color, segment.style.bgcolor) if segment.style else ()
            for colour in colours:
                triplet = colour.triplet if colour is not None else None
                assert triplet is None or max(triplet) - min(triplet) <= 90
