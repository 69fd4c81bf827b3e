"""Every key of the app, in one table, with its twins on other keyboard layouts.

A terminal with the Kitty protocol reports the letter that the layout gives, so Ctrl+S arrives as
Ctrl+Ы or Ctrl+І and a binding on Ctrl+S is deaf. Each binding with a letter is therefore made
here, by `bind`, which adds the twins. Whatever matters stands on a function key as well. Digits
are never commands: on the Kazakh layout the number row types letters.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from textual.binding import Binding

_LATIN = "qwertyuiopasdfghjklzxcvbnm"
_RUSSIAN = "йцукенгшщзфывапролдячсмить"
"""ЙЦУКЕН; the Kazakh layout has the same letters on these keys."""
_UKRAINIAN = "йцукенгшщзфівапролдячсмить"


@dataclass(frozen=True, slots=True)
class Command:
    """Something that a key does, wherever the key means anything."""

    name: str
    """Of the action, and of the words in the catalogue: `tui.key.<name>`."""
    keys: tuple[str, ...]
    """The key that is shown first, then the others, without twins."""
    priority: bool = False
    """Whether it is obeyed before any widget or dialogue sees the key."""


HELP = Command("help", ("f1",))
NEW = Command("new", ("f2",), priority=True)
"""Obeyed in the order of the keys, as is SEARCH: what is typed right after it belongs to the box
that it opens, which a key that waits for its turn among the widgets would not see to."""
SEARCH = Command("search", ("f3",), priority=True)
EDIT = Command("edit", ("f4",))
SHARE = Command("share", ("f5",))
CHANGE = Command("change", ("f6",))
"""Shows the same thing in another way: titles or not, more questions, the list of kinds."""
SAVE = Command("save", ("f7", "ctrl+s"))
DISCARD = Command("discard", ("f8",))
LOCK = Command("lock", ("f9", "ctrl+l"), priority=True)
LEAVE = Command("leave", ("f10", "f12", "ctrl+q"), priority=True)
"""Quick exit. Some terminals keep F10 for their own menu, so F12 does the same."""
SUSPEND = Command("suspend", ("ctrl+z",), priority=True)
CONTINUE_TO = Command("continue_to", ("f7", "ctrl+s"))
"""Goes on where Enter acts on a row."""
TICK = Command("tick", ("space",))
CONTINUE = Command("continue", ("enter",))
BACK = Command("back", ("escape",))
NEXT = Command("next", ("tab",))
PREVIOUS = Command("previous", ("shift+tab",))


def twins(key: str) -> tuple[str, ...]:
    """Return the names under which `key` may arrive, itself first."""
    modifiers, _, last = key.rpartition("+")
    if not modifiers or last not in _LATIN or len(last) != 1:
        return (key,)
    place = _LATIN.index(last)
    letters = dict.fromkeys((last, _RUSSIAN[place], _UKRAINIAN[place]))
    return tuple(f"{modifiers}+{letter}" for letter in letters)


def bind(keys: Iterable[str], action: str, *, priority: bool = False) -> Binding:
    """Make a binding of `keys` and all their twins; what keys do is said by the key line."""
    names = [name for key in keys for name in twins(key)]
    return Binding(",".join(names), action, show=False, priority=priority)


def binding(command: Command, action: str = "") -> Binding:
    """Bind a command to the action of its name, or to `action`."""
    return bind(command.keys, action or command.name, priority=command.priority)


def bindings(*commands: Command) -> list[Binding]:
    """Bind each command to the action of its name."""
    return [binding(command) for command in commands]


def key_name(key: str) -> str:
    """Return how a key is written on the screen: F9, Ctrl+S, Esc."""
    names = {"escape": "Esc", "enter": "Enter", "shift+tab": "Shift+Tab"}
    return names.get(key) or "+".join(part.capitalize() for part in key.split("+"))
