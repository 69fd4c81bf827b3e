"""What Telegram Desktop exports, read as it is written."""

from __future__ import annotations

import msgspec
import pytest

from safelog.errors import ImportFormatError
from safelog.journal.imports import telegram as reader
from safelog.journal.imports.stamps import Instant, Written
from safelog.journal.imports.telegram import looks_like_telegram, read_telegram
from tests.unit.journal.imports.files import message, sample, telegram, words


def test_an_account_gives_every_chat_that_has_messages() -> None:
    """Chats that were left come too, and the account says who its owner is."""
    sheets = read_telegram(sample("telegram_account.json"))
    assert [sheet.name for sheet in sheets] == ["Неизвестный", "Соседи", "Ушла"]
    assert {sheet.own for sheet in sheets} == {frozenset({"user7000000005"})}
    first = sheets[0]
    assert len(first.rows) == 9
    assert (first.left_out.counts, first.left_out.first) == (
        {"service": 1, "unsupported": 1},
        {"service": 8, "unsupported": 9},
    )


def test_words_come_as_they_stand_without_their_looks() -> None:
    """Bold and links lose nothing but their looks, and where a link leads is kept."""
    rows = read_telegram(sample("telegram_account.json"))[0].rows
    assert words(rows[:3]) == [
        "Мы знаем, где работает твоя сестра.",
        "Кто это?",
        "Приходи завтра и открой мой отчёт",
    ]
    assert rows[2].facts == (
        ("forwarded_from", "Чужой канал"),
        ("edited", "2026-05-03T18:07:00"),
        ("href", "https://invented.example/x"),
    )
    assert rows[2].answers == rows[1].id
    assert rows[0].stamp == Instant(1_777_813_451)


def test_files_that_came_along_are_told_from_those_that_did_not() -> None:
    """A path is a file; what Telegram writes in its place is a remark."""
    rows = read_telegram(sample("telegram_account.json"))[0].rows
    assert rows[3].media == ("photos/photo_1@03-05-2026_18-08-00.jpg",)
    assert rows[4].media == ()
    assert rows[4].facts[0] == ("media_type", "voice_message")
    assert rows[4].facts[1][1].startswith("(File not included.")


def test_calls_have_their_length_and_their_end() -> None:
    """A call is a row of its own sort, under Telegram's own names."""
    rows = read_telegram(sample("telegram_account.json"))[0].rows
    calls = [row for row in rows if row.sort == "call"]
    assert [(row.sender.id, row.duration_s) for row in calls] == [
        ("user7000000001", 83),
        ("user7000000005", None),
    ]
    assert ("discard_reason", "hangup") in calls[0].facts


def test_what_was_shared_is_told() -> None:
    """A contact, a place and a poll stand among the facts."""
    private, group, _ = read_telegram(sample("telegram_account.json"))
    assert private.rows[7].facts == (
        ("location_information", "43.25, 76.95"),
        ("contact_information", "Выдуманный Врач +7 700 000 00 02"),
    )
    assert group.rows[1].facts == (("poll", "Где?\nДома"),)


def test_a_deleted_account_goes_by_its_id() -> None:
    """Telegram knows no name then, and still says that it is the same one."""
    sender = read_telegram(sample("telegram_account.json"))[1].rows[0].sender
    assert (sender.id, sender.name, sender.shown) == ("user7000000011", "", "user7000000011")


def test_one_chat_of_two_people_says_who_its_owner_is() -> None:
    """Whoever the chat is not named after is the person."""
    own = message(2, **{"from": "Я", "from_id": "user5"})
    (sheet,) = read_telegram(telegram(message(1), own))
    assert sheet.own == frozenset({"user5"})
    (group,) = read_telegram(telegram(message(1), own, type="private_group"))
    assert group.own is None


def test_an_empty_chat_alone_is_a_chat() -> None:
    """There is nothing in it, and that is no error."""
    (sheet,) = read_telegram(telegram())
    assert sheet.rows == ()


def test_an_older_export_has_a_clock_without_a_zone() -> None:
    """Before 2022 there was no instant, and before 2021 ids were bare numbers."""
    old = message(1, date_unixtime="", from_id=7000000001)
    (row,) = read_telegram(telegram(old))[0].rows
    assert isinstance(row.stamp, Written)
    assert row.stamp.said == "2026-05-03T18:04:00"
    assert row.sender.id == "user7000000001"


def test_a_message_without_any_sender_belongs_to_the_chat() -> None:
    """A post of a channel has an author that Telegram may not name."""
    (row,) = read_telegram(telegram(message(1, **{"from": None, "from_id": None})))[0].rows
    assert row.sender.id == "chat7000000001"


def test_control_characters_are_read_as_telegram_meant_them() -> None:
    r"""Its writer puts `\x0F`, which is no JSON; a backslash of the sender's stays one."""
    untrusted = telegram(message(1, text="@@")).replace(b"@@", rb"a\x0Fb \\x0F c")
    (row,) = read_telegram(untrusted)[0].rows
    assert row.words == "a\x0fb \\x0F c"


def test_a_mark_at_the_beginning_does_no_harm() -> None:
    """Some editors put U+FEFF before what they save."""
    untrusted = b"\xef\xbb\xbf" + telegram(message(1))
    assert looks_like_telegram(untrusted)
    assert len(read_telegram(untrusted)[0].rows) == 1


@pytest.mark.parametrize(
    ("untrusted", "reason"),
    [
        (b"{", "json"),
        (b'{"messages": [}', "json"),
        (b"[" * 100_000, "no_chat"),
        (b'{"messages": ' + b"[" * 100_000, "json"),
        (b'{"id": 1, "name": "\xff", "messages": []}', "json"),
        (b"{}", "no_chat"),
        (b'{"messages": []}', "no_chat"),
        (b'{"id": "x", "messages": []}', "no_chat"),
        (b'{"messages": 3, "id": 1}', "no_chat"),
        (b'{"chats": {"list": 3}}', "no_chat"),
    ],
)
def test_what_is_no_export_is_refused(untrusted: bytes, reason: str) -> None:
    """Broken JSON is told from JSON of something else."""
    with pytest.raises(ImportFormatError) as caught:
        read_telegram(untrusted)
    assert caught.value.fields["reason"] == reason


@pytest.mark.parametrize(
    "slip",
    [
        {"text": 3},
        {"text": [{"type": []}]},
        {"id": "2"},
        {"from_id": []},
        {"poll": "x"},
    ],
)
def test_a_message_of_another_form_is_named_by_its_number(slip: dict[str, object]) -> None:
    """Nothing of what stands in it is in the error."""
    with pytest.raises(ImportFormatError) as caught:
        read_telegram(telegram(message(1), message(2, **slip)))
    assert caught.value.fields == {"reason": "shape", "message": 2}


def test_broken_json_is_named_by_its_line() -> None:
    """Half a pair of surrogates is no text, and no letter of its own."""
    untrusted = b"{\n" + telegram(message(1, text="@@"))[1:].replace(b"@@", rb"\ud800 word word")
    with pytest.raises(ImportFormatError) as caught:
        read_telegram(untrusted)
    assert caught.value.fields == {"reason": "json", "line": 2}


@pytest.mark.parametrize("slip", [{"date_unixtime": "soon"}, {"date_unixtime": "", "date": "?"}])
def test_a_message_without_a_time_is_named_by_its_number(slip: dict[str, object]) -> None:
    """A message that nobody can put on a timeline stops the import."""
    with pytest.raises(ImportFormatError) as caught:
        read_telegram(telegram(message(1, **slip)))
    assert caught.value.fields == {"reason": "no_date", "message": 1}


def test_the_limits_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file or a chat beyond its limit is refused before it is worked through."""
    monkeypatch.setattr(reader, "MESSAGES_LIMIT", 1)
    with pytest.raises(ImportFormatError) as caught:
        read_telegram(telegram(message(1), message(2)))
    assert caught.value.fields == {"reason": "too_many", "limit": 1}
    monkeypatch.setattr(reader, "FILE_BYTES_LIMIT", 10)
    with pytest.raises(ImportFormatError) as caught:
        read_telegram(telegram(message(1)))
    assert caught.value.fields == {"reason": "too_large", "limit": 10}


def test_unknown_fields_are_passed_over() -> None:
    """Telegram adds fields with every version."""
    untrusted = telegram(message(1, reactions=[{"type": "emoji", "count": 1}], invented={"a": 1}))
    assert words(read_telegram(untrusted)[0].rows) == ["слова 1"]
    assert msgspec.json.decode(untrusted)["messages"][0]["invented"] == {"a": 1}
