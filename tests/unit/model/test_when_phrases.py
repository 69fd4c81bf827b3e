"""The grammar of a language is data, and languages are alike."""

from __future__ import annotations

from importlib import resources
from typing import get_args

import msgspec
import pytest

from safelog.errors import InvalidTimeError
from safelog.i18n.catalogue import LANGUAGES
from safelog.model.when import languages
from safelog.model.when.phrases import Form, Language, tokens

SHOWN = """
[shown]
date = "{year}-{month_of}-{day}"
same_month = "{day}"
same_year = "{day}"
exact = "{date} {time}"
first_pass = ""
second_pass = ""
ambiguous = "{date} {time}"
around = ""
around_day = ""
between = ""
between_dates = ""
between_days = ""
range = ""
range_dates = ""
range_days = ""
part = ""
nights = ""
month_part = ""
month = ""
season = ""
winter = ""
year = ""
unknown = ""
with_zone = ""
months = []
months_of = []
parts = {}
thirds = {}
seasons = {}
"""


def language(text: str) -> Language:
    """Compile a small language that prints nothing worth reading."""
    return Language(text + SHOWN)


def raw(code: str) -> dict[str, dict[str, object]]:
    """Return the file of a language, undigested."""
    file = resources.files("safelog.model.when") / "languages" / f"{code}.toml"
    decoded: dict[str, dict[str, object]] = msgspec.toml.decode(file.read_bytes())
    return decoded


def test_every_language_of_the_catalogue_has_times() -> None:
    """Whoever can read the screens can type times."""
    assert set(LANGUAGES) <= set(languages())


@pytest.mark.parametrize("code", languages())
def test_every_language_has_every_form_and_every_name(code: str) -> None:
    """No language lacks a way of saying, or a name, that another one has."""
    file, english = raw(code), raw("en")
    assert set(file["forms"]) == set(get_args(Form))
    for table in ("parts", "thirds", "seasons"):
        assert set(msgspec.convert(file["shown"][table], dict[str, str])) == set(
            msgspec.convert(english["shown"][table], dict[str, str])
        )
    assert len(msgspec.convert(file["shown"]["months"], list[str])) == 12
    assert len(msgspec.convert(file["shown"]["months_of"], list[str])) == 12


def test_a_language_is_a_file() -> None:
    """A new language needs words and templates, and no code."""
    kazakh = language("""
        [words.month]
        5 = ["мамыр", "мамырдың"]
        [slots]
        date = ["{month} {d} -? і|ы?"]
        [forms]
        day = ["{date} күні?"]
    """)
    form, words = kazakh.read("Мамырдың 3-і күні")
    assert (form, dict(words)) == ("day", {"date.month": "5", "date.d": "3"})


def test_a_slot_can_stand_in_for_another() -> None:
    """`{time:clocked}` fills the name `time` with what the slot `clocked` accepts."""
    small = language("""
        [words]
        [slots]
        clocked = ["{clock}"]
        [forms]
        exact = ["{time:clocked}"]
    """)
    assert small.read("18:05") == ("exact", {"time.clock": "18:05"})


def test_a_longer_phrase_does_not_hide_a_shorter_one() -> None:
    """Where the longest phrase leads nowhere, the shorter one is tried."""
    small = language("""
        [words.part]
        night = ["night"]
        evening_or_night = ["night or evening"]
        [slots]
        [forms]
        part = ["{part} or day", "{part}"]
    """)
    assert small.read("night or evening") == ("part", {"part": "evening_or_night"})
    assert small.read("night or day") == ("part", {"part": "night"})


def test_a_template_with_an_unknown_slot_is_a_defect() -> None:
    """A slip in a language's file is found when the file is loaded."""
    with pytest.raises(LookupError, match="dat"):
        language("""
            [words]
            [slots]
            [forms]
            day = ["{dat}"]
        """)


def test_slots_cannot_refer_to_themselves() -> None:
    """A template that could recur without end does not load."""
    with pytest.raises(LookupError, match="date"):
        language("""
            [words]
            [slots]
            date = ["{date} {d}"]
            [forms]
        """)


def test_a_slot_is_not_called_like_words() -> None:
    """Two tables of one name could refer to each other without end."""
    with pytest.raises(LookupError, match="month"):
        language("""
            [words.month]
            5 = ["may"]
            [slots]
            month = ["{month} or so"]
            [forms]
        """)


def test_any_words_may_name_an_event() -> None:
    """The slot `{anchor}` takes as many words as the rest of the template leaves."""
    small = language("""
        [words]
        [slots]
        [forms]
        after_event = ["after {anchor} again"]
    """)
    assert small.read("after the second hearing again") == (
        "after_event",
        {"anchor": "the second hearing"},
    )
    with pytest.raises(InvalidTimeError):
        small.read("after " + "a " * 13 + "again")


def test_an_unknown_form_is_a_defect() -> None:
    """A form that no reading exists for does not load."""
    with pytest.raises(msgspec.ValidationError):
        language("""
            [words]
            [slots]
            [forms]
            someday = ["{d}"]
        """)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3 May 2024, 18:05.", ("3", "may", "2024", "18:05")),
        ("2024-05-03T18:05", ("2024-05-03", "t", "18:05")),
        ("03.05.2024", ("03.05.2024",)),
        ("03.05.20245", ("03", "05", "20245")),
        ("18.05", ("18", "05")),
        ("9pm", ("9", "pm")),
        ("mid–May", ("mid", "-", "may")),
        ("6 o’clock", ("6", "o'clock")),
        ("Днём", ("днем",)),
        ("１８:０５", ("18:05",)),
        ("(3\u00a0мая)", ("3", "мая")),
    ],
)
def test_tokens(text: str, expected: tuple[str, ...]) -> None:
    """A text is split into numbers, dates, clock times, words and signs, folded."""
    assert tokens(text) == expected


def test_a_strange_sign_is_no_token() -> None:
    """A sign that no time is written with is refused."""
    with pytest.raises(InvalidTimeError):
        tokens("3 May €")
