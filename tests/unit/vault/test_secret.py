"""Secrets: wiped, never shown, never copied, one normal form."""

from __future__ import annotations

import copy
import pickle
import unicodedata
from typing import TYPE_CHECKING

import pytest

from safelog.errors import InvalidTextError, VaultClosedError
from safelog.vault import Key, Secret

if TYPE_CHECKING:
    from collections.abc import Callable


def test_wipe_zeroes_the_very_buffer_that_was_given() -> None:
    """The caller's bytes are gone, not only ours."""
    buffer = bytearray(b"correct horse")
    Secret(buffer).wipe()
    assert buffer == bytes(13)


def test_leaving_the_block_wipes_also_after_an_error() -> None:
    """A secret does not outlive its block."""
    buffer = bytearray(b"correct horse")
    with pytest.raises(KeyError), Secret(buffer):
        raise KeyError
    assert not any(buffer)


def test_a_wiped_key_is_never_used_in_silence() -> None:
    """Zeros are no key: using one is an error of the tree."""
    key = Key(bytearray(b"k" * 32))
    key.wipe()
    with pytest.raises(VaultClosedError):
        _ = key.view


@pytest.mark.parametrize("show", [str, repr, "{}".format, "{!r}".format])
def test_no_text_form_shows_the_secret(show: Callable[[Secret], str]) -> None:
    """What may end in a log is the name of the class."""
    assert show(Secret.from_text("correct horse")) == "<Secret>"


@pytest.mark.parametrize("duplicate", [copy.copy, copy.deepcopy, pickle.dumps])
def test_a_secret_is_never_copied(duplicate: Callable[[Secret], object]) -> None:
    """Copy, deep copy and pickle are refused."""
    with pytest.raises(TypeError):
        duplicate(Secret.from_text("correct horse"))


def test_secrets_compare_by_content() -> None:
    """Words typed back are compared without becoming text."""
    assert Secret.from_text("abc").matches(Secret.from_text("abc"))
    assert not Secret.from_text("abc").matches(Secret.from_text("abd"))
    assert len(Secret.from_text("ёж")) == 4


def test_a_key_has_32_bytes() -> None:
    """Another length is a mistake of the program."""
    with pytest.raises(ValueError, match="32"):
        Key(bytearray(31))


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        ("plain ascii 123", "plain ascii 123"),
        ("слово Ёлка ії ґ ұлы", "слово Ёлка ії ґ ұлы"),
        ("и\u0306од", "йод"),  # a keyboard that sends the breve by itself
        ("e\u0301te\u0301", "été"),
        ("ﬁne Ⅳ", "fine IV"),
        ("\u1112\u1161\u11ab", "한"),
        ("№ 5", "No 5"),
        ("a\u0483", "a\u0483"),
        ("1\u0489", "1\u0489"),
    ],
)
def test_every_keyboard_gives_the_same_bytes(typed: str, same: str) -> None:
    """Passphrases are compared in form NFKC."""
    with Secret.from_text(typed).normalized() as normalized:
        assert bytes(normalized.view) == same.encode()


def test_two_blocks_need_no_text_to_be_normal() -> None:
    """Letter by letter and all at once give the same, for all pairs of ASCII and Cyrillic."""
    letters = [chr(c) for c in (*range(0x20, 0x7F, 7), *range(0x400, 0x500))]
    for first in letters:
        text = "".join(first + second for second in letters)
        with Secret.from_text(text).normalized() as normalized:
            assert bytes(normalized.view) == unicodedata.normalize("NFKC", text).encode()


@pytest.mark.parametrize("broken", [b"\xff", b"\xd0", b"\xd0a", b"abc\xd1", b"\xe2\x82"])
def test_bytes_that_are_not_utf8_are_refused(broken: bytes) -> None:
    """A passphrase read from a descriptor may be anything."""
    with pytest.raises(InvalidTextError) as caught:
        Secret(bytearray(broken)).normalized()
    assert caught.value.fields == {"field": "passphrase"}
