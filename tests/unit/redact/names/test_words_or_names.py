"""Names that are also words: capitals, sentences, quotation marks, verbs."""

from __future__ import annotations

import pytest

from safelog.redact.names.finder import NameFinder
from safelog.redact.register import RegisteredEntity

REGISTER = (
    RegisteredEntity("p1", "person", "uk", "Назар Тихий", (), "m"),
    RegisteredEntity("p2", "person", "ru", "Полина Загорская", (), "f"),
    RegisteredEntity("p3", "person", "ru", "Артём Мороз", ("Кардан",), "m"),
    RegisteredEntity("p4", "person", "kk", "Бақыт Сейтова", (), "f"),
    RegisteredEntity("p5", "person", "ru", "Инна Штольц", (), "f"),
    RegisteredEntity("p6", "person", "en", "Ivy Thornbury", (), "f"),
    RegisteredEntity("p7", "person", "ru", "Вадим Долгих", (), "m"),
    RegisteredEntity("p8", "person", "ru", "Савва Чиргадзе", (), "m"),
    RegisteredEntity("o1", "organisation", "ru", "Маяк"),
)


@pytest.fixture(scope="module")
def finder() -> NameFinder:
    """Return a finder of the register above."""
    return NameFinder(REGISTER)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a capital in the middle of a sentence speaks
        ("Бачили там Тихого вчора.", "Тихого sure"),
        ("Я позвонила Поле вечером.", "Поле sure"),
        ("Мы пришли в Маяк.", "Маяк sure"),
        # at its start it does not, unless people do what the word does
        ("Тема закрыта.", "Тема ask"),
        ("Тема так и не ответил.", "Тема sure"),
        ("Тёма закрыт.", "Тёма sure"),
        ("Мороз ударил ночью.", "Мороз ask"),
        ("Морозу ударили в спину.", "Морозу sure"),
        ("Маяк не работал.", "Маяк ask"),
        ("«Маяк» не работал.", "Маяк sure"),
        ("МОРОЗ И СОЛНЦЕ", "МОРОЗ ask"),
        ("Дом сгорел. Поля ни при чём.", "Поля ask"),
        ("По словам г. Тихого, всё спокойно.", "Тихого sure"),
        ("- Тихий двор", "Тихий ask"),
        ("Тут грязно! Тихий двор", "Тихий ask"),
        ("Ольга: Тихий двор", "Тихий ask"),
        ("Подписался странно: Тихий.", "Тихий sure"),
        # small letters in a careful sentence are words
        ("Двор тихий, мороз крепкий.", ""),
        ("Заменили кардан и фару.", ""),
        ("На долгих проводах.", ""),
        ("Купила бақыт открытку.", ""),
        ("Мне сказала полинка.", "полинка ask"),
        ("Мне сказала полька.", ""),
        # where no word is like it, one asks
        ("Мне сказал чиргадзе.", "чиргадзе ask"),
        ("Вчера загорская улыбалась.", "загорская ask"),
        # in a careless one they are names
        ("видела чиргадзе у дома", "чиргадзе sure"),
        ("видела мороза у дома", "мороза ask"),
        ("видела кардана у дома", "кардана ask"),
        ("12:04 он: полинка где", "полинка sure"),
        ("они: иди к тихому", "тихому ask"),
        # landmarks
        ("Полетел на Тихий океан.", ""),
        ("Вышла на Загорскую площадь.", "Загорскую ask"),
        # the family, or another man
        ("У Штольцев горел свет.", "Штольцев sure"),
        ("Лейтенант Штольцев кивнул.", "Штольцев ask"),
        ("В двери Штольцев били.", "Штольцев sure"),
        ("Штольцев видели.", "Штольцев ask"),
        ("Штольцам писали.", "Штольцам sure"),
        # Kazakh suffixes where nothing is Kazakh
        ("Бақытпен бірге.", "Бақытпен ask"),
        ("Бақытпен бірге сөйлестім.", "Бақытпен sure"),
        ("Кеше Бақытпен сөйлестім.", "Бақытпен sure"),
        ("Вышли на Полинада.", "Полинада ask"),
        ("Вышли на полинада.", ""),
        ("Полинада үйде.", "Полинада sure"),
        # slips in small letters are slips in words
        ("Вчера загоская шла.", ""),
    ],
)
def test_the_sentence_tells_a_name_from_a_word(
    finder: NameFinder, text: str, expected: str
) -> None:
    """A capital letter counts for what it can say where it stands."""
    found = "; ".join(f"{text[hit.start : hit.end]} {hit.tier}" for hit in finder.find(text))
    assert found == expected


def test_a_long_sentence_is_not_searched_to_its_start(finder: NameFinder) -> None:
    """A look back is bounded; far from the start a word is taken as in a careful sentence."""
    text = "как-то " * 60 + "мороз"
    assert list(finder.find(text)) == []
    text = "Как-то " * 60 + "Мороз"
    assert [str(hit.tier) for hit in finder.find(text)] == ["sure"]
