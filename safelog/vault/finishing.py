"""Tidy up after a rewriting whose head was written; FORMAT.md section 5.7, step 4.

A head that says `finishing` vouches for the new log, whichever name it has. Each step here may have
been made before, by a process that died; none may begin before both copies of the head say so.
"""

from __future__ import annotations

import contextlib
import errno
import re
from typing import TYPE_CHECKING

from safelog.errors import UnfinishedRewritingError
from safelog.vault.blob import FOLDER_NAME
from safelog.vault.log import LOG_NAME, NEXT, NEXT_LOG_NAME, open_log
from safelog.vault.next_head import NEXT_HEAD_NAME
from safelog.vault.record import decode_record

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from safelog.vault.blob import BlobStore
    from safelog.vault.files import Files
    from safelog.vault.head import Head
    from safelog.vault.heads import HeadKeeper
    from safelog.vault.keys import KeyRing
    from safelog.vault.log import Log
    from safelog.vault.ports import Ports
    from safelog.vault.record import BlobRef

_NEXT_HEAD = (NEXT_HEAD_NAME, f"{NEXT_HEAD_NAME}.tmp")
_TORN = re.compile(r"torn-[0-9]+(-[0-9]+)?(\.tmp)?")
_SET_ASIDE = re.compile(r"torn-[0-9]+(-[0-9]+)?")
_WHOLE = re.compile(r"[0-9a-f]{32}")
_ATTACHMENT = re.compile(r"[0-9a-f]{32}(\.tmp|\.next)?")
_NEXT_ATTACHMENT = re.compile(r"[0-9a-f]{32}\.next")


def forget_unfinished(folder: Path, files: Files) -> None:
    """Remove what an earlier rewriting or a change of keys left that was not done.

    Attachments go before the head that opens them: none is left that nobody knows the key of.

    Raises:
        OSError: the disk refused.
    """
    blobs = folder / FOLDER_NAME
    files.make_folder(blobs)
    _remove(blobs, filter(_NEXT_ATTACHMENT.fullmatch, files.names(blobs)), files)
    files.sync_folder(blobs)
    leftovers = {NEXT_LOG_NAME, *_NEXT_HEAD}
    _remove(folder, leftovers.intersection(files.names(folder)), files)
    files.sync_folder(folder)


def open_right_log(folder: Path, head: Head, *, keys: KeyRing, ports: Ports) -> Log:
    """Open the log that `head` vouches for; until a rewriting is finished that may be `log.next`.

    Where there is no `log.next`, it has become `log`: the log from before fits no root of a head
    with the mark.

    Raises:
        VaultInUseError, DamagedVaultError: as for `open_log`.
    """
    if not head.finishing:
        return open_log(folder, head.root, keys=keys, ports=ports)
    has_next = NEXT_LOG_NAME in ports.files.names(folder)
    name = NEXT_LOG_NAME if has_next else LOG_NAME
    return open_log(folder, head.root, keys=keys, ports=ports, name=name)


def finish_at_opening(
    folder: Path, log: Log, *, heads: HeadKeeper, store: BlobStore, files: Files
) -> Log:
    """Finish a rewriting that was interrupted after its head was written; return the log.

    Args:
        folder: of the vault.
        log: what the head vouches for, verified; it is closed here, unless it is returned.
        heads: that head.
        store: the attachments, under the keys of that head.
        files: the disk.

    Raises:
        DamagedRecordError: a record has no form that a safelog writes; nothing was changed.
        UnfinishedRewritingError: the disk refused; the next opening goes on.
    """
    named = _named_attachments(log) if log.is_next else {}
    with disk_refusals_are_unfinished():
        if log.is_next:
            # First, and in both copies: the head that was read may not be on the disk yet, and an
            # older copy that came up later would look for what is about to be removed.
            heads.write(log.root, heads.head.slots, finishing=True)
            return finish(folder, log, named, heads=heads, store=store, files=files)
        # All but the mark was done, and perhaps one copy lost it, so that the vault went on.
        log.settle()
        _take_mark_away(folder, log, heads, files)
        return log


def finish(
    folder: Path,
    log: Log,
    named: Mapping[str, BlobRef],
    *,
    heads: HeadKeeper,
    store: BlobStore,
    files: Files,
) -> Log:
    """Tidy up, take the mark out of the head, and return the log in its place.

    The renaming of the log comes last: as long as `log.next` is there, what was to be removed may
    be there too.

    Args:
        folder: of the vault.
        log: what the head vouches for; it is closed here, unless it is returned.
        named: the attachments that its records name, by id.
        heads: has written the mark into both copies.
        store: the attachments, under the keys of that head.
        files: the disk.

    Raises:
        OSError: the disk refused; the mark stays.
    """
    blobs = folder / FOLDER_NAME
    files.make_folder(blobs)
    for ref in named.values():
        if store.fits(ref, suffix=NEXT):
            files.replace(blobs / f"{ref.id}{NEXT}", target=blobs / ref.id)
    _remove(blobs, set(filter(_ATTACHMENT.fullmatch, files.names(blobs))) - named.keys(), files)
    files.sync_folder(blobs)
    names = files.names(folder)
    _remove(folder, filter(_TORN.fullmatch, names), files)
    _remove(folder, set(_NEXT_HEAD).intersection(names), files)
    files.sync_folder(folder)
    in_place = log.take_place()
    try:
        _take_mark_away(folder, in_place, heads, files)
    except BaseException:
        in_place.close()
        raise
    return in_place


def count_leftovers(folder: Path, named: Collection[str], files: Files) -> int:
    """Count what a rewriting removes that somebody could still want.

    These are whole attachments that no record names, and what was cut from the end of a log. Mostly
    crashes left them; they may also belong to a newer log, in whose place an older one was put.
    """
    blobs = filter(_WHOLE.fullmatch, files.names(folder / FOLDER_NAME))
    torn = filter(_SET_ASIDE.fullmatch, files.names(folder))
    return len(set(blobs).difference(named)) + len(list(torn))


def _take_mark_away(folder: Path, log: Log, heads: HeadKeeper, files: Files) -> None:
    """Let the head say that all is tidy, when the log is sure to have its name."""
    files.sync_folder(folder)
    heads.write(log.root, heads.head.slots)


@contextlib.contextmanager
def disk_refusals_are_unfinished() -> Iterator[None]:
    """Say of a disk that refuses now that it is done and not finished."""
    try:
        yield
    except OSError as error:
        raise UnfinishedRewritingError(errno=error.errno or 0) from None


def _remove(folder: Path, names: Iterable[str], files: Files) -> None:
    """Remove files; what is no file has only a name like one of ours, and stays."""
    for name in sorted(names):
        try:
            files.remove(folder / name)
        except OSError as error:
            if error.errno != errno.EINVAL:
                raise


def _named_attachments(log: Log) -> dict[str, BlobRef]:
    named: dict[str, BlobRef] = {}
    position = 0
    while run := log.read_run(position):
        for record in run:
            blobs = decode_record(record, position=position).blobs
            named |= {blob.id: blob for blob in blobs}
            position += 1
    return named
