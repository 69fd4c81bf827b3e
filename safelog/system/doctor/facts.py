"""What is known of this computer, as values; `read` modules fill them in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import PurePath

from safelog.system.hardening import Protection


class Keeps(StrEnum):
    """How a place keeps what is written to it."""

    MEMORY = "memory"
    ENCRYPTED = "encrypted"
    PLAIN = "plain"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessFacts:
    """What protects this very process."""

    active: frozenset[Protection] = frozenset()
    keys_stay_in_memory: bool = False
    yama_scope: int | None = None
    """`kernel.yama.ptrace_scope` of Linux; None if the kernel has no Yama."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineFacts:
    """What the system does with memory and with the clock."""

    swap: tuple[Keeps, ...] | None = None
    """One for each place; empty if there is none, None if that cannot be seen."""
    hibernates: bool | None = None
    """Whether the system can write all of its memory to a disk."""
    temporary: Keeps = Keeps.UNKNOWN
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TerminalFacts:
    """What may keep what this terminal shows."""

    ancestors: tuple[str, ...] | None = None
    """Names of the programs that this one runs under; None if that cannot be seen."""
    piped: bool = False
    """Whether the terminal multiplexer runs a program that no window belongs to."""
    variables: frozenset[str] = frozenset()
    """Names of the variables that tell of a terminal, without their values."""
    history_lines: int | None = None
    """How many lines of the shell's history name safelog; None if there is none to be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VaultFacts:
    """The folder of the vault, from outside."""

    folder: PurePath
    markers: frozenset[str] = frozenset()
    """Names of sync programs whose marks stand in the folder or above it."""
    mode: int | None = None
    """Permission bits; None where the system has none."""
    is_own: bool = True
    free_bytes: int | None = None
    total_bytes: int | None = None
    newest: datetime | None = None
    """When a file of the vault was last written, by the clock of that time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that is looked at."""

    platform: str
    """As `sys.platform` names it."""
    process: ProcessFacts = field(default_factory=ProcessFacts)
    machine: MachineFacts
    terminal: TerminalFacts = field(default_factory=TerminalFacts)
    vault: VaultFacts | None = None
    """None if there is no vault yet."""
    backup_days: int | None = None
    """Age of the last backup, where whoever asks has the vault open and knows it."""
