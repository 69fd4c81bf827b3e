"""A walk through the screens; each stop is a frame. `python -m tests.tui.walk` draws them anew."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

from tests.tui.stage import frame, make_app, make_vault, paste, press, unlock

FRAMES = Path(__file__).parent / "frames"
SIZES = ((80, 24), (100, 30), (60, 20))
LANGUAGES = ("en", "ru")
_WORDS = {
    "en": "A grey car followed me from the market to the bridge. It turned when I turned.",
    "ru": "Серая машина ехала за мной от рынка до моста. Она поворачивала, когда поворачивал я.",
}
_RULE = "=" * 20


async def walk(folder: Path, language: str, size: tuple[int, int]) -> str:
    """Return every frame of the walk, each under its name."""
    make_vault(folder).wipe()
    frames: list[tuple[str, str]] = []
    app = make_app(folder, language=language)
    async with app.run_test(size=size) as pilot:

        def stop(name: str) -> None:
            frames.append((name, frame(pilot)))

        await press(pilot)
        stop("locked")
        await press(pilot, "f4", "right", "enter")
        stop("another way to open")
        await press(pilot, "escape")
        await unlock(pilot, "wrong")
        stop("a wrong passphrase")
        await unlock(pilot)
        stop("an empty journal")
        await press(pilot, "f2")
        await paste(pilot, _WORDS[language])
        await press(pilot, "f6", "down")
        stop("what it is about")
        await press(pilot, "up", "enter")
        stop("kinds of incident")
        await press(pilot, "enter")
        stop("capture")
        await press(pilot, "f7")
        stop("a saved incident")
        await press(pilot, "f2")
        await paste(pilot, "...")
        await press(pilot, "f9")
        stop("locked in the middle of a word")
        await unlock(pilot)
        stop("unfinished words")
        await press(pilot, "down", "enter")
        stop("an incident")
        await press(pilot, "f4", "tab", "tab")
        stop("the form")
        await press(pilot, "f1")
        stop("help")
        await press(pilot, "escape", "escape", "f3")
        stop("search")
        await press(pilot, "escape", "escape", "f5", "enter")
        stop("a new recipient")
    return "\n".join(f"{_RULE} {name}\n{drawn}" for name, drawn in frames) + "\n"


def path_of(language: str, size: tuple[int, int]) -> Path:
    """Return where the frames of a language and a size are kept."""
    return FRAMES / f"{language}-{size[0]}x{size[1]}.txt"


async def _draw_all() -> None:
    FRAMES.mkdir(exist_ok=True)
    for language in LANGUAGES:
        for size in SIZES:
            with tempfile.TemporaryDirectory() as folder:
                drawn = await walk(Path(folder) / "vault", language, size)
            path_of(language, size).write_text(drawn, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(asyncio.run(_draw_all()))
