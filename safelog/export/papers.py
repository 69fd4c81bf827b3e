"""The PDF files of a document, one for each of its volumes, two of which are set at a time.

typst works on one processor and without Python's lock, so a second thread uses a second one; no
process is started, because memory of another one would hold words that nobody wipes. Invariants:
no more than two volumes are ever in the making, and none is while typst is made to forget; files
come in the order of the volumes, and their bytes do not depend on how many processors there are.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait

from safelog.export.outline import Outline
from safelog.export.pdf import paper_data
from safelog.export.typesetter import PaperData, Typesetter
from safelog.export.volumes import AT_ONCE, anchors


def render_papers(
    volumes: Sequence[Outline], *, missing: str, done: Callable[[], None]
) -> list[bytes]:
    """Set the volumes of a document.

    Args:
        volumes: each a document by itself; one of them for most documents.
        missing: heading of the list of characters that the fonts do not have.
        done: called when a volume is set and others follow.

    Raises:
        UnrenderedExportError: one could not be set.
    """
    everywhere = frozenset[str]().union(*map(anchors, volumes))
    setter = Typesetter()
    at_once = min(AT_ONCE, os.cpu_count() or 1)

    def told(first: int) -> list[PaperData]:
        return [
            paper_data(volume, missing=missing, elsewhere=everywhere - anchors(volume))
            for volume in volumes[first : first + at_once]
        ]

    papers: list[bytes] = []
    with ThreadPoolExecutor(at_once) as threads:
        ready = told(0)
        while ready:
            making = [threads.submit(setter.set, each) for each in ready]
            try:
                for each in making:
                    papers.append(each.result())
                    if len(papers) < len(volumes):
                        done()
            finally:
                wait(making)
                forgetting = threads.submit(setter.forget)
            # The next ones are told while these are forgotten.
            ready = told(len(papers))
            forgetting.result()
    return papers
