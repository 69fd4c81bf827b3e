"""Read what `--json` brings on standard input: one object, strictly."""

from __future__ import annotations

from typing import BinaryIO, TypeVar

import msgspec

from safelog.errors import InvalidJsonError
from safelog.journal.interchange import LINE_LIMIT_BYTES

T = TypeVar("T")


def read_bytes(stdin: BinaryIO) -> bytes:
    """Return all of standard input, which holds one object.

    Raises:
        InvalidJsonError: it is longer than any object of the form.
    """
    untrusted_json = stdin.read(LINE_LIMIT_BYTES + 1)
    if len(untrusted_json) > LINE_LIMIT_BYTES:
        raise InvalidJsonError
    return untrusted_json


def read_json(stdin: BinaryIO, shape: type[T]) -> T:
    """Return the one object on standard input.

    Raises:
        InvalidJsonError: it is not JSON, or not of that shape.
    """
    try:
        return msgspec.json.decode(read_bytes(stdin), type=shape)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise InvalidJsonError from None
