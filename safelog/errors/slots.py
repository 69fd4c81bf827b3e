"""The ways to open a vault, and what cannot be one."""

from __future__ import annotations

from safelog.errors.vault import VaultError


class InvalidKeyFileError(VaultError):
    """The file is no key file of safelog, or it contains a slip."""

    exit_code = 32


class InvalidSharesError(VaultError):
    """The shares do not fit together, or one contains a slip.

    Fields: reason, position (of the share it stands in, from 1; 0 if that cannot be said), word
    (the slip in it, from 1; 0 if that cannot be said), missing (how many shares are lacking).
    """

    exit_code = 33


class LastSlotError(VaultError):
    """It is the only way to open the vault, so it cannot be removed."""

    exit_code = 34


class SlotLimitError(VaultError):
    """There are as many ways to open the vault as it can have. Fields: limit."""

    exit_code = 35


class UnknownSlotError(VaultError):
    """There is no such way to open the vault."""

    exit_code = 36


class AmbiguousSlotError(VaultError):
    """Several ways to open the vault may be meant. Fields: count."""

    exit_code = 37


class ReusedSecretError(VaultError):
    """A secret that is to be new opens the vault already. Nothing was changed."""

    exit_code = 39
