"""Words beside a name that tell it from a word, a surname, or somebody else's name."""

from __future__ import annotations

import msgspec
import pytest

from safelog.redact.names.finder import NameFinder
from safelog.redact.register import RegisteredEntity
from tests.unit.redact.world import told

REGISTER = (
    RegisteredEntity("p1", "person", "ru", "Клим Рогов", (), "m"),
    RegisteredEntity("p2", "person", "ru", "Вера Гроза", (), "f"),
    RegisteredEntity("p3", "person", "uk", "Роман Гнилько", (), "m"),
    RegisteredEntity("p4", "person", "ru", "Эмиль Пак", (), "m"),
    RegisteredEntity("p5", "person", "ru", "Катя Оленева", (), "f"),
    RegisteredEntity("p6", "person", "uk", "Марко Вільха", (), "m"),
    RegisteredEntity("p7", "person", "en", "Mark Ashdown", (), "m"),
    RegisteredEntity("p8", "person", "ru", "Нина Рощина-Штерн", (), "f"),
    RegisteredEntity("p9", "person", "kk", "Серік Әнуарұлы", (), "m"),
    RegisteredEntity("pl1", "place", "ru", "Сосновый Затон"),
)


@pytest.fixture(scope="module")
def finder() -> NameFinder:
    """Return a finder of the register above."""
    return NameFinder(REGISTER)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # what somebody owns follows, what a surname does does not
        ("Там лежал Климов телефон.", "Климов ask"),
        ("Там был Климов, сосед.", ""),
        ("Там был Климов и двое других.", ""),
        # a verb behind the comma is another's
        ("Гроза к вечеру, сказала она.", "Гроза ask"),
        ("Гроза сказала, что придёт.", "Гроза sure"),
        # who is called stands before a comma, in a form that only calling has
        ("Романе, відчини.", "Романе sure"),
        ("Роман, як роман.", "Роман ask"),
        # what looks like a slip may be a name of its own
        ("Вечером зашла Эмилия.", ""),
        ("Вечером зашёл Эмилль.", "Эмилль sure"),
        # in haste, a word that is also a pet form needs a verb that only people do
        ("кетті ме", ""),
        ("кетті сказала что придёт", "кетті ask"),
        # a tag is written small
        ("Под видео #гроза и всё.", "гроза ask"),
        ("Под видео #аш и всё.", ""),
        # half of a place before a landmark is another place
        ("Мы прошли Сосновый мимо.", "Сосновый ask"),
        ("Мы прошли Сосновый парк.", ""),
        # the line ends inside one half of a double surname
        ("Подпись: Рощи-\nна-Штерн, и дата.", "Рощи-\nна-Штерн sure"),
        # a Kazakh father's name is the surname where there is no other
        ("Кеше Әнуарұлымен сөйлестім.", "Әнуарұлымен sure"),
        ("Қол қойған С. Әнуарұлы.", "С. Әнуарұлы sure"),
    ],
)
def test_the_neighbours_decide(finder: NameFinder, text: str, expected: str) -> None:
    """Verbs, commas, things, landmarks and signs around a word say what it is."""
    assert told(text, finder.find(text)) == expected


@pytest.mark.parametrize(
    ("text", "owner", "tier"),
    [
        ("Пришёл Марк Эшдаун.", "p7", "sure"),
        ("Бачила Марка Вільху.", "p6", "sure"),
        ("I saw Mark there.", "p7", "sure"),
        ("Говорила с Марком.", "p6", "ask"),
    ],
)
def test_one_spelling_may_be_two_people(
    finder: NameFinder, text: str, owner: str, tier: str
) -> None:
    """A form of one name does not hide that another is spelt so in the other alphabet."""
    (hit,) = finder.find(text)
    assert (hit.entity_id, hit.tier.name.lower()) == (owner, tier)


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("Roman Ashdown", "We saw the Roman file.", "ask"),
        ("Roman Ashdown", "We saw Roman Ashdown there.", "sure"),
        ("May Ashdown", "It was in May last year.", "ask"),
        ("Ash Ashdown", "We met Ash there.", "sure"),
    ],
)
def test_a_capital_that_a_word_always_has_says_nothing(name: str, text: str, expected: str) -> None:
    """Peoples, lands and months in English; a tree has one only as a name."""
    (hit,) = NameFinder([RegisteredEntity("x", "person", "en", name, ())]).find(text)
    assert hit.tier.name.lower() == expected


@pytest.mark.parametrize(
    ("kind", "language", "name", "written"),
    [
        ("place", "ru", "Саратовка Клин", "Саратовкой Клином"),
        ("place", "uk", "Верхній Клин", "Верхнього Клину"),
        ("place", "ru", "Чугуев", "Чугуеве"),
        ("place", "uk", "Журавлинці", "журавлинецький"),
        ("place", "ru", "Синегорье", "Синьогір'ям"),
        ("person", "ru", "Анна Белая", "Анну Білу"),
        ("person", "uk", "Ганна Чорна", "Ганны Черной"),
        ("person", "kk", "Мұхтар Шоқанов", "Мухтару Чоканову"),
        ("person", "kk", "Қанат Түсіпбек", "Қанат Түсіпбегі"),
        ("person", "en", "Beatrice Lockwood", "Беатрис Локвуд"),
        ("person", "en", "Eleanor Fitzgerald", "Элеонор Фицджеральд"),
        ("person", "en", "Joan Whitaker", "Джоан Уитакер"),
        ("organisation", "ru", "Общественная комиссия по защите", "ОКЗ"),
    ],
)
def test_more_forms_of_names_are_known(kind: str, language: str, name: str, written: str) -> None:
    """Towns like surnames, translated places, names as clerks and the English write them."""
    entity = msgspec.convert(
        {"id": "x", "kind": kind, "language": language, "canonical": name}, RegisteredEntity
    )
    text = f"Вчера видели там {written}, и всё."
    (hit,) = NameFinder([entity]).find(text)
    assert text[hit.start : hit.end] == written


def test_the_vowel_of_a_short_word_may_fall() -> None:
    """«львом», «льва» and «кота» are words, so in small letters they are nobody."""
    finder = NameFinder([RegisteredEntity("x", "person", "ru", "Лев Кот", (), "m")])
    assert list(finder.find("В клетке со львом сидел другой, без льва.")) == []


def test_the_last_consonant_may_be_misheard() -> None:
    """No case ending makes «г» of «к» before a vowel; any other letter there may be a case."""
    finder = NameFinder([RegisteredEntity("x", "person", "uk", "Панас Гнилько", (), "m")])
    text = "Там записано «Гнильго», а не «Гнильмо»."
    assert [text[h.start : h.end] for h in finder.find(text)] == ["Гнильго"]
