"""The files of the repository: what may stand in them, and how they lie on the disk."""

from __future__ import annotations

import re
import stat
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEXT_SUFFIXES = {"", ".py", ".md", ".toml", ".txt", ".json", ".jsonl", ".html", ".css", ".tcss"}

# Unicode 16, chapter 23.2 and UAX 9: with these a line of source reads otherwise than it runs.
BIDI_CONTROLS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")

# Folders of one machine or person, and hosts that serve packages.
OF_ONE_MACHINE = re.compile(
    r"(?<![\w.])/(?:work|root|home/(?!person)\w+|Users/\w+)/[\w.]|[A-Z]:\\+Users\\+\w"
    r"|pypi\.org|pythonhosted|/simple/"
)


def repository_files() -> list[Path]:
    """Return the files that are, or would be, committed."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        check=True,
        capture_output=True,
        cwd=ROOT,
    )
    names = sorted(set(listed.stdout.decode().split("\0")) - {""})
    return [ROOT / name for name in names if (ROOT / name).exists()]


FILES = repository_files()
# Whole vaults: bytes, whatever their names look like.
VAULTS = ROOT / "tests/golden"
TEXTS = [
    file
    for file in FILES
    if file.suffix in TEXT_SUFFIXES and not file.is_dir() and VAULTS not in file.parents[1:]
]


def lines_matching(pattern: re.Pattern[str]) -> list[str]:
    """Return where in the texts of the repository `pattern` occurs, this file left out."""
    return [
        f"{file.relative_to(ROOT).as_posix()}:{number}"
        for file in TEXTS
        if file != Path(__file__)
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]


def test_there_is_something_to_judge() -> None:
    """The rules below look at the real tree."""
    assert ROOT / "pyproject.toml" in TEXTS
    assert ROOT / "locks/run.txt" in TEXTS


def test_no_path_or_host_of_one_machine_stands_anywhere() -> None:
    """What is committed holds for everybody and tells nothing of who made it."""
    assert lines_matching(OF_ONE_MACHINE) == []


def test_no_text_reads_otherwise_than_it_runs() -> None:
    """No invisible control turns the order of letters around; escapes name such characters."""
    assert lines_matching(BIDI_CONTROLS) == []


def test_texts_have_plain_line_ends() -> None:
    """Lines end in a line feed, the last one too, and in no blanks."""
    endings = []
    for file in TEXTS:
        content = file.read_bytes()
        if b"\r\n" in content or (content and not content.endswith(b"\n")):
            endings.append(file.relative_to(ROOT).as_posix())
    assert endings == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no file modes")
def test_only_the_entry_of_ci_is_executable() -> None:
    """A file that is run has its mode, and no other has; nothing is a link."""
    executable = [f for f in FILES if f.stat().st_mode & stat.S_IXUSR]
    assert executable == [ROOT / ".ci" / "run"]
    assert [file for file in FILES if file.is_symlink()] == []


def test_each_dependency_has_its_reason() -> None:
    """In pyproject a comment stands above every dependency, of the package and of the tests."""
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    project = tomllib.loads("\n".join(lines))
    named = [*project["project"]["dependencies"], *project["dependency-groups"]["test"]]
    assert len(named) > 20
    unexplained = [
        line.strip()
        for number, line in enumerate(lines)
        if line.strip().strip('",') in named and not lines[number - 1].strip().startswith("# ")
    ]
    assert unexplained == []


def locked(name: str) -> dict[str, list[str]]:
    """Return the pinned packages of a lock, each with the hashes below it.

    Raises:
        AssertionError: a line is neither a pinned package nor a hash.
    """
    packages: dict[str, list[str]] = {}
    for line in (ROOT / "locks" / name).read_text(encoding="ascii").splitlines():
        package = re.fullmatch(r"([a-z0-9-]+==[\w.]+(?: ; [\w .<>='!]+)?) \\", line)
        digest = re.fullmatch(r"    --hash=sha256:([0-9a-f]{64})(?: \\)?", line)
        assert package or digest, line
        if package:
            packages[package[1]] = []
        elif digest:
            packages[list(packages)[-1]].append(digest[1])
    return packages


@pytest.mark.parametrize("name", ["run.txt", "test.txt"])
def test_a_lock_names_versions_and_hashes_and_nothing_else(name: str) -> None:
    """Each package has its hashes, and no option or host stands in the lock."""
    packages = locked(name)
    assert packages
    assert [package for package, hashes in packages.items() if not hashes] == []


def test_the_tests_run_what_the_person_runs() -> None:
    """The lock of the tests holds that of the program, version for version and hash for hash."""
    assert locked("run.txt").items() <= locked("test.txt").items()


def test_the_locks_hold_every_dependency() -> None:
    """A dependency that was added to pyproject is in the lock too."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    for name, wanted in {
        "run.txt": project["project"]["dependencies"],
        "test.txt": project["dependency-groups"]["test"],
    }.items():
        pinned = {package.split("==")[0] for package in locked(name)}
        assert {re.split(r"[<>=!~ \[]", one)[0] for one in wanted} <= pinned


def test_each_dependency_is_described() -> None:
    """docs/DEPENDENCIES.md has a row for each dependency of the package, with its licence."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = {re.split(r"[<>=!~ \[]", one)[0] for one in project["project"]["dependencies"]}
    document = (ROOT / "docs/DEPENDENCIES.md").read_text(encoding="utf-8")
    described = dict(
        re.findall(r"^\| `([a-z0-9-]+)` \| [^|]+ \| ([^|]+) \|", document, re.MULTILINE)
    )
    assert set(described) == wanted
    assert [one for one, licence in described.items() if "GPL" in licence] == []
