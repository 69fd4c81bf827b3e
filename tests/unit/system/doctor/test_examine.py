"""From facts to findings, for each system, on any system."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import PurePosixPath, PureWindowsPath

import pytest

from safelog.i18n import LANGUAGES, Catalogue
from safelog.system.doctor import Finding, State, examine, serious
from safelog.system.doctor.facts import (
    Facts,
    Keeps,
    MachineFacts,
    ProcessFacts,
    TerminalFacts,
    VaultFacts,
)
from safelog.system.hardening import Protection

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
FOLDER = PurePosixPath("/home/person/.local/share/safelog/vault")
WELL = ProcessFacts(
    active=frozenset({Protection.NO_CORE_DUMP, Protection.NOT_TRACEABLE}), keys_stay_in_memory=True
)


def found(
    *,
    platform: str = "linux",
    process: ProcessFacts = WELL,
    machine: MachineFacts | None = None,
    terminal: TerminalFacts | None = None,
    vault: VaultFacts | None = None,
    backup_days: int | None = None,
) -> dict[str, str]:
    """Examine facts and return what was found, by topic."""
    facts = Facts(
        platform=platform,
        process=process,
        machine=machine or MachineFacts(now=NOW),
        terminal=terminal or TerminalFacts(),
        vault=vault,
        backup_days=backup_days,
    )
    findings = examine(facts)
    for finding in findings:
        require_sentences(finding)
    return {finding.topic: finding.found for finding in findings}


def require_sentences(finding: Finding) -> None:
    """Require that the catalogues can say it, and what to do where something should be done."""
    for catalogue in map(Catalogue, LANGUAGES):
        assert catalogue.text(f"{finding.key}.text", value=finding.value)
        assert finding.state not in {State.SERIOUS, State.WEAK} or catalogue.has(
            f"{finding.key}.next"
        ), finding.key


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32", "freebsd14"])
def test_a_process_without_protections_is_said_to_be_open(platform: str) -> None:
    """What is not active is told, on every system."""
    topics = found(platform=platform, process=ProcessFacts())
    assert topics["core_dump"] == "open"
    assert topics["tracing"] == "open_to_user"
    assert topics["keys"] == "may_be_swapped"


def test_a_process_with_protections_is_said_to_be_closed() -> None:
    """What is active is told too."""
    topics = found()
    assert (topics["core_dump"], topics["tracing"], topics["keys"]) == (
        "closed",
        "closed",
        "locked",
    )


def test_yama_closes_what_the_process_could_not() -> None:
    """The system's own rule counts."""
    active = frozenset({Protection.NO_CORE_DUMP})
    assert found(process=ProcessFacts(active=active, yama_scope=1))["tracing"] == "closed_by_system"
    assert found(process=ProcessFacts(active=active, yama_scope=0))["tracing"] == "open_to_user"


@pytest.mark.parametrize("asks", [True, False])
def test_windows_has_its_crash_dialogue(*, asks: bool) -> None:
    """Only Windows offers to send a report."""
    active = frozenset() if asks else frozenset({Protection.NO_CRASH_DIALOG})
    topics = found(platform="win32", process=ProcessFacts(active=active))
    assert topics["crash_dialog"] == ("open" if asks else "closed")
    assert "crash_dialog" not in found()


@pytest.mark.parametrize(
    ("swap", "says"),
    [
        ((), "none"),
        ((Keeps.MEMORY,), "memory"),
        ((Keeps.MEMORY, Keeps.ENCRYPTED), "encrypted"),
        ((Keeps.ENCRYPTED, Keeps.PLAIN), "plain"),
        ((Keeps.PLAIN, Keeps.UNKNOWN), "unknown"),
        (None, "unknown"),
    ],
)
def test_the_worst_swap_counts(swap: tuple[Keeps, ...] | None, says: str) -> None:
    """One area that is not encrypted is enough, and one unknown leaves all unknown."""
    assert found(machine=MachineFacts(swap=swap, now=NOW))["swap"] == says


@pytest.mark.parametrize(
    ("hibernates", "swap", "says"),
    [
        (None, None, "unknown"),
        (False, None, "off"),
        (True, (Keeps.ENCRYPTED,), "encrypted"),
        (True, (Keeps.PLAIN,), "plain"),
        (True, None, "plain"),
    ],
)
def test_hibernation_is_as_safe_as_its_place(
    *, hibernates: bool | None, swap: tuple[Keeps, ...] | None, says: str
) -> None:
    """What is written to sleep goes where the swap space is."""
    machine = MachineFacts(hibernates=hibernates, swap=swap, now=NOW)
    assert found(machine=machine)["hibernation"] == says


@pytest.mark.parametrize("temporary", Keeps)
def test_the_folder_for_temporary_files_is_told(temporary: Keeps) -> None:
    """In memory, encrypted, plain or unknown."""
    assert found(machine=MachineFacts(temporary=temporary, now=NOW))["temporary"] == temporary


@pytest.mark.parametrize(("year", "says"), [(1970, "implausible"), (2027, "plausible")])
def test_a_clock_that_was_lost_is_seen(year: int, says: str) -> None:
    """A dead battery sets the clock back to where clocks begin."""
    assert found(machine=MachineFacts(now=NOW.replace(year=year)))["clock"] == says


@pytest.mark.parametrize(
    ("terminal", "says"),
    [
        (TerminalFacts(), "unknown"),
        (TerminalFacts(ancestors=("bash", "sshd")), "none_seen"),
        (TerminalFacts(ancestors=("bash", "script", "bash")), "recorded"),
        (TerminalFacts(variables=frozenset({"ASCIINEMA_REC"})), "recorded"),
        (TerminalFacts(ancestors=("bash", "tmux: server"), piped=True), "piped"),
    ],
)
def test_a_recorded_terminal_is_seen(terminal: TerminalFacts, says: str) -> None:
    """`script`, asciinema and the logs of tmux; and nothing is claimed where nothing is seen."""
    assert found(terminal=terminal)["recording"] == says


def test_multiplexers_and_other_computers_are_named() -> None:
    """What keeps scrolled lines, and what carries them elsewhere."""
    topics = found(terminal=TerminalFacts(variables=frozenset({"TMUX", "SSH_CONNECTION"})))
    assert topics["scrollback"] == "kept"
    assert topics["remote"] == "remote"
    assert not {"scrollback", "remote"} & found().keys()


@pytest.mark.parametrize(("lines", "says"), [(None, "unknown"), (0, "not_named"), (3, "named")])
def test_the_history_of_the_shell_is_counted(lines: int | None, says: str) -> None:
    """Names of files that were arguments stay there."""
    assert found(terminal=TerminalFacts(history_lines=lines))["history"] == says


@pytest.mark.parametrize(
    ("folder", "program"),
    [
        (PurePosixPath("/home/person/Dropbox/x/vault"), "Dropbox"),
        (PurePosixPath("/Volumes/person/Dropbox (Personal)/vault"), "Dropbox"),
        (PureWindowsPath(r"D:\person\OneDrive\vault"), "OneDrive"),
        (PureWindowsPath(r"D:\person\OneDrive - Verein\vault"), "OneDrive"),
        (
            PurePosixPath("/Volumes/person/Library/CloudStorage/GoogleDrive-a@example.org/v"),
            "Google Drive",
        ),
        (PurePosixPath("/Volumes/person/Library/Mobile Documents/com~apple~CloudDocs/v"), "iCloud"),
        (PurePosixPath("/home/person/Яндекс.Диск/vault"), "Yandex.Disk"),
        (PurePosixPath("/home/person/Yandex.Disk/vault"), "Yandex.Disk"),
        (PurePosixPath("/home/person/Nextcloud2/vault"), "Nextcloud"),
        (PurePosixPath("/home/person/Sync/vault"), "Syncthing"),
    ],
)
def test_folders_of_sync_programs_are_known(
    folder: PurePosixPath | PureWindowsPath, program: str
) -> None:
    """The names that these programs give to their folders."""
    vault = VaultFacts(folder=folder)
    (finding,) = [each for each in examined(vault) if each.topic == "sync"]
    assert (finding.found, finding.value) == ("synced", program)


def test_a_mark_in_a_folder_counts_more_than_its_name() -> None:
    """A folder of any name that a sync program marked is copied."""
    marked = VaultFacts(folder=FOLDER, markers=frozenset({"Syncthing"}))
    assert found(vault=marked)["sync"] == "synced"
    assert found(vault=VaultFacts(folder=FOLDER))["sync"] == "none_seen"


@pytest.mark.parametrize(
    ("vault", "says"),
    [
        (VaultFacts(folder=FOLDER, mode=0o700), "closed"),
        (VaultFacts(folder=FOLDER, mode=0o750), "open"),
        (VaultFacts(folder=FOLDER, mode=0o700, is_own=False), "not_own"),
        (VaultFacts(folder=FOLDER), "unknown"),
    ],
)
def test_who_may_enter_is_told(vault: VaultFacts, says: str) -> None:
    """Permissions and owner; Windows tells neither in this form."""
    assert found(vault=vault)["permissions"] == says


@pytest.mark.parametrize(
    ("free", "total", "says"),
    [
        (None, None, "unknown"),
        (100_000_000, 500_000_000_000, "almost_full"),
        (5_000_000_000, 500_000_000_000, "enough"),
        (900_000_000, 8_000_000_000, "enough"),
    ],
)
def test_a_full_disk_is_told_before_it_is_full(
    free: int | None, total: int | None, says: str
) -> None:
    """While something can still be saved."""
    vault = VaultFacts(folder=FOLDER, free_bytes=free, total_bytes=total)
    assert found(vault=vault)["room"] == says


def test_a_clock_behind_the_vault_is_seen() -> None:
    """New entries would seem older than those before them."""
    late = VaultFacts(folder=FOLDER, newest=NOW + timedelta(days=3))
    assert found(vault=late)["clock_went_back"] == "behind_vault"
    early = VaultFacts(folder=FOLDER, newest=NOW - timedelta(days=3))
    assert "clock_went_back" not in found(vault=early)


@pytest.mark.parametrize(("days", "says"), [(2, "recent"), (90, "old")])
def test_the_age_of_a_backup_is_told_where_it_is_known(days: int, says: str) -> None:
    """Whoever has the vault open knows it."""
    assert found(backup_days=days)["backup"] == says
    assert "backup" not in found()


def test_only_what_is_serious_is_said_unasked() -> None:
    """The app has one line for it."""
    findings = examined(VaultFacts(folder=FOLDER, is_own=False, mode=0o755))
    assert [finding.topic for finding in serious(findings)] == ["permissions"]


def examined(vault: VaultFacts) -> tuple[Finding, ...]:
    """Examine a well protected process with that vault."""
    facts = Facts(
        platform="linux", process=WELL, machine=MachineFacts(now=NOW, swap=()), vault=vault
    )
    return examine(facts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_state_has_a_word_of_its_own(language: str) -> None:
    """A state is told in words, never in colour alone."""
    words = {Catalogue(language).text(f"doctor.state.{state}") for state in State}
    assert len(words) == len(State)
