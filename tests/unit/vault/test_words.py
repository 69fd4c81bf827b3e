"""Recovery words and generated passphrases."""

from __future__ import annotations

import hashlib
import itertools
from importlib import resources

import pytest

from safelog.errors import InvalidRecoveryWordsError
from safelog.vault import Secret, generate_passphrase, generate_recovery, parse_recovery
from safelog.vault.words import WORD_COUNT, looks_like_recovery, read_word_list
from tests.unit.vault.world import RECOVERY, KnownBytes

EFF_SHA256 = "addd35536511597a02fa0a9ff1e5284677b8883b83e986e43f15a3db996b903e"
WHITE_SPACE = [chr(code) for code in range(0x3001) if chr(code).isspace() and not 28 <= code < 32]
"""The characters with that property; four control characters are spaces to Python alone."""


def text(secret: Secret) -> str:
    """Return the words, for a test to look at."""
    return str(secret.view, "ascii")


def test_the_list_is_effs() -> None:
    """With the dice numbers put back, the file has the hash of the one that EFF publishes."""
    file = resources.files("safelog.vault") / "data" / "eff_large.txt"
    words = file.read_text(encoding="ascii").split()
    dice = ("".join(throw) for throw in itertools.product("123456", repeat=5))
    published = "".join(f"{n}\t{word}\n" for n, word in zip(dice, words, strict=True))
    assert hashlib.sha256(published.encode()).hexdigest() == EFF_SHA256
    assert len(set(words)) == WORD_COUNT


def test_generated_words_parse_and_differ() -> None:
    """Eleven words, drawn anew each time."""
    first, second = generate_recovery(), generate_recovery()
    assert len(text(first).split()) == 11
    assert not first.matches(second)
    assert parse_recovery(first).matches(first)


def test_the_check_word_is_frozen() -> None:
    """Words printed today must be accepted for ever."""
    assert text(parse_recovery(Secret.from_text(RECOVERY))).endswith(" headway")


@pytest.mark.parametrize(
    "typed",
    [RECOVERY.upper(), f"  {RECOVERY}\n", RECOVERY.replace(" ", "\t\n "), RECOVERY.title()],
)
def test_case_and_space_do_not_matter(typed: str) -> None:
    """Words come from paper, under stress."""
    assert text(parse_recovery(Secret.from_text(typed))) == RECOVERY


@pytest.mark.parametrize(
    ("typed", "position"),
    [
        (RECOVERY.replace("abide", "abidе"), 4),  # a Cyrillic letter
        (RECOVERY.replace("headway", "headwya"), 11),
        ("", 0),
        (RECOVERY.removesuffix(" headway"), 0),
        (f"{RECOVERY} abacus", 0),
        (RECOVERY.replace("abacus abdomen", "abdomen abacus"), 0),
        (RECOVERY.replace("abide", "abiding"), 0),
        (RECOVERY.replace("headway", "abacus"), 0),
    ],
)
def test_a_slip_is_found_before_any_key_is_tried(typed: str, position: int) -> None:
    """The first unknown word is named; a swap or a wrong word is found by the check word."""
    with pytest.raises(InvalidRecoveryWordsError) as caught:
        parse_recovery(Secret.from_text(typed))
    assert caught.value.fields == {"position": position}


@pytest.mark.parametrize("space", WHITE_SPACE)
def test_words_are_separated_by_any_white_space(space: str) -> None:
    """They may be pasted from a printed page, a form or a phone; some of it twice."""
    typed = space + RECOVERY.replace(" ", space + space) + space
    assert text(parse_recovery(Secret.from_text(typed))) == RECOVERY


@pytest.mark.parametrize("joiner", ["\u200b", "\u2060", "\ufeff", "\u00ad", "Р", "\x1c"])
def test_what_is_no_white_space_joins(joiner: str) -> None:
    """No byte in the middle of a letter is taken for a space."""
    with pytest.raises(InvalidRecoveryWordsError):
        parse_recovery(Secret.from_text(RECOVERY.replace(" ", joiner)))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (RECOVERY, True),
        (RECOVERY.replace("abide", "qqq"), True),
        (RECOVERY.removesuffix(" headway"), True),
        ("abacus abdomen abdominal abide abiding ability ablaze", False),
        ("one two three four five six seven eight nine ten eleven" * 2, False),
        ("я не помню какие это были слова но их было одиннадцать", False),
    ],
)
def test_meant_recovery_words_are_recognised(typed: str, *, expected: bool) -> None:
    """A passphrase of seven words is not taken for them."""
    assert looks_like_recovery(Secret.from_text(typed)) is expected


def test_a_passphrase_tells_its_entropy() -> None:
    """Seven words are ninety bits."""
    generated = generate_passphrase()
    assert len(text(generated.secret).split()) == 7
    assert round(generated.entropy_bits, 1) == 90.5
    assert round(generate_passphrase(4).entropy_bits, 1) == 51.7


def test_known_randomness_gives_known_words() -> None:
    """Words depend on the random bytes alone."""
    known = [text(generate_passphrase(random_bytes=KnownBytes()).secret) for _ in range(2)]
    assert known[0] == known[1]


def test_a_draw_that_would_favour_early_words_is_drawn_again() -> None:
    """The range of a draw is no multiple of the list: its rest is thrown away."""
    draws = iter([b"\xff\xff\xff\xff", (7776 + 5).to_bytes(4, "big")])
    assert read_word_list().pick(lambda _count: next(draws)) == read_word_list().word(5)
