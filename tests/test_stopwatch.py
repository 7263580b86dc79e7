"""The clock of the SOP: working minutes and days, started and stopped by events, and the card that shows them."""

from __future__ import annotations

import json
from datetime import date, datetime
from io import BytesIO

import pytest
from docx import Document
from tools import build_review
from typer.testing import CliRunner

from capaian.cli import app
from capaian.model.keadaan import KeadaanLangkah
from capaian.model.pengesahan import Pengesahan, Tahap
from capaian.model.periode import Periode
from capaian.model.register import (
    DATA_DIPERIKSA,
    FORMULIR_TERBIT,
    LAPORAN_DIBUKA,
    LAPORAN_DIREVIU,
    LAPORAN_DISERAHKAN,
    LAPORAN_DISUSUN,
    SURAT_DIDISPOSISI,
    SURAT_DITERIMA,
    Langkah,
    Peristiwa,
)
from capaian.pipeline import forms, progress
from capaian.pipeline.office import Kantor
from capaian.register import progress as register
from capaian.register import stopwatch
from capaian.register.langkah import LANGKAH
from capaian.register.stopwatch import JamKerja, duration, measure, working_minutes
from capaian.report import kartu
from capaian.workspace import settings
from capaian.workspace.folder import Folder
from conftest import EXAMPLE, WIB, at

JAM = JamKerja()
LIBUR = {date(2026, 1, 1), date(2026, 1, 16)}


def w(hari: int, jam: int, menit: int = 0) -> datetime:
    return datetime(2026, 1, hari, jam, menit, tzinfo=WIB)


@pytest.mark.parametrize(
    ("mulai", "sampai", "menit"),
    [
        (w(5, 8), w(5, 8, 10), 10),
        (w(5, 15, 50), w(6, 7, 40), 20),
        (w(9, 15, 30), w(12, 8), 60),
        (w(15, 15), w(19, 8), 90),
        (w(5, 20), w(5, 22), 0),
        (w(5, 6), w(5, 8), 30),
        (w(5, 9), w(5, 9), 0),
        (w(6, 9), w(5, 9), 0),
    ],
)
def test_minutes_count_within_working_hours_of_working_days(mulai: datetime, sampai: datetime, menit: int) -> None:
    """Nights, a weekend and a holiday do not count: Friday 15.30 to Monday 08.00 is one hour."""
    assert working_minutes(mulai, sampai, LIBUR, JAM) == menit


def test_durations_in_words() -> None:
    assert [duration(n) for n in (0, 35, 60, 125)] == ["0 menit", "35 menit", "1 jam", "2 jam 5 menit"]


@pytest.mark.parametrize("teks", ["07.30–16.00", "7:30-16:00", " 07.00 - 15.30 "])
def test_working_hours_are_read(teks: str) -> None:
    assert JamKerja.parse(teks).mulai < JamKerja.parse(teks).selesai


@pytest.mark.parametrize("teks", ["", "pagi", "16.00–07.30", "07.30"])
def test_hours_that_are_none_are_refused(teks: str) -> None:
    with pytest.raises(ValueError, match="bukan jam kerja"):
        JamKerja.parse(teks)


def _p(urut: int, jenis: str, waktu: datetime) -> Peristiwa:
    return Peristiwa(urut, waktu, jenis, "u", {"periode": "2025-TW4"}, "")


def _steps(selesai: set[int]) -> list[tuple[Langkah, bool]]:
    return [(k, k.nomor in selesai) for k in LANGKAH]


def test_a_step_begins_when_the_one_before_it_ended() -> None:
    peristiwa = [
        _p(1, SURAT_DITERIMA, w(5, 8)),
        _p(2, SURAT_DIDISPOSISI, w(5, 8, 12)),
        _p(3, FORMULIR_TERBIT, w(5, 9)),
        _p(4, DATA_DIPERIKSA, w(9, 9)),
        _p(5, LAPORAN_DISUSUN, w(13, 9)),
        _p(6, LAPORAN_DISERAHKAN, w(14, 9)),
        _p(7, LAPORAN_DIREVIU, w(20, 9)),
    ]
    hasil = measure(_steps({1, 2, 7, 8, 9}), peristiwa, w(21, 9), LIBUR, JAM)
    assert (hasil[2].mulai, hasil[2].selesai) == (w(5, 8), w(5, 8, 12))
    assert (hasil[2].terpakai, hasil[2].lewat) == ("12 menit", 7)
    assert (hasil[8].mulai, hasil[8].terpakai, hasil[8].lewat) == (w(9, 9), "2 hari", 0)
    assert (hasil[9].mulai, hasil[9].terpakai, hasil[9].lewat) == (w(14, 9), "3 hari", 1), "the 16th is a holiday"
    assert (hasil[10].mulai, hasil[10].selesai, hasil[10].terpakai) == (w(20, 9), None, "1 hari"), "it runs until now"
    assert hasil[3].selesai is None


def test_a_review_that_asks_for_changes_and_a_reopening_keep_the_order_of_the_steps() -> None:
    """A draft made during the review is of the review; a report that was opened again starts over."""
    peristiwa = [
        _p(1, DATA_DIPERIKSA, w(9, 9)),
        _p(2, LAPORAN_DISUSUN, w(12, 9)),
        _p(3, LAPORAN_DISERAHKAN, w(13, 9)),
        _p(4, LAPORAN_DISUSUN, w(14, 9)),
        _p(5, LAPORAN_DISERAHKAN, w(14, 10)),
        _p(6, LAPORAN_DIREVIU, w(15, 9)),
    ]
    selesai = _steps({7, 8, 9})
    hasil = measure(selesai, peristiwa, w(21, 9), LIBUR, JAM)
    assert hasil[8].selesai == w(12, 9) and (hasil[9].mulai, hasil[9].selesai) == (w(13, 9), w(15, 9))

    dibuka = [*peristiwa, _p(7, LAPORAN_DIBUKA, w(19, 9))]
    hasil = measure(_steps({7, 8}), dibuka, w(21, 9), LIBUR, JAM)
    assert hasil[8].selesai == w(15, 9).replace(day=14) and hasil[9].mulai is None
    lagi = [
        *dibuka,
        _p(8, LAPORAN_DISUSUN, w(20, 9)),
        _p(9, LAPORAN_DISERAHKAN, w(20, 10)),
        _p(10, LAPORAN_DIREVIU, w(21, 8)),
    ]
    hasil = measure(selesai, lagi, w(21, 9), LIBUR, JAM)
    assert (hasil[8].mulai, hasil[8].selesai) == (w(19, 9), w(20, 9))
    assert (hasil[9].mulai, hasil[9].selesai) == (w(20, 10), w(21, 8))


def test_advice_for_another_period_names_it(kantor: Kantor) -> None:
    akar = str(kantor.folder.root)
    for pilihan, ada in (([], False), (["--periode", "2025-TW3"], True)):
        saran = json.loads(CliRunner().invoke(app, ["status", "--json", "--folder", akar, *pilihan]).stdout)["isi"]
        assert all((" --periode 2025-TW3" in s) is ada for s in saran["berikutnya"]) and saran["berikutnya"]
    sudah = ("Periksa: «capaian validate --periode 2025-TW4», lalu «capaian review --answer 1=…».",)
    assert register.for_period(sudah, Periode.parse("2025-TAHUN")) == (
        "Periksa: «capaian validate --periode 2025-TW4», lalu «capaian review --periode 2025-TAHUN --answer 1=…».",
    )


def test_nothing_happened_nothing_runs() -> None:
    hasil = measure(_steps(set()), [], w(21, 9), LIBUR, JAM)
    assert all(x == stopwatch.WaktuLangkah(None, None, "", 0) for x in hasil.values())


def test_every_step_has_a_standard_that_can_be_measured() -> None:
    assert all(stopwatch._BAKU.search(k.waktu) for k in LANGKAH)


@pytest.mark.parametrize(
    ("tahap", "siapa"),
    [
        (Tahap.BELUM, "Kasubag Program dan Keuangan"),
        (Tahap.DRAF, "Kasubag Program dan Keuangan"),
        (Tahap.DIKEMBALIKAN, "Kasubag Program dan Keuangan"),
        (Tahap.DIKIRIM, "Bappeda Litbang"),
    ],
)
def test_who_holds_a_report_under_way(tahap: Tahap, siapa: str) -> None:
    assert register.holder((), Pengesahan(tahap=tahap)) == siapa


def test_a_draft_that_has_to_be_built_again_is_the_kasubags() -> None:
    jalan = (KeadaanLangkah(LANGKAH[8], "selesai"), KeadaanLangkah(LANGKAH[9], "belum"))
    disetujui = Pengesahan(tahap=Tahap.DISETUJUI)
    assert register.holder(jalan, disetujui) == "Kepala Dinas"
    assert register.holder(jalan, disetujui, berubah=True) == "Kasubag Program dan Keuangan"


def test_status_shows_the_clock_and_the_card_prints_it(kantor: Kantor) -> None:
    forms.issue_forms(kantor, at(5))
    hasil = progress.status(kantor, w(12, 9))
    enam = hasil.langkah[5]
    assert enam.mulai is not None and enam.selesai is None and enam.terpakai == "5 hari" and enam.lewat == 2
    assert hasil.pemegang == LANGKAH[5].pelaksana
    dokumen = Document(str(progress.card(kantor, w(12, 9))))
    baris = {b.cells[0].text: [s.text for s in b.cells] for b in dokumen.tables[0].rows}
    assert len(baris) == 12
    assert baris["6"][3:] == ["3 hari", "05/01/2026 09.00", "–", "5 hari", "belum, lewat 2 hari"]
    assert baris["11"][4:7] == ["–", "–", "–"]


def test_committed_card_template_is_what_the_tool_builds() -> None:
    data = Folder(EXAMPLE).template(kartu.TEMPLAT)
    assert build_review.build_kartu() == data
    assert Document(BytesIO(data)).sections[0].page_width > Document(BytesIO(data)).sections[0].page_height


def test_status_as_json_has_the_clock(kantor: Kantor) -> None:
    forms.issue_forms(kantor, at(5))
    isi = json.loads(CliRunner().invoke(app, ["status", "--json", "--folder", str(kantor.folder.root)]).stdout)["isi"]
    assert {"mulai", "selesai", "terpakai", "lewat"} <= set(isi["langkah"][0])
    assert isi["pemegang"]


def test_working_hours_are_a_setting(kantor: Kantor) -> None:
    path = kantor.folder.pengaturan
    isi = path.read_text("utf-8").replace("hari_pengisian = 3", 'jam_kerja = "pagi"\nhari_pengisian = 3')
    path.write_text(isi, "utf-8")
    _, masalah = settings.read(path)
    assert ["jam_kerja" in m[0] for m in masalah] == [True]


def test_a_form_issued_anew_does_not_move_the_steps_of_the_first_one() -> None:
    terbit = [
        Peristiwa(n, w(5, j), FORMULIR_TERBIT, "u", {"periode": "2025-TW4", "unit": u}, "")
        for n, (j, u) in enumerate(((8, "A"), (9, "B"), (15, "A")), 1)
    ]
    assert [p.urut for p in stopwatch.without_repeats(terbit)] == [1, 2]
    hasil = measure(_steps({4, 5}), terbit, w(21, 9), LIBUR, JAM)
    assert hasil[4].selesai == hasil[5].selesai == w(5, 9)
