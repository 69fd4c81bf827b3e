"""Real processes on a real disk, really killed: everything that they acknowledged is there."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.crash.storm import StormError, whole_commits

if TYPE_CHECKING:
    from collections.abc import Callable

CYCLES = 20
ROOT = Path(__file__).parents[2]


def test_a_storm_of_kills_loses_nothing_acknowledged(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """Two writers fight for the lock and are killed at chance moments."""
    command = [sys.executable, "-m", "tests.crash.storm", "--cycles", str(CYCLES)]
    storm = subprocess.run(
        [*command, "--folder", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        check=False,
        text=True,
    )
    assert storm.stderr == ""
    assert storm.returncode == 0
    record_property("figure", f"storm: {storm.stdout.strip()}")
    figures = {name: int(n) for name, n in re.findall(r"([a-z ]+) (\d+)", storm.stdout)}
    assert figures[" lost"] == 0
    assert figures[" commits acknowledged"] > 0
    assert figures[" found"] >= figures[" commits acknowledged"]
    assert figures[" refused at the lock"] > 0


@pytest.mark.parametrize(
    "found",
    [
        [b"a 1 2"],
        [b"a 0 2"],
        [b"a 0 2", b"b 0 1", b"a 1 2"],
        [b"a 0 1", b"a 0 1"],
        [b"a 0 1", b"b 0 1", b"a 0 1"],
    ],
)
def test_a_broken_commit_is_seen(found: list[bytes]) -> None:
    """A part alone, parts apart, or one twice: the storm would tell."""
    assert whole_commits([b"a 0 2", b"a 1 2", b"b 0 1"]) == [b"a", b"b"]
    with pytest.raises(StormError, match="commit"):
        whole_commits(found)
