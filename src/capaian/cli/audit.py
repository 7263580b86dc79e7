"""`capaian deliver`, `remind`, `history` and `handover`: who is waited for, who did what, and who takes over."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from capaian.cli.base import (
    ActorOption,
    FolderOption,
    JsonOption,
    PeriodeOption,
    QuietOption,
    actor,
    day,
    open_kantor,
    run,
    terminal,
    today,
)
from capaian.cli.words import Commands
from capaian.console import audit as screen
from capaian.errors import ExitCode
from capaian.pipeline import audit, delivery
from capaian.pipeline import handover as handing
from capaian.pipeline import remind as reminders

app = Commands()


@app.command("remind")
def remind(
    folder: FolderOption = None,
    periode: PeriodeOption = "",
    json_saja: JsonOption = False,
    diam: QuietOption = False,
) -> None:
    """SOP 6: teks pengingat untuk setiap unit yang ditunggu, untuk WhatsApp. Contoh: capaian remind"""
    layar = terminal(json_saja, diam)

    def kerja() -> ExitCode:
        kantor = open_kantor(folder, periode)
        hasil = reminders.remind(kantor, today())
        screen.reminders(layar, hasil, [kantor.folder.relatif(p) for _, _, p in hasil.pesan])
        return ExitCode.DATA if hasil.pesan else ExitCode.WELL

    run(layar, kerja)


@app.command("deliver")
def deliver(
    unit: Annotated[
        list[str] | None, typer.Argument(metavar="UNIT", help="Kode unit; bawaan: semua yang belum dicatat.")
    ] = None,
    lewat: Annotated[str, typer.Option("--lewat", help="Cara pengiriman, misalnya WhatsApp atau surat.")] = "",
    nomor: Annotated[str, typer.Option("--nomor", help="Nomor surat pengantar.")] = "",
    penerima: Annotated[str, typer.Option("--penerima", help="Nama yang menerima.")] = "",
    tanggal: Annotated[str, typer.Option("--tanggal", help="Tanggal dikirim; bawaan: hari ini.")] = "",
    folder: FolderOption = None,
    periode: PeriodeOption = "",
    oleh: ActorOption = "",
    json_saja: JsonOption = False,
    diam: QuietOption = False,
) -> None:
    """SOP 5: catat pengiriman formulir dan cetak daftar ekspedisi.

    Contoh:
      capaian deliver --lewat WhatsApp
      capaian deliver IND --lewat "diantar" --penerima "Rina"
    """
    layar = terminal(json_saja, diam)

    def kerja() -> ExitCode:
        kantor = open_kantor(folder, periode)
        kirim = delivery.Pengiriman(
            day(tanggal, "--tanggal") if tanggal else today(), lewat, tuple(unit or ()), nomor, penerima
        )
        hasil = delivery.deliver(kantor, actor(oleh), kirim)
        screen.delivered(layar, hasil, kantor.folder.relatif(hasil.berkas))
        return ExitCode.WELL

    run(layar, kerja)


@app.command("history")
def history(
    unit: Annotated[str, typer.Option("--unit", help="Kode unit.")] = "",
    butir: Annotated[str, typer.Option("--butir", help="Kode indikator atau sub kegiatan.")] = "",
    berkas: Annotated[str, typer.Option("--berkas", help="Sebagian nama berkas kiriman.")] = "",
    oleh: Annotated[str, typer.Option("--oleh", help="Sebagian nama pelaku.")] = "",
    sejak: Annotated[str, typer.Option("--sejak", help="Tanggal pertama.")] = "",
    sampai: Annotated[str, typer.Option("--sampai", help="Tanggal terakhir.")] = "",
    semua: Annotated[bool, typer.Option("--semua", help="Semua periode.")] = False,
    csv: Annotated[Path | None, typer.Option("--csv", help="Simpan juga sebagai CSV.")] = None,
    folder: FolderOption = None,
    periode: PeriodeOption = "",
    json_saja: JsonOption = False,
    diam: QuietOption = False,
) -> None:
    """Siapa melakukan apa, kapan, dan mengapa; dari angka berapa menjadi berapa.

    Contoh:
      capaian history --unit IND
      capaian history --sejak 2026-01-05 --csv riwayat.csv
    """
    layar = terminal(json_saja, diam)

    def kerja() -> ExitCode:
        kantor = open_kantor(folder, periode)
        awal, akhir = (day(x, opsi) if x else None for x, opsi in ((sejak, "--sejak"), (sampai, "--sampai")))
        saringan = audit.Saringan(unit, butir, berkas, oleh, awal, akhir, semua)
        baris = audit.history(kantor, saringan)
        if csv is not None:
            audit.export(baris, csv.absolute())
        screen.history(layar, baris, str(csv) if csv else "")
        return ExitCode.WELL

    run(layar, kerja)


@app.command("handover")
def handover(
    kepada: Annotated[str, typer.Option("--kepada", help="Nama penerus.")] = "",
    ke: Annotated[Path | None, typer.Option("--ke", help="Folder atau nama .zip tujuan; bawaan: folder ini.")] = None,
    folder: FolderOption = None,
    periode: PeriodeOption = "",
    oleh: ActorOption = "",
    json_saja: JsonOption = False,
    diam: QuietOption = False,
) -> None:
    """Kemas folder kantor untuk penerus, dengan catatan keputusan.

    Contoh:
      capaian handover --kepada "RINA" --ke D:
    """
    layar = terminal(json_saja, diam)

    def kerja() -> ExitCode:
        kantor, pelaku = open_kantor(folder, periode), actor(oleh)
        nama = f"Serah-Terima-{kantor.pengaturan.instansi.kode}-{pelaku.waktu:%Y%m%d}.zip"
        tujuan = ke or (Path.cwd() if Path.cwd() != kantor.folder.root else kantor.folder.root.parent)
        if tujuan.is_dir():
            tujuan /= nama
        screen.handed_over(layar, handing.handover(kantor, pelaku, kepada, tujuan))
        return ExitCode.WELL

    run(layar, kerja)
