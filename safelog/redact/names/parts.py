"""Taking a registered name apart: given name, patronymic, surname.

People write names in every order, with initials, titles and brackets. What cannot be told apart is
read in the cautious way: as something that hides more.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from safelog.redact.names.declension import orthographic
from safelog.redact.names.reading import Role
from safelog.redact.names.tables import is_given, is_pet_form
from safelog.redact.tokens import UNSEEN

WORD = re.compile(rf"[^\W\d_](?:[^\W_]|[{UNSEEN}]|['’ʼ‘`´′](?=[^\W_]))*")
"""One word of a name; an apostrophe inside it belongs to it."""

_COMPOUND = re.compile(rf"{WORD.pattern}(?:[-‐‑–]{WORD.pattern})*")

_PATRONYMIC = re.compile(
    r"(?:овна|евна|ёвна|івна|ївна|ична|инична|ович|евич|ёвич|йович|ич|ыч|"
    r"ұлы|улы|қызы|кызы|оглы|оғлы|уулу)"
)
_ALWAYS_PATRONYMIC = re.compile(
    r".+(?:овна|евна|івна|ївна|инична|ұлы|қызы|кызы|улы|оғлы|оглы|уулу)"
)
_KAZAKH_FATHER = re.compile(r".+(?:ұлы|қызы|улы|кызы|уулу|оғлы|оглы)")
_LIKE_PATRONYMIC = re.compile(r".+(?:ович|евич|йович|ич|ыч)")
_FATHER = re.compile(r"(?:ьевич|иевич|йович|ійович|ович|евич|ич|ыч)$")
_FATHER_ENDINGS = ("", "й", "ий", "ій", "ь", "я", "а", "ей", "о")

_PARTICLES = (
    "de da di du del della der den van von zu al el bin ibn la le "
    "фон ван де да ди дер ибн аль эль бен оглы кызы заде"
)
_TITLES = (
    "jr sr ii iii мл ст младший старший дядя тётя тетя тітка дядько баба бабуся дед дід дедушка "
    "бабушка господин госпожа пан пані панна товарищ гражданин гражданка mr mrs ms miss dr prof "
    "sir uncle aunt auntie grandma grandpa көке апа ата әже тәте аға"
)
_IS_PARTICLE = frozenset(_PARTICLES.split())
_NO_NAMES = _IS_PARTICLE | frozenset(_TITLES.split())


class Part(NamedTuple):
    """One word of a name; a double surname is one word with several pieces."""

    role: Role
    word: str


def compounds(name: str) -> list[str]:
    """Return the words of a name, hyphenated ones whole, initials and lower-case words too."""
    return _COMPOUND.findall(name)


def pieces(word: str) -> list[str]:
    """Return the parts of a hyphenated word, in orthographic lower case."""
    return [orthographic(piece) for piece in WORD.findall(word)]


def person_parts(name: str) -> tuple[Part, ...]:
    """Return the parts of a person's name.

    Initials, titles and "junior" are left out, unless nothing else is there.
    """
    bare = re.sub(r"\([^)]*\)", " ", name)
    words = compounds(bare) or compounds(name)
    names = [w for w in words if len(w) > 1 and orthographic(w) not in _NO_NAMES]
    if any(w[0].isupper() for w in names):
        names = [w for w in names if w[0].isupper()]
    particles = [Part(Role.PARTICLE, w) for w in words if orthographic(w) in _IS_PARTICLE]
    surname_first = re.match(r"\s*[^\s,]+\s*,", bare) is not None
    return (*_roles(names or words[:1], surname_first=surname_first), *particles)


def is_always_patronymic(word: str) -> bool:
    """Tell whether a word by itself can be nothing but a patronymic, in the nominative."""
    return _ALWAYS_PATRONYMIC.fullmatch(orthographic(word)) is not None


def _roles(words: Sequence[str], *, surname_first: bool) -> list[Part]:
    patronymic = next((i for i in range(len(words)) if i > 0 and _is_patronymic(words, i)), None)
    rest = [word for i, word in enumerate(words) if i != patronymic]
    parts = [] if patronymic is None else [Part(Role.PATRONYMIC, words[patronymic])]
    if len(rest) == 1:
        if patronymic is not None and _KAZAKH_FATHER.fullmatch(orthographic(words[patronymic])):
            # «Дәурен Сейтқазыұлы» has no other surname, and nobody else of that name is meant.
            parts = [Part(Role.SURNAME, words[patronymic])]
        role = Role.GIVEN if patronymic is not None or _known(rest[0]) else Role.SURNAME
        return [Part(role, rest[0]), *parts]
    surname = 0 if surname_first or _starts_with_surname(rest, patronymic) else len(rest) - 1
    for i, word in enumerate(rest):
        parts.append(Part(Role.SURNAME if i == surname else Role.GIVEN, word))
    return parts


def _starts_with_surname(rest: Sequence[str], patronymic: int | None) -> bool:
    """Tell whether «Щеглов Глеб (Аркадьевич)» is the order."""
    if not rest:
        return False
    if patronymic is not None:
        return patronymic == len(rest)
    return _known(rest[1]) and not _known(rest[0])


def _known(word: str) -> bool:
    return is_given(word) or is_pet_form(word)


def _is_patronymic(words: Sequence[str], position: int) -> bool:
    word = orthographic(words[position])
    if is_always_patronymic(word):
        return True
    if not _LIKE_PATRONYMIC.fullmatch(word):
        return False
    if len(words) > 2 and position == 1:  # noqa: PLR2004 (three words: the one in the middle)
        return True
    father = _FATHER.sub("", word)
    return len(words) > 1 and any(is_given(father + ending) for ending in _FATHER_ENDINGS)
