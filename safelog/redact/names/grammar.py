"""What the grammar of a sentence says about a word that opens it: a person, or a thing.

«Гроза кончилась» is no man called Гроза, because a man has no feminine verb; «Любовь к порядку» is
no woman, because names govern no case; «Айна сүрттім» is a mirror, because a Kazakh who wiped
somebody would have said so. Each rule needs the words beside the word and nothing else, and each
speaks only where a reader of the language would not hesitate. The words are data (`context.toml`).
"""

from __future__ import annotations

import re
from functools import cache

from safelog.redact.fold import fold_word
from safelog.redact.identifiers.numerals import load_numerals
from safelog.redact.names import surroundings
from safelog.redact.names.lexicon import is_common, is_dictionary_form, is_of
from safelog.redact.names.neighbours import begins, governed_by, speaks
from safelog.redact.names.reading import Reading, Role
from safelog.redact.names.scanner import Found
from safelog.redact.register import Sex

_IMPERSONAL = ("nature", "things", "notions", "animals")
_LISTED = ("nature", "animals")
_QUALIFIED = ("nature", "things", "notions", "animals")
_ADJECTIVE = re.compile(r".{2,}(?:[ыи]й|[оаяе]я|[оеє]е|[ыи]е|ой|ій|[ая]|[іе])")
_CLAUSE_END = re.compile(r"[.!?…;:,\n–—]")
_CLAUSE_WINDOW = 60
_CLAUSE_WORDS = 5

_WORD = re.compile(r"[^\W\d_]+")
_CLAUSE = re.compile(r",\s(?:что|чтобы|щоб|що)(?!\w)")
_GOVERNED = re.compile(
    r"\s(?P<preposition>[^\W\d_]{1,4})\s(?P<word>[^\W\d_]+)(?P<rest>[^.!?…;\n]*)"
)
_PLACE_OR_PERSON = re.compile(r".*(?:[еєи]|ах|ях|ці|ді|ті|ні|лі|рі)")
"""How a word ends that is told as a place or, after «к», as a woman: «в больнице», «к сестре»."""

_FEMININE = re.compile(r"[^\W\d_]{2,}(?:ла|лась|лася)")
_MASCULINE = re.compile(r"[^\W\d_]{2,}(?:л|лся|вся)")
_PAST = re.compile(r"[^\W\d_]+(?:л|ла|ло|ли|лся|лась|лось|лись|в|вся)")
_NOUN_SHORTEST = 3
_I_DID = re.compile(r"[^\W\d_]{2,}(?:[дт][ыі]м|[дт]ық|[дт]ік)")
"""A Kazakh verb of what I or we did."""

_LIST = re.compile(r",\s([^\W\d_]+)(?=[,.…!]|\s[иійта]{1,2}\s)")
_ABOVE = frozenset({"над", "надо", "наді"})
"""Nobody stands above a square; clouds and crows do."""
_ARTICLE = frozenset({"a", "an", "the"})
_NUMBER_LONGEST = 24


def is_a_thing(text: str, word: Found, reading: Reading, sex: Sex) -> bool:
    """Tell whether a common word that opens a sentence is a thing, whatever it is called.

    Args:
        text: the whole text.
        word: the word; it is common, and its capital comes from its place.
        reading: the name that it may be.
        sex: of whoever has that name.
    """
    return (
        _has_verb_of_other_gender(text, word, reading, sex)
        or _governs(text, word)
        or _is_wiped(text, word)
        or _is_listed(text, word)
        or _qualifies(text, word, reading)
        or surroundings.next_word(text, word.end) in _ABOVE
        or (reading.role is Role.GIVEN and reading.trait == "plural" and word.raw.isascii())
    )


def is_adjective(text: str, word: Found) -> bool:
    """Tell whether an English word with a capital stands between its article and its noun."""
    following = surroundings.next_word(text, word.end)
    return (
        surroundings.word_before(text, word.start).lower() in _ARTICLE
        and following[:1].islower()
        and not begins(fold_word(following), "owned")
    )


def is_attribute(text: str, word: Found) -> bool:
    """Tell whether an adjective that opens a sentence stands before a noun: «Гражданский иск»."""
    following = surroundings.next_word(text, word.end)
    return (
        surroundings.starts_sentence(text, word.start)
        and _ADJECTIVE.fullmatch(word.raw.lower()) is not None
        and len(following) >= _NOUN_SHORTEST
        and following.islower()
        and _PAST.fullmatch(following) is None
    )


def is_counted(text: str, word: Found) -> bool:
    """Tell whether a number stands beside what may be counted: «77 рублей», «рублей пять»."""
    before = text[max(0, word.start - _NUMBER_LONGEST) : word.start].rstrip(" \u00a0")
    beside = (before.rpartition(" ")[2], surroundings.next_word(text, word.end))
    return not is_dictionary_form(word.raw) and any(
        number.isdecimal() or number.lower() in _number_words() for number in beside
    )


@cache
def _number_words() -> frozenset[str]:
    return frozenset(load_numerals().words)


def _has_verb_of_other_gender(text: str, word: Found, reading: Reading, sex: Sex) -> bool:
    if not sex or reading.role is not Role.SURNAME or not is_dictionary_form(word.raw):
        return False
    verb = _first_verb(text, word.end)
    gender = "f" if _FEMININE.fullmatch(verb) else "m"
    return (
        verb != ""
        and gender != sex
        and is_of(word.raw, _IMPERSONAL)
        and not begins(fold_word(verb), "moving")
        and not speaks(text, word.end)
    )


def _first_verb(text: str, end: int) -> str:
    """Return the first verb in the past tense of the clause, if all is small before it."""
    window = text[end : end + _CLAUSE_WINDOW]
    stop = _CLAUSE_END.search(window)
    words: list[str] = _WORD.findall(window[: stop.start()] if stop else window)
    for found in words[:_CLAUSE_WORDS]:
        if not found.islower():
            break
        if (_FEMININE.fullmatch(found) or _MASCULINE.fullmatch(found)) and not is_common(found):
            return found
    return ""


def _qualifies(text: str, word: Found, reading: Reading) -> bool:
    """Tell whether an adjective stands before a thing that it qualifies: «Лютый мороз»."""
    following = surroundings.next_word(text, word.end)
    return (
        reading.common
        and following.islower()
        and _ADJECTIVE.fullmatch(word.raw.lower()) is not None
        and is_dictionary_form(following)
        and is_of(following, _QUALIFIED)
    )


def _governs(text: str, word: Found) -> bool:
    """Tell whether a clause or a case depends on a notion: «Надежды, что …», «Вера в людей»."""
    if _CLAUSE.match(text, word.end) and not is_dictionary_form(word.raw):
        return is_of(word.raw, ("notions",))
    match = _GOVERNED.match(text, word.end)
    if match is None or match["word"][0].isupper() or _PLACE_OR_PERSON.fullmatch(match["word"]):
        return False
    if match["preposition"] not in governed_by(word.raw):
        return False
    acts = (found for found in _WORD.findall(match["rest"]) if _FEMININE.fullmatch(found))
    return all(begins(fold_word(verb), "being") for verb in acts)


def _is_wiped(text: str, word: Found) -> bool:
    following = surroundings.next_word(text, word.end)
    return is_dictionary_form(word.raw) and _I_DID.fullmatch(following) is not None


def _is_listed(text: str, word: Found) -> bool:
    """Tell whether a word and the next one in a list are of one kind: «Мороз, снег и ветер»."""
    match = _LIST.match(text, word.end)
    return match is not None and any(
        is_of(word.raw, (kind,)) and is_of(match[1], (kind,)) for kind in _LISTED
    )
