"""Invented files of other programs, and archives put together in memory."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from pathlib import Path

import msgspec

from safelog.journal.imports.rows import Row, Sheet
from safelog.journal.imports.whatsapp import read_whatsapp

SAMPLES = Path(__file__).parent / "samples"


def sample(name: str) -> bytes:
    r"""Return the bytes of an invented file.

    Invisible characters and carriage returns of texts are written as `\u200e` and `\r`.
    """
    content = (SAMPLES / name).read_bytes()
    if not name.endswith(".txt"):
        return content
    text = content.decode().replace("\\r\n", "\r\n")
    return re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), text).encode()


def archive(members: Iterable[tuple[str, bytes]], *, packed: bool = True) -> io.BytesIO:
    """Return a zip archive, at its beginning."""
    file = io.BytesIO()
    how = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    with zipfile.ZipFile(file, "w", how) as made:
        for name, content in members:
            made.writestr(zipfile.ZipInfo(name), content, compress_type=how)
    file.seek(0)
    return file


def message(number: int, **fields: object) -> dict[str, object]:
    """Return a message as Telegram writes one."""
    return {
        "id": number,
        "type": "message",
        "date": "2026-05-03T18:04:00",
        "date_unixtime": str(1_777_813_440 + 60 * number),
        "from": "Неизвестный",
        "from_id": "user7000000001",
        "text": f"слова {number}",
        **fields,
    }


def telegram(*messages: dict[str, object], **fields: object) -> bytes:
    """Return the export of one chat."""
    chat = {"name": "Неизвестный", "type": "personal_chat", "id": 7000000001, **fields}
    return msgspec.json.encode({**chat, "messages": messages})


def whatsapp(*lines: str, files: Iterable[str] = ()) -> Sheet:
    """Read lines as a chat of WhatsApp."""
    there = frozenset(files)
    text = "\n".join(lines) + "\n"
    return read_whatsapp(text.encode(), name="чат", has_file=there.__contains__)


def words(rows: Iterable[Row]) -> list[str]:
    """Return the words of rows."""
    return [row.words for row in rows]
