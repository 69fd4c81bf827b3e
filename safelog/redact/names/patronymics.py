"""Patronymics: one father, many spellings.

«Аркадьевич» is «Аркадьич» at work, «Аркадійович» in Ukrainian and "Аркадийұлы" in Kazakh. All are
made from the father's stem; some of them nobody uses, and nobody is harmed by that.
"""

from __future__ import annotations

import re

from safelog.redact.register import Sex

_ENDING = re.compile(
    r"(?:ьевич|иевич|ійович|ийович|йович|еевич|ович|евич|ьич|еич|ич|ыч"
    r"|ьевна|иевна|іївна|ївна|еевна|овна|евна|івна|инична|ична|ишна|на"
    r"|ұлы|улы|оглы|оғлы|қызы|кызы)$"
)

_SON = "ович евич ьевич иевич йович ийович ійович еевич ич ьич ыч еич ұлы улы ийұлы ійұлы"
_DAUGHTER = (
    "овна евна ьевна иевна івна ївна іївна ийовна еевна инична ична ишна на ьна қызы кызы ийқызы"
)


def patronymics(word: str, sex: Sex) -> tuple[str, ...]:
    """Return `word` and the other patronymics of the same father, in orthographic lower case."""
    stem = _ENDING.sub("", word)
    endings = [*(_SON.split() if sex != "f" else ()), *(_DAUGHTER.split() if sex != "m" else ())]
    return tuple(dict.fromkeys((word, *(stem + ending for ending in endings))))
