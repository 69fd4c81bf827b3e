"""The documents about the command line say what the program does."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
from jsonschema import Draft202012Validator

from safelog.cli.commands import COMMANDS
from safelog.cli.objects import AttachmentWords, Query, RecipientWords
from safelog.i18n import LANGUAGES, Catalogue
from tests.cli import command_pages, interchange_schema
from tests.cli.computer import Computer

DOCS = Path(__file__).parents[2] / "docs"
EXAMPLES = re.findall(
    r"```json\n(.*?)```", (DOCS / "INTERCHANGE.md").read_text(encoding="utf-8"), re.DOTALL
)
LINES = [example for example in EXAMPLES if '"type"' in example]
INPUTS = [example for example in EXAMPLES if '"type"' not in example]


def test_the_schema_is_made_from_the_types() -> None:
    """The schema in docs/ is the one that the types of the program give."""
    assert interchange_schema.PATH.read_bytes() == interchange_schema.encoded()


def test_the_schema_is_a_schema() -> None:
    """The schema follows the JSON Schema it names."""
    Draft202012Validator.check_schema(msgspec.json.decode(interchange_schema.PATH.read_bytes()))


def test_the_command_pages_show_the_real_help() -> None:
    """docs/COMMANDS.md repeats `--help` word for word."""
    assert command_pages.PATH.read_text(encoding="utf-8") == command_pages.encoded()


@pytest.mark.parametrize("example", LINES)
def test_examples_are_valid_and_can_be_imported(
    example: str, computer: Computer, schema: Draft202012Validator
) -> None:
    """Each example of a line fits the schema, and the program takes it."""
    schema.validate(msgspec.json.decode(example))
    assert computer.run("import", "-", typed=example).code == 0


def test_examples_of_input_are_what_the_commands_read() -> None:
    """The examples without a type are the objects that search, attach and recipient read."""
    types: list[Any] = [Query, AttachmentWords, RecipientWords]
    assert len(INPUTS) == len(types)
    for example, shape in zip(INPUTS, types, strict=True):
        msgspec.json.decode(example, type=shape)


def test_every_command_is_in_the_table_of_the_form() -> None:
    """No command is missing from docs/INTERCHANGE.md."""
    text = (DOCS / "INTERCHANGE.md").read_text(encoding="utf-8")
    assert [name for name in COMMANDS if f"`{name}" not in text] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name: str, language: str, bare_computer: Computer) -> None:
    """Each command has its help in each language, and help needs no vault."""
    run = bare_computer.run(*name.split(), "--help", "--language", language)
    assert run.code == 0
    assert run.err == ""
    assert Catalogue(language).text(f"cli.{name.replace(' ', '_')}.summary") in run.out
    assert "--vault DIR" in run.out


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_overview_lists_every_command(language: str, bare_computer: Computer) -> None:
    """`safelog --help` names all commands."""
    run = bare_computer.run("--help", "--language", language)
    assert [name for name in COMMANDS if f"  {name}\n" not in run.out] == []
