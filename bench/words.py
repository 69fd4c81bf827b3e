"""Invented words as a language has them: a few everywhere, most of them rare, all inflected."""

from __future__ import annotations

import random
from itertools import accumulate

LEXEMES = 20_000
LITTLE_WORDS = tuple("ивнсяокуеа")
CONSONANTS = "бвгдзклмнпрстфхчш"
VOWELS = "аеиоу"
NOUN = ["", "а", "у", "ом", "е", "ы", "ов", "ам", "ами", "ах"]
ADJECTIVE = ["ый", "ого", "ому", "ым", "ом", "ая", "ой", "ую", "ое", "ые", "ых", "ыми"]
VERB = ["ить", "ил", "ила", "или", "ит", "ят", "ишь", "ю"]
RARITY = 2.7
"""How much rarer the second word is than the first, after Mandelbrot's form of Zipf's law."""


def make_words(chance: random.Random) -> tuple[list[str], list[float]]:
    """Return words and, added up, how often each occurs."""
    words, weights = list(LITTLE_WORDS), [3 / (rank + RARITY) for rank in range(len(LITTLE_WORDS))]
    for rank in range(LEXEMES):
        syllables = chance.choices((1, 2, 3), weights=(1, 5, 3))[0]
        root = "".join(chance.choice(CONSONANTS) + chance.choice(VOWELS) for _ in range(syllables))
        root += chance.choice(CONSONANTS)
        endings = chance.choices((NOUN, ADJECTIVE, VERB), weights=(6, 2, 3))[0]
        words += [root + ending for ending in endings]
        weights += [1 / (rank + RARITY) ** 1.05 / (place + 1) for place in range(len(endings))]
    return words, list(accumulate(weights))
