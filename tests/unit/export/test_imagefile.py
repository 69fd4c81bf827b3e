"""The structure of an image file tells whether it carries anything but pixels."""

from __future__ import annotations

import io
import zlib

import pytest
from PIL import Image

from safelog.export.imagefile import is_bare_image


def saved(kind: str, **options: object) -> bytes:
    """Return a small image as a file."""
    out = io.BytesIO()
    Image.effect_noise((40, 30), 60).convert("RGB").save(out, kind, **options)
    return out.getvalue()


JPEG = saved("JPEG")
PNG = saved("PNG")


def chunk(name: bytes, content: bytes) -> bytes:
    """Return a PNG chunk."""
    checksum = zlib.crc32(name + content).to_bytes(4, "big")
    return len(content).to_bytes(4, "big") + name + content + checksum


HEADER = (2).to_bytes(4, "big") + (1).to_bytes(4, "big") + bytes((8, 2, 0, 0, 0))
ROWS = bytes(7)


def drawn(header: bytes, rows: bytes) -> bytes:
    """Return a PNG of two pixels, or what calls itself one."""
    packed = chunk(b"IDAT", zlib.compress(rows))
    return PNG[:8] + chunk(b"IHDR", header) + packed + PNG[-12:]


def segment(marker: int, content: bytes) -> bytes:
    """Return a JPEG segment."""
    return bytes((0xFF, marker)) + (len(content) + 2).to_bytes(2, "big") + content


@pytest.mark.parametrize(
    "data",
    [JPEG, PNG, saved("JPEG", restart_marker_blocks=1), drawn(HEADER, ROWS)],
    ids=["jpeg", "png", "jpeg with restarts", "png of two pixels"],
)
def test_pixels_alone_are_accepted(data: bytes) -> None:
    """Files as Pillow writes them from pixels pass."""
    assert is_bare_image(data)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF89a",
        JPEG + b"x",
        JPEG[:-2],
        JPEG[:-1],
        JPEG[:2],
        JPEG[:2] + segment(0xFE, b"comment") + JPEG[2:],
        JPEG[:2] + segment(0xE1, b"Exif\x00\x00") + JPEG[2:],
        JPEG[:2] + segment(0xE0, b"JFXX\x00" + bytes(9)) + JPEG[2:],
        JPEG[:2] + segment(0xE0, b"JFIF\x00" + bytes(7) + b"\x01\x01abc") + JPEG[2:],
        JPEG[:2] + segment(0xDD, b"comment") + JPEG[2:],
        JPEG[:-2] + segment(0xFE, b"late comment") + b"\xff\xd9",
        JPEG[:-2] + b"\xff\xd9tail\xff\xd9",
        saved("JPEG", progressive=True),
    ],
)
def test_anything_else_in_a_jpeg_is_seen(data: bytes) -> None:
    """Comments, EXIF, thumbnails, further scans and tails are refused."""
    assert not is_bare_image(data)


@pytest.mark.parametrize(
    "data",
    [
        PNG + b"x",
        PNG[:-12],
        PNG[:-12] + chunk(b"tEXt", b"Author\x00x") + PNG[-12:],
        PNG[:-12] + chunk(b"eXIf", b"x") + PNG[-12:],
        PNG[:-12] + chunk(b"IEND", b"x"),
        PNG[:-1] + b"\x00",
        PNG[:8],
        PNG[:8] + b"\xff\xff\xff\xff" + PNG[12:],
        PNG[:33] + chunk(b"IHDR", b"x") + PNG[33:],
        PNG[:-12] + chunk(b"IDAT", b"x") + PNG[-12:],
        PNG[:8] + PNG[33:],
        drawn(HEADER + b"x", ROWS),
        drawn(HEADER, ROWS + b"x"),
        drawn(HEADER, ROWS[1:]),
        drawn(HEADER[:8] + b"\x10" + HEADER[9:], ROWS),
        drawn(HEADER[:9] + b"\x03" + HEADER[10:], ROWS),
        drawn(HEADER[:12] + b"\x01", ROWS),
        PNG[:8] + chunk(b"IHDR", HEADER) + chunk(b"IDAT", b"no rows") + PNG[-12:],
    ],
)
def test_anything_else_in_a_png_is_seen(data: bytes) -> None:
    """Text chunks, EXIF, broken checksums, tails, and rows that are no pixels are refused."""
    assert not is_bare_image(data)
