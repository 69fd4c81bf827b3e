"""After `quit`, tmux has nothing of the words: neither on its screen nor above it."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.real import DEADLINE_S, PASSPHRASE, Home, make_vault

pytestmark = pytest.mark.skipif(not shutil.which("tmux"), reason="tmux is not installed")

CANARY = "канарейка7319"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Return a home with an empty vault at the least real cost."""
    home = Home(tmp_path).prepare()
    make_vault(home.vault)
    return home


class Tmux:
    """A server of its own, with one window of 24 lines in which a command runs."""

    def __init__(self, home: Home, *words: str) -> None:
        """Start `safelog` with `words` and keep the window when it has ended."""
        self._home = home
        command = shlex.join([sys.executable, "-m", "safelog", *words, "--vault", str(home.vault)])
        self.run("new-session", "-d", "-x", "80", "-y", "24", f"{command}; sleep 60")

    def run(self, *words: str) -> str:
        """Give tmux a command of its own."""
        socket = str(self._home.root / "socket")
        done = subprocess.run(
            ["tmux", "-u", "-S", socket, "-f", "/dev/null", *words],
            env=self._home.environ,
            cwd=self._home.root / "work",
            capture_output=True,
            check=True,
        )
        return done.stdout.decode()

    def shown(self) -> str:
        """Return the screen and everything above it."""
        return self.run("capture-pane", "-p", "-S", "-")

    def wait(self, condition: Callable[[str], bool]) -> str:
        """Wait until what is shown fulfils a condition."""
        until = time.monotonic() + DEADLINE_S
        while not condition(shown := self.shown()):
            assert time.monotonic() < until, shown
            time.sleep(0.05)
        return shown

    def type(self, text: str) -> None:
        """Type a line."""
        self.run("send-keys", "-l", text)
        self.run("send-keys", "Enter")


@pytest.fixture
def window(home: Home) -> Iterator[Tmux]:
    """Start to write an incident in tmux."""
    tmux = Tmux(home, "add", "unsure")
    try:
        yield tmux
    finally:
        tmux.run("kill-server")


def test_quit_empties_the_window_and_what_scrolled_away(home: Home, window: Tmux) -> None:
    """Words that were typed long ago are gone from the scrollback of tmux as well."""
    window.wait(lambda shown: "recovery words:" in shown)
    window.type(PASSPHRASE)
    window.wait(lambda shown: shown.rstrip().endswith(">"))
    for number in range(40):
        window.type(f"{CANARY} {number}")
    window.wait(lambda shown: f"{CANARY} 39" in shown and f"{CANARY} 0" in shown)
    assert home.run("quit").returncode == 0
    shown = window.wait(lambda shown: "Done." in shown)
    assert CANARY not in shown
    assert CANARY in home.run("draft", "list", "--words").stdout.decode()
