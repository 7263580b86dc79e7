"""Headless Chromium through chromedriver, with nothing but the standard library: pictures, keys, measures, print."""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

TAB, SHIFT, ENTER, DOWN = "\ue004", "\ue008", "\ue007", "\ue015"
_SIAP = re.compile(r"started successfully on port (\d+)")


def needs_browser() -> pytest.MarkDecorator:
    """Mark a test that needs Chromium and chromedriver: skipped without them, but never in CI."""
    ada = (_program() and shutil.which("chromedriver")) or os.environ.get("CI") == "true"
    return pytest.mark.skipif(not ada, reason="Chromium and chromedriver are not installed")


def _program() -> str:
    return next((p for n in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(n))), "")


class Browser:
    """One window.

    Args:
        alamat: Address of the driver's session.
    """

    def __init__(self, alamat: str) -> None:
        self._alamat = alamat

    def open(self, berkas: Path) -> None:
        """Show a file."""
        _call("POST", f"{self._alamat}/url", {"url": berkas.as_uri()})

    def run(self, skrip: str) -> Any:
        """Return what a script in the page returns; the policy of the page does not stop the driver."""
        return _call("POST", f"{self._alamat}/execute/sync", {"script": skrip, "args": []})

    def keys(self, tombol: str) -> None:
        """Press keys, one after the other; shift stays down for the ones behind it."""
        aksi = [{"type": t, "value": h} for h in tombol if h != SHIFT for t in ("keyDown", "keyUp")]
        if SHIFT in tombol:
            aksi = [{"type": "keyDown", "value": SHIFT}, *aksi, {"type": "keyUp", "value": SHIFT}]
        _call("POST", f"{self._alamat}/actions", {"actions": [{"type": "key", "id": "k", "actions": aksi}]})

    def cdp(self, perintah: str, **isi: object) -> Any:
        """Give the browser a command of its own protocol."""
        return _call("POST", f"{self._alamat}/goog/cdp/execute", {"cmd": perintah, "params": isi})

    def size(self, lebar: int, tinggi: int, *, ponsel: bool = False) -> None:
        """Make the window so many CSS pixels wide and high; scrollbars take no room, as on a phone."""
        self.cdp("Emulation.setScrollbarsHidden", hidden=True)
        self.cdp(
            "Emulation.setDeviceMetricsOverride",
            width=lebar,
            height=tinggi,
            deviceScaleFactor=2 if ponsel else 1,
            mobile=ponsel,
        )

    def media(self, *, gelap: bool = False, cetak: bool = False) -> None:
        """Choose the colour scheme, and screen or paper."""
        skema = {"name": "prefers-color-scheme", "value": "dark" if gelap else "light"}
        self.cdp("Emulation.setEmulatedMedia", media="print" if cetak else "screen", features=[skema])

    def picture(self) -> bytes:
        """The whole page as PNG, however long it is."""
        isi = self.cdp("Page.captureScreenshot", format="png", captureBeyondViewport=True)
        return base64.b64decode(isi["data"])

    def pdf(self) -> bytes:
        """The page as it is printed, on the paper that it asks for."""
        isi = self.cdp("Page.printToPDF", printBackground=True, preferCSSPageSize=True)
        return base64.b64decode(isi["data"])

    def messages(self) -> list[dict[str, Any]]:
        """What the browser said since the last time: errors, and what the policy stopped."""
        return list(_call("POST", f"{self._alamat}/se/log", {"type": "browser"}))


@contextmanager
def browser() -> Iterator[Browser]:
    """A headless window; the driver ends with the block."""
    driver = subprocess.Popen(
        [shutil.which("chromedriver") or "chromedriver", "--port=0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
    try:
        assert driver.stdout is not None
        port = next(m[1] for baris in driver.stdout if (m := _SIAP.search(baris)))
        akar = f"http://127.0.0.1:{port}"
        pilihan = {
            "binary": _program(),
            "args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--lang=id"],
        }
        minta = {"browserName": "chrome", "goog:chromeOptions": pilihan, "goog:loggingPrefs": {"browser": "ALL"}}
        sesi = _call("POST", f"{akar}/session", {"capabilities": {"alwaysMatch": minta}})["sessionId"]
        try:
            yield Browser(f"{akar}/session/{sesi}")
        finally:
            _call("DELETE", f"{akar}/session/{sesi}")
    finally:
        driver.terminate()
        driver.communicate(timeout=30)


def _call(cara: str, alamat: str, isi: object = None) -> Any:
    data = None if isi is None else json.dumps(isi).encode()
    minta = urllib.request.Request(alamat, data, {"Content-Type": "application/json"}, method=cara)
    buka = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with buka.open(minta, timeout=60) as jawab:
            return json.load(jawab)["value"]
    except urllib.error.HTTPError as e:
        raise AssertionError(e.read().decode("utf-8", "replace")) from e
