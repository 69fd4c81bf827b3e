"""The frozen vectors of key files and shares: one text, one outcome, for ever."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest

from safelog import errors
from safelog.vault import Secret, combine_shares, parse_key_file
from tests.vectors.credentials.generate import key_file_vectors, share_vectors

if TYPE_CHECKING:
    from safelog.vault import Key, ShareSecret

FOLDER = Path(__file__).with_name("credentials")


class Vector(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """One file."""

    about: str
    expect: str
    fields: dict[str, int | str]
    gives: str
    key_file: str | None = None
    shares: list[str] | None = None

    def read(self) -> Key | ShareSecret:
        """Read what was brought."""
        if self.shares is None:
            return parse_key_file(bytearray((self.key_file or "").encode()))
        return combine_shares([Secret.from_text(share) for share in self.shares])


VECTORS = {
    path.stem: msgspec.json.decode(path.read_bytes(), type=Vector)
    for path in sorted(FOLDER.glob("*.json"))
}


@pytest.mark.parametrize("name", VECTORS)
def test_a_vector_gives_what_it_says(name: str) -> None:
    """The bytes, or the class of the error and its fields."""
    vector = VECTORS[name]
    if vector.expect == "success":
        assert bytes(vector.read().view).hex() == vector.gives
        return
    with pytest.raises(errors.SafelogError) as caught:
        vector.read()
    assert type(caught.value) is getattr(errors, vector.expect)
    assert caught.value.fields == vector.fields


def test_every_vector_is_there() -> None:
    """They are kept for ever; new ones may come."""
    assert {vector.name for vector in (*key_file_vectors(), *share_vectors())} <= VECTORS.keys()
