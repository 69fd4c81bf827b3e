"""What people say about times, and what it is read as."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from safelog.errors import InvalidTimeError
from safelog.model.when import When, format_when, languages, parse_when

VILNIUS = "Europe/Vilnius"
SATURDAY_AFTERNOON = datetime(2026, 11, 21, 12, 30, tzinfo=UTC)
"""14:30 on a Saturday in Vilnius."""


def read(
    said: str,
    language: str = "en",
    *,
    zone: str = VILNIUS,
    now: datetime = SATURDAY_AFTERNOON,
) -> When:
    """Read words typed on that Saturday."""
    return parse_when(said, language=language, zone=zone, now=now)


def shape(when: When) -> str:
    """Return a time in one line."""
    part = f"/{when.part}" if when.part else ""
    return f"{when.precision}{part} {when.start} {when.end}"


def reason(
    said: str, language: str = "en", *, zone: str = VILNIUS, now: datetime = SATURDAY_AFTERNOON
) -> str:
    """Return why the words are refused."""
    with pytest.raises(InvalidTimeError) as caught:
        read(said, language, zone=zone, now=now)
    return str(caught.value.fields["reason"])


ENGLISH = {
    # a minute
    "3 May 2024 18:05": "exact 2024-05-03T18:05 2024-05-03T18:06",
    "2024-05-03 18:05": "exact 2024-05-03T18:05 2024-05-03T18:06",
    "2024-05-03T18:05": "exact 2024-05-03T18:05 2024-05-03T18:06",
    "2024-05-03T18:05:59": "exact 2024-05-03T18:05 2024-05-03T18:06",
    "03.05.2024 18:05": "exact 2024-05-03T18:05 2024-05-03T18:06",
    "03.05.24 18:05": "exact 2024-05-03T18:05 2024-05-03T18:06",
    "03.05.87 18:05": "exact 1987-05-03T18:05 1987-05-03T18:06",
    "May 3rd, 2024 at 6:05 p.m.": "exact 2024-05-03T18:05 2024-05-03T18:06",
    "today at 18:05": "exact 2026-11-21T18:05 2026-11-21T18:06",
    "yesterday 9pm": "exact 2026-11-20T21:00 2026-11-20T21:01",
    "yesterday evening at 9": "exact 2026-11-20T21:00 2026-11-20T21:01",
    "3 May 2024 at 18.05": "exact 2024-05-03T18:05 2024-05-03T18:06",
    "3 May 2024 at 6.05 pm": "exact 2024-05-03T18:05 2024-05-03T18:06",
    "on Monday at 18": "exact 2026-11-16T18:00 2026-11-16T18:01",
    "at 9 in the morning on 3 May": "exact 2026-05-03T09:00 2026-05-03T09:01",
    "12 am 3 May 2024": "exact 2024-05-03T00:00 2024-05-03T00:01",
    "12 pm 3 May 2024": "exact 2024-05-03T12:00 2024-05-03T12:01",
    "0:05": "exact 2026-11-21T00:05 2026-11-21T00:06",
    "14:30": "exact 2026-11-21T14:30 2026-11-21T14:31",
    "14:31": "exact 2026-11-20T14:31 2026-11-20T14:32",
    "this morning at 9": "exact 2026-11-21T09:00 2026-11-21T09:01",
    "now": "exact 2026-11-21T14:30 2026-11-21T14:31",
    # around
    "around 18:00": "around 2026-11-20T17:30 2026-11-20T18:30",
    "around 14:50": "around 2026-11-21T14:20 2026-11-21T15:20",
    "about 6 pm": "around 2026-11-20T17:30 2026-11-20T18:30",
    "3 May 2024, around 00:10": "around 2024-05-02T23:40 2024-05-03T00:40",
    "yesterday around noon": "around 2026-11-20T11:30 2026-11-20T12:30",
    "yesterday evening around 9": "around 2026-11-20T20:30 2026-11-20T21:30",
    "around 3 May 2024": "around/day 2024-05-01T00:00 2024-05-06T00:00",
    # between, and from to
    "between 4 and 6 pm": "between 2026-11-20T16:00 2026-11-20T18:00",
    "between 16 and 18": "between 2026-11-20T16:00 2026-11-20T18:00",
    "between 9 and 17": "between 2026-11-21T09:00 2026-11-21T17:00",
    "between 22:00 and 2:00": "between 2026-11-20T22:00 2026-11-21T02:00",
    "3 May 2024 between 16:00 and 18:30": "between 2024-05-03T16:00 2024-05-03T18:30",
    "between 3 and 5 May 2024": "between/day 2024-05-03T00:00 2024-05-06T00:00",
    "from 16:00 to 18:00": "range 2026-11-20T16:00 2026-11-20T18:00",
    "from 16:00 to 6 pm": "range 2026-11-20T16:00 2026-11-20T18:00",
    "from 9:00 to 11": "range 2026-11-21T09:00 2026-11-21T11:00",
    "9:00-10:30": "range 2026-11-21T09:00 2026-11-21T10:30",
    "3 May 2024, 9:00-10:30": "range 2024-05-03T09:00 2024-05-03T10:30",
    "from 3 May 2024 22:00 to 4 May 2024 2:00": "range 2024-05-03T22:00 2024-05-04T02:00",
    "from 3 to 5 May 2024": "range/day 2024-05-03T00:00 2024-05-06T00:00",
    "30 April - 2 May 2024": "range/day 2024-04-30T00:00 2024-05-03T00:00",
    "30 December to 2 January": "range/day 2025-12-30T00:00 2026-01-03T00:00",
    "from 30 December to 2 January": "range/day 2025-12-30T00:00 2026-01-03T00:00",
    "from 30 December 2023 to 2 January 2024": "range/day 2023-12-30T00:00 2024-01-03T00:00",
    "2024-05-03 - 2024-05-05": "range/day 2024-05-03T00:00 2024-05-06T00:00",
    # parts of a day
    "evening": "part_of_day/evening 2026-11-20T17:00 2026-11-20T23:00",
    "morning": "part_of_day/morning 2026-11-21T05:00 2026-11-21T12:00",
    "this morning": "part_of_day/morning 2026-11-21T05:00 2026-11-21T12:00",
    "yesterday evening": "part_of_day/evening 2026-11-20T17:00 2026-11-20T23:00",
    "evening of 3 May": "part_of_day/evening 2026-05-03T17:00 2026-05-03T23:00",
    "3 May in the late evening": "part_of_day/late_evening 2026-05-03T20:00 2026-05-04T00:00",
    "night of 3–4 May": "part_of_day/night 2026-05-03T22:00 2026-05-04T06:00",
    "night of 3/4 May": "part_of_day/night 2026-05-03T22:00 2026-05-04T06:00",
    "night of 31 May - 1 June 2024": "part_of_day/night 2024-05-31T22:00 2024-06-01T06:00",
    "last night": "part_of_day/evening_or_night 2026-11-20T17:00 2026-11-21T06:00",
    "during the night": "part_of_day/night 2026-11-20T22:00 2026-11-21T06:00",
    "night": "part_of_day/night 2026-11-20T22:00 2026-11-21T06:00",
    # days and longer
    "3 May 2024": "day 2024-05-03T00:00 2024-05-04T00:00",
    "3 May": "day 2026-05-03T00:00 2026-05-04T00:00",
    "22 November": "day 2025-11-22T00:00 2025-11-23T00:00",
    "21 November": "day 2026-11-21T00:00 2026-11-22T00:00",
    "29 February": "day 2024-02-29T00:00 2024-03-01T00:00",
    "yesterday": "day 2026-11-20T00:00 2026-11-21T00:00",
    "tomorrow": "day 2026-11-22T00:00 2026-11-23T00:00",
    "on Monday": "day 2026-11-16T00:00 2026-11-17T00:00",
    "Friday 3 May 2024": "day 2024-05-03T00:00 2024-05-04T00:00",
    "early May": "month_part/early 2026-05-01T00:00 2026-05-12T00:00",
    "mid-May 2024": "month_part/mid 2024-05-09T00:00 2024-05-23T00:00",
    "late February 2024": "month_part/late 2024-02-20T00:00 2024-03-01T00:00",
    "the end of December": "month_part/late 2025-12-20T00:00 2026-01-01T00:00",
    "May 2024": "month 2024-05-01T00:00 2024-06-01T00:00",
    "in November": "month 2026-11-01T00:00 2026-12-01T00:00",
    "in December": "month 2025-12-01T00:00 2026-01-01T00:00",
    "spring 2024": "season/spring 2024-03-01T00:00 2024-06-01T00:00",
    "in the winter of 2023–2024": "season/winter 2023-12-01T00:00 2024-03-01T00:00",
    "winter 2023/24": "season/winter 2023-12-01T00:00 2024-03-01T00:00",
    "winter": "season/winter 2025-12-01T00:00 2026-03-01T00:00",
    "autumn": "season/autumn 2026-09-01T00:00 2026-12-01T00:00",
    "2024": "year 2024-01-01T00:00 2025-01-01T00:00",
    "I don't know": "unknown 0002-01-01T00:00 9999-01-01T00:00",
}

RUSSIAN = {
    "3 мая 2024 года, 18:05": "exact 2024-05-03T18:05 2024-05-03T18:06",
    "3-го мая в 18:05": "exact 2026-05-03T18:05 2026-05-03T18:06",
    "03.05.2024 в 18:05": "exact 2024-05-03T18:05 2024-05-03T18:06",
    "вчера в 18.05": "exact 2026-11-20T18:05 2026-11-20T18:06",
    "вчера в 18 ч 05 мин": "exact 2026-11-20T18:05 2026-11-20T18:06",
    "вчера в 9 вечера": "exact 2026-11-20T21:00 2026-11-20T21:01",
    "вчера вечером в девять": "exact 2026-11-20T21:00 2026-11-20T21:01",
    "в шесть утра": "exact 2026-11-21T06:00 2026-11-21T06:01",
    "в час дня": "exact 2026-11-21T13:00 2026-11-21T13:01",
    "3 мая в 2 часа ночи": "exact 2026-05-03T02:00 2026-05-03T02:01",
    "сейчас": "exact 2026-11-21T14:30 2026-11-21T14:31",
    "около 18:00": "around 2026-11-20T17:30 2026-11-20T18:30",
    "примерно в шесть вечера": "around 2026-11-20T17:30 2026-11-20T18:30",
    "где-то в 6 вечера": "around 2026-11-20T17:30 2026-11-20T18:30",
    "3 мая в районе шести вечера": "around 2026-05-03T17:30 2026-05-03T18:30",
    "часов в шесть вечера": "around 2026-11-20T17:30 2026-11-20T18:30",
    "позавчера около часа ночи": "around 2026-11-19T00:30 2026-11-19T01:30",
    "в полдень": "around 2026-11-21T11:30 2026-11-21T12:30",
    "около 3 мая": "around/day 2026-05-01T00:00 2026-05-06T00:00",
    "между 16 и 18": "between 2026-11-20T16:00 2026-11-20T18:00",
    "между четырьмя и шестью часами вечера": "between 2026-11-20T16:00 2026-11-20T18:00",
    "между 3 и 5 мая": "between/day 2026-05-03T00:00 2026-05-06T00:00",
    "с 16:00 до 18:00": "range 2026-11-20T16:00 2026-11-20T18:00",
    "с 10 вечера до 2 ночи": "range 2026-11-20T22:00 2026-11-21T02:00",
    "с 9 до 18": "range 2026-11-21T09:00 2026-11-21T18:00",
    "с 3 по 5 мая 2024": "range/day 2024-05-03T00:00 2024-05-06T00:00",
    "вечером 3 мая": "part_of_day/evening 2026-05-03T17:00 2026-05-03T23:00",
    "сегодня утром": "part_of_day/morning 2026-11-21T05:00 2026-11-21T12:00",
    "вчера днём": "part_of_day/afternoon 2026-11-20T11:00 2026-11-20T18:00",
    "рано утром 3 мая": "part_of_day/early_morning 2026-05-03T04:00 2026-05-03T09:00",
    "ночь с 3 на 4 мая": "part_of_day/night 2026-05-03T22:00 2026-05-04T06:00",
    "в ночь на 4 мая": "part_of_day/night 2026-05-03T22:00 2026-05-04T06:00",
    "сегодня ночью": "part_of_day/night 2026-11-20T22:00 2026-11-21T06:00",
    "прошлой ночью": "part_of_day/night 2026-11-20T22:00 2026-11-21T06:00",
    "3 мая": "day 2026-05-03T00:00 2026-05-04T00:00",
    "вчера": "day 2026-11-20T00:00 2026-11-21T00:00",
    "в понедельник": "day 2026-11-16T00:00 2026-11-17T00:00",
    "во вторник": "day 2026-11-17T00:00 2026-11-18T00:00",
    "начало мая": "month_part/early 2026-05-01T00:00 2026-05-12T00:00",
    "в середине мая": "month_part/mid 2026-05-09T00:00 2026-05-23T00:00",
    "конец мая 2024 года": "month_part/late 2024-05-20T00:00 2024-06-01T00:00",
    "май 2024": "month 2024-05-01T00:00 2024-06-01T00:00",
    "в мае": "month 2026-05-01T00:00 2026-06-01T00:00",
    "весной 2024": "season/spring 2024-03-01T00:00 2024-06-01T00:00",
    "зимой 2023–2024": "season/winter 2023-12-01T00:00 2024-03-01T00:00",
    "2024 год": "year 2024-01-01T00:00 2025-01-01T00:00",
    "ВЕЧЕРОМ  3 МАЯ.": "part_of_day/evening 2026-05-03T17:00 2026-05-03T23:00",
    "не знаю": "unknown 0002-01-01T00:00 9999-01-01T00:00",
}

UKRAINIAN = {
    "3 травня 2024 року, 18:05": "exact 2024-05-03T18:05 2024-05-03T18:06",
    "3-го травня о 18:05": "exact 2026-05-03T18:05 2026-05-03T18:06",
    "вчора о 18.05": "exact 2026-11-20T18:05 2026-11-20T18:06",
    "о шостій вечора": "exact 2026-11-20T18:00 2026-11-20T18:01",
    "о шостій годині вечора": "exact 2026-11-20T18:00 2026-11-20T18:01",
    "учора близько дев'ятої вечора": "around 2026-11-20T20:30 2026-11-20T21:30",
    "приблизно о шостій вечора": "around 2026-11-20T17:30 2026-11-20T18:30",
    "між 16 і 18": "between 2026-11-20T16:00 2026-11-20T18:00",
    "між четвертою і шостою вечора": "between 2026-11-20T16:00 2026-11-20T18:00",
    "з 16:00 до 18:00": "range 2026-11-20T16:00 2026-11-20T18:00",
    "з 10 вечора до 2 ночі": "range 2026-11-20T22:00 2026-11-21T02:00",
    "з 3 по 5 травня 2024": "range/day 2024-05-03T00:00 2024-05-06T00:00",
    "увечері 3 травня": "part_of_day/evening 2026-05-03T17:00 2026-05-03T23:00",
    "сьогодні вранці": "part_of_day/morning 2026-11-21T05:00 2026-11-21T12:00",
    "ніч з 3 на 4 травня": "part_of_day/night 2026-05-03T22:00 2026-05-04T06:00",
    "у ніч на 4 травня": "part_of_day/night 2026-05-03T22:00 2026-05-04T06:00",
    "сьогодні вночі": "part_of_day/night 2026-11-20T22:00 2026-11-21T06:00",
    "минулої ночі": "part_of_day/night 2026-11-20T22:00 2026-11-21T06:00",
    "у вівторок": "day 2026-11-17T00:00 2026-11-18T00:00",
    "у п’ятницю о 9 ранку": "exact 2026-11-20T09:00 2026-11-20T09:01",
    "початок травня": "month_part/early 2026-05-01T00:00 2026-05-12T00:00",
    "наприкінці травня 2024 року": "month_part/late 2024-05-20T00:00 2024-06-01T00:00",
    "травень 2024": "month 2024-05-01T00:00 2024-06-01T00:00",
    "у травні": "month 2026-05-01T00:00 2026-06-01T00:00",
    "навесні 2024": "season/spring 2024-03-01T00:00 2024-06-01T00:00",
    "взимку 2023–2024": "season/winter 2023-12-01T00:00 2024-03-01T00:00",
    "2024 рік": "year 2024-01-01T00:00 2025-01-01T00:00",
    "у 2024 році": "year 2024-01-01T00:00 2025-01-01T00:00",
    "не знаю": "unknown 0002-01-01T00:00 9999-01-01T00:00",
    "опівдні": "around 2026-11-21T11:30 2026-11-21T12:30",
    "близько 3 травня": "around/day 2026-05-01T00:00 2026-05-06T00:00",
    "о першій ночі": "exact 2026-11-21T01:00 2026-11-21T01:01",
    "позавчора": "day 2026-11-19T00:00 2026-11-20T00:00",
    "щойно": "exact 2026-11-21T14:30 2026-11-21T14:31",
}

KAZAKH = {
    "2024 жылғы 3 мамыр, 18:05": "exact 2024-05-03T18:05 2024-05-03T18:06",
    "3 мамырда сағат 18:05-те": "exact 2026-05-03T18:05 2026-05-03T18:06",
    "мамырдың 3-і күні сағат 18-де": "exact 2026-05-03T18:00 2026-05-03T18:01",
    "кеше кешкі алтыда": "exact 2026-11-20T18:00 2026-11-20T18:01",
    "кешкі сағат 6-да": "exact 2026-11-20T18:00 2026-11-20T18:01",
    "таңғы тоғызда": "exact 2026-11-21T09:00 2026-11-21T09:01",
    "шамамен сағат 18:00-де": "around 2026-11-20T17:30 2026-11-20T18:30",
    "кешкі алты шамасында": "around 2026-11-20T17:30 2026-11-20T18:30",
    "сағат 16 мен 18 арасында": "between 2026-11-20T16:00 2026-11-20T18:00",
    "16:00-ден 18:00-ге дейін": "range 2026-11-20T16:00 2026-11-20T18:00",
    "сағат 16-дан 18-ге дейін": "range 2026-11-20T16:00 2026-11-20T18:00",
    "3 мамыр кешке": "part_of_day/evening 2026-05-03T17:00 2026-05-03T23:00",
    "кеше кешке": "part_of_day/evening 2026-11-20T17:00 2026-11-20T23:00",
    "бүгін таңертең": "part_of_day/morning 2026-11-21T05:00 2026-11-21T12:00",
    "3-нен 4 мамырға қараған түні": "part_of_day/night 2026-05-03T22:00 2026-05-04T06:00",
    "4 мамырға қараған түні": "part_of_day/night 2026-05-03T22:00 2026-05-04T06:00",
    "өткен түнде": "part_of_day/night 2026-11-20T22:00 2026-11-21T06:00",
    "бүгін түнде": "part_of_day/night 2026-11-20T22:00 2026-11-21T06:00",
    "дүйсенбі күні": "day 2026-11-16T00:00 2026-11-17T00:00",
    "сейсенбіде": "day 2026-11-17T00:00 2026-11-18T00:00",
    "мамырдың басында": "month_part/early 2026-05-01T00:00 2026-05-12T00:00",
    "2024 жылғы мамыр айының соңында": "month_part/late 2024-05-20T00:00 2024-06-01T00:00",
    "2024 жылғы мамыр": "month 2024-05-01T00:00 2024-06-01T00:00",
    "мамырда": "month 2026-05-01T00:00 2026-06-01T00:00",
    "мамыр айында": "month 2026-05-01T00:00 2026-06-01T00:00",
    "2024 жылдың көктемінде": "season/spring 2024-03-01T00:00 2024-06-01T00:00",
    "2023–2024 жылғы қыс": "season/winter 2023-12-01T00:00 2024-03-01T00:00",
    "2024 жылы": "year 2024-01-01T00:00 2025-01-01T00:00",
    "кеше": "day 2026-11-20T00:00 2026-11-21T00:00",
    "түсте": "around 2026-11-21T11:30 2026-11-21T12:30",
    "шамамен 3 мамыр": "around/day 2026-05-01T00:00 2026-05-06T00:00",
    "3 пен 5 мамыр арасында": "between/day 2026-05-03T00:00 2026-05-06T00:00",
    "3-5 мамыр 2024": "range/day 2024-05-03T00:00 2024-05-06T00:00",
    "білмеймін": "unknown 0002-01-01T00:00 9999-01-01T00:00",
    "қазір": "exact 2026-11-21T14:30 2026-11-21T14:31",
    "түнде": "part_of_day/night 2026-11-20T22:00 2026-11-21T06:00",
    "қыста": "season/winter 2025-12-01T00:00 2026-03-01T00:00",
    "күзде": "season/autumn 2026-09-01T00:00 2026-12-01T00:00",
    "түнгі 2-де": "exact 2026-11-21T02:00 2026-11-21T02:01",
    "2024 жылдың 3 мамырында": "day 2024-05-03T00:00 2024-05-04T00:00",
}

LANGUAGES = {"en": ENGLISH, "ru": RUSSIAN, "uk": UKRAINIAN, "kk": KAZAKH}
SAYINGS = [
    (language, said, expected)
    for language, table in LANGUAGES.items()
    for said, expected in table.items()
]


def test_every_language_has_its_sayings() -> None:
    """No language is read that nobody tried."""
    assert set(LANGUAGES) == set(languages())


@pytest.mark.parametrize(("language", "said", "expected"), SAYINGS)
def test_words_are_read_as_what_they_stand_for(language: str, said: str, expected: str) -> None:
    """Words are read as the bounds and the precision that they stand for."""
    assert shape(read(said, language)) == expected


@pytest.mark.parametrize(("language", "said", "expected"), SAYINGS)
def test_words_are_kept_and_printed_times_can_be_typed_again(
    language: str, said: str, expected: str
) -> None:
    """The words stay untouched, and every language prints what reads back the same."""
    when = read(said, language)
    assert when.said == said
    for each in languages():
        assert shape(read(format_when(when, each), each)) == expected


@pytest.mark.parametrize(
    ("said", "language", "expected"),
    [
        ("before the hearing", "en", "unknown_words"),
        ("перед слушанием", "ru", "unknown_words"),
        ("вчера", "en", "unknown_words"),
        ("", "en", "unknown_words"),
        ("3/5/2024", "en", "unknown_words"),
        ("18.05", "ru", "unknown_words"),
        ("примерно между 16 и 18", "ru", "unknown_words"),
        ("18", "en", "unknown_words"),
        ("3 May 18", "en", "unknown_words"),
        ("3 May; 18:05", "en", "unknown_words"),
        ("at 6", "en", "half_of_day"),
        ("в шесть", "ru", "half_of_day"),
        ("between 4 and 6", "en", "half_of_day"),
        ("между 4 и 6", "ru", "half_of_day"),
        ("from 10 pm to 2", "en", "half_of_day"),
        ("between 11 and 1 pm", "en", "half_of_day"),
        ("at 15 in the morning", "en", "no_such_time"),
        ("6:75 pm", "en", "no_such_time"),
        ("25:00", "en", "no_such_time"),
        ("18:60", "en", "no_such_time"),
        ("31 April 2024", "en", "no_such_date"),
        ("30 February", "en", "no_such_date"),
        ("29 February 2023", "en", "no_such_date"),
        ("2024-13-01", "en", "no_such_date"),
        ("Monday 3 May 2024", "en", "no_such_date"),
        ("3 May 0000", "en", "no_such_date"),
        ("3 May 0001", "en", "bounds"),
        ("31 December 9999 23:59", "en", "bounds"),
        ("9999", "en", "bounds"),
        ("winter 9998–9999", "en", "bounds"),
        ("around 1 January 0002", "en", "bounds"),
        ("on Saturday", "en", "which_day"),
        ("в субботу", "ru", "which_day"),
        ("night of 3 May", "en", "which_night"),
        ("ночью 3 мая", "ru", "which_night"),
        ("вчера ночью", "ru", "which_night"),
        ("вчера ночью в 2", "ru", "which_night"),
        ("night of 3–5 May", "en", "which_night"),
        ("evening of 3–4 May", "en", "which_night"),
        ("winter 2024", "en", "which_winter"),
        ("зимой 2024", "ru", "which_winter"),
        ("вчора вночі", "uk", "which_night"),
        ("о шостій", "uk", "half_of_day"),
        ("взимку 2024", "uk", "which_winter"),
        ("кеше түнде", "kk", "which_night"),
        ("сағат алтыда", "kk", "half_of_day"),
        ("кешкі 4 пен 6 арасында", "kk", "half_of_day"),
        ("winter 2023–2025", "en", "which_winter"),
        ("spring 2023–2024", "en", "which_winter"),
        ("from 5 to 3 May 2024", "en", "end_before_start"),
        ("from 4 May 2024 2:00 to 3 May 2024 22:00", "en", "end_before_start"),
        ("from 18:00 to 18:00", "en", "end_before_start"),
        ("3 May 2024 18:05 (this hour came twice)", "en", "no_such_time"),
        ("3 May\u202e 2024", "en", "characters"),
        ("3 May\x00", "en", "characters"),
        ("3 \ud800", "en", "characters"),
        ("x" * 201, "en", "too_long"),
    ],
)
def test_what_cannot_be_read_says_why(said: str, language: str, expected: str) -> None:
    """What is no time, or could be two, is refused with its reason; nothing is guessed."""
    assert reason(said, language) == expected


def test_ten_megabytes_are_refused_at_once() -> None:
    """A huge text is refused by its length, before any pattern looks at it."""
    started = datetime.now(UTC)
    assert reason("3 May " * 1_700_000) == "too_long"
    assert (datetime.now(UTC) - started).total_seconds() < 1


def test_skipped_time_is_refused_and_named() -> None:
    """A time that the clock was put forward past never was; the error says which time."""
    with pytest.raises(InvalidTimeError) as caught:
        read("31 March 2024 03:30")
    assert caught.value.fields == {"reason": "never_existed", "at": "03:30"}
    assert reason("31 March 2024 from 2:00 to 3:30") == "never_existed"
    assert reason("31 March 2024 around 3:30") == "never_existed"
    assert shape(read("31 March 2024 04:00")) == "exact 2024-03-31T04:00 2024-03-31T04:01"


def test_skipped_day_is_refused() -> None:
    """Samoa had no 30 December 2011, so nothing happened on it."""
    assert reason("30 December 2011", zone="Pacific/Apia") == "never_existed"
    assert read("29 December 2011", zone="Pacific/Apia").precision == "day"


def test_repeated_time_is_ambiguous() -> None:
    """A time that the clock showed twice is not called exact."""
    assert read("27 October 2024 03:30").precision == "ambiguous"
    assert read("27 October 2024 02:59").precision == "exact"
    assert read("27 October 2024 04:00").precision == "exact"
    assert read("27 October 2024 03:30 (this hour came twice)").precision == "ambiguous"


def test_now_in_a_repeated_hour_is_ambiguous() -> None:
    """The clock alone does not say which pass of the hour it is."""
    now = datetime(2024, 10, 27, 1, 30, tzinfo=UTC)
    assert shape(read("now", now=now)) == "ambiguous 2024-10-27T03:30 2024-10-27T03:31"


def test_nearest_past_follows_the_clock_of_the_zone() -> None:
    """Today is today where the clock stands, not where the machine thinks in UTC."""
    late = datetime(2026, 11, 20, 22, 30, tzinfo=UTC)
    assert read("today", now=late).start == "2026-11-21T00:00"
    assert read("today", now=late, zone="UTC").start == "2026-11-20T00:00"


@pytest.mark.parametrize(
    ("said", "language", "hour", "expected"),
    [
        ("last night", "en", 3, "which_night"),
        ("прошлой ночью", "ru", 3, "which_night"),
        ("last night", "en", 23, "2026-11-20T17:00"),
        ("сегодня ночью", "ru", 3, "2026-11-20T22:00"),
        ("сегодня ночью", "ru", 23, "which_night"),
        ("ночью", "ru", 3, "2026-11-20T22:00"),
        ("ночью", "ru", 23, "which_night"),
    ],
)
def test_nights_said_during_a_night(said: str, language: str, hour: int, expected: str) -> None:
    """During a night "last night" could be two nights, and late in the evening "tonight" could."""
    now = datetime(2026, 11, 21, hour, 0, tzinfo=UTC)
    if expected == "which_night":
        assert reason(said, language, zone="UTC", now=now) == expected
    else:
        assert read(said, language, zone="UTC", now=now).start == expected


def test_kazakhstan_has_had_one_time_since_march_2024() -> None:
    """The clocks of Almaty were put back an hour as 1 March 2024 began."""
    almaty = "Asia/Almaty"
    assert read("29 February 2024 23:30", zone=almaty).precision == "ambiguous"
    assert read("1 March 2024 00:30", zone=almaty).precision == "exact"


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../etc/passwd", "Factory", "europe/vilnius"])
def test_only_zones_of_the_database(zone: str) -> None:
    """A zone is a name of the IANA database, exactly."""
    assert reason("now", zone=zone) == "unknown_zone"


@pytest.mark.parametrize(
    "now",
    [
        datetime(2026, 11, 21, 14, 30, tzinfo=UTC).replace(tzinfo=None),
        datetime(1, 1, 1, tzinfo=UTC),
        datetime(9999, 12, 31, tzinfo=UTC),
    ],
)
def test_now_must_be_usable(now: datetime) -> None:
    """A naive clock, or one at the ends of the calendar, is refused without overflow."""
    assert reason("now", now=now) == "bounds"


def test_leap_day_beyond_eight_years() -> None:
    """The last 29 February can be eight years back."""
    now = datetime(1904, 2, 1, tzinfo=UTC)
    assert read("29 February", now=now, zone="UTC").start == "1896-02-29T00:00"


def test_unknown_language_is_a_defect_of_the_caller() -> None:
    """The language is chosen by the program, so an unknown one is not the person's error."""
    with pytest.raises(LookupError):
        read("now", "xx")
