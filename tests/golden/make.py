"""Make the vaults that are kept for ever: `python -m tests.golden.make NAME …`.

A vault that is there is never made again: each stands for what a release wrote on somebody's disk.
With each goes `NAME.json`, which says what opens it and what is in it.
"""

import errno
import hashlib
import io
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec

from safelog.errors import UnfinishedRewritingError
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
    """A disk that fails when one file is renamed, as a power cut does just before."""

    def __init__(self, name: str) -> None:
        """Take the name of the file."""
        super().__init__()
        self._name = name

    def replace(self, source: Path, *, target: Path) -> None:
        """See `Files`."""
        if source.name == self._name:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        super().replace(source, target=target)


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


def unfinished_rewriting(folder: Path) -> Golden:
    """Stop a rewriting when it is done and the folder is not tidied up: the log is `log.next`."""
    vault, words = _create(folder)
    with vault:
        _fill(vault)
    files = StoppedFiles("log.next")
    with Secret.from_text(PASSPHRASE) as passphrase:
        stopped = Vault(open_vault(folder, passphrase, ports=Ports(files=files)))
    try:
        stopped.rewrite(_removing(1, 2))
    except UnfinishedRewritingError:
        return Golden(
            about="killed before the new log took the place of the old one",
            openings=(Opening(secret=PASSPHRASE), Opening(secret=words)),
            records=("первая запись", "removed", "removed", "with two attachments"),
            attachments=tuple(hashlib.sha256(each).hexdigest() for each in (EMPTY, PHOTO)),
        )
    message = "the rewriting was not stopped"
    raise RuntimeError(message)


MAKERS: dict[str, Callable[[Path], Golden]] = {
    "plain": plain,
    "key-file": key_file,
    "shares": shares,
    "torn-tail": torn_tail,
    "rewritten": rewritten,
    "unfinished-rewriting": unfinished_rewriting,
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
