"""The looks of the app. State is said in words; a colour never says anything alone.

Only these themes can be chosen. They name their colours in RGB: a theme of ANSI colours turns
black on black where `NO_COLOR` is set.
"""

from __future__ import annotations

from textual.theme import Theme


def _theme(name: str, *, text: str, faint: str, ground: str, raised: str, mark: str) -> Theme:
    """Make a theme of five colours.

    Args:
        name: of the theme.
        text: what is read.
        faint: hints and what stands beside.
        ground: behind it all.
        raised: behind fields and the lines at top and bottom.
        mark: behind the row or field that the keys act on; `ground` is written on it.
    """
    return Theme(
        name=name,
        primary=mark,
        secondary=mark,
        accent=mark,
        warning=text,
        error=text,
        success=text,
        foreground=text,
        background=ground,
        surface=raised,
        panel=raised,
        boost=raised,
        dark=True,
        variables={
            "faint": faint,
            "text": text,
            "text-muted": faint,
            "text-disabled": faint,
            "border": mark,
            "border-blurred": faint,
            "input-cursor-background": text,
            "input-cursor-foreground": ground,
            "input-cursor-text-style": "none",
            "input-selection-background": faint,
            "input-selection-foreground": ground,
            "scrollbar": faint,
            "scrollbar-hover": faint,
            "scrollbar-active": mark,
            "scrollbar-background": raised,
            "scrollbar-background-hover": raised,
            "scrollbar-background-active": raised,
            "scrollbar-corner-color": raised,
        },
    )


def themes() -> tuple[Theme, ...]:
    """Return the themes that are offered; the first is where the app begins."""
    return (
        _theme(
            "dark",
            text="#d7dce2",
            faint="#98a2ae",
            ground="#14171b",
            raised="#1f242a",
            mark="#8fb8de",
        ),
        _theme(
            "contrast",
            text="#ffffff",
            faint="#e0e0e0",
            ground="#000000",
            raised="#101010",
            mark="#ffe066",
        ),
        _theme(
            "quiet",
            text="#a8a49c",
            faint="#928e86",
            ground="#181715",
            raised="#201f1c",
            mark="#9a9489",
        ),
    )
