"""Measure safelog beside what bounds it: `python -m bench` prints one table.

Every figure stands beside the bound of the same run on the same machine: the raw write of the same
bytes, the bare cipher, the bare interpreter. The aims stand below; the table says by how much each
is met or missed.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bench import bounds, search
from bench.likeness import likeness_rows
from bench.patterns import pattern_rows
from bench.rival import Age, Jrnl, KeePass, Rival
from bench.world import (
    PASSPHRASE,
    Writer,
    endless_bytes,
    make_vault,
    passphrase,
    surroundings,
)
from safelog.journal.events import encode_event
from safelog.journal.journal import Journal
from safelog.journal.search.find import find
from safelog.journal.search.query import Found, Query
from safelog.vault import Vault

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SAVES = 50
SEARCHES = 200
STARTS = 20
PROGRAMS = 3
SCREEN_ROWS = 50
OPENINGS = 3
MIB = 1024 * 1024
AIM_COUNT = 10_000
UNLOCK_AIM_S = 0.3
SEARCH_AIM_S = 0.01
SAVE_RATIO_AIM = 1.5
ATTACH_ROUNDS = 3
ATTACH_RATIO_AIM = 1.5
MEMORY_AIM_BYTES = 64 * MIB
VERSION_AIM_S = 0.08
ROOT = Path(__file__).parents[1]


class Row(NamedTuple):
    """One line of the table."""

    what: str
    size: str
    measured: str
    bound: str
    verdict: str = ""


class Journals(NamedTuple):
    """The figures of one vault."""

    save_s: float
    rows: list[Row]


def milliseconds(duration_s: float) -> str:
    """Return a duration as it stands in the table."""
    return f"{duration_s * 1000:,.1f} ms"


def against(aim: str, *, met: bool) -> str:
    """Return an aim and whether it was met."""
    return f"{aim}: {'met' if met else 'MISSED'}"


def unlocking(folder: Path) -> tuple[float, Journal, float]:
    """Return the time to open a vault without its KDF, its journal, and the time to fold that."""
    kdf_s = bounds.key_derivation_s()
    times = bounds.repeated(lambda: Vault.open(folder, passphrase()).close(), OPENINGS)
    vault = Vault.open(folder, passphrase())
    folded: list[Journal] = []
    fold_s = bounds.seconds(lambda: folded.append(Journal(vault, surroundings())))
    return bounds.median(times) - kdf_s, folded[0], fold_s


def search_all(journal: Journal, words: str) -> Found:
    """Search in all incidents, reading first what was not read yet."""
    while journal.index_some():
        pass
    return find(journal, Query(words=words))


def measure_journal(folder: Path, count: int) -> Journals:
    """Measure one vault of `count` incidents."""
    make_vault(folder / "vault", count)
    open_s, journal, fold_s = unlocking(folder / "vault")
    log_bytes = (folder / "vault" / "log").stat().st_size
    cipher = f"AES-256-GCM of the log {milliseconds(bounds.encrypt_s(log_bytes))}"
    timeline_s = open_s + fold_s + bounds.seconds(lambda: journal.threads(0, SCREEN_ROWS))
    index_s = bounds.seconds(lambda: search_all(journal, "нигде"))
    writer = Writer(seed=1)
    searches = bounds.repeated(lambda: search_all(journal, writer.word()), SEARCHES)
    saves = bounds.repeated(
        lambda: journal.save(writer.incident(journal.new_id()), base_revision=0), SAVES
    )
    record_bytes = len(encode_event(journal.event(journal.vault.count - 1)))
    journal.close()
    raw = f"write+fsync {milliseconds(bounds.write_and_sync_s(folder, record_bytes, SAVES))}"
    unlock_aim = search_aim = ""
    if count == AIM_COUNT:
        unlock_aim = against("300 ms", met=timeline_s < UNLOCK_AIM_S)
        search_aim = against("10 ms", met=bounds.p95(searches) < SEARCH_AIM_S)
    size = f"{count:,}"
    return Journals(
        bounds.median(saves),
        [
            Row("unlock without KDF", size, milliseconds(open_s), cipher),
            Row("and to first timeline", size, milliseconds(timeline_s), cipher, unlock_aim),
            Row("fill search index", size, milliseconds(index_s), "in the background"),
            Row("search, p95", size, milliseconds(bounds.p95(searches)), "", search_aim),
            Row("save, median", size, milliseconds(bounds.median(saves)), raw),
            Row("save, p95", size, milliseconds(bounds.p95(saves)), raw),
        ],
    )


def compare_saves(found: dict[int, Journals]) -> Row:
    """Return how much more a save takes in the largest vault than in the smallest."""
    smallest, largest = min(found), max(found)
    ratio = found[largest].save_s / found[smallest].save_s
    aim = against(f"{SAVE_RATIO_AIM}", met=ratio < SAVE_RATIO_AIM)
    return Row("save, ratio", f"{largest:,} to {smallest:,}", f"{ratio:.2f}", "", aim)


class Attached(NamedTuple):
    """The figures of one round with a large file, in seconds and bytes."""

    attach_s: float
    read_s: float
    memory: float
    seal_s: float
    open_s: float
    age_encrypt_s: float
    age_decrypt_s: float


def attach_once(folder: Path, video: Path, age: Age | None) -> Attached:
    """Attach a file and read it back, beside what bounds it."""
    make_vault(folder / "vault", 1)
    done = subprocess.run(
        [sys.executable, "-m", "bench.attach", str(folder / "vault"), str(video)],
        check=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    shutil.rmtree(folder / "vault")
    attach_s, read_s, memory = map(float, done.stdout.split())
    return Attached(
        attach_s=attach_s,
        read_s=read_s,
        memory=memory,
        seal_s=bounds.seal_to_disk_s(folder, video.stat().st_size),
        open_s=bounds.read_and_open_s(video),
        age_encrypt_s=age.encrypt_s(video) if age else 0.0,
        age_decrypt_s=age.decrypt_s() if age else 0.0,
    )


def measure_attachment(folder: Path, size_mib: int, age: Age | None) -> list[Row]:
    """Measure a large attachment; of several rounds the shortest of each time counts."""
    video = folder / "video"
    with video.open("wb") as file:
        for piece in endless_bytes(size_mib * MIB, MIB):
            file.write(piece)
    rounds = [attach_once(folder, video, age) for _ in range(ATTACH_ROUNDS)]
    best = Attached(*(min(each) for each in zip(*rounds, strict=True)))
    memory = max(each.memory for each in rounds)
    size = f"{size_mib} MiB"
    ratio = best.attach_s / best.seal_s
    aims = [
        against(f"{ATTACH_RATIO_AIM} of the first, is {ratio:.2f}", met=ratio < ATTACH_RATIO_AIM)
    ]
    sealing = f"AES-256-GCM+write+fsync {milliseconds(best.seal_s)}"
    opening = f"read+AES-256-GCM {milliseconds(best.open_s)}"
    if age:
        sealing += f"; age+fsync {milliseconds(best.age_encrypt_s)}"
        opening += f"; age -d {milliseconds(best.age_decrypt_s)}"
        aims.append(against("age", met=best.attach_s <= best.age_encrypt_s))
    return [
        Row("attach", size, milliseconds(best.attach_s), sealing, "; ".join(aims)),
        Row("read back", size, milliseconds(best.read_s), opening),
        Row(
            "memory above idle",
            size,
            f"{memory / MIB:.1f} MiB",
            "",
            against("64 MiB", met=memory < MEMORY_AIM_BYTES),
        ),
    ]


def measure_start() -> list[Row]:
    """Measure how long `safelog --version` takes."""
    version_s = bounds.process_s(["-m", "safelog", "--version"], STARTS)
    bare = f"bare interpreter {milliseconds(bounds.process_s(['-c', ''], STARTS))}"
    aim = against("80 ms", met=version_s < VERSION_AIM_S)
    return [Row("safelog --version", "", milliseconds(version_s), bare, aim)]


def measure_programs(folder: Path, rivals: Sequence[Rival], count: int) -> list[Row]:
    """Measure acts as whole processes, from the call to the end, beside those of other programs."""
    vault = folder / "vault"
    make_vault(vault, count)
    for rival in rivals:
        rival.fill(count)
    word = Writer(seed=count).word()
    incident = '{"type": "incident", "kind": "surveillance.following", "narrative": "Заметка"}'
    kdf = f"Argon2id {milliseconds(bounds.key_derivation_s())}"
    size = f"{count:,}"

    def own(act: str, typed: str = "") -> str:
        words = ["-m", "safelog", *act.split(), "--json", "--passphrase-fd", "0"]
        duration_s = bounds.process_s(
            [*words, "--vault", str(vault)], PROGRAMS, typed=f"{PASSPHRASE}\n{typed}"
        )
        return milliseconds(duration_s)

    def beside(act: Callable[[Rival], float]) -> str:
        others = [f"{rival.name} {milliseconds(act(rival))}" for rival in rivals]
        return "; ".join([kdf, *(others or ["see --jrnl and --pykeepass"])])

    return [
        Row("open, whole process", size, own("draft list"), beside(lambda each: each.open_s())),
        Row("add, whole process", size, own("add", incident), beside(lambda each: each.add_s())),
        Row(
            "search, whole process",
            size,
            own("search", json.dumps({"words": word})),
            beside(lambda each: each.search_s(word)),
        ),
        Row("verify, whole process", size, own("check"), beside(lambda each: each.open_s())),
    ]


def print_table(rows: list[Row]) -> None:
    """Print the table in columns."""
    head = Row("what", "size", "measured", "bounded by, in this run", "aim")
    widths = [max(len(row[column]) for row in [head, *rows]) for column in range(len(head))]
    for row in [head, Row(*("-" * width for width in widths)), *rows]:
        print(
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        )


def main() -> int:
    """Measure everything and print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--sizes", default="1000,10000,100000", help="incidents per vault")
    parser.add_argument("--attach-mib", type=int, default=1024, help="size of the attachment")
    parser.add_argument("--age", default="age", help="name or path of an age program, if there is")
    parser.add_argument("--jrnl", default="", help="path of a jrnl program to compare with")
    parser.add_argument("--pykeepass", default="", help="path of a Python that has pykeepass")
    parser.add_argument("--program-entries", type=int, default=10_000, help="entries for it")
    chosen = parser.parse_args()
    sizes = sorted(int(size) for size in chosen.sizes.split(","))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        found: dict[int, Journals] = {}
        for size in sizes:
            (folder / str(size)).mkdir()
            found[size] = measure_journal(folder / str(size), size)
        rows = [row for journals in found.values() for row in journals.rows]
        rows.append(compare_saves(found))
        (folder / "attach").mkdir()
        age = Age(chosen.age, folder) if shutil.which(f"{chosen.age}-keygen") else None
        rows += measure_attachment(folder / "attach", chosen.attach_mib, age)
        rows += measure_start()
        rows += [Row(*row) for row in pattern_rows(sizes)]
        rows += [Row(*row) for row in likeness_rows(sizes)]
        (folder / "programs").mkdir()
        rivals: list[Rival] = []
        if chosen.jrnl:
            rivals.append(Jrnl(chosen.jrnl, folder / "programs"))
        if chosen.pykeepass:
            rivals.append(KeePass(chosen.pykeepass, folder / "programs"))
        rows += measure_programs(folder / "programs", rivals, chosen.program_entries)
        searched: dict[int, search.Searched] = {}
        for size in sizes:
            (folder / f"cases-{size}").mkdir()
            searched[size] = search.measure(folder / f"cases-{size}", size)
    print_table(rows)
    print()
    search.print_table(searched)
    return 0


if __name__ == "__main__":
    sys.exit(main())
