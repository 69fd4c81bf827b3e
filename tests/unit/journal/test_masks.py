"""Masks are laid, kept, taken back, and united from two copies of a vault."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from safelog.errors import AmbiguousError, InvalidFieldError, NotFoundError, UnsafeImageError
from safelog.journal import masks
from safelog.journal.attachments import attach, find_attachment
from safelog.journal.masks import (
    lay_masks,
    mask_named,
    masked_copy,
    picture_size,
    withdraw_masks,
)
from safelog.journal.recipients import save_recipient
from safelog.journal.selection import gather
from safelog.model.ids import RecipientId
from safelog.model.mask import parse_rectangle
from tests.unit.journal.parted import Copies
from tests.unit.journal.test_parts import profile
from tests.unit.journal.world import JournalWorld, incident

if TYPE_CHECKING:
    from safelog.journal.events import AttachmentAdded
    from safelog.journal.journal import Journal

FACE = parse_rectangle("8,8,16,16")
PLATE = parse_rectangle("50%,50%,20%,20%")


def picture(journal: Journal, data: bytes | None = None) -> AttachmentAdded:
    """Attach a white picture of 96 by 64 pixels to a new incident."""
    if data is None:
        out = io.BytesIO()
        Image.new("RGB", (96, 64), "white").save(out, "PNG")
        data = out.getvalue()
    row = journal.save(incident(journal, state="complete"), base_revision=0)
    return attach(journal, row.incident.id, io.BytesIO(data), name="p.png")


def black(
    journal: Journal, attachment: AttachmentAdded, recipient: RecipientId | None = None
) -> int:
    """Count the black pixels of the copy that somebody gets."""
    copy = masked_copy(journal, attachment, recipient or "")
    with Image.open(io.BytesIO(copy.data)) as image:
        return image.convert("L").histogram()[0]


def rectangles(journal: Journal, attachment: AttachmentAdded) -> list[str]:
    """Return what is masked, in the order in which it was said."""
    return [str(mask.rectangle) for mask in journal.state.masked.of(attachment.id)]


def test_masks_are_there_again_after_opening(world: JournalWorld) -> None:
    """What was said of a picture survives, in its order."""
    journal = world.create()
    made = picture(journal)
    assert picture_size(journal, made) == (96, 64)
    lay_masks(journal, made, [FACE])
    lay_masks(journal, made, [PLATE])
    journal.close()
    opened = world.open()
    assert rectangles(opened, made) == ["8,8,16,16", "50%,50%,20%,20%"]
    assert black(opened, made) == 16 * 16 + 24 * 16
    opened.close()


def test_a_mask_for_one_recipient_is_not_laid_for_another(journal: Journal) -> None:
    """What is for everybody is for each; the rest is for whom it was said."""
    lawyer = profile(journal, language="en")
    save_recipient(journal, lawyer)
    made = picture(journal)
    lay_masks(journal, made, [FACE])
    lay_masks(journal, made, [PLATE], recipient=lawyer.id)
    assert black(journal, made, lawyer.id) > black(journal, made, RecipientId("0" * 26))
    gathered = gather(journal, [made.incident], images=True, recipient=lawyer.id)
    ((digest, copy),) = gathered.copies.items()
    assert gathered.incidents[0].attachments[0].copy_sha256 == digest
    assert copy == masked_copy(journal, made, lawyer.id)
    assert copy.removed == ("name", "masked")


def test_a_mask_is_taken_back_by_its_name(journal: Journal) -> None:
    """The others stay."""
    made = picture(journal)
    lay_masks(journal, made, [FACE, PLATE])
    first = journal.state.masked.of(made.id)[0]
    assert mask_named(journal, made.id, first.id[:12]) == first
    withdraw_masks(journal, made.id, [first.id])
    assert len(rectangles(journal, made)) == 1
    with pytest.raises(NotFoundError):
        mask_named(journal, made.id, first.id)
    with pytest.raises((NotFoundError, AmbiguousError)):
        mask_named(journal, made.id, "")


def test_masks_of_two_copies_are_united(world: JournalWorld) -> None:
    """A rectangle of another copy never disappears; one that was taken back in sight of it does."""
    journal = world.create()
    made = picture(journal)
    lay_masks(journal, made, [FACE])
    journal.close()
    copies = Copies.of(world)
    one = copies.one.open()
    withdraw_masks(one, made.id, [mask.id for mask in one.state.masked.of(made.id)])
    one.close()
    other = copies.other.open()
    lay_masks(other, made, [PLATE])
    other.close()
    copies.unite()
    copies.back()
    for each in (copies.one, copies.other):
        opened = each.open()
        assert rectangles(opened, made) == [str(PLATE)]
        opened.close()


def test_a_mask_that_was_taken_back_first_stays_so(world: JournalWorld) -> None:
    """The order in which two copies are united decides nothing."""
    journal = world.create()
    made = picture(journal)
    lay_masks(journal, made, [FACE])
    laid = journal.state.masked.of(made.id)[0]
    events = [journal.event(position) for position, _ in journal.vault.records()]
    withdraw_masks(journal, made.id, [laid.id])
    journal.append([events[-1]])
    assert rectangles(journal, made) == []
    journal.close()


@pytest.mark.parametrize("text", ["96,0,1,1", "0,64,1,1"])
def test_a_rectangle_outside_is_refused(journal: Journal, text: str) -> None:
    """It was meant for something in the picture; nothing is stored."""
    made = picture(journal)
    count = journal.vault.count
    with pytest.raises(InvalidFieldError):
        lay_masks(journal, made, [FACE, parse_rectangle(text)])
    assert journal.vault.count == count


def test_too_many_rectangles_are_refused(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    """A script cannot make every export take hours."""
    monkeypatch.setattr(masks, "MASKS_LIMIT", 3)
    made = picture(journal)
    lay_masks(journal, made, [FACE] * 2)
    with pytest.raises(InvalidFieldError):
        lay_masks(journal, made, [FACE] * 2)
    assert len(rectangles(journal, made)) == 2


def test_only_images_are_masked(journal: Journal) -> None:
    """Nobody can tell where something lies in another file."""
    made = picture(journal, b"%PDF-1.7 not an image")
    with pytest.raises(UnsafeImageError):
        lay_masks(journal, made, [FACE])
    assert find_attachment(journal, made.id) == made
    assert gather(journal, [made.incident], images=True).copies == {}
