"""What the tests of the app stand on: cheap vaults, a clock that is set, frames as text."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

from textual import events
from textual.keys import key_to_character
from textual.pilot import Pilot

from safelog.i18n import Catalogue
from safelog.journal.journal import Journal
from safelog.tui.app import Place, SafelogApp
from safelog.tui.opening import open_journal
from safelog.tui.session import Session
from safelog.vault import Credential, KdfCost, Secret, Vault, generate_recovery
from safelog.vault.kdf import KdfLimits
from safelog.vault.opening import create_vault, open_vault
from safelog.vault.ports import Ports

PASSPHRASE = "seven quiet words"
ZONE = "Asia/Almaty"
_QUIET_ROUNDS = 10
_MOST_ROUNDS = 2_000
_MOST_FRAMES = 2_000
_STILL_FRAMES = 2
_BREATH_S = 0.001
_DRAWING = (
    "_layout_required",
    "_scroll_required",
    "_repaint_required",
    "_recompose_required",
    "_dirty_widgets",
    "_callbacks",
)
"""Where a screen of Textual notes what it has to do; there is no other way to ask."""
CHEAP = KdfCost(memory_kib=64, passes=1, lanes=1)


class CheapVaults:
    """Vaults whose secrets cost nothing to try."""

    ports = Ports(limits=KdfLimits(floor=CHEAP), measure_cost=lambda: CHEAP)

    def create(self, directory: Path, *, passphrase: Secret, recovery: Secret) -> Vault:
        """Make a vault."""
        return Vault(
            create_vault(
                directory, passphrase=passphrase, recovery=recovery, cost=CHEAP, ports=self.ports
            )
        )

    def open(self, directory: Path, credential: Credential) -> Vault:
        """Open a vault."""
        return Vault(open_vault(directory, credential, ports=self.ports))


class SetClock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        """Stand at a Saturday noon in UTC."""
        self.wall = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
        self.steady = 1_000.0

    def now(self) -> datetime:
        """Return the moment that is set."""
        return self.wall

    def monotonic(self) -> float:
        """Return the seconds that are set."""
        return self.steady

    def advance(self, seconds: float) -> None:
        """Move both clocks."""
        self.wall += timedelta(seconds=seconds)
        self.steady += seconds


def make_vault(directory: Path) -> Secret:
    """Make an empty vault and return its recovery words."""
    recovery = generate_recovery()
    with Secret.from_text(PASSPHRASE) as passphrase:
        CheapVaults().create(directory, passphrase=passphrase, recovery=recovery).close()
    return recovery


def ensure_vault(directory: Path) -> None:
    """Make the vault if there is none."""
    if not directory.exists():
        make_vault(directory).wipe()


def make_app(directory: Path, *, language: str = "en", clock: SetClock | None = None) -> SafelogApp:
    """Make the app over the vault of a folder."""
    place = Place(directory, Catalogue(language), clock or SetClock(), ZONE, CheapVaults())
    return SafelogApp(place)


@asynccontextmanager
async def unlocked(
    directory: Path,
    *,
    language: str = "en",
    size: tuple[int, int] = (80, 24),
    clock: SetClock | None = None,
) -> AsyncIterator[Pilot[int]]:
    """Run the app with its journal open; make the vault if there is none."""
    ensure_vault(directory)
    app = make_app(directory, language=language, clock=clock)
    async with app.run_test(size=size) as pilot:
        await unlock(pilot)
        yield pilot


async def unlock(pilot: Pilot[int], secret: str = PASSPHRASE) -> None:
    """Type a secret into the first screen and wait for what comes of it."""
    await paste(pilot, secret)
    await pilot.press("enter")
    await settle(pilot)


async def paste(pilot: Pilot[int], text: str) -> None:
    """Bring a text in at once, as a terminal does."""
    pilot.app.post_message(events.Paste(text))
    await _drained(pilot)


async def press(pilot: Pilot[int], *keys: str) -> None:
    """Press keys, one after the other, and wait for what comes of them.

    Textual's own `Pilot.press` sleeps several times for each key.
    """
    for key in keys:
        pilot.app.post_message(events.Key(key, key_to_character(key)))
        await _drained(pilot)
    await settle(pilot)


async def walk_on(pilot: Pilot[int], *keys: str) -> None:
    """Press keys, each when everything that came of the one before is there."""
    for key in keys:
        await press(pilot, key)


async def settle(pilot: Pilot[int]) -> None:
    """Wait until nothing runs beside the screen and everything is drawn.

    `Pilot.pause` with no time to wait draws at once what waits to be drawn: Textual's own timer
    would be waited for, and an idle processor, which a busy machine has not.
    """
    still = 0
    for _ in range(_MOST_FRAMES):
        await _drained(pilot)
        await pilot.app.workers.wait_for_complete()
        await pilot.app.animator.wait_for_idle()
        await pilot.pause(0)
        if _is_waiting(pilot):
            # What it waits for may be beside every queue, and have its own pace: widgets that die.
            still = 0
            await asyncio.sleep(_BREATH_S)
        else:
            still += 1
        if still == _STILL_FRAMES:
            break


def _is_waiting(pilot: Pilot[int]) -> bool:
    """Tell whether there is a message left, or something to lay out, to draw or to call then."""
    screen = pilot.app.screen
    drawing = any(getattr(screen, name) for name in _DRAWING)
    return drawing or _has_messages(pilot)


async def _drained(pilot: Pilot[int]) -> None:
    """Wait until no widget has had a message left for some rounds of the event loop."""
    quiet = 0
    for _ in range(_MOST_ROUNDS):
        await asyncio.sleep(0)
        quiet = 0 if _has_messages(pilot) else quiet + 1
        if quiet == _QUIET_ROUNDS:
            return


def _has_messages(pilot: Pilot[int]) -> bool:
    pumps = [pilot.app, *pilot.app.screen.walk_children(with_self=True)]
    return any(pump.message_queue_size for pump in pumps)


def frame(pilot: Pilot[int]) -> str:
    """Return what stands on the screen, without colours."""
    strips = pilot.app.screen._compositor.render_strips()  # noqa: SLF001 - Textual has no other way to text
    return "\n".join("".join(part.text for part in strip).rstrip() for strip in strips)


def said(pilot: Pilot[int]) -> str:
    """Return the words on the screen with every run of white space as one space."""
    return " ".join(frame(pilot).split())


def session_of(pilot: Pilot[int]) -> Session:
    """Return the open session."""
    app = pilot.app
    assert isinstance(app, SafelogApp)
    assert app.session is not None
    return app.session


def journal_of(pilot: Pilot[int]) -> Journal:
    """Return the open journal."""
    return session_of(pilot).journal


@asynccontextmanager
async def reopened(directory: Path) -> AsyncIterator[Journal]:
    """Open the journal of a folder without the app."""
    answer = open_journal(
        CheapVaults(),
        directory,
        SetClock(),
        credential=Secret.from_text(PASSPHRASE),
        stopped=Event(),
    )
    assert answer is not None
    try:
        yield answer.journal
    finally:
        answer.journal.close()
