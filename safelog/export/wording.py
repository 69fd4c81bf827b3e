"""Put what a redacted document holds into the recipient's language.

Everything here is text for an outline: labels, dates, durations, and the person's words with labels
in them. Nothing decides what is shown; that was decided before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Literal

from safelog.export.outline import Label, Quote, Words
from safelog.i18n.catalogue import Catalogue
from safelog.i18n.units import quantity
from safelog.model.kind import Field, Kinds, label
from safelog.model.language import likely_language, may_be_in
from safelog.model.text import visible
from safelog.model.when import Precision, When, bounds_utc, format_when
from safelog.redact.document import Hidden, Paragraph, Shown, Text, Time, ToldTime
from safelog.redact.policy import bare_path

_THIN = "\u202f"
_NO_BREAK = "\u00a0"
_HOUR_S = 3600
_DAY_S = 24 * _HOUR_S
_HOURS_LIMIT_S = 2 * _DAY_S
_MONTHS_LIMIT = 24

_DETAILS = "details."

_PRECISIONS: Mapping[int, tuple[Precision, str]] = MappingProxyType(
    {
        len("2026-05"): ("month", "-01T00:00"),
        len("2026-05-12"): ("day", "T00:00"),
        len("2026-05-12T18:40Z"): ("exact", ""),
    }
)
"""How exactly a time of the machine is told, and what is missing in it, by its length."""


class Wording:
    """The words of one document: a catalogue and the labels of the kinds, in one language."""

    def __init__(self, catalogue: Catalogue, kinds: Kinds) -> None:
        """Choose the language of the catalogue."""
        self.catalogue = catalogue
        self.language = catalogue.language
        self._kinds = kinds
        # A document has few names of parts and few labels, and asks for each again and again.
        self._fields: dict[tuple[str, str], Field | None] = {}
        self._names: dict[tuple[str, str], str] = {}
        self._labels: dict[Hidden, Label] = {}

    def say(self, key: str, /, **values: object) -> str:
        """Return a sentence of the area `export`."""
        told = self.catalogue.text(f"export.{key}", **values)
        # A Kazakh date ends in an abbreviation, whose point is also that of the sentence.
        return told[:-1] if told.endswith("..") else told

    def count(self, key: str, count: int) -> str:
        """Return a counted noun of the area `export`."""
        return self.catalogue.plural(f"export.{key}", count)

    def size(self, size_bytes: int) -> str:
        """Return a size in bytes, its digits in groups."""
        digits = f"{size_bytes:,}".replace(",", _THIN)
        return self.count("bytes", size_bytes).replace(str(size_bytes), digits, 1)

    def moment(self, recorded: str) -> str:
        """Return a time of the machine: `2026-05-12T18:40Z` in words, with its zone.

        A day or a month is told as one, and what is not told is said to be so.
        """
        if not recorded:
            return self.say("moment_untold")
        told = format_when(_recorded(recorded), self.language)
        return self.say("moment", time=told) if recorded.endswith("Z") else told

    def time(self, time: Time, *, with_zone: bool) -> str:
        """Return a time of the person's, with the precision it has."""
        told = format_when(as_when(time), self.language, with_zone=with_zone)
        if isinstance(time, ToldTime) and time.told == "shifted":
            return self.say("shifted", time=told)
        return told

    def duration(self, since: datetime, until: datetime) -> str:
        """Return whole minutes, hours or days, from two years on years and months."""
        months = _whole_months(since, until)
        if months >= _MONTHS_LIMIT:
            return self._years(months)
        seconds = (until - since).total_seconds()
        if seconds < _HOUR_S:
            return self.count("minutes", int(seconds // 60))
        if seconds < _HOURS_LIMIT_S:
            return self.count("hours", int(seconds // _HOUR_S))
        return self.count("days", int(seconds // _DAY_S))

    def _years(self, months: int) -> str:
        """Return so many months as years and months: nobody imagines 2132 days."""
        years = self.count("years", months // 12)
        if not months % 12:
            return years
        return self.say("years_and_months", years=years, months=self.count("months", months % 12))

    def entered(self, paragraph: Paragraph, when: Time | None) -> str:
        """Return when an entry was first recorded, and how long after the event that was."""
        moment = self.moment(paragraph.first_recorded)
        if isinstance(when, ToldTime) and when.entered:
            return self.say(f"entered.told_{when.entered}", moment=moment)
        coarse = isinstance(when, ToldTime) or not paragraph.first_recorded.endswith("Z")
        if when is None or when.precision == "unknown" or coarse:
            return self.say("entered.undated", moment=moment)
        start, end = bounds_utc(as_when(when))
        recorded = datetime.fromisoformat(paragraph.first_recorded)
        if recorded < start:
            return self.say("entered.before", moment=moment)
        if recorded < end and when.precision != "exact":
            return self.say("entered.within", moment=moment)
        if (end - start).total_seconds() > _HOUR_S:
            delay = self.duration(end, recorded)
            return self.say("entered.at_least", moment=moment, delay=delay)
        # "Around 18:00" is half an hour either way: its middle is what was said.
        told = start + (end - start) / 2 if when.precision == "around" else start
        delay = self.duration(min(told, recorded), recorded)
        return self.say("entered.after", moment=moment, delay=delay)

    def label(self, hidden: Hidden) -> str:
        """Return what a label says, without its reason: Person A."""
        kind = self.hidden_kind(hidden)
        return self.say("label", kind=kind, letter=hidden.letter) if hidden.letter else kind

    def hidden_kind(self, hidden: Hidden) -> str:
        """Return the kind of what is hidden, in words."""
        if hidden.kind == "text":
            return self.say("text")
        return self._kinds.entity_kind_label(hidden.kind, self.language)

    def kind(self, code: str) -> str:
        """Return the name of a kind of incident."""
        return self._kinds.get(code).label[self.language]

    def reason(self, code: str) -> str:
        """Return what a reason code means."""
        return label(self._kinds.reasons, code, self.language)

    def field(self, path: str, kind: str) -> str:
        """Return the name of a part of an incident."""
        name = self._names.get((path, kind))
        if name is None:
            name = self._names[path, kind] = self._name(path, kind)
        return name

    def order(self, path: str, kind: str) -> int:
        """Return how early the form of a kind asks for a detail; 0 for what is none of its own."""
        detail = self._detail(path, kind)
        return self._kinds.get(kind).fields.index(detail) if detail else 0

    def codes(self, path: str, kind: str, codes: Iterable[str]) -> str:
        """Return the names of chosen options; a code without options, such as a country, stays."""
        field = self._field(path, kind)
        if field is None or not field.options:
            return ", ".join(codes)
        told = [label(field.options, code, self.language) for code in codes]
        # "Faces, one by one, posters" would leave open how many were chosen.
        return ("; " if any("," in each for each in told) else ", ").join(told)

    def number(self, path: str, kind: str, number: float) -> str:
        """Return a number with its unit."""
        field = self._field(path, kind)
        unit = field.unit if field else ""
        return quantity(self.catalogue, number, unit).replace(" ", _NO_BREAK)

    def is_file(self, path: str, kind: str) -> bool:
        """Tell whether a part refers to an exhibit."""
        field = self._field(path, kind)
        return field is not None and field.type == "file"

    def _name(self, path: str, kind: str) -> str:
        detail = self._detail(path, kind)
        if detail is None:
            return self.say(f"field.{bare_path(path)}")
        return (detail.export_label or detail.label)[self.language]

    def _detail(self, path: str, kind: str) -> Field | None:
        return self._field(path, kind) if path.startswith(_DETAILS) else None

    def _field(self, path: str, kind: str) -> Field | None:
        """Return how a part is asked for; None for one that the kinds do not know."""
        asked = (path, kind)
        if asked not in self._fields:
            self._fields[asked] = self._find(path, kind)
        return self._fields[asked]

    def _find(self, path: str, kind: str) -> Field | None:
        names = bare_path(path).split(".")
        level = self._kinds.common
        if path.startswith(_DETAILS):
            names, level = names[1:], self._kinds.get(kind).fields
        found: Field | None = None
        for name in names:
            found = next((field for field in level if field.id == name), None)
            level = found.fields if found else ()
        return found

    def black(self, hidden: Hidden) -> Label:
        """Return a label as it stands in a text.

        The brackets stay when somebody copies the text, or reads it with a screen reader; its
        width follows from the label alone.
        """
        made = self._labels.get(hidden)
        if made is None:
            told = self.say("label_with_reason", label=self.label(hidden), reason=hidden.reason)
            made = self._labels[hidden] = Label(f"[{told}]")
        return made

    def pieces(self, pieces: Iterable[Shown | Hidden]) -> tuple[str | Label, ...]:
        """Return shown words and labels."""
        return tuple(
            [
                visible(piece.text) if isinstance(piece, Shown) else self.black(piece)
                for piece in pieces
            ]
        )

    def original(self, text: Text) -> Words:
        """Return the person's words with the language they are likely in."""
        pieces = [piece for sentence in text.sentences for piece in sentence.pieces]
        return Words(self.pieces(pieces), likely_language(_shown(text)))

    def quoted(self, style: Literal["quote", "words"], text: Text) -> Quote:
        """Return the person's words as a block, with room for a translation beside them."""
        words = self.original(text)
        may_be_read = may_be_in(_shown(text), self.language, likely=words.language)
        known = may_be_read or not _says_something(words)
        return Quote(words, style, "" if known else self.say("translation"))

    def bounds(self, time: Time) -> str:
        """Return a time as two ISO 8601 instants, for a program; empty if nobody understood it."""
        if time.precision == "unknown":
            return ""
        start, end = bounds_utc(as_when(time))
        return f"{start:%Y-%m-%dT%H:%MZ}/{end:%Y-%m-%dT%H:%MZ}"


def _whole_months(since: datetime, until: datetime) -> int:
    """Return how many months of the calendar are over; both times are UTC."""
    months = (until.year - since.year) * 12 + until.month - since.month
    return months - ((until.day, until.time()) < (since.day, since.time()))


def _recorded(recorded: str) -> When:
    """Return a minute, a day or a month of the machine's, to be printed: it is read as UTC."""
    precision, rest = _PRECISIONS[len(recorded)]
    start = recorded.removesuffix("Z") + rest
    return When(said="", zone="UTC", precision=precision, start=start, end=start)


def as_when(time: Time) -> When:
    """Return the time without the person's words for it."""
    return When(
        said="",
        zone=time.zone,
        precision=time.precision,
        part=time.part,
        start=time.start,
        end=time.end,
    )


def is_empty(text: Text) -> bool:
    """Tell whether a text has nothing to show, not even a label."""
    return not any(
        isinstance(piece, Hidden) or piece.text.strip()
        for sentence in text.sentences
        for piece in sentence.pieces
    )


_SHORTEST_WORD = re.compile(r"[^\W\d_]{3}")
"""What a reference number has none of: T-000117 needs no translation."""


def _says_something(words: Words) -> bool:
    return any(isinstance(each, str) and _SHORTEST_WORD.search(each) for each in words.pieces)


def _shown(text: Text) -> str:
    """Return the shown words; labels tell no language."""
    return "".join(
        [
            piece.text
            for sentence in text.sentences
            for piece in sentence.pieces
            if isinstance(piece, Shown)
        ]
    )
