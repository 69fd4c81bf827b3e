"""Where the pixels of a mask lie, from the upright image back to the file, and forth to its copy.

A decoder spreads what it decodes: in a file that was compressed with loss, pixels beside a hidden
one were computed together with it, and carry a faint echo of it. So a mask grows to the borders of
the blocks of its file, and by what a decoder smooths across them. In the copy it grows to the
borders of the blocks again, so that every covered pixel can be held to be exactly of one colour.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from PIL import Image, ImageDraw
from PIL.JpegImagePlugin import JpegImageFile

from safelog.errors import UnsafeImageError
from safelog.model.mask import Box, Rectangle

FILL = (0, 0, 0)
"""One opaque colour, whatever was there: a blur or a grid of large squares can be undone."""

COPY_BLOCK = 8
"""Side of a block of a JPEG without subsampled colours (ITU-T T.81, A.2)."""

# How far what was coded together reaches, in pixels, by format: a block in any place, and the
# filter at its border. WebP: a macroblock (RFC 6386, 2). AVIF: the largest superblock of AV1 (3).
# HEIC: the largest coding tree unit of HEVC (ITU-T H.265, 7.4.3.2). Of JPEG, the file says it.
_REACHES = {"WEBP": 16 + 8, "AVIF": 128 + 8, "HEIF": 64 + 8}

_JPEG_REACH = 2
"""A decoder smooths the colours over the neighbouring block."""

_MIRRORED_ACROSS = {2, 3, 7, 8}
_MIRRORED_DOWN = {3, 4, 6, 7}
_ON_ITS_SIDE = {5, 6, 7, 8}


class Blocks(NamedTuple):
    """How pixels of a file hang together."""

    width: int
    height: int
    reach: int


def blocks_of(source: Image.Image) -> Blocks:
    """Return what is coded together in the file of an image that was just opened."""
    if isinstance(source, JpegImageFile):
        across = max(layer[1] for layer in source.layer)
        down = max(layer[2] for layer in source.layer)
        return Blocks(COPY_BLOCK * across, COPY_BLOCK * down, _JPEG_REACH)
    return Blocks(1, 1, _REACHES.get(source.format or "", 0))


class Masking(NamedTuple):
    """The masks of one image, in the pixels of its upright original."""

    boxes: tuple[Box, ...]
    width: int
    height: int
    orientation: int
    """As the file says it (CIPA DC-008, tag 0x0112)."""
    blocks: Blocks

    def cover_decoded(self, image: Image.Image) -> None:
        """Fill the masks in the pixels as they stand in the file, before anything mixes them."""
        on_its_side = self.orientation in _ON_ITS_SIDE
        stored = (self.height, self.width) if on_its_side else (self.width, self.height)
        boxes = [_as_stored(box, self.orientation, stored) for box in self.boxes]
        boxes = [_aligned(box, self.blocks.width, self.blocks.height) for box in boxes]
        boxes = [_scaled(box, stored, image.size) for box in boxes]
        _fill(image, [_grown(box, self.blocks.reach) for box in boxes])

    def cover_copy(self, image: Image.Image) -> None:
        """Fill the masks in the upright copy, by whole blocks."""
        _fill(image, self._in_copy(image))

    def hold_covered(self, copy: Image.Image) -> None:
        """Hold that a copy that was written and read again shows one colour under every mask.

        Raises:
            UnsafeImageError: it shows something else; an encoder did not do what we rely on.
        """
        for box in self._in_copy(copy):
            if copy.crop(box).getextrema() != tuple((part, part) for part in FILL):
                raise UnsafeImageError

    def _in_copy(self, image: Image.Image) -> list[Box]:
        upright = (self.width, self.height)
        scaled = (_scaled(box, upright, image.size) for box in self.boxes)
        aligned = (_aligned(box, COPY_BLOCK, COPY_BLOCK) for box in scaled)
        return [_clipped(box, image.size) for box in aligned]


def upright(size: tuple[int, int], orientation: int) -> tuple[int, int]:
    """Return the size of an image of that stored size once it stands upright."""
    return (size[1], size[0]) if orientation in _ON_ITS_SIDE else size


def boxes_of(rectangles: Sequence[Rectangle], width: int, height: int) -> tuple[Box, ...]:
    """Return the pixels of rectangles in an upright image.

    Raises:
        UnsafeImageError: one lies outside: what it was to hide may be somewhere else.
    """
    boxes = [rectangle.box(width, height) for rectangle in rectangles]
    found = tuple(box for box in boxes if box is not None)
    if len(found) < len(boxes):
        raise UnsafeImageError
    return found


def _fill(image: Image.Image, boxes: Iterable[Box]) -> None:
    draw = ImageDraw.Draw(image)
    for box in boxes:
        left, top, right, bottom = _clipped(box, image.size)
        # Pillow draws the right and the lower edge as well.
        draw.rectangle((left, top, right - 1, bottom - 1), fill=FILL)


def _as_stored(box: Box, orientation: int, size: tuple[int, int]) -> Box:
    """Return where a box of the upright image lies in the file, of that size."""
    left, top, right, bottom = box
    if orientation in _ON_ITS_SIDE:
        left, top, right, bottom = top, left, bottom, right
    if orientation in _MIRRORED_ACROSS:
        left, right = size[0] - right, size[0] - left
    if orientation in _MIRRORED_DOWN:
        top, bottom = size[1] - bottom, size[1] - top
    return Box(left, top, right, bottom)


def _aligned(box: Box, width: int, height: int) -> Box:
    """Grow a box to the borders of blocks of that size."""
    return Box(
        box.left // width * width,
        box.top // height * height,
        _up(box.right, width) * width,
        _up(box.bottom, height) * height,
    )


def _scaled(box: Box, source: tuple[int, int], target: tuple[int, int]) -> Box:
    """Carry a box over to another size of the same picture, rounded outwards."""
    return Box(
        box.left * target[0] // source[0],
        box.top * target[1] // source[1],
        _up(box.right * target[0], source[0]),
        _up(box.bottom * target[1], source[1]),
    )


def _grown(box: Box, reach: int) -> Box:
    return Box(box.left - reach, box.top - reach, box.right + reach, box.bottom + reach)


def _clipped(box: Box, size: tuple[int, int]) -> Box:
    return Box(max(box.left, 0), max(box.top, 0), min(box.right, size[0]), min(box.bottom, size[1]))


def _up(number: int, divisor: int) -> int:
    return -(-number // divisor)
