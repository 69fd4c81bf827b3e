"""Shares: what is taken, what is refused, and what a slip is called."""

from __future__ import annotations

import dataclasses
import itertools
import secrets

import pytest
from shamir_mnemonic import Share, generate_mnemonics, shamir

from safelog.errors import InvalidSharesError, VaultClosedError
from safelog.vault import Secret, ShareSecret, combine_shares, generate_shares, shares_missing
from tests.unit.vault.world import SHARES, KnownBytes

SECRET = bytes(range(16))


def typed(*shares: str) -> list[Secret]:
    """Return shares as they are typed."""
    return [Secret.from_text(share) for share in shares]


def refused(*shares: str) -> dict[str, int | str]:
    """Return the fields of the error."""
    with pytest.raises(InvalidSharesError) as caught:
        combine_shares(typed(*shares))
    return caught.value.fields


def changed(share: str, position: int, word: str) -> str:
    """Put another word at a position, from 1."""
    words = share.split()
    words[position - 1] = word
    return " ".join(words)


def other_set(**change: int | bool) -> list[str]:
    """Return two shares with other parameters than ours."""
    parameters = {"extendable": True, "iteration_exponent": 0} | change
    return generate_mnemonics(
        1,
        [(2, 2)],
        SECRET,
        extendable=bool(parameters["extendable"]),
        iteration_exponent=int(parameters["iteration_exponent"]),
    )[0]


@pytest.mark.parametrize("pair", list(itertools.permutations(SHARES, 2)))
def test_any_two_give_the_same_in_any_order(pair: tuple[str, str]) -> None:
    """That is what a threshold of two means."""
    together = combine_shares(typed(*pair))
    assert together.matches(combine_shares(typed(*SHARES[:2])))
    assert len(together) == 16


def test_shares_are_read_as_frightened_people_type() -> None:
    """Capitals, white space of print, and the first letters of words."""
    short = " ".join(word[:4].upper() for word in SHARES[0].split())
    spaced = SHARES[1].replace(" ", "\u00a0\n ")
    assert combine_shares(typed(short, spaced)).matches(combine_shares(typed(*SHARES[:2])))


@pytest.mark.parametrize(("threshold", "count"), [(2, 2), (2, 3), (3, 5), (16, 16)])
def test_a_new_set_opens_with_as_many_as_it_says(threshold: int, count: int) -> None:
    """And with none fewer."""
    with generate_shares(threshold=threshold, count=count, random_bytes=KnownBytes()) as made:
        assert len(made.shares) == count
        assert bytes(made.secret.view) == KnownBytes()(16)
        assert combine_shares(made.shares[-threshold:]).matches(made.secret)
        assert [shares_missing(made.shares[:n]) for n in (1, threshold)] == [threshold - 1, 0]
        with pytest.raises(InvalidSharesError) as caught:
            combine_shares(made.shares[: threshold - 1])
        assert caught.value.fields == {"reason": "too_few", "missing": 1}
    with pytest.raises(VaultClosedError):
        _ = made.shares[0].view


def test_two_sets_differ_though_they_are_drawn_alike() -> None:
    """What hides the secret in the shares comes from the library, and that from the system."""
    first, second = (
        generate_shares(threshold=2, count=2, random_bytes=KnownBytes()) for _ in range(2)
    )
    assert first.secret.matches(second.secret)
    assert not first.shares[1].matches(second.shares[1])
    assert shamir.RANDOM_BYTES is secrets.token_bytes


@pytest.mark.parametrize(("threshold", "count"), [(1, 1), (1, 3), (3, 2), (2, 17), (0, 0)])
def test_a_set_that_protects_nothing_is_not_made(threshold: int, count: int) -> None:
    """One share that opens alone is a passphrase; more than sixteen SLIP-0039 cannot number."""
    with pytest.raises(ValueError, match="2 to 16"):
        generate_shares(threshold=threshold, count=count)


def test_an_unknown_word_is_named() -> None:
    """By the share and by the word."""
    assert refused(SHARES[0], changed(SHARES[1], 7, "losinq")) == {
        "reason": "word",
        "position": 2,
        "word": 7,
    }
    assert refused(changed(SHARES[0], 4, "aci")) == {"reason": "word", "position": 1, "word": 4}


@pytest.mark.parametrize("share", ["", SHARES[0] + " acid", SHARES[0].removesuffix(" retailer")])
def test_another_number_of_words_is_named(share: str) -> None:
    """A share has twenty."""
    assert refused(SHARES[1], share) == {"reason": "length", "position": 2}


@pytest.mark.parametrize("position", [1, 4, 10, 20])
def test_one_wrong_word_is_found_though_the_list_has_it(position: int) -> None:
    """The checksum says where it must stand."""
    slip = changed(SHARES[0], position, "academic")
    assert refused(SHARES[1], slip) == {"reason": "checksum", "position": 2, "word": position}


def test_of_two_wrong_words_only_the_share_is_named() -> None:
    """Naming one of them would send the person to the wrong place."""
    slip = changed(changed(SHARES[0], 12, "academic"), 13, "zero")
    assert refused(slip) == {"reason": "checksum", "position": 1, "word": 0}


@pytest.mark.parametrize(
    "shares",
    [
        other_set(iteration_exponent=1),
        other_set(extendable=False),
        generate_mnemonics(1, [(1, 1)], SECRET, iteration_exponent=0)[0],
        generate_mnemonics(1, [(2, 2), (2, 2)], SECRET, iteration_exponent=0)[0],
        generate_mnemonics(2, [(2, 2), (2, 2)], SECRET, iteration_exponent=0)[0],
    ],
)
def test_shares_of_another_program_are_refused(shares: list[str]) -> None:
    """Above all those that would take hours: the exponent comes from whoever made the share."""
    assert refused(*shares) == {"reason": "foreign", "position": 1}


def test_a_share_of_another_set_is_named() -> None:
    """It does not go with the first."""
    assert refused(SHARES[0], other_set()[1]) == {"reason": "mixed", "position": 2}


SECOND = Share.from_mnemonic(SHARES[1])


def test_sets_of_one_number_are_told_apart() -> None:
    """By the number of a share, or by what they give together."""
    renumbered = dataclasses.replace(SECOND, index=Share.from_mnemonic(SHARES[0]).index)
    assert refused(SHARES[0], renumbered.mnemonic()) == {"reason": "mixed", "position": 2}
    refilled = dataclasses.replace(SECOND, value=SECRET)
    assert refused(SHARES[0], refilled.mnemonic()) == {"reason": "mixed", "position": 0}


def test_one_share_twice_is_named() -> None:
    """It is not two shares."""
    assert refused(SHARES[0], SHARES[0].upper()) == {"reason": "repeated", "position": 2}


def test_a_share_too_many_is_refused() -> None:
    """Nothing would look at it, so nothing could be said of it."""
    assert refused(*SHARES) == {"reason": "too_many", "position": 3}


def test_no_share_at_all_is_too_few() -> None:
    """Two is the least that a set takes."""
    assert refused() == {"reason": "too_few", "missing": 2}
    assert shares_missing([]) == 2


def test_a_share_secret_has_one_length() -> None:
    """It stands last in what is stretched; another length would make that ambiguous."""
    with pytest.raises(ValueError, match="16 bytes"):
        ShareSecret(bytearray(17))
