"""What lies under a mask is in no pixel and no byte of the copy."""

from __future__ import annotations

import io
import random
from typing import TYPE_CHECKING

import pytest
from PIL import ExifTags, Image

from safelog.errors import UnsafeImageError
from safelog.export import image as module
from safelog.export.heic import is_heic
from safelog.export.image import LONG_SIDE, clean_copy, upright_size
from safelog.export.imagefile import is_bare_image
from safelog.export.masking import FILL, Blocks, Masking
from safelog.model.mask import Box, parse_rectangle
from tests.unit.export.heic_sample import SAMPLE
from tests.unit.export.test_image import COLOURS, close, colour_at, quarters, saved

if TYPE_CHECKING:
    from safelog.export.image import CleanCopy

RECTANGLE = parse_rectangle("53,41,37,29")
HIDDEN = (53, 41, 90, 70)


def noise(seed: int, size: tuple[int, int]) -> Image.Image:
    """Return a picture in which no pixel can be guessed from its neighbour."""
    data = random.Random(seed).randbytes(size[0] * size[1] * 3)  # noqa: S311 - a test picture
    return Image.frombytes("RGB", size, data)


def scene(size: tuple[int, int]) -> Image.Image:
    """Return a picture with smooth and fine parts."""
    return Image.effect_mandelbrot(size, (-3, -2.5, 2, 2.5), 20).convert("RGB")


def read(copy: CleanCopy) -> Image.Image:
    """Return the pixels of a copy."""
    with Image.open(io.BytesIO(copy.data)) as image:
        return image.convert("RGB")


def is_covered(image: Image.Image, box: tuple[int, int, int, int]) -> bool:
    """Tell whether every pixel of a box has the colour of a mask."""
    return image.crop(box).getextrema() == tuple((part, part) for part in FILL)


@pytest.mark.parametrize("size", [(200, 150), (2 * LONG_SIDE + 1, 160)], ids=["small", "large"])
@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("PNG", {}),
        ("BMP", {}),
        ("JPEG", {"quality": 60, "subsampling": 0}),
        ("JPEG", {"quality": 60, "subsampling": 1}),
        ("JPEG", {"quality": 60, "subsampling": 2}),
        ("JPEG", {"quality": 60, "progressive": True}),
    ],
)
def test_what_is_hidden_changes_no_byte_of_the_copy(
    kind: str, options: dict[str, object], size: tuple[int, int]
) -> None:
    """Two images that differ only under the mask have one copy: not even an echo is left."""
    one, other = scene(size), scene(size)
    other.paste(noise(2, (37, 29)), HIDDEN[:2])
    first, second = saved(one, kind, **options), saved(other, kind, **options)
    assert first != second
    assert clean_copy(first, [RECTANGLE]) == clean_copy(second, [RECTANGLE])


@pytest.mark.parametrize(("kind", "options"), [("WEBP", {}), ("AVIF", {"speed": 10})])
def test_beside_a_mask_hardly_a_trace_is_left_where_blocks_are_foretold(
    kind: str, options: dict[str, object]
) -> None:
    """Such a coder rounds the rest of the picture a little differently: noise, and no shape."""
    size = (300, 250)
    one, other = scene(size), scene(size)
    other.paste(noise(2, (37, 29)), HIDDEN[:2])
    copies = [read(clean_copy(saved(each, kind, **options), [RECTANGLE])) for each in (one, other)]
    assert all(is_covered(copy, HIDDEN) for copy in copies)
    differing = sum(a != b for a, b in zip(copies[0].tobytes(), copies[1].tobytes(), strict=True))
    assert differing < len(copies[0].tobytes()) / 4


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_mask_lies_where_it_is_seen(orientation: int, kind: str) -> None:
    """Coordinates are those of the upright image, whichever way round the file has it."""
    upright = Image.new("RGB", (160, 96), "white")
    upright.paste((255, 0, 0), (100, 20, 110, 28))
    turns = {5: 5, 6: 8, 7: 7, 8: 6}
    stored = upright
    if orientation > 1:
        stored = upright.transpose(module._TURNS[turns.get(orientation, orientation)])  # noqa: SLF001 - the inverse turn
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    original = saved(stored, kind, exif=exif, **({"quality": 95} if kind == "JPEG" else {}))
    assert upright_size(original) == (160, 96)
    bare = read(clean_copy(original))
    assert close(bare.getpixel((105, 24)), (255, 0, 0))  # type: ignore[arg-type]  # of an RGB image
    copy = clean_copy(original, [parse_rectangle("100,20,10,8")])
    image = read(copy)
    assert copy.removed == ("name", "masked")
    assert is_covered(image, (100, 20, 110, 28))
    # Nothing else went: what is more than two blocks away is as white as it was.
    for box in ((0, 0, 160, 2), (0, 48, 160, 96), (0, 0, 76, 96), (132, 0, 160, 96)):
        assert image.crop(box).getextrema() == ((255, 255),) * 3


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGBA", "1", "I;16", "CMYK"])
def test_a_mask_covers_images_of_every_kind(mode: str) -> None:
    """Grey, palette, transparent, sixteen bits, printer's colours: all are filled alike."""
    picture = Image.new("L", (64, 64), 255).convert(mode) if mode != "I;16" else None
    picture = picture or Image.new("I;16", (64, 64), 65535)
    copy = clean_copy(
        saved(picture, "JPEG" if mode == "CMYK" else "PNG"), [parse_rectangle("10%,10%,20%,20%")]
    )
    image = read(copy)
    assert is_bare_image(copy.data)
    assert is_covered(image, (6, 6, 20, 20))
    assert image.crop((40, 40, 64, 64)).getextrema() == ((255, 255),) * 3


def test_a_mask_over_everything_leaves_one_colour() -> None:
    """Nothing of the picture shapes a single byte."""
    whole = parse_rectangle("0%,0%,100%,100%")
    copies = {clean_copy(saved(noise(n, (90, 70)), "JPEG"), [whole]).data for n in range(2)}
    assert len(copies) == 1


def test_a_mask_outside_the_image_stops_the_copy() -> None:
    """Whoever said it meant some part of this picture, and nobody knows which."""
    with pytest.raises(UnsafeImageError):
        clean_copy(saved(quarters(), "PNG"), [parse_rectangle("64,0,10,10")])


def test_a_copy_that_shows_something_under_a_mask_is_refused() -> None:
    """The finished file is read again: an encoder may not do what we rely on."""
    masking = Masking((Box(0, 0, 8, 8),), 16, 16, 1, Blocks(1, 1, 0))
    copy = Image.new("RGB", (16, 16))
    masking.hold_covered(copy)
    copy.putpixel((7, 7), (0, 0, 1))
    with pytest.raises(UnsafeImageError):
        masking.hold_covered(copy)


def test_second_pictures_are_gone() -> None:
    """Frames of GIF, WebP and APNG, and the second picture of a camera, are not copied."""
    frames = [Image.new("RGB", (64, 64), colour) for colour in ("red", "lime", "blue")]
    for kind in ("GIF", "WEBP", "PNG", "MPO"):
        original = saved(frames[0], kind, save_all=True, append_images=frames[1:])
        copy = clean_copy(original, [parse_rectangle("0,0,4,4")])
        assert "frames" in copy.removed
        assert is_bare_image(copy.data)
        assert close(colour_at(copy.data, 3), (255, 0, 0))


def test_an_archive_behind_an_image_is_gone() -> None:
    """A file may be an image for one program and an archive for another."""
    original = saved(quarters(), "JPEG") + b"PK\x03\x04canary" + bytes(400)
    assert b"PK\x03\x04" not in clean_copy(original, [parse_rectangle("0,0,1,1")]).data


def test_sixteen_bits_keep_their_shades() -> None:
    """A middle grey stays one."""
    copy = clean_copy(saved(Image.new("I;16", (16, 16), 0x8000), "PNG"))
    assert colour_at(copy.data, 0) == (128, 128, 128)


def test_heic_stands_upright_and_loses_what_it_carried() -> None:
    """A telephone's own format, by the extra."""
    copy = clean_copy(SAMPLE)
    assert (copy.width, copy.height) == (32, 64)
    assert copy.removed == ("position", "device", "name")
    assert is_bare_image(copy.data)
    assert b"Canary-7000" in SAMPLE
    assert all(close(colour_at(copy.data, n), COLOURS[c]) for n, c in enumerate((2, 0, 3, 1)))
    assert is_covered(read(clean_copy(SAMPLE, [RECTANGLE_ABOVE])), (0, 0, 8, 8))


RECTANGLE_ABOVE = parse_rectangle("0,0,8,8")


@pytest.mark.parametrize(
    ("brands", "expected"),
    [
        (b"heic\0\0\0\0mif1heic", True),
        (b"mif1\0\0\0\0mif1heic", True),
        (b"mif1\0\0\0\0mif1avif", False),
        (b"avif\0\0\0\0mif1heic", False),
        (b"isom\0\0\0\0mp41mp42", False),
    ],
)
def test_heic_is_known_by_its_first_box(brands: bytes, expected: bool) -> None:  # noqa: FBT001 - a row of the table
    """Brands that several coders share are told apart; a film is no picture."""
    box = (len(brands) + 8).to_bytes(4, "big") + b"ftyp" + brands
    assert is_heic(box) is expected
    assert not is_heic(b"\xff\xff\xff\xff" + box[4:])


@pytest.mark.parametrize("data", [SAMPLE[:-100], SAMPLE[:60], SAMPLE[:8]])
def test_damaged_heic_is_refused(data: bytes) -> None:
    """A file that breaks off gets no copy."""
    with pytest.raises(UnsafeImageError):
        clean_copy(data)


def test_large_heic_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit counts before anything is decoded."""
    monkeypatch.setattr(module, "PIXELS_LIMIT", 50)
    with pytest.raises(UnsafeImageError):
        clean_copy(SAMPLE)


def test_heic_without_the_extra_gets_no_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    """It goes by its hash and description, like any file that cannot be decoded."""
    monkeypatch.setattr("safelog.export.heic.can_read_heic", lambda: False)
    with pytest.raises(UnsafeImageError):
        clean_copy(SAMPLE)


def test_avif_is_read_by_the_library_for_all_images() -> None:
    """AVIF needs no extra."""
    copy = clean_copy(saved(quarters(), "AVIF"))
    assert is_bare_image(copy.data)
    assert close(colour_at(copy.data, 0), COLOURS[0])
