"""`head.next`: the new key of a change of all keys that is not finished; FORMAT.md section 5.8.

It is no copy of the head, and no head opens with it. Two codes stand under it: one under the new
key, so that nobody changes what it says, and one under the present key, so that a file from an
earlier change, whose key somebody may know, is never gone on with.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from safelog.errors import ForeignFileError, VaultError, WrongSecretError
from safelog.vault.credential import secrets_to_try
from safelog.vault.head import (
    HEAD_NAME,
    Head,
    check_costs,
    checked_lines,
    parse_body,
    parse_code,
    read_copy,
)
from safelog.vault.keys import KeyRing
from safelog.vault.log import NEXT
from safelog.vault.slots import open_slot, stretch_for

if TYPE_CHECKING:
    from pathlib import Path

    from safelog.vault.kdf import KdfLimits
    from safelog.vault.ports import Ports
    from safelog.vault.secret import Key, Secret


NEXT_HEAD_NAME = HEAD_NAME + NEXT


class SealedNextHead(NamedTuple):
    """A `head.next` that parsed. Nothing in it is authentic before `is_linked`."""

    untrusted: Head
    body_line: bytes
    mac: bytes
    link: bytes


def encode_next_head(head: Head, *, fresh: KeyRing, present: KeyRing) -> bytes:
    """Return the four lines.

    Args:
        head: has the new slots.
        fresh: the new keys, which are in them.
        present: the keys of the vault as it is.
    """
    body_line = msgspec.json.encode(head) + b"\n"
    with fresh.derive_next_head() as key:
        lines = body_line + _code_line(key, body_line)
    with present.derive_link() as key:
        lines += _code_line(key, lines)
    return lines + hashlib.sha256(lines).hexdigest().encode("ascii") + b"\n"


def parse_next_head(untrusted_file: bytes, limits: KdfLimits) -> SealedNextHead:
    """Return what the file says, not yet authentic.

    Raises:
        DamagedHeadError: the bytes are not what a safelog writes.
        NewerVersionError: a newer safelog wrote them.
        ExcessiveCostError: a slot would take more memory or time than any safelog asks for.
    """
    body_line, code_line, link_line = checked_lines(untrusted_file, count=3)
    head = parse_body(body_line)
    mac, link = parse_code(code_line), parse_code(link_line)
    check_costs(head, limits)
    return SealedNextHead(head, body_line + b"\n", mac, link)


def is_linked(sealed: SealedNextHead, present: KeyRing) -> bool:
    """Tell whether somebody who has the present key wrote this."""
    lines = sealed.body_line + sealed.mac.hex().encode("ascii") + b"\n"
    with present.derive_link() as key:
        return hmac.compare_digest(hmac.digest(key.view, lines, "sha256"), sealed.link)


def open_next_head(sealed: SealedNextHead, secret: Secret, *, present: KeyRing) -> KeyRing:
    """Return the next keys, which `secret` opens; it is not wiped here.

    Args:
        sealed: linked to `present`.
        secret: the new passphrase, or the new recovery words.
        present: the keys of the vault as it is.

    Raises:
        WrongSecretError: it opens no slot.
        ForeignFileError: what it opens is no new key: only somebody with the present key can have
            made that.
        DamagedHeadError, InsufficientMemoryError, InvalidTextError: as for a head.
    """
    fresh = KeyRing(_open_slots(sealed.untrusted, secret, present.vault_id), present.vault_id)
    with fresh.derive_next_head() as key:
        code = hmac.digest(key.view, sealed.body_line, "sha256")
    if not hmac.compare_digest(code, sealed.mac) or fresh.vault_key.matches(present.vault_key):
        fresh.wipe()
        raise ForeignFileError(what="head.next")
    return fresh


def read_next_head(folder: Path, present: KeyRing, ports: Ports) -> SealedNextHead | None:
    """Return the `head.next` of a change that was begun under the present keys, if there is one.

    One that is damaged, or of another change, counts for nothing: the next change replaces it.

    Raises:
        OSError: the disk refused.
    """
    untrusted = read_copy(ports.files, folder / NEXT_HEAD_NAME)
    if untrusted is None:
        return None
    try:
        sealed = parse_next_head(untrusted, ports.limits)
    except VaultError:
        return None
    return sealed if is_linked(sealed, present) else None


def rekey_begun(folder: Path, present: KeyRing, ports: Ports) -> bool:
    """Tell whether a change of all keys waits to be gone on with, as far as the disk says."""
    try:
        return read_next_head(folder, present, ports) is not None
    except OSError:
        return False


def _open_slots(untrusted: Head, secret: Secret, vault_id: bytes) -> Key:
    secrets = secrets_to_try(secret)
    try:
        for slot_type, each in secrets.items():
            for slot in untrusted.slots:
                if slot.type != slot_type:
                    continue
                with stretch_for(slot, each) as stretched:
                    vault_key = open_slot(slot, vault_id=vault_id, stretched=stretched)
                if vault_key is not None:
                    return vault_key
    finally:
        for each in secrets.values():
            each.wipe()
    raise WrongSecretError


def _code_line(key: Key, lines: bytes) -> bytes:
    return hmac.digest(key.view, lines, "sha256").hex().encode("ascii") + b"\n"
