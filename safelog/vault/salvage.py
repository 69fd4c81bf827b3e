"""Read what still authenticates in a damaged vault, without changing a byte of it.

A frame stands alone (FORMAT.md section 5.1): whatever happened before and behind it, it opens under
the key of the log or it is no record. So the log is searched from end to end, and neither order nor
completeness is asked of it; what is missing is told, as far as the numbers tell it.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from safelog.errors import (
    DamagedHeadError,
    MissingBlobError,
    NotABackupError,
    VaultError,
    VaultNotFoundError,
)
from safelog.vault.blob import FOLDER_NAME, BlobStore
from safelog.vault.files import read_exactly, real_path, storage_errors
from safelog.vault.frame import HEADER_BYTES, MAGIC, FrameReader, parse_header
from safelog.vault.head import HEAD_NAME, parse_head, read_copy
from safelog.vault.heads import HeadCopies, read_heads
from safelog.vault.log import LOG_NAME, NEXT_LOG_NAME
from safelog.vault.ports import Ports
from safelog.vault.record import decode_record
from safelog.vault.scope import Scoped
from safelog.vault.sources import ReadOnlyFiles, open_source

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from safelog.vault.credential import Credential
    from safelog.vault.files import File, Files
    from safelog.vault.keys import KeyRing
    from safelog.vault.record import BlobRef, Record

_READ_BYTES = 1 << 20
_BEFORE_ID = 4
"""Bytes of a frame before the vault id."""
_SEARCH_FACTOR = 4
"""How many times its length a search may read in vain, as in section 5.5 point 3."""
_NEXT = ".next"


@dataclass(frozen=True, slots=True, order=True)
class _Found:
    """Where an authentic frame is; in the order in which it was written."""

    position: int
    offset: int
    frame_bytes: int


class Wreck(Scoped):
    """What can be read of a damaged vault, until `close`."""

    def __init__(
        self, file: File, keys: KeyRing, *, ports: Ports, folder: Path, expected: int
    ) -> None:
        """Search `file`; own it and `keys`.

        `expected` is how many records the head vouches for.
        """
        self._file = file
        self._keys = keys
        self._reader = FrameReader(keys.log, vault_id=keys.vault_id)
        self._blobs = BlobStore(folder / FOLDER_NAME, keys=keys, ports=ports)
        self.is_searched = True
        """Whether the search came to the end; if not, the log holds what was made to stop it."""
        self._found = sorted(self._search())
        present = {found.position for found in self._found}
        end = max(expected, max(present, default=-1) + 1)
        self.lost = tuple(n for n in range(end) if n not in present)
        """Positions of records of which nothing is left."""

    def records(self) -> Iterator[tuple[int, Record]]:
        """Yield position and record of each frame, by position; one position may come twice."""
        with storage_errors():
            for found in self._found:
                opened = self._open(found.offset, found.frame_bytes)
                if opened is not None:
                    with contextlib.suppress(VaultError):
                        yield found.position, decode_record(opened, position=found.position)

    def read_blob(self, ref: BlobRef) -> Iterator[bytes]:
        """Yield the content of an attachment; only the end says that nothing is missing.

        Raises:
            MissingBlobError, DamagedBlobError: it is not whole.
        """
        with storage_errors():
            try:
                self._blobs.check_present(ref)
                suffix = ""
            except MissingBlobError:
                suffix = _NEXT
            yield from self._blobs.read(ref, suffix=suffix)

    def close(self) -> None:
        """Wipe the keys and close the log. A second call does nothing."""
        self._reader.wipe()
        self._keys.wipe()
        self._file.close()

    def _leave(self) -> None:
        self.close()

    def _search(self) -> Iterator[_Found]:
        """Yield every authentic frame, wherever it stands.

        Bytes that look like the beginnings of frames over and over, each as long as all the rest,
        could make the search take for ever; it ends then, and says so.
        """
        size, offset = self._file.size(), 0
        in_vain = HEADER_BYTES + _SEARCH_FACTOR * size
        while (offset := self._next_candidate(offset, size)) >= 0:
            header = parse_header(read_exactly(self._file, offset=offset, length=HEADER_BYTES))
            frame_bytes = HEADER_BYTES + header.sealed_bytes
            fits = header.is_plausible and offset + frame_bytes <= size
            if fits and self._open(offset, frame_bytes) is not None:
                yield _Found(header.position, offset, frame_bytes)
                offset += frame_bytes
                continue
            in_vain -= frame_bytes if fits else HEADER_BYTES
            offset += 1
            if in_vain < 0:
                self.is_searched = False
                return

    def _next_candidate(self, offset: int, size: int) -> int:
        """Return where magic and vault id stand next, from `offset` on; -1 if nowhere."""
        overlap = _BEFORE_ID + len(self._keys.vault_id) - 1
        for start in range(offset, size - HEADER_BYTES + 1, _READ_BYTES):
            block = read_exactly(self._file, offset=start, length=_READ_BYTES + overlap)
            at = block.find(self._keys.vault_id, _BEFORE_ID)
            while at >= 0:
                begin = start + at - _BEFORE_ID
                if block[at - _BEFORE_ID : at - 1] == MAGIC and begin + HEADER_BYTES <= size:
                    return begin
                at = block.find(self._keys.vault_id, at + 1)
        return -1

    def _open(self, offset: int, frame_bytes: int) -> bytes | None:
        return self._reader.open(read_exactly(self._file, offset=offset, length=frame_bytes))


def open_wreck(
    folder: Path,
    credential: Credential,
    *,
    head: Path | None = None,
    ports: Ports | None = None,
) -> Wreck:
    """Open a damaged vault by any head that authenticates, and search its log.

    Args:
        folder: of the vault; nothing in it is changed.
        credential: what the person brings; not wiped here.
        head: a head of the same vault and keys from elsewhere: its file, or a backup that has it.
        ports: the outside world; that of this computer if None.

    Raises:
        VaultNotFoundError: there is no log.
        DamagedHeadError: no head is whole, and without one nothing can be read.
        WrongSecretError: the credential opens no head.
        VaultError: any other class that `Vault.open` names for a head.
    """
    outside = ports or Ports()
    path = real_path(folder)
    with storage_errors(), contextlib.ExitStack() as undo:
        inside = replace(outside, files=ReadOnlyFiles(outside.files))
        unlocked = _heads(path, inside, _given_head(head, inside)).unlock(credential)
        undo.callback(unlocked.keys.wipe)
        file = _open_log(inside.files, path)
        undo.callback(file.close)
        file.hold()
        expected = unlocked.head.root.records
        wreck = Wreck(file, unlocked.keys, ports=inside, folder=path, expected=expected)
        undo.pop_all()
        return wreck


def _open_log(files: Files, folder: Path) -> File:
    """Open the log; that of a rewriting only where there is no other.

    Raises:
        VaultNotFoundError: there is neither.
    """
    for name in (LOG_NAME, NEXT_LOG_NAME):
        with contextlib.suppress(FileNotFoundError):
            return files.open(folder / name)
    raise VaultNotFoundError


def _heads(folder: Path, ports: Ports, given: bytes | None) -> HeadCopies:
    """Return the copies in the folder that can be parsed, and the one that was given."""
    try:
        found = read_heads(folder, ports)
    except (DamagedHeadError, VaultNotFoundError):
        if given is None:
            raise
        found = HeadCopies((), ())
    if given is None:
        return found
    return HeadCopies((*found.candidates, parse_head(given, ports.limits)), found.refusals)


def _given_head(path: Path | None, ports: Ports) -> bytes | None:
    """Return the bytes of a head from elsewhere.

    Raises:
        VaultNotFoundError: there is none.
    """
    if path is None:
        return None
    real = real_path(path)
    try:
        with open_source(ports.files, real) as (files, folder):
            return read_copy(files, folder / HEAD_NAME)
    except NotABackupError:
        return read_copy(ports.files, real)
