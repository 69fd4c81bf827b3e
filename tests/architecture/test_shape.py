"""Sizes, names and habits that keep the source readable; each rule names its reason."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = sorted((ROOT / "safelog").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
SCRIPTS = [ROOT / "bootstrap.py", *sorted((ROOT / "locks").glob("*.py"))]
BENCH = sorted((ROOT / "bench").rglob("*.py"))

FILE_LINES_MAX = 400
APP_LINES_MAX = 300
FUNCTION_LINES_MAX = 50

# Names that say nothing about what a module owns, so that everything ends up there.
VAGUE_NAMES = re.compile(r"util|helper|manager|common|misc")

# A rule switched off, and then, after a dash or in brackets or as a second comment, why.
EXCEPTION = re.compile(r"#\s*(noqa|type:\s*ignore|pragma)")
EXCEPTION_WITH_REASON = re.compile(
    r"#\s*(?:noqa:\s*[A-Z0-9, ]+[0-9]|type:\s*ignore\[[a-z, -]+\])\s*(?:-+|\(|#|:)\s*\S.{5,}"
)
COMMENT = re.compile(r"\s*# \w")


def shown(path: Path) -> str:
    """Return `path` as a person would name it."""
    return path.relative_to(ROOT).as_posix()


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Return every function and method in a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [node for node in ast.walk(tree) if isinstance(node, kinds)]


def test_there_is_something_to_judge() -> None:
    """The rules below look at the real tree."""
    assert ROOT / "safelog" / "errors" / "base.py" in PACKAGE
    assert Path(__file__) in TESTS


def test_files_are_short() -> None:
    """A file that has to be scrolled for minutes is read by nobody."""
    limits = {ROOT / "safelog" / "tui" / "app.py": APP_LINES_MAX}
    long = {
        shown(path): lines
        for path in [*PACKAGE, *SCRIPTS]
        if (lines := len(path.read_text(encoding="utf-8").splitlines()))
        > limits.get(path, FILE_LINES_MAX)
    }
    assert long == {}


def test_functions_are_short() -> None:
    """A function fits on one screen, its docstring included."""
    long = {
        f"{shown(path)}:{function.name}": lines
        for path in [*PACKAGE, *SCRIPTS]
        for function in functions(path)
        if (lines := (function.end_lineno or 0) - function.lineno + 1) > FUNCTION_LINES_MAX
    }
    assert long == {}


def test_modules_are_named_after_what_they_own() -> None:
    """No module is a drawer for whatever has no place."""
    names = [path for path in [*PACKAGE, *TESTS, *BENCH] if path.name != Path(__file__).name]
    assert [shown(path) for path in names if VAGUE_NAMES.search(path.stem)] == []


def test_nothing_prints() -> None:
    """Output goes through the streams that were handed in, so that stdout stays data."""
    prints = [
        f"{shown(path)}:{node.lineno}"
        for path in PACKAGE
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"print", "breakpoint"}
    ]
    assert prints == []


def test_nothing_is_left_for_later() -> None:
    """Unfinished work is an issue, not a remark in the source."""
    marks = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    found = [
        f"{shown(path)}:{number}"
        for path in [*PACKAGE, *SCRIPTS, *BENCH]
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if marks.search(line)
    ]
    assert found == []


def test_each_exception_from_a_rule_has_its_reason() -> None:
    """Beside each switched-off check, or at the head of a block of them, stands why."""
    bare = []
    for path in [*PACKAGE, *TESTS, *SCRIPTS, *BENCH]:
        if path == Path(__file__):
            continue
        is_explained = False
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if not EXCEPTION.search(line):
                is_explained = bool(COMMENT.match(line))
                continue
            is_explained = is_explained or bool(EXCEPTION_WITH_REASON.search(line))
            if not is_explained:
                bare.append(f"{shown(path)}:{number}")
    assert bare == []


def test_no_coverage_is_waived() -> None:
    """A branch that no test reaches is tested or removed."""
    waived = [shown(p) for p in PACKAGE if "pragma:" in p.read_text(encoding="utf-8")]
    assert waived == []


def test_each_test_says_what_it_holds() -> None:
    """The docstring of a test is one sentence about behaviour."""
    silent = [
        f"{shown(path)}:{function.name}"
        for path in TESTS
        for function in functions(path)
        if function.name.startswith("test_") and not ast.get_docstring(function)
    ]
    assert silent == []


def test_each_module_says_what_it_owns() -> None:
    """Every module of the package begins with its docstring."""
    silent = [
        shown(path)
        for path in PACKAGE
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert silent == []


def test_the_setup_script_keeps_to_old_syntax() -> None:
    """An old Python reads `bootstrap.py` as far as the sentence that names the right one."""
    tree = ast.parse((ROOT / "bootstrap.py").read_text(encoding="utf-8"))
    too_new = (
        ast.JoinedStr,
        ast.NamedExpr,
        ast.Match,
        ast.AnnAssign,
        ast.AsyncFunctionDef,
        ast.AsyncWith,
        ast.AsyncFor,
        ast.Await,
        ast.TryStar,
    )
    assert [node for node in ast.walk(tree) if isinstance(node, too_new)] == []
    futures = [n for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.module]
    assert "__future__" not in {node.module for node in futures}
    guard = next(n for n in tree.body if not isinstance(n, (ast.Expr, ast.Import)))
    assert isinstance(guard, ast.If)
    assert "version_info" in ast.unparse(guard.test)


@pytest.mark.parametrize(
    ("line", "accepted"),
    [
        ("x = 1  # noqa: S101", False),
        ("x = 1  # noqa: S101 - the test harness speaks so", True),
        ("x = 1  # noqa: S101 (the harness speaks so)", True),
        ("x = 1  # noqa: FBT001, FBT002 - the signature is Textual's", True),
        ("x = 1  # type: ignore[arg-type]", False),
        ("x = 1  # type: ignore[arg-type]  # the stub is wrong here", True),
        ("x = 1  # noqa", False),
    ],
)
def test_a_bare_exception_is_told_from_a_reasoned_one(line: str, *, accepted: bool) -> None:
    """The rule on reasons can fail and can pass."""
    assert bool(EXCEPTION_WITH_REASON.search(line)) is accepted
