"""`capaian validate`: SOP 7."""

from __future__ import annotations

from collections.abc import Sequence
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
from capaian.console import findings as screen
from capaian.errors import ExitCode, UsageError
from capaian.model.finding import Severity
from capaian.pipeline import validation
from capaian.pipeline.correction import refusals
from capaian.pipeline.office import Kantor
from capaian.text.words import maksud

app = Commands()


@app.command("validate")
def validate(
    folder: FolderOption = None,
    periode: PeriodeOption = "",
    unit: Annotated[
        list[str] | None, typer.Option("--unit", help="Tampilkan unit ini dan bawahannya saja; boleh diulang.")
    ] = None,
    tingkat: Annotated[
        list[str] | None,
        typer.Option("--severity", help="Tampilkan kesalahan, peringatan, atau catatan saja; boleh diulang."),
    ] = None,
    riwayat: Annotated[bool, typer.Option("--history", help="Tampilkan riwayat pemeriksaan, tanpa memeriksa.")] = False,
    oleh: ActorOption = "",
    json_saja: JsonOption = False,
    diam: QuietOption = False,
) -> None:
    """SOP 7: teliti isian yang sudah dihimpun.

    Contoh:
      capaian validate
      capaian validate --unit IND --severity kesalahan
    """
    layar = terminal(json_saja, diam)

    def kerja() -> ExitCode:
        kantor = open_kantor(folder, periode)
        saringan = _filter(kantor, unit or (), tingkat or ())
        if riwayat:
            screen.history(layar, validation.history(kantor))
            return ExitCode.WELL
        hasil = validation.validate(kantor, actor(oleh))
        screen.findings(layar, hasil, kantor.folder.relatif(hasil.berkas), saringan)
        # What is hidden by a filter still needs work, so the exit code does not depend on it.
        perlu = hasil.jumlah(Severity.KESALAHAN) + hasil.jumlah(Severity.PERINGATAN)
        return refusals(hasil.paket, ExitCode.DATA if perlu or hasil.belum else ExitCode.WELL)

    run(layar, kerja)


def _filter(kantor: Kantor, unit: Sequence[str], tingkat: Sequence[str]) -> screen.Saringan:
    """Read the filters before anything is judged; an unknown word is wrong use."""
    siklus, dikenal = kantor.siklus, {s.value: s for s in Severity}
    by_kode = {u.kode.casefold(): u.kode for u in siklus.unit}
    kode: set[str] = set()
    for u in unit:
        if u.casefold() not in by_kode:
            ada = ", ".join(x.kode for x in siklus.unit)
            raise UsageError(f"Unit «{u}» tidak dikenal.{maksud(u, by_kode.values())}", f"Unit kantor ini: {ada}.")
        kode |= {x.kode for x in siklus.pohon(by_kode[u.casefold()])}
    for s in tingkat:
        if s.casefold() not in dikenal:
            raise UsageError(f"Tingkat «{s}» tidak dikenal.{maksud(s, dikenal)}", f"Pilihannya: {', '.join(dikenal)}.")
    if not tingkat:
        return screen.Saringan(frozenset(kode))
    return screen.Saringan(frozenset(kode), frozenset(dikenal[s.casefold()] for s in tingkat))
