"""Words that are typed at the command line are found in the vault by their owner, and nowhere else.

Real processes at a real terminal: files of the home, of the temporary folder, of the vault and of
the working folder are searched, and the arguments and environment of the process while it runs.
"""

from __future__ import annotations

import base64
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.real import PASSPHRASE, Home, Terminal, make_vault

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs terminals of POSIX")

CANARY = "канарейкаЖЁЛТАЯ7319"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Return a home with an empty vault at the least real cost."""
    home = Home(tmp_path).prepare()
    make_vault(home.vault)
    return home


def disguises(text: str) -> Iterator[bytes]:
    """Yield the bytes under which a text may lie about."""
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "cp1251", "koi8-r"):
        yield text.encode(encoding)
    utf8 = text.encode()
    yield utf8.hex().encode()
    yield ascii(text)[1:-1].encode()
    for shift in range(3):
        # The first and last letters depend on the neighbours; what lies between does not.
        yield base64.b64encode(b"\0" * shift + utf8)[4:-4]


def found_in(root: Path, text: str) -> list[str]:
    """Return the names of files that hold `text` in any disguise, or are named by it."""
    wanted = list(disguises(text))
    return [
        str(path)
        for path in root.rglob("*")
        if text in path.name
        or (path.is_file() and any(needle in path.read_bytes() for needle in wanted))
    ]


def seen_by_others(pid: int) -> bytes:
    """Return the arguments and the environment of a process, as far as the system shows them."""
    seen = b""
    for name in ("cmdline", "environ"):
        try:
            seen += Path(f"/proc/{pid}/{name}").read_bytes()
        except OSError:
            # Another system, or the process does not let itself be looked into.
            continue
    return seen


def test_the_search_finds_what_lies_about(tmp_path: Path) -> None:
    """The search that the other tests rely on sees every disguise."""
    for number, disguise in enumerate(disguises(CANARY)):
        (tmp_path / str(number)).write_bytes(b"before" + disguise + b"after")
    (tmp_path / CANARY).touch()
    assert len(found_in(tmp_path, CANARY)) == number + 2


def test_typed_words_are_in_the_vault_alone(home: Home) -> None:
    """A narrative, a query and a name leave no trace outside the encrypted vault."""
    terminal = Terminal(home, "add", "unsure")
    terminal.answer("recovery words: ", PASSPHRASE)
    terminal.answer("> ", f"{CANARY} в рассказе\r.")
    terminal.wait_for("When: ")
    arguments = seen_by_others(terminal.process.pid)
    assert not any(needle in arguments for needle in disguises(CANARY))
    assert PASSPHRASE.encode() not in arguments
    terminal.answer("", "")
    terminal.answer("for yourself: ", "")
    terminal.answer("[y/N] ", "")
    assert terminal.end() == 0
    assert PASSPHRASE.encode() not in terminal.shown

    search = Terminal(home, "search")
    search.answer("recovery words: ", PASSPHRASE)
    search.answer("look for: ", CANARY)
    assert search.end() == 0
    assert b"1 incident found." in search.shown

    assert CANARY in home.run("export", "--json").stdout.decode()
    assert found_in(home.root, CANARY) == []
    assert found_in(home.root, PASSPHRASE) == []


@pytest.mark.parametrize("name", ["SIGTERM", "SIGKILL"])
def test_words_of_a_command_that_died_are_in_the_vault_alone(home: Home, name: str) -> None:
    """Neither a shutdown nor a kill leaves typed words in a file; the draft is encrypted."""
    terminal = Terminal(home, "add", "unsure")
    terminal.answer("recovery words: ", PASSPHRASE)
    terminal.answer("> ", f"{CANARY}\r.")
    terminal.wait_for("When: ")
    terminal.interrupt(getattr(signal, name))
    terminal.end()
    assert CANARY in home.run("draft", "list", "--words").stdout.decode()
    assert found_in(home.root, CANARY) == []


def test_a_refused_import_repeats_nothing(home: Home) -> None:
    """An error names the line and the field, never what stands there."""
    line = f'{{"type":"incident","kind":"unsure","{CANARY}":"{CANARY}"}}\n'
    run = home.run("import", "-", typed=line.encode())
    assert run.returncode != 0
    assert b"Line 1." in run.stderr
    assert CANARY not in run.stderr.decode()
    assert found_in(home.root, CANARY) == []
