"""Chromium, driven through two pipes: no port is opened, and no page is loaded but a file."""

from __future__ import annotations

import json
import os
import select
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.unit.export.test_browser import OFFLINE

CHROMIUM = shutil.which("chromium")
_DRIVEN = tuple(option for option in OFFLINE if "pdf" not in option)
"""With an option for printing, headless Chromium prints and leaves."""
_WAIT_S = 60.0


class Browser:
    """One page in one browser."""

    def __init__(self, write: int, read: int) -> None:
        """Talk to the browser at the other ends of two pipes."""
        self._write, self._read = write, read
        self._pending = b""
        self._number = 0
        self._session = ""
        self.requests: list[str] = []
        """Addresses that the page asked for."""

    def open(self, address: str, downloads: Path) -> None:
        """Load a page, and let it save files into a folder."""
        attached = self.call("Target.attachToTarget", targetId=self._first_page(), flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Network"):
            self.call(f"{domain}.enable")
        self.call("Page.setDownloadBehavior", behavior="allow", downloadPath=str(downloads))
        self.call("Page.navigate", url=address)
        self.until("document.readyState === 'complete'")

    def _first_page(self) -> str:
        """Return the page that the browser starts with, once it is there."""
        ends = time.monotonic() + _WAIT_S
        while time.monotonic() < ends:
            for target in self.call("Target.getTargets")["targetInfos"]:
                if target["type"] == "page" and target["url"] == "about:blank":
                    return str(target["targetId"])
            time.sleep(0.05)
        raise AssertionError

    def call(self, method: str, **params: object) -> dict[str, Any]:
        """Send a command and return its answer."""
        self._number += 1
        message: dict[str, object] = {"id": self._number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while True:
            told = self._message()
            if told.get("method") == "Network.requestWillBeSent":
                self.requests.append(told["params"]["request"]["url"])
            if told.get("id") == self._number:
                assert "error" not in told, told
                answer: dict[str, Any] = told["result"]
                return answer

    def value(self, expression: str) -> object:
        """Return what an expression is in the page."""
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        assert "exceptionDetails" not in answer, answer
        value: object = answer["result"].get("value")
        return value

    def until(self, expression: str) -> None:
        """Wait until an expression is true in the page."""
        ends = time.monotonic() + _WAIT_S
        while not self.value(expression):
            assert time.monotonic() < ends, expression
            time.sleep(0.05)

    def _message(self) -> dict[str, Any]:
        while b"\0" not in self._pending:
            ready, _, _ = select.select([self._read], [], [], _WAIT_S)
            assert ready, "the browser does not answer"
            read = os.read(self._read, 1 << 20)
            assert read, "the browser has gone"
            self._pending += read
        message, _, self._pending = self._pending.partition(b"\0")
        decoded: dict[str, Any] = json.loads(message)
        return decoded


@contextmanager
def chromium(folder: Path) -> Iterator[Browser]:
    """Start Chromium with a fresh profile in a folder, and end it."""
    their_read, our_write = os.pipe()
    our_read, their_write = os.pipe()
    command = f'exec "$@" 3<&{their_read} 4>&{their_write}'
    process = subprocess.Popen(
        [
            *("bash", "-c", command, "bash", str(CHROMIUM), *_DRIVEN),
            "--remote-debugging-pipe",
            f"--user-data-dir={folder / 'profile'}",
            "about:blank",
        ],
        pass_fds=(their_read, their_write),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(their_read)
    os.close(their_write)
    try:
        yield Browser(our_write, our_read)
    finally:
        os.close(our_write)
        process.terminate()
        process.wait(timeout=30)
        os.close(our_read)
