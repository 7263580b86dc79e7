"""The form computes what the program computes: recalculated by LibreOffice, capaian and predikat agree."""

from __future__ import annotations

import itertools
import random
import subprocess
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import Any

import openpyxl
import pytest
from tools.buat_contoh import fill

from capaian.analysis.compute import compute
from capaian.analysis.live import live
from capaian.forms import issue
from capaian.forms.expect import expected
from capaian.formulas import SKALA_BAWAAN, accumulation, limits, polarity, predikat
from capaian.formulas.predikat import ORDINAL_BAWAAN
from capaian.model.capaian import Alasan, Capaian
from capaian.model.formulir import KodeFormulir
from capaian.model.kata import StatusData
from capaian.model.kiriman import Isian
from capaian.model.nilai import CellRef, Keadaan, Nilai
from capaian.model.pengaturan import Instansi, Kebijakan, Pengaturan
from capaian.model.periode import Periode
from capaian.model.skema import FREKUENSI, Indikator, Sasaran, Siklus, Target, Ukuran, Unit
from capaian.sheet import form, reader, values
from capaian.sheet.layout import ISIAN
from capaian.sheet.writer import write_form
from conftest import needs_office

TOLERANSI = Decimal("1E-9")
JUMLAH = 1000
RUMUS = {
    (r.nilai, r.polaritas): [x.nama for x in polarity.all() if (x.nilai, x.polaritas) == (r.nilai, r.polaritas)]
    for r in polarity.all()
}


def recalculate_all(data: Mapping[str, bytes], tmp: Path) -> dict[str, bytes]:
    """Open with LibreOffice, which computes every formula without a stored result, and save; all in one go."""
    masuk, keluar = tmp / "masuk", tmp / "keluar"
    masuk.mkdir(parents=True)
    for nama, isi in data.items():
        (masuk / f"{nama}.xlsx").write_bytes(isi)
    perintah = ["soffice", f"-env:UserInstallation=file://{tmp}/profil", "--headless", "--convert-to", "xlsx"]
    perintah += ["--outdir", str(keluar), *map(str, sorted(masuk.iterdir()))]
    subprocess.run(perintah, check=True, capture_output=True, timeout=300)
    return {nama: (keluar / f"{nama}.xlsx").read_bytes() for nama in data}


def recalculate(data: bytes, tmp: Path) -> bytes:
    """The same for one workbook."""
    return recalculate_all({"f": data}, tmp)["f"]


@dataclass(frozen=True)
class Kasus:
    """One generated row: an indicator with its targets, what was typed before and what is typed now."""

    indikator: Indikator
    target: Target | None
    lalu: tuple[Nilai, ...]
    status: str
    diketik: Any


class Pembangkit:
    """Generates rows from a fixed seed, so that a failure can be repeated."""

    def __init__(self, periode: Periode) -> None:
        self._periode = periode
        self._acak = random.Random(str(periode))

    def kasus(self, n: int, rumus: str, akumulasi: str) -> Kasus:
        r = polarity.get(rumus)
        skala = self._acak.choice(list(ORDINAL_BAWAAN)) if r.nilai == "predikat" else ""
        indikator = Indikator(
            kode=f"IK-{n}",
            sasaran="S",
            nama=f"Indikator {n}",
            satuan="%",
            unit="U",
            nilai=r.nilai,
            polaritas=r.polaritas,
            rumus=rumus,
            akumulasi=akumulasi,
            skala=skala,
            desimal=2,
            frekuensi=self._acak.choice(["triwulanan", "triwulanan", "triwulanan", *FREKUENSI]),
        )
        return Kasus(
            indikator,
            self._target(indikator),
            tuple(self._lalu(indikator) for _ in range(self._periode.ke - 1)),
            self._acak.choice(["", "Ada", "ada", *(s.value for s in StatusData)]),
            self._diketik(indikator),
        )

    def _angka(self) -> Decimal:
        return self._acak.choice(
            [
                Decimal(0),
                Decimal(self._acak.randint(0, 200)),
                Decimal(self._acak.randint(-50, 50)) / 10,
                Decimal(self._acak.randint(0, 20000)) / 100,
                Decimal(self._acak.randint(0, 10**7)) / 10**4,
            ]
        )

    def _nilai(self, i: Indikator) -> Ukuran:
        if i.nilai == "ya_tidak":
            return self._acak.choice(["ya", "tidak"])
        return self._acak.choice(list(ORDINAL_BAWAAN[i.skala].skor)) if i.nilai == "predikat" else self._angka()

    def _satu_target(self, i: Indikator) -> Ukuran | None:
        if self._acak.random() < 0.08:
            return None
        if i.polaritas == "rentang" and i.nilai == "angka" and self._acak.random() < 0.6:
            a, b = sorted((self._angka(), self._angka()))
            return f"{a}–{b}"
        return self._nilai(i)

    def _target(self, i: Indikator) -> Target | None:
        if self._acak.random() < 0.05:
            return None
        if accumulation.get(i.akumulasi).jumlah and i.polaritas == "rentang":
            q = [self._angka() for _ in range(4)]
        else:
            q = [self._satu_target(i) for _ in range(4)]
        return Target(i.kode, 2025, "PK", self._satu_target(i), (q[0], q[1], q[2], q[3]), MappingProxyType({}))

    def _lalu(self, i: Indikator) -> Nilai:
        untung = self._acak.random()
        if untung < 0.1:
            return Nilai(Keadaan.KOSONG)
        if untung < 0.2:
            return Nilai(Keadaan.TIDAK_BERLAKU)
        nilai = self._nilai(i)
        return Nilai(Keadaan.TERISI, nilai, str(nilai))

    def _diketik(self, i: Indikator) -> Any:
        return self._acak.choice([None, "nihil", "-", *[self._nilai(i) for _ in range(9)]])


def _kantor(periode: Periode, skala: str, bawah: Decimal | None, atas: Decimal | None) -> Pengaturan:
    kebijakan = Kebijakan(MappingProxyType({}), skala, batas_atas=atas, batas_bawah=bawah)
    instansi = Instansi("UJI", "Dinas Uji", "Uji", "Pemerintah Kota Uji", "Kota Uji", "Uji")
    return Pengaturan(instansi, periode, (), kebijakan, SKALA_BAWAAN, ORDINAL_BAWAAN, ())


def _siklus(kasus: list[Kasus]) -> Siklus:
    target = tuple(k.target for k in kasus if k.target)
    sasaran, unit = (Sasaran("S", "Sasaran"),), (Unit("U", "Unit"),)
    return Siklus(2025, unit, sasaran, tuple(k.indikator for k in kasus), target, (), ())


def _expected(kasus: list[Kasus], pengaturan: Pengaturan, data: bytes) -> dict[str, Capaian]:
    """What the program computes from the same file."""
    siklus = _siklus(kasus)
    bacaan = form.read_part(reader.read(data), ISIAN, pengaturan.periode, {k.indikator.kode for k in kasus})
    assert bacaan is not None
    isian = [
        Isian(
            "U",
            pengaturan.periode,
            "isian",
            kode,
            {
                k.kunci: values.read(
                    sel[k.kunci][1],
                    expected(siklus, ORDINAL_BAWAAN, "isian", kode, k.kunci),
                    CellRef("f", "ISIAN", sel[k.kunci][0]),
                )
                for k in ISIAN.masukan
            },
        )
        for kode, sel in bacaan.sel.items()
    ]
    return {
        c.indikator: c
        for c in compute(siklus, pengaturan, isian, _sebelumnya(kasus, pengaturan.periode), pengaturan.periode)
    }


def _sebelumnya(kasus: list[Kasus], periode: Periode) -> dict[tuple[str, str], Nilai]:
    return {
        (k.indikator.kode, str(Periode(periode.tahun, periode.jenis, n))): v
        for k in kasus
        for n, v in enumerate(k.lalu, 1)
    }


def _filled(kasus: list[Kasus], pengaturan: Pengaturan) -> bytes:
    siklus, sebelumnya = _siklus(kasus), _sebelumnya(kasus, pengaturan.periode)
    kode = KodeFormulir("UJI", pengaturan.periode, "U", 1)
    formulir = issue.compose(siklus, pengaturan, siklus.unit[0], kode, sebelumnya, date(2025, 10, 1), date(2025, 10, 6))
    data = write_form(issue.with_formulas(formulir, live(siklus, pengaturan, sebelumnya, pengaturan.periode)))
    isi = {k.indikator.kode: {"status_data": k.status, "realisasi": k.diketik} for k in kasus}
    return fill(data, {"isian": isi})


def _shown(data: bytes) -> dict[str, tuple[Any, Any]]:
    lembar = openpyxl.load_workbook(BytesIO(data), data_only=True)["ISIAN"]
    kolom = {k.kunci: n for n, k in enumerate(ISIAN.kolom, 1)}
    baris = range(8, lembar.max_row + 1)
    return {
        str(lembar.cell(r, 2).value): (lembar.cell(r, kolom["capaian"]).value, lembar.cell(r, kolom["predikat"]).value)
        for r in baris
        if lembar.cell(r, 2).value
    }


KANTOR = [
    ("2025-TW3", "P86", Decimal(0), None),
    ("2025-TW4", "TIGA", None, Decimal(120)),
    ("2025-SM2", "IKM", Decimal(0), Decimal(100)),
]


@needs_office()
@pytest.mark.kantor
@pytest.mark.parametrize(("periode", "skala", "bawah", "atas"), KANTOR, ids=[k[0] for k in KANTOR])
def test_the_form_computes_what_the_program_computes(
    periode: str, skala: str, bawah: Decimal | None, atas: Decimal | None, tmp_path: Path
) -> None:
    """For every formula, accumulation, scale and kind of target the live cells equal the program to 1e-9."""
    pengaturan = _kantor(Periode.parse(periode), skala, bawah, atas)
    bangkit = Pembangkit(pengaturan.periode)
    pasangan = [
        (r.nama, a.nama)
        for r, a in itertools.product(polarity.all(), accumulation.all())
        if r.nilai == "angka" or not a.butuh_angka
    ]
    semua = [bangkit.kasus(n, *pasangan[n % len(pasangan)]) for n in range(JUMLAH)]
    kasus = [k for k in semua if _computable(k, pengaturan.periode)]
    data = _filled(kasus, pengaturan)
    harap, ada = _expected(kasus, pengaturan, data), _shown(recalculate(data, tmp_path))
    for k in kasus:
        c, (persen, label) = harap[k.indikator.kode], ada[k.indikator.kode]
        if c.persen is None:
            assert persen in (None, "") and label in (None, ""), (k, c, persen)
        else:
            assert isinstance(persen, int | float), (k, c, persen)
            assert abs(Decimal(repr(persen)) - c.persen) <= TOLERANSI * max(1, abs(c.persen)), (k, c, persen)
            assert label == c.predikat, (k, c, label)
    _assert_coverage(kasus, harap, pengaturan)


def _computable(k: Kasus, periode: Periode) -> bool:
    """Leave out what the schema check refuses: a range for a formula that takes a number."""
    t = accumulation.target_periode(k.target, k.indikator, periode)
    setahun = k.target.tahunan if k.target else None
    rentang = any(isinstance(x, str) for x in (t, setahun)) and k.indikator.nilai == "angka"
    return not rentang or k.indikator.rumus in ("rentang", "stabil")


def _assert_coverage(kasus: list[Kasus], harap: dict[str, Capaian], pengaturan: Pengaturan) -> None:
    """Every way in which the program can answer occurs, with and without a result."""
    periode = pengaturan.periode
    hasil = Counter(
        (k.indikator.rumus, k.indikator.akumulasi, harap[k.indikator.kode].persen is not None) for k in kasus
    )
    for r, a in itertools.product(polarity.all(), accumulation.all()):
        if r.nilai == "angka" or not a.butuh_angka:
            sekali_setahun = a.nama == "tahunan" and not periode.akhir_tahun
            assert hasil[r.nama, a.nama, True] > 0 or sekali_setahun, (r.nama, a.nama)
            assert hasil[r.nama, a.nama, False] > 0, (r.nama, a.nama)
    alasan = {c.alasan for c in harap.values()}
    # What is unreadable or held has no number that a form could compute with.
    assert alasan >= set(Alasan) - {Alasan.TAK_TERBACA, Alasan.DITAHAN}, set(Alasan) - alasan
    target = {k.indikator.kode: accumulation.target_periode(k.target, k.indikator, periode) for k in kasus}
    nol = {k.indikator.rumus for k in kasus if target[k.indikator.kode] == 0}
    assert nol >= {r.nama for r in polarity.all() if r.nilai == "angka"}
    assert any(harap[k].persen == 100 for k, t in target.items() if t == 0)
    assert any(harap[k].persen == 0 for k, t in target.items() if t == 0)
    label = {c.predikat for c in harap.values() if c.predikat}
    assert label == {j.label for j in predikat.skala_kantor(pengaturan).jenjang}
    if pengaturan.kebijakan.batas_atas is not None:
        assert any(c.mentah is not None and c.mentah > pengaturan.kebijakan.batas_atas for c in harap.values())


def test_every_formula_has_its_excel_text() -> None:
    """A formula cannot be registered without the text that the form computes with."""
    for r in polarity.all():
        assert "{R}" in r.excel and set("TAB") & set(r.excel), r.nama
    for a in accumulation.all():
        assert "{S}" in a.excel or "{K}" in a.excel, a.nama
    assert limits.excel(Decimal(0), Decimal(120)) == "MAX(0,MIN(120,{C}))"
    assert limits.excel(None, None) == "{C}"


def test_a_label_with_quotes_and_braces_stays_a_label() -> None:
    """Words of the office cannot break out of the expression."""
    skala = SKALA_BAWAAN["TIGA"]
    jenjang = (replace(skala.jenjang[0], label='Baik "sekali" {C}'), *skala.jenjang[1:])
    teks = predikat.excel(replace(skala, jenjang=jenjang)).format(C="P8")
    assert teks.startswith('IF(P8>100,"Baik ""sekali"" {C}",IF(P8>=100,')
