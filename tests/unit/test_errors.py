"""The error tree: safe fields, one key and one exit code for each class."""

from __future__ import annotations

import ast
import inspect
import re
import tomllib
from pathlib import Path

import pytest

from safelog import errors
from safelog.i18n import LANGUAGES, Catalogue
from safelog.i18n.errors import describe

ROOT = Path(__file__).parents[2]
CLASSES: list[type[errors.SafelogError]] = sorted(
    (
        found
        for found in vars(errors).values()
        if isinstance(found, type) and issubclass(found, errors.SafelogError)
    ),
    key=lambda found: found.exit_code,
)
FIELD_LIST = re.compile(r"Fields(?: where known)?: (.*)", re.DOTALL)


def documented_fields(error: type[errors.SafelogError]) -> list[str]:
    """Return the fields that the docstring of a class names."""
    match = FIELD_LIST.search(inspect.cleandoc(error.__doc__ or ""))
    if not match:
        return []
    without_remarks = re.sub(r"\([^()]*\)", "", match[1].split(".")[0])
    return re.findall(r"\w+", without_remarks)


def test_every_error_is_in_the_tree() -> None:
    """One base class catches every failure that safelog knows."""
    assert len(CLASSES) > 40
    raisable = [x for x in vars(errors).values() if inspect.isclass(x) and issubclass(x, Exception)]
    assert {found.__name__ for found in raisable} == {found.__name__ for found in CLASSES}


def test_exit_codes_and_keys_are_unique() -> None:
    """A script can tell every failure from every other, and from a killed process."""
    codes = [found.exit_code for found in CLASSES]
    assert len(set(codes)) == len(codes)
    assert len({found.key for found in CLASSES}) == len(CLASSES)
    assert all(0 < code < 126 for code in codes)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("error", CLASSES)
def test_every_error_has_its_sentence_and_next_step(
    error: type[errors.SafelogError], language: str
) -> None:
    """A person reads what happened and what to do, in their language, with or without details."""
    words = describe(error(), Catalogue(language))
    for sentence in (words.text, words.next):
        assert sentence.endswith((".", "!", "?", "”.", "»."))
        assert "{" not in sentence


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("error", CLASSES)
def test_every_documented_field_can_be_said(
    error: type[errors.SafelogError], language: str
) -> None:
    """A field in the docstring of a class has its sentence in every catalogue, or one per value."""
    text = (ROOT / f"safelog/i18n/{language}/errors.toml").read_text(encoding="utf-8")
    entries = tomllib.loads(text)
    known = [*entries["where"], *entries[error.key].get("where", {})]
    for field in documented_fields(error):
        assert any(name == field or name.startswith(f"{field}_") for name in known), field


def raised_with() -> list[tuple[str, str, int | str]]:
    """Return each class, field and value that is written out where the package raises an error."""
    return [
        (call.func.attr if isinstance(call.func, ast.Attribute) else call.func.id, *written)
        for path in sorted((ROOT / "safelog").rglob("*.py"))
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and isinstance(call.func, (ast.Attribute, ast.Name))
        for written in (
            (keyword.arg, keyword.value.value)
            for keyword in call.keywords
            if keyword.arg
            and isinstance(keyword.value, ast.Constant)
            and isinstance(keyword.value.value, (int, str))
        )
        if isinstance(getattr(errors, ast.unparse(call.func).split(".")[-1], None), type)
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_value_that_the_source_writes_out_can_be_said(language: str) -> None:
    """No reason for a refusal stays unsaid, in any language."""
    catalogue = Catalogue(language)
    written = raised_with()
    assert ("InvalidTimeError", "reason", "which_night") in written
    unsaid = [
        (name, field, value)
        for name, field, value in written
        if not describe(getattr(errors, name)(**{field: value}), catalogue).where
    ]
    assert unsaid == []


def test_the_catalogues_know_no_error_that_is_not_there() -> None:
    """A sentence for a class that was removed goes with it."""
    keys = {found.key for found in CLASSES} | {"where"}
    catalogue = (ROOT / "safelog/i18n/en/errors.toml").read_text(encoding="utf-8")
    assert set(re.findall(r"^\[(\w+)", catalogue, re.MULTILINE)) == keys


@pytest.mark.parametrize(
    "value",
    ["Имя", "/a/path", "two\nlines", "", " leading", "x" * 81, "a; rm", "C:\\Users"],
)
def test_no_field_can_carry_the_persons_words(value: str) -> None:
    """Text that might be a name, a path or a sentence is refused by the error itself."""
    with pytest.raises(ValueError, match="unsafe text"):
        errors.InputError(field=value)


def test_the_plain_form_of_an_error_shows_the_key_and_safe_fields() -> None:
    """What a log or a test shows of an error holds no sentence and no words of a person."""
    error = errors.DamagedBlobError(blob="3f", chunk=2)
    assert str(error) == "damaged_blob(blob=3f, chunk=2)"
    assert error.fields == {"blob": "3f", "chunk": 2}


def test_every_exit_code_is_documented() -> None:
    """docs/EXIT_CODES.md has one row for each class, in order, with its sentence, and no other."""
    catalogue = Catalogue("en")
    expected = ["| 0 |  | Done. |"] + [
        f"| {found.exit_code} | `{found.key}` | {describe(found(), catalogue).text} |"
        for found in CLASSES
    ]
    document = (ROOT / "docs/EXIT_CODES.md").read_text(encoding="utf-8")
    rows = [line for line in document.splitlines() if re.match(r"\| \d", line)]
    assert rows == expected
