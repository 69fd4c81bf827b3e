"""The key file: 32 random bytes as 88 characters of text; FORMAT.md section 7.1.

It is meant for a stick or a card that lies elsewhere, and opens nothing without its passphrase. Its
checksum tells a damaged or another file from a wrong passphrase.
"""

from __future__ import annotations

import hashlib
import os
import re
from typing import TYPE_CHECKING

from safelog.errors import InvalidKeyFileError
from safelog.vault.secret import KEY_BYTES, Key
from safelog.vault.words import WHITE_SPACE

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_KEY_FILE_BYTES = 4_096
_FIRST_LINE = b"safelog-key-1\n"
_KEY_AT = len(_FIRST_LINE)
_CHECK_BYTES = 4
_CHECK_AT = _KEY_AT + 2 * KEY_BYTES + 1
_FILE_BYTES = _CHECK_AT + 2 * _CHECK_BYTES + 1
_FORM = re.compile(
    WHITE_SPACE
    + rb"*safelog-key-1\n(?P<key>[0-9A-Fa-f]{64})\n(?P<check>[0-9A-Fa-f]{8})"
    + WHITE_SPACE
    + rb"*"
)
_DIGITS = {ord(digit): int(digit, 16) for digit in "0123456789abcdefABCDEF"}


def generate_key_file(*, random_bytes: Callable[[int], bytes] = os.urandom) -> Key:
    """Draw the key of a new key file."""
    return Key(bytearray(random_bytes(KEY_BYTES)))


def encode_key_file(key: Key) -> bytearray:
    """Return the file of `key`. The caller writes it for its owner alone, and wipes it."""
    encoded = bytearray(b"\n" * _FILE_BYTES)
    encoded[:_KEY_AT] = _FIRST_LINE
    _write_hex(encoded, _KEY_AT, key.view)
    _write_hex(encoded, _CHECK_AT, _check(key))
    return encoded


def parse_key_file(untrusted: bytearray) -> Key:
    """Return the key in the bytes of a file, which are not wiped here.

    Args:
        untrusted: the file; whoever reads it takes no more than `MOST_KEY_FILE_BYTES` + 1 bytes.

    Raises:
        InvalidKeyFileError: it is no key file, or it was changed.
    """
    form = _FORM.fullmatch(untrusted)
    if form is None or len(untrusted) > MOST_KEY_FILE_BYTES:
        raise InvalidKeyFileError
    key = Key(_read_hex(untrusted, form.start("key"), KEY_BYTES))
    if _read_hex(untrusted, form.start("check"), _CHECK_BYTES) != _check(key):
        key.wipe()
        raise InvalidKeyFileError
    return key


def _check(key: Key) -> bytes:
    digest = hashlib.sha256(b"safelog/v1/key-file\0")
    digest.update(key.view)
    return digest.digest()[:_CHECK_BYTES]


def _write_hex(target: bytearray, at: int, data: memoryview | bytes) -> None:
    """Write digits one byte at a time: `bytes.hex` would leave them in a text for good."""
    for number, byte in enumerate(data):
        target[at + 2 * number : at + 2 * number + 2] = b"%02x" % byte


def _read_hex(source: bytearray, at: int, count: int) -> bytearray:
    """Read digits one byte at a time, for the same reason."""
    read = bytearray(count)
    for number in range(count):
        high, low = source[at + 2 * number], source[at + 2 * number + 1]
        read[number] = _DIGITS[high] << 4 | _DIGITS[low]
    return read
