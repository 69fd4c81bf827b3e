"""Open HEIC images, where the extra [heic] is installed.

The extra is `pi-heif`: it can only read, and its wheels hold libheif and libde265 (LGPL) and
nothing under the GPL (docs/adr/0113). Without it a HEIC image goes into an export by its hash and
description, as any file does that cannot be decoded.
"""

from __future__ import annotations

import importlib.util
import io

from PIL import Image

from safelog.errors import UnsafeImageError

_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
"""What stands for images coded by HEVC (ISO/IEC 23008-12, annex B), and for images of any coder."""

_GENERAL = frozenset({b"mif1", b"msf1"})
_AVIF = b"avif"
_BOX_LIMIT = 512


def is_heic(data: bytes) -> bool:
    """Tell by its first box whether a file is a HEIC image (ISO/IEC 14496-12, section 4.3)."""
    size = int.from_bytes(data[:4], "big")
    if data[4:8] != b"ftyp" or size > _BOX_LIMIT:
        return False
    brand = data[8:12]
    compatible = {data[at : at + 4] for at in range(16, size, 4)}
    if brand in _GENERAL:
        return _AVIF not in compatible
    return brand in _BRANDS


def can_read_heic() -> bool:
    """Tell whether the extra [heic] is installed."""
    return importlib.util.find_spec("pi_heif") is not None


def open_heic(untrusted: bytes, *, pixels_limit: int) -> Image.Image:
    """Decode the main image of a HEIC file; what it says of itself beside the pixels goes along.

    Raises:
        UnsafeImageError: the extra is not installed, or the image is too large.
        Exception: the decoder's, of a damaged file.
    """
    if not can_read_heic():
        raise UnsafeImageError
    # Loaded only for such a file: a library in C that reads what strangers send.
    from pi_heif.heif import open_heif  # noqa: PLC0415 (see above)

    main = open_heif(io.BytesIO(untrusted))
    if main.size[0] * main.size[1] > pixels_limit:
        raise UnsafeImageError
    image = main.to_pillow()
    image.format = "HEIF"
    return image
