"""One page that opens itself: it holds the files sealed, and asks for the passphrase.

The page says nothing of whom it is for or from, and its texts are the same in every export. Its own
policy lets it load nothing and run only its own script, so that nothing typed into it can leave.
"""

from __future__ import annotations

import base64
import hashlib
import html
import os
from collections.abc import Mapping
from importlib import resources

import msgspec

from safelog.export.delivery.parcel import pack_parcel
from safelog.export.delivery.seal import ITERATIONS, LABEL, RandomBytes, seal
from safelog.i18n import Catalogue

PAGE_NAME = "sealed.html"

_SHOWN = ("title", "intro", "passphrase", "open", "files", "save_hint", "no_script", "privacy")
"""Texts that stand in the page as it is loaded."""
_SAID = ("wrong", "damaged", "too_old", "working", "save", "view", "opened")
"""Texts that its script says."""


def seal_page(
    files: Mapping[str, bytes],
    passphrase: memoryview,
    *,
    catalogue: Catalogue,
    iterations: int = ITERATIONS,
    random_bytes: RandomBytes = os.urandom,
) -> bytes:
    """Return the page with the files sealed in it.

    Args:
        files: the checked files of an export, by their neutral names.
        passphrase: as `seal.normal_form` writes it; generated.
        catalogue: of the recipient's language.
        iterations: as for `seal`.
        random_bytes: the source of salt and nonce.
    """
    parcel = pack_parcel(files)
    sealed = seal(parcel, passphrase, iterations=iterations, random_bytes=random_bytes)
    said = {name: catalogue.text(f"delivery.page.{name}") for name in _SAID}
    data = {
        "label": LABEL,
        "iterations": sealed.iterations,
        "salt": _base64(sealed.salt),
        "nonce": _base64(sealed.nonce),
        "check": _base64(sealed.check),
        "said": said,
    }
    script = _resource("page.js")
    fills = {
        "language": catalogue.language,
        "policy": _policy(script),
        "style": _resource("page.css"),
        "script": script,
        "parameters": _in_script(msgspec.json.encode(data).decode()),
        "sealed": _base64(sealed.ciphertext),
    }
    fills |= {name: html.escape(catalogue.text(f"delivery.page.{name}")) for name in _SHOWN}
    page = _resource("page.html")
    for name, text in fills.items():
        page = page.replace(f"[[{name}]]", text)
    return page.encode()


def _policy(script: str) -> str:
    """Let the page run this one script and show what it opens, and load nothing at all."""
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return (
        f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _in_script(text: str) -> str:
    """Write JSON so that nothing in it ends the element it stands in."""
    return text.replace("<", "\\u003c")


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _resource(name: str) -> str:
    return (resources.files("safelog.export.delivery") / "page" / name).read_text(encoding="utf-8")
