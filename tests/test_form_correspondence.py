"""Schema, form and rules agree: nothing the form lets in is refused by a sentence that it does not show."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from tools.buat_contoh import _merged

from capaian import rules
from capaian.checks import run
from capaian.forms.expect import expected, title
from capaian.model.finding import Finding, Severity
from capaian.model.kiriman import Isian
from capaian.model.nilai import CellRef
from capaian.pipeline import earlier, judging
from capaian.pipeline.office import Kantor, open_ledger
from capaian.rules import Lingkup
from capaian.sheet.facts import Cell
from capaian.sheet.layout import BAGIAN, BAGIAN_BY_KUNCI, Bagian, Kolom
from capaian.sheet.values import read
from conftest import EXAMPLE

PENGISIAN = tomllib.loads((EXAMPLE / "pengisian.toml").read_text("utf-8"), parse_float=Decimal)
ANGKA: tuple[Any, ...] = (
    *(None, 0, 1, -1, Decimal("0.5"), Decimal("99.99"), 100, 101, 12345, Decimal("1E+12")),
    *("85,5", "85,5 %", "1.234", "1,234", "nihil", "-", "12 orang dewasa", "8O", "(5)", "Rp 1.200,-", "5 (baik)", " "),
)
TEKS = (None, "penjelasan", "-", "nihil", "=1+1", "x" * 5000, "  ")
_SEL_ANGKA = {"SEL-02", "SEL-03", "SEL-04", "SEL-05", "SEL-06", "SEL-07"}
"""Ways in which a number cannot be read; on the form the sentence of SEL-01 stands for all of them."""
_KOLOM = [(b, k) for b in BAGIAN for k in b.masukan]


class Formulir:
    """The forms of the example office as issued: which cells are open, what they offer, and every sentence in them."""

    def __init__(self, terbit: Mapping[str, bytes]) -> None:
        self.terbuka: dict[tuple[str, str, str], str] = {}
        self.kalimat: dict[str, str] = {}
        for unit, data in terbit.items():
            buku = openpyxl.load_workbook(BytesIO(data))
            teks = [str(c.value) for s in buku for row in s.iter_rows() for c in row if isinstance(c.value, str)]
            for bagian in BAGIAN:
                lembar = buku[bagian.lembar]
                teks += [str(x) for d in lembar.data_validations.dataValidation for x in (d.error, d.prompt) if x]
                for r in range(8, lembar.max_row + 1):
                    for n, k in enumerate(bagian.kolom, 1):
                        if k.masukan and lembar.cell(r, 1).value and not lembar.cell(r, n).protection.locked:
                            self.terbuka[bagian.kunci, str(lembar.cell(r, 2).value), k.kunci] = unit
            self.kalimat[unit] = "\n".join(teks)


@pytest.fixture
def formulir(issued: dict[str, bytes]) -> Formulir:
    """The issued forms."""
    return Formulir(issued)


def _cell(nilai: Any) -> Cell | None:
    if nilai is None:
        return None
    return Cell("P8", 8, 16, "s" if isinstance(nilai, str) else "n", str(nilai))


def _rows(kantor: Kantor, formulir: Formulir, bagian: Bagian, kolom: Kolom, nilai: Any) -> list[Isian]:
    """Every row as the example fills it, with one value typed into all open cells of one column."""
    hasil = []
    for unit in formulir.kalimat:
        benar = _merged(PENGISIAN[unit], PENGISIAN["perbaikan"].get(unit, {}))
        for b, rows in benar.items():
            for kode, isi in rows.items():
                diisi = dict(isi)
                if b == bagian.kunci and (b, kode, kolom.kunci) in formulir.terbuka:
                    diisi[kolom.kunci] = nilai
                hasil.append(Isian(unit, kantor.periode, b, kode, _values(kantor, b, kode, diisi)))
    return hasil


def _values(kantor: Kantor, bagian: str, kode: str, isi: Mapping[str, Any]) -> dict[str, Any]:
    skala, asal = kantor.pengaturan.skala_ordinal, CellRef("a.xlsx", "ISIAN", "P8")
    return {
        k.kunci: read(_cell(isi.get(k.kunci)), expected(kantor.siklus, skala, bagian, kode, k.kunci), asal)
        for k in BAGIAN_BY_KUNCI[bagian].masukan
    }


def _judged(kantor: Kantor, isian: list[Isian]) -> tuple[Finding, ...]:
    from capaian.checks.subjects import PeriodePeriksa, SelPeriksa

    with open_ledger(kantor) as ledger:
        dahulu = earlier.before(kantor, ledger, {})
    sel = []
    for i in isian:
        for kolom, v in i.nilai.items():
            h = expected(kantor.siklus, kantor.pengaturan.skala_ordinal, i.bagian, i.kode, kolom)
            sel.append(SelPeriksa(i, kolom, title(i.bagian, kolom), h.satuan, h.pilihan, v))
    baris = judging._rows(kantor, isian, {}, dahulu)
    lintas = PeriodePeriksa([], baris, [], [], {}, periode=kantor.periode, hari=date(2026, 1, 9))
    anggaran = judging._budget(kantor, isian, dahulu)
    return run.run(run.Bahan(str(kantor.periode), [], sel, baris, anggaran, lintas))


def _samples(bagian: Bagian, kolom: Kolom) -> Iterator[Any]:
    if kolom.pilihan:
        yield from (None, *kolom.pilihan)
    elif kolom.jenis == "teks":
        yield from TEKS
    else:
        yield from ANGKA


@pytest.mark.parametrize(("bagian", "kolom"), _KOLOM, ids=lambda x: x.kunci)
def test_what_an_open_cell_takes_is_accepted_or_refused_by_a_sentence_of_the_form(
    kantor: Kantor, formulir: Formulir, bagian: Bagian, kolom: Kolom
) -> None:
    """Whatever is typed into any open cell: each error or warning that follows says something the form says as well."""
    for nilai in _samples(bagian, kolom):
        temuan = _judged(kantor, _rows(kantor, formulir, bagian, kolom, nilai))
        for f in temuan:
            if f.severity is Severity.CATATAN:
                continue
            kode = "SEL-01" if f.kode in _SEL_ANGKA else f.kode
            kalimat = rules.get(kode).perbaikan
            assert kalimat in formulir.kalimat[f.kunci.unit], (nilai, f.kode, f.pesan)


def test_the_example_as_it_should_be_filled_breaks_no_rule(kantor: Kantor, formulir: Formulir) -> None:
    """The rows that the other test changes have no finding of their own, so that what it sees is what was typed."""
    bagian, kolom = _KOLOM[-1]
    assert _judged(kantor, _rows(kantor, formulir, bagian, kolom, None)) == ()


def test_every_word_of_a_list_is_accepted_by_every_rule(kantor: Kantor, formulir: Formulir) -> None:
    """A level that a dropdown offers is read as that level: no cell rule refuses it, and it is not missing."""
    bagian = BAGIAN_BY_KUNCI["isian"]
    kolom = next(k for k in bagian.masukan if k.kunci == "realisasi")
    semua = [i for i in kantor.siklus.indikator if i.nilai != "angka"]
    assert semua
    for i in semua:
        skala = kantor.pengaturan.skala_ordinal
        for kata in expected(kantor.siklus, skala, "isian", i.kode, kolom.kunci).pilihan:
            rows = [r for r in _rows(kantor, formulir, bagian, kolom, kata) if r.kode == i.kode]
            temuan = [f.kode for f in _judged(kantor, rows) if f.kode.startswith("SEL") or f.kode == "ISI-01"]
            assert temuan == []


def test_every_cell_that_the_form_opens_is_known_to_the_rules(kantor: Kantor, formulir: Formulir) -> None:
    """An open cell is read as what its row asks for, and a row that the schema has is on exactly one form."""
    kode = {(b, k) for b, k, _ in formulir.terbuka}
    assert kode == {("isian", i.kode) for i in kantor.siklus.indikator} | {
        ("anggaran", p.kode) for p in kantor.siklus.program if p.unit
    }
    for b, k, kolom in formulir.terbuka:
        jenis = expected(kantor.siklus, kantor.pengaturan.skala_ordinal, b, k, kolom).jenis
        kol = next(x for x in BAGIAN_BY_KUNCI[b].masukan if x.kunci == kolom)
        assert (jenis == "teks") == (kol.jenis == "teks"), (b, k, kolom)


def test_rules_on_the_whole_period_are_announced(formulir: Formulir) -> None:
    """Numbers that are equal where measurements seldom are: the form says beforehand that it will be asked."""
    for kode in ("LIN-02", "LIN-05", "LIN-06"):
        aturan = rules.get(kode)
        assert aturan.lingkup is Lingkup.LINTAS
        assert all(aturan.perbaikan in k for k in formulir.kalimat.values())
