"""A whole vault as one file: an uncompressed tar archive of one form only; FORMAT.md section 9.

The same vault gives the same bytes. Whoever reads one rebuilds each header from the name and the
size that it claims and compares: links, owners, times, other names and other orders are all refused
by that one comparison, and nothing of an archive is ever unpacked by the names in it.
"""

from __future__ import annotations

import errno
import os
import re
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from safelog.errors import NotABackupError
from safelog.vault.blob import FOLDER_NAME
from safelog.vault.files import read_exactly, write_all
from safelog.vault.head import HEAD_NAME, MOST_HEAD_BYTES
from safelog.vault.log import LOG_NAME

if TYPE_CHECKING:
    from collections.abc import Iterable

    from safelog.vault.files import File

SUFFIX = ".tar"
BLOCK_BYTES = 512
_END = bytes(2 * BLOCK_BYTES)
_NAME = re.compile(rf"{HEAD_NAME}|{LOG_NAME}|{FOLDER_NAME}/[0-9a-f]{{32}}")
_USTAR = struct.Struct("100s8s8s8s12s12s8s1s100s6s2s32s32s8s8s155s12x")
"""POSIX.1-2017, pax: ustar interchange format."""
_CHECKSUM = slice(148, 156)
_SIZE = slice(124, 136)
_MOST_OCTAL = 8**11 - 1
_LARGE = b"\x80"
"""Marks a size in binary, where eleven octal digits are too few; every tar reads it."""
_COPY_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Member:
    """Where the bytes of one file stand in an archive."""

    offset: int
    size: int


def member_header(name: str, size: int) -> bytes:
    """Return the one header that a file of this name and size has."""
    octal = b"%011o\0" % size if size <= _MOST_OCTAL else _LARGE + size.to_bytes(11, "big")
    zero = b"0000000\0"
    fields = [name.encode("ascii"), b"0000600\0", zero, zero, octal, b"%011o\0" % 0, b" " * 8]
    fields += [b"0", b"", b"ustar\0", b"00", b"", b"", b"", b"", b""]
    header = bytearray(_USTAR.pack(*fields))
    header[_CHECKSUM] = b"%06o\0 " % sum(header)
    return bytes(header)


def write_archive(
    file: File, sources: Iterable[tuple[str, File, int]], *, head: bytes
) -> Iterable[int]:
    """Write an archive, piece by piece; yield how many bytes each piece had.

    Args:
        file: new and empty; the caller syncs it.
        sources: name, content and how much of it counts, in the order of the format.
        head: the last member.

    Raises:
        OSError: a source is shorter than it was said to be.
    """
    offset = 0
    for name, source, size in sources:
        write_all(file, member_header(name, size), offset=offset)
        offset += BLOCK_BYTES
        for piece in copy_bytes(source, file, size=size, offset=offset):
            offset += piece
            yield piece
        offset += -size % BLOCK_BYTES
    # Between the members nothing was written, which reads as zeros.
    last = member_header(HEAD_NAME, len(head)) + head + bytes(-len(head) % BLOCK_BYTES)
    write_all(file, last + _END, offset=offset)


def copy_bytes(source: File, target: File, *, size: int, offset: int = 0) -> Iterable[int]:
    """Copy the first `size` bytes to `offset` of another file; yield the length of each piece.

    Raises:
        OSError: `source` ends before.
    """
    done = 0
    while done < size:
        piece = read_exactly(source, offset=done, length=min(_COPY_BYTES, size - done))
        if not piece:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        write_all(target, piece, offset=offset + done)
        done += len(piece)
        yield len(piece)


def read_index(untrusted: File) -> dict[str, Member]:
    """Return what stands where, in the order of the file.

    Raises:
        NotABackupError: it is not, from its first byte to its last, what `write_archive` writes.
    """
    index: dict[str, Member] = {}
    offset, end = 0, untrusted.size() - len(_END)
    while offset < end:
        header = bytes(read_exactly(untrusted, offset=offset, length=BLOCK_BYTES))
        name, size = _claimed(header)
        member = Member(offset + BLOCK_BYTES, size)
        stop = member.offset + size
        in_order = not index or _order(next(reversed(index))) < _order(name)
        if not in_order or stop > end or member_header(name, size) != header:
            raise NotABackupError
        offset = stop + -stop % BLOCK_BYTES
        if any(read_exactly(untrusted, offset=stop, length=offset - stop)):
            raise NotABackupError
        index[name] = member
    whole = offset == end and any(read_exactly(untrusted, offset=end, length=len(_END))) is False
    if not whole or HEAD_NAME not in index or LOG_NAME not in index:
        raise NotABackupError
    if index[HEAD_NAME].size > MOST_HEAD_BYTES:
        raise NotABackupError
    return index


def _claimed(untrusted_header: bytes) -> tuple[str, int]:
    """Return the name and the size that a header claims.

    Raises:
        NotABackupError: it claims none that a vault has.
    """
    name = untrusted_header[:100].rstrip(b"\0").decode("ascii", "replace")
    digits = untrusted_header[_SIZE]
    if not _NAME.fullmatch(name):
        raise NotABackupError
    if digits.startswith(_LARGE):
        return name, int.from_bytes(digits[1:], "big")
    if not re.fullmatch(rb"[0-7]{11}\0", digits):
        raise NotABackupError
    return name, int(digits[:-1], 8)


def _order(name: str) -> tuple[int, str]:
    """Attachments by name, then the log, and the head last: without it there is no vault."""
    return (name == HEAD_NAME) + (not name.startswith(FOLDER_NAME)), name
