"""SOP 9: what a reviewer needs beside the draft."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from capaian.model.hasil import HasilReviu
from capaian.pipeline import report
from capaian.pipeline.office import Kantor, Pelaku, demand_intact, open_ledger
from capaian.workspace.files import write_if_changed


def working_paper(kantor: Kantor, pelaku: Pelaku) -> HasilReviu:
    """Write the kertas kerja reviu, filled where data can answer, and the blank Pernyataan Telah Direviu.

    Raises:
        DataError: nothing was collected yet, or a template cannot be filled.
        SystemRefusalError: one of them is open in Word.
    """
    from capaian.report import reviu

    with open_ledger(kantor) as ledger:
        demand_intact(ledger)
        bahan = report.material(kantor, pelaku, ledger)
    hari = bahan.tanggal
    waktu = datetime(hari.year, hari.month, hari.day)  # noqa: DTZ001 - a document date has no zone
    folder = kantor.folder.laporan(kantor.periode)
    berkas: list[Path] = []
    for nama, templat, susun in (
        (f"Kertas-Kerja-Reviu-{kantor.periode}.docx", reviu.TEMPLAT_KERTAS, reviu.build_working_paper),
        (f"Pernyataan-Telah-Direviu-{kantor.periode}-blangko.docx", reviu.TEMPLAT_PERNYATAAN, reviu.build_statement),
    ):
        write_if_changed(folder / nama, susun(bahan, kantor.folder.template(templat), waktu))
        berkas.append(folder / nama)
    butir = tuple((b.bagian, b.pernyataan, ya, bukti) for b, (ya, bukti) in reviu.answers(bahan))
    return HasilReviu(tuple(berkas), butir)
