"""Comparison keys, transliteration, neighbouring spellings, slips, suffixes, initials."""

from __future__ import annotations

import pytest

from safelog.redact.fold import fold_word
from safelog.redact.names.derivation import has_possessive, respelled
from safelog.redact.names.initials import initials_after, initials_before
from safelog.redact.names.kazakh import ADJECTIVES, RESPECTFUL, SUFFIXES
from safelog.redact.names.lattice import Alphabet, Lattice
from safelog.redact.names.reading import Reading, Role
from safelog.redact.names.slips import Slips
from safelog.redact.names.spelling import key, letters, shared_beginning

READING = Reading("x", Role.SURNAME, sure=True, trait="base")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Поліна", "Полина", True),
        ("Мөлдір", "Молдир", True),
        ("Римма", "Рима", True),
        ("Дем'янчук", "Демянчук", True),
        ("Коваль", "Ковал", True),
        ("Загорська", "Загорска", False),
        ("Анна", "Она", False),
        ("Соломії", "Соломи", False),
    ],
)
def test_spelling_habits_leave_one_key(one: str, other: str, *, same: bool) -> None:
    """Habits are forgiven; what tells names apart is not."""
    assert (key(fold_word(one)) == key(fold_word(other))) is same


@pytest.mark.parametrize(
    ("name", "to", "spellings"),
    [
        (
            "щеглов",
            "latin",
            "Shcheglov Scheglov Schtscheglow Chtcheglov Ščeglov Shheglov Shchehlov",
        ),
        ("загорская", "latin", "Zagorskaya Zagorskaia Zagorskaja Zahorskaya"),
        ("гребінець", "latin", "Hrebinets Grebinets Hrebinec Hrebinetz"),
        ("тихий", "latin", "Tykhyi Tikhiy Tikhii Tichij Tihiy"),
        ("соломія", "latin", "Solomiia Solomiya Solomija Solomia"),
        ("ғалымжан", "latin", "Ğalymjan Galymzhan Ghalymzhan Halymzhan"),
        ("өтегенов", "latin", "Ötegenov Otegenov Utegenov Oetegenow"),
        ("циммерман", "latin", "Zimmermann Tsimmerman Cimmerman"),
        ("жданов", "latin", "Zhdanov Schdanow Jdanov Ždanov"),
        ("хрущёв", "latin", "Khrushchev Chruschtschow Khrushchyov Khrouchtchev"),
        ("алексеев", "latin", "Alekseev Alexeyev Alexejew"),
        ("thornbury", "cyrillic", "Торнбери Сорнбери Торнбёри"),
        ("grant", "cyrillic", "Грант"),
        ("joyce", "cyrillic", "Джойс"),
        ("whitlock", "cyrillic", "Уитлок Витлок"),
        ("shcheglov", "cyrillic", "Щеглов"),
    ],
)
def test_a_lattice_holds_every_system(name: str, to: Alphabet, spellings: str) -> None:
    """BGN, ICAO, GOST, German, French, scholarly, national; and English names in Cyrillic."""
    lattice = Lattice(name, to, {"": True})
    for spelling in spellings.split():
        plain = key(fold_word(spelling))
        assert lattice.read(plain), spelling
        assert plain[:3] in lattice.prefixes()
        assert lattice.read(plain + "q") is None
    assert lattice.read("q") is None


@pytest.mark.parametrize(
    ("word", "language", "other"),
    [
        ("өтегенов", "kk", "утегенов"),
        ("утегенов", "kk", "өтегенов"),
        ("жамбыл", "kk", "джамбыл"),
        ("гордій", "uk", "гордей"),
        ("андрей", "ru", "андрій"),
        ("артём", "ru", "артьом"),
        ("харків", "uk", "харков"),
        ("підлісна", "uk", "подлесна"),
        ("крутоярськ", "uk", "крутоярск"),
    ],
)
def test_neighbouring_languages_spell_a_name_their_way(
    word: str, language: str, other: str
) -> None:
    """What the key does not forgive is generated."""
    match language:
        case "kk":
            assert other in respelled(word, "kk")
        case "uk":
            assert other in respelled(word, "uk")
        case _:
            assert other in respelled(word, "ru")
    assert respelled(word, "en") == (word,)


def test_the_spellings_of_one_name_are_bounded() -> None:
    """A name of many Kazakh letters does not explode."""
    assert len(respelled("әөүңһі" * 4, "kk")) <= 30


@pytest.mark.parametrize(
    ("form", "word", "near"),
    [
        ("щеглов", "щеголов", True),
        ("щеглов", "щелгов", True),
        ("щеглов", "щглов", True),
        ("щеглов", "шеглов", True),
        ("щеглов", "чеглов", False),
        ("щеглов", "еглов", False),
        ("титов", "тетов", False),
        ("титов", "титтов", True),
        ("щеглов", "щеглова", False),
        ("щеглов", "щегллв", False),
        ("щеглов", "щагллов", False),
        ("щеглов", "щеглав", False),
        ("щеглов", "щаглов", True),
        ("щеглов", "щеглов", False),
        ("загорська", "загорска", False),
        ("щегл", "щелг", False),
    ],
)
def test_a_slip_is_one_letter_within_a_word(form: str, word: str, *, near: bool) -> None:
    """Added, missing, mistaken or swapped; never at the start, never where cases differ."""
    slips = Slips()
    slips.add(letters(fold_word(form)), READING)
    found = list(slips.read(letters(fold_word(word))))
    assert [(reading.sure, reading.trait) for reading in found] == [(False, "typo")] * near


@pytest.mark.parametrize(
    "ending",
    [
        "ның",
        "дің",
        "ға",
        "ке",
        "ды",
        "да",
        "дан",
        "мен",
        "лар",
        "лардың",
        "ым",
        "ымды",
        "ында",
        "нікі",
        "дай",
    ],
)
def test_kazakh_suffixes_are_known(ending: str) -> None:
    """Plural, possession, case and their chains."""
    assert key(fold_word(ending)) in SUFFIXES
    assert key(fold_word(ending)) not in ADJECTIVES


@pytest.mark.parametrize("ending", ["", "ов", "ский", "лық", "ович"])
def test_other_endings_are_no_kazakh_suffixes(ending: str) -> None:
    """Russian endings and adjectives are told apart."""
    assert key(fold_word(ending)) not in SUFFIXES
    assert key(fold_word(ending)) not in RESPECTFUL


def test_only_some_names_make_possessives() -> None:
    """«Полинин» and «Глебов», but nothing of «Марко»."""
    assert has_possessive("полина")
    assert has_possessive("глеб")
    assert not has_possessive("марко")


@pytest.mark.parametrize(
    ("text", "after", "before"),
    [
        ("X Г. А. тут", "га", ""),
        ("X Г.А.", "га", ""),
        ("X ГА тут", "га", ""),
        ("X, Ш. тут", "ш", ""),
        ("X Дж. тут", "д", ""),
        ("X А тут", "", ""),
        ("X и. тут", "", ""),
        ("X Анна", "", ""),
        ("Г. А. X", "", "га"),
        ("Г.А.X", "", "га"),
        ("Sh. X", "", "s"),
        ("а. X", "", ""),
        ("Я X", "", ""),
        ("as I. X", "", "i"),
    ],
)
def test_initials_are_capitals_with_full_stops(text: str, after: str, before: str) -> None:
    """One-letter words are not initials."""
    at = text.index("X")
    assert "".join(initials_after(text, at + 1)[1]) == after
    assert "".join(initials_before(text, at)[1]) == before


def test_the_shared_beginning_of_one_word_is_the_word() -> None:
    """Of several it ends where the first difference is."""
    assert shared_beginning(["костёр"]) == "костёр"
    assert shared_beginning(["костёр", "костра"]) == "кост"
    assert shared_beginning(["а", "б"]) == ""
