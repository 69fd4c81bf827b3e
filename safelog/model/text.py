"""What a text of the person's may hold, and how it is shown.

The person's words are stored as they came. Only what cannot be stored faithfully is refused: lone
surrogates, NUL, and sizes that no person types. Showing is another matter: control characters and
bidirectional overrides could make a terminal or a page lie, so `visible` replaces them.
"""

from __future__ import annotations

import re
import unicodedata

from safelog.errors import InvalidTextError

LINE_LIMIT = 1_000
"""Longest one-line text (a title, a name), in characters."""

TEXT_LIMIT = 200_000
"""Longest narrative, in characters: about a hundred pages."""

_UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")

# Cc except tab and newline, and the characters of UAX #9 that reorder or isolate what follows.
_MISLEADING = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]"
)


def check_text(text: str, *, field: str, limit: int = TEXT_LIMIT) -> str:
    """Return `text` unchanged if it can be stored faithfully.

    Args:
        text: the person's words.
        field: name of the field, for the error.
        limit: longest length accepted, in characters.

    Raises:
        InvalidTextError: it is longer than `limit`, or holds NUL or a lone surrogate.
    """
    if len(text) > limit:
        raise InvalidTextError(field=field, limit=limit)
    if _UNSTORABLE.search(text):
        raise InvalidTextError(field=field)
    return text


def visible(text: str) -> str:
    """Return `text` with characters that could mislead a reader replaced by U+FFFD."""
    # None of these is printable, as Python has it, and most texts are.
    if text.isprintable():
        return text
    return _MISLEADING.sub("\ufffd", text.replace("\r\n", "\n"))


def one_line(text: str) -> str:
    """Return `visible(text)` with every run of white space as one space."""
    return " ".join(visible(text).split())


def searchable(text: str) -> str:
    """Fold `text` for search: blind to case, to ё and е, and to compatibility forms."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return unicodedata.normalize("NFC", folded).replace("ё", "е")
