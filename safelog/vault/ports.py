"""What a vault takes from outside: files, randomness, and the bounds on cost.

The public `Vault.create` and `Vault.open` use the defaults. Tests and the frozen vectors pass their
own: files that fail on demand, known random bytes, and costs that take no time. There is no
switch for any of this in the environment or in a file.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from safelog.vault.files import Files, OsFiles
from safelog.vault.kdf import KdfLimits, calibrate

if TYPE_CHECKING:
    from collections.abc import Callable

    from safelog.vault.kdf import KdfCost


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """The outside world of one vault."""

    files: Files = field(default_factory=OsFiles)
    random_bytes: Callable[[int], bytes] = os.urandom
    limits: KdfLimits = field(default_factory=KdfLimits)
    measure_cost: Callable[[], KdfCost] = calibrate
    """Finds the cost that this machine can bear."""
