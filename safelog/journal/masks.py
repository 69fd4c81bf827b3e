"""Mask parts of a picture, and take that back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from safelog.errors import InvalidFieldError, UnsafeImageError
from safelog.export.heic import can_read_heic, is_heic
from safelog.export.image import BYTES_LIMIT, CleanCopy, clean_copy, upright_size
from safelog.journal.attachments import read_attachment
from safelog.journal.events import AttachmentAdded, MasksSaved
from safelog.journal.journal import Journal
from safelog.journal.lookup import by_prefix
from safelog.journal.masked import Laid
from safelog.model.ids import AttachmentId, RecipientId
from safelog.model.mask import Mask, MaskId, Rectangle

MASKS_LIMIT = 1000
"""Most masks of one picture: more are an attack on the time that an export takes."""


def lay_masks(
    journal: Journal,
    attachment: AttachmentAdded,
    rectangles: Sequence[Rectangle],
    *,
    recipient: RecipientId | Literal[""] = "",
) -> None:
    """Mask parts of a picture in every later export; durable when this returns.

    Args:
        journal: an open journal.
        attachment: an image.
        rectangles: of the upright image.
        recipient: who may not see them; everybody if empty.

    Raises:
        InvalidFieldError: a rectangle lies outside of the image, or they are too many.
        UnsafeImageError: it is no image of which there can be a copy.
        NotFoundError, DamagedBlobError: the file is lost or damaged.
    """
    size = upright_size(_read(journal, attachment))
    if any(rectangle.box(*size) is None for rectangle in rectangles):
        raise InvalidFieldError(field="rectangle")
    with journal.lock:
        count = len(journal.state.masked.of(attachment.id)) + len(rectangles)
        if count > MASKS_LIMIT:
            raise InvalidFieldError(field="rectangle")
        masks = tuple(Mask(id=journal.new_id(), rectangle=each) for each in rectangles)
        _save(journal, attachment.id, recipient=recipient, added=masks)


def withdraw_masks(journal: Journal, attachment: AttachmentId, masks: Iterable[MaskId]) -> None:
    """Show again what was masked; that it was stays in the journal."""
    with journal.lock:
        _save(journal, attachment, withdrawn=tuple(masks))


def mask_named(journal: Journal, attachment: AttachmentId, text: str) -> Laid:
    """Return the mask of a picture whose id is, or begins with, `text`.

    Raises:
        NotFoundError: none, or fewer than four characters.
        AmbiguousError: several.
    """
    laid = {mask.id: mask for mask in journal.state.masked.of(attachment)}
    return laid[by_prefix(text, laid, what="mask")]


def picture_size(journal: Journal, attachment: AttachmentAdded) -> tuple[int, int]:
    """Return width and height of a picture as it stands upright: what masks are counted in.

    Raises:
        UnsafeImageError: it is no image of which there can be a copy.
        NotFoundError, DamagedBlobError: the file is lost or damaged.
    """
    return upright_size(_read(journal, attachment))


def masked_copy(
    journal: Journal, attachment: AttachmentAdded, recipient: RecipientId | Literal[""]
) -> CleanCopy:
    """Return the clean copy that a recipient gets; with none named, what nobody may see is masked.

    Raises:
        UnsafeImageError: it is no image of which there can be a copy.
        NotFoundError, DamagedBlobError: the file is lost or damaged.
    """
    rectangles = [mask.rectangle for mask in masks_for(journal, attachment.id, recipient)]
    return clean_copy(_read(journal, attachment), rectangles)


def masks_for(
    journal: Journal, attachment: AttachmentId, recipient: RecipientId | Literal[""]
) -> tuple[Laid, ...]:
    """Return the masks of a picture that hold for a recipient."""
    laid = journal.state.masked.of(attachment)
    return tuple(mask for mask in laid if mask.recipient in {"", recipient})


def needs_heic(journal: Journal, attachment: AttachmentAdded) -> bool:
    """Tell whether an image could be read if the extra [heic] were installed."""
    head = next(read_attachment(journal, attachment), b"")
    return is_heic(head) and not can_read_heic()


def _read(journal: Journal, attachment: AttachmentAdded) -> bytes:
    if attachment.size > BYTES_LIMIT:
        raise UnsafeImageError
    return b"".join(read_attachment(journal, attachment))


def _save(
    journal: Journal,
    attachment: AttachmentId,
    *,
    recipient: RecipientId | Literal[""] = "",
    added: tuple[Mask, ...] = (),
    withdrawn: tuple[MaskId, ...] = (),
) -> None:
    journal.append(
        [
            MasksSaved(
                at=journal.surroundings.now(),
                attachment=attachment,
                recipient=recipient,
                added=added,
                withdrawn=withdrawn,
            )
        ]
    )
