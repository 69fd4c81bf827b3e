"""The built-in kinds in a folder of their own, and one more beside them."""

from __future__ import annotations

import shutil
from importlib import resources
from pathlib import Path

from safelog.model.kind import Kinds


def kinds_with(folder: Path, code: str, text: str) -> Kinds:
    """Return the built-in kinds and the one of `text`, as files of `folder`."""
    for file in (resources.files("safelog.model") / "kinds").iterdir():
        with resources.as_file(file) as path:
            shutil.copy(path, folder)
    (folder / f"{code}.toml").write_text(text, encoding="utf-8")
    return Kinds(folder)
