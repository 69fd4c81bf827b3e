"""Vectors of a change of all keys, cut off at different moments."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from safelog.errors import UnfinishedRewritingError
from safelog.vault import FLOOR_COST, Secret
from tests.vectors.vault.folders import PASSPHRASE, RECORDS, Folders, Snapshot, Vector, continued
from tests.vectors.vault.rewritings import stop_at_the_head

if TYPE_CHECKING:
    from collections.abc import Callable

    from safelog.vault import Vault
    from tests.unit.vault.world import World

NEW_PASSPHRASE = "попутный ветер 8"
NEW_RECOVERY = "wilt impaired roster upstate parole domelike durably danger vocally oppose boxcar"


def rekeying_vectors(f: Folders) -> list[Vector]:
    """Vaults that get other keys, or were to get them."""
    records = tuple(RECORDS)
    waits = cut_off(f.closed, lambda _each: None, interrupt)
    half = cut_off(f.closed, lambda each: stop_at_the_head(each, copies=1))
    done = cut_off(f.closed, lambda each: stop_at_the_head(each, copies=2))
    stale = finished(done) | {"head.next": waits["head.next"]}
    renamed = {name.removesuffix(".next"): data for name, data in waits.items()}
    return [
        Vector("rekeying-waits", "head.next is there", "success", waits, records=records),
        Vector("rekeying-half-old", "one head is old", "success", half, records=records),
        Vector("rekeying-half-new", "one head is new", "success", half, NEW_PASSPHRASE, records),
        Vector(
            "rekeying-done", "not tidied up, by new words", "success", done, NEW_RECOVERY, records
        ),
        Vector("rekeying-old-secret", "done", "WrongSecretError", done, fields={}),
        Vector(
            "rekeying-stale",
            "with the head.next of an earlier change",
            "success",
            stale,
            NEW_PASSPHRASE,
            records,
        ),
        Vector(
            "rekeying-next-as-head",
            "head.next in the place of both copies is no head",
            "DamagedHeadError",
            renamed | {"head.bak": renamed["head"]},
            NEW_PASSPHRASE,
            fields={},
        ),
    ]


def interrupt(_done: int, _total: int) -> None:
    """Stop the change at its first report."""
    raise KeyboardInterrupt


def cut_off(
    files: Snapshot,
    prepare: Callable[[World], None],
    progress: Callable[[int, int], None] | None = None,
) -> Snapshot:
    """Return a folder in which a change of all keys did not come to its end."""
    each = continued(files, "rekeying")
    vault = each.open(PASSPHRASE)
    prepare(each)
    with contextlib.suppress(UnfinishedRewritingError, KeyboardInterrupt):
        begin(vault, progress)
    return each.memory.snapshot()


def begin(vault: Vault, progress: Callable[[int, int], None] | None) -> None:
    """Change all keys at the lowest cost."""
    passphrase, recovery = Secret.from_text(NEW_PASSPHRASE), Secret.from_text(NEW_RECOVERY)
    vault.key_change.begin(passphrase, recovery, cost=FLOOR_COST, progress=progress)


def finished(files: Snapshot) -> Snapshot:
    """Return what the next opening makes of a change that is done."""
    each = continued(files, "finishing")
    each.open(NEW_PASSPHRASE).close()
    return each.memory.snapshot()
