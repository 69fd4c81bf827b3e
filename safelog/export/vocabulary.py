"""The renderer's own words, which say nothing about anybody.

A hidden "May" must not forbid the month, nor a hidden "Police" the label of a field. So the leak
check knows the words that labels, dates and the style sheet are made of, and the names of the time
zones in the document.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources

import msgspec

from safelog.export import schema
from safelog.export.html import stylesheet
from safelog.model.kind import Kinds
from safelog.redact import document as redacted
from safelog.redact.document import RedactedDocument, Time
from safelog.redact.policy import Policy
from safelog.redact.terms import phrase


def fixed_words(document: RedactedDocument, kinds: Kinds, policy: Policy) -> frozenset[str]:
    """Return the words that the renderers write themselves into this document, folded."""
    return frozenset(word for text in _texts(document, kinds, policy) for word in phrase(text))


def pdf_words() -> frozenset[str]:
    """Return the words that every PDF has in its bytes, folded.

    They are of the language itself, of its metadata, and of the licences that the fonts carry. An
    organisation called "Foundation" would otherwise stop every PDF.
    """
    listed = resources.files("safelog.export") / "typst" / "words.txt"
    return frozenset(listed.read_text(encoding="utf-8").split())


def _texts(document: RedactedDocument, kinds: Kinds, policy: Policy) -> Iterator[str]:
    # The folders are named from the package above them: importing `model.when.languages` would put
    # a module over the function of that name.
    for package, *path in (
        ("safelog.i18n", document.language, "export.toml"),
        ("safelog.i18n", document.language, "document.toml"),
        ("safelog.i18n", document.language, "patterns.toml"),
        ("safelog.i18n", document.language, "units.toml"),
        ("safelog.model.when", "languages", f"{document.language}.toml"),
    ):
        yield resources.files(package).joinpath(*path).read_text(encoding="utf-8")
    yield stylesheet()
    yield (resources.files("safelog.export") / "word" / "styles.xml").read_text(encoding="utf-8")
    yield from policy.label.values()
    yield document.zone
    for shared in (kinds.common, kinds.entity_kinds, kinds.reasons):
        yield str(msgspec.to_builtins(shared))
    yield from (each.label[document.language] for each in kinds.families)
    for paragraph in document.paragraphs:
        yield str(msgspec.to_builtins(kinds.get(paragraph.kind)))
        for field in paragraph.fields:
            if isinstance(field.value, Time):
                yield field.value.zone
    for value in (*vars(redacted).values(), *vars(schema).values()):
        if isinstance(value, type) and issubclass(value, msgspec.Struct):
            yield f"{value.__name__} {' '.join(value.__struct_fields__)}"
