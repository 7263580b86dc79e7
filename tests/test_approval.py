"""Steps 9 to 11: review, approval, dispatch; what is out of order is refused, what changes afterwards is found."""

from __future__ import annotations

import dataclasses
import json
import random
import shutil
import sqlite3
import zipfile
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

import word
from capaian.cli import app
from capaian.document.comments import comment_on
from capaian.document.review_notes import read_notes
from capaian.errors import CapaianError, DataError, StateError, SystemRefusalError, UsageError
from capaian.ledger import Archive, Ledger
from capaian.model.pengesahan import CatatanReviu, Pengesahan, Tahap
from capaian.model.register import (
    CATATAN_DIJAWAB,
    LAPORAN_DIBUKA,
    LAPORAN_DIKEMBALIKAN,
    LAPORAN_DIKIRIM,
    LAPORAN_DIREVIU,
    LAPORAN_DISAHKAN,
    LAPORAN_DISERAHKAN,
    LAPORAN_DISUSUN,
    LAPORAN_DITERIMA,
    Peristiwa,
)
from capaian.model.surat_masuk import Naskah
from capaian.ooxml import pack
from capaian.pipeline import (
    approving,
    dispatch,
    forms,
    incoming,
    intake,
    integrity,
    originals,
    progress,
    report,
    waivers,
)
from capaian.pipeline.approving import Hari
from capaian.pipeline.office import Kantor, Pelaku, open_office
from capaian.register import approval
from capaian.workspace.folder import Folder
from conftest import EXAMPLE, WIB, at, both_rounds

CATATAN = (CatatanReviu(0, 0, "Perbaiki kata pengantar", "ditulis"), CatatanReviu(0, 0, "Cek Tabel 3.4", "ditulis"))


def hari(n: int) -> Hari:
    """A day of January 2026, acted on the same day."""
    return Hari(date(2026, 1, n), date(2026, 1, n))


@pytest.fixture(scope="module")
def asal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example office with both rounds collected and a draft built."""
    tujuan = tmp_path_factory.mktemp("sah") / "kantor"
    kantor = both_rounds(tujuan)
    report.build_report(kantor, at(13))
    return tujuan


@pytest.fixture
def kantor(asal: Path, tmp_path: Path) -> Kantor:
    shutil.copytree(asal, tmp_path / "kantor")
    return open_office(Folder(tmp_path / "kantor"))


def _accepted(kantor: Kantor) -> None:
    approving.hand_over(kantor, at(13), hari(13))
    approving.accept(kantor, at(14), hari(14))


def _approved(kantor: Kantor) -> approving.HasilTindakan:
    _accepted(kantor)
    return approving.approve(kantor, at(15), hari(15), pdf=False)


def _tahap(kantor: Kantor) -> Tahap:
    return approving.standing(kantor).tahap


# --- the way through ----------------------------------------------------------------------------------------


def test_the_whole_way_with_a_return_and_a_reopening(kantor: Kantor) -> None:
    """Draft, return, answers, acceptance, approval, dispatch, receipt; then open again, and all the way once more."""
    assert approving.hand_over(kantor, at(13), hari(13)).pengesahan.tahap is Tahap.DISERAHKAN
    kembali = approving.send_back(kantor, at(14), hari(14), CATATAN)
    assert kembali.pengesahan.tahap is Tahap.DIKEMBALIKAN
    assert [c.nomor for c in kembali.pengesahan.terbuka] == [1, 2]
    with pytest.raises(StateError, match="2 catatan reviu belum dijawab"):
        approving.hand_over(kantor, at(14), hari(14))
    approving.answer(kantor, at(14), [(1, "diperbaiki"), (2, "sudah sesuai")])
    approving.hand_over(kantor, at(15), hari(15))
    approving.accept(kantor, at(15), hari(15))
    sah = approving.approve(kantor, at(16), hari(16), pdf=False)
    assert sah.pengesahan.tahap is Tahap.DISAHKAN
    (berkas,) = sah.berkas
    assert berkas.name == "Laporan-Kinerja-2025-TW4.docx"
    kirim = dispatch.submit(kantor, at(17), hari(17))
    assert kirim.pengesahan.tahap is Tahap.DIKIRIM
    terima = dispatch.receipt(kantor, at(18), hari(18), dispatch.TandaTerima("RINA", "Staf", "12"))
    assert terima.pengesahan.tahap is Tahap.DITERIMA
    status = progress.status(kantor, at(19).waktu)
    assert [k.keadaan for k in status.langkah[8:]] == ["selesai"] * 3
    assert status.berikutnya == ("Siklus selesai; berkasnya tersimpan dalam folder laporan.",)
    buka = approving.reopen(kantor, at(19), hari(19), "Angka IK-1.2 direvisi")
    assert buka.pengesahan.tahap is Tahap.DRAF
    assert [k.keadaan for k in progress.status(kantor, at(19).waktu).langkah[7:]] == ["berjalan", *["belum"] * 3]
    report.build_report(kantor, at(20))
    approving.hand_over(kantor, at(20), hari(20))
    approving.accept(kantor, at(20), hari(20))
    assert approving.approve(kantor, at(21), hari(21), pdf=False).pengesahan.tahap is Tahap.DISAHKAN


def test_the_approved_report_is_no_draft_and_bears_seal_and_day(kantor: Kantor) -> None:
    (berkas,) = _approved(kantor).berkas
    data = berkas.read_bytes()
    word.check(data)
    dokumen = Document(BytesIO(data))
    teks = "\n".join(p.text for p in dokumen.paragraphs)
    assert "DRAF" not in teks and "draf" not in teks.partition("LAMPIRAN 4")[0]
    assert "Laporan ini disahkan pada tanggal 15 Januari 2026." in teks
    assert "Probolinggo, 15 Januari 2026" in teks and "BUDIONO WIRAWAN" in teks
    semua = word.parts(data)
    assert not any(b"PowerPlusWaterMark" in isi for isi in semua.values())
    assert not any(b"DRAF" in isi for n, isi in semua.items() if "header" in n)
    assert Archive(kantor.folder.arsip).get(approving.standing(kantor).sha256) == data
    assert originals.take_out(kantor.folder, berkas.name, kantor.folder.root / "keluar").berkas


# --- out of order ---------------------------------------------------------------------------------------------

LUAR_URUTAN: Mapping[str, Callable[[Kantor, int], object]] = {
    "return": lambda k, n: approving.send_back(k, at(n), hari(n), CATATAN),
    "accept": lambda k, n: approving.accept(k, at(n), hari(n)),
    "approve": lambda k, n: approving.approve(k, at(n), hari(n), pdf=False),
    "submit": lambda k, n: dispatch.submit(k, at(n), hari(n)),
    "receipt": lambda k, n: dispatch.receipt(k, at(n), hari(n), dispatch.TandaTerima("RINA")),
    "reopen": lambda k, n: approving.reopen(k, at(n), hari(n), "Realisasi IK-1.2 direvisi BPS"),
}


@pytest.mark.parametrize("tindakan", LUAR_URUTAN)
def test_an_act_out_of_order_is_refused_and_leaves_nothing(kantor: Kantor, tindakan: str) -> None:
    sebelum = kantor.folder.basis_data.read_bytes()
    with pytest.raises(StateError) as galat:
        LUAR_URUTAN[tindakan](kantor, 14)
    assert "«draf»" in galat.value.pesan and galat.value.saran
    assert approving.standing(kantor).tahap is Tahap.DRAF
    assert kantor.folder.basis_data.read_bytes() == sebelum
    assert not list(kantor.folder.laporan(kantor.periode).glob("Kiriman*"))


def test_the_same_act_twice(kantor: Kantor) -> None:
    _approved(kantor)
    for kerja in (
        lambda: approving.approve(kantor, at(16), hari(16), pdf=False),
        lambda: approving.accept(kantor, at(16), hari(16)),
        lambda: report.build_report(kantor, at(16)),
    ):
        with pytest.raises(StateError):
            kerja()
    dispatch.submit(kantor, at(16), hari(16))
    with pytest.raises(StateError):
        dispatch.submit(kantor, at(16), hari(16))


def test_a_day_before_the_act_it_follows_or_to_come(kantor: Kantor) -> None:
    approving.hand_over(kantor, at(14), hari(14))
    with pytest.raises(StateError, match="lebih awal daripada langkah sebelumnya"):
        approving.accept(kantor, at(14), Hari(date(2026, 1, 13), date(2026, 1, 14)))
    with pytest.raises(StateError, match="belum tiba"):
        approving.accept(kantor, at(14), Hari(date(2026, 1, 15), date(2026, 1, 14)))


def test_nobody_in_office_on_the_day(kantor: Kantor) -> None:
    """A Plt. of that day signs; without one the act is refused."""
    lama = kantor.pengaturan.pejabat
    tanpa = tuple(p for p in lama if p.peran != "sekretaris")
    kosong = dataclasses.replace(kantor, pengaturan=dataclasses.replace(kantor.pengaturan, pejabat=tanpa))
    with pytest.raises(StateError, match="Tidak ada Sekretaris yang menjabat pada 13 Januari 2026"):
        approving.hand_over(kosong, at(13), hari(13))
    assert _tahap(kantor) is Tahap.DRAF


def test_what_is_missing_is_asked_for(kantor: Kantor) -> None:
    with pytest.raises(UsageError, match="tanpa catatan"):
        approving.send_back(kantor, at(13), hari(13), ())
    with pytest.raises(UsageError, match="Alasan"):
        approving.reopen(kantor, at(13), hari(13), "  ")
    with pytest.raises(UsageError, match="terlalu pendek"):
        approving.reopen(kantor, at(13), hari(13), "x")
    approving.hand_over(kantor, at(13), hari(13))
    approving.send_back(kantor, at(13), hari(13), CATATAN)
    with pytest.raises(UsageError, match="nomor 9 tidak ada"):
        approving.answer(kantor, at(13), [(9, "x")])
    with pytest.raises(UsageError, match="kosong"):
        approving.answer(kantor, at(13), [(1, "diperbaiki"), (2, " ")])
    assert len(approving.standing(kantor).terbuka) == 2, "one bad answer records none"


# --- what changes afterwards ----------------------------------------------------------------------------------


def _change_target(kantor: Kantor) -> Kantor:
    path = kantor.folder.root / "skema" / "Target.csv"
    isi = path.read_text("utf-8-sig")
    (baris,) = [b for b in isi.splitlines() if b.startswith("IK-1.2;2025;PK;")]
    path.write_text(isi.replace(baris, baris.replace("5500", "5400")), "utf-8-sig")
    return open_office(kantor.folder)


def _change_template(kantor: Kantor) -> Kantor:
    templat = kantor.folder.root / "template" / "narasi"
    templat.mkdir(parents=True)
    (templat / "langkah.j2").write_text("Langkah lain.", "utf-8")
    return kantor


def _change_settings(kantor: Kantor) -> Kantor:
    path = kantor.folder.pengaturan
    path.write_text(path.read_text("utf-8").replace('batas_atas = "tanpa"', "batas_atas = 100"), "utf-8")
    return open_office(kantor.folder)


@pytest.mark.parametrize("ubah", [_change_target, _change_template, _change_settings])
def test_a_change_after_acceptance_drops_it(kantor: Kantor, ubah: Callable[[Kantor], Kantor]) -> None:
    """Data, schema, settings or template: approval is refused, the status says so, a new draft starts over."""
    _accepted(kantor)
    assert not progress.status(kantor, at(14).waktu).berubah
    baru = ubah(kantor)
    kini = progress.status(baru, at(14).waktu)
    susun = "Data, tabel, tulisan, atau templat berubah sejak draf ke-1; susun ulang: «capaian build-report»."
    assert kini.berubah and kini.berikutnya[-1] == susun
    with pytest.raises(StateError, match="berubah sejak draf disetujui"):
        approving.approve(baru, at(15), hari(15), pdf=False)
    assert not (kantor.folder.laporan(kantor.periode) / "Laporan-Kinerja-2025-TW4.docx").exists()
    report.build_report(baru, at(15))
    p = approving.standing(baru)
    assert p.tahap is Tahap.DRAF and "berbeda dari draf yang disetujui" in p.gugur


def test_the_same_report_on_another_day_keeps_its_acceptance(kantor: Kantor) -> None:
    _accepted(kantor)
    report.build_report(kantor, at(15))
    assert _tahap(kantor) is Tahap.DISETUJUI


def test_an_acceptance_goes_on_after_a_change_that_is_none(kantor: Kantor) -> None:
    """A table that was only saved anew asks for one more build; the report says the same, and may be approved."""
    _accepted(kantor)
    tabel = kantor.folder.root / "skema" / "Target.csv"
    tabel.write_bytes(tabel.read_bytes() + b"\r\n")
    baru = open_office(kantor.folder)
    kini = progress.status(baru, at(14).waktu)
    assert "«capaian build-report»" in kini.berikutnya[-1] and kini.pemegang.startswith("Kasubag")
    report.build_report(baru, at(14))
    kini = progress.status(baru, at(14).waktu)
    assert not kini.berubah and "«capaian approve»" in kini.berikutnya[-1] and kini.pemegang == "Kepala Dinas"
    assert approving.approve(baru, at(15), hari(15), pdf=False).pengesahan.tahap is Tahap.DISAHKAN


def test_a_change_before_the_acceptance_takes_none_away(kantor: Kantor) -> None:
    approving.hand_over(kantor, at(14), hari(14))
    with pytest.raises(StateError, match="sejak draf diserahkan") as e:
        approving.accept(_change_target(kantor), at(14), hari(14))
    assert "gugur" not in e.value.pesan


def test_letters_of_an_approved_report_are_not_withdrawn(kantor: Kantor) -> None:
    surat = incoming.SuratBaru("050/1", date(2026, 1, 5), "Bappeda", "Data", "Biasa", "", date(2026, 1, 5))
    incoming.receive(kantor, at(5), surat)
    incoming.dispose(kantor, at(5), incoming.DisposisiBaru(date(2026, 1, 5), "Siapkan"))
    _approved(kantor)
    for tarik in (incoming.withdraw_letter, incoming.withdraw_disposition):
        with pytest.raises(StateError, match="sudah disahkan"):
            tarik(kantor, at(16), "1/2026", "keliru")
    assert progress.status(kantor, at(16).waktu).langkah[0].keadaan == "selesai"


def test_a_change_after_approval_stops_the_dispatch(kantor: Kantor) -> None:
    _approved(kantor)
    baru = _change_target(kantor)
    with pytest.raises(StateError, match="berubah sejak laporan disahkan"):
        dispatch.submit(baru, at(16), hari(16))
    assert "«capaian reopen --reason …»" in progress.status(baru, at(16).waktu).berikutnya[0]


def test_what_is_sent_a_second_time_does_not_replace_the_first(kantor: Kantor) -> None:
    """Bundle and letter get a name of their own, the archive knows both; the rekap beside them is the one inside."""
    folder = kantor.folder.laporan(kantor.periode)
    _approved(kantor)
    rekap = folder / "Rekap-2025-TW4.xlsx"
    rekap.write_bytes(b"lama")
    dispatch.submit(kantor, at(16), hari(16))
    with pytest.raises(StateError, match="Laporan sudah dikirim; tidak ada yang dicatat lagi"):
        dispatch.submit(kantor, at(16), hari(16))
    with pytest.raises(StateError, match="Laporan sudah disahkan"):
        approving.approve(kantor, at(16), hari(16), pdf=False)
    pertama = folder / "Kiriman-DISPERINAKER-2025-TW4.zip"
    with zipfile.ZipFile(pertama) as z:
        assert z.read(rekap.name) == rekap.read_bytes()
    isi = pertama.read_bytes()
    approving.reopen(kantor, at(17), hari(17), "Angka IK-1.2 direvisi")
    for langkah in (approving.hand_over, approving.accept):
        langkah(kantor, at(17), hari(17))
    approving.approve(kantor, at(17), hari(17), pdf=False)
    berkas = dispatch.submit(kantor, at(18), hari(18)).berkas
    assert [b.name for b in berkas] == [
        "Kiriman-DISPERINAKER-2025-TW4-ke-2.zip",
        "Surat-Pengantar-DISPERINAKER-2025-TW4-ke-2.docx",
    ]
    assert pertama.read_bytes() == isi
    with Ledger(kantor.folder.basis_data) as ledger:
        kode = [str(p.isi["segel_kiriman"]) for p in ledger.events() if p.jenis == LAPORAN_DIKIRIM]
    for satu, b in zip(kode, (pertama, berkas[0]), strict=True):
        hasil = integrity.verify(kantor.folder, segel=satu)
        assert not hasil.kerusakan and hasil.segel_ditanya and hasil.segel_ditanya.kiriman == b.name
    for b in (pertama, berkas[0]):
        originals.take_out(kantor.folder, b.name, kantor.folder.root / "luar")
        assert (kantor.folder.root / "luar" / b.name).read_bytes() == b.read_bytes()


@pytest.mark.parametrize("tindakan", ["collect", "init-forms", "choose", "withdraw", "restore", "waive", "unwaive"])
def test_an_approved_report_locks_its_data(kantor: Kantor, tindakan: str) -> None:
    """What would change the data is refused, records nothing, and works again after reopening."""
    _approved(kantor)
    nama = next(iter(kantor.folder.inbox.glob("*.xlsx"))).name
    alasan = "surat BPS nomor 12 tahun 2025"
    lakukan: dict[str, Callable[[], object]] = {
        "collect": lambda: intake.collect(kantor, at(16), kantor.folder.inbox),
        "init-forms": lambda: forms.issue_forms(kantor, at(16)),
        "choose": lambda: intake.choose(kantor, at(16), nama),
        "withdraw": lambda: intake.withdraw(kantor, at(16), nama, "salah kirim"),
        "restore": lambda: intake.restore(kantor, at(16), nama, "salah kirim"),
        "waive": lambda: waivers.waive(kantor, _siti(16), waivers.Pilihan(nomor=(1,)), alasan),
        "unwaive": lambda: waivers.withdraw(kantor, _siti(16), 1, alasan),
    }
    sebelum = integrity.verify(kantor.folder)
    with pytest.raises(StateError, match="sudah disahkan, sehingga datanya dikunci") as galat:
        lakukan[tindakan]()
    assert "capaian reopen" in galat.value.saran
    assert integrity.verify(kantor.folder) == sebelum
    approving.reopen(kantor, at(16), hari(16), "Angka IK-1.2 direvisi")
    try:
        lakukan[tindakan]()
    except CapaianError as e:
        assert not isinstance(e, StateError) or "dikunci" not in e.pesan


def _siti(n: int) -> Pelaku:
    return Pelaku("Siti Rahayu", at(n).waktu)


def test_a_draft_that_is_older_than_the_data_is_not_handed_over(kantor: Kantor) -> None:
    with pytest.raises(StateError, match="berubah sejak draf terakhir"):
        approving.hand_over(_change_target(kantor), at(13), hari(13))


def test_a_unit_that_is_missing_stops_the_approval(asal: Path, tmp_path: Path) -> None:
    shutil.copytree(EXAMPLE, tmp_path / "k", ignore=shutil.ignore_patterns("pengisian.toml"))
    kantor = open_office(Folder(tmp_path / "k"))
    forms.issue_forms(kantor, at(5))
    intake.collect(kantor, at(8), kantor.folder.inbox)
    report.build_report(kantor, at(9))
    approving.hand_over(kantor, at(9), hari(9))
    approving.accept(kantor, at(9), hari(9))
    with pytest.raises(DataError) as galat:
        approving.approve(kantor, at(10), hari(10), pdf=False)
    assert "belum dapat disahkan" in galat.value.pesan and galat.value.daftar
    assert _tahap(kantor) is Tahap.DISETUJUI


# --- notes read from Word -------------------------------------------------------------------------------------


def test_comments_and_tracked_changes_become_notes(kantor: Kantor) -> None:
    draf = kantor.folder.laporan(kantor.periode) / "Laporan-Kinerja-2025-TW4-DRAF.docx"
    dokumen = Document(str(draf))
    p = next(p for p in dokumen.paragraphs if p.text.startswith("Puji syukur"))
    dokumen.add_comment(p.runs, text="Kurang resmi", author="SITI", initials="S")
    comment_on(dokumen, p._p, "catatan program sendiri", datetime(2026, 1, 13))
    q = next(p for p in dokumen.paragraphs if p.text.startswith("Kami menyampaikan"))._p
    q.append(parse_xml(f'<w:ins {nsdecls("w")} w:id="7" w:author="SITI"><w:r><w:t>amat</w:t></w:r></w:ins>'))
    q.append(
        parse_xml(f'<w:del {nsdecls("w")} w:id="8" w:author="SITI"><w:r><w:delText>sangat</w:delText></w:r></w:del>')
    )
    kembali = kantor.folder.root / "kembali.docx"
    dokumen.save(str(kembali))
    catatan = approving.notes_from(kembali)
    assert [(c.teks, c.asal) for c in catatan] == [
        ("Kurang resmi", "komentar Word, SITI"),
        ("Sisipan: «amat»", "perubahan terlacak, SITI"),
        ("Penghapusan: «sangat»", "perubahan terlacak, SITI"),
    ]
    assert catatan[0].tempat.startswith("Puji syukur")
    approving.hand_over(kantor, at(13), hari(13))
    jawab = CliRunner().invoke(
        app, ["review", "--return", "--from", str(kembali), "--folder", str(kantor.folder.root), "--oleh", "Uji"]
    )
    assert jawab.exit_code == 0, jawab.stderr
    assert [c.teks for c in approving.standing(kantor).catatan] == [c.teks for c in catatan]


def test_a_draft_without_a_note_has_none(kantor: Kantor) -> None:
    draf = kantor.folder.laporan(kantor.periode) / "Laporan-Kinerja-2025-TW4-DRAF.docx"
    assert read_notes(draf.read_bytes()) == ()
    with pytest.raises(UsageError, match="tidak memuat komentar"):
        approving.notes_from(draf)


# --- the bundle -----------------------------------------------------------------------------------------------


def test_the_receiver_can_check_the_bundle_without_the_office(kantor: Kantor, tmp_path: Path) -> None:
    _approved(kantor)
    kirim = dispatch.submit(kantor, at(16), hari(16))
    bundel = next(b for b in kirim.berkas if b.suffix == ".zip")
    surat = next(b for b in kirim.berkas if b.suffix == ".docx")
    salinan = tmp_path / "diterima.zip"
    shutil.copy2(bundel, salinan)
    shutil.rmtree(kantor.folder.root)
    hasil = dispatch.verify_bundle(salinan, kirim.kode)
    assert hasil.kerusakan == () and hasil.segel == kirim.kode
    assert hasil.kepala["periode"] == "2025-TW4" and "Probolinggo" in hasil.kepala["kantor"]
    with zipfile.ZipFile(salinan) as z:
        nama = set(z.namelist())
        teks = "\n".join(
            s.text for t in Document(BytesIO(z.read("surat-pengantar.docx"))).tables for b in t.rows for s in b.cells
        )
        assert json.loads(z.read("manifes.json"))["berkas"]
    assert kirim.kode in teks and not surat.exists()
    assert {"Laporan-Kinerja-2025-TW4.docx", "Rekap-2025-TW4.xlsx", "manifes.json", "surat-pengantar.docx"} <= nama
    assert any(n.startswith("data/") and n.endswith(".csv") for n in nama)
    jawab = CliRunner().invoke(app, ["verify", str(salinan)])
    assert jawab.exit_code == 0 and "Kiriman utuh" in jawab.stdout
    salah = CliRunner().invoke(app, ["verify", str(salinan), "--seal", "AAAA-BBBB"])
    assert salah.exit_code == 5


def test_who_signs_the_letter_of_the_report_without_a_head(kantor: Kantor) -> None:
    """The Sekretaris, when the settings say in whose name; else the letter is refused."""
    p = kantor.pengaturan
    for atas_nama in ("Kepala Dinas", ""):
        pejabat = tuple(dataclasses.replace(x, atas_nama=atas_nama) for x in p.pejabat if x.peran != "kepala")
        baru = dataclasses.replace(kantor, pengaturan=dataclasses.replace(p, pejabat=pejabat))
        if atas_nama:
            dokumen = Document(BytesIO(dispatch._letter(baru, date(2026, 1, 16), "ABCD", [Naskah("a.docx")])))
            (sel,) = [s for t in dokumen.tables for r in t.rows for s in r.cells if "Pengirim" in s.text]
            assert "a.n. Kepala Dinas\nSekretaris" in sel.text and "SITI CONTOH" in sel.text
        else:
            with pytest.raises(StateError, match="Tidak ada Kepala"):
                dispatch._letter(baru, date(2026, 1, 16), "ABCD", [Naskah("a.docx")])


def test_sending_the_same_report_gives_the_same_bundle(kantor: Kantor) -> None:
    isi = {"b": b"2", "a": b"1"}
    assert pack(isi) == pack(dict(reversed(isi.items())))


def test_a_hundred_random_changes_are_all_found(kantor: Kantor, tmp_path: Path) -> None:
    """In archive, approved report and bundle: a byte turned, a file cut, lost, or put in."""
    _approved(kantor)
    kirim = dispatch.submit(kantor, at(16), hari(16))
    bundel = next(b for b in kirim.berkas if b.suffix == ".zip")
    acak = random.Random(53)
    assert integrity.verify(kantor.folder, menyeluruh=True).kerusakan == ()
    sasaran = [p for p in sorted(kantor.folder.arsip.rglob("*")) if p.is_file() and len(p.name) == 64]
    sasaran += [b for b in kantor.folder.laporan(kantor.periode).glob("Laporan-Kinerja-2025-TW4.docx")]
    for _ in range(60):
        path = acak.choice(sasaran)
        asli = path.read_bytes()
        path.chmod(0o644)
        cara = acak.choice(("bita", "potong", "hilang"))
        if cara == "hilang":
            path.unlink()
        else:
            path.write_bytes(_broken(asli, cara, acak))
        assert integrity.verify(kantor.folder, menyeluruh=True).kerusakan, (path.name, cara)
        path.write_bytes(asli)
    assert integrity.verify(kantor.folder, menyeluruh=True).kerusakan == ()
    with zipfile.ZipFile(bundel) as z:
        isi = {n: z.read(n) for n in z.namelist()}
    for _ in range(40):
        ubah = dict(isi)
        nama = acak.choice([n for n in isi if n != dispatch.SURAT])
        cara = acak.choice(("bita", "hilang", "tambah"))
        if cara == "hilang":
            del ubah[nama]
        elif cara == "tambah":
            ubah[f"data/lain-{acak.random()}.csv"] = b"x"
        else:
            ubah[nama] = _broken(ubah[nama], "bita", acak)
        berkas = tmp_path / "ubah.zip"
        berkas.write_bytes(pack(ubah))
        try:
            assert dispatch.verify_bundle(berkas, kirim.kode).kerusakan, (nama, cara)
        except DataError:
            assert nama == dispatch.MANIFES


def test_any_value_changed_in_the_database_is_found(kantor: Kantor) -> None:
    """With the statements of SQL, as somebody with a database program would: any row, any column."""
    _approved(kantor)
    basis = kantor.folder.basis_data
    asli = basis.read_bytes()
    acak = random.Random(8)
    ubahan: set[tuple[str, str]] = set()
    for _ in range(60):
        basis.write_bytes(asli)
        tempat = _edit(basis, acak)
        ubahan.add(tempat)
        try:
            assert integrity.verify(kantor.folder, menyeluruh=True).kerusakan, tempat
        except SystemRefusalError:
            assert tempat[0] == "meta"  # the number of the version that wrote it
    assert len(ubahan) > 30


def _edit(basis: Path, acak: random.Random) -> tuple[str, str]:
    """Change one value of what is recorded; `terlihat` and `versi_aturan` only say what need not be read again."""
    with closing(sqlite3.connect(basis)) as c:
        c.execute("PRAGMA foreign_keys = OFF")
        tabel = [
            t
            for (t,) in c.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
            if t != "terlihat" and c.execute(f"SELECT count(*) FROM {t}").fetchone()[0]
        ]
        for (pemicu,) in c.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            c.execute(f"DROP TRIGGER {pemicu}")
        while True:
            nama = acak.choice(tabel)
            kolom = acak.choice([k for (_, k, *_) in c.execute(f"PRAGMA table_info({nama})") if k != "versi_aturan"])
            baris, lama = acak.choice(c.execute(f"SELECT rowid, {kolom} FROM {nama}").fetchall())
            baru = lama + 1 if isinstance(lama, int) else f"{lama or ''}x"
            try:
                c.execute(f"UPDATE {nama} SET {kolom} = ? WHERE rowid = ?", (baru, baris))
            except sqlite3.IntegrityError:
                continue
            c.commit()
            return nama, kolom


def _broken(isi: bytes, cara: str, acak: random.Random) -> bytes:
    letak = acak.randrange(len(isi))
    if cara == "potong":
        return isi[:letak]
    return isi[:letak] + bytes([isi[letak] ^ (1 << acak.randrange(8))]) + isi[letak + 1 :]


@pytest.mark.parametrize("isi", [b"x", pack({"a": b"1"}), pack({"manifes.json": b"[]"}), pack({"manifes.json": b"{}"})])
def test_what_is_no_bundle_is_refused(tmp_path: Path, isi: bytes) -> None:
    (tmp_path / "x.zip").write_bytes(isi)
    jawab = CliRunner().invoke(app, ["verify", str(tmp_path / "x.zip")])
    assert jawab.exit_code == 1 and "bukan kiriman laporan" in jawab.stderr
    assert CliRunner().invoke(app, ["verify", str(tmp_path / "y.zip")]).exit_code == 2


# --- the state machine, by itself -----------------------------------------------------------------------------

JENIS = (
    LAPORAN_DISUSUN,
    LAPORAN_DISERAHKAN,
    LAPORAN_DIKEMBALIKAN,
    CATATAN_DIJAWAB,
    LAPORAN_DIREVIU,
    LAPORAN_DISAHKAN,
    LAPORAN_DIBUKA,
    LAPORAN_DIKIRIM,
    LAPORAN_DITERIMA,
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(JENIS), st.integers(0, 3), st.integers(-1, 2)), max_size=40))
def test_any_sequence_of_acts_keeps_the_promises(langkah: list[tuple[str, int, int]]) -> None:
    """Only what `demand` lets through is recorded; then nothing is approved that was not accepted as it is now."""
    peristiwa: list[Peristiwa] = []
    kini, isi_draf = date(2026, 1, 5), 0
    diterima_bekal = ""
    for jenis, angka, geser in langkah:
        p = approval.standing(peristiwa, "2025-TW4")
        tanggal = kini + timedelta(days=geser)
        if jenis == LAPORAN_DISUSUN:
            if p.terkunci:
                continue
            isi_draf = angka
            isi: dict[str, Any] = {"draf": p.draf + 1, "bekal": f"b{angka}", "sha256": "x"}
        else:
            try:
                approval.demand(p, jenis, tanggal, max(kini, tanggal) if geser < 2 else kini)
            except StateError:
                continue
            if jenis == LAPORAN_DISERAHKAN and p.terbuka:
                continue
            if jenis in (LAPORAN_DIREVIU, LAPORAN_DISAHKAN) and f"b{isi_draf}" != (
                p.diserahkan if jenis == LAPORAN_DIREVIU else p.bekal
            ):
                continue
            isi = {
                "tanggal": tanggal.isoformat(),
                "bekal": f"b{isi_draf}",
                "catatan": [{"teks": "t"}] * (angka + 1),
                "nomor": angka,
                "jawaban": "ya",
                "sha256": "y",
            }
            kini = max(kini, tanggal)
        e = Peristiwa(
            len(peristiwa) + 1, datetime(2026, 1, 5, tzinfo=WIB), jenis, "uji", isi | {"periode": "2025-TW4"}, ""
        )
        peristiwa.append(e)
        baru = approval.standing(peristiwa, "2025-TW4")
        if jenis == LAPORAN_DIREVIU:
            diterima_bekal = baru.bekal
        assert len(baru.catatan) >= len(p.catatan), "a note never vanishes"
        assert [c.nomor for c in baru.catatan] == list(range(1, len(baru.catatan) + 1))
        if baru.tahap in (Tahap.DISETUJUI, Tahap.DISAHKAN, Tahap.DIKIRIM, Tahap.DITERIMA):
            assert baru.bekal == diterima_bekal == f"b{isi_draf}"
            assert not baru.terbuka
        else:
            assert not baru.bekal, "an acceptance that dropped leaves nothing to approve"
        if p.terakhir and baru.terakhir:
            assert baru.terakhir >= p.terakhir
        assert approval.next_act(baru)


def test_other_periods_do_not_mix() -> None:
    e = Peristiwa(1, datetime(2026, 1, 5, tzinfo=WIB), LAPORAN_DISUSUN, "u", {"periode": "2025-TW3", "draf": 1}, "")
    assert approval.standing([e], "2025-TW4") == Pengesahan()


# --- on the command line --------------------------------------------------------------------------------------


def test_the_commands_tell_what_comes_next(kantor: Kantor) -> None:
    def jalan(*kata: str) -> Any:
        return CliRunner().invoke(app, [*kata, "--folder", str(kantor.folder.root), "--oleh", "Uji"])

    serah = jalan("review", "--json")
    assert serah.exit_code == 1, "one indikator has no capaian"
    assert json.loads(serah.stdout)["isi"]["pengesahan"]["tahap"] == "direviu"
    assert jalan("review", "--return", "--accept").exit_code == 2
    assert jalan("review", "--note", "x").exit_code == 2
    assert jalan("review", "--answer", "satu").exit_code == 2
    assert "«capaian approve»" in jalan("review", "--accept").stdout
    tolak = jalan("submit")
    assert tolak.exit_code == 4 and "capaian approve" in tolak.stderr
    assert jalan("approve", "--tanggal", "kemarin").exit_code == 2
    assert "«capaian submit»" in jalan("approve", "--tanpa-pdf").stdout
    assert "Segel kiriman" in jalan("submit").stdout
    assert "Siklus selesai" in jalan("submit", "--received", "RINA").stdout
    assert jalan("reopen").exit_code == 2
    assert jalan("reopen", "--reason", "Angka IK-1.2 direvisi").exit_code == 0


def test_the_actor_is_recorded_with_the_official(kantor: Kantor) -> None:
    approving.hand_over(kantor, Pelaku("BAYU", at(13).waktu), hari(13))
    from capaian.pipeline.office import open_ledger

    with open_ledger(kantor) as ledger:
        e = ledger.events(LAPORAN_DISERAHKAN)[-1]
    assert e.pelaku == "BAYU"
    pejabat = e.isi["pejabat"]
    assert isinstance(pejabat, dict) and pejabat["nama"] == "SITI CONTOH, S.E., M.M."
