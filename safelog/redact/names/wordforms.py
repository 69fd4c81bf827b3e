"""Putting one word of a name into the index, in all that can be made of it.

A word comes in orthographic lower case, with its part in the name. Cyrillic words decline and are
written in Latin letters; Latin words take the English endings and are written in Cyrillic ones.
Kazakh suffixes go on everything: any name can stand in a Kazakh sentence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from itertools import product

from safelog.redact.fold import fold_word
from safelog.redact.names import generators, kazakh
from safelog.redact.names.declension import Kinship, Role, decline
from safelog.redact.names.index import Index
from safelog.redact.names.lattice import Lattice, plain_spelling, spellings
from safelog.redact.names.reading import Reading
from safelog.redact.names.spelling import key, shared_beginning
from safelog.redact.register import Sex

_LATIN = re.compile(r"[a-zà-öø-ÿāăąćĉċčďđēĕėęěĝğġģĥħĩīĭįıĵķĺļľŀłńņňŋōŏőœŕŗřśŝşšţťŧũūŭůűųŵŷźżžß]")

_TRAITS = {
    Kinship.OWN: "inflection",
    Kinship.FAMILY: "plural",
    Kinship.OTHER_SEX: "other_sex",
}

_LIKE_SURNAMES = ("ов", "ев", "ів", "їв")

_STEM_SHORTEST = 2
"""Letters of a stem below which its Latin spellings would read half the language."""

_SURE_ACROSS = 4
"""Letters that a name needs for its spelling in the other alphabet to be certain."""


def is_latin_word(word: str) -> bool:
    """Tell whether a word of the register is written in Latin letters."""
    return _LATIN.search(word) is not None


def add_word(index: Index, word: str, role: Role, sex: Sex, reading: Reading) -> None:
    """Add a word in its case forms, with suffixes, in both alphabets."""
    index.add_form(word, reading)
    if is_latin_word(word):
        _add_latin(index, word, reading)
    else:
        _add_cyrillic(index, word, role, sex, reading)


def _add_cyrillic(index: Index, word: str, role: Role, sex: Sex, reading: Reading) -> None:
    forms = decline(word, role, sex)
    readings = {kinship: _related(reading, kinship) for kinship in Kinship}
    if role == "given":
        readings[Kinship.FAMILY] = readings[Kinship.FAMILY]._replace(sure=False)
    if reading.trait == "base":
        _add_generated(index, word, role, sex, reading)
    for form, kinship in forms.items():
        if role == "given" and kinship is Kinship.FAMILY and form.endswith(_LIKE_SURNAMES):
            # Nobody says «у Львов»; a town and many surnames are called so.
            continue
        if form != word:
            index.add_form(form, readings[kinship])
        if kinship is not Kinship.OTHER_SEX and reading.trait != "diminutive":
            index.add_slips(form, reading)
    add_kazakh(index, word, reading)
    if reading.trait == "diminutive":
        # Pet names go abroad in the nominative; their case forms would read half the other names.
        _add_across(index, word, {word: Kinship.OWN}, readings)
    else:
        index.add_slips(plain_spelling(word, "latin"), reading)
        _add_across(index, word, forms, readings)


def _add_across(
    index: Index, word: str, forms: Mapping[str, Kinship], readings: Mapping[Kinship, Reading]
) -> None:
    """Add the Latin spellings of a Cyrillic word and its forms, and Kazakh suffixes on them."""
    stem = shared_beginning([form for form in forms if forms[form] is Kinship.OWN])
    if len(stem) < _STEM_SHORTEST:
        stem = word
    endings = _latin_endings(
        tuple((form[len(stem) :], kin) for form, kin in forms.items() if form.startswith(stem))
    )
    abroad = {kinship: _across(reading, word) for kinship, reading in readings.items()}
    across = dict.fromkeys(_kazakh_in_latin(word[len(stem) :]), abroad[Kinship.OWN])
    across |= {ending: abroad[kinship] for ending, kinship in endings.items()}
    index.add_lattice(Lattice(stem, "latin", across))


def _add_generated(index: Index, word: str, role: Role, sex: Sex, reading: Reading) -> None:
    """Add what the inflection libraries make of a name; most of it the table has made as well."""
    for forms, trait in (
        (generators.russian_forms(word, role, sex), "inflection"),
        (generators.ukrainian_forms(word, role, sex), "inflection"),
        (generators.kazakh_forms(word), "kazakh_suffix"),
    ):
        for form in forms:
            if form != word:
                index.add_form(form, reading._replace(trait=trait))


def _add_latin(index: Index, word: str, reading: Reading) -> None:
    plain = key(fold_word(word))
    family = reading._replace(trait="plural")
    for form in (plain + "s", plain + "es", *([plain[:-1] + "ies"] if plain[-1:] == "y" else [])):
        index.add_form(form, family)
    if reading.trait != "diminutive":
        index.add_slips(word, reading)
    add_kazakh(index, word, reading)
    across = dict.fromkeys(_cyrillic_endings(), _across(reading, word))
    index.add_lattice(Lattice(plain, "cyrillic", across))


def add_kazakh(index: Index, word: str, reading: Reading) -> None:
    """Add a word with Kazakh suffixes."""
    suffixed = reading._replace(trait="kazakh_suffix")
    for stem in kazakh.stems(word):
        index.add_stem(stem, kazakh.SUFFIXES, kazakh.LONGEST, suffixed)


def _related(reading: Reading, kinship: Kinship) -> Reading:
    trait = _TRAITS[kinship] if reading.trait == "base" else reading.trait
    if kinship is Kinship.OTHER_SEX:
        return reading._replace(sure=False, trait=trait)
    return reading._replace(trait=trait)


def _across(reading: Reading, word: str) -> Reading:
    sure = reading.sure and len(word) >= _SURE_ACROSS
    return reading._replace(sure=sure, trait="transliteration")


@cache
def _latin_endings(endings: tuple[tuple[str, Kinship], ...]) -> Mapping[str, Kinship]:
    """Return the endings in Latin letters, with the English plural."""
    found: dict[str, Kinship] = {}
    for ending, kinship in endings:
        for spelling in spellings(ending, "latin"):
            written = key(spelling)
            found[written] = min(kinship, found.get(written, kinship))
    return {"s": Kinship.FAMILY} | found


@cache
def _kazakh_in_latin(ending: str) -> tuple[str, ...]:
    """Return the Kazakh cases on the nominative's ending, in Latin letters."""
    nominatives = {key(spelling) for spelling in spellings(ending, "latin")}
    return tuple(map("".join, product(sorted(nominatives), _KAZAKH_IN_LATIN.split())))


@cache
def _cyrillic_endings() -> tuple[str, ...]:
    """Return the Russian, Ukrainian and Kazakh endings that foreign names take, as keys."""
    suffixes = map("".join, product(_KAZAKH_PLURALS, _KAZAKH_CASES.split()))
    return ("", *(key(fold_word(ending)) for ending in (*_SLAVIC_CASES.split(), *suffixes)))


_SLAVIC_CASES = "а у ом ем е ы и ов ев ам ами ах я ю ой ей ою ею ові еві ям ями ях"
_KAZAKH_PLURALS = ("", "лар", "дар", "тар")
_KAZAKH_CASES = "нин дин тин га ге ка ке ни ди ти да де та те дан ден тан тен нан нен мен бен пен"

_KAZAKH_IN_LATIN = (
    "nyn nin dyn din tyn tin ga ge qa ke ka gha ghe ny ni dy di ty ti da de ta te dan den tan ten "
    "nan nen men ben pen lar ler dar der tar ter"
)
