"""What a reader could work out beside the words: who a label is, by what stands around it."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
import pytest

from safelog.model.entity import Entity
from safelog.model.ids import IncidentId
from safelog.model.incident import Incident, Witness
from safelog.redact.cover import Choice, Occurrence
from safelog.redact.document import RedactedDocument
from safelog.redact.log import LogRow, redaction_log
from safelog.redact.order import paragraphs_in_order
from safelog.redact.policy import DatePrecision, Rules, load_policies
from safelog.redact.review import review
from safelog.redact.selection import ExportedIncident
from safelog.redact.terms import hidden_terms
from safelog.redact.withheld import told
from tests.unit.redact.world import (
    FINDER,
    FRIEND,
    KEY,
    KINDS,
    LAWYER,
    SOURCE,
    attachment,
    composed,
    exported,
    fields,
    full_incident,
    hide_all,
    numbered,
    rules,
    spelled,
    when,
)

POLICIES = load_policies()
CAREFUL = ("journalist", "ngo", "police", "un")


@dataclass(frozen=True)
class Export:
    """What one recipient gets, and what the person alone reads about it."""

    selection: tuple[ExportedIncident, ...]
    by: Rules

    @property
    def document(self) -> RedactedDocument:
        """Compose it, every question answered with "hide"."""
        return hide_all(*self.selection, by=self.by)

    @property
    def log(self) -> tuple[LogRow, ...]:
        """Return the redaction log."""
        return redaction_log(self.selection, self.by, FINDER, {}, kinds=KINDS, pseudonym_key=KEY)


def warning(number: int = 12) -> ExportedIncident:
    """Return a warning that the source gave; the account says so."""
    incident = full_incident(
        number,
        kind="warning",
        narrative="Глеб Щеглов предупредил меня и Тамару.",
        response="",
        witnesses=(),
        details={"warner": SOURCE.id},
    )
    return exported(incident, attachments=(), corrections=())


def following(*witnesses: Witness) -> ExportedIncident:
    """Return an incident with the source, or others, as its witnesses."""
    seen = witnesses or full_incident().witnesses
    incident = full_incident(narrative="Был с Тамарой.", details={}, witnesses=seen)
    return exported(incident, attachments=(), corrections=())


# --- the one who warned ------------------------------------------------------------------------


def test_where_the_warner_is_hidden_the_account_has_no_letter_for_them() -> None:
    """A letter would lead from the warning to the paragraph in which they are a witness."""
    document = Export((following(), warning()), rules(POLICIES["ngo"])).document
    assert fields(document, 0)["witnesses.0.entity"] == "[person A R5]"
    assert fields(document, 1)["narrative"] == "[person  R5] предупредил меня и [person B R5]."
    assert fields(document, 0)["narrative"] == "Был с [person B R5]."


def test_a_label_without_a_letter_has_no_row_and_takes_no_letter() -> None:
    """A Person B alone would say that there is a Person A."""
    document = Export((warning(),), rules(POLICIES["ngo"], counts=True)).document
    assert fields(document)["narrative"] == "[person  R5] предупредил меня и [person A R5]."
    assert [(row.hidden.letter, row.count) for row in document.legend] == [("A", 1)]


def test_where_the_warner_is_a_label_it_keeps_its_letter() -> None:
    """The lawyer in the asylum case follows one source through the whole account."""
    document = Export((following(), warning()), rules()).document
    assert fields(document, 1)["narrative"].startswith("[person A R4] предупредил")
    assert fields(document, 1)["details.warner"] == "[person A R4]"


def test_the_words_beside_a_file_of_a_warning_have_no_letter_for_the_warner() -> None:
    """A file that two paragraphs name leads from one to the other."""
    photo = attachment(description="Экран Глеба.", provenance="")
    open_ngo = msgspec.structs.replace(POLICIES["ngo"], closed_by_protected=())
    both = (
        msgspec.structs.replace(following(), attachments=(attachment(91), photo)),
        warning(),
        msgspec.structs.replace(warning(13), attachments=(photo,)),
    )
    other, shared = Export(both, rules(open_ngo)).document.exhibits
    assert spelled(shared.description) == "Экран [person  R5]."
    assert spelled(other.description) == "Снимок машины. Слева [person A R5]."


def test_the_united_nations_are_not_told_of_warnings() -> None:
    """The government concerned is sent a summary, and the content gives the source away."""
    assert "warning" in POLICIES["un"].left_out


# --- reasons -----------------------------------------------------------------------------------


@pytest.mark.parametrize("code", sorted(set(POLICIES) - {"lawyer"}))
def test_no_code_says_that_there_is_a_source_or_kin_at_home(code: str) -> None:
    """Neither labels nor the legend nor fields that are hidden whole."""
    kin = Entity(id=FRIEND.id, kind="person", name=FRIEND.name, protected="relative_at_home")
    plain = rules()
    by = Rules(POLICIES[code], plain.profile, (SOURCE, kin))
    document = Export((exported(),), by).document
    encoded = msgspec.json.encode(document).decode()
    assert '"R5"' in encoded
    assert not any(f'"{told}"' in encoded for told in ("R3", "R4"))


def test_the_persons_own_log_keeps_the_true_reason() -> None:
    """What the recipient reads stands beside it."""
    export = Export((following(),), rules(POLICIES["police"]))
    rows = {row.path: row for row in export.log}
    assert rows["witnesses.0.entity"].action == "R4"
    label = rows["witnesses.0.entity"].label
    assert label is not None
    assert label.reason == "R5"
    assert rows["witnesses.0.saw"].action == "R4"


def test_a_policy_of_an_older_vault_tells_every_reason_as_it_is() -> None:
    """A copy that was stored before has none of the newer rules."""
    old = msgspec.to_builtins(POLICIES["police"])
    for name in ("reasons_told_as", "closed_by_protected", "in_kinds"):
        del old[name]
    policy = msgspec.convert(old, type=type(LAWYER))
    document = Export((following(),), rules(policy)).document
    assert fields(document)["witnesses.0.entity"] == "[person A R4]"


# --- texts about somebody protected ------------------------------------------------------------


@pytest.mark.parametrize("code", sorted(POLICIES))
def test_what_names_a_source_by_its_role_is_hidden_whole(code: str) -> None:
    """Except for the lawyers: "taken by [Person A] from the balcony" finds somebody."""
    photo = attachment(description="Снято Глебом.", provenance="С балкона Глеба.")
    export = Export(
        (exported(full_incident(narrative=""), attachments=(photo,)),), rules(POLICIES[code])
    )
    exhibits = export.document.exhibits
    shown = {spelled(each) for e in exhibits for each in (e.description, e.provenance)}
    assert any("балкона" in each for each in shown) == code.startswith("lawyer")
    assert any("Снято" in each for each in shown) == code.startswith("lawyer")


def test_what_names_somebody_else_is_redacted_as_before() -> None:
    """Only who would be looked for closes a text."""
    photo = attachment(description="Рядом Тамара.", provenance="Снял сам.")
    incident = full_incident(narrative="", response="")
    export = Export((exported(incident, attachments=(photo,)),), rules(POLICIES["ngo"]))
    (exhibit,) = export.document.exhibits
    assert spelled(exhibit.description) == "Рядом [person B R5]."
    assert spelled(exhibit.provenance) == "Снял сам."


def test_who_is_shown_on_purpose_closes_nothing() -> None:
    """By a profile that names them, or by a decision about the place."""
    photo = attachment(description="Снято Глебом.", provenance="")
    selection = (exported(full_incident(narrative=""), attachments=(photo,)),)
    (named,) = Export(selection, rules(POLICIES["ngo"], show=(SOURCE.id,))).document.exhibits
    assert spelled(named.description) == "Снято Глебом."
    by = rules(POLICIES["ngo"])
    found = review(selection, by, FINDER, {}, kinds=KINDS)
    decided: dict[Occurrence, Choice] = {
        item.occurrence: "show" for item in found.items if item.words == "Глебом"
    }
    (shown,) = composed(*selection, by=by, decisions=decided).exhibits
    assert spelled(shown.description) == "Снято Глебом."


def test_what_a_protected_witness_saw_is_hidden() -> None:
    """Their own words tell sex, work and way; another witness's stay."""
    seen = (
        Witness(entity=SOURCE.id, saw="Видела его по дороге с работы."),
        Witness(entity=FRIEND.id, saw="Видела машину."),
        Witness(saw="Слышал шаги."),
    )
    for code in ("un", "ngo"):
        shown = fields(Export((following(*seen),), rules(POLICIES[code])).document)
        assert shown["witnesses.0.saw"] == "[text  R5]"
        assert shown["witnesses.1.saw"] == "Видела машину."
        assert shown["witnesses.2.saw"] == "Слышал шаги."
    lawyers = fields(Export((following(*seen),), rules()).document)
    assert lawyers["witnesses.0.saw"] == "Видела его по дороге с работы."


def test_a_text_that_is_hidden_whole_is_logged_searched_for_and_noted() -> None:
    """As a field is that the policy hides: by its words, and as kept back."""
    photo = attachment(description="Снято Глебом.", provenance="Снял сам.")
    other = attachment(91, description="Снимок.", provenance="")
    selection = (exported(full_incident(narrative="", witnesses=()), attachments=(photo, other)),)
    by = rules(POLICIES["ngo"])
    rows = [row for row in Export(selection, by).log if row.path == "exhibits.0.description"]
    assert [(row.words, row.label, row.action, row.basis) for row in rows] == [
        ("Снято Глебом.", None, "R4", "field")
    ]
    terms = hidden_terms(selection, by, FINDER, {}, kinds=KINDS)
    assert terms.private["снято", "глебом"] == 0
    noted = told(selection, by, FINDER, {}, kinds=KINDS)
    incident = selection[0].incident.id
    assert "exhibits.description" in noted.withheld[incident].fields
    assert "exhibits.description" not in noted.fields[incident]
    assert "exhibits.provenance" in noted.fields[incident]


# --- the order of paragraphs -------------------------------------------------------------------


def days(*said: str) -> tuple[ExportedIncident, ...]:
    """Return incidents of these days, with their day as their only words."""
    return tuple(
        exported(
            Incident(
                id=IncidentId(numbered(20 + number)),
                kind="unsure",
                narrative=each,
                when=when(each) if each else None,
            ),
            attachments=(),
            corrections=(),
        )
        for number, each in enumerate(said)
    )


def order(selection: tuple[ExportedIncident, ...], dates: DatePrecision, key: int) -> list[int]:
    """Return the places in the selection, in the order of the paragraphs."""
    by = rules(msgspec.structs.replace(LAWYER, dates=dates))
    made = paragraphs_in_order(selection, by, bytes([key]) * 32)
    document = composed(*selection, by=by, key=bytes([key]) * 32)
    assert len(document.paragraphs) == len(made)
    return [selection.index(each) for each in made]


@pytest.mark.parametrize("dates", ["day", "week", "month"])
def test_the_order_within_one_told_time_is_known_to_the_key_alone(dates: DatePrecision) -> None:
    """Two days of one week in their true order would say which was the earlier one."""
    one_time = ("5 мая 2026 в 10:00", "5 мая 2026 в 11:00", "5 мая 2026 в 12:00")
    selection = days("1 июня 2026", *one_time, "", "1 апреля 2026", "")
    orders = [order(selection, dates, key) for key in range(12)]
    assert len({tuple(each[1:4]) for each in orders}) > 1
    assert len({tuple(each[5:]) for each in orders}) == 2
    assert all(each[0] == 5 and each[4] == 0 for each in orders)
    assert order(selection, dates, 3) == orders[3]


@pytest.mark.parametrize("dates", ["exact", "shifted"])
def test_where_times_are_told_apart_paragraphs_follow_them(dates: DatePrecision) -> None:
    """Whatever the key is."""
    selection = days("", "5 мая 2026 в 11:00", "5 мая 2026 в 10:00")
    assert {tuple(order(selection, dates, key)) for key in range(6)} == {(2, 1, 0)}


def test_the_log_numbers_paragraphs_as_the_document_does() -> None:
    """The person reads the numbers of both side by side."""
    weekly = msgspec.structs.replace(LAWYER, dates="week", fields={**LAWYER.fields, "effect": "R7"})
    said = [f"{day} мая 2026" for day in range(4, 10)]
    selection = tuple(
        msgspec.structs.replace(
            each, incident=msgspec.structs.replace(each.incident, narrative=str(n), effect=str(n))
        )
        for n, each in enumerate(days(*said))
    )
    export = Export(selection, rules(weekly))
    shown = [fields(export.document, at)["narrative"] for at in range(len(said))]
    assert [row.words for row in export.log if row.path == "effect"] == shown
    assert shown != sorted(shown)


# --- single fields -----------------------------------------------------------------------------


def test_a_journalist_learns_no_health_from_the_words_around_it() -> None:
    """Neither by what a file is, nor by a label for what it did to the person."""
    described = msgspec.structs.replace(POLICIES["journalist"], attachments="described")
    document = Export((exported(),), rules(described)).document
    assert document.exhibits[0].description is None
    assert "effect" not in fields(document)


def test_a_journalist_gets_no_hash_to_look_for() -> None:
    """Whoever seizes a telephone would know by it whose file was meant."""
    document = Export((exported(),), rules(POLICIES["journalist"])).document
    assert document.exhibits == ()
    assert document.paragraphs[0].exhibits == ()
    encoded = msgspec.json.encode(document).decode()
    assert attachment().sha256 not in encoded
    assert str(attachment().size) not in encoded


def test_what_was_published_of_an_address_is_no_key_to_it() -> None:
    """A journalist gets the exact words of other publications, and not of this one."""
    details = {"words": "Живёт там-то.", "count": 300, "audience": "соседи"}
    for kind, shown in (
        ("harassment.doxxing", "[text  R1]"),
        ("harassment.smear", "Живёт там-то."),
    ):
        incident = full_incident(kind=kind, narrative="", response="", details=details)
        document = Export((exported(incident),), rules(POLICIES["journalist"])).document
        assert fields(document)["details.words"] == shown
    doxxing = POLICIES["journalist"].in_kinds["harassment.doxxing"]
    assert set(doxxing) == {"details.words", "details.count", "details.audience"}


def test_a_rule_about_one_kind_can_only_hide() -> None:
    """What is hidden in every kind stays so in this one."""
    careless = msgspec.structs.replace(
        LAWYER, in_kinds={"warning": {"details.warner_channel": "show", "title": "show"}}
    )
    assert careless.action("details.warner_channel", "warning") == "R4"
    assert careless.action("title", "warning") == "omit"


@pytest.mark.parametrize("code", sorted(POLICIES))
def test_rules_about_one_kind_are_about_fields_that_it_has(code: str) -> None:
    """A slip in a name would show the field."""
    for kind, hidden in POLICIES[code].in_kinds.items():
        known = {f"details.{field.id}" for field in KINDS.get(kind).fields}
        assert set(hidden) <= known


@pytest.mark.parametrize("code", sorted(POLICIES))
def test_two_names_for_one_thing_are_decided_alike(code: str) -> None:
    """Where somebody looked is told as where they stood, and an official as in a report."""
    policy = POLICIES[code]
    assert policy.action("details.looked_at") == policy.action("details.vantage_point")
    assert policy.action("details.official") == policy.action("follow_ups.official") == "R5"
