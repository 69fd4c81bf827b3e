"""Every official system writes a name so that it is still found."""

from __future__ import annotations

import pytest

from safelog.redact.names.finder import NameFinder
from safelog.redact.register import Language, RegisteredEntity, Sex

_RU = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
_UK = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"
_KK = "аәбвгғдежзийкқлмнңоөпрстуұүфхһцшыі"


def _table(letters: str, latin: str) -> dict[str, str]:
    return dict(zip(letters, ("" if sign == "-" else sign for sign in latin.split()), strict=True))


RUSSIAN = {
    "BGN/PCGN": _table(
        _RU,
        "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch ʺ y ’ e yu ya",
    ),
    "ICAO 9303": _table(
        _RU,
        "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch ie y - e iu ia",
    ),
    "passport 1997": _table(
        _RU,
        "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch - y - e yu ya",
    ),
    "GOST 7.79 B": _table(
        _RU,
        "a b v g d e yo zh z i j k l m n o p r s t u f x cz ch sh shh - y - e yu ya",
    ),
    "ISO 9": _table(
        _RU,
        "a b v g d e ë ž z i j k l m n o p r s t u f h c č š ŝ ʺ y ʹ è û â",
    ),
    "scholarly": _table(
        _RU,
        "a b v g d e ë ž z i j k l m n o p r s t u f x c č š šč ʺ y ʹ ė ju ja",
    ),
    "German": _table(
        _RU,
        "a b w g d e jo sch s i i k l m n o p r s t u f ch z tsch sch schtsch - y - e ju ja",
    ),
    "French": _table(
        _RU,
        "a b v g d e io j z i i k l m n o p r s t ou f kh ts tch ch chtch - y - e iou ia",
    ),
    "Polish": _table(
        _RU,
        "a b w g d e io ż z i j k l m n o p r s t u f ch c cz sz szcz - y - e ju ja",
    ),
}

UKRAINIAN = {
    "resolution 55": _table(
        _UK,
        "a b v h g d e ie zh z y i i i k l m n o p r s t u f kh ts ch sh shch - iu ia",
    ),
    "BGN/PCGN": _table(
        _UK,
        "a b v h g d e ye zh z y i yi y k l m n o p r s t u f kh ts ch sh shch ’ yu ya",
    ),
    "through Russian": _table(
        _UK,
        "a b v g g d e e zh z i i i i k l m n o p r s t u f kh ts ch sh shch - yu ya",
    ),
    "German": _table(
        _UK,
        "a b w h g d e je sch s y i ji j k l m n o p r s t u f ch z tsch sch schtsch - ju ja",
    ),
    "French": _table(
        _UK,
        "a b v h g d e ie j z y i ï i k l m n o p r s t ou f kh ts tch ch chtch - iou ia",
    ),
    "scholarly": _table(
        _UK,
        "a b v h g d e je ž z y i ji j k l m n o p r s t u f x c č š šč ʹ ju ja",
    ),
}

KAZAKH = {
    "2021": _table(
        _KK,
        "a ä b v g ğ d e j z i i k q l m n ñ o ö p r s t u ū ü f h h ts ş y ı",
    ),
    "2018": _table(
        _KK,
        "a á b v g ǵ d e j z ı ı k q l m n ń o ó p r s t ý u ú f h h ts sh y i",
    ),
    "BGN/PCGN": _table(
        _KK,
        "a ä b v g gh d e zh z ī y k q l m n ng o ö p r s t ū u ü f kh h ts sh y i",
    ),
    "passport": _table(
        _KK,
        "a a b v g g d e zh z i y k k l m n n o o p r s t u u u f kh h ts sh y i",
    ),
}

_RUSSIAN_MEN = (
    "Щеглов Хрущёв Жуковский Цыганков Юрьев Чайкин Фёдоров Эйхе Вайсман Объедков Яшин Щукин "
    "Тертерян Цой Бейлис Грибоедов"
)
_RUSSIAN_WOMEN = "Загорская Ильина Седых Плющева Каюмова Вьюгина Жёлудева"
_UKRAINIAN_MEN = "Гребінець Тихий Щербак Їжакевич Ґудзь Юхименко Палій Коваль"
_UKRAINIAN_WOMEN = "Рябченко Заїцька Пчілка Єрмоленко Вербицька Солов'яненко"
_KAZAKH_MEN = "Өтегенов Жұмабеков Қайырбеков Әжібаев Үмбетов Шыңғысов"
_KAZAKH_WOMEN = "Тұрсынханова Қожахметова Ғалиева Сүлейменова"

_GROUPS: tuple[tuple[str, Sex, Language], ...] = (
    (_RUSSIAN_MEN, "m", "ru"),
    (_RUSSIAN_WOMEN, "f", "ru"),
    (_UKRAINIAN_MEN, "m", "uk"),
    (_UKRAINIAN_WOMEN, "f", "uk"),
    (_KAZAKH_MEN, "m", "kk"),
    (_KAZAKH_WOMEN, "f", "kk"),
)
NAMES = [(name, sex, lang) for names, sex, lang in _GROUPS for name in names.split()]

SYSTEMS: dict[Language, dict[str, dict[str, str]]] = {
    "ru": RUSSIAN,
    "uk": UKRAINIAN,
    "kk": KAZAKH,
}


def _written(name: str, table: dict[str, str]) -> str:
    written = "".join(table.get(letter, "") for letter in name.lower()).capitalize()
    return written.rstrip("’")


@pytest.mark.parametrize(("name", "sex", "language"), NAMES)
def test_a_name_is_found_in_every_official_spelling(
    name: str, sex: Sex, language: Language
) -> None:
    """BGN, ICAO, GOST, ISO, German, French, Polish, scholarly, national; with an English 's."""
    given = "Борислав" if sex == "m" else "Борислава"
    finder = NameFinder([RegisteredEntity("x", "person", language, f"{given} {name}", (), sex)])
    missed = []
    for system, table in SYSTEMS[language].items():
        written = _written(name, table)
        for word in (written, written.upper(), f"{written}'s"):
            text = f"They wrote to {word} twice."
            hidden = {o for hit in finder.find(text) for o in range(hit.start, hit.end)}
            start = text.index(word)
            if not hidden >= set(range(start, start + len(written))):
                missed.append((system, word))
    assert not missed
