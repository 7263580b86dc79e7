"""The form: what goes out, what it says of itself, and how it survives other programs."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from tools.buat_contoh import fill, through_libreoffice

from capaian.intake.identify import identity
from capaian.model.formulir import KodeFormulir
from capaian.model.kiriman import Putusan
from capaian.model.periode import Periode
from capaian.pipeline import forms, intake, validation
from capaian.pipeline.office import Kantor, open_office
from capaian.sheet import form, reader
from capaian.sheet.layout import ISIAN, Kolom
from capaian.workspace.folder import Folder
from conftest import at, needs_office


def test_one_form_per_unit_with_its_own_rows(kantor: Kantor, issued: dict[str, bytes]) -> None:
    """Each unit gets its indicators and sub kegiatan, and only those."""
    assert list(issued) == [u.kode for u in kantor.siklus.unit]
    for unit, data in issued.items():
        buku = openpyxl.load_workbook(BytesIO(data))
        kode = [buku["ISIAN"].cell(r, 2).value for r in range(8, 8 + len(kantor.siklus.indikator_unit(unit)))]
        assert kode == [i.kode for i in kantor.siklus.indikator_unit(unit)]


def test_locked_and_open_cells(issued: dict[str, bytes]) -> None:
    """Sheets are protected, the identity is very hidden, and only the input cells are open."""
    buku = openpyxl.load_workbook(BytesIO(issued["PPTK"]))
    assert buku.sheetnames == ["PETUNJUK", "ISIAN", "ANGGARAN", "CEK", "_HITUNG", "_DAFTAR", "_META"]
    assert {n for n in buku.sheetnames if buku[n].sheet_state == "veryHidden"} == {"_HITUNG", "_DAFTAR", "_META"}
    assert all(buku[n].protection.sheet for n in buku.sheetnames)
    masukan = {i for i, k in enumerate(ISIAN.kolom, 1) if k.masukan}
    terbuka = {c.column for c in buku["ISIAN"][8] if not c.protection.locked}
    assert terbuka <= masukan and len(terbuka) >= len(masukan) - 2
    assert not any(c.protection.locked is False for c in buku["ISIAN"][7])


def test_the_form_names_itself_five_times(issued: dict[str, bytes]) -> None:
    """Five carriers say the same code, and its check characters fit."""
    ada = form.carriers(reader.read(issued["IND"]))
    assert len({k.split(" pada ")[0] for k in ada}) == 5
    kode = KodeFormulir("DISPERINAKER", Periode.parse("2025-TW4"), "IND", 1)
    assert set(ada.values()) == {str(kode)}
    assert KodeFormulir.parse(str(kode)) == kode
    salah = str(kode)[:-1] + ("A" if str(kode)[-1] != "A" else "B")
    assert KodeFormulir.parse(salah) is None


def test_same_schema_same_bytes(kantor: Kantor, issued: dict[str, bytes], tmp_path: Path) -> None:
    """Two folders with the same schema issue the same bytes; running again writes nothing."""
    lain = tmp_path / "lain"
    shutil.copytree(kantor.folder.root, lain, ignore=shutil.ignore_patterns("capaian.db", "arsip", "formulir"))
    kembar = forms.issue_forms(open_office(Folder(lain)), at(5))
    assert {t.unit.kode: t.berkas.read_bytes() for t in kembar} == issued
    lama = {t.unit.kode: t.berkas.stat().st_mtime_ns for t in forms.issue_forms(kantor, at(6))}
    lagi = forms.issue_forms(kantor, at(9))
    assert {t.unit.kode: t.berkas.stat().st_mtime_ns for t in lagi} == lama
    assert not any(t.baru for t in lagi)


def test_a_changed_schema_makes_a_new_issue(kantor: Kantor, issued: dict[str, bytes]) -> None:
    """A new target gives the unit a new issue number; the other units keep theirs."""
    path = kantor.folder.root / "skema" / "Target.csv"
    teks = path.read_text("utf-8-sig")
    path.write_text(teks.replace("IK-6.1;2025;PK;84", "IK-6.1;2025;PK;85", 1), "utf-8")
    terbit = forms.issue_forms(open_office(kantor.folder), at(6))
    assert {t.unit.kode for t in terbit if t.baru} == {"SEK"}
    assert [t.kode.terbitan for t in terbit if t.unit.kode == "SEK"] == [2]
    assert issued["SEK"] != next(t.berkas for t in terbit if t.unit.kode == "SEK").read_bytes()


def test_text_that_looks_like_a_formula_stays_text(kantor: Kantor) -> None:
    """A name that begins with an equals sign is written as text, in the form and in its identity."""
    path = kantor.folder.root / "skema" / "Unit.csv"
    path.write_text(path.read_text("utf-8-sig").replace("Sekretariat", "=HYPERLINK(1)", 1), "utf-8")
    (terbit, *_) = forms.issue_forms(open_office(kantor.folder), at(5))
    buku = openpyxl.load_workbook(BytesIO(terbit.berkas.read_bytes()))
    sel = [c for s in buku.worksheets for row in s.iter_rows() for c in row if c.value == "=HYPERLINK(1)"]
    assert sel and {c.data_type for c in sel} <= {"s", "f"}
    facts = reader.read(terbit.berkas.read_bytes())
    dibaca = [c for s in facts.sheets for c in s.cells.values() if "HYPERLINK" in c.text]
    assert dibaca and not any(c.formula for c in dibaca)
    rumus = [str(c.value) for s in buku.worksheets for row in s.iter_rows() for c in row if c.data_type == "f"]
    assert [r for r in rumus if "HYPERLINK" in r] == ["=HYPERLINK(1)"] * rumus.count("=HYPERLINK(1)")


@needs_office()
@pytest.mark.kantor
@pytest.mark.parametrize("jalan", [("xlsx",), ("ods", "xlsx"), ("xls", "xlsx")], ids="-".join)
def test_identity_and_values_survive_libreoffice(issued: dict[str, bytes], jalan: tuple[str, ...]) -> None:
    """A filled form saved by LibreOffice, through other formats too, is still the same form with the same values."""
    isi = {"isian": {"IK-5.2": {"realisasi": Decimal("92.86"), "kendala": "a & b < c"}, "IK-5.1": {"realisasi": "BB"}}}
    data = through_libreoffice(fill(issued["SEK"], isi), *jalan)
    facts = reader.read(data)
    kode, cacat = identity(facts)
    assert cacat is None and kode is not None and kode.unit == "SEK"
    bacaan = form.read_part(facts, ISIAN, kode.periode, {"IK-5.1", "IK-5.2"})
    assert bacaan is not None
    teks = {k: {c: v[1].text for c, v in row.items() if v[1]} for k, row in bacaan.sel.items()}
    assert (teks["IK-5.2"]["realisasi"], teks["IK-5.2"]["kendala"]) == ("92.86", "a & b < c")
    assert teks["IK-5.1"]["realisasi"] == "BB"
    tampil = openpyxl.load_workbook(BytesIO(data), data_only=True)["ISIAN"]
    capaian, label = ([k.kunci for k in ISIAN.kolom].index(k) + 1 for k in ("capaian", "predikat"))
    assert [(tampil.cell(r, capaian).value, tampil.cell(r, label).value) for r in (8, 9)] == [
        (100, "Sangat Tinggi"),
        (pytest.approx(9286 / 90), "Sangat Tinggi"),
    ]
    assert str(tampil["A6"].value).startswith("BELUM: 9 isian kosong")


def test_a_form_that_is_open_in_excel(
    kantor: Kantor, issued: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A form that Excel holds open is named in a sentence; nothing half-written is left."""
    from capaian.errors import SystemRefusalError
    from capaian.ledger import durable

    path = kantor.folder.formulir(kantor.periode) / f"{kantor.periode}-SEK.xlsx"
    path.write_bytes(b"lama")

    def tertahan(*_: object) -> None:
        raise PermissionError(13, "sharing violation")

    monkeypatch.setattr(durable.os, "replace", tertahan)
    monkeypatch.setattr(durable.time, "sleep", lambda _s: None)
    with pytest.raises(SystemRefusalError, match="SEK"):
        forms.issue_forms(kantor, at(6))
    assert path.read_bytes() == b"lama"
    assert [p.name for p in path.parent.iterdir() if "tmp" in p.name] == []


# --- an issue and the one after it ---


def test_both_issues_are_accepted(kantor: Kantor, issued: dict[str, bytes], folder: Folder) -> None:
    """A form of issue 1 that comes back after issue 2 went out is held against what issue 1 asked."""
    path = folder.root / "skema" / "Target.csv"
    teks = path.read_text("utf-8-sig")
    path.write_text(teks.replace("IK-6.1;2025;PK;84", "IK-6.1;2025;PK;85", 1), "utf-8")
    kini = open_office(folder)
    dua = next(t for t in forms.issue_forms(kini, at(6)) if t.unit.kode == "SEK")
    assert (dua.kode.terbitan, dua.berkas.read_bytes() != issued["SEK"]) == (2, True)
    (folder.inbox / "lama.xlsx").write_bytes(fill(issued["SEK"], {"isian": {"IK-6.1": {"realisasi": 86}}}))
    (satu,) = intake.collect(kini, at(7), folder.inbox).penerimaan
    assert (satu.putusan, satu.cacat) == (Putusan.DITERIMA, ())
    (folder.inbox / "baru.xlsx").write_bytes(
        fill(dua.berkas.read_bytes(), {"isian": {"IK-6.1": {"realisasi": 87}}}, datetime(2026, 1, 8, 9))
    )
    baru = next(p for p in intake.collect(kini, at(8), folder.inbox).penerimaan if p.nama == "baru.xlsx")
    assert (baru.putusan, [c.kode for c in baru.cacat]) == (Putusan.DENGAN_CATATAN, ["N11"])
    assert not any(f.kode.startswith("TKC") for f in validation.validate(kini, at(9)).temuan)


def test_computed_cells_are_never_read_back(kantor: Kantor, issued: dict[str, bytes], folder: Folder) -> None:
    """A capaian that somebody typed over the formula is no value and no changed lock."""
    buku = openpyxl.load_workbook(BytesIO(fill(issued["SEK"], {"isian": {"IK-6.1": {"realisasi": 86}}})))
    for r in range(8, 14):
        buku["ISIAN"].cell(r, [k.kunci for k in ISIAN.kolom].index("capaian") + 1).value = 999
    buku.save(folder.inbox / "sek.xlsx")
    (p,) = intake.collect(kantor, at(7), folder.inbox).penerimaan
    assert (p.putusan, p.cacat) == (Putusan.DITERIMA, ())


# --- paper, protection, identity ---


def test_it_prints_on_one_width_of_f4(issued: dict[str, bytes]) -> None:
    """F4 landscape, one page wide at 6 points or more, heads repeated, page numbers and form code in the footer."""
    buku = openpyxl.load_workbook(BytesIO(issued["PPTK"]))
    for nama in ("ISIAN", "ANGGARAN", "CEK"):
        s = buku[nama]
        assert (s.page_setup.paperSize, s.page_setup.orientation) == (14, "landscape")
        assert (s.page_setup.fitToWidth, s.page_setup.fitToHeight) == (1, 0)
        assert s.print_title_rows
        assert "DISPERINAKER/2025-TW4/PPTK/1/" in s.oddFooter.left.text
        assert s.oddFooter.right.text == "Halaman &P dari &N"
        lebar = sum(d.width * 7 + 5 for d in s.column_dimensions.values()) * 72 / 96
        skala = (330 / 25.4 - s.page_margins.left - s.page_margins.right) * 72 / lebar
        assert 9 * min(1, skala) >= 6, (nama, skala)
    assert [buku["ISIAN"].cell(r, 1).value for r in (1, 2)] == [
        "PEMERINTAH KOTA PROBOLINGGO",
        "DINAS PERINDUSTRIAN DAN TENAGA KERJA",
    ]


def test_a_column_more_still_fits_on_the_page() -> None:
    """Whoever adds a column does not have to find room for it: columns of text give way, numbers keep theirs."""
    assert ISIAN.lebar == {k.kunci: k.lebar for k in ISIAN.kolom}
    lebih = replace(ISIAN, kolom=(*ISIAN.kolom, Kolom("verifikator", "Verifikator", 16)))
    assert (sum(lebih.lebar.values()) * 7 + 5 * len(lebih.kolom)) * 72 / 96 <= 895 / 6 * 9
    assert lebih.lebar["realisasi"] == ISIAN.lebar["realisasi"] and 12 < lebih.lebar["verifikator"] < 16


def test_what_stays_possible_under_protection(issued: dict[str, bytes]) -> None:
    """Widths, heights, filters and sorting are free, open cells can be reached, and a filter stands on the heads."""
    buku = openpyxl.load_workbook(BytesIO(issued["PPTK"]))
    for nama in ("ISIAN", "ANGGARAN"):
        p = buku[nama].protection
        assert p.sheet and p.password is None
        # In the file these say what is forbidden.
        assert not any((p.formatColumns, p.formatRows, p.autoFilter, p.sort, p.selectUnlockedCells))
        assert buku[nama].auto_filter.ref.startswith("A7:")


def test_the_identity_sheet_says_which_schema(kantor: Kantor, issued: dict[str, bytes]) -> None:
    """Schema version and check code stand beside the code; another unit asks something else, so it has another."""
    versi = {}
    for unit, data in issued.items():
        meta = openpyxl.load_workbook(BytesIO(data))["_META"]
        isi = {str(a.value): str(b.value) for a, b in meta.iter_rows(max_col=2)}
        kode = KodeFormulir.parse(isi["capaian_formulir"])
        assert kode is not None and (isi["kode_cek"], isi["unit"]) == (kode.cek, unit)
        versi[unit] = isi["versi_skema"]
    assert len(set(versi.values())) == len(versi) and all(len(v) == 12 for v in versi.values())
