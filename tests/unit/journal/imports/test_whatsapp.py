"""The text that WhatsApp exports, of both telephones."""

from __future__ import annotations

import pytest

from safelog.errors import ImportFormatError
from safelog.journal.imports import whatsapp as reader
from safelog.journal.imports.stamps import order_of
from safelog.journal.imports.whatsapp import looks_like_whatsapp, read_whatsapp
from tests.unit.journal.imports.files import sample, whatsapp, words

NUMBER = "+7 700 000 00 01"


def test_a_chat_of_android_is_read() -> None:
    """Lines without a time go on with the message above, blank ones too."""
    untrusted = sample("whatsapp_android_ru.txt")
    assert looks_like_whatsapp(untrusted)
    photo = "IMG-20260503-WA0001.jpg"
    sheet = read_whatsapp(untrusted, name="чат", has_file=lambda name: name == photo)
    assert [row.sender.id for row in sheet.rows] == [NUMBER, "Я", "Я", *[NUMBER] * 5]
    assert words(sheet.rows) == [
        "Мы знаем, где работает твоя сестра.\nИ собаку зовут Бублик.\n\nПодумай: завтра.",
        "Кто это?",
        "Ответьте.",
        "твой дом",
        "",
        "",
        "Ждём.",
        "Ждём.",
    ]
    assert sheet.rows[3].media == (photo,)
    assert [row.facts for row in sheet.rows[4:6]] == [
        (("", "<Без медиафайлов>"),),
        (("", "Это сообщение удалено"),),
    ]
    assert (sheet.left_out.counts, sheet.left_out.first) == ({"system": 2}, {"system": 1})
    assert [row.place for row in sheet.rows[:2]] == [2, 6]
    assert (sheet.own, order_of(row.stamp for row in sheet.rows)) == (None, "dmy")


def test_a_chat_of_an_iphone_is_read() -> None:
    """Marks of direction are around names and WhatsApp's own words, and in neither."""
    sheet = read_whatsapp(sample("whatsapp_iphone_en.txt"), name="", has_file=lambda _: False)
    assert {row.sender.id for row in sheet.rows} == {"Stranger", "Me"}
    assert order_of(row.stamp for row in sheet.rows) == "mdy"
    when = [row.stamp.when("Asia/Almaty", "mdy").start for row in sheet.rows]
    assert when[:3] == ["2026-05-03T18:04", "2026-05-13T00:00", "2026-05-13T12:30"]
    assert sheet.rows[0].stamp.said == "5/3/26, 6:04:11\u202fPM"
    assert sheet.rows[2].media == ("00000012-PHOTO-2026-05-13-12-30-59.jpg",)
    assert [row.facts for row in sheet.rows[3:5]] == [
        (("", "image omitted"),),
        (("", "Missed voice call"),),
    ]
    assert sheet.rows[5].words == "two\nlines"
    assert sheet.left_out.counts == {"system": 1}


@pytest.mark.parametrize(
    "begin",
    [
        "3/5/26, 18:04 - ",
        "03/05/2026, 18:04 - ",
        "03.05.26 18:04 - ",
        "5/3/26, 6:04 PM - ",
        "5/3/26, 6:04\u202fpm - ",
        "2026-05-03, 18:04 - ",
        "2026-05-03 18:04 \u2013 ",
        "3.5.2026, 18.04 - ",
        "[03.05.2026, 18:04:11] ",
        "\u200e[2026-05-03 18:04:11] ",
        "\ufeff03.05.2026, 18:04 - ",
    ],
)
def test_every_language_of_the_telephone_begins_a_line_its_own_way(begin: str) -> None:
    """Order, width, comma, blank and half of the day follow the language."""
    (row,) = whatsapp(f"{begin}Имя: слова").rows
    assert (row.sender.id, row.words) == ("Имя", "слова")


def test_only_the_first_colon_ends_the_name() -> None:
    """What somebody wrote may hold colons, and a sentence of WhatsApp's as well."""
    (row,) = whatsapp("03.05.26, 18:04 - Имя: ссылка: https://invented.example/a: вот").rows
    assert row.words == "ссылка: https://invented.example/a: вот"


def test_a_long_sentence_before_a_colon_is_no_name() -> None:
    """WhatsApp itself writes colons in its notices, behind words that nobody is called."""
    sheet = whatsapp(f"03.05.26, 18:04 - {'слово ' * 30}: тема", "03.05.26, 18:04 - Имя: да")
    assert words(sheet.rows) == ["да"]
    assert sheet.left_out.counts == {"system": 1}


def test_a_message_may_begin_with_an_empty_line() -> None:
    """The blank behind the colon is lost on the way through some programs."""
    (row,) = whatsapp("03.05.26, 18:04 - Имя:", "вторая строка").rows
    assert (row.sender.id, row.words) == ("Имя", "вторая строка")


def test_words_keep_what_only_looks_like_the_end_of_a_line() -> None:
    """U+2028 and its like stand inside of words; one carriage return ends a line of a file."""
    (row,) = whatsapp("03.05.26, 18:04 - Имя: до\u2028после\x0bи\x85тут\r").rows
    assert row.words == "до\u2028после\x0bи\x85тут"


def test_nothing_that_somebody_wrote_is_taken_for_a_remark() -> None:
    """A placeholder is one only alone, and a name in brackets only if it is a known remark."""
    rows = whatsapp(
        "03.05.26, 18:04 - Имя: пришли <Без медиафайлов> пожалуйста",
        "03.05.26, 18:04 - Имя: отчёт.pdf (посмотри)",
        "03.05.26, 18:04 - Имя: \u200eнаписал сам",
    ).rows
    assert words(rows) == [
        "пришли <Без медиафайлов> пожалуйста",
        "отчёт.pdf (посмотри)",
        "\u200eнаписал сам",
    ]


def test_a_file_that_is_there_is_one_in_any_language() -> None:
    """The remark behind its name need not be known."""
    (row,) = whatsapp("03.05.26, 18:04 - A: a.opus (tiedosto liitetty)", files=["a.opus"]).rows
    assert (row.words, row.media) == ("", ("a.opus",))


def test_a_file_that_is_not_there_is_still_named() -> None:
    """An export without files says which they were."""
    rows = whatsapp(
        "03.05.26, 18:04 - A: a.opus (файл добавлен)",
        "03.05.26, 18:04 - A: <прикреплено: b.jpg>",
    ).rows
    assert [row.media for row in rows] == [("a.opus",), ("b.jpg",)]


@pytest.mark.parametrize(
    ("untrusted", "fields"),
    [
        (b"", {"reason": "no_chat"}),
        (b"\n\n", {"reason": "no_chat"}),
        (b"words\n03.05.26, 18:04 - A: b\n", {"reason": "no_chat", "line": 1}),
        (b"03.05.26, 18:04 - A: b\n\xff\xfe\n", {"reason": "encoding", "line": 2}),
        (b"31-12-1-2, 18:04 - A: b\n", {"reason": "no_chat", "line": 1}),
    ],
)
def test_what_is_no_chat_is_refused_with_its_line(
    untrusted: bytes, fields: dict[str, object]
) -> None:
    """Letters of another encoding are not guessed at: words would change."""
    with pytest.raises(ImportFormatError) as caught:
        read_whatsapp(untrusted, name="", has_file=lambda _: False)
    assert caught.value.fields == fields


def test_a_larger_file_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anything of it is read."""
    monkeypatch.setattr(reader, "FILE_BYTES_LIMIT", 10)
    with pytest.raises(ImportFormatError) as caught:
        read_whatsapp(b"03.05.26, 18:04 - A: b\n", name="", has_file=lambda _: False)
    assert caught.value.fields["reason"] == "too_large"
