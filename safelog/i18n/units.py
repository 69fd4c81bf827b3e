"""Put a number and what it counts or measures into words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from safelog.i18n.catalogue import Catalogue


def quantity(catalogue: Catalogue, number: float, unit: str) -> str:
    """Return a number with its unit in the form that agrees: 1 person, 2 people.

    Args:
        catalogue: the language.
        number: whole, or with a fraction.
        unit: a code of the area `units`; empty if nothing is known of what was counted.
    """
    return f"{number} {catalogue.plural(f'units.{unit}', number)}" if unit else str(number)


def measure(catalogue: Catalogue, unit: str) -> str:
    """Return what an answer is to be measured in; empty for a count, whose question says it."""
    key = f"units.asked.{unit}"
    return catalogue.text(key) if catalogue.has(key) else ""
