"""Where `safelog` starts.

Imports next to nothing: `safelog --version` runs at the speed of the bare interpreter, and what a
command needs is imported when it has been chosen.
"""

from __future__ import annotations

import sys

from safelog import __version__


def main() -> int:
    """Run the command of this process and return its exit code."""
    words = sys.argv[1:]
    if words == ["--version"]:
        sys.stdout.write(f"safelog {__version__}\n")
        return 0
    # Imported late: all of it together would take longer than printing the version may.
    from safelog.cli.process import run_process  # noqa: PLC0415 (see above)

    return run_process(words)
