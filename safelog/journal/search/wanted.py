"""What a typed word finds: read once, asked of many words that occur.

An index looks the keys up among all that it knows; where there is no index, each word that occurs
is compared by itself. Both ask the same `Wanted`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import chain

from safelog.journal.search.endings import Endings, Stem
from safelog.journal.search.sounds import Sounds
from safelog.journal.search.spelling import Spelling, plain, spell

_CODE_PART = 4
"""Fewest characters that find a code by any part of it."""

_TRUNK = {11: ("7", "8"), 12: ("38",)}
"""What may stand before a national number of Russia, Kazakhstan or Ukraine, by the length of all:
country code or the trunk digit 8 (ITU-T E.164 and national numbering plans)."""


class Wanted:
    """One typed word."""

    def __init__(self, word: str, sounds: Sounds, endings: Endings) -> None:
        """Read `word`."""
        self._word = word
        self._spelling = spell(word, sounds)
        self._sounds, self._endings = sounds, endings

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of the same word; of a code only the whole code."""
        return self._spelling.keys[:1] if self._spelling.is_code else self._spelling.keys

    @cached_property
    def stems(self) -> tuple[Stem, ...]:
        """What is left of its forms."""
        return tuple(self._stems())

    @cached_property
    def starts(self) -> tuple[str, ...]:
        """What the keys of a word that it begins may begin with."""
        if self._spelling.is_code:
            return self.keys
        beginnings = (*self.keys, *self._sounds.beginnings(plain(self._word)))
        return tuple({start: None for start in beginnings if start})

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """What the codes of which it is a part hold; of a telephone number without its trunk."""
        code = self.keys[0]
        if not self._spelling.is_code or len(code) < _CODE_PART:
            return ()
        trunks = (trunk for trunk in _TRUNK.get(len(code), ()) if code.startswith(trunk))
        return (code, *(code.removeprefix(trunk) for trunk in trunks))

    def finds(self, spelling: Spelling) -> bool:
        """Tell whether it finds a word at any rank."""
        if spelling.is_code and any(part in spelling.keys[0] for part in self.parts):
            return True
        return any(key[:1] in self.initials and self._finds(key) for key in spelling.keys)

    def _finds(self, key: str) -> bool:
        return (
            key in self.keys
            or key.startswith(self.starts)
            or any(key.startswith(stem.text) and stem.fits(key) for stem in self.stems)
        )

    @cached_property
    def initials(self) -> frozenset[str]:
        """With what the keys of all that it finds begin, but for codes of which it is a part."""
        stems = (stem.text for stem in self.stems)
        return frozenset(start[:1] for start in chain(self.keys, self.starts, stems))

    def _stems(self) -> Iterator[Stem]:
        if self._spelling.is_code:
            return
        for key in self.keys:
            yield from self._endings.stems(key)
        if self._spelling.identity.startswith("="):
            yield from self._endings.english_stems(self.keys[0])
