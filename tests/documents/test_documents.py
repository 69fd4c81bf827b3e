"""Each template once, in one of the four languages, from a part of the invented journal.

`python -m tests.documents.render` makes them all, whole, to be looked at.
"""

from __future__ import annotations

from typing import NamedTuple

import msgspec
import pytest

from safelog.export.arrange import Sources
from safelog.export.formats import render
from safelog.export.readpdf import read_pdf
from safelog.export.readword import read_word
from safelog.export.template import load_templates
from safelog.export.wording import Wording
from safelog.i18n import DOCUMENT_LANGUAGES, Catalogue
from safelog.journal.patterns.shown import shown_diagrams
from safelog.journal.share import Prepared, review_share
from safelog.redact.compose import compose
from safelog.redact.document import RedactedDocument
from safelog.redact.review import choices
from tests.documents.render import HIDDEN, hidden_in
from tests.documents.telling import ZONE, contents
from tests.scenarios.story import Story

TEMPLATES = load_templates()
CHOSEN = (
    "bridge",
    "yard",
    "drone",
    "officers",
    "friend",
    "van",
    "hearing",
    "the bridge, corrected",
)
"""One of each language at least; somebody who comes back, reports, files, a correction."""

SHOWN = (
    "Говорил по рации на русском",
    "Близько восьмої його змінив другий",
    "Кешке көшеде үстімізден дрон",
    "то из миграционной службы",
    "The first hearing on the request",
    "QXZ 00?",
)
"""Words of the person that every recipient of these documents reads."""


class Composed(NamedTuple):
    """A document that can be told in any language, and what it was made of."""

    prepared: Prepared
    document: RedactedDocument


@pytest.fixture(scope="module")
def composed(story: Story) -> Composed:
    """Compose the chosen incidents for a lawyer, everything that is asked about hidden."""
    keys = [entry.key for entry in sorted(contents().incidents, key=lambda entry: entry.told)]
    threads = sorted(story.journal.threads(), key=lambda thread: thread.first_recorded)
    ids = {key: thread.heading.id for key, thread in zip(keys, threads, strict=True)}
    prepared = story.prepared(tuple(ids[key] for key in CHOSEN), "lawyer", "en")
    document = compose(
        prepared.gathered.incidents,
        prepared.rules,
        prepared.matcher,
        choices(review_share(story.journal, prepared, {}).hide_all()),
        kinds=story.world.kinds,
        pseudonym_key=bytes(32),
        made=story.now,
        zone=ZONE,
    )
    return Composed(prepared, document)


def rendered(composed: Composed, story: Story, template: str, language: str) -> dict[str, bytes]:
    """Return the files of a template in a language."""
    document = msgspec.structs.replace(composed.document, language=language)
    catalogue, kinds = Catalogue(language), story.world.kinds
    sources = Sources(
        catalogue=catalogue,
        kinds=kinds,
        policy=composed.prepared.rules.policy,
        copies=composed.prepared.gathered.copies,
        digits="04417 20931",
        diagrams=shown_diagrams(document, Wording(catalogue, kinds), kinds),
    )
    formats = ("pdf", "docx", "html")
    made = render(document, template=TEMPLATES[template], formats=formats, sources=sources)
    return {file.name: b"".join(data for _, data in file.parts) for file in made.files}


@pytest.mark.parametrize("template", sorted(TEMPLATES))
def test_a_template_shows_what_it_may_and_nothing_else(
    composed: Composed, story: Story, template: str
) -> None:
    """Every paragraph, tagged pages, the words that are shown, none of those that are hidden."""
    language = DOCUMENT_LANGUAGES[sorted(TEMPLATES).index(template) % len(DOCUMENT_LANGUAGES)]
    files = rendered(composed, story, template, language)
    paper, letter = read_pdf(files["chronology.pdf"]), read_word(files["chronology.docx"])
    assert paper.faults == letter.faults == ()
    assert paper.pages > 1
    page = files["chronology.html"].decode()
    for text in (paper.text, "\n".join(letter.blocks), page):
        one_line = " ".join(text.split())
        assert hidden_in(text) == []
        assert [words for words in SHOWN if words not in one_line] == []
        assert Catalogue(language).text(f"document.{template}.title") in one_line
    for number in range(1, len(CHOSEN) + 1):
        assert page.count(f'id="p{number}"') == 1
        assert f"{number}. " in paper.text


def test_the_words_that_must_not_be_found_can_be_found(story: Story) -> None:
    """Each of them stands in the journal: a search that finds none of them has searched."""
    told = contents()
    words = [someone.name for someone in told.entities]
    words += [str(entry.said) for entry in told.incidents]
    latin = {"Verbin", "Sorokopud", "Leshchinin"}
    assert {*HIDDEN} - {*hidden_in("\n".join(words))} <= latin
    assert len(story.journal) == len(told.incidents)
