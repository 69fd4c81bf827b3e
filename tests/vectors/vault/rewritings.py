"""Vectors of a log that is rewritten, cut off at different moments."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from safelog.errors import UnfinishedRewritingError
from safelog.vault import Record
from tests.vectors.vault.folders import (
    FRAME,
    PASSPHRASE,
    RECORDS,
    Folders,
    Snapshot,
    Vector,
    continued,
    flip,
    refused,
)

if TYPE_CHECKING:
    from tests.unit.vault.world import World

REMOVED = (*RECORDS[:2], b"removed", RECORDS[3])


def rewriting_vectors(f: Folders) -> list[Vector]:
    """Vaults in which a record was removed for good, or was to be."""
    done = cut_off(f.closed)
    following = done["log.next"]
    renamed = {name: data for name, data in done.items() if name != "log.next"}
    grown = continued(renamed | {"log": following}, "grown")
    with grown.open(PASSPHRASE) as vault:
        vault.append([b"fifth"])
    vouched = f.killed["log"][: 64 + 2 * FRAME]
    before = f.closed | {"log.next": following}
    longer, cut = done | {"log.next": following + b"\0"}, done | {"log.next": following[:-1]}
    lengths = {"found": len(following) - 1, "expected": len(following)}
    bit = done | {"log.next": flip(following, 664), "log": flip(done["log"], 664)}
    marked = renamed | {"log": grown.memory.snapshot()["log"]}
    return [
        Vector("rewriting-done", "not tidied up", "success", done, records=REMOVED),
        Vector(
            "rewriting-renamed",
            "only the mark is left, and the log has grown",
            "success",
            marked,
            records=(*REMOVED, b"fifth"),
        ),
        Vector(
            "rewriting-not-done",
            "a whole new log, and no mark in the head",
            "success",
            before,
            records=tuple(RECORDS),
        ),
        Vector(
            "rewriting-planted",
            "the head lags, and the log up to there was copied to log.next",
            "success",
            f.killed | {"log.next": vouched},
            records=tuple(RECORDS),
        ),
        refused("rewriting-bit", "in both logs", "DamagedRecordError", bit, position=1),
        refused("rewriting-cut", "no last byte", "TruncatedLogError", cut, **lengths),
        refused("rewriting-longer", "a byte more", "DamagedVaultError", longer, what="log"),
        refused(
            "rewriting-gone",
            "a mark, and only the log from before",
            "MisplacedRecordError",
            renamed,
            position=3,
        ),
    ]


def cut_off(files: Snapshot) -> Snapshot:
    """Return a folder in which a rewriting was done and not tidied up."""
    each = continued(files, "rewriting")
    vault = each.open(PASSPHRASE)
    stop_at_the_head(each, copies=2)
    with contextlib.suppress(UnfinishedRewritingError):
        vault.rewrite(lambda position, _: Record(b"removed", ()) if position == 2 else None)
    return each.memory.snapshot()


def stop_at_the_head(each: World, *, copies: int) -> None:
    """Refuse the first call after which so many copies of the head have the mark."""

    def look(_call: str) -> None:
        heads = each.file("head"), each.file("head.bak")
        if sum(b'"finishing":true' in head for head in heads) == copies:
            each.fault.at, each.fault.lasting = each.fault.calls, True

    each.fault.before = look
