"""What somebody sees of a sealed export who has no passphrase: the file as it lies in a mailbox.

A canary stands in every place of the export that such a person might read: names of files, titles,
properties, bookmarks, headings, and in the words themselves. It may only be seen where the leak
check has stopped the export before anything is sealed.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

import pyrage

from safelog.export.delivery.age import AGE_NAME, seal_for_keys, seal_for_passphrase
from safelog.export.delivery.paper import seal_pdf
from safelog.export.delivery.sealed_page import PAGE_NAME, seal_page
from safelog.i18n import Catalogue
from tests.leaks.test_export_canaries import EXPORT, NAME
from tests.leaks.test_format_canaries import FILES, PAPERS

PASSPHRASE = "quiet river maple stone garden window lamp"

KEY = str(pyrage.x25519.Identity.generate().to_public())


class Container(NamedTuple):
    """A form in which an export lies with somebody who cannot open it."""

    name: str
    seal: Callable[[Mapping[str, bytes]], dict[str, bytes]]
    """Gives what is written, by the names of the files."""


CONTAINERS: tuple[Container, ...] = (
    Container(
        "sealed page",
        lambda files: {
            PAGE_NAME: seal_page(
                files,
                memoryview(PASSPHRASE.encode()),
                catalogue=Catalogue("ru"),
                iterations=1_000,
            )
        },
    ),
    Container("age, key", lambda files: {AGE_NAME: seal_for_keys(files, [KEY])}),
    Container("age, passphrase", lambda files: {AGE_NAME: seal_for_passphrase(files, PASSPHRASE)}),
    Container(
        "pdf",
        lambda files: {
            name: seal_pdf(data, PASSPHRASE)
            for name, data in files.items()
            if name.endswith(".pdf")
        },
    ),
)

PLACES: Mapping[str, Mapping[str, bytes]] = {
    "name of a file": {**FILES, f"{NAME}.pdf": FILES["chronology.pdf"]},
    "title": {"chronology.pdf": PAPERS["heading of a bookmark"]()},
    "properties": {"chronology.pdf": PAPERS["properties"]()},
    "metadata": {"chronology.pdf": PAPERS["metadata"]()},
    "comment": {"chronology.pdf": PAPERS["comment"]()},
    "stream that nobody draws": {"chronology.pdf": PAPERS["hidden stream"]()},
    "words": {
        "chronology.pdf": PAPERS["text"](),
        "chronology.html": EXPORT.html.replace(b"</main>", f"<p>{NAME}</p></main>".encode()),
    },
}
"""Where the canary stands; each of these exports the leak check stops."""


def outside(files: Mapping[str, bytes]) -> bytes:
    """Return the names and bytes of sealed files, and what stands in them in base64."""
    runs = (
        base64.b64decode(run[: len(run) // 4 * 4])
        for data in files.values()
        for run in re.findall(rb"[A-Za-z0-9+/]{40,}", data)
    )
    return b"\n".join((*map(str.encode, files), *files.values(), *runs))


def shows_canary(seen: bytes) -> bool:
    """Tell whether the canary stands in bytes, in any character set that it could have."""
    charsets = ("utf-8", "utf-16-le", "utf-16-be", "cp1251", "koi8-r")
    forms = [NAME.encode(charset) for charset in charsets]
    forms += [b"Shcheglov", *(form.hex().encode() for form in forms)]
    return any(form.lower() in seen.lower() for form in forms)
