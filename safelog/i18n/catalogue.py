"""Look up sentences in the catalogues.

A catalogue is a folder of TOML files, one per area: the key `errors.wrong_secret.text` is the entry
`text` of the table `wrong_secret` in `errors.toml`. An entry is a text, or a table of plural
forms named after the categories of Unicode CLDR (one, few, many, other). Placeholders are `{name}`.

A missing key or area is a defect and raises; tests hold that all languages have the same keys and
placeholders in the areas that they have.
"""

from __future__ import annotations

import tomllib
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

LANGUAGES = ("en", "ru")
"""Languages of the screens and the command line; their catalogues are complete."""

DOCUMENT_LANGUAGES = (*LANGUAGES, "uk", "kk")
"""Languages of documents; their catalogues have at least `DOCUMENT_AREAS`."""

DOCUMENT_AREAS = ("delivery", "document", "export", "patterns", "units", "verify")
"""What is said in a document, or on the page that seals it."""

_Entry = str | dict[str, str]


class Catalogue:
    """The sentences of one language; areas are read on first use."""

    def __init__(self, language: str, *, folder: Traversable | None = None) -> None:
        """Choose `language`, one of `DOCUMENT_LANGUAGES`.

        Args:
            language: its code.
            folder: holds a folder for each language; the package's own if None.

        Raises:
            LookupError: there is no catalogue for that language.
        """
        if language not in DOCUMENT_LANGUAGES:
            raise LookupError(language)
        self.language = language
        self._folder = (folder or resources.files("safelog.i18n")) / language
        self._areas: dict[str, dict[str, _Entry]] = {}
        self._found: dict[str, _Entry] = {}

    def text(self, key: str, /, **values: object) -> str:
        """Return the sentence of `key` with its placeholders filled."""
        match self._entry(key):
            case str(sentence):
                return sentence.format_map(values) if values else sentence
            case _:
                raise LookupError(key)

    def plural(self, key: str, count: float, /, **values: object) -> str:
        """Return the form of `key` that fits `count`, which is also the placeholder `{count}`."""
        match self._entry(key):
            case dict(forms):
                form = forms[plural_category(self.language, count)]
                return form.format_map({"count": count, **values})
            case _:
                raise LookupError(key)

    def has(self, key: str) -> bool:
        """Tell whether the catalogue has `key`."""
        area, _, name = key.partition(".")
        return name in self._area(area)

    def _entry(self, key: str) -> _Entry:
        if key in self._found:
            return self._found[key]
        area, _, name = key.partition(".")
        try:
            self._found[key] = self._area(area)[name]
        except KeyError:
            raise LookupError(key) from None
        return self._found[key]

    def _area(self, area: str) -> dict[str, _Entry]:
        if area not in self._areas:
            try:
                text = (self._folder / f"{area}.toml").read_text(encoding="utf-8")
            except FileNotFoundError:
                raise LookupError(area) from None
            self._areas[area] = _flatten(tomllib.loads(text))
        return self._areas[area]


def plural_category(language: str, count: float) -> str:
    """Return the CLDR plural category of a number (CLDR 46, plurals.xml, cardinal).

    A number with a fraction, also one of zero, is "other" in each of the languages.
    """
    if not isinstance(count, int):
        return "other"
    count = abs(count)
    if language in {"ru", "uk"}:
        tens, units = divmod(count % 100, 10)
        if tens == 1:
            return "many"
        if units == 1:
            return "one"
        return "few" if units in {2, 3, 4} else "many"
    return "one" if count == 1 else "other"


_PLURAL_FORMS = frozenset({"one", "few", "many", "other"})


def _flatten(table: dict[str, object], prefix: str = "") -> dict[str, _Entry]:
    """Turn nested tables into dotted names; a table of plural forms stays whole."""
    flat: dict[str, _Entry] = {}
    for name, value in table.items():
        if isinstance(value, str):
            flat[prefix + name] = value
        elif isinstance(value, dict) and value.keys() <= _PLURAL_FORMS:
            flat[prefix + name] = {form: str(text) for form, text in value.items()}
        elif isinstance(value, dict):
            flat |= _flatten(value, f"{prefix}{name}.")
        else:
            raise LookupError(prefix + name)
    return flat
