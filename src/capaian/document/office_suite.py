"""LibreOffice or Word, when there is one: a PDF of a document, and the page of each entry of its contents."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from capaian.text.dates import romawi

_BATAS_DETIK = 240
_SARING = 'pdf:writer_pdf_Export:{"ExportBookmarksToPDFDestination":{"type":"boolean","value":"true"}}'
_TEMPAT = (
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
_WORD = (
    "$ErrorActionPreference='Stop';$w=New-Object -ComObject Word.Application;$w.Visible=$false;"
    "try{$d=$w.Documents.Open($env:CAPAIAN_DOCX,$false,$true);"
    "$d.ExportAsFixedFormat($env:CAPAIAN_PDF,17,$false,0,0,1,1,0,$false,$true,2);$d.Close(0)}finally{$w.Quit()}"
)
"""Word writes a PDF through PowerShell; 2 asks for a destination for each bookmark."""
_AMAN = {"BlockUntrustedRefererLinks": "true", "DisableMacrosExecution": "true", "DisableActiveContent": "true"}
"""What keeps LibreOffice from fetching a picture that a template links to, and from running what stands in it."""
_NAMA = re.compile(r"Toc(9\d+)$")


def find() -> str:
    """Return the path of LibreOffice, `word` for Word on Windows, or empty when there is neither."""
    for nama in ("soffice", "libreoffice"):
        if ada := shutil.which(nama):
            return ada
    if ada := next((t for t in _TEMPAT if Path(t).is_file()), ""):
        return ada
    return "word" if sys.platform == "win32" and _word_registered() else ""


def _word_registered() -> bool:
    try:
        winreg: Any = import_module("winreg")
        winreg.CloseKey(winreg.OpenKey(winreg.HKEY_CLASSES_ROOT, "Word.Application"))
    except (ImportError, OSError):
        return False
    return True


def to_pdf(data: bytes, suite: str) -> bytes | None:
    """Return a document as PDF; None when the suite did not manage.

    It works in a folder and with a profile of its own, so that an office that is open is not disturbed.
    """
    with tempfile.TemporaryDirectory(prefix="capaian-", ignore_cleanup_errors=True) as folder:
        tempat = Path(folder)
        asal, hasil = tempat / "naskah.docx", tempat / "naskah.pdf"
        asal.write_bytes(data)
        perintah = ["powershell", "-NoProfile", "-NonInteractive", "-Command", _WORD]
        if suite != "word":
            profil = _profile(tempat / "profil")
            perintah = [suite, f"-env:UserInstallation={profil}", "--headless", "--norestore", "--convert-to", _SARING]
            perintah += ["--outdir", folder, str(asal)]
        lingkungan = {**os.environ, "CAPAIAN_DOCX": str(asal), "CAPAIAN_PDF": str(hasil)}
        try:
            subprocess.run(perintah, check=True, capture_output=True, timeout=_BATAS_DETIK, env=lingkungan)
            return hasil.read_bytes()
        except (OSError, subprocess.SubprocessError):
            return None


def _profile(path: Path) -> str:
    """Make the profile of LibreOffice for one conversion, which follows no link and runs nothing; its address."""
    pengaturan = path / "user" / "registrymodifications.xcu"
    pengaturan.parent.mkdir(parents=True)
    butir = "".join(
        f'<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="{nama}" oor:op="fuse">'
        f"<value>{isi}</value></prop></item>"
        for nama, isi in _AMAN.items()
    )
    kepala = '<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    pengaturan.write_text(f'<?xml version="1.0" encoding="UTF-8"?>{kepala}{butir}</oor:items>', "utf-8")
    return path.as_uri()


def pages(pdf: bytes, data: bytes) -> dict[str, str]:
    """Return the page of each entry of the contents, as the page itself prints it.

    Args:
        pdf: The document as PDF, with a destination for each bookmark.
        data: The document; its sections say how pages are numbered.

    Returns:
        Page by bookmark; empty when the PDF names no destinations.
    """
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        isi = PdfReader(BytesIO(pdf))
        tujuan = {
            f"_Toc{m[1]}": isi.get_destination_page_number(t)
            for nama, t in isi.named_destinations.items()
            if (m := _NAMA.search(nama))
        }
    except (PyPdfError, ValueError, KeyError, TypeError):
        return {}
    return _labels({k: v for k, v in tujuan.items() if v is not None}, _sections(data))


def _sections(data: bytes) -> list[tuple[dict[str, str], list[str]]]:
    """Return, for each section, how it numbers its pages and the entries that stand in it."""
    hasil: list[tuple[dict[str, str], list[str]]] = []
    markah: list[str] = []
    badan: Any = Document(BytesIO(data)).element.body
    for e in badan.iter(qn("w:bookmarkStart"), qn("w:sectPr")):
        if e.tag == qn("w:bookmarkStart"):
            markah.append(e.get(qn("w:name"), ""))
            continue
        nomor = e.find(qn("w:pgNumType"))
        bentuk = {} if nomor is None else {k.rpartition("}")[2]: v for k, v in nomor.attrib.items()}
        hasil.append((bentuk, [m for m in markah if m.startswith("_Toc9")]))
        markah = []
    return hasil


def _labels(tujuan: Mapping[str, int], bagian: list[tuple[dict[str, str], list[str]]]) -> dict[str, str]:
    """Turn places in the PDF into page numbers; a section begins on the page of its first entry."""
    hasil: dict[str, str] = {}
    awal, mulai = 0, 1
    for n, (bentuk, markah) in enumerate(bagian):
        ada = [tujuan[m] for m in markah if m in tujuan]
        if not ada:
            continue
        pertama = min(ada) if n else 0
        mulai = int(bentuk["start"]) if "start" in bentuk else mulai + pertama - awal
        awal = pertama
        for m in markah:
            if m in tujuan:
                hasil[m] = _written(tujuan[m] - awal + mulai, bentuk.get("fmt", "decimal"))
    return hasil


def _written(nomor: int, bentuk: str) -> str:
    if bentuk in ("lowerRoman", "upperRoman"):
        teks = _roman(nomor)
        return teks.lower() if bentuk == "lowerRoman" else teks
    return str(nomor)


def _roman(nomor: int) -> str:
    puluh, satuan = divmod(nomor, 10)
    return "X" * puluh + (romawi(satuan) if satuan else "")
