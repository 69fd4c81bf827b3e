"""What must not be found in a finished export: the leak check's side of the redaction.

These values are secrets. They are made from the originals, apart from the composition, so that a
slip there is found here. Words are kept with the number of times that they legitimately remain: a
person may hide the word "neighbour" once, by a mention, and use it freely elsewhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from safelog.model.entity import Entity
from safelog.model.ids import EntityId
from safelog.model.kind import Kinds
from safelog.model.leaves import leaves, texts
from safelog.model.segments import segments
from safelog.model.text import searchable
from safelog.redact.cover import (
    Choice,
    Examined,
    Finder,
    Occurrence,
    closed_texts,
    entity_names,
    examine,
    hidden_stretches,
)
from safelog.redact.parts import action_on
from safelog.redact.policy import Rules
from safelog.redact.selection import ExportedIncident
from safelog.redact.tokens import words

_BRIEF = 2
"""Letters of a name that is initials rather than a word."""

Phrase: TypeAlias = tuple[str, ...]
"""The words of a text, folded for comparison."""


class HiddenTerms(NamedTuple):
    """All that an export to one recipient must not hold."""

    names: frozenset[str]
    """Names and aliases of the hidden entities, as written in the register."""
    hidden: Mapping[Phrase, int]
    """What was hidden in the texts, and how often the same words remain in them."""
    private: Mapping[Phrase, int]
    """Titles, file names and fields that are not exported; how often their words remain."""
    identifiers: frozenset[str]
    """Ids of incidents, entities, attachments and of the recipient."""
    shown: Mapping[str, int]
    """Finds that the person decided to show, folded, and how many of each."""
    brief: frozenset[EntityId] = frozenset()
    """Those called by a letter or two at most, which random bytes write all the time."""


def hidden_terms(
    selection: Sequence[ExportedIncident],
    rules: Rules,
    finder: Finder,
    decisions: Mapping[Occurrence, Choice],
    *,
    kinds: Kinds,
) -> HiddenTerms:
    """Gather what an export of the selection to this recipient must not hold."""
    looked_at = examine(selection, rules, finder, kinds)
    closed = closed_texts(looked_at, decisions, rules)
    examined = [text for text in looked_at if (text.incident, text.path) not in closed]
    whole = [text.text for text in looked_at if (text.incident, text.path) in closed]
    hidden = {phrase(words) for words in _hidden_words(examined, decisions)} - {()}
    private = {
        phrase(segment)
        for text in (*_private_texts(selection, rules, kinds), *whole)
        for segment in (text, *segments(text))
    } - {()}
    remaining = count_phrases(_remaining(examined, decisions), hidden | private)
    return HiddenTerms(
        names=frozenset(name for entity in rules.hidden() for name in entity_names(entity)),
        hidden={words: remaining[words] for words in hidden},
        private={words: remaining[words] for words in private},
        identifiers=frozenset(_identifiers(selection, rules)),
        shown=Counter(
            find.occurrence.folded
            for text in examined
            for find in text.finds
            if decisions.get(find.occurrence) == "show"
        ),
        brief=frozenset(entity.id for entity in rules.hidden() if _is_brief(entity)),
    )


def _is_brief(entity: Entity) -> bool:
    return all(len("".join(phrase(name))) <= _BRIEF for name in entity_names(entity))


def phrase(text: str) -> Phrase:
    """Return the words of a text, folded for comparison."""
    return tuple(searchable(text[start:end]) for start, end in words(text))


def count_phrases(texts_: Iterable[str], phrases: Iterable[Phrase]) -> Counter[Phrase]:
    """Count how often each phrase stands in the texts, as whole words."""
    return count_words(map(phrase, texts_), phrases)


def count_words(texts_: Iterable[Phrase], phrases: Iterable[Phrase]) -> Counter[Phrase]:
    """Count how often each phrase stands in texts of which the words are known."""
    by_first: dict[str, list[Phrase]] = {}
    for wanted in phrases:
        by_first.setdefault(wanted[0], []).append(wanted)
    found: Counter[Phrase] = Counter()
    for given in texts_:
        for position, word in enumerate(given):
            for wanted in by_first.get(word, ()):
                if given[position : position + len(wanted)] == wanted:
                    found[wanted] += 1
    return found


def _hidden_words(
    examined: Iterable[Examined], decisions: Mapping[Occurrence, Choice]
) -> Iterator[str]:
    for text in examined:
        for stretch in hidden_stretches(text.finds, decisions):
            yield text.text[stretch.start : stretch.end]


def _remaining(
    examined: Iterable[Examined], decisions: Mapping[Occurrence, Choice]
) -> Iterator[str]:
    """Walk what stays of the texts between the hidden stretches."""
    for text in examined:
        at = 0
        for stretch in hidden_stretches(text.finds, decisions):
            yield text.text[at : stretch.start]
            at = stretch.end
        yield text.text[at:]


def _private_texts(
    selection: Iterable[ExportedIncident], rules: Rules, kinds: Kinds
) -> Iterator[str]:
    """Walk the texts that the policy keeps back."""
    yield rules.profile.name
    for exported in selection:
        for path, text in texts(exported.incident):
            if action_on(path, exported.incident, rules, kinds) != "show":
                yield text
        for attachment in exported.attachments:
            yield attachment.name
            yield attachment.name.rpartition(".")[0]
            for name, text in (
                ("description", attachment.description),
                ("provenance", attachment.provenance),
            ):
                if rules.policy.action(f"exhibits.{name}") != "show":
                    yield text


def _identifiers(selection: Iterable[ExportedIncident], rules: Rules) -> Iterator[str]:
    yield rules.profile.id
    yield from rules.register
    for exported in selection:
        yield exported.incident.id
        yield from (attachment.id for attachment in exported.attachments)
        for path, value in leaves(exported.incident):
            if path.endswith((".entity", "corrects")) and isinstance(value, str):
                yield value
