"""One process: how the command line is put together, and how it ends."""

from __future__ import annotations

import errno
import io
import os
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from safelog import __version__
from safelog.cli import process
from safelog.cli.interrupts import Interrupts
from safelog.cli.main import main
from safelog.errors import NoTerminalError, OutputError, VaultNotFoundError


class _Pipe(io.BytesIO):
    """A stream that outlives its wrapper, and may have lost its reader."""

    def __init__(self, *, is_closed: bool = False) -> None:
        super().__init__()
        self._is_closed = is_closed

    def write(self, data: object, /) -> int:
        if self._is_closed:
            raise OSError(errno.EPIPE, "")
        return super().write(data)  # type: ignore[arg-type] # whatever the wrapper hands over

    def fileno(self) -> int:
        return 1

    def close(self) -> None:
        """Stay open."""


@pytest.fixture
def signals() -> Iterator[None]:
    """Give the signals back to whoever had them."""
    before = {name: signal.getsignal(name) for name in (signal.SIGINT, signal.SIGTERM)}
    yield
    for name, handler in before.items():
        signal.signal(name, handler)


@dataclass(frozen=True)
class Outputs:
    """What a process wrote."""

    out: _Pipe
    err: _Pipe


@pytest.fixture
def begin(monkeypatch: pytest.MonkeyPatch, signals: None) -> Callable[..., Outputs]:
    """Return what gives the process its words and streams, and leaves its memory as it is."""
    del signals

    def begin(*words: str, is_closed: bool = False) -> Outputs:
        # In the test itself: pytest sets the streams again between a fixture and its test.
        outputs = Outputs(_Pipe(is_closed=is_closed), _Pipe())
        monkeypatch.setattr(sys, "argv", ["safelog", *words])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(_Pipe()))
        monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(outputs.out, encoding="cp1251"))
        monkeypatch.setattr(sys, "stderr", io.TextIOWrapper(outputs.err, encoding="ascii"))
        monkeypatch.setattr(process, "harden_process", frozenset)
        return outputs

    return begin


def test_the_version_is_printed(begin: Callable[..., Outputs]) -> None:
    """`safelog --version` names the program and its version."""
    outputs = begin("--version")
    assert main() == 0
    sys.stdout.flush()
    assert outputs.out.getvalue() == f"safelog {__version__}\n".encode()


def test_a_pipe_gets_every_letter(begin: Callable[..., Outputs]) -> None:
    """Whatever the locale says, a pipe gets UTF-8."""
    outputs = begin("--help", "--language", "ru")
    assert main() == 0
    assert "Зашифрованный журнал" in outputs.out.getvalue().decode("utf-8")


def test_the_usual_places_are_used(
    begin: Callable[..., Outputs], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The vault is where the computer keeps such things, and the app wants a terminal."""
    monkeypatch.setattr(process, "default_vault_folder", lambda: tmp_path / "none")
    outputs = begin("list", "--language", "en")
    assert main() == VaultNotFoundError.exit_code
    assert b"There is no vault in this folder." in outputs.err.getvalue()
    begin()
    assert main() == NoTerminalError.exit_code


def test_a_reader_that_has_gone_is_no_noise(
    begin: Callable[..., Outputs], monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a broken pipe nothing is written any more, not even by Python at its end."""
    replaced: list[int] = []
    monkeypatch.setattr(os, "dup2", lambda _new, old: replaced.append(old))
    outputs = begin("--help", is_closed=True)
    assert main() == OutputError.exit_code
    assert replaced == [1]
    assert outputs.err.getvalue() == b""


@pytest.mark.parametrize("name", ["stdin", "stdout", "stderr"])
def test_missing_streams_end_at_once(
    name: str, begin: Callable[..., Outputs], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that was started without its streams ends without a traceback."""
    outputs = begin("--help")
    monkeypatch.setattr(sys, name, None)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == OutputError.exit_code
    assert outputs.out.getvalue() == b""


@pytest.mark.usefixtures("signals")
def test_signals_end_a_command() -> None:
    """After `install` a signal raises where the command is."""
    interrupts = Interrupts()
    interrupts.install()
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGTERM)
