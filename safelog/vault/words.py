"""Recovery words and generated passphrases, from EFF's large word list; FORMAT.md section 7.

The words are picked and joined in buffers that can be wiped; a single word may pass through a
`bytes` or `str`, which tells nothing without its neighbours.
"""

from __future__ import annotations

import functools
import hashlib
import math
import os
import re
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING

from safelog.errors import InvalidRecoveryWordsError
from safelog.vault.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from safelog.vault.files import Buffer

WORD_COUNT = 7_776
RECOVERY_WORDS = 11
"""Ten words of 12.9 bits, and one that checks them."""
_FEWEST_RECOGNISED = 6
WHITE_SPACE = (
    rb"(?:[\t-\r ]|\xc2[\x85\xa0]|\xe1\x9a\x80"
    rb"|\xe2\x80[\x80-\x8a\xa8\xa9\xaf]|\xe2\x81\x9f|\xe3\x80\x80)"
)
"""A character with the Unicode property White_Space, in UTF-8: words may come from print."""
_SEPARATOR = re.compile(WHITE_SPACE + rb"+")
_DRAW_BYTES = 4
_FAIR_BELOW = (1 << 32) // WORD_COUNT * WORD_COUNT
"""A draw at or above this would favour the first words of the list, and is drawn again."""


class WordList:
    """The list of the format: never edited, in a fixed order."""

    def __init__(self, words: Iterable[bytes]) -> None:
        """Number `words` from 0."""
        self._words = tuple(words)
        self._known = frozenset(self._words)

    def word(self, number: int) -> bytes:
        """Return the word with that number, from 0."""
        return self._words[number]

    def knows(self, word: bytes) -> bool:
        """Tell whether the list has `word`."""
        return word in self._known

    def pick(self, random_bytes: Callable[[int], bytes]) -> bytes:
        """Return one word, each with the same probability."""
        while True:
            draw = int.from_bytes(random_bytes(_DRAW_BYTES), "big")
            if draw < _FAIR_BELOW:
                return self._words[draw % WORD_COUNT]

    def check_word(self, words: Secret) -> bytes:
        """Return the eleventh word for ten joined by single spaces."""
        digest = hashlib.sha256(b"safelog/v1/recovery\0")
        digest.update(words.view)
        return self._words[int.from_bytes(digest.digest()[:8], "big") % WORD_COUNT]


@functools.cache
def read_word_list() -> WordList:
    """Return the list that comes with the package; it never changes, so it is read once."""
    file = resources.files("safelog.vault") / "data" / "eff_large.txt"
    return WordList(file.read_bytes().split())


@dataclass(frozen=True, slots=True)
class GeneratedPassphrase:
    """A passphrase to be shown once, and how hard it is to guess."""

    secret: Secret
    entropy_bits: float


def generate_passphrase(
    words: int = 7, *, random_bytes: Callable[[int], bytes] = os.urandom
) -> GeneratedPassphrase:
    """Pick a passphrase of `words` words; the caller shows and wipes it."""
    word_list = read_word_list()
    secret = _join(word_list.pick(random_bytes) for _ in range(words))
    return GeneratedPassphrase(secret, words * math.log2(WORD_COUNT))


def generate_recovery(*, random_bytes: Callable[[int], bytes] = os.urandom) -> Secret:
    """Pick recovery words: ten that are random and one that checks them."""
    word_list = read_word_list()
    with _join(word_list.pick(random_bytes) for _ in range(RECOVERY_WORDS - 1)) as ten:
        return _join((ten.view, word_list.check_word(ten)))


def parse_recovery(secret: Secret) -> Secret:
    """Return the words in the one spelling that the vault was sealed with.

    Args:
        secret: as typed, in any case, with any white space.

    Raises:
        InvalidRecoveryWordsError: `position` is the first unknown word from 1, or 0 when every
            word is known and yet they do not fit together.
    """
    word_list = read_word_list()
    typed = split_words(secret)
    for position, word in enumerate(typed, start=1):
        if not word_list.knows(word):
            raise InvalidRecoveryWordsError(position=position)
    if len(typed) != RECOVERY_WORDS:
        raise InvalidRecoveryWordsError(position=0)
    with _join(typed[:-1]) as ten:
        if word_list.check_word(ten) != typed[-1]:
            raise InvalidRecoveryWordsError(position=0)
    return _join(typed)


def looks_like_recovery(secret: Secret) -> bool:
    """Tell whether somebody meant recovery words here, perhaps with slips in them."""
    word_list = read_word_list()
    typed = split_words(secret)
    recognised = sum(word_list.knows(word) for word in typed)
    near = RECOVERY_WORDS - 2 <= len(typed) <= RECOVERY_WORDS + 2
    return near and recognised >= _FEWEST_RECOGNISED


def split_words(secret: Secret) -> list[bytes]:
    """Return the words in lower case, without a copy of the whole."""
    return [word.lower() for word in _SEPARATOR.split(secret.view) if word]


def _join(words: Iterable[Buffer]) -> Secret:
    joined = bytearray()
    for word in words:
        if joined:
            joined += b" "
        joined += word
    return Secret(joined)
