"""What an export kept back is remembered by ids and fields, and compared before the next one."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from safelog.model.ids import EntityId, IncidentId
from safelog.model.incident import Mention
from safelog.redact.cover import Choice, Occurrence
from safelog.redact.hit import Tier
from safelog.redact.policy import Rules, load_policies
from safelog.redact.review import review
from safelog.redact.selection import ExportedIncident
from safelog.redact.withheld import Told, Withheld, joined, revealed, seen_of, told
from tests.unit.redact.world import (
    FINDER,
    FRIEND,
    KINDS,
    LAWYER,
    REGISTER,
    SOURCE,
    STREET,
    WordFinder,
    attachment,
    exported,
    full_incident,
    numbered,
    profile,
    rules,
)

CLOSED = msgspec.structs.replace(
    LAWYER, fields={**LAWYER.fields, "effect": "R7", "details.distance": "omit"}
)


def told_of(
    *selection: ExportedIncident,
    by: Rules | None = None,
    decisions: Mapping[Occurrence, Choice] | None = None,
) -> Told:
    """Return what an export of the selection tells."""
    return told(selection or (exported(),), by or rules(), FINDER, decisions or {}, kinds=KINDS)


def shown(*entities: EntityId) -> dict[Occurrence, Choice]:
    """Decide to show every place of these entities."""
    found = review((exported(),), rules(), FINDER, {}, kinds=KINDS)
    return {item.occurrence: "show" for item in found.items if item.entity in entities}


def test_it_is_remembered_without_a_word() -> None:
    """Ids of who stood as a label, and names of fields that were kept back."""
    (kept,) = told_of(by=rules(CLOSED)).withheld.values()
    assert set(kept.entities) == {SOURCE.id, FRIEND.id, STREET.id}
    assert {"effect", "details.distance"} <= set(kept.fields)
    assert "title" not in kept.fields
    assert "Глеб" not in msgspec.json.encode(kept).decode()


def test_exhibits_count_as_fields() -> None:
    """A description, its origin and the clean copy may each be kept back."""
    journalist = load_policies()["journalist"]
    (kept,) = told_of(by=rules(journalist)).withheld.values()
    assert {"exhibits.provenance", "exhibits.copy"} <= set(kept.fields)
    bare = exported(attachments=())
    (kept,) = told_of(bare, by=rules(journalist)).withheld.values()
    assert not [path for path in kept.fields if path.startswith("exhibits")]


def test_the_same_export_again_reveals_nothing() -> None:
    """Nor does one that hides more."""
    before = tuple(told_of().withheld.values())
    assert not revealed(told_of(), rules(), [before])
    assert not revealed(told_of(by=rules(CLOSED)), rules(CLOSED), [before])


def test_a_name_or_a_field_that_was_hidden_is_revealed() -> None:
    """By the profile, by the policy, or by a decision about one place."""
    before = tuple(told_of(by=rules(CLOSED)).withheld.values())
    open_ = rules(show=(SOURCE.id,))
    assert revealed(told_of(by=open_), open_, [before]) == (
        (SOURCE.id,),
        ("details.distance", "effect"),
    )
    decided = told_of(by=rules(CLOSED), decisions=shown(FRIEND.id))
    assert revealed(decided, rules(CLOSED), [before]).entities == (FRIEND.id,)
    again = tuple(decided.withheld.values())
    assert not revealed(decided, rules(CLOSED), [again])


def test_a_name_is_revealed_by_another_incident_too() -> None:
    """Whoever is no longer hidden is known again by what is told; a field is not."""
    before = tuple(told_of(by=rules(CLOSED)).withheld.values())
    by = rules(show=(SOURCE.id,))
    other = exported(full_incident(12, narrative="Пришёл Глеб."))
    assert revealed(told_of(other, by=by), by, [before]) == ((SOURCE.id,), ())


def pictured(*masks: str, raw: str = "", copy: bool = True) -> Told:
    """Return an export of a photo with these masks."""
    photo = attachment(masks=masks, raw=raw, copy_sha256="cd" * 32 if copy else None)
    return told_of(exported(attachments=(photo,)))


def test_a_mask_that_was_taken_off_is_revealed() -> None:
    """Its name is noted, so nobody sees the pixels before the person said so; nothing else is."""
    before = tuple(pictured("one", "two").withheld.values())
    assert revealed(pictured("two"), rules(), [before]).fields == ("exhibits.masks",)
    assert not revealed(pictured("one", "two", "three"), rules(), [before])
    assert not revealed(pictured(copy=False), rules(), [before])
    assert not revealed(told_of(exported(attachments=())), rules(), [before])


def test_an_original_that_was_kept_back_is_revealed() -> None:
    """Given once, it is no news."""
    before = tuple(pictured(copy=False).withheld.values())
    now = pictured(copy=False, raw="mp4")
    assert revealed(now, rules(), [before]).fields == ("exhibits.raw",)
    assert not revealed(now, rules(), [tuple(now.withheld.values())])


def test_two_recipients_learn_from_one_another_what_is_covered() -> None:
    """A mask may be for one of them alone."""
    theirs = tuple(pictured("one").withheld.values())
    side = joined(pictured("two"), theirs)
    assert side.to_them.fields == side.from_them.fields == ("exhibits.masks",)


def test_what_either_of_two_exports_showed_is_seen() -> None:
    """A mask covers only what it covered in every copy."""
    both, one, none, given = (
        each.withheld[full_incident().id].exhibits
        for each in (
            pictured("one", "two"),
            pictured("two", "three"),
            pictured(copy=False),
            pictured(copy=False, raw="mp4"),
        )
    )
    (seen,) = seen_of(both, one)
    assert (seen.copy, seen.masks, seen.raw) == (True, ("two",), False)
    assert seen_of(none, one) == one
    assert seen_of(none, none) == none
    assert seen_of(none, given) == given
    assert seen_of((), one) == one


def test_whoever_was_hidden_and_is_gone_from_the_register_is_revealed() -> None:
    """Nobody looks for their names any more; a place that was linked is hidden all the same."""
    before = tuple(told_of().withheld.values())
    register = tuple(each for each in REGISTER if each.id != FRIEND.id)
    by = Rules(LAWYER, profile(), register)
    plain = exported(full_incident(response="Уехал к Тамаре.", mentions=()))
    finder = WordFinder({"Глеб(?:ом)?": (SOURCE.id, Tier.SURE)})
    now = told((plain,), by, finder, {}, kinds=KINDS)
    assert FRIEND.id in revealed(now, by, [before]).entities
    assert FRIEND.id in joined(now, before).to_them.entities
    linked = Mention(field="response", start=8, end=14, entity=FRIEND.id)
    marked = exported(full_incident(response="Уехал к Тамаре.", mentions=(linked,)))
    now = told((marked,), by, finder, {}, kinds=KINDS)
    assert FRIEND.id not in revealed(now, by, [before]).entities


def test_two_recipients_learn_from_one_another() -> None:
    """What one is shown and the other is not, in the incidents that both have."""
    theirs = tuple(told_of(by=rules(CLOSED, hide=(FRIEND.id,))).withheld.values())
    by = rules(load_policies()["journalist"], show=(SOURCE.id,))
    side = joined(told_of(by=by), theirs)
    assert side.incidents == 1
    assert SOURCE.id in side.to_them.entities
    assert "details.distance" in side.to_them.fields
    assert "follow_ups.reference" in side.from_them.fields
    assert not joined(told_of(), tuple(told_of().withheld.values())).to_them


def test_only_incidents_that_both_have_are_compared() -> None:
    """Two exports without a common incident cannot be put together by their text."""
    elsewhere = Withheld(
        incident=IncidentId(numbered(77)), entities=(SOURCE.id,), named=(), fields=("effect",)
    )
    side = joined(told_of(), [elsewhere])
    assert side.incidents == 0
    assert not side.to_them
    assert not side.from_them
