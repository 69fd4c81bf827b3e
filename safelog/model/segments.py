"""Cut a text into the segments that are committed, hidden and proven one by one.

A segment is about a sentence. The cut depends on the text alone, so that a reader can repeat it
years later: after a run of sentence marks or a line break, with the white space that follows. The
segments joined are the text.
"""

from __future__ import annotations

import re
from itertools import pairwise

_CUT = re.compile(r"[.!?…。؟]+[\"'»”’)\]]*\s+|\n\s*")


def segments(text: str) -> tuple[str, ...]:
    """Cut `text`; an empty text has no segments."""
    cuts = [match.end() for match in _CUT.finditer(text)]
    edges = [0, *(cut for cut in cuts if cut < len(text)), len(text)]
    return tuple(text[start:end] for start, end in pairwise(edges) if end > start)
