"""One real process: its streams, its signals, its clock, and how it ends.

The command line is put together here and nowhere else. Invariant: whatever happens, the person
reads a plain sentence. A traceback could show the words of an incident or a passphrase.
"""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from safelog.cli.console import Streams
from safelog.cli.dispatch import dispatch
from safelog.cli.host import Host
from safelog.cli.interrupts import Interrupts
from safelog.cli.lines import StreamLines, terminal_lines
from safelog.errors import OutputError
from safelog.system.clock import SystemClock, local_zone
from safelog.system.hardening import forget_textual_variables, harden_process
from safelog.system.holders import SystemHolders
from safelog.system.paths import default_vault_folder
from safelog.system.terminal import read_passphrase

if TYPE_CHECKING:
    from collections.abc import Callable

    from safelog.vault import Credential, Rehearsal, Secret, Vault, VaultCopy, VaultState, Wreck


class _Vaults:
    """Vaults on the disk of this computer; imported when the first one is needed."""

    def create(self, folder: Path, *, passphrase: Secret, recovery: Secret) -> Vault:
        """Make a vault at the cost that this computer can bear."""
        from safelog.vault import Vault  # noqa: PLC0415 (see the class)

        return Vault.create(folder, passphrase=passphrase, recovery=recovery)

    def open(
        self, folder: Path, credential: Credential, *, expected: VaultState | None = None
    ) -> Vault:
        """Open a vault."""
        from safelog.vault import Vault  # noqa: PLC0415 (see the class)

        return Vault.open(folder, credential, expected=expected)

    def rehearse(self, folder: Path, credential: Credential) -> Rehearsal:
        """Try a credential."""
        from safelog.vault import rehearse  # noqa: PLC0415 (see the class)

        return rehearse(folder, credential)

    def open_copy(self, source: Path, credential: Credential) -> VaultCopy:
        """Open a copy of a vault."""
        from safelog.vault import open_copy  # noqa: PLC0415 (see the class)

        return open_copy(source, credential)

    def open_wreck(self, folder: Path, credential: Credential, *, head: Path | None) -> Wreck:
        """Open what is left of a damaged vault."""
        from safelog.vault import open_wreck  # noqa: PLC0415 (see the class)

        return open_wreck(folder, credential, head=head)

    def restore(
        self, copy: VaultCopy, folder: Path, *, progress: Callable[[int, int], None]
    ) -> None:
        """Make the vault of a copy."""
        from safelog.vault import restore  # noqa: PLC0415 (see the class)

        restore(copy, folder, progress=progress)


def run_process(words: list[str]) -> int:
    """Run the command of this process and return its exit code."""
    harden_process()
    interrupts = Interrupts()
    interrupts.install()
    code = dispatch(words, _this_host(interrupts))
    if code == OutputError.exit_code:
        # Python flushes stdout once more at exit and would complain about the same broken pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return code


def _this_host(interrupts: Interrupts) -> Host:
    stdout, stderr = _readable(sys.stdout), _readable(sys.stderr)
    stdin = _present(sys.stdin).buffer
    streams = Streams(
        stdin=stdin,
        stdout=stdout,
        stderr=stderr,
        lines=terminal_lines() or StreamLines(stdin, stderr),
        columns=_columns(stderr),
    )
    return Host(
        streams=streams,
        environ=os.environ,
        interrupts=interrupts,
        clock=SystemClock(),
        local_zone=local_zone,
        random_bytes=os.urandom,
        read_secret=read_passphrase,
        vaults=_Vaults(),
        default_vault=default_vault_folder,
        start_app=_start_app,
        holders=SystemHolders(),
    )


def _columns(stream: TextIO) -> int:
    """Return the width of the terminal behind a stream; 0 if there is none."""
    try:
        return os.get_terminal_size(stream.fileno()).columns
    except OSError:
        return 0


def _present(stream: TextIO | None) -> TextIO:
    """Return a stream of this process, if whoever started it left it one.

    Raises:
        SystemExit: there is none, so nothing can be asked and nothing told.
    """
    if stream is None:
        raise SystemExit(OutputError.exit_code)
    return stream


def _readable(stream: TextIO | None) -> TextIO:
    """Let a stream write every letter: a terminal in its own encoding, a pipe or file in UTF-8."""
    present = _present(stream)
    if isinstance(present, io.TextIOWrapper):
        encoding = None if present.isatty() else "utf-8"
        present.reconfigure(encoding=encoding, errors="backslashreplace", newline="\n")
    return present


def _start_app(vault: Path, language: str) -> int:
    # The command line never imports Textual; it takes longer to import than most commands run.
    forget_textual_variables()
    from safelog.tui.run import run  # noqa: PLC0415 (see above)

    return run(vault, language)
