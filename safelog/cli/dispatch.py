"""From the words of a call to the command they name, and from what it raises to an exit code."""

from __future__ import annotations

import errno
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from safelog.cli.arguments import COMMON, LANGUAGE, Argument, help_page, parse, usage
from safelog.cli.commands import COMMANDS
from safelog.cli.console import Console
from safelog.cli.host import Host
from safelog.errors import (
    CancelledError,
    NoTerminalError,
    OutputError,
    SafelogError,
    UsageError,
)
from safelog.i18n import LANGUAGES, Catalogue
from safelog.i18n.errors import describe
from safelog.system.terminal import clear_screen

_LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
"""POSIX.1-2017, XBD 8.2: the first that is set and not empty decides."""


class _Call(NamedTuple):
    """The words of a call, sorted."""

    before: list[str]
    """Common options that stand before the name of the command."""
    name: str
    """Name of the command or of a group of commands; empty if there is none."""
    after: list[str]


def dispatch(words: Sequence[str], host: Host) -> int:
    """Run the command that `words` name and return the exit code of the process."""
    console = Console(host.streams, Catalogue(_language(words, host)))
    try:
        code = _run(_sort(words), host, console)
        console.flush()
    except BaseException as raised:  # noqa: BLE001 (nothing may end in a traceback)
        code = _end(raised, console)
    if host.interrupts.is_leaving:
        _leave_screen(console)
    return code


def _run(call: _Call, host: Host, console: Console) -> int:
    wants_help = "--help" in call.before + call.after or "-h" in call.after or call.name == "help"
    if call.name in COMMANDS:
        _run_command(call, host, console, wants_help=wants_help)
        return 0
    group = [name for name in COMMANDS if name.split()[0] == call.name]
    if wants_help or (group and not call.after):
        _print_overview(console, group or list(COMMANDS))
        return 0
    if call.name:
        console.tell(console.text("help.usage", call="safelog COMMAND"))
        raise UsageError
    chosen = parse((), call.before)
    if any(chosen.is_given(name) for name in ("json", "passphrase_fd", "key_file", "shares")):
        raise UsageError
    if not (host.streams.stdin.isatty() and host.streams.stdout.isatty()):
        console.say("app.no_terminal")
        console.say("app.no_terminal_next")
        return NoTerminalError.exit_code
    folder = Path(chosen.text("vault")) if chosen.text("vault") else host.default_vault()
    return host.start_app(folder, console.catalogue.language)


def _run_command(call: _Call, host: Host, console: Console, *, wants_help: bool) -> None:
    command = import_module(f"safelog.cli.commands.{COMMANDS[call.name]}")
    arguments: tuple[Argument, ...] = command.ARGUMENTS
    if wants_help:
        for line in help_page(call.name, arguments, console.catalogue):
            console.print(line)
        return
    try:
        words = parse(arguments, call.before + call.after)
    except UsageError:
        console.tell(usage(call.name, arguments, console.catalogue))
        raise
    # Imported late: the vault and the journal, which help and the terminal app do not need here.
    from safelog.cli.session import Session  # noqa: PLC0415 (see above)

    session = Session(host, console, words)
    try:
        command.run(session, words)
    finally:
        session.credentials.wipe()


def _sort(words: Sequence[str]) -> _Call:
    """Find the name of the command behind the common options; of two words, where it has two."""
    with_value = {argument.flag for argument in COMMON if argument.value}
    at = 0
    while at < len(words) and words[at].startswith("-"):
        at += 2 if words[at] in with_value else 1
    before, rest = list(words[:at]), list(words[at:])
    for length in (2, 1):
        name = " ".join(rest[:length])
        if name in COMMANDS:
            return _Call(before, name, rest[length:])
    return _Call(before, rest[0] if rest else "", rest[1:])


def _language(words: Sequence[str], host: Host) -> str:
    """Return the language of the call; an unknown one is refused later, when words are parsed."""
    flag = LANGUAGE.flag
    for word, value in pairwise([*words, ""]):
        chosen = value if word == flag else word.removeprefix(f"{flag}=")
        if word.startswith(flag) and chosen in LANGUAGES:
            return chosen
    for variable in _LOCALE_VARIABLES:
        if host.environ.get(variable):
            spoken = host.environ[variable].split("_")[0].split(".")[0]
            return spoken if spoken in LANGUAGES else LANGUAGES[0]
    return LANGUAGES[0]


def _print_overview(console: Console, names: list[str]) -> None:
    console.print(console.text("help.usage", call="safelog [COMMAND]"))
    console.print()
    console.print(console.text("help.about"))
    console.print()
    for name in names:
        console.print(f"  {name}")
        console.print(f"      {console.text(name.replace(' ', '_') + '.summary')}")
    console.print()
    console.print(console.text("help.more"))


def _leave_screen(console: Console) -> None:
    """Leave nothing of the command on its terminal but a neutral line."""
    with suppress(OSError, OutputError):
        # The window may be gone.
        if console.screen is not None and clear_screen(console.screen):
            console.say("quit.done")


def _end(raised: BaseException, console: Console) -> int:
    """Say in plain sentences why a command ended, and return its exit code."""
    match raised:
        case OutputError(fields={"errno": errno.EPIPE | errno.EINVAL}):
            # Whoever read our output has gone: `safelog list | head`. Windows says EINVAL.
            return raised.exit_code
        case SafelogError():
            error = raised
        case KeyboardInterrupt():
            error = CancelledError()
        case _:
            # Neither its text nor its traceback is shown: both may hold what the person wrote.
            error = SafelogError()
    try:
        with suppress(OutputError):
            # Data before the error stands before it on the screen as well.
            console.flush()
        for line in describe(error, console.catalogue):
            if line:
                console.tell_at_the_end(line)
    except OutputError:
        # Nobody reads any more: the exit code is all that is left to say it with.
        return error.exit_code
    return error.exit_code
