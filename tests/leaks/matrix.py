"""Plant every canary: `python -m tests.leaks.matrix` prints check by format, stopped or NOT."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping

from safelog.errors import LeakFoundError
from safelog.export.checks import CHECKS, Check
from safelog.export.leakcheck import run_checks
from tests.leaks.canaries import CANARIES, FORMATS, Canary, absent
from tests.leaks.containers import CONTAINERS, PLACES, Container, outside, shows_canary
from tests.leaks.test_export_canaries import EXPORT

WIDTH = 26


def found_by(
    outputs: Mapping[str, bytes], checks: Iterable[Check] = CHECKS
) -> tuple[str, str] | None:
    """Return the check that stops these outputs and the place that it names, or None."""
    try:
        run_checks(
            checks,
            outputs,
            hidden=EXPORT.hidden,
            finder=EXPORT.finder,
            fixed=EXPORT.fixed,
            own=EXPORT.own,
        )
    except LeakFoundError as leak:
        return str(leak.fields["check"]), str(leak.fields["place"])
    return None


def verdict(canary: Canary) -> str:
    """Say whether the check of a canary stops it, when it is the only one."""
    outputs = canary.outputs()
    only = [check for check in CHECKS if check.name == canary.check]
    return "stopped" if found_by(outputs, only) and found_by(outputs) else "NOT"


def cell(check: str, name: str) -> str:
    """Say what became of the canaries of a check in a format."""
    planted = [each for each in CANARIES if (each.check, each.format) == (check, name)]
    if not planted:
        return absent(check, name) or "NOT PLANTED"
    verdicts = {verdict(each) for each in planted}
    return f"stopped ({len(planted)})" if verdicts == {"stopped"} else "NOT"


def from_outside(container: Container, place: str) -> str:
    """Say what becomes of a canary in a place of an export that is sealed."""
    files = PLACES[place]
    if found_by(files) is not None:
        return "stopped"
    return "READABLE" if shows_canary(outside(container.seal(files))) else "sealed"


def main() -> int:
    """Print the matrix."""
    print("".join(word.ljust(WIDTH) for word in ("check", *FORMATS)).rstrip())  # noqa: T201 - a command
    missed = 0
    for check in CHECKS:
        cells = [cell(check.name, name) for name in FORMATS]
        missed += sum(each.startswith("NOT") for each in cells)
        print("".join(word.ljust(WIDTH) for word in (check.name, *cells)).rstrip(), flush=True)  # noqa: T201 - a command
    for container in CONTAINERS:
        cells = [f"{place}: {from_outside(container, place)}" for place in PLACES]
        missed += sum("READABLE" in each for each in cells)
        print(f"{container.name:{WIDTH}}{', '.join(cells)}", flush=True)  # noqa: T201 - a command
    print(f"{len(CANARIES)} canaries, {len(CHECKS)} checks, {missed} cells not stopped")  # noqa: T201 - a command
    return min(missed, 1)


if __name__ == "__main__":
    sys.exit(main())
