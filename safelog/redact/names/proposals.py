"""What else a registered person may be called: proposals from the table of given names.

Owns the choice, the order and the bound of what is proposed. A proposal is a word of the table,
never of the person's; nothing becomes an alias by itself, and finding does not come here.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from itertools import islice, zip_longest
from typing import Literal, NamedTuple

from safelog.model.entity import ALIASES_LIMIT
from safelog.model.text import LINE_LIMIT
from safelog.redact.fold import fold_word
from safelog.redact.names.parts import WORD, person_parts, pieces
from safelog.redact.names.reading import Role
from safelog.redact.names.spelling import key
from safelog.redact.names.tables import GivenName, is_given, lines_of
from safelog.redact.register import Language, Sex

Sort = Literal["pet", "full", "form", "ru", "uk", "kk", "latin"]
"""A pet name, the full name of one, another form in the same language, or a form in another."""

Writing = Literal["ru", "uk", "kk", "latin"]

_SPOKEN: Mapping[Language, Writing] = {"uk": "uk", "kk": "kk"}
"""Languages that are nobody's guess: Russian is what an entity has that was not asked."""

_PETS_MOST = 8
_FULL_MOST = 8
"""Both lists together fill no more than a small window."""

_SHARED_MOST = 3

_TELLING: tuple[tuple[re.Pattern[str], Writing], ...] = (
    (re.compile("[a-z]"), "latin"),
    (re.compile("[әғқңөұүһ]"), "kk"),
    (re.compile("[іїєґ']|[ьй]о"), "uk"),
    (re.compile("[ёъыэ]"), "ru"),
)
"""Letters that one language of the four has; the first that is found decides."""


class Proposal(NamedTuple):
    """One name that the person may tick."""

    name: str
    """As the table spells it."""
    sort: Sort
    shared: tuple[str, ...] = ()
    """Other given names that it stands for as well: as an alias it makes them this person's."""


class _Source(NamedTuple):
    """A line of the table, and how the name that led to it is written."""

    line: GivenName
    own: Writing
    is_pet: bool


def proposals(
    name: str, *, language: Language, sex: Sex, aliases: Sequence[str] = ()
) -> tuple[Proposal, ...]:
    """Return what a person may be called besides `name` and `aliases`.

    Args:
        name: the full name as it is registered.
        language: the language of the name.
        sex: empty takes the names of both.
        aliases: what is registered already; it is not proposed again.

    Returns:
        For a pet name the full names first, else the pet names; each as often used as the table
        puts it. No two of them count as one spelling.
    """
    if len(name) > LINE_LIMIT:
        return ()
    # What is too long or too many to be registered is refused later, and costs nothing here.
    texts = [text for text in (name, *aliases[:ALIASES_LIMIT]) if len(text) <= LINE_LIMIT]
    known = {_key(word) for text in texts for word in WORD.findall(_composed(text))}
    sources = tuple(dict.fromkeys(_sources(_composed(name), language, sex)))
    pets = list(islice(_pets(sources, known), _PETS_MOST))
    full = list(islice(_full(sources, known), _FULL_MOST))
    first, second = (full, pets) if any(source.is_pet for source in sources) else (pets, full)
    lines = [source.line for source in sources]
    return tuple(each._replace(shared=_shared(each.name, lines, sex)) for each in first + second)


def _sources(name: str, language: Language, sex: Sex) -> Iterator[_Source]:
    """Give the lines of every given name in a name; of a name with a hyphen, of both."""
    given = (part.word for part in person_parts(name) if part.role is Role.GIVEN)
    for word in (piece for whole in given for piece in pieces(whole)):
        written = _writing(word)
        own = written or "ru"
        if own != "latin":
            own = _SPOKEN.get(language, own)
        for line in lines_of(word, sex):
            yield _Source(line, own, is_pet=not is_given(word))


def _pets(sources: Sequence[_Source], known: set[str]) -> Iterator[Proposal]:
    """Give the pet names; those that another language's letters write come last."""
    for name in _in_turn([_own_first(source) for source in sources]):
        if _is_new(name, known):
            yield Proposal(name, "pet")


def _own_first(source: _Source) -> list[str]:
    return sorted(source.line.short, key=lambda name: _writing(name) not in {"", source.own})


def _full(sources: Sequence[_Source], known: set[str]) -> Iterator[Proposal]:
    """Give the full names: the line's own, then those that differ so far that finding asks."""
    sorts: dict[str, Sort] = {}
    for source in sources:
        for name in (*source.line.full, *source.line.foreign):
            same: Sort = "full" if source.is_pet else "form"
            written = _writing(name) or "ru"
            sorts.setdefault(name, same if written == source.own else written)
    for names in ([s.line.full for s in sources], [s.line.foreign for s in sources]):
        for name in _in_turn(names):
            if _is_new(name, known):
                yield Proposal(name, sorts[name])


def _in_turn(lists: Sequence[Sequence[str]]) -> Iterator[str]:
    """Give the first of each list, then the second of each, so that no list crowds out another."""
    return (name for row in zip_longest(*lists) for name in row if name is not None)


def _is_new(name: str, known: set[str]) -> bool:
    """Tell whether nothing that counts as this spelling was there, and note that it is now."""
    spelling = _key(name)
    if spelling in known:
        return False
    known.add(spelling)
    return True


def _shared(name: str, own: Sequence[GivenName], sex: Sex) -> tuple[str, ...]:
    """Return the full names of others that the matcher would read as a person called `name`."""
    related = {_key(each) for line in own for names in line[1:] for each in names}
    others = (line.full[0] for line in lines_of(name, sex) if line not in own)
    new = dict.fromkeys(other for other in others if _key(other) not in related)
    return tuple(islice(new, _SHARED_MOST))


def _writing(name: str) -> Writing | Literal[""]:
    """Return the language that a name is written in; empty if the letters could be Russian."""
    word = name.lower()
    listed = _listed().get(word)
    if listed is not None:
        return listed
    return next((language for telling, language in _TELLING if telling.search(word)), "")


def _composed(text: str) -> str:
    """Return `text` with whole letters: a mark typed apart would end a word."""
    return unicodedata.normalize("NFC", text)


def _key(word: str) -> str:
    return key(fold_word(word))


@cache
def _listed() -> Mapping[str, Writing]:
    file = resources.files("safelog.redact") / "data" / "name_languages.toml"
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    spoken: tuple[Writing, ...] = ("uk", "kk")
    return {name.lower(): language for language in spoken for name in table[language].split()}
