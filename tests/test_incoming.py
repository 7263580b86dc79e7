"""SOP 1 to 3: the agenda of letters, the lembar disposisi, and what is refused."""

from __future__ import annotations

import io
import json
from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from tools import build_register
from typer.testing import CliRunner

from capaian.cli import app
from capaian.console import incoming as screen
from capaian.console.terminal import Terminal
from capaian.errors import CapaianError, StateError, SystemRefusalError, UsageError
from capaian.ledger import Archive, Ledger, durable
from capaian.model.register import SURAT_DITERIMA
from capaian.pipeline import forms, incoming, integrity, originals, progress
from capaian.pipeline.incoming import DisposisiBaru, SuratBaru
from capaian.pipeline.office import Kantor, open_office
from capaian.register import story
from capaian.workspace.folder import shipped
from conftest import at

SURAT = SuratBaru(
    nomor="000.8.6.3/ 12 /425.201/2026",
    tanggal=date(2026, 1, 5),
    asal="Kepala Bappeda Litbang Kota Probolinggo",
    hal="Permintaan Data Laporan Kinerja",
    sifat="Segera",
    lampiran="1 (satu) berkas",
    diterima=date(2026, 1, 6),
)


def letter(**ubah: object) -> SuratBaru:
    return SuratBaru(**{**{f: getattr(SURAT, f) for f in SuratBaru.__dataclass_fields__}, **ubah})  # type: ignore[arg-type]


def text(path: Path) -> str:
    dokumen = Document(BytesIO(path.read_bytes()))
    badan = [p for p in dokumen.element.body.iter() if p.tag.endswith("}p")]
    return "\n".join("".join(t.text or "" for t in p.iter() if t.tag.endswith("}t")) for p in badan)


def events(kantor: Kantor) -> list[str]:
    with Ledger(kantor.folder.basis_data) as ledger:
        return [p.jenis for p in ledger.events()]


def test_a_letter_opens_the_cycle(kantor: Kantor, tmp_path: Path) -> None:
    """It gets the next number of the year, its scan is archived, and list and open sheet are printed."""
    pindai = tmp_path / "surat bappeda.pdf"
    pindai.write_bytes(b"%PDF-1.7 contoh")
    hasil = incoming.receive(kantor, at(6), letter(berkas=pindai))
    assert hasil.surat.nomor_agenda == "1/2026" and hasil.surat.periode == "2025-TW4"
    assert Archive(kantor.folder.arsip).get(hasil.surat.sha256) == pindai.read_bytes()
    assert [b.name for b in hasil.berkas] == [
        "daftar-pengendali-surat-masuk-2026.docx",
        "daftar-pengendali-surat-masuk-2026.xlsx",
        "disposisi-1-kepala.docx",
    ]
    lembar = text(hasil.berkas[2])
    for isi in ("LEMBAR DISPOSISI", SURAT.nomor, "☑ Segera", "☐ Rahasia", "☐ Proses lebih lanjut", "BUDIONO WIRAWAN"):
        assert isi in lembar
    assert "☐ Sekretaris Dinas Perindustrian" in lembar and "☑ Sekretaris" not in lembar
    langkah = progress.status(kantor, at(6).waktu).langkah
    assert [k.keadaan for k in langkah[:4]] == ["selesai", "belum", "belum", "belum"]


def test_both_heads_write(kantor: Kantor) -> None:
    """The head first, then the Sekretaris; each sheet is filled, and the list says to whom the letter went."""
    incoming.receive(kantor, at(6), SURAT)
    kepala = DisposisiBaru(date(2026, 1, 6), "Siapkan datanya", batas=date(2026, 1, 20))
    satu = incoming.dispose(kantor, at(6, 10), kepala)
    assert satu.surat.disposisi[0].pembubuh.nama == "BUDIONO WIRAWAN, S.Sos., M.Si"
    assert satu.surat.disposisi[0].kepada == ("Sekretaris Dinas Perindustrian dan Tenaga Kerja Kota Probolinggo",)
    dua = incoming.dispose(kantor, at(7), DisposisiBaru(date(2026, 1, 7), "Terbitkan formulir", harap=("Rapatkan",)))
    folder = kantor.folder.surat(2026)
    lembar = text(folder / "disposisi-1-sekretaris.docx")
    assert "☑ Kepala Sub Bagian Program dan Keuangan" in lembar and "☑ Rapatkan" in lembar
    assert "Terbitkan formulir" in lembar and "Probolinggo, 7 Januari 2026" in lembar and "SITI CONTOH" in lembar
    assert "☑ Sekretaris Dinas" in text(folder / "disposisi-1-kepala.docx")
    daftar = text(folder / "daftar-pengendali-surat-masuk-2026.docx")
    assert "DAFTAR PENGENDALI SURAT MASUK" in daftar and "Terbitkan formulir" in daftar
    baris = openpyxl.load_workbook(folder / "daftar-pengendali-surat-masuk-2026.xlsx").worksheets[0]
    assert [c.value for c in baris[3]][:4] == ["No. Agenda", "Diterima Tgl", "Surat Dari", "No. Surat"]
    assert "Kepala Sub Bagian Program dan Keuangan" in str(baris.cell(4, 9).value)
    assert [k.keadaan for k in progress.status(kantor, at(7).waktu).langkah[:3]] == ["selesai"] * 3
    assert dua.surat.disposisi[1].harap == ("Rapatkan",)


def test_the_agenda_restarts_each_year(kantor: Kantor) -> None:
    nomor = [
        incoming.receive(kantor, at(9), letter(nomor=n, tanggal=h, diterima=h)).surat.nomor_agenda
        for n, h in (("1", date(2025, 12, 30)), ("2", date(2025, 12, 31)), ("3", date(2026, 1, 2)))
    ]
    assert nomor == ["1/2025", "2/2025", "1/2026"]


@pytest.mark.parametrize(
    ("salah", "kelas", "kata"),
    [
        ({"nomor": " ", "hal": ""}, UsageError, "--nomor, --hal belum diisi"),
        ({"diterima": date(2026, 1, 9)}, UsageError, "belum tiba"),
        ({"tanggal": date(2026, 1, 7)}, UsageError, "Surat bertanggal 7 Januari 2026, tetapi diterima 6 Januari 2026"),
        ({"berkas": Path("tidak-ada.pdf")}, UsageError, "tidak ada"),
    ],
)
def test_a_letter_that_cannot_be(
    kantor: Kantor, salah: dict[str, object], kelas: type[CapaianError], kata: str
) -> None:
    with pytest.raises(kelas, match=kata):
        incoming.receive(kantor, at(6), letter(**salah))
    assert events(kantor) == [] and not kantor.folder.surat(2026).exists()


def test_the_same_letter_twice(kantor: Kantor) -> None:
    incoming.receive(kantor, at(6), SURAT)
    with pytest.raises(StateError, match="sudah dicatat dengan nomor agenda 1/2026"):
        incoming.receive(kantor, at(7), letter(nomor="000.8.6.3/12/425.201/2026", hal="lain"))
    assert events(kantor) == [SURAT_DITERIMA]


@pytest.mark.parametrize(
    ("ubah", "kata"),
    [
        ({"peran": "sekretaris"}, "belum didisposisi Kepala Dinas"),
        ({"tanggal": date(2026, 1, 5)}, "lebih awal daripada langkah sebelumnya"),
        ({"tanggal": date(2026, 1, 9)}, "belum tiba"),
    ],
)
def test_an_act_out_of_order(kantor: Kantor, ubah: dict[str, object], kata: str) -> None:
    incoming.receive(kantor, at(6), SURAT)
    isi = {"tanggal": date(2026, 1, 6), "catatan": "Siapkan", **ubah}
    with pytest.raises(StateError, match=kata):
        incoming.dispose(kantor, at(7), DisposisiBaru(**isi))  # type: ignore[arg-type]
    assert events(kantor) == [SURAT_DITERIMA]


def test_before_a_letter_and_after_both(kantor: Kantor) -> None:
    baru = DisposisiBaru(date(2026, 1, 6), "Siapkan")
    with pytest.raises(StateError, match="Belum ada surat permintaan Triwulan IV Tahun 2025"):
        incoming.dispose(kantor, at(6), baru)
    incoming.receive(kantor, at(6), SURAT)
    incoming.dispose(kantor, at(6), baru)
    with pytest.raises(StateError, match="sudah didisposisi Kepala Dinas") as galat:
        incoming.dispose(kantor, at(6), DisposisiBaru(date(2026, 1, 6), "Lagi", peran="kepala"))
    assert galat.value.saran == "Giliran berikutnya: Sekretaris."
    incoming.dispose(kantor, at(6), DisposisiBaru(date(2026, 1, 6), "Terbitkan"))
    with pytest.raises(StateError, match="sudah didisposisi Sekretaris"):
        incoming.dispose(kantor, at(6), baru)
    assert len(events(kantor)) == 3


def test_the_same_command_given_twice_is_not_the_next_officials_word(kantor: Kantor) -> None:
    incoming.receive(kantor, at(6), SURAT)
    baru = DisposisiBaru(date(2026, 1, 6), "Siapkan")
    hasil = incoming.dispose(kantor, at(6), baru)
    assert hasil.surat.disposisi[0].harap == (), "nobody asked for anything else"
    assert "☑ Proses lebih lanjut" not in text(kantor.folder.surat(2026) / "disposisi-1-kepala.docx")
    with pytest.raises(StateError, match="isi yang sama sudah dicatat: Kepala Dinas") as galat:
        incoming.dispose(kantor, at(6), baru)
    assert "--pejabat sekretaris" in galat.value.saran
    sama = incoming.dispose(kantor, at(6), DisposisiBaru(date(2026, 1, 6), "Siapkan", peran="sekretaris"))
    assert len(sama.surat.disposisi) == 2


def test_a_disposition_is_withdrawn_and_written_again(kantor: Kantor) -> None:
    incoming.receive(kantor, at(6), SURAT)
    for kata in ("Keliru", "Lanjutkan"):
        incoming.dispose(kantor, at(6), DisposisiBaru(date(2026, 1, 6), kata))
    with pytest.raises(UsageError, match="Alasan pembatalan"):
        incoming.withdraw_disposition(kantor, at(7), "", " ")
    folder = kantor.folder.surat(2026)
    incoming.withdraw_disposition(kantor, at(7), "", "milik surat lain")
    assert "Lanjutkan" not in text(folder / "disposisi-1-sekretaris.docx")
    hasil = incoming.withdraw_disposition(kantor, at(7), "1/2026", "salah tulis")
    assert hasil.surat.disposisi == () and not (folder / "disposisi-1-sekretaris.docx").exists()
    assert "Keliru" not in text(folder / "disposisi-1-kepala.docx")
    langkah = progress.status(kantor, at(7).waktu).langkah
    assert [k.keadaan for k in langkah[:3]] == ["selesai", "belum", "belum"]
    with pytest.raises(StateError, match="belum didisposisi"):
        incoming.withdraw_disposition(kantor, at(7), "", "sekali lagi")
    benar = incoming.dispose(kantor, at(7), DisposisiBaru(date(2026, 1, 6), "Siapkan"))
    assert [d.catatan for d in benar.surat.disposisi] == ["Siapkan"]
    with Ledger(kantor.folder.basis_data) as ledger:
        kata = [b.apa for b in story.tell(ledger.events())]
    assert sum("dibatalkan" in k for k in kata) == 2


def test_a_letter_is_withdrawn_and_its_number_is_not_given_again(kantor: Kantor) -> None:
    incoming.receive(kantor, at(6), SURAT)
    incoming.dispose(kantor, at(6), DisposisiBaru(date(2026, 1, 6), "Siapkan"))
    lain = letter(tanggal=date(2026, 1, 4))
    with pytest.raises(StateError, match="bertanggal 5 Januari 2026, bukan 4 Januari 2026") as galat:
        incoming.receive(kantor, at(6), lain)
    assert "receive-letter --withdraw 1/2026" in galat.value.saran
    incoming.withdraw_letter(kantor, at(7), "1/2026", "tanggalnya salah ketik")
    with pytest.raises(StateError, match="sudah dibatalkan"):
        incoming.withdraw_letter(kantor, at(7), "1", "lagi")
    with pytest.raises(StateError, match="Belum ada surat permintaan"):
        incoming.dispose(kantor, at(7), DisposisiBaru(date(2026, 1, 7), "Siapkan"))
    assert {k.keadaan for k in progress.status(kantor, at(7).waktu).langkah[:3]} == {"belum"}
    folder = kantor.folder.surat(2026)
    assert [p.name for p in folder.glob("disposisi-*")] == []
    assert incoming.receive(kantor, at(7), lain).surat.nomor_agenda == "2/2026"
    daftar = text(folder / "daftar-pengendali-surat-masuk-2026.docx")
    assert "Pencatatan dibatalkan: tanggalnya salah ketik" in daftar


def test_withdrawing_on_the_command_line(kantor: Kantor) -> None:
    incoming.receive(kantor, at(6), SURAT)
    incoming.dispose(kantor, at(6), DisposisiBaru(date(2026, 1, 6), "Siapkan"))
    for kata, harap in (
        (["dispose", "--withdraw"], "Alasan pembatalan belum disebutkan"),
        (["dispose", "--withdraw", "--alasan", "keliru"], "Disposisi Kepala Dinas pada surat agenda 1/2026 dibatalkan"),
        (["receive-letter", "--withdraw", "9", "--alasan", "keliru"], "Nomor agenda «9» tidak ada"),
        (["dispose", "--instruksi", "Siapkan"], "dicatat pada surat agenda 1/2026"),
        (["receive-letter", "--withdraw", "1", "--alasan", "keliru"], "ikut batal disposisi Kepala Dinas"),
        (["receive-letter", "--list"], "dibatalkan"),
    ):
        hasil = CliRunner().invoke(app, [*kata, "--folder", str(kantor.folder.root)])
        assert harap in " ".join(hasil.output.split()), hasil.output


def test_nobody_in_office(kantor: Kantor) -> None:
    """An office without a head on that day names who is missing; an acting head counts."""
    path = kantor.folder.pengaturan
    isi = path.read_text("utf-8").replace('status = "definitif"', 'status = "Plt."\nmulai = 2026-01-08', 1)
    path.write_text(isi, "utf-8")
    kantor = open_office(kantor.folder)
    incoming.receive(kantor, at(6), SURAT)
    with pytest.raises(StateError, match="Tidak ada Kepala Dinas yang menjabat pada 7 Januari 2026"):
        incoming.dispose(kantor, at(9), DisposisiBaru(date(2026, 1, 7), "Siapkan"))
    hasil = incoming.dispose(kantor, at(9), DisposisiBaru(date(2026, 1, 8), "Siapkan"))
    assert hasil.surat.disposisi[0].pembubuh.jabatan.startswith("Plt. Kepala Dinas")


def test_nothing_by_halves(kantor: Kantor, monkeypatch: pytest.MonkeyPatch) -> None:
    """A list that is open in Excel stops the act: nothing is recorded and the papers are as before."""
    incoming.receive(kantor, at(6), SURAT)
    folder = kantor.folder.surat(2026)
    sebelum = {p.name: p.read_bytes() for p in folder.iterdir()}
    asli = durable.write_atomic

    def locked(path: Path, data: bytes) -> None:
        if path.suffix == ".xlsx":
            raise SystemRefusalError(f"Berkas «{path.name}» sedang dibuka.", "Tutup dahulu.")
        asli(path, data)

    monkeypatch.setattr(durable, "write_atomic", locked)
    with pytest.raises(SystemRefusalError):
        incoming.dispose(kantor, at(6), DisposisiBaru(date(2026, 1, 6), "Siapkan"))
    assert events(kantor) == [SURAT_DITERIMA]
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == sebelum


def test_foreign_text_is_inert(kantor: Kantor) -> None:
    hasil = incoming.receive(kantor, at(6), letter(hal="{{ 7 * 7 }} <b>&\x07", nomor="=1+1"))
    assert "{{ 7 * 7 }} <b>&" in text(hasil.berkas[2])
    sel = openpyxl.load_workbook(hasil.berkas[1]).worksheets[0].cell(4, 4)
    assert sel.value == "=1+1" and sel.data_type == "s"


def test_from_the_command_line(kantor: Kantor) -> None:
    """What was typed is what is recorded, and a mistake is one sentence with an exit code."""
    akar = ["--folder", str(kantor.folder.root)]
    umum = ["receive-letter", *akar, "--nomor", "12", "--tanggal", "5 Januari 2026", "--hal", "Permintaan Data"]
    jalan = CliRunner()
    assert jalan.invoke(app, [*umum, "--diterima", "06/01/2026", "--sifat", "segera", "--json"]).exit_code == 0
    isi = json.loads(jalan.invoke(app, ["receive-letter", *akar, "--list", "--json"]).stdout)["isi"]
    assert isi[0]["asal"] == "Kepala Bappeda Litbang Kota Probolinggo" and isi[0]["sifat"] == "Segera"
    for perintah, kode in (
        ([*umum, "--diterima", "06/01/2026"], 4),
        ([*umum, "--sifat", "Segra"], 2),
        (["receive-letter", *akar, "--nomor", "13", "--hal", "x"], 2),
        (["dispose", *akar, "--pejabat", "camat"], 2),
        (["dispose", *akar, "--tanggal", "2026-01-07"], 2),
        (["dispose", *akar, "--tanggal", "2026-01-07", "--instruksi", "Siapkan"], 0),
    ):
        assert jalan.invoke(app, perintah).exit_code == kode, perintah


def test_templates_are_what_the_tool_builds() -> None:
    assert shipped("templates", "lembar-disposisi.docx").read_bytes() == build_register.build_disposisi()
    assert shipped("templates", "daftar-pengendali.docx").read_bytes() == build_register.build_daftar()


def test_a_scan_is_added_to_a_letter_that_came_in_without_one(kantor: Kantor, tmp_path: Path) -> None:
    incoming.receive(kantor, at(6), SURAT)
    pindai = tmp_path / "pindai.pdf"
    pindai.write_bytes(b"%PDF-1.7 contoh")
    hasil = incoming.receive(kantor, at(7), letter(berkas=pindai))
    assert hasil.disusulkan and hasil.surat.nomor_agenda == "1/2026" and hasil.surat.berkas == "pindai.pdf"
    tujuan = tmp_path / "keluar"
    tujuan.mkdir()
    originals.take_out(kantor.folder, "pindai.pdf", tujuan)
    assert (tujuan / "pindai.pdf").read_bytes() == pindai.read_bytes()
    with pytest.raises(StateError, match="sudah dicatat") as sama:
        incoming.receive(kantor, at(7), letter(berkas=pindai))
    assert "dispose" in sama.value.saran
    pindai.write_bytes(b"%PDF-1.7 lain")
    with pytest.raises(StateError, match=r"dengan hasil pindai «pindai\.pdf»") as lain:
        incoming.receive(kantor, at(7), letter(berkas=pindai))
    assert "--withdraw 1/2026" in lain.value.saran
    assert events(kantor) == ["surat.diterima", "surat.dipindai"]
    assert integrity.verify(kantor.folder).segel in (kantor.folder.arsip / "rantai.txt").read_text("utf-8")


def test_a_box_is_ticked_by_how_its_words_begin(kantor: Kantor) -> None:
    incoming.receive(kantor, at(6), SURAT)
    hasil = incoming.dispose(kantor, at(6), DisposisiBaru(date(2026, 1, 6), "", harap=("koordinasi", "Rapatkan dulu")))
    assert hasil.surat.disposisi[0].harap == ("Koordinasi/Konfirmasi", "Rapatkan dulu")


def test_a_disposisi_after_the_forms_does_not_ask_for_forms(kantor: Kantor) -> None:
    forms.issue_forms(kantor, at(5))
    incoming.receive(kantor, at(6), SURAT)
    incoming.dispose(kantor, at(6), DisposisiBaru(date(2026, 1, 6), "Siapkan"))
    hasil = incoming.dispose(kantor, at(6), DisposisiBaru(date(2026, 1, 6), "Kerjakan"))
    keluar = io.StringIO()
    screen.disposed(Terminal(keluar, io.StringIO()), hasil, ())
    assert "init-forms" not in keluar.getvalue()


def test_everything_that_is_missing_is_named_at_once(kantor: Kantor) -> None:
    hasil = CliRunner().invoke(app, ["receive-letter", "--hal", "Data", "--folder", str(kantor.folder.root)])
    assert hasil.exit_code == 2 and "--nomor dan --tanggal belum diisi" in " ".join(hasil.output.split())
