"""Make the vaults that are kept for ever: `python -m tests.golden.make NAME …`.

A vault that is there is never made again: each stands for what a release wrote on somebody's disk.
With each goes `NAME.json`, which says what opens it and what is in it.
"""

import contextlib
import errno
import hashlib
import io
import os
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec

from safelog.errors import StorageError, UnfinishedRewritingError
from safelog.vault import (
    FLOOR_COST,
    Combination,
    Record,
    Secret,
    Vault,
    encode_key_file,
    generate_key_file,
    generate_recovery,
    generate_shares,
)
from safelog.vault.files import OsFiles
from safelog.vault.opening import open_vault
from safelog.vault.ports import Ports

FOLDER = Path(__file__).parent
PASSPHRASE = "тихая вода 7"
NEW_PASSPHRASE = "попутный ветер 8"
EMPTY = b""
PHOTO = hashlib.shake_128(b"an invented photograph").digest(5_000)


class Opening(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One way to open a vault."""

    secret: str = ""
    key_file: str = ""
    shares: tuple[str, ...] = ()


class Golden(msgspec.Struct, frozen=True, kw_only=True):
    """What opens a vault, and what is in it."""

    about: str
    openings: tuple[Opening, ...]
    records: tuple[str, ...]
    """Payloads, in order."""
    attachments: tuple[str, ...]
    """SHA-256 of each content, in the order in which records name them."""


class StoppedFiles(OsFiles):
    """A disk that fails when a file is about to be renamed, as a power cut does just before."""

    def __init__(self, is_last: Callable[[str], bool]) -> None:
        """Take what tells, by its name, the file that is not renamed any more."""
        super().__init__()
        self._is_last = is_last

    def replace(self, source: Path, *, target: Path) -> None:
        """See `Files`."""
        if self._is_last(source.name):
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        super().replace(source, target=target)


class NotStoppedError(Exception):
    """The disk was to fail, and nothing was renamed that it fails at."""


def _create(folder: Path) -> tuple[Vault, str]:
    """Make a vault; return it with its recovery words."""
    with generate_recovery() as words, Secret.from_text(PASSPHRASE) as passphrase:
        vault = Vault.create(folder, passphrase=passphrase, recovery=words, cost=FLOOR_COST)
        return vault, bytes(words.view).decode()


def _fill(vault: Vault) -> None:
    """Append three commits, one of two records, and two attachments, one of them empty."""
    vault.append(["первая запись".encode()])
    vault.append([b"two in one", b"commit"])
    blobs = [vault.write_blob(io.BytesIO(content)) for content in (EMPTY, PHOTO)]
    vault.append([b"with two attachments"], blobs=blobs)


def _golden(about: str, vault: Vault, *openings: Opening) -> Golden:
    return Golden(
        about=about,
        openings=openings,
        records=tuple(payload.decode() for _, payload in vault.records()),
        attachments=tuple(blob.sha256.hex() for blob in vault.blobs()),
    )


def plain(folder: Path) -> Golden:
    """Open with a passphrase or with recovery words."""
    vault, words = _create(folder)
    with vault:
        _fill(vault)
        openings = Opening(secret=PASSPHRASE), Opening(secret=words)
        return _golden("passphrase and recovery words", vault, *openings)


def key_file(folder: Path) -> Golden:
    """Open with a key file only: the passphrase alone is not enough."""
    vault, words = _create(folder)
    with vault, generate_key_file() as key, Secret.from_text(NEW_PASSPHRASE) as passphrase:
        _fill(vault)
        content = bytes(encode_key_file(key)).decode()
        vault.slots.add("key-file", Combination(passphrase, key), cost=FLOOR_COST)
        for slot in vault.slots.list():
            if slot.type == "passphrase":
                vault.slots.remove(slot.id)
        openings = Opening(secret=NEW_PASSPHRASE, key_file=content), Opening(secret=words)
        return _golden("a key file with its passphrase, and no passphrase alone", vault, *openings)


def shares(folder: Path) -> Golden:
    """Open with two of three shares, or with a passphrase and three of five others."""
    vault, _ = _create(folder)
    with vault, Secret.from_text(NEW_PASSPHRASE) as passphrase:
        _fill(vault)
        with generate_shares(threshold=2, count=3) as alone:
            vault.slots.add("shares", alone.secret)
            first = tuple(bytes(share.view).decode() for share in alone.shares[1:])
        with generate_shares(threshold=3, count=5) as split:
            vault.slots.add("split", Combination(passphrase, split.secret), cost=FLOOR_COST)
            second = tuple(bytes(share.view).decode() for share in split.shares[::2])
        openings = (
            Opening(shares=first),
            Opening(secret=NEW_PASSPHRASE, shares=second),
            Opening(secret=PASSPHRASE),
        )
        return _golden("shares alone, shares with a passphrase, a passphrase", vault, *openings)


def torn_tail(folder: Path) -> Golden:
    """End in half of a commit that was never acknowledged, which the head does not vouch for."""
    vault, words = _create(folder)
    with vault:
        _fill(vault)
        golden = _golden(
            "killed while a commit of two records was written",
            vault,
            Opening(secret=PASSPHRASE),
            Opening(secret=words),
        )
        head = (folder / "head").read_bytes()
        vault.append([b"never acknowledged", b"nor this"])
        log = (folder / "log").read_bytes()
    (folder / "log").write_bytes(log[:-100])
    for name in ("head", "head.bak"):
        (folder / name).write_bytes(head)
    return golden


def _removing(*positions: int) -> Callable[[int, Record], Record | None]:
    """Return what a rewriting does to the records at these positions."""
    return lambda position, _: Record(b"removed", ()) if position in positions else None


def rewritten(folder: Path) -> Golden:
    """Have two contents removed for good, with their attachments, and one record after that."""
    vault, words = _create(folder)
    with vault:
        _fill(vault)
        kept = vault.write_blob(io.BytesIO(PHOTO))
        vault.append([b"with the photo again"], blobs=[kept])
        vault.rewrite(_removing(2, 3))
        vault.append([b"after the rewriting"])
        openings = Opening(secret=PASSPHRASE), Opening(secret=words)
        return _golden("contents removed for good", vault, *openings)


def _stopped(folder: Path, is_last: Callable[[str], bool]) -> Vault:
    """Open a vault on a disk that will fail."""
    ports = Ports(files=StoppedFiles(is_last))
    with Secret.from_text(PASSPHRASE) as passphrase:
        return Vault(open_vault(folder, passphrase, ports=ports))


def unfinished_rewriting(folder: Path) -> Golden:
    """Stop a rewriting when it is done and the folder is not tidied up: the log is `log.next`."""
    vault, words = _create(folder)
    with vault:
        _fill(vault)
    stopped = _stopped(folder, lambda name: name == "log.next")
    try:
        stopped.rewrite(_removing(1, 2))
    except UnfinishedRewritingError:
        return Golden(
            about="killed before the new log took the place of the old one",
            openings=(Opening(secret=PASSPHRASE), Opening(secret=words)),
            records=("первая запись", "removed", "removed", "with two attachments"),
            attachments=tuple(hashlib.sha256(each).hexdigest() for each in (EMPTY, PHOTO)),
        )
    raise NotStoppedError


def _change_keys(vault: Vault) -> str:
    """Change all keys; return the new recovery words, also if the disk fails on the way."""
    with generate_recovery() as words, Secret.from_text(NEW_PASSPHRASE) as passphrase:
        with contextlib.suppress(UnfinishedRewritingError, StorageError):
            vault.key_change.begin(passphrase, words, cost=FLOOR_COST)
        return bytes(words.view).decode()


def changed_keys(folder: Path) -> Golden:
    """Change all keys, and add one record after that."""
    vault, _ = _create(folder)
    with vault:
        _fill(vault)
        words = _change_keys(vault)
        vault.append([b"under the new keys"])
        openings = Opening(secret=NEW_PASSPHRASE), Opening(secret=words)
        return _golden("all keys were changed", vault, *openings)


def _half_changed(folder: Path, about: str, is_last: Callable[[str], bool], opens: str) -> Golden:
    """Change all keys until the disk fails; `opens` says which secrets open the vault then."""
    vault, old_words = _create(folder)
    with vault:
        _fill(vault)
        golden = _golden(about, vault)
    words = _change_keys(_stopped(folder, is_last))
    if not (folder / "head.next").exists():
        raise NotStoppedError
    old = Opening(secret=PASSPHRASE), Opening(secret=old_words)
    new = Opening(secret=NEW_PASSPHRASE), Opening(secret=words)
    openings = (old if "old" in opens else ()) + (new if "new" in opens else ())
    return msgspec.structs.replace(golden, openings=openings)


def begun_change(folder: Path) -> Golden:
    """Stop a change of all keys before its head: the old vault, with everything beside it."""
    about = "killed while a change of all keys was prepared"
    return _half_changed(folder, about, lambda name: name == "head.tmp", "old")


def two_heads(folder: Path) -> Golden:
    """Stop a change of all keys between the two copies of its head: both secrets open."""
    about = "killed between the two copies of the head of new keys"
    return _half_changed(folder, about, lambda name: name == "head.bak.tmp", "old and new")


def _is_attachment(name: str) -> bool:
    return re.fullmatch(r"[0-9a-f]{32}\.next", name) is not None


def unfinished_change(folder: Path) -> Golden:
    """Stop a change of all keys before any attachment took its place."""
    about = "killed before the attachments under new keys took their places"
    return _half_changed(folder, about, _is_attachment, "new")


MAKERS: dict[str, Callable[[Path], Golden]] = {
    "plain": plain,
    "key-file": key_file,
    "shares": shares,
    "torn-tail": torn_tail,
    "rewritten": rewritten,
    "unfinished-rewriting": unfinished_rewriting,
    "changed-keys": changed_keys,
    "begun-change": begun_change,
    "two-heads": two_heads,
    "unfinished-change": unfinished_change,
}


def main() -> None:
    """Make the vaults that are named and not there."""
    for name in sys.argv[1:] or MAKERS:
        folder = FOLDER / name
        if folder.exists():
            sys.exit(f"{name} is kept as it is")
        try:
            golden = MAKERS[name](folder)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        written = msgspec.json.format(msgspec.json.encode(golden), indent=2)
        (FOLDER / f"{name}.json").write_bytes(written + b"\n")


if __name__ == "__main__":
    main()
