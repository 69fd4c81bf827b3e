"""Which messenger wrote a file, and where its files lie."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from safelog.errors import ImportFormatError
from safelog.journal.imports.chat import read_chat
from tests.unit.journal.imports.files import archive, message, sample, telegram

LINE = "03.05.26, 18:04 - Чужой: a.jpg (файл добавлен)\n".encode()


def test_the_form_of_a_file_is_found_by_what_is_in_it() -> None:
    """Names of files are in every language."""
    assert read_chat(io.BytesIO(telegram(message(1))), name="x").sheets[0].format == "telegram"
    whatsapp = read_chat(io.BytesIO(sample("whatsapp_iphone_en.txt")), name="Chat with A.txt")
    assert (whatsapp.sheets[0].format, whatsapp.sheets[0].name) == ("whatsapp", "Chat with A")


@pytest.mark.parametrize("name", ["result.json", "ChatExport/result.json"])
def test_an_archive_of_telegram_is_read_with_its_files(name: str) -> None:
    """Paths in it begin where the chat lies."""
    folder = name.removesuffix("result.json")
    chat = telegram(message(1, photo="photos/a.jpg"))
    export = read_chat(archive([(name, chat), (f"{folder}photos/a.jpg", b"123")]), name="x.zip")
    assert export.sheets[0].rows[0].media == ("photos/a.jpg",)
    assert export.source.size("photos/a.jpg") == 3
    assert export.source.names == (name, f"{folder}photos/a.jpg")


@pytest.mark.parametrize(
    ("member", "expected"), [("_chat.txt", "Chat with A"), ("Chat with B.txt", "Chat with B")]
)
def test_an_archive_of_whatsapp_is_read_with_its_files(member: str, expected: str) -> None:
    """On iPhones only the archive has the name of the chat."""
    members = [(member, LINE), ("a.jpg", b"123"), ("note.txt", b"not a chat")]
    export = read_chat(archive(members), name="Chat with A.zip")
    assert (export.sheets[0].name, export.source.size("a.jpg")) == (expected, 3)


def test_files_beside_a_chat_on_the_disk_are_found(tmp_path: Path) -> None:
    """A chat that was unpacked has its files in its folder."""
    (tmp_path / "a.jpg").write_bytes(b"123")
    export = read_chat(io.BytesIO(LINE), name="a.txt", folder=tmp_path)
    assert export.source.size("a.jpg") == 3
    assert read_chat(io.BytesIO(LINE), name="a.txt").source.size("a.jpg") is None


@pytest.mark.parametrize(
    "members",
    [
        [],
        [("a.jpg", b"1")],
        [("note.txt", b"words")],
        [("a.txt", LINE), ("b.txt", LINE)],
        [("a/result.json", b"{}"), ("b/result.json", b"{}")],
    ],
)
def test_an_archive_has_to_hold_one_chat(members: list[tuple[str, bytes]]) -> None:
    """Of several nobody can say which is meant."""
    with pytest.raises(ImportFormatError) as caught:
        read_chat(archive(members), name="x.zip")
    assert caught.value.fields == {"reason": "no_chat"}


@pytest.mark.parametrize("untrusted", [b"", b"words", b"<html>", b"\xff\xfe\x00"])
def test_any_other_file_is_refused(untrusted: bytes) -> None:
    """With one word for what it is not."""
    with pytest.raises(ImportFormatError) as caught:
        read_chat(io.BytesIO(untrusted), name="x")
    assert caught.value.fields["reason"] == "no_chat"
