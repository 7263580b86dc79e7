"""Recognising forms by content, and which version counts."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from tools.buat_contoh import through_libreoffice

from capaian.errors import IntegrityError, UsageError
from capaian.ledger import Ledger
from capaian.model.capaian import Alasan
from capaian.model.kiriman import Putusan
from capaian.model.nilai import Keadaan, Sebab
from capaian.pipeline import forms, intake, report, validation
from capaian.pipeline.office import Kantor, open_office
from capaian.workspace.folder import Folder
from conftest import Send, at, needs_office

Mutation = Callable[[openpyxl.Workbook], None]


def _mutate(path: Path, change: Mutation) -> None:
    buku = openpyxl.load_workbook(path)
    change(buku)
    buku.save(path)


def _isian(buku: openpyxl.Workbook) -> Worksheet:
    lembar = buku["ISIAN"]
    assert isinstance(lembar, Worksheet)
    lembar.protection.sheet = False
    return lembar


def _values(kantor: Kantor, unit: str) -> dict[tuple[str, str], str]:
    with Ledger(kantor.folder.basis_data) as ledger:
        aktif = ledger.active_submission(unit, kantor.periode)
    assert aktif is not None
    return {(i.kode, k): str(v.isi) for i in aktif.kiriman.isian for k, v in i.nilai.items() if v.isi is not None}


def _insert_row(buku: openpyxl.Workbook) -> None:
    _isian(buku).insert_rows(9)


def _insert_column(buku: openpyxl.Workbook) -> None:
    # Defined names are not moved by openpyxl; headers have to be enough then.
    for nama in [n for n in buku.defined_names if n.startswith("kolom_isian")]:
        del buku.defined_names[nama]
    _isian(buku).insert_cols(3)


def _rename(buku: openpyxl.Workbook) -> None:
    _isian(buku).title = "Isian bidang (2)"


def _swap_rows(buku: openpyxl.Workbook) -> None:
    lembar = _isian(buku)
    for c in range(1, lembar.max_column + 1):
        a, b = lembar.cell(8, c), lembar.cell(9, c)
        a.value, b.value = b.value, a.value


def _hide(buku: openpyxl.Workbook) -> None:
    _isian(buku).row_dimensions[9].hidden = True
    _isian(buku).column_dimensions["P"].hidden = True


def _extra_sheets(buku: openpyxl.Workbook) -> None:
    buku.create_sheet("Coretan", 0)["A1"] = "hitung-hitungan"


ISI = {"IK-5.1": {"realisasi": "BB"}, "IK-5.2": {"realisasi": 92.86}, "IK-5.4": {"realisasi": 84.15}}


@pytest.mark.parametrize("change", [_insert_row, _insert_column, _rename, _swap_rows, _hide, _extra_sheets])
def test_a_value_belongs_to_its_indicator(kantor: Kantor, send: Send, change: Mutation) -> None:
    """Whatever was inserted, renamed, swapped or hidden, each value stays with its code."""
    path = send("SEK", ISI)
    _mutate(path, change)
    hasil = intake.collect(kantor, at(8), kantor.folder.inbox)
    assert hasil.penerimaan[0].putusan in (Putusan.DITERIMA, Putusan.DENGAN_CATATAN), hasil.alasan
    assert _values(kantor, "SEK") == {
        ("IK-5.1", "realisasi"): "BB",
        ("IK-5.2", "realisasi"): "92.86",
        ("IK-5.4", "realisasi"): "84.15",
    }


def test_a_changed_target_is_found_and_not_used(kantor: Kantor, send: Send) -> None:
    """The finding names the cell, the old and the new target; the computation keeps the old one."""
    path = send("SEK", ISI)

    def lower(buku: openpyxl.Workbook) -> None:
        _isian(buku)["I9"] = 14.6

    _mutate(path, lower)
    intake.collect(kantor, at(8), kantor.folder.inbox)
    hasil = validation.validate(kantor, at(9))
    (f,) = [f for f in hasil.temuan if f.kode == "FRM-01"]
    assert (f.kunci.butir, f.kunci.kolom) == ("IK-5.2", "target")
    assert "semula «90», sekarang «14,6»" in f.pesan
    assert str(f.asal) == "SEK.xlsx · ISIAN!I9"


def test_a_deleted_row_and_a_doubled_row(kantor: Kantor, send: Send) -> None:
    """A row that is gone is named; a code that stands twice stops the file, since nobody knows which one counts."""
    hilang, ganda = send("SEK", ISI), send("IND", {"IK-4.1": {"realisasi": 4.7}})

    def drop(buku: openpyxl.Workbook) -> None:
        _isian(buku).delete_rows(10)

    def double(buku: openpyxl.Workbook) -> None:
        lembar = _isian(buku)
        lembar["B9"] = lembar["B8"].value

    _mutate(hilang, drop)
    _mutate(ganda, double)
    hasil = intake.collect(kantor, at(8), kantor.folder.inbox)
    assert {p.nama: [c.kode for c in p.cacat] for p in hasil.penerimaan}["IND.xlsx"] == ["B12"]
    temuan = validation.validate(kantor, at(9)).temuan
    assert [f.kunci.butir for f in temuan if f.kode == "FRM-02"] == ["IK-5.3"]


@pytest.mark.parametrize(
    ("change", "kode"),
    [
        (lambda b: b.remove(b["ISIAN"]), "B22"),
        (lambda b: [b.remove(b["_META"]), b.custom_doc_props.__init__(), b.defined_names.clear()], ""),
    ],
    ids=["sheet removed", "three carriers removed"],
)
def test_carriers_may_be_lost_sheets_may_not(kantor: Kantor, send: Send, change: Mutation, kode: str) -> None:
    """Two carriers that agree are enough; a form without its sheet is not."""
    path = send("SEK", ISI)
    _mutate(path, change)
    (p,) = intake.collect(kantor, at(8), kantor.folder.inbox).penerimaan
    assert [c.kode for c in p.cacat if c.kode.startswith("B")] == ([kode] if kode else [])


def test_contradicting_carriers_are_refused(kantor: Kantor, send: Send, issued: dict[str, bytes]) -> None:
    """A sheet of another unit's form pasted into this one is not counted for either."""
    path = send("SEK", ISI)
    lain = openpyxl.load_workbook(BytesIO(issued["IND"]))["_META"]["B1"].value

    def paste(buku: openpyxl.Workbook) -> None:
        buku["_META"]["B1"] = lain

    _mutate(path, paste)
    (p,) = intake.collect(kantor, at(8), kantor.folder.inbox).penerimaan
    assert (p.putusan, [c.kode for c in p.cacat]) == (Putusan.KARANTINA, ["B20"])


def test_forms_of_another_office_and_another_period(kantor: Kantor, send: Send, tmp_path: Path) -> None:
    """Both are quarantined with a reason that names what was found and what is collected."""
    asing = tmp_path / "asing"
    shutil.copytree(
        kantor.folder.root, asing, ignore=shutil.ignore_patterns("capaian.db", "arsip", "formulir", "inbox")
    )
    toml = asing / "capaian.toml"
    toml.write_text(toml.read_text("utf-8").replace('"DISPERINAKER"', '"DISNAKER-LAIN"'), "utf-8")
    (f, *_) = forms.issue_forms(open_office(Folder(asing)), at(5))
    shutil.copyfile(f.berkas, kantor.folder.inbox / "a.xlsx")
    (g, *_) = forms.issue_forms(open_office(kantor.folder, "2025-TW3"), at(5))
    shutil.copyfile(g.berkas, kantor.folder.inbox / "b.xlsx")
    hasil = intake.collect(kantor, at(8), kantor.folder.inbox)
    assert [[c.kode for c in p.cacat] for p in hasil.penerimaan] == [["B16"], ["B15"]]
    assert "DISNAKER-LAIN" in hasil.alasan["a.xlsx"][0][0]
    assert "Triwulan III Tahun 2025" in hasil.alasan["b.xlsx"][0][0]


def test_a_form_of_the_next_period_is_taken_when_its_time_comes(kantor: Kantor) -> None:
    """A file refused for its period is judged again once that period is collected."""
    tw3 = open_office(kantor.folder, "2025-TW3")
    terbit = {t.unit.kode: t.berkas for t in forms.issue_forms(tw3, at(5))}
    buku = openpyxl.load_workbook(terbit["SEK"])
    baris = next(r for r in range(8, 20) if buku["ISIAN"].cell(r, 2).value == "IK-5.2")
    buku["ISIAN"].cell(baris, 16).value = 80
    buku.save(kantor.folder.inbox / "SEK.xlsx")
    forms.issue_forms(kantor, at(5))
    assert intake.collect(kantor, at(8), kantor.folder.inbox).penerimaan[0].putusan is Putusan.KARANTINA
    assert intake.collect(tw3, at(8), kantor.folder.inbox).penerimaan[0].putusan is Putusan.DITERIMA
    assert intake.collect(tw3, at(9), kantor.folder.inbox).penerimaan[0].baru is False


def test_an_unfilled_form_is_neither_late_nor_zero(kantor: Kantor, issued: dict[str, bytes]) -> None:
    """A form that came back empty has its own reason."""
    (kantor.folder.inbox / "kosong.xlsx").write_bytes(issued["BLK"])
    (p,) = intake.collect(kantor, at(8), kantor.folder.inbox).penerimaan
    assert (p.putusan, p.unit, [c.kode for c in p.cacat]) == (Putusan.KARANTINA, "BLK", ["B17"])


def test_two_versions_at_once_are_asked_about(kantor: Kantor, send: Send) -> None:
    """Neither of two differing versions is taken; a named choice puts one in force."""
    send("SEK", ISI, nama="satu.xlsx")
    send("SEK", {**ISI, "IK-5.2": {"realisasi": 95}}, nama="dua.xlsx", waktu=datetime(2026, 1, 8))
    hasil = intake.collect(kantor, at(8), kantor.folder.inbox)
    assert {c.kode for p in hasil.penerimaan for c in p.cacat} == {"B18"}
    assert next(u.keadaan for u in hasil.unit if u.kode == "SEK") == "menunggu pilihan versi"
    assert any(f.kode == "LIN-03" for f in validation.validate(kantor, at(8)).temuan)
    with pytest.raises(UsageError, match=r"tiga\.xlsx"):
        intake.choose(kantor, at(8), "tiga.xlsx")
    intake.choose(kantor, at(8), "dua.xlsx")
    assert _values(kantor, "SEK")["IK-5.2", "realisasi"] == "95"
    assert intake.collect(kantor, at(9), kantor.folder.inbox).unit[0].keadaan == "diterima, belum diperiksa"


def test_an_older_version_never_wins_by_itself(kantor: Kantor, send: Send) -> None:
    """A file whose own time is older than the one in force waits for a choice."""
    send("SEK", ISI, nama="baru.xlsx", waktu=datetime(2026, 1, 8))
    intake.collect(kantor, at(8), kantor.folder.inbox)
    send("SEK", {"IK-5.2": {"realisasi": 10}}, nama="lama.xlsx", waktu=datetime(2026, 1, 6))
    hasil = intake.collect(kantor, at(9), kantor.folder.inbox)
    assert [c.kode for p in hasil.penerimaan for c in p.cacat if p.nama == "lama.xlsx"] == ["B18"]
    assert _values(kantor, "SEK")["IK-5.2", "realisasi"] == "92.86"


def test_other_bytes_with_the_same_values_change_nothing(kantor: Kantor, send: Send) -> None:
    """«REVISI FINAL» without a new value is recorded as that."""
    send("SEK", ISI, nama="a.xlsx")
    intake.collect(kantor, at(8), kantor.folder.inbox)
    send("SEK", ISI, nama="b REVISI FINAL.xlsx", waktu=datetime(2026, 1, 9))
    hasil = intake.collect(kantor, at(9), kantor.folder.inbox)
    assert [c.kode for p in hasil.penerimaan for c in p.cacat] == ["N12"]
    with Ledger(kantor.folder.basis_data) as ledger:
        assert ledger.events("kiriman.diganti") == []
        assert ledger.verify() == []


CELLS = [
    ("85,5", Keadaan.TERISI, "85.5", None),
    (0.855, Keadaan.TERISI, "0.855", None),
    ("nihil", Keadaan.NIHIL, "None", None),
    (" ", Keadaan.KOSONG, "None", None),
    ("1.234", Keadaan.TAK_TERBACA, "None", Sebab.RAGU),
    (True, Keadaan.TAK_TERBACA, "None", Sebab.LOGIKA),
    ("#N/A", Keadaan.TAK_TERBACA, "None", Sebab.GALAT),
    (datetime(2025, 5, 12), Keadaan.TAK_TERBACA, "None", Sebab.TANGGAL),
    ("=1+1", Keadaan.TAK_TERBACA, "None", Sebab.RUMUS),
    (68.499999999999996, Keadaan.TERISI, "68.5", None),
]


@pytest.mark.parametrize(("diketik", "keadaan", "isi", "sebab"), CELLS)
def test_each_kind_of_cell_is_its_own_state(
    kantor: Kantor, send: Send, diketik: object, keadaan: Keadaan, isi: str, sebab: Sebab | None
) -> None:
    """Empty, nihil, doubtful, dates, errors and formulas without a value are told apart; none becomes zero."""
    path = send("SEK", {"IK-5.1": {"realisasi": "BB"}})

    def type_it(buku: openpyxl.Workbook) -> None:
        _isian(buku)["P9"] = diketik

    _mutate(path, type_it)
    intake.collect(kantor, at(8), kantor.folder.inbox)
    with Ledger(kantor.folder.basis_data) as ledger:
        aktif = ledger.active_submission("SEK", kantor.periode)
    assert aktif is not None
    nilai = next(i for i in aktif.kiriman.isian if i.kode == "IK-5.2")["realisasi"]
    assert (nilai.keadaan, str(nilai.isi), nilai.sebab) == (keadaan, isi, sebab)


def _column(lembar: Worksheet, judul: str) -> int:
    return next(c.column for row in lembar.iter_rows(max_row=12) for c in row if c.value == judul)


def _swap_columns(buku: openpyxl.Workbook) -> None:
    """Cut and paste two input columns with their headers; defined names stay where they were."""
    lembar = _isian(buku)
    kendala, tindak_lanjut = _column(lembar, "Kendala/Penghambat"), _column(lembar, "Solusi/Tindak Lanjut")
    for r in range(7, lembar.max_row + 1):
        a, b = lembar.cell(r, kendala), lembar.cell(r, tindak_lanjut)
        a.value, b.value = b.value, a.value


def test_swapped_columns_are_read_by_their_headers(kantor: Kantor, send: Send) -> None:
    """Kendala stays kendala when its column was moved, although its defined name stayed behind."""
    path = send("SEK", {"IK-5.3": {"realisasi": 90, "kendala": "K", "tindak_lanjut": "T"}})
    _mutate(path, _swap_columns)
    intake.collect(kantor, at(8), kantor.folder.inbox)
    nilai = _values(kantor, "SEK")
    assert (nilai["IK-5.3", "kendala"], nilai["IK-5.3", "tindak_lanjut"]) == ("K", "T")


def test_a_deleted_input_column_stops_the_form(kantor: Kantor, send: Send) -> None:
    """Without a column that was asked for, nothing is shifted into its place."""
    path = send("SEK", ISI)

    def drop(buku: openpyxl.Workbook) -> None:
        lembar = _isian(buku)
        lembar.delete_cols(_column(lembar, "Kendala/Penghambat"))

    _mutate(path, drop)
    hasil = intake.collect(kantor, at(8), kantor.folder.inbox)
    assert [c.kode for c in hasil.penerimaan[0].cacat if c.kode.startswith("B")] == ["B22"]
    assert "kolom «Kendala/Penghambat»" in hasil.alasan["SEK.xlsx"][0][0]


def test_numbers_of_a_row_with_another_name_are_held(kantor: Kantor, send: Send) -> None:
    """When codes were swapped without their names, neither value is computed under the other's name."""
    path = send("IND", {"IK-4.1": {"realisasi": 4.4}, "IK-4.2": {"realisasi": 14.7}})

    def swap(buku: openpyxl.Workbook) -> None:
        lembar = _isian(buku)
        lembar["B8"].value, lembar["B9"].value = lembar["B9"].value, lembar["B8"].value

    _mutate(path, swap)
    intake.collect(kantor, at(8), kantor.folder.inbox)
    hitung = {c.indikator: c for c in report.compute_period(kantor).capaian}
    assert hitung["IK-4.1"].alasan is hitung["IK-4.2"].alasan is Alasan.DITAHAN


def test_rows_of_another_unit_are_named(kantor: Kantor, send: Send) -> None:
    """A row that was pasted under the table is not read, and a finding says so."""
    path = send("SEK", ISI)

    def paste(buku: openpyxl.Workbook) -> None:
        _isian(buku)["B30"], _isian(buku)["P30"] = "IK-4.1", 4.7

    _mutate(path, paste)
    intake.collect(kantor, at(8), kantor.folder.inbox)
    (f,) = [f for f in validation.validate(kantor, at(9)).temuan if f.kode == "FRM-03"]
    assert "ISIAN!B30: «IK-4.1»" in f.pesan


def test_numbers_without_a_code_are_named(kantor: Kantor, send: Send) -> None:
    """A row that was put in without a code is not read, and a finding says so; sums and signatures are no results."""
    path = send("SEK", ISI)

    def put_in(buku: openpyxl.Workbook) -> None:
        lembar = _isian(buku)
        lembar["P12"], lembar["B12"] = 4.7, None
        lembar["P40"] = "=SUM(P8:P11)"
        lembar["N41"] = "NIP 19700101 199503 1 001"

    _mutate(path, put_in)
    intake.collect(kantor, at(8), kantor.folder.inbox)
    (f,) = [f for f in validation.validate(kantor, at(9)).temuan if f.kode == "FRM-05"]
    assert f.pesan.startswith("Ada 1 baris berisi angka tetapi tanpa kode, mulai ISIAN!P12: «4,7».")


def test_a_code_is_known_without_regard_to_case_and_blanks(kantor: Kantor, send: Send) -> None:
    """Who retypes a code writes «ik-4.1 »; it is the same row."""
    path = send("IND", {"IK-4.1": {"realisasi": 4.4}})
    _mutate(path, lambda buku: _isian(buku).__setitem__("B8", " ik-4.1 "))
    intake.collect(kantor, at(8), kantor.folder.inbox)
    temuan = validation.validate(kantor, at(9)).temuan
    assert not [f for f in temuan if f.kode in ("FRM-02", "FRM-03")]
    assert {c.indikator: c for c in report.compute_period(kantor).capaian}["IK-4.1"].persen


@needs_office()
@pytest.mark.kantor
@pytest.mark.parametrize("pindah", [True, False], ids=["sorted", "as issued"])
def test_sorting_some_columns_only_is_noticed(kantor: Kantor, send: Send, *, pindah: bool) -> None:
    """Locked columns sorted without the inputs give results to other indicators; what the form computed betrays it."""
    path = send("IND", {"IK-4.1": {"realisasi": 4.4}, "IK-4.2": {"realisasi": 14.7}})

    def sort_some(buku: openpyxl.Workbook) -> None:
        lembar = _isian(buku)
        for c in range(1, 13 if pindah else 1):
            a, b = lembar.cell(8, c), lembar.cell(9, c)
            a.value, b.value = b.value, a.value

    _mutate(path, sort_some)
    path.write_bytes(through_libreoffice(path.read_bytes(), "xlsx"))
    intake.collect(kantor, at(8), kantor.folder.inbox)
    temuan = [f for f in validation.validate(kantor, at(9)).temuan if f.kode == "LIN-10"]
    assert len(temuan) == pindah
    assert not pindah or "Urutan baris pada lembar ISIAN berubah, dan capaian IK-4." in temuan[0].pesan


def test_a_ledger_changed_by_hand_is_refused(kantor: Kantor, send: Send) -> None:
    """A value edited in the database is not judged or printed; an emptied ledger is no new office."""
    send("SEK", ISI)
    intake.collect(kantor, at(8), kantor.folder.inbox)
    with contextlib.closing(sqlite3.connect(kantor.folder.basis_data)) as db, db:
        db.execute("UPDATE isian SET isi = '9999' WHERE kolom = 'realisasi' AND kode = 'IK-5.2'")
    for perintah in (validation.validate, report.build_report):
        with pytest.raises(IntegrityError, match="tidak sama dengan saat dicatat"):
            perintah(kantor, at(9))
    kantor.folder.basis_data.write_bytes(b"")
    with pytest.raises(IntegrityError, match="hilang atau kosong"):
        intake.collect(kantor, at(9), kantor.folder.inbox)


def test_a_second_column_of_answers_is_not_passed_over(kantor: Kantor, send: Send) -> None:
    """An input header that stands twice over different values stops the form, as doubled sheets and rows do."""
    path = send("SEK", ISI)

    def double(buku: openpyxl.Workbook) -> None:
        lembar = _isian(buku)
        for r in range(7, 12):
            lembar.cell(r, 11).value = lembar.cell(r, 16).value
        lembar.cell(8, 11).value = 77

    _mutate(path, double)
    hasil = intake.collect(kantor, at(8), kantor.folder.inbox)
    assert [c.kode for c in hasil.penerimaan[0].cacat if c.kode.startswith("B")] == ["B12"]


@pytest.mark.parametrize("teks", ["1e-99999999999999", "1e-300000000", "1e999999999"])
def test_a_monstrous_number_in_a_locked_cell_is_a_finding(kantor: Kantor, send: Send, teks: str) -> None:
    """Comparing what was locked costs nothing, whatever stands there now."""
    path = send("SEK", ISI)

    def write(buku: openpyxl.Workbook) -> None:
        _isian(buku)["I9"] = teks

    _mutate(path, write)
    intake.collect(kantor, at(8), kantor.folder.inbox)
    assert [f.kunci.butir for f in validation.validate(kantor, at(9)).temuan if f.kode == "FRM-01"] == ["IK-5.2"]


@pytest.mark.parametrize("dari", [".", "arsip", "formulir", ".."])
def test_the_offices_own_files_are_not_taken_in(kantor: Kantor, issued: dict[str, bytes], dari: str) -> None:
    """A folder that this program writes itself is no inbox."""
    with pytest.raises(UsageError, match="kantor sendiri"):
        intake.demand_inbox(kantor, kantor.folder.root / dari)
    intake.demand_inbox(kantor, kantor.folder.inbox)
