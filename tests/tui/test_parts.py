"""The small parts: pace, slips, cells, the passphrase box by itself."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest
from textual import events
from textual.app import App, ComposeResult

from safelog.errors import DamagedRecordError, SafelogError
from safelog.i18n.catalogue import Catalogue
from safelog.model.kind import load_kinds
from safelog.tui.autosave import LONGEST_S, PAUSE_S, DraftKeeper, Pace
from safelog.tui.cells import fit
from safelog.tui.opening import DiskVaults, open_journal
from safelog.tui.screens.kind import KindScreen
from safelog.tui.slips import first_slip
from safelog.tui.widgets.passphrase_box import PassphraseBox
from safelog.vault import FLOOR_COST, Secret, Vault, generate_recovery
from safelog.vault import vault as vault_module
from safelog.vault.ports import Ports
from tests.tui.stage import PASSPHRASE, CheapVaults, SetClock, make_vault, reopened


def test_words_are_kept_after_a_pause_or_after_the_longest_wait() -> None:
    """A pause of the typing decides, but a typist without pauses waits no longer than that."""
    pace = Pace()
    assert pace.wait_s(0.0) is None
    pace.typed(10.0)
    assert pace.wait_s(10.0) == pytest.approx(PAUSE_S)
    pace.typed(10.0 + LONGEST_S - 0.1)
    assert pace.wait_s(10.0 + LONGEST_S - 0.1) == pytest.approx(0.1)
    assert pace.wait_s(99.0) == 0.0
    pace.kept()
    assert pace.wait_s(99.0) is None


def test_the_pace_is_what_was_promised() -> None:
    """At most a second after a pause, at least every three while typing."""
    assert PAUSE_S <= 1.0
    assert LONGEST_S <= 3.0


async def test_an_older_snapshot_never_replaces_a_newer_one(tmp_path: Path) -> None:
    """Whichever thread comes late, the newest words stay; after the end nothing is written."""
    make_vault(tmp_path / "vault").wipe()
    async with reopened(tmp_path / "vault") as journal:
        keeper = DraftKeeper(journal, journal.new_id())
        keeper.keep(2, "unsure", {"narrative": "newer"})
        keeper.keep(1, "unsure", {"narrative": "older"})
        (draft,) = journal.state.drafts.values()
        assert draft.inputs == {"narrative": "newer"}
        count = journal.vault.count
        keeper.keep(3, "unsure", {"narrative": "newer"})
        assert journal.vault.count == count
        keeper.discard()
        keeper.keep(4, "unsure", {"narrative": "late"})
        keeper.discard()
        ended: list[object] = []
        keeper.finish(ended.append)
        assert ended == []
        assert journal.state.drafts == {}


@pytest.mark.parametrize(
    ("typed", "position"),
    [
        ("one two three", None),
        ("  ONE\ttwo\nthree ", None),
        ("one zwei three", 2),
        ("one two", 3),
        ("one two three four", 4),
        ("", 1),
    ],
)
def test_the_first_slip_is_named_by_its_position(typed: str, position: int | None) -> None:
    """Case and white space do not count; a missing or an extra word does."""
    shown = bytearray(b"one two three")
    assert first_slip(bytearray(typed, "utf-8"), memoryview(shown)) == position


@pytest.mark.parametrize(
    ("text", "width", "cells"),
    [("abc", 5, "abc  "), ("abcdef", 5, "abc.."), ("ab cdef", 5, "ab.. "), ("abc", 2, "ab")],
)
def test_text_is_cut_and_filled_to_its_cells(text: str, width: int, cells: str) -> None:
    """What was cut off is shown by two dots."""
    assert fit(text, width) == cells


class OneBox(App[None]):
    """Nothing but a passphrase box."""

    def compose(self) -> ComposeResult:
        """Make the box."""
        yield PassphraseBox()


async def test_the_box_takes_keys_as_a_terminal_sends_them() -> None:
    """Letters in two parts are joined, Backspace takes one back, Ctrl+U all, F-keys add nothing."""
    app = OneBox()
    async with app.run_test() as pilot:
        box = app.query_one(PassphraseBox)
        box.focus()
        await pilot.press("x", "ctrl+u", "и")
        app.post_message(events.Key("combining_breve", "\u0306"))
        await pilot.press("a", "b", "backspace", "f3", "space")
        app.post_message(events.Paste("c\nd\x07"))
        await pilot.pause()
        assert box.take().decode() == "\u0439a c d"


def test_a_vault_whose_journal_is_damaged_is_given_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the fold fails, the vault is closed and its lock free."""
    folder = tmp_path / "vault"
    make_vault(folder).wipe()

    def damaged(*_: object) -> None:
        raise DamagedRecordError(position=0)

    monkeypatch.setattr("safelog.tui.opening.Journal", damaged)
    with pytest.raises(DamagedRecordError):
        open_journal(
            CheapVaults(),
            folder,
            SetClock(),
            credential=Secret.from_text(PASSPHRASE),
            stopped=Event(),
        )
    with Secret.from_text(PASSPHRASE) as passphrase:
        CheapVaults().open(folder, passphrase).close()


def test_vaults_on_the_disk_cost_what_the_computer_can_bear(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without any from outside, vaults are made and opened as the vault layer does it."""
    monkeypatch.setattr(vault_module, "Ports", lambda: Ports(measure_cost=lambda: FLOOR_COST))
    with Secret.from_text(PASSPHRASE) as passphrase, generate_recovery() as recovery:
        vaults = DiskVaults()
        vaults.create(tmp_path / "vault", passphrase=passphrase, recovery=recovery).close()
        opened = vaults.open(tmp_path / "vault", passphrase)
        assert isinstance(opened, Vault)
        opened.close()


def test_errors_of_the_tree_are_what_people_see() -> None:
    """The base of the tree has sentences too: it stands for what nobody foresaw."""
    assert SafelogError().key == "unexpected"


def test_a_screen_that_opens_while_the_app_ends_fills_nothing() -> None:
    """Textual lays no part out then, and a failure would be the last thing on a quick exit."""
    chosen: list[str] = []
    screen = KindScreen(Catalogue("en"), load_kinds(), chosen.append)
    screen.on_mount()
    assert not screen.children
