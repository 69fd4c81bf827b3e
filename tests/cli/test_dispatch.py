"""From words to a command, and from what goes wrong to a sentence and an exit code."""

from __future__ import annotations

import errno
import io
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from jsonschema import Draft202012Validator
from PIL import Image

from safelog.cli.commands import COMMANDS, list_incidents
from safelog.cli.console import Console, Streams
from safelog.cli.lines import StreamLines
from safelog.errors import (
    NoTerminalError,
    OutputError,
    SafelogError,
    UsageError,
    VaultNotFoundError,
)
from safelog.i18n import Catalogue
from tests.cli import interchange_schema
from tests.cli.computer import PASSPHRASE, Computer
from tests.cli.test_secrets import descriptor
from tests.cli.test_seen import imported_twice


def test_without_a_command_the_app_starts(bare_computer: Computer) -> None:
    """The app gets the folder and the language, and its exit code is the command's."""
    started: list[tuple[Path, str]] = []

    def app(vault: Path, language: str) -> int:
        started.append((vault, language))
        return 7

    bare_computer.app = app
    bare_computer.environ["LANG"] = "ru_RU.UTF-8"
    assert bare_computer.run(terminal=True).code == 7
    assert bare_computer.run("--vault", "other", "--language=en", terminal=True).code == 7
    assert started == [(bare_computer.vault, "ru"), (Path("other"), "en")]


def test_the_app_needs_a_terminal(bare_computer: Computer) -> None:
    """Without one it is said, with the next step."""
    run = bare_computer.run()
    assert run.code == NoTerminalError.exit_code
    assert run.err.splitlines() == [
        "The app needs a terminal to draw on, and there is none.",
        "Start it in a terminal window, or use the commands: “safelog --help” lists them.",
    ]


@pytest.mark.parametrize(
    "words",
    [
        ("nonsense",),
        ("--json",),
        ("--passphrase-fd", "0"),
        ("--nonsense",),
        ("--language", "xx", "list"),
        ("list", "--nonsense"),
        ("list", "--las", "1"),
        ("entity", "nonsense"),
        ("list", "--passphrase-fd"),
    ],
)
def test_unknown_words_are_refused(words: tuple[str, ...], computer: Computer) -> None:
    """A word that nothing knows ends with the way to help, and is not repeated."""
    run = computer.run(*words, secrets=[], terminal=True)
    assert run.code == UsageError.exit_code
    assert run.out == ""
    assert "--help" in run.err
    assert "nonsense" not in run.err


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({}, "en"),
        ({"LANG": "ru_RU.UTF-8"}, "ru"),
        ({"LANG": "ru"}, "ru"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LC_ALL": "C", "LANG": "ru_RU.UTF-8"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "ru_RU", "LANG": "en_US"}, "ru"),
    ],
)
def test_the_language_is_the_computers(
    environ: dict[str, str], language: str, bare_computer: Computer
) -> None:
    """The first variable of the locale that is set decides; English stands in for the others."""
    bare_computer.environ.update(environ)
    about = Catalogue(language).text("cli.help.about")
    assert about in bare_computer.run("--help").out
    assert about in bare_computer.run("help").out


def test_a_group_lists_its_commands(bare_computer: Computer) -> None:
    """The first word of two-word commands lists them."""
    for words in (("entity",), ("entity", "--help")):
        run = bare_computer.run(*words)
        assert run.code == 0
        assert "  entity add\n" in run.out
        assert "  recipient add\n" not in run.out


def test_nothing_ends_in_a_traceback(computer: Computer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A defect ends in a plain sentence that repeats nothing of what was worked on."""
    canary = "CANARY"

    def fail(*_args: object) -> None:
        raise ValueError(canary)

    monkeypatch.setattr(list_incidents, "run", fail)
    run = computer.run("list")
    assert run.code == SafelogError.exit_code
    assert run.err.startswith("Something happened that safelog did not foresee.")
    assert canary not in run.err
    assert "Traceback" not in run.err


class _Closed(io.BytesIO):
    """A stream whose reader has gone or whose disk is full."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = number

    def write(self, _data: object, /) -> int:
        raise OSError(self._number, "")

    def close(self) -> None:
        """Stay open."""


@pytest.mark.parametrize(
    ("number", "is_told"), [(errno.EPIPE, False), (errno.EINVAL, False), (errno.ENOSPC, True)]
)
def test_an_output_that_breaks_off_has_its_exit_code(
    number: int, *, is_told: bool, computer: Computer
) -> None:
    """A reader that has gone is no news; a full disk is, and both differ from success."""
    computer.run("add", "unsure", typed="слова\n.\n")
    run = computer.run("list", stdout=_Closed(number))
    assert run.code == OutputError.exit_code
    assert ("The output could not be written" in run.err) == is_told


def test_an_error_without_anybody_to_tell_keeps_its_code(bare_computer: Computer) -> None:
    """With standard error closed the exit code still says what happened."""
    err = io.TextIOWrapper(_Closed(errno.EPIPE), write_through=True)
    out = io.TextIOWrapper(io.BytesIO())
    streams = Streams(
        stdin=io.BytesIO(), stdout=out, stderr=err, lines=StreamLines(io.BytesIO(), err)
    )
    with pytest.raises(OutputError):
        Console(streams, Catalogue("en")).tell("words")
    run = bare_computer.run("list", stderr=_Closed(errno.EPIPE))
    assert run.code == VaultNotFoundError.exit_code


def _picture(
    run: Callable[..., list[dict[str, object]]], incident: str, photo: Path
) -> list[dict[str, object]]:
    """Attach a picture, and list what is covered of it."""
    Image.new("RGB", (32, 32), "white").save(photo)
    attached = run("attach", incident, str(photo), given={})
    return attached + run("mask", str(attached[0]["id"]), "--rectangle", "0,0,8,8")


def _company(run: Callable[..., list[dict[str, object]]], incident: str) -> list[dict[str, object]]:
    """Link an incident to a series, merge two people, and list what came of it."""
    ids = [
        str(run("entity", "add", given={"type": "entity", "kind": kind, "name": name})[0]["id"])
        for kind, name in (
            ("series", "пожар"),
            ("person", "Глеб Щеглов"),
            ("person", "Gleb Shcheglov"),
        )
    ]
    rows = run("link", "add", incident, "part_of", ids[0], given={})
    rows += run("series") + run("seen", "--all") + run("seen", "--entity", ids[1])
    return rows + run("entity", "merge", ids[1], ids[2], given={})


def test_every_object_fits_the_schema(
    computer: Computer, schema: Draft202012Validator, tmp_path: Path
) -> None:
    """Whatever a command writes with --json is valid, and every type of line was seen."""
    entity = {"type": "entity", "kind": "person", "name": "Сергей Ветров"}
    incident = {
        "type": "incident",
        "kind": "threat.call",
        "state": "complete",
        "narrative": "Звонил @Сергей Ветров.",
        "details": {"private_knowledge": ["family"], "duration": 3, "words": "слова"},
        "when": {
            "said": "3 мая 2026",
            "zone": "Asia/Almaty",
            "precision": "day",
            "start": "2026-05-03T00:00",
            "end": "2026-05-04T00:00",
        },
    }
    words = {"name": "Бюро", "policy": "lawyer", "language": "ru"}

    def run(*command: str, given: object = None) -> list[dict[str, object]]:
        typed = b"" if given is None else msgspec.json.encode(given)
        done = computer.run(*command, "--json", typed=typed)
        assert done.code == 0, done.err
        return done.objects

    rows = run("entity", "add", given=entity)
    rows += run("entity", "propose", str(rows[0]["id"]))
    rows += run("add", given=incident)
    saved = str(rows[-1]["id"])
    computer.run("add", "unsure", typed="слова\n.\n", terminal=True, stops=True)
    rows += run("draft", "list", "--words")
    rows += run("draft", "drop", str(rows[-1]["id"]))
    rows += run("attach", saved, "-", given="x") + run("show", saved) + run("list", "--titles")
    rows += run("edit", saved, given=run("show", saved)[0])
    rows += run("search", given={"words": "звонил"})
    rows += run("add", given={"type": "incident", "kind": "unsure"})
    rows += run("patterns") + run("complete")
    rows += run("search", "--words", "--from", "2026-05-01", given={"words": ""})
    rows += run("follow", "add", saved, given={"follow_ups": [{"body": "police"}]}) + run("due")
    rows += _company(run, saved) + _picture(run, saved, tmp_path / "photo.png")
    rows += run("recipient", "add", given=words) + run("recipient", "list")
    recipient, out = str(rows[-1]["id"]), str(tmp_path / "out")
    rows += run("export", "--deliver", "plain", "--to", recipient, "--out", out, "--log")
    rows += run("export") + run("recipient", "policy", recipient)
    rows += run("verify", str(tmp_path / "out" / "chronology.json"))
    rows += run("import", "-", given=entity) + run("check") + run("entity", "list")
    (tmp_path / "calls.csv").write_text("Number,Date\n1,2026-05-03 18:04\n", encoding="utf-8")
    rows += run("import", "calls", str(tmp_path / "calls.csv"))
    (tmp_path / "stick").mkdir()
    rows += run("backup", str(tmp_path / "stick"))
    backup = str(rows[-1]["path"])
    rows += run("restore", backup, "--rehearse")
    rows += run("merge", str(imported_twice(computer, tmp_path).vault)) + run("seen", "--all")
    with descriptor(PASSPHRASE, "новая фраза") as number:
        flags = ("--passphrase-fd", number, "--print-recovery-words")
        rows += run("salvage", str(tmp_path / "new"), *flags)
    with descriptor(PASSPHRASE, "новая фраза") as number:
        flags = ("--passphrase-fd", number, "--print-recovery-words")
        rows += run("travel", "create", str(tmp_path / "away"), "--incident", saved, *flags)
    rows += run("recovery", "--print-recovery-words") + run("slot", "rehearse")
    rows += run("slot", "add", "shares", "--print-words") + run("slot", "list")
    rows += run("remove", "incident", saved, given={"confirm": "remove"})
    rows += run("list", "--removed")
    rows += run("doctor") + computer.run("burn", "--json", typed="burn\n").objects
    for row in rows:
        schema.validate(row)
    lines = msgspec.json.decode(interchange_schema.PATH.read_bytes())["oneOf"]
    assert len({row["type"] for row in rows}) == len(lines)


def test_every_command_has_a_module() -> None:
    """The table of commands names modules that exist, each once."""
    folder = Path(list_incidents.__file__).parent
    modules = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    assert sorted(COMMANDS.values()) == sorted(modules)
