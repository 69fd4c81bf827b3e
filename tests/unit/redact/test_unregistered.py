"""What a reader can still see, and in which order it is pointed at."""

from __future__ import annotations

import pytest

from safelog.redact.unregistered import Finding, Place, Risk, Shown, unregistered


def seen(text: str, *hidden: str) -> list[tuple[str, str]]:
    """Return what is pointed at in one text of which some words are hidden."""
    stretches = [(text.index(words), text.index(words) + len(words)) for words in hidden]
    return [(f.risk.name, f.words) for f in unregistered([Shown("here", text, stretches)])]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("შენ", [("SCRIPT", "შენ")]),
        ("пишите на kira@pochta.example", [("CONTACT", "kira@pochta.example")]),
        ("был @kira_vv там", [("CONTACT", "@kira_vv")]),
        ("см. https://lampa.example/x и mir.example/y", [
            ("CONTACT", "https://lampa.example/x"),
            ("CONTACT", "mir.example/y"),
        ]),
        ("звонил +7 (700) 000-12-34", [("CONTACT", "+7 (700) 000-12-34")]),
        ("точка 43.27140, 76.91520", [("POSITION", "43.27140, 76.91520")]),
        ("машина К417ОР799", [("CODE", "К417ОР799")]),
        ("машина К 417 ОР 799", [("CODE", "К 417 ОР 799")]),
        ("счёт 45 380", [("CODE", "45 380")]),
        ("это был Марк Лужин", [("FULL_NAME", "Марк Лужин")]),
        ("это был Лужин М. А.", [("FULL_NAME", "Лужин М. А")]),
        ("это был Лужин", [("NAME", "Лужин")]),
        ("Олег молчал", [("NAME", "Олег")]),
        ("а олег молчал", [("NAME", "олег")]),
        ("Сергеевна молчала", [("NAME", "Сергеевна")]),
        ("Лужин молчал. Видели там Лужин", [("NAME", "Лужин")]),
        ("было 12 марта 2021 года", [("DATE", "12 марта 2021 года")]),
        ("он сказал «мы знаем где ты»", [("QUOTE", "«мы знаем где ты»")]),
        ('it said "we know about the dog"', [("QUOTE", '"we know about the dog"')]),
        ("цена 450 и 45", [("NUMBER", "450")]),
        ("единственный врач молчал", [("COMBINATION", "единственный врач молчал")]),
        ("мать врача из села", [("COMBINATION", "мать врача из села")]),
        ("a nurse with a scar", [("COMBINATION", "a nurse with a scar")]),
    ],
)  # fmt: skip
def test_each_kind_of_finding(text: str, expected: list[tuple[str, str]]) -> None:
    """What tells something is pointed at, with what it is."""
    assert seen(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Дождь шёл весь день. Потом перестал.",
        "— Дождь, — сказал кто-то.",
        "Видела дождь. Дождь — это вода.",
        "Then I left on Monday in May.",
        "был врач из села",
        "в 8:40 и в 19:05, 12 человек",
        "«маяк» стоит",
        "роза упала",
    ],
)
def test_ordinary_words_are_not_pointed_at(text: str) -> None:
    """Capitals by place, times of day, common words and single traits tell nobody."""
    assert seen(text) == []


def test_the_riskiest_come_first_and_each_once_with_all_its_places() -> None:
    """The order is that of the risk; a name in two texts is one finding with two places."""
    texts = [
        Shown("one", "Видел Лужин номер 450."),
        Shown("two", "там Лужин и kira@pochta.example"),
    ]
    assert unregistered(texts) == (
        Finding(Risk.CONTACT, "kira@pochta.example", (Place("two", 12, 31),)),
        Finding(Risk.FULL_NAME, "Видел Лужин", (Place("one", 0, 11),)),
        Finding(Risk.NAME, "Лужин", (Place("two", 4, 9),)),
        Finding(Risk.NUMBER, "450", (Place("one", 18, 21),)),
    )


def test_what_is_hidden_is_not_pointed_at() -> None:
    """Nothing under a label counts, and a label joins nothing around it."""
    assert seen("это Марк Лужин и 45 380", "Марк", "45 380") == [("NAME", "Лужин")]
    assert seen("это Марк Глеб Лужин", "Глеб") == [("NAME", "Марк"), ("NAME", "Лужин")]
    assert seen("почта kira@pochta.example", "kira@pochta.example") == []
    assert unregistered([Shown("x", "это Марк", [(4, 99)])]) == ()


def test_the_end_of_a_day_is_no_code() -> None:
    """It is made like a plate, "May 2026"; what is pointed at is the day it belongs to."""
    found = unregistered([Shown("here", "Это было 3 мая 2026 года.")])
    assert [finding.risk for finding in found] == [Risk.DATE]
