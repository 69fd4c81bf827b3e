"""Scripts without rules: text that the engine cannot read.

The engine knows Cyrillic and Latin. A name in any other script would pass in silence, so such
stretches are reported and an export stops until the person has looked at them.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

_KNOWN = frozenset({"CYRILLIC", "LATIN"})

_READ = _KNOWN | {""}
"""What nearly every text is made of: letters with rules, and what is no letter."""

_NOT_A_SCRIPT = frozenset({"MODIFIER", "FEMININE", "MASCULINE", "MICRO", "BLACK-LETTER", "SCRIPT"})
"""First words in names of letters that belong to no script of their own (ʹ, ª, µ, ℜ)."""


@dataclass(frozen=True, slots=True)
class ScriptRun:
    """A stretch of letters of one script that has no rules."""

    start: int
    end: int
    script: str
    """Lower-case name from the Unicode names of its letters: georgian, arabic, cjk, …"""


def unknown_scripts(text: str) -> tuple[ScriptRun, ...]:
    """Return the stretches of `text` in scripts that the engine cannot read, in order."""
    if text.isascii() or all(_script(character) in _READ for character in set(text)):
        return ()
    letters = [
        (offset, script) for offset, character in enumerate(text) if (script := _script(character))
    ]
    runs: list[ScriptRun] = []
    for script, group in groupby(letters, key=lambda letter: letter[1]):
        if script in _KNOWN:
            continue
        offsets = [offset for offset, _ in group]
        runs.append(ScriptRun(offsets[0], offsets[-1] + 1, script.lower()))
    return tuple(runs)


@lru_cache(maxsize=4096)
def _script(character: str) -> str:
    """Return the script of a letter, or nothing for what is no letter."""
    if character.isascii():
        return "LATIN" if character.isalpha() else ""
    if not character.isalpha():
        return ""
    if _first_word(character) in _NOT_A_SCRIPT:
        return ""
    return _first_word(unicodedata.normalize("NFKC", character)[0])


def _first_word(letter: str) -> str:
    return unicodedata.name(letter, "UNNAMED").split()[0]
