"""Charts in the words of a catalogue, as values and as plain lines."""

from __future__ import annotations

import pytest

from safelog.i18n import LANGUAGES, Catalogue
from safelog.journal.facts import Onlooker
from safelog.journal.patterns import (
    Charts,
    LeftOut,
    Material,
    Pattern,
    context_pattern,
    entity_pattern,
    gap_pattern,
    hour_pattern,
    place_pattern,
    text_chart,
    week_pattern,
    weekday_pattern,
)
from safelog.journal.patterns.chart_text import columns, fit
from safelog.journal.patterns.charts import ROWS_MAX
from safelog.journal.patterns.tally import Reason
from safelog.model.chart import Bar, Chart
from tests.unit.journal.patterns.told import at, material, recorded, told

EN = Charts(Catalogue("en"))


def chart(*bars: Bar, **fields: object) -> Chart:
    """Make a chart of invented words."""
    made = {
        "language": "en",
        "title": "Title",
        "shape": "rows",
        "sure_label": "surely",
        "possible_label": "perhaps",
        **fields,
    }
    return Chart(bars=bars, **made)  # type: ignore[arg-type]  # the tests name real fields


def bar(label: str, sure: int, possible: int, mark: str = "") -> Bar:
    """Make a bar."""
    said = str(sure) if sure == possible else f"{sure} to {possible}"
    return Bar(label=label, sure=sure, possible=possible, said=said, mark=mark)


def test_weeks_read_line_by_line() -> None:
    """A line says the week and its number before it draws; notes say what is counted."""
    pattern = week_pattern(
        material(
            "3 May 2026",
            "between 3 and 4 May 2026",
            "",
            events=("4 May 2026", "between 3 and 4 May 2026", "2025"),
        )
    )
    assert text_chart(EN.week(pattern), 60) == [
        "Incidents per week",
        "  27 April 2026  1 to 2  #.  up to 1 event",
        "  4 May 2026     0 to 1  .   up to 2 events",
        "# for certain",
        ". perhaps as well: the time is known only so far",
        "Made of 2 incidents.",
        "Left out: 1 whose time is not known.",
        "Weeks begin on Monday.",
        "Beside them stand 2 public events.",
        "1 public event is left out: its time is not known closely",
        "enough.",
    ]


def test_longer_periods_have_their_own_names() -> None:
    """Months, years and more are named as people do."""
    months = EN.week(week_pattern(material("3 May 2020", "3 May 2026")))
    assert (months.title, months.bars[0].label) == ("Incidents per month", "May 2020")
    years = EN.week(week_pattern(material("3 May 1990", "3 May 2026")))
    assert (years.title, years.bars[-1].label) == ("Incidents per year", "2026")
    decades = EN.week(week_pattern(material("3 May 1026", "3 May 2026")))
    assert (decades.title, decades.bars[-1].label) == ("Incidents per decade", "2020\u20132029")


def test_one_event_is_one_event() -> None:
    """A week whose events are known for certain says their number alone."""
    bars = EN.week(week_pattern(material("3 May 2026", events=("3 May 2026",)))).bars
    assert [each.mark for each in bars] == ["1 event"]


def test_hours_and_weekdays_have_a_bar_each() -> None:
    """Empty hours and days stand there too, with the number nothing."""
    hours = EN.hour(hour_pattern(material("3 May 2026 18:05")))
    assert [each.label for each in hours.bars if each.sure] == ["18:00"]
    assert len(hours.bars) == 24
    days = EN.weekday(weekday_pattern(material("3 May 2026")))
    assert (days.bars[6].label, days.bars[6].said, days.bars[0].said) == ("Sunday", "1", "0")


def test_names_are_those_that_the_caller_gives() -> None:
    """A chart for an export holds its labels and never looks a name up."""
    entries = [
        told(
            entities=frozenset({"secret"}),
            spot=at("Тайное место"),
            witnesses=(Onlooker("", "yes"),),
        )
    ] * 2
    made = Material(incidents=tuple(entries))
    entity = EN.entity(entity_pattern(made), label_of=lambda _: "Person A")
    place = EN.place(place_pattern(made), label_of=lambda _: "a street in Vilnius")
    assert [each.label for each in (*entity.bars, *place.bars)] == [
        "Person A",
        "a street in Vilnius",
    ]
    for each in (entity, place):
        assert "secret" not in str(each)
        assert "место" not in str(each)
    assert entity.bars[0].mark == "1 place"


def test_long_lists_are_cut_and_say_so() -> None:
    """The rest is counted, whether it was computed or not."""
    names = [f"e{number}" for number in range(40)]
    entries = [told(entities=frozenset(names), spot=at(name)) for name in names]
    made = Material(incidents=tuple(entries))
    place = EN.place(place_pattern(made), label_of=lambda each: each.label)
    assert (len(place.bars), place.notes[1]) == (ROWS_MAX, f"{40 - ROWS_MAX} more are not shown.")
    entity = EN.entity(entity_pattern(made, returning_max=30), label_of=str)
    assert (len(entity.bars), entity.notes[1]) == (ROWS_MAX, f"{40 - ROWS_MAX} more are not shown.")


def test_a_silence_says_what_may_be_wrong_with_it() -> None:
    """Before the journal, without any entry, or with something vague inside: the gravest alone."""
    times = ("1 January 2026", "3 January 2026", "1 June 2026", "10 July 2026", "8 August 2026")
    made = material(*times, "spring 2026")
    dates = ("2026-01-03", "2026-05-01", "2026-08-01")
    gaps = EN.gaps(gap_pattern(Material(incidents=made.incidents, recorded=recorded(*dates))))
    assert {each.label: each.mark for each in gaps.bars} == {
        "2 January 2026": "before the journal",
        "from 4 January to 31 May 2026": "perhaps 1 inside",
        "from 2 June to 9 July 2026": "nothing recorded then",
        "from 11 July to 7 August 2026": "",
    }


def test_windows_are_compared_in_plain_words() -> None:
    """Each window says what as many other days hold; nothing is said of causes."""
    days = ("2 May 2026", "4 May 2026", "1 January 2026", "20 January 2026")
    shown = EN.context(
        context_pattern(material(*days, "2 to 4 March 2026", events=("3 May 2026",)))
    )
    assert {each.label: (each.said, each.mark) for each in shown.bars}["1 to 7 days before"] == (
        "1",
        "usually 0.2",
    )
    assert "the day itself" in [each.label for each in shown.bars]
    notes = " ".join(shown.notes)
    assert "109 days" not in notes
    assert "causes" in notes
    assert "ways" in notes


def test_without_events_no_window_is_drawn() -> None:
    """The chart says that there is nothing to compare with."""
    shown = EN.context(context_pattern(material("3 May 2026", events=("2025",))))
    assert shown.bars == ()
    assert "There is no public event whose day is known." in shown.notes
    near = EN.context(context_pattern(material("3 May 2026", events=("3 May 2026",))))
    assert {each.mark for each in near.bars} == {""}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_and_every_chart_has_its_words(language: str) -> None:
    """No pattern of any journal meets a sentence that is missing."""
    charts = Charts(Catalogue(language))
    reasons: tuple[Reason, ...] = (
        "corrected",
        "dismissed",
        "no_act",
        "no_time",
        "too_vague",
        "no_time_of_day",
        "no_weekday",
        "no_place",
    )
    rows = tuple(LeftOut(reason, count) for reason in reasons for count in (1, 2, 5))
    lines = list(charts.made_of(Pattern(incidents=7, at_edge=2, left_out=rows)))
    assert len(lines) == len(set(lines)) == 2 + len(rows)
    for said in (("",), ("3 May 2026", "early May 2026")):
        made = material(*said, events=("2 May 2026", "early May 2026"))
        for each in (
            charts.week(week_pattern(made)),
            charts.hour(hour_pattern(made)),
            charts.weekday(weekday_pattern(made)),
            charts.place(place_pattern(made), label_of=lambda place: place.label),
            charts.entity(entity_pattern(made), label_of=str),
            charts.gaps(gap_pattern(made)),
            charts.context(context_pattern(made)),
        ):
            assert each.language == language
            assert text_chart(each)


@pytest.mark.parametrize("width", [10, 40, 60, 80, 132])
def test_no_line_is_wider_than_asked(width: int) -> None:
    """Long names, wide letters and large numbers stay inside; marks are ASCII."""
    made = chart(
        bar("Имя " * 30, 3, 7, "2 places"),
        bar("\u6771\u4eac" * 20, 100_000, 100_000, "a long remark about it " * 5),
        bar("й" * 1_000_000, 0, 0),
        bar("a\u0301" * 10, 1, 1),
        title="A title of many words " * 9,
        notes=("A note of many words. " * 9,),
    )
    lines = text_chart(made, width)
    assert max(map(columns, lines)) <= max(width, 40)
    assert any("#" in line for line in lines)
    assert len(lines) < 100


def test_a_label_that_does_not_fit_stands_on_a_line_of_its_own() -> None:
    """Nobody's name is cut as long as it fits the screen."""
    name = "Человек в серой кепке с родинкой"
    lines = text_chart(chart(bar(name, 2, 3, "2 places"), bar("B", 1, 1)), 44)
    assert lines == [
        "Title",
        name,
        "  2 to 3  ##.  2 places",
        "B",
        "       1  #",
        "# surely",
        ". perhaps",
    ]


def test_control_characters_do_not_reach_the_lines() -> None:
    """A name cannot move the cursor or turn the line."""
    made = chart(bar("a\x1b[2Jb\u202ec\nd", 1, 1), title="x\x07y\nz")
    text = "".join(text_chart(made))
    assert not {"\x1b", "\u202e", "\x07", "\n"} & set(text)


def test_a_chart_without_bars_says_its_notes() -> None:
    """An empty chart is a title and why it is empty."""
    assert text_chart(chart(notes=("Nothing.",))) == ["Title", "Nothing."]
    assert text_chart(chart(bar("a", 0, 0))) == ["Title", "  a  0"]


def test_texts_are_fitted_by_columns() -> None:
    """Wide letters count two, combining marks none."""
    assert fit("ab", 4) == "ab  "
    assert fit("abcdef", 4) == "ab.."
    assert fit("\u6771\u4eac\u6771", 5) == "\u6771.. "
    assert columns("e\u0301") == 1
