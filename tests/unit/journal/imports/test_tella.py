"""Archives of Tella: every file, with what Tella says of it."""

from __future__ import annotations

import hashlib
import io

import pytest

from safelog.errors import ImportFormatError, NotFoundError
from safelog.journal.attachments import read_attachment
from safelog.journal.entries import check_entries
from safelog.journal.imported import Imported
from safelog.journal.imports import tella as reader
from safelog.journal.imports.source import Folder
from safelog.journal.imports.storing import Origin, Stored
from safelog.journal.imports.tella import TellaPlan, read_tella, store_tella
from safelog.journal.journal import Journal
from safelog.model.ids import IncidentId
from safelog.model.incident import Incident
from tests.unit.journal.imports.files import archive
from tests.unit.journal.world import incident

PHOTO = b"photo" * 1000
ORIGIN = Origin(Folder(None), "tella.zip")


def table(name: str, content: bytes, **more: str) -> bytes:
    """Return a table as Tella for Android writes it."""
    cells = {
        "File hash": hashlib.sha256(content).hexdigest(),
        "File path": "/",
        "File name": name,
        "Cells": "",
        "Location latitude": "43.25",
        **more,
    }
    return f"{','.join(cells)}\n{','.join(cells.values())}\n".encode()


def tella(*members: tuple[str, bytes]) -> io.BytesIO:
    """Return an archive; without members the usual one."""
    usual = [("photo.jpg", PHOTO), ("photo.csv", table("photo.jpg", PHOTO)), ("sub/a.txt", b"x")]
    return archive(members or usual)


def bring(
    journal: Journal, target: IncidentId | Incident, file: io.BytesIO | None = None
) -> Stored:
    """Import an archive."""
    return store_tella(journal, read_tella(file or tella(), journal.state.imported), target, ORIGIN)


def read(file: io.BytesIO) -> TellaPlan:
    """Read an archive into an empty journal."""
    return read_tella(file, Imported())


def test_a_file_has_what_tella_says_of_it() -> None:
    """Under Tella's own names; what is empty is left out, and the sum is compared."""
    photo, csv, note = read(tella()).files
    assert photo.metadata == (
        ("File hash", hashlib.sha256(PHOTO).hexdigest()),
        ("File path", "/"),
        ("File name", "photo.jpg"),
        ("Location latitude", "43.25"),
    )
    assert (photo.is_as_told, csv.is_as_told, note.is_as_told) == (True, None, None)
    assert (csv.metadata, note.metadata, note.number) == ((), (), 3)


def test_a_file_that_is_not_what_tella_says_is_pointed_out() -> None:
    """The bytes or the table were changed after they left the telephone."""
    (photo, _) = read(
        tella(("photo.jpg", b"other"), ("photo.csv", table("photo.jpg", PHOTO)))
    ).files
    assert photo.is_as_told is False


def test_of_two_files_of_one_name_the_table_belongs_to_the_one_it_names() -> None:
    """photo.jpg and photo.png would share photo.csv."""
    members = [("photo.jpg", PHOTO), ("photo.png", b"1"), ("photo.csv", table("photo.jpg", PHOTO))]
    jpg, png, _ = read(tella(*members)).files
    assert (bool(jpg.metadata), png.metadata) == (True, ())


@pytest.mark.parametrize(
    "content",
    [
        b"a,b\n1,2\n",
        b"File hash,File name\n1\n",
        b"File hash,File name\n\xff,2\n",
        b"File hash,File name\n1\0,2\n",
        b"",
    ],
)
def test_any_other_table_is_a_file_like_others(content: bytes) -> None:
    """What Tella did not write says nothing of the file beside it."""
    photo, csv = read(tella(("photo.jpg", PHOTO), ("photo.csv", content))).files
    assert (photo.metadata, csv.size) == ((), len(content))


def test_a_table_beyond_its_limit_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is attached like any file."""
    monkeypatch.setattr(reader, "TABLE_BYTES_LIMIT", 10)
    photo, csv, _ = read(tella()).files
    assert (photo.metadata, csv.size > 10) == ((), True)


def test_files_become_attachments_of_a_new_draft(journal: Journal) -> None:
    """All of them, byte for byte, each with where it came from word for word."""
    new = incident(journal)
    stored = bring(journal, new)
    saved = journal.read(new.id)
    assert (stored.incidents, stored.attachments, saved.incident) == ((new.id,), 3, new)
    photo, _, note = saved.attachments
    assert b"".join(read_attachment(journal, photo)) == PHOTO
    assert photo.provenance.splitlines()[:2] == ["tella.zip #1", "photo.jpg"]
    assert photo.provenance.endswith("\nLocation latitude: 43.25")
    assert (note.name, note.provenance) == ("a.txt", "tella.zip #3\nsub/a.txt")
    assert check_entries(journal) == ()


def test_files_become_attachments_of_an_incident_that_is_there(journal: Journal) -> None:
    """The incident itself is not changed."""
    there = journal.save(incident(journal, narrative="слова"), base_revision=0)
    stored = bring(journal, there.incident.id)
    assert (stored.incidents, journal.read(there.incident.id).revision) == ((), 1)
    assert len(journal.read(there.incident.id).attachments) == 3


def test_an_archive_that_was_imported_gives_only_what_is_new(journal: Journal) -> None:
    """Also where it belongs to another incident now."""
    bring(journal, incident(journal))
    before = journal.vault.count
    assert bring(journal, incident(journal)) == Stored(
        incidents=(), entities=0, attachments=0, attachment_bytes=0
    )
    assert (journal.vault.count, len(journal)) == (before, 1)
    longer = tella(("photo.jpg", PHOTO), ("new.jpg", b"new"))
    plan = read_tella(longer, journal.state.imported)
    assert ([each.name for each in plan.files], len(plan.known)) == (["new.jpg"], 1)


def test_an_incident_that_is_not_there_takes_nothing(journal: Journal) -> None:
    """Before any file is sealed."""
    with pytest.raises(NotFoundError):
        bring(journal, IncidentId("0" * 26))


def test_an_archive_that_changes_while_it_is_read_stores_nothing(journal: Journal) -> None:
    """What was shown is what is stored."""
    file = archive([("a.txt", b"1234")], packed=False)
    plan = read_tella(file, journal.state.imported)
    changed = archive([("a.txt", b"5678")], packed=False).getvalue()
    file.seek(0)
    file.write(changed)
    before = journal.vault.count
    with pytest.raises(ImportFormatError) as caught:
        store_tella(journal, plan, incident(journal), ORIGIN)
    assert caught.value.fields["member"] == 1
    assert journal.vault.count == before


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        (io.BytesIO(b"words"), "archive"),
        (archive([]), "no_files"),
        (archive([("folder/", b"")]), "no_files"),
        (archive([("../a", b"")]), "name"),
    ],
)
def test_what_is_no_archive_of_files_is_refused(file: io.BytesIO, reason: str) -> None:
    """Empty ones too."""
    with pytest.raises(ImportFormatError) as caught:
        read(file)
    assert caught.value.fields["reason"] == reason


def test_progress_is_told_while_reading_and_while_storing(journal: Journal) -> None:
    """In bytes of all files."""
    told: list[int] = []
    file = tella(("a", b"123"), ("b", b"4567"))
    plan = read_tella(file, journal.state.imported, progress=told.append)
    origin = Origin(Folder(None), "", progress=told.append)
    store_tella(journal, plan, incident(journal), origin)
    assert told == [3, 7, 3, 7]
