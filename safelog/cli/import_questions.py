"""Ask what a file of another program leaves open, or read it from `--json` and the options."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import msgspec

from safelog.cli.arguments import Argument, Words
from safelog.cli.files import STANDARD_INPUT
from safelog.cli.import_objects import ImportChoices
from safelog.cli.json_input import read_bytes
from safelog.cli.questions import Choice, Questions
from safelog.cli.session import Session
from safelog.errors import (
    InvalidFieldError,
    InvalidJsonError,
    InvalidTimeError,
    UndecidedImportError,
    UnknownKindError,
    UsageError,
)
from safelog.journal.imports.columns import DATE_ORDERS
from safelog.journal.imports.plan import Choices, needs_zone, other_senders, undecided
from safelog.journal.imports.rows import Sender, Sheet, identity
from safelog.journal.journal import Journal
from safelog.model.text import LINE_LIMIT, check_text, one_line
from safelog.model.when import zone_names

OPTIONS = (
    Argument(name="kind", flag="--kind", value="KIND"),
    Argument(name="zone", flag="--zone", value="ZONE"),
    Argument(name="order", flag="--order", value="ORDER", choices=DATE_ORDERS),
    Argument(name="since", flag="--since", value="DAY"),
    Argument(name="until", flag="--until", value="DAY"),
    Argument(name="yes", flag="--yes"),
)
"""What `import chat` and `import calls` have in common, behind the file."""

MESSAGE_KINDS = (
    *("threat.message", "lure.direct", "lure.trusted_person", "harassment.insults"),
    *("harassment.doxxing", "intrusion.phishing", "unsure"),
)
"""Kinds that are offered for messages; any other may be typed."""
CALL_KINDS = ("threat.call", "harassment.silent_calls", "unsure")

MOST_SHOWN = 20
"""Senders that are listed: a call log has hundreds."""


def read_choices(session: Session, words: Words) -> ImportChoices:
    """Return what the options say, and with `--json` what stands on standard input.

    Raises:
        InvalidJsonError: it is not of the form.
        UsageError: a day in the options is none.
    """
    said = ImportChoices()
    if session.json and words.text("file") != STANDARD_INPUT:
        untrusted_json = read_bytes(session.console.stdin)
        if untrusted_json.strip():
            try:
                said = msgspec.json.decode(untrusted_json, type=ImportChoices)
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
                raise InvalidJsonError from None
    given: dict[str, object] = {
        name: words.text(name) for name in ("kind", "zone", "order") if words.text(name)
    }
    given |= {name: _day(words.text(name)) for name in ("since", "until") if words.text(name)}
    return msgspec.structs.replace(said, **given)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(what="day") from None


def choices_of(session: Session, said: ImportChoices, sheet: Sheet) -> Choices:
    """Return the choices for one sheet as far as they are made.

    Raises:
        InvalidFieldError: nobody in the file has such a name.
        InvalidTimeError: there is no such zone.
    """
    if said.zone and said.zone not in zone_names():
        raise InvalidTimeError(reason="unknown_zone")
    check_text(said.series, field="series", limit=LINE_LIMIT)
    # Where the file names instants, the zone only says on whose clock they are shown.
    zone = said.zone or ("" if needs_zone(sheet) else session.zone)
    return Choices(
        zone=zone,
        kind=said.kind,
        call_kind=said.call_kind,
        order=said.order,
        own=_ids(sheet, said.own, "own"),
        senders=_ids(sheet, said.senders, "senders"),
        since=said.since,
        until=said.until,
        series=said.series.strip(),
    )


def _ids(sheet: Sheet, names: tuple[str, ...] | None, field: str) -> frozenset[str] | None:
    if names is None:
        return None
    senders = list(other_senders(sheet, frozenset()))
    return frozenset(_named(senders, name, field=field).id for name in names)


def _named(senders: Sequence[Sender], name: str, *, field: str) -> Sender:
    """Return the sender with that id, or the only one with that name."""
    by_id = [each for each in senders if each.id == name]
    same = [each for each in senders if identity(each.id) == identity(name)]
    found = by_id or same or [each for each in senders if one_line(each.shown) == one_line(name)]
    if len(found) != 1:
        raise InvalidFieldError(field=field)
    return found[0]


def check_kinds(journal: Journal, choices: Choices) -> None:
    """Hold that the kinds exist.

    Raises:
        UnknownKindError: one does not.
    """
    for code in filter(None, (choices.kind, choices.call_kind)):
        if code not in journal.surroundings.kinds.codes:
            raise UnknownKindError


class ImportQuestions:
    """The questions of one import, each asked only where nothing was said."""

    def __init__(self, session: Session, journal: Journal) -> None:
        """Ask on the console of `session`."""
        self._session = session
        self._journal = journal
        self._catalogue = session.console.catalogue
        self.ask = Questions(session.console, is_interactive=session.is_interactive)

    def sheet(self, sheets: Sequence[Sheet], number: int | None) -> Sheet:
        """Return the chat that is meant.

        Raises:
            UndecidedImportError: there are several, and nobody said.
            InvalidFieldError: there is none of that number.
        """
        if number is None and len(sheets) > 1 and not self._session.json:
            offered = [
                Choice(
                    str(place),
                    self.text("chat_line", name=one_line(sheet.name), count=len(sheet.rows)),
                )
                for place, sheet in enumerate(sheets, start=1)
            ]
            number = int(self.ask.choose(self.text("which_chat"), offered) or 0) or None
        if number is None and len(sheets) > 1:
            raise UndecidedImportError(what="chat")
        place = 1 if number is None else number
        if not 1 <= place <= len(sheets):
            raise InvalidFieldError(field="chat")
        return sheets[place - 1]

    def complete(self, sheet: Sheet, choices: Choices) -> Choices:
        """Return the choices with an answer to whatever is open."""
        open_now = undecided(sheet, choices)
        if "own" in open_now:
            choices = replace(choices, own=self._senders("own", sheet, frozenset()))
        if "senders" in undecided(sheet, choices):
            chosen = self._senders("senders", sheet, choices.own)
            everybody = frozenset(each.id for each in other_senders(sheet, choices.own))
            choices = replace(choices, senders=chosen or everybody)
        if "order" in open_now:
            offered = [Choice(code, self.text(f"order.{code}")) for code in DATE_ORDERS]
            order = self.ask.choose(self.text("order.question"), offered)
            choices = replace(
                choices, order=next((code for code in DATE_ORDERS if code == order), None)
            )
        if not choices.zone:
            choices = replace(choices, zone=self.ask.checked(self._zone))
        if not choices.kind:
            offered_kinds = CALL_KINDS if sheet.format == "calls" else MESSAGE_KINDS
            choices = replace(choices, kind=self._kind("kind", offered_kinds))
        if sheet.format != "calls":
            choices = self._complete_chat(sheet, choices)
        return choices

    def _complete_chat(self, sheet: Sheet, choices: Choices) -> Choices:
        own = choices.own if choices.own is not None else sheet.own or frozenset()
        has_calls = any(row.sort == "call" and row.sender.id not in own for row in sheet.rows)
        if has_calls and not choices.call_kind:
            choices = replace(choices, call_kind=self._kind("call_kind", CALL_KINDS))
        if not choices.series:
            name = self.ask.line(self.text("series"), about=self.text("series_help"))
            choices = replace(choices, series=name[:LINE_LIMIT])
        return choices

    def _zone(self) -> str:
        zone = self.ask.line(
            self.text("zone"), about=self.text("zone_help"), current=self._session.zone
        )
        if zone not in zone_names():
            raise InvalidTimeError(reason="unknown_zone")
        return zone

    def _kind(self, question: str, codes: Sequence[str]) -> str:
        kinds, language = self._journal.surroundings.kinds, self._catalogue.language
        offered = [Choice(code, kinds.get(code).label[language]) for code in codes]
        return self.ask.choose(
            self.text(question),
            offered,
            about=self.text("kind_help", codes=", ".join(kinds.codes)),
            unlisted=kinds.codes,
        )

    def _senders(self, question: str, sheet: Sheet, own: frozenset[str] | None) -> frozenset[str]:
        counted = other_senders(sheet, own)
        senders = list(counted)
        console = self._session.console
        for number, sender in enumerate(senders[:MOST_SHOWN], start=1):
            console.tell(f"  {number}  {self.sender_line(sender, counted[sender])}")
        if len(senders) > MOST_SHOWN:
            console.tell(self._catalogue.plural("imports.more", len(senders) - MOST_SHOWN))

        def read() -> frozenset[str]:
            answer = self.ask.line(self.text(question), about=self.text(f"{question}_help"))
            parts = [part.strip() for part in answer.replace(",", ";").split(";")]
            return frozenset(_chosen(senders, part).id for part in parts if part)

        return self.ask.checked(read)

    def sender_line(self, sender: Sender, count: int) -> str:
        """Return how a sender is listed."""
        name = one_line(sender.shown) or self.text("hidden")
        shown = (
            f"{name} ({one_line(sender.id)})" if sender.name and sender.name != sender.id else name
        )
        return self.text("sender", name=shown, count=count)

    def text(self, key: str, **values: object) -> str:
        """Return a sentence of `imports.toml`."""
        return self._catalogue.text(f"imports.{key}", **values)


def _chosen(senders: Sequence[Sender], part: str) -> Sender:
    """Return the sender at a place of the list, or of that name or number."""
    if part.isascii() and part.isdigit() and 1 <= int(part) <= min(len(senders), MOST_SHOWN):
        return senders[int(part) - 1]
    return _named(senders, part, field="answer")
