"""Registered identifiers are found in every form, and their neighbours are left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safelog.redact.hit import Tier
from safelog.redact.identifiers import IdentifierFinder, is_identifier
from safelog.redact.identifiers.shape import codes_in, shape_of
from safelog.redact.register import RegisteredEntity

REGISTER = [
    RegisteredEntity("phone", "phone", "ru", "+7 700 000 12 34"),
    RegisteredEntity("phone-uk", "phone", "uk", "0 00 555 66 77"),
    RegisteredEntity("phone-de", "phone", "en", "0049 30 0000 5678"),
    RegisteredEntity("phone-short", "phone", "en", "555 0199"),
    RegisteredEntity("phone-bare", "phone", "ru", "8 900 000 99 88"),
    RegisteredEntity("phone-code", "phone", "en", "+999 000 111 222"),
    RegisteredEntity("counter", "other", "en", "98765432"),
    RegisteredEntity("no-number", "address", "ru", "д. 5"),
    RegisteredEntity("no-street", "address", "ru", "посёлок у реки 1 км"),
    RegisteredEntity("odd-number", "address", "ru", "Полевая ²"),
    RegisteredEntity("street-only", "address", "ru", "Полевая"),
    RegisteredEntity("plate", "vehicle", "ru", "серая Шкода, В 321 ХМ 790"),
    RegisteredEntity("seen", "vehicle", "ru", "М5?8РТ"),
    RegisteredEntity("paper", "document", "uk", "НЮ 120456"),
    RegisteredEntity("mail", "email", "ru", "kira.v_88@pochta.example"),
    RegisteredEntity("plain-mail", "email", "ru", "kira@pochta.example"),
    RegisteredEntity("handle", "handle", "ru", "@kira_v88"),
    RegisteredEntity("word-handle", "account", "ru", "luna"),
    RegisteredEntity("link", "url", "ru", "https://forum-list.example/vhod/7"),
    RegisteredEntity("site", "url", "ru", "https://t.me/sboryvpark"),
    RegisteredEntity("home", "address", "ru", "г. Крутоярск, ул. Полевая, д. 8, кв. 15"),
    RegisteredEntity("office", "address", "uk", "вулиця Лісової Пісні, 31"),
    RegisteredEntity("lane", "address", "en", "Flat 3, 14 Bramble Lane"),
    RegisteredEntity("avenue", "address", "ru", "проспект Мира, 48, кв. 15"),
    RegisteredEntity("passport", "document", "ru", "45 17 380264"),
    RegisteredEntity("split-handle", "handle", "en", "@hare_pav"),
    RegisteredEntity("phone-lt", "phone", "en", "+370 600 00742"),
    RegisteredEntity("spot", "coordinates", "en", "51.20000, 71.40000"),
    RegisteredEntity("south", "coordinates", "en", "33.5000 S, 18.4000 W"),
]
FINDER = IdentifierFinder(REGISTER)


def found(text: str, tier: Tier = Tier.SURE) -> set[tuple[str, str]]:
    """Return the entity and the words of each hit of `tier`."""
    return {
        (hit.entity_id, text[hit.start : hit.end]) for hit in FINDER.find(text) if hit.tier is tier
    }


@pytest.mark.parametrize(
    ("text", "entity", "words"),
    [
        ("звонил 8 (700) 000-12-34 ночью", "phone", "8 (700) 000-12-34"),
        ("звонил +7.700.000.12.34.", "phone", "+7.700.000.12.34"),
        ("номер 87000001234", "phone", "87000001234"),
        ("номер 810 7 700 000 12 34", "phone", "810 7 700 000 12 34"),
        ("７７０００００１２３４ на экране", "phone", "７７０００００１２３４"),
        ("call 700 000\n 1234 now", "phone", "700 000\n 1234"),
        (
            "он сказал: восемь семьсот, три нуля, двенадцать, тридцать четыре",
            "phone",
            "восемь семьсот, три нуля, двенадцать, тридцать четыре",
        ),
        (
            "seven hundred, triple zero, one two three four",
            "phone",
            "seven hundred, triple zero, one two three four",
        ),
        (
            "сегіз жеті жүз нөл нөл нөл он екі отыз төрт деді",
            "phone",
            "сегіз жеті жүз нөл нөл нөл он екі отыз төрт",
        ),
        (
            "п’ятдесят? ні: нуль нуль нуль, п’ять п’ять п’ять, шість шість, сім сім",
            "phone-uk",
            "нуль нуль нуль, п’ять п’ять п’ять, шість шість, сім сім",
        ),
        ("сначала 8 700 000, а потом 12 34 вслух", "phone", "8 700 000"),
        ("сначала 8 700 000, а потом 12 34 вслух", "phone", "12 34"),
        ("+380 00 5556677", "phone-uk", "+380 00 5556677"),
        ("030 0000 5678 anrufen", "phone-de", "030 0000 5678"),
        ("555-0199 again", "phone-short", "555-0199"),
        ("+7 900 000-99-88", "phone-bare", "+7 900 000-99-88"),
        ("999000111222", "phone-code", "999000111222"),
        ("meter 9876 5432", "counter", "9876 5432"),
        (
            "eight hundred? no: nine, eight, seven, six, five, four, three, two",
            "counter",
            "nine, eight, seven, six, five, four, three, two",
        ),
        ("В\u200b321ХМ\u00ad790", "plate", "В\u200b321ХМ\u00ad790"),
        ("b321xm790 во дворе", "plate", "b321xm790"),
        ("машина в 321 хм, регион 790", "plate", "в 321 хм, регион 790"),
        ("машина V321KhM790", "plate", "V321KhM790"),
        ("номер М578РТ", "seen", "М578РТ"),
        ("серія НЮ, номер 120456", "paper", "НЮ, номер 120456"),
        (
            "пиши kira.v_88 (at) pochta [dot] example!",
            "mail",
            "kira.v_88 (at) pochta [dot] example",
        ),
        ("KIRA@POCHTA.EXAMPLE", "plain-mail", "KIRA@POCHTA.EXAMPLE"),
        ("канал t.me/kira_v88, да", "handle", "t.me/kira_v88"),
        ("это kira_v88.", "handle", "kira_v88"),
        ("ник @luna", "word-handle", "@luna"),
        ("hxxp://www.forum-list.example/vhod/7/", "link", "hxxp://www.forum-list.example/vhod/7/"),
        ("forum-list(.)example/vhod/7", "link", "forum-list(.)example/vhod/7"),
        ("ссылка t.me/sboryvpark", "site", "t.me/sboryvpark"),
        ("жил на Полевой, 8-15, и", "home", "Полевой, 8-15"),
        ("улица Полевая д.8 рядом", "home", "улица Полевая д.8"),
        ("Polevaya street 8, apt 15", "home", "Polevaya street 8, apt 15"),
        ("flat 15, 8 Polevaya St", "home", "flat 15, 8 Polevaya St"),
        ("Полевая 8 (кв. 15)", "home", "Полевая 8 (кв. 15"),
        ("на Лісової Пісні, буд. 31", "office", "Лісової Пісні, буд. 31"),
        ("14, Bramble Ln., flat three", "lane", "14, Bramble Ln., flat three"),
        ("number fourteen Bramble Lane", "lane", "fourteen Bramble Lane"),
        ("Bramble lane 14", "lane", "Bramble lane 14"),
        ("просп. Мира, сорок восемь", "avenue", "просп. Мира, сорок восемь"),
        ("48 Mira Avenue, apt 15", "avenue", "48 Mira Avenue, apt 15"),
        ("серия 4517, номер 380264", "passport", "4517, номер 380264"),
        ("called from 0 600 00742", "phone-lt", "0 600 00742"),
        ("номер 8700ООО1234", "phone", "8700ООО1234"),
        ("Звонили с ＋７７０００００１２３４", "phone", "＋７７０００００１２３４"),
        ("mailto:kira.v_88%40pochta.example", "mail", "kira.v_88%40pochta.example"),
        ("data=!3d51.2001!4d71.4001", "spot", "51.2001!4d71.4001"),
        ("?mlat=51.2&mlon=71.4", "spot", "51.2&mlon=71.4"),
        ("широта 51.2001, долгота 71.4001", "spot", "51.2001, долгота 71.4001"),
        ("51.2001 с.ш. 71.4001 в.д.", "spot", "51.2001 с.ш. 71.4001 в.д."),
        ("51 12 00 N, 71 24 00 E", "spot", "51 12 00 N, 71 24 00 E"),
        ("9J3H5CX2+22", "spot", "9J3H5CX2+22"),
        ("точка 51.21, 71.39 тут", "spot", "51.21, 71.39"),
        ("71,4001; 51,1999", "spot", "71,4001; 51,1999"),
        ("51°12'00\"N 71°24'E", "spot", "51°12'00\"N 71°24'E"),
        ("S33.501 W18.401", "south", "S33.501 W18.401"),
    ],
)
def test_a_form_of_an_identifier_is_found_for_sure(text: str, entity: str, words: str) -> None:
    """However it is written, the whole stretch is hit."""
    assert (entity, words) in found(text)


@pytest.mark.parametrize(
    ("text", "entity", "words"),
    [
        ("городской 000-12-34", "phone", "000-12-34"),
        ("без региона: В321ХМ", "plate", "В321ХМ"),
        ("паспорт 120456", "paper", "120456"),
        ("ящик kira.v_88 закрыт", "mail", "kira.v_88"),
        ("ночь luna вышла", "word-handle", "luna"),
        ("сайт forum-list.example", "link", "forum-list.example"),
        ("стояла 321 ХМ у дома", "plate", "321 ХМ"),
        ("паспорт № 380264", "passport", "380264"),
        ("аккаунт harepav новый", "split-handle", "harepav"),
        ("аккаунт @hare_pav_2 новый", "split-handle", "hare_pav_2"),
        ("живёт на улице Полевой", "home", "улице Полевой"),
    ],
)
def test_a_part_that_may_be_it_is_asked_about(text: str, entity: str, words: str) -> None:
    """Unsure stretches are put to the person."""
    hits = found(text, Tier.ASK)
    assert (entity, words) in hits


@pytest.mark.parametrize(
    "text",
    [
        "номер 8 700 000-12-43 чужой",
        "цена 700 000 тенге, скидка 12 процентов и 34 тиына" + " слово" * 50 + " 12 34",
        "плата 12 34, потом 8 700 000",
        "машина В312ХМ790",
        "xB321XM790",
        "hundred",
        "один ------- два",
        "вес 51.2 килограмма, а потом ещё долго 71.4 процента",
        "сто два",
        "двести сорок один",
        "0 800 0000 0000 0000 0000 0000",
        "один, ноль; 1    2",
        "в     321 хм 790",
        "Полевая улица",
        "² ½ ③",
        "Полевая",
        "33.5, 99.9",
        "квитанция НЮ 120465",
        "zkira@pochta.example.org",
        "@kira_v88x и akira_v88",
        "полевая мышь, 9 штук",
        "Полевая 9-15",
        "51.30, 71.40",
        "t.me/other",
        "one, two, three, and that was all; he is on the phone",
        "",
    ],
)
def test_a_neighbour_is_not_hit_for_sure(text: str) -> None:
    """A near number, another house, a longer handle belong to somebody else."""
    assert found(text) == set()


def test_an_empty_register_finds_nothing() -> None:
    """No rule, no hit."""
    finder = IdentifierFinder([RegisteredEntity("p", "person", "ru", "Кира Вымышлева")])
    assert list(finder.find("Кира, 8 700 000 12 34, ул. Полевая 8")) == []


@given(st.text())
def test_no_text_breaks_the_finder_and_hits_lie_inside(text: str) -> None:
    """Offsets are those of the original text, whatever it holds."""
    for hit in FINDER.find(text):
        assert 0 <= hit.start < hit.end <= len(text)


@given(st.lists(st.sampled_from(list(" -.()/\u00a0")), min_size=11, max_size=11))
def test_a_phone_is_found_whatever_stands_between_its_digits(separators: list[str]) -> None:
    """Separators say nothing."""
    digits = "87000001234"
    text = "".join(d + s for d, s in zip(digits, separators, strict=True))
    assert any(hit.entity_id == "phone" and hit.tier is Tier.SURE for hit in FINDER.find(text))


@pytest.mark.parametrize(
    ("kind", "text", "shape"),
    [
        ("person", "Кира Вымышлева", "name"),
        ("person", "Агент 007", "name"),
        ("person", "+7 700 000 12 34", "number"),
        ("person", "@kira", "handle"),
        ("account", "kira.v", "handle"),
        ("account", "a@b.example", "email"),
        ("vehicle", "белый фургон", "name"),
        ("vehicle", "123 ABC 02", "code"),
        ("place", "47.8, 66.4", "coordinates"),
        ("address", "Lenina 5", "address"),
        ("address", "у моря", "name"),
        ("other", "12", "name"),
        ("url", "example.org/a", "url"),
    ],
)
def test_the_shape_decides_which_rules_apply(kind: str, text: str, shape: str) -> None:
    """A name is left to the rules of names."""
    assert shape_of(kind, text) == shape
    assert is_identifier(kind, text) == (shape != "name")


def test_a_code_is_cut_out_of_its_description() -> None:
    """The colour and the make are words; the plate is the code."""
    assert codes_in("vehicle", "Белая Лада, К 417 ОР 799") == ["К 417 ОР 799"]
    assert codes_in("vehicle", "серый фургон") == []
    assert codes_in("person", "Кира 123 ABC") == []
