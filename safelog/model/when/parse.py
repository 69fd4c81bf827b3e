"""From words to a time: one reading for each form that a language's file has.

The readings decide bounds and precision and nothing else; what the words of a language are, its
file says, and how far a word reaches, `spans.toml` says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from safelog.errors import InvalidTimeError
from safelog.model.when import spans
from safelog.model.when.ahead import form_ahead, period_left_out
from safelog.model.when.anchor import Anchor, find_anchor
from safelog.model.when.calendar_readings import CALENDAR_READERS
from safelog.model.when.clock_readings import CLOCK_READERS
from safelog.model.when.day_readings import DAY_READERS
from safelog.model.when.phrases import Form, Words, load_language
from safelog.model.when.reading import MINUTE, Now, Reading
from safelog.model.when.value import When, at_minute, bounds_utc, local_now, make, unknown

_READERS: Mapping[Form, Callable[[Words, Now], Reading]] = {
    **CLOCK_READERS,
    **DAY_READERS,
    **CALENDAR_READERS,
}

_FIRST_NOW, _LAST_NOW = spans.FIRST_YEAR + 2, spans.LAST_YEAR - 2
"""Years of typing: "the year before last" and "next winter" stay inside the calendar."""


def parse_when(
    said: str,
    *,
    language: str,
    zone: str,
    now: datetime,
    anchors: Iterable[Anchor] = (),
    ahead: bool = False,
) -> When:
    """Read a time as people say it.

    Nothing is made more precise than it was said, and nothing that could be two things is guessed.
    What is left out is the nearest past: see `calendar_words`. A clock time that was shown twice,
    because the clock was put back, gives `ambiguous`. A time that leans on an event keeps the
    event's id and the bounds that follow from what is known of it now.

    Args:
        said: the words as typed; they are kept untouched.
        language: code of the language of the words, one of `languages()`.
        zone: IANA name of the zone whose clock is meant.
        now: the moment of typing, with a zone of its own.
        anchors: the events that the words may lean on; looked at only if they do.
        ahead: whether it is a time like a deadline, so that what is left out is the nearest future.

    Raises:
        InvalidTimeError: the words are no time. The field `reason` is one of: `unknown_words`,
            `too_long`, `characters`, `unknown_zone`, `bounds`, `no_such_date`, `no_such_time`,
            `never_existed` (with `at`: the clock was put forward past it), `half_of_day` (morning
            or evening?), `which_day`, `which_night`, `which_winter`, `which_year`,
            `end_before_start`, `unknown_event`, `which_event` (with `count`), `how_long` (before
            or after an event). The caller can keep the words with `unknown`.
    """
    if not _FIRST_NOW <= local_now(now, zone).year <= _LAST_NOW:
        raise InvalidTimeError(reason="bounds")
    grammar = load_language(language)
    form, words = grammar.read(said)
    if form == "now":
        return at_minute(now, zone=zone, said=said)
    if form == "unknown":
        return unknown(said, zone)
    event = _event(words, anchors, grammar.endings)
    form = form_ahead(form, words) if ahead else form
    found = _read(said, form, words, zone=zone, now=now, event=event)
    period = period_left_out(words) if ahead and bounds_utc(found)[1] <= now else None
    if period is None:
        return found
    later = _read(said, form, words, zone=zone, now=now + period, event=event)
    return later if bounds_utc(later)[1] > now else found


def _read(
    said: str, form: Form, words: Words, *, zone: str, now: datetime, event: Anchor | None
) -> When:
    begun, ended = bounds_utc(event.when) if event else (now, now + MINUTE)
    here = Now(now, local_now(now, zone), zone, (begun, ended - MINUTE))
    reading = _READERS[form](words, here)
    return make(
        said=said,
        zone=zone,
        precision=reading.precision,
        span=reading.span,
        part=reading.part,
        anchor=event.id if event else "",
    )


def _event(words: Words, anchors: Iterable[Anchor], endings: frozenset[str]) -> Anchor | None:
    """Return the event that the words lean on, if they do."""
    named = next((text for key, text in words.items() if key.rpartition(".")[2] == "anchor"), None)
    return None if named is None else find_anchor(named, anchors, endings)
