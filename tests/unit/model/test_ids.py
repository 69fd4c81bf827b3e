"""Identifiers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safelog.model.ids import is_id, make_id


@given(st.binary(min_size=16, max_size=16))
def test_an_identifier_keeps_all_of_its_bits(random_bytes: bytes) -> None:
    """Two different inputs never give one id: the text decodes to the same number."""
    text = make_id(random_bytes)
    number = 0
    for letter in text:
        number = number << 5 | "0123456789abcdefghjkmnpqrstvwxyz".index(letter)
    assert is_id(text)
    assert number == int.from_bytes(random_bytes, "big")


def test_an_identifier_needs_sixteen_bytes() -> None:
    """Less would be guessable, more would not fit."""
    with pytest.raises(ValueError, match="16 bytes"):
        make_id(b"short")


@pytest.mark.parametrize(
    "text", ["", "0" * 25, "0" * 27, "8" + "0" * 25, "I" * 26, "0" * 25 + "\n"]
)
def test_other_texts_are_no_identifiers(text: str) -> None:
    """Only what `make_id` can write is an id."""
    assert not is_id(text)
