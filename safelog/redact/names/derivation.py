"""What is made from names: other spellings, pet forms, possessives, adjectives of places.

Names come in orthographic lower case; endings are compared as keys. The endings are data
(`data/derivations.toml`).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from itertools import islice, product
from typing import Any, Literal

from safelog.redact.fold import fold_word
from safelog.redact.names.declension import decline
from safelog.redact.names.spelling import key
from safelog.redact.register import Language, Sex

_VOWEL_END = re.compile(r"(?:ия|ія|ья|ие|[аеёиіїоуыэюяєө]|ий|ій|ый|й|ь)$")
_CLOSED = re.compile(r"[^аеёиіїоуыэюяєәөүұ]*[аеёиіїоуыэюяєәөүұ][^аеёиіїоуыэюяєәөүұьъ]")
_OPEN = re.compile(r"(?:[^аеёиіїоуыэюяєәөүұ]*[аеёиіїоуыэюяєәөүұ]){2}")
_SHORTENED_LEAST = 6
_SYLLABLE_LEAST = 3
_PLACE_END = re.compile(
    r"(?:ское|ський|ская|ська|ский|ско|ск|ое|ая|ый|ий|ка|ки|[аеёиіїоуыэюяє]|й|ь)$"
)
_FLEETING = re.compile(r".+[^аеёиіїоуыэюяє]ц")
"""«Люберцы» and «люберецкий», «Чернівці» and «чернівецький»."""

_VOWELS = frozenset("аеёиіїоуыэюяєәөүұ")

_RUSSIAN_FOR_KAZAKH = {
    "ә": ("ә", "я", "е"),
    "ө": ("ө", "у", "е"),
    "ү": ("ү", "ю"),
    "ң": ("ң", "нг"),
    "һ": ("һ", "г", ""),
    "і": ("і", "е"),
}
_RUSSIAN_FOR_UKRAINIAN = {"і": ("і", "о", "е")}
_UKRAINIAN_FOR_RUSSIAN = {"о": ("о", "і"), "е": ("е", "і", "ьо")}
"""Of places, whose names are translated: «Синегорье» is «Синьогір'я»."""

_KAZAKH_FOR_RUSSIAN = {"у": ("у", "ө"), "я": ("я", "ә"), "ю": ("ю", "ү")}

_KAZAKH_STARTS = (("ж", "дж"), ("ш", "ч"))
"""First letters that Russian clerks wrote otherwise: Жамбыл and Джамбул, Шоқан and Чокан."""

_ADJECTIVE = re.compile(r".{2,}(?:ый|ий|ая|яя)")

_UNHEARD = re.compile(r"(?<=[^аеёиіїоуыэюяєәөүұ])[ыі](?=[^аеёиіїоуыэюяєәөүұ])")
"""A short vowel between consonants: Ыбырайым is Ибраим in Russian papers."""

_VARIANTS_MOST = 24
_STEM_SHORTEST = 3
_CHANGED = {"г": "ж", "х": "ш", "к": "ч", "ц": "ч"}

DerivedKind = Literal["possessive_of_vowel", "possessive_of_consonant", "place", "surname"]

_SCOTTISH = (
    (re.compile(r"^m['’]?a?c(?=[^aeiouy]?[a-z]{3})"), "mc"),
    (re.compile(r"^m['’]?a?c(?=[^aeiouy]?[a-z]{3})"), "mac"),
)
"""McAllister and MacAllister; in other names this changes letters that nobody writes."""

_NEIGHBOURS = (
    (re.compile(r"ей$"), ("ій",)),
    (re.compile(r"ій$"), ("ей",)),
    (re.compile(r"(?<=[^аеиоуіїєюя])ов$"), ("ів",)),
    (re.compile(r"[іе]в$"), ("ов", "ев", "ів")),
    (re.compile(r"ё"), ("ьо", "йо", "о")),
    (re.compile(r"[ьй]о"), ("ё",)),
    (re.compile(r"(?<=[жчшщ])о(?=.*(?:ий|ій|а)$)"), ("е",)),
    (re.compile(r"^дж"), ("ж",)),
    (re.compile(r"([сцз])к$"), (r"\1ьк",)),
    (re.compile(r"([сцз])ьк$"), (r"\1к",)),
    (re.compile(r"^(?=[аео].+янц?$)"), ("х",)),
    (re.compile(r"^о[вг]ан(?=.*янц?$)"), ("ховхан",)),
    (re.compile(r"^акоп(?=янц?$)"), ("хакоб",)),
    (re.compile(r"ц(?=ь?к)"), ("тс", "дс")),
    (re.compile(r"[дт]с(?=ь?к)"), ("ц",)),
)
"""Where Russian and Ukrainian spelling differ by more than the key forgives, where Armenian has a
breath that Russian leaves out (Hovsepyan), and where two spellings sound the same."""


def respelled(
    word: str, language: Language, *, given: bool = False, place: bool = False
) -> tuple[str, ...]:
    """Return `word` and how the neighbouring languages spell it.

    Ukrainian «і» is any of three vowels in Russian; of given names the table knows which.
    """
    letters: Mapping[str, tuple[str, ...]] = {}
    if language == "kk":
        letters = _RUSSIAN_FOR_KAZAKH
        if not any(letter in word for letter in "әғқңөұүһі"):
            letters = _KAZAKH_FOR_RUSSIAN
    elif language == "uk" and not given:
        letters = _RUSSIAN_FOR_UKRAINIAN
    variants = _exchanged(word, letters)
    if language == "ru" and _ADJECTIVE.fullmatch(word):
        # «Белая» is «Біла» to whoever hears that her name is a word.
        variants[re.sub("е", "і", word, count=1)] = None
    if language == "ru" and place and word.endswith("ье"):
        variants |= _exchanged(word.removesuffix("ье") + "ья", _UKRAINIAN_FOR_RUSSIAN)
    if language != "en":
        for pattern, replacements in _NEIGHBOURS:
            for replacement in replacements:
                variants[pattern.sub(replacement, word)] = None
    variants |= dict.fromkeys(pattern.sub(other, word) for pattern, other in _SCOTTISH)
    return (*variants, *_kazakh_by_ear(word)) if language == "kk" else tuple(variants)


def _kazakh_by_ear(word: str) -> Iterator[str]:
    """Give how Russian clerks wrote a Kazakh name that they heard."""
    if "йі" in word:
        yield from (word.replace("үйі", "ую"), word.replace("йі", "и"))
    heard = word.replace("йы", "и")
    yield heard
    for match in _UNHEARD.finditer(heard):
        yield heard[: match.start()] + heard[match.end() :]
    yield from (new + word[1:] for old, new in _KAZAKH_STARTS if word[0] == old)


def _exchanged(word: str, letters: Mapping[str, tuple[str, ...]]) -> dict[str, None]:
    choices = [letters.get(letter, (letter,)) for letter in word]
    return dict.fromkeys(islice(map("".join, product(*choices)), _VARIANTS_MOST))


def stem_of(name: str) -> str:
    """Return a given name without what falls off before a suffix."""
    return _VOWEL_END.sub("", name)


def place_stems(name: str) -> tuple[str, ...]:
    """Return what the adjectives and people of a place are built on: «Прага» and «праж-»."""
    stems = dict.fromkeys((name.removesuffix("ь"), _PLACE_END.sub("", name), stem_of(name)))
    long = [stem for stem in stems if len(stem) >= _STEM_SHORTEST]
    changed = [stem[:-1] + _CHANGED[stem[-1]] for stem in long if stem[-1] in _CHANGED]
    fleeting = [stem[:-1] + "е" for stem in long if _FLEETING.fullmatch(stem)]
    return (*long, *changed, *fleeting)


def has_possessive(name: str) -> bool:
    """Tell whether possessive adjectives are made of a name."""
    return name.endswith(("а", "я")) or name[-1:] not in _VOWELS


@cache
def pet_endings(sex: Sex, language: Language) -> frozenset[str]:
    """Return what makes pet forms of the stem of a given name, as keys, all cases."""
    table = _tables()["pet"]
    letters = ["m", "f"] if not sex else [sex]
    suffixes = [suffix for letter in letters for suffix in table[letter].split()]
    if language == "kk":
        suffixes += table["kk"].split()
    return frozenset(
        key(fold_word(form)) for suffix in suffixes for form in decline(suffix, "given", sex)
    )


def shortened(name: str, language: Language) -> Iterator[str]:
    """Give the pet forms that are made of the first syllables of a long Cyrillic given name."""
    if len(name) < _SHORTENED_LEAST:
        return
    closed, opened = _CLOSED.match(name), _OPEN.match(name)
    if closed and len(closed[0]) >= _SYLLABLE_LEAST:
        yield from (closed[0] + ending for ending in _tables()["pet"]["short"].split())
        yield name[: closed.end() + 1]
    if opened and language == "kk":
        yield from (opened[0] + ending for ending in _tables()["pet"]["open"].split())


@cache
def endings(kind: DerivedKind) -> frozenset[str]:
    """Return what makes a kind of derived word of a stem, as keys, all cases."""
    return frozenset(
        key(fold_word(suffix + ending))
        for row in _tables()[kind].values()
        for suffix, ending in product(_split(row["suffixes"]), _split(row["endings"]))
    )


def _split(text: str) -> tuple[str, ...]:
    return tuple("" if ending == "-" else ending for ending in text.split())


@cache
def _tables() -> Mapping[str, Any]:
    file = resources.files("safelog.redact") / "data" / "derivations.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))
