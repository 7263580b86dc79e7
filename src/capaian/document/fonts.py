"""Fonts: what a Word document asks for, and what this computer has."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

_BAGIAN = re.compile(r"word/(document|header\d*|footer\d*)\.xml")
_HURUF = re.compile(r'w:ascii="([^"]+)"')
_BAWAAN = re.compile(r'<w:docDefaults>.*?</w:docDefaults>|<w:style [^>]*w:styleId="Normal".*?</w:style>', re.DOTALL)
SEPADAN = {"arial": "Liberation Sans", "times new roman": "Liberation Serif", "courier new": "Liberation Mono"}
"""Free fonts with the same widths: lines and pages break alike."""


def wanted(data: bytes) -> frozenset[str]:
    """Return the fonts that the text of a document names, in its pages and its Normal style.

    Raises:
        ValueError: it is no Word document.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as z:
            teks = [z.read(n).decode("utf-8", "replace") for n in z.namelist() if _BAGIAN.fullmatch(n)]
            teks += _BAWAAN.findall(z.read("word/styles.xml").decode("utf-8", "replace"))
    except (zipfile.BadZipFile, KeyError, OSError) as e:
        raise ValueError("no Word document") from e
    return frozenset(n for t in teks for n in _HURUF.findall(t))


def missing(nama: frozenset[str]) -> frozenset[str] | None:
    """Return the fonts that have neither themselves nor a twin of the same widths here; None when nobody tells."""
    if (perintah := shutil.which("fc-list")) is not None:
        try:
            jalan = subprocess.run([perintah, ":", "family"], capture_output=True, timeout=30, check=False)
        except (OSError, subprocess.TimeoutExpired):
            return None
        ada = {x.strip().casefold() for x in jalan.stdout.decode("utf-8", "replace").replace("\n", ",").split(",")}
        return frozenset(n for n in nama if not {n.casefold(), SEPADAN.get(n.casefold(), n).casefold()} & ada)
    folder = _folders()
    if not folder:
        return None
    # File names are close enough to family names for the usual office fonts: arial.ttf, times.ttf.
    berkas = {p.stem.casefold().replace(" ", "") for f in folder for p in f.rglob("*.[to]t[fc]")}
    return frozenset(n for n in nama if not any(b.startswith(n.casefold().split()[0]) for b in berkas))


def _folders() -> list[Path]:
    if sys.platform == "win32":
        calon = [
            Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts",
            Path(os.environ.get("LOCALAPPDATA", "")) / "Microsoft" / "Windows" / "Fonts",
        ]
    else:
        calon = [Path("/System/Library/Fonts"), Path("/Library/Fonts"), Path.home() / "Library" / "Fonts"]
    return [p for p in calon if p.is_dir()]
