"""Read the key file that opens a journal besides its passphrase."""

from __future__ import annotations

from pathlib import Path

from safelog.system.secret_file import read_secret_file
from safelog.vault import MOST_KEY_FILE_BYTES, Key, parse_key_file


def read_key_file(path: Path) -> Key:
    """Return the key in a file; what was read of it is wiped.

    Raises:
        UnreadableFileError: it cannot be read.
        InvalidKeyFileError: it is no key file, or it was changed.
    """
    untrusted = read_secret_file(path, most_bytes=MOST_KEY_FILE_BYTES)
    try:
        return parse_key_file(untrusted)
    finally:
        untrusted[:] = bytes(len(untrusted))
