"""What is used in a `with` block and ends with it: keys are wiped, files closed, threads joined."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Self


class Scoped(ABC):
    """Ends when its block is left, also after an error."""

    __slots__ = ()

    @abstractmethod
    def _leave(self) -> None:
        """End; a second call does nothing."""

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *raised: object) -> None:
        """End, whatever was raised; it is raised further."""
        self._leave()
