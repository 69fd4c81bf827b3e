"""Part an outline that is too long for one PDF into volumes, each a document by itself.

Setting a document takes memory that grows with it. Invariants: every block of the outline stands in
one volume, in its order and with its number; a volume begins with the title of the whole, and with
the heading under which it goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import msgspec

from safelog.export.outline import Block, Heading, Outline, Para, Picture, Section, Table, Target

VOLUME_BYTES = 700_000
"""Size of a volume as JSON: about five hundred incidents; typst takes a quarter of a gigabyte."""

AT_ONCE = 2
"""Volumes that are set at once. A document that takes no more memory than that stays whole."""

_PICTURE_SHARE = 20
"""Bytes of a picture that take as much memory as one byte of text: they are only passed through."""

_TOP = 2


def parted(
    outline: Outline, told: Callable[[int, int], str], *, volume_bytes: int = VOLUME_BYTES
) -> tuple[Outline, ...]:
    """Part an outline into volumes of about the same size; a short one stays as it is.

    Args:
        outline: a whole document.
        told: says which volume it is, given its number and how many there are.
        volume_bytes: size from which on a volume is full.
    """
    pieces = [piece for each in outline.sections for piece in _pieces(each, volume_bytes)]
    weights = [_weight(piece.blocks) for piece in pieces]
    if sum(weights) <= AT_ONCE * volume_bytes:
        return (outline,)
    groups = _groups(pieces, weights, volume_bytes)
    openings = _openings(groups)
    return tuple(
        outline._replace(
            sections=(
                _title(outline.title, told(number, len(groups)), opening),
                *(_without_title(each) for each in group),
            )
        )
        for number, (group, opening) in enumerate(zip(groups, openings, strict=True), start=1)
    )


def _groups(
    pieces: Sequence[Section], weights: Sequence[int], volume_bytes: int
) -> list[list[Section]]:
    """Divide sections evenly, into as many groups as are set at once or a multiple of that."""
    whole = sum(weights)
    count = AT_ONCE * -(-whole // (AT_ONCE * volume_bytes))
    groups: list[list[Section]] = [[]]
    before = 0
    for section, weight in zip(pieces, weights, strict=True):
        if before * count >= whole * len(groups):
            groups.append([])
        groups[-1].append(section)
        before += weight
    return groups


def anchors(outline: Outline) -> frozenset[str]:
    """Return where references within an outline can lead."""
    tables = (block for section in outline.sections for block in section.blocks)
    cells = (
        cell for table in tables if isinstance(table, Table) for row in table.rows for cell in row
    )
    lines = (block.line for cell in cells for block in cell if isinstance(block, Para))
    targets = {inline.anchor for line in lines for inline in line if isinstance(inline, Target)}
    return frozenset(targets | {section.anchor for section in outline.sections})


def _pieces(section: Section, volume_bytes: int) -> Iterator[Section]:
    """Divide a section whose tables would fill a volume; its anchor stays with the first piece."""
    if _weight(section.blocks) <= volume_bytes or not any(
        isinstance(block, Table) for block in section.blocks
    ):
        yield section
        return
    anchor = section.anchor
    held: list[Block] = []
    for block in section.blocks:
        for piece in _tables(block, volume_bytes // 2) if isinstance(block, Table) else (block,):
            held.append(piece)
            if isinstance(piece, Table):
                yield section._replace(blocks=tuple(held), anchor=anchor)
                anchor, held = "", []
    if held:
        yield section._replace(blocks=tuple(held), anchor=anchor)


def _tables(table: Table, piece_bytes: int) -> Iterator[Table]:
    """Divide a table between rows; each piece has the head."""
    count = max(1, len(table.rows) * piece_bytes // _weight((table,)))
    for start in range(0, len(table.rows), count):
        yield table._replace(rows=table.rows[start : start + count])


def _weight(blocks: tuple[Block, ...]) -> int:
    text = [block for block in blocks if not isinstance(block, Picture)]
    pictures = sum(len(block.copy.data) for block in blocks if isinstance(block, Picture))
    return len(msgspec.json.encode(text)) + pictures // _PICTURE_SHARE


def _openings(groups: list[list[Section]]) -> Iterator[Heading | None]:
    """Walk the headings under which each group goes on; None where it begins with its own."""
    last = None
    for group in groups:
        first = next((block for block in group[0].blocks if isinstance(block, Heading)), None)
        yield None if first and first.level <= _TOP else last
        for block in (block for section in group for block in section.blocks):
            if isinstance(block, Heading) and block.level == _TOP:
                last = block


def _title(title: str, told: str, opening: Heading | None) -> Section:
    """Begin a volume: no level of headings may be left out (ISO 14289-1, 7.4.2)."""
    going_on = (opening,) if opening else ()
    return Section("title", "title", (Heading(1, title), Para((told,), "kind"), *going_on))


def _without_title(section: Section) -> Section:
    blocks = (b for b in section.blocks if not (isinstance(b, Heading) and b.level == 1))
    return section._replace(blocks=tuple(blocks))
