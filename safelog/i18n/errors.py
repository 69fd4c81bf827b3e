"""Put an error into words.

`errors.<key>.text` says what happened and what is safe, `errors.<key>.next` what to do now. A field
of the error adds one sentence: `where.<field>_<value>` if the catalogue has it, else
`where.<field>`, first of its own class (`errors.<key>.where`), then of all (`errors.where`). What
none knows stays unsaid, so an error with more or fewer fields than the translator knew still reads
well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from safelog.errors import SafelogError
    from safelog.i18n.catalogue import Catalogue


class ErrorText(NamedTuple):
    """What a person reads about an error; `where` may be empty."""

    text: str
    where: str
    next: str


def describe(error: SafelogError, catalogue: Catalogue, /) -> ErrorText:
    """Return the sentences of `error` in the language of `catalogue`."""
    places: list[str] = []
    for field, value in error.fields.items():
        tables = (f"errors.{error.key}.where", "errors.where")
        keys = [f"{table}.{name}" for table in tables for name in (f"{field}_{value}", field)]
        known = next((key for key in keys if catalogue.has(key)), None)
        if known is not None:
            places.append(catalogue.text(known, **{field: value}))
    return ErrorText(
        text=catalogue.text(f"errors.{error.key}.text"),
        where=" ".join(places),
        next=catalogue.text(f"errors.{error.key}.next"),
    )
