"""Search the readable texts of an output for what was hidden, and weigh what is found."""

from __future__ import annotations

import base64
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from safelog.export.encodings import (
    SHORTEST_CLEAR,
    SHORTEST_NOISY,
    Decoded,
    from_base64,
    from_data_uris,
    other_charsets,
    stretches,
)
from safelog.export.escapes import from_escapes
from safelog.export.imagefile import is_bare_image
from safelog.export.outline import OwnTexts
from safelog.export.readings import Readings
from safelog.export.readpdf import PdfReading
from safelog.export.vocabulary import pdf_words
from safelog.model.text import one_line, searchable
from safelog.redact.cover import Finder
from safelog.redact.hit import Tier
from safelog.redact.terms import HiddenTerms, Phrase, count_words, phrase
from safelog.redact.tokens import WORD

SHORTEST_IN_BLOB = 8
"""Least length of a name that is looked for in a run of base64 or hexadecimal digits as it is."""

# Hashes of neighbours in a list stand joined, each with its padding. Nothing is given back once it
# was taken (++), for a long run that ends in another letter would be tried in every division.
_BLOB = re.compile(r"(?:[A-Za-z0-9+/_-]{40,}+={0,2}+)++")

_LABEL = "\u2d63"
"""Read in the place of a label: a word, so that nobody's name is put together across it, of a
script that no rule knows."""

_IMAGE_URI = re.compile(rb"data:image/(?:jpeg|png);base64,[A-Za-z0-9+/]*=*")

SHORTEST_MARKED = 8
"""From this length on a word is no chance, however it is written."""

_LETTERS = re.compile(r"[^\W\d_]+")

# Days, hours and years, which the machine writes in every time.
_OF_A_DATE = re.compile(r"[0-9]{1,2}|(?:19|20)[0-9]{2}")


class _Folded(dict[str, str]):
    """Words as they are compared; a text has few different ones."""

    def __missing__(self, word: str) -> str:
        folded = self[word] = searchable(word)
        return folded


@dataclass(frozen=True)
class Material:
    """What the checks look at. Places are named by short tokens, never by what was found."""

    outputs: Mapping[str, bytes]
    readings: Readings
    hidden: HiddenTerms
    finder: Finder
    fixed: frozenset[str]
    """The renderer's own words, folded."""
    own: OwnTexts
    """What the renderer says itself, for a file in which it cannot be told from the person's."""
    _phrases: dict[str, Phrase] = field(default_factory=dict, init=False, repr=False)
    """Words of the texts that were looked at, because several checks look at each."""
    _words: _Folded = field(default_factory=_Folded, init=False, repr=False)
    _fixed: dict[str, bool] = field(default_factory=dict, init=False, repr=False)
    """Whether a text is made of the renderer's own words, for the same reason."""
    _foreign: dict[bytes, bool] = field(default_factory=dict, init=False, repr=False)
    """What came of bytes under other character sets than their own."""

    def has_leak(self, texts: Iterable[str], *, shown: bool = False) -> bool:
        """Run the matcher over plain texts; tell whether it is sure of something hidden.

        Args:
            texts: texts as they can be read.
            shown: whether words that the person decided to show may stand here, each as often as
                they decided so.
        """
        found: Counter[str] = Counter()
        for text, times in self._without_labels(texts):
            if _BLOB.fullmatch(text):
                # Read as words this is mostly noise; the checks of encodings decode it.
                long = (words for words in self._sure(text) if len(words) >= SHORTEST_NOISY)
                if any(map(self._is_written, long)) or self.names_long_name(text, SHORTEST_IN_BLOB):
                    return True
                continue
            own = self._is_fixed(text)
            if own and _has_no_digit(text):
                continue
            for words in self._sure(text):
                if not (own and _has_no_digit(words)):
                    found[searchable(words)] += times
        allowed = self.hidden.shown if shown else {}
        return any(count > allowed.get(words, 0) for words, count in found.items())

    def has_leak_across(self, blocks: Sequence[str], separator: str) -> bool:
        """Run the matcher over joined blocks, for finds that reach over an edge."""
        text = separator.join(blocks)
        edges, at = [], 0
        for block in blocks:
            at += len(block)
            edges.append(at)
            at += len(separator)
        for hit in self.finder.find(text):
            position = bisect_right(edges, hit.start)
            crosses = position < len(edges) and edges[position] < hit.end
            if not crosses or hit.tier is not Tier.SURE:
                continue
            if not separator and any(map(self._is_own, blocks[position : position + 2])):
                # Glued to a label of the page, a word of the person's reads as one with it.
                continue
            # Two words of the page read as one: each side of the edge is weighed alone.
            edge = edges[position]
            sides = (text[hit.start : edge], text[edge : hit.end])
            if not all(self._is_fixed(side) and _has_no_digit(side) for side in sides):
                return True
        return False

    def has_leak_in_paper(self, paper: PdfReading) -> bool:
        """Run the matcher over a text in which the document's own words stand among the person's.

        What is found may stand there as often as it stands in the document's own texts.
        """
        if any(self.has_leak_across(words, "") for words in paper.divided):
            return True
        ((text, _),) = self._without_labels([paper.text])
        found = Counter(searchable(words) for words in self._sure(text))
        if not found:
            return False
        allowed = Counter(self.hidden.shown)
        for texts, times in ((self.own.texts, 1), (self.own.repeated, paper.pages)):
            for text in filter(self._is_fixed, texts):
                for words in filter(_has_no_digit, self._sure(text)):
                    allowed[searchable(words)] += times
        return any(count > allowed[words] for words, count in found.items())

    def has_noisy_leak(self, decoded: Decoded, besides: frozenset[str] = frozenset()) -> bool:
        """Run the matcher over a text that came out of an encoding, and may be noise.

        Args:
            decoded: the text.
            besides: words, folded, that stand there anyway; what is made of them alone is no find.
        """
        for hit in self.finder.find(decoded.text):
            if hit.tier is not Tier.SURE or hit.entity_id in self.hidden.brief:
                continue
            words = decoded.text[hit.start : hit.end]
            if not self._is_written(words):
                continue
            clear = decoded.clear and not words.isascii()
            long = len(words) >= (SHORTEST_CLEAR if clear else SHORTEST_NOISY)
            if long and not all(word in besides for word in self._phrase(words)):
                return True
        # Noise beside a name can make it a part of a longer word, which no matcher finds.
        return self.names_long_name(decoded.text, SHORTEST_NOISY, besides)

    def names_long_name(
        self, text: str, shortest: int, besides: frozenset[str] = frozenset()
    ) -> bool:
        """Tell whether a word of a name stands in the text, be it inside a word."""
        folded = searchable(text)
        found = [word for word in self._name_words if len(word) >= shortest and word in folded]
        if found and besides:
            # A wrong reading may have cut a letter off.
            anyway = " ".join(besides)
            rest = " ".join(word for word in phrase(text) if word not in anyway)
            return any(word in rest for word in found)
        return bool(found)

    @cached_property
    def besides(self) -> frozenset[str]:
        """The words, folded, that stand in the bytes of these files anyway."""
        if not self.readings.papers:
            return frozenset()
        own = filter(self._is_fixed, dict.fromkeys((*self.own.texts, *self.own.repeated)))
        return pdf_words().union(*map(self._phrase, own))

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """Every text that can be read out of the outputs, once.

        What a search says of a text hangs on nothing but the text, so a second look at the same one
        can find nothing; a file has the same few thousand labels and keys again and again.
        """
        return tuple(dict.fromkeys(self._texts()))

    @cached_property
    def data_uris(self) -> tuple[tuple[str, bytes], ...]:
        """What every data: URI in the texts holds: its media type, and its bytes."""
        return tuple(each for text in self.texts for each in from_data_uris(text))

    @cached_property
    def plain(self) -> tuple[bytes, ...]:
        """Bytes in which words stand, and the texts in which nothing is escaped; without images.

        Those are pixels alone, be they where no other check would open them.
        """
        texts = "\n".join(self.texts).encode("utf-8", "replace")
        return tuple(_IMAGE_URI.sub(_unless_bare, data) for data in (*self.readings.plain, texts))

    @cached_property
    def stretches(self) -> bytes:
        """What of these bytes could be base64 or hexadecimal digits."""
        return stretches(self.plain)

    @cached_property
    def base64(self) -> tuple[bytes, ...]:
        """What is said in base64, if that is what it is."""
        return tuple(from_base64(self.stretches))

    @cached_property
    def unescaped(self) -> tuple[tuple[str, ...], ...]:
        """Of every text that has escapes, what it says without them."""
        return tuple(filter(None, (tuple(from_escapes(text)) for text in self.texts)))

    @cached_property
    def _name_words(self) -> frozenset[str]:
        return frozenset(word for name in self.hidden.names for word in phrase(name))

    def has_foreign_leak(self, data: bytes) -> bool:
        """Read bytes under other character sets than their own; tell whether a name comes of it."""
        known = self._foreign.get(data)
        if known is None:
            known = any(self.has_noisy_leak(text, self.besides) for text in other_charsets(data))
            self._foreign[data] = known
        return known

    def overrun(self, phrases: Mapping[Phrase, int]) -> Iterator[str]:
        """Yield the outputs in which a phrase stands more often than it may."""
        wanted = [
            words
            for words in phrases
            if not self.fixed.issuperset(words) and not all(map(_OF_A_DATE.fullmatch, words))
        ]
        firsts = frozenset(words[0] for words in wanted)
        for place, texts in self._outputs():
            found: Counter[Phrase] = Counter()
            for text, times in self._without_labels(texts):
                if firsts.isdisjoint(self._phrase(text)):
                    continue
                # A number among labels may be anybody's; a table counts its rows and its bytes.
                if not self._is_fixed(text) or not (place == "csv" or _has_no_digit(text)):
                    for words, count in self._count((text,), wanted).items():
                        found[words] += times * count
            if self._is_over(found, phrases, pages=1):
                yield f"{place} text"
        for paper in self.readings.papers:
            ((text, _),) = self._without_labels([paper.text])
            if self._is_over(self._count((text,), wanted), phrases, pages=paper.pages):
                yield "pdf text"

    def _is_over(
        self, found: Mapping[Phrase, int], phrases: Mapping[Phrase, int], *, pages: int
    ) -> bool:
        """Tell whether a phrase stands more often than it may and the document itself says it."""
        over = [words for words, count in found.items() if count > phrases[words]]
        own = self._own_phrases(over, pages) if over else Counter[Phrase]()
        return any(found[words] > phrases[words] + own[words] for words in over)

    def _own_phrases(self, phrases: Sequence[Phrase], pages: int) -> Counter[Phrase]:
        """Count phrases in the document's own texts."""
        own = self._count(filter(self._is_fixed, self.own.texts), phrases)
        repeated = self._count(filter(self._is_fixed, self.own.repeated), phrases)
        for words, count in repeated.items():
            own[words] += pages * count
        return own

    def _texts(self) -> Iterator[str]:
        for _, texts in self._outputs():
            yield from texts
        for file in self.readings.files:
            yield from file.numbers
        for sheet in self.readings.sheets:
            yield from sheet.cells
        for paper in self.readings.papers:
            yield paper.text
            yield from map("".join, paper.divided)

    def _outputs(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        for page in self.readings.pages:
            values = (value for tag in page.tags for _, value in tag.attributes)
            yield "html", (*page.blocks, *values, *page.unseen, *page.styles)
        for file in self.readings.files:
            yield "json", file.strings
        for letter in self.readings.letters:
            yield "docx", (*letter.blocks, *letter.values)
        for sheet in self.readings.sheets:
            yield "csv", sheet.blocks
        for paper in self.readings.papers:
            yield "pdf", paper.strings

    def _is_written(self, words: str) -> bool:
        """Tell whether somebody may have written words: chance mixes cases and alphabets in them.

        An export of forty incidents has a megabyte of salts and hashes, in which a name of four
        letters stands in one of five exports if its case does not matter. A long word is no chance,
        unless it is found only because its case divides it: `DgTAiAfdI` holds "Taia", `dgtaiafdi`
        nobody.
        """
        parts = _LETTERS.findall(words)
        if all(map(_is_even, parts)):
            return True
        if any(len(part) < SHORTEST_MARKED and not _is_even(part) for part in parts):
            return False
        return any(self._sure(words.lower()))

    def _sure(self, text: str) -> Iterator[str]:
        for hit in self.finder.find(text):
            if hit.tier is Tier.SURE:
                yield text[hit.start : hit.end]

    def _count(self, texts: Iterable[str], phrases: Iterable[Phrase]) -> Counter[Phrase]:
        return count_words(map(self._phrase, texts), phrases)

    def _phrase(self, text: str) -> Phrase:
        known = self._phrases.get(text)
        if known is None:
            # Word for word what `phrase` gives.
            known = self._phrases[text] = tuple(map(self._words.__getitem__, WORD.findall(text)))
        return known

    def _without_labels(self, texts: Iterable[str]) -> Iterator[tuple[str, int]]:
        """Walk different texts and how many of each there are; the labels in them are not read.

        A label that stands more often than the document has it is read like any word: whoever is
        called by the words of one must not pass for it.
        """
        counted = Counter(texts)
        if not self.own.labels:
            yield from counted.items()
            return
        label = self._label
        given: Counter[str] = Counter()
        for text, times in counted.items():
            for found in label.findall(text):
                given[one_line(found)] += times
        ours = {each for each, count in given.items() if count <= self.own.labels[each]}
        for text, times in counted.items():
            if ours:
                yield label.sub(lambda m: _LABEL if one_line(m[0]) in ours else m[0], text), times
            else:
                yield text, times

    @cached_property
    def _label(self) -> re.Pattern[str]:
        """What a label of the document looks like; in a PDF a line may end inside it."""
        spaced = (r"\s+".join(map(re.escape, each.split())) for each in self.own.labels)
        return re.compile("|".join(spaced))

    def _is_own(self, text: str) -> bool:
        """Tell whether a text says something, and nothing but words of the renderer's."""
        return bool(self._phrase(text)) and self._is_fixed(text) and _has_no_digit(text)

    def _is_fixed(self, text: str) -> bool:
        """Tell whether all words of a text are the renderer's own; numbers are nobody's."""
        known = self._fixed.get(text)
        if known is None:
            known = self._fixed[text] = all(
                word in self.fixed or word.isdigit() or word == _LABEL
                for word in self._phrase(text)
            )
        return known


def _unless_bare(match: re.Match[bytes]) -> bytes:
    """Leave out an embedded image if it is one: what only calls itself so is searched."""
    try:
        image = base64.b64decode(match[0].partition(b",")[2], validate=True)
    except ValueError:
        return match[0]
    return b"" if is_bare_image(image) else match[0]


def _has_no_digit(words: str) -> bool:
    return not any(character.isdigit() for character in words)


def _is_even(word: str) -> bool:
    """Tell whether a word is of one alphabet, and cased as a word is."""
    cased = word.islower() or word.isupper() or word.istitle()
    return cased and len({letter.isascii() for letter in word}) == 1
