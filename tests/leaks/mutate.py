"""Take out each check in turn: `python -m tests.leaks.mutate` shows what would then leave.

No source is changed: the leak check is run with all checks but one, and the canaries of that one.
A check without which every canary still stops is not needed, or has no canary that shows why.
"""

from __future__ import annotations

import sys

from safelog.export.checks import CHECKS
from tests.leaks.canaries import CANARIES, Canary
from tests.leaks.matrix import WIDTH, found_by


def escaped(check: str) -> list[Canary]:
    """Return the canaries that leave with the export when a check is missing."""
    others = [each for each in CHECKS if each.name != check]
    planted = [each for each in CANARIES if each.check == check and each.alone]
    return [each for each in planted if found_by(each.outputs(), others) is None]


def main() -> int:
    """Print what leaves without each check."""
    spared = 0
    for check in CHECKS:
        places = [f"{each.format}: {each.place}" for each in escaped(check.name)]
        spared += not places
        print(f"without {check.name:{WIDTH}} {', '.join(places) or 'NOTHING LEAVES'}", flush=True)  # noqa: T201 - a command
    print(f"{len(CHECKS)} checks, {spared} that could be spared")  # noqa: T201 - a command
    return min(spared, 1)


if __name__ == "__main__":
    sys.exit(main())
