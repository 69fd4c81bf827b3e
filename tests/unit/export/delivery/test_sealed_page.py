"""The page that opens itself, from a file, in a real browser and by another program."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
import time
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from safelog.export.delivery.padding import padded_size
from safelog.export.delivery.seal import ITERATIONS, normal_form
from safelog.export.delivery.sealed_page import seal_page
from safelog.i18n import LANGUAGES, Catalogue
from tests.unit.export.delivery.browser import CHROMIUM, chromium

PASSPHRASE = "quiet river maple stone garden window lamp"
FILES = {
    "chronology.html": "<!DOCTYPE html><title>t</title><p>Хронология &amp; ещё</p>".encode(),
    "chronology.pdf": b"%PDF-1.7\n" + bytes(range(256)) * 40,
}


def counted(count: int) -> bytes:
    """Return bytes that are the same in every run."""
    return hashlib.shake_256(b"page").digest(count)


def make(
    files: dict[str, bytes] | None = None, language: str = "en", iterations: int = 1_000
) -> str:
    """Return a sealed page as text."""
    page = seal_page(
        FILES if files is None else files,
        memoryview(PASSPHRASE.encode()),
        catalogue=Catalogue(language),
        iterations=iterations,
        random_bytes=counted,
    )
    return page.decode()


def open_page(page: str, passphrase: str) -> bytes | None:
    """Open a page by docs/DELIVERY.md alone; None if the passphrase is another one."""
    given = json.loads(element(page, "parameters"))
    salt, nonce, check = (base64.b64decode(given[name]) for name in ("salt", "nonce", "check"))
    material = hashlib.pbkdf2_hmac("sha256", passphrase.encode(), salt, given["iterations"], 32)

    def expand(purpose: str) -> bytes:
        return hmac.digest(material, f"{given['label']}/{purpose}\x01".encode(), "sha256")

    if expand("check") != check:
        return None
    sealed = base64.b64decode(element(page, "sealed"))
    return AESGCM(expand("key")).decrypt(nonce, sealed, given["label"].encode())


def element(page: str, name: str) -> str:
    """Return the contents of a data element."""
    found = re.search(rf'<script type="[a-z/]+" id="{name}">(.*?)</script>', page, re.DOTALL)
    assert found
    return found[1]


def test_another_program_opens_the_page_by_the_document_alone() -> None:
    """The parameters in the page and the passphrase are enough; the files are byte for byte."""
    plain = open_page(make(), PASSPHRASE)
    assert plain is not None
    length = int.from_bytes(plain[:4], "big")
    rows = json.loads(plain[4 : 4 + length])
    at = 4 + length
    for row, (name, data) in zip(rows, FILES.items(), strict=True):
        assert (row["name"], plain[at : at + row["size"]]) == (name, data)
        at += row["size"]
    assert len(plain) == padded_size(len(plain))
    assert open_page(make(), "another river maple") is None


def test_a_changed_page_gives_nothing() -> None:
    """One changed byte of what is sealed is noticed before anything is shown."""
    page = make()
    sealed = bytearray(base64.b64decode(element(page, "sealed")))
    sealed[len(sealed) // 2] ^= 1
    changed = page.replace(element(page, "sealed"), base64.b64encode(sealed).decode())
    with pytest.raises(InvalidTag):
        open_page(changed, PASSPHRASE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_nothing_of_what_is_in_it(language: str) -> None:
    """Two pages with other contents differ only in what is sealed, and not in their length."""
    one, other = make(language=language), make({"a.html": b"<p>x"}, language)
    assert len(one) == len(other)
    assert one.replace(element(one, "sealed"), "") == other.replace(element(other, "sealed"), "")
    assert "chronology" not in one
    assert "[[" not in one


def test_the_page_can_load_nothing_and_run_nothing_else() -> None:
    """Its policy names its one script by its digest; there is no address in it."""
    page = make()
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    script = re.search(r"<script>(.*?)</script>", page, re.DOTALL)
    assert policy
    assert script
    digest = base64.b64encode(hashlib.sha256(script[1].encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in policy[1]
    assert policy[1].startswith("default-src 'none';")
    assert "connect-src" not in policy[1]
    assert not re.search(r"https?://|eval\(|innerHTML|fetch\(|XMLHttp|\bsrc=", page)


def test_words_are_taken_in_any_case_and_with_any_space() -> None:
    """What is told by voice is typed in many ways."""
    assert normal_form("  Quiet-River\u00a0 MAPLE ") == "quiet river maple"


@pytest.mark.skipif(CHROMIUM is None, reason="needs chromium")
def test_a_browser_opens_the_page_from_a_file(tmp_path: Path) -> None:
    """A wrong passphrase is told; the right one gives the files as they were, and asks nobody."""
    page, saved = tmp_path / "sealed.html", tmp_path / "saved"
    page.write_text(make(language="ru", iterations=ITERATIONS), encoding="utf-8")
    saved.mkdir()
    with chromium(tmp_path) as browser:
        browser.open(page.as_uri(), saved)
        submit = "document.getElementById('ask').requestSubmit()"
        told = "document.getElementById('told').textContent"
        browser.value("document.getElementById('passphrase').value = 'тихая река'")
        browser.value(submit)
        browser.until(f"{told}.startsWith('Это не та фраза')")
        assert browser.value("document.getElementById('opened').hidden") is True
        typed = PASSPHRASE.upper().replace(" ", "  ")
        browser.value(f"document.getElementById('passphrase').value = '{typed}'")
        browser.value(submit)
        browser.until(f"{told}.startsWith('Всё открыто')")
        assert browser.value("document.getElementById('passphrase').value") == ""
        names = "[...document.querySelectorAll('#files span')].map((e) => e.textContent).join()"
        assert browser.value(names) == ",".join(FILES)
        browser.value("document.querySelector('#files button').click()")
        browser.until("document.getElementById('view').srcdoc.includes('Хронология')")
        for number, (name, data) in enumerate(FILES.items()):
            browser.value(f"document.querySelectorAll('a.save')[{number}].click()")
            wait_for(saved / name, len(data))
            assert (saved / name).read_bytes() == data
        local = ("file:", "blob:", "about:")
        assert [url for url in browser.requests if not url.startswith(local)] == []


def wait_for(path: Path, size: int) -> None:
    """Wait until a file is whole."""
    ends = time.monotonic() + 30
    while not path.exists() or path.stat().st_size != size:
        assert time.monotonic() < ends, path.name
        time.sleep(0.05)
