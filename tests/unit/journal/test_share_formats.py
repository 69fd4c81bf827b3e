"""Share in other formats: one proof over all files."""

from __future__ import annotations

import pytest

from safelog.errors import ChangedExportError
from safelog.export.formats import FORMATS
from safelog.export.verify import verify
from safelog.journal.journal import Journal
from safelog.journal.recipients import save_recipient
from safelog.journal.share import JSON_NAME, Share, ShareRequest, make_share, prepare, review_share
from tests.unit.journal.test_parts import profile
from tests.unit.journal.world import incident, person


def share(journal: Journal, *formats: str, template: str = "chronology") -> Share:
    """Export one incident that names somebody, with every question answered by "hide"."""
    lawyer = profile(journal, language="ru")
    save_recipient(journal, lawyer)
    person(journal, "Глеб Щеглов", sex="m")
    row = incident(journal, state="complete", title="canary", narrative="За рулём был Щеглов.")
    journal.save(row, base_revision=0)
    request = ShareRequest(
        lawyer.id, (row.id,), "Europe/Vilnius", formats=formats, template=template
    )
    prepared = prepare(journal, request)
    found = review_share(journal, prepared, {})
    return make_share(
        journal, prepared, {each.occurrence: each.choice for each in found.hide_all()}
    )


def test_every_format_is_signed_by_one_proof(journal: Journal) -> None:
    """The files verify together, and a changed byte in any of them is found."""
    files = dict(share(journal, *FORMATS, template="police").outputs.files)
    bundle = files.pop(JSON_NAME)
    assert set(files) == {
        "chronology.pdf",
        "chronology.docx",
        "chronology.html",
        "chronology.csv",
    }
    assert verify(bundle, list(files.items())).files_judged == len(files)
    for name, data in files.items():
        with pytest.raises(ChangedExportError):
            verify(bundle, [(name, data[:-1] + b"?")])


def test_json_alone_is_the_proof_alone(journal: Journal) -> None:
    """Nothing else is made."""
    assert set(share(journal, "json").outputs.files) == {JSON_NAME}


def test_a_format_that_is_asked_for_twice_is_made_once(journal: Journal) -> None:
    """The order of asking does not matter either."""
    assert set(share(journal, "csv", "csv").outputs.files) == {"chronology.csv", JSON_NAME}


@pytest.mark.parametrize(("formats", "template"), [(("odt",), "chronology"), (("csv",), "novel")])
def test_what_is_not_known_is_refused(
    journal: Journal, formats: tuple[str, ...], template: str
) -> None:
    """A format or a template that nobody made."""
    with pytest.raises(LookupError):
        share(journal, *formats, template=template)
