"""Make a clean copy of an image from its pixels alone.

The bytes come from cameras, messengers and adversaries. They are decoded within limits and the
pixels are written anew: no metadata block, comment, profile, thumbnail, further frame or trailing
byte of the original can be in the copy, because nothing but pixels is carried over. Transparent
pixels are laid on white, since a picture may be hidden in colours that nobody sees. Bytes in,
bytes out: nothing here reads or writes files.
"""

from __future__ import annotations

import io
import warnings
from typing import Literal, NamedTuple, get_args

from PIL import ExifTags, Image, ImageCms

from safelog.errors import UnsafeImageError

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

Removed = Literal["position", "device", "time", "comment", "thumbnail", "frames", "name"]

_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP")

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


def clean_copy(untrusted: bytes) -> CleanCopy:
    """Decode an image of a known format and write its pixels as a new one.

    Raises:
        UnsafeImageError: not an image of a known format, too large, or damaged.
    """
    if len(untrusted) > BYTES_LIMIT:
        raise UnsafeImageError
    try:
        with warnings.catch_warnings():
            # Decoders warn about what they mend; the limits here are stricter than theirs.
            warnings.simplefilter("ignore")
            return _copy(untrusted)
    except Exception:  # noqa: BLE001 - a decoder fed by an adversary may raise anything
        raise UnsafeImageError from None


def _copy(untrusted: bytes) -> CleanCopy:
    with Image.open(io.BytesIO(untrusted), formats=_FORMATS) as source:
        jpeg = source.format in {"JPEG", "MPO"}
        if source.width * source.height > (JPEG_PIXELS_LIMIT if jpeg else PIXELS_LIMIT):
            raise UnsafeImageError
        if jpeg:
            source.draft("RGB", (LONG_SIDE, LONG_SIDE))
        removed = _found(source)
        turn = _TURNS.get(source.getexif().get(ExifTags.Base.Orientation, 1))
        pixels = _flat(source)
        lossless = source.format in {"PNG", "GIF", "BMP"}
    if turn is not None:
        pixels = pixels.transpose(turn)
    pixels.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS)
    bare = Image.frombytes("RGB", pixels.size, pixels.tobytes())
    data, media_type = _written(bare, lossless=lossless)
    return CleanCopy(data, media_type, bare.width, bare.height, removed)


def _flat(source: Image.Image) -> Image.Image:
    """Return the first frame in sRGB, without transparency."""
    frame = _in_srgb(source)
    if frame.has_transparency_data:
        frame = frame.convert("RGBA")
        ground = Image.new("RGBA", frame.size, "white")
        ground.alpha_composite(frame)
        frame = ground
    return frame.convert("RGB")


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
    image: Image.Image, *, lossless: bool
) -> tuple[bytes, Literal["image/jpeg", "image/png"]]:
    out = io.BytesIO()
    if lossless:
        image.save(out, "PNG", compress_level=9)
        if out.tell() <= LOSSLESS_BYTES_LIMIT:
            return out.getvalue(), "image/png"
        out = io.BytesIO()
    image.save(out, "JPEG", quality=85, subsampling=2)
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
