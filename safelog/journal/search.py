"""Full-text search over the incidents, in memory.

The index is SQLite's FTS5 without content: it holds folded words and row numbers, lives in memory
alone, and is filled in the background after unlocking. SQLite is told to keep its temporary tables
in memory too, so that no word reaches a temporary file.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable

from safelog.model.ids import IncidentId
from safelog.model.text import searchable

QUERY_LIMIT = 200
"""Longest query, in characters."""

RESULT_LIMIT = 1_000
"""Most rows returned for one query; the newest revisions come first."""

_WORD = re.compile(r'"[^"]*"|[^\s"]+')
_LETTERS = re.compile(r"\w+")


class SearchIndex:
    """Words of the newest revisions. A superseded revision's row is skipped, not deleted."""

    def __init__(self) -> None:
        """Make an empty index."""
        self._database = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        self._database.execute("PRAGMA temp_store = MEMORY")
        self._database.execute(
            "CREATE VIRTUAL TABLE words USING fts5"
            "(text, content='', detail=full, tokenize='unicode61 remove_diacritics 0')"
        )
        self._owner: dict[int, IncidentId] = {}
        self._row: dict[IncidentId, int] = {}
        self._next = 1

    def add(self, incident: IncidentId, texts: Iterable[str]) -> None:
        """Index the words of an incident's newest revision in place of the one before."""
        self.add_many([(incident, texts)])

    def add_many(self, rows: Iterable[tuple[IncidentId, Iterable[str]]]) -> None:
        """Index many incidents in one transaction."""
        folded = []
        for incident, texts in rows:
            superseded = self._row.get(incident)
            if superseded is not None:
                del self._owner[superseded]
            self._owner[self._next] = incident
            self._row[incident] = self._next
            folded.append((self._next, searchable("\n".join(texts))))
            self._next += 1
        self._database.execute("BEGIN")
        self._database.executemany("INSERT INTO words (rowid, text) VALUES (?, ?)", folded)
        self._database.execute("COMMIT")

    def find(self, query: str) -> list[IncidentId]:
        """Return the incidents that hold every word of `query`; the last saved come first.

        A word matches at the beginning of words; words in double quotes match as a phrase.
        """
        expression = match_expression(query)
        if not expression:
            return []
        rows = self._database.execute(
            "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid DESC LIMIT ?",
            (expression, RESULT_LIMIT),
        )
        return [self._owner[row] for (row,) in rows if row in self._owner]

    def close(self) -> None:
        """Free the index."""
        self._database.close()
        self._owner.clear()
        self._row.clear()


def match_expression(query: str) -> str:
    """Write `query` as an FTS5 expression in which nothing of the person's is an operator."""
    terms = []
    for part in _WORD.findall(searchable(query[:QUERY_LIMIT])):
        words = _LETTERS.findall(part)
        if not words:
            continue
        phrase = '"' + " ".join(words) + '"'
        terms.append(phrase if part.startswith('"') else phrase + " *")
    return " AND ".join(terms)
