"""Words beside a name that tell it from a word, a surname, or somebody else's name."""

from __future__ import annotations

import pytest

from safelog.redact.names.finder import NameFinder
from safelog.redact.register import RegisteredEntity

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
    found = ", ".join(f"{text[h.start : h.end]} {h.tier.name.lower()}" for h in finder.find(text))
    assert found == expected


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
