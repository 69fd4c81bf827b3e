"""Which entries tell of one thing: a sealed incident, and what corrects it.

To count both would make two incidents of one. The newest entry stands for all of them. Corrections
may form a circle where two copies of a vault were united; then too one of them stands.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

_KeyT = TypeVar("_KeyT", bound=Hashable)


def behind(
    ids: Sequence[_KeyT],
    *,
    corrects: Callable[[_KeyT], _KeyT | None],
    age: Callable[[_KeyT], tuple[object, ...]],
) -> dict[_KeyT, tuple[_KeyT, ...]]:
    """Return the entries that stand for themselves or others, and those others, newest first.

    Args:
        ids: the entries.
        corrects: says which entry one corrects, be it among these or not.
        age: what to sort by, the newest last.
    """
    known = frozenset(ids)
    first: dict[_KeyT, _KeyT] = {}
    """One step towards the entry that a bundle is found under."""
    for key in ids:
        other = corrects(key)
        if other is not None and other in known:
            first.setdefault(other, other)
            first.setdefault(key, key)
            first[_found(first, key)] = _found(first, other)
    bundles: dict[_KeyT, list[_KeyT]] = {}
    for key in first:
        bundles.setdefault(_found(first, key), []).append(key)
    stands: dict[_KeyT, tuple[_KeyT, ...]] = {key: () for key in ids if key not in first}
    for bundle in bundles.values():
        bundle.sort(key=age, reverse=True)
        stands[bundle[0]] = tuple(bundle[1:])
    return stands


def _found(first: dict[_KeyT, _KeyT], key: _KeyT) -> _KeyT:
    while first[key] != key:
        # Halve the way for those who come after, so that a long chain is not walked again.
        first[key] = first[first[key]]
        key = first[key]
    return key
