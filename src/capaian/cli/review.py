"""`capaian review`, `approve`, `submit` and `reopen`: SOP 9 to 11."""

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
from capaian.console import review as screen
from capaian.errors import ExitCode, UsageError
from capaian.model.hasil import HasilTindakan
from capaian.model.pengesahan import CatatanReviu, Tahap
from capaian.pipeline import approving, dispatch, signing
from capaian.pipeline import review as papers
from capaian.pipeline.approving import Hari
from capaian.pipeline.office import Kantor

app = Commands()
DayOption = Annotated[str, typer.Option("--tanggal", help="Tanggal tindakan, misalnya 2026-02-10; bawaan: hari ini.")]


@app.command("review")
def review(
    kembali: Annotated[bool, typer.Option("--return", help="Draf dikembalikan, dengan catatan.")] = False,
    catatan: Annotated[list[str] | None, typer.Option("--note", help="Satu catatan reviu (boleh beberapa).")] = None,
    dari: Annotated[
        Path | None, typer.Option("--from", help="Draf Word yang kembali: komentar dan perubahannya.")
    ] = None,
    jawab: Annotated[list[str] | None, typer.Option("--answer", help="Jawaban catatan, misalnya 2=diperbaiki.")] = None,
    terima: Annotated[bool, typer.Option("--accept", help="Sekretaris menyetujui; diteruskan untuk disahkan.")] = False,
    tanggal: DayOption = "",
    folder: FolderOption = None,
    periode: PeriodeOption = "",
    oleh: ActorOption = "",
    json_saja: JsonOption = False,
    diam: QuietOption = False,
) -> None:
    """SOP 9: serahkan draf kepada Sekretaris, catat hasil reviunya.

    Contoh:
      capaian review
      capaian review --return --from "Laporan (catatan Sekretaris).docx"
      capaian review --accept
    """
    layar = terminal(json_saja, diam)

    def kerja() -> ExitCode:
        if sum((kembali, bool(jawab), terima)) > 1:
            raise UsageError("Pilih salah satu: --return, --answer, atau --accept.", "Catat satu tindakan setiap kali.")
        if (catatan or dari) and not kembali:
            raise UsageError(
                "Catatan hanya dapat dicatat bersama --return.", 'Contoh: capaian review --return --note "…".'
            )
        kantor, pelaku, hari = open_kantor(folder, periode), actor(oleh), _day(tanggal)
        if kembali:
            semua = [CatatanReviu(0, 0, t.strip(), "ditulis") for t in catatan or () if t.strip()]
            semua += approving.notes_from(dari) if dari else ()
            return _show(approving.send_back(kantor, pelaku, hari, semua), kantor)
        if jawab:
            return _show(approving.answer(kantor, pelaku, [_answer(j) for j in jawab]), kantor)
        if terima:
            return _show(approving.accept(kantor, pelaku, hari), kantor)
        kini = approving.standing(kantor)
        diserahkan = kini.tahap in (Tahap.DRAF, Tahap.DIKEMBALIKAN, Tahap.BELUM)
        if diserahkan:
            kini = approving.hand_over(kantor, pelaku, hari).pengesahan
        hasil = papers.working_paper(kantor, pelaku)
        screen.working_paper(layar, hasil, [kantor.folder.relatif(b) for b in hasil.berkas], kini, baru=diserahkan)
        return ExitCode.DATA if any(ya is False for _, _, ya, _ in hasil.butir) else ExitCode.WELL

    def _show(hasil: HasilTindakan, kantor: Kantor) -> ExitCode:
        screen.acted(layar, hasil, [kantor.folder.relatif(b) for b in hasil.berkas])
        return ExitCode.WELL

    run(layar, kerja)


@app.command("approve")
def approve(
    bertanda: Annotated[
        Path | None, typer.Option("--signed", help="PDF yang sudah ditandatangani, untuk dicocokkan dan disimpan.")
    ] = None,
    tanggal: DayOption = "",
    tanpa_pdf: Annotated[bool, typer.Option("--tanpa-pdf", help="Jangan buat PDF.")] = False,
    folder: FolderOption = None,
    periode: PeriodeOption = "",
    oleh: ActorOption = "",
    json_saja: JsonOption = False,
    diam: QuietOption = False,
) -> None:
    """SOP 10: catat pengesahan Kepala Dinas dan bekukan laporannya.

    Contoh:
      capaian approve --tanggal 2026-02-12
      capaian approve --signed "Laporan bertanda tangan.pdf"
    """
    layar = terminal(json_saja, diam)

    def kerja() -> ExitCode:
        kantor = open_kantor(folder, periode)
        if bertanda is not None:
            ttd = signing.register_signed(kantor, actor(oleh), _day(tanggal), bertanda)
            screen.signed(layar, ttd, kantor.folder.relatif(ttd.berkas))
            return ExitCode.WELL
        hasil = approving.approve(kantor, actor(oleh), _day(tanggal), pdf=not tanpa_pdf)
        screen.acted(layar, hasil, [kantor.folder.relatif(b) for b in hasil.berkas])
        return ExitCode.WELL

    run(layar, kerja)


@app.command("submit")
def submit(
    diterima: Annotated[str, typer.Option("--received", help="Nama penerima pada tanda terima.")] = "",
    jabatan: Annotated[str, typer.Option("--jabatan", help="Jabatan penerima.")] = "",
    nomor: Annotated[str, typer.Option("--nomor", help="Nomor tanda terima atau agenda penerima.")] = "",
    tanggal: DayOption = "",
    folder: FolderOption = None,
    periode: PeriodeOption = "",
    oleh: ActorOption = "",
    json_saja: JsonOption = False,
    diam: QuietOption = False,
) -> None:
    """SOP 11: surat pengantar dan kiriman ke Bappeda Litbang, lalu tanda terimanya.

    Contoh:
      capaian submit
      capaian submit --received "Budi S." --tanggal 2026-02-13
    """
    layar = terminal(json_saja, diam)

    def kerja() -> ExitCode:
        kantor, hari = open_kantor(folder, periode), _day(tanggal)
        if diterima:
            terima = dispatch.TandaTerima(diterima, jabatan, nomor)
            hasil = dispatch.receipt(kantor, actor(oleh), hari, terima)
        else:
            hasil = dispatch.submit(kantor, actor(oleh), hari)
        screen.acted(layar, hasil, [kantor.folder.relatif(b) for b in hasil.berkas])
        return ExitCode.WELL

    run(layar, kerja)


@app.command("reopen")
def reopen(
    alasan: Annotated[str, typer.Option("--reason", help="Mengapa laporan dibuka kembali.")] = "",
    tanggal: DayOption = "",
    folder: FolderOption = None,
    periode: PeriodeOption = "",
    oleh: ActorOption = "",
    json_saja: JsonOption = False,
    diam: QuietOption = False,
) -> None:
    """SOP 10: buka kembali laporan yang sudah diserahkan. Contoh: capaian reopen --reason "Data berubah"."""
    layar = terminal(json_saja, diam)

    def kerja() -> ExitCode:
        kantor = open_kantor(folder, periode)
        hasil = approving.reopen(kantor, actor(oleh), _day(tanggal), alasan)
        screen.acted(layar, hasil, [])
        return ExitCode.WELL

    run(layar, kerja)


def _day(teks: str) -> Hari:
    return Hari(day(teks, "--tanggal") if teks else today(), today())


def _answer(teks: str) -> tuple[int, str]:
    nomor, tanda, jawaban = teks.partition("=")
    if not tanda or not nomor.strip().isdecimal():
        raise UsageError(
            f"«{teks}» bukan jawaban catatan.", "Tulis nomor catatan, tanda =, lalu jawabannya: 2=diperbaiki."
        )
    return int(nomor), jawaban
