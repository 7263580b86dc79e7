"""The example office with two seksi below one of its bidang."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

from capaian.pipeline.office import Kantor, open_office
from capaian.workspace.folder import Folder

PEN = ("IK-1.4", "IK-1.5", "IK-1.6", "IK-1.7", "IK-1.8", "IK-1.9", "2.07.04.2.01.0005", "2.07.04.2.03.0003")
PL = ("IK-2.7", "IK-2.8", "2.07.03.2.02.0001", "2.07.03.2.04.0001")
SENDIRI = ("IK-1.1", "IK-1.2", "IK-1.3", "2.07.02.2.01.0001")
SEKSI = (("PEN", "Seksi Penempatan Tenaga Kerja"), ("PL", "Seksi Pelatihan dan Produktivitas"))


def edit(path: Path, ubah: Callable[[dict[str, str]], None], tambah: tuple[dict[str, str], ...] = ()) -> None:
    """Change a table by its column names, whatever columns it has."""
    sumber = csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline=""), delimiter=";")
    rows = list(sumber)
    for row in rows:
        ubah(row)
    keluar = io.StringIO(newline="")
    tulis = csv.DictWriter(keluar, list(sumber.fieldnames or ()), restval="", delimiter=";")
    tulis.writeheader()
    tulis.writerows([*rows, *tambah])
    path.write_text(keluar.getvalue(), "utf-8")


def split(folder: Folder, *, semua: bool = False) -> Kantor:
    """Give PPTK two seksi; with `semua` they answer for everything and the bidang keeps nothing."""
    skema = folder.root / "skema"
    edit(skema / "Unit.csv", lambda _r: None, tuple({"Kode": k, "Nama": n, "Induk": "PPTK"} for k, n in SEKSI))

    def pindah(row: dict[str, str]) -> None:
        milik_pl = PL + SENDIRI if semua else PL
        row["Unit"] = "PEN" if row["Kode"] in PEN else "PL" if row["Kode"] in milik_pl else row["Unit"]

    edit(skema / "Indikator.csv", pindah)
    edit(skema / "Program.csv", pindah)
    return open_office(folder)
