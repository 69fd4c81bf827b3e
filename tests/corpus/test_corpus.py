"""The bars that the matching engine must hold on labelled corpora."""

from __future__ import annotations

from functools import cache

import pytest

from safelog.redact.hit import Hit, Tier
from tests.corpus import report
from tests.corpus.costs import costs

BARS = {
    "dev": (0.99, 0.95, 0.97, 0.92),
    "second": (0.99, 0.95, 0.97, 0.92),
    # Half of its mentions were written to be missed, and its sentences that name nobody count as a
    # whole: one word asked about is a sentence lost.
    "third": (0.99, 0.88, 0.97, 0.95),
    "fourth": (0.99, 0.95, 0.97, 0.93),
    # Many of its names are words too, and open their sentences as either.
    "fifth": (0.99, 0.94, 0.97, 0.92),
}
"""Per corpus: found, found for sure, kept by what is sure, kept if every question is hidden."""


@cache
def scored(corpus: str, part: str = "everything") -> report.Score:
    """Score a corpus once."""
    return report.score(corpus, report.NAME_KINDS if part == "names" else None)


@pytest.mark.parametrize(
    ("corpus", "part"),
    [
        ("dev", "names"),
        ("dev", "everything"),
        ("second", "names"),
        ("second", "everything"),
        ("third", "everything"),
        ("fourth", "everything"),
        ("fifth", "everything"),
    ],
)
def test_the_corpus_is_hidden_and_the_rest_is_kept(corpus: str, part: str) -> None:
    """Recall, half-covered names and kept words stay within the bars."""
    score = scored(corpus, part)
    found, sure, kept_sure, kept = BARS[corpus]
    table = f"\n{report.table(score)}\n" + "\n".join(score.misses)
    assert score.half["all"] == 0, table
    assert score.share("asked") >= found, table
    assert score.share("sure") >= sure, table
    assert score.share("kept_sure") >= kept_sure, table
    assert score.share("kept_asked") >= kept, table


@pytest.mark.parametrize("language", ["ru", "uk", "kk", "en"])
@pytest.mark.parametrize("corpus", ["dev", "third", "fourth", "fifth"])
def test_no_language_is_left_behind(corpus: str, language: str) -> None:
    """Each language holds the bar of the whole."""
    assert scored(corpus).share("asked", f"lang {language}") >= 0.97


def test_a_span_that_is_partly_hidden_counts_as_half_covered() -> None:
    """The score can fail: half a name is neither found nor missed."""
    _, sentences = report.load("dev")
    sentence = next(s for s in sentences if len(s.spans) == 1)
    span = sentence.spans[0]
    score = report.Score()
    half = Hit(span.start, span.start + 1, "x", Tier.SURE, "")
    report.count_span(score, sentence, span, (half,))
    assert (score.asked["all"], score.half["all"]) == (0, 1)
    report.count_span(score, sentence, span, (Hit(span.start, span.end, "x", Tier.ASK, ""),))
    assert (score.sure["all"], score.asked["all"], score.half["all"]) == (0, 1, 1)


def test_the_report_runs_as_a_command(capsys: pytest.CaptureFixture[str]) -> None:
    """It prints a table per corpus, and the misses on request."""
    report.main(["second", "--misses"])
    shown = capsys.readouterr().out
    assert "second: names" in shown
    assert "keep ask" in shown
    assert "words/s" not in shown


def test_the_costs_are_a_table() -> None:
    """Two registers, three texts, and how the work grows."""
    lines = list(costs(report.load, copies=1, counts=(3, 6)))
    assert [line.split()[0] for line in lines] == ["entities", "3", "6", "ten", "what"]
