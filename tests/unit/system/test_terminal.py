"""Passphrases are typed blind, into memory that can be wiped."""

from __future__ import annotations

import io
import os
import pty
import termios
import threading
from typing import TYPE_CHECKING

import pytest

from safelog import errors
from safelog.system.passphrase import PASSPHRASE_BYTES_MAX, PassphraseLine, Progress
from safelog.system.terminal import (
    clear_screen,
    console_bytes,
    read_passphrase,
    read_passphrase_from_descriptor,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def type_keys(keys: bytes) -> tuple[Progress, bytearray]:
    """Type `keys` into a fresh line; return how it ended and what it held."""
    line = PassphraseLine()
    progress = Progress.TYPING
    for byte in keys:
        progress = line.feed(byte)
        if progress is not Progress.TYPING:
            break
    return progress, line.take()


@pytest.mark.parametrize("enter", [b"\r", b"\n"])
def test_enter_ends_the_line(enter: bytes) -> None:
    """Both codes that terminals send for Enter end the passphrase."""
    assert type_keys("пароль word".encode() + enter) == (
        Progress.DONE,
        bytearray("пароль word".encode()),
    )


@pytest.mark.parametrize("backspace", [b"\x7f", b"\x08"])
@pytest.mark.parametrize("character", ["a", "ж", "€", "🔑"])
def test_backspace_takes_back_one_character(character: str, backspace: bytes) -> None:
    """A character goes as a whole, however many bytes it has."""
    assert type_keys(b"ab" + character.encode() + backspace + b"\r")[1] == b"ab"


def test_backspace_on_an_empty_line_does_nothing() -> None:
    """There is nothing to take back, and the line goes on."""
    assert type_keys(b"\x7fa\r") == (Progress.DONE, bytearray(b"a"))


def test_control_u_takes_everything_back() -> None:
    """A person who lost the thread begins anew."""
    assert type_keys(b"wrong\x15right\r")[1] == b"right"


def test_control_c_gives_up() -> None:
    """Ctrl+C cancels at any point."""
    assert type_keys(b"half\x03")[0] is Progress.CANCELLED


def test_control_d_gives_up_only_on_an_empty_line() -> None:
    """Ctrl+D cancels an empty line and is ignored in a begun one."""
    assert type_keys(b"\x04")[0] is Progress.CANCELLED
    assert type_keys(b"a\x04b\r") == (Progress.DONE, bytearray(b"ab"))


@pytest.mark.parametrize(
    "keys",
    [
        b"\x1b[A",
        b"\x1b[15;2~",
        b"\x1bOP",
        b"\x1b[200~",
        b"\x1b",
        b"\x1b\x1b[D",
        b"\t",
        b"\x1a",
    ],
    ids=["arrow", "shift-f5", "f1", "paste", "escape", "alt-arrow", "tab", "ctrl-z"],
)
def test_keys_that_are_no_letters_add_nothing(keys: bytes) -> None:
    """An arrow or function key does not silently become a part of the passphrase."""
    assert type_keys(b"a" + keys + b"b\r") == (Progress.DONE, bytearray(b"ab"))


def test_an_endless_passphrase_is_refused_and_wiped() -> None:
    """A line over the limit is not cut in silence; an error says so and nothing is kept."""
    line = PassphraseLine()
    for _ in range(PASSPHRASE_BYTES_MAX + 1):
        line.feed(ord("a"))
    with pytest.raises(errors.InvalidTextError):
        line.take()
    assert line.take() == b""


def test_taking_the_passphrase_wipes_the_line() -> None:
    """After the passphrase was handed over the line holds no copy of it."""
    line = PassphraseLine()
    for byte in b"canary":
        line.feed(byte)
    assert line.take() == b"canary"
    assert not any(vars(line)["_buffer"])


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    """Give both ends of a pipe, the reading one first."""
    ends = os.pipe()
    yield ends
    for end in ends:
        try:
            os.close(end)
        except OSError:
            continue


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (b"one two\n", b"one two"),
        (b"one two\r\n", b"one two"),
        (b"one two", b"one two"),
        (b"one\r", b"one\r"),
        (b"\n", b""),
        (b"a" * PASSPHRASE_BYTES_MAX + b"\r\n", b"a" * PASSPHRASE_BYTES_MAX),
    ],
)
def test_the_first_line_of_a_descriptor(
    written: bytes, expected: bytes, pipe: tuple[int, int]
) -> None:
    """The line comes without its ending, however the file ends."""
    reader, writer = pipe
    os.write(writer, written)
    os.close(writer)
    assert read_passphrase_from_descriptor(reader) == expected


def test_what_follows_the_line_stays_for_the_next_reader(pipe: tuple[int, int]) -> None:
    """A passphrase and an import can come through one descriptor."""
    reader, writer = pipe
    os.write(writer, b"secret\nimport")
    assert read_passphrase_from_descriptor(reader) == b"secret"
    assert os.read(reader, 100) == b"import"


def test_an_endless_line_of_a_descriptor_is_refused(pipe: tuple[int, int]) -> None:
    """No more is read than a passphrase can have."""
    reader, writer = pipe
    os.write(writer, b"a" * 5000)
    with pytest.raises(errors.InvalidTextError):
        read_passphrase_from_descriptor(reader)


def test_a_line_just_over_the_limit_is_refused(pipe: tuple[int, int]) -> None:
    """One byte too many is too many, also when the line ends right there."""
    reader, writer = pipe
    os.write(writer, b"a" * (PASSPHRASE_BYTES_MAX + 1) + b"\n")
    with pytest.raises(errors.InvalidTextError):
        read_passphrase_from_descriptor(reader)


def test_an_empty_descriptor_is_an_error(pipe: tuple[int, int]) -> None:
    """A descriptor at its end gives no empty passphrase."""
    reader, writer = pipe
    os.close(writer)
    with pytest.raises(errors.InputError):
        read_passphrase_from_descriptor(reader)


@pytest.mark.parametrize("descriptor", [-1, 987654])
def test_a_descriptor_that_is_not_there_is_an_error(descriptor: int) -> None:
    """A wrong number is reported in words of the error tree."""
    with pytest.raises(errors.InputError):
        read_passphrase_from_descriptor(descriptor)


def test_a_folder_as_descriptor_is_an_error(tmp_path: Path) -> None:
    """A descriptor that cannot be read is reported, not raised through."""
    folder = os.open(tmp_path, os.O_RDONLY)
    try:
        with pytest.raises(errors.InputError):
            read_passphrase_from_descriptor(folder)
    finally:
        os.close(folder)


class Terminal:
    """A pseudo-terminal with a person at its other end."""

    def __init__(self) -> None:
        """Open both ends."""
        self.person, self.device = pty.openpty()
        self.name = os.ttyname(self.device)
        self.shown = bytearray()

    def types_after(self, prompt: bytes, keys: bytes) -> threading.Thread:
        """Type `keys` once `prompt` has been shown."""

        def run() -> None:
            while prompt not in self.shown:
                self.shown += os.read(self.person, 1024)
            os.write(self.person, keys)

        thread = threading.Thread(target=run)
        thread.start()
        return thread

    def is_echoing(self) -> bool:
        """Tell whether typed keys are shown."""
        return bool(termios.tcgetattr(self.device)[3] & termios.ECHO)

    def close(self) -> None:
        """Close both ends."""
        os.close(self.person)
        os.close(self.device)


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    """Give a pseudo-terminal."""
    made = Terminal()
    yield made
    made.close()


def test_a_typed_passphrase_is_never_shown(terminal: Terminal) -> None:
    """Nothing of the passphrase comes back to the screen, and echo is on again afterwards."""
    typing = terminal.types_after(b"Passphrase: ", "пароль\r".encode())
    assert read_passphrase("Passphrase: ", terminal=terminal.name) == "пароль".encode()
    typing.join()
    terminal.shown += os.read(terminal.person, 1024)
    assert terminal.shown == b"Passphrase: \r\n"
    assert terminal.is_echoing()


def test_giving_up_restores_the_terminal(terminal: Terminal) -> None:
    """After Ctrl+C the terminal echoes again."""
    typing = terminal.types_after(b"? ", b"half\x03")
    with pytest.raises(errors.CancelledError):
        read_passphrase("? ", terminal=terminal.name)
    typing.join()
    assert terminal.is_echoing()


def test_a_terminal_that_goes_away_is_a_cancelled_question() -> None:
    """Closing the window ends the question without a crash."""
    person, device = pty.openpty()
    name = os.ttyname(device)

    def close_window() -> None:
        os.read(person, 1024)
        os.close(person)

    closing = threading.Thread(target=close_window)
    closing.start()
    with pytest.raises(errors.CancelledError):
        read_passphrase("? ", terminal=name)
    closing.join()
    os.close(device)


def test_without_a_terminal_there_is_an_error_of_its_own(tmp_path: Path) -> None:
    """No terminal to ask at is said as such."""
    with pytest.raises(errors.NoTerminalError):
        read_passphrase("? ", terminal=str(tmp_path / "tty"))


def test_a_file_is_no_terminal(tmp_path: Path) -> None:
    """A device that is no terminal never receives a prompt."""
    (tmp_path / "tty").write_bytes(b"")
    with pytest.raises(errors.NoTerminalError):
        read_passphrase("? ", terminal=str(tmp_path / "tty"))
    assert (tmp_path / "tty").read_bytes() == b""


def test_the_windows_console_gives_the_same_bytes() -> None:
    """Letters become UTF-8, pairs of surrogates one character, and arrows nothing."""
    units = iter(["ж", "\x00", ";", "\ud83d", "\udd11", "\xe0", "K", "\xe0", "\ude00", "\r"])
    waiting = iter([True, False])
    keys = console_bytes(lambda: next(units), lambda: next(waiting))
    expected = "ж🔑à\ufffd\r".encode()
    assert bytes(next(keys) for _ in expected) == expected


class Screen(io.StringIO):
    """A stream that says whether it is a terminal."""

    def __init__(self, *, is_terminal: bool) -> None:
        """Remember what to say."""
        super().__init__()
        self._is_terminal = is_terminal

    def isatty(self) -> bool:
        """Tell what was set."""
        return self._is_terminal


def test_clearing_takes_the_scrollback_too() -> None:
    """The screen and the lines above it are erased."""
    screen = Screen(is_terminal=True)
    assert clear_screen(screen)
    assert screen.getvalue() == "\x1b[2J\x1b[3J\x1b[H"


def test_a_file_gets_no_escape_sequences() -> None:
    """Redirected output stays clean."""
    screen = Screen(is_terminal=False)
    assert not clear_screen(screen)
    assert screen.getvalue() == ""
