"""Whatever two copies of a vault go through, uniting them loses nothing and gives one journal."""

from __future__ import annotations

import io

import msgspec
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from safelog.journal.attachments import attach
from safelog.journal.drafts import drop_draft, save_draft
from safelog.journal.entries import check_entries
from safelog.journal.journal import Journal
from tests.unit.journal.parted import Copies, events_of, facts
from tests.unit.journal.world import JournalWorld, incident, person

ACTS = st.sampled_from(
    ["add", "edit", "file", "entity", "rename", "draft", "resume", "drop", "settings"]
)
STEPS = st.lists(st.tuples(ACTS, st.integers(0, 3)), max_size=6)


def act(journal: Journal, name: str, number: int) -> None:
    """Do one thing to a journal, if it can be done."""
    threads, entities = journal.threads(), list(journal.state.entities.values())
    drafts = sorted(journal.state.drafts)
    match name:
        case "add":
            journal.save(incident(journal, narrative=f"слова {number}"), base_revision=0)
        case "edit" if threads:
            saved = journal.read(threads[number % len(threads)].heading.id)
            changed = msgspec.structs.replace(saved.incident, title=f"имя {number}")
            journal.save(changed, base_revision=saved.revision)
        case "file" if threads:
            chosen = threads[number % len(threads)].heading.id
            attach(journal, chosen, io.BytesIO(bytes([number]) * 100), name="файл")
        case "entity":
            person(journal, f"Человек {number}")
        case "rename" if entities:
            entity = entities[number % len(entities)]
            renamed = msgspec.structs.replace(entity, name=f"Другой {number}")
            known = journal.state.entity_saves[entity.id].revision
            journal.save_entity(renamed, base_revision=known)
        case "draft":
            save_draft(journal, journal.new_id(), kind="", inputs={"narrative": f"{number}"})
        case "resume" if drafts:
            chosen_draft = drafts[number % len(drafts)]
            save_draft(journal, chosen_draft, kind="", inputs={"narrative": f"ещё {number}"})
        case "drop" if drafts:
            drop_draft(journal, drafts[number % len(drafts)])
        case "settings":
            journal.save_settings(idle_lock_minutes=number + 1)
        case _:
            pass


def live(world: JournalWorld, steps: list[tuple[str, int]]) -> None:
    """Do several things to the journal of a world."""
    journal = world.open()
    for name, number in steps:
        act(journal, name, number)
    journal.close()


def words_waiting(world: JournalWorld) -> set[str]:
    """Return the words of the drafts that wait."""
    journal = world.open()
    found = {draft.inputs["narrative"] for draft in journal.state.drafts.values()}
    journal.close()
    return found


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(before=STEPS, one=STEPS, other=STEPS, skew=st.integers(-50, 50), after=STEPS)
@example(
    before=[("draft", 0)],
    one=[("resume", 0)],
    other=[("resume", 0), ("drop", 0)],
    skew=0,
    after=[],
)
def test_two_ways_come_together(
    before: list[tuple[str, int]],
    one: list[tuple[str, int]],
    other: list[tuple[str, int]],
    skew: int,
    after: list[tuple[str, int]],
) -> None:
    """The same events, the same journal, everything verifies, and uniting again adds nothing."""
    world = JournalWorld()
    world.create().close()
    live(world, before)
    copies = Copies.of(world)
    copies.other.clock += skew
    live(copies.one, one)
    live(copies.other, other)
    wanted = events_of(copies.one) | events_of(copies.other)
    waiting = words_waiting(copies.one), words_waiting(copies.other)
    copies.unite()
    copies.back()
    assert events_of(copies.one) == events_of(copies.other) == wanted
    assert copies.unite().added == copies.back().added == 0
    found = []
    for each in (copies.one, copies.other):
        journal = each.open()
        found.append(facts(journal))
        assert check_entries(journal) == ()
        assert journal.vault.check().problems == ()
        journal.close()
        # What waited in both waits still; what only one had may have been ended by the other.
        assert waiting[0] & waiting[1] <= words_waiting(each)
    assert found[0] == found[1]
    live(copies.one, after)
    copies.back()
    assert events_of(copies.one) == events_of(copies.other)
