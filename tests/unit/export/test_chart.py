"""Charts as drawings: the same bytes everywhere, nothing but what the value holds."""

from __future__ import annotations

import hashlib
import re
from xml.etree import ElementTree as ET

import pytest

from safelog.export.chart import NAMESPACE, svg
from safelog.export.reading import read_html
from safelog.model.chart import BARS_MAX, Bar, Chart, Shape

ELEMENTS = {"svg", "title", "desc", "rect", "text", "polygon"}
ATTRIBUTES = {
    *("width", "height", "viewBox", "role", "lang", "font-family", "x", "y", "font-size"),
    *("text-anchor", "fill", "stroke", "points"),
}


def bar(label: str, sure: int, possible: int, mark: str = "") -> Bar:
    """Make a bar."""
    said = str(sure) if sure == possible else f"{sure} to {possible}"
    return Bar(label=label, sure=sure, possible=possible, said=said, mark=mark)


def chart(*bars: Bar, shape: Shape = "rows", **fields: object) -> Chart:
    """Make a chart."""
    made = {
        "language": "en",
        "title": "Who and what comes back",
        "sure_label": "for certain",
        "possible_label": "perhaps as well",
        **fields,
    }
    return Chart(bars=bars, shape=shape, **made)  # type: ignore[arg-type]  # real fields


SOME = (bar("Person A", 2, 5, "2 places"), bar("Person B", 1, 1), bar("Person C", 0, 0))


def elements(data: bytes) -> list[ET.Element]:
    """Return every element of a drawing."""
    return list(ET.fromstring(data.decode()).iter())  # noqa: S314 - our own drawing


def texts(data: bytes) -> list[str]:
    """Return what stands in the text elements of a drawing."""
    return [each.text or "" for each in elements(data) if each.tag.endswith("}text")]


def boxes(data: bytes, fill: str) -> list[tuple[int, int]]:
    """Return width and height of the rectangles with an outline and a filling."""
    return [
        (int(each.attrib["width"]), int(each.attrib["height"]))
        for each in elements(data)
        if each.attrib.get("fill") == fill and "stroke" in each.attrib
    ]


@pytest.mark.parametrize("shape", ["rows", "columns"])
def test_a_drawing_holds_nothing_that_acts_or_refers(shape: Shape) -> None:
    """No script, style, link, font, id or fraction: only shapes and plain words."""
    data = svg(chart(*SOME, shape=shape, mark_label="events", notes=("Made of 3 incidents.",)))
    for each in elements(data):
        assert each.tag.removeprefix(f"{{{NAMESPACE}}}") in ELEMENTS
        assert set(each.attrib) <= ATTRIBUTES
        for name in ("x", "y", "width", "height"):
            assert re.fullmatch(r"[0-9]+", each.attrib.get(name, "0"))
    assert data.count(b"http") == 1
    assert NAMESPACE.encode() in data


def test_rows_show_label_number_bar_and_mark() -> None:
    """What is certain is filled, what is only possible an outline around it."""
    data = svg(chart(*SOME, notes=("Made of 3 incidents.",)))
    assert texts(data) == [
        "Who and what comes back",
        *("Person A", "2 to 5", "2 places"),
        *("Person B", "1"),
        *("Person C", "0"),
        "for certain",
        "perhaps as well",
        "Made of 3 incidents.",
    ]
    assert [width for width, height in boxes(data, "black") if height > 10] == [58, 29]
    assert [width for width, height in boxes(data, "white") if height > 10] == [144, 29]


def test_columns_show_figures_and_point_at_events() -> None:
    """Few columns have their figures above them, many only the highest one."""
    data = svg(chart(*SOME, shape="columns", mark_label="public events"))
    assert [text for text in texts(data) if text[0].isdigit()] == ["2\u20135", "1"]
    assert sum(each.tag.endswith("}polygon") for each in elements(data)) == 2
    many = [bar(f"week {number}", 1, 1 + number % 7) for number in range(BARS_MAX)]
    shown = texts(svg(chart(*many, shape="columns")))
    assert [text for text in shown if text[0].isdigit()] == ["1\u20137"]
    assert [text for text in shown if text.startswith("week")][:2] == ["week 0", "week 24"]


def test_no_name_leaves_the_drawing() -> None:
    """Where there is no room to the right of a column, its name is left out and not cut."""
    bars = [bar(f"week of 3 May {year}", 1, 1) for year in range(2000, 2021)]
    names = [text for text in texts(svg(chart(*bars, shape="columns"))) if text[0] == "w"]
    assert [name[-4:] for name in names] == ["2000", "2005", "2010", "2015"]


def test_somebody_who_cannot_see_has_all_numbers() -> None:
    """The description says every bar in words, then the notes."""
    data = svg(chart(*SOME, shape="columns", notes=("Made of 3 incidents.",)))
    title, desc = elements(data)[1:3]
    assert (title.tag, title.text) == (f"{{{NAMESPACE}}}title", "Who and what comes back")
    assert desc.text == (
        "Person A: 2 to 5 (2 places). Person B: 1. Person C: 0. Made of 3 incidents."
    )


def test_the_leak_check_reads_every_word() -> None:
    """Whoever searches an export for hidden names finds all words of a chart, each whole."""
    data = svg(chart(*SOME, notes=("Made of 3 incidents.",)))
    blocks = read_html(data).blocks
    for words in ("Person A", "2 places", "Made of 3 incidents.", "Who and what comes back"):
        assert words in blocks
    assert read_html(data).styles == read_html(data).unseen == ()


def test_words_are_text_and_never_markup() -> None:
    """What looks like a tag is shown; what XML cannot hold is replaced, what misleads too."""
    data = svg(chart(bar("</text><script>&'\"", 1, 1), bar("a\x00\x1b\u202e\uffffb", 1, 1)))
    assert b"<script" not in data
    assert "</text><script>&'\"" in texts(data)
    assert "a\ufffd\ufffd\ufffd\ufffdb" in texts(data)


def test_a_list_beside_a_bar_is_cut_between_its_numbers() -> None:
    """Half of paragraph 40 would be paragraph 4; the description has them all."""
    mark = "paragraphs 3, 10, 11, 14, 40"
    bar = Bar(label="a", sure=5, possible=5, said="5", mark=mark)
    made = svg(chart(bar, shape="rows")).decode()
    assert ">paragraphs 3, 10, 11, …<" in made
    assert f"({mark})." in made


def test_the_same_chart_gives_the_same_bytes() -> None:
    """Also on another computer: the bytes themselves are written down here."""
    charts = [chart(*SOME, shape=shape, mark_label="e") for shape in ("rows", "columns")]
    digests = [hashlib.sha256(svg(each)).hexdigest()[:16] for each in charts]
    assert digests == ["688a2bf6ba35ae57", "894b0fe08f811275"]
    assert [svg(each) for each in charts] == [svg(each) for each in charts]


@pytest.mark.parametrize("shape", ["rows", "columns"])
def test_the_size_is_bounded(shape: Shape) -> None:
    """Ten megabytes of name make no large drawing."""
    long = "Слово " * 200_000
    bars = [bar(long, 1, 100_000, long) for _ in range(BARS_MAX)]
    data = svg(chart(*bars[:3], shape=shape, title=long, notes=(long,) * 50, mark_label=long))
    assert len(data) < 100_000
    assert elements(data)


def test_an_empty_chart_can_be_drawn() -> None:
    """A title and why there is nothing to see; bars of nothing have no size."""
    assert texts(svg(chart(notes=("Nothing.",)))) == ["Who and what comes back", "Nothing."]
    assert boxes(svg(chart(bar("a", 0, 0))), "black") == []
    assert texts(svg(chart(bar("", 0, 0), shape="columns"))) == ["Who and what comes back"]
