"""Chats, call logs and archives that somebody imports: docs/IMPORTS.md."""

import io
from collections.abc import Iterator

import msgspec

from safelog.errors import SafelogError
from safelog.journal.imported import Imported
from safelog.journal.imports.calls import NEEDED, proposed, read_calls, read_log
from safelog.journal.imports.chat import read_chat
from safelog.journal.imports.columns import Columns
from safelog.journal.imports.plan import Choices, make_plan
from safelog.journal.imports.rows import Sheet
from safelog.journal.imports.tella import read_tella
from tests.unit.journal.imports.files import SAMPLES, archive, message, sample, telegram

SAID = Choices(
    zone="Europe/Vilnius",
    kind="threat.message",
    call_kind="threat.call",
    order="dmy",
    own=frozenset(),
    senders=frozenset({"user7000000001", "+7 700 000 00 01"}),
)


def seeds() -> Iterator[bytes]:
    """Return files of every form, alone and in an archive."""
    for path in sorted(SAMPLES.iterdir()):
        content = sample(path.name)
        yield content
        yield archive([(path.name, content), ("a.jpg", b"1")]).getvalue()
    yield telegram(message(1, text=["a", {"type": "bold", "text": "b"}]), message(2))
    yield archive([("a.jpg", b"1"), ("a.csv", b"File hash,File name\n00,a.jpg\n")]).getvalue()


def consume(untrusted: bytes) -> None:
    """Read the input as each form, and plan what was read; nothing may be there twice."""
    for read in (_chat, _calls, _tella):
        try:
            for sheet in read(untrusted):
                plan = make_plan(sheet, SAID, Imported())
                keys = [item.key for item in plan.items]
                assert len(set(keys)) == len(keys)
        except SafelogError as error:
            str(error)


def _chat(untrusted: bytes) -> tuple[Sheet, ...]:
    return read_chat(io.BytesIO(untrusted), name="a.zip").sheets


def _calls(untrusted: bytes) -> tuple[Sheet, ...]:
    table = read_log(untrusted)
    found = proposed(table.header)
    columns = msgspec.convert(
        found if found.keys() >= NEEDED else {"number": 0, "date": 1}, Columns
    )
    return (read_calls(table, columns),)


def _tella(untrusted: bytes) -> tuple[Sheet, ...]:
    read_tella(io.BytesIO(untrusted), Imported())
    return ()
