"""Fill the forms of the example offices as their units do, and lay them into their inboxes.

    python tools/buat_contoh.py            all examples
    python tools/buat_contoh.py disperinaker

Needs LibreOffice: some units save with it. Run it again whenever the form or an example schema changes; the
filled forms are inputs of the examples and are committed.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl

from capaian.ooxml import repack
from capaian.pipeline import forms, intake
from capaian.pipeline.office import Pelaku, open_office
from capaian.sheet.layout import BAGIAN
from capaian.workspace.folder import Folder

AKAR = Path(__file__).resolve().parent.parent / "examples"
_WIB = timezone(timedelta(hours=7))
TERBIT = Pelaku("Kasubag Program dan Keuangan", datetime(2026, 1, 5, 8, tzinfo=_WIB))
_DIISI, _DIPERBAIKI = datetime(2026, 1, 7, 9), datetime(2026, 1, 9, 15)
NAMA_SUSULAN = {
    "HIJS": "2025-TW4-HIJS.xlsx",
    "PPTK": "DOC-20260109-WA0003.xlsx",
    "BLK": "2025-TW4-BLK FINAL revisi.xlsx",
}
NAMA_KIRIMAN = {
    "SEK": "2025-TW4-SEK.xlsx",
    "IND": "Formulir Bidang Perindustrian TW IV.xlsx",
    "PPTK": "DOC-20260107-WA0012.xlsx",
    "BLK": "2025-TW4-BLK FINAL fix.xlsx",
}


def fill(formulir: bytes, isian: Mapping[str, Any], waktu: datetime = _DIISI) -> bytes:
    """Type values into the input cells of a form; found by code and defined name, as a person finds them."""
    with tempfile.TemporaryDirectory() as tmp:
        path = Path(tmp, "f.xlsx")
        path.write_bytes(formulir)
        buku = openpyxl.load_workbook(path)
        for bagian in BAGIAN:
            if bagian.lembar not in buku.sheetnames or bagian.kunci not in isian:
                continue
            lembar = buku[bagian.lembar]
            kolom = {k.kunci: _column(buku, bagian.nama_kolom(k.kunci)) for k in bagian.kolom}
            baris = {str(lembar.cell(r, kolom["kode"]).value): r for r in range(1, lembar.max_row + 1)}
            for kode, isi in isian[bagian.kunci].items():
                for kunci, nilai in isi.items():
                    cell = lembar.cell(baris[kode], kolom[kunci])
                    if cell.protection.locked:
                        raise SystemExit(f"{kode} {kunci}: sel terkunci")
                    cell.value = nilai
        buku.save(path)
        return repack(path.read_bytes(), waktu)


def _column(buku: openpyxl.Workbook, nama: str) -> int:
    sel = buku.defined_names[nama].attr_text.split("!")[1].replace("$", "")
    return openpyxl.utils.cell.coordinate_to_tuple(sel)[1]


def through_libreoffice(data: bytes, *formats: str) -> bytes:
    """Open and save with LibreOffice, through each of the formats in turn (`xlsx`, `ods`, `xls`)."""
    with tempfile.TemporaryDirectory() as tmp:
        path = Path(tmp, "masuk", "f.xlsx")
        path.parent.mkdir()
        path.write_bytes(data)
        for n, fmt in enumerate(formats):
            keluar = Path(tmp, f"keluar{n}")
            perintah = ["soffice", f"-env:UserInstallation=file://{tmp}/profil", "--headless"]
            perintah += ["--convert-to", fmt, "--outdir", str(keluar), str(path)]
            subprocess.run(perintah, check=True, capture_output=True, timeout=180)
            path = keluar / f"f.{fmt}"
        return path.read_bytes()


def _load(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"), parse_float=Decimal)


def _photo(formulir: bytes) -> bytes:
    """A picture of a filled form, as people send it by telephone."""
    with tempfile.TemporaryDirectory() as tmp:
        pdf = Path(tmp, "f.pdf")
        pdf.write_bytes(through_libreoffice(formulir, "pdf"))
        perintah = ["pdftoppm", "-jpeg", "-r", "40", "-f", "2", "-l", "2", "-singlefile", str(pdf), str(Path(tmp, "f"))]
        subprocess.run(perintah, check=True)
        return Path(tmp, "f.jpg").read_bytes()


def disperinaker() -> None:
    """The quarter as it really arrives: clean, saved by LibreOffice, text, twice, missing, photo, broken."""
    asal = AKAR / "disperinaker"
    isian = _load(asal / "pengisian.toml")
    inbox = asal / "inbox"
    shutil.rmtree(inbox, ignore_errors=True)
    inbox.mkdir()
    with tempfile.TemporaryDirectory() as tmp:
        kantor = _office(asal, Path(tmp, "kantor"))
        terbit = {t.unit.kode: t.berkas.read_bytes() for t in forms.issue_forms(kantor, TERBIT)}
    for unit, nama in NAMA_KIRIMAN.items():
        data = fill(terbit[unit], isian[unit])
        if isian[unit]["cara"] == "libreoffice":
            data = through_libreoffice(data, "xlsx")
        (inbox / nama).write_bytes(data)
    (inbox / "2025-TW4-BLK (1).xlsx").write_bytes((inbox / NAMA_KIRIMAN["BLK"]).read_bytes())
    susulan = asal / "inbox-susulan"
    shutil.rmtree(susulan, ignore_errors=True)
    susulan.mkdir()
    for unit, nama in NAMA_SUSULAN.items():
        data = fill(terbit[unit], _merged(isian[unit], isian["perbaikan"].get(unit, {})), _DIPERBAIKI)
        (susulan / nama).write_bytes(data)
    rusak = fill(terbit["HIJS"], isian["HIJS"])
    (inbox / "formulir HIJS.xlsx").write_bytes(rusak[: len(rusak) // 2])
    (inbox / "IMG-20260107-WA0034.jpg").write_bytes(_photo(rusak))


def _merged(isian: Mapping[str, Any], perbaikan: Mapping[str, Any]) -> dict[str, Any]:
    hasil = {k: dict(v) for k, v in isian.items() if isinstance(v, Mapping)}
    for bagian, rows in perbaikan.items():
        for kode, isi in rows.items():
            hasil[bagian][kode] = {**hasil[bagian].get(kode, {}), **isi}
    return hasil


def labour_agencies() -> None:
    """Published figures, typed as printed into forms that LibreOffice opened and saved."""
    for asal in sorted(p.parent for p in (AKAR / "labour-agencies").glob("*/pengisian.toml")):
        isian = _load(asal / "pengisian.toml")
        shutil.rmtree(asal / "inbox", ignore_errors=True)
        with tempfile.TemporaryDirectory() as tmp:
            tujuan = Path(tmp, "kantor")
            kantor = _office(asal, tujuan)
            per_periode = isian if any("-" in k for k in isian) else {str(kantor.periode): isian}
            for periode, unit in per_periode.items():
                kantor = open_office(Folder(tujuan), periode)
                inbox = asal / "inbox" / periode
                inbox.mkdir(parents=True)
                for t in forms.issue_forms(kantor, TERBIT):
                    data = through_libreoffice(t.berkas.read_bytes(), "xlsx")
                    data = through_libreoffice(fill(data, unit[t.unit.kode]), "xlsx")
                    (inbox / f"{asal.name}-{periode}-{t.unit.kode}.xlsx").write_bytes(data)
                # The next quarter's form shows this quarter's result, as the office saw it.
                intake.collect(kantor, TERBIT, inbox)


def _office(asal: Path, tujuan: Path) -> Any:
    tujuan.mkdir()
    shutil.copyfile(asal / "capaian.toml", tujuan / "capaian.toml")
    shutil.copytree(asal / "skema", tujuan / "skema")
    return open_office(Folder(tujuan))


if __name__ == "__main__":
    pilihan = {"disperinaker": disperinaker, "labour-agencies": labour_agencies}
    for nama in sys.argv[1:] or pilihan:
        pilihan[nama]()
