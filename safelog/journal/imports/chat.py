"""Find out which messenger wrote a file, and read it: alone, in its folder, or in an archive."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from safelog.errors import ImportFormatError
from safelog.journal.imports.rows import Sheet
from safelog.journal.imports.source import Archive, Folder, Source, looks_like_archive
from safelog.journal.imports.telegram import FILE_BYTES_LIMIT, looks_like_telegram, read_telegram
from safelog.journal.imports.whatsapp import looks_like_whatsapp, read_whatsapp

_BEGIN_BYTES = 4096
_TELEGRAM_NAME = "result.json"
_WHATSAPP_SUFFIX = ".txt"


@dataclass(frozen=True, slots=True)
class ChatExport:
    """The chats of a file, and where the files lie that came with them."""

    sheets: tuple[Sheet, ...]
    source: Source


class _Beside:
    """What lies in an archive in the folder of the chat."""

    def __init__(self, archive: Archive, chat: str) -> None:
        self._archive = archive
        self._folder = chat.removesuffix(PurePosixPath(chat).name)

    @property
    def names(self) -> tuple[str, ...]:
        return self._archive.names

    def size(self, name: str) -> int | None:
        return self._archive.size(self._folder + name)

    @contextmanager
    def open(self, name: str) -> Iterator[BinaryIO]:
        with self._archive.open(self._folder + name) as file:
            yield file


def read_chat(file: BinaryIO, *, name: str, folder: Path | None = None) -> ChatExport:
    """Read the chats of a file.

    Args:
        file: binary, and able to seek; stays open as long as files are taken from an archive.
        name: of the file, without its folder.
        folder: where it lies, with the files that came along; None where it came alone.

    Raises:
        ImportFormatError: neither Telegram nor WhatsApp wrote it, or it is damaged.
    """
    if looks_like_archive(file):
        archive = Archive(file)
        chat = _chat_in(archive)
        source: Source = _Beside(archive, chat)
        with archive.open(chat) as member:
            untrusted = member.read(FILE_BYTES_LIMIT + 1)
        # In an archive of WhatsApp for iPhones every chat is called the same.
        name = name if PurePosixPath(chat).name.startswith("_") else PurePosixPath(chat).name
    else:
        source = Folder(folder)
        untrusted = file.read(FILE_BYTES_LIMIT + 1)
    begin = untrusted[:_BEGIN_BYTES]
    if looks_like_telegram(begin):
        return ChatExport(read_telegram(untrusted), source)
    if not looks_like_whatsapp(begin):
        raise ImportFormatError(reason="no_chat")
    sheet = read_whatsapp(
        untrusted,
        name=PurePosixPath(name).stem,
        has_file=lambda each: source.size(each) is not None,
    )
    return ChatExport((sheet,), source)


def _chat_in(archive: Archive) -> str:
    """Return the one file of an archive that is a chat.

    Raises:
        ImportFormatError: there is none, or several.
    """
    by_telegram = [name for name in archive.names if PurePosixPath(name).name == _TELEGRAM_NAME]
    texts = [name for name in archive.names if name.lower().endswith(_WHATSAPP_SUFFIX)]
    found = by_telegram or [name for name in texts if _is_chat(archive, name)]
    if len(found) != 1:
        raise ImportFormatError(reason="no_chat")
    return found[0]


def _is_chat(archive: Archive, name: str) -> bool:
    with archive.open(name) as member:
        return looks_like_whatsapp(member.read(_BEGIN_BYTES))
