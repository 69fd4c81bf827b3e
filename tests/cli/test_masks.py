"""Parts of a picture are covered by numbers, and what a recipient gets can be looked at."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import msgspec
import pytest
from PIL import Image

from safelog.errors import (
    InvalidFieldError,
    NotFoundError,
    OutputExistsError,
    RevealingExportError,
    SafelogError,
    UnsafeImageError,
    UsageError,
)
from tests.cli.computer import Computer

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def picture(computer: Computer, tmp_path: Path) -> str:
    """Return the id of an attached white picture of 96 by 64 pixels."""
    incident = computer.run("add", "unsure", typed="фото\n.\n").lines[0]
    path = tmp_path / "IMG_0001.png"
    Image.new("RGB", (96, 64), "white").save(path)
    return computer.run("attach", incident, str(path)).lines[0]


def test_a_rectangle_is_laid_listed_and_taken_off(computer: Computer, picture: str) -> None:
    """Each call ends with what is covered now."""
    run = computer.run(
        "mask", picture[:8], "--rectangle", "10,20,30,4", "--rectangle", "0%,0%,1%,1%"
    )
    assert run.code == 0
    assert "The picture is 96 pixels wide and 64 high." in run.err
    assert "2 parts are covered." in run.err
    # Both were laid in one second, so their own ids order them.
    rows = dict(line.split("  ", 1) for line in run.lines)
    assert set(rows.values()) == {"10,20,30,4  for everybody", "0%,0%,1%,1%  for everybody"}
    first = next(key for key, row in rows.items() if row.startswith("10,"))
    run = computer.run("mask", picture, "--remove", first, "--json")
    (shown,) = run.objects
    assert (shown["type"], shown["width"], shown["height"]) == ("picture", 96, 64)
    assert [mask["rectangle"] for mask in shown["masks"]] == ["0%,0%,1%,1%"]  # type: ignore[attr-defined]  # a list of objects


def test_the_copy_of_a_recipient_can_be_looked_at(
    computer: Computer, picture: str, tmp_path: Path
) -> None:
    """It is the file that goes out, without a word of the original's name."""
    words = b'{"name": "Bureau", "policy": "lawyer", "language": "en"}'
    assert computer.run("recipient", "add", "--json", typed=words).code == 0
    bureau = str(computer.run("recipient", "list", "--json").objects[0]["id"])
    run = computer.run("mask", picture, "--rectangle", "0,0,16,16", "--to", bureau[:8])
    assert run.lines[0].endswith("  0,0,16,16  Bureau")
    for words_, black in (((), 0), (("--to", bureau), 256)):
        out = tmp_path / f"copy{black}.png"
        run = computer.run("mask", picture, "--out", str(out), *words_)
        assert (run.code, run.out) == (0, "")
        assert "unencrypted" in run.err
        with Image.open(io.BytesIO(out.read_bytes())) as copy:
            assert copy.convert("L").histogram()[0] == black
    assert computer.run("mask", picture, "--out", str(out)).code == OutputExistsError.exit_code


def test_what_cannot_be_meant_is_refused(computer: Computer, picture: str) -> None:
    """Nothing is stored."""
    refused: dict[tuple[str, ...], type[SafelogError]] = {
        ("--rectangle", "nan,0,1,1"): InvalidFieldError,
        ("--rectangle", "0,0,0,1"): InvalidFieldError,
        ("--rectangle", "96,0,1,1"): InvalidFieldError,
        ("--remove", "zzzz"): NotFoundError,
        ("--to", "zzzz"): NotFoundError,
        ("--rectangle", "0,0,1,1", "--remove", "zzzz"): UsageError,
        ("--rectangle", "0,0,1,1", "--out", "x"): UsageError,
        ("--remove", "zzzz", "--to", "zzzz"): UsageError,
    }
    for words, error in refused.items():
        assert computer.run("mask", picture, *words).code == error.exit_code
    assert "0 parts are covered" in computer.run("mask", picture).err


def test_only_pictures_can_be_covered(computer: Computer, picture: str, tmp_path: Path) -> None:
    """Any other file goes by its hash and description."""
    incident = computer.run("list", "--json").objects[0]["id"]
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.7")
    paper = computer.run("attach", str(incident), str(path)).lines[0]
    assert computer.run("mask", paper, "--rectangle", "0,0,1,1").code == UnsafeImageError.exit_code
    assert computer.run("mask", picture, "--language", "ru").code == 0


def test_a_mask_that_is_taken_off_is_told_before_the_next_export(
    computer: Computer, tmp_path: Path
) -> None:
    """The same recipient would see what was covered; a script has to say that it means it."""
    row = {"type": "incident", "kind": "unsure", "state": "complete", "narrative": "Фото."}
    assert computer.run("import", "-", typed=msgspec.json.encode(row)).code == 0
    incident = str(computer.run("list", "--json").objects[0]["id"])
    path = tmp_path / "IMG_0002.png"
    Image.new("RGB", (96, 64), "white").save(path)
    photo = computer.run("attach", incident, str(path)).lines[0]
    words = b'{"name": "Bureau", "policy": "lawyer", "language": "en"}'
    assert computer.run("recipient", "add", "--json", typed=words).code == 0
    bureau = str(computer.run("recipient", "list", "--json").objects[0]["id"])
    call = ("export", "--to", bureau, "--deliver", "plain", "--json", "--ask", "hide", "--out")
    mask = computer.run("mask", photo, "--rectangle", "0,0,16,16").lines[0].split("  ")[0]
    assert computer.run(*call, str(tmp_path / "one")).code == 0
    assert computer.run("mask", photo, "--remove", mask).code == 0
    run = computer.run(*call, str(tmp_path / "two"))
    assert run.code == RevealingExportError.exit_code
    assert "parts of a picture that were covered" in run.err
    assert not (tmp_path / "two").exists()
    assert computer.run(*call, str(tmp_path / "two"), "--reveal").code == 0
    assert computer.run(*call, str(tmp_path / "three")).code == 0
