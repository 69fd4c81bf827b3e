"""What the leak check looks for is gathered apart from the composition."""

from __future__ import annotations

import msgspec

from safelog.redact.cover import Choice, Occurrence
from safelog.redact.review import review
from safelog.redact.terms import HiddenTerms, count_phrases, hidden_terms, phrase
from tests.unit.redact.world import (
    FINDER,
    KINDS,
    LAWYER,
    REGISTER,
    attachment,
    exported,
    full_incident,
    profile,
    rules,
)


def gathered(choice: Choice = "hide", narrative: str = "Тут щегол.") -> HiddenTerms:
    """Gather the terms of one incident, with one answer to every question."""
    selection = (exported(full_incident(narrative=narrative)),)
    questions = review(selection, rules(), FINDER, {}, kinds=KINDS).questions
    answers: dict[Occurrence, Choice] = {item.occurrence: choice for item in questions}
    return hidden_terms(selection, rules(), FINDER, answers, kinds=KINDS)


def test_every_name_of_the_hidden_is_looked_for() -> None:
    """Names and aliases of hidden entities, and of nobody else."""
    names = gathered().names
    assert {"Глеб Щеглов", "Щегол", "Тамара Лисицына", "улица Сиреневая"} == names


def test_what_was_hidden_is_counted_where_it_remains() -> None:
    """A word that is hidden once and free once may stand once."""
    terms = gathered(narrative="Тут щегол. Это улица, а не Сиреневая.")
    assert terms.hidden[("щегол",)] == 0
    assert terms.hidden[("сиреневая",)] == 0


def test_a_word_decided_to_be_shown_may_stand_as_often() -> None:
    """Two birds shown are two, not more."""
    terms = gathered("show", narrative="Тут щегол и щегол.")
    assert terms.shown == {"щегол": 2}


def test_private_texts_are_the_fields_that_stay() -> None:
    """Titles, private labels, file names, hidden fields, and the recipient's name."""
    private = gathered().private
    for text in (
        "Тайный заголовок о Глебе",
        "Сиреневая, 5",
        "Йонас Браткус",
        attachment().name,
        "Щеглов у дома",
        profile().name,
    ):
        assert phrase(text) in private
    assert phrase("Плохо сплю.") not in private
    assert () not in private


def test_texts_of_attachments_are_private_where_the_policy_says_so() -> None:
    """What a policy replaces by a label is looked for."""
    fields = {**LAWYER.fields, "exhibits.provenance": "R8"}
    policy = msgspec.structs.replace(LAWYER, fields=fields)
    terms = hidden_terms((exported(),), rules(policy), FINDER, {}, kinds=KINDS)
    assert phrase("Снял сам.") in terms.private
    assert phrase("Снимок машины.") not in terms.private


def test_ids_are_looked_for() -> None:
    """No id of an incident, an entity, an attachment or the recipient may appear."""
    linked = full_incident(corrects=full_incident(77).id)
    terms = hidden_terms((exported(linked),), rules(), FINDER, {}, kinds=KINDS)
    assert {linked.id, linked.corrects, attachment().id, profile().id} <= terms.identifiers
    assert {entity.id for entity in REGISTER} <= terms.identifiers


def test_phrases_are_counted_as_whole_words() -> None:
    """A word inside another is another word; case and ё do not matter."""
    wanted = [phrase("чёрная кошка"), phrase("кот")]
    found = count_phrases(["Черная кошка, котик и КОТ.", "чёрная", "кошка"], wanted)
    assert found == {("черная", "кошка"): 1, ("кот",): 1}
