"""Archives and folders of an export: the names in them, and the bytes of one file at a time.

Nothing is unpacked: bytes go from the archive to whoever asks for them. An archive may be made to
do harm, so before anything of it is read its directory is held to limits, and a name that could
point elsewhere, a link, a second file of one name, encryption or an odd compression refuses the
whole.
"""

from __future__ import annotations

import io
import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import IO, BinaryIO, Protocol

from safelog.errors import ImportFormatError, UnreadableFileError
from safelog.model.text import LINE_LIMIT

MEMBERS_LIMIT = 20_000
"""Most files in an archive."""
DIRECTORY_BYTES_LIMIT = 8 << 20
"""Largest directory of an archive that is read: four hundred bytes for each file."""
MEMBER_BYTES_LIMIT = 4 << 30
"""Largest file in an archive: an hour of video."""
TOTAL_BYTES_LIMIT = 16 << 30
"""Most that an archive may hold, unpacked."""
RATIO_LIMIT = 200
"""Most bytes that one byte of an archive may become: text gives ten, a bomb a thousand."""
RATIO_FREE_BYTES = 1 << 20
"""What any archive may hold, however well it is compressed."""

_END = struct.Struct("<4sHHHHIIH")
_END_SIGNATURE = b"PK\x05\x06"
_MOST_COMMENT_BYTES = 0xFFFF
_ZIP64 = struct.Struct("<4sQHHIIQQQQ")
_ZIP64_SIGNATURE = b"PK\x06\x06"
_ZIP64_LOCATOR_BYTES = 20
_IN_ZIP64 = 0xFFFFFFFF
_ENCRYPTED = 1


class Source(Protocol):
    """Files of one export, by their names."""

    @property
    def names(self) -> tuple[str, ...]:
        """The names, in the order of the archive; of a folder none are listed."""

    def size(self, name: str) -> int | None:
        """Return the size of a file in bytes; None if there is none of that name."""

    def open(self, name: str) -> AbstractContextManager[BinaryIO]:
        """Open a file that is there.

        Raises:
            ImportFormatError: its bytes are damaged.
            UnreadableFileError: it is not there, or may not be read.
        """


class Archive:
    """A zip archive."""

    def __init__(self, file: BinaryIO) -> None:
        """Read the directory of the archive in `file`, which stays open.

        Raises:
            ImportFormatError: it is no archive, damaged, larger than the limits, or made to harm.
        """
        _check_directory(file)
        try:
            self._zip = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError, struct.error):
            raise ImportFormatError(reason="archive") from None
        self._members: dict[str, zipfile.ZipInfo] = {}
        self._numbers: dict[str, int] = {}
        total = packed = 0
        for number, member in enumerate(self._zip.infolist(), start=1):
            if member.filename.endswith("/"):
                continue
            _check_member(member, number, known=self._members)
            self._members[member.filename] = member
            self._numbers[member.filename] = number
            total += member.file_size
            packed += member.compress_size
        if total > TOTAL_BYTES_LIMIT:
            raise ImportFormatError(reason="too_large", limit=TOTAL_BYTES_LIMIT)
        if total > max(RATIO_FREE_BYTES, packed * RATIO_LIMIT):
            raise ImportFormatError(reason="too_large")

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all files, in the order of the archive."""
        return tuple(self._members)

    def number(self, name: str) -> int:
        """Return the place of a file in the archive, from 1."""
        return self._numbers[name]

    def size(self, name: str) -> int | None:
        """Return the size that the directory says; reading holds the file to it."""
        member = self._members.get(name)
        return member.file_size if member else None

    @contextmanager
    def open(self, name: str) -> Iterator[BinaryIO]:
        """Open a file; its checksum is compared when its end is read."""
        number, info = self._numbers[name], self._members[name]
        with _archive_errors(number):
            member = self._zip.open(info)
        with member:
            yield io.BufferedReader(_Member(member, number, info.file_size))


class Folder:
    """The folder in which a file of an export lies, with what lies beside it."""

    def __init__(self, folder: Path | None) -> None:
        """Take the folder; its files are looked for only by the names that the export gives.

        Without a folder nothing is found: the export came alone.
        """
        self._folder = folder

    @property
    def names(self) -> tuple[str, ...]:
        """Nothing: other files of the person may lie here."""
        return ()

    def size(self, name: str) -> int | None:
        """Return the size of a plain file inside of the folder."""
        path = self._path(name)
        try:
            return path.stat().st_size if path is not None else None
        except OSError:
            return None

    @contextmanager
    def open(self, name: str) -> Iterator[BinaryIO]:
        """Open a plain file inside of the folder.

        Raises:
            UnreadableFileError: it is gone, or may not be read.
        """
        path = self._path(name)
        try:
            if path is None:
                raise FileNotFoundError
            file = path.open("rb")
        except OSError as error:
            raise UnreadableFileError(errno=error.errno or 0) from None
        with file:
            yield file

    def _path(self, name: str) -> Path | None:
        """Return where a file lies; None where an export could point outside of the folder."""
        if self._folder is None or not is_plain_name(name):
            return None
        try:
            path = self._folder / name
            # A link on the way could lead to any file of the person's.
            inside = os.path.realpath(path) == os.path.join(  # noqa: PTH118 (the same, as text)
                os.path.realpath(self._folder), *name.split("/")
            )
            return path if inside and path.is_file() else None
        except OSError:
            return None


def is_plain_name(name: str) -> bool:
    """Tell whether a name stays inside of its folder on every system."""
    parts = name.split("/")
    return (
        0 < len(name) <= LINE_LIMIT
        and all(part not in {"", ".", ".."} for part in parts)
        and not any(character in "\\:" or character < " " for character in name)
        and not any("\ud800" <= character <= "\udfff" for character in name)
    )


def looks_like_archive(file: BinaryIO) -> bool:
    """Tell whether a file begins as an archive does; leave it at its beginning."""
    begin = file.read(4)
    file.seek(0)
    return begin[:2] == b"PK"


def _check_member(
    member: zipfile.ZipInfo, number: int, *, known: dict[str, zipfile.ZipInfo]
) -> None:
    mode = member.external_attr >> 16
    reason = ""
    if not is_plain_name(member.filename) or member.filename in known:
        reason = "name"
    elif stat.S_ISLNK(mode):
        reason = "symlink"
    elif member.flag_bits & _ENCRYPTED:
        reason = "encrypted"
    elif member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        reason = "compression"
    elif member.file_size > MEMBER_BYTES_LIMIT:
        reason = "too_large"
    elif member.header_offset < 0:
        # The beginning of the archive was cut off.
        reason = "archive"
    if reason:
        raise ImportFormatError(reason=reason, member=number)


def _check_directory(file: BinaryIO) -> None:
    """Refuse a directory that would fill the memory before any name of it is looked at.

    APPNOTE.TXT 6.3.10, sections 4.3.14 to 4.3.16.
    """
    end = file.seek(0, os.SEEK_END)
    start = max(0, end - _END.size - _MOST_COMMENT_BYTES)
    file.seek(start)
    tail = file.read(end - start)
    at = tail.rfind(_END_SIGNATURE)
    if at < 0 or len(tail) - at < _END.size:
        raise ImportFormatError(reason="archive")
    _, _, _, _, count, size, offset, _ = _END.unpack_from(tail, at)
    if _IN_ZIP64 in {size, offset} or count == _MOST_COMMENT_BYTES:
        before = start + at - _ZIP64_LOCATOR_BYTES - _ZIP64.size
        file.seek(max(0, before))
        record = file.read(_ZIP64.size)
        if before < 0 or not record.startswith(_ZIP64_SIGNATURE) or len(record) < _ZIP64.size:
            raise ImportFormatError(reason="archive")
        *_, count, size, _ = _ZIP64.unpack(record)
    file.seek(0)
    if size > start + at:
        raise ImportFormatError(reason="archive")
    if count > MEMBERS_LIMIT or size > DIRECTORY_BYTES_LIMIT:
        raise ImportFormatError(reason="too_many", limit=MEMBERS_LIMIT)


@contextmanager
def _archive_errors(number: int) -> Iterator[None]:
    try:
        yield
    except (
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        ValueError,
        EOFError,
        NotImplementedError,
    ):
        raise ImportFormatError(reason="archive", member=number) from None


class _Member(io.RawIOBase):
    """A file of an archive: read in order, never longer than the directory says."""

    def __init__(self, member: IO[bytes], number: int, size: int) -> None:
        super().__init__()
        self._member = member
        self._number = number
        self._left = size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]  # what BufferedReader gives
        with _archive_errors(self._number):
            piece = self._member.read(len(buffer))
        self._left -= len(piece)
        if self._left < 0 or (not piece and self._left):
            raise ImportFormatError(reason="archive", member=self._number)
        buffer[: len(piece)] = piece
        return len(piece)
