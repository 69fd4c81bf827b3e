"""What else a person may be called, and what a ticked proposal changes for finding."""

from __future__ import annotations

import tomllib
import unicodedata
from importlib import resources

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safelog.model.entity import ALIASES_LIMIT
from safelog.model.text import LINE_LIMIT
from safelog.redact.fold import fold_word
from safelog.redact.matcher import Matcher
from safelog.redact.names.proposals import Proposal, proposals
from safelog.redact.names.spelling import key
from safelog.redact.register import Language, RegisteredEntity, Sex

DATA = resources.files("safelog.redact") / "data"
TABLE: dict[str, list[str]] = tomllib.loads((DATA / "given_names.toml").read_text(encoding="utf-8"))
LISTED: dict[str, str] = tomllib.loads((DATA / "name_languages.toml").read_text(encoding="utf-8"))
IN_TABLE = {name for lines in TABLE.values() for line in lines for name in line.split()}
EVERY_FULL = sorted(
    {name for lines in TABLE.values() for line in lines for name in line.split("|")[0].split()}
)
MOST = 16


def names(
    name: str, language: Language = "ru", sex: Sex = "", aliases: tuple[str, ...] = ()
) -> list[str]:
    """Return the proposed names."""
    found = proposals(name, language=language, sex=sex, aliases=aliases)
    return [proposal.name for proposal in found]


def sorts(name: str, language: Language, sex: Sex = "") -> dict[str, str]:
    """Return the sort of each proposed name."""
    return {each.name: each.sort for each in proposals(name, language=language, sex=sex)}


def test_pet_names_come_first_and_then_the_other_languages() -> None:
    """In the order of the table; what stands for another name says for which."""
    assert proposals("Алексей Ветров", language="ru", sex="m") == (
        Proposal("Лёша", "pet"),
        Proposal("Лёха", "pet"),
        Proposal("Лёшка", "pet"),
        Proposal("Лёшенька", "pet"),
        Proposal("Алёша", "pet"),
        Proposal("Алёшка", "pet"),
        Proposal("Лёня", "pet", ("Леонид", "Леонтий")),
        Proposal("Олесь", "pet"),
        Proposal("Олексій", "uk"),
        Proposal("Алексий", "form"),
        Proposal("Олекса", "uk", ("Александр",)),
        Proposal("Alexis", "latin"),
        Proposal("Alex", "latin", ("Александр", "Alexander")),
    )


def test_of_a_pet_name_the_full_names_come_first() -> None:
    """«Слава» is short for many: each of them has its turn before any has a second."""
    found = proposals("Слава Ветров", language="ru", sex="m")
    assert [each.name for each in found[:3]] == ["Владислав", "Вячеслав", "Мирослав"]
    assert {each.sort for each in found[:7]} == {"full"}
    assert found[-1].sort == "pet"


def test_both_halves_of_a_double_name_have_their_turn() -> None:
    """Neither crowds out the other."""
    assert names("Анна-Мария Ветрова", sex="f")[:4] == ["Аня", "Маша", "Анечка", "Машенька"]


@pytest.mark.parametrize(
    ("name", "language", "expected"),
    [
        ("Елена Ветрова", "ru", {"Олена": "uk", "Алёна": "form", "Helen": "latin"}),
        ("Олена Ветрова", "uk", {"Елена": "ru", "Альона": "form"}),
        # The language that an entity has if nobody chose one; the list knows better.
        ("Олена Ветрова", "ru", {"Елена": "ru", "Альона": "form"}),
        ("Шыңғыс Ахметов", "kk", {"Чингиз": "ru"}),
        ("Александр Ветров", "kk", {"Ескендір": "form", "Олександр": "uk", "Искандер": "ru"}),
        ("Michael Grant", "en", {"Michail": "form", "Михаил": "ru", "Михайло": "uk"}),
        ("Michael Grant", "uk", {"Michail": "form", "Михаил": "ru", "Михайло": "uk"}),
    ],
)
def test_a_form_says_its_language(name: str, language: Language, expected: dict[str, str]) -> None:
    """What is in the language of the registered name is another form."""
    found = sorts(name, language)
    assert {each: found.get(each) for each in expected} == expected


def test_letters_of_another_language_come_last() -> None:
    """«Льоша» is beyond the bound for a Russian name, and early enough for a Ukrainian one."""
    assert "Льоша" not in names("Алексей Ветров", "ru")
    assert "Льоша" in names("Олексій Вітров", "uk")


def test_sex_narrows_the_proposals() -> None:
    """Left empty, both are proposed."""
    assert names("Саша Ветрова", sex="f")[0] == "Александра"
    assert names("Саша Ветров", sex="m")[0] == "Александр"
    assert names("Саша Ветер")[:2] == ["Александр", "Александра"]


def test_what_is_registered_is_not_proposed() -> None:
    """Neither in another habit of spelling, nor inside a longer alias, nor as the surname."""
    assert "Анатолій" not in names("Анатолий Ветров")
    assert "Лёша" not in names("Алексей Ветров", aliases=("Леша Длинный",))
    assert "Лёша" not in names("Алексей Лёша Ветров")
    first = tuple(names("Алексей Ветров"))
    rest = names("Алексей Ветров", aliases=first)
    assert rest == ["Лексей", "Алёха", "Льоша", "Льоха"]
    assert names("Алексей Ветров", aliases=(*first, *rest)) == []


def test_marks_that_are_typed_apart_change_nothing() -> None:
    """A decomposed name is the same name."""
    apart = unicodedata.normalize("NFD", "Андрей Ветров")
    assert apart != "Андрей Ветров"
    assert names(apart) == names("Андрей Ветров") != []


@pytest.mark.parametrize("name", ["", "Бережан Ветров", "Ветров", "…", "Лёша" * LINE_LIMIT])
def test_a_name_that_is_not_in_the_table_has_no_proposals(name: str) -> None:
    """Nor has one that is longer than can be registered."""
    assert names(name) == []


def test_what_cannot_be_registered_is_not_read() -> None:
    """An alias that is too long, and those beyond the last that an entity holds."""
    assert "Лёша" in names("Алексей Ветров", aliases=("Лёша " * LINE_LIMIT,))
    assert "Лёша" in names("Алексей Ветров", aliases=("Зорин",) * ALIASES_LIMIT + ("Лёша",))
    assert names("Алексей " * 100 + "Ветров") == names("Алексей Ветров")


def test_proposals_are_few_and_differ() -> None:
    """For names all over the table: bounded, each once, never the name itself, at most 3 others."""
    for name in EVERY_FULL[::5]:
        found = proposals(f"{name} Ветров", language="ru", sex="")
        keys = [key(fold_word(each.name)) for each in found]
        assert len(found) <= MOST
        assert len(set(keys)) == len(keys)
        assert key(fold_word(name)) not in keys
        assert all(len(each.shared) <= 3 for each in found)


def test_the_list_of_languages_names_names_of_the_table() -> None:
    """A slip in the list would be a word that nothing asks for; no word is of two languages."""
    words = [word for text in LISTED.values() for word in text.split()]
    assert set(words) <= IN_TABLE
    assert len(set(words)) == len(words)


@settings(max_examples=60)
@given(st.text(max_size=40) | st.sampled_from(EVERY_FULL), st.text(max_size=20))
def test_any_name_gives_words_of_the_table(name: str, rest: str) -> None:
    """Whatever is typed, it is no error, and nothing of it comes back."""
    for language in ("ru", "uk", "kk", "en"):
        found = proposals(f"{name} {rest}", language=language, sex="", aliases=(rest,))
        assert {each.name for each in found} <= IN_TABLE
        assert len(found) <= MOST


def found_in(text: str, *register: RegisteredEntity) -> list[tuple[str, str]]:
    """Return what is found in a text, each with its tier."""
    return [(text[hit.start : hit.end], str(hit.tier)) for hit in Matcher(register).find(text)]


def person(name: str, *aliases: str, owner: str = "a") -> RegisteredEntity:
    """Return a man of the register."""
    return RegisteredEntity(owner, "person", "ru", name, aliases, "m")


@pytest.mark.parametrize(
    "text", ["Вчера пришёл Лёша.", "Лёшин брат ушёл.", "Lyosha called.", "И вот лёша был дома."]
)
def test_a_pet_name_is_found_as_before_when_it_is_ticked(text: str) -> None:
    """The table had it already: what was sure is sure, and small letters stay as they were."""
    plain, ticked = person("Алексей Ветров"), person("Алексей Ветров", "Лёша")
    assert found_in(text, plain) == found_in(text, ticked)


def test_the_initial_of_a_ticked_pet_name_is_hidden() -> None:
    """Beside the surname; without the tick the letter stays."""
    text = "Видел Л. Ветрова там."
    assert found_in(text, person("Алексей Ветров")) == [("Ветрова", "sure")]
    assert found_in(text, person("Алексей Ветров", "Лёша")) == [("Л. Ветрова", "sure")]


@pytest.mark.parametrize("name", ["Alexander", "Искандер"])
def test_a_ticked_name_of_another_language_is_sure(name: str) -> None:
    """It differs so far that it is asked about as long as nobody ticked it."""
    text = f"Вчера приходил {name} с братом."
    assert found_in(text, person("Александр Ветров")) == [(name, "ask")]
    assert found_in(text, person("Александр Ветров", name)) == [(name, "sure")]


def test_a_ticked_name_asks_about_the_others_that_it_stands_for() -> None:
    """Дмитрий is Дима too, and somebody else: a false label would be a false statement."""
    text = "Вчера пришёл Дмитрий."
    shared = {each.name: each.shared for each in proposals("Вадим", language="ru", sex="m")}
    assert "Дмитрий" in shared["Дима"]
    ticked = person("Вадим Ветров", "Дима")
    assert found_in(text, person("Вадим Ветров")) == []
    assert found_in(text, ticked) == [("Дмитрий", "ask")]
    assert found_in("Вчера пришёл Дима.", ticked) == [("Дима", "sure")]
    assert found_in("Вчера пришёл Дмитрий.", person("Дима Ветров")) == [("Дмитрий", "sure")]
    both = (ticked, person("Дмитрий Зорин", owner="b"))
    assert found_in(text, *both) == [("Дмитрий", "sure")]
