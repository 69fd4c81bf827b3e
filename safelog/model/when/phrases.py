"""The words of a language for times, and a matcher for them.

A language is one file of `languages/`. Its tables are a small grammar:

- `words.<slot>`: phrases for a value, as `words.month.5 = ["may"]`;
- `slots.<slot>`: templates for something compound, as `slots.date = ["{d} {month} {y}?"]`;
- `forms.<form>`: templates for a whole way of saying a time. The forms are tried in the order of
  the file, and the first that fits the whole text is the one;
- `endings`: the case endings by which a word of an event's title may differ from what was typed;
- `shown`: how each precision is printed. What is printed can be typed again.

A template is a row of items between spaces: `{slot}`, or words of which one must stand there
(`about|around`); with `?` an item may be absent. A slot may carry a number (`{date1}`) where it is
used twice, or stand in for another (`{time:clocked}` fills the name `time` by the slot `clocked`).
The slot `{anchor}` takes any words: they name an event of the journal, which `anchor.py` looks for.
Commas, full stops and brackets in the text are ignored, and so is case.

The work is bounded: texts are short, no template refers to itself, and no pattern repeats a group.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib import resources
from typing import Literal, NamedTuple

import msgspec

from safelog.errors import InvalidTimeError

SAID_LIMIT = 200
"""Longest text that is tried, in characters."""

Form = Literal[
    "now",
    "unknown",
    "ambiguous",
    "which_pass",
    "exact",
    "around",
    "between",
    "within_hour",
    "range",
    "after_time",
    "before_time",
    "since",
    "since_long",
    "after_day",
    "nights",
    "past_night",
    "this_night",
    "tonight",
    "part",
    "ago",
    "ahead",
    "before_event",
    "after_event",
    "since_event",
    "unbounded",
    "around_day",
    "between_days",
    "range_days",
    "day",
    "week",
    "weekend",
    "week_part",
    "month_half",
    "year_half",
    "winter",
    "season_part",
    "season",
    "around_long",
    "month_part",
    "year_part",
    "between_months",
    "between_years",
    "month",
    "year",
]

Words = Mapping[str, str]
"""What a form's slots held: `{"date.d": "3", "date.month": "5"}`; phrases by their value."""


class Shown(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How times are printed; the names in braces are filled in by `show.py`."""

    date: str
    same_month: str
    """The first of two dates in one month."""
    same_year: str
    """The first of two dates in one year."""
    exact: str
    first_pass: str
    """A time that the clock showed twice: before it was put back."""
    second_pass: str
    ambiguous: str
    around: str
    around_day: str
    between: str
    between_dates: str
    between_days: str
    range: str
    range_dates: str
    range_days: str
    part: str
    nights: str
    month_part: str
    month: str
    season: str
    winter: str
    year: str
    unknown: str
    with_zone: str
    months: tuple[str, ...]
    months_of: tuple[str, ...]
    """The months as they stand after a day."""
    parts: dict[str, str]
    thirds: dict[str, str]
    seasons: dict[str, str]


class _File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    endings: tuple[str, ...] = ()
    words: dict[str, dict[str, tuple[str, ...]]]
    slots: dict[str, tuple[str, ...]]
    forms: dict[Form, tuple[str, ...]]
    shown: Shown


class _Item(NamedTuple):
    """One item of a template: a slot under a name, or the words of which one must stand there."""

    slot: str
    name: str
    words: frozenset[str]
    optional: bool


_Template = tuple[_Item, ...]
_Templates = tuple[_Template, ...]
_Tokens = tuple[str, ...]
_Step = tuple[int, dict[str, str]]


class _Phrases(NamedTuple):
    """The phrases of a slot and the values that they stand for."""

    values: Mapping[_Tokens, str]
    longest: int


_TERMINALS: Mapping[str, re.Pattern[str]] = {
    "d": re.compile(r"[0-9]{1,2}"),
    "m": re.compile(r"0[1-9]|1[0-2]"),
    "n": re.compile(r"[0-9]{1,3}"),
    "h": re.compile(r"[0-9]{1,2}"),
    "mm": re.compile(r"[0-5][0-9]"),
    "y": re.compile(r"[0-9]{4}"),
    "yy": re.compile(r"[0-9]{2}|[0-9]{4}"),
    "clock": re.compile(r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?"),
    "iso": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    "dotted": re.compile(r"[0-9]{1,2}\.[0-9]{1,2}\.(?:[0-9]{4}|[0-9]{2})"),
}
"""Slots that every language has."""

_ANCHOR = "anchor"
_ANCHOR_LIMIT = 12
"""Most words that name an event."""

_TOKEN = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])"
    r"|[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{2,4}(?![0-9])"
    r"|[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?![0-9:])"
    r"|[0-9]+"
    r"|[^\W\d_]+(?:'[^\W\d_]+)?"
    r"|[-/~:]"
)
_IGNORED = re.compile(r"[\s,.()]*")
_FOLDED = str.maketrans(
    {"ё": "е", "’": "'", "ʼ": "'", "–": "-", "—": "-", "‑": "-", "−": "-", "≈": "~"}
)
_LAST_DIGITS = re.compile(r"[0-9]+\Z")


class Language:
    """The times of one language: what can be said, and how it is printed."""

    def __init__(self, text: str) -> None:
        """Compile the file of a language.

        Raises:
            LookupError: a template names a slot that does not exist.
            msgspec.ValidationError: the file is not of the documented shape.
        """
        file = msgspec.toml.decode(text, type=_File)
        self.shown = file.shown
        self.endings = frozenset({"", *file.endings})
        self.words = {slot: _phrases(table) for slot, table in file.words.items()}
        self.slots: dict[str, _Templates] = {}
        for slot, templates in file.slots.items():
            # In the order of the file: a slot can use only those above it, so none can recur.
            if slot in self.words:
                raise LookupError(slot)
            self.slots[slot] = tuple(map(self._template, templates))
        self._forms = {
            form: tuple(map(self._template, templates)) for form, templates in file.forms.items()
        }

    def read(self, said: str) -> tuple[Form, Words]:
        """Return the first form that fits the whole of `said`, and what its slots held.

        Raises:
            InvalidTimeError: the text is too long, holds characters that no time needs, or no form
                fits it.
        """
        text = _Text(tokens(said), self.words, self.slots)
        for form, templates in self._forms.items():
            for template in templates:
                values = text.whole(template)
                if values is not None:
                    return form, values
        raise InvalidTimeError(reason="unknown_words")

    def _template(self, text: str) -> _Template:
        return tuple(self._item(item) for item in text.split())

    def _item(self, text: str) -> _Item:
        optional = text.endswith("?")
        text = text.removesuffix("?")
        if not text.startswith("{"):
            return _Item(slot="", name="", words=frozenset(text.split("|")), optional=optional)
        name, _, slot = text.strip("{}").partition(":")
        slot = slot or _LAST_DIGITS.sub("", name)
        known = (_TERMINALS, self.words, self.slots, {_ANCHOR})
        if not any(slot in table for table in known):
            raise LookupError(slot)
        return _Item(slot=slot, name=name, words=frozenset(), optional=optional)


def _phrases(table: Mapping[str, tuple[str, ...]]) -> _Phrases:
    values = {tokens(phrase): value for value, phrases in table.items() for phrase in phrases}
    return _Phrases(values, max(map(len, values), default=0))


class _Text:
    """One text while templates are tried on it; what a slot can be at a place is found once."""

    def __init__(
        self, found: _Tokens, words: Mapping[str, _Phrases], slots: Mapping[str, _Templates]
    ) -> None:
        self._found = found
        self._words = words
        self._slots = slots
        self._known: dict[tuple[str, int], tuple[_Step, ...]] = {}

    def whole(self, template: _Template) -> Words | None:
        """Return what the slots hold if the template fits the whole text."""
        fits = (values for end, values in self._match(template, 0) if end == len(self._found))
        return next(fits, None)

    def _match(self, template: _Template, at: int) -> Iterator[_Step]:
        if not template:
            yield at, {}
            return
        item, rest = template[0], template[1:]
        if at < len(self._found):
            if self._found[at] in item.words:
                yield from self._match(rest, at + 1)
            for middle, values in self._slot(item.slot, at):
                named = {_joined(item.name, name): value for name, value in values.items()}
                for end, more in self._match(rest, middle):
                    yield end, named | more
        if item.optional:
            yield from self._match(rest, at)

    def _slot(self, slot: str, at: int) -> tuple[_Step, ...]:
        """Return where the slot can end that begins at `at`, and what it holds; "" is its own."""
        place = slot, at
        if place not in self._known:
            self._known[place] = tuple(self._tried(slot, at))
        return self._known[place]

    def _tried(self, slot: str, at: int) -> Iterator[_Step]:
        found = self._found
        if slot in _TERMINALS and _TERMINALS[slot].fullmatch(found[at]):
            yield at + 1, {"": found[at]}
        if slot == _ANCHOR:
            for end in range(at + 1, min(len(found), at + _ANCHOR_LIMIT) + 1):
                yield end, {"": " ".join(found[at:end])}
        if phrases := self._words.get(slot):
            for length in range(min(phrases.longest, len(found) - at), 0, -1):
                value = phrases.values.get(found[at : at + length])
                if value is not None:
                    yield at + length, {"": value}
        for template in self._slots.get(slot, ()):
            yield from self._match(template, at)


def _joined(name: str, inner: str) -> str:
    return f"{name}.{inner}" if inner else name


def languages() -> tuple[str, ...]:
    """Return the codes of the languages that have a file."""
    folder = resources.files("safelog.model.when") / "languages"
    return tuple(sorted(file.name.removesuffix(".toml") for file in folder.iterdir()))


# Compiling a grammar takes milliseconds, and a list of incidents prints hundreds of times.
@lru_cache(maxsize=8)
def load_language(code: str) -> Language:
    """Return the language called `code`.

    Raises:
        LookupError: there is no file for that language.
    """
    if code not in languages():
        raise LookupError(code)
    file = resources.files("safelog.model.when") / "languages" / f"{code}.toml"
    return Language(file.read_text(encoding="utf-8"))


def tokens(text: str) -> tuple[str, ...]:
    """Split a text into numbers, dates, clock times, words and signs, folded for comparison.

    Raises:
        InvalidTimeError: the text is longer than `SAID_LIMIT`, or holds control characters,
            invisible ones, or signs that no time is written with.
    """
    if len(text) > SAID_LIMIT:
        raise InvalidTimeError(reason="too_long")
    # Cc, Cf: bidirectional overrides and their like could make the words say something else to
    # the eye than to this parser.
    if any(unicodedata.category(character) in {"Cc", "Cf", "Cs"} for character in text):
        raise InvalidTimeError(reason="characters")
    folded = fold(text)
    found = []
    at = _end(_IGNORED, folded, 0)
    while at < len(folded):
        end = _end(_TOKEN, folded, at)
        if end == at:
            raise InvalidTimeError(reason="unknown_words")
        found.append(folded[at:end])
        at = _end(_IGNORED, folded, end)
    return tuple(found)


def fold(text: str) -> str:
    """Fold a text for comparison: blind to case, ё and е, and the kind of dash and apostrophe."""
    return unicodedata.normalize("NFKC", text).casefold().translate(_FOLDED)


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    """Return where a match of `pattern` at `at` ends, or `at` if there is none."""
    match = pattern.match(text, at)
    return match.end() if match else at
