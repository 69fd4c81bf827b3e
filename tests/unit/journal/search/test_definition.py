"""The index against what it is defined to find, row by row and word by word."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from safelog.journal.search.index import Indexed, Ranked, SearchIndex, Sought
from safelog.journal.search.query import RANKS
from safelog.journal.search.tags import naming
from safelog.journal.search.tokens import codes
from safelog.model.ids import EntityId, IncidentId

TEXTS = (
    "Серая машина у рынка",
    "машина серая, машину серую видел",
    "Видел серую машину; Серго молчал",
    "Щеглов звонил с +7 700 000 00 01",
    "Shcheglov и А 123 ВС 77",
    "и у нас с утра",
    "сер сер машиной",
    "",
)
QUERIES = (
    "серая",
    "машина серая",
    '"серая машина"',
    '"машина серая"',
    '"серую машину видел"',
    '"видел" серая',
    '"серая маш',
    '"сер с',
    '"сер ма',
    "с",
    "се",
    "у с",
    "с м",
    "мaш",
    "щеглову",
    "shch",
    "700 000 00 01",
    "0000001",
    "12",
    "а1",
    "123 видел",
    'видел "серую машину" серго',
    "нигде",
    '"серая нигде"',
    "",
)
BEARER = EntityId("0abcdefghjkmnpqrstvwxyz012")
FRIEND = EntityId("0abcdefghjkmnpqrstvwxyz013")


def merged(entities: object) -> frozenset[EntityId]:
    """Say that the bearer of the name and their friend are one."""
    return frozenset({BEARER, FRIEND}) if entities else frozenset()


class Definition:
    """What an index should find: slow, and nothing but the rules."""

    def __init__(self, index: SearchIndex) -> None:
        """Define for an index; `rows` are the incidents, the newest first."""
        self._index = index
        self.rows: list[tuple[IncidentId, str, bool]] = []
        """Each with its text, and whether it names the friend."""

    def find(self, query: str) -> list[Ranked]:
        """Return all that fit, the best first, then the newest."""
        found: dict[IncidentId, Ranked] = {}
        for rank in RANKS:
            parts = self._index.sought(query, rank, merged)
            kinds = {(text, names) for _, text, names in self.rows}
            fitting = {
                (text, names)
                for text, names in kinds
                if all(self._fits(part, text, names=names) for part in parts)
            }
            for incident, text, names in self.rows:
                if (text, names) in fitting:
                    found.setdefault(incident, Ranked(incident, rank))
        return list(found.values())

    def _fits(self, part: Sought, text: str, *, names: bool) -> bool:
        words = list(self._index.vocabulary.marks(text))
        is_code = any(self._index.vocabulary.mark(code.text) in part.code for code in codes(text))
        if is_code or not part.code.isdisjoint(words) or (names and part.tags):
            return True
        if part.is_phrase:
            return bool(part.phrase) and self._follow(part.phrase, words)
        written = [*words, *(self._index.vocabulary.mark(code.text) for code in codes(text))]
        return all(not marks.isdisjoint(written) for marks in part.words)

    def _follow(self, phrase: Sequence[frozenset[str]], words: list[str]) -> bool:
        begins = range(len(words) - len(phrase) + 1)
        return any(
            all(words[begin + at] in marks for at, marks in enumerate(phrase)) for begin in begins
        )


@settings(max_examples=12, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(TEXTS), st.booleans()), max_size=9),
    st.integers(1, 40),
    st.lists(st.tuples(st.integers(0, 20), st.sampled_from(TEXTS), st.booleans()), max_size=6),
    st.sampled_from(("", "Щеглов", "Сергей Щеглов")),
)
def test_the_index_finds_what_the_rules_say(
    read: list[tuple[str, bool]],
    times: int,
    saved: list[tuple[int, str, bool]],
    name: str,
) -> None:
    """Few rows or many, read before or saved since, superseded or not, in the same order."""
    index = SearchIndex()
    definition = Definition(index)
    index.name(BEARER, [name])
    for number, (text, names) in enumerate(read * times):
        made = IncidentId(f"{number:026}")
        index.read(Indexed(made, [text], tags=[naming(FRIEND)] if names else ()))
        definition.rows.append((made, text, names))
    for number, text, names in saved:
        made = IncidentId(f"{number:026}")
        index.add(Indexed(made, [text], tags=[naming(FRIEND)] if names else ()))
        left = [row for row in definition.rows if row[0] != made]
        definition.rows = [(made, text, names), *left]
    tagged = {incident for incident, _, names in definition.rows if names}
    for query in QUERIES:
        wanted = definition.find(query)
        assert list(index.find(query, merged)) == wanted, query
        assert index.count(query, merged, index.every) == len(wanted), query
        among = index.tagged([naming(FRIEND)])
        some = [each for each in wanted if each.incident in tagged]
        assert list(index.find(query, merged, among)) == some, query
