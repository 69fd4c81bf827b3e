"""What is legitimately shown does not stop an export, and only as far as it was decided."""

from __future__ import annotations

import base64
import random

import msgspec
import pytest

from safelog.errors import LeakFoundError
from safelog.export.leakcheck import check_leaks
from safelog.model.incident import FollowUp, Incident, Mention
from safelog.redact.hit import Tier
from safelog.redact.policy import Rules
from safelog.redact.selection import ExportedIncident
from tests.unit.export.page import Export, make_export
from tests.unit.redact.world import (
    FINDER,
    FRIEND,
    LAWYER,
    REGISTER,
    STREET,
    WordFinder,
    exported,
    full_incident,
    profile,
    rules,
    when,
)


def passes(export: Export, outputs: dict[str, bytes] | None = None) -> bool:
    """Tell whether outputs pass the check of their export."""
    try:
        check_leaks(
            outputs or export.outputs,
            hidden=export.hidden,
            finder=export.finder,
            fixed=export.fixed,
        )
    except LeakFoundError:
        return False
    return True


def told(narrative: str, **changes: object) -> tuple[ExportedIncident, ...]:
    """Select one incident that has a narrative and little else."""
    bare = Incident(id=full_incident().id, kind="surveillance.following", narrative=narrative)
    incident = msgspec.structs.replace(bare, **changes)
    return (exported(incident, attachments=(), corrections=()),)


def in_page(export: Export, markup: str) -> dict[str, bytes]:
    """Return the outputs with markup added at the end of the page."""
    page = export.html.replace(b"</main>", markup.encode() + b"</main>")
    return {**export.outputs, "chronology.html": page}


def test_a_word_decided_to_be_shown_passes_as_often_as_it_was_decided() -> None:
    """Two birds are shown, a third would be the man."""
    export = make_export(told("Тут щегол. Там щегол."), choice="show")
    assert passes(export)
    assert not passes(export, in_page(export, "<p>щегол</p><p>Глеб</p>"))


def test_a_sure_find_decided_to_be_shown_passes_once() -> None:
    """The person may show one occurrence; a second one is a leak."""
    finder = WordFinder({"роза": (FRIEND.id, Tier.ASK)})
    export = make_export(told("Расцвела роза."), choice="show", finder=finder)
    sure = export._replace(finder=WordFinder({"роза": (FRIEND.id, Tier.SURE)}))
    assert passes(sure)
    assert not passes(sure, in_page(sure, "<p>роза</p>"))
    assert not passes(sure, in_page(sure, '<p class="роза">-</p>'))


def test_a_word_hidden_by_a_mention_may_stand_elsewhere() -> None:
    """One neighbour is hidden, the word is free; but only as often as it was written."""
    mention = Mention(field="narrative", start=0, end=6, entity=FRIEND.id)
    export = make_export(told("Соседи ушли. Соседи вернулись.", mentions=(mention,)))
    assert passes(export)
    assert not passes(export, in_page(export, "<p>Соседи</p>"))


def test_a_title_may_repeat_the_words_of_the_account() -> None:
    """The title is private, the same words in the narrative are not."""
    export = make_export(told("Это серая машина.", title="Серая машина"))
    assert passes(export)
    assert not passes(export, in_page(export, "<h3>Серая машина</h3>"))


def test_a_title_like_a_label_of_the_page_passes() -> None:
    """Many people call a call "Call"; the page says so anyway."""
    incident = Incident(id=full_incident().id, kind="threat.call", title="Угроза по телефону")
    export = make_export((exported(incident, attachments=(), corrections=()),))
    assert "Угроза по телефону".encode() in export.html
    assert passes(export)


@pytest.mark.parametrize("name", ["мая", "Полиция", "Заголовок"])
def test_a_hidden_name_does_not_forbid_the_pages_own_words(name: str) -> None:
    """A woman called May must not forbid the month; in the account she is still hidden."""
    finder = WordFinder({name: (FRIEND.id, Tier.SURE)})
    export = make_export(told(f"Это {name}!", when=when("3 мая 2026")), finder=finder)
    assert name.encode() not in export.parts[1].data or name == "мая"
    assert passes(export)
    assert not passes(export, in_page(export, f"<p>Пришла сюда {name} вечером.</p>"))


def test_a_time_zone_does_not_stop_the_export() -> None:
    """The zone cannot be hidden without the time; the review pointed it out."""
    town = msgspec.structs.replace(STREET, name="Vilnius")
    finder = WordFinder({"Vilnius": (town.id, Tier.SURE)})
    by = Rules(LAWYER, profile(), (*REGISTER[:-1], town))
    export = make_export(told("Тихо.", when=when("3 мая 2026")), by=by, finder=finder)
    assert passes(export)
    assert not passes(export, in_page(export, "<p>Мы жили в Vilnius тогда.</p>"))


@pytest.mark.parametrize("number", ["30", "2026", "5"])
def test_a_hidden_number_does_not_forbid_the_time(number: str) -> None:
    """A badge with two digits would otherwise stop every export with a clock time."""
    report = FollowUp(body="police", badge=number, date=when("4 мая 2026 в 18:30"))
    export = make_export(told("Тихо.", follow_ups=(report,)), by=rules(language="en"))
    assert passes(export)


def test_a_hidden_badge_is_counted() -> None:
    """Three digits are no part of a date."""
    report = FollowUp(body="police", badge="417", date=when("4 мая 2026 в 18:30"))
    export = make_export(told("Тихо.", follow_ups=(report,)))
    assert passes(export)
    assert not passes(export, in_page(export, "<p>Жетон номер 417.</p>"))


def test_numbers_are_nobodys_own_words() -> None:
    """A hidden number is found beside a label of the page."""
    finder = WordFinder({r"8 700 000 12 34": (FRIEND.id, Tier.SURE)})
    export = make_export(told("Тихо."), finder=finder)
    assert passes(export)
    assert not passes(export, in_page(export, "<p>Дата 8 700 000 12 34</p>"))


def test_noise_is_no_leak() -> None:
    """Signatures and hashes in the JSON file read as base64 and give words by chance."""
    noise = random.Random(7).randbytes(60_000)  # noqa: S311 - noise, repeatable
    export = make_export()
    proof = base64.b64encode(noise)
    hashes = noise.hex().encode()
    json = export.json[:-1] + b',"proof":"' + proof + b'","hashes":"' + hashes + b'"}'
    assert passes(export, {**export.outputs, "chronology.json": json})


def test_a_name_inside_a_run_of_base64_is_found_as_it_stands() -> None:
    """A signature is no place to hide a name in plain letters."""
    register = (msgspec.structs.replace(REGISTER[0], name="Shcheglovskaya"), *REGISTER[1:])
    export = make_export(told("Тихо."), by=Rules(LAWYER, profile(), register))
    run = "A" * 40 + "shcheglovskaya" + "b" * 40
    assert passes(export, in_page(export, f"<p>{'A' * 80}</p>"))
    assert not passes(export, in_page(export, f"<p>{run}</p>"))


def test_a_short_name_in_noise_is_weighed_by_its_length() -> None:
    """Four letters beyond ASCII are no chance in UTF-8; five letters of ASCII are."""
    finder = WordFinder({"Глеб": (FRIEND.id, Tier.SURE), "Harry": (FRIEND.id, Tier.SURE)})
    export = make_export(told("Тихо."), finder=finder)
    for name, found in (("Глеб", True), ("Harry", False)):
        encoded = base64.b64encode(f"{name} и ".encode()).decode()
        assert passes(export, in_page(export, f"<p>{encoded}</p>")) is not found


def test_a_name_of_the_legend_is_not_looked_for_in_another_export() -> None:
    """An entity that this recipient may see is no leak."""
    export = make_export(told("Глеб пришёл."), by=rules(show=(REGISTER[0].id,)))
    shown = export._replace(finder=WordFinder({}))
    assert passes(shown)
    assert "Глеб".encode() in export.html


def test_the_real_matcher_agrees_with_the_redaction() -> None:
    """What one matcher hid, the same matcher does not find again."""
    assert passes(make_export(finder=FINDER))
