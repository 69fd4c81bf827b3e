"""Looking sentences up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from safelog.i18n import LANGUAGES, Catalogue
from safelog.i18n.catalogue import plural_category

if TYPE_CHECKING:
    from pathlib import Path


def test_a_language_without_a_catalogue_is_refused() -> None:
    """Nothing falls back to another language in silence."""
    with pytest.raises(LookupError):
        Catalogue("xx")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_is_found_by_its_key(language: str) -> None:
    """A key names an area, a table and an entry."""
    catalogue = Catalogue(language)
    assert catalogue.has("errors.wrong_secret.text")
    assert catalogue.text("errors.wrong_secret.text")


def test_placeholders_are_filled() -> None:
    """A value stands where its placeholder stood."""
    assert Catalogue("en").text("errors.where.line", line=7) == "Line 7."


@pytest.mark.parametrize("key", ["errors.no_such_error.text", "errors.wrong_secret"])
def test_a_missing_key_is_a_defect(key: str) -> None:
    """A key that names nothing, or a whole table, raises."""
    catalogue = Catalogue("en")
    assert not catalogue.has(key)
    with pytest.raises(LookupError):
        catalogue.text(key)
    with pytest.raises(LookupError):
        catalogue.plural(key, 1)


def made(folder: Path, toml: str) -> Catalogue:
    """Return an English catalogue with the one area `area`."""
    (folder / "en").mkdir()
    (folder / "en" / "area.toml").write_text(toml, encoding="utf-8")
    return Catalogue("en", folder=folder)


def test_a_countable_sentence_takes_the_form_of_its_number(tmp_path: Path) -> None:
    """The number chooses the form and stands in it; other values may stand there too."""
    forms = 'one = "{count} file in {place}"\nother = "{count} files in {place}"'
    catalogue = made(tmp_path, f"[found]\n{forms}")
    assert catalogue.plural("area.found", 1, place="A") == "1 file in A"
    assert catalogue.plural("area.found", 3, place="A") == "3 files in A"


def test_a_countable_sentence_needs_its_number(tmp_path: Path) -> None:
    """Asking for it without a number raises."""
    with pytest.raises(LookupError):
        made(tmp_path, '[found]\none = "1"\nother = "2"').text("area.found")


def test_an_entry_that_is_no_sentence_is_a_defect(tmp_path: Path) -> None:
    """A number or a list in a catalogue raises, with the key of the slip."""
    with pytest.raises(LookupError, match=r"table\.slip"):
        made(tmp_path, "[table]\nslip = 3").text("area.table.slip")


def test_a_sentence_without_values_is_left_as_it_is(tmp_path: Path) -> None:
    """Braces in a sentence that takes no values are shown."""
    assert made(tmp_path, 'braces = "{}"').text("area.braces") == "{}"


def test_a_sentence_without_plural_forms_has_no_plural() -> None:
    """Asking for the plural of a plain sentence raises."""
    with pytest.raises(LookupError):
        Catalogue("en").plural("errors.wrong_secret.text", 2)


@pytest.mark.parametrize(
    ("language", "count", "category"),
    [
        ("en", 0, "other"),
        ("en", 1, "one"),
        ("en", 2, "other"),
        ("en", 21, "other"),
        ("ru", 0, "many"),
        ("ru", 1, "one"),
        ("ru", 2, "few"),
        ("ru", 4, "few"),
        ("ru", 5, "many"),
        ("ru", 11, "many"),
        ("ru", 12, "many"),
        ("ru", 19, "many"),
        ("ru", 21, "one"),
        ("ru", 22, "few"),
        ("ru", 111, "many"),
        ("ru", 1001, "one"),
        ("uk", 3, "few"),
        ("kk", 1, "one"),
        ("kk", 5, "other"),
        ("en", -1, "one"),
        ("ru", -2, "few"),
        ("en", 1.0, "other"),
        ("ru", 1.5, "other"),
        ("uk", 2.0, "other"),
    ],
)
def test_plural_categories_follow_cldr(language: str, count: float, category: str) -> None:
    """Each language counts in its own way."""
    assert plural_category(language, count) == category
