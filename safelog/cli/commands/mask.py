"""`mask`: say which parts of a picture nobody else may see, and look at the copy that they get.

Numbers are no words of the person's, so they may stand in a call.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from safelog.cli.arguments import Argument, Words
from safelog.cli.files import write_output
from safelog.cli.lookup import find_recipient
from safelog.cli.mask_objects import MaskShown, Picture
from safelog.cli.session import Session
from safelog.errors import UsageError
from safelog.journal.attachments import find_attachment
from safelog.journal.events import AttachmentAdded
from safelog.journal.journal import Journal
from safelog.journal.masks import (
    lay_masks,
    mask_named,
    masked_copy,
    picture_size,
    withdraw_masks,
)
from safelog.model.ids import RecipientId
from safelog.model.mask import parse_rectangle
from safelog.model.text import one_line

ARGUMENTS = (
    Argument(name="attachment"),
    Argument(name="rectangle", flag="--rectangle", value="X,Y,WIDTH,HEIGHT", many=True),
    Argument(name="to", flag="--to", value="RECIPIENT"),
    Argument(name="remove", flag="--remove", value="MASK", many=True),
    Argument(name="out", flag="--out", value="FILE"),
)


def run(session: Session, words: Words) -> None:
    """Lay masks, take some back, or write the copy; then list what is masked.

    Raises:
        InvalidFieldError: a rectangle cannot be read, or lies outside of the picture.
        UnsafeImageError: it is no image of which there can be a copy.
        NotFoundError, AmbiguousError: nothing, or several things, have this id.
        UsageError: two things are asked for at once.
    """
    rectangles = [parse_rectangle(text) for text in words.texts("rectangle")]
    asked = (bool(rectangles), bool(words.texts("remove")), bool(words.text("out")))
    if sum(asked) > 1 or (words.text("to") and words.texts("remove")):
        raise UsageError
    with session.journal() as journal:
        attachment = find_attachment(journal, words.text("attachment"))
        recipient: RecipientId | Literal[""] = ""
        if words.text("to"):
            recipient = find_recipient(journal, words.text("to")).id
        if words.text("out"):
            _write_copy(session, journal, attachment, recipient, Path(words.text("out")))
            return
        with session.host.interrupts.finish():
            if rectangles:
                lay_masks(journal, attachment, rectangles, recipient=recipient)
            if words.texts("remove"):
                named = [mask_named(journal, attachment.id, text) for text in words.texts("remove")]
                withdraw_masks(journal, attachment.id, [mask.id for mask in named])
        _show(session, journal, attachment)


def _write_copy(
    session: Session,
    journal: Journal,
    attachment: AttachmentAdded,
    recipient: RecipientId | Literal[""],
    path: Path,
) -> None:
    copy = masked_copy(journal, attachment, recipient)
    session.console.say("plaintext.file")
    write_output(path, [copy.data])


def _show(session: Session, journal: Journal, attachment: AttachmentAdded) -> None:
    """List the masks that hold, after the size that they are counted in."""
    console = session.console
    width, height = picture_size(journal, attachment)
    masks = journal.state.masked.of(attachment.id)
    if session.json:
        shown = tuple(
            MaskShown(id=mask.id, rectangle=str(mask.rectangle), recipient=mask.recipient)
            for mask in masks
        )
        console.print_json(
            Picture(attachment=attachment.id, width=width, height=height, masks=shown)
        )
        return
    console.say("mask.size", width=width, height=height)
    for mask in masks:
        known = journal.state.recipients.get(RecipientId(mask.recipient))
        whom = one_line(known.profile.name) if known else console.text("mask.everybody")
        console.print(f"{mask.id}  {mask.rectangle}  {whom}")
    console.tell(console.plural("mask.masks", len(masks)))
