"""Walk the structure of an image file, to hold that it carries pixels and nothing else.

Written apart from the library that made the image: a JPEG file is read marker by marker (ITU-T
T.81, annex B), a PNG file chunk by chunk (PNG, third edition, section 5).
"""

from __future__ import annotations

import struct
import zlib

_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_PNG_CHUNKS = frozenset({b"IHDR", b"IDAT", b"IEND"})
_PNG_FRAME = 12
_PNG_HEADER = struct.Struct(">II5B")
_SAMPLES = {0: 1, 2: 3, 4: 2, 6: 4}
"""Samples of a pixel by the type of colour; a palette is a chunk that ours do not have."""
_DEEP = 8
"""Bits of a sample."""

_SOI, _EOI, _SOS, _APP0 = 0xD8, 0xD9, 0xDA, 0xE0
_RESTART_INTERVAL, _INTERVAL_LENGTH = 0xDD, 2
_TABLES = frozenset({0xC0, 0xC4, 0xDB, _RESTART_INTERVAL})
"""Baseline frame, Huffman and quantisation tables, restart interval."""
_RESTARTS = range(0xD0, 0xD8)
# "JFIF", version 1.1 or 1.2, no unit, density, and no thumbnail: 0 by 0 pixels.
_JFIF_LENGTH = 16


def is_bare_image(data: bytes) -> bool:
    """Tell whether `data` is a PNG or JPEG file of pixels alone, to its last byte."""
    if data.startswith(_PNG_SIGNATURE):
        return _is_bare_png(data)
    return _is_bare_jpeg(data)


def _is_bare_png(data: bytes) -> bool:
    at = len(_PNG_SIGNATURE)
    header = packed = b""
    while True:
        length = int.from_bytes(data[at : at + 4], "big")
        name = data[at + 4 : at + 8]
        end = at + _PNG_FRAME + length
        if name not in _PNG_CHUNKS or end > len(data):
            return False
        if zlib.crc32(data[at + 4 : end - 4]) != int.from_bytes(data[end - 4 : end], "big"):
            return False
        content = data[at + 8 : end - 4]
        if name == b"IDAT":
            packed += content
        elif name == b"IHDR" and not header:
            header = content
        else:
            return (
                name == b"IEND" and not content and end == len(data) and _is_whole(header, packed)
            )
        at = end


def _is_whole(header: bytes, packed: bytes) -> bool:
    """Tell whether the packed bytes are rows of pixels, and not one byte more."""
    if len(header) != _PNG_HEADER.size:
        return False
    width, height, depth, colour, packing, filtering, interlaced = _PNG_HEADER.unpack(header)
    if depth != _DEEP or colour not in _SAMPLES or packing or filtering or interlaced:
        return False
    size = height * (1 + width * _SAMPLES[colour])
    inflater = zlib.decompressobj()
    try:
        # One byte more than there may be is enough to know, however much follows.
        rows = inflater.decompress(packed, size + 1)
    except zlib.error:
        return False
    return len(rows) == size and inflater.eof and not inflater.unused_data


def _is_bare_jpeg(data: bytes) -> bool:
    if data[:2] != bytes((0xFF, _SOI)):
        return False
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:  # noqa: PLR2004 - the marker's first byte
        marker = data[at + 1]
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        content = data[at + 4 : at + 2 + length]
        at += 2 + length
        if marker == _SOS:
            return _ends_with_scan(data, at)
        plain_header = marker == _APP0 and _is_plain_jfif(content)
        if marker == _RESTART_INTERVAL and len(content) != _INTERVAL_LENGTH:
            return False
        if marker not in _TABLES and not plain_header:
            return False
    return False


def _is_plain_jfif(content: bytes) -> bool:
    return (
        len(content) == _JFIF_LENGTH - 2
        and content.startswith(b"JFIF\x00")
        and content.endswith(b"\x00\x00")
    )


def _ends_with_scan(data: bytes, at: int) -> bool:
    """Tell whether only coded pixels stand between `at` and the end mark, the last two bytes."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            return False
        marker = data[at + 1]
        if marker == _EOI:
            return at + 2 == len(data)
        if marker != 0 and marker not in _RESTARTS:
            return False
        at += 2
