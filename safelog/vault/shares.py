"""Split 16 random bytes into shares of twenty words, and put them together; FORMAT.md section 7.2.

The arithmetic is SLIP-0039 by its authors (`shamir-mnemonic`). Here is what they leave open: how a
frightened person may type, what a slip is called, and which shares are taken at all.

What cannot be wiped: the library works on `str` and `bytes`, so the words of the shares and the 16
bytes pass through immutable copies that stay in memory until Python reuses it. They are needed once
in a while, not at each opening; where that matters, restart the computer afterwards. What is kept
is in buffers that are wiped.
"""

from __future__ import annotations

import functools
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shamir_mnemonic import (
    EncryptedMasterSecret,
    MnemonicError,
    Share,
    recover_ems,
    split_ems,
)
from shamir_mnemonic.constants import (
    CHECKSUM_LENGTH_WORDS,
    CUSTOMIZATION_STRING_EXTENDABLE,
    RADIX_BITS,
)
from shamir_mnemonic.rs1024 import create_checksum
from shamir_mnemonic.shamir import ShareGroup
from shamir_mnemonic.wordlist import WORD_INDEX_MAP, WORDLIST

from safelog.errors import InvalidSharesError
from safelog.vault.scope import Scoped
from safelog.vault.secret import SHARE_SECRET_BYTES, Secret, ShareSecret
from safelog.vault.words import split_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SHARE_WORDS = 20
FEWEST_TO_OPEN, MOST_SHARES = 2, 16
_IDENTIFIER_BITS = 15
_LETTERS_THAT_TELL = 4
"""No two words of the list begin with the same four letters (SLIP-0039, section "Wordlist")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareSet(Scoped):
    """A new set of shares. Owns its secrets: `wipe` ends them."""

    threshold: int
    """How many of them open."""
    secret: ShareSecret
    shares: tuple[Secret, ...]

    def wipe(self) -> None:
        """Overwrite all shares, and what they give together."""
        self.secret.wipe()
        for share in self.shares:
            share.wipe()

    def _leave(self) -> None:
        self.wipe()


def generate_shares(
    *, threshold: int, count: int, random_bytes: Callable[[int], bytes] = os.urandom
) -> ShareSet:
    """Draw a secret and split it, so that any `threshold` of `count` shares give it.

    The secret comes from `random_bytes`. The library draws what hides it in the shares by itself,
    with `secrets.token_bytes`, from the operating system.

    Raises:
        ValueError: not 2 ≤ threshold ≤ count ≤ 16.
    """
    if not FEWEST_TO_OPEN <= threshold <= count <= MOST_SHARES:
        message = "a set has 2 to 16 shares, and 2 or more of them open"
        raise ValueError(message)
    secret = ShareSecret(bytearray(random_bytes(SHARE_SECRET_BYTES)))
    sealed = EncryptedMasterSecret.from_master_secret(
        bytes(secret.view),
        passphrase=b"",
        identifier=int.from_bytes(random_bytes(2), "big") >> 16 - _IDENTIFIER_BITS,
        extendable=True,
        iteration_exponent=0,
    )
    (members,) = split_ems(1, [(threshold, count)], sealed)
    shares = tuple(Secret.from_text(member.mnemonic()) for member in members)
    return ShareSet(threshold=threshold, secret=secret, shares=shares)


def combine_shares(typed: Sequence[Secret]) -> ShareSecret:
    """Return what `typed` shares give together. They are not wiped here.

    Args:
        typed: one share each, in any order, as many as are needed. Words in any case, with any
            white space, or only their beginnings of four letters or more.

    Raises:
        InvalidSharesError: its fields say which share and which word, as far as that can be said.
    """
    shares = _read_set(typed)
    if missing := _missing(shares):
        raise InvalidSharesError(reason="too_few", missing=missing)
    group = ShareGroup()
    group.shares.update(shares)
    try:
        sealed = recover_ems({0: group})
    except MnemonicError:
        # Two sets may have the same number of fifteen bits; only what they give tells them apart.
        raise InvalidSharesError(reason="mixed", position=0) from None
    return ShareSecret(bytearray(sealed.decrypt(b"")))


def shares_missing(typed: Sequence[Secret]) -> int:
    """Return how many shares more it takes to open; as long as there is none, at least two.

    Raises:
        InvalidSharesError: as for `combine_shares`, except that there are too few.
    """
    return _missing(_read_set(typed))


def _missing(shares: Sequence[Share]) -> int:
    return (shares[0].member_threshold if shares else FEWEST_TO_OPEN) - len(shares)


def _read_set(typed: Sequence[Secret]) -> list[Share]:
    """Return shares of one set, not more than are needed."""
    shares = [_read(share, position) for position, share in enumerate(typed, start=1)]
    _require_one_set(shares)
    if _missing(shares) < 0:
        # What stands behind would not be looked at, and could be anything.
        raise InvalidSharesError(reason="too_many", position=shares[0].member_threshold + 1)
    return shares


def _read(typed: Secret, position: int) -> Share:
    """Return one share.

    Raises:
        InvalidSharesError: it is none of ours, or contains a slip.
    """
    words = _complete(split_words(typed), position)
    if len(words) != SHARE_WORDS:
        raise InvalidSharesError(reason="length", position=position)
    share = _parse(words)
    if share is None:
        slip = _likely_slip(words)
        raise InvalidSharesError(reason="checksum", position=position, word=slip)
    ours = (
        share.extendable
        # An exponent is how much time to take: the largest would keep a laptop busy for hours.
        and share.iteration_exponent == 0
        and (share.group_index, share.group_threshold, share.group_count) == (0, 1, 1)
        and share.member_threshold >= FEWEST_TO_OPEN
    )
    if not ours:
        raise InvalidSharesError(reason="foreign", position=position)
    return share


def _parse(words: Sequence[str]) -> Share | None:
    try:
        return Share.from_mnemonic(" ".join(words))
    except MnemonicError:
        return None


def _complete(typed: list[bytes], position: int) -> list[str]:
    """Return the words of the list that were meant."""
    beginnings, words = _beginnings(), []
    for number, word in enumerate(typed, start=1):
        meant = beginnings.get(word[:_LETTERS_THAT_TELL])
        if meant is None or not meant.startswith(word):
            raise InvalidSharesError(reason="word", position=position, word=number)
        words.append(meant.decode("ascii"))
    return words


@functools.cache
def _beginnings() -> dict[bytes, bytes]:
    """Return the words of the list by what tells them apart; it never changes."""
    return {word[:_LETTERS_THAT_TELL].encode(): word.encode() for word in WORDLIST}


def _likely_slip(words: Sequence[str]) -> int:
    """Return the position of the one word that, being another, would make the share fit, else 0.

    The checksum tells three wrong words from right ones for sure (SLIP-0039, section "Checksum"),
    so one wrong word can be at one place only. What it should be is not said: it would be a guess.
    """
    numbers = [WORD_INDEX_MAP[word] for word in words]
    wrong = _syndrome(numbers)
    for at, number in enumerate(numbers):
        # The checksum is linear: what a changed bit does to it, it does beside any other.
        reached = [0]
        for bit in range(RADIX_BITS):
            flipped = [*numbers[:at], number ^ 1 << bit, *numbers[at + 1 :]]
            effect = _syndrome(flipped) ^ wrong
            reached += [each ^ effect for each in reached]
        if wrong in reached:
            return at + 1
    return 0


def _syndrome(numbers: Sequence[int]) -> int:
    """Return how the last words differ from the checksum of the others; 0 for a whole share."""
    data, given = numbers[:-CHECKSUM_LENGTH_WORDS], numbers[-CHECKSUM_LENGTH_WORDS:]
    difference = 0
    for due, found in zip(
        create_checksum(data, CUSTOMIZATION_STRING_EXTENDABLE), given, strict=True
    ):
        difference = difference << RADIX_BITS | due ^ found
    return difference


def _require_one_set(shares: Sequence[Share]) -> None:
    """Refuse shares of several sets, and one share twice.

    Raises:
        InvalidSharesError: it names the first that does not go with those before it.
    """
    for position, share in enumerate(shares, start=1):
        if share.group_parameters() != shares[0].group_parameters():
            raise InvalidSharesError(reason="mixed", position=position)
        for earlier in shares[: position - 1]:
            if earlier == share:
                raise InvalidSharesError(reason="repeated", position=position)
            if earlier.index == share.index:
                raise InvalidSharesError(reason="mixed", position=position)
