"""Dates that are registered, a birthday above all, compared by value in any way of writing them.

12.03.1985, 1985-03-12, 12/03/85, 12031985, «12 марта 1985 года», "March 12th, 1985", «1985 жылғы 12
наурыз», «двенадцатого марта восемьдесят пятого» are one day. Where day and month may be exchanged,
both readings count: hiding one day too many harms nobody.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from safelog.redact.attention import Care, Stretch
from safelog.redact.hit import Hit, Tier
from safelog.redact.identifiers.daywords import names_month, worded_days

_GAP = r"[\s,.\-]{1,3}"
_YEAR_WORD = r"(?:\s?(?:года?|году|г\.|року?|р\.|ж\.|жыл\w{0,4})(?![^\W\d_]))?"
_NUMERIC = re.compile(
    r"(?<![\d.,/-])(?:(?P<y>\d{4})(?P<s>[./\-])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})"
    r"|(?P<d2>\d{1,2})(?P<s2>[./\-]|\s[./\-]\s|\s)(?P<m2>\d{1,2})(?P=s2)(?P<y2>\d{4}|\d\d)"
    r"|(?P<packed>\d{8}))(?![\d/-]|\.\d)" + _YEAR_WORD
)
_WORDED = re.compile(
    rf"(?<!\d)(?:(?P<d>\d{{1,2}})(?:st|nd|rd|th|-?о?го|-?е|-?ге)?{_GAP}(?:of\s)?(?P<m>[^\W\d_]{{3,12}}){_GAP}"
    rf"(?P<y>\d{{4}}|['’]?\d\d)(?!\d)(?:-?(?:го|й|м|ого)(?![^\W\d_]))?"
    rf"|(?P<m2>[^\W\d_]{{3,12}}){_GAP}(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?{_GAP}(?P<y2>\d{{4}})(?!\d)"
    rf"|(?P<y3>\d{{4}})\s?(?:ж\.|жыл\w{{0,4}}|year)?{_GAP}(?P<d3>\d{{1,2}}){_GAP}(?P<m3>[^\W\d_]{{3,12}}))"
    + _YEAR_WORD
)
_ROMAN = re.compile(
    r"(?<![\d.,/-])(?P<d>\d{1,2})(?P<s>[./\-]|\s)(?P<m>X(?:I{1,2})?|IX|IV|VI{0,3}|I{1,3})(?P=s)"
    r"(?P<y>\d{4}|\d\d)(?!\d)" + _YEAR_WORD
)
_AFTER_YEAR = re.compile(_YEAR_WORD)
_ROMAN_MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_YEAR_DIGITS = 2
_MONTHS = 12
_LONGEST_MONTH = 31


class _Day(NamedTuple):
    """A day; the year as far as it was written."""

    year: str
    month: int
    day: int


class DateFinder:
    """Finds registered days."""

    def __init__(self, months: Mapping[str, int]) -> None:
        """Read months by their beginnings."""
        self._months = months
        self._days: dict[_Day, str] = {}
        self._years: set[str] = set()
        self._numbers: set[int] = set()
        """Months of the days."""
        self._packed: set[str] = set()

    def add(self, entity_id: str, written: str) -> None:
        """Look for the day that is written so, if it is one."""
        for _, _, readings in read_days(written, self._months):
            for day in readings:
                for year in (day.year, day.year[-_YEAR_DIGITS:]):
                    self._days.setdefault(day._replace(year=year), entity_id)
                    self._years.add(year)
                self._numbers.add(day.month)
                month_day = f"{day.month:02}{day.day:02}"
                self._packed |= {day.year + month_day, f"{day.day:02}{day.month:02}{day.year}"}

    def care(self, digits: Sequence[str] | None) -> int:
        """Tell whether the groups of digits in a chunk hold the year of a day."""
        held = any(group in self._years or group in self._packed for group in digits or ())
        return Care.YEAR if held else Care.NONE

    def care_of_words(self, chunk: str) -> int:
        """Tell whether a chunk names the month of a day."""
        return Care.YEAR if self._days and names_month(chunk, self._numbers) else Care.NONE

    def find(self, text: str, stretches: Iterable[Stretch]) -> Iterator[Hit]:
        """Find the days in `stretches` of `text`; hits may overlap."""
        for bounds in stretches if self._days else ():
            for start, end, readings in read_days(text, self._months, *bounds):
                whose = next((self._days[day] for day in readings if day in self._days), None)
                if whose is not None:
                    yield Hit(start, end, whose, Tier.SURE, "date")


def is_date(text: str, months: Mapping[str, int]) -> bool:
    """Tell whether a text is one day and nothing else; a row of bare figures is none."""
    bare = text.strip()
    marked = re.search(r"[./\-]|[^\W\d_]", bare) is not None
    return marked and any(
        (start, end) == (0, len(bare)) for start, end, _ in read_days(bare, months)
    )


def read_days(
    text: str, months: Mapping[str, int], begin: int = 0, end: int = sys.maxsize
) -> Iterator[tuple[int, int, list[_Day]]]:
    """Give the days in a stretch of `text`: start, end and readings of each."""
    for match in _NUMERIC.finditer(text, begin, end):
        readings = _numeric(match)
        if readings:
            yield match.start(), match.end(), readings
    for match in _ROMAN.finditer(text, begin, end):
        roman = _Day(match["y"], _ROMAN_MONTHS.index(match["m"]) + 1, int(match["d"]))
        yield match.start(), match.end(), [roman]
    for match in _WORDED.finditer(text, begin, end):
        for year, month, day in (("y", "m", "d"), ("y2", "m2", "d2"), ("y3", "m3", "d3")):
            number = _month(match[month] or "", months)
            if number:
                written = match[year].lstrip("'’")
                yield match.start(), match.end(), [_Day(written, number, int(match[day]))]
    for said in worded_days(text, begin, end):
        if said.year:
            finish = _AFTER_YEAR.match(text, said.end, end)
            day_said = _Day(said.year, said.month, said.day)
            yield said.start, finish.end() if finish else said.end, [day_said]


def _month(word: str, months: Mapping[str, int]) -> int:
    folded = word.lower()
    return next((number for begun, number in months.items() if folded.startswith(begun)), 0)


def _numeric(match: re.Match[str]) -> list[_Day]:
    """Return the days that a row of figures may be."""
    if match["packed"]:
        row = match["packed"]
        written = [(row[4:], row[2:4], row[:2]), (row[:4], row[4:6], row[6:])]
    elif match["y"]:
        written = [(match["y"], match["m"], match["d"])]
    else:
        year, month, day = match["y2"], match["m2"], match["d2"]
        written = [(year, month, day), (year, day, month)]
    return [
        _Day(year, int(month), int(day))
        for year, month, day in written
        if 1 <= int(month) <= _MONTHS and 1 <= int(day) <= _LONGEST_MONTH
    ]
