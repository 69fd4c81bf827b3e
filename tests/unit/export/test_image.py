"""A clean copy holds pixels and nothing else of the original."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable

import pytest
from PIL import ExifTags, Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from safelog.errors import UnsafeImageError
from safelog.export import image as module
from safelog.export.image import LONG_SIDE, clean_copy
from safelog.export.imagefile import is_bare_image

SECRET = b"Canary-7000"
COLOURS = ((200, 30, 30), (30, 200, 30), (30, 30, 200), (220, 220, 40))


def quarters(width: int = 64, height: int = 32, mode: str = "RGB") -> Image.Image:
    """Return a picture whose corners can be told apart."""
    image = Image.new("RGB", (width, height))
    half = (width // 2, height // 2)
    for n, colour in enumerate(COLOURS):
        image.paste(colour, (n % 2 * half[0], n // 2 * half[1], width, height))
    return image.convert(mode)


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    """Return an image as a file."""
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def camera_exif() -> Image.Exif:
    """Return what a phone writes: position, device, times, comment, thumbnail."""
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = SECRET.decode()
    exif[ExifTags.Base.DateTime] = "2026:05:03 18:00:00"
    exif[ExifTags.Base.ImageDescription] = SECRET.decode()
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    gps[ExifTags.GPS.GPSLatitudeRef] = "N"
    gps[ExifTags.GPS.GPSLatitude] = (54.0, 41.0, 0.0)
    return exif


def with_thumbnail() -> bytes:
    """Return a JPEG with a second directory in its EXIF block, where thumbnails stand."""
    upright = struct.pack("<HHHIII", 1, ExifTags.Base.Orientation, 3, 1, 1, 26)
    thumbnail = struct.pack("<HHHIII", 1, ExifTags.Base.Compression, 3, 1, 6, 0)
    exif = b"Exif\x00\x00" + b"II*\x00\x08\x00\x00\x00" + upright + thumbnail
    return saved(quarters(), "JPEG", exif=exif)


XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><a exif:GPSLatitude="54" tiff:Make="m" '
    b'xmp:CreatorTool="' + SECRET + b'" xmp:CreateDate="2026"/></x:xmpmeta>'
)


def colour_at(data: bytes, corner: int) -> tuple[int, ...]:
    """Return the colour near a corner of an image file: 0 1 above, 2 3 below."""
    with Image.open(io.BytesIO(data)) as image:
        x = 2 if corner % 2 == 0 else image.width - 3
        y = 2 if corner < 2 else image.height - 3
        pixel = image.convert("RGB").getpixel((x, y))
    assert isinstance(pixel, tuple)
    return tuple(int(part) for part in pixel)


def close(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    """Tell whether two colours are the same but for compression."""
    return all(abs(a - b) < 24 for a, b in zip(one, other, strict=True))


FILES: dict[str, Callable[[], bytes]] = {
    "jpeg": lambda: saved(quarters(), "JPEG", quality=95),
    "png": lambda: saved(quarters(), "PNG"),
    "webp": lambda: saved(quarters(), "WEBP", lossless=True),
    "gif": lambda: saved(quarters(), "GIF"),
    "bmp": lambda: saved(quarters(), "BMP"),
    "grey": lambda: saved(quarters(mode="L"), "PNG"),
    "palette": lambda: saved(quarters(mode="P"), "PNG"),
    "cmyk": lambda: saved(quarters(mode="CMYK"), "JPEG", quality=95),
    "sixteen bits": lambda: saved(quarters(mode="I;16"), "PNG"),
}


@pytest.mark.parametrize("kind", list(FILES))
def test_a_copy_is_a_bare_image_of_the_same_size(kind: str) -> None:
    """Every format becomes a JPEG or PNG of pixels alone."""
    copy = clean_copy(FILES[kind]())
    assert is_bare_image(copy.data)
    assert (copy.width, copy.height) == (64, 32)
    assert copy.removed == ("name",)


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp", "gif", "bmp", "cmyk"])
def test_a_copy_shows_the_same_picture(kind: str) -> None:
    """Colours and corners stay."""
    copy = clean_copy(FILES[kind]())
    assert all(close(colour_at(copy.data, n), colour) for n, colour in enumerate(COLOURS))


def test_the_same_image_gives_the_same_bytes() -> None:
    """Nothing of the time or the machine gets into a copy."""
    original = saved(quarters(), "JPEG", exif=camera_exif())
    assert clean_copy(original) == clean_copy(original)


@pytest.mark.parametrize(
    ("original", "removed"),
    [
        (
            lambda: saved(quarters(), "JPEG", exif=camera_exif(), comment=SECRET),
            ("position", "device", "time", "comment", "name"),
        ),
        (lambda: saved(quarters(), "JPEG", comment=SECRET), ("comment", "name")),
        (with_thumbnail, ("thumbnail", "name")),
        (
            lambda: saved(quarters(), "JPEG", xmp=XMP),
            ("position", "device", "time", "comment", "name"),
        ),
        (lambda: saved(quarters(), "GIF", comment=SECRET), ("comment", "name")),
        (
            lambda: saved(
                quarters(), "GIF", save_all=True, append_images=[Image.new("RGB", (64, 32))]
            ),
            ("frames", "name"),
        ),
    ],
)
def test_what_was_removed_is_told_by_codes(
    original: Callable[[], bytes], removed: tuple[str, ...]
) -> None:
    """The recipient learns that there was a position, not which."""
    copy = clean_copy(original())
    assert copy.removed == removed
    assert SECRET not in copy.data


def test_text_chunks_of_a_png_are_removed() -> None:
    """Screenshot programs write comments into text chunks."""
    info = PngInfo()
    info.add_text("Comment", SECRET.decode())
    info.add_itxt("Note", SECRET.decode(), zip=True)
    copy = clean_copy(saved(quarters(), "PNG", pnginfo=info))
    assert copy.removed == ("comment", "name")
    assert SECRET not in copy.data
    assert is_bare_image(copy.data)


def test_bytes_after_the_image_are_removed() -> None:
    """A second file may hang behind the first."""
    assert SECRET not in clean_copy(saved(quarters(), "JPEG") + SECRET).data


@pytest.mark.parametrize(
    ("orientation", "corners"),
    [
        (1, (0, 1, 2, 3)),
        (2, (1, 0, 3, 2)),
        (3, (3, 2, 1, 0)),
        (4, (2, 3, 0, 1)),
        (5, (0, 2, 1, 3)),
        (6, (2, 0, 3, 1)),
        (7, (3, 1, 2, 0)),
        (8, (1, 3, 0, 2)),
    ],
)
def test_a_copy_is_upright(orientation: int, corners: tuple[int, ...]) -> None:
    """The orientation is applied to the pixels, since its tag is gone."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    copy = clean_copy(saved(quarters(), "JPEG", exif=exif, quality=95))
    expected = (64, 32) if orientation < 5 else (32, 64)
    assert (copy.width, copy.height) == expected
    assert all(close(colour_at(copy.data, n), COLOURS[c]) for n, c in enumerate(corners))


def test_a_large_image_is_scaled_down() -> None:
    """The long side is bounded, and the proportions stay."""
    copy = clean_copy(saved(quarters(4000, 1000), "JPEG"))
    assert (copy.width, copy.height) == (LONG_SIDE, LONG_SIDE // 4)


def test_hidden_colours_under_transparency_are_gone() -> None:
    """A picture in the colours of transparent pixels would be a second, unseen picture."""
    secret = quarters().convert("RGBA")
    secret.putalpha(0)
    copy = clean_copy(saved(secret, "PNG"))
    assert colour_at(copy.data, 0) == (255, 255, 255)
    with Image.open(io.BytesIO(copy.data)) as image:
        assert image.getextrema() == ((255, 255),) * 3


def test_a_lossless_copy_that_grows_too_large_becomes_a_jpeg(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A photo saved as PNG does not make the export a hundred megabytes."""
    monkeypatch.setattr(module, "LOSSLESS_BYTES_LIMIT", 10)
    assert clean_copy(saved(quarters(), "PNG")).media_type == "image/jpeg"


def test_colours_are_carried_over_from_a_profile() -> None:
    """The profile is applied, then gone: its description names the device."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    copy = clean_copy(saved(quarters(), "PNG", icc_profile=profile))
    assert close(colour_at(copy.data, 0), COLOURS[0])
    assert b"iCCP" not in copy.data


def test_a_damaged_profile_is_left_aside() -> None:
    """A picture with the wrong shade is better than none."""
    copy = clean_copy(saved(quarters(), "JPEG", icc_profile=b"not a profile" * 20))
    assert is_bare_image(copy.data)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"\x89PNG\r\n\x1a\n" + bytes(40),
        saved(quarters(), "JPEG")[:200],
        saved(quarters(), "TIFF"),
        saved(quarters(), "PPM"),
    ],
)
def test_what_is_no_known_image_is_refused(data: bytes) -> None:
    """Damaged files and formats with large decoders get no copy."""
    with pytest.raises(UnsafeImageError):
        clean_copy(data)


@pytest.mark.parametrize(
    ("limit", "kind"),
    [("BYTES_LIMIT", "PNG"), ("PIXELS_LIMIT", "PNG"), ("JPEG_PIXELS_LIMIT", "JPEG")],
)
def test_an_image_over_a_limit_is_refused(
    limit: str, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A small file may unfold to gigabytes of pixels."""
    monkeypatch.setattr(module, limit, 50)
    with pytest.raises(UnsafeImageError):
        clean_copy(saved(quarters(), kind))


def test_a_decompression_bomb_is_refused() -> None:
    """A PNG of a few bytes that claims to be enormous is not decoded."""
    bomb = bytearray(saved(Image.new("1", (8, 8)), "PNG"))
    bomb[16:24] = (200_000).to_bytes(4, "big") * 2
    with pytest.raises(UnsafeImageError):
        clean_copy(bytes(bomb))
