"""Names that were written around a search: signs, digits, masks, the wrong keyboard."""

from __future__ import annotations

import pytest

from safelog.redact.matcher import Matcher
from safelog.redact.register import RegisteredEntity

MATCHER = Matcher(
    [
        RegisteredEntity("p1", "person", "ru", "Павел Лобанов", (), "m"),
        RegisteredEntity("p2", "person", "ru", "Екатерина Вяземская", (), "f"),
        RegisteredEntity("p3", "person", "en", "Lydia Thornbury", (), "f"),
        RegisteredEntity("p4", "person", "en", "Fiona McAllister", (), "f"),
        RegisteredEntity("p5", "person", "ru", "Юрген Шефер", (), "m"),
        RegisteredEntity("p6", "person", "kk", "Гүлнәр Сүйіндікова", (), "f"),
        RegisteredEntity("o1", "organisation", "ru", "Старый мост"),
    ]
)


def found(text: str) -> list[tuple[str, str]]:
    """Return what is found: the stretch and its tier."""
    return [(text[hit.start : hit.end], str(hit.tier)) for hit in MATCHER.find(text)]


@pytest.mark.parametrize(
    ("written", "tier"),
    [
        ("Лоба🔥нова", "sure"),
        ("Л*обанов", "sure"),
        ("Лоба/нов", "ask"),
        ("Лоба.нов", "ask"),
        ("Л0б@нов", "sure"),
        ("l0b4n0v", "sure"),
        ("th0rn8ury", "sure"),
        ("Лобаааанов", "sure"),
        ("Thornburyyy", "sure"),
        ("Kj,fyjd", "sure"),
        ("Ерщкти|кн".replace("|", "г"), "sure"),
        ("Gfdtk", "sure"),
        ("Лоб***в", "ask"),
        ("Лоб***", "ask"),
        ("Л…ов", "ask"),
        ("В-ская", "ask"),
        ("plobanov_77", "ask"),
        ("superlobanov@post.example", "ask"),
        ("mythornbury99", "ask"),
        ("lobanov1985", "sure"),
        ("MacAllister", "sure"),
        ("Mc Allister", "ask"),
        ("Schäfer", "sure"),
        ("Schaefer", "sure"),
        ("Суюндикова", "sure"),
    ],
)
def test_a_disguise_is_taken_off(written: str, tier: str) -> None:
    """Every way of hiding has its way back; what only may be a name is asked about."""
    assert found(f"Вчера там {written} стоял.") == [(written, tier)]


@pytest.mark.parametrize(
    "text",
    [
        "Вчера и/или завтра, X-ray в 8:40, 12.05, кв.3",
        "Вчера b2c4d6f8a1 и ab1",
        "Вчера «К-поп» и В-третьих",
        "Вчера л***в и Л*** и Ж***в",
        "Вчера pavel_k1 и user_77 и post@lob.example",
        "Ааааа! Ноооо!",
        "Вчера старый_мостик",
        "Вчера " + "Л*" * 60,
        "Вчера бол-обан и ghbdtn",
        "Вчера Пав*линка",
        "they come this way",
        "Вчера Müller и Яаааков",
        "Come here. Way out",
    ],
)
def test_what_hides_no_name_is_left_alone(text: str) -> None:
    """Signs in words, codes, abbreviations and English words stay."""
    assert found(text) == []


def test_names_with_a_sign_between_them_are_not_pulled_together() -> None:
    """They are found as they stand."""
    assert found("Вчера #Павел_Лобанов стоял.") == [("Павел_Лобанов", "sure")]
    assert found("Вчера Павел/Лобанов стоял.") == [("Павел", "sure"), ("Лобанов", "sure")]


def test_a_masked_surname_beside_its_given_name_is_certain() -> None:
    """Two parts of one name fit."""
    assert found("Тут В-ская Екатерина жила.") == [("В-ская Екатерина", "sure")]


def test_look_alikes_speak_where_no_latin_word_stands_beside() -> None:
    """Among Cyrillic words a word in Latin letters is a disguise, and so is a capital."""
    matcher = Matcher([RegisteredEntity("p", "person", "ru", "Осип Сорок", (), "m")])
    for text, tier in (("видела copok вчера", "sure"), ("I met Copok here", "sure")):
        assert [str(hit.tier) for hit in matcher.find(text)] == [tier]
    assert matcher.find("the copok here") == ()


def test_an_everyday_word_in_small_letters_is_no_doubtful_name() -> None:
    """Not even in a chat: what is read as a short name across alphabets, and means something."""
    matcher = Matcher([RegisteredEntity("p", "person", "uk", "Михайло Гай", (), "m")])
    assert matcher.find("lol the gas meter") == ()


def test_first_letters_that_sound_apart_make_another_name() -> None:
    """Each sounds like a third letter, but not like the other."""
    matcher = Matcher([RegisteredEntity("p", "person", "ru", "Олег Хорошев", (), "m")])
    assert matcher.find("Вчера Корошев стоял.") == ()
    assert [str(hit.tier) for hit in matcher.find("Вчера Горошев стоял.")] == ["ask"]
