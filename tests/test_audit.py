"""Who is waited for, and who did what: in words, filtered, exported."""

from __future__ import annotations

import csv
import io
import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from capaian.cli import app
from capaian.console import audit as screen
from capaian.console.terminal import Terminal
from capaian.errors import StateError
from capaian.forms.reminder import Pengingat, write
from capaian.model import register
from capaian.model.periode import Periode
from capaian.model.register import Peristiwa
from capaian.pipeline import approving, audit, forms, intake, remind, report, validation
from capaian.pipeline.approving import Hari
from capaian.pipeline.audit import Saringan
from capaian.pipeline.office import Kantor, open_ledger, open_office
from capaian.register import story
from capaian.workspace.folder import Folder
from conftest import EXAMPLE, Send, at


@pytest.fixture(scope="module")
def quarter(tmp_path_factory: pytest.TempPathFactory) -> Kantor:
    tujuan = tmp_path_factory.mktemp("riwayat") / "kantor"
    shutil.copytree(EXAMPLE, tujuan, ignore=shutil.ignore_patterns("pengisian.toml"))
    kantor = open_office(Folder(tujuan))
    forms.issue_forms(kantor, at(5))
    intake.collect(kantor, at(8), kantor.folder.inbox)
    validation.validate(kantor, at(9))
    for p in sorted((tujuan / "inbox-susulan").iterdir()):
        shutil.copy2(p, kantor.folder.inbox / p.name)
    intake.collect(kantor, at(12), kantor.folder.inbox)
    report.build_report(kantor, at(13))
    hari = Hari(date(2026, 1, 13), date(2026, 1, 13))
    approving.hand_over(kantor, at(13), hari)
    approving.accept(kantor, at(13), hari)
    approving.reopen(kantor, at(14), Hari(date(2026, 1, 14), date(2026, 1, 14)), "Angka IK-1.2 direvisi")
    return kantor


def test_every_event_is_told_in_words(quarter: Kantor) -> None:
    """Each event once, in its order, with who and when; none by its bare kind."""
    with open_ledger(quarter) as ledger:
        peristiwa = ledger.events()
    baris = list(story.tell(peristiwa))
    assert [b.urut for b in baris if b.jenis != "kiriman.diganti"] == [
        p.urut for p in peristiwa if p.jenis != "kiriman.diganti"
    ]
    assert all(b.pelaku and b.apa and "_" not in b.apa.split(":")[0] for b in baris)
    assert not [b.apa for b in baris if b.apa == b.jenis.replace(".", " ")]


def test_every_kind_of_the_register_has_words() -> None:
    jenis = {v for k, v in vars(register).items() if k.isupper() and isinstance(v, str) and "." in v}
    assert jenis <= set(story._KATA)


def test_a_corrected_value_is_told_from_what_to_what(quarter: Kantor) -> None:
    """The question of the Inspektorat: who changed IK-1.6, when, from what to what, with which file."""
    (b,) = [x for x in audit.history(quarter, Saringan(butir="IK-1.6")) if "realisasi" in x.apa]
    assert b.apa == "IK-1.6 realisasi: 1,118 → 1.118 (ISIAN!P13)"
    assert (b.unit, b.berkas) == ("PPTK", "DOC-20260109-WA0003.xlsx")
    assert b.waktu.date() == date(2026, 1, 12) and b.alasan == "versi lebih baru"


def test_filters_narrow_and_add_up(quarter: Kantor) -> None:
    semua = audit.history(quarter, Saringan())
    for s in (
        Saringan(unit="pptk"),
        Saringan(berkas="wa0003"),
        Saringan(oleh="penguji"),
        Saringan(sejak=date(2026, 1, 12)),
        Saringan(sampai=date(2026, 1, 8)),
        Saringan(butir="IK-2.1"),
    ):
        sebagian = audit.history(quarter, s)
        assert sebagian and set(sebagian) <= set(semua)
    dua = Saringan(sejak=date(2026, 1, 12)), Saringan(sampai=date(2026, 1, 11))
    assert len(audit.history(quarter, dua[0])) + len(audit.history(quarter, dua[1])) == len(semua)
    assert audit.history(quarter, Saringan(unit="TIADA")) == ()
    lain = open_office(quarter.folder, "2025-TW3")
    assert {b.jenis for b in audit.history(lain, Saringan())} <= {register.BERKAS_DITERIMA}, "files of no known period"
    assert audit.history(lain, Saringan(semua_periode=True)) == semua


def test_reasons_and_officials_are_told(quarter: Kantor) -> None:
    teks = {b.jenis: b for b in audit.history(quarter, Saringan(sejak=date(2026, 1, 13)))}
    assert "SITI CONTOH" in teks[register.LAPORAN_DIREVIU].apa
    assert teks[register.LAPORAN_DIBUKA].alasan == "Angka IK-1.2 direvisi"


def test_history_on_the_command_line(quarter: Kantor, tmp_path: Path) -> None:
    ke = tmp_path / "riwayat.csv"
    akar = str(quarter.folder.root)
    jawab = CliRunner().invoke(app, ["history", "--unit", "PPTK", "--csv", str(ke), "--folder", akar])
    assert jawab.exit_code == 0 and "1,118 → 1.118" in " ".join(jawab.stdout.split())
    baris = list(csv.reader(io.StringIO(ke.read_text("utf-8-sig")), delimiter=";"))
    assert tuple(baris[0]) == audit.KOLOM and {b[4] for b in baris[1:]} == {"PPTK"}
    assert CliRunner().invoke(app, ["history", "--sejak", "kemarin", "--folder", akar]).exit_code == 2
    isi = json.loads(CliRunner().invoke(app, ["history", "--json", "--folder", akar]).stdout)
    assert len(isi["isi"]) == len(audit.history(quarter, Saringan()))


# --- reminders ------------------------------------------------------------------------------------------------


def test_each_unit_that_is_waited_for_gets_one_text(kantor: Kantor, send: Send) -> None:
    """The one that has sent gets none; one with an error is asked to mend; the rest are asked for their form."""
    send("SEK", {"IK-5.1": {"realisasi": "BB"}})
    intake.collect(kantor, at(7), kantor.folder.inbox)
    validation.validate(kantor, at(7))
    pesan = {u: (teks, p) for u, teks, p in remind.remind(kantor, date(2026, 1, 7)).pesan}
    assert set(pesan) == {"SEK", "IND", "PPTK", "HIJS", "BLK"}
    assert "perbaikan formulir capaian kinerja Sekretariat" in pesan["SEK"][0]
    teks, path = pesan["IND"]
    assert "masih menunggu formulir capaian kinerja Bidang Perindustrian." in teks
    assert "Kamis, 8 Januari 2026 (besok hari kerja terakhir)" in teks
    assert path.read_bytes().decode().replace("\r\n", "\n") == teks


def test_nobody_is_reminded_before_forms_or_when_all_is_there(kantor: Kantor, quarter: Kantor) -> None:
    with pytest.raises(StateError, match="belum diterbitkan"):
        remind.remind(kantor, date(2026, 1, 5))
    assert remind.remind(quarter, date(2026, 1, 13)).pesan == ()


@pytest.mark.parametrize(
    ("sisa", "kata"),
    [
        (3, "(3 hari kerja lagi)"),
        (1, "besok hari kerja terakhir"),
        (0, "hari ini batas"),
        (-2, "sudah lewat 2 hari kerja"),
    ],
)
def test_the_days_are_said_kindly_and_text_is_inert(sisa: int, kata: str) -> None:
    p = Pengingat(
        "X",
        "Kepala *Bidang*",
        Periode.parse("2025-TW4"),
        ("formulir https://contoh.id",),
        date(2026, 1, 8),
        sisa,
        ("A",),
    )
    teks = write(p)
    assert kata in teks
    assert "*Bidang*" not in teks and "https://" not in teks


def test_remind_on_the_command_line(kantor: Kantor, issued: dict[str, bytes]) -> None:
    jawab = CliRunner().invoke(app, ["remind", "--folder", str(kantor.folder.root)])
    assert jawab.exit_code == 1 and jawab.stdout.count("Yth. Bapak/Ibu") == len(issued)


def test_correction_deadline_is_the_one_that_counts(kantor: Kantor, send: Send) -> None:
    send("SEK", {"IK-5.1": {"realisasi": "BB"}})
    intake.collect(kantor, at(7), kantor.folder.inbox)
    validation.validate(kantor, at(7))
    teks = next(t for u, t, _ in remind.remind(kantor, date(2026, 1, 8)).pesan if u == "SEK")
    assert "Jumat, 9 Januari 2026" in teks


def test_days_and_numbers_are_told_as_people_write_them() -> None:
    ubah = {"kode": "IK-1", "kolom": "realisasi", "lama": "13.2", "baru": "1250000", "sel": "ISIAN!P8"}
    semua = [
        Peristiwa(1, at(5).waktu, "formulir.terbit", "u", {"tenggat": "2026-01-08"}, ""),
        Peristiwa(2, at(5).waktu, "kiriman.diganti", "u", {"lama": 1, "baru": 2, "perubahan": [ubah]}, ""),
        Peristiwa(3, at(5).waktu, "laporan.disahkan", "u", {"tanggal": "awal Januari"}, ""),
    ]
    apa = [b.apa for b in story.tell(semua)]
    assert apa[0] == "formulir diterbitkan, batas 8 Januari 2026"
    assert "IK-1 realisasi: 13,2 → 1.250.000 (ISIAN!P8)" in apa
    assert apa[-1] == "laporan disahkan, tanggal awal Januari"


def test_a_reminder_is_copied_from_the_screen_line_by_line(kantor: Kantor) -> None:
    """What stands on the screen is the text of the file, however narrow the terminal."""
    forms.issue_forms(kantor, at(5))
    keluar = io.StringIO()
    screen.reminders(Terminal(keluar, io.StringIO()), remind.remind(kantor, date(2026, 1, 9)), ["a"] * 5)
    teks = remind.remind(kantor, date(2026, 1, 9)).pesan[0][1]
    assert "⏎" not in keluar.getvalue() and teks.rstrip() in keluar.getvalue()
