"""Read a small file that holds a secret into a buffer that can be wiped.

Python's buffered files keep a copy of what they read; this reads past them.
"""

from __future__ import annotations

from pathlib import Path

from safelog.errors import UnreadableFileError


def read_secret_file(path: Path, *, most_bytes: int) -> bytearray:
    """Return the bytes of a file, at most one more than `most_bytes`. The caller zeroes them.

    Raises:
        UnreadableFileError: it cannot be opened or read.
    """
    buffer, length = bytearray(most_bytes + 1), 0
    try:
        with path.open("rb", buffering=0) as file, memoryview(buffer) as room:
            while read := file.readinto(room[length:]):
                length += read
    except OSError as error:
        buffer[:] = bytes(len(buffer))
        raise UnreadableFileError(errno=error.errno or 0) from None
    found = bytearray(memoryview(buffer)[:length])
    buffer[:] = bytes(len(buffer))
    return found
