"""The head: key slots and the root over the log, in two copies; FORMAT.md section 4.

Parsing is pure: bytes in, a head or an error out. `write_head` replaces both
copies, the first before the second, each in one step.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec

from safelog.errors import DamagedHeadError, NewerVersionError
from safelog.vault.files import read_exactly, replace_file
from safelog.vault.slots import MOST_SLOTS, Hex16, Hex32, Natural, Slot

if TYPE_CHECKING:
    from pathlib import Path

    from safelog.vault.files import Files
    from safelog.vault.kdf import KdfLimits
    from safelog.vault.secret import Key

VERSION = 1
HEAD_NAME = "head"
COPY_NAME = "head.bak"
HEAD_NAMES = (HEAD_NAME, COPY_NAME)
MOST_HEAD_BYTES = 65_536
_CHECKSUM_LINE_BYTES = 65
_CODE = re.compile(rb"[0-9a-f]{64}")


class Root(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What the head vouches for: the log up to here, and through it every attachment."""

    log_bytes: Natural
    records: Natural
    log_hash: Hex32


class Head(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The body of a head."""

    format: Literal["safelog-vault"] = "safelog-vault"
    version: Literal[1] = 1
    vault_id: Hex16
    generation: Natural
    root: Root
    finishing: bool
    """Whether a rewriting of the log is done, and the folder is not tidied up yet."""
    slots: Annotated[tuple[Slot, ...], msgspec.Meta(min_length=1, max_length=MOST_SLOTS)]


class _AnyVersion(msgspec.Struct):
    """What the head of every version has, whatever else it holds."""

    version: Natural


class SealedHead(msgspec.Struct, frozen=True, kw_only=True):
    """A head that parsed. Nothing in it is authentic before `verify_head`."""

    untrusted: Head
    body_line: bytes
    mac: bytes


def encode_head(head: Head, head_key: Key) -> bytes:
    """Return the three lines of a head."""
    body_line = msgspec.json.encode(head) + b"\n"
    mac = hmac.digest(head_key.view, body_line, "sha256")
    lines = body_line + mac.hex().encode("ascii") + b"\n"
    return lines + hashlib.sha256(lines).hexdigest().encode("ascii") + b"\n"


def parse_head(untrusted_file: bytes, limits: KdfLimits) -> SealedHead:
    """Return the head in a copy's bytes, not yet authentic.

    Raises:
        DamagedHeadError: the bytes are not what a safelog writes.
        NewerVersionError: a newer safelog wrote them.
        ExcessiveCostError: a slot would take more memory or time than any safelog asks for.
    """
    body_line, code_line = checked_lines(untrusted_file, count=2)
    head = parse_body(body_line)
    mac = parse_code(code_line)
    check_costs(head, limits)
    return SealedHead(untrusted=head, body_line=body_line + b"\n", mac=mac)


def checked_lines(untrusted_file: bytes, *, count: int) -> list[bytes]:
    """Return the lines before the checksum, which are undamaged, and may be anybody's.

    Args:
        untrusted_file: the file.
        count: how many lines there are, in every version.

    Raises:
        DamagedHeadError: the checksum is wrong, or the file is too long or has other lines.
    """
    lines = untrusted_file[:-_CHECKSUM_LINE_BYTES]
    checksum_line = hashlib.sha256(lines).hexdigest().encode("ascii") + b"\n"
    if len(untrusted_file) > MOST_HEAD_BYTES or untrusted_file != lines + checksum_line:
        raise DamagedHeadError
    *found, behind = lines.split(b"\n")
    if len(found) != count or behind:
        raise DamagedHeadError
    return found


def parse_code(untrusted_line: bytes) -> bytes:
    """Return the code in a line, which comes without its end.

    Raises:
        DamagedHeadError: no code is written like this.
    """
    if not _CODE.fullmatch(untrusted_line):
        raise DamagedHeadError
    return bytes.fromhex(untrusted_line.decode("ascii"))


def parse_body(body_line: bytes) -> Head:
    """Return the body in a first line, which comes without its end.

    Raises:
        DamagedHeadError, NewerVersionError: as for `parse_head`.
    """
    try:
        version = msgspec.json.decode(body_line, type=_AnyVersion).version
        if version > VERSION:
            raise NewerVersionError(version=version)
        head = msgspec.json.decode(body_line, type=Head)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        raise DamagedHeadError from None
    if body_line != msgspec.json.encode(head):
        raise DamagedHeadError
    if len({slot.id for slot in head.slots}) < len(head.slots):
        raise DamagedHeadError
    return head


def check_costs(untrusted: Head, limits: KdfLimits) -> None:
    """Refuse a head of which an attempt costs too much or too little.

    Raises:
        DamagedHeadError, ExcessiveCostError: as for `parse_head`.
    """
    for slot in untrusted.slots:
        limits.refuse_excess(slot.cost)
        if limits.is_below_floor(slot.cost):
            raise DamagedHeadError


def is_authentic(sealed: SealedHead, head_key: Key) -> bool:
    """Tell whether somebody who has the vault key wrote this head."""
    return hmac.compare_digest(hmac.digest(head_key.view, sealed.body_line, "sha256"), sealed.mac)


def read_copy(files: Files, path: Path) -> bytes | None:
    """Return a copy's bytes, at most one more than a head may have; None if it is not there."""
    try:
        file = files.open(path)
    except FileNotFoundError:
        return None
    try:
        return bytes(read_exactly(file, offset=0, length=MOST_HEAD_BYTES + 1))
    finally:
        file.close()


def write_head(files: Files, folder: Path, encoded: bytes) -> None:
    """Replace both copies, so that at every moment one of them is whole."""
    for name in HEAD_NAMES:
        replace_file(files, folder / name, encoded)
