"""Key files, shares and passphrases from anybody: read right, or refused in a sentence."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shamir_mnemonic.wordlist import WORDLIST

from safelog.errors import InvalidKeyFileError, InvalidSharesError, InvalidTextError
from safelog.vault import (
    Combination,
    Key,
    Secret,
    ShareSecret,
    combine_shares,
    encode_key_file,
    generate_shares,
    parse_key_file,
    shares_missing,
)
from safelog.vault.credential import secret_to_seal, secrets_to_try
from tests.unit.vault.world import SHARES

KEYS = st.binary(min_size=32, max_size=32)
WHITE = st.text(alphabet=" \t\r\n\u00a0\u2009\u3000", max_size=4)
SPACES = st.text(alphabet=" \t\n\u00a0\u3000", min_size=1, max_size=3)
TYPED = st.one_of(
    st.binary(max_size=300),
    st.lists(st.sampled_from(WORDLIST), min_size=18, max_size=22).map(
        lambda words: " ".join(words).encode()
    ),
)


@given(key=KEYS, before=WHITE, behind=WHITE, capitals=st.booleans())
def test_a_key_file_comes_back_whatever_stands_around_it(
    key: bytes, before: str, behind: str, *, capitals: bool
) -> None:
    """White space and capitals do not matter."""
    digits = encode_key_file(Key(bytearray(key))).decode().removeprefix("safelog-key-1\n")
    digits = digits.upper() if capitals else digits
    file = f"{before}safelog-key-1\n{digits}{behind}".encode()
    assert bytes(parse_key_file(bytearray(file)).view) == key


@given(KEYS, st.integers(0, 86), st.binary(min_size=1, max_size=1))
def test_no_changed_byte_of_a_key_file_passes_for_another_key(
    key: bytes, at: int, byte: bytes
) -> None:
    """It is refused, or it is the same key in capitals."""
    file = encode_key_file(Key(bytearray(key)))
    file[at : at + 1] = byte
    with contextlib.suppress(InvalidKeyFileError):
        assert bytes(parse_key_file(file).view) == key


@given(st.binary(max_size=5_000))
def test_any_file_is_a_key_file_or_refused(content: bytes) -> None:
    """Nothing but its own error comes out."""
    with contextlib.suppress(InvalidKeyFileError):
        parse_key_file(bytearray(content))


@given(st.data())
def test_any_threshold_of_a_set_gives_its_secret(data: st.DataObject) -> None:
    """In any order, with any white space, words cut after any letter from the fourth on."""
    count = data.draw(st.integers(2, 6), "count")
    threshold = data.draw(st.integers(2, count), "threshold")
    with generate_shares(threshold=threshold, count=count) as made:
        chosen = data.draw(st.permutations(made.shares), "order")[:threshold]
        typed = [_as_typed(share, data) for share in chosen]
        assert combine_shares(typed).matches(made.secret)
        assert [shares_missing(typed[:given]) for given in range(1, threshold + 1)] == [
            threshold - given for given in range(1, threshold + 1)
        ]


def _as_typed(share: Secret, data: st.DataObject) -> Secret:
    words = str(share.view, "ascii").split()
    shown = [word[: data.draw(st.integers(4, 8))] for word in words]
    if data.draw(st.booleans()):
        shown = [word.upper() for word in shown]
    return Secret.from_text(data.draw(SPACES).join(shown))


def refusal(lines: list[bytes]) -> dict[str, int | str]:
    """Return the fields of the error that shares are refused with."""
    with pytest.raises(InvalidSharesError) as caught:
        combine_shares([Secret(bytearray(line)) for line in lines])
    return caught.value.fields


@given(st.integers(0, 19), st.sampled_from(WORDLIST))
def test_one_wrong_word_is_always_found(at: int, word: str) -> None:
    """Wherever it stands and whatever it is."""
    words = SHARES[1].split()
    right, words[at] = words[at], word
    fields = refusal([" ".join(words).encode()])
    if word == right:
        assert fields == {"reason": "too_few", "missing": 1}
    else:
        assert fields == {"reason": "checksum", "position": 1, "word": at + 1}


@given(st.lists(TYPED, max_size=3))
def test_any_lines_are_shares_or_refused(lines: list[bytes]) -> None:
    """Nothing but its own error comes out, with fields that a catalogue can say."""
    assert refusal(lines)["reason"] in {"word", "length", "checksum", "foreign", "too_few"}


@given(st.binary(max_size=40), st.one_of(KEYS, st.binary(min_size=16, max_size=16)))
def test_any_passphrase_beside_something_held_gives_one_secret(
    passphrase: bytes, held: bytes
) -> None:
    """What is sealed is what is tried, and ends with what is held; or it is no text."""
    holds = Key(bytearray(held)) if len(held) == 32 else ShareSecret(bytearray(held))
    with Combination(Secret(bytearray(passphrase)), holds) as brought:
        try:
            ((slot_type, tried),) = secrets_to_try(brought).items()
        except InvalidTextError:
            return
        assert bytes(tried.view).endswith(held)
        if passphrase:
            assert secret_to_seal(slot_type, brought).matches(tried)
