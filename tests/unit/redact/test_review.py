"""The review shows every find in its context, and what no register knows."""

from __future__ import annotations

from typing import Literal, get_args

import msgspec
import pytest

from safelog.model.entity import Reason
from safelog.model.ids import EntityId
from safelog.model.incident import Incident, Mention, Place
from safelog.redact.cover import (
    MENTION,
    Choice,
    Find,
    Occurrence,
    Stretch,
    hidden_stretches,
    registered,
)
from safelog.redact.hit import Hit, Tier
from safelog.redact.policy import PROTECTED, STRICTEST_FIRST, Rules
from safelog.redact.review import Item, Review, choices, review
from tests.unit.redact.world import (
    CAR,
    FINDER,
    FRIEND,
    KINDS,
    LAWYER,
    SOURCE,
    STRANGER,
    STREET,
    composed,
    exported,
    fields,
    full_incident,
    profile,
    rules,
    when,
)


def plain(narrative: str, **changes: object) -> Incident:
    """Return an incident that has a narrative and little else."""
    bare = Incident(id=full_incident().id, kind="surveillance.following", narrative=narrative)
    return msgspec.structs.replace(bare, **changes)


def reviewed(
    *incidents: Incident,
    decisions: dict[Occurrence, Choice] | None = None,
    by: Rules | None = None,
) -> Review:
    """Review incidents without attachments."""
    selection = tuple(exported(incident, attachments=()) for incident in incidents)
    chosen = by or rules()
    return review(selection, chosen, FINDER, decisions or {}, kinds=KINDS)


def narratives(found: Review) -> list[Item]:
    """Return the finds in narratives."""
    return [item for item in found.items if item.path == "narrative"]


def test_every_find_comes_in_its_context() -> None:
    """The person sees what stands before and after, and how sure the find is."""
    items = narratives(reviewed(plain("Пришёл Глеб, а щегол улетел.")))
    assert [(i.before, i.words, i.after, i.entity, i.sure, i.trait) for i in items] == [
        ("Пришёл ", "Глеб", ", а щегол улетел.", SOURCE.id, True, "base"),
        ("Пришёл Глеб, а ", "щегол", " улетел.", SOURCE.id, False, "base"),
    ]


def test_a_long_context_is_cut_between_words() -> None:
    """Forty characters are enough to decide by, and no word is cut in two."""
    text = "слово " * 20 + "щегол" + " слово" * 20
    (item,) = narratives(reviewed(plain(text)))
    assert item.before == "слово " * 6
    assert item.after == " слово" * 6


def test_only_questions_are_open() -> None:
    """A sure find is hidden without a question; the others wait for an answer."""
    found = reviewed(plain("Глеб и щегол."))
    assert [item.open for item in found.items] == [False, True]
    assert found.open_count == 1


def test_all_questions_can_be_answered_with_hide() -> None:
    """After that nothing is open, and the words are hidden."""
    incident = plain("Глеб и щегол.")
    answers = choices(reviewed(incident).hide_all())
    assert reviewed(incident, decisions=answers).open_count == 0
    shown = composed(exported(incident, attachments=()), decisions=answers)
    assert fields(shown)["narrative"] == "[person A R4] и [person A R4]."


def test_a_decision_shows_one_occurrence_and_no_other() -> None:
    """The bird in the first sentence is shown; the man in the second is asked about again."""
    incident = plain("Тут щегол и щегол. Там щегол.")
    first = reviewed(incident).questions[0]
    answers: dict[Occurrence, Choice] = {first.occurrence: "show"}
    left = reviewed(incident, decisions=answers).questions
    assert len(left) == 2
    answers |= {item.occurrence: "hide" for item in left}
    shown = composed(exported(incident, attachments=()), decisions=answers)
    assert fields(shown)["narrative"] == "Тут щегол и [person A R4]. Там [person A R4]."


def test_a_decision_does_not_outlive_its_sentence() -> None:
    """When the words around it change, the question is open again."""
    before = reviewed(plain("Тут щегол."))
    answers: dict[Occurrence, Choice] = {item.occurrence: "show" for item in before.questions}
    assert reviewed(plain("Тут был щегол."), decisions=answers).open_count == 1
    assert reviewed(plain("Дождь. Тут щегол."), decisions=answers).open_count == 0


def test_a_sure_find_can_be_shown_on_purpose() -> None:
    """The person's decision stands above the engine's."""
    incident = plain("Глеб пришёл.")
    (item,) = reviewed(incident).items
    shown = composed(exported(incident, attachments=()), decisions={item.occurrence: "show"})
    assert fields(shown)["narrative"] == "Глеб пришёл."


def test_of_two_decisions_the_later_holds() -> None:
    """Decisions are kept in the order in which they were taken."""
    decision = reviewed(plain("Тут щегол.")).hide_all()[0]
    changed = msgspec.structs.replace(decision, choice="show")
    assert choices([decision, changed]) == {decision.occurrence: "show"}


def test_a_mention_is_a_sure_find_of_whole_words() -> None:
    """What the person linked with @ is hidden, and never by half a word."""
    mention = Mention(field="narrative", start=6, end=8, entity=FRIEND.id)
    (item,) = reviewed(plain("Это соседка наша.", mentions=(mention,))).items
    assert (item.words, item.sure, item.trait) == ("соседка", True, MENTION)


def test_a_mention_of_somebody_shown_is_no_find() -> None:
    """Only the hidden are found."""
    mention = Mention(field="narrative", start=4, end=11, entity=CAR.id)
    assert reviewed(plain("Это машинка.", mentions=(mention,))).items == ()


def test_a_hit_of_somebody_shown_is_no_find() -> None:
    """A matcher that knows more than the rules hide changes nothing."""
    assert reviewed(plain("Глеб."), by=rules(show=(SOURCE.id,))).items == ()


def test_overlapping_finds_are_hidden_together() -> None:
    """What a shown reading and a hidden one share is hidden."""
    mention = Mention(field="narrative", start=0, end=11, entity=FRIEND.id)
    incident = plain("Глеб Щеглов пришёл.", mentions=(mention,))
    items = reviewed(incident).items
    assert {item.entity for item in items} == {SOURCE.id, FRIEND.id}
    answers: dict[Occurrence, Choice] = {
        item.occurrence: "show" for item in items if item.entity == SOURCE.id
    }
    shown = composed(exported(incident, attachments=()), decisions=answers)
    assert fields(shown)["narrative"] == "[person A R5] пришёл."
    both = composed(exported(incident, attachments=()))
    assert fields(both)["narrative"].endswith("] пришёл.")


def test_a_stretch_is_as_long_as_its_longest_reading() -> None:
    """Of two finds that overlap by a part, everything either covers is hidden."""
    mention = Mention(field="narrative", start=5, end=18, entity=FRIEND.id)
    incident = plain("Глеб Щеглов пришёл к нам.", mentions=(mention,))
    shown = composed(exported(incident, attachments=()))
    assert fields(shown)["narrative"] == "[person A R4] к нам."


def test_the_strictest_reason_names_what_overlaps() -> None:
    """Who would be looked for is told of, wherever in the stretch they stand."""
    mention = Mention(field="narrative", start=0, end=17, entity=FRIEND.id)
    incident = plain("Вчера был тут Глеб Щеглов.", mentions=(mention,))
    shown = composed(exported(incident, attachments=()))
    assert fields(shown)["narrative"] == "[person A R4]."
    mention = Mention(field="narrative", start=0, end=26, entity=FRIEND.id)
    incident = plain("Вчера был тут Глеб Щеглов.", mentions=(mention,))
    assert fields(composed(exported(incident, attachments=())))["narrative"] == "[person A R4]"


def test_somebody_names_a_stretch_before_nobody() -> None:
    """A script without rules says nothing of who is hidden beside it."""
    stretches = hidden_stretches(
        [found(0, 9, "", "R6"), found(5, 12, FRIEND.id, "R5"), found(12, 14, "", "R6")], {}
    )
    assert stretches == (Stretch(0, 12, FRIEND.id), Stretch(12, 14, ""))


@pytest.mark.parametrize("order", [1, -1])
def test_of_equally_strict_reasons_the_first_names_the_stretch(order: int) -> None:
    """So that the same text has the same label each time."""
    finds = [found(0, 6, FRIEND.id, "R5"), found(4, 9, STRANGER.id, "R5")][::order]
    assert hidden_stretches(finds, {}) == (Stretch(0, 9, FRIEND.id),)


def test_every_reason_has_its_place_among_the_strict() -> None:
    """None can be forgotten when two of them meet."""
    assert sorted(STRICTEST_FIRST) == sorted(get_args(Reason))
    assert set(STRICTEST_FIRST[: len(PROTECTED)]) == PROTECTED


def found(start: int, end: int, entity: EntityId | Literal[""], reason: Reason) -> Find:
    """Return a find that was made without a text."""
    occurrence = Occurrence(
        incident=plain("").id, path="narrative", entity=entity, folded="", context="", index=start
    )
    return Find(start, end, entity, reason, Tier.SURE, "base", occurrence)


def test_the_matcher_is_built_from_the_hidden_alone() -> None:
    """Shown entities would take stretches away from hidden ones; descriptions are no names."""
    known = {entity.id for entity in registered(rules())}
    assert known == {SOURCE.id, FRIEND.id, STREET.id}
    hidden_too = registered(rules(hide=(STRANGER.id,)))
    assert STRANGER.id not in {entity.id for entity in hidden_too}
    assert hidden_too[0].canonical == SOURCE.name


def test_what_somebody_unknown_is_called_is_looked_for() -> None:
    """The description is not, as it is made of everyday words."""
    called = msgspec.structs.replace(STRANGER, aliases=("Лис", "Хромой"))
    (found,) = registered(Rules(LAWYER, profile(hide=(STRANGER.id,)), [called]))
    assert (found.canonical, found.aliases) == ("Лис", ("Хромой",))


def test_hints_point_at_what_no_register_knows() -> None:
    """Names and numbers in sight, the riskiest first, each told once."""
    found = reviewed(
        plain("Пришёл Олег Ветлугин. Он ждал Марата, Марата! Звонил с 8 700 000 12 34, код 55512.")
    )
    assert [(hint.kind, hint.words, hint.times) for hint in found.hints] == [
        ("contact", "8 700 000 12 34", 1),
        ("code", "код 55512", 1),
        ("full_name", "Пришёл Олег Ветлугин", 1),
        ("name", "Марата", 2),
    ]


def test_a_capital_at_the_start_of_a_sentence_is_no_hint() -> None:
    """Nor are the names of months and days, which English writes with a capital."""
    assert reviewed(plain("Потом дождь. Then I left on Monday in May.")).hints == ()


def test_what_is_hidden_gives_no_hint() -> None:
    """The hints are about what a reader will still see."""
    assert reviewed(plain("Я видел Глеба и Тамару Лисицыну.")).hints == ()


def test_a_time_zone_that_names_a_hidden_place_is_pointed_out() -> None:
    """The zone stands beside every time, and cannot be taken out of the proof."""
    town = msgspec.structs.replace(STREET, name="Vilnius")
    by = rules()
    judged = Rules(by.policy, by.profile, (town,))

    class Zones:
        def find(self, text: str) -> tuple[Hit, ...]:
            return FINDER.find(text.replace("Vilnius", "Сиреневая"))

    selection = (exported(plain("", when=when("3 мая 2026")), attachments=()),)
    found = review(selection, judged, Zones(), {}, kinds=KINDS)
    assert [(hint.kind, hint.words) for hint in found.hints] == [("zone", "Europe/Vilnius")]


def test_the_words_of_a_time_repeat_what_the_time_says() -> None:
    """A day in them is no hint; a name in them is, and so is the same day in the account."""
    said = plain("", when=when("3 мая 2026"))
    assert reviewed(said).hints == ()
    told = plain("Как 3 мая 2026 года.", when=when("3 мая 2026"))
    (hint,) = reviewed(told).hints
    assert (hint.kind, hint.times, hint.path) == ("date", 1, "narrative")


def test_a_sentence_that_tells_too_much_is_pointed_at() -> None:
    """Whoever is the only one of a kind in a place is named without a name."""
    found = reviewed(plain("Это единственный врач в нашем селе, вдова."))
    assert "combination" in [hint.kind for hint in found.hints]


def test_private_labels_are_not_reviewed() -> None:
    """Questions are asked only about what would be shown."""
    assert reviewed(plain("", title="Глеб", place=Place(label="у щегла, щегол"))).items == ()
