"""A real process of the app on a real pseudo-terminal, for what only a process can show."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from safelog.vault import FLOOR_COST, Secret, Vault, generate_recovery

PASSPHRASE = "seven quiet words"
_PROGRAM = (
    # The terminal becomes the process's own, so that closing it hangs the process up.
    "import fcntl, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); "
    "from pathlib import Path; from safelog.tui.run import run; {before}; "
    "sys.exit(run(Path(sys.argv[1]), 'en'))"
)
_ESCAPES = re.compile(r"\x1b(?:\[[0-9;?<>=]*[ -/]*[@-~]|\][^\x07]*\x07|[@-Z\\-_])")
_LONGEST_S = 20.0


class Terminal:
    """What the person at the terminal can do and see."""

    def __init__(self, process: subprocess.Popen[bytes], screen: int) -> None:
        """Sit down at the terminal of `process`."""
        self.process = process
        self._screen = screen
        self.seen = ""

    def type(self, text: str) -> None:
        """Press keys."""
        os.write(self._screen, text.encode())

    def paste(self, text: str) -> None:
        """Bring a text in at once; it is drawn at once too."""
        self.type(f"\x1b[200~{text}\x1b[201~")

    def wait_for(self, text: str) -> None:
        """Wait until `text` is written to the terminal."""
        until = time.monotonic() + _LONGEST_S
        while text not in self.words():
            assert time.monotonic() < until, self.words()[-800:]
            self.look(0.05)

    def look(self, seconds: float) -> None:
        """Read what is written in that time."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            ready, _, _ = select.select([self._screen], [], [], left)
            if not ready:
                return
            try:
                self.seen += os.read(self._screen, 65_536).decode("utf-8", "replace")
            except OSError:
                # The other end is closed: the process is gone.
                return

    def words(self) -> str:
        """Return what was written since the last `forget`, without the codes between the words."""
        return _ESCAPES.sub(" ", self.seen)

    def forget(self) -> None:
        """Begin to look anew."""
        self.seen = ""

    def end(self, ending: signal.Signals) -> int:
        """Send a signal and wait for the end."""
        self.process.send_signal(ending)
        return self.wait()

    def close(self) -> None:
        """Close the window."""
        os.close(self._screen)
        self._screen = os.open(os.devnull, os.O_RDWR)

    def wait(self) -> int:
        """Wait for the end."""
        until = time.monotonic() + _LONGEST_S
        while self.process.poll() is None:
            assert time.monotonic() < until
            self.look(0.05)
        self.look(0.2)
        return self.process.returncode


@contextlib.contextmanager
def terminal(
    vault: Path, *, environ: Mapping[str, str] | None = None, before: str = "pass"
) -> Iterator[Terminal]:
    """Run the app over a vault in a terminal of 80 columns and 24 lines."""
    screen, line = pty.openpty()
    fcntl.ioctl(line, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    root = Path(__file__).parents[2]
    process = subprocess.Popen(
        [sys.executable, "-c", _PROGRAM.format(before=before), str(vault)],
        stdin=line,
        stdout=line,
        stderr=line,
        cwd=vault.parent,
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(vault.parent),
            "TERM": "xterm-256color",
            "LANG": "C.UTF-8",
            "PYTHONPATH": str(root),
            **(environ or {}),
        },
        start_new_session=True,
    )
    os.close(line)
    at = Terminal(process, screen)
    try:
        yield at
    finally:
        process.kill()
        process.wait()
        at.close()


def make_real_vault(folder: Path) -> None:
    """Make a vault at the lowest cost that safelog ever writes."""
    recovery = generate_recovery()
    with Secret.from_text(PASSPHRASE) as passphrase:
        Vault.create(folder, passphrase=passphrase, recovery=recovery, cost=FLOOR_COST).close()


def unlock(at: Terminal) -> None:
    """Type the passphrase and wait for the journal."""
    at.wait_for("passphrase")
    at.type(PASSPHRASE)
    at.look(0.1)
    at.type("\r")
    at.wait_for("F2")
