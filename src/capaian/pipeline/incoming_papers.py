"""The papers of SOP 1 to 3: the daftar pengendali surat masuk and the lembar disposisi."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path

from capaian.model.surat_masuk import Disposisi, SuratMasuk
from capaian.pipeline.office import Kantor
from capaian.register import incoming


def sheet_papers(kantor: Kantor, surat: SuratMasuk, peran: str, isi: Disposisi | None) -> dict[Path, bytes | None]:
    """Return the lembar disposisi of an official: with what was written (`isi`), or open."""
    from capaian.report import surat_masuk

    hari = isi.tanggal if isi else incoming.last_day(surat)
    kepada = tuple(p for p in _positions(kantor, hari) if peran == "kepala" or not p.startswith("Sekretaris"))
    pembubuh = kantor.pengaturan.pejabat_pada(peran, hari)
    lembar = surat_masuk.LembarDisposisi(kantor.pengaturan, surat, peran, pembubuh, kepada, isi)
    data = surat_masuk.build_sheet(lembar, kantor.folder.template(surat_masuk.TEMPLAT_DISPOSISI))
    return {sheet_path(kantor, surat, peran): data}


def sheet_path(kantor: Kantor, surat: SuratMasuk, peran: str) -> Path:
    """Return where the lembar disposisi of an official (`kepala`, `sekretaris`) of a letter lies."""
    return kantor.folder.surat(surat.tahun) / f"disposisi-{surat.agenda}-{peran}.docx"


def agenda_papers(kantor: Kantor, semua: Sequence[SuratMasuk], tahun: int) -> dict[Path, bytes | None]:
    """Return the daftar pengendali surat masuk of a year, as a document and as a workbook."""
    from capaian.report import surat_masuk
    from capaian.sheet.table_writer import Table, write_tables

    folder, instansi = kantor.folder.surat(tahun), kantor.pengaturan.instansi
    judul = f"Daftar Pengendali Surat Masuk {instansi.nama} Tahun {tahun}"
    waktu = datetime.combine(max(incoming.last_day(s) for s in semua if s.tahun == tahun), time())
    tabel = Table("Surat Masuk", judul, surat_masuk.KOLOM, surat_masuk.rows(semua, tahun))
    templat = kantor.folder.template(surat_masuk.TEMPLAT_DAFTAR)
    nama = f"daftar-pengendali-surat-masuk-{tahun}"
    return {
        folder / f"{nama}.docx": surat_masuk.build_agenda(kantor.pengaturan, semua, tahun, templat),
        folder / f"{nama}.xlsx": write_tables((tabel,), waktu, judul, instansi.nama),
    }


def _positions(kantor: Kantor, hari: date) -> tuple[str, ...]:
    """Positions a letter can be passed on to: Sekretaris, Kasubag, then the heads of the bidang."""
    ada = [kantor.pengaturan.pejabat_pada(p, hari) for p in ("sekretaris", "kasubag")]
    kepala = (kantor.siklus.kepala_unit(u.kode, hari) for u in kantor.siklus.bidang)
    orang: dict[str, str] = {}
    for p in (*ada, *kepala):
        if p:
            # The head of the Sekretariat is the Sekretaris: one person, one box.
            orang.setdefault(p.nip or p.nama or p.jabatan_lengkap, p.jabatan_lengkap)
    return tuple(dict.fromkeys(orang.values()))
