"""In which language words are likely written."""

from __future__ import annotations

import pytest

from safelog.model.language import likely_language, may_be_in


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Мы шли домой", "ru"),
        ("Кто-то стоял под окном", "ru"),
        ("Ми йшли додому, її не було", "uk"),
        ("не знаю що робити", "uk"),
        ("та вони прийшли знову", "uk"),
        ("Вона боялася", "uk"),
        ("м'ята пам`ять", "uk"),
        ("пам’ять без імені", "uk"),
        ("Біз үйге қайттық", "kk"),
        ("мен уйде болдым", "kk"),
        ("ТИ ЗДОХНЕШ, МИ ТЕБЕ ЗНАЄМО", "uk"),
        ("We went home", "en"),
        ("tebe konec", ""),
        ("12:30 …", ""),
        ("", ""),
        ("მე სახლში ვარ", ""),
    ],
)
def test_a_language_is_told_by_its_words(text: str, language: str) -> None:
    """Also a short text, and one without a letter of its own; nothing is said in doubt."""
    assert likely_language(text) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Я не знаю, где сейчас Әсем", "ru"),
        ("Эту улицу назвали в честь Лесі", "ru"),
        ("Вона сказала, що Рыбаков уже там", "uk"),
        ("The sign said Київ", "en"),
    ],
)
def test_a_name_from_elsewhere_does_not_change_the_language(text: str, language: str) -> None:
    """A name keeps its letters in every language."""
    assert likely_language(text) == language


def test_a_long_text_without_the_letter_i_is_not_ukrainian() -> None:
    """Ukrainian has it in nearly every line."""
    assert likely_language("Белая машина, номера закрашены грязью") == ""
    assert (
        likely_language("Белая машина, номера закрашены грязью, водитель курит, ждёт кого-то")
        == "ru"
    )


@pytest.mark.parametrize(
    ("text", "language", "may_be"),
    [
        ("Мы шли домой", "ru", True),
        ("Мы шли домой", "uk", False),
        ("Оператор", "uk", True),
        ("Оператор", "en", False),
        ("Samsung", "ru", False),
        ("Samsung", "en", True),
        ("Gulzhan apai, Kairat keldi, esik qagyp jatyr", "en", False),
        ("მე სახლში ვარ", "ru", False),
        ("მე სახლში ვარ", "en", False),
        ("12:30", "kk", True),
    ],
)
def test_room_for_a_translation_is_decided_by_what_is_known(
    text: str, language: str, *, may_be: bool
) -> None:
    """A text whose language is not plain may be in any that is written so."""
    likely = likely_language(text)
    assert may_be_in(text, language, likely=likely) is may_be
