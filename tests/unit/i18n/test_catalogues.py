"""The catalogues themselves: complete, parallel and fit to be read."""

from __future__ import annotations

import ast
import re
import string
import tomllib
from pathlib import Path

import pytest

from safelog.i18n import DOCUMENT_AREAS, DOCUMENT_LANGUAGES, LANGUAGES, Catalogue

PACKAGE = Path(__file__).parents[3] / "safelog"
CATALOGUES = PACKAGE / "i18n"
AREAS = sorted(file.stem for file in (CATALOGUES / "en").glob("*.toml"))
OWN = [f"{area}." for area in AREAS]
TOLD = [
    (language, area)
    for language in DOCUMENT_LANGUAGES
    for area in (AREAS if language in LANGUAGES else DOCUMENT_AREAS)
]
"""Each language with each area that it has."""
PLURAL_FORMS = {
    "en": {"one", "other"},
    "ru": {"one", "few", "many"},
    "uk": {"one", "few", "many"},
    "kk": {"one", "other"},
}
TAKES_FRACTIONS = "units"
"""The area whose numbers need not be whole; each language tells one form more there: other."""
ALL_FORMS = {"one", "few", "many", "other"}

Sentences = dict[str, dict[str, str]]
"""For each key the sentence, or its plural forms; a plain sentence has the one form ""."""


def sentences(language: str, area: str) -> Sentences:
    """Read one catalogue file into flat keys."""
    text = (CATALOGUES / language / f"{area}.toml").read_text(encoding="utf-8")
    return flatten(tomllib.loads(text))


def flatten(table: dict[str, object], prefix: str = "") -> Sentences:
    """Turn nested tables into dotted keys."""
    flat: Sentences = {}
    for name, value in table.items():
        if isinstance(value, dict) and value and value.keys() <= ALL_FORMS:
            flat[prefix + name] = {str(form): str(text) for form, text in value.items()}
        elif isinstance(value, dict):
            assert value, f"{prefix}{name} is empty"
            flat |= flatten(value, f"{prefix}{name}.")
        else:
            assert isinstance(value, str), f"{prefix}{name} is no sentence"
            flat[prefix + name] = {"": value}
    return flat


def placeholders(sentence: str) -> set[str]:
    """Return the names of the placeholders in a sentence."""
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def test_every_language_has_its_areas() -> None:
    """A language of the screens has every file, one of documents those that documents need."""
    for language in DOCUMENT_LANGUAGES:
        areas = [area for told, area in TOLD if told == language]
        assert sorted(file.stem for file in (CATALOGUES / language).glob("*.toml")) == areas
    assert "errors" in AREAS


def test_a_language_of_documents_alone_says_no_error() -> None:
    """An area that a language does not have is a defect, never a sentence of another language."""
    with pytest.raises(LookupError):
        Catalogue("uk").text("errors.wrong_secret.text")


def test_there_is_no_folder_of_an_unnamed_language() -> None:
    """A language is announced when its catalogue is complete, not before."""
    folders = {f.name for f in CATALOGUES.iterdir() if f.is_dir() and not f.name.startswith("_")}
    assert folders == set(DOCUMENT_LANGUAGES)


@pytest.mark.parametrize(("language", "area"), TOLD)
def test_languages_have_the_same_keys_and_placeholders(language: str, area: str) -> None:
    """A sentence of one language has its twin, with the same values in it."""
    original, translated = sentences("en", area), sentences(language, area)
    assert sorted(translated) == sorted(original)
    for key, forms in translated.items():
        expected = set[str]().union(*map(placeholders, original[key].values()))
        found = set[str]().union(*map(placeholders, forms.values()))
        # The sentence for one thing may leave the number out; some form must have each value.
        assert found == expected, key


@pytest.mark.parametrize(("language", "area"), TOLD)
def test_plural_forms_are_those_of_the_language(language: str, area: str) -> None:
    """Each countable sentence has exactly the forms that its language tells apart."""
    fractions = {"other"} if area == TAKES_FRACTIONS else set()
    for key, forms in sentences(language, area).items():
        if "" not in forms:
            assert set(forms) == PLURAL_FORMS[language] | fractions, key


@pytest.mark.parametrize(("language", "area"), TOLD)
def test_sentences_are_fit_to_be_read(language: str, area: str) -> None:
    """No sentence is empty or has stray blanks, and every placeholder has a plain name."""
    for key, forms in sentences(language, area).items():
        for sentence in forms.values():
            assert sentence.strip(), key
            # A question ends in one blank, where the answer will stand; what is said about an
            # answer is set in by two.
            assert re.fullmatch(r"(  )?\S(.*\S)?|\S.*[:?>.] ", sentence, re.DOTALL), key
            assert "  " not in sentence.lstrip(), key
            names = placeholders(sentence)
            assert all(re.fullmatch(r"[a-z][a-z0-9_]*", name) for name in names), key


@pytest.mark.parametrize(("language", "area"), [each for each in TOLD if each[0] != "en"])
def test_translated_sentences_are_translated(language: str, area: str) -> None:
    """A sentence with words in it is not the English one left in place."""
    english = sentences("en", area)
    for key, forms in sentences(language, area).items():
        for form, sentence in forms.items():
            words = re.findall(r"[A-Za-z]{2,}", re.sub(r"\{\w+\}", "", sentence))
            if len(words) > 2:
                assert sentence != english[key].get(form), key


FOREIGN = {"uk": re.compile("[ыэъё]", re.IGNORECASE), "ru": re.compile("[іїєґәғқңөұүһ]")}
"""Letters that a language does not have."""


@pytest.mark.parametrize(
    ("language", "area"), [(language, area) for language, area in TOLD if language in FOREIGN]
)
def test_sentences_have_the_letters_of_their_language(language: str, area: str) -> None:
    """A Russian word left in a Ukrainian sentence is seen by its letters."""
    for key, forms in sentences(language, area).items():
        assert not FOREIGN[language].search(" ".join(forms.values())), key


def test_keys_in_the_source_exist() -> None:
    """A key that is written out anywhere in the package is in the catalogues."""
    catalogue = Catalogue("en")
    asking = {"text", "plural", "has", "say", "warn", "ask", "hint", "print_text"}
    looked_up, missing = 0, []
    for path in sorted(PACKAGE.rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            key = first_argument(call, asking)
            if key:
                looked_up += 1
                # A layer with a catalogue of its own may put the name of that before each key.
                if not any(is_key(catalogue, prefix + key) for prefix in ("", *OWN)):
                    missing.append(f"{path.name}:{getattr(call, 'lineno', 0)}: {key}")
    assert missing == []
    assert looked_up > 50


def first_argument(node: ast.AST, names: set[str]) -> str:
    """Return the dotted key that a call of one of `names` begins with, or nothing."""
    if not isinstance(node, ast.Call) or not node.args:
        return ""
    name = node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)
    first = node.args[0]
    if name not in names or not isinstance(first, ast.Constant) or not isinstance(first.value, str):
        return ""
    return first.value if re.fullmatch(r"[a-z0-9_]+(?:\.[a-z0-9_]+)+", first.value) else ""


def is_key(catalogue: Catalogue, key: str) -> bool:
    """Tell whether the catalogues have `key`; an area that is not there has none."""
    return key.partition(".")[0] in AREAS and catalogue.has(key)
