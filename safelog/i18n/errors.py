"""Put an error into words.

`errors.<key>.text` says what happened and what is safe, `errors.<key>.next` what to do now. A field
of the error adds one sentence: `errors.<key>.where.<field>` of its own class if the catalogue has
it, else the common `errors.where.<field>`. A field that neither knows stays unsaid, so an error
with more or fewer fields than the translator knew still reads well.
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
        for key in (f"errors.{error.key}.where.{field}", f"errors.where.{field}"):
            if catalogue.has(key):
                places.append(catalogue.text(key, **{field: value}))
                break
    return ErrorText(
        text=catalogue.text(f"errors.{error.key}.text"),
        where=" ".join(places),
        next=catalogue.text(f"errors.{error.key}.next"),
    )
