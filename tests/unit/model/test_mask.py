"""Rectangles that a person types, and the pixels they touch."""

from __future__ import annotations

import pytest

from safelog.errors import InvalidFieldError
from safelog.model.mask import LIMIT, Box, Rectangle, parse_rectangle


@pytest.mark.parametrize(
    ("text", "rectangle"),
    [
        ("10,20,300,40", Rectangle(x=10, y=20, width=300, height=40, unit="pixels")),
        (" 0 , 0 , 1 , 1 ", Rectangle(x=0, y=0, width=1, height=1, unit="pixels")),
        (
            "12.5%,0%,100%,0.0001%",
            Rectangle(x=125_000, y=0, width=LIMIT, height=1, unit="millionths"),
        ),
    ],
)
def test_a_rectangle_is_four_numbers(text: str, rectangle: Rectangle) -> None:
    """Pixels, or percent of the sides to four decimals; what is written is read again."""
    assert parse_rectangle(text) == rectangle
    assert parse_rectangle(str(rectangle)) == rectangle


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1,2,3",
        "1,2,3,4,5",
        "1,2,0,4",
        "1,2,3,0",
        "0%,0%,0%,1%",
        "-1,2,3,4",
        "1.5,2,3,4",
        "10%,20,30%,40%",
        "10,20%,30,40",
        "nan,nan,nan,nan",
        "inf%,0%,1%,1%",
        "nan%,0%,1%,1%",
        "1e3,0,1,1",
        "100%,0%,1%,1%",
        "0%,0%,100.0001%,1%",
        "0.00001%,0%,1%,1%",
        "1000000,0,1,1",
        "0,0,9999999,1",
        "٣,0,1,1",
        "1,2,3,4\u202e",
        "9" * 100_000,
        "," * 100_000,
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    """No sign, no fraction of a pixel, no infinity, no empty area, no letters of other scripts."""
    with pytest.raises(InvalidFieldError):
        parse_rectangle(text)


@pytest.mark.parametrize(
    ("text", "box"),
    [
        ("10,20,5,6", Box(10, 20, 15, 26)),
        ("90,40,50,50", Box(90, 40, 100, 50)),
        ("0%,0%,100%,100%", Box(0, 0, 100, 50)),
        ("0%,0%,0.0001%,0.0001%", Box(0, 0, 1, 1)),
        ("33.3333%,33.3333%,33.3334%,1%", Box(33, 16, 67, 18)),
        ("99.9999%,0%,100%,100%", Box(99, 0, 100, 50)),
        ("100,0,1,1", None),
        ("0,50,1,1", None),
    ],
)
def test_a_rectangle_touches_whole_pixels(text: str, box: Box | None) -> None:
    """A pixel that is touched is covered; what hangs over the edge is cut off."""
    assert parse_rectangle(text).box(100, 50) == box
