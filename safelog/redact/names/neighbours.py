"""Words beside a name that change whose it is: landmarks, verbs, titles, other surnames."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources

from safelog.redact.fold import fold_word
from safelog.redact.names import surroundings
from safelog.redact.names.lexicon import is_common
from safelog.redact.names.spelling import key
from safelog.redact.names.tables import is_given_form

_LANDMARK = re.compile(
    r"(?:океан|район|округ|проспект|мост|вокзал|бульвар|тупик|порт|залив|остров|сквер|парк|пруд|бассейн"
    r"|переулк|провулк|хребт|рынк|ринк)(?:|[аиеуыі]|ом|ем|ов|ів|ах|ам)"
    r"|переулок|провулок|хребет|рынок|ринок|мор[еяюі]|морем|озер[оауеі]|озером|рек[аиеуої]|рекой"
    r"|річк[аиуо]|річці|річкою|улиц[аыеуі]|улицей|вулиц[яюіи]|вулицею|площад[ьи]|площадью|площ[аіуи]"
    r"|площею|шоссе|шосе|област[ьиі]|областью|кра[йяюеєїи]|краем|краєм|станци[яюией]+"
    r"|станці[яюїєй]+|набережн\w{2,3}|кольц[оауе]|кольцом|ворот\w{0,3}|гор[аыуеио]|горой|горою"
    r"|көше\w{0,5}|даңғыл\w{0,5}|аудан\w{0,5}|облыс\w{0,5}|өзен\w{0,5}|теңіз\w{0,5}|мұхит\w{0,5}"
)

_SURNAME_LIKE = re.compile(
    r".{2,}(?:[оеё]в[аыуо]?\w{0,2}|[иы]н[аыуо]?\w{0,2}|[сцз]ь?к(?:ий|ая|а|ого|ому|им|ой|ої|у|ую|ій)"
    r"|енк\w{1,3}|[уюі]к|ич\w{0,2}|дзе|швили|швілі|янц?|ец|ець)"
)

_SPEECH_WORDS = 4
_SPEECH_WINDOW = 120
_WORD = re.compile(r"[^\W\d_]+")
_CLAUSE_END = re.compile(r"[.!?…;:,\n–—]")
_FAMILY_GENITIVE = re.compile(r".*[оеёіїи]в")


def is_landmark(word: str) -> bool:
    """Tell whether `word` is a thing that is named after people and qualities: «Тихий океан»."""
    return word[:1].islower() and _LANDMARK.fullmatch(word) is not None


def speaks(text: str, end: int) -> bool:
    """Tell whether a verb that only people do follows soon, before any comma."""
    window = text[end : end + _SPEECH_WINDOW]
    # In «Вера к лицу, сказала она» somebody else speaks.
    stop = _CLAUSE_END.search(window)
    following = _WORD.findall(window[: stop.start()] if stop else window)[:_SPEECH_WORDS]
    return any(begins(fold_word(word), "speech") for word in following)


def is_like_surname(word: str) -> bool:
    """Tell whether a word ends as surnames do."""
    return _SURNAME_LIKE.fullmatch(word.lower()) is not None


def is_family_or_namesake(text: str, start: int, word: str) -> bool:
    """Tell whether a plural in the genitive may as well be another man's surname: «Штольцев»."""
    if not _FAMILY_GENITIVE.fullmatch(word.lower()):
        return False
    preceding = surroundings.word_before(text, start)
    if _is_preposition(preceding):
        return False
    if not preceding or preceding[0].isupper() or begins(fold_word(preceding), "titles"):
        return True
    # «ещё Стрельцов» is one man more; «дом Стрельцов» is the family's.
    return fold_word(preceding) in _beginnings()["another"]


def names_another_person(text: str, start: int, end: int) -> bool:
    """Tell whether a given name has another's surname or patronymic beside it.

    A capitalised word after it that no rule knows is taken for a surname; before it only what
    looks like one.
    """
    following = surroundings.next_word(text, end)
    if _is_capitalised(following) and not following.isupper():
        return True
    preceding = surroundings.word_before(text, start)
    return _is_capitalised(preceding) and is_like_surname(preceding) and not is_common(preceding)


def governed_by(word: str) -> tuple[str, ...]:
    """Return the prepositions of what depends on a noun, if it has one: «вера в», «любовь к»."""
    wanted = key(fold_word(word))
    pairs = (pair.partition(":") for pair in _beginnings()["governing"])
    return tuple(preposition for noun, _, preposition in pairs if key(noun) == wanted)


def owns(text: str, end: int) -> bool:
    """Tell whether a thing follows that somebody may own: «Глебов телефон», not «Глебов и я»."""
    following = surroundings.next_word(text, end)
    return following[:1].islower() and fold_word(following) not in _beginnings()["connectives"]


def follows_given_name(text: str, start: int) -> bool:
    """Tell whether a given name stands before a patronymic or surname."""
    preceding = surroundings.word_before(text, start)
    return _is_capitalised(preceding) and is_given_form(key(fold_word(preceding)))


def _is_capitalised(word: str) -> bool:
    return len(word) > 1 and word[0].isupper()


def _is_preposition(word: str) -> bool:
    return fold_word(word) in _beginnings()["prepositions"]


def begins(folded: str, group: str) -> bool:
    """Tell whether a folded word begins like one of a group of `context.toml`."""
    return folded.startswith(_beginnings()[group])


@cache
def _beginnings() -> dict[str, tuple[str, ...]]:
    file = resources.files("safelog.redact") / "data" / "context.toml"
    tables: dict[str, dict[str, str]] = tomllib.loads(file.read_text(encoding="utf-8"))
    return {
        group: tuple(fold_word(word) for words in languages.values() for word in words.split())
        for group, languages in tables.items()
    }
