"""Words that open a sentence and other people's full names: what grammar says of them."""

from __future__ import annotations

from functools import cache

import pytest

from safelog.redact.names.finder import NameFinder
from safelog.redact.register import RegisteredEntity
from tests.unit.redact.world import told


@cache
def finder() -> NameFinder:
    """Return what looks for the entities of this file."""
    return NameFinder(
        [
            RegisteredEntity("p1", "person", "ru", "Вера Буря", (), "f"),
            RegisteredEntity("p2", "person", "ru", "Игнат Туча", (), "m"),
            RegisteredEntity("p3", "person", "ru", "Любовь Ильинична Сойкина", (), "f"),
            RegisteredEntity("p4", "person", "uk", "Надія Хвиля", (), "f"),
            RegisteredEntity("p5", "person", "kk", "Ай Төлегенова", (), "f"),
            RegisteredEntity("p6", "person", "en", "Roman Latimer", (), "m"),
            RegisteredEntity("p7", "person", "en", "Poppy Ellwood", (), "f"),
            RegisteredEntity("p8", "person", "ru", "Захар Копейкин", (), "m"),
            RegisteredEntity("p9", "person", "ru", "Марина Вихрь", (), "f"),
            RegisteredEntity("p10", "person", "ru", "Эдуард", (), "m"),
            RegisteredEntity("p11", "person", "ru", "Степан Рублей", (), "m"),
            RegisteredEntity("p13", "person", "ru", "Егор Лютый", (), "m"),
            RegisteredEntity("o1", "organisation", "ru", "Приречный мост"),
            RegisteredEntity("p12", "person", "kk", "Шолпан Бектаева", (), "f"),
        ]
    )


def found(text: str) -> str:
    """Say what is found in a text, and how surely."""
    return told(text, finder().find(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a man has no feminine verb, unless it is what only people do: that is his wife
        ("Туча прошла стороной.", ""),
        ("Туча прошёл мимо.", "Туча ask"),
        ("Туча сказала, что придёт.", "Туча sure"),
        ("Туча приехала утром.", "Туча ask"),
        ("Вихрь сломал забор.", ""),
        ("Вихрь сломала замок.", "Вихрь ask"),
        # a notion governs a case; a name governs nothing, and people are at places
        ("Вера в людей у неё была велика.", ""),
        ("Вера в больнице.", "Вера ask"),
        ("Вера в школу ушла.", "Вера ask"),
        ("Вера на людей не смотрит.", "Вера ask"),
        ("Вера к Игнату ушла.", "Вера ask, Игнату sure"),
        ("Любовь к порядку, сказал он.", ""),
        ("Любовь к сестре уехала.", "Любовь ask"),
        ("Надія на краще не зникає.", "Надія ask"),
        ("Надія на перемогу є.", ""),
        # what has a clause behind it, in another case than the nominative, is no person
        ("Веры, что всё кончится, мало.", ""),
        ("Вера, что случилось?", "Вера ask"),
        # a Kazakh who did something to somebody says it with an ending
        ("Ай көрдім, жұлдыз көрдім.", ""),
        ("Ай көрді.", "Ай ask"),
        # a list of one kind
        ("Буря, дождь и снег.", ""),
        ("Буря, сосед снизу.", "Буря ask"),
        # an English adjective between article and noun; files are called after people
        ("The Roman ruins were empty.", ""),
        ("The Roman file was gone.", "Roman ask"),
        ("The Roman I knew was kind.", "Roman sure"),
        ("Poppies on the wall.", ""),
        ("The Poppies of our street moved.", "Poppies sure"),
        # nobody is above a place
        ("Туча над городом.", ""),
        # an adjective before its noun, or half of a name
        ("Живой мост рухнул.", ""),
        ("Живой закрыли вчера.", ""),
        ("Приречный суд молчит.", ""),
        ("Приречный закрыли вчера.", "Приречный ask"),
        ("Лютый мороз на дворе.", ""),
        ("Лютый сосед пришёл.", "Лютый ask"),
        # who is called without an ending
        ("Захар, Марин, откройте!", "Захар sure, Марин sure"),
        ("тёть Марин, откройте", "Марин sure"),
        ("Марин никто не видел.", ""),
        ("слушай, марин, открой", "марин ask"),
        ("Слушай, марин, открой.", ""),
        ("Пришла, Марин. И ушла.", "Марин sure"),
        # a family has no initials, and «ещё» is said of one man more
        ("Подписал Вихрев М.", ""),
        # what is counted
        ("отдала 5 рублей и ушла", ""),
        ("отдала рублей пять и ушла", ""),
        ("Рублей пять не хватило.", "Рублей ask"),
        ("видела рублей у дома", "рублей ask"),
    ],
)
def test_the_grammar_of_a_sentence_decides(text: str, expected: str) -> None:
    """Gender, government, lists, articles and numbers tell a thing from a person."""
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # another surname that agrees
        ("Читали про Захара Верещагина.", ""),
        ("Пела Марина Гверцетели.", ""),
        ("Захар Третий, так звали кота.", ""),
        ("A Roman Polanco poster hung there.", ""),
        # words that do not agree are not one name
        ("Захар Верещагина знает.", "Захар ask"),
        ("Марине Верещагин не звонил.", "Марине ask"),
        ("Марина Верещагин не звонил.", "Марина ask"),
        ("Эдуард Верещагин.", "Эдуард ask"),
        # what is like the registered surname may be that surname
        ("Звонил Захар Капийкен.", "Захар Капийкен ask"),
        ("Звонил Захар Копейщиков.", "Захар Копейщиков ask"),
        ("Roman Lettymor called.", "Roman Lettymor ask"),
        # another given name, a place, a heading, a day, what is short or shouted
        ("Марина Ивану не звонила.", "Марина ask"),
        ("Roman Latin lessons", "Roman Latin ask"),
        ("Захар Орловская улица", "Захар ask"),
        ("We met Roman Tuesday.", "Roman ask"),
        ("Roman Was There", "Roman ask"),
        ("Захар ВЕРЕЩАГИН пришёл.", "Захар sure"),
        ("Захар Ким пришёл.", "Захар ask"),
        # a Kazakh sentence puts places behind the name
        ("Шолпан Алматыда тұрады, үйі жоқ.", "Шолпан ask"),
        ("Шолпан Мұратова тұрады, үйі жоқ.", ""),
        # another father is another woman; without a registered father nobody knows
        ("Пришла Любовь Петровна.", ""),
        ("Пришла Любовь Ивановна.", "Любовь ask"),
        ("Пришла Марина Петровна.", "Марина ask"),
        # whose surname nobody knows may have any
        ("Пришёл Эдуард Верещагин.", "Эдуард ask"),
    ],
)
def test_another_full_name_is_another_person(text: str, expected: str) -> None:
    """A given name is not this person's where another surname or father stands beside it."""
    assert found(text) == expected
