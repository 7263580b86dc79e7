"""`capaian` without a command, as somebody at a terminal meets it; and `capaian init` with its questions."""

from __future__ import annotations

import contextlib
import os
import re
import select
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from capaian.cli import menu
from capaian.cli.base import terminal
from capaian.cli.commands import load
from capaian.console import menu as screen
from capaian.errors import DataError, IntegrityError, SystemRefusalError, UsageError
from capaian.model.finding import Severity
from capaian.model.pengesahan import CatatanReviu
from capaian.model.periode import Periode
from capaian.pipeline import (
    approving,
    delivery,
    dispatch,
    forms,
    incoming,
    intake,
    new_year,
    office,
    progress,
    report,
    validation,
)
from capaian.pipeline.approving import Hari
from capaian.pipeline.incoming import DisposisiBaru, SuratBaru
from capaian.pipeline.office import Kantor, open_office
from capaian.register import choices
from capaian.register import progress as register
from capaian.workspace.folder import Folder
from conftest import EXAMPLE, at, both_rounds

posix = pytest.mark.skipif(sys.platform == "win32", reason="a pseudo terminal is needed")


class Layar:
    """A terminal with somebody at it."""

    def __init__(self, induk: int) -> None:
        self.induk = induk
        self.teks = ""

    def sampai(self, kata: str, detik: float = 60) -> str:
        """Read until a text stands on the screen; return what came since the last time."""
        awal, batas = len(self.teks), time.monotonic() + detik
        while kata not in self.teks[awal:]:
            sisa = batas - time.monotonic()
            siap = select.select([self.induk], [], [], max(sisa, 0))[0]
            if not siap:
                raise TimeoutError(f"«{kata}» did not appear in: {self.teks[awal:]}")
            try:
                data = os.read(self.induk, 65536).decode("utf-8", "replace")
            except OSError:
                data = ""
            assert data, f"ended without «{kata}»: {self.teks[awal:]}"
            self.teks += re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", data).replace("\r\n", "\n")
        return self.teks[awal:]

    def tekan(self, teks: str) -> None:
        os.write(self.induk, teks.encode())

    def pilih(self, tombol: str, kata: str) -> str:
        """Press keys in a menu, again when nobody was listening yet, until a text stands on the screen."""
        for _ in range(20):
            time.sleep(0.2)
            self.tekan(tombol)
            with contextlib.suppress(TimeoutError):
                return self.sampai(kata, detik=10)
        raise AssertionError(self.teks)

    def keluar(self, tombol: str, jalan: subprocess.Popen[bytes]) -> int:
        """Press keys until the program has ended; its exit code."""
        for _ in range(20):
            time.sleep(0.2)
            self.tekan(tombol)
            with contextlib.suppress(subprocess.TimeoutExpired):
                return jalan.wait(5)
        raise AssertionError(self.teks)


@contextmanager
def duduk(di: Path, *kata: str) -> Iterator[tuple[Layar, subprocess.Popen[bytes]]]:
    """Run `capaian` with a terminal of 80 columns."""
    import fcntl
    import pty
    import struct
    import termios

    induk, anak = pty.openpty()
    fcntl.ioctl(anak, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 80, 0, 0))
    lingkungan = {**os.environ, "TERM": "xterm", "PYTHONUTF8": "1"}
    perintah = [sys.executable, "-m", "capaian", *kata]
    jalan = subprocess.Popen(perintah, cwd=di, stdin=anak, stdout=anak, stderr=anak, env=lingkungan)
    os.close(anak)
    try:
        yield Layar(induk), jalan
    finally:
        jalan.kill()
        jalan.wait()
        os.close(induk)


@posix
def test_the_menu_of_an_office(folder: Folder) -> None:
    """It says where things stand, runs what is chosen with the arrows or a number, comes back, and is left."""
    with duduk(folder.root) as (layar, jalan):
        awal = layar.sampai("lalu Enter.")
        assert "Triwulan IV Tahun 2025" in awal and "5 formulir belum diterbitkan" in awal
        assert "«capaian init-forms»" not in awal  # the letter comes first, and one thing is advised
        assert "> 1. Catat surat permintaan data" in awal and "0. Keluar" in awal
        assert "> 2. Terbitkan formulir" in layar.pilih("\x1b[B", "lalu Enter.")
        assert "> capaian init-forms" in layar.pilih("\r", "kembali ke menu.")
        assert len(list((folder.root / "formulir").rglob("*.xlsx"))) == 5
        layar.tekan("\n")
        assert "> 1. Himpun kiriman dari folder inbox" in layar.sampai("lalu Enter.")
        assert layar.keluar("0\r", jalan) == 0


@posix
def test_a_question_of_the_menu(folder: Folder) -> None:
    """What a command needs is asked; without an answer nothing runs; Escape leaves."""
    with duduk(folder.root) as (layar, jalan):
        layar.sampai("lalu Enter.")
        layar.pilih("5\r", "Angka, atau kode indikator")
        layar.tekan("\n")
        assert "tidak ada yang dijalankan" in layar.sampai("kembali ke menu.")
        layar.tekan("\n")
        layar.sampai("lalu Enter.")
        layar.pilih("5\r", "Angka, atau kode indikator")
        layar.tekan("0\n")
        assert "tidak ada yang dijalankan" in layar.sampai("kembali ke menu.")
        layar.tekan("\n")
        layar.sampai("lalu Enter.")
        assert layar.keluar("\x1b", jalan) == 0


@pytest.mark.parametrize(("jawab", "jalan"), [("", False), ("tidak", False), ("0", False), ("ya", True), ("Y", True)])
def test_what_an_official_did_is_recorded_after_a_yes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], jawab: str, jalan: bool
) -> None:
    """One key does not record an approval."""
    dijalankan: list[list[str]] = []

    class Perintah:
        def main(self, args: list[str], **_: object) -> None:
            dijalankan.append(args)

    monkeypatch.setattr(menu.asking, "ask", lambda teks, bawaan="": jawab)
    monkeypatch.setattr(menu, "load", lambda nama: Perintah())
    tawaran = next(t for _, t in choices._TAWARAN if t.perintah == ("approve",))
    menu._run(terminal(), tawaran)
    assert bool(dijalankan) is jalan
    assert ("Tidak dicatat" in capsys.readouterr().err) is not jalan


def test_every_act_of_an_official_without_a_question_asks_for_a_yes() -> None:
    resmi = {"receive-letter", "dispose", "deliver", "review", "approve", "submit", "reopen"}
    ditanyakan_sendiri = {"receive-letter"}
    for _, t in choices._TAWARAN:
        if t.perintah[0] in resmi - ditanyakan_sendiri:
            jawab_catatan = t.teks == "Jawab catatan reviu"
            assert t.tanya or t.pasti or jawab_catatan, t.teks


@posix
def test_an_answer_may_begin_with_a_hyphen(folder: Folder) -> None:
    """What was answered is no option: a number below zero is looked for."""
    with duduk(folder.root) as (layar, jalan):
        layar.sampai("lalu Enter.")
        nomor = next(n for n, t in enumerate(_menu_lines(folder), 1) if t == "Telusuri asal sebuah angka")
        layar.pilih(f"{nomor}\r", "Angka, atau kode indikator")
        keluar = layar.pilih("-1,41\n", "kembali ke menu.")
        assert "Tidak ada pilihan" not in keluar and "capaian trace -- -1,41" in keluar
        layar.tekan("\n")
        layar.sampai("lalu Enter.")
        assert layar.keluar("0\r", jalan) == 0


def _menu_lines(folder: Folder) -> list[str]:
    return [t.teks for t in (*choices.choices(progress.status(open_office(folder), at(5).waktu)), *menu._SELALU)]


@posix
def test_the_menu_outside_an_office_and_the_questions_of_init(tmp_path: Path) -> None:
    """A new folder is made from answers, and the menu goes on in it; the empty tables are what it then shows."""
    with duduk(tmp_path) as (layar, jalan):
        assert "belum menjadi folder kantor" in layar.sampai("lalu Enter.")
        layar.pilih("2\r", "Nama folder baru (0: batal) [kantor]")
        layar.tekan("kantor-uji\n")
        for tanya, jawab in (
            ("Nomor [1]", "7"),
            ("Nomor [1]", "1"),
            ("Nama perangkat daerah", ""),
            ("Jawaban ini perlu diisi", "Dinas Uji"),
            ("Kode pendek", "U/JI"),
            ("Kode «U/JI» memuat tanda", "UJI"),
            ("Kabupaten/kota (misalnya Kota Contoh):", "Kota Contoh"),
            ("Periode pertama", "2026-Q1"),
            ("Periode «2026-Q1» tidak dikenali", "2026-TW1"),
        ):
            layar.sampai(tanya)
            layar.tekan(f"{jawab}\n")
        layar.sampai("kembali ke menu.")
        layar.tekan("\n")
        assert "> 1. Periksa tabel skema" in layar.sampai("lalu Enter.")
        assert layar.keluar("q", jalan) == 0
    assert 'nama = "Dinas Uji"' in (tmp_path / "kantor-uji" / "capaian.toml").read_text("utf-8")


@posix
def test_a_folder_that_does_not_fit_is_asked_again(folder: Folder, tmp_path: Path) -> None:
    """Neither the new folder nor the one of last year ends the questions when it is not what it should be."""
    (tmp_path / "penuh").mkdir()
    (tmp_path / "penuh" / "catatan.txt").write_text("milik orang")
    with duduk(tmp_path, "init") as (layar, jalan):
        for tanya, jawab in (
            ("Nama folder kantor yang akan dibuat", "penuh"),
            ("tidak kosong", "baru"),
            ("Nomor [1]", "2"),
            ("Folder kantor tahun lalu", "tidak-ada"),
            ("«tidak-ada» tidak ada", str(folder.root)),
        ):
            layar.sampai(tanya)
            layar.tekan(f"{jawab}\n")
        layar.sampai("Folder kantor siap.")
        assert jalan.wait(20) == 0
    assert 'periode = "2026-TW1"' in (tmp_path / "baru" / "capaian.toml").read_text("utf-8")


def test_without_a_terminal_it_is_plain_help(tmp_path: Path) -> None:
    hasil = subprocess.run(
        [sys.executable, "-m", "capaian"],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        check=False,
    )
    assert hasil.returncode == 0 and hasil.stdout.startswith("Pemakaian: capaian") and not hasil.stderr


def test_every_line_of_the_menu_is_a_command_line() -> None:
    """Its command exists and takes the options of its questions."""
    from capaian.cli import menu

    semua = [t for _, t in choices._TAWARAN] + [*menu._SELALU, *menu._DI_LUAR, *menu._RUSAK]
    assert choices.PALING_BANYAK + len(menu._SELALU) <= 9
    for t in semua:
        perintah, kata = load(t.perintah[0]), list(t.perintah[1:])
        if t.perintah[0] == "schema":
            perintah, kata = perintah.commands[kata[0]], kata[1:]
        for tanya in t.tanya:
            kata += [tanya.opsi, f"{tanya.depan}x"] if tanya.opsi else ["x"]
        perintah.make_context(t.perintah[0], kata)


@pytest.mark.parametrize(
    ("teks", "arti"),
    [
        ("\x1b[A\x1b[B", ["atas", "bawah"]),
        ("\xe0H\x00P", ["atas", "bawah"]),
        ("3\r", ["3", "pilih"]),
        ("\x1b", ["keluar"]),
        ("\x1b[C\x1b[D\x1b[3~\x1b[5~\x1b[1;5A\x1bOC\x1bx", []),
        ("\x1b[1~\x1bOF\x1b[8~", ["awal", "akhir", "akhir"]),
        ("\xe0K\xe0M\xe0S\x00;", []),
        ("\x1b[5~2\x1b", ["2"]),
        ("\x1b[B\x1b[B\x1b", ["bawah", "bawah"]),
        ("\x1b\x1b[A", []),
        ("\x1b\x1b", ["keluar"]),
        ("é²", []),
    ],
)
def test_keys(teks: str, arti: list[str]) -> None:
    """Arrows as Linux and Windows send them; what has no meaning does nothing."""
    assert list(screen.meanings(teks)) == arti


def offered(kantor: Kantor, hari: int) -> list[tuple[str, ...]]:
    """The acts that the menu would show on a day of January."""
    return [t.perintah for t in choices.choices(progress.status(kantor, at(hari).waktu))]


def test_the_first_line_is_the_next_act_until_forms_are_out(kantor: Kantor) -> None:
    """Doing what stands first leads on."""
    tanggal = date(2026, 1, 2)
    assert offered(kantor, 2)[0] == ("receive-letter",)
    incoming.receive(
        kantor, at(2, 8), SuratBaru("050/1", tanggal, "Bappeda", "Permintaan data", "Segera", "–", tanggal)
    )
    for kata in ("Siapkan", "Terbitkan"):
        assert offered(kantor, 2)[0] == ("dispose",)
        assert "«capaian dispose»" in progress.status(kantor, at(2).waktu).berikutnya[0]
        incoming.dispose(kantor, at(2, 9), DisposisiBaru(tanggal, kata))
    assert offered(kantor, 5)[0] == ("init-forms",)
    forms.issue_forms(kantor, at(5))
    assert offered(kantor, 6)[:3] == [("collect",), ("remind",), ("deliver",)]
    delivery.deliver(kantor, at(6), delivery.Pengiriman(date(2026, 1, 6), "WhatsApp"))
    assert offered(kantor, 6)[:2] == [("collect",), ("remind",)] and ("deliver",) not in offered(kantor, 6)


def test_the_first_line_after_the_forms_are_complete(tmp_path: Path) -> None:
    kantor = both_rounds(tmp_path / "kantor")

    def hari(n: int) -> Hari:
        return Hari(date(2026, 1, n), date(2026, 1, n))

    assert offered(kantor, 12)[0] == ("validate",)
    validation.validate(kantor, at(12, 13))
    assert offered(kantor, 13)[0] == ("build-report",)
    report.build_report(kantor, at(13), pdf=False)
    assert offered(kantor, 13)[0] == ("review",)
    approving.hand_over(kantor, at(14), hari(14))
    assert offered(kantor, 14)[:2] == [("review", "--accept"), ("review", "--return")]
    approving.send_back(kantor, at(14, 10), hari(14), [CatatanReviu(0, 0, "Perjelas Bab II", "ditulis")])
    jawab = choices.choices(progress.status(kantor, at(14).waktu))[0]
    assert jawab.perintah == ("review",) and jawab.tanya[0].opsi == "--answer" and jawab.tanya[0].depan == "1="
    approving.answer(kantor, at(14, 11), [(1, "sudah")])
    approving.hand_over(kantor, at(14, 12), hari(14))
    approving.accept(kantor, at(15), hari(15))
    assert offered(kantor, 15)[0] == ("approve",)
    approving.approve(kantor, at(16), hari(16), pdf=False)
    assert offered(kantor, 16)[0] == ("submit",)
    dispatch.submit(kantor, at(17), hari(17))
    assert offered(kantor, 17)[0] == ("submit",) and offered(kantor, 17)[-1] == ("reopen",)
    assert ("collect",) not in offered(kantor, 17)


def test_a_draft_of_data_that_changed_is_built_again_first(tmp_path: Path) -> None:
    """Neither status nor menu offers a hand-over that would be refused."""
    kantor = both_rounds(tmp_path / "kantor")
    validation.validate(kantor, at(12, 13))
    report.build_report(kantor, at(13), pdf=False)
    assert progress.status(kantor, at(13).waktu).berikutnya == ("Serahkan draf kepada Sekretaris: «capaian review».",)
    target = kantor.folder.root / "skema" / "target.csv"
    if not target.exists():
        target = next(kantor.folder.root.glob("skema/*arget*.csv"))
    target.write_bytes(target.read_bytes() + b"\r\n")
    kantor = office.open_office(kantor.folder)
    assert offered(kantor, 14)[0] == ("build-report",) and ("review",) not in offered(kantor, 14)
    assert (
        "berubah sejak draf ke-1; susun ulang: «capaian build-report»"
        in progress.status(kantor, at(14).waktu).berikutnya[0]
    )
    report.build_report(kantor, at(14), pdf=False)
    assert offered(kantor, 14)[0] == ("review",)


def test_warnings_do_not_hide_the_way_to_the_report(tmp_path: Path) -> None:
    kantor = both_rounds(tmp_path / "kantor")
    validation.validate(kantor, at(12, 13))
    kini = progress.status(kantor, at(13).waktu)
    ragu = tuple(replace(u, keadaan="perlu diperbaiki", n_peringatan=1) for u in kini.unit)
    saran = register.next_step(replace(kini, unit=ragu))
    assert "paket dalam folder koreksi" in saran[0]
    assert saran[1] == "Bila jawaban atas peringatan tidak ditunggu lagi, susun draf: «capaian build-report»."
    assert ("build-report",) in [t.perintah for t in choices.choices(replace(kini, unit=ragu))]
    salah = tuple(replace(u, n_kesalahan=1) for u in ragu)
    assert len(register.next_step(replace(kini, unit=salah))) == 1


# --- a folder that begins where last year's ended ---


def test_a_folder_from_last_year(tmp_path: Path) -> None:
    """Results become history, targets wait to be filled in, money is emptied, and the old folder is only read."""
    lama = both_rounds(tmp_path / "kantor-2025")
    sebelum = {p: p.read_bytes() for p in lama.folder.root.rglob("*") if p.is_file()}
    hasil = new_year.start(tmp_path / "kantor-2026", lama.folder, at(20))
    assert {p: p.read_bytes() for p in lama.folder.root.rglob("*") if p.is_file()} == sebelum
    assert hasil.periode == Periode(2026, "TW", 1)
    assert hasil.tanpa_hasil == ("IK-2.6",) and len(hasil.riwayat) == 36 and len(hasil.tanpa_target) == 37

    with pytest.raises(DataError) as e:
        office.open_office(Folder(hasil.folder))
    assert {saran for _, _, saran in e.value.daftar} == {"Isi angkanya pada baris itu; jangan menambah baris baru."}
    target = hasil.folder / "skema" / "Target.csv"
    teks = target.read_text("utf-8-sig")
    assert teks.count(";2026;PK;") == 37
    angka = dict(re.findall(r"(?m)^([^;]+);2025;PK;(.*)$", teks))
    target.write_text(re.sub(r"(?m)^([^;]+);2026;PK;.*$", lambda m: f"{m[1]};2026;PK;{angka[m[1]]}", teks), "utf-8-sig")
    baru = office.open_office(Folder(hasil.folder))
    lalu = {r.indikator: r for r in baru.siklus.riwayat if r.periode == Periode(2025, "TAHUN")}
    assert lalu["IK-1.4"].sumber == "Formulir isian unit Tahun 2025, diolah (folder kantor-2025)"
    assert str(lalu["IK-1.4"].realisasi) == "49.01" and str(lalu["IK-1.4"].target) == "48"
    assert all(p.pagu is None for p in baru.siklus.program)
    assert baru.pengaturan.pejabat == lama.pengaturan.pejabat and len(baru.siklus.aturan) == len(lama.siklus.aturan)
    assert not (hasil.folder / "capaian.db").exists() and not (hasil.folder / "arsip").exists()


def test_a_value_under_an_error_does_not_become_history(kantor: Kantor, tmp_path: Path) -> None:
    """What the report of last year kept out is not printed as fact the year after."""
    forms.issue_forms(kantor, at(5))
    intake.collect(kantor, at(8), EXAMPLE / "inbox")
    salah = {f.kunci.butir for f in validation.validate(kantor, at(9)).temuan if f.severity is Severity.KESALAHAN}
    hasil = new_year.start(tmp_path / "baru", kantor.folder, at(20))
    assert "IK-2.1" in salah and "IK-2.1" in hasil.tanpa_hasil and hasil.riwayat
    assert not salah & set(hasil.riwayat)


def test_a_ledger_that_is_not_whole_gives_no_history(tmp_path: Path) -> None:
    """A value edited in the old ledger is not taken over, and a lost ledger is not «nothing was collected»."""
    lama = both_rounds(tmp_path / "lama")
    with contextlib.closing(sqlite3.connect(lama.folder.basis_data)) as db, db:
        db.execute("UPDATE isian SET isi = '9999' WHERE kolom = 'realisasi' AND kode = 'IK-5.2'")
    with pytest.raises(IntegrityError):
        new_year.start(tmp_path / "baru", lama.folder, at(20))
    lama.folder.basis_data.unlink()
    with pytest.raises(IntegrityError, match="hilang atau kosong"):
        new_year.start(tmp_path / "baru", lama.folder, at(20))
    assert not (tmp_path / "baru").exists()


def test_a_folder_set_to_its_year_goes_on_quarter_by_quarter(tmp_path: Path) -> None:
    """Settings may name the year for its report although forms went out every quarter: so they do in the new year."""
    lama = both_rounds(tmp_path / "lama").folder
    teks = lama.pengaturan.read_text("utf-8")
    lama.pengaturan.write_text(teks.replace('periode = "2025-TW4"', 'periode = "2025-TAHUN"'), "utf-8")
    hasil = new_year.start(tmp_path / "baru", lama, at(20))
    assert hasil.periode == Periode(2026, "TW", 1) and len(hasil.riwayat) == 36


def test_a_new_year_that_fails_leaves_nothing(kantor: Kantor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (kantor.folder.root / "template").mkdir()
    (kantor.folder.root / "template" / "laporan.docx").write_bytes(b"x")

    asli = shutil.copyfile

    def refuse(src: os.PathLike[str], dst: str, **isi: bool) -> object:
        if os.fspath(src).endswith("laporan.docx"):
            raise PermissionError(13, "Permission denied", os.fspath(src))
        return asli(src, dst, **isi)

    monkeypatch.setattr(shutil, "copyfile", refuse)
    (tmp_path / "kosong").mkdir()
    for tujuan in (tmp_path / "baru", tmp_path / "kosong"):
        with pytest.raises(SystemRefusalError, match=r"laporan\.docx» tidak dapat disalin"):
            new_year.start(tujuan, kantor.folder, at(20))
    assert not (tmp_path / "baru").exists() and not list((tmp_path / "kosong").iterdir())


def test_a_folder_from_a_year_without_forms(kantor: Kantor, tmp_path: Path) -> None:
    """What was never collected is said to be missing, never made up."""
    hasil = new_year.start(tmp_path / "baru", kantor.folder, at(20))
    assert hasil.riwayat == () and len(hasil.tanpa_hasil) == len(kantor.siklus.indikator)


def test_a_folder_that_holds_files_is_not_taken(kantor: Kantor, tmp_path: Path) -> None:
    (tmp_path / "penuh").mkdir()
    (tmp_path / "penuh" / "catatan.txt").write_text("milik orang")
    with pytest.raises(UsageError, match="tidak kosong"):
        new_year.start(tmp_path / "penuh", kantor.folder, at(20))
    assert [p.name for p in (tmp_path / "penuh").iterdir()] == ["catatan.txt"]


def test_init_from_last_year_on_the_command_line(folder: Folder, tmp_path: Path) -> None:
    def init(*kata: str) -> subprocess.CompletedProcess[str]:
        perintah = [sys.executable, "-m", "capaian", "init", *kata]
        return subprocess.run(
            perintah, cwd=tmp_path, capture_output=True, encoding="utf-8", stdin=subprocess.DEVNULL, check=False
        )

    hasil = init("baru", "--dari", str(folder.root))
    assert hasil.returncode == 0, hasil.stderr
    assert "Triwulan I Tahun 2026" in hasil.stdout and "(tidak diubah)" in hasil.stdout
    assert init("baru2", "--dari", str(folder.root), "--contoh").returncode == 2
    assert init("baru2", "--dari", "tidak-ada").returncode == 2
    assert "belum diisi" in init().stderr
