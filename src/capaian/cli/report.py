"""`capaian build-report`: SOP 8."""

from __future__ import annotations

from typing import Annotated

import typer

from capaian.cli.base import (
    ActorOption,
    FolderOption,
    JsonOption,
    PeriodeOption,
    QuietOption,
    actor,
    open_kantor,
    run,
    terminal,
)
from capaian.cli.words import Commands
from capaian.console import prose
from capaian.console import report as screen
from capaian.errors import ExitCode
from capaian.model.finding import Severity
from capaian.pipeline import report

app = Commands()
_NO_SUITE = (
    "PDF tidak dibuat dan daftar isi belum bernomor halaman, karena LibreOffice atau Word tidak ditemukan di komputer "
    "ini. Di Word: pilih Berkas > Simpan Sebagai > PDF; nomor halaman terisi setelah Ctrl+A lalu F9."
)
_NOT_MANAGED = (
    "PDF belum dapat dibuat: aplikasi kantor tidak menyelesaikannya. Buka draf di Word atau LibreOffice, lalu simpan "
    "sebagai PDF."
)


@app.command("build-report")
def build_report(
    folder: FolderOption = None,
    periode: PeriodeOption = "",
    oleh: ActorOption = "",
    tanpa_pdf: Annotated[
        bool, typer.Option("--tanpa-pdf", help="Jangan buat PDF dan nomor halaman; lebih cepat.")
    ] = False,
    json_saja: JsonOption = False,
    diam: QuietOption = False,
) -> None:
    """SOP 8: hitung capaian dan susun draf Laporan Kinerja.

    Contoh:
      capaian build-report
      capaian build-report --tanpa-pdf
    """
    layar = terminal(json_saja, diam)

    def kerja() -> ExitCode:
        kantor = open_kantor(folder, periode)
        hasil = report.build_report(kantor, actor(oleh), pdf=not tanpa_pdf)
        cetak = kantor.folder.relatif(hasil.pdf) if hasil.pdf else ""
        screen.report(layar, hasil, kantor.folder.relatif(hasil.berkas), cetak)
        if not tanpa_pdf and not hasil.pdf:
            layar.note(_NO_SUITE if not hasil.suite else _NOT_MANAGED)
        prose.remarks(layar, hasil.catatan)
        if hasil.sisa:
            layar.note(f"Mungkin terbawa dari laporan lain: {len(hasil.sisa)} hal; lihat «capaian proofread».")
        kecuali = len(hasil.hitungan.dikecualikan)
        if kecuali:
            layar.note(f"Dikecualikan: {kecuali} temuan; tercantum pada Lampiran 4 laporan.")
        n = sum(f.severity is Severity.KESALAHAN for f in hasil.hitungan.temuan)
        if n:
            layar.note(
                f"Masih ada {n} kesalahan; angka yang terkena tidak dihitung, dan disebut dalam draf. Lihat "
                "«capaian validate».",
                "yellow",
            )
        return ExitCode.DATA if n else ExitCode.WELL

    run(layar, kerja)
