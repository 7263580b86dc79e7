"""Parse, call the pipeline, print, return the exit code: nothing else."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from capaian import __version__
from capaian.cli import schema
from capaian.cli.base import ActorOption, FolderOption, JsonOption, PeriodeOption, QuietOption
from capaian.cli.base import actor as _actor
from capaian.cli.base import open_kantor as _open
from capaian.cli.base import run as _run
from capaian.cli.base import terminal as _terminal
from capaian.cli.base import today as _today
from capaian.errors import ExitCode, UsageError
from capaian.model.finding import Severity
from capaian.model.kiriman import Putusan
from capaian.pipeline import forms, intake, new_office, progress, report, validation
from capaian.register.progress import SUDAH_KIRIM

app = typer.Typer(
    name="capaian",
    help="Menghimpun data capaian kinerja: dari formulir isian sampai Laporan Kinerja.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(schema.app, name="schema")


def _version(value: bool) -> None:
    if value:
        typer.echo(f"capaian {__version__}")
        raise typer.Exit


@app.callback()
def main(
    versi: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Cetak versi.")] = False,
) -> None:
    """Menghimpun data capaian kinerja: dari formulir isian sampai Laporan Kinerja."""


@app.command("init")
def init(
    folder: Annotated[Path, typer.Argument(help="Folder kantor yang akan dibuat.")],
    nama: Annotated[str, typer.Option("--nama", help="Nama perangkat daerah.")] = "",
    kode: Annotated[str, typer.Option("--kode", help="Kode pendek kantor, misalnya DISPERINAKER.")] = "",
    daerah: Annotated[str, typer.Option("--daerah", help="Kabupaten/kota, misalnya Kota Probolinggo.")] = "",
    periode: PeriodeOption = "",
    contoh: Annotated[bool, typer.Option("--contoh", help="Mulai dari kantor contoh.")] = False,
    csv: Annotated[bool, typer.Option("--csv", help="Tabel skema sebagai folder CSV, bukan skema.xlsx.")] = False,
) -> None:
    """Buat folder kantor baru. Contoh: capaian init kantor --contoh"""
    terminal = _terminal()

    def kerja() -> ExitCode:
        if contoh:
            kantor = new_office.copy_example(folder, dengan_kiriman=False)
        else:
            kantor = new_office.create(folder, _answers(nama, kode, daerah, periode), _actor().waktu, csv=csv)
        terminal.line(f"Folder kantor siap: {kantor.root}", "bold")
        terminal.line("→ Periksa «capaian.toml», isi tabel skema, lalu jalankan «capaian init-forms» di folder itu.")
        return ExitCode.WELL

    _run(terminal, kerja)


def _answers(nama: str, kode: str, daerah: str, periode: str) -> dict[str, str]:
    """Ask for what was not given; without a terminal, missing answers are wrong use."""
    tanya = {
        "nama": (nama, "Nama perangkat daerah", "Dinas Tenaga Kerja"),
        "kode": (kode, "Kode pendek kantor", "DISNAKER"),
        "daerah": (daerah, "Kabupaten/kota", "Kota Probolinggo"),
        "periode": (periode, "Periode pertama", f"{_today().year}-TW{(_today().month - 1) // 3 + 1}"),
    }
    if sys.stdin is None or not sys.stdin.isatty():
        kurang = [f"--{k}" for k, (v, _, _) in tanya.items() if not v]
        if kurang:
            raise UsageError(f"Keterangan kantor belum lengkap: {', '.join(kurang)}.", "Sertakan pilihan itu.")
    isi = {k: v or str(typer.prompt(teks, default=baku)) for k, (v, teks, baku) in tanya.items()}
    tempat = isi["daerah"].removeprefix("Kabupaten ").removeprefix("Kota ")
    return {**isi, "singkatan": isi["kode"].title(), "pemerintah": f"Pemerintah {isi['daerah']}", "tempat": tempat}


@app.command("init-forms")
def init_forms(
    folder: FolderOption = None,
    periode: PeriodeOption = "",
    unit: Annotated[str, typer.Option("--unit", help="Kode satu unit saja.")] = "",
    per_seksi: Annotated[
        bool | None,
        typer.Option(
            "--per-seksi/--per-bidang",
            help="Satu formulir untuk setiap seksi, atau satu untuk seluruh bidang; bawaan: seperti terakhir terbit.",
        ),
    ] = None,
    oleh: ActorOption = "",
    json_saja: JsonOption = False,
    diam: QuietOption = False,
) -> None:
    """SOP 4–5: buat formulir isian dan surat pengantar setiap unit. Contoh: capaian init-forms --periode 2025-TW4"""
    terminal = _terminal(json_saja, diam)

    def kerja() -> ExitCode:
        kantor = _open(folder, periode)
        terbit = forms.issue_forms(kantor, _actor(oleh), unit, per_seksi)
        terminal.forms(terbit, kantor.folder.relatif(kantor.folder.formulir(kantor.periode)))
        terminal.note("→ Kirimkan formulir dengan surat pengantarnya; simpan yang kembali di folder inbox.", "cyan")
        return ExitCode.WELL

    _run(terminal, kerja)


@app.command("collect")
def collect(
    inbox: Annotated[Path | None, typer.Argument(help="Folder kiriman; bawaan: inbox di folder kantor.")] = None,
    folder: FolderOption = None,
    periode: PeriodeOption = "",
    choose: Annotated[str, typer.Option("--choose", help="Nama berkas versi yang dinyatakan berlaku.")] = "",
    oleh: ActorOption = "",
    json_saja: JsonOption = False,
    diam: QuietOption = False,
) -> None:
    """SOP 6: himpun formulir yang kembali. Contoh: capaian collect ./inbox"""
    terminal = _terminal(json_saja, diam)

    def kerja() -> ExitCode:
        kantor = _open(folder, periode)
        if choose:
            dipilih = intake.choose(kantor, _actor(oleh), choose)
            terminal.line(f"Yang berlaku untuk {dipilih.kode.unit} sekarang: «{dipilih.nama}».", "bold")
            return ExitCode.WELL
        with terminal.progress("Membaca kiriman") as maju:
            hasil = intake.collect(kantor, _actor(oleh), inbox or kantor.folder.inbox, maju)
        terminal.collected(hasil)
        if not hasil.penerimaan:
            terminal.note(
                f"Folder «{inbox or kantor.folder.inbox}» belum berisi berkas. Letakkan kiriman unit di sana."
            )
        lengkap = all(u.keadaan in SUDAH_KIRIM for u in hasil.unit)
        return ExitCode.WELL if lengkap and not hasil.jumlah[Putusan.KARANTINA] else ExitCode.DATA

    _run(terminal, kerja)


@app.command("validate")
def validate(
    folder: FolderOption = None,
    periode: PeriodeOption = "",
    oleh: ActorOption = "",
    json_saja: JsonOption = False,
    diam: QuietOption = False,
) -> None:
    """SOP 7: teliti isian yang sudah dihimpun. Contoh: capaian validate"""
    terminal = _terminal(json_saja, diam)

    def kerja() -> ExitCode:
        kantor = _open(folder, periode)
        hasil = validation.validate(kantor, _actor(oleh))
        terminal.findings(hasil, kantor.folder.relatif(hasil.berkas))
        perlu = hasil.jumlah(Severity.KESALAHAN) + hasil.jumlah(Severity.PERINGATAN)
        return ExitCode.DATA if perlu else ExitCode.WELL

    _run(terminal, kerja)


@app.command("build-report")
def build_report(
    folder: FolderOption = None,
    periode: PeriodeOption = "",
    oleh: ActorOption = "",
    json_saja: JsonOption = False,
    diam: QuietOption = False,
) -> None:
    """SOP 8: hitung capaian dan susun draf Laporan Kinerja. Contoh: capaian build-report"""
    terminal = _terminal(json_saja, diam)

    def kerja() -> ExitCode:
        kantor = _open(folder, periode)
        hasil = report.build_report(kantor, _actor(oleh))
        terminal.report(hasil, kantor.folder.relatif(hasil.berkas))
        n = sum(f.severity is Severity.KESALAHAN for f in hasil.hitungan.temuan)
        if n:
            terminal.note(
                f"Masih ada {n} kesalahan; angkanya tidak dihitung dan disebut dalam draf. Lihat «capaian validate».",
                "yellow",
            )
        return ExitCode.DATA if n else ExitCode.WELL

    _run(terminal, kerja)


@app.command("status")
def status(folder: FolderOption = None, periode: PeriodeOption = "", json_saja: JsonOption = False) -> None:
    """Siapa sudah mengirim, sampai langkah mana, dan apa berikutnya. Contoh: capaian status"""
    terminal = _terminal(json_saja)

    def kerja() -> ExitCode:
        terminal.status(progress.status(_open(folder, periode), _today()))
        return ExitCode.WELL

    _run(terminal, kerja)


@app.command("demo")
def demo(
    folder: Annotated[Path, typer.Argument(help="Folder baru untuk peragaan.")] = Path("demo"),
    diam: QuietOption = False,
) -> None:
    """Jalankan satu triwulan penuh pada kantor contoh. Contoh: capaian demo ./demo"""
    terminal = _terminal(diam=diam)

    def kerja() -> ExitCode:
        from capaian.cli.story import tell

        tell(folder, terminal)
        return ExitCode.WELL

    _run(terminal, kerja)
