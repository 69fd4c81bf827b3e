"""What leaves the app is sealed, and what an earlier copy hid is not shown without a yes."""

from __future__ import annotations

from pathlib import Path

import pyrage
import pytest
from textual.pilot import Pilot

from safelog.errors import VaultClosedError
from safelog.export.delivery import ways
from safelog.journal.recipients import recipients
from safelog.journal.sealing import Sealed
from safelog.tui import sharing
from safelog.tui.screens.compare import CompareScreen
from safelog.tui.screens.deliver import DeliverScreen
from safelog.tui.screens.preview import PreviewScreen
from safelog.tui.screens.unlock import UnlockScreen
from safelog.tui.widgets.line import Line
from safelog.vault import Secret, generate_passphrase
from tests.tui.stage import frame, journal_of, paste, press, said, unlock, walk_on
from tests.tui.test_share import filled, to_review, to_writing
from tests.unit.export.delivery.test_sealed_page import open_page

PLAIN = ("end", "enter", "enter")
AGE = ("end", "up", "enter")


def passphrase_on(pilot: Pilot[int]) -> str:
    """Return the passphrase as the person reads it off the screen."""
    lines = str(pilot.app.screen.query_one("#passphrase", Line).content)
    assert all(line.strip() in frame(pilot) for line in lines.splitlines())
    words = lines.split()
    numbered = dict(zip(map(int, words[::2]), words[1::2], strict=True))
    return " ".join(numbered[number] for number in sorted(numbered))


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[Secret]:
    """Return the passphrases that are made; nothing is sealed with them, which takes its time."""
    secrets: list[Secret] = []

    def seal(*_: object, **__: object) -> Sealed:
        secrets.append(generate_passphrase().secret)
        return Sealed(None, secrets[-1])

    monkeypatch.setattr(sharing, "seal_outputs", seal)
    return secrets


def written_below(folder: Path) -> bytes:
    """Return everything that lies in a folder."""
    return b"".join(file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file())


async def test_a_sealed_page_is_what_enter_gives(tmp_path: Path) -> None:
    """One file, sealed; its passphrase stands on the screen once, in no file, and opens it."""
    out = tmp_path / "out"
    async with filled(tmp_path / "vault", size=(60, 20)) as pilot:
        await to_review(pilot)
        await to_writing(pilot, out, "enter")
        assert "with the passphrase" in said(pilot)
        await press(pilot, "f7")
        assert [path.name for path in out.iterdir()] == ["sealed.html"]
        assert "by another way than the file" in said(pilot)
        assert "not shown again" in said(pilot)
        passphrase = passphrase_on(pilot)
        assert len(passphrase.split()) == 7
        plain = open_page((out / "sealed.html").read_text(encoding="utf-8"), passphrase)
        assert plain is not None
        assert "Ещё была Софья Выдумкина".encode() in plain
        assert passphrase.encode() not in written_below(tmp_path)
        assert pilot.app.clipboard == ""
        await press(pilot, "escape")
        assert "Their passphrase is not shown again" in said(pilot)
        assert passphrase.split()[0] not in frame(pilot)
        journal = journal_of(pilot)
        assert len(journal.state.exports[recipients(journal)[0].id]) == 1


async def test_a_lock_takes_the_passphrase_away(tmp_path: Path, made: list[Secret]) -> None:
    """F9 where it stands: it is wiped, drawn no more, and never comes back."""
    async with filled(tmp_path / "vault") as pilot:
        await to_review(pilot)
        await to_writing(pilot, tmp_path / "out", "enter")
        await press(pilot, "f7")
        (secret,) = made
        assert any(secret.view)
        words = passphrase_on(pilot)
        await press(pilot, "f9")
        assert isinstance(pilot.app.screen, UnlockScreen)
        assert words.split()[0] not in frame(pilot)
        with pytest.raises(VaultClosedError):
            # It was wiped.
            assert secret.view
        await unlock(pilot)
        assert words.split()[0] not in frame(pilot)


async def test_a_passphrase_that_nobody_can_read_is_wiped(
    tmp_path: Path, made: list[Secret]
) -> None:
    """If the disk refuses, or a lock comes before the answer, nothing of it is left."""
    (tmp_path / "chronology.html").write_text("mine", encoding="utf-8")
    async with filled(tmp_path / "vault") as pilot:
        await to_review(pilot)
        await to_writing(pilot, tmp_path, "enter")
        await press(pilot, "f7")
        assert "already there" in said(pilot)
        assert (tmp_path / "chronology.html").read_text(encoding="utf-8") == "mine"
    made.append(Secret.from_text("nobody reads this"))
    sharing.Written((), made[-1]).close()
    sharing.Written((), None).close()
    assert len(made) == 2
    for secret in made:
        with pytest.raises(VaultClosedError):
            assert secret.view


async def test_age_takes_keys_or_makes_a_passphrase(tmp_path: Path) -> None:
    """What is no key is refused before anything is made; a key needs no passphrase."""
    identity = pyrage.x25519.Identity.generate()
    out = tmp_path / "out"
    async with filled(tmp_path / "vault") as pilot:
        await to_review(pilot)
        await walk_on(pilot, "f7", "f7", *AGE)
        await paste(pilot, "age1nokey")
        await press(pilot, "f7")
        assert "no age key" in said(pilot)
        await press(pilot, "ctrl+u")
        await paste(pilot, str(identity.to_public()))
        await press(pilot, "f7")
        assert isinstance(pilot.app.screen, PreviewScreen)
        await press(pilot, "f7", "ctrl+u")
        await paste(pilot, str(out))
        await press(pilot, "f7")
        (file,) = out.iterdir()
        assert file.name == "export.zip.age"
        assert b"chronology.html" in pyrage.decrypt(file.read_bytes(), [identity])
        assert "passphrase" not in said(pilot).partition("Written")[2]
        await press(pilot, "escape")
        assert "The files are written." in frame(pilot)


async def test_a_sealed_pdf_is_offered_where_the_extra_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the extra the PDF opens with its passphrase; without it there is no such line."""
    import pikepdf  # noqa: PLC0415 - an extra

    out = tmp_path / "out"
    async with filled(tmp_path / "vault") as pilot:
        await to_review(pilot)
        monkeypatch.setattr(ways, "can_seal_pdf", lambda: False)
        await walk_on(pilot, "f7", "f7")
        assert isinstance(pilot.app.screen, DeliverScreen)
        assert "PDF" not in frame(pilot)
        await press(pilot, "escape")
        monkeypatch.undo()
        await to_writing(pilot, out, "down", "enter")
        await press(pilot, "f7")
        assert [path.name for path in out.iterdir()] == ["chronology.pdf"]
        with pikepdf.open(out / "chronology.pdf", password=passphrase_on(pilot)) as pdf:
            assert len(pdf.pages) > 0


async def test_what_was_hidden_before_is_shown_only_after_a_yes(tmp_path: Path) -> None:
    """The second copy says what it would reveal; No stands first, and nothing is made with it."""
    async with filled(tmp_path / "vault") as pilot:
        await to_review(pilot)
        await to_writing(pilot, tmp_path / "first", *PLAIN)
        await walk_on(pilot, "f7", "escape", "home", "enter", "f6", "f7", "space", "down", "space")
        await walk_on(pilot, "f7", "f7")
        assert isinstance(pilot.app.screen, CompareScreen)
        assert "would show what an earlier one hid from the same recipient" in said(pilot)
        assert "Марат Тестов" in frame(pilot)
        assert "< No >" in frame(pilot)
        await press(pilot, "f7")
        assert "Nothing was made" in frame(pilot)
        assert isinstance(pilot.app.screen, CompareScreen)
        await walk_on(pilot, "right", "f7", *PLAIN)
        assert "the whole text of the copy" in said(pilot)
        assert "Марат Тестов" in frame(pilot)


@pytest.mark.usefixtures("made")
async def test_the_whole_way_in_russian(tmp_path: Path) -> None:
    """Every sentence of the way exists in Russian too; a key is asked for, and none is given."""
    async with filled(tmp_path / "vault", language="ru") as pilot:
        await to_review(pilot)
        assert "скрыть" in frame(pilot)
        await walk_on(pilot, "f7", "f7", "end", "enter")
        assert "прочтёт всякий" in said(pilot)
        await press(pilot, "up")
        assert "прочтёт всякий" not in said(pilot)
        await walk_on(pilot, "end", "up", "enter")
        assert "ключи age" in said(pilot).lower()
        await walk_on(pilot, "f7", "f6")
        assert "для вас, не для получателя" in said(pilot)
        await press(pilot, "escape", "f7", "ctrl+u")
        await paste(pilot, str(tmp_path / "out"))
        await press(pilot, "f7")
        assert "голосом" in frame(pilot)
        assert len(passphrase_on(pilot).split()) == 7
        assert "больше она не появится" in said(pilot)
