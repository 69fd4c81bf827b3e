"""The machine's clock as text, to the second and in UTC."""

from __future__ import annotations

from datetime import UTC, datetime


def iso_utc(seconds: int) -> str:
    """Write seconds of UTC as ISO 8601, such as 2024-05-03T16:05:00Z."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
