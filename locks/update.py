"""Write the lock files anew: `python locks/update.py`. Needs `uv` and a connection.

`run.txt` is what safelog needs, `test.txt` the same and the tools of the checks. Both hold for
Linux, macOS and Windows and for every supported Python. A release younger than a week is left
out: a poisoned one is usually found within days. No host and no path may stand in a lock, so
that each person's own package index serves it; the hashes say whether it served the right thing.
"""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

LOCKS = Path(__file__).parent
COOLDOWN = timedelta(days=7)
LINE = re.compile(r"[a-z0-9-]+==[\w.]+( ; [\w .<>='!]+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?")


def compile_lock(name: str, *options: str) -> None:
    """Resolve the dependencies of the project and write `name`.

    Raises:
        ValueError: the result holds a line that is neither a pinned package nor a hash.
    """
    newest = datetime.now(UTC) - COOLDOWN
    command = [
        *("uv", "pip", "compile", "pyproject.toml", *options),
        *("--universal", "--python-version", "3.11", "--only-binary", ":all:"),
        *("--generate-hashes", "--no-emit-index-url", "--no-header", "--no-annotate"),
        *("--exclude-newer", f"{newest:%Y-%m-%d}", "--upgrade", "--quiet"),
        *("--output-file", str(LOCKS / name)),
    ]
    subprocess.run(command, check=True, cwd=LOCKS.parent, stdout=subprocess.DEVNULL)
    for line in (LOCKS / name).read_text(encoding="ascii").splitlines():
        if not LINE.fullmatch(line):
            raise ValueError(line)


def main() -> int:
    """Write both locks; the second keeps to the versions of the first."""
    compile_lock("run.txt")
    compile_lock("test.txt", "--group", "test", "--constraint", "locks/run.txt")
    return 0


if __name__ == "__main__":
    sys.exit(main())
