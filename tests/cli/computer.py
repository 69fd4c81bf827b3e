"""A computer in memory: run commands in-process, with typed answers, and look at what they say."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from safelog.cli.console import Streams
from safelog.cli.dispatch import dispatch
from safelog.cli.host import Host
from safelog.cli.interrupts import Interrupts
from safelog.cli.lines import StreamLines
from safelog.errors import NoTerminalError
from safelog.system.clock import LocalZone, ZoneBasis
from safelog.system.holders import Holders
from safelog.vault import (
    Credential,
    KdfCost,
    Rehearsal,
    Secret,
    Vault,
    VaultCopy,
    VaultState,
    Wreck,
    open_copy,
    open_wreck,
    restore,
)
from safelog.vault.kdf import KdfLimits
from safelog.vault.opening import create_vault, open_vault
from safelog.vault.ports import Ports
from safelog.vault.slot_keeper import rehearse_slot

Typed = str | BaseException | Callable[[str], str]
"""What a person types, is stopped by, or copies from a screen."""

PASSPHRASE = "correct тест battery"
CHEAP = KdfCost(memory_kib=8, passes=1, lanes=1)


def cheap_ports() -> Ports:
    """Return ports with which unlocking takes no time."""
    return Ports(limits=KdfLimits(floor=CHEAP), measure_cost=lambda: CHEAP)


class CheapVaults:
    """Vaults on the disk whose passphrases are stretched hardly at all."""

    def create(self, folder: Path, *, passphrase: Secret, recovery: Secret) -> Vault:
        """Make a vault."""
        return Vault(
            create_vault(
                folder, passphrase=passphrase, recovery=recovery, cost=CHEAP, ports=cheap_ports()
            )
        )

    def open(
        self, folder: Path, credential: Credential, *, expected: VaultState | None = None
    ) -> Vault:
        """Open a vault."""
        return Vault(open_vault(folder, credential, ports=cheap_ports(), expected=expected))

    def rehearse(self, folder: Path, credential: Credential) -> Rehearsal:
        """Try a credential."""
        return rehearse_slot(folder, credential, ports=cheap_ports())

    def open_copy(self, source: Path, credential: Credential) -> VaultCopy:
        """Open a copy of a vault."""
        return open_copy(source, credential, ports=cheap_ports())

    def open_wreck(self, folder: Path, credential: Credential, *, head: Path | None) -> Wreck:
        """Open what is left of a damaged vault."""
        return open_wreck(folder, credential, head=head, ports=cheap_ports())

    def restore(
        self, copy: VaultCopy, folder: Path, *, progress: Callable[[int, int], None]
    ) -> None:
        """Make the vault of a copy."""
        restore(copy, folder, ports=cheap_ports(), progress=progress)


class StandingClock:
    """A clock that stands at noon."""

    def now(self) -> datetime:
        """Return noon."""
        return datetime(2026, 5, 12, 12, 0, tzinfo=UTC)

    def monotonic(self) -> float:
        """Return zero."""
        return 0.0


class _Bytes(io.BytesIO):
    """Bytes that may claim to be a terminal, and outlive the text stream around them."""

    def __init__(self, content: bytes = b"", *, is_terminal: bool = False) -> None:
        super().__init__(content)
        self._is_terminal = is_terminal

    def isatty(self) -> bool:
        return self._is_terminal

    def close(self) -> None:
        """Stay open: the test reads what was written."""


class _StoppedLines:
    """Lines after which Ctrl+C is pressed."""

    def __init__(self, lines: StreamLines) -> None:
        self._lines = lines

    def read(self, prompt: str) -> str | None:
        line = self._lines.read(prompt)
        if line is None:
            raise KeyboardInterrupt
        return line


class NobodyHolds:
    """A computer on which no other safelog runs."""

    def find(self, lock: Path) -> int | None:
        """Find nobody."""
        del lock
        return None

    def ask_to_leave(self, pid: int) -> None:
        """Have nobody to ask."""
        raise AssertionError(pid)

    def pause(self) -> None:
        """Wait no time."""


@dataclass(frozen=True)
class Run:
    """What a command left behind."""

    code: int
    out: str
    err: str
    raw: bytes

    @property
    def lines(self) -> list[str]:
        """The lines of standard output."""
        return self.out.splitlines()

    @property
    def objects(self) -> list[dict[str, object]]:
        """The JSON Lines of standard output."""
        return [msgspec.json.decode(line, type=dict[str, object]) for line in self.lines]


def _no_app(vault: Path, language: str) -> int:
    raise AssertionError(vault, language)


@dataclass
class Computer:
    """A computer with one vault folder."""

    vault: Path
    clock: StandingClock = field(default_factory=StandingClock)
    zone: LocalZone = field(default_factory=lambda: LocalZone("Asia/Almaty", ZoneBasis.SYSTEM))
    app: Callable[[Path, str], int] = _no_app
    environ: dict[str, str] = field(default_factory=dict)
    holders: Holders = field(default_factory=NobodyHolds)
    drawn: int = 0

    def random_bytes(self, count: int) -> bytes:
        """Return bytes that differ from draw to draw and are the same in every run of a test."""
        self.drawn += 1
        return hashlib.shake_256(self.drawn.to_bytes(8, "big")).digest(count)

    def run(
        self,
        *words: str,
        typed: str | bytes = b"",
        secrets: Sequence[Typed] | None = None,
        terminal: bool = False,
        stops: bool = False,
        stdout: io.BytesIO | None = None,
        stderr: io.BytesIO | None = None,
    ) -> Run:
        """Run a command.

        Args:
            words: its arguments.
            typed: standard input.
            secrets: what is typed at each hidden prompt, perhaps from what the screen shows; None
                is always the passphrase.
            terminal: whether the streams are a terminal.
            stops: whether Ctrl+C is pressed when all that was typed is read.
            stdout: another standard output than one in memory.
            stderr: another standard error.
        """
        given = typed.encode() if isinstance(typed, str) else typed
        stdin = _Bytes(given, is_terminal=terminal)
        stdout = stdout or _Bytes(is_terminal=terminal)
        stderr = stderr or _Bytes(is_terminal=terminal)
        out = io.TextIOWrapper(stdout, encoding="utf-8", write_through=True)
        err = io.TextIOWrapper(stderr, encoding="utf-8", write_through=True)
        waiting = None if secrets is None else list(secrets)

        def read_secret(prompt: str) -> bytearray:
            err.write(prompt + "\n")
            if waiting is None:
                return bytearray(PASSPHRASE.encode())
            if not waiting:
                raise NoTerminalError
            answer = waiting.pop(0)
            if isinstance(answer, BaseException):
                raise answer
            if callable(answer):
                answer = answer(stdout.getvalue().decode())
            return bytearray(answer.encode())

        lines = StreamLines(stdin, err)
        streams = Streams(
            stdin=stdin, stdout=out, stderr=err, lines=_StoppedLines(lines) if stops else lines
        )
        host = Host(
            streams=streams,
            environ=self.environ,
            interrupts=Interrupts(),
            clock=self.clock,
            local_zone=lambda: self.zone,
            random_bytes=self.random_bytes,
            read_secret=read_secret,
            vaults=CheapVaults(),
            default_vault=lambda: self.vault,
            start_app=self.app,
            holders=self.holders,
        )
        code = dispatch(words, host)
        raw = stdout.getvalue()
        return Run(code, raw.decode("utf-8", "replace"), stderr.getvalue().decode(), raw)
