"""Score the matching engine on the labelled corpora, measure it, and print one table.

Run as `python -m tests.corpus.report [dev|second|third|fourth|fifth] [--misses] [--speed]`; without
words all of it is printed but the misses. A span counts as found when every character of it is
hidden; partly hidden it is half-covered, the worst kind. A kept string survives when one of its
occurrences is untouched.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

sys.path.insert(0, str(Path(__file__).parents[2]))

from safelog.redact.hit import Hit, Tier
from safelog.redact.matcher import Matcher, settle
from safelog.redact.names.finder import NameFinder
from safelog.redact.register import EntityKind, Language, RegisteredEntity, Sex
from tests.corpus.costs import costs

DATA = Path(__file__).parent / "data"
FILES = {
    "dev": ("register.json", "sentences.jsonl"),
    "second": ("second_register.json", "second_sentences.jsonl"),
    "third": ("third_register.json", "third_sentences.jsonl"),
    "fourth": ("fourth_register.json", "fourth_sentences.jsonl"),
    "fifth": ("fifth_register.json", "fifth_sentences.jsonl"),
}
NAME_KINDS = frozenset({"person", "place", "organisation", "other", "device"})


class Row(msgspec.Struct):
    """One entity as the corpus writes it."""

    id: str
    kind: EntityKind
    lang: Language
    canonical: str
    aliases: tuple[str, ...]
    sex: Sex | None


class Span(msgspec.Struct):
    """A stretch that must vanish."""

    start: int
    end: int
    entity: str
    tag: str


class Sentence(msgspec.Struct):
    """A labelled text."""

    id: str
    lang: str
    text: str
    spans: tuple[Span, ...]
    keep: tuple[str, ...] = ()
    keep_types: tuple[str, ...] = ()


@dataclass(slots=True)
class Score:
    """Counts, per tag, language and type of kept string."""

    total: Counter[str] = field(default_factory=Counter)
    sure: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    half: Counter[str] = field(default_factory=Counter)
    keeps: Counter[str] = field(default_factory=Counter)
    kept_sure: Counter[str] = field(default_factory=Counter)
    kept_asked: Counter[str] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)

    def share(self, part: str, of: str = "all") -> float:
        """Return the share of a counter in its total, 1 where there is nothing to count."""
        whole = self.keeps[of] if part.startswith("kept") else self.total[of]
        counted: Counter[str] = getattr(self, part)
        return counted[of] / whole if whole else 1.0


def load(corpus: str) -> tuple[tuple[RegisteredEntity, ...], tuple[Sentence, ...]]:
    """Read a corpus: its register and its sentences."""
    register, sentences = (DATA / name for name in FILES[corpus])
    rows = msgspec.json.decode(register.read_bytes(), type=tuple[Row, ...])
    entities = tuple(
        RegisteredEntity(r.id, r.kind, r.lang, r.canonical, r.aliases, r.sex or "") for r in rows
    )
    lines = sentences.read_bytes().splitlines()
    return entities, tuple(msgspec.json.decode(line, type=Sentence) for line in lines)


def score(corpus: str, kinds: frozenset[str] | None = None) -> Score:
    """Run the engine over a corpus; with `kinds`, the names alone, and only spans of those."""
    entities, sentences = load(corpus)
    kind_of = {entity.id: entity.kind for entity in entities}
    names = NameFinder(entities)
    whole = None if kinds else Matcher(entities)
    result = Score()
    for sentence in sentences:
        hits = whole.find(sentence.text) if whole else settle(names.find(sentence.text))
        for span in sentence.spans:
            if kinds is None or kind_of[span.entity] in kinds:
                count_span(result, sentence, span, hits)
        for text, kind in zip(sentence.keep, sentence.keep_types, strict=True):
            _count_keep(result, sentence, text, kind, hits)
    return result


def _covered(hits: Iterable[Hit]) -> set[int]:
    return {offset for hit in hits for offset in range(hit.start, hit.end)}


def count_span(result: Score, sentence: Sentence, span: Span, hits: tuple[Hit, ...]) -> None:
    """Count one labelled span, and note what is wrong with it."""
    keys = ("all", f"tag {span.tag}", f"lang {sentence.lang}")
    result.total.update(keys)
    wanted = set(range(span.start, span.end))
    in_sure = _covered(hit for hit in hits if hit.tier == Tier.SURE)
    in_all = _covered(hits)
    if wanted <= in_sure:
        result.sure.update(keys)
    if wanted <= in_all:
        result.asked.update(keys)
        verdict = "" if wanted <= in_sure else "ask "
    else:
        verdict = "HALF" if wanted & in_all else "MISS"
        result.half.update(keys if wanted & in_all else ())
    if verdict:
        words = sentence.text[span.start : span.end]
        traits = [hit.trait for hit in hits if hit.start < span.end and span.start < hit.end]
        result.misses.append(f"{verdict} {sentence.id} {words!r} {span.tag} {traits}")


def _count_keep(
    result: Score, sentence: Sentence, text: str, kind: str, hits: tuple[Hit, ...]
) -> None:
    keys = ("all", f"keep {kind}", f"lang {sentence.lang}")
    result.keeps.update(keys)
    survived = {
        "kept_sure": _survives(sentence.text, text, [h for h in hits if h.tier == Tier.SURE]),
        "kept_asked": _survives(sentence.text, text, hits),
    }
    for name, alive in survived.items():
        getattr(result, name).update(keys if alive else ())
    if not all(survived.values()):
        tier = "ask " if survived["kept_sure"] else "LOST"
        traits = [
            (hit.trait, sentence.text[hit.start : hit.end])
            for hit in hits
            if hit.start < sentence.text.find(text) + len(text)
            and sentence.text.find(text) < hit.end
        ]
        result.misses.append(f"keep {tier} {sentence.id} {text!r} {kind} {traits}")


def _survives(text: str, kept: str, hits: Iterable[Hit]) -> bool:
    hidden = _covered(hits)
    start = text.find(kept)
    while start >= 0:
        if hidden.isdisjoint(range(start, start + len(kept))):
            return True
        start = text.find(kept, start + 1)
    return False


def table(result: Score) -> str:
    """Lay the score out as plain lines."""
    lines = [
        f"{'':24}{'spans':>6}{'sure':>7}{'+ask':>7}{'half':>5}{'keeps':>6}{'sure':>7}{'+ask':>7}"
    ]
    keys = sorted({*result.total, *result.keeps}, key=lambda key: (key != "all", key))
    for key in keys:
        line = f"{key:24}{result.total[key]:6}"
        if result.total[key]:
            line += f"{result.share('sure', key):7.1%}{result.share('asked', key):7.1%}"
        else:
            line += " " * 14
        line += f"{result.half[key]:5}{result.keeps[key]:6}"
        if result.keeps[key]:
            line += f"{result.share('kept_sure', key):7.1%}{result.share('kept_asked', key):7.1%}"
        lines.append(line.rstrip())
    return "\n".join(lines)


def main(arguments: list[str]) -> None:
    """Print the table; with --misses what was not found or not kept, with --speed the costs."""
    chosen = [word for word in arguments if word in FILES]
    out = sys.stdout
    for corpus in chosen or FILES:
        for title, kinds in (("names", NAME_KINDS), ("everything", None)):
            result = score(corpus, kinds)
            out.write(f"{corpus}: {title}\n{table(result)}\n\n")
            if "--misses" in arguments:
                out.write("\n".join(result.misses) + "\n\n")
    if not chosen or "--speed" in arguments:
        out.write("\n".join(costs(load)) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
