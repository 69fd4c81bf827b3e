"""A passphrase is normalized letter by letter, and still as the standard says of the whole."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from safelog.vault import Secret


def changes(letter: str) -> bool:
    """Tell whether a character joins with others or has another form."""
    return bool(unicodedata.combining(letter)) or not unicodedata.is_normalized("NFKD", letter)


def difficult() -> st.SearchStrategy[str]:
    """Return any letter that changes; a million are asked, so only when the test runs."""
    codes = (code for code in range(0x11_0000) if code not in range(0xD800, 0xE000))
    return st.sampled_from([letter for letter in map(chr, codes) if changes(letter)])


SECONDS = [chr(code) for code in (*range(0x1161, 0x1176), *range(0x11A8, 0x11C3), 0x9BE, 0x102E)]
"""Letters that are no marks and join all the same with what stands before them."""


@given(st.text(st.deferred(difficult) | st.sampled_from(SECONDS) | st.characters(codec="utf-8")))
def test_letter_by_letter_gives_the_form_of_the_whole(text: str) -> None:
    """Marks, jamo, ligatures and everything else come out as NFKC of the whole text."""
    with Secret.from_text(text) as secret, secret.normalized() as normalized:
        assert bytes(normalized.view).decode() == unicodedata.normalize("NFKC", text)
