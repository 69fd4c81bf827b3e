"""Attachments: one sealed file each, written and read with flat memory; FORMAT.md section 6.

A blob becomes part of the vault only when a record names it. Until then it is a file that a crash
may leave behind, unreadable and unreferenced. Here is what becomes of the files; what is in them is
in `blob_layout`, `blob_seal` and `blob_open`.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
from typing import TYPE_CHECKING

from safelog.errors import DamagedBlobError, MissingBlobError
from safelog.vault.blob_content import PaddedContent, Source
from safelog.vault.blob_layout import MOST_CONTENT_BYTES, sealed_size, whole_segments
from safelog.vault.blob_open import begins_under, compare, unseal
from safelog.vault.blob_seal import Begun, BlobSealer

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from pathlib import Path
    from typing import BinaryIO

    from safelog.vault.files import File, Files
    from safelog.vault.keys import KeyRing
    from safelog.vault.ports import Ports
    from safelog.vault.record import BlobRef

FOLDER_NAME = "blobs"
_WHOLE = re.compile(r"[0-9a-f]{32}")
_UNFINISHED = re.compile(r"([0-9a-f]{32})\.tmp")


class BlobStore:
    """The attachments of one open vault."""

    def __init__(self, folder: Path, *, keys: KeyRing, ports: Ports) -> None:
        """Borrow `keys`; `folder` is the one inside the vault."""
        self._folder = folder
        self._keys = keys
        self._files: Files = ports.files
        self._random_bytes = ports.random_bytes

    def write(
        self,
        source: BinaryIO,
        *,
        progress: Callable[[int], None],
        resumed: Callable[[int], None],
        named: Collection[str] = (),
    ) -> BlobRef:
        """Seal `source` to its end; durable when it returns, but not yet part of the vault.

        If an earlier writing of the same bytes was cut off, what there is of it is kept.

        Args:
            source: read in order, never into a file in clear. One that can seek is compared with
                what is unfinished here.
            progress: called with the bytes taken so far; what it raises stops the write.
            resumed: called once with the bytes that are kept, before it goes on behind them.
            named: ids of attachments that records name; a file of theirs is never gone on with.
        """
        if source.seekable():
            for name in self.unfinished():
                if name not in named:
                    ref = self._resume(name, source, progress=progress, resumed=resumed)
                    if ref is not None:
                        return ref
        return self._begin(self._random_bytes(16).hex(), source, progress=progress)

    def write_as(
        self,
        blob_id: str,
        source: Source,
        *,
        suffix: str,
        progress: Callable[[int], None],
    ) -> BlobRef:
        """Seal `source` under the name of an attachment that is there under other keys.

        Args:
            blob_id: its id in hex. Under the keys of this store it was never written.
            source: read to its end; never resumed.
            suffix: of the name under which it waits to take the other's place.
            progress: called with the bytes taken so far; what it raises stops the write.
        """
        return self._begin(blob_id, source, progress=progress, suffix=suffix)

    def read(self, ref: BlobRef, *, suffix: str = "") -> Iterator[bytes]:
        """Yield the content, each piece after it was authenticated.

        Raises:
            MissingBlobError: the file is not there.
            DamagedBlobError: it is not what was written, perhaps only towards its end.
        """
        file = self._open(ref, suffix)
        try:
            yield from unseal(file, ref, keys=self._keys)
        finally:
            file.close()

    def check_present(self, ref: BlobRef, *, suffix: str = "") -> None:
        """Refuse a reference whose file is absent or of another length.

        Raises:
            MissingBlobError: the file is not there.
            DamagedBlobError: its length is wrong.
        """
        self._open(ref, suffix).close()

    def fits(self, ref: BlobRef, *, suffix: str) -> bool:
        """Tell whether a file has the length of `ref` and begins under the keys of this store.

        A file of another key may lie under the same name, left by a change that was given up.
        """
        try:
            file = self._open(ref, suffix)
        except (MissingBlobError, DamagedBlobError):
            return False
        try:
            return begins_under(file, bytes.fromhex(ref.id), keys=self._keys)
        finally:
            file.close()

    def ids(self) -> set[str]:
        """Return the ids of the whole blobs in the folder, named by a record or not."""
        return {name for name in self._names() if _WHOLE.fullmatch(name)}

    def unfinished(self) -> list[str]:
        """Return the ids of writings that were cut off and can be gone on with, in order."""
        whole = self.ids()
        found = [match[1] for match in map(_UNFINISHED.fullmatch, self._names()) if match]
        return [blob_id for blob_id in found if blob_id not in whole and self._is_worth(blob_id)]

    def sweep(self) -> None:
        """Remove what unfinished writes left and nobody can go on with; nothing ever named it.

        Only names that a write gives: whatever else lies here was put here by somebody else.
        """
        kept = self.unfinished()
        for match in filter(None, map(_UNFINISHED.fullmatch, self._names())):
            if match[1] not in kept:
                with contextlib.suppress(OSError):
                    self._files.remove(self._folder / match[0])

    def forget_unfinished(self) -> int:
        """Remove what can be gone on with, too; return how many there were of it.

        Raises:
            OSError: the disk refused; some of it may be gone.
        """
        waiting = self.unfinished()
        for blob_id in waiting:
            self._files.remove(self._beside(blob_id))
        return len(waiting)

    def _is_worth(self, blob_id: str) -> bool:
        """Tell whether an unfinished file holds a whole segment."""
        try:
            file = self._files.open(self._beside(blob_id))
        except OSError:
            return False
        try:
            return whole_segments(file.size()) > 0
        finally:
            file.close()

    def _names(self) -> list[str]:
        try:
            return self._files.names(self._folder)
        except FileNotFoundError:
            return []

    def _beside(self, blob_id: str) -> Path:
        return self._folder / f"{blob_id}.tmp"

    def _begin(
        self, name: str, source: Source, *, progress: Callable[[int], None], suffix: str = ""
    ) -> BlobRef:
        file = self._files.create(self._beside(name))
        begun = Begun(0, PaddedContent(source), hashlib.sha256())
        return self._finish(name, file, begun, progress=progress, suffix=suffix)

    def _resume(
        self,
        name: str,
        source: BinaryIO,
        *,
        progress: Callable[[int], None],
        resumed: Callable[[int], None],
    ) -> BlobRef | None:
        """Go on with an unfinished file, if it is one and begins as `source` does."""
        start = source.tell()
        with contextlib.ExitStack() as undo:
            file = self._files.open(self._beside(name))
            undo.callback(file.close)
            begun = compare(
                file, source, blob_id=bytes.fromhex(name), keys=self._keys, progress=progress
            )
            # Under another name it may be somebody's copy, which must not be cut.
            if begun is None or not file.has_one_name():
                source.seek(start)
                return None
            resumed(begun.content.size)
            undo.pop_all()
        return self._finish(name, file, begun, progress=progress)

    def _finish(
        self,
        name: str,
        file: File,
        begun: Begun,
        *,
        progress: Callable[[int], None],
        suffix: str = "",
    ) -> BlobRef:
        """Write what is missing and name the file; nothing is left of it if that fails."""
        sealer = BlobSealer(
            file,
            bytes.fromhex(name),
            keys=self._keys,
            random_bytes=self._random_bytes,
            progress=progress,
        )
        try:
            try:
                ref = sealer.seal(begun)
                file.sync()
            finally:
                file.close()
            self._publish(name, suffix)
        except BaseException:
            with contextlib.suppress(OSError):
                self._files.remove(self._beside(name))
            raise
        self._files.sync_folder(self._folder)
        return ref

    def _publish(self, name: str, suffix: str) -> None:
        if not suffix and name in self.ids():
            # Somebody put it there meanwhile, and a record may name it.
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
        self._files.replace(self._beside(name), target=self._folder / f"{name}{suffix}")

    def _open(self, ref: BlobRef, suffix: str) -> File:
        if ref.size > MOST_CONTENT_BYTES:
            raise DamagedBlobError(blob=ref.id, chunk=0)
        try:
            file = self._files.open(self._folder / f"{ref.id}{suffix}")
        except FileNotFoundError:
            raise MissingBlobError(blob=ref.id) from None
        if file.size() != sealed_size(ref.size):
            file.close()
            raise DamagedBlobError(blob=ref.id, chunk=0)
        return file
