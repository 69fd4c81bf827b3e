"""The bars that the matching engine must hold on labelled corpora."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from safelog.redact.hit import Hit, Tier


def _report() -> ModuleType:
    path = Path(__file__).with_name("report.py")
    spec = importlib.util.spec_from_file_location("corpus_report", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def report() -> Iterator[ModuleType]:
    """Load the report, which is also a command."""
    before = list(sys.path)
    yield _report()
    sys.path[:] = before
    del sys.modules["corpus_report"]


@pytest.mark.parametrize("corpus", ["dev", "second"])
@pytest.mark.parametrize("part", ["names", "everything"])
def test_the_corpus_is_hidden_and_the_rest_is_kept(
    report: ModuleType, corpus: str, part: str
) -> None:
    """Recall, half-covered names and kept words stay within the bars."""
    score = report.score(corpus, report.NAME_KINDS if part == "names" else None)
    table = f"\n{report.table(score)}\n" + "\n".join(score.misses)
    assert score.half["all"] == 0, table
    assert score.share("asked") >= 0.99, table
    assert score.share("sure") >= 0.95, table
    assert score.share("kept_sure") >= 0.97, table
    assert score.share("kept_asked") >= 0.92, table


@pytest.mark.parametrize("language", ["ru", "uk", "kk", "en"])
def test_no_language_is_left_behind(report: ModuleType, language: str) -> None:
    """Each language holds the bar of the whole."""
    score = report.score("dev")
    assert score.share("asked", f"lang {language}") >= 0.97


def test_a_span_that_is_partly_hidden_counts_as_half_covered(report: ModuleType) -> None:
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


def test_the_report_runs_as_a_command(
    report: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    """It prints a table per corpus, the misses on request, and the speed."""
    report.main(["second", "--misses"])
    shown = capsys.readouterr().out
    assert "second: names" in shown
    assert "words_per_s" in shown
