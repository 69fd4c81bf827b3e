"""Start the terminal app: close what leaks first, then import Textual, then paint the prompt."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path

from safelog.i18n.catalogue import Catalogue
from safelog.system.clock import SystemClock, local_zone
from safelog.system.hardening import forget_textual_variables, harden_process
from safelog.system.terminal import clear_screen

_FAILED = 1


def run(vault_directory: Path, language: str) -> int:
    """Run the app until the person leaves it, and return the exit code.

    Args:
        vault_directory: folder of the vault; a first run makes it.
        language: of the screens, one of `safelog.i18n.LANGUAGES`.
    """
    harden_process()
    forget_textual_variables()
    # Not at the top: Textual reads its variables when it is imported.
    from safelog.tui.app import Place, SafelogApp  # noqa: PLC0415

    catalogue = Catalogue(language)
    app = SafelogApp(Place(vault_directory, catalogue, SystemClock(), local_zone().name))
    try:
        code = app.run()
    except Exception:  # noqa: BLE001 - a traceback on the terminal could hold the person's words
        code = None
        app.failure = app.failure or ""
    with contextlib.suppress(OSError):
        # The window may be gone.
        _say_goodbye(catalogue, app.failure)
    return _FAILED if app.failure is not None else code or 0


def _say_goodbye(catalogue: Catalogue, failure: str | None) -> None:
    """Clear the terminal and leave one line, or say what failed without any word of theirs."""
    clear_screen(sys.stdout)
    if failure is None:
        sys.stdout.write(catalogue.text("tui.app.goodbye") + "\n")
        return
    sys.stderr.write(catalogue.text("tui.app.failed") + "\n")
    if failure:
        sys.stderr.write(catalogue.text("tui.app.failed_where", where=failure) + "\n")
