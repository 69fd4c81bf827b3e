"""The chronology as a page: what stands in it, and what it never does."""

from __future__ import annotations

import base64
import hashlib
import re
from importlib import resources
from pathlib import Path

import msgspec
import pytest

from safelog.export.html import stylesheet
from safelog.export.reading import HtmlReading, read_html
from safelog.export.wording import Wording
from safelog.i18n.catalogue import Catalogue
from safelog.model.incident import FollowUp, Incident, Place
from safelog.model.kind import Kinds, load_kinds
from safelog.model.when import at_minute, unknown
from safelog.redact.document import Hidden, Sentence, Shown, Text
from safelog.redact.policy import load_policies
from safelog.redact.selection import CorrectedParts, ExportedIncident
from tests.unit.export.page import COPY, COPY_SHA256, DIGITS, default_selection, make_export
from tests.unit.redact.world import (
    LAWYER,
    MADE,
    ZONE,
    attachment,
    exported,
    full_incident,
    rules,
    when,
)


def page(*selection: ExportedIncident, language: str = "ru") -> str:
    """Render a selection for a lawyer."""
    return make_export(selection, by=rules(language=language)).html.decode()


def read(*selection: ExportedIncident, language: str = "ru") -> HtmlReading:
    """Render a selection and read the page again."""
    return read_html(page(*selection, language=language).encode())


def bare(**changes: object) -> Incident:
    """Return an incident with nothing but what is given."""
    return msgspec.structs.replace(
        Incident(id=full_incident().id, kind="surveillance.following"), **changes
    )


def entry(incident: Incident, **changes: object) -> ExportedIncident:
    """Return an incident entered at 16:40 UTC on 3 May, never changed."""
    plain = exported(incident, revision=1, corrections=(), attachments=())
    return msgspec.structs.replace(plain, recorded=plain.first_recorded, **changes)


def test_the_parts_joined_are_the_page() -> None:
    """Every stretch of the file has a name, and none is outside."""
    export = make_export()
    places = [part.place for part in export.parts]
    framed = ["head", "title", "intro", "chronology", "paragraph 1"]
    assert places == [*framed, "exhibits", "exhibit 1", "legend", "method"]
    assert export.html.startswith(b'<!DOCTYPE html>\n<html lang="ru"><head><meta charset=')
    assert export.html.endswith(b"</main></body></html>\n")


def test_the_same_document_gives_the_same_bytes() -> None:
    """A proof is signed over these bytes."""
    assert make_export().parts == make_export().parts


def test_the_page_forbids_itself_everything() -> None:
    """The policy allows pictures inside the file and this one style sheet, before both come."""
    html = page()
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', html)
    assert policy is not None
    digest = base64.b64encode(hashlib.sha256(stylesheet().encode()).digest()).decode()
    assert policy.group(1) == (
        f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; "
        "base-uri 'none'; form-action 'none'"
    )
    assert policy.start() < html.index("<style>") < html.index("<body>")
    assert f"<style>{stylesheet()}</style>" in html


def test_nothing_in_the_page_leads_outside() -> None:
    """No script, no link out, no style in an attribute, no name of a program."""
    reading = read()
    names = {tag.name for tag in reading.tags}
    assert names.isdisjoint({"script", "iframe", "object", "embed", "link", "base", "form"})
    for tag in reading.tags:
        for name, value in tag.attributes:
            assert not name.startswith("on")
            assert name != "style"
            assert name != "href" or value.startswith("#")
            assert name != "src" or value.startswith("data:image/")
            assert value != "generator"
    assert "url(" not in stylesheet()
    assert "@import" not in stylesheet()


def test_every_reference_leads_to_a_place_of_the_page() -> None:
    """Numbers of paragraphs and exhibits can be followed."""
    reading = read()
    ids = [value for tag in reading.tags for name, value in tag.attributes if name == "id"]
    links = {v[1:] for tag in reading.tags for name, v in tag.attributes if name == "href"}
    labels = {
        value for tag in reading.tags for name, value in tag.attributes if name.startswith("aria")
    }
    assert len(ids) == len(set(ids))
    assert links | labels <= set(ids)


def test_markup_in_the_persons_words_is_shown_as_words() -> None:
    """Hostile words cannot add an element, an attribute or an end of the style sheet."""
    hostile = "</blockquote><script>alert(1)</script><img src=x onerror=1> &amp; \" ' </style>"
    reading = read(entry(bare(narrative=hostile, place=Place(public_label=hostile))))
    assert "script" not in {tag.name for tag in reading.tags}
    assert any(hostile in block for block in reading.blocks)


def test_characters_that_mislead_are_replaced() -> None:
    """An override of the writing direction could show a date backwards."""
    html = page(entry(bare(narrative="до\u202eпосле\x07\x1b[2J")))
    assert "до\ufffdпосле\ufffd\ufffd[2J" in html


def test_a_label_is_a_box_that_follows_its_text_alone() -> None:
    """It has brackets for those who copy it, and nothing of what it hides."""
    html = page(entry(bare(narrative="Это Глеб.")))
    assert '<span class="label" lang="ru">[Человек A · R4]</span>' in html
    assert not re.search(r"\.label\s*\{[^}]*width", stylesheet())


def test_hidden_text_without_a_letter_is_told_so() -> None:
    """A hidden field is not a hidden person."""
    report = FollowUp(body="police", official="Йонас Браткус")
    assert "[Скрыто · R5]" in page(entry(bare(follow_ups=(report,))))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Мы шли домой", "ru"),
        ("Ми йшли додому, її не було", "uk"),
        ("Біз үйге қайттық", "kk"),
        ("We went home", "en"),
        ("12:30 …", ""),
    ],
)
def test_quotes_carry_their_own_language(text: str, language: str) -> None:
    """A screen reader reads the person's words in their language."""
    assert f'class="original" lang="{language}">{text}' in page(entry(bare(narrative=text)))


def test_labels_do_not_count_for_the_language() -> None:
    """Only words tell a language."""
    words = Wording(Catalogue("ru"), load_kinds())
    hidden = Hidden(kind="text", letter="", reason="R5")
    assert words.original(Text(sentences=(Sentence(index=0, pieces=(hidden,)),))).language == ""
    shown = Sentence(index=0, pieces=(hidden, Shown(text=" and")))
    assert words.original(Text(sentences=(shown,))).language == "en"


def test_there_is_room_for_a_translation_of_foreign_words() -> None:
    """Beside words in another language than the document's, and only there."""
    russian = entry(bare(narrative="Мы шли домой."))
    assert 'class="translation"' in page(russian, language="en")
    assert 'class="translation"' not in page(russian, language="ru")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("3 мая 2026 в 19:10", "Entered 3 May 2026, 16:40 UTC, 30 minutes after the event."),
        ("3 мая 2026 в 18:39", "Entered 3 May 2026, 16:40 UTC, 1 hour after the event."),
        ("3 мая 2026 в 10:40", "Entered 3 May 2026, 16:40 UTC, 9 hours after the event."),
        ("1 мая 2026 в 10:40", "Entered 3 May 2026, 16:40 UTC, 2 days after the event."),
        ("около 18:40 3 мая 2026", "Entered 3 May 2026, 16:40 UTC, 1 hour after the event."),
        ("1 мая 2026", "Entered 3 May 2026, 16:40 UTC, at least 43 hours after the event."),
        ("апрель 2026", "Entered 3 May 2026, 16:40 UTC, at least 2 days after the event."),
        ("3 мая 2026", "Entered 3 May 2026, 16:40 UTC, within the time given."),
        ("4 мая 2026", "Entered 3 May 2026, 16:40 UTC, before the time given."),
        (None, "Entered 3 May 2026, 16:40 UTC."),
    ],
)
def test_the_delay_between_event_and_entry_is_told(said: str | None, told: str) -> None:
    """As exactly as the time of the event allows, and no more."""
    moment = when(said) if said else None
    assert f"<p>{told}</p>" in page(entry(bare(when=moment)), language="en")


def test_no_delay_is_counted_from_a_time_nobody_understood() -> None:
    """The words stay; nothing is made of them."""
    moment = unknown("когда шёл снег", ZONE)
    html = page(entry(bare(when=moment)), language="en")
    assert "<p>Entered 3 May 2026, 16:40 UTC.</p>" in html
    assert "когда шёл снег" in html


@pytest.mark.parametrize(
    ("said", "heading"),
    [
        ("около 18:40 3 мая 2026", "3 May 2026, around 18:40 (Europe/Vilnius)"),
        ("начало мая 2026", "Early May 2026"),
        ("с 3 по 5 мая 2026", "From 3 to 5 May 2026"),
        ("с 18:00 до 19:00 3 мая 2026", "3 May 2026, from 18:00 to 19:00 (Europe/Vilnius)"),
        (None, "Date not known"),
    ],
)
def test_a_paragraph_is_headed_by_its_number_and_time(said: str | None, heading: str) -> None:
    """With the precision it has, and its zone where it tells an hour."""
    html = page(entry(bare(when=when(said) if said else None)), language="en")
    assert f'<h3 id="h1"><a class="number" href="#p1">1.</a>{heading}</h3>' in html


def test_the_words_for_a_time_stand_beside_it() -> None:
    """What the person said is not replaced by what was understood."""
    html = page(entry(bare(when=when("начало мая 2026"), noticed=when("09.05.2026"))))
    assert '<div class="original" lang="ru">начало мая 2026</div>' in html
    assert "09.05.2026</span>»" in html


def test_a_silence_is_told_and_counted() -> None:
    """No answer is an answer."""
    asked = FollowUp(body="police", date=when("4 мая 2026"))
    undated = FollowUp(body="embassy")
    ahead = FollowUp(body="ngo", date=when("1 июня 2026"))
    html = page(entry(bare(follow_ups=(asked, undated, ahead))), language="en")
    silence = "No answer; silent for 15 days as of 20 May 2026."
    assert html.count(silence) == 1
    assert html.count(">No answer.<") == 2


def test_an_answer_is_no_silence() -> None:
    """Not even where its words are hidden, or only its date is known."""
    answered = FollowUp(body="police", date=when("4 мая 2026"), answered=when("5 мая 2026"))
    told = FollowUp(body="police", date=when("4 мая 2026"), answer="Приняли.")
    html = page(entry(bare(follow_ups=(answered, told))), language="en")
    assert 'class="silence"' not in html


def test_corrections_are_shown_with_their_dates() -> None:
    """Never silent; a change of a private part is told without naming it."""
    corrections = (
        CorrectedParts(
            revision=2,
            recorded="2026-05-04T08:12:00Z",
            paths=("narrative", "follow_ups.0.date", "follow_ups.1.date", "details.route"),
        ),
        CorrectedParts(revision=3, recorded="2026-05-05T08:12:00Z", paths=("title",)),
    )
    changed = entry(bare(), revision=3, corrections=corrections)
    changed = msgspec.structs.replace(changed, recorded="2026-05-05T08:12:00Z")
    html = page(changed, language="en")
    assert (
        "<li>4 May 2026, 08:12 UTC, revision 2: changed Account, Reports and answers, Route.</li>"
        in html
    )
    assert (
        "<li>5 May 2026, 08:12 UTC, revision 3: changed parts that are not in this document.</li>"
        in html
    )
    assert "Shown in revision 3, recorded 5 May 2026, 08:12 UTC." in html


def test_a_correcting_entry_points_to_the_paragraph() -> None:
    """A sealed entry is corrected by another one."""
    first = bare(when=when("1 мая 2026"))
    second = msgspec.structs.replace(
        bare(when=when("2 мая 2026"), corrects=first.id), id=full_incident(12).id
    )
    assert '<a href="#p1">Corrects paragraph 1.</a>' in page(
        entry(first), entry(second), language="en"
    )


def test_an_exhibit_has_its_hash_its_origin_and_its_clean_copy() -> None:
    """The original is known by its hash; the picture is in the file."""
    html = page(language="en")
    source = base64.b64encode(COPY.data).decode()
    assert f'src="data:image/jpeg;base64,{source}"' in html
    assert f'<span class="hash">{COPY_SHA256}</span>' in html
    assert f'<span class="hash">{"ab" * 32}</span>' in html
    assert "2\u202f481\u202f203 bytes" in html
    assert "<dd>position, file name</dd>" in html
    assert '<dd><a href="#p1">Paragraph 1</a></dd>' in html
    assert 'alt="Exhibit 1. Clean copy, made from the pixels alone"' in html


def test_an_exhibit_without_a_copy_says_so() -> None:
    """A recording is told by its hash and its description."""
    record = attachment(media="audio", copy_sha256=None, description="", removed=())
    html = page(entry(bare(), attachments=(record,)), language="en")
    assert "Not included; the hash identifies the original." in html
    assert "<dd>Audio recording</dd>" in html
    assert "Removed from the copy" not in html


def test_an_exhibit_may_be_named_by_several_paragraphs() -> None:
    """The list of exhibits names them all."""
    second = msgspec.structs.replace(bare(when=when("2 мая 2026")), id=full_incident(12).id)
    shared = (attachment(copy_sha256=None),)
    html = page(
        entry(bare(when=when("1 мая 2026")), attachments=shared),
        entry(second, attachments=shared),
        entry(msgspec.structs.replace(bare(), id=full_incident(13).id)),
        language="en",
    )
    assert '<a href="#p1">Paragraph 1</a>, <a href="#p2">Paragraph 2</a></dd>' in html


def test_a_document_without_exhibits_has_no_list_of_them() -> None:
    """An empty heading would be a question."""
    export = make_export((entry(bare()),))
    assert not any(part.place.startswith("exhibit") for part in export.parts)
    assert 'id="exhibits"' not in export.html.decode()


def test_the_legend_explains_labels_and_all_reasons() -> None:
    """Also the reasons that are not used: which are, is no concern of the list."""
    selection = (entry(bare(narrative="Это Глеб, Глеб!")),)
    html = make_export(selection, by=rules(language="en", counts=True)).html.decode()
    assert '<td>source or helper</td><td><a href="#p1">1</a></td><td>2 times</td>' in html
    for reason in range(1, 10):
        assert f"<dt>R{reason}</dt>" in html


def test_counts_are_not_told_where_the_person_does_not_wish() -> None:
    """The table has no column for them."""
    export = make_export((entry(bare(narrative="Это Глеб.")),), by=rules(counts=False))
    html = export.html.decode()
    assert html.count('<th scope="col">') == 3
    assert "1 раз" not in html


def test_a_document_without_labels_says_so() -> None:
    """The reader need not look for them."""
    assert "No label with a letter stands in this document." in page(entry(bare()), language="en")


def test_the_digits_of_the_key_stand_at_both_ends() -> None:
    """They are compared with the person in a call."""
    assert page().count(DIGITS) == 2


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_method_says_what_is_and_is_not_proven(language: str) -> None:
    """In the recipient's language, with every sentence."""
    html = page(language=language)
    catalogue = Catalogue(language)
    for key in ("proven", "not_proven", "kept", "hidden"):
        assert f"<h3>{catalogue.text(f'export.method.{key}')}</h3>" in html
    for number in range(1, 6):
        assert catalogue.text(f"export.method.not_proven_{number}") in html


@pytest.mark.parametrize("code", sorted(load_policies()))
@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_policy_renders_in_every_language(code: str, language: str) -> None:
    """Every part of the model has a label in both languages."""
    policy = load_policies()[code]
    export = make_export(default_selection(), by=rules(policy, language=language))
    html = export.html.decode()
    assert f'<html lang="{language}">' in html
    assert policy.label[language] in html


def test_a_policy_that_hides_the_account_leaves_a_label() -> None:
    """The paragraph keeps its place, its time and its facts."""
    policy = msgspec.structs.replace(LAWYER, fields={**LAWYER.fields, "narrative": "R9"})
    export = make_export((entry(bare(narrative="Слова.")),), by=rules(policy))
    assert '<p class="quote"><span class="label" lang="ru">[Скрыто · R9]</span></p>' in (
        export.html.decode()
    )


def test_the_facts_come_before_how_they_are_known() -> None:
    """What happened, what it did to the person, how it is known."""
    html = page(language="en")
    order = [
        "Means",
        "Effect on the person",
        "Basis of the time",
        "Certainty",
        "State of the entry",
    ]
    found = [html.find(f"<dt>{label}</dt>") for label in order[1:]]
    assert found == sorted(found)
    assert -1 not in found


def test_a_number_has_its_unit() -> None:
    """Fifty metres, not fifty."""
    assert "50\u00a0м" in page()


def test_a_country_stands_as_its_code() -> None:
    """It has no options to choose a name from."""
    assert " · LT</p>" in page(entry(bare(place=Place(country="LT"))))


FILE_FIELD = """
[[fields]]
id = "record"
type = "file"
label = { en = "Record", ru = "Запись", uk = "Запис", kk = "Жазба" }
help = { en = "The file.", ru = "Файл." }
"""


def test_a_file_of_a_detail_is_named_by_its_exhibit(tmp_path: Path) -> None:
    """The reader is led to the list of exhibits."""
    folder = resources.files("safelog.model") / "kinds"
    for shared in ("common", "entities", "families", "reasons"):
        text = (folder / f"{shared}.toml").read_text(encoding="utf-8")
        (tmp_path / f"{shared}.toml").write_text(text, encoding="utf-8")
    call = (folder / "threat.call.toml").read_text(encoding="utf-8")
    (tmp_path / "threat.call.toml").write_text(call + FILE_FIELD, encoding="utf-8")
    incident = bare(kind="threat.call", details={"record": attachment().id})
    selection = (entry(incident, attachments=(attachment(copy_sha256=None),)),)
    policy = msgspec.structs.replace(LAWYER, fields={**LAWYER.fields, "details.record": "show"})
    export = make_export(selection, by=rules(policy), kinds=Kinds(tmp_path))
    assert "<dt>Запись</dt><dd>Приложение 1</dd>" in export.html.decode()


def test_a_time_of_which_no_words_were_kept_stands_alone() -> None:
    """A time that the machine took has no words of the person."""
    machine = at_minute(MADE, zone=ZONE)
    html = page(entry(bare(when=machine, noticed=machine)), language="en")
    assert "<dd>20 May 2026, 15:00</dd>" in html
    assert "in the person’s words" not in html


def test_an_incident_of_which_only_the_kind_is_known_is_a_paragraph() -> None:
    """No list of facts, no headings of lists."""
    fields = {path: action for path, action in LAWYER.fields.items() if path != "state"}
    policy = msgspec.structs.replace(LAWYER, fields=fields)
    parts = dict(make_export((entry(bare()),), by=rules(policy)).parts)
    html = parts["paragraph 1"].decode()
    assert "<dl" not in html
    assert "<h4" not in html
