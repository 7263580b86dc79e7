"""`capaian receive-letter` and `capaian dispose`: SOP 1 to 3."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from capaian.cli import asking
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
from capaian.console import incoming as screen
from capaian.errors import ExitCode, UsageError
from capaian.model.kata import SIFAT
from capaian.model.surat_masuk import HARAP
from capaian.pipeline import incoming
from capaian.text.words import daftar as daftar_kata
from capaian.text.words import maksud

app = Commands()


@app.command("receive-letter")
def receive_letter(
    nomor: Annotated[str, typer.Option("--nomor", help="Nomor surat, seperti tertulis.")] = "",
    tanggal: Annotated[str, typer.Option("--tanggal", help="Tanggal surat, misalnya 2026-01-05.")] = "",
    dari: Annotated[str, typer.Option("--dari", help="Asal surat; bawaan: penerima laporan.")] = "",
    hal: Annotated[str, typer.Option("--hal", help="Hal (perihal) surat.")] = "",
    sifat: Annotated[str, typer.Option("--sifat", help=f"Salah satu: {', '.join(SIFAT)}.")] = "Biasa",
    lampiran: Annotated[str, typer.Option("--lampiran", help="Lampiran, misalnya 1 (satu) berkas.")] = "",
    diterima: Annotated[str, typer.Option("--diterima", help="Tanggal diterima; bawaan: hari ini.")] = "",
    berkas: Annotated[Path | None, typer.Option("--berkas", help="Hasil pindai surat, untuk diarsipkan.")] = None,
    daftar: Annotated[bool, typer.Option("--list", help="Tampilkan agenda surat masuk.")] = False,
    batal: Annotated[
        str, typer.Option("--withdraw", help="Batalkan pencatatan surat bernomor agenda ini (perlu --alasan).")
    ] = "",
    alasan: Annotated[str, typer.Option("--alasan", help="Alasan pembatalan.")] = "",
    folder: FolderOption = None,
    periode: PeriodeOption = "",
    oleh: ActorOption = "",
    json_saja: JsonOption = False,
    diam: QuietOption = False,
) -> None:
    """SOP 1: catat surat permintaan data.

    Contoh:
      capaian receive-letter --nomor 050/12 --tanggal 2026-01-05 --dari "Bappeda Litbang" --hal "Permintaan data"
      capaian receive-letter --nomor 050/12 --tanggal 2026-01-05 --hal "Permintaan data" --berkas pindai.pdf
      capaian receive-letter --list
      capaian receive-letter --withdraw 1/2026 --alasan "Tanggal surat salah ketik"
    """
    layar = terminal(json_saja, diam)

    def kerja() -> ExitCode:
        kantor = open_kantor(folder, periode)
        if daftar:
            screen.listing(layar, incoming.agenda(kantor))
            return ExitCode.WELL
        if batal:
            hasil = incoming.withdraw_letter(kantor, actor(oleh), batal, alasan)
            screen.letter_withdrawn(layar, hasil, [kantor.folder.relatif(b) for b in hasil.berkas])
            return ExitCode.WELL
        if kosong := [k for k, v in (("--nomor", nomor), ("--tanggal", tanggal), ("--hal", hal)) if not v.strip()]:
            _demand_asking(kosong)
        baru = incoming.SuratBaru(
            nomor=_ask(nomor, "Nomor surat"),
            tanggal=day(_ask(tanggal, "Tanggal surat"), "--tanggal"),
            asal=dari or kantor.pengaturan.instansi.penerima_laporan,
            hal=_ask(hal, "Hal"),
            sifat=_kind(sifat),
            lampiran=lampiran,
            diterima=day(diterima, "--diterima") if diterima else today(),
            berkas=berkas,
        )
        hasil = incoming.receive(kantor, actor(oleh), baru)
        screen.received(layar, hasil, [kantor.folder.relatif(b) for b in hasil.berkas])
        return ExitCode.WELL

    run(layar, kerja)


@app.command("dispose")
def dispose(
    agenda: Annotated[str, typer.Argument(help="Nomor agenda; bawaan: surat terakhir periode ini.")] = "",
    instruksi: Annotated[str, typer.Option("--instruksi", help="Isi disposisi.")] = "",
    pejabat: Annotated[str, typer.Option("--pejabat", help="kepala atau sekretaris; bawaan: gilirannya.")] = "",
    kepada: Annotated[list[str] | None, typer.Option("--kepada", help="Jabatan yang dituju (boleh beberapa).")] = None,
    harap: Annotated[list[str] | None, typer.Option("--harap", help=f"Misalnya {HARAP[0]} (boleh beberapa).")] = None,
    batas: Annotated[str, typer.Option("--batas", help="Batas waktu, misalnya 2026-01-08.")] = "",
    tanggal: Annotated[str, typer.Option("--tanggal", help="Tanggal disposisi; bawaan: hari ini.")] = "",
    batal: Annotated[
        bool, typer.Option("--withdraw", help="Batalkan disposisi terakhir surat itu (perlu --alasan).")
    ] = False,
    alasan: Annotated[str, typer.Option("--alasan", help="Alasan pembatalan.")] = "",
    folder: FolderOption = None,
    periode: PeriodeOption = "",
    oleh: ActorOption = "",
    json_saja: JsonOption = False,
    diam: QuietOption = False,
) -> None:
    """SOP 2–3: catat disposisi dan cetak lembarnya.

    Contoh:
      capaian dispose --instruksi "Siapkan datanya" --batas 2026-01-09
      capaian dispose --withdraw --alasan "Isi disposisi salah tulis"
    """
    layar = terminal(json_saja, diam)

    def kerja() -> ExitCode:
        kantor = open_kantor(folder, periode)
        if batal:
            hasil = incoming.withdraw_disposition(kantor, actor(oleh), agenda, alasan)
            screen.disposition_withdrawn(layar, hasil, [kantor.folder.relatif(b) for b in hasil.berkas])
            return ExitCode.WELL
        if pejabat not in ("", "kepala", "sekretaris"):
            raise UsageError(
                f"Pejabat «{pejabat}» tidak dikenal.{maksud(pejabat, ('kepala', 'sekretaris'))}",
                "Tulis «--pejabat kepala» atau «--pejabat sekretaris».",
            )
        baru = incoming.DisposisiBaru(
            tanggal=day(tanggal, "--tanggal") if tanggal else today(),
            catatan=instruksi,
            agenda=agenda,
            peran=pejabat,
            kepada=tuple(kepada or ()),
            harap=tuple(harap or ()),
            batas=day(batas, "--batas") if batas else None,
        )
        hasil = incoming.dispose(kantor, actor(oleh), baru)
        screen.disposed(layar, hasil, [kantor.folder.relatif(b) for b in hasil.berkas])
        return ExitCode.WELL

    run(layar, kerja)


def _ask(nilai: str, apa: str) -> str:
    """Ask for what was not given when somebody sits at the terminal."""
    return nilai if nilai.strip() or not asking.present() else asking.ask(apa)


def _demand_asking(kosong: Sequence[str]) -> None:
    if not asking.present():
        raise UsageError(
            f"Surat belum lengkap: {daftar_kata(kosong)} belum diisi.", "Tulis seperti yang tertera pada surat."
        )


def _kind(teks: str) -> str:
    cocok = next((s for s in SIFAT if s.casefold() == " ".join(teks.split()).casefold()), "")
    if not cocok:
        raise UsageError(f"Sifat «{teks}» tidak dikenal.{maksud(teks, SIFAT)}", f"Pilih: {', '.join(SIFAT)}.")
    return cocok
