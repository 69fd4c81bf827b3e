"""Patterns: what many incidents show that one does not.

Pure functions over `Material`, which `gather` makes once from the journal, so that a thread may
compute while the journal goes on. Each returns data that says how many incidents it is made of, how
many were left out and why; `charts` turns data into charts in the words of a catalogue.

No pattern says more than was said. A time is a stretch: where it lies in several weeks it is
counted for certain in none of them and perhaps in each. A pattern shows what was written down, and
says nothing of why it happened.
"""

from safelog.journal.patterns.material import Material, Scope, gather

__all__ = ["Material", "Scope", "gather"]
