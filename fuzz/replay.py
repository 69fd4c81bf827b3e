"""Run a target over kept inputs: `python -m fuzz.replay NAME FILE-OR-FOLDER …`. Needs no Atheris.

This is how a finding is looked at, and how the lines that a corpus reaches are counted.
"""

import sys
from pathlib import Path

from fuzz.target import NAMES, judge, load


def main() -> None:
    """Run every input once; the first finding ends it."""
    name, *places = sys.argv[1:] or [""]
    if name not in NAMES:
        sys.exit(f"python -m fuzz.replay {'|'.join(NAMES)} FILE-OR-FOLDER …")
    target = load(name)
    for place in map(Path, places):
        for path in sorted(place.iterdir()) if place.is_dir() else [place]:
            judge(target, path.read_bytes())


if __name__ == "__main__":
    main()
