"""SOP 8: the aggregate of a period, on screen, as a workbook and as data."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time
from pathlib import Path

from capaian.ledger import Ledger
from capaian.model.kiriman import Isian
from capaian.model.lke import HasilKriteria
from capaian.model.periode import Periode
from capaian.model.rekap import BukuRekap, HasilRekap
from capaian.pipeline import merge
from capaian.pipeline.office import Kantor, Pelaku, demand_intact, earlier_values, open_ledger, together, with_data
from capaian.pipeline.report import compute_in
from capaian.workspace.files import together as write_together


def summarize(kantor: Kantor, pelaku: Pelaku, *, data: bool = False) -> HasilRekap:
    """Write the rekap of the period, and with `data` the data package beside it.

    Raises:
        DataError: nothing was collected yet.
        SystemRefusalError: a file is open in Excel, or the folder cannot be written.
    """
    from capaian.analysis import lke
    from capaian.sheet.rekap import write_rekap

    with open_ledger(kantor) as ledger:
        demand_intact(ledger)
        buku = book(kantor, ledger, pelaku)
    folder = kantor.folder.laporan(kantor.periode)
    waktu = datetime.combine(kantor.periode.hari_terakhir, time())
    berkas = folder / f"Rekap-{kantor.periode}.xlsx"
    isi: dict[Path, bytes | None] = {berkas: write_rekap(buku, waktu)}
    if data:
        from capaian.analysis.package import package

        isi |= {folder / "data" / nama: bita for nama, bita in package(buku).items()}
    with write_together() as write:
        write({p: b for p, b in isi.items() if not _same(p, b)})
    return HasilRekap(buku, berkas, folder / "data" if data else None, lke.check(buku))


def files(kantor: Kantor, buku: BukuRekap) -> dict[str, bytes]:
    """Return the rekap and the machine-readable data of a period, by name."""
    from capaian.analysis.package import package
    from capaian.sheet.rekap import write_rekap

    waktu = datetime.combine(kantor.periode.hari_terakhir, time())
    rekap = {f"Rekap-{kantor.periode}.xlsx": write_rekap(buku, waktu)}
    return {**rekap, **{f"data/{nama}": bita for nama, bita in package(buku).items()}}


def evaluate(kantor: Kantor, pelaku: Pelaku) -> tuple[HasilKriteria, ...]:
    """Ask the criteria of the evaluation; nothing is written."""
    from capaian.analysis import lke

    with open_ledger(kantor) as ledger:
        demand_intact(ledger)
        return lke.check(book(kantor, ledger, pelaku))


def left_to_people() -> tuple[str, ...]:
    """Return what the evaluation asks and data cannot answer."""
    from capaian.analysis import lke

    return lke.MANUAL


def book(kantor: Kantor, ledger: Ledger, pelaku: Pelaku) -> BukuRekap:
    """Lay everything together that the rekap says.

    Raises:
        DataError: nothing was collected yet.
    """
    from capaian.analysis import rekap
    from capaian.errors import DataError

    sumber = with_data(kantor, ledger)
    if not ledger.submissions(sumber.periode, "berlaku"):
        raise DataError(
            f"Belum ada formulir {sumber.periode.label} yang diterima, sehingga belum ada yang dapat direkap.",
            saran="Letakkan formulir yang kembali di folder inbox, lalu jalankan «capaian collect ./inbox».",
        )
    hitung = compute_in(kantor, ledger, pelaku.waktu.date())
    lalu = earlier_values(sumber, ledger)
    baris = rekap.rows(kantor.siklus, kantor.pengaturan, hitung.isian, lalu, kantor.periode, sumber.periode)
    return BukuRekap(
        pengaturan=kantor.pengaturan,
        siklus=kantor.siklus,
        periode=kantor.periode,
        data=sumber.periode,
        baris=baris,
        sasaran=hitung.rekap_sasaran,
        unit=hitung.rekap_unit,
        dinas=hitung.rekap_dinas,
        serapan=hitung.serapan,
        anggaran=_budget(kantor, ledger, sumber.periode, hitung.isian),
        isian={i.kode: i for i in hitung.isian if i.bagian == "isian"},
        belum=together(sumber, ledger).belum,
    )


def _budget(
    kantor: Kantor, ledger: Ledger, data: Periode, isian: tuple[Isian, ...]
) -> dict[str, tuple[Isian | None, ...]]:
    """Return the budget rows of each period of the year up to this one, by code."""
    per: list[dict[str, Isian]] = []
    for ke in range(1, data.ke):
        lama = merge.gather(kantor.siklus, ledger, replace(data, ke=ke)).isian
        per.append({i.kode: i for i in lama if i.bagian == "anggaran"})
    per.append({i.kode: i for i in isian if i.bagian == "anggaran"})
    return {p.kode: tuple(x.get(p.kode) for x in per) for p in kantor.siklus.program}


def _same(path: Path, data: bytes | None) -> bool:
    return path.is_file() and path.read_bytes() == data
