"""The way to the terminal, for a terminal that may be gone.

When the window is closed, the thread of Textual that writes dies at its next write. Its queue is
then never emptied, and whoever fills it waits for ever: the whole app, with the vault open.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.driver import Driver

if sys.platform != "win32":
    from textual.drivers.linux_driver import LinuxDriver

    class SteadyDriver(LinuxDriver):
        """Writes as long as there is somebody who passes it on."""

        def write(self, data: str) -> None:
            """Write, or drop what nobody will see any more."""
            writer = self._writer_thread
            if writer is not None and writer.is_alive():
                super().write(data)


def driver_class() -> type[Driver] | None:
    """Return the driver for this system; None for Textual's own choice."""
    return None if sys.platform == "win32" else SteadyDriver
