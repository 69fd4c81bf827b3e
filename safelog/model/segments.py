"""Cut a text into the segments that are committed, hidden and proven one by one.

A segment is about a sentence. The cut depends on the text alone, so that a reader can repeat it
years later: after a run of sentence marks or a line break, with the white space that follows. The
segments joined are the text. What is white space is written out: no version of Unicode moves a cut.
"""

from __future__ import annotations

import re
from itertools import pairwise

_SPACE = r"[\t-\r\x1c- \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"

# One pass: nothing is given back, and a run of marks without white space after it is consumed like
# any other, so that a text of a hundred thousand dots is not searched from each of them again.
_RUN = re.compile(rf"(?:[.!?…。؟]++[\"'»”’)\]]*+|\n)(?P<space>{_SPACE}*+)")


def segments(text: str) -> tuple[str, ...]:
    """Cut `text`; an empty text has no segments."""
    runs = _RUN.finditer(text)
    cuts = [run.end() for run in runs if run["space"] or run[0] == "\n"]
    edges = [0, *(cut for cut in cuts if cut < len(text)), len(text)]
    return tuple(text[start:end] for start, end in pairwise(edges) if end > start)
