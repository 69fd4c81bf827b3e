"""From a mention to a hit: certain, a question, or nothing.

The rules lean one way. A name that is missed may cost a life, a common word that is hidden costs a
question; but an export that is all questions is not read, so what a capital letter, quotation marks
or a second part of the name make certain is not asked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from safelog.redact.fold import fold_word
from safelog.redact.hit import Hit, Tier
from safelog.redact.names import surroundings
from safelog.redact.names.disguised import GUESSES
from safelog.redact.names.grammar import is_a_thing, is_adjective, is_attribute, is_counted
from safelog.redact.names.initials import (
    hasty_initials_after,
    initials_after,
    initials_before,
)
from safelog.redact.names.kazakh import has_kazakh_letters
from safelog.redact.names.lexicon import has_always_capital, is_common, is_dictionary_form
from safelog.redact.names.likeness import with_other_part
from safelog.redact.names.mentions import Mention
from safelog.redact.names.namesakes import is_namesake
from safelog.redact.names.neighbours import (
    follows_given_name,
    is_family_or_namesake,
    is_landmark,
    names_another_person,
    owns,
    speaks,
)
from safelog.redact.names.persons import FullName
from safelog.redact.names.reading import Reading, Role
from safelog.redact.names.scanner import Found
from safelog.redact.names.spelling import key
from safelog.redact.names.tables import is_given_form

_DISGUISED = frozenset(
    {"homoglyph", "mixed_script", "spacing", "broken", "joined", "layout", "leet"}
)
"""Spellings that nobody uses by accident for another word."""

_VOCATIVE = re.compile(r".+[еєоую]")
"""How Ukrainian calls people: «Романе, відчини»."""

_LONG = 5
"""Letters from which a word in small letters, or a part of a phrase, is worth a question."""

_MANY_WORDS = frozenset({"diminutive", "kazakh_suffix"})
"""What makes many words of the language by chance."""

_PET = 7
"""The same for those."""


def judge(
    text: str, mention: Mention, people: Mapping[str, list[FullName]], phrase_lengths: list[int]
) -> Hit | None:
    """Return the hit that a mention is, if it is one."""
    first = mention.readings[0]
    if first.role is Role.PHRASE:
        return _judge_phrase(text, mention, phrase_lengths[first.phrase])
    account = surroundings.account_around(text, mention.start, mention.end)
    if account is not None and first.trait not in {*GUESSES, "spacing"}:
        return _judge_account(mention, account)
    if len(mention.words) == 1 and first.trait in GUESSES:
        return Hit(
            *(account or (mention.start, mention.end)), first.entity_id, Tier.ASK, first.trait
        )
    tier: Tier | None
    if len(mention.words) > 1:
        tier, trait = _full_name_tier(mention), _trait(mention)
    else:
        tier, trait = _word_tier(text, mention, people.get(first.entity_id, [])), first.trait
    start, end = mention.start, mention.end
    spaced = first.trait == "spacing"
    if mention.has(Role.SURNAME) and not mention.has(Role.GIVEN) and not spaced:
        start, end, fits = _with_initials(text, mention, people)
        if fits is not None and first.trait == "plural":
            # A family has no initials: «Соболев У.» is another man than Соболь.
            return None
        if fits is True:
            tier, trait = Tier.SURE, "initials"
        elif fits is False and tier is Tier.SURE:
            tier, trait = Tier.ASK, "namesake"
    if (start, end) == (mention.start, mention.end) and tier is not None:
        start, end = with_other_part(text, mention, people.get(first.entity_id, []))
    return Hit(start, end, first.entity_id, tier, trait) if tier is not None else None


def _full_name_tier(mention: Mention) -> Tier:
    """Two parts of one name make it certain, unless both are guesses."""
    guesses = {"typo", "other_sex"}
    return Tier.SURE if any(r.trait not in guesses for r in mention.readings) else Tier.ASK


def _trait(mention: Mention) -> str:
    traits = [reading.trait for reading in mention.readings if reading.trait != "base"]
    return traits[0] if traits else "base"


def _judge_phrase(text: str, mention: Mention, length: int) -> Hit | None:
    first, word = mention.readings[0], mention.words[0]
    if len(mention.words) == length:
        small = all(found.raw[0].islower() for found in mention.words)
        common = small and all(is_common(found.raw) for found in mention.words)
        if common and not surroundings.is_careless(text, mention.start):
            return None
        tier = Tier.ASK if small else Tier.SURE
        return Hit(mention.start, mention.end, first.entity_id, tier, _trait(mention))
    telling = any(
        found.raw[0].isupper()
        and len(found.raw) > _LONG
        and not is_common(found.raw)
        and reading.trait not in {"typo", "adjective"}
        for found, reading in zip(mention.words, mention.readings, strict=True)
    )
    if not telling or is_landmark(surroundings.next_word(text, mention.end)):
        return None
    if len(mention.words) == 1 and is_attribute(text, word):
        return None
    return Hit(word.start, mention.end, first.entity_id, Tier.ASK, "part")


def _judge_account(mention: Mention, account: tuple[int, int]) -> Hit | None:
    """Hide an account name or address that is made from a surname.

    A given name in somebody's account says nothing.
    """
    first = mention.readings[0]
    telling = [r for r in mention.readings if r.role not in {Role.GIVEN, Role.PARTICLE} and r.sure]
    if len(mention.words) == 1 and not telling:
        return None
    plain = all(is_common(word.raw) for word in mention.words)
    tier = Tier.ASK if plain or not telling else Tier.SURE
    return Hit(*account, first.entity_id, tier, "account")


def _with_initials(
    text: str, mention: Mention, people: Mapping[str, list[FullName]]
) -> tuple[int, int, bool | None]:
    """Return the bounds with initials, and whether they are this person's; None without any."""
    fitting = people.get(mention.readings[0].entity_id, [])
    start, before = initials_before(text, mention.start)
    end, after = initials_after(text, mention.end)
    if any(known.fit(after) for known in fitting):
        return mention.start, end, True
    if any(known.fit(before) for known in fitting):
        return start, mention.end, True
    hasty_end, hasty = hasty_initials_after(text, mention.end)
    if any(known.fit(hasty) for known in fitting):
        return mention.start, hasty_end, True
    if any(known.given for known in fitting) and len(after or before) > 1:
        return (mention.start, end, False) if after else (start, mention.end, False)
    return mention.start, mention.end, None


def _word_tier(text: str, mention: Mention, names: Sequence[FullName]) -> Tier | None:
    """Judge a single word by its capital letter and its neighbours."""
    word = mention.words[0]
    reading = mention.readings[0]
    if _is_ambiguous(mention):
        reading = reading._replace(sure=False)
    if reading.trait in _DISGUISED and _is_at_home(text, word, reading):
        return None
    if reading.trait in _DISGUISED:
        return Tier.SURE if reading.sure else Tier.ASK
    if reading.trait == "vocative" or word.raw[0].islower():
        judge_word = _called_tier if reading.trait == "vocative" else _small_tier
        return judge_word(text, word, reading)
    if _is_something_else(text, word, reading) or _is_elsewhere(text, mention, names):
        return None
    common = is_common(word.raw)
    if not reading.sure or _is_unlikely_kazakh(text, word, reading):
        return Tier.ASK
    certain = not common or _is_marked(text, mention) or not _is_capital_by_place(text, mention)
    return Tier.SURE if certain and not _is_anothers(text, mention) else Tier.ASK


def _is_at_home(text: str, word: Found, reading: Reading) -> bool:
    """Tell whether a word looks like another alphabet's name by chance: "come" among English words.

    Its capital, where only names have one, is no chance.
    """
    if reading.trait != "homoglyph" or not word.raw.isascii() or not word.raw.isalpha():
        return False
    if word.raw[0].isupper() and not surroundings.starts_sentence(text, word.start):
        return False
    beside = surroundings.next_word(text, word.end) + surroundings.word_before(text, word.start)
    return beside != "" and beside.isascii()


def _is_something_else(text: str, word: Found, reading: Reading) -> bool:
    """Tell whether a capitalised word is surely not this name."""
    if reading.trait == "typo" and _is_honest(text, word, reading.role):
        return True
    match reading.role:
        case Role.PARTICLE:
            return True
        case Role.PATRONYMIC:
            return follows_given_name(text, word.start)
        case Role.SURNAME:
            return is_common(word.raw) and is_landmark(surroundings.next_word(text, word.end))
        case Role.GIVEN if (
            reading.trait == "possessive" and word.raw.isalpha() and not reading.sure
        ):
            return not owns(text, word.end)
        case _:
            return reading.trait == "abbreviation" and not word.raw.isupper()


def _called_tier(text: str, word: Found, _: Reading) -> Tier | None:
    """Judge a pet name without its ending: nothing but a call has such a form."""
    if not surroundings.is_called(text, word.start, word.end):
        return None
    small = word.raw[0].islower()
    if small and not surroundings.is_careless(text, word.start):
        return None
    return Tier.ASK if small or is_common(word.raw) else Tier.SURE


def _is_elsewhere(text: str, mention: Mention, names: Sequence[FullName]) -> bool:
    """Tell whether the grammar around a capitalised word says that nobody registered is meant."""
    word, reading = mention.words[0], mention.readings[0]
    if reading.role is Role.GIVEN and names and is_namesake(text, word, reading.trait, names):
        return True
    if has_always_capital(word.raw):
        return reading.role is Role.GIVEN and is_adjective(text, word)
    opens = is_common(word.raw) and surroundings.starts_sentence(text, word.start)
    return opens and is_a_thing(text, word, reading, names[0].sex if names else "")


def _is_honest(text: str, word: Found, role: Role) -> bool:
    """Tell whether what looks like a slip is a word, or another given name, as it stands."""
    if role is Role.GIVEN and is_given_form(key(fold_word(word.raw))):
        return True
    return is_common(word.raw) and surroundings.starts_sentence(text, word.start)


def _is_capital_by_place(text: str, mention: Mention) -> bool:
    """Tell whether a common word has its capital from its place, or has one anywhere.

    Its place is the start of a sentence, or a headline. A surname in another form than the
    dictionary's is rarely a common word there: «Щеглов» would be a sentence that begins with a
    genitive.
    """
    word, reading = mention.words[0], mention.readings[0]
    if (word.raw.isupper() and len(word.raw) > 1) or has_always_capital(word.raw):
        return True
    ordinary = reading.common or is_dictionary_form(word.raw) or reading.trait == "plural"
    if reading.role is Role.SURNAME and not ordinary and not is_counted(text, word):
        return False
    return surroundings.starts_sentence(text, word.start)


def _is_marked(text: str, mention: Mention) -> bool:
    """Tell whether quotation marks, or what only people do or are told, make a word a name."""
    word, reading = mention.words[0], mention.readings[0]
    if reading.role is Role.TITLE:
        return surroundings.is_quoted(text, word.start, word.end)
    called = reading.role is Role.GIVEN and _VOCATIVE.fullmatch(word.raw) is not None
    return speaks(text, word.end) or (called and text[word.end : word.end + 1] == ",")


def _is_anothers(text: str, mention: Mention) -> bool:
    """Tell whether the words around say that somebody else has this name too."""
    word, reading = mention.words[0], mention.readings[0]
    if reading.role is Role.SURNAME and is_landmark(surroundings.next_word(text, word.end)):
        return True
    if reading.role is Role.GIVEN:
        return names_another_person(text, word.start, word.end)
    return reading.trait == "plural" and is_family_or_namesake(text, word.start, word.raw)


def _is_ambiguous(mention: Mention) -> bool:
    """Tell whether the word names two entities equally well: which label to put is a question."""
    sure = [r for r in mention.words[0].readings if r.sure and r.role is not Role.PHRASE]
    exactly = [r for r in sure if r.trait == "base"]
    return len({reading.entity_id for reading in exactly or sure}) > 1


def _is_unlikely_kazakh(text: str, word: Found, reading: Reading) -> bool:
    """Tell whether a word was read with Kazakh suffixes where nothing near it is Kazakh."""
    if reading.trait != "kazakh_suffix" or has_kazakh_letters(word.raw):
        return False
    return not has_kazakh_letters(surroundings.paragraph(text, word.start, word.end))


def _small_tier(text: str, word: Found, reading: Reading) -> Tier | None:
    """Judge a word in small letters: a common word, or a name written in haste."""
    raw = word.raw
    guess = reading.role is Role.PARTICLE or reading.trait in {"typo", "abbreviation"}
    if guess or _is_unlikely_kazakh(text, word, reading):
        return None
    common = reading.common or is_common(raw) or any(map(is_common, raw.split("-")[:-1]))
    if common and is_counted(text, word):
        return None
    if text[word.start - 1 : word.start] == "#":
        # Tags are written small, and name somebody.
        return Tier.SURE if reading.sure and not common else Tier.ASK
    if reading.role is Role.SURNAME and any(letter.isdigit() for letter in raw):
        return Tier.SURE if reading.sure and not common else Tier.ASK
    if reading.lower:
        telling = Tier.SURE if reading.sure and len(raw) > _LONG else Tier.ASK
        return None if common else telling
    return None if common and not reading.sure else _hasty_tier(text, word, reading, common=common)


def _hasty_tier(text: str, word: Found, reading: Reading, *, common: bool) -> Tier | None:
    """Judge a word in small letters by how carefully the sentence is written."""
    careless = surroundings.is_careless(text, word.start)
    by_chance = reading.trait in _MANY_WORDS
    if common and by_chance:
        return Tier.ASK if careless and speaks(text, word.end) else None
    if careless:
        return Tier.SURE if reading.sure and not common and len(word.raw) >= _LONG else Tier.ASK
    shortest = _PET if by_chance else _LONG
    return Tier.ASK if not common and len(word.raw) >= shortest else None
