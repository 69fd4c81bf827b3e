"""A search without an index finds what the index finds."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from itertools import product

from hypothesis import example, given, settings
from hypothesis import strategies as st

from safelog.journal.attachments import attach
from safelog.journal.events import EntitiesMerged
from safelog.journal.journal import Journal
from safelog.journal.search.find import find, find_once
from safelog.journal.search.highlight import Highlighter
from safelog.journal.search.query import RANKS, Period, Query, terms
from safelog.journal.search.sieve import Sieve
from safelog.journal.search.sounds import load_sounds
from safelog.journal.search.spelling import spell
from safelog.journal.search.vocabulary import Vocabulary
from safelog.model.incident import FollowUp, Perpetrator, Place, Stage
from safelog.model.when import parse_when
from tests.unit.journal.world import JournalWorld, incident, person

WORDS = (
    "",
    "***",
    "машина",
    "маш",
    "mashin",
    "м",
    "серую машину",
    '"серая машина"',
    '"серую маш',
    "700 000 00 01",
    "00001",
    "А123ВС",
    "щеглову",
    "щегол",
    '"арман щеглов"',
    "щеглова рынка",
    "снимок",
    "draft",
    "unsure",
    "дом",
    "ворота",
    "нигде",
    "follow",
)
CONDITIONS: tuple[dict[str, object], ...] = (
    {"kinds": frozenset({"visit"})},
    {"states": frozenset({"complete"})},
    {"place": "рынок"},
    {"has_evidence": True},
    {"has_evidence": False, "has_open_follow_up": True},
    {"period": Period(start=1_777_000_000, end=1_778_200_000)},
    {"limit": 2},
)


def told(journal: Journal) -> None:
    """Fill a journal with a little of everything."""
    arman, other = person(journal, "Арман Щеглов", aliases=("Щегол",)), person(journal, "Куаныш")
    market = person(journal, "Старый рынок")
    merge = EntitiesMerged(
        at=1,
        id=journal.new_id(),
        kept=arman.id,
        absorbed=(other.id,),
        confidence="certain",
        basis="",
    )
    journal.append([merge])
    now = datetime(2026, 5, 12, 12, tzinfo=UTC)
    may = parse_when("3 мая 2026, 18:00", language="ru", zone="UTC", now=now)
    rows: tuple[dict[str, object], ...] = (
        {"narrative": "Серая машина у рынка.\nмашинист", "when": may, "kind": "visit"},
        {"narrative": "серую\tмашину видел\\nдом", "state": "complete"},
        {"narrative": "«Серая» — машина", "perpetrators": (Perpetrator(entity=arman.id),)},
        {"narrative": "Опять он.", "perpetrators": (Perpetrator(entity=other.id),), "when": may},
        {
            "narrative": "с +7 (700) 000-00-01\nА 123 ВС 77",
            "follow_ups": (FollowUp(body="police"),),
        },
        {"narrative": "87000000001", "place": Place(label="У рынка")},
        {"title": "Щеглова", "place": Place(entity=market.id)},
        {"stages": (Stage(what="машиной"), Stage(what="followed me"))},
        {"narrative": "дом\x1fдома\u200bшний об’єкт", "details": {"why_noticed": "дом дом"}},
    )
    for fields in rows:
        journal.save(incident(journal, **{"narrative": "", **fields}), base_revision=0)
    first = journal.threads()[0].heading.id
    attach(journal, first, BytesIO(b"x"), name="снимок.jpg", description="ворота", provenance="")


def test_it_finds_the_same_in_the_same_order(world: JournalWorld) -> None:
    """Hits, ranks, counts and highlights; by words, names, places, times, files, all together."""
    journal = world.create()
    told(journal)
    journal.close()
    journal = world.open()
    queries = [Query(words=words) for words in WORDS]
    queries += [
        Query(words=words, **conditions)  # type: ignore[arg-type]  # the rows name real ones
        for words in ("", "***", "машина")
        for conditions in CONDITIONS
    ]
    once = [find_once(journal, query) for query in queries]
    assert not journal.contents.is_complete
    while journal.index_some():
        pass
    for query, (found, highlighter) in zip(queries, once, strict=True):
        assert found == find(journal, query), query
        whole = Highlighter(journal, query)
        for hit in found.hits:
            assert highlighter.of(hit.incident) == whole.of(hit.incident), query
    assert sum(len(found.hits) for found, _ in once) > len(queries)


LETTERS = st.text(alphabet="серыймашинуьъхщ aeiknrsvthc'0137-", max_size=9)


@settings(max_examples=60, deadline=None)
@given(LETTERS, st.lists(LETTERS, max_size=6))
@example("89000000001", ["+7 900 000 00 01", "тел 9000000001"])
@example("веток", ["ветка", "ветки", "вет"])
@example("shc", ["щеглов", "сч"])
@example("\ud800", ["", "ﷺ ½ Ⅷ"])
def test_one_word_is_compared_as_many_are_looked_up(typed: str, texts: list[str]) -> None:
    """Each rule of the index, asked of one word at a time."""
    vocabulary = Vocabulary()
    for term in terms(typed):
        for word in filter(None, (*term.words, term.code)):
            wanted = vocabulary.wanted(word)
            for text in texts:
                for written in text.split():
                    spelling = spell(written, vocabulary.sounds)
                    mark = vocabulary.learn(written)
                    assert wanted.finds(spelling) == (mark in vocabulary.matches(word, RANKS[-1]))


def test_a_sieve_without_words_holds_nothing_back() -> None:
    """What is asked for by conditions alone is not for it to judge."""
    assert Sieve(Vocabulary(), []).passes(["что угодно"])
    assert Sieve(Vocabulary(), []).passes([])


def test_no_letter_begins_a_word_with_a_sound_that_was_not_expected() -> None:
    """Words are passed over by their first letters only where their readings begin otherwise."""
    sounds = load_sounds()
    for alphabet in ("абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґәғқңөұүһ", "abcdefghijklmnopqrstuvwxyz"):
        for letters in product(alphabet, repeat=3):
            word = "".join(letters)
            begun = {key[:1] for key in spell(word, sounds).keys}
            assert begun <= sounds.initials(word[0]), word
