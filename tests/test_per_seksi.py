"""A bidang split by its seksi and laid together again: issue, fill, collect, disagree, agree, report."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from tools.buat_contoh import fill

from capaian.errors import DataError, UsageError
from capaian.ledger import Ledger
from capaian.model.finding import Finding
from capaian.model.formulir import KodeFormulir
from capaian.model.hasil import FormulirTerbit
from capaian.model.kiriman import Isian, Kiriman
from capaian.model.nilai import CellRef, Keadaan, Nilai
from capaian.model.periode import Periode
from capaian.model.skema import Indikator, Siklus, Unit
from capaian.pipeline import forms, intake, merge, progress, report, validation
from capaian.pipeline.office import Kantor, open_office
from capaian.register.progress import BELUM_DIPERIKSA, BELUM_KIRIM, LENGKAP, PERLU_PERBAIKAN
from capaian.sheet.layout import BAGIAN
from capaian.workspace.folder import Folder
from conftest import at
from seksi import PEN, PL, SENDIRI, edit, split
from test_letters import text


@pytest.fixture
def kantor(folder: Folder) -> Kantor:
    """The example office, where PPTK has two seksi and keeps some indicators itself."""
    return split(folder)


def _rows(t: FormulirTerbit) -> set[str]:
    buku = openpyxl.load_workbook(t.berkas)
    kode = set()
    for bagian in BAGIAN:
        kolom = buku.defined_names[bagian.nama_kolom("kode")].attr_text.split("$")[1]
        kode |= {str(c.value) for c in buku[bagian.lembar][kolom] if c.value}
    return kode & {*PEN, *PL, *SENDIRI}


def _values(kantor: Kantor, kode: str) -> dict[str, Any]:
    """What somebody types for a row: something different for each, that no rule minds."""
    urut = [*PEN, *PL, *SENDIRI].index(kode)
    if kode.startswith("2."):
        return {"realisasi_anggaran": 1_000_000 + urut, "realisasi_keluaran": 1}
    target = kantor.siklus.target_berlaku(kode)
    assert target is not None
    isi: dict[str, Any] = {"status_data": "Ada", "realisasi": target.triwulan[3] or target.tahunan}
    return isi | {"bukti_dukung": f"bukti {kode}", "kendala": "-", "tindak_lanjut": "-"}


Filled = Mapping[str, Mapping[str, Any]]


def _send(kantor: Kantor, t: FormulirTerbit, isi: Filled, nama: str = "", hari: int = 7) -> str:
    bagian: dict[str, dict[str, Any]] = {"isian": {}, "anggaran": {}}
    for kode, nilai in isi.items():
        bagian["anggaran" if kode.startswith("2.") else "isian"][kode] = dict(nilai)
    nama = nama or f"{t.unit.kode}.xlsx"
    (kantor.folder.inbox / nama).write_bytes(fill(t.berkas.read_bytes(), bagian, datetime(2026, 1, hari, 9)))
    return nama


def _all(kantor: Kantor, *kode: str) -> dict[str, dict[str, Any]]:
    return {k: _values(kantor, k) for k in kode}


def _issue(kantor: Kantor, hari: int = 5, **pilihan: Any) -> dict[str, FormulirTerbit]:
    return {t.unit.kode: t for t in forms.issue_forms(kantor, at(hari), **pilihan)}


def _states(kantor: Kantor, hari: int = 9) -> dict[str, str]:
    return {u.kode: u.keadaan for u in progress.status(kantor, at(hari).waktu).unit}


def _conflicts(kantor: Kantor, hari: int = 9) -> list[Finding]:
    return [f for f in validation.validate(kantor, at(hari)).temuan if f.kode == "LIN-04"]


# --- issue ---------------------------------------------------------------------------------------------------


def test_one_form_for_the_whole_bidang(kantor: Kantor) -> None:
    """Without the option the form of the bidang holds the rows of its seksi, and nobody asks the seksi."""
    terbit = _issue(kantor)
    assert list(terbit) == ["SEK", "IND", "PPTK", "HIJS", "BLK"]
    assert _rows(terbit["PPTK"]) == {*PEN, *PL, *SENDIRI}
    assert (terbit["PPTK"].n_indikator, terbit["PPTK"].n_sub_kegiatan) == (11, 5)
    assert set(_states(kantor)) == set(terbit)


def test_one_form_for_each_seksi(kantor: Kantor) -> None:
    """With it each seksi gets its rows, the bidang those it keeps, and one letter to the bidang lists all three."""
    terbit = _issue(kantor, per_seksi=True)
    assert list(terbit) == ["SEK", "IND", "PPTK", "PEN", "PL", "HIJS", "BLK"]
    assert (_rows(terbit["PPTK"]), _rows(terbit["PEN"]), _rows(terbit["PL"])) == (set(SENDIRI), set(PEN), set(PL))
    assert terbit["PPTK"].surat == terbit["PEN"].surat == terbit["PL"].surat
    assert len({t.surat for t in terbit.values()}) == 5
    isi = text(terbit["PPTK"].surat.read_bytes())
    assert "Yth. Kepala Bidang Pelatihan dan Penempatan Tenaga Kerja" in isi
    for unit in ("PPTK", "PEN", "PL"):
        assert str(terbit[unit].kode) in isi
    assert isi.count("Untuk diteruskan.") == 2
    lama = {t.berkas: t.berkas.stat().st_mtime_ns for t in terbit.values()}
    lagi = _issue(kantor, 9)
    assert list(lagi) == list(terbit) and not any(t.baru for t in lagi.values())
    assert {t.berkas: t.berkas.stat().st_mtime_ns for t in lagi.values()} == lama


def test_a_bidang_that_keeps_nothing(folder: Folder) -> None:
    """A bidang whose seksi answer for everything is fine: it gets no form of its own per seksi, and all otherwise."""
    kantor = split(folder, semua=True)
    terbit = _issue(kantor)
    assert _rows(terbit["PPTK"]) == {*PEN, *PL, *SENDIRI}
    lama = terbit["PPTK"].berkas
    terbit = _issue(kantor, 6, per_seksi=True)
    assert "PPTK" not in terbit and _rows(terbit["PL"]) == {*PL, *SENDIRI}
    assert not lama.exists()
    hasil = progress.status(kantor, at(7).waktu)
    (bidang,) = [u for u in hasil.unit if u.kode == "PPTK"]
    assert (bidang.keadaan, bidang.berformulir) == (BELUM_KIRIM, False)
    assert [u.kode for u in hasil.unit if u.induk == "PPTK"] == ["PEN", "PL"]
    assert "PPTK" not in " ".join(hasil.berikutnya) and "PEN, PL" in " ".join(hasil.berikutnya)


def test_a_form_that_was_filled_in_place_is_left(folder: Folder) -> None:
    """The outdated form is taken away only when nobody touched it."""
    kantor = split(folder, semua=True)
    lama = _issue(kantor)["PPTK"].berkas
    lama.write_bytes(fill(lama.read_bytes(), {"isian": {"IK-1.6": {"realisasi": 5}}, "anggaran": {}}))
    isi = lama.read_bytes()
    _issue(kantor, 6, per_seksi=True)
    assert lama.read_bytes() == isi


def test_back_and_forth(kantor: Kantor) -> None:
    """Each change of kind makes new issues; the kind is remembered; one unit can be asked for."""
    assert _issue(kantor)["PPTK"].kode.terbitan == 1
    seksi = _issue(kantor, 6, per_seksi=True)
    assert {k: (t.kode.terbitan, t.baru) for k, t in seksi.items() if t.baru} == {
        "PPTK": (2, True),
        "PEN": (1, True),
        "PL": (1, True),
    }
    assert list(_issue(kantor, 7, unit="PEN")) == ["PEN"]
    assert list(_issue(kantor, 7, unit="PPTK")) == ["PPTK", "PEN", "PL"]
    bidang = _issue(kantor, 8, per_seksi=False)
    assert [k for k, t in bidang.items() if t.baru] == ["PPTK"] and bidang["PPTK"].kode.terbitan == 3
    assert set(_states(kantor)) == {"SEK", "IND", "PPTK", "HIJS", "BLK"}
    assert not (kantor.folder.formulir(kantor.periode) / "2025-TW4-PEN.xlsx").exists()
    with pytest.raises(UsageError, match="isiannya ada dalam formulir PPTK"):
        _issue(kantor, 9, unit="PEN")


def test_schema_of_seksi(folder: Folder) -> None:
    """A seksi without rows, and units that are each other's part, are mistakes of the schema."""
    split(folder)
    path = folder.root / "skema" / "Unit.csv"
    edit(path, lambda _r: None, ({"Kode": "KOSONG", "Nama": "Seksi Kosong", "Induk": "PPTK"},))
    with pytest.raises(DataError) as galat:
        open_office(folder)
    assert [m for _, m, _ in galat.value.daftar] == [
        "Unit KOSONG (Seksi Kosong) tidak bertanggung jawab atas indikator atau sub kegiatan apa pun."
    ]


def test_units_in_a_circle(folder: Folder) -> None:
    """A unit that stands above itself is named."""
    split(folder)
    edit(folder.root / "skema" / "Unit.csv", lambda r: r.update(Induk="PEN") if r["Kode"] == "PPTK" else None)
    with pytest.raises(DataError) as galat:
        open_office(folder)
    assert sorted(m for _, m, _ in galat.value.daftar) == [
        "Unit PEN menjadi induk bagi induknya sendiri.",
        "Unit PPTK menjadi induk bagi induknya sendiri.",
    ]


# --- fill, collect, report -----------------------------------------------------------------------------------


def _report_text(kantor: Kantor) -> str:
    dokumen = Document(str(report.build_report(kantor, at(13)).berkas))
    sel = [c.text for t in dokumen.tables for row in t.rows for c in row.cells]
    return "\n".join([*(p.text for p in dokumen.paragraphs), *sel])


def test_per_seksi_gives_what_one_form_gives(kantor: Kantor, tmp_path: Path) -> None:
    """Filled by three units or by one, the bidang has the same numbers, and the report names the bidang once."""
    import shutil

    lain = tmp_path / "lain"
    shutil.copytree(kantor.folder.root, lain)
    sekali = open_office(Folder(lain))
    _send(sekali, _issue(sekali)["PPTK"], _all(sekali, *PEN, *PL, *SENDIRI))
    terbit = _issue(kantor, per_seksi=True)
    for unit, kode in (("PPTK", SENDIRI), ("PEN", PEN), ("PL", PL)):
        _send(kantor, terbit[unit], _all(kantor, *kode))
    for k in (sekali, kantor):
        intake.collect(k, at(8), k.folder.inbox)
        validation.validate(k, at(9))
    satu, tiga = report.compute_period(sekali), report.compute_period(kantor)
    milik = {*PEN, *PL, *SENDIRI}
    hasil = [{c.indikator: (c.persen, c.predikat) for c in h.capaian if c.indikator in milik} for h in (satu, tiga)]
    assert hasil[0] == hasil[1] and len(hasil[0]) == 11
    assert all(hasil[0][k][0] is not None for k in hasil[0])
    assert satu.rekap_unit == tiga.rekap_unit and satu.serapan[-1].persen == tiga.serapan[-1].persen
    assert [r.kode for r in tiga.rekap_unit] == ["SEK", "IND", "PPTK", "HIJS", "BLK"]
    assert next(r.n for r in tiga.rekap_unit if r.kode == "PPTK") == 11
    keadaan = _states(kantor)
    assert {keadaan[u] for u in ("PPTK", "PEN", "PL")} <= {LENGKAP, PERLU_PERBAIKAN}
    teks = _report_text(kantor)
    assert "dihimpun dari 5 (lima) unit kerja" in teks
    for kode in hasil[0]:
        assert kantor.siklus.indikator_by_kode[kode].nama in teks
    assert {u.kode for u in report.build_report(kantor, at(13)).unit_belum} == {"SEK", "IND", "HIJS", "BLK"}


def test_a_seksi_that_has_not_sent(kantor: Kantor) -> None:
    """The seksi is named, under its bidang; the bidang has sent what it keeps."""
    terbit = _issue(kantor, per_seksi=True)
    _send(kantor, terbit["PPTK"], _all(kantor, *SENDIRI))
    _send(kantor, terbit["PL"], _all(kantor, *PL))
    intake.collect(kantor, at(8), kantor.folder.inbox)
    keadaan = _states(kantor)
    assert (keadaan["PPTK"], keadaan["PL"], keadaan["PEN"]) == (BELUM_DIPERIKSA, BELUM_DIPERIKSA, BELUM_KIRIM)
    temuan = validation.validate(kantor, at(9)).temuan
    assert {f.kunci.unit for f in temuan if f.kode == "LIN-01"} == {"SEK", "IND", "HIJS", "BLK", "PEN"}
    (pesan,) = (f.pesan for f in temuan if f.kode == "LIN-01" and f.kunci.unit == "PEN")
    n = len(kantor.siklus.indikator_unit("PEN")) + len(kantor.siklus.program_unit("PEN"))
    awal = "Belum ada formulir Seksi Penempatan Tenaga Kerja yang dapat dipakai."
    assert pesan == f"{awal} Isiannya ({n} baris) belum diperiksa."


def test_the_bidang_answers_for_its_seksi(kantor: Kantor) -> None:
    """The whole form that the bidang had first is accepted; what it fills completely, nobody asks the seksi for."""
    semua = _issue(kantor)["PPTK"]
    isi = semua.berkas.read_bytes()
    _issue(kantor, 6, per_seksi=True)
    semua.berkas.write_bytes(isi)
    _send(kantor, semua, _all(kantor, *SENDIRI, *PL))
    intake.collect(kantor, at(8), kantor.folder.inbox)
    assert [b.unit for b in validation.validate(kantor, at(9)).belum] == ["PEN"]  # its form went out on the 6th
    temuan = validation.validate(kantor, at(12)).temuan
    assert "PL" not in {f.kunci.unit for f in temuan} and "PEN" in {f.kunci.unit for f in temuan if f.kode == "LIN-01"}
    assert _states(kantor)["PEN"] == BELUM_KIRIM and _states(kantor)["PL"] == LENGKAP


@pytest.fixture
def both(kantor: Kantor) -> tuple[FormulirTerbit, FormulirTerbit]:
    """The whole form of the bidang and the form of a seksi, both issued."""
    semua = _issue(kantor)["PPTK"]
    isi = semua.berkas.read_bytes()
    pen = _issue(kantor, 6, per_seksi=True)["PEN"]
    semua.berkas.write_bytes(isi)
    return semua, pen


def test_filled_in_one_and_blank_in_the_other(kantor: Kantor, both: tuple[FormulirTerbit, FormulirTerbit]) -> None:
    """A row takes the values of whoever filled it, cell by cell; nothing is asked."""
    semua, pen = both
    _send(kantor, semua, _all(kantor, *SENDIRI, *PL) | {"IK-1.6": {"keterangan": "dari bidang"}})
    _send(kantor, pen, _all(kantor, *PEN))
    intake.collect(kantor, at(8), kantor.folder.inbox)
    assert _conflicts(kantor) == []
    hitung = report.compute_period(kantor)
    (baris,) = [i for i in hitung.isian if i.kode == "IK-1.6"]
    assert (baris.unit, baris["keterangan"].isi) == ("PEN", "dari bidang")
    asal = baris["realisasi"].asal
    assert asal is not None and asal.berkas == "PEN.xlsx"
    assert {i.kode for i in hitung.isian} == {*PEN, *PL, *SENDIRI}


def _beda(kantor: Kantor, both: tuple[FormulirTerbit, FormulirTerbit]) -> None:
    semua, pen = both
    _send(kantor, semua, _all(kantor, *SENDIRI, *PL, *PEN) | {"IK-1.6": _values(kantor, "IK-1.6") | {"realisasi": 7}})
    _send(kantor, pen, _all(kantor, *PEN))
    intake.collect(kantor, at(8), kantor.folder.inbox)


def _realisasi(kantor: Kantor) -> Decimal | None:
    return next(c.realisasi.angka for c in report.compute_period(kantor).capaian if c.indikator == "IK-1.6")


def test_filled_differently(kantor: Kantor, both: tuple[FormulirTerbit, FormulirTerbit]) -> None:
    """Both units get the finding, each at its own cell and with both cells in words; neither value is used."""
    _beda(kantor, both)
    temuan = _conflicts(kantor)
    assert [(f.kunci.unit, f.kunci.butir, f.kunci.kolom) for f in temuan] == [
        ("PEN", "IK-1.6", "realisasi"),
        ("PPTK", "IK-1.6", "realisasi"),
    ]
    sel = {f.kunci.unit: str(f.asal) for f in temuan}
    assert sel["PEN"].startswith("PEN.xlsx · ISIAN!") and sel["PPTK"].startswith("PPTK.xlsx · ISIAN!")
    for f in temuan:
        assert "Realisasi IK-1.6 diisi berbeda" in f.pesan and sel["PEN"] in f.pesan and sel["PPTK"] in f.pesan
        assert "«7»" in f.pesan and f.nama_butir == "Jumlah lowongan pekerjaan baru"
    lain = {f.kode for f in validation.validate(kantor, at(9)).temuan if f.kunci.butir == "IK-1.6"}
    assert lain == {"LIN-04"}
    hitung = report.compute_period(kantor)
    (c,) = [c for c in hitung.capaian if c.indikator == "IK-1.6"]
    assert c.persen is None and c.realisasi.angka is None
    assert _states(kantor)["PPTK"] == _states(kantor)["PEN"] == PERLU_PERBAIKAN
    buku = openpyxl.load_workbook(validation.validate(kantor, at(9)).berkas)
    assert {"PPTK", "PEN"} <= set(buku.sheetnames)


def test_a_correction_settles_it(kantor: Kantor, both: tuple[FormulirTerbit, FormulirTerbit]) -> None:
    """One of them sends again with the agreed value, or with the cell left blank."""
    _beda(kantor, both)
    _send(kantor, both[0], _all(kantor, *SENDIRI, *PL), "PPTK revisi.xlsx", 9)
    intake.collect(kantor, at(9), kantor.folder.inbox)
    assert _conflicts(kantor) == [] and _realisasi(kantor) is not None


@pytest.mark.parametrize("nama", ["PPTK.xlsx", "PEN.xlsx"])
def test_a_choice_settles_it(kantor: Kantor, both: tuple[FormulirTerbit, FormulirTerbit], nama: str) -> None:
    """The chosen file is right wherever the two differ; a newer form that differs again asks again."""
    _beda(kantor, both)
    assert intake.choose(kantor, at(9), nama).nama == nama
    target = _values(kantor, "IK-1.6")["realisasi"]
    kumulatif = _realisasi(kantor)
    assert _conflicts(kantor) == [] and kumulatif is not None
    with Ledger(kantor.folder.basis_data) as ledger:
        (pilihan,) = ledger.events("benturan.dipilih")
        aktif = {t.kiriman.nama for t in ledger.submissions(kantor.periode, "berlaku")}
        assert ledger.verify() == []
    assert aktif == {"PPTK.xlsx", "PEN.xlsx"} and "'7'" in str(pilihan.isi) and str(target) in str(pilihan.isi)
    lain = "PEN.xlsx" if nama == "PPTK.xlsx" else "PPTK.xlsx"
    intake.choose(kantor, at(10), lain)
    assert _conflicts(kantor, 10) == [] and _realisasi(kantor) != kumulatif
    ganti = _all(kantor, *PEN) | {"IK-1.6": _values(kantor, "IK-1.6") | {"realisasi": 9}}
    _send(kantor, both[1], ganti, "PEN revisi.xlsx", 11)
    intake.collect(kantor, at(11), kantor.folder.inbox)
    assert len(_conflicts(kantor, 12)) == 2


def test_a_status_in_conflict_holds_the_number_back(
    kantor: Kantor, both: tuple[FormulirTerbit, FormulirTerbit]
) -> None:
    """One says there is data, the other that there is none yet: the number is not used, and one question is asked."""
    semua, pen = both
    _send(kantor, semua, {"IK-1.6": {"status_data": "Belum tersedia", "keterangan": "menunggu"}})
    _send(kantor, pen, _all(kantor, *PEN))
    intake.collect(kantor, at(8), kantor.folder.inbox)
    assert [(f.kunci.unit, f.kunci.kolom) for f in _conflicts(kantor)] == [
        ("PEN", "status_data"),
        ("PPTK", "status_data"),
    ]
    assert _realisasi(kantor) is None


def test_every_line_of_status_fits(kantor: Kantor) -> None:
    """The seksi stand under their bidang, at 80 columns."""
    from test_cli import run

    assert run("init-forms", "--per-seksi", di=kantor.folder.root).returncode == 0
    keluar = run("status", di=kantor.folder.root).stdout
    urut = [b.split()[0] for b in keluar.splitlines() if b.split()[:1] and b.split()[0] in ("PPTK", "PEN", "PL")]
    assert urut == ["PPTK", "PEN", "PL"] and keluar.count("└ Seksi") == 2
    assert max(map(len, keluar.splitlines())) <= 80
    assert "isiannya ada" not in run("init-forms", "--unit", "PL", di=kantor.folder.root).stderr


# --- the merge itself ----------------------------------------------------------------------------------------

PERIODE = Periode.parse("2025-TW4")
SIKLUS = Siklus(
    2025, (Unit("B", "B"), Unit("S", "S", induk="B")), (), (Indikator("I", "S-1", "I", "orang", "S"),), (), (), ()
)
CELL = st.one_of(st.none(), st.sampled_from(["80", "80.0", "81", "0"]))


def _kiriman(unit: str, nomor: int, isi: Mapping[str, str | None]) -> Kiriman:
    nilai = {
        k: Nilai(Keadaan.KOSONG, asal=CellRef(unit, "ISIAN", k))
        if v is None
        else Nilai(Keadaan.TERISI, Decimal(v), v, CellRef(unit, "ISIAN", k))
        for k, v in isi.items()
    }
    kode = KodeFormulir("X", PERIODE, unit, 1)
    return Kiriman(nomor, str(nomor) * 64, f"{unit}.xlsx", kode, (Isian(unit, PERIODE, "isian", "I", nilai),))


@given(st.lists(st.fixed_dictionaries({"realisasi": CELL, "pembilang": CELL}), min_size=1, max_size=3))
def test_merge_takes_what_is_there_and_never_picks(isi: list[dict[str, str | None]]) -> None:
    """A cell is the one value that was filled in, or blank, or a conflict that names every form; order is no matter."""
    kiriman = [_kiriman(u, n, x) for n, (u, x) in enumerate(zip("BSC", isi, strict=False), 1)]
    (baris,), beda = merge.merge(kiriman, SIKLUS, {})
    for kolom in ("realisasi", "pembilang"):
        ada = [(k.nomor, Decimal(v)) for k, x in zip(kiriman, isi, strict=True) if (v := x[kolom]) is not None]
        benturan = [b for b in beda if b.kolom == kolom]
        if len({v for _, v in ada}) > 1:
            assert baris[kolom].keadaan is Keadaan.DITAHAN
            assert {n for _, n, _ in benturan[0].pihak} == {n for n, _ in ada}
        else:
            assert benturan == [] and baris[kolom].angka == (ada[0][1] if ada else None)
    (balik,), beda_balik = merge.merge(kiriman[::-1], SIKLUS, {})
    assert {k: v.angka for k, v in balik.nilai.items()} == {k: v.angka for k, v in baris.nilai.items()}
    assert {b.kolom for b in beda_balik} == {b.kolom for b in beda}
    dipilih = merge.merge(kiriman, SIKLUS, {1: frozenset({2, 3})})
    if isi[0]["realisasi"] is not None:
        assert dipilih[0][0]["realisasi"].angka == Decimal(isi[0]["realisasi"])
