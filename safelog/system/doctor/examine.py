"""From facts to findings: every rule is a function of values and touches nothing."""

from __future__ import annotations

from collections.abc import Iterator

from safelog.system.doctor.facts import Facts, Keeps, MachineFacts, ProcessFacts, TerminalFacts
from safelog.system.doctor.finding import Finding, State
from safelog.system.doctor.place import examine_vault
from safelog.system.hardening import Protection

_RECORDERS = frozenset({"script", "asciinema", "ttyrec", "termrec", "scriptlive", "ttyplot"})
_MULTIPLEXERS = {"TMUX": "tmux", "STY": "screen", "ZELLIJ": "zellij"}
_FIRST_YEAR, _LAST_YEAR = 2026, 2100
"""This version did not exist before the first; the other is a clock that was set by accident."""
_BACKUP_DAYS_MOST = 30


def examine(facts: Facts) -> tuple[Finding, ...]:
    """Return a finding for each topic, in the order in which people should read them."""
    findings = [
        *_examine_process(facts.process, facts.platform),
        *_examine_machine(facts.machine),
        *_examine_terminal(facts.terminal),
    ]
    if facts.vault is not None:
        findings += examine_vault(facts.vault, now=facts.machine.now)
    if facts.backup_days is not None:
        findings.append(_backup(facts.backup_days))
    return tuple(findings)


def _examine_process(facts: ProcessFacts, platform: str) -> Iterator[Finding]:
    yield _protection(facts, Protection.NO_CORE_DUMP, "core_dump", State.SERIOUS)
    if platform == "win32":
        yield _protection(facts, Protection.NO_CRASH_DIALOG, "crash_dialog", State.WEAK)
        # Windows lets every program of a user read the memory of the others.
        yield Finding(topic="tracing", found="open_to_user", state=State.WEAK)
    elif Protection.NOT_TRACEABLE in facts.active:
        yield Finding(topic="tracing", found="closed", state=State.FINE)
    elif facts.yama_scope:
        yield Finding(topic="tracing", found="closed_by_system", state=State.FINE)
    else:
        yield Finding(topic="tracing", found="open_to_user", state=State.WEAK)
    if facts.keys_stay_in_memory:
        yield Finding(topic="keys", found="locked", state=State.FINE)
    else:
        yield Finding(topic="keys", found="may_be_swapped", state=State.WEAK)


def _protection(
    facts: ProcessFacts, protection: Protection, topic: str, otherwise: State
) -> Finding:
    is_active = protection in facts.active
    return Finding(
        topic=topic,
        found="closed" if is_active else "open",
        state=State.FINE if is_active else otherwise,
    )


def _examine_machine(facts: MachineFacts) -> Iterator[Finding]:
    yield _swap(facts)
    yield _hibernation(facts)
    states = {
        Keeps.MEMORY: State.FINE,
        Keeps.ENCRYPTED: State.FINE,
        Keeps.PLAIN: State.WEAK,
        Keeps.UNKNOWN: State.UNKNOWN,
    }
    yield Finding(topic="temporary", found=facts.temporary.value, state=states[facts.temporary])
    year = facts.now.year
    if _FIRST_YEAR <= year <= _LAST_YEAR:
        yield Finding(topic="clock", found="plausible", state=State.FINE, value=year)
    else:
        yield Finding(topic="clock", found="implausible", state=State.SERIOUS, value=year)


def _swap(facts: MachineFacts) -> Finding:
    if facts.swap is None or Keeps.UNKNOWN in facts.swap:
        return Finding(topic="swap", found="unknown", state=State.UNKNOWN)
    if Keeps.PLAIN in facts.swap:
        return Finding(topic="swap", found="plain", state=State.SERIOUS)
    if Keeps.ENCRYPTED in facts.swap:
        return Finding(topic="swap", found="encrypted", state=State.FINE)
    return Finding(topic="swap", found="memory" if facts.swap else "none", state=State.FINE)


def _hibernation(facts: MachineFacts) -> Finding:
    if facts.hibernates is None:
        return Finding(topic="hibernation", found="unknown", state=State.UNKNOWN)
    if not facts.hibernates:
        return Finding(topic="hibernation", found="off", state=State.FINE)
    if facts.swap and set(facts.swap) <= {Keeps.ENCRYPTED, Keeps.MEMORY}:
        return Finding(topic="hibernation", found="encrypted", state=State.FINE)
    return Finding(topic="hibernation", found="plain", state=State.WEAK)


def _examine_terminal(facts: TerminalFacts) -> Iterator[Finding]:
    recorders = sorted(_RECORDERS.intersection(facts.ancestors or ()))
    if "ASCIINEMA_REC" in facts.variables:
        recorders.append("asciinema")
    if recorders:
        yield Finding(topic="recording", found="recorded", state=State.SERIOUS, value=recorders[0])
    elif facts.piped:
        yield Finding(topic="recording", found="piped", state=State.SERIOUS)
    elif facts.ancestors is None:
        yield Finding(topic="recording", found="unknown", state=State.UNKNOWN)
    else:
        yield Finding(topic="recording", found="none_seen", state=State.FINE)
    for variable, name in _MULTIPLEXERS.items():
        if variable in facts.variables:
            yield Finding(topic="scrollback", found="kept", state=State.WEAK, value=name)
    if "SSH_CONNECTION" in facts.variables:
        yield Finding(topic="remote", found="remote", state=State.WEAK)
    if facts.history_lines is None:
        yield Finding(topic="history", found="unknown", state=State.UNKNOWN)
    elif facts.history_lines:
        count = facts.history_lines
        yield Finding(topic="history", found="named", state=State.WEAK, value=count)
    else:
        yield Finding(topic="history", found="not_named", state=State.FINE)


def _backup(days: int) -> Finding:
    old = days > _BACKUP_DAYS_MOST
    return Finding(
        topic="backup",
        found="old" if old else "recent",
        state=State.WEAK if old else State.FINE,
        value=days,
    )
