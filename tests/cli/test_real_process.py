"""Real processes: pipes, signals, kills and terminals."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import msgspec
import pytest

from safelog.errors import KeptAsDraftError, OutputError, WrongSecretError
from tests.cli.real import DEADLINE_S, PASSPHRASE, Home, Terminal

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs descriptors and terminals")


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Home:
    """Return a home with an empty vault."""
    shutil.copytree(made, tmp_path / "vault")
    return Home(tmp_path).prepare()


def many(count: int) -> bytes:
    """Return that many incidents as JSON Lines."""
    row = {"type": "incident", "kind": "unsure", "narrative": "слова " * 50}
    return (msgspec.json.encode(row) + b"\n") * count


def test_a_script_records_and_reads(home: Home) -> None:
    """Passphrase by descriptor, words by standard input, data by standard output."""
    added = home.run("add", "unsure", typed="слова\n.\n".encode())
    assert added.returncode == 0
    shown = home.run("show", added.stdout.decode().strip())
    assert "What happened: слова" in shown.stdout.decode()
    with home.start("list", passphrase="wrong") as process:
        _, err = process.communicate(timeout=DEADLINE_S)
    assert process.returncode == WrongSecretError.exit_code
    assert b"Traceback" not in err


def test_a_reader_that_goes_away_ends_the_command_quietly(home: Home) -> None:
    """`safelog export --json | head` leaves an exit code and no noise."""
    home.run("import", "-", typed=many(200))
    with home.start("export", "--json") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdin is not None
        process.stdin.close()
        process.stdout.read(10)
        process.stdout.close()
        err = process.stderr.read()
    assert process.returncode == OutputError.exit_code
    assert err.count(b"\n") == 1
    assert b"unencrypted" in err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
def test_a_full_disk_behind_the_output_is_told(home: Home) -> None:
    """An output that cannot be written has its sentence and its exit code."""
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "safelog", "--help"],
            stdout=full,
            stderr=subprocess.PIPE,
            env=home.environ,
            check=False,
        )
    assert done.returncode == OutputError.exit_code
    assert b"could not be written" in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("delay_s", [0.3, 0.6, 0.8, 1.0, 1.3])
def test_a_killed_import_leaves_all_or_nothing(home: Home, delay_s: float) -> None:
    """Whenever the process dies, every line is there or none."""
    count = 3_000
    with home.start("import", "-") as process:
        assert process.stdin is not None
        try:
            process.stdin.write(many(count))
            process.stdin.close()
            time.sleep(delay_s)
        except BrokenPipeError:
            pass
        process.kill()
    listed = home.run("list")
    assert listed.returncode == 0
    assert len(listed.stdout.splitlines()) in {0, count}


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_a_signal_while_writing_keeps_the_words(home: Home, name: str) -> None:
    """A shutdown, a closed window or Ctrl+C closes the vault and leaves a draft."""
    terminal = Terminal(home, "add", "unsure")
    terminal.answer("recovery words: ", PASSPHRASE)
    terminal.answer("> ", "недописанные слова\r.")
    terminal.wait_for("When: ")
    terminal.interrupt(getattr(signal, name))
    assert terminal.end() == KeptAsDraftError.exit_code
    assert b"Traceback" not in terminal.shown
    assert "недописанные слова" in home.run("draft", "list", "--words").stdout.decode()
    assert home.run("list").stdout == b""


def test_a_person_at_a_terminal_records_an_incident(home: Home) -> None:
    """The passphrase is typed unseen, a long line arrives whole, the id is printed."""
    long = "ж" * 3_000
    terminal = Terminal(home, "add", "unsure")
    terminal.answer("recovery words: ", PASSPHRASE)
    terminal.answer("> ", f"{long}\r.")
    terminal.answer("When: ", "")
    terminal.answer("for yourself: ", "")
    terminal.answer("[y/N] ", "")
    assert terminal.end() == 0
    assert PASSPHRASE.encode() not in terminal.shown
    stored = home.run("export", "--json").stdout
    assert msgspec.json.decode(stored)["narrative"] == long


def test_a_killed_attachment_goes_on_where_it_was(home: Home) -> None:
    """SIGKILL in the middle of a large file; the same command again says from where it goes on."""
    segment, video = 64 << 20, home.root / "video.mp4"
    with video.open("wb") as file:
        file.truncate(6 * segment)
    added = home.run("add", "unsure", typed="видео\n.\n".encode())
    words = ("attach", added.stdout.decode().strip(), str(video))
    with home.start(*words) as process:
        assert process.stdin is not None
        process.stdin.close()
        until = time.monotonic() + DEADLINE_S
        while not any(
            path.stat().st_size > segment + 100_000 for path in (home.vault / "blobs").iterdir()
        ):
            assert time.monotonic() < until
            time.sleep(0.001)
        process.kill()
    (left,) = (home.vault / "blobs").iterdir()
    assert left.suffix == ".tmp"
    again = home.run(*words)
    assert again.returncode == 0, again.stderr
    assert b"An earlier attempt left" in again.stderr
    assert home.run("check").returncode == 0
    assert [path.name for path in (home.vault / "blobs").iterdir()] == [left.stem]
