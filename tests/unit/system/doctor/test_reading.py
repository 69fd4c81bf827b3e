"""What is read from a system, with folders in the place of `/proc` and `/sys`."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from safelog.system.doctor import linux
from safelog.system.doctor.facts import Facts, Keeps
from safelog.system.doctor.reading import Machine

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def put(root: Path, name: str, text: str) -> Path:
    """Write a file of a system."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def device(root: Path, number: str, *, uuid: str = "", below: tuple[str, ...] = ()) -> None:
    """Make a block device, perhaps of the device mapper, that lies on others."""
    block = root / "sys/dev/block" / number
    block.mkdir(parents=True)
    if uuid:
        put(block, "dm/uuid", uuid)
    for each in below:
        (block / "slaves").mkdir(exist_ok=True)
        (block / "slaves" / each).symlink_to(root / "sys/dev/block" / each)


def read(machine: Machine, vault: Path | None = None) -> Facts:
    """Read all facts."""
    return machine.facts(vault, now=NOW, active=frozenset(), keys_stay_in_memory=False)


def test_compressed_memory_is_no_disk(tmp_path: Path) -> None:
    """A zram device keeps nothing beyond the power."""
    put(tmp_path, "proc/swaps", "Filename Type Size\n/dev/zram0 partition 8\n\n")
    assert linux.swap(tmp_path) == (Keeps.MEMORY,)


@pytest.mark.parametrize(
    ("uuid", "keeps"),
    [("CRYPT-LUKS2-abc", Keeps.ENCRYPTED), ("LVM-abc", Keeps.PLAIN), ("", Keeps.PLAIN)],
)
def test_a_swap_file_is_as_safe_as_its_disk(tmp_path: Path, uuid: str, keeps: Keeps) -> None:
    """The disk is followed from the mount down to the device mapper."""
    put(tmp_path, "proc/swaps", "Filename Type Size\n/swap.img file 8\n")
    put(tmp_path, "proc/self/mountinfo", "22 1 253:0 / / rw,relatime - ext4 /dev/x rw\n")
    device(tmp_path, "253:0", uuid=uuid)
    assert linux.swap(tmp_path) == (keeps,)


def test_a_volume_on_an_encrypted_disk_is_encrypted(tmp_path: Path) -> None:
    """Only if everything that it lies on is."""
    device(tmp_path, "253:1", uuid="CRYPT-PLAIN-x")
    device(tmp_path, "8:1")
    device(tmp_path, "253:2", uuid="LVM-x", below=("253:1",))
    device(tmp_path, "253:3", uuid="LVM-y", below=("253:1", "8:1"))
    assert linux.device_keeps(tmp_path, "253:2") is Keeps.ENCRYPTED
    assert linux.device_keeps(tmp_path, "253:3") is Keeps.PLAIN
    assert linux.device_keeps(tmp_path, "0:44") is Keeps.UNKNOWN


def test_devices_that_lie_on_themselves_end(tmp_path: Path) -> None:
    """A loop in what the system tells is no endless loop here."""
    device(tmp_path, "253:9", below=("253:9",))
    assert linux.device_keeps(tmp_path, "253:9") is Keeps.PLAIN


def test_a_swap_partition_is_found_by_its_number(tmp_path: Path) -> None:
    """A device file names the device; one that is gone says nothing."""
    put(tmp_path, "proc/swaps", "Filename Type Size\n/dev/null partition 8\n/dev/no partition 8\n")
    (tmp_path / "dev").mkdir()
    (tmp_path / "dev/null").symlink_to("/dev/null")
    device(tmp_path, "1:3")
    assert linux.swap(tmp_path) == (Keeps.PLAIN, Keeps.UNKNOWN)


def test_the_deepest_mount_counts(tmp_path: Path) -> None:
    """A folder in memory below one on a disk; spaces in names are written in octal."""
    put(
        tmp_path,
        "proc/self/mountinfo",
        "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n30 22 0:30 / /tmp/my\\040place rw - tmpfs tmpfs rw\n",
    )
    device(tmp_path, "8:1")
    assert linux.keeps(tmp_path, Path("/tmp/my place/x")) is Keeps.MEMORY  # noqa: S108 - only a name
    assert linux.keeps(tmp_path, Path("/tmp/other")) is Keeps.PLAIN  # noqa: S108 - only a name


def test_a_system_that_tells_nothing_is_unknown(tmp_path: Path) -> None:
    """No `/proc`, as in some containers: no guess is made."""
    assert linux.swap(tmp_path) is None
    assert linux.keeps(tmp_path, Path("/x")) is Keeps.UNKNOWN
    assert linux.ancestors(tmp_path, 5) is None
    assert linux.yama_scope(tmp_path) is None
    assert linux.hibernates(tmp_path) is False


@pytest.mark.parametrize(
    ("state", "place", "can"),
    [("freeze mem disk", "253:0", True), ("freeze mem disk", "0:0", False), ("mem", "8:2", False)],
)
def test_hibernation_needs_a_place(tmp_path: Path, state: str, place: str, *, can: bool) -> None:
    """The kernel can, and somebody set where to."""
    put(tmp_path, "sys/power/state", f"{state}\n")
    put(tmp_path, "sys/power/resume", f"{place}\n")
    assert linux.hibernates(tmp_path) is can


def test_what_cannot_be_read_of_hibernation_is_unknown(tmp_path: Path) -> None:
    """An error is no answer."""
    (tmp_path / "sys/power/state").mkdir(parents=True)
    assert linux.hibernates(tmp_path) is None


def processes(root: Path) -> None:
    """Make a safelog in a shell under `script`, in tmux, which logs a window."""
    rows = [
        (1, "init", 0, 0),
        (10, "tmux: server", 1, 0),
        (11, "script", 10, 5),
        (12, "a) shell (", 11, 5),
        (13, "safelog", 12, 5),
    ]
    for pid, name, parent, terminal in rows:
        put(root, f"proc/{pid}/stat", f"{pid} ({name}) S {parent} 1 1 {terminal} 0")
        put(root, f"proc/{pid}/comm", f"{name}\n")
    (root / "proc/sys").mkdir()
    (root / "proc/999").mkdir()


def test_ancestors_are_followed_to_the_first_process(tmp_path: Path) -> None:
    """Names with brackets and spaces included."""
    processes(tmp_path)
    found = linux.ancestors(tmp_path, 13)
    assert found is not None
    assert [name for _, name in found] == ["a) shell (", "script", "tmux: server", "init"]


def test_a_program_without_a_window_beside_tmux_is_seen(tmp_path: Path) -> None:
    """`tmux pipe-pane` starts a child of the server that has no terminal."""
    processes(tmp_path)
    found = linux.ancestors(tmp_path, 13)
    assert not linux.runs_without_window(tmp_path, found)
    put(tmp_path, "proc/14/stat", "14 (sh) S 10 1 1 0 0")
    assert linux.runs_without_window(tmp_path, found)
    assert not linux.runs_without_window(tmp_path, None)


def test_yama_is_read(tmp_path: Path) -> None:
    """As a number."""
    put(tmp_path, "proc/sys/kernel/yama/ptrace_scope", "1\n")
    assert linux.yama_scope(tmp_path) == 1


def test_this_linux_can_be_read(tmp_path: Path) -> None:
    """The real system gives facts and no error."""
    facts = read(Machine(platform="linux"), tmp_path)
    assert facts.vault is not None
    assert facts.vault.total_bytes
    assert facts.machine.swap is not None
    assert facts.terminal.ancestors


def test_the_history_is_counted_and_not_kept(tmp_path: Path) -> None:
    """Only the number of lines leaves the reading."""
    put(tmp_path, ".bash_history", "ls\nsafelog attach x ветров.pdf\nsafelog list\n")
    put(tmp_path, ".zsh_history", "safelog doctor\n")
    facts = read(Machine(platform="freebsd14", home=tmp_path, environ={"TMUX": "/x", "HOME": "y"}))
    assert facts.terminal.history_lines == 3
    assert facts.terminal.variables == {"TMUX"}
    assert facts.terminal.ancestors is None
    assert facts.machine.swap is None
    assert facts.vault is None


def test_the_folder_of_the_vault_is_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Marks above it, its mode, when it was last written; a disk that tells nothing is unknown."""
    folder = tmp_path / "copied/vault"
    put(folder, "head", "x")
    folder.chmod(0o700)
    (tmp_path / "copied/.stfolder").mkdir()
    os.utime(folder / "head", (1_700_000_000, 1_700_000_000))
    facts = read(Machine(platform="linux", root=tmp_path, home=tmp_path), folder).vault
    assert facts is not None
    assert facts.markers == {"Syncthing"}
    assert facts.mode == 0o700
    assert facts.newest == datetime.fromtimestamp(1_700_000_000, UTC)

    def refuse(_path: Path) -> None:
        raise OSError

    monkeypatch.setattr("shutil.disk_usage", refuse)
    facts = read(Machine(platform="win32", home=tmp_path), folder).vault
    assert facts is not None
    assert (facts.mode, facts.free_bytes, facts.is_own) == (None, None, True)


class FakeMac:
    """The C library of macOS, as far as swap is concerned."""

    def __init__(self, *, status: int, encrypted: int) -> None:
        """Answer with `status`, and with memory that is swapped encrypted or not."""
        self._status = status
        self._encrypted = encrypted

    def sysctlbyname(self, name: bytes, into: Any, *_rest: object) -> int:  # noqa: ANN401 - a pointer
        """Fill in the structure."""
        assert name == b"vm.swapusage"
        into._obj.encrypted = self._encrypted  # noqa: SLF001 - how ctypes names what is pointed at
        return self._status


@pytest.mark.parametrize(
    ("library", "swap"),
    [
        (FakeMac(status=0, encrypted=1), (Keeps.ENCRYPTED,)),
        (FakeMac(status=0, encrypted=0), (Keeps.PLAIN,)),
        (FakeMac(status=-1, encrypted=1), None),
        (ctypes, None),
    ],
)
def test_macos_says_whether_it_encrypts(
    tmp_path: Path, library: object, swap: tuple[Keeps, ...] | None
) -> None:
    """The system's own word, and none where it gives none."""
    load: Callable[[str | None], object] = lambda _name: library  # noqa: E731 - a fake
    facts = read(Machine(platform="darwin", home=tmp_path, load_library=load))
    assert facts.machine.swap == swap
    assert facts.machine.hibernates is None


@pytest.mark.parametrize(
    ("value", "swap", "hibernates"),
    [(1, (Keeps.ENCRYPTED,), True), (0, None, False), (None, None, None)],
)
def test_windows_says_it_in_its_registry(
    tmp_path: Path, value: int | None, swap: tuple[Keeps, ...] | None, *, hibernates: bool | None
) -> None:
    """An encrypted page file and hibernation are numbers there."""
    machine = Machine(platform="win32", home=tmp_path, read_registry=lambda _key, _name: value)
    facts = read(machine)
    assert facts.machine.swap == swap
    assert facts.machine.hibernates is hibernates


def test_elsewhere_the_registry_has_no_number(tmp_path: Path) -> None:
    """The reader of the registry answers on every system."""
    assert read(Machine(platform="win32", home=tmp_path)).machine.swap is None
