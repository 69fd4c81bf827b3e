"""Programs that had no part in writing or checking an export find nothing of what it hides.

Each must find what is shown, so that it can fail; and a file with something planted must make it
say so. A program that is missing is named by the skip; `.ci/run` installs them all.
"""

from __future__ import annotations

import io
import re
import shutil
import unicodedata
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from safelog.export.delivery.sealed_page import seal_page
from safelog.export.image import CleanCopy, clean_copy
from safelog.export.volumes import parted
from safelog.i18n import Catalogue
from safelog.model.entity import Entity
from safelog.redact.cover import registered
from safelog.redact.hit import Tier
from safelog.redact.matcher import Matcher
from safelog.redact.policy import Rules
from tests.leaks.readers import READERS, Reader, written
from tests.leaks.test_export_canaries import NAME
from tests.leaks.test_format_canaries import in_word, set_with
from tests.unit.export import forty
from tests.unit.export.delivery.browser import chromium
from tests.unit.export.delivery.test_sealed_page import PASSPHRASE, counted
from tests.unit.export.heic_sample import SAMPLE
from tests.unit.export.page import COPY_SHA256, Export, make_export
from tests.unit.redact.world import LAWYER, REGISTER, entity_id, profile

CALLER = Entity(id=entity_id(30), kind="phone", name="+7 700 000 11 22")
BY = Rules(LAWYER, profile(), (*REGISTER, CALLER))
FINDER = Matcher(registered(BY))

HIDDEN = (
    *("глеб", "щегл", "щегол", "тамар", "лисиц", "сиренев", "gleb", "shcheg", "tamar", "lisits"),
    *(
        "тайный заголовок",
        "000 11 22",
        "7000001122",
        "братк",
        "мария сергеевна",
        "у дома.jpg",
        "canary-7000",
    ),
)
"""What no reader may find, folded: stems of names, a title, a number, the recipient."""

SHOWN = ("мотор работал", "пока сестра здорова", "migration office")
"""What each must find, wherever lines end."""

GROUPS = ("chronology", "wgeid", "timeline")
"""A template of every form of document: numbered paragraphs, six fields, a table."""


def telling_photo(*, cleaned: bool = True) -> CleanCopy:
    """Return the copy of a photo that tells who took it, where, and of whom; or the photo."""
    out, photo = io.BytesIO(), Image.new("RGB", (80, 60), (120, 130, 140))
    exif = Image.Exif()
    exif[0x013B], exif[0x010E] = "Gleb Shcheglov", "Tamara Lisitsyna"
    exif.get_ifd(0x8825)[1] = "N"
    photo.save(out, "JPEG", exif=exif, comment=b"Shcheglov", dpi=(72, 72))
    copy = clean_copy(out.getvalue())
    return copy if cleaned else copy._replace(data=out.getvalue())


def hiding(template: str) -> Export:
    """Make an export that hides all it can."""
    return make_export(
        forty.selection(6),
        by=BY,
        finder=FINDER,
        template=template,
        copies={COPY_SHA256: telling_photo()},
    )


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, list[Path]]:
    """Return an export in every format, as a PDF of each group, and as a PDF in volumes."""
    folder = tmp_path_factory.mktemp("readers")
    chronology = hiding(GROUPS[0])
    made = {**chronology.outputs, **chronology.rendered("pdf", "docx", "csv")}
    paths = written(folder / GROUPS[0], made)
    for group in GROUPS[1:]:
        paths += written(folder / group, hiding(group).rendered("pdf", "docx"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("safelog.export.formats.parted", partial(parted, volume_bytes=6_000))
        volumes = chronology.rendered("pdf")
    assert len(volumes) > 1
    paths += written(folder / "volumes", volumes)
    by_ending: dict[str, list[Path]] = {}
    for path in paths:
        by_ending.setdefault(path.suffix, []).append(path)
    return by_ending


def folded(text: str) -> str:
    """Fold a text so that neither case nor marks nor the ends of lines matter."""
    plain = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).casefold())
    return " ".join(plain.replace("ё", "е").split())


def found_in(text: str) -> list[str]:
    """Return what of the hidden stands in a text, by its letters."""
    plain = folded(text)
    return [each for each in HIDDEN if each in plain]


def matched_in(text: str) -> list[str]:
    """Return what of the hidden stands in a text, by the matcher."""
    return [text[hit.start : hit.end] for hit in FINDER.find(text) if hit.tier is Tier.SURE]


def needs(*programs: str) -> None:
    """Skip a test for which a program is missing, and say which."""
    missing = [each for each in programs if each and not shutil.which(each)]
    if missing:
        pytest.skip(f"{', '.join(missing)} is not installed")


@pytest.mark.parametrize("reader", READERS, ids=lambda r: f"{r.name} {r.ending}")
def test_a_reader_finds_the_shown_and_nothing_of_the_hidden(
    reader: Reader, files: Mapping[str, list[Path]]
) -> None:
    """In every format, every group of templates, and every volume."""
    needs(reader.program)
    paths = files[reader.ending]
    if reader.slow:
        paths = [min(paths, key=lambda path: path.stat().st_size)]
    texts = [reader.read(path) for path in paths]
    assert [found_in(text) for text in texts] == [[] for _ in texts]
    if reader.text:
        assert [matched_in(text) for text in texts] == [[] for _ in texts]
    if reader.words:
        everything = folded("\n".join(texts))
        assert [words for words in SHOWN if words not in everything] == []


def test_what_is_planted_is_found(tmp_path: Path) -> None:
    """In the text, beside it, and in a photo that kept what it tells."""
    needs("pdftotext", "qpdf", "exiftool", "pdfimages")
    named = {reader.name: reader for reader in READERS}
    talking = set_with(f"Звонил {NAME}.", copy=telling_photo(cleaned=False))
    (paper,) = written(tmp_path / "paper", {"chronology.pdf": talking})
    titled = in_word("docProps/core.xml", "<dc:title>", "<dc:title>Gleb ")
    (letter,) = written(tmp_path / "letter", {"chronology.docx": titled})
    for reader in ("pdftotext", "pdftotext -raw", "mutool draw"):
        assert found_in(named[reader].read(paper)) == ["щегл"]
        assert NAME in matched_in(named[reader].read(paper))
    assert "shcheg" in found_in(named["pdfimages"].read(paper))
    assert "gleb" in found_in(named["parts"].read(letter))
    assert "gleb" in found_in(named["exiftool"].read(letter))


def photos() -> Mapping[str, bytes]:
    """Return pictures that tell a name in every place that their format has for words."""
    exif = Image.Exif()
    exif[0x013B] = exif[0x010E] = exif[0x8298] = "Gleb Shcheglov"
    exif.get_ifd(0x8769)[0x9286] = b"ASCII\0\0\0Shcheglov"
    exif.get_ifd(0x8825).update({1: "N", 2: (54.0, 41.0, 13.0), 29: "2026:05:03"})
    info, xmp = PngInfo(), b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>Gleb Shcheglov</x:xmpmeta>"
    info.add_text("Author", "Gleb Shcheglov")
    info.add_text("Comment", "Gleb Shcheglov", zip=True)
    info.add_itxt("Title", "Глеб Щеглов", zip=True)
    ways: Mapping[str, dict[str, object]] = {
        "JPEG": {"exif": exif, "comment": b"Shcheglov", "xmp": xmp},
        "PNG": {"exif": exif, "pnginfo": info},
        "WEBP": {"exif": exif, "xmp": xmp},
        "GIF": {"comment": b"Gleb Shcheglov"},
    }
    made = {"HEIC": SAMPLE}
    for kind, told in ways.items():
        out = io.BytesIO()
        Image.new("RGB", (80, 60), (120, 130, 140)).save(out, kind, **told)
        # What a program writes behind the end of a picture, and no viewer shows.
        made[kind] = out.getvalue() + b"Gleb Shcheglov"
    return made


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "HEIC"])
def test_the_copy_of_a_picture_tells_nothing_beside_its_pixels(kind: str, tmp_path: Path) -> None:
    """Neither ExifTool nor a search of its bytes finds the name that the original tells."""
    needs("exiftool", "strings")
    told = photos()[kind]
    copy = clean_copy(told)
    names = {"original": told, "copy": copy.data}
    original, clean = written(tmp_path / "pictures", names)
    named = {reader.name: reader.read for reader in READERS}
    exiftool, strings = named["exiftool"], named["strings"]
    assert found_in(strings(original))
    assert found_in(exiftool(original))
    assert found_in(strings(clean)) == found_in(exiftool(clean)) == []
    groups = set(re.findall(r"^\[(\S+)\]", exiftool(clean), re.MULTILINE))
    assert groups <= {"ExifTool", "System", "File", "JFIF", "PNG", "Composite"}


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """Return what Chromium shows of the page, plain and out of the sealed page."""
    needs("chromium")
    folder = tmp_path_factory.mktemp("browser")
    page = hiding(GROUPS[0]).outputs["chronology.html"]
    sealed = seal_page(
        {"chronology.html": page},
        memoryview(PASSPHRASE.encode()),
        catalogue=Catalogue("ru"),
        random_bytes=counted,
    )
    plain, closed = written(folder / "pages", {"plain.html": page, "sealed.html": sealed})
    seen: dict[str, str] = {}
    with chromium(folder) as browser:
        browser.open(plain.as_uri(), folder)
        seen["shown"] = str(browser.value("document.documentElement.innerText"))
        seen["kept"] = str(browser.value("document.documentElement.outerHTML"))
        browser.call("Page.navigate", url=closed.as_uri())
        browser.until("document.getElementById('ask') !== null")
        seen["closed"] = str(browser.value("document.documentElement.innerText"))
        browser.value(f"document.getElementById('passphrase').value = '{PASSPHRASE}'")
        browser.value("document.getElementById('ask').requestSubmit()")
        browser.until("document.querySelector('#files button') !== null")
        browser.value("document.querySelector('#files button').click()")
        browser.until("document.getElementById('view').srcdoc.length > 0")
        opened = "new DOMParser().parseFromString(document.getElementById('view').srcdoc,"
        seen["opened"] = str(browser.value(f"{opened} 'text/html').body.textContent"))
    return seen


def test_a_browser_shows_the_shown_and_nothing_of_the_hidden(seen: Mapping[str, str]) -> None:
    """Of the page, and of the same page out of the sealed one."""
    assert {name: found_in(text) for name, text in seen.items()} == {name: [] for name in seen}
    for name in ("shown", "opened"):
        assert matched_in(seen[name]) == []
        assert all(words in folded(seen[name]) for words in SHOWN)


def test_a_closed_page_shows_nothing_of_the_document(seen: Mapping[str, str]) -> None:
    """Before the passphrase there are its own few sentences."""
    assert seen["closed"]
    assert not any(
        words in folded(seen["closed"]) for words in (*SHOWN, "хронология", "chronology")
    )
