"""The sheet CEK says before sending what `validate` says afterwards; lists, limits and sentences are the rules' own."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.datavalidation import DataValidation
from tools.buat_contoh import fill

from capaian import rules
from capaian.checks import run
from capaian.forms.expect import expected
from capaian.formulas import polarity
from capaian.model.finding import Finding, Severity
from capaian.model.kata import SIAP_DIKIRIM, Lampu, StatusData
from capaian.model.nilai import CellRef, Keadaan
from capaian.pipeline import intake, validation
from capaian.pipeline.office import Kantor
from capaian.rules import Lingkup
from capaian.sheet.facts import Cell
from capaian.sheet.layout import ANGGARAN, BAGIAN, ISIAN, Bagian
from capaian.sheet.values import read
from conftest import at, needs_office
from test_form_formulas import recalculate, recalculate_all

_PER_BARIS = (Lingkup.SEL, Lingkup.ISIAN, Lingkup.ANGGARAN)


def _lampu(temuan: tuple[Finding, ...], kode: str) -> Lampu:
    """The light that the findings of a row ask for: the most urgent one."""
    urut = list(Lampu)
    bawaan = {r.kode for r in rules.all_rules()}
    # CEK does not know the office's own rules.
    temuan = tuple(f for f in temuan if f.kode in bawaan)
    ada = [_of(f) for f in temuan if f.kunci.butir == kode and f.severity is not Severity.CATATAN]
    return min(ada, key=urut.index, default=Lampu.LENGKAP)


def _of(f: Finding) -> Lampu:
    aturan = rules.get(f.kode)
    if aturan.lingkup is Lingkup.SEL:
        return Lampu.PERIKSA
    assert aturan.cek is not None, f"{f.kode} is not looked after by CEK"
    return aturan.cek.lampu


class Pengisi:
    """Fills a form as people do: rightly, hastily, wrongly."""

    def __init__(self, kantor: Kantor, seed: int) -> None:
        self._kantor = kantor
        self._acak = random.Random(seed)

    def isi(self, data: bytes) -> bytes:
        buku = openpyxl.load_workbook(BytesIO(data))
        semua: dict[str, dict[str, dict[str, Any]]] = {}
        for bagian in BAGIAN:
            lembar = buku[bagian.lembar] if bagian.lembar in buku.sheetnames else None
            for r in range(8, lembar.max_row + 1 if lembar else 0):
                kode = lembar.cell(r, 2).value
                if kode and lembar.cell(r, 1).value:
                    baris = self._baris(bagian, lembar, r, str(kode))
                    semua.setdefault(bagian.kunci, {})[str(kode)] = baris
        return fill(data, semua)

    def _baris(self, bagian: Bagian, lembar: Any, r: int, kode: str) -> dict[str, Any]:
        rapi = self._acak.random() < 0.35
        hasil = {}
        for n, k in enumerate(bagian.kolom, 1):
            if k.masukan and not lembar.cell(r, n).protection.locked:
                hasil[k.kunci] = self._nilai(bagian, k.kunci, lembar, r, kode, rapi=rapi)
        return hasil

    def _nilai(self, bagian: Bagian, kolom: str, lembar: Any, r: int, kode: str, *, rapi: bool) -> Any:
        h = expected(self._kantor.siklus, self._kantor.pengaturan.skala_ordinal, bagian.kunci, kode, kolom)
        if h.jenis == "teks":
            return "penjelasan" if rapi else self._acak.choice([None, "penjelasan", "-", "  "])
        if h.jenis == "pilihan":
            if kolom == "status_data":
                return "Ada" if rapi else self._acak.choice([None, "Ada", "ada ", *h.pilihan, "entah"])
            return self._acak.choice([*h.pilihan, *([] if rapi else [None, "nihil", "entah"])])
        acuan = self._acuan(bagian, kolom, lembar, r)
        wajar = [acuan, acuan * Decimal("0.9"), acuan * Decimal("1.1")]
        aneh = [None, "nihil", 0, -1, Decimal("0.8"), 101, acuan * 20, acuan / 20, "delapan", "#N/A", True]
        if kolom == "realisasi_anggaran":
            aneh[aneh.index(True)] = acuan / 1000
        return self._acak.choice(wajar if rapi else wajar + aneh)

    @staticmethod
    def _acuan(bagian: Bagian, kolom: str, lembar: Any, r: int) -> Decimal:
        kunci = {"realisasi_anggaran": "pagu", "pembilang": "target", "penyebut": "target"}.get(kolom, "target")
        n = next(n for n, k in enumerate(bagian.kolom, 1) if k.kunci == kunci)
        nilai = lembar.cell(r, n).value
        return Decimal(str(nilai)) if isinstance(nilai, int | float) else Decimal(50)


def _lights(data: bytes) -> tuple[dict[str, tuple[str, str]], str, str]:
    """State and sentence of each row of CEK, the total, and the total as ISIAN repeats it."""
    buku = openpyxl.load_workbook(BytesIO(data), data_only=True)
    cek = buku["CEK"]
    baris = {
        str(cek.cell(r, 3).value): (str(cek.cell(r, 5).value), str(cek.cell(r, 6).value or ""))
        for r in range(7, cek.max_row + 1)
        if cek.cell(r, 3).value
    }
    return baris, str(cek["A4"].value), str(buku["ISIAN"]["A6"].value)


@needs_office()
@pytest.mark.kantor
@pytest.mark.parametrize("seed", range(1, 7))
def test_cek_says_what_validate_says(kantor: Kantor, issued: dict[str, bytes], seed: int, tmp_path: Path) -> None:
    """However a form is filled, each light is that of the findings, and «SIAP DIKIRIM» means that there are none."""
    pengisi = Pengisi(kantor, seed)
    lampu: dict[str, dict[str, tuple[str, str]]] = {}
    total = {}
    diisi = {unit: pengisi.isi(data) for unit, data in issued.items()}
    for unit, jadi in recalculate_all(diisi, tmp_path).items():
        (kantor.folder.inbox / f"{unit}.xlsx").write_bytes(jadi)
        lampu[unit], total[unit], diulang = _lights(jadi)
        assert diulang.startswith(total[unit])
    intake.collect(kantor, at(7), kantor.folder.inbox)
    temuan = validation.validate(kantor, at(8)).temuan
    assert {f.kunci.unit for f in temuan if f.kode == "LIN-01"} == set()
    for unit, baris in lampu.items():
        for kode, (keadaan, kalimat) in baris.items():
            harap = _lampu(temuan, kode)
            milik = [f for f in temuan if f.kunci.butir == kode]
            assert keadaan == harap.value, (seed, unit, kode, keadaan, kalimat, [(f.kode, f.pesan) for f in milik])
            if harap is not Lampu.LENGKAP:
                assert kalimat in {r.perbaikan for r in rules.all_rules() if r.cek}
        n = {x: sum(k == x.value for k, _ in baris.values()) for x in Lampu}
        kata = {Lampu.KOSONG: "isian kosong", Lampu.PERIKSA: "perlu diperiksa", Lampu.PENJELASAN: "perlu penjelasan"}
        rinci = ", ".join(f"{n[x]} {t}" for x, t in kata.items() if n[x])
        assert total[unit] == (f"BELUM: {rinci}" if rinci else SIAP_DIKIRIM)
    semua = {k for b in lampu.values() for k, _ in b.values()}
    assert semua == {x.value for x in Lampu}


@needs_office()
@pytest.mark.kantor
def test_an_empty_form_and_a_finished_one(kantor: Kantor, issued: dict[str, bytes], tmp_path: Path) -> None:
    """A form as issued says how much is missing; a finished one says that it can be sent."""
    isian = {
        i.kode: {"status_data": "Ada", "realisasi": kantor.siklus.target_berlaku(i.kode).tahunan}  # type: ignore[union-attr]
        for i in kantor.siklus.indikator_unit("IND")
        if i.akumulasi != "kumulatif"
    }
    isian |= {
        i.kode: {"status_data": "Belum tersedia", "keterangan": "Menunggu BPS"}
        for i in kantor.siklus.indikator_unit("IND")
        if i.akumulasi == "kumulatif"
    }
    anggaran = {
        p.kode: {"realisasi_anggaran": p.pagu, **({"realisasi_keluaran": p.target} if p.target is not None else {})}
        for p in kantor.siklus.program_unit("IND")
    }
    jadi = fill(issued["IND"], {"isian": isian, "anggaran": anggaran})
    hasil = recalculate_all({"kosong": issued["IND"], "jadi": jadi}, tmp_path)
    baris, total, _ = _lights(hasil["kosong"])
    assert total == f"BELUM: {len(baris)} isian kosong"
    assert {k for k, _ in baris.values()} == {Lampu.KOSONG.value}
    assert _lights(hasil["jadi"])[1] == SIAP_DIKIRIM


def test_every_row_rule_that_asks_for_something_is_in_cek() -> None:
    """An error or a warning on a row or a cell is seen before sending; the mapping is the rules' own."""
    diminta = [
        r for r in rules.all_rules() if r.fungsi and r.lingkup in _PER_BARIS and r.severity is not Severity.CATATAN
    ]
    tanpa = {r.kode for r in diminta if r.cek is None}
    # One condition of CEK stands for every way in which a number cannot be read.
    assert tanpa == {"SEL-02", "SEL-03", "SEL-04", "SEL-05", "SEL-06", "SEL-07"}
    assert all("{" not in r.perbaikan for r in diminta if r.cek)
    urut = [s.lampu for s in run.conditions()]
    assert urut == sorted(urut, key=list(Lampu).index)


# --- dropdowns, limits, sentences ---


def _validations(data: bytes) -> Iterator[tuple[str, DataValidation]]:
    buku = openpyxl.load_workbook(BytesIO(data))
    for bagian in BAGIAN:
        if bagian.lembar in buku.sheetnames:
            for dv in buku[bagian.lembar].data_validations.dataValidation:
                yield bagian.lembar, dv


def test_whatever_a_dropdown_offers_is_accepted(kantor: Kantor, issued: dict[str, bytes]) -> None:
    """Every list comes from a named range, and the reader takes every word of it as it stands."""
    banyak = 0
    for data in issued.values():
        buku = openpyxl.load_workbook(BytesIO(data))
        for lembar, dv in _validations(data):
            if dv.type != "list":
                continue
            assert re.fullmatch(r"daftar_\d+", str(dv.formula1)), dv.formula1
            rujuk = buku.defined_names[str(dv.formula1)].attr_text
            nama, daerah = rujuk.replace("'", "").replace("$", "").split("!")
            kata = [str(c.value) for row in buku[nama][daerah] for c in row]
            bagian = ISIAN if lembar == "ISIAN" else ANGGARAN
            for sel in str(dv.sqref).split():
                for cell in (c for row in buku[lembar][sel if ":" in sel else f"{sel}:{sel}"] for c in row):
                    kode = str(buku[lembar].cell(cell.row, 2).value)
                    kolom = bagian.kolom[cell.column - 1].kunci
                    h = expected(kantor.siklus, kantor.pengaturan.skala_ordinal, bagian.kunci, kode, kolom)
                    for k in kata:
                        nilai = read(Cell(cell.coordinate, cell.row, cell.column, "s", k), h, CellRef("", "", ""))
                        assert (nilai.keadaan, nilai.isi, nilai.catatan) == (Keadaan.TERISI, k, "")
                        banyak += 1
    assert banyak > 100


def test_the_sentences_of_the_form_are_those_of_the_rules(issued: dict[str, bytes]) -> None:
    """Messages of refused input are put together from sentences that a rule says too; hints with a rule are its own."""
    kalimat = {r.perbaikan for r in rules.all_rules()} | {r.diharapkan for r in rules.all_rules()}
    hint = set()
    for data in issued.values():
        for _, dv in _validations(data):
            assert dv.type in ("list", "custom", None)
            assert len(dv.formula1 or "") <= 255 and len(dv.prompt or "") <= 255 and len(dv.error or "") <= 255
            hint.add(dv.prompt)
            if dv.type:
                pesan, _, harap = str(dv.error).partition(" Yang diharapkan: ")
                assert pesan in kalimat and (not harap or harap.removesuffix(".") in kalimat)
                assert dv.errorStyle == "stop" and dv.showErrorMessage
    assert {rules.get(k).perbaikan for k in ("SEL-01", "ISI-08", "ISI-10")} <= hint
    assert {rules.get(k).diharapkan for k in ("ANG-01", "ISI-12")} <= hint
    assert any(rules.get("SEL-08").perbaikan in h for h in hint)


def test_status_words_of_conditions_are_those_of_the_list() -> None:
    """A condition never compares with a word that the list does not offer, nor with a polarity that there is not."""
    kata = {"status_data": {s.value for s in StatusData}, "polaritas": {r.polaritas for r in polarity.all()}}
    semua = [(k, n) for s in run.conditions() for k, n in re.findall(r'\{(\w+):teks\}="([^"]+)"', s.excel)]
    assert {k for k, _ in semua} == set(kata)
    assert [n for k, n in semua if n not in kata[k]] == []


ANGKA = [
    (85.5, True),
    (0, True),
    (100, True),
    (101, False),
    (-1, False),
    ("85,5 %", True),
    ("85,5", True),
    ("nihil", True),
    ("-", True),
    ("delapan", False),
    ("tidak tahu", False),
    ("−5", True),
]


@needs_office()
@pytest.mark.kantor
def test_number_cells_take_what_validate_can_read(kantor: Kantor, issued: dict[str, bytes], tmp_path: Path) -> None:
    """The limit of a share takes numbers from 0 to 100 and every text that `validate` reads; words are refused."""
    buku = openpyxl.load_workbook(BytesIO(issued["SEK"]))
    lembar = buku["ISIAN"]
    baris = next(r for r in range(8, 30) if lembar.cell(r, 2).value == "IK-5.2")
    sel = f"P{baris}"
    dv = next(d for _, d in _validations(issued["SEK"]) if sel in d.sqref and d.type == "custom")
    awal = str(dv.sqref).split(":")[0].split()[0]
    uji = buku.create_sheet("UJI")
    for r, (nilai, _) in enumerate(ANGKA, 1):
        uji.cell(r, 1).value = nilai
        uji.cell(r, 2).value = "=" + str(dv.formula1).replace(awal, f"A{r}")
    keluar = BytesIO()
    buku.save(keluar)
    hasil = openpyxl.load_workbook(BytesIO(recalculate(keluar.getvalue(), tmp_path)), data_only=True)["UJI"]
    assert [(n, bool(hasil.cell(r, 2).value)) for r, (n, _) in enumerate(ANGKA, 1)] == ANGKA
    h = expected(kantor.siklus, kantor.pengaturan.skala_ordinal, "isian", "IK-5.2", "realisasi")
    for nilai, boleh in ANGKA:
        dibaca = read(Cell("A1", 1, 1, "s", nilai), h, CellRef("", "", "")) if isinstance(nilai, str) else None
        if dibaca and dibaca.keadaan is not Keadaan.TAK_TERBACA:
            assert boleh, nilai


def test_the_page_for_the_units_lists_every_condition() -> None:
    """docs/panduan-bidang.md has the sentence of every condition, as CEK shows it."""
    teks = (Path(__file__).parent.parent / "docs" / "panduan-bidang.md").read_text("utf-8")
    baris = [f"| {s.lampu.value} | {s.kalimat} | {s.kode} |" for s in run.conditions()]
    assert [b for b in baris if b not in teks] == []
