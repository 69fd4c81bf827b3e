"""Fuzz one target with Atheris: `python -m fuzz.run NAME CORPUS [libFuzzer's options]`.

The corpus is a folder outside of the repository; the seeds of the target are put into it first.
Atheris is a tool for developers that no lock file names: see fuzz/README.md.
"""

import hashlib
import importlib
import sys
from pathlib import Path

from fuzz.target import NAMES, judge, load


def main() -> None:
    """Write the seeds, then fuzz until libFuzzer has enough."""
    name, corpus, *options = sys.argv[1:] or ["", ""]
    if name not in NAMES:
        sys.exit(f"python -m fuzz.run {'|'.join(NAMES)} CORPUS [-max_total_time=600 …]")
    # By name: it is not among the locked tools, whose types are checked.
    atheris = importlib.import_module("atheris")
    with atheris.instrument_imports(include=["safelog", "tests.independent"]):
        target = load(name)
    folder = Path(corpus)
    folder.mkdir(parents=True, exist_ok=True)
    for seed in target.seeds():
        (folder / hashlib.sha256(seed).hexdigest()[:16]).write_bytes(seed)
    atheris.Setup([sys.argv[0], *options, corpus], lambda data: judge(target, data))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
