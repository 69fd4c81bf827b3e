"""The key file: one form, a checksum, and nothing else."""

from __future__ import annotations

import hashlib

import pytest

from safelog.errors import InvalidKeyFileError
from safelog.vault import (
    MOST_KEY_FILE_BYTES,
    Key,
    encode_key_file,
    generate_key_file,
    parse_key_file,
)
from tests.unit.vault.world import KnownBytes

KEY = bytes(range(32))
CHECK = hashlib.sha256(b"safelog/v1/key-file\0" + KEY).hexdigest()[:8]
FILE = f"safelog-key-1\n{KEY.hex()}\n{CHECK}\n"


def test_a_key_file_is_the_text_of_the_format() -> None:
    """88 bytes, as FORMAT.md section 7.1 says."""
    assert encode_key_file(Key(bytearray(KEY))) == FILE.encode()
    assert len(FILE) == 88


@pytest.mark.parametrize(
    "typed",
    [FILE, FILE.strip(), f"\r\n \u00a0{FILE}\u3000\n", FILE.replace(KEY.hex(), KEY.hex().upper())],
)
def test_a_key_file_is_read_in_every_form_that_is_allowed(typed: str) -> None:
    """White space at both ends, and capitals."""
    assert bytes(parse_key_file(bytearray(typed.encode())).view) == KEY


@pytest.mark.parametrize(
    "typed",
    [
        "",
        FILE.replace("1", "2", 1),
        FILE.upper(),
        FILE.replace("\n", "\r\n"),
        FILE.replace("\n", " "),
        FILE.replace(KEY.hex(), KEY.hex()[:-2]),
        FILE.replace(KEY.hex(), KEY.hex() + "00"),
        FILE.replace("1f", "1e"),
        FILE.replace(CHECK, CHECK[::-1]),
        FILE.replace(CHECK, CHECK[:-1]),
        FILE + "x",
        "\ufeff" + FILE,
        FILE.replace("00", "0٠", 1),
        FILE + " " * MOST_KEY_FILE_BYTES,
    ],
)
def test_everything_else_is_no_key_file(typed: str) -> None:
    """A photograph, a cut file, a slip of one digit: told apart from a wrong passphrase."""
    with pytest.raises(InvalidKeyFileError):
        parse_key_file(bytearray(typed.encode()))


def test_a_key_is_drawn_from_the_given_source() -> None:
    """32 bytes, and others each time."""
    with generate_key_file(random_bytes=KnownBytes()) as known:
        assert bytes(known.view) == KnownBytes()(32)
    assert not generate_key_file().matches(generate_key_file())


def test_parsing_leaves_the_file_to_its_reader() -> None:
    """Whoever read it wipes it; the key is a buffer of its own."""
    read = bytearray(FILE.encode())
    key = parse_key_file(read)
    read[:] = bytes(len(read))
    assert bytes(key.view) == KEY
