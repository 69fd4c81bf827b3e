"""What would become of every row of a file: decided here, shown to the person, stored elsewhere.

A message or call of the other side becomes an incident. What the person wrote after it becomes its
answer. Everything else is left out with a reason, and counted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from safelog.errors import (
    ImportFormatError,
    InvalidTextError,
    InvalidTimeError,
    UndecidedImportError,
)
from safelog.journal.imported import Imported
from safelog.journal.imports.columns import DateOrder
from safelog.journal.imports.rows import LeftOut, Reason, Row, Sender, Sheet, digest, identity
from safelog.journal.imports.stamps import Instant, order_of
from safelog.model.ids import IncidentId
from safelog.model.text import TEXT_LIMIT, check_text
from safelog.model.when import When, bounds_utc
from safelog.model.when.zone import load_zone

INCIDENTS_LIMIT = 10_000
"""Most incidents that one import makes: one commit is held in memory. A period brings the rest."""

What = Literal["zone", "order", "own", "senders", "kind"]
"""What a file may leave open."""

_ANY_ORDER: DateOrder = "dmy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the person said; None and the empty text mean that nothing was said."""

    zone: str = ""
    """IANA name of the zone on whose clock the times are shown or meant."""
    kind: str = ""
    """Code of the kind that messages become; of a call log, that calls become."""
    call_kind: str = ""
    """Code of the kind that calls in a chat become; empty leaves them out."""
    order: DateOrder | None = None
    own: frozenset[str] | None = None
    """Ids of the senders who are the person."""
    senders: frozenset[str] | None = None
    """Ids of those whose rows are meant."""
    since: date | None = None
    until: date | None = None
    """The last day."""
    series: str = ""
    """Name of the series that the incidents belong to; empty for none."""


@dataclass(slots=True)
class Item:
    """One incident to be."""

    row: Row
    key: bytes
    when: When
    replies: list[Row] = field(default_factory=list)
    """What the person wrote after it."""
    reply_keys: list[bytes] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What would be stored, and what not."""

    sheet: Sheet
    choices: Choices
    items: tuple[Item, ...]
    left_out: LeftOut
    changed: tuple[int, ...]
    """Places of rows that are in the journal with other words: they are stored beside them."""
    late: tuple[tuple[Row, IncidentId], ...]
    """Rows that are in the journal and come with files now."""


def other_senders(sheet: Sheet, own: frozenset[str] | None) -> dict[Sender, int]:
    """Return whoever is not the person, with the number of their rows, most first."""
    counts: dict[str, int] = {}
    shown: dict[str, Sender] = {}
    ours = own if own is not None else sheet.own or frozenset()
    for row in sheet.rows:
        if row.sender.id not in ours and not row.is_outgoing:
            counts[row.sender.id] = counts.get(row.sender.id, 0) + 1
            # The last name of several is the one by which the person knows them now.
            shown[row.sender.id] = (
                row.sender if row.sender.name else shown.get(row.sender.id, row.sender)
            )
    ranked = sorted(counts, key=lambda each: (-counts[each], each))
    return {shown[each]: counts[each] for each in ranked}


def undecided(sheet: Sheet, choices: Choices) -> tuple[What, ...]:
    """Return what has to be said before this can be planned.

    Raises:
        ImportFormatError: no one order of day and month fits all dates.
    """
    left: list[What] = []
    stamps = [row.stamp for row in sheet.rows]
    if not choices.zone:
        left.append("zone")
    if choices.order is None and order_of(stamps) is None:
        left.append("order")
    if sheet.own is None and choices.own is None and sheet.format != "calls":
        left.append("own")
    if choices.senders is None and len(other_senders(sheet, choices.own)) > 1:
        left.append("senders")
    if not choices.kind:
        left.append("kind")
    return tuple(left)


def make_plan(sheet: Sheet, choices: Choices, imported: Imported) -> Plan:
    """Decide about every row.

    Raises:
        UndecidedImportError: something has to be said first.
        ImportFormatError: a row cannot be stored as it is, with its place; or there are too many.
        InvalidTimeError: there is no such zone.
    """
    load_zone(choices.zone or "UTC")
    left = undecided(sheet, choices)
    if left:
        raise UndecidedImportError(what=left[0])
    planner = _Planner(sheet, choices, imported)
    for row in sheet.rows:
        planner.take(row)
    if len(planner.items) > INCIDENTS_LIMIT:
        raise ImportFormatError(reason="too_many", limit=INCIDENTS_LIMIT)
    return Plan(
        sheet=sheet,
        choices=choices,
        items=tuple(planner.items),
        left_out=sheet.left_out.together(planner.left_out),
        changed=tuple(planner.changed),
        late=tuple(planner.late),
    )


class _Planner:
    """Walks the rows in the order of the file."""

    def __init__(self, sheet: Sheet, choices: Choices, imported: Imported) -> None:
        self.items: list[Item] = []
        self.left_out = LeftOut()
        self.changed: list[int] = []
        self.late: list[tuple[Row, IncidentId]] = []
        self._sheet = sheet
        self._choices = choices
        self._imported = imported
        self._own = choices.own if choices.own is not None else sheet.own or frozenset()
        self._order = choices.order or order_of(row.stamp for row in sheet.rows) or _ANY_ORDER
        self._seen: dict[bytes, int] = {}
        self._last: Item | IncidentId | Reason = "before"
        """What a message of the person's own would answer now."""
        self._by_id: dict[str, Item | IncidentId | Reason] = {}

    def take(self, row: Row) -> None:
        """Decide about one row. Times are read of those only that may be stored."""
        choices = self._choices
        is_chat = self._sheet.format != "calls"
        if row.is_outgoing:
            self.left_out.add("outgoing", row.place)
        elif row.sender.id in self._own:
            self._take_own(row)
        elif row.sort == "call" and is_chat and not choices.call_kind:
            # Whatever the person writes next answers what was written before the call.
            self.left_out.add("call", row.place)
        elif choices.senders is not None and row.sender.id not in choices.senders:
            self._leave(row, "other_sender")
        else:
            self._take_other(row)

    def _take_other(self, row: Row) -> None:
        when = self._when(row)
        key = self._key(row, when)
        _check(row, self._sheet.place)
        known = self._imported.incident(key, digest(row.words))
        if known is not None:
            self._leave(row, "known", becomes=known)
            if row.media:
                self.late.append((row, known))
        elif not self._is_in_period(when):
            self._leave(row, "other_period")
        else:
            if self._imported.knows(key):
                self.changed.append(row.place)
            item = Item(row, key, when)
            self.items.append(item)
            self._last = self._by_id[row.id] = item

    def _leave(self, row: Row, reason: Reason, becomes: IncidentId | None = None) -> None:
        self.left_out.add(reason, row.place)
        self._last = self._by_id[row.id] = becomes if becomes is not None else reason

    def _take_own(self, row: Row) -> None:
        if row.sort == "call":
            self.left_out.add("outgoing", row.place)
            return
        target = (self._by_id.get(row.answers) if row.answers else None) or self._last
        key = self._key(row, self._when(row))
        _check(row, self._sheet.place)
        if self._imported.knows(key):
            self.left_out.add("known", row.place)
        elif isinstance(target, Item):
            target.replies.append(row)
            target.reply_keys.append(key)
        elif target in _REASONS:
            self.left_out.add(_REASONS[target], row.place)
        else:
            # Its incident may have been edited or sealed since.
            self.left_out.add("late_reply", row.place)

    def _when(self, row: Row) -> When:
        try:
            return row.stamp.when(self._choices.zone, self._order)
        except InvalidTimeError as error:
            clock = error.fields.get("reason") == "never_existed"
            place: dict[str, int] = {self._sheet.place: row.place}
            if clock:
                raise ImportFormatError(reason="no_clock", **place) from None
            raise ImportFormatError(reason="no_date", **place) from None

    def _key(self, row: Row, when: When) -> bytes:
        """Return what makes a row this one: its id, or when, from whom and what.

        Two messages of one sender with the same words in one minute are two, in every export.
        """
        source = self._sheet.format
        if row.id:
            key = digest(source, row.id)
        else:
            minute = str(int(bounds_utc(when)[0].timestamp()))
            key = digest(source, minute, identity(row.sender.id), row.words, str(row.duration_s))
        count = self._seen.get(key, 0)
        self._seen[key] = count + 1
        return digest(key.hex(), str(count)) if count else key

    def _is_in_period(self, when: When) -> bool:
        day = date.fromisoformat(when.start[:10])
        since, until = self._choices.since, self._choices.until
        return (since is None or since <= day) and (until is None or day <= until)


_REASONS: dict[object, Reason] = {
    "before": "before",
    "other_sender": "other_sender",
    "other_period": "other_period",
}
"""Why a message of the person's own has no incident to belong to."""


def _check(row: Row, place: str) -> None:
    """Hold that everything a row says can be stored as it stands."""
    where = {place: row.place}
    for text in _texts(row):
        try:
            check_text(text, field="words")
        except InvalidTextError as error:
            if "limit" in error.fields:
                raise ImportFormatError(reason="too_long", limit=TEXT_LIMIT, **where) from None
            raise ImportFormatError(reason="control", **where) from None


def _texts(row: Row) -> Iterable[str]:
    yield row.words
    yield row.sender.id
    yield row.sender.name
    for fact in row.facts:
        yield from fact
    yield from row.media


def needs_zone(sheet: Sheet) -> bool:
    """Tell whether the file shows clocks without saying where they stood."""
    return any(not isinstance(row.stamp, Instant) for row in sheet.rows)
