"""What a fuzz target is, and how its answer is judged.

A target is a module of `fuzz.targets`: bytes that somebody hostile may bring go in, and only an
error of safelog's tree may come out. Where the format has a second reader, both must agree.
"""

import importlib
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol, cast

from safelog.errors import SafelogError

NAMES = sorted(path.stem for path in (Path(__file__).parent / "targets").glob("*.py"))


class Target(Protocol):
    """One way in for hostile bytes."""

    def seeds(self) -> Iterable[bytes]:
        """Return inputs from which others are made."""

    def consume(self, untrusted: bytes) -> None:
        """Read an input; anything but an error of safelog's tree is a finding."""


def load(name: str) -> Target:
    """Import a target by its name."""
    return cast("Target", importlib.import_module(f"fuzz.targets.{name}"))


def judge(target: Target, untrusted: bytes) -> None:
    """Run one input. What is raised from here is a finding."""
    try:
        target.consume(untrusted)
    except SafelogError as error:
        # What a person is shown is built from the key and the fields.
        str(error)
