"""The words a command takes: declared as data, parsed by argparse, shown as help.

A command declares `ARGUMENTS`; the parser and the help page are both made from it, so neither can
know what the other does not. The help page is our own rather than argparse's: in the person's
language, one option after the other in plain lines, and the same on every version of Python.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NoReturn

from safelog.errors import UsageError
from safelog.i18n import LANGUAGES, Catalogue

_Value = str | int | bool | list[str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """One word, or an option with or without a value.

    `name` is the key of its help, `cli.<command>.args.<name>`, and how the command asks for it.
    """

    name: str
    flag: str = ""
    """`--titles`; empty for a word that stands by its place."""
    value: str = ""
    """What stands for the value in help; an option without one is on or off."""
    optional: bool = False
    many: bool = False
    number: bool = False
    choices: tuple[str, ...] = ()


VAULT = Argument(name="vault", flag="--vault", value="DIR")
LANGUAGE = Argument(name="language", flag="--language", value="LANGUAGE", choices=LANGUAGES)
PASSPHRASE_FD = Argument(name="passphrase_fd", flag="--passphrase-fd", value="N", number=True)
KEY_FILE = Argument(name="key_file", flag="--key-file", value="FILE")
SHARES = Argument(name="shares", flag="--shares")
JSON = Argument(name="json", flag="--json")
HELP = Argument(name="help", flag="--help")
COMMON = (VAULT, KEY_FILE, SHARES, PASSPHRASE_FD, JSON, LANGUAGE, HELP)
"""Options that every command takes, before its name or after it."""


class Words:
    """The words of one call, by the names of their arguments."""

    def __init__(self, values: Mapping[str, _Value]) -> None:
        """Take what argparse made of the words."""
        self._values = values

    def text(self, name: str) -> str:
        """Return the value of a word or an option, empty if it was left out."""
        value = self._values[name]
        return value if isinstance(value, str) else ""

    def texts(self, name: str) -> tuple[str, ...]:
        """Return the values of an argument that may stand several times."""
        value = self._values[name]
        return tuple(value) if isinstance(value, list) else ()

    def number(self, name: str) -> int | None:
        """Return the value of a numeric option, None if it was left out."""
        value = self._values[name]
        return value if isinstance(value, int) else None

    def flag(self, name: str) -> bool:
        """Tell whether an option without a value was given."""
        return self._values[name] is True

    def is_given(self, name: str) -> bool:
        """Tell whether an option of any kind was given."""
        value = self._values[name]
        return value is not None and value is not False


class _Parser(argparse.ArgumentParser):
    """Raises instead of printing: what argparse would print repeats the person's words."""

    def error(self, message: str) -> NoReturn:
        """Refuse the words.

        Raises:
            UsageError: always.
        """
        del message
        raise UsageError


def parse(arguments: Sequence[Argument], words: Sequence[str]) -> Words:
    """Read the words of a command, its own and the common ones.

    Raises:
        UsageError: a word too many or too few, or an option or value that does not exist.
    """
    parser = _Parser(add_help=False, allow_abbrev=False, prog="safelog")
    for argument in (*arguments, *COMMON):
        _declare(parser, argument)
    return Words(vars(parser.parse_intermixed_args(list(words))))


def _declare(parser: argparse.ArgumentParser, argument: Argument) -> None:
    kind = _whole_number if argument.number else str
    choices = argument.choices or None
    if argument.flag and not argument.value:
        parser.add_argument(argument.flag, dest=argument.name, action="store_true")
    elif argument.flag:
        parser.add_argument(
            argument.flag,
            dest=argument.name,
            type=kind,
            choices=choices,
            action="append" if argument.many else "store",
        )
    else:
        count = "+" if argument.many else "?" if argument.optional else None
        parser.add_argument(argument.name, nargs=count, type=kind, choices=choices)


def _whole_number(text: str) -> int:
    """Read a number of decimal digits; `int` alone also takes signs, spaces and underscores."""
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(2**31))):
        raise argparse.ArgumentTypeError
    return int(text)


def usage(command: str, arguments: Iterable[Argument], catalogue: Catalogue) -> str:
    """Return the line that shows how a command is called."""
    shown = [_shown(argument) for argument in arguments]
    return catalogue.text("cli.help.usage", call=" ".join(["safelog", command, *shown]))


def help_page(command: str, arguments: Sequence[Argument], catalogue: Catalogue) -> Iterable[str]:
    """Return the lines of a command's help."""
    area = f"cli.{command.replace(' ', '_')}"
    yield usage(command, arguments, catalogue)
    yield ""
    yield catalogue.text(f"{area}.summary")
    if catalogue.has(f"{area}.about"):
        yield ""
        yield from catalogue.text(f"{area}.about").splitlines()
    if arguments:
        yield ""
        yield catalogue.text("cli.help.arguments")
        for argument in arguments:
            yield from _explained(argument, f"{area}.args.{argument.name}", catalogue)
    yield ""
    yield catalogue.text("cli.help.common")
    for argument in COMMON:
        yield from _explained(argument, f"cli.common.{argument.name}", catalogue)


def _explained(argument: Argument, key: str, catalogue: Catalogue) -> Iterable[str]:
    name = _name(argument)
    yield f"  {name}"
    yield from (f"      {line}" for line in catalogue.text(key).splitlines())


def _name(argument: Argument) -> str:
    return f"{argument.flag} {argument.value}".strip() or argument.name.upper()


def _shown(argument: Argument) -> str:
    name = _name(argument)
    if argument.flag or argument.optional:
        name = f"[{name}]"
    return f"{name}…" if argument.many else name
