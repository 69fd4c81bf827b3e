"""What the matching engine costs: set-up, words per second, and how both grow.

Processor time, not the clock on the wall: a machine that does something else at the same time makes
no engine slower. The texts are those of the corpora, which are denser in names than any journal; so
the ordinary text is the third corpus with its sentences that name nobody taken ten times as often.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice, product
from typing import Any

from safelog.redact.matcher import Matcher
from safelog.redact.register import RegisteredEntity
from safelog.redact.unregistered import Shown, unregistered

Load = Callable[[str], tuple[tuple[RegisteredEntity, ...], Sequence[Any]]]
"""Reads a corpus: its register, and its sentences with their text and spans."""

_CORPORA = ("third", "dev", "second")
_QUIET_TIMES = 10
_RUNS = 3
_FEW, _MANY = 50, 500
_SYLLABLES = ("ка", "ро", "ми", "ве", "ту", "ша", "лин", "до", "гор", "пре", "ого", "ние", "ать")
_NEW_WORDS = 5_000


def costs(
    load: Load, *, copies: int = 10, counts: tuple[int, ...] = (_FEW, _MANY)
) -> Iterator[str]:
    """Give the lines of the table of costs.

    Args:
        load: reads a corpus.
        copies: how often the texts are read; more is slower, and steadier.
        counts: how many entities to measure with.
    """
    sentences = [sentence for corpus in _CORPORA for sentence in load(corpus)[1]]
    ordinary = _ordinary(load("third")[1])
    dense = "\n".join(sentence.text for sentence in sentences)
    yield f"{'entities':>9}{'set-up ms':>11}{'ordinary':>10}{'dense':>9}{'unseen':>9}  words/s"
    for count in counts:
        entities = register(load, count)
        setup = seconds(partial(Matcher, entities))
        matcher = Matcher(entities)
        matcher.find(ordinary + dense)
        rates = [_rate(matcher, text, copies) for text in (ordinary, dense)]
        unseen = _rate(Matcher(entities), _unseen(), 1, runs=1)
        yield f"{count:>9}{setup * 1000:>11.0f}{rates[0]:>10,.0f}{rates[1]:>9,.0f}{unseen:>9,.0f}"
    matcher = Matcher(register(load, counts[0]))
    matcher.find(ordinary)
    longer = "\n".join([ordinary] * 10)
    once = min(seconds(lambda: matcher.find(ordinary)) for _ in range(_RUNS))
    tenfold = min(seconds(lambda: matcher.find(longer)) for _ in range(_RUNS))
    yield f"ten times the text takes {tenfold / once:.1f} times as long"
    listed = [Shown("", sentence.text) for sentence in sentences]
    unregistered(listed)
    once, tenfold = (seconds(partial(unregistered, listed * times)) for times in (1, 10))
    rate = sum(len(sentence.text.split()) for sentence in sentences) / once
    yield f"what remains is listed at {rate:,.0f} words/s; ten times the text: {tenfold / once:.1f}"


def register(load: Load, count: int) -> tuple[RegisteredEntity, ...]:
    """Return the entities of all corpora, and as many people more as are wanted."""
    entities = [entity for corpus in _CORPORA for entity in load(corpus)[0]]
    people = [e.canonical.split() for e in entities if e.kind == "person" and e.language == "ru"]
    mixed = (
        RegisteredEntity(f"X-{given[0]}-{other[-1]}", "person", "ru", f"{given[0]} {other[-1]}")
        for given, other in product(people, people)
        if given != other
    )
    return (*entities, *islice(mixed, max(count - len(entities), 0)))[:count]


def seconds(act: Callable[[], object]) -> float:
    """Return the processor time of an act, in seconds."""
    began = time.process_time()
    act()
    return time.process_time() - began


def _rate(matcher: Matcher, text: str, copies: int, *, runs: int = _RUNS) -> float:
    """Return words per second; the best of several runs is the least disturbed one."""
    long = "\n".join([text] * copies)
    return len(long.split()) / min(seconds(lambda: matcher.find(long)) for _ in range(runs))


def _ordinary(sentences: Sequence[Any]) -> str:
    texts = [
        sentence.text
        for sentence in sentences
        for _ in range(1 if sentence.spans else _QUIET_TIMES)
    ]
    random.Random(7).shuffle(texts)  # noqa: S311 - the same order each time, no secret
    return "\n".join(texts)


def _unseen() -> str:
    chance = random.Random(7)  # noqa: S311 - the same words each time, no secret
    return " ".join(
        "".join(chance.choices(_SYLLABLES, k=chance.randint(1, 4))) for _ in range(_NEW_WORDS)
    )
