"""age and PDF: opened by the programs that recipients have."""

from __future__ import annotations

import io
import os
import pty
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.errors import FileNotDecryptedError

from safelog.errors import InvalidAgeKeyError, MissingExtraError
from safelog.export.delivery.age import seal_for_keys, seal_for_passphrase
from safelog.export.delivery.padding import padded_size
from safelog.export.delivery.paper import seal_pdf

AGE, KEYGEN = shutil.which("age"), shutil.which("age-keygen")
PASSPHRASE = "quiet river maple stone garden window lamp"
FILES = {"chronology.html": "<p>Хронология".encode(), "chronology.json": b"{}"}

needs_age = pytest.mark.skipif(AGE is None or KEYGEN is None, reason="needs age")


def unzipped(data: bytes) -> dict[str, bytes]:
    """Return the files of a zip without its filler."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name != "padding"}


@needs_age
def test_age_opens_what_is_sealed_for_a_key(tmp_path: Path) -> None:
    """The recipient's own program gives the files byte for byte; another key gives nothing."""
    keys = []
    for name in ("one", "other"):
        made = subprocess.run(
            [str(KEYGEN), "-o", str(tmp_path / name)], check=True, capture_output=True, text=True
        )
        keys.append(made.stderr.split()[-1])
    sealed = seal_for_keys(FILES, [f" {keys[0]}\n"])
    command = [str(AGE), "--decrypt", "-i", str(tmp_path / "one")]
    opened = subprocess.run(command, input=sealed, check=True, capture_output=True).stdout
    assert unzipped(opened) == FILES
    assert len(opened) == padded_size(len(opened))
    command[-1] = str(tmp_path / "other")
    refused = subprocess.run(command, input=sealed, check=False, capture_output=True)
    assert refused.returncode
    assert not refused.stdout


@needs_age
def test_age_opens_what_is_sealed_with_a_passphrase(tmp_path: Path) -> None:
    """Typed at a terminal, as the program asks for it."""
    sealed, opened = tmp_path / "export.zip.age", tmp_path / "export.zip"
    sealed.write_bytes(seal_for_passphrase(FILES, PASSPHRASE))
    pid, terminal = pty.fork()
    if pid == 0:
        os.execv(str(AGE), [str(AGE), "--decrypt", "-o", str(opened), str(sealed)])  # noqa: S606 - no shell is wanted
    said = b""
    while b":" not in said:
        said += os.read(terminal, 1024)
    os.write(terminal, PASSPHRASE.encode() + b"\n")
    while True:
        try:
            if not os.read(terminal, 1024):
                break
        except OSError:
            break
    assert os.waitpid(pid, 0)[1] == 0
    os.close(terminal)
    assert unzipped(opened.read_bytes()) == FILES


@pytest.mark.parametrize(
    ("keys", "number"), [([], 0), (["age1"] * 21, 0), (["AGE-SECRET-KEY-1"], 1), (["x\n;rm"], 1)]
)
def test_what_is_no_age_key_is_refused_by_its_number(keys: list[str], number: int) -> None:
    """The error says which of them, and never the key."""
    with pytest.raises(InvalidAgeKeyError) as caught:
        seal_for_keys(FILES, keys)
    assert caught.value.fields == {"number": number}


def paper() -> bytes:
    """Return a PDF with a title."""
    out = io.BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.add_metadata({"/Title": "Canary title"})
    writer.write(out)
    return out.getvalue()


def test_a_sealed_pdf_opens_with_its_passphrase_alone() -> None:
    """AES-256, revision 6; without the passphrase there is no page and no title in it."""
    sealed = seal_pdf(paper(), PASSPHRASE)
    assert b"Canary" not in sealed
    reader = PdfReader(io.BytesIO(sealed))
    encryption = reader.trailer["/Encrypt"].get_object()
    assert (encryption["/V"], encryption["/R"]) == (5, 6)  # type: ignore[index]  # a dictionary
    with pytest.raises(FileNotDecryptedError):
        len(reader.pages)
    assert not reader.decrypt("another river")
    assert reader.decrypt(PASSPHRASE)
    assert len(reader.pages) == 1
    assert reader.metadata is not None
    assert reader.metadata.title == "Canary title"


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the package the way is refused, with what is missing."""
    monkeypatch.setitem(sys.modules, "pikepdf", None)
    with pytest.raises(MissingExtraError) as caught:
        seal_pdf(paper(), PASSPHRASE)
    assert caught.value.fields == {"extra": "pdf-encrypt"}
