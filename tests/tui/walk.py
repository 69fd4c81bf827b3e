"""A walk through the screens; each stop is a frame. `python -m tests.tui.walk` draws them anew."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

from tests.tui.stage import frame, make_app, make_vault, paste, press, settle, unlock

FRAMES = Path(__file__).parent / "frames"
SIZES = ((80, 24), (100, 30), (60, 20))
LANGUAGES = ("en", "ru")
_WORDS = {
    "en": "A grey car followed me from the market to the bridge. It turned when I turned.",
    "ru": "Серая машина ехала за мной от рынка до моста. Она поворачивала, когда поворачивал я.",
}
_RULE = "=" * 20


async def walk(folder: Path, language: str) -> dict[tuple[int, int], str]:
    """Return the frames of the walk, each under its name, for windows of every size.

    The window is made larger and smaller at each stop: three walks would type everything again.
    """
    make_vault(folder).wipe()
    frames: dict[tuple[int, int], list[str]] = {size: [] for size in SIZES}
    app = make_app(folder, language=language)
    async with app.run_test(size=SIZES[0]) as pilot:

        async def stop(name: str) -> None:
            for size in SIZES:
                if pilot.app.size != size:
                    await pilot.resize_terminal(*size)
                    await settle(pilot)
                frames[size].append(f"{_RULE} {name}\n{frame(pilot)}\n")
            await pilot.resize_terminal(*SIZES[0])
            await settle(pilot)

        await press(pilot)
        await stop("locked")
        await press(pilot, "f4", "right", "enter")
        await stop("another way to open")
        await press(pilot, "escape")
        await unlock(pilot, "wrong")
        await stop("a wrong passphrase")
        await unlock(pilot)
        await stop("an empty journal")
        await press(pilot, "f2")
        await paste(pilot, _WORDS[language])
        await press(pilot, "f6", "down")
        await stop("what it is about")
        await press(pilot, "up", "enter")
        await stop("kinds of incident")
        await press(pilot, "enter")
        await stop("capture")
        await press(pilot, "f7")
        await stop("a saved incident")
        await press(pilot, "f2")
        await paste(pilot, "...")
        await press(pilot, "f9")
        await stop("locked in the middle of a word")
        await unlock(pilot)
        await stop("unfinished words")
        await press(pilot, "down", "enter")
        await stop("an incident")
        await press(pilot, "f4", "tab", "tab")
        await stop("the form")
        await press(pilot, "f1")
        await stop("help")
        await press(pilot, "escape", "escape", "f3")
        await stop("search")
        await press(pilot, "escape", "escape", "f5", "enter")
        await stop("a new recipient")
    return {size: "".join(drawn) for size, drawn in frames.items()}


def path_of(language: str, size: tuple[int, int]) -> Path:
    """Return where the frames of a language and a size are kept."""
    return FRAMES / f"{language}-{size[0]}x{size[1]}.txt"


async def _draw_all() -> None:
    FRAMES.mkdir(exist_ok=True)
    for language in LANGUAGES:
        with tempfile.TemporaryDirectory() as folder:
            drawn = await walk(Path(folder) / "vault", language)
        for size, frames in drawn.items():
            path_of(language, size).write_text(frames, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(asyncio.run(_draw_all()))
