"""The page as a real browser shows and prints it."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.unit.export.page import make_export

CHROMIUM = shutil.which("chromium")
PDFTOTEXT = shutil.which("pdftotext")
OFFLINE = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-pdf-header-footer",
)

pytestmark = pytest.mark.skipif(
    CHROMIUM is None or PDFTOTEXT is None, reason="needs chromium and poppler-utils"
)


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the text of the page as it is printed on A4."""
    folder = tmp_path_factory.mktemp("browser")
    page, paper = folder / "chronology.html", folder / "chronology.pdf"
    page.write_bytes(make_export().html)
    command = [
        str(CHROMIUM),
        *OFFLINE,
        f"--user-data-dir={folder / 'profile'}",
        f"--print-to-pdf={paper}",
        page.as_uri(),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return text_of(paper)


def text_of(paper: Path) -> str:
    """Return the text of a PDF file."""
    command = [str(PDFTOTEXT), "-layout", str(paper), "-"]
    return subprocess.run(command, check=True, capture_output=True, timeout=60).stdout.decode()


def test_a_browser_prints_the_chronology(printed: str) -> None:
    """Headings, labels, the account and the numbers of the pages."""
    for text in ("Хронология происшествий", "Мы с [Человек A · R4]", "Приложение 1", "Метод"):
        assert text in printed
    assert re.search(r"1\s*/\s*\d", printed)


def test_nothing_hidden_is_printed(printed: str) -> None:
    """The browser has no more than the file."""
    assert not any(word in printed for word in ("Глеб", "Щегл", "Тамар", "Сиренев", "Тайный"))
