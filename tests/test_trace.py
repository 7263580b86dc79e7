"""From every number of the report back to the cell, by bytes that lie in the archive."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from typer.testing import CliRunner

from capaian.cli import app
from capaian.errors import UsageError
from capaian.formulas import polarity
from capaian.ledger import Archive
from capaian.model.jejak import HasilJejak, Jejak
from capaian.pipeline import intake, report, trace, validation, waivers
from capaian.pipeline.office import Kantor, Pelaku
from capaian.text.numbers import Kepastian, baca
from conftest import Send, at, both_rounds


@pytest.fixture(scope="module")
def quarter(tmp_path_factory: pytest.TempPathFactory) -> Kantor:
    """The example office with both rounds collected and a draft built."""
    tujuan = tmp_path_factory.mktemp("contoh") / "kantor"
    kantor = both_rounds(tujuan)
    report.build_report(kantor, at(13))
    return kantor


@pytest.fixture(scope="module")
def semua(quarter: Kantor) -> HasilJejak:
    return trace.everything(quarter, at(13))


class Sel:
    """Reads cells again, with other eyes than the program: openpyxl on archived bytes, csv on the tables."""

    def __init__(self, kantor: Kantor) -> None:
        self._kantor, self._buku = kantor, {}
        self._arsip = Archive(kantor.folder.arsip)

    def isi(self, asal: Any) -> str:
        if asal.sha256:
            if asal.sha256 not in self._buku:
                data = self._arsip.get(asal.sha256)
                self._buku[asal.sha256] = openpyxl.load_workbook(BytesIO(data), data_only=True)
            nilai = self._buku[asal.sha256][asal.lembar][asal.sel].value
            return "" if nilai is None else str(nilai)
        cocok = re.fullmatch(r"baris (\d+) kolom (.+)", asal.sel)
        if cocok is None:
            return asal.sel
        teks = (self._kantor.folder.root / asal.berkas).read_text("utf-8-sig")
        baris = list(csv.reader(io.StringIO(teks, newline=""), delimiter=";"))
        return baris[int(cocok[1]) - 1][baris[0].index(cocok[2])]


def _counts(kantor: Kantor, nama: str) -> bool:
    ind = kantor.siklus.indikator_by_kode.get(nama.rpartition(" ")[2])
    return ind is not None and ind.cacah


def _angka(teks: str, satuan: str, *, cacah: bool) -> Decimal | str:
    hasil = baca(re.sub(r"^(\d+)\.(\d+)$", r"\1,\2", teks), satuan, cacah=cacah)
    return hasil.nilai if hasil.kepastian is not Kepastian.BUKAN and hasil.nilai is not None else teks


def _numbers(kantor: Kantor) -> list[Mapping[str, Any]]:
    return list(json.loads((kantor.folder.laporan(kantor.periode) / "jejak-angka.json").read_text("utf-8")))


def test_every_number_of_the_report_can_be_followed(quarter: Kantor, semua: HasilJejak) -> None:
    """Each ends in cells, and each of these cells is there."""
    angka = _numbers(quarter)
    assert len(semua.jejak) == len({(j["nama"], j["nilai"], j["tercetak"]) for j in angka}) > 700
    sel = Sel(quarter)
    for j, asal in zip(angka, (x["asal"] for x in angka), strict=True):
        assert asal, f"{j['nama']} has no cell"
    for jejak in semua.jejak:
        assert jejak.sel or jejak.anggota, jejak.nama
        for s in jejak.sel:
            assert (s.sel is not None and sel.isi(s.sel) != "") or jejak.nilai is None, (jejak.nama, s)
            assert s.sel is None or not s.sel.sha256 or s.penerimaan is not None, (jejak.nama, s)


def test_what_was_typed_is_what_stands_in_the_cell(quarter: Kantor, semua: HasilJejak) -> None:
    """A number that nobody computed is the one in the archived bytes, read again by another reader."""
    sel, n = Sel(quarter), 0
    for j in semua.jejak:
        if j.rumus == "diisikan, tidak dihitung" and len(j.sel) == 1 and j.sel[0].sel is not None:
            isi = _angka(sel.isi(j.sel[0].sel), j.satuan, cacah=_counts(quarter, j.nama))
            assert isi == j.nilai or str(isi) == str(j.nilai), (j.nama, isi, j.nilai)
            n += 1
    assert n > 250


def test_every_capaian_can_be_computed_again(quarter: Kantor, semua: HasilJejak) -> None:
    """Formula, result and target of the trace give the number of the trace; the calculation says the same digits."""
    n = 0
    for ind in quarter.siklus.indikator:
        j = trace.trace(quarter, at(13), ind.kode).jejak[0] if ind.kode in ("IK-1.1", "IK-1.8", "IK-5.1") else None
        j = j or next((x for x in semua.jejak if x.nama == f"capaian {ind.kode}"), None)
        if j is None or j.nilai is None or not isinstance(j.nilai, Decimal):
            continue
        rumus = polarity.rumus_indikator(ind, quarter.pengaturan.kebijakan.rumus)
        if rumus.angka and " terhadap target " not in j.hitungan:
            kiri, _, kanan = re.split(r" ([=≈]) ", j.hitungan)
            assert abs(_compute(kiri) - Decimal(kanan.replace(".", "").replace(",", "."))) < Decimal("1e-5")
            assert abs(_compute(kiri) - j.nilai) < Decimal("1e-9") or j.langkah
            n += 1
    assert n > 25


def _compute(teks: str) -> Decimal:
    ungkapan = teks.replace(".", "").replace(",", ".").replace("×", "*").replace("−", "-")
    assert re.fullmatch(r"[\d.()*/+\- ]+", ungkapan), ungkapan
    return Decimal(str(eval(re.sub(r"(\d+(?:\.\d+)?)", r"Decimal('\1')", ungkapan), {"Decimal": Decimal})))


def test_a_mean_shows_its_members_and_what_was_left_out(quarter: Kantor) -> None:
    j = _one(quarter, "S-2")
    assert [a.kode for a in j.anggota] == [f"IK-2.{i}" for i in range(1, 10)]
    luar = [a for a in j.anggota if a.alasan]
    assert [a.kode for a in luar] == ["IK-2.6"] and luar[0].nilai is None
    assert abs(_compute(re.split(r" [=≈] ", j.hitungan)[0]) - Decimal(str(j.nilai))) < Decimal("1e-5")
    assert {a.kode for a in _one(quarter, "DINAS").anggota} == {s.kode for s in quarter.siklus.sasaran}
    assert all(a.kode.startswith(("IK-4",)) for a in _one(quarter, "IND").anggota)


def test_normalised_value_receipt_and_replaced_version(quarter: Kantor) -> None:
    """«12 menit» was read as 12: both are shown, with who sent the file, when, and what it replaced."""
    j = _one(quarter, "ik-1.8")
    asal = j.sel[-2]
    assert (asal.nilai, asal.tertulis) == ("12", "12 menit") and "dibaca 12" in asal.catatan
    p = asal.penerimaan
    assert p is not None and (p.unit, p.keadaan, p.menggantikan) == ("PPTK", "berlaku", ("DOC-20260107-WA0012.xlsx",))
    assert p.waktu == at(12).waktu and (quarter.folder.root / p.arsip).is_file()
    assert j.sel[-1].dokumen.startswith("PK 2025") and len(j.sel) == 5, "four quarters and the target"


def test_budget(quarter: Kantor) -> None:
    j = _one(quarter, "2.07.03.2.01.0001")
    assert "Rp1.978.640.000 / Rp" in j.hitungan and [s.apa for s in j.sel][:2] == ["realisasi anggaran", "pagu"]
    assert [(s.apa, s.nilai, s.sel.sel if s.sel else "") for s in j.sel][2:] == [
        ("realisasi keluaran", "322", "J8"),
        ("target keluaran", "320 Orang", "baris 16 kolom Target"),
    ]
    nilai = {s.apa: (s.nilai, s.sel.sel if s.sel else "") for s in _one(quarter, "IK-2.1").sel}
    assert (nilai["pembilang"], nilai["penyebut"]) == (("310", "N8"), ("322", "O8"))
    induk = _one(quarter, "2.07.03")
    assert len(induk.anggota) == 4 and sum(a.nilai or 0 for a in induk.anggota) == Decimal(2737925500)


def _one(kantor: Kantor, dicari: str) -> Jejak:
    (j,) = trace.trace(kantor, at(13), dicari).jejak
    return j


def test_a_printed_number(quarter: Kantor) -> None:
    """As it is printed, with or without its unit; several things of that number are all shown."""
    assert _one(quarter, "Rp12.648.883.020").nama == "realisasi anggaran TOTAL"
    for teks in ("94,89%", "94,89", "94,89 persen"):
        assert "capaian IK-1.1" in {j.nama for j in trace.trace(quarter, at(13), teks).jejak}
    assert len(trace.trace(quarter, at(13), "92,35%").jejak) == 2
    assert _one(quarter, "Rata-Rata capaian S-1").anggota
    with pytest.raises(UsageError, match="hal berbeda"):
        trace.trace(quarter, at(13), "100,00%")


@pytest.mark.parametrize(("dicari", "saran"), [("IK-9.9", "IK-2.9"), ("S-9", "S-"), ("123,456%", ""), ("apa saja", "")])
def test_unknown(quarter: Kantor, dicari: str, saran: str) -> None:
    with pytest.raises(UsageError, match="bukan kode dan bukan angka") as galat:
        trace.trace(quarter, at(13), dicari)
    assert saran in galat.value.pesan


def test_finding_and_waiver(kantor: Kantor, send: Send) -> None:
    """An open finding stands beside the value; once a person accepted it, who, when and why."""
    send("BLK", {"IK-2.1": {"realisasi": 300, "status_data": "Ada", "pembilang": 300, "penyebut": 100}})
    intake.collect(kantor, at(7), kantor.folder.inbox)
    hasil = validation.validate(kantor, at(8))
    buka = [t for t in hasil.daftar if t.temuan.kunci.butir == "IK-2.1" and t.dapat_dikecualikan]
    assert {c.kode for c in _one(kantor, "IK-2.1").catatan} >= {t.temuan.kode for t in buka}
    nomor = buka[0].nomor
    alasan = "Penyebutnya kuota awal tahun menurut surat BLK 12/2025"
    waivers.waive(kantor, Pelaku("Siti Rahayu", at(9).waktu), waivers.Pilihan(nomor=(nomor,)), alasan)
    catatan = [c for c in _one(kantor, "IK-2.1").catatan if c.oleh]
    assert [(c.oleh, c.alasan) for c in catatan] == [("Siti Rahayu", alasan)]


def test_before_the_draft(kantor: Kantor, send: Send) -> None:
    """A code needs no draft; a printed number does, and that is said."""
    send("BLK", {"IK-2.1": {"realisasi": 90, "status_data": "Ada"}})
    intake.collect(kantor, at(7), kantor.folder.inbox)
    assert _one(kantor, "IK-2.1").nama == "capaian IK-2.1"
    kosong = _one(kantor, "IK-1.1")
    assert kosong.nilai is None and kosong.alasan
    jalan = CliRunner().invoke(app, ["trace", "93,75%", "--folder", str(kantor.folder.root)])
    assert jalan.exit_code == 1 and "belum disusun" in jalan.output


def test_a_draft_older_than_the_data(kantor: Kantor, send: Send) -> None:
    send("BLK", {"IK-2.1": {"realisasi": 90, "status_data": "Ada"}})
    intake.collect(kantor, at(7), kantor.folder.inbox)
    report.build_report(kantor, at(8))
    assert trace.trace(kantor, at(8), "realisasi IK-2.1").lama == ""
    send("SEK", {"IK-5.2": {"realisasi": 90, "status_data": "Ada"}})
    intake.collect(kantor, at(9), kantor.folder.inbox)
    assert "lebih lama daripada data" in trace.trace(kantor, at(9), "realisasi IK-2.1").lama


def test_from_the_command_line(quarter: Kantor) -> None:
    akar = ["--folder", str(quarter.folder.root)]
    jalan = CliRunner().invoke(app, ["trace", "IK-1.8", *akar])
    assert jalan.exit_code == 0
    for kata in ("(2 × 14 − 12,75) / 14 × 100", "tertulis «12 menit»", "ISIAN!P15", "dari unit PPTK", "arsip/"):
        assert kata in jalan.stdout
    panjang = [b for b in jalan.stdout.splitlines() if len(b) > 80]
    assert all(b.strip().startswith("arsip/") for b in panjang), "only a path that is to be copied is longer"
    isi = json.loads(CliRunner().invoke(app, ["trace", "IK-1.8", *akar, "--json"]).stdout)
    assert isi["jenis"] == "jejak" and isi["isi"]["jejak"][0]["sel"][0]["sel"]["berkas"] == "skema/Riwayat.csv"
    assert CliRunner().invoke(app, ["trace", *akar]).exit_code == 2
    assert CliRunner().invoke(app, ["trace", "--semua", *akar, "--json"]).exit_code == 0
