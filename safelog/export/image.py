"""Make a clean copy of an image from its pixels alone.

The bytes come from cameras, messengers and adversaries. They are decoded within limits and the
pixels are written anew: no metadata block, comment, profile, thumbnail, further frame or trailing
byte of the original can be in the copy, because nothing but pixels is carried over. Transparent
pixels are laid on white, since a picture may be hidden in colours that nobody sees. Bytes in,
bytes out: nothing here reads or writes files.

What the person masked is filled with one opaque colour in the decoded pixels, before anything mixes
them, and looked at again in the finished copy. Nothing of a copy depends on what lay under a mask.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Literal, NamedTuple, get_args

from PIL import ExifTags, Image, ImageCms

from safelog.errors import UnsafeImageError
from safelog.export.heic import is_heic, open_heic
from safelog.export.masking import Masking, blocks_of, boxes_of, upright
from safelog.model.mask import Rectangle

LONG_SIDE = 1600
"""Longest side of a copy, in pixels."""

BYTES_LIMIT = 100 * 1024 * 1024
"""Largest file that is decoded."""

PIXELS_LIMIT = 50_000_000
"""Most pixels that are decoded: 200 MB of memory at four bytes each."""

JPEG_PIXELS_LIMIT = 170_000_000
"""The same for JPEG, which is decoded at a fraction of its size."""

LOSSLESS_BYTES_LIMIT = 1024 * 1024
"""A copy of a screenshot stays lossless up to this size."""

Removed = Literal["position", "device", "time", "comment", "thumbnail", "frames", "name", "masked"]

_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "AVIF")

_UPRIGHT = 1

_DEVICE = {
    ExifTags.Base.Make,
    ExifTags.Base.Model,
    ExifTags.Base.Software,
    ExifTags.Base.HostComputer,
    ExifTags.Base.MakerNote,
    ExifTags.Base.BodySerialNumber,
    ExifTags.Base.LensModel,
    ExifTags.Base.LensSerialNumber,
}
_TIME = {
    ExifTags.Base.DateTime,
    ExifTags.Base.DateTimeOriginal,
    ExifTags.Base.DateTimeDigitized,
}
_COMMENT = {
    ExifTags.Base.ImageDescription,
    ExifTags.Base.UserComment,
    ExifTags.Base.Artist,
    ExifTags.Base.Copyright,
    ExifTags.Base.XPComment,
    ExifTags.Base.XPTitle,
    ExifTags.Base.XPAuthor,
    ExifTags.Base.XPKeywords,
    ExifTags.Base.XPSubject,
}
_XMP_MARKS: tuple[tuple[bytes, Removed], ...] = (
    (b"GPSL", "position"),
    (b"tiff:M", "device"),
    (b"CreatorTool", "device"),
    (b"CreateDate", "time"),
    (b"ModifyDate", "time"),
)

# Sides swap or turn by the EXIF orientation (CIPA DC-008, tag 0x0112); 1 is upright.
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


class CleanCopy(NamedTuple):
    """A new image file, and codes of what the original had and the copy has not."""

    data: bytes
    media_type: Literal["image/jpeg", "image/png"]
    width: int
    height: int
    removed: tuple[Removed, ...]


def clean_copy(untrusted: bytes, masks: Sequence[Rectangle] = ()) -> CleanCopy:
    """Decode an image of a known format and write its pixels as a new one.

    Args:
        untrusted: a file.
        masks: what nobody may see of it, in the pixels of the upright original.

    Raises:
        UnsafeImageError: not an image of a known format, too large, or damaged; or a mask lies
            outside of it.
    """
    with _guarded(untrusted), _opened(untrusted) as source:
        return _copy(source, masks)


def upright_size(untrusted: bytes) -> tuple[int, int]:
    """Return width and height of an image as it stands upright: what masks are counted in.

    Raises:
        UnsafeImageError: there can be no clean copy of it.
    """
    with _guarded(untrusted), _opened(untrusted) as source:
        return upright(source.size, _orientation(source))


@contextmanager
def _guarded(untrusted: bytes) -> Iterator[None]:
    """Let nothing but `UnsafeImageError` come out of the decoding of a file."""
    if len(untrusted) > BYTES_LIMIT:
        raise UnsafeImageError
    try:
        with warnings.catch_warnings():
            # Decoders warn about what they mend; the limits here are stricter than theirs.
            warnings.simplefilter("ignore")
            yield
    except Exception:  # noqa: BLE001 - a decoder fed by an adversary may raise anything
        raise UnsafeImageError from None


@contextmanager
def _opened(untrusted: bytes) -> Iterator[Image.Image]:
    """Open an image whose size is within the limits; its pixels are not decoded yet."""
    if is_heic(untrusted):
        yield open_heic(untrusted, pixels_limit=PIXELS_LIMIT)
        return
    with Image.open(io.BytesIO(untrusted), formats=_FORMATS) as source:
        limit = JPEG_PIXELS_LIMIT if _is_jpeg(source) else PIXELS_LIMIT
        if source.width * source.height > limit:
            raise UnsafeImageError
        yield source


def _is_jpeg(source: Image.Image) -> bool:
    return source.format in {"JPEG", "MPO"}


def _orientation(source: Image.Image) -> int:
    said = source.getexif().get(ExifTags.Base.Orientation, _UPRIGHT)
    return said if said in _TURNS else _UPRIGHT


def _copy(source: Image.Image, masks: Sequence[Rectangle]) -> CleanCopy:
    orientation = _orientation(source)
    size = upright(source.size, orientation)
    boxes = boxes_of(masks, *size)
    masking = Masking(boxes, *size, orientation, blocks_of(source))
    removed = _found(source)
    lossless = source.format in {"PNG", "GIF", "BMP"}
    if _is_jpeg(source):
        source.draft("RGB", (LONG_SIDE, LONG_SIDE))
    pixels = _flat(source)
    masking.cover_decoded(pixels)
    if orientation in _TURNS:
        pixels = pixels.transpose(_TURNS[orientation])
    pixels.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS)
    masking.cover_copy(pixels)
    bare = Image.frombytes("RGB", pixels.size, pixels.tobytes())
    data, media_type = _written(bare, lossless=lossless, is_masked=bool(boxes))
    with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as written:
        masking.hold_covered(written.convert("RGB"))
    if boxes:
        removed = (*removed, "masked")
    return CleanCopy(data, media_type, bare.width, bare.height, removed)


def _flat(source: Image.Image) -> Image.Image:
    """Return the first frame in sRGB, without transparency."""
    frame = _in_eight_bits(_in_srgb(source))
    if frame.has_transparency_data:
        frame = frame.convert("RGBA")
        ground = Image.new("RGBA", frame.size, "white")
        ground.alpha_composite(frame)
        frame = ground
    return frame.convert("RGB")


def _in_eight_bits(frame: Image.Image) -> Image.Image:
    """Keep the upper half of sixteen bits; a plain conversion makes nearly all of them white."""
    if not frame.mode.startswith("I;16"):
        return frame
    return frame.convert("I").point([value >> 8 for value in range(1 << 16)], "L")


def _in_srgb(source: Image.Image) -> Image.Image:
    """Carry the colours over to sRGB; a profile that cannot be read is left aside."""
    profile = source.info.get("icc_profile")
    if not profile or source.mode not in {"RGB", "CMYK", "L"}:
        return source
    try:
        return (
            ImageCms.profileToProfile(
                source,
                ImageCms.ImageCmsProfile(io.BytesIO(profile)),
                ImageCms.createProfile("sRGB"),
                outputMode="RGB",
            )
            or source
        )
    except (ImageCms.PyCMSError, OSError):
        return source


def _written(
    image: Image.Image, *, lossless: bool, is_masked: bool
) -> tuple[bytes, Literal["image/jpeg", "image/png"]]:
    out = io.BytesIO()
    if lossless:
        image.save(out, "PNG", compress_level=9)
        if out.tell() <= LOSSLESS_BYTES_LIMIT:
            return out.getvalue(), "image/png"
        out = io.BytesIO()
    # Colours that are told at half the size would spill over the edge of a mask.
    image.save(out, "JPEG", quality=85, subsampling=0 if is_masked else 2)
    return out.getvalue(), "image/jpeg"


def _found(source: Image.Image) -> tuple[Removed, ...]:
    """Tell what the original carries beside its pixels; the codes name no value of it."""
    exif = source.getexif()
    tags = {*exif, *exif.get_ifd(ExifTags.IFD.Exif)}
    found: set[Removed] = {"name"}
    if exif.get_ifd(ExifTags.IFD.GPSInfo):
        found.add("position")
    if tags & _DEVICE:
        found.add("device")
    if tags & _TIME:
        found.add("time")
    if tags & _COMMENT or {"comment", "photoshop"} & source.info.keys():
        found.add("comment")
    if getattr(source, "text", None):
        found.add("comment")
    if exif.get_ifd(ExifTags.IFD.IFD1):
        found.add("thumbnail")
    if getattr(source, "is_animated", False):
        found.add("frames")
    xmp = source.info.get("xmp", b"")
    if xmp:
        found.add("comment")
        found |= {code for mark, code in _XMP_MARKS if mark in xmp}
    return tuple(code for code in get_args(Removed) if code in found)
