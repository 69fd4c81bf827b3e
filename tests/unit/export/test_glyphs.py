"""Which characters can be drawn, and what stands for the others."""

from __future__ import annotations

import pytest

from safelog.export.glyphs import Drawable, code_points, cut_long, names
from tests.unit.export import glyph_tables


def test_the_tables_are_those_of_the_fonts_inside_typst() -> None:
    """A newer typst with other fonts is noticed here, and the tables are written anew."""
    for name, table in glyph_tables.tables().items():
        assert (glyph_tables.FOLDER / name).read_text(encoding="ascii") == table


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("обычные слова", "обычные слова"),
        ("қазақ ₸ ₴ ₽", "қазақ ₸ ₴ ₽"),
        ("нож 🔪!", "нож [U+1F52A]!"),
        ("中文", "[U+4E2D][U+6587]"),
        ("👩\u200d⚖\ufe0f", "[U+1F469 U+2696]"),
        ("а\u200bб\u2060в", "абв"),
        ("й и\u0306", "й и\u0306"),
        ("\t|", "    |"),
        ("\x07", "\ufffd"),
        ("", ""),
    ],
)
def test_what_cannot_be_drawn_is_told(text: str, drawn: str) -> None:
    """A cluster whole, by its code points; what is unseen everywhere is left out."""
    assert Drawable().text(text) == drawn


def test_what_was_told_is_remembered_once() -> None:
    """For the list at the end of the document."""
    drawable = Drawable()
    drawable.text("🔪 и снова 🔪")
    assert drawable.missing == {"🔪"}


def test_a_mark_that_no_font_has_with_its_letter_is_told_with_it() -> None:
    """Two halves of one letter from two fonts would not meet on paper."""
    assert "[U+" in Drawable().text("ა\u0489")


def test_names_come_from_the_standard() -> None:
    """A character without a name has a dash."""
    assert names("🔪") == "HOCHO"
    assert names("\ue000") == "–"
    assert code_points("a🔪") == "U+0061 U+1F52A"


def test_only_words_too_long_for_a_line_are_cut() -> None:
    """Nothing is lost by it."""
    assert cut_long("два слова") == ["два слова"]
    cut = cut_long("x " + "y" * 90 + " z")
    assert [part if isinstance(part, str) else "".join(part) for part in cut] == [
        "x ",
        "y" * 90,
        " z",
    ]
    assert cut_long("") == []
