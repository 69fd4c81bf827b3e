"""The report says what was counted, in sentences of both languages, and promises nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from safelog.export.report import Report, report_lines
from safelog.export.verify import verify
from safelog.i18n.catalogue import LANGUAGES, Catalogue
from tests.vectors.evidence.world import PAGE, PAGE_BYTES, make_bundle, make_log

WHOSE = "Whose key signed it?"
SEALED = "1 sentence holds a label."
NAMED = "1 earlier export is named here, but was not given."

REPORT = verify(make_bundle(), [(PAGE, PAGE_BYTES)])
NOTHING = Report(
    made="2026-11-20T10:00Z",
    digits=("00000",) * 8,
    paragraphs=0,
    exhibits=0,
    sentences_open=0,
    sentences_sealed=0,
    values_open=0,
    names_signed=0,
    log_size=64,
    earlier_given=0,
    earlier_named=0,
    files_judged=0,
    files_missing=0,
)


def test_a_report_counts_what_the_document_shows() -> None:
    """Open and sealed sentences, values, names, exhibits, files and earlier exports."""
    assert (
        Report(
            made="2026-11-20T10:00Z",
            digits=make_log().key.verifying_key.digits,
            paragraphs=2,
            exhibits=1,
            sentences_open=6,
            sentences_sealed=1,
            values_open=4,
            names_signed=1,
            log_size=128,
            earlier_given=0,
            earlier_named=1,
            files_judged=1,
            files_missing=0,
        )
        == REPORT
    )


def test_an_english_report_reads_well() -> None:
    """The lines that a lawyer reads, as a whole."""
    catalogue = Catalogue("en")
    lines = report_lines(REPORT, catalogue)
    assert lines[:18] == (
        "This export is whole. It is the file that was signed, byte for byte.",
        "",
        f"{WHOSE} Compare these digits with the sender by phone or in person, all eight groups:",
        " ".join(REPORT.digits),
        "",
        "What is proven:",
        "1 file given with it is the one that was signed.",
        "2 paragraphs are backed by entries of the signed log.",
        "6 sentences stand in the log word for word as they are shown.",
        "4 times, numbers and choices stand in the log as they are shown.",
        "The size, the SHA-256 and the recorded time of 1 exhibit stand in the log.",
        "The log has 128 places. It is filled up, so that the number of entries stays hidden.",
        "",
        "What is not proven:",
        f"{SEALED} Its other words are signed, not opened from the log, until it is shown whole.",
        "1 name comes from the sender's register. It is signed, but not opened from the log.",
        f"{NAMED} That the log stood so then is only what the sender says.",
        catalogue.text("verify.not_proven.clock"),
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_proven_is_always_said(language: str) -> None:
    """However little is shown, the limits are listed, and so is the key."""
    lines = report_lines(NOTHING, Catalogue(language))
    catalogue = Catalogue(language)
    limits = lines[lines.index(catalogue.text("verify.not_proven.heading")) + 1 :]
    assert limits == tuple(
        catalogue.text(f"verify.not_proven.{name}")
        for name in (
            "clock",
            "truth",
            "person",
            "completeness",
            "versions",
            "labels",
            "circumstances",
            "order",
            "meaning",
        )
    )
    assert " ".join(NOTHING.digits) in lines


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", [1, 2, 5, 21])
def test_every_count_has_its_sentence(language: str, count: int) -> None:
    """Each number is said in the form that its language needs, and none is left out."""
    catalogue = Catalogue(language)
    report = replace(
        NOTHING,
        paragraphs=count,
        exhibits=count,
        sentences_open=count,
        sentences_sealed=count,
        values_open=count,
        names_signed=count,
        log_size=count,
        earlier_given=count,
        earlier_named=count,
        files_judged=count,
        files_missing=count,
    )
    lines = report_lines(report, catalogue)
    assert len(lines) == len(report_lines(NOTHING, catalogue)) + 10
    assert sum(str(count) in line.split() for line in lines) == 11
