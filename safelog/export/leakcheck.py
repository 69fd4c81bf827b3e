"""Look for everything that was hidden in the finished outputs, before a byte of them is written.

The outputs are read again by other means than those that made them. The rules of the search:

- The recipient's matcher runs over every text that can be read out of an output, plain, escaped,
  encoded, and joined across elements. A sure find stops the export, unless the person decided to
  show just that word, and then only as often as they decided so.
- Words that were hidden, and texts that are never exported, are counted as whole words and may
  stand as often as they stand in what is legitimately shown. Counting is exact, so short words
  need no exception here; but numbers of one or two digits, and years, stand in every time, and
  alone are not counted.
- What is decoded from bytes may be noise. There a find counts from `encodings.SHORTEST_NOISY`
  characters, or from `encodings.SHORTEST_CLEAR` where chance hardly writes such words, and a short
  one only if its letters are of one alphabet and cased as somebody writes. A run of
  base64 or hexadecimal digits is decoded; as it stands it is searched for whole names only.
- A text made only of the renderer's own words (labels, months, the style sheet, the time zones of
  the document) is not searched: a hidden "May" must not forbid the month. A PDF has one text, in
  which the two cannot be told apart: there the document's own words may stand as often as they
  stand in its outline.

Whatever goes wrong here stops the export: an output that cannot be read cannot be vouched for.
Not searched are originals that the person lets go as they are: nothing is promised of those.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from safelog.errors import LeakFoundError
from safelog.export.checks import CHECKS, Check
from safelog.export.outline import OwnTexts
from safelog.export.rawfile import RAW_NAME
from safelog.export.readings import read_outputs
from safelog.export.search import Material
from safelog.redact.cover import Finder
from safelog.redact.terms import HiddenTerms

_PASSED = object()
_NOTHING = OwnTexts()
_NO_FILES: Mapping[str, bytes] = MappingProxyType({})


class CheckedOutputs:
    """Outputs that passed every check. Only `check_leaks` makes one."""

    __slots__ = ("files", "unsearched")

    def __init__(
        self, files: Mapping[str, bytes], *, unsearched: Iterable[str] = (), passed: object
    ) -> None:
        """Refuse to be made by anybody but the check.

        Raises:
            TypeError: it was not the check.
        """
        if passed is not _PASSED:
            raise TypeError
        self.files: Mapping[str, bytes] = MappingProxyType(dict(files))
        self.unsearched = tuple(unsearched)
        """Names of files that go out as they are; nobody can say what they hold."""


def check_leaks(
    outputs: Mapping[str, bytes],
    *,
    hidden: HiddenTerms,
    finder: Finder,
    fixed: frozenset[str],
    own: OwnTexts = _NOTHING,
    unsearched: Mapping[str, bytes] = _NO_FILES,
) -> CheckedOutputs:
    """Hold that nothing hidden can be found in the outputs.

    Args:
        outputs: the finished files by name.
        hidden: what must not be found.
        finder: the matcher that the redaction used.
        fixed: words that the renderer writes itself, folded.
        own: what the renderer says itself; needed for a PDF.
        unsearched: originals that the person lets go as they are, by name. Only their names are
            checked, and the result says so.

    Raises:
        LeakFoundError: something was found, or an output could not be searched.
    """
    run_checks(CHECKS, outputs, hidden=hidden, finder=finder, fixed=fixed, own=own)
    if not all(map(RAW_NAME.fullmatch, unsearched)):
        raise LeakFoundError(check="file_names", place="file name")
    files = {**outputs, **unsearched}
    return CheckedOutputs(files, unsearched=unsearched, passed=_PASSED)


def run_checks(
    checks: Iterable[Check],
    outputs: Mapping[str, bytes],
    *,
    hidden: HiddenTerms,
    finder: Finder,
    fixed: frozenset[str],
    own: OwnTexts = _NOTHING,
) -> None:
    """Run some of the checks. Passing them is no permission to write: see `check_leaks`.

    Raises:
        LeakFoundError: something was found, or an output could not be searched.
    """
    name, place = "reading", None
    try:
        material = Material(outputs, read_outputs(outputs), hidden, finder, fixed, own)
        for check in checks:
            name = check.name
            place = next(check.find(material), None)
            if place is not None:
                break
    except Exception:  # noqa: BLE001 - an output that cannot be searched cannot be vouched for
        raise LeakFoundError(check=name, place="unreadable") from None
    if place is not None:
        raise LeakFoundError(check=name, place=place)
