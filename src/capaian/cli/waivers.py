"""`capaian waive`: a named person accepts a finding, or withdraws it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from capaian.cli.base import FolderOption, JsonOption, PeriodeOption, QuietOption, actor, open_kantor, run, terminal
from capaian.cli.words import Commands
from capaian.console import waivers as screen
from capaian.errors import ExitCode, UsageError
from capaian.pipeline import waivers
from capaian.pipeline.office import Pelaku
from capaian.text.inert import shorten

app = Commands()
_ANGKA = 9
"""Digits that the number of a finding can have."""


@app.command("waive")
def waive(
    temuan: Annotated[
        list[str] | None, typer.Argument(help="Nomor temuan (boleh beberapa), atau satu kode aturan.")
    ] = None,
    unit: Annotated[str, typer.Option("--unit", help="Unitnya, bila temuan disebut dengan kode.")] = "",
    butir: Annotated[str, typer.Option("--butir", help="Kode indikator atau sub kegiatannya.")] = "",
    kolom: Annotated[str, typer.Option("--kolom", help="Kolomnya, misalnya realisasi.")] = "",
    alasan: Annotated[str, typer.Option("--alasan", help="Alasannya, satu kalimat.")] = "",
    oleh: Annotated[str, typer.Option("--oleh", help="Nama orang yang bertanggung jawab.")] = "",
    tarik: Annotated[int, typer.Option("--withdraw", help="Tarik pengecualian temuan bernomor ini.")] = 0,
    daftar: Annotated[bool, typer.Option("--list", help="Tampilkan semua pengecualian.")] = False,
    folder: FolderOption = None,
    periode: PeriodeOption = "",
    json_saja: JsonOption = False,
    diam: QuietOption = False,
) -> None:
    """Kecualikan temuan yang memang benar adanya.

    Contoh:
      capaian waive 7 --alasan "Sesuai berita acara" --oleh "Siti R."
      capaian waive --list
      capaian waive --withdraw 7 --alasan "Keliru" --oleh "Siti R."
    """
    layar = terminal(json_saja, diam)

    def kerja() -> ExitCode:
        kantor = open_kantor(folder, periode)
        # Only a person answers for a waiver: the name of the computer's user does not stand in for one.
        pelaku = Pelaku(oleh, actor().waktu)
        if sum((bool(temuan), bool(tarik), daftar)) != 1:
            raise UsageError(
                "Sebutkan satu saja: temuan yang dikecualikan, --withdraw, atau --list.",
                'Misalnya «capaian waive 7 --alasan "…" --oleh "Nama"» atau «capaian waive --list».',
            )
        if daftar:
            screen.listing(layar, waivers.listing(kantor))
        elif tarik:
            screen.withdrawn(layar, waivers.withdraw(kantor, pelaku, tarik, alasan))
        else:
            pilihan = _choice(temuan or (), unit, butir, kolom)
            screen.waived(layar, waivers.waive(kantor, pelaku, pilihan, alasan))
        return ExitCode.WELL

    run(layar, kerja)


def _choice(temuan: Sequence[str], unit: str, butir: str, kolom: str) -> waivers.Pilihan:
    """Read numbers, or one code."""
    kata = [k.strip().lstrip("#") for k in temuan]
    if not all(kata):
        raise UsageError(
            "Temuan yang dimaksud belum disebutkan.",
            "Tulis nomornya seperti tertulis pada hasil «capaian validate», misalnya «capaian waive 7 …».",
        )
    if all(k.isdecimal() for k in kata):
        if unit or butir or kolom:
            raise UsageError(
                "Nomor temuan sudah cukup; --unit, --butir, dan --kolom hanya untuk kode aturan.",
                f'Tulis «capaian waive {" ".join(kata)} --alasan "…" --oleh "Nama"».',
            )
        if panjang := next((k for k in kata if len(k.lstrip("0")) > _ANGKA), ""):
            raise UsageError(
                f"Temuan no. {shorten(panjang, 20)} tidak ada.",
                "Nomor setiap temuan tertulis pada hasil «capaian validate».",
            )
        return waivers.Pilihan(nomor=tuple(int(k[-_ANGKA:]) for k in kata))
    if len(kata) > 1:
        raise UsageError(
            f"«{' '.join(temuan)}» tidak dapat dibaca.", "Sebutkan nomor-nomor temuan, atau satu kode aturan saja."
        )
    return waivers.Pilihan(kode=kata[0].upper(), unit=unit, butir=butir, kolom=kolom)
