"""PK Perubahan in mid-year: both targets are kept, the report says which was used, forms already sent stay valid."""

from __future__ import annotations

import re
import zipfile
from decimal import Decimal
from io import BytesIO

import pytest
from tools.buat_contoh import fill

from capaian.model.kiriman import Putusan
from capaian.model.periode import Periode
from capaian.pipeline import forms, intake, report, validation
from capaian.pipeline.office import Kantor, open_office
from capaian.workspace.folder import Folder
from conftest import Send, at

TW = [Periode(2025, "TW", n) for n in (1, 2, 3, 4)]
ISI = {"isian": {"IK-1.4": {"status_data": "Ada", "realisasi": 40, "kendala": "a", "tindak_lanjut": "b"}}}


def _amend(folder: Folder, *baris: str) -> None:
    path = folder.root / "skema" / "Target.csv"
    path.write_text(path.read_text("utf-8-sig") + "".join(f"{b}\n" for b in baris), "utf-8-sig")


def test_an_amendment_counts_from_its_day(folder: Folder) -> None:
    """Periods that end before it keep the first target; quarters that it leaves open keep theirs, cell and all."""
    _amend(folder, "IK-1.4;2025;PK Perubahan;50,00;;;38,00;50,00;2025-09-15;Perubahan")
    siklus = open_office(folder).siklus
    target = [siklus.target_berlaku("IK-1.4", p) for p in TW]
    assert [t.dokumen for t in target if t] == ["PK", "PK", "PK Perubahan", "PK Perubahan"]
    assert [t.tahunan for t in target if t] == [Decimal(48), Decimal(48), Decimal(50), Decimal(50)]
    akhir = target[3]
    assert akhir and akhir.triwulan == (Decimal(12), Decimal(24), Decimal(38), Decimal(50))
    assert akhir.asal["tw1"] != akhir.asal["tw3"] and "TW I" in str(akhir.asal["tw1"])
    assert siklus.target_semula("IK-1.4", TW[1]) is None
    semula = siklus.target_semula("IK-1.4", TW[3])
    assert semula and semula.tahunan == Decimal(48)


def test_two_amendments_follow_each_other(folder: Folder) -> None:
    """A second change in one year is a second row with a later day."""
    _amend(
        folder,
        "IK-1.4;2025;PK Perubahan;50,00;12,00;24,00;36,00;50,00;2025-05-01;Pertama",
        "IK-1.4;2025;PK Perubahan;52,00;;;;52,00;2025-10-15;Kedua",
    )
    siklus = open_office(folder).siklus
    tahunan = [t.tahunan for p in TW if (t := siklus.target_berlaku("IK-1.4", p))]
    assert tahunan == [Decimal(48), Decimal(50), Decimal(50), Decimal(52)]


def _text(docx: bytes) -> str:
    isi = zipfile.ZipFile(BytesIO(docx)).read("word/document.xml").decode()
    return re.sub(r"<[^>]+>", "|", isi)


def _receive(kantor: Kantor, hari: int) -> Putusan:
    hasil = intake.collect(kantor, at(hari), kantor.folder.inbox)
    return next(p.putusan for p in hasil.penerimaan if p.unit == "PPTK" and p.baru)


def test_a_form_from_before_the_amendment_stays_valid(kantor: Kantor, issued: dict[str, bytes], send: Send) -> None:
    """The form was issued, the target changed, the form comes back: accepted, and measured against the new target."""
    _amend(kantor.folder, "IK-1.4;2025;PK Perubahan;50,00;12,00;24,00;38,00;50,00;2025-10-01;Perubahan")
    baru = open_office(kantor.folder)
    send("PPTK", **ISI)
    assert _receive(baru, 7) in (Putusan.DITERIMA, Putusan.DENGAN_CATATAN)
    temuan = validation.validate(baru, at(8)).temuan
    assert not [f for f in temuan if f.kode == "FRM-01"]
    hasil = report.build_report(baru, at(9))
    (c,) = [c for c in hasil.hitungan.capaian if c.indikator == "IK-1.4"]
    assert (c.target.isi, c.persen) == (Decimal(50), Decimal(80))
    isi = _text(hasil.berkas.read_bytes())
    tabel = isi[isi.rindex("Target yang Berubah Tahun") :]
    baris = [x for x in tabel[tabel.index("IK-1.4") :].split("|") if x][:8]
    assert baris[3:] == ["48,00", "50,00", "48,00", "50,00", "1 Oktober 2025"]


def test_both_issues_are_accepted_afterwards(kantor: Kantor, issued: dict[str, bytes], send: Send) -> None:
    """The changed schema makes a second issue; the first and the second both come in."""
    _amend(kantor.folder, "IK-1.4;2025;PK Perubahan;50,00;12,00;24,00;38,00;50,00;2025-10-01;Perubahan")
    baru = open_office(kantor.folder)
    terbit = {t.unit.kode: t for t in forms.issue_forms(baru, at(6))}
    assert terbit["PPTK"].baru and terbit["PPTK"].kode.terbitan == 2
    assert not terbit["SEK"].baru
    send("PPTK", **ISI)
    assert _receive(baru, 7) in (Putusan.DITERIMA, Putusan.DENGAN_CATATAN)
    (baru.folder.inbox / "kedua.xlsx").write_bytes(fill(terbit["PPTK"].berkas.read_bytes(), ISI))
    assert _receive(baru, 8) is not Putusan.KARANTINA
    assert not [f for f in validation.validate(baru, at(8)).temuan if f.kode == "FRM-01"]


def test_nothing_is_said_when_nothing_changed(kantor: Kantor, issued: dict[str, bytes], send: Send) -> None:
    """Without an amendment in force the report has no table of changes."""
    path = kantor.folder.root / "skema" / "Target.csv"
    baris = [b for b in path.read_text("utf-8-sig").splitlines() if "PK Perubahan" not in b]
    path.write_text("\n".join(baris) + "\n", "utf-8-sig")
    baru = open_office(kantor.folder)
    send("PPTK", **ISI)
    intake.collect(baru, at(7), baru.folder.inbox)
    assert "Target yang Berubah" not in _text(report.build_report(baru, at(9)).berkas.read_bytes())


# --- how often an indicator is measured ---


@pytest.mark.parametrize(
    ("akumulasi", "frekuensi", "diukur"),
    [
        ("posisi_akhir", "triwulanan", [True, True, True, True]),
        ("posisi_akhir", "semesteran", [False, True, False, True]),
        ("kumulatif", "tahunan", [False, False, False, True]),
        ("tahunan", "triwulanan", [False, False, False, True]),
    ],
)
def test_frequency_says_when_it_is_measured(kantor: Kantor, akumulasi: str, frekuensi: str, diukur: list[bool]) -> None:
    """One function tells forms, rules and analysis alike."""
    from dataclasses import replace

    indikator = replace(kantor.siklus.indikator[0], akumulasi=akumulasi, frekuensi=frekuensi)
    assert [indikator.diukur_pada(p) for p in TW] == diukur
    assert indikator.diukur_pada(Periode(2025, "SM", 1)) is diukur[1]
    assert indikator.diukur_pada(Periode(2025, "TAHUN")) is True


# --- who heads a unit ---


def test_the_head_of_the_day_signs(folder: Folder) -> None:
    """A form is signed by whoever heads the unit on the day of issue, acting heads as such."""
    pejabat = open_office(folder).siklus.pejabat
    plt = next(p for p in pejabat if p.status == "Plt.")
    lama = next(p for p in pejabat if p.unit == plt.unit and p is not plt)
    assert lama.selesai and plt.mulai
    siklus = open_office(folder).siklus
    assert siklus.kepala_unit(plt.unit, lama.selesai) == lama
    assert siklus.kepala_unit(plt.unit, plt.mulai) == plt
    forms.issue_forms(open_office(folder), at(5), plt.unit)
    data = (folder.formulir(Periode.parse("2025-TW4")) / f"2025-TW4-{plt.unit}.xlsx").read_bytes()
    buku = zipfile.ZipFile(BytesIO(data))
    teks = "".join(buku.read(n).decode() for n in buku.namelist() if n.endswith(".xml"))
    assert f"Plt. {plt.jabatan}" in teks and plt.nama in teks and lama.nama not in teks


def test_two_heads_are_named_with_both_cells(folder: Folder) -> None:
    """The mistake names both people and both cells."""
    from capaian.pipeline import tables

    path = folder.root / "skema" / "Pejabat.csv"
    path.write_text(path.read_text("utf-8-sig").replace("2025-09-30", "2025-10-01"), "utf-8-sig")
    (t,) = tables.check(folder).temuan
    assert (t.kode, t.tempat) == ("SKM-05", "skema/Pejabat.csv · baris 7 kolom Mulai")
    assert "RINA" in t.pesan and "HENDRA" in t.pesan and "skema/Pejabat.csv · baris 6 kolom Mulai" in t.pesan
