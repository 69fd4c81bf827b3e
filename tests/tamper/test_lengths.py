"""Every file is cut at every length, lengthened, removed or joined by others."""

from __future__ import annotations

import itertools
import os

import pytest

from safelog.errors import (
    DamagedBlobError,
    DamagedHeadError,
    MissingBlobError,
    TruncatedLogError,
    VaultNotFoundError,
)
from safelog.vault import Notice, TornTail
from tests.tamper.subject import (
    FRAME,
    HEADER,
    HEADS,
    PHOTO,
    RECORDS,
    Opened,
    blob_of,
    is_error,
    opens_whole,
    outcome,
    small_vault,
)


def test_every_length_of_the_log() -> None:
    """Both lengths are told, and nothing else is looked at."""
    disk = small_vault()
    for length in range(len(disk["log"])):
        found = outcome(disk | {"log": disk["log"][:length]})
        assert is_error(found, TruncatedLogError, found=length, expected=len(disk["log"]))


@pytest.mark.parametrize("name", HEADS)
def test_lengths_of_one_copy_of_the_head(name: str) -> None:
    """The other copy opens the vault, whole, and the damage is told."""
    disk = small_vault()
    for length in range(0, len(disk[name]), 7):
        found = outcome(disk | {name: disk[name][:length]})
        assert opens_whole(found, Notice.HEAD_COPY_DAMAGED)


def test_every_length_of_both_copies_of_the_head() -> None:
    """With no whole copy left the vault is refused."""
    disk = small_vault()
    for length in range(len(disk["head"])):
        found = outcome(disk | dict.fromkeys(HEADS, disk["head"][:length]))
        assert is_error(found, DamagedHeadError)


def test_every_length_of_an_attachment() -> None:
    """It names the attachment, and the rest of the vault can be read."""
    disk = small_vault()
    name = blob_of(disk)
    for length in range(0, len(disk[name]), 7):
        found = outcome(disk | {name: disk[name][:length]})
        assert isinstance(found, Opened)
        assert found.records == RECORDS
        (error,) = found.attachments
        assert is_error_of(error, name)


def is_error_of(found: object, name: str) -> bool:
    """Tell whether an attachment is damaged from its beginning."""
    blob = name.removeprefix("blobs/")
    return isinstance(found, DamagedBlobError) and found.fields == {"blob": blob, "chunk": 0}


@pytest.mark.parametrize("more", [b"\0", b"\n", bytes(512), b"SLR\3" + bytes(600), os.urandom(999)])
def test_lengthened_files(more: bytes) -> None:
    """Behind the log it is a torn tail, which costs nothing; elsewhere it is damage."""
    disk = small_vault()
    size = len(disk["log"])
    assert outcome(disk | {"log": disk["log"] + more}) == Opened(
        RECORDS, (PHOTO,), (Notice.TORN_TAIL,), TornTail(size, len(more))
    )
    for name in HEADS:
        found = outcome(disk | {name: disk[name] + more})
        assert opens_whole(found, Notice.HEAD_COPY_DAMAGED)
    assert is_error(outcome(disk | dict.fromkeys(HEADS, disk["head"] + more)), DamagedHeadError)
    name = blob_of(disk)
    found = outcome(disk | {name: disk[name] + more})
    assert isinstance(found, Opened)
    assert is_error_of(found.attachments[0], name)


def test_every_set_of_files_that_is_gone() -> None:
    """What is told is what is missed first: the head, the log, the attachment when it is read."""
    disk = small_vault()
    blob = blob_of(disk)
    names = [*HEADS, "log", blob, "lock"]
    for count in range(1, len(names) + 1):
        for gone in itertools.combinations(names, count):
            left = {name: data for name, data in disk.items() if name not in gone}
            found = outcome(left)
            if {*HEADS, "log"} <= {*gone}:
                assert is_error(found, VaultNotFoundError)
            elif {*HEADS} <= {*gone}:
                assert is_error(found, DamagedHeadError)
            elif "log" in gone:
                assert is_error(found, TruncatedLogError, found=0, expected=len(disk["log"]))
            else:
                assert isinstance(found, Opened)
                assert found.records == RECORDS
                one_copy = (Notice.HEAD_COPY_MISSING,) if {*HEADS} & {*gone} else ()
                assert found.notices == one_copy
                lost = MissingBlobError(blob=blob.removeprefix("blobs/"))
                assert str(found.attachments) == str((lost if blob in gone else PHOTO,))


@pytest.mark.parametrize(
    "name",
    [
        "head.tmp",
        "head.next",
        "log.next",
        "log.tmp",
        "torn-64",
        "torn-64.tmp",
        "notes.txt",
        "blobs/" + "ab" * 16,
        "blobs/" + "ab" * 16 + ".tmp",
        "blobs/" + "ab" * 16 + ".next",
        "blobs/notes.txt",
    ],
)
@pytest.mark.parametrize("content", ["", "log", "head", "rubbish"])
def test_files_that_were_added(name: str, content: str) -> None:
    """Nothing that no head and no record vouches for is believed, whatever it is called."""
    disk = small_vault()
    added = disk.get(content, content.encode())
    assert opens_whole(outcome(disk | {name: added}))


def test_the_log_in_a_place_of_its_length() -> None:
    """Zeros, or another part of the same file, at each frame: damage, or a record out of place."""
    disk = small_vault()
    log = disk["log"]
    for at in range(HEADER, len(log), FRAME):
        for filling in (bytes(FRAME), log[HEADER - 1 : HEADER - 1 + FRAME]):
            found = outcome(disk | {"log": log[:at] + filling + log[at + FRAME :]})
            assert type(found).__name__ == "DamagedRecordError"
