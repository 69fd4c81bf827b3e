"""Accounts, handles, e-mail and web addresses: what the service itself takes for one.

Case, `@`, `www.` and the scheme never matter. Full stops matter, unless the service says that it
ignores them; which ones say so stands in `services.toml`, each with its source.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from importlib import resources
from typing import NamedTuple

import msgspec

from safelog.journal.likeness.clue import NOBODY, Clue, ClueCode, Likeness
from safelog.journal.likeness.postings import Postings
from safelog.model.ids import EntityId
from safelog.redact.identifiers.skeleton import skeleton

_EMAIL = re.compile(r"[^\s@<>()\[\],;:/«»\"]{1,64}@[\w-]+(?:\.[\w-]+)+")
_URL = re.compile(
    r"(?<![\w.-])(?:[a-z][a-z0-9+.-]{1,15}://)?(?:[\w-]{1,63}\.){1,8}[\w-]{2,63}/[^\s<>\"«»]*",
    re.IGNORECASE,
)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_MARKED = re.compile(r"(?<![\w@.+-])@(?P<handle>[\w][\w.-]{1,63})")
_BARE = re.compile(
    r"(?<![\w@./+-])(?=[\w.]*[\d_])(?=[\w.]*[a-z])[a-z][\w.]{4,63}(?![\w@/])", re.IGNORECASE
)
"""A word of Latin letters with a digit or an underscore in it is rarely a word of a language."""
_HANDLE = re.compile(r"@?[\w][\w.-]{2,63}")
_WORD = re.compile(r"[^\W\d_]+")
_ASCII = re.compile(r"[a-zA-Z0-9]")
"""Services take no other letters; a handle may still have been typed with some that look alike."""
_DIALLED_PATH = re.compile(r"\+?\d{7,15}")
_TRAILING = ".,;:!?)…»”"
_TELLING = 5
"""Characters of a handle without its service, from which on it is hardly a coincidence."""


class _Service(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    name: str
    hosts: tuple[str, ...]
    words: tuple[str, ...]
    ignores: str = ""


class _Mailbox(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    hosts: tuple[str, ...]
    ignores: str = ""
    tag: str = ""


class _Services(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    dialled: frozenset[str]
    not_accounts: frozenset[str]
    service: tuple[_Service, ...]
    mailbox: tuple[_Mailbox, ...]


class Account(NamedTuple):
    """An account as far as it is known."""

    entity: EntityId
    service: str
    """Its service; `mail` or `web` for addresses, empty for a handle nobody placed."""
    key: str
    """What the service compares."""
    typed: str
    """The same as it was written, in lower case."""
    is_link: bool = False

    @property
    def look(self) -> str:
        """The key by the look of its letters."""
        return skeleton(self.key).text


class AccountReader:
    """Reads accounts as their services do."""

    def __init__(self) -> None:
        """Read what the services say."""
        file = resources.files("safelog.journal.likeness") / "services.toml"
        data = msgspec.convert(tomllib.loads(file.read_text(encoding="utf-8")), type=_Services)
        self._dialled, self._not_accounts = data.dialled, data.not_accounts
        self._hosts = {host: service for service in data.service for host in service.hosts}
        self._words = {word: service for service in data.service for word in service.words}
        self._mailboxes = {host: box for box in data.mailbox for host in box.hosts}

    def read(self, spelling: str, entity: EntityId = NOBODY) -> Account | None:
        """Read an e-mail address, a link, or a handle perhaps beside the name of its service."""
        text = unicodedata.normalize("NFKC", spelling).strip()
        if _EMAIL.fullmatch(text):
            return self._email(text, entity)
        if _URL.fullmatch(text):
            return self._link(text, entity)
        if _HANDLE.fullmatch(text) and _ASCII.search(text):
            return Account(entity, "", text.removeprefix("@").casefold(), _typed(text))
        return self._placed(text, entity)

    def dialled(self, spelling: str) -> str:
        """Return the telephone number that a link carries, if it does."""
        host, path = _cut(spelling.strip())
        number = path.split("?")[0].strip("/")
        marked = host in self._hosts and number.startswith("+")
        if not (host in self._dialled or marked) or not _DIALLED_PATH.fullmatch(number):
            return ""
        return "+" + number.removeprefix("+")

    def in_text(self, text: str) -> Iterator[tuple[str, Account]]:
        """Give the accounts that stand in a text, with how they are written."""
        plain = unicodedata.normalize("NFKC", text)
        taken = [match.span() for match in _EMAIL.finditer(plain)]
        for start, end in taken:
            said = plain[start:end].rstrip(_TRAILING)
            yield said, self._email(said, NOBODY)
        for match in _URL.finditer(plain):
            if not any(start < match.end() and match.start() < end for start, end in taken):
                said = match[0].rstrip(_TRAILING)
                yield said, self._link(said, NOBODY)
        for match in _MARKED.finditer(plain):
            said = match[0].rstrip(_TRAILING)
            yield said, Account(NOBODY, "", said[1:].casefold(), _typed(said))
        for match in _BARE.finditer(plain):
            said = match[0].rstrip(_TRAILING)
            yield said, Account(NOBODY, "", said.casefold(), _typed(said))

    def links_in(self, text: str) -> Iterator[str]:
        """Give the links that stand in a text."""
        return (match[0].rstrip(_TRAILING) for match in _URL.finditer(text))

    def _email(self, text: str, entity: EntityId) -> Account:
        local, _, host = text.casefold().rpartition("@")
        box = self._mailboxes.get(host)
        if box is None:
            return Account(entity, "mail", f"{local}@{host}", _typed(text))
        if box.tag:
            local = local.partition(box.tag)[0]
        local = "".join(sign for sign in local if sign not in box.ignores)
        return Account(entity, "mail", f"{local}@{box.hosts[0]}", _typed(text))

    def _link(self, text: str, entity: EntityId) -> Account:
        host, path = _cut(text)
        service = self._hosts.get(host)
        parts = [part for part in path.partition("?")[0].partition("#")[0].split("/") if part]
        if service and parts and parts[0] == "s" and service.name == "telegram":
            parts = parts[1:]
        if service and len(parts) == 1 and parts[0].casefold() not in self._not_accounts:
            handle = parts[0].removeprefix("@").casefold()
            if _HANDLE.fullmatch(handle):
                return Account(
                    entity, service.name, _bare(handle, service), _typed(handle), is_link=True
                )
        address = f"{host}/{path}".rstrip("/")
        return Account(entity, "web", address, address, is_link=True)

    def _placed(self, text: str, entity: EntityId) -> Account | None:
        """Read «телеграм: @crow_77»: a handle and words, one of which is a service."""
        handles = [match["handle"].rstrip(_TRAILING) for match in _MARKED.finditer(text)]
        services = [self._words[w] for w in _WORD.findall(text.casefold()) if w in self._words]
        if not handles:
            bare = [word.strip(_TRAILING) for word in text.split()]
            handles = [
                word
                for word in bare
                if word.isascii() and _HANDLE.fullmatch(word) and word.casefold() not in self._words
            ]
            if not services:
                return None
        if len(handles) != 1 or len(services) > 1:
            return None
        handle = handles[0].casefold()
        if not services:
            return Account(entity, "", handle, _typed(handle))
        return Account(entity, services[0].name, _bare(handle, services[0]), _typed(handle))


def _cut(link: str) -> tuple[str, str]:
    """Return host and path of a link, without scheme and `www.`."""
    host, _, path = _SCHEME.sub("", link, count=1).partition("/")
    return host.casefold().removeprefix("www."), path


def _bare(handle: str, service: _Service) -> str:
    return "".join(sign for sign in handle if sign not in service.ignores)


def _typed(text: str) -> str:
    return text.casefold().removeprefix("@").rstrip("/")


def compare(one: Account, other: Account) -> tuple[Clue, ...]:
    """Return what speaks for two accounts being one; nothing if nothing does."""
    address = {"mail", "web"}
    if one.look != other.look or (
        one.service != other.service and {one.service, other.service} & address
    ):
        return ()
    codes = []
    if one.key != other.key:
        codes.append(ClueCode.LOOK_ALIKE)
    if (one.service and other.service and one.service != other.service) or (
        one.service != other.service and len(one.key) < _TELLING
    ):
        codes.append(ClueCode.HANDLE_ELSEWHERE)
    elif one.service == "mail" and one.typed != other.typed and one.key == other.key:
        codes.append(ClueCode.MAILBOX)
    elif one.service != other.service or (one.typed != other.typed and one.key == other.key):
        codes.append(ClueCode.ACCOUNT_LINK)
    return tuple(map(Clue, codes or [ClueCode.SAME_ACCOUNT]))


class Accounts:
    """The accounts of a register."""

    def __init__(self, reader: AccountReader) -> None:
        """Start without accounts."""
        self._reader = reader
        self._known: Postings[Account] = Postings()

    def put(self, account: Account) -> None:
        """Add an account."""
        self._known.put(account.look, account)

    def drop(self, entity: EntityId) -> None:
        """Take out the accounts of an entity."""
        self._known.drop(entity)

    def like(self, account: Account, said: str = "") -> Iterator[Likeness]:
        """Find the accounts that may be `account`."""
        for known in self._known.get(account.look):
            if found := compare(account, known):
                yield Likeness(known.entity, found, said)

    def in_text(self, text: str) -> Iterator[Likeness]:
        """Find the accounts that stand in a text."""
        for said, account in self._reader.in_text(text):
            yield from self.like(account, said)
