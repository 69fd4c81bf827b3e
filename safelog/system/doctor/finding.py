"""One thing that was looked at, and what was found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """What a finding means for the person; each has a word of its own in the catalogue."""

    FINE = "fine"
    WEAK = "weak"
    """Could be better; what is protected is still protected."""
    SERIOUS = "serious"
    """Words or keys may end up where somebody else can read them, or be lost."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was found about one topic; its sentences stand in `doctor.toml` under its key."""

    topic: str
    found: str
    state: State
    value: str | int = ""
    """What the placeholder of the sentence stands for: a name or a number of the system's."""

    @property
    def key(self) -> str:
        """The key of its sentences, without `text` and `next`."""
        return f"doctor.{self.topic}.{self.found}"


def serious(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return those of which the person should hear without asking."""
    return tuple(finding for finding in findings if finding.state is State.SERIOUS)
