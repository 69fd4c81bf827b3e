"""Masks: parts of a picture that nobody else may see, as rectangles of the upright image.

Invariants: whole numbers, so that every reader covers the same pixels; at least one pixel or one
millionth wide and high; the edges count outwards, because half a covered letter is a leak.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal, NamedTuple

import msgspec
from msgspec import Meta

from safelog.errors import InvalidFieldError

LIMIT = 1_000_000
"""Pixels of the longest side that a rectangle can speak of, and the parts of a side."""

MaskId = str

_At = Annotated[int, Meta(ge=0, lt=LIMIT)]
_Length = Annotated[int, Meta(ge=1, le=LIMIT)]

_DECIMALS = 4
_PIXELS = re.compile(r"[0-9]{1,7}", re.ASCII)
_PERCENT = re.compile(r"([0-9]{1,3})(?:\.([0-9]{1,4}))?%", re.ASCII)
_NUMBERS = 4


class Box(NamedTuple):
    """Whole pixels: from `left` and `top` to before `right` and `bottom`."""

    left: int
    top: int
    right: int
    bottom: int


class Rectangle(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A rectangle of an image that stands upright, from its upper left corner."""

    x: _At
    y: _At
    width: _Length
    height: _Length
    unit: Literal["pixels", "millionths"]
    """Of the original's pixels, or of its sides: the same place whatever the size."""

    def box(self, width: int, height: int) -> Box | None:
        """Return the pixels that it touches in an image of that size; None if it lies outside."""
        if self.unit == "pixels":
            across, down = (self.x, self.x + self.width), (self.y, self.y + self.height)
        else:
            across = _share(self.x, self.width, width)
            down = _share(self.y, self.height, height)
        left, right = across[0], min(across[1], width)
        top, bottom = down[0], min(down[1], height)
        return Box(left, top, right, bottom) if left < right and top < bottom else None

    def __str__(self) -> str:
        """Return the form that `parse_rectangle` reads."""
        numbers = (self.x, self.y, self.width, self.height)
        write = str if self.unit == "pixels" else _percent
        return ",".join(map(write, numbers))


class Mask(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One rectangle with a name of its own, so that two copies of a vault can be united."""

    id: MaskId
    rectangle: Rectangle


def parse_rectangle(text: str) -> Rectangle:
    """Read `X,Y,WIDTH,HEIGHT`: four numbers of pixels, or four with a percent sign each.

    Raises:
        InvalidFieldError: it is something else, or covers nothing.
    """
    words = [word.strip() for word in text.split(",", _NUMBERS)]
    unit = "millionths" if words[0].endswith("%") else "pixels"
    read = _read_percent if unit == "millionths" else _read_pixels
    if len(words) != _NUMBERS:
        raise InvalidFieldError(field="rectangle")
    x, y, width, height = map(read, words)
    try:
        return msgspec.convert(
            {"x": x, "y": y, "width": width, "height": height, "unit": unit}, Rectangle
        )
    except msgspec.ValidationError:
        raise InvalidFieldError(field="rectangle") from None


def _read_pixels(word: str) -> int:
    if not _PIXELS.fullmatch(word):
        raise InvalidFieldError(field="rectangle")
    return int(word)


def _read_percent(word: str) -> int:
    found = _PERCENT.fullmatch(word)
    if found is None:
        raise InvalidFieldError(field="rectangle")
    return int(found[1] + (found[2] or "").ljust(_DECIMALS, "0"))


def _share(at: int, length: int, side: int) -> tuple[int, int]:
    """Return the pixels that a part of a side touches, rounded outwards."""
    return at * side // LIMIT, -(-(at + length) * side // LIMIT)


def _percent(millionths: int) -> str:
    whole, part = divmod(millionths, 10**_DECIMALS)
    return f"{whole}.{part:04}".rstrip("0").rstrip(".") + "%"
