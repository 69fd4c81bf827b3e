r"""The JSON that Telegram Desktop exports: one chat, or a whole account.

The fields are those that its own writer gives (`export_output_json.cpp` of telegramdesktop) and
that core.telegram.org/import-export describes. `date` is the clock of the exporting computer, in a
zone that nobody wrote down; `date_unixtime`, since 2022, is the instant. Where a control character
stood, the writer puts `\x0F`, which is no JSON: that one slip is read as what it means.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import msgspec

from safelog.errors import ImportFormatError
from safelog.journal.imports.rows import Fact, LeftOut, Row, Sender, Sheet
from safelog.journal.imports.stamps import Instant, Stamp, read_written

FILE_BYTES_LIMIT = 512 << 20
"""Largest file that is read: it is held in memory, and the words of its messages beside it."""
MESSAGES_LIMIT = 2_000_000
"""Most messages of one chat."""

_ONE_TO_ONE = frozenset({"personal_chat", "bot_chat"})
_BAD_ESCAPE = re.compile(rb"(?<!\\)((?:\\\\)*)\\x([0-9A-Fa-f]{2})")
_TOLD = (
    *("forwarded_from", "via_bot", "edited", "media_type", "sticker_emoji", "file_name"),
    *("place_name", "address"),
)
_FILES = ("photo", "file", "contact_vcard")

_AT_BYTE = re.compile(r"\(byte ([0-9]+)\)")
_SECONDS = re.compile(r"-?[0-9]{1,12}")
_MISSING_FILE = re.compile(r".*\((?:File|Photo) [^()]*\)", re.DOTALL)
"""What stands instead of the path of a file that was not exported."""

_Peer = str | int | None


class _Part(msgspec.Struct, frozen=True):
    type: str = ""
    text: str = ""
    href: str = ""


_Text = str | list[str | _Part]


class _Point(msgspec.Struct, frozen=True):
    latitude: float = 0.0
    longitude: float = 0.0


class _Contact(msgspec.Struct, frozen=True):
    first_name: str = ""
    last_name: str = ""
    phone_number: str = ""


class _Answer(msgspec.Struct, frozen=True):
    text: _Text = ""


class _Poll(msgspec.Struct, frozen=True):
    question: _Text = ""
    answers: list[_Answer] = []


class _Message(msgspec.Struct, frozen=True, rename={"sender": "from", "sender_id": "from_id"}):
    id: int
    type: str
    date: str = ""
    date_unixtime: str | int = ""
    edited: str = ""
    edited_unixtime: str | int = ""
    sender: str | None = None
    sender_id: _Peer = None
    actor: str | None = None
    actor_id: _Peer = None
    action: str = ""
    text: _Text = ""
    forwarded_from: str | None = None
    reply_to_message_id: int | None = None
    via_bot: str = ""
    photo: str = ""
    file: str = ""
    file_name: str = ""
    contact_vcard: str = ""
    media_type: str = ""
    sticker_emoji: str = ""
    duration_seconds: int | None = None
    discard_reason: str = ""
    place_name: str = ""
    address: str = ""
    contact_information: _Contact | None = None
    location_information: _Point | None = None
    poll: _Poll | None = None


class _Chat(msgspec.Struct, frozen=True):
    messages: list[msgspec.Raw]
    id: int
    name: str | None = None
    type: str | None = None


class _Chats(msgspec.Struct, frozen=True, rename={"chats": "list"}):
    chats: list[_Chat] = []


class _Person(msgspec.Struct, frozen=True):
    user_id: int = 0


class _File(msgspec.Struct, frozen=True):
    """The whole account; of one chat only what tells that it is one."""

    chats: _Chats | None = None
    left_chats: _Chats | None = None
    personal_information: _Person | None = None
    messages: msgspec.Raw = msgspec.Raw()


_files = msgspec.json.Decoder(_File)
_chats = msgspec.json.Decoder(_Chat)
_messages = msgspec.json.Decoder(_Message)


def looks_like_telegram(untrusted_begin: bytes) -> bool:
    """Tell whether a file begins as a JSON object does."""
    return untrusted_begin.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"


def read_telegram(untrusted_json: bytes) -> tuple[Sheet, ...]:
    """Read every chat of an export that has messages.

    Raises:
        ImportFormatError: it is no such export, or a message in it is not as Telegram writes it;
            with the number of the message.
    """
    if len(untrusted_json) > FILE_BYTES_LIMIT:
        raise ImportFormatError(reason="too_large", limit=FILE_BYTES_LIMIT)
    plain = untrusted_json.removeprefix(b"\xef\xbb\xbf")
    # Looking for the two letters first is a hundred times faster than for the pattern.
    if b"\\x" in plain:
        plain = _BAD_ESCAPE.sub(rb"\1\\u00\2", plain)
    file = _decode(_files, plain)
    if memoryview(file.messages).nbytes:
        sheets = [_sheet(_decode(_chats, plain), account=None)]
    else:
        account = file.personal_information.user_id if file.personal_information else 0
        groups = [group.chats for group in (file.chats, file.left_chats) if group is not None]
        if not groups:
            raise ImportFormatError(reason="no_chat")
        sheets = [_sheet(chat, account=account or None) for group in groups for chat in group]
    return tuple(sheet for sheet in sheets if sheet.rows or len(sheets) == 1)


def _decode(decoder: msgspec.json.Decoder[Any], untrusted_json: bytes) -> Any:  # noqa: ANN401 (the caller's annotation of the decoder says which)
    try:
        return decoder.decode(untrusted_json)
    except msgspec.ValidationError:
        raise ImportFormatError(reason="no_chat") from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        found = _AT_BYTE.search(str(error))
        if found is None:
            raise ImportFormatError(reason="json") from None
        line = untrusted_json.count(b"\n", 0, int(found[1])) + 1
        raise ImportFormatError(reason="json", line=line) from None


def _sheet(chat: _Chat, *, account: int | None) -> Sheet:
    if len(chat.messages) > MESSAGES_LIMIT:
        raise ImportFormatError(reason="too_many", limit=MESSAGES_LIMIT)
    left_out = LeftOut()
    rows = tuple(_rows(chat, left_out))
    own = frozenset({f"user{account}"}) if account else None
    if own is None and chat.type in _ONE_TO_ONE:
        # Of two people one is whom the chat is named after, and the other is its owner.
        own = frozenset(row.sender.id for row in rows) - {f"user{chat.id}"}
    return Sheet(
        format="telegram",
        place="message",
        name=chat.name or "",
        rows=rows,
        left_out=left_out,
        own=own,
    )


def _rows(chat: _Chat, left_out: LeftOut) -> Iterator[Row]:
    for place, raw in enumerate(chat.messages, start=1):
        try:
            message = _messages.decode(raw)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            raise ImportFormatError(reason="shape", message=place) from None
        if message.type == "service" and message.action == "phone_call":
            yield _call(chat, message, place)
        elif message.type == "message":
            yield _row(chat, message, place)
        else:
            left_out.add("service" if message.type == "service" else "unsupported", place)


def _row(chat: _Chat, message: _Message, place: int) -> Row:
    files = filter(None, (getattr(message, name) for name in _FILES))
    return Row(
        place=place,
        id=_id(chat, message.id),
        stamp=_stamp(message, place),
        sender=_sender(chat, message.sender, message.sender_id),
        words=_plain(message.text),
        facts=tuple(_facts(message)),
        media=tuple(path for path in files if not _MISSING_FILE.fullmatch(path)),
        answers=_id(chat, message.reply_to_message_id) if message.reply_to_message_id else "",
    )


def _call(chat: _Chat, message: _Message, place: int) -> Row:
    facts = [("action", message.action)]
    if message.duration_seconds is not None:
        facts.append(("duration_seconds", str(message.duration_seconds)))
    if message.discard_reason:
        facts.append(("discard_reason", message.discard_reason))
    return Row(
        place=place,
        id=_id(chat, message.id),
        stamp=_stamp(message, place),
        sender=_sender(chat, message.actor, message.actor_id),
        sort="call",
        facts=tuple(facts),
        duration_s=message.duration_seconds,
    )


def _id(chat: _Chat, message: int) -> str:
    return f"{chat.id}/{message}"


def _sender(chat: _Chat, name: str | None, peer: _Peer) -> Sender:
    """Return who it was; a deleted account has no name, and exports before 2021 bare numbers."""
    found = f"user{peer}" if isinstance(peer, int) else peer
    return Sender(found or name or f"chat{chat.id}", name or "")


def _stamp(message: _Message, place: int) -> Stamp:
    seconds = str(message.date_unixtime)
    if _SECONDS.fullmatch(seconds):
        return Instant(int(seconds))
    day, _, time = message.date.partition("T")
    written = read_written(day, time)
    if seconds or written is None:
        raise ImportFormatError(reason="no_date", message=place)
    return replace(written, said=message.date)


def _plain(text: _Text) -> str:
    """Return the words without their looks."""
    if isinstance(text, str):
        return text
    return "".join(part if isinstance(part, str) else part.text for part in text)


def _facts(message: _Message) -> Iterator[Fact]:
    """Yield what the words do not say, under the names of Telegram's own fields."""
    for name in _TOLD:
        if value := getattr(message, name):
            yield name, value
    for name in _FILES:
        if _MISSING_FILE.fullmatch(getattr(message, name)):
            yield name, getattr(message, name)
    # What a link leads to need not be what it shows.
    parts = message.text if isinstance(message.text, list) else []
    yield from (("href", part.href) for part in parts if isinstance(part, _Part) and part.href)
    yield from _shared(message)


def _shared(message: _Message) -> Iterator[Fact]:
    if (point := message.location_information) is not None:
        yield "location_information", f"{point.latitude}, {point.longitude}"
    if (contact := message.contact_information) is not None:
        shown = (contact.first_name, contact.last_name, contact.phone_number)
        yield "contact_information", " ".join(filter(None, shown))
    if (poll := message.poll) is not None:
        yield "poll", "\n".join(map(_plain, (poll.question, *(each.text for each in poll.answers))))
