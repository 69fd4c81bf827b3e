"""The proof bundle that a recipient judges: as it is, and signed again by a maker who lies."""

from collections.abc import Iterator

import msgspec

from safelog.export.report import report_lines
from safelog.export.schema import Body, make_sections
from safelog.export.verify import verify
from safelog.i18n.catalogue import Catalogue
from tests.vectors.evidence.vector import FOLDER, read_vector
from tests.vectors.evidence.world import PAGE, PAGE_BYTES, make_small_bundle, sign

CATALOGUES = (Catalogue("en"), Catalogue("ru"))
EARLIER = make_small_bundle()
MOST_SEED_BYTES = 16_384


def seeds() -> Iterator[bytes]:
    """Return the exports of all vectors."""
    for path in sorted(FOLDER.glob("*.vector")):
        if len(data := read_vector(path.stem).data) <= MOST_SEED_BYTES:
            yield data


def consume(untrusted: bytes) -> None:
    """Judge an export; one that can be signed is signed again, and read by a person."""
    try:
        body = msgspec.json.decode(untrusted, type=_Unsigned)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        data = untrusted
    else:
        members = {name: getattr(body, name) for name in Body.__struct_fields__}
        unsigned = Body(**{**members, "sections": ()})
        data = sign(msgspec.structs.replace(unsigned, sections=make_sections(unsigned)))
    report = verify(data, [(PAGE, PAGE_BYTES)], earlier=[EARLIER] if untrusted[-1:] == b" " else [])
    for catalogue in CATALOGUES:
        list(report_lines(report, catalogue))


class _Unsigned(Body, frozen=True, kw_only=True, forbid_unknown_fields=False):
    """A body whose signature is passed over."""
