"""Several files as one run of bytes, filled up so that the length says little.

`index length (4 bytes, big-endian) || index (JSON) || the files, one after the other || zeros`
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping

import msgspec

from safelog.export.delivery.padding import padded_size

_LENGTH = struct.Struct(">I")
_FIXED = (1980, 1, 1, 0, 0, 0)
"""The first time that a zip can hold: when the file was made is nobody's business."""
_FILLER = "padding"

_MEDIA = {
    "html": "text/html",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "csv": "text/csv",
    "json": "application/json",
}
_OTHER_MEDIA = "application/octet-stream"


class _Row(msgspec.Struct, frozen=True):
    name: str
    media: str
    size: int


def pack_parcel(files: Mapping[str, bytes]) -> bytes:
    """Return the files as one padded run of bytes, for a page to take apart."""
    rows = [_Row(name, media_type(name), len(data)) for name, data in files.items()]
    index = msgspec.json.encode(rows)
    plain = b"".join((_LENGTH.pack(len(index)), index, *files.values()))
    return plain.ljust(padded_size(len(plain)), b"\0")


def pack_zip(files: Mapping[str, bytes]) -> bytes:
    """Return the files as a zip that any system opens, stored, with a filler beside them."""
    plain = _zip(files)
    missing = padded_size(len(plain)) - len(plain)
    overhead = len(_zip({**files, _FILLER: b""})) - len(plain)
    if missing < overhead:
        missing = padded_size(len(plain) + overhead) - len(plain)
    return _zip({**files, _FILLER: bytes(missing - overhead)})


def media_type(name: str) -> str:
    """Return the media type of a file of an export, by its ending (RFC 6838)."""
    return _MEDIA.get(name.rpartition(".")[2], _OTHER_MEDIA)


def _zip(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, _FIXED), data)
    return out.getvalue()
