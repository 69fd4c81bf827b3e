"""What the grammar of a sentence says about a word that opens it: a person, or a thing.

«Гроза кончилась» is no man called Гроза, because a man has no feminine verb; «Любовь к порядку» is
no woman, because names govern no case; «Айна сүрттім» is a mirror, because a Kazakh who wiped
somebody would have said so. Each rule needs the words beside the word and nothing else, and each
speaks only where a reader of the language would not hesitate. The words are data (`context.toml`).
"""

from __future__ import annotations

import re
from typing import Literal

from safelog.redact.fold import fold_word
from safelog.redact.identifiers.numerals import load_numerals
from safelog.redact.names import surroundings
from safelog.redact.names.lexicon import is_dictionary_form, is_of
from safelog.redact.names.neighbours import begins, governed_by, speaks
from safelog.redact.names.reading import Reading, Role
from safelog.redact.names.scanner import Found
from safelog.redact.register import Sex

_IMPERSONAL = ("nature", "things", "notions")
_LISTED = ("nature", "animals")

_CLAUSE = re.compile(r",\s(?:что|чтобы|щоб|що)(?!\w)")
_GOVERNED = re.compile(
    r"\s(?P<preposition>[^\W\d_]{1,4})\s(?P<word>[^\W\d_]+)(?P<rest>[^.!?…;\n]*)"
)
_PLACE_OR_PERSON = re.compile(r".*(?:[еєи]|ах|ях|ці|ді|ті|ні|лі|рі)")
"""How a word ends that is told as a place or, after «к», as a woman: «в больнице», «к сестре»."""

_FEMININE = re.compile(r"[^\W\d_]{2,}(?:ла|лась|лася)")
_MASCULINE = re.compile(r"[^\W\d_]{2,}(?:л|лся|вся)")
_I_DID = re.compile(r"[^\W\d_]{2,}(?:[дт][ыі]м|[дт]ық|[дт]ік)")
"""A Kazakh verb of what I or we did."""

_LIST = re.compile(r",\s([^\W\d_]+)(?=[,.…!]|\s[иійта]{1,2}\s)")
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


def is_counted(text: str, word: Found) -> bool:
    """Tell whether a number stands beside what may be counted: «77 рублей», «рублей пять»."""
    before = text[max(0, word.start - _NUMBER_LONGEST) : word.start].rstrip(" \u00a0")
    beside = (before.rpartition(" ")[2], surroundings.next_word(text, word.end))
    return not is_dictionary_form(word.raw) and any(
        number.isdecimal() or number.lower() in load_numerals().words for number in beside
    )


def _has_verb_of_other_gender(text: str, word: Found, reading: Reading, sex: Sex) -> bool:
    if not sex or reading.role is not Role.SURNAME or not is_dictionary_form(word.raw):
        return False
    following = surroundings.next_word(text, word.end)
    gender: Literal["m", "f", ""] = ""
    if following[:1].islower():
        gender = "f" if _FEMININE.fullmatch(following) else gender
        gender = "m" if _MASCULINE.fullmatch(following) else gender
    return (
        gender not in {"", sex}
        and is_of(word.raw, _IMPERSONAL)
        and not begins(fold_word(following), "moving")
        and not speaks(text, word.end)
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
    acts = (
        found for found in re.findall(r"[^\W\d_]+", match["rest"]) if _FEMININE.fullmatch(found)
    )
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
