"""What a vault held at one moment, small enough to be kept outside of it; FORMAT.md section 5.6.

Whoever can write the folder can put an older state of it back, and nothing inside of the folder can
tell. A state that the person keeps elsewhere can: a later vault continues it, or was put back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from safelog.errors import RolledBackError

if TYPE_CHECKING:
    from safelog.vault.chain import Chain

_HASH_DIGITS = 32
_NUMBER = r"(0|[1-9][0-9]{0,18})"
_PRINTED = re.compile(rf"([0-9a-f]{{32}})-{_NUMBER}-{_NUMBER}-([0-9a-f]{{32}})")


@dataclass(frozen=True, slots=True, kw_only=True)
class VaultState:
    """A point in the history of one vault. Tells nobody what is in it."""

    vault_id: str
    generation: int
    """Of the head: it grows with every change of a passphrase, too."""
    records: int
    log_hash: str
    """The first 16 bytes of the chain hash after that many records, in hex."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the form that `str` gives; white space around it is dropped.

        Raises:
            ValueError: it is another form.
        """
        match = _PRINTED.fullmatch(text.strip())
        if match is None:
            message = "not the state of a vault"
            raise ValueError(message)
        vault_id, generation, records, log_hash = match.groups()
        return cls(
            vault_id=vault_id,
            generation=int(generation),
            records=int(records),
            log_hash=log_hash,
        )

    def __str__(self) -> str:
        """Return the form to keep: one line of digits, letters and hyphens."""
        return f"{self.vault_id}-{self.generation}-{self.records}-{self.log_hash}"


def state_of(chain: Chain, *, vault_id: bytes, generation: int) -> VaultState:
    """Return the state of a vault whose verified log is `chain`."""
    return VaultState(
        vault_id=vault_id.hex(),
        generation=generation,
        records=len(chain),
        log_hash=_short(chain, len(chain)),
    )


def require_continued(
    expected: VaultState, chain: Chain, *, vault_id: bytes, generation: int
) -> None:
    """Refuse a vault that does not continue `expected`.

    Raises:
        RolledBackError: it holds fewer records or others, an older head, or it is another vault.
    """
    continued = (
        vault_id.hex() == expected.vault_id
        and generation >= expected.generation
        and len(chain) >= expected.records
        and _short(chain, expected.records) == expected.log_hash
    )
    if not continued:
        raise RolledBackError(found=len(chain), expected=expected.records)


def _short(chain: Chain, records: int) -> str:
    return chain.hash_after(records).hex()[:_HASH_DIGITS]
