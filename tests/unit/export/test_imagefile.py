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


def segment(marker: int, content: bytes) -> bytes:
    """Return a JPEG segment."""
    return bytes((0xFF, marker)) + (len(content) + 2).to_bytes(2, "big") + content


@pytest.mark.parametrize(
    "data",
    [JPEG, PNG, saved("JPEG", restart_marker_blocks=1)],
    ids=["jpeg", "png", "jpeg with restarts"],
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
    ],
)
def test_anything_else_in_a_png_is_seen(data: bytes) -> None:
    """Text chunks, EXIF, broken checksums and tails are refused."""
    assert not is_bare_image(data)
