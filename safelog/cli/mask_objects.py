"""The objects of what is masked of a picture; see `objects`."""

from __future__ import annotations

import msgspec

from safelog.model.ids import AttachmentId


class MaskShown(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a picture that is covered in exports."""

    id: str
    rectangle: str
    """X, Y, width and height of the upright image: pixels, or percent of its sides."""
    recipient: str
    """For whom; empty for everybody."""


class Picture(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="picture"):
    """An image, the size that its masks are counted in, and those that hold."""

    attachment: AttachmentId
    width: int
    height: int
    masks: tuple[MaskShown, ...]
