"""The fuzz targets work on what they start from, and notice what they are there for."""

import importlib
from collections.abc import Iterable
from pathlib import Path

import pytest

from fuzz.target import NAMES, judge, load
from safelog.errors import DamagedHeadError

FOUND = sorted((Path(__file__).parent / "found").iterdir())


class Failing:
    """A target that raises."""

    def __init__(self, error: Exception) -> None:
        """Take what it raises."""
        self._error = error

    def seeds(self) -> Iterable[bytes]:
        """See `Target`."""
        return ()

    def consume(self, untrusted: bytes) -> None:
        """See `Target`."""
        del untrusted
        raise self._error


@pytest.mark.parametrize("name", NAMES)
def test_every_seed_ends_in_an_answer(name: str) -> None:
    """Each target has seeds, and none of them is a finding."""
    target = load(name)
    seeds = list(target.seeds())
    assert seeds
    for seed in [*seeds, b""]:
        judge(target, seed)


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.stem)
def test_what_was_found_is_found_no_more(path: Path) -> None:
    """An input that was a finding once, in the file of its target and its fault, ends well."""
    judge(load(path.stem.partition("-")[0]), path.read_bytes())


def test_an_error_of_the_tree_is_an_answer() -> None:
    """Refusing is what a reader is for."""
    judge(Failing(DamagedHeadError()), b"")


def test_any_other_error_is_a_finding() -> None:
    """What is no error of the tree comes out."""
    with pytest.raises(KeyError):
        judge(Failing(KeyError()), b"")


def test_reading_hostile_bytes_needs_no_fuzzer() -> None:
    """A finding can be looked at where Atheris is not installed."""
    assert importlib.import_module("fuzz.replay").main
