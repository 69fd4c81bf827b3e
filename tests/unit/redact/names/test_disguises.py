"""Names that are written so that a search passes them by."""

from __future__ import annotations

import pytest

from safelog.redact.names.finder import NameFinder
from safelog.redact.register import RegisteredEntity

REGISTER = (
    RegisteredEntity("p1", "person", "ru", "Глеб Аркадьевич Щеглов", (), "m"),
    RegisteredEntity("p2", "person", "kk", "Мөлдір Тұрсынханова", (), "f"),
    RegisteredEntity("p3", "person", "en", "Ivy Thornbury", (), "f"),
    RegisteredEntity("p4", "person", "uk", "Остап Дем'янчук", (), "m"),
    RegisteredEntity("p5", "person", "ru", "Осип Сорок", (), "m"),
)


@pytest.fixture(scope="module")
def finder() -> NameFinder:
    """Return a finder of the register above."""
    return NameFinder(REGISTER)


def found(finder: NameFinder, text: str) -> list[tuple[str, str, str]]:
    """Return what is found: the stretch, its tier and its trait."""
    return [(text[hit.start : hit.end], str(hit.tier), hit.trait) for hit in finder.find(text)]


@pytest.mark.parametrize(
    ("written", "trait"),
    [
        ("Щeглoв", "homoglyph"),
        ("Щегл0ва", "homoglyph"),
        ("Щεгλов".replace("λ", "л"), "homoglyph"),
        ("Мɵлдір", "homoglyph"),
        ("Thоrnbury", "homoglyph"),
        ("Copoк", "homoglyph"),
        ("COPOK", "homoglyph"),
        ("Щеглoff", "mixed_script"),
        ("Thornburyом", "mixed_script"),
        ("Shcheglovtyn", "transliteration"),
        ("Т\u00adұрсын\u200bханова", "base"),
        ("Щегло\u0301в", "base"),
        ("Щ е г л о в", "spacing"),
        ("Щ.Е.Г.Л.О.В.А", "spacing"),
        ("Щ\nе\nг\nл\nо\nв", "spacing"),
        ("I V Y", "spacing"),
        ("Щег-\nлова", "broken"),
        ("Щег\u00ad\nлова", "broken"),
        ("Щегло\nва", "broken"),
        ("Щеглов\r\nым", "base"),
        ("Ще\x1fглов\x1f-то", "base"),
        ("Thorn\nbury", "broken"),
        ("Дем’янчука", "inflection"),
        ("Демянчук", "base"),
        ("ЩегловГлеб", "joined"),
        ("глебщеглов", "joined"),
        ("GlebShcheglov", "joined"),
        ("Щеглов2", "base"),
        ("Thornbury-дің", "base"),
        ("Thornbury’дің", "kazakh_suffix"),
        ("Thornbury’s", "possessive"),
        ("Thornburys", "plural"),
        ("Thornberry-Thornbury", "base"),
        ("Щ е г л о в-Щеглов", "spacing"),
        ("Щ-е-г-л-о-в-Щеглов", "base"),
    ],
)
def test_a_disguised_name_is_found_whole(finder: NameFinder, written: str, trait: str) -> None:
    """Other alphabets, marks, invisible characters, gaps, line breaks and glue change nothing."""
    text = f"Видела на стене {written} вчера."
    assert found(finder, text) == [(written, "sure", trait)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Пришёл Щег лов.", [("Щег лов", "ask", "broken")]),
        ("Пришёл Щег Лов.", []),
        ("Пришёл ЩЕГ\nЛОВ.", [("ЩЕГ\nЛОВ", "sure", "broken")]),
        ("Пришёл Щег, лов.", []),
        ("Пришёл Щеглов\nым-то.", [("Щеглов", "sure", "base")]),
        ("Пришёл Щеглов\n\nым.", [("Щеглов", "sure", "base")]),
        ("Пришёл Щеглов\nЫм.", [("Щеглов", "sure", "base")]),
        ("Кто Тұр\nсынханова?", [("Тұр\nсынханова", "sure", "broken")]),
        ("Пришёл Щег иначе.", []),
        ("Ш а г а л и строем.", []),
        ("Т ы и я.", []),
        ("Щ" * 500, []),
        ("Щег " + "л" * 500, []),
    ],
)
def test_only_what_makes_a_name_is_put_together(
    finder: NameFinder, text: str, expected: list[tuple[str, str, str]]
) -> None:
    """A gap in a word is a question; two words, or other letters, stay apart."""
    assert found(finder, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mail shcheglov.g@post.example now", [("shcheglov.g@post.example", "sure", "account")]),
        ("see @polina_shcheglova.", [("@polina_shcheglova", "sure", "account")]),
        ("see @gleb_shchukin.", []),
        ("see @gleb_shcheglov.", [("@gleb_shcheglov", "sure", "account")]),
        ("see #Глеб_Щеглов!", [("Глеб_Щеглов", "sure", "base")]),
        ("see ivy_thorn.", []),
        ("see сорок_99.", [("сорок_99", "ask", "account")]),
        ("see #ЩегловВернулся", [("ЩегловВернулся", "sure", "base")]),
    ],
)
def test_an_account_made_from_a_surname_is_hidden_whole(
    finder: NameFinder, text: str, expected: list[tuple[str, str, str]]
) -> None:
    """A given name in somebody's account says nothing; a surname does."""
    assert found(finder, text) == expected


def test_what_was_read_is_remembered_only_so_far(
    finder: NameFinder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The memory of spellings is bounded, and forgetting changes no answer."""
    monkeypatch.setattr("safelog.redact.names.scanner._MEMO_MOST", 2)
    text = "Один два три Щеглова четыре пять Щегловым."
    assert found(NameFinder(REGISTER), text) == found(finder, text)
