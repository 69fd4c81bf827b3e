"""Cut the power at every point of every operation, and print how many states that made.

Run as `python -m tests.crash.report [--long]`. The long form builds more of the states where they
are too many for all, and cuts the power a second time while each left disk is opened.
"""

from __future__ import annotations

import sys

from tests.crash.model import Reach
from tests.crash.operations import OPERATIONS
from tests.crash.replay import Replay, Tally

SHORT = Reach()
LONG = Reach(exhaustive=4096, sample=1024)


def main(arguments: list[str]) -> int:
    """Print the table; return 1 if a state broke the promise."""
    is_long = "--long" in arguments
    total = Tally("all")
    sys.stdout.write(f"{'operation':24} {'changes':>7} {'states':>8} {'opened':>8}   promise\n")
    for operation in OPERATIONS:
        replay = Replay.of(operation)
        rows = [replay.cut(LONG if is_long else SHORT)]
        if is_long:
            rows.append(replay.cut_again(SHORT))
        for row in rows:
            total += row
            sys.stdout.write(f"{row}\n")
            sys.stdout.flush()
    sys.stdout.write(f"{total}\n")
    return bool(total.violations)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
