"""The checks that a finished output has to pass; each yields the places where it found something.

Every check is needed: for each there is a leak that no other one finds, and a test that takes the
check away lets that leak pass. How finds are weighed is told in `leakcheck`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from safelog.export.encodings import (
    SHORTEST_NOISY,
    charsets,
    from_hex,
    in_utf8,
)
from safelog.export.escapes import from_numbers
from safelog.export.exactsearch import ExactSearch
from safelog.export.fault import Fault
from safelog.export.html import stylesheet
from safelog.export.imagefile import is_bare_image
from safelog.export.misread import Swapped, from_misread
from safelog.export.reading import Tag
from safelog.export.search import Material

FILE_NAMES = frozenset(
    {
        "chronology.csv",
        "chronology.docx",
        "chronology.html",
        "chronology.json",
        "chronology.pdf",
        "exhibits.csv",
    }
)


_VOLUME = re.compile(r"chronology-[1-9][0-9]*\.pdf")


class Check(NamedTuple):
    """A check, and the name under which it can be taken out."""

    name: str
    find: Callable[[Material], Iterator[str]]
    """Yields the places where something was found."""


_IMAGE_TYPES = frozenset({"image/jpeg", "image/png"})
_IMAGE_SOURCES = tuple(f"data:{media_type};base64," for media_type in sorted(_IMAGE_TYPES))

_POLICY = "Content-Security-Policy"
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_FETCHED = re.compile(r"url\s*\(|@import|\\", re.IGNORECASE)

_TAGS = re.compile(
    r"html|head|meta|title|style|body|main|header|footer|article|section|h[1-4]|p|a|span|div"
    r"|blockquote|dl|dt|dd|ol|ul|li|figure|figcaption|img|table|thead|tbody|tr|th|td"
    # A drawing: shapes and whole words, nothing that acts or refers.
    r"|svg|desc|rect|polygon|text"
)
_ATTRIBUTES = re.compile(
    r"lang|charset|http-equiv|content|name|class|id|aria-labelledby|alt|width|height|scope"
    r"|role|viewbox|x|y|points|font-size|font-family|text-anchor"
)


def file_names(material: Material) -> Iterator[str]:
    """Hold that the files have no names but the neutral ones."""
    if not all(name in FILE_NAMES or _VOLUME.fullmatch(name) for name in material.outputs):
        yield "file name"


def markup(material: Material) -> Iterator[str]:
    """Hold that a page has only known elements, and points to nothing outside itself."""
    for page in material.readings.pages:
        for tag in dict.fromkeys(page.tags):
            if not _TAGS.fullmatch(tag.name):
                yield "html element"
            if not all(_is_harmless(name, value) for name, value in tag.attributes):
                yield "html attribute"
        if [dict(tag.attributes).get("http-equiv") for tag in page.tags if _acts(tag)] != [_POLICY]:
            yield "html policy"


def style(material: Material) -> Iterator[str]:
    """Hold that a style sheet fetches nothing, and writes nothing but what ours does."""
    ours = frozenset(_QUOTED.findall(stylesheet()))
    for page in material.readings.pages:
        for each in page.styles:
            if _FETCHED.search(each) or not ours.issuperset(_QUOTED.findall(each)):
                yield "html style"


def visible_text(material: Material) -> Iterator[str]:
    """Search what is read block by block."""
    for name, blocks in material.readings.blocks():
        if material.has_leak(blocks, shown=True):
            yield f"{name} text"


def joined_text(material: Material) -> Iterator[str]:
    """Search for what only shows when neighbouring blocks are read together."""
    for name, blocks, separator in material.readings.neighbours():
        if material.has_leak_across(blocks, separator):
            yield f"{name} joined text"


def paper_text(material: Material) -> Iterator[str]:
    """Search the text of a PDF, in which one block cannot be told from the next."""
    for paper in material.readings.papers:
        if material.has_leak_in_paper(paper):
            yield "pdf text"


def attributes(material: Material) -> Iterator[str]:
    """Search the values of attributes."""
    for page in material.readings.pages:
        values = (value for tag in page.tags for name, value in tag.attributes if name != "src")
        if material.has_leak(values):
            yield "html attributes"


def unseen_text(material: Material) -> Iterator[str]:
    """Search comments, declarations, styles, properties and alternative texts."""
    for name, texts in material.readings.unseen():
        if material.has_leak(texts):
            yield f"{name} unseen text"


def json_strings(material: Material) -> Iterator[str]:
    """Search every string of a JSON file, decoded."""
    for file in material.readings.files:
        if material.has_leak(file.strings, shown=True) or material.has_leak(file.numbers):
            yield "json text"


def json_joined(material: Material) -> Iterator[str]:
    """Search the strings of a JSON file joined as they follow one another in a list."""
    for file in material.readings.files:
        if material.has_leak(file.joined, shown=True):
            yield "json joined text"


def hidden_words(material: Material) -> Iterator[str]:
    """Count the words that were hidden: none may stand more often than it legitimately remains."""
    yield from material.overrun(material.hidden.hidden)


def private_texts(material: Material) -> Iterator[str]:
    """Count titles, file names and fields that are not exported."""
    yield from material.overrun(material.hidden.private)


def identifiers(material: Material) -> Iterator[str]:
    """Search the bytes for ids of incidents, entities, attachments and the recipient."""
    ids = material.hidden.identifiers
    wanted = ExactSearch(each.encode() for written in ids for each in (written, written[::-1]))
    unescaped = "\n".join(plain for texts in material.unescaped for plain in texts)
    for data in (*material.plain, *material.base64, unescaped.encode("utf-8", "replace")):
        if wanted.stands_in(data.lower()):
            yield "bytes"


def unpacked_bytes(material: Material) -> Iterator[str]:
    """Search the bytes of a PDF that are no text: comments, metadata, streams that nobody draws."""
    for data in material.readings.unpacked():
        plain = in_utf8(data)
        if material.has_noisy_leak(plain, material.besides) or material.has_foreign_leak(data):
            yield "pdf bytes"


def character_sets(material: Material) -> Iterator[str]:
    """Read the bytes under other character sets than their own."""
    if any(map(material.has_foreign_leak, material.plain)):
        yield "bytes"


def base64_runs(material: Material) -> Iterator[str]:
    """Decode what could be base64."""
    for data in material.base64:
        if any(map(material.has_noisy_leak, charsets(data))):
            yield "bytes"


def hex_runs(material: Material) -> Iterator[str]:
    """Decode what could be hexadecimal digits."""
    texts = from_hex(material.stretches)
    if any(material.has_noisy_leak(decoded, material.besides) for decoded in texts):
        yield "bytes"


def escapes(material: Material) -> Iterator[str]:
    """Take escapes off: percent signs, HTML references, JSON and source code escapes."""
    for texts in material.unescaped:
        if material.has_leak(texts, shown=True):
            yield "escaped text"


def misread(material: Material) -> Iterator[str]:
    """Read words again whose bytes were once taken for another character set."""
    # Whatever is left of such bytes is beyond ASCII in every set.
    text = "\n".join(text for text in material.texts if not text.isascii())
    if any(map(material.has_noisy_leak, from_misread(text))):
        yield "misread text"
    if Swapped(material.hidden.names).stand_in(text):
        yield "misread text"


def number_rows(material: Material) -> Iterator[str]:
    """Read rows of numbers as bytes, and as the numbers of letters."""
    for text in material.texts:
        if any(map(material.has_noisy_leak, from_numbers(text))):
            yield "row of numbers"


def backwards(material: Material) -> Iterator[str]:
    """Read every text from its end; two characters make a reader's program show it so."""
    if material.names_long_name("\n".join(material.texts)[::-1], SHORTEST_NOISY):
        yield "text read backwards"


def data_uris(material: Material) -> Iterator[str]:
    """Search what data: URIs hold; images apart, which have a check of their own."""
    for media_type, data in material.data_uris:
        if media_type not in _IMAGE_TYPES and any(map(material.has_noisy_leak, charsets(data))):
            yield "data uri"


def images(material: Material) -> Iterator[str]:
    """Open every embedded image again: pixels and nothing else, to the last byte."""
    for media_type, data in material.data_uris:
        if media_type in _IMAGE_TYPES and not is_bare_image(data):
            yield "image"


def _structure(fault: Fault) -> Check:
    """Hold that a file has nothing of a kind that we never write."""

    def find(material: Material) -> Iterator[str]:
        if fault in material.readings.faults():
            yield f"{fault.file} structure"

    return Check(fault.value, find)


_SEARCHES = (
    file_names,
    markup,
    style,
    visible_text,
    joined_text,
    paper_text,
    attributes,
    unseen_text,
    json_strings,
    json_joined,
    hidden_words,
    private_texts,
    identifiers,
    unpacked_bytes,
    character_sets,
    base64_runs,
    hex_runs,
    escapes,
    number_rows,
    misread,
    backwards,
    data_uris,
    images,
)

CHECKS: tuple[Check, ...] = (
    *map(_structure, Fault),
    *(Check(search.__name__, search) for search in _SEARCHES),
)
"""Every check there is: what can be known of a file without reading it comes first."""


def _is_harmless(name: str, value: str) -> bool:
    """Tell whether an attribute is a known one and points to nothing outside the file."""
    if name == "href":
        return value.startswith("#")
    if name == "src":
        return value.startswith(_IMAGE_SOURCES)
    if name in {"fill", "stroke"}:
        # A colour can be a reference too.
        return value in {"black", "white"}
    return _ATTRIBUTES.fullmatch(name) is not None


def _acts(tag: Tag) -> bool:
    """Tell whether a tag stands for a header of HTTP: a policy, or an order to go elsewhere."""
    return any(name == "http-equiv" for name, _ in tag.attributes)
