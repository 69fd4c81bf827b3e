"""Who or what of the register may be the same: the index behind “Seen before?”.

Owns the comparison of one spelling with another, kind by kind (numbers, plates and other codes,
accounts, places, names, descriptions), and an index that finds what is worth comparing without
comparing everything with everything. Values go in and suggestions come out: nothing here links,
merges or stores anything. Each suggestion says by which clues it came, and no clue is stronger
than what it can show: a name is no identifier, so what many people are called is only possible.

`SeenBefore` joins the index to a journal: it keeps in step with what is saved, follows merges, and
leaves out what the person said is not the same.
"""

from safelog.journal.likeness.clue import Clue, ClueCode, Likeness, Strength
from safelog.journal.likeness.index import LikenessIndex
from safelog.journal.likeness.seen import HANDFUL, Pair, SeenBefore, Suggestion

__all__ = [
    "HANDFUL",
    "Clue",
    "ClueCode",
    "Likeness",
    "LikenessIndex",
    "Pair",
    "SeenBefore",
    "Strength",
    "Suggestion",
]
