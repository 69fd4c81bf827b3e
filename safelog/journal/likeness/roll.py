"""The people of a register, found by names of which hardly a letter need be the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from safelog.journal.likeness.clue import NOBODY, ClueCode, Likeness, clues
from safelog.journal.likeness.given import GivenNames, meeting_names, nominatives
from safelog.journal.likeness.people import Faces, PersonName
from safelog.journal.likeness.postings import Postings
from safelog.journal.likeness.wordings import Grammar, Wordings, consonants, slip_points
from safelog.model.ids import EntityId
from safelog.redact.fold import fold_word
from safelog.redact.names.declension import orthographic
from safelog.redact.names.index import WORD_LONGEST
from safelog.redact.names.parts import pieces
from safelog.redact.names.surroundings import starts_sentence

_LONGEST_ENDING = 3
"""Consonants that a case ending may have: «-ымиз», "-тарын"."""
_FEWEST = 2
_INITIAL_LONGEST = 2
"""An initial with its dot."""

_GIVEN_ALONE = "given"
_TOKEN = re.compile(r"[^\W\d_](?:[^\W\d_]|['’ʼ‘`´′‐‑-](?=[^\W\d_]))*(?P<dot>\.?)")
_GAP = re.compile(r"[ \u00a0]{0,2}")
_TOGETHER_MOST = 5
_PATRONYMIC = re.compile(
    r".{2,}(?:(?:вич|ич|ыч)(?:а|у|ем|ом|е|і|і)?|(?:вн|чн)(?:а|ы|и|е|і|у|ой|ою)|(?:ұл|ул)ы.{0,4}"
    r"|(?:қыз|кыз)ы.{0,4})"
)


class Roll:
    """The names of the people of a register."""

    def __init__(self, wordings: Wordings) -> None:
        """Start without people."""
        self._wordings = wordings
        self._given_names = GivenNames(wordings)
        self._faces = Faces(wordings, self._given_names)
        self._names: Postings[PersonName] = Postings()
        self._alone_places: dict[str, tuple[str, ...]] = {}

    def put(self, name: PersonName) -> None:
        """Add a name."""
        for place in self._places(name):
            self._names.put(place, name)

    def drop(self, entity: EntityId) -> None:
        """Take out the names of an entity."""
        self._names.drop(entity)

    def like(self, name: PersonName, said: str = "") -> Iterator[Likeness]:
        """Find the people whose name may be `name`."""
        near = {known for place in self._places(name) for known in self._names.get(place)}
        for known in near:
            if found := self._faces.compare(name, known):
                yield Likeness(known.entity, found, said)

    def in_text(self, text: str) -> Iterator[Likeness]:
        """Find the people whose names stand in a text, in any case form."""
        for group in _together(text):
            for position in range(len(group.words)):
                yield from self._surnames(position, group)
            # At the start of a sentence any word has a capital letter.
            first = int(len(group.words) > 1 and starts_sentence(text, group.start))
            if len(group.words) == first + 1 and not group.initials:
                yield from self._alone(group.words[first].text, group.said([first]))

    def _places(self, name: PersonName) -> set[str]:
        """Return where names meet that may be one: by surname, by a slip in it, or without it."""
        places = {
            f"surname {point}"
            for piece in name.surname
            for point in self._wordings.meeting_points(piece)
        }
        if name.is_full:
            places |= {f"slip {point}" for piece in name.surname for point in slip_points(piece)}
        for given in meeting_names(name.given, name.sex) if name.given else ():
            if not name.surname:
                places |= {f"given {given}", _GIVEN_ALONE}
            if name.patronymic:
                places.add(f"patronymic {given} {consonants(name.patronymic)[:_FEWEST]}")
        return places

    def _surnames(self, position: int, group: _Group) -> Iterator[Likeness]:
        """Take a word for a surname and the words beside it for the rest of the name."""
        words = group.words
        others = [at for at in range(len(words)) if at != position]
        surname = tuple(pieces(words[position].text))
        for known in self._with_surname(surname, alone=not others):
            grammar = Grammar("surname", known.sex, known.language, inflected=True)
            if self._faces.relate_surnames(surname, known.surname, grammar) is None:
                continue
            given = self._given(group, others, known)
            patronymic = next((at for at in others if _is_patronymic(words[at].text)), -1)
            used = [at for at in (position, given, patronymic) if at >= 0]
            read = PersonName(
                entity=NOBODY,
                written=fold_word(" ".join(words[at].text for at in sorted(set(used)))),
                given=words[given].text if given >= 0 else "",
                more_given=known.more_given,
                patronymic=words[patronymic].text if patronymic not in {given, -1} else "",
                surname=surname,
                initials=group.initials if given < 0 else (),
                sex="",
                language=known.language,
            )
            if found := self._faces.compare(read, known, inflected=True):
                yield Likeness(known.entity, found, group.said(used, whole=bool(read.initials)))

    def _with_surname(self, surname: Sequence[str], *, alone: bool) -> set[PersonName]:
        """Return the names whose surname has the consonants of the word, or of its stem."""
        places = {
            f"surname {point[:size]}"
            for piece in surname
            for point in self._wordings.meeting_points(piece)
            for size in range(max(_FEWEST, len(point) - _LONGEST_ENDING), len(point) + 1)
        }
        for piece in () if alone else surname:
            places |= {f"slip {point}" for point in slip_points(piece)}
        return {name for place in places for name in self._names.get(place)}

    def _given(self, group: _Group, others: Sequence[int], known: PersonName) -> int:
        """Return which word is the given name, this person's if any is; -1 if none is one."""
        grammar = Grammar("given", known.sex, known.language, inflected=True)
        for at in others if known.given else ():
            word = group.words[at].text
            if self._given_names.relate(word, known.given, grammar) is not None:
                return at
        return next((at for at in others if self._given_names.has(group.words[at].text)), -1)

    def _alone(self, word: str, said: str) -> Iterator[Likeness]:
        """Find those who are registered under a given name alone."""
        if not self._names.get(_GIVEN_ALONE):
            return
        places = self._alone_places.get(word)
        if places is None:
            met = {place for form in nominatives(word) for place in meeting_names(form, "")}
            places = self._alone_places[word] = tuple(sorted(met))
            if len(self._alone_places) > self._wordings.MEMORY:
                self._alone_places.clear()
        for place in places:
            for known in self._names.get(f"given {place}"):
                grammar = Grammar("given", known.sex, known.language, inflected=True)
                found = self._given_names.relate(word, known.given, grammar)
                if found is not None:
                    yield Likeness(known.entity, clues(found | {ClueCode.GIVEN_ALONE}), said)


class _Word(NamedTuple):
    """A capitalised word of a text."""

    start: int
    end: int
    text: str
    """In orthographic lower case."""


class _Group(NamedTuple):
    """Capitalised words that stand together."""

    words: tuple[_Word, ...]
    initials: tuple[str, ...]
    source: str
    start: int
    end: int

    def said(self, used: Sequence[int], *, whole: bool = False) -> str:
        """Return the stretch that the words with these numbers span, or all of the group."""
        if whole:
            return self.source[self.start : self.end]
        spans = [self.words[at] for at in used]
        return self.source[min(w.start for w in spans) : max(w.end for w in spans)]


def _together(text: str) -> Iterator[_Group]:
    """Give the groups of capitalised words of a text."""
    group: list[re.Match[str]] = []
    for match in _TOKEN.finditer(text):
        if len(match[0]) > WORD_LONGEST:
            continue
        follows = group and _GAP.fullmatch(text, group[-1].end(), match.start())
        ended = group and group[-1]["dot"] and len(group[-1][0]) > _INITIAL_LONGEST
        if not match[0][0].isupper() or not follows or ended or len(group) == _TOGETHER_MOST:
            if group:
                yield _group(text, group)
            group = []
        if match[0][0].isupper():
            group.append(match)
    if group:
        yield _group(text, group)


def _group(text: str, matches: Sequence[re.Match[str]]) -> _Group:
    words, initials = [], []
    bounds = []
    for match in matches:
        written = match[0].rstrip(".")
        if len(written) > 1:
            end = match.start() + len(written)
            words.append(_Word(match.start(), end, orthographic(written)))
            bounds.append((match.start(), end))
        elif match["dot"]:
            initials.append(orthographic(written))
            bounds.append(match.span())
    start, end = (bounds[0][0], bounds[-1][1]) if bounds else matches[0].span()
    return _Group(tuple(words), tuple(initials), text, start, end)


def _is_patronymic(word: str) -> bool:
    return _PATRONYMIC.fullmatch(word) is not None
