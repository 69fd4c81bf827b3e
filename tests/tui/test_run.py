"""Starting and ending: what is closed first, and the line that is left."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from safelog.tui import run as start
from safelog.tui.app import SafelogApp


@pytest.fixture(autouse=True)
def hardened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note the hardening instead of doing it to the process of the tests."""
    done: list[str] = []
    monkeypatch.setattr(start, "harden_process", lambda: done.append("hardened"))
    return done


def test_the_process_is_hardened_before_anything_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hardened: list[str]
) -> None:
    """Hardening and Textual's variables come first; then the app runs."""
    monkeypatch.setenv("TEXTUAL_LOG", str(tmp_path / "log"))

    def ran(_: SafelogApp) -> int:
        hardened.append("ran")
        assert not [name for name in os.environ if name.startswith("TEXTUAL")]
        return 0

    monkeypatch.setattr(SafelogApp, "run", ran)
    assert start.run(tmp_path / "vault", "en") == 0
    assert hardened == ["hardened", "ran"]


def test_leaving_leaves_one_neutral_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The last line names nothing."""
    monkeypatch.setattr(SafelogApp, "run", lambda _: 0)
    assert start.run(tmp_path / "vault", "ru") == 0
    assert capsys.readouterr().out == "Готово.\n"


def test_a_fault_in_the_app_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What failed is told by its place alone, on the stream for narration."""

    def failed(app: SafelogApp) -> None:
        app.failure = "KeyError some.py:7"

    monkeypatch.setattr(SafelogApp, "run", failed)
    assert start.run(tmp_path / "vault", "en") == 1
    said = capsys.readouterr()
    assert "KeyError some.py:7" in said.err
    assert said.out == ""


def test_a_fault_outside_of_the_app_is_a_sentence_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An exception that comes out of Textual is not drawn either."""

    def broken(_: SafelogApp) -> None:
        message = "канарейка"
        raise RuntimeError(message)

    monkeypatch.setattr(SafelogApp, "run", broken)
    assert start.run(tmp_path / "vault", "en") == 1
    assert "канарейка" not in "".join(capsys.readouterr())


def test_the_prompt_needs_nothing_that_opening_needs() -> None:
    """What is painted first imports no cipher, database or parser; that comes while typing."""
    program = (
        "import sys; before = set(sys.modules); import safelog.tui.app; "
        "print(*sys.modules.keys() - before)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        check=True,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    loaded = set(done.stdout.split())
    assert "textual.app" in loaded
    assert not loaded & {"cryptography", "argon2", "msgspec", "sqlite3", "PIL", "safelog.vault"}
