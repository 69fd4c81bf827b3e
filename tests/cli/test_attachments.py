"""Files go into the vault and come out as they were."""

from __future__ import annotations

import hashlib
import io
import os
import stat
from pathlib import Path

import pytest

from safelog.cli.commands.attach import open_source
from safelog.cli.interrupts import Interrupts
from safelog.errors import (
    CancelledError,
    DamagedBlobError,
    NotFoundError,
    OutputError,
    OutputExistsError,
    UnreadableFileError,
    UsageError,
)
from tests.cli.computer import Computer, StandingClock

CONTENT = bytes(range(256)) * 4096
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def incident(computer: Computer) -> str:
    """Return the id of an incident."""
    return computer.run("add", "unsure", typed="фото\n.\n").lines[0]


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """Return a file to attach."""
    path = tmp_path / "IMG_0001.jpg"
    path.write_bytes(CONTENT)
    return path


def test_a_file_is_attached_and_shown(computer: Computer, incident: str, photo: Path) -> None:
    """Name, size, hash and what the person says of it stand beside the incident."""
    run = computer.run("attach", incident, str(photo), typed="Машина\nмой телефон\n")
    assert run.code == 0
    assert run.err.endswith(f"The file is in the vault: 1.0 MB, SHA-256 {SHA256}.\n")
    shown = computer.run("show", incident).lines
    at = shown.index(f"File: {run.lines[0]}")
    assert shown[at + 1 : at + 5] == [
        "    IMG_0001.jpg, 1.0 MB",
        f"    SHA-256 {SHA256}",
        "    Машина",
        "    мой телефон",
    ]
    assert computer.run("list").lines[0].endswith("  1 file")


def test_the_original_bytes_come_back(
    computer: Computer, incident: str, photo: Path, tmp_path: Path
) -> None:
    """The file written out is the file taken in, for its owner alone, and said to be in clear."""
    attachment = computer.run("attach", incident, str(photo)).lines[0]
    out = tmp_path / "back.jpg"
    run = computer.run("attach", attachment[:8], "--out", str(out))
    assert (run.code, run.out) == (0, "")
    assert "unencrypted" in run.err
    assert out.read_bytes() == CONTENT
    if os.name == "posix":
        assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert computer.run("attach", attachment, "--out", "-").raw == CONTENT


def test_a_file_that_is_there_is_not_written_over(
    computer: Computer, incident: str, photo: Path, tmp_path: Path
) -> None:
    """An output that exists stays as it is; a folder that does not exist is said apart."""
    attachment = computer.run("attach", incident, str(photo)).lines[0]
    there = tmp_path / "there"
    there.write_bytes(b"mine")
    run = computer.run("attach", attachment, "--out", str(there))
    assert run.code == OutputExistsError.exit_code
    assert there.read_bytes() == b"mine"
    nowhere = computer.run("attach", attachment, "--out", str(tmp_path / "no" / "file"))
    assert nowhere.code == OutputError.exit_code


def test_a_damaged_attachment_leaves_no_file(
    computer: Computer, incident: str, photo: Path, tmp_path: Path
) -> None:
    """What fails at its end is taken away again: half a photo is no evidence."""
    attachment = computer.run("attach", incident, str(photo)).lines[0]
    blob = next((computer.vault / "blobs").iterdir())
    sealed = bytearray(blob.read_bytes())
    sealed[-1] ^= 1
    blob.write_bytes(sealed)
    out = tmp_path / "back.jpg"
    run = computer.run("attach", attachment, "--out", str(out))
    assert run.code == DamagedBlobError.exit_code
    assert not out.exists()


def test_a_stream_is_attached(computer: Computer, incident: str) -> None:
    """A dash reads standard input to its end, and then nothing is asked."""
    run = computer.run("attach", incident, "-", "--json", typed=CONTENT)
    assert run.objects[0]["sha256"] == SHA256
    assert run.objects[0]["incident"] == incident
    attachment = str(run.objects[0]["id"])
    assert computer.run("attach", attachment, "--out", "-").raw == CONTENT


def test_attaching_speaks_json(
    computer: Computer, incident: str, photo: Path, tmp_path: Path
) -> None:
    """The words come as an object; what is written out is described by the same object."""
    said = b'{"description":"car","provenance":"my phone"}'
    taken = computer.run("attach", incident, str(photo), "--json", typed=said).objects[0]
    assert (taken["name"], taken["description"]) == ("IMG_0001.jpg", "car")
    words = ("attach", str(taken["id"]), "--json", "--out")
    assert computer.run(*words, str(tmp_path / "x")).objects == [taken]
    assert computer.run(*words, "-").code == UsageError.exit_code


def test_bytes_never_go_to_a_terminal(computer: Computer, incident: str, photo: Path) -> None:
    """An attachment may hold what steers a terminal, so it is not written to one."""
    attachment = computer.run("attach", incident, str(photo)).lines[0]
    run = computer.run("attach", attachment, "--out", "-", terminal=True)
    assert (run.code, run.raw) == (UsageError.exit_code, b"")


@pytest.mark.parametrize("words", [("0abc",), ("0abc", "file", "--out", "x"), ()])
def test_attach_goes_one_way(words: tuple[str, ...], computer: Computer) -> None:
    """Either a file goes in or one comes out."""
    assert computer.run("attach", *words, secrets=[]).code == UsageError.exit_code


def test_what_is_not_there_is_not_attached(
    computer: Computer, incident: str, photo: Path, tmp_path: Path
) -> None:
    """An unknown incident, a missing file or a folder stores nothing."""
    assert computer.run("attach", "zzzzz", str(photo)).code == NotFoundError.exit_code
    for path in (tmp_path / "missing", tmp_path):
        run = computer.run("attach", incident, str(path))
        assert run.code == UnreadableFileError.exit_code
    assert list((computer.vault / "blobs").iterdir()) == []


class _Failing(io.BytesIO):
    """A file that fails, or is interrupted, after its first piece."""

    def __init__(self, error: BaseException) -> None:
        super().__init__(b"x" * (1 << 20))
        self._error = error

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell():
            raise self._error
        return super().read(size)


def test_a_disk_that_fails_while_reading_is_not_the_vaults() -> None:
    """An error of the source is told apart from an error of the vault's own disk."""
    source = open_source(_Failing(OSError(5, "input/output error")), Interrupts())
    source.read(1 << 18)
    with pytest.raises(UnreadableFileError):
        source.read(1 << 20)


def test_an_interrupted_attachment_stores_nothing(
    computer: Computer, incident: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl+C while a file is read leaves neither the file nor a part of it in the vault."""
    monkeypatch.setattr(
        "safelog.cli.commands.attach.open_source",
        lambda _file, _interrupts: _Failing(KeyboardInterrupt()),
    )
    run = computer.run("attach", incident, "-", typed=b"x")
    assert run.code == CancelledError.exit_code
    assert list((computer.vault / "blobs").iterdir()) == []
    assert not any(line.startswith("File") for line in computer.run("show", incident).lines)


SEGMENT = 64 << 20


def large_file(folder: Path) -> Path:
    """Return a file of a whole segment and a little more, which takes no room on the disk."""
    path = folder / "video.mp4"
    with path.open("wb") as file:
        file.truncate(SEGMENT)
        file.seek(SEGMENT)
        file.write(b"the end")
    return path


def leave_unfinished(computer: Computer, incident: str, video: Path) -> None:
    """Attach a file, and take the record and the end of what is stored away again."""
    log = (computer.vault / "log").read_bytes()
    heads = {name: (computer.vault / name).read_bytes() for name in ("head", "head.bak")}
    assert computer.run("attach", incident, str(video)).code == 0
    for name, head in heads.items():
        (computer.vault / name).write_bytes(head)
    (computer.vault / "log").write_bytes(log)
    (blob,) = (computer.vault / "blobs").iterdir()
    os.truncate(blob, blob.stat().st_size - 1_500_000)
    blob.rename(blob.with_suffix(".tmp"))


def test_an_attachment_goes_on_where_it_was_cut_off(
    computer: Computer, incident: str, tmp_path: Path
) -> None:
    """Opening says that something waits; the same file goes on, and says from where."""
    video = large_file(tmp_path)
    leave_unfinished(computer, incident, video)
    assert "Note: attaching a large file was cut off." in computer.run("list").err
    run = computer.run("attach", incident, str(video))
    assert run.code == 0
    assert "An earlier attempt left 67.1 MB of this file in the vault" in run.err
    assert "Note: attaching" not in computer.run("list").err
    assert computer.run("attach", run.lines[0], "--out", "-").raw == video.read_bytes()


def test_what_an_attempt_left_can_be_removed(
    computer: Computer, incident: str, tmp_path: Path
) -> None:
    """Asked for by a word of its own, which goes with no other."""
    leave_unfinished(computer, incident, large_file(tmp_path))
    run = computer.run("attach", "--forget")
    assert "Removed what was left of 1 file" in run.err
    assert list((computer.vault / "blobs").iterdir()) == []
    assert "Nothing was left" in computer.run("attach", "--forget").err
    forgotten = computer.run("attach", "--forget", "--json")
    assert forgotten.objects == [{"type": "changed", "what": "unfinished"}]
    for words in ((incident,), ("--out", "x")):
        assert computer.run("attach", "--forget", *words).code == UsageError.exit_code


def test_a_source_that_cannot_seek_back_is_not_the_vaults_disk() -> None:
    """An error of the source, also while it is compared."""
    source = open_source(_Unseekable(), Interrupts())
    with pytest.raises(UnreadableFileError):
        source.seek(0)


class _Unseekable(io.BytesIO):
    """A file that says it can seek, and cannot."""

    def seek(self, _offset: int, _whence: int = 0, /) -> int:
        raise OSError(5, "input/output error")


class _PassingClock(StandingClock):
    """A clock on which a second passes at each look."""

    def __init__(self) -> None:
        self._now = 0.0

    def monotonic(self) -> float:
        self._now += 1.0
        return self._now


def test_progress_is_told_now_and_then(computer: Computer, incident: str, tmp_path: Path) -> None:
    """A long act tells how far it is, in plain lines, at most every two seconds."""
    computer.clock = _PassingClock()
    video = tmp_path / "video.mp4"
    video.write_bytes(bytes(8 << 20))
    run = computer.run("attach", incident, str(video))
    assert "4.2 MB taken so far.\n8.4 MB taken so far.\n" in run.err
    assert "8.4 MB of 8.4 MB verified so far." in computer.run("check").err
