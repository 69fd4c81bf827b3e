"""Real processes of safelog, with a home of their own, piped or at a terminal."""

from __future__ import annotations

import os
import select
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from safelog.vault import FLOOR_COST, Secret, Vault, generate_recovery

PASSPHRASE = "correct тест battery"
DEADLINE_S = 30.0

# Makes the terminal on its standard input its own and becomes safelog.
_AT_TERMINAL = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.executable, [sys.executable, "-m", "safelog", *sys.argv[1:]])
"""


def make_vault(folder: Path) -> None:
    """Make a vault at the least real cost."""
    with Secret.from_text(PASSPHRASE) as passphrase, generate_recovery() as recovery:
        Vault.create(folder, passphrase=passphrase, recovery=recovery, cost=FLOOR_COST).close()


@dataclass(frozen=True)
class Home:
    """A person's folders, all below one."""

    root: Path
    environ: dict[str, str] = field(default_factory=dict)

    @property
    def vault(self) -> Path:
        """The folder of the vault."""
        return self.root / "vault"

    def prepare(self) -> Home:
        """Make the folders and the environment that points into them."""
        for name in ("home", "tmp", "work"):
            (self.root / name).mkdir()
        self.environ.update(
            PATH=os.environ["PATH"],
            HOME=str(self.root / "home"),
            TMPDIR=str(self.root / "tmp"),
            LANG="en_US.UTF-8",
            PYTHONUTF8="1",
            PYTHONPATH=str(Path(__file__).parents[2]),
            TERM="xterm",
        )
        return self

    def start(self, *words: str, passphrase: str = PASSPHRASE) -> subprocess.Popen[bytes]:
        """Start a command with pipes, and the passphrase in a descriptor."""
        reading, writing = os.pipe()
        os.write(writing, passphrase.encode() + b"\n")
        os.close(writing)
        options = ("--vault", str(self.vault), "--passphrase-fd", str(reading))
        try:
            return subprocess.Popen(
                [sys.executable, "-m", "safelog", *words, *options],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                pass_fds=[reading],
                env=self.environ,
                cwd=self.root / "work",
            )
        finally:
            os.close(reading)

    def run(self, *words: str, typed: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        """Run a command to its end."""
        with self.start(*words) as process:
            out, err = process.communicate(typed, timeout=DEADLINE_S)
        return subprocess.CompletedProcess(words, process.returncode, out, err)


class Terminal:
    """A command at a terminal of its own, and everything that was ever shown there."""

    def __init__(self, home: Home, *words: str) -> None:
        """Start a command."""
        self._master, slave = os.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-c", _AT_TERMINAL, *words, "--vault", str(home.vault)],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
            env=home.environ,
            cwd=home.root / "work",
        )
        os.close(slave)
        self.shown = b""
        self._read_up_to = 0

    def answer(self, question: str, typed: str) -> None:
        """Wait until `question` is shown, and type."""
        self.wait_for(question)
        os.write(self._master, typed.encode() + b"\r")

    def wait_for(self, text: str) -> None:
        """Wait until `text` is shown behind what was waited for before."""
        wanted = text.encode()
        while (at := self.shown.find(wanted, self._read_up_to)) < 0:
            assert self._read(), self.shown.decode("utf-8", "replace")
        self._read_up_to = at + len(wanted)

    def interrupt(self, number: int) -> None:
        """Send a signal until the command takes it.

        Python's readline does not notice one that comes just before it begins to wait.
        """
        for _ in range(int(DEADLINE_S)):
            os.kill(self.process.pid, number)
            if select.select([self._master], [], [], 1.0)[0]:
                return

    def end(self) -> int:
        """Wait for the end and return the exit code."""
        while self._read():
            pass
        os.close(self._master)
        return self.process.wait(timeout=DEADLINE_S)

    def _read(self) -> bool:
        """Read what is shown next; False when nothing comes any more."""
        ready, _, _ = select.select([self._master], [], [], DEADLINE_S)
        try:
            piece = os.read(self._master, 4096) if ready else b""
        except OSError:
            # Linux says EIO when the last process at the terminal has ended.
            return False
        self.shown += piece
        return bool(piece)
