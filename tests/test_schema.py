"""The office's tables: read from CSV and from Excel, and every mistake said with its place, all at once."""

from __future__ import annotations

import csv
import shutil
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from capaian.errors import DataError, ExitCode
from capaian.pipeline.office import Kantor, open_office
from capaian.schema.blank import blank_workbook
from capaian.schema.tables import TABEL
from capaian.workspace.folder import Folder


def _edit(folder: Folder, tabel: str, lama: str, baru: str) -> None:
    path = folder.root / "skema" / f"{tabel}.csv"
    teks = path.read_text("utf-8-sig")
    assert lama in teks
    path.write_text("\ufeff" + teks.replace(lama, baru, 1), "utf-8")


def _problems(folder: Folder) -> tuple[tuple[str, str, str], ...]:
    with pytest.raises(DataError) as e:
        open_office(folder)
    assert e.value.exit_code is ExitCode.DATA
    return e.value.daftar


def _to_excel(folder: Folder) -> Path:
    buku = openpyxl.Workbook()
    buku.remove(buku.worksheets[0])
    for path in sorted((folder.root / "skema").glob("*.csv")):
        lembar = buku.create_sheet(path.stem)
        for r, baris in enumerate(csv.reader(path.read_text("utf-8-sig").splitlines(), delimiter=";"), 3):
            for c, isi in enumerate(baris, 1):
                lembar.cell(r, c, isi)
    shutil.rmtree(folder.root / "skema")
    tujuan = folder.root / "skema.xlsx"
    buku.save(tujuan)
    return tujuan


def test_excel_and_csv_say_the_same(folder: Folder) -> None:
    """The same tables as one workbook give the same schema, but for the places of the cells."""
    from_csv = open_office(folder).siklus
    _to_excel(folder)
    from_excel = open_office(folder).siklus
    assert [i.kode for i in from_excel.indikator] == [i.kode for i in from_csv.indikator]
    assert [(t.indikator, t.tahunan, t.triwulan) for t in from_excel.target] == [
        (t.indikator, t.tahunan, t.triwulan) for t in from_csv.target
    ]
    assert [p.pagu for p in from_excel.program] == [p.pagu for p in from_csv.program]
    assert str(from_excel.indikator[0].asal).startswith("skema.xlsx · Indikator!A")


def test_native_numbers_are_exact(folder: Folder) -> None:
    """A number typed in Excel, with percent format or float noise, is what was typed."""
    tujuan = _to_excel(folder)
    buku = openpyxl.load_workbook(tujuan)
    lembar = buku["Target"]
    kolom = {lembar.cell(3, c).value: c for c in range(1, lembar.max_column + 1)}
    baris = next(r for r in range(4, lembar.max_row + 1) if lembar.cell(r, 1).value == "IK-1.3")
    lembar.cell(baris, kolom["Tahunan"], 0.715).number_format = "0.0%"
    buku.save(tujuan)
    target = open_office(folder).siklus.target_berlaku("IK-1.3")
    assert target is not None and target.tahunan == Decimal("71.5")


def test_all_mistakes_at_once_with_their_places(folder: Folder) -> None:
    """Six mistakes in five tables are found in one pass, each with file, line and column."""
    _edit(folder, "Unit", "IND;", ";")
    _edit(folder, "Indikator", "negatif", "negatip")
    _edit(folder, "Target", "3,72", "tiga koma tujuh")
    _edit(folder, "Program", ";SEK;", ";SEKRE;")
    _edit(folder, "Riwayat", "2018-TAHUN", "tahun 2018")
    (folder.root / "skema" / "Sasaran.csv").rename(folder.root / "skema" / "Sasran.csv")
    masalah = _problems(folder)
    tempat = [t for t, _, _ in masalah]
    pesan = " ".join(p for _, p, _ in masalah)
    assert "skema/Unit.csv · baris 3 kolom Kode" in tempat
    assert any(t.startswith("skema/Target.csv · baris ") and t.endswith("kolom Tahunan") for t in tempat)
    for cuplikan in (
        "«negatip», yang tidak dikenal. Mungkin maksudnya «negatif»",
        "«tiga koma tujuh», bukan angka dalam satuan",
        "«SEKRE» tidak ada dalam tabel Unit",
        "Periode «tahun 2018» tidak dikenali",
        "«Sasaran.csv» tidak ada. Mungkin maksudnya «Sasran.csv»",
    ):
        assert cuplikan in pesan, cuplikan
    assert all(saran for _, _, saran in masalah)


@pytest.mark.parametrize(
    ("tabel", "lama", "baru", "pesan"),
    [
        ("Indikator", "Kode;Sasaran", "Kode;Sasran", "Kolom «Sasaran» tidak ada. Mungkin maksudnya «Sasran»"),
        ("Sasaran", "S-2;", "S-1;", "Kode «S-1» sudah dipakai di skema/Sasaran.csv · baris 2"),
        ("Target", "IK-1.1;", "IK-1,1;", "Indikator «IK-1,1» tidak ada dalam tabel Indikator. Mungkin maksudnya"),
        ("Indikator", ";SAKIP;", ";SAKEP;", "Skala «SAKEP» tidak dikenal. Mungkin maksudnya «SAKIP»"),
    ],
)
def test_one_mistake(folder: Folder, tabel: str, lama: str, baru: str, pesan: str) -> None:
    """Each kind of mistake has its sentence, with the word that was probably meant."""
    _edit(folder, tabel, lama, baru)
    assert any(pesan in p for _, p, _ in _problems(folder))


def test_targets_that_may_mean_two_numbers_are_asked_about(folder: Folder) -> None:
    """«1.234» as a percentage target is not guessed."""
    _edit(folder, "Target", "IK-1.3;2025;PK;71,50", "IK-1.3;2025;PK;1.234")
    (satu,) = [p for _, p, _ in _problems(folder) if "IK-1.3" in p]
    assert "dapat berarti 1234 atau 1,234" in satu


def test_an_indicator_without_target_is_told(folder: Folder) -> None:
    """The procedure does not start with an indicator that has no target."""
    path = folder.root / "skema" / "Target.csv"
    baris = [b for b in path.read_text("utf-8-sig").splitlines() if not b.startswith("IK-6.2;")]
    path.write_text("\n".join(baris), "utf-8")
    assert any("IK-6.2 belum memiliki target tahun 2025" in p for _, p, _ in _problems(folder))


def test_both_kinds_of_tables_are_refused(folder: Folder) -> None:
    """Two schemas side by side: nobody can know which one is meant."""
    (folder.root / "skema.xlsx").write_bytes(blank_workbook(datetime(2026, 1, 1)))
    assert "Ada dua skema" in _problems(folder)[0][1]


def test_no_schema_at_all(folder: Folder) -> None:
    """A folder without tables says how to get them."""
    shutil.rmtree(folder.root / "skema")
    assert "capaian init" in _problems(folder)[0][2]


def test_a_csv_that_is_not_utf8_is_told(folder: Folder) -> None:
    """A file saved in another encoding is named with its line."""
    path = folder.root / "skema" / "Unit.csv"
    path.write_bytes(path.read_bytes() + "\nX;Bidang\u00e9".encode("cp1252"))
    assert any("UTF-8" in p and t.startswith("skema/Unit.csv · baris") for t, p, _ in _problems(folder))


def test_a_workbook_that_is_none(folder: Folder) -> None:
    """A broken skema.xlsx is a sentence, not a traceback."""
    shutil.rmtree(folder.root / "skema")
    (folder.root / "skema.xlsx").write_bytes(b"bukan buku kerja")
    assert "tidak dapat dibaca" in _problems(folder)[0][1]


def test_the_blank_tables_explain_themselves(folder: Folder) -> None:
    """Every column stands in the blank workbook and in its dictionary."""
    shutil.rmtree(folder.root / "skema")
    tujuan = folder.root / "skema.xlsx"
    tujuan.write_bytes(blank_workbook(datetime(2026, 1, 1)))
    buku = openpyxl.load_workbook(tujuan)
    kamus = {(r[0].value, r[1].value) for r in buku["Kamus"].iter_rows(min_row=4)}
    for t in TABEL:
        assert [c.value for c in buku[t.nama][3]] == [k.judul for k in t.kolom]
        assert {(t.nama, k.judul) for k in t.kolom} <= kamus
    assert any("Belum ada satu pun indikator" in p or "tidak" in p for _, p, _ in _problems(folder))


SETTINGS = [
    ('periode = "2025-TW4"', 'periode = "TW4 2025"', "Periode «TW4 2025» tidak dikenali"),
    ("[kebijakan]", "[kebijakn]", "Kunci «kebijakn» tidak dikenal. Mungkin maksudnya «kebijakan»"),
    ('skala = "P86"', 'skala = "P68"', "«P68» tidak dikenal. Mungkin maksudnya «P86»"),
    ('kode = "DISPERINAKER"', "", "Kunci «kode» belum diisi"),
    ('singkatan = "Disperinaker"', "singkatan = 5", "harus berupa teks"),
    ("hari_pengisian = 3", "hari_pengisian = 0", "bukan bilangan bulat 1 sampai 60"),
    ('peran = "kepala"', 'peran = "ketua"', "«ketua» tidak dikenal"),
]


@pytest.mark.parametrize(("lama", "baru", "pesan"), SETTINGS)
def test_mistakes_in_the_settings(folder: Folder, lama: str, baru: str, pesan: str) -> None:
    """Each mistake in capaian.toml names its key and what to write."""
    teks = folder.pengaturan.read_text("utf-8")
    assert lama in teks
    folder.pengaturan.write_text(teks.replace(lama, baru, 1), "utf-8")
    assert any(pesan in p for _, p, _ in _problems(folder))


def test_two_heads_on_one_day(folder: Folder) -> None:
    """Two people cannot hold one role on the same day."""
    with folder.pengaturan.open("a", encoding="utf-8") as f:
        f.write('\n[[pejabat]]\nperan = "kepala"\njabatan = "Kepala Dinas"\nnama = "LAIN"\n')
    assert any("menjabat kepala pada hari yang sama" in p for _, p, _ in _problems(folder))


def test_broken_toml_and_bad_holidays(folder: Folder, kantor: Kantor) -> None:
    """A settings file that is no TOML, and a holiday that is no date, are told with their place."""
    (folder.root / "hari-libur.csv").write_text("Tanggal;Keterangan\n32/01/2026;Salah\n", "utf-8")
    assert _problems(folder)[0][0] == "hari-libur.csv · baris 2"
    folder.pengaturan.write_text("[instansi", "utf-8")
    assert "Susunan berkas tidak dapat dibaca" in _problems(folder)[0][1]
    assert kantor.siklus.tahun == 2025


BAD_SETTINGS = [
    ("batas_bawah = 0", "batas_bawah = nan", "bukan angka"),
    ('kode = "DISPERINAKER"', 'kode = "A\\u0001/B"', "memuat tanda yang tidak dapat dipakai"),
    ('skala = "P86"', 'skala = ""', "tidak dikenal"),
    ("[siklus]", "x = " + "9" * 6000 + "\n[siklus]", "terlalu panjang"),
    ("[siklus]", "x = " + "[" * 5000 + "]" * 5000 + "\n[siklus]", "terlalu dalam"),
    ("[kebijakan]", "[skala]\nX = 1\n[kebijakan]", "bukan bagian"),
]


@pytest.mark.parametrize(("lama", "baru", "pesan"), BAD_SETTINGS, ids=lambda v: v[:20])
def test_hostile_settings_are_told_not_run(folder: Folder, lama: str, baru: str, pesan: str) -> None:
    """Values no office would mean, but a file may hold, are mistakes with a place, never a crash."""
    teks = folder.pengaturan.read_text("utf-8")
    assert lama in teks
    folder.pengaturan.write_text(teks.replace(lama, baru, 1), "utf-8")
    assert any(pesan in p for _, p, _ in _problems(folder))


@pytest.mark.parametrize(
    ("lama", "baru", "pesan"),
    [
        ("IND;", "IND/A;", "memuat tanda yang tidak dapat dipakai"),
        ("IND;", "../../x;", "memuat tanda yang tidak dapat dipakai"),
        ("IND;", "sek;", "Kode «sek» sudah dipakai"),
        ("Bidang Perindustrian", "Bidang\x00Perindustrian", "tidak terlihat"),
    ],
)
def test_unit_codes_become_file_names(folder: Folder, lama: str, baru: str, pesan: str) -> None:
    """A code that could leave the folder, or share a file name on Windows, is refused before anything is written."""
    _edit(folder, "Unit", lama, baru)
    assert any(pesan in p for _, p, _ in _problems(folder))
    assert {p.name for p in folder.root.iterdir()} == {"capaian.toml", "hari-libur.csv", "inbox", "skema"}
