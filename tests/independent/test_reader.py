"""The reader stands alone, and its parts do what their sections say."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.independent import errors
from tests.independent.brought import parse_key_file, parse_word_list
from tests.independent.reader import padded_size

ROOT = Path(__file__).parents[2]


def test_the_reader_knows_nothing_of_safelog() -> None:
    """Reading a vault loads no module of safelog."""
    script = (
        "import sys, tests.independent.reader\n"
        "print([name for name in sys.modules if name.partition('.')[0] == 'safelog'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, check=True, text=True
    )
    assert done.stdout.strip() == "[]"


def test_another_word_list_is_refused() -> None:
    """The list of recovery words is the one whose digest the format names."""
    with pytest.raises(ValueError, match="another word list"):
        parse_word_list(b"abacus\n")


KEY_FILE = b"safelog-key-1\n" + bytes(range(32)).hex().encode() + b"\nfe86c38f\n"


@pytest.mark.parametrize(
    "content",
    [KEY_FILE, KEY_FILE.upper().replace(b"SAFELOG-KEY", b"safelog-key"), b"\r\n" + KEY_FILE[:-1]],
    ids=["as written", "capitals", "other white space around"],
)
def test_a_key_file_may_have_capitals_and_white_space_around(content: bytes) -> None:
    """What an editor or a mail does to a key file does not matter."""
    assert parse_key_file(content) == bytes(range(32))


@pytest.mark.parametrize(
    "content",
    [
        KEY_FILE[:-2],
        KEY_FILE.replace(b"\n", b"\r\n"),
        KEY_FILE.replace(b"fe86", b"fe87"),
        KEY_FILE + bytes(1),
        KEY_FILE + b" " * 4096,
    ],
    ids=["cut", "inner white space", "wrong check", "something behind", "too long"],
)
def test_nothing_else_is_a_key_file(content: bytes) -> None:
    """A key file that is not whole is refused, not tried."""
    with pytest.raises(errors.InvalidKeyFileError):
        parse_key_file(content)


@pytest.mark.parametrize(
    ("size", "padded"), [(0, 4096), (4095, 4096), (4096, 4352), (262_144, 270_336)]
)
def test_the_filling_has_the_defined_size(size: int, padded: int) -> None:
    """A content is filled up to the next size of section 6."""
    assert padded_size(size) == padded
