"""Verify every byte of an open vault again; the words for it are the caller's."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from safelog.errors import DamagedBlobError, DamagedHeadError, StorageError, VaultError
from safelog.vault.chain import LOG_HEADER_BYTES
from safelog.vault.frame import HEADER_BYTES, TAG_BYTES
from safelog.vault.head import HEAD_NAMES, read_copy
from safelog.vault.record import decode_record

if TYPE_CHECKING:
    from collections.abc import Callable

    from safelog.vault.chain import TornTail
    from safelog.vault.heads import Notice
    from safelog.vault.opening import OpenFolder
    from safelog.vault.record import BlobRef


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport:
    """What a check found. `problems` is empty if the vault is whole."""

    records: int
    log_bytes: int
    blobs: int
    blob_bytes: int
    orphans: int
    """Whole attachments that no record names: a save that was interrupted, or an older log."""
    torn: TornTail | None
    notices: tuple[Notice, ...]
    problems: tuple[VaultError, ...]


def check_vault(
    parts: OpenFolder,
    *,
    with_heads: bool = True,
    progress: Callable[[int, int], None] | None = None,
) -> CheckReport:
    """Read head, log and attachments from the disk and compare them with what is known.

    Args:
        parts: an open vault, used by nobody else meanwhile.
        with_heads: false for a copy whose heads are written when all else was verified.
        progress: called with the bytes verified so far and those there are; the second grows once,
            when the log has told which attachments there are.
    """
    problems: list[VaultError] = []
    done, log_bytes = 0, parts.log.chain.end
    total = log_bytes

    def advance(size: int) -> None:
        nonlocal done
        done += size
        if progress is not None:
            progress(done, total)

    if with_heads:
        problems += _damaged_heads(parts)
    refs, damaged = _read_log(parts, advance)
    problems += damaged
    total += sum(ref.size for ref in refs)
    problems += _damaged_blobs(parts, refs, advance)
    return CheckReport(
        records=len(parts.log),
        log_bytes=log_bytes,
        blobs=len(refs),
        blob_bytes=sum(ref.size for ref in refs),
        orphans=len(parts.blobs.ids() - {ref.id for ref in refs}),
        torn=parts.log.torn,
        notices=parts.notices,
        problems=tuple(problems),
    )


def _read_log(
    parts: OpenFolder, advance: Callable[[int], None]
) -> tuple[list[BlobRef], list[VaultError]]:
    """Read every record; return the attachments that were named, and what stopped the reading."""
    refs: list[BlobRef] = []
    try:
        parts.log.check_header()
        advance(LOG_HEADER_BYTES)
        position = 0
        while run := parts.log.read_run(position):
            for record in run:
                refs += decode_record(record, position=position).blobs
                position += 1
            advance(sum(map(len, run)) + len(run) * (HEADER_BYTES + TAG_BYTES))
    except VaultError as error:
        return refs, [error]
    except OSError as error:
        return refs, [StorageError(errno=error.errno or 0)]
    return refs, []


def _damaged_heads(parts: OpenFolder) -> list[VaultError]:
    """Return one problem for each copy that is not what was written last."""
    files, expected = parts.ports.files, parts.heads.encoded
    problems: list[VaultError] = []
    for name in HEAD_NAMES:
        with contextlib.suppress(OSError):
            if read_copy(files, parts.path / name) == expected:
                continue
        problems.append(DamagedHeadError())
    return problems


def _damaged_blobs(
    parts: OpenFolder, refs: list[BlobRef], advance: Callable[[int], None]
) -> list[VaultError]:
    """Return one problem for each attachment that cannot be read to its end."""
    problems: list[VaultError] = []
    for ref in refs:
        try:
            for piece in parts.blobs.read(ref):
                advance(len(piece))
        except VaultError as error:
            problems.append(error)
        except OSError:
            # The next attachment may be readable; the name of this one is what the person needs.
            problems.append(DamagedBlobError(blob=ref.id, chunk=0))
    return problems
