"""What the document writes itself is no leak, and nobody can hide behind it.

A person called "the man in a cap" is hidden behind the label "Person A", which begins alike; and an
organisation called "Foundation" is named in the licence of every font. Neither may stop an export,
and neither may leave with one.
"""

from __future__ import annotations

import contextlib
import re
import zlib

import msgspec
import pytest

from safelog.export.encodings import charsets
from safelog.export.vocabulary import pdf_words
from safelog.model.entity import Entity
from safelog.model.incident import FollowUp, Incident
from safelog.redact.cover import registered
from safelog.redact.hit import Tier
from safelog.redact.matcher import Matcher
from safelog.redact.policy import Rules
from safelog.redact.terms import phrase
from tests.leaks.test_export_canaries import leak_in
from tests.leaks.test_export_legitimate import in_page
from tests.leaks.test_format_canaries import in_pdf, paragraph, row, run, stream
from tests.unit.export import forty
from tests.unit.export.page import Export, make_export
from tests.unit.redact.world import (
    LAWYER,
    REGISTER,
    WordFinder,
    entity_id,
    exported,
    full_incident,
    profile,
    when,
)

CAPPED = Entity(id=entity_id(20), kind="person", name="Человек в кепке")
LETTERED = Entity(id=entity_id(21), kind="person", name="Человек A")
INITIAL = Entity(id=entity_id(22), kind="person", name="К.")
FOUNDATION = Entity(
    id=entity_id(23), kind="organisation", name="Moonlit Foundation", protected="source"
)
TOWN = Entity(id=entity_id(24), kind="place", name="Vilnius")
LATIN = Entity(id=entity_id(25), kind="person", name="Person Doe")
VAN = Entity(id=entity_id(26), kind="vehicle", name="Транспорт Бус")

STORY = "Шёл человек в кепке. Глеб Щеглов видел. К. молчал, Тамара Лисицына тоже."


def told(*named: Entity, language: str = "ru", narrative: str = STORY) -> Export:
    """Make an export of a short account that hides these people too."""
    bare = Incident(
        id=full_incident().id,
        kind="surveillance.following",
        narrative=narrative,
        when=when("3 мая 2026 в 18:30"),
        follow_ups=(FollowUp(body="police", badge="417"),),
    )
    by = Rules(LAWYER, profile(language=language), (*REGISTER, *named))
    chosen = (exported(bare, attachments=(), corrections=()),)
    return make_export(chosen, by=by, finder=Matcher(registered(by)))


EXPORT = told(LETTERED)


@pytest.mark.parametrize("language", ["ru", "en"])
def test_names_that_begin_like_a_label_stop_no_format(language: str) -> None:
    """The labels are ours, wherever they stand: in words, tables, headings and the legend."""
    by = Rules(
        LAWYER,
        profile(language=language),
        (*REGISTER, CAPPED, LETTERED, INITIAL, FOUNDATION, TOWN, LATIN, VAN),
    )
    export = make_export(forty.selection(3), by=by, finder=Matcher(registered(by)))
    assert leak_in({**export.outputs, **export.rendered("pdf", "docx", "csv")}, export) is None


def test_what_is_told_of_a_label_is_not_the_name_behind_it() -> None:
    """The words of the label outside of its brackets stop the page, and so does the whole name."""
    for words in ("Человек", "Человек A", "[Человек A]", "Человек A · R5"):
        assert leak_in(in_page(EXPORT, f"<p>Приковылял {words}.</p>"), EXPORT) == "visible_text"
    export = told(CAPPED)
    page = in_page(export, "<p>Приковылял человек в кепке.</p>")
    assert leak_in(page, export) == "visible_text"


def test_a_label_that_the_document_does_not_have_is_read_like_any_word() -> None:
    """Somebody may be called by the words of a label: one too many is somebody's name."""
    label, count = max(EXPORT.own.labels.items(), key=lambda item: item[1])
    assert f">{label}<".encode() in EXPORT.html
    assert EXPORT.html.count(label.encode()) == count
    assert leak_in(in_page(EXPORT, f"<p>Приковылял {label}.</p>"), EXPORT) == "visible_text"
    unknown = label.replace("R", "R4")
    assert leak_in(in_page(EXPORT, f"<p>Приковылял {unknown}.</p>"), EXPORT) == "visible_text"


def test_a_label_too_many_stops_a_table_and_a_letter_too() -> None:
    """The labels are counted in each file by itself."""
    label = next(iter(EXPORT.own.labels))
    many = f"Приковылял {label}. " * 9
    for outputs in ({"chronology.csv": row(many)}, {"chronology.docx": paragraph(run(many))}):
        assert leak_in(outputs, EXPORT) == "visible_text"


def test_a_name_is_not_put_together_across_a_label() -> None:
    """Nor does a label hide what stands on both its sides."""
    label = next(iter(EXPORT.own.labels))
    found = leak_in(in_page(EXPORT, f"<p>Видел Глеб {label} намедни.</p>"), EXPORT)
    assert found == "visible_text"


def test_a_hidden_phrase_may_stand_around_a_label() -> None:
    """The words left and right of a label are no phrase; those that follow one another are."""
    export = told(CAPPED, narrative="Ехала серая Тамара Лисицына машина.")
    hidden = export.hidden._replace(private={("серая", "машина"): 0})
    watched = export._replace(hidden=hidden)
    assert leak_in(watched.outputs, watched) is None
    found = leak_in(in_page(watched, "<p>серая машина</p>"), watched)
    assert found == "private_texts"


def test_a_badge_among_labels_is_counted() -> None:
    """A cell that holds a number alone says nothing but the number."""
    assert leak_in(in_page(EXPORT, "<dd>417</dd>"), EXPORT) == "private_texts"
    assert leak_in(in_page(EXPORT, "<p>Полиция 417</p>"), EXPORT) == "private_texts"


def test_a_label_glued_to_a_word_is_no_name() -> None:
    """Between a heading and the words under it there is no space for a program."""
    export = told(LATIN, language="en", narrative="Плохо.")
    glued = in_page(export, "<p>person</p><p>Плохо сплю.</p>")
    assert leak_in(glued, export) is None
    divided = in_page(export, "<p>Мы: Глеб Щегл</p><p>ов дома</p>")
    assert leak_in(divided, export) is not None


def test_a_name_that_begins_with_a_label_of_the_page_is_read_over_the_edge() -> None:
    """With a space between them, as a reader sees them, two blocks are two words of a name."""
    pair = WordFinder({"Дата Рог|Щег-лову": (CAPPED.id, Tier.SURE)})
    export = told()._replace(finder=pair)
    assert leak_in(export.outputs, export) is None
    for blocks in ("<p>Дата</p><p>Рог далеко</p>", "<p>Ещё (Щег</p><p>-</p><p>лову)</p>"):
        assert leak_in(in_page(export, blocks), export) == "joined_text"


@pytest.mark.parametrize("entity", [FOUNDATION, TOWN, INITIAL, LATIN], ids=lambda e: str(e.name))
def test_a_pdf_names_its_own_makers(entity: Entity) -> None:
    """Licences, metadata and the time zone stop nothing; the name in the text still does."""
    export = told(entity)
    assert leak_in(export.rendered("pdf"), export) is None
    if entity is not INITIAL:
        page = in_page(export, f"<p>Заколотили офис {entity.name} досками.</p>")
        assert leak_in(page, export) is not None


def test_a_name_beside_a_word_of_the_format_is_found_in_the_bytes() -> None:
    """Only what consists of such words alone is spared."""
    rights = msgspec.structs.replace(FOUNDATION, name="Moon Foundation")
    export = told(rights)
    planted = in_pdf(b"\nxref", stream(b"", b"Moon Foundation"))
    assert leak_in({"chronology.pdf": planted}, export) == "unpacked_bytes"
    glued = in_pdf(b"\nxref", stream(b"", "абвщегловгде Foundation".encode()))
    assert leak_in({"chronology.pdf": glued}, export) == "unpacked_bytes"
    assert leak_in(export.rendered("pdf"), export) is None


def test_every_word_of_the_list_stands_in_a_pdf() -> None:
    """A word that no PDF has any more would only shield somebody who is called by it."""
    (paper,) = make_export().rendered("pdf").values()
    parts = [paper]
    for packed in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", paper, re.DOTALL):
        with contextlib.suppress(zlib.error):
            parts.append(zlib.decompress(packed))
    found = {word for data in parts for text in charsets(data) for word in phrase(text.text)}
    assert pdf_words() - found == frozenset()
