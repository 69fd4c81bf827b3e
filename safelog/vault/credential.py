"""What a person brings to open a vault, and the secret that each type of slot takes of it.

FORMAT.md sections 3.1 and 4.2. The types are the rows of the table there, so that nothing else can
be tried: a key file without its passphrase is no credential.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from safelog.errors import InvalidRecoveryWordsError
from safelog.vault.scope import Scoped
from safelog.vault.secret import Key, Secret, ShareSecret
from safelog.vault.words import parse_recovery

if TYPE_CHECKING:
    from safelog.vault.slots import SlotType


@dataclass(frozen=True, slots=True)
class Combination(Scoped):
    """A passphrase, and what opens nothing without it. Owns both: `wipe` ends them."""

    passphrase: Secret
    held: Key | ShareSecret
    """Of a key file, or of a set of shares."""

    def wipe(self) -> None:
        """Overwrite both parts with zeros."""
        self.passphrase.wipe()
        self.held.wipe()

    def _leave(self) -> None:
        self.wipe()


Credential = Secret | ShareSecret | Combination
"""A passphrase or recovery words; shares; a passphrase with a key file or with shares."""


def type_for(new: Secret | Combination) -> SlotType:
    """Return the type of the slot that a new passphrase goes to, alone or with what it needs."""
    if isinstance(new, Secret):
        return "passphrase"
    return "key-file" if isinstance(new.held, Key) else "split"


def secrets_to_try(credential: Credential) -> dict[SlotType, Secret]:
    """Return the secret for each type of slot that `credential` may open, in the order to try.

    The caller wipes them. `credential` stays as it is.

    Raises:
        InvalidTextError: the passphrase is not UTF-8.
    """
    if isinstance(credential, Combination):
        return {type_for(credential): _joined(credential)}
    if isinstance(credential, ShareSecret):
        return {"shares": Secret(bytearray(credential.view))}
    passphrase = credential.normalized()
    try:
        return {"recovery": parse_recovery(credential), "passphrase": passphrase}
    except InvalidRecoveryWordsError:
        return {"passphrase": passphrase}


def secret_to_seal(slot_type: SlotType, credential: Credential) -> Secret:
    """Return the secret under which a slot of `slot_type` is sealed. The caller wipes it.

    Raises:
        InvalidRecoveryWordsError: these are to be recovery words, and are not.
        InvalidTextError: the passphrase is not UTF-8.
        ValueError: the passphrase is empty, or `slot_type` takes another kind of credential.
    """
    require_passphrase(credential)
    if slot_type == "recovery" and isinstance(credential, Secret):
        return parse_recovery(credential)
    secrets = secrets_to_try(credential)
    wanted = secrets.pop(slot_type, None)
    for other in secrets.values():
        other.wipe()
    if wanted is None:
        message = f"a {slot_type} slot takes another credential"
        raise ValueError(message)
    return wanted


def require_passphrase(credential: Credential) -> None:
    """Refuse an empty passphrase, which protects nothing.

    Raises:
        ValueError: it is empty.
    """
    typed = credential.passphrase if isinstance(credential, Combination) else credential
    if not len(typed):
        message = "an empty secret protects nothing"
        raise ValueError(message)


def _joined(combination: Combination) -> Secret:
    """Return `P || K` or `P || S` in one buffer, which never grew and left no part behind."""
    with combination.passphrase.normalized() as passphrase:
        joined = bytearray(len(passphrase) + len(combination.held))
        joined[: len(passphrase)] = passphrase.view
        joined[len(passphrase) :] = combination.held.view
    return Secret(joined)
