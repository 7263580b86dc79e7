"""`capaian init` and `demo`: a new office folder."""

from __future__ import annotations

import platform
from pathlib import Path
from typing import Annotated

import typer

from capaian.cli import asking
from capaian.cli.base import PeriodeOption, QuietOption, actor, find_folder, run, terminal, today
from capaian.cli.words import Commands
from capaian.console import schema as schema_screen
from capaian.errors import ExitCode, UsageError
from capaian.pipeline import launcher, new_office, new_year
from capaian.workspace.folder import Folder

app = Commands()


@app.command("init")
def init(
    folder: Annotated[Path | None, typer.Argument(help="Folder kantor yang akan dibuat.")] = None,
    nama: Annotated[str, typer.Option("--nama", help="Nama perangkat daerah.")] = "",
    kode: Annotated[str, typer.Option("--kode", help="Kode pendek kantor, misalnya DISPERINAKER.")] = "",
    daerah: Annotated[str, typer.Option("--daerah", help="Kabupaten/kota, misalnya Kota Probolinggo.")] = "",
    periode: PeriodeOption = "",
    dari: Annotated[
        Path | None, typer.Option("--dari", help="Folder kantor tahun lalu, untuk memulai tahun berikutnya.")
    ] = None,
    contoh: Annotated[bool, typer.Option("--contoh", help="Mulai dari kantor contoh.")] = False,
    csv: Annotated[bool, typer.Option("--csv", help="Tabel skema sebagai folder CSV, bukan skema.xlsx.")] = False,
) -> None:
    """Buat folder kantor baru.

    Contoh:
      capaian init kantor
      capaian init kantor-2026 --dari kantor-2025
      capaian init kantor --contoh
    """
    layar = terminal()

    def kerja() -> ExitCode:
        tujuan, asal, tiruan = _place(folder), dari, contoh
        if asal is not None and (contoh or csv or any((nama, kode, daerah, periode))):
            raise UsageError(
                "Pilihan «--dari» tidak dipakai bersama pilihan lain.", "Semuanya diambil dari folder itu."
            )
        if asal is None and not contoh and asking.present() and not any((nama, kode, daerah, periode, csv)):
            mulai = asking.choose("Mulai dari apa?", ("tabel kosong", "folder kantor tahun lalu", "kantor contoh"))
            asal = _last_year() if mulai == 1 else None
            tiruan = mulai == 2
        if asal is not None:
            hasil = new_year.start(tujuan, find_folder(asal), actor())
            launcher.write(Folder(tujuan), (platform.system(),))
            schema_screen.new_year(layar, hasil)
            return ExitCode.WELL
        if tiruan:
            kantor = new_office.copy_example(tujuan, dengan_kiriman=False, waktu=None if csv else actor().waktu)
        else:
            new_office.demand_free(tujuan)
            kantor = new_office.create(tujuan, _answers(nama, kode, daerah, periode), actor().waktu, csv=csv)
        klik = launcher.write(kantor, (platform.system(),))
        layar.line(f"Folder kantor siap: {kantor.root}", "bold")
        layar.line(f"→ Klik dua kali «{klik[-1].name}» di folder itu untuk membuka menu.")
        tabel = "berkas CSV dalam folder «skema»" if csv else "tabel dalam «skema.xlsx»"
        isi = f"Lihat {tabel}" if tiruan else f"Periksa «capaian.toml», isi {tabel}"
        layar.line(f"→ {isi}, lalu jalankan «capaian init-forms» di folder itu.")
        return ExitCode.WELL

    run(layar, kerja)


def _place(folder: Path | None) -> Path:
    if folder is not None:
        return folder
    if not asking.present():
        raise UsageError("«FOLDER» belum diisi.", "Contoh: capaian init kantor.")
    tanya = "Nama folder kantor yang akan dibuat"
    return _path(asking.ask_right(tanya, lambda x: new_office.demand_free(_path(x)), f"kantor-{today().year}"))


def _last_year() -> Path:
    def periksa(jawaban: str) -> None:
        find_folder(_path(jawaban))

    return _path(asking.ask_right("Folder kantor tahun lalu", periksa))


def _path(jawaban: str) -> Path:
    """A path as it was typed; one that was dropped into the terminal has quotes."""
    return Path(jawaban.strip("\"'"))


def _answers(nama: str, kode: str, daerah: str, periode: str) -> dict[str, str]:
    """Ask for what was not given; without a terminal, missing answers are wrong use.

    Only the period has an answer to take over: a name of another office would soon be in every letter.
    """
    isi = {"nama": nama, "kode": kode, "daerah": daerah, "periode": periode}
    kurang = [f"--{k}" for k, v in isi.items() if not v]
    if kurang and not asking.present():
        raise UsageError(f"Keterangan kantor belum lengkap: {', '.join(kurang)}.", "Sertakan pilihan itu.")
    triwulan = f"{today().year}-TW{(today().month - 1) // 3 + 1}"
    tanya = {
        "nama": ("Nama perangkat daerah (misalnya Dinas Tenaga Kerja)", _any, ""),
        "kode": ("Kode pendek kantor (misalnya DISNAKER)", new_office.demand_code, ""),
        "daerah": ("Kabupaten/kota (misalnya Kota Contoh)", _any, ""),
        "periode": ("Periode pertama", new_office.demand_period, triwulan),
    }
    isi = {k: v or asking.ask_right(*tanya[k]) for k, v in isi.items()}
    tempat = isi["daerah"].removeprefix("Kabupaten ").removeprefix("Kota ")
    return {**isi, "singkatan": isi["kode"].title(), "pemerintah": f"Pemerintah {isi['daerah']}", "tempat": tempat}


def _any(_: str) -> None:
    """Every text will do."""


@app.command("demo")
def demo(
    folder: Annotated[Path, typer.Argument(help="Folder baru untuk peragaan.")] = Path("demo"),
    diam: QuietOption = False,
) -> None:
    """Jalankan satu triwulan penuh pada kantor contoh. Contoh: capaian demo ./demo"""
    layar = terminal(diam=diam)

    def kerja() -> ExitCode:
        from capaian.cli.story import tell

        tell(folder, layar)
        return ExitCode.WELL

    run(layar, kerja)
