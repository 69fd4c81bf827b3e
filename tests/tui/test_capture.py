"""Quick capture: one box, and words that nothing takes."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from safelog.errors import StorageFullError
from safelog.journal.drafts import drafts
from safelog.model.ids import IncidentId
from safelog.model.incident import Incident
from safelog.model.when import format_when, parse_when
from safelog.tui.autosave import LONGEST_S, PAUSE_S
from safelog.tui.widgets.kind_box import KindBox
from tests.tui.stage import (
    SetClock,
    frame,
    journal_of,
    paste,
    press,
    reopened,
    said,
    settle,
    unlock,
    unlocked,
)

WORDS = "Серая машина ехала за мной от рынка"


ARROWS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("end",), "context"),
    (("end", "up"), "unsure"),
    (("end", *["up"] * 5), "warning"),
    ((*["down"] * 8, "enter", "down", "down"), "summary_removal"),
    (("down", "down", "enter", "end"), "harassment.insults"),
)
"""From the first family on."""


def only_incident(pilot: Pilot[int]) -> Incident:
    """Return the first incident as it was saved."""
    journal = journal_of(pilot)
    return journal.read(journal.threads()[0].heading.id).incident


async def test_words_become_a_draft_incident(tmp_path: Path) -> None:
    """F2, words, F7: the incident is there, of the kind that is judged later, at about now."""
    async with unlocked(tmp_path / "vault") as pilot:
        await press(pilot, "f2")
        await paste(pilot, WORDS)
        await press(pilot, "f7")
        journal = journal_of(pilot)
        saved = journal.read(journal.threads()[0].heading.id).incident
        assert (saved.narrative, saved.kind, saved.state) == (WORDS, "unsure", "draft")
        assert saved.when is not None
        assert (saved.when.said, saved.when.precision, saved.when_basis) == ("", "around", "")
        assert format_when(saved.when, "en") == "21 November 2026, around 17:00"
        assert "Saved" in frame(pilot)
        assert WORDS not in frame(pilot)
        assert drafts(journal) == []


async def test_the_first_key_after_f2_is_the_first_letter(tmp_path: Path) -> None:
    """Keys that come while the box is being opened are not lost."""
    async with unlocked(tmp_path / "vault") as pilot:
        for key in ("f2", "o", "d", "d"):
            pilot.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await settle(pilot)
        assert "| odd" in frame(pilot)


async def test_kinds_are_chosen_with_arrows(tmp_path: Path) -> None:
    """Each row says what belongs to it; a family of one kind is chosen with the family."""
    async with unlocked(tmp_path / "vault") as pilot:
        await press(pilot, "f2")
        kinds = journal_of(pilot).surroundings.kinds
        for keys, code in ARROWS:
            await press(pilot, "f6", "home", *keys)
            chosen = kinds.get(code)
            family = next(option for option in kinds.families if option.code == chosen.family)
            meant = family if len(kinds.of_family(family.code)) == 1 else chosen
            assert meant.help["en"] in said(pilot)
            await press(pilot, "enter")
            assert pilot.app.screen.query_one(KindBox).code == code
            assert chosen.label["en"] in frame(pilot)


async def test_the_kind_is_one_key_away(tmp_path: Path) -> None:
    """F6 opens the list of kinds, Esc leaves the kind as it is; then letters are words again."""
    async with unlocked(tmp_path / "vault") as pilot:
        await press(pilot, "f2")
        await paste(pilot, WORDS)
        await press(pilot, "f6", "down", "enter")
        assert "Threat by call" in frame(pilot)
        await press(pilot, "escape")
        assert "> Threats" in frame(pilot)
        await press(pilot, "escape")
        assert WORDS in frame(pilot)
        assert pilot.app.screen.query_one(KindBox).code == "unsure"
        await press(pilot, "f6", "enter", "enter")
        await paste(pilot, "!")
        await press(pilot, "ctrl+s")
        saved = only_incident(pilot)
        assert (saved.kind, saved.narrative) == ("surveillance.following", f"{WORDS}!")


async def test_the_line_of_the_kind_opens_the_list(tmp_path: Path) -> None:
    """Enter on the kind does what F6 does, and words typed before a lock there are kept."""
    async with unlocked(tmp_path / "vault") as pilot:
        await press(pilot, "f2")
        await paste(pilot, WORDS)
        await press(pilot, "tab")
        assert "> Not sure yet ..." in frame(pilot)
        await press(pilot, "enter")
        assert "Surveillance" in frame(pilot)
        await press(pilot, "f9")
        await unlock(pilot)
        assert [draft.inputs["narrative"] for draft in drafts(journal_of(pilot))] == [WORDS]


async def test_a_time_is_understood_while_it_is_typed(tmp_path: Path) -> None:
    """The line below says how the time is read; saving what is none says so and loses nothing."""
    async with unlocked(tmp_path / "vault") as pilot:
        await press(pilot, "f2")
        await paste(pilot, WORDS)
        await press(pilot, "tab", "tab")
        await paste(pilot, "when pigs fly")
        await press(pilot, "f7")
        assert "not understood as a time yet" in frame(pilot)
        assert WORDS in frame(pilot)
        assert len(journal_of(pilot)) == 0
        await press(pilot, "ctrl+u")
        await paste(pilot, "yesterday evening")
        assert "Understood as: evening of 20 November 2026" in frame(pilot)
        await press(pilot, "f7")
        when = journal_of(pilot).threads()[0].heading.when
        assert when is not None
        assert (when.said, when.precision, when.part) == (
            "yesterday evening",
            "part_of_day",
            "evening",
        )


async def test_a_time_can_lean_on_an_entry(tmp_path: Path) -> None:
    """The line below says which entry it is counted from, by its time and not by its title."""
    async with unlocked(tmp_path / "vault") as pilot:
        journal = journal_of(pilot)
        hearing = Incident(
            id=IncidentId(journal.new_id()),
            kind="context",
            title="The hearing",
            when=parse_when("20 May 2026", language="en", zone="Asia/Almaty", now=SetClock().wall),
        )
        journal.save(hearing, base_revision=0)
        await press(pilot, "f2")
        await paste(pilot, WORDS)
        await press(pilot, "tab", "tab")
        await paste(pilot, "a week before the hearing")
        shown = " ".join(frame(pilot).split())
        assert "Understood as: between 9 and 17 May 2026." in shown
        assert "Counted from the entry of 20 May 2026." in shown
        await press(pilot, "f7")
        leaning = [thread.heading.when for thread in journal.threads()]
        assert [when.anchor for when in leaning if when and when.anchor] == [hearing.id]


async def test_saving_nothing_says_so(tmp_path: Path) -> None:
    """F2 works from other screens, and once; an empty box is not saved, and Esc leaves no draft."""
    async with unlocked(tmp_path / "vault") as pilot:
        await press(pilot, "f3", "f2")
        assert "Write what happened" in frame(pilot)
        depth = len(pilot.app.screen_stack)
        await press(pilot, "f2")
        assert len(pilot.app.screen_stack) == depth
        await press(pilot, "f7")
        assert "no words to save" in frame(pilot)
        await press(pilot, "escape")
        assert len(journal_of(pilot)) == 0
        assert drafts(journal_of(pilot)) == []


async def test_words_are_kept_while_they_are_typed(tmp_path: Path) -> None:
    """Within a second of the last key the words are in the vault, as a kill would find them."""
    clock = SetClock()
    async with unlocked(tmp_path / "vault", clock=clock) as pilot:
        await press(pilot, "f2")
        await pilot.press("o", "d", "d")
        clock.advance(PAUSE_S)
        await asyncio.sleep(PAUSE_S + 0.1)
        await settle(pilot)
        waiting = drafts(journal_of(pilot))
        assert [draft.inputs["narrative"] for draft in waiting] == ["odd"]


async def test_fast_typing_does_not_put_keeping_off(tmp_path: Path) -> None:
    """The words are not kept before the pause, but no later than the longest wait."""
    clock = SetClock()
    async with unlocked(tmp_path / "vault", clock=clock) as pilot:
        await press(pilot, "f2")
        await pilot.press("o")
        await asyncio.sleep(PAUSE_S + 0.1)
        await settle(pilot)
        # By the clock of the app no time has passed, so it waits on.
        assert drafts(journal_of(pilot)) == []
        clock.advance(LONGEST_S)
        await pilot.press("d")
        await asyncio.sleep(PAUSE_S + 0.1)
        await settle(pilot)
        assert [draft.inputs["narrative"] for draft in drafts(journal_of(pilot))] == ["od"]


async def test_words_survive_a_lock_and_are_offered(tmp_path: Path) -> None:
    """Locked in the middle of a word, the words stand at the top of the first page afterwards."""
    async with unlocked(tmp_path / "vault") as pilot:
        await press(pilot, "f2")
        await paste(pilot, WORDS)
        await press(pilot, "f9")
        assert WORDS not in frame(pilot)
        await unlock(pilot)
        assert "unfinished words" in frame(pilot)
        assert WORDS not in frame(pilot)
        await press(pilot, "enter")
        assert WORDS in frame(pilot)
        await press(pilot, "f7")
        journal = journal_of(pilot)
        assert drafts(journal) == []
        assert len(journal) == 1


async def test_esc_keeps_the_words(tmp_path: Path) -> None:
    """Going back is no decision: the words wait, and discarding them ends their being offered."""
    async with unlocked(tmp_path / "vault") as pilot:
        await press(pilot, "f2")
        await paste(pilot, WORDS)
        await press(pilot, "escape")
        assert "unfinished words" in frame(pilot)
        assert [draft.inputs["narrative"] for draft in drafts(journal_of(pilot))] == [WORDS]
        await press(pilot, "enter", "f8", "f8")
        assert drafts(journal_of(pilot)) == []


async def test_quick_exit_keeps_the_words(tmp_path: Path) -> None:
    """F10 ends the app at once, and the words are in the vault."""
    folder = tmp_path / "vault"
    async with unlocked(folder) as pilot:
        await press(pilot, "f2")
        await paste(pilot, WORDS)
        await pilot.press("f10")
        await pilot.pause()
        assert pilot.app.return_value == 0
    async with reopened(folder) as journal:
        assert [draft.inputs["narrative"] for draft in drafts(journal)] == [WORDS]


async def test_discarding_takes_two_presses(tmp_path: Path) -> None:
    """The first F8 asks; a key in between takes the question back; the second discards."""
    async with unlocked(tmp_path / "vault") as pilot:
        await press(pilot, "f2")
        await paste(pilot, WORDS)
        await press(pilot, "f8")
        assert "once more" in frame(pilot)
        await press(pilot, "a", "f8")
        assert WORDS in frame(pilot)
        await press(pilot, "f8")
        assert "Nothing is written down yet" in frame(pilot)
        assert drafts(journal_of(pilot)) == []


async def test_a_full_disk_loses_no_words_on_the_screen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the vault cannot take the incident the words stay, and a second try saves them."""
    async with unlocked(tmp_path / "vault") as pilot:
        await press(pilot, "f2")
        await paste(pilot, WORDS)
        journal = journal_of(pilot)
        append = journal.append

        def full(*_: object, **__: object) -> range:
            raise StorageFullError

        monkeypatch.setattr(journal, "append", full)
        await press(pilot, "f7")
        assert "The disk is full" in said(pilot)
        assert WORDS in frame(pilot)
        await press(pilot, "escape")
        assert WORDS in frame(pilot)
        monkeypatch.setattr(journal, "append", append)
        await press(pilot, "f7")
        assert len(journal) == 1


async def test_words_that_the_vault_cannot_take_are_named_at_locking(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If words cannot be kept at a lock, the first screen says so and why."""
    async with unlocked(tmp_path / "vault") as pilot:
        await press(pilot, "f2")
        await paste(pilot, WORDS)

        def full(*_: object, **__: object) -> range:
            raise StorageFullError

        monkeypatch.setattr(journal_of(pilot), "append", full)
        await press(pilot, "f9")
        assert "could not be kept" in frame(pilot)
        assert "The disk is full" in said(pilot)


async def test_letters_in_two_parts_are_joined(tmp_path: Path) -> None:
    """A keyboard that sends й as и and a mark gives й, typed or pasted."""
    async with unlocked(tmp_path / "vault") as pilot:
        await press(pilot, "f2")
        await pilot.press("и")
        pilot.app.post_message(events.Key("combining_breve", "\u0306"))
        await paste(pilot, "\u0438\u0306\x07")
        await press(pilot, "f7")
        journal = journal_of(pilot)
        saved = journal.read(journal.threads()[0].heading.id).incident
        assert saved.narrative == "\u0439\u0439"
