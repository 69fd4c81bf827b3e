"""Commitments hide, bind, and look alike."""

from __future__ import annotations

import hashlib
import hmac

import pytest

from safelog.evidence.commitment import (
    SMALLEST_LIST,
    Part,
    commit,
    commit_all,
    entry_leaf,
    is_commitment_list,
    padded_count,
    part_salt,
)

VIEW = bytes(range(32))
PARTS = tuple(Part(f"narrative#{k}/3", b"words %d" % k) for k in (1, 2, 3))


def test_a_commitment_follows_the_written_formula() -> None:
    """Section 2.2 of docs/PROOF.md, written out by hand."""
    part = Part("when", "вечер".encode())
    salt = hmac.new(VIEW, b"salt\x00when", "sha256").digest()
    value = "вечер".encode()
    expected = hashlib.sha256(
        b"safelog/proof/v1/commit\x00"
        + (4).to_bytes(4, "big")
        + b"when"
        + len(value).to_bytes(4, "big")
        + value
        + salt
    ).digest()
    assert part_salt(VIEW, "when") == salt
    assert commit(part, salt=salt) == expected


def test_path_and_value_cannot_be_split_another_way() -> None:
    """Moving a byte from the path to the value is another commitment."""
    salt = bytes(32)
    assert commit(Part("ab", b"c"), salt=salt) != commit(Part("a", b"bc"), salt=salt)


def test_equal_words_at_two_places_look_different() -> None:
    """Nobody sees that two parts say the same."""
    one, other = (Part(path, b"same") for path in ("effect#1/1", "response#1/1"))
    assert commit(one, salt=part_salt(VIEW, one.path)) != commit(
        other, salt=part_salt(VIEW, other.path)
    )


def test_a_list_holds_every_part_and_is_filled_up_and_sorted() -> None:
    """The order and the length of the list say nothing but a power of two."""
    listed = commit_all(VIEW, PARTS)
    assert len(listed) == SMALLEST_LIST
    assert list(listed) == sorted(set(listed))
    assert {commit(part, salt=part_salt(VIEW, part.path)) for part in PARTS} <= set(listed)
    blank = hmac.new(VIEW, b"blank\x00" + bytes(4), "sha256").digest()
    assert blank in listed


def test_two_views_of_one_entry_share_nothing() -> None:
    """Two recipients who compare their lists find no common hash."""
    assert not set(commit_all(VIEW, PARTS)) & set(commit_all(bytes(32), PARTS))


@pytest.mark.parametrize(
    ("count", "padded"), [(0, 32), (1, 32), (32, 32), (33, 64), (64, 64), (65, 128), (4097, 8192)]
)
def test_lengths_are_powers_of_two(count: int, padded: int) -> None:
    """A length tells no more than the power of two above it."""
    assert padded_count(count, smallest=32) == padded


def test_the_leaf_is_the_hash_of_the_list() -> None:
    """Section 2.2 of docs/PROOF.md, written out by hand."""
    listed = commit_all(VIEW, PARTS)
    expected = hashlib.sha256(b"safelog/proof/v1/entry\x00" + b"".join(listed)).digest()
    assert entry_leaf(listed) == expected


def test_only_full_and_ascending_lists_are_lists_of_commitments() -> None:
    """A stranger's list has one order, no doubles, and one of the allowed lengths."""
    listed = commit_all(VIEW, PARTS)
    assert is_commitment_list(listed)
    assert not is_commitment_list(listed[::-1])
    assert not is_commitment_list((listed[0], *listed[:-1]))
    assert not is_commitment_list(listed[:-1])
    assert not is_commitment_list(listed[:16])
    assert not is_commitment_list(())


def test_a_part_does_not_show_its_words() -> None:
    """A part in a crash report says nothing."""
    assert repr(Part("narrative#1/1", b"secret")) == "Part(...)"
