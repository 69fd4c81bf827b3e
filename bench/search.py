"""Searching: how long it takes, by what is asked, and how that grows with the journal."""

from __future__ import annotations

import random
import resource
import sys
from contextlib import closing
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bench import bounds
from bench.world import Writer, make_cases, passphrase, surroundings
from safelog.journal.journal import Journal
from safelog.journal.search.find import find, find_once
from safelog.journal.search.highlight import Highlighter
from safelog.journal.search.query import Period, Query
from safelog.vault import Vault

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

QUERIES = 50
SCREEN_ROWS = 20
BATCH = 100
"""Incidents that the app reads between two keys."""
SHORTEST = 4
YEAR = Period(start=1_609_459_200, end=1_640_995_200)
"""2021."""
ASKED_ONCE = {"a word": "гунобю", "beginning of many": "гу", "nowhere": "фломастер"}
AIM_COUNT = 100_000
AIM_S = 0.06


class Searched(NamedTuple):
    """The figures of one journal."""

    fill_s: float
    batch_p95_s: float
    memory_bytes: int
    by_class: dict[str, list[float]]
    """Durations of the queries, shortest first."""
    once: dict[str, tuple[float, float]]
    """One question as a whole process, without an index and with one."""


class Asker:
    """Invents queries; the same seed gives the same ones."""

    def __init__(self, journal: Journal, seed: int) -> None:
        """Ask about what may be in `journal`."""
        self._chance = random.Random(seed)  # noqa: S311 - the same queries each time, no secret
        self._writer = Writer(seed=seed)
        self._entities = sorted(journal.state.entities)

    def classes(self) -> dict[str, Callable[[], Query]]:
        """Return the kinds of query, by what they are called in the table."""
        return {
            "a word": lambda: Query(words=self._word()),
            "a word of all": lambda: Query(words="и"),
            "two words": lambda: Query(words=f"{self._word()} {self._word()}"),
            "phrase": lambda: Query(words=f'"{" ".join(self._writer.words(2))}"'),
            "one letter": lambda: Query(words=self._word()[:1]),
            "two letters": lambda: Query(words=self._word()[:2]),
            "part of a number": lambda: Query(words=f"{self._chance.randrange(10**5):05}"),
            "entity": lambda: Query(entities=(self._chance.choice(self._entities),)),
            "word and kind": lambda: Query(words=self._word(), kinds=frozenset({"unsure"})),
            "word and period": lambda: Query(words=self._word(), period=YEAR),
            "letters, period, state": lambda: Query(
                words=self._word()[:2], period=YEAR, states=frozenset({"sealed"})
            ),
            "word and place": lambda: Query(words="и", place=self._word()),
            "open reports": lambda: Query(words=self._word(), has_open_follow_up=True),
            "nowhere": lambda: Query(words="фломастер"),
        }

    def _word(self) -> str:
        return next(word for word in iter(self._writer.word, "") if len(word) >= SHORTEST)


def measure(folder: Path, count: int) -> Searched:
    """Measure a journal of `count` incidents with everything, in `folder`."""
    # What making them took would hide what reading them takes: the peak of a process never falls.
    with get_context("spawn").Pool(1, maxtasksperchild=1) as processes:
        processes.apply(make_cases, (folder / "vault", count))
        found: Searched = processes.apply(_measure, (folder / "vault",))
    once = {
        name: (
            _process_s(_ask_once, folder / "vault", words),
            _process_s(_ask_index, folder / "vault", words),
        )
        for name, words in ASKED_ONCE.items()
    }
    return found._replace(once=once)


def _process_s(ask: Callable[[Path, str], None], vault: Path, words: str) -> float:
    """Return how long a process takes that asks one question; a long one is asked only once."""

    def run() -> None:
        with get_context("spawn").Pool(1) as processes:
            processes.apply(ask, (vault, words))

    return bounds.seconds(run)


def _ask_once(vault: Path, words: str) -> None:
    with closing(Journal(Vault.open(vault, passphrase()), surroundings())) as journal:
        find_once(journal, Query(words=words))


def _ask_index(vault: Path, words: str) -> None:
    with closing(Journal(Vault.open(vault, passphrase()), surroundings())) as journal:
        while journal.index_some():
            pass
        find(journal, Query(words=words))


def _measure(vault: Path) -> Searched:
    journal = Journal(Vault.open(vault, passphrase()), surroundings())
    before = _resident_bytes()
    batches: list[float] = []
    while not journal.contents.is_complete:
        batches.append(bounds.seconds(lambda: journal.index_some(BATCH)))
    memory = _resident_bytes() - before
    by_class = {
        name: sorted(bounds.seconds(_search(journal, ask())) for _ in range(QUERIES))
        for name, ask in Asker(journal, seed=2).classes().items()
    }
    by_class["and show 20 lines"] = bounds.repeated(lambda: _show(journal), QUERIES)
    journal.close()
    return Searched(sum(batches), bounds.p95(sorted(batches)), memory, by_class, {})


def _search(journal: Journal, query: Query) -> Callable[[], object]:
    return lambda: find(journal, query)


def _show(journal: Journal) -> None:
    query = Query(words="и", limit=SCREEN_ROWS)
    lighter = Highlighter(journal, query)
    for hit in find(journal, query).hits:
        lighter.of(hit.incident)


def _resident_bytes() -> int:
    """Return the memory that this process has; where the system does not say, the most it had."""
    pages = Path("/proc/self/statm")
    if pages.exists():
        return int(pages.read_text(encoding="ascii").split()[1]) * resource.getpagesize()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def print_table(found: dict[int, Searched]) -> None:
    """Print what was measured: one line per kind of query, one column per journal."""
    sizes = sorted(found)
    _print_line("search, ms: p50 p95 max", [f"{size:,}" for size in sizes], "growth of p50")
    for name in found[sizes[0]].by_class:
        rows = [found[size].by_class[name] for size in sizes]
        cells = [
            "  ".join(
                f"{each * 1000:.1f}" for each in (bounds.median(row), bounds.p95(row), row[-1])
            )
            for row in rows
        ]
        aim = ""
        if sizes[-1] == AIM_COUNT:
            aim = f"  60 ms: {'met' if bounds.p95(rows[-1]) < AIM_S else 'MISSED'}"
        growth = bounds.median(rows[-1]) / bounds.median(rows[0])
        _print_line(name, cells, f"{growth:.1f}{aim}")
    fills = [found[size] for size in sizes]
    _print_line(
        "read all, per incident",
        [f"{each.fill_s / size * 1e6:.0f} µs" for size, each in zip(sizes, fills, strict=True)],
        "",
    )
    _print_line(f"read {BATCH}, p95", [f"{each.batch_p95_s * 1000:.1f} ms" for each in fills], "")
    _print_line(
        "memory, per incident",
        [f"{each.memory_bytes / size:,.0f} B" for size, each in zip(sizes, fills, strict=True)],
        "",
    )
    _print_once(found)


def _print_once(found: dict[int, Searched]) -> None:
    """Print what asking one question takes: without an index, and with one."""
    for name in ASKED_ONCE:
        cells = []
        for each in found.values():
            alone_s, indexed_s = each.once[name]
            cells.append(f"{alone_s:.2f} s  {indexed_s:.2f} s  {indexed_s / alone_s:.1f}")
        _print_line(f"once, {name}", cells, "without an index, with one, how many times")


def _print_line(what: str, cells: Sequence[str], last: str) -> None:
    print("  ".join([what.ljust(24), *(cell.rjust(26) for cell in cells), last]).rstrip())
