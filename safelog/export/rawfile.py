"""The name and the kind of a file that goes out as it is, told by its first bytes alone.

Its own name may tell of people and places, and so may what a name promises: nothing of it is used.
"""

from __future__ import annotations

import re

UNKNOWN = "bin"

HEAD_BYTES = 64
"""How much of a file `ending_of` needs."""

RAW_NAME = re.compile(r"exhibit-[0-9]{2,6}\.[a-z0-9]{2,4}", re.ASCII)

_ENDINGS: tuple[tuple[int, bytes, str], ...] = (
    (0, b"%PDF-", "pdf"),
    (0, b"\xff\xd8\xff", "jpg"),
    (0, b"\x89PNG\r\n\x1a\n", "png"),
    (0, b"GIF8", "gif"),
    (0, b"OggS", "ogg"),
    (0, b"ID3", "mp3"),
    (0, b"\xff\xfb", "mp3"),
    (0, b"#!AMR", "amr"),
    (0, b"fLaC", "flac"),
    (0, b"\x1aE\xdf\xa3", "mkv"),
    (0, b"PK\x03\x04", "zip"),
    (8, b"WAVE", "wav"),
    (8, b"AVI ", "avi"),
    (8, b"WEBP", "webp"),
    (4, b"ftypheic", "heic"),
    (4, b"ftypM4A", "m4a"),
    (4, b"ftypqt", "mov"),
    (4, b"ftyp3g", "3gp"),
    (4, b"ftyp", "mp4"),
)
"""Where a mark stands, the mark, and the ending; the first that fits. An office file is a zip."""


def ending_of(head: bytes) -> str:
    """Return the ending for a file that begins so, without a dot."""
    for at, mark, ending in _ENDINGS:
        if head.startswith(mark, at):
            return ending
    return UNKNOWN
