"""From a time to words, in any language that has a file.

What is printed can be typed again: reading it in the same zone gives the same bounds and the same
precision. The words as typed are not used, so nothing of them can reach an export this way.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from safelog.model.when import spans
from safelog.model.when.phrases import Shown, load_language
from safelog.model.when.value import PASSES, When, civil

_DAY = timedelta(days=1)


def format_when(when: When, language: str, *, with_zone: bool = False) -> str:
    """Return the time as a person would write it.

    Args:
        when: a time that `check_when` accepts.
        language: code of a language, one of `languages()`.
        with_zone: add the name of the zone. It says where the clock stood, so where the person
            was: an export may have to leave it out.

    Raises:
        LookupError: there is no such language.
    """
    shown = load_language(language).shown
    text = _text(when, shown)
    return shown.with_zone.format(text=text, zone=when.zone) if with_zone else text


def _text(when: When, shown: Shown) -> str:
    start, end = civil(when)
    match when.precision:
        case "exact" | "ambiguous" | "around":
            return _moment(when, start, shown)
        case "between" | "range":
            return _stretch(when, start, end, shown)
        case "part_of_day":
            return _part(when, start, shown)
        case "day":
            return _date(start, shown)
        case "unknown":
            return shown.unknown
    return _coarse(when, start, end, shown)


def _moment(when: When, start: datetime, shown: Shown) -> str:
    if when.precision == "around" and when.part:
        return shown.around_day.format(date=_date(spans.around_day_centre(start), shown))
    moment, template = start, shown.exact
    if when.precision == "around":
        moment, template = spans.around_time_centre(start), shown.around
    if when.precision == "ambiguous":
        template = shown.ambiguous
    if when.precision == "exact" and when.part:
        template = shown.first_pass if when.part == PASSES[0] else shown.second_pass
    return template.format(date=_date(moment, shown), time=_time(moment))


def _stretch(when: When, start: datetime, end: datetime, shown: Shown) -> str:
    lasted = when.precision == "range"
    if when.part:
        template = shown.range_days if lasted else shown.between_days
        return template.format(**_days(start, end - _DAY, shown))
    times = {"first_time": _time(start), "last_time": _time(end)}
    if start.date() == end.date():
        template = shown.range if lasted else shown.between
        return template.format(date=_date(start, shown), **times)
    template = shown.range_dates if lasted else shown.between_dates
    dates = {"first_date": _date(start, shown), "last_date": _date(end, shown)}
    return template.format(**times, **dates)


def _part(when: When, start: datetime, shown: Shown) -> str:
    part = shown.parts[when.part]
    if spans.crosses_midnight(when.part):
        return shown.nights.format(part=part, **_days(start, start + _DAY, shown))
    return shown.part.format(part=part, date=_date(start, shown))


def _coarse(when: When, start: datetime, end: datetime, shown: Shown) -> str:
    """Return the words for what is longer than a day."""
    names = _names(start, shown)
    match when.precision:
        case "month_part":
            return shown.month_part.format(third=shown.thirds[when.part], **names)
        case "season":
            template = shown.season if start.year == end.year else shown.winter
            season = shown.seasons[when.part]
            return template.format(season=season, next_year=_year(end), **names)
        case "year":
            return shown.year.format(**names)
    return shown.month.format(**names)


def _days(first: date, last: date, shown: Shown) -> dict[str, str]:
    """Return the names of two days, the first without what it shares with the last."""
    template = shown.same_month
    if first.month != last.month:
        template = shown.same_year
    if first.year != last.year:
        template = shown.date
    return {"first": template.format(**_names(first, shown)), "last_date": _date(last, shown)}


def _date(day: date, shown: Shown) -> str:
    return shown.date.format(**_names(day, shown))


def _names(day: date, shown: Shown) -> dict[str, str]:
    return {
        "day": str(day.day),
        "month": shown.months[day.month - 1],
        "month_of": shown.months_of[day.month - 1],
        "year": _year(day),
    }


def _year(day: date) -> str:
    """Return four digits: a shorter number would be read as an hour or a day."""
    return f"{day.year:04d}"


def _time(moment: datetime) -> str:
    return moment.strftime("%H:%M")
