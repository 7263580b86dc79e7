"""Build the Laporan Kinerja: facts, sentences, template → one Word document."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from capaian.document.charts import Pembuat
from capaian.document.engine import Rendered, Sisipan, render
from capaian.report import anggaran, bagan, kantor, kinerja, lampiran, rencana, tulisan
from capaian.report.bahan import Bahan
from capaian.report.facts import konteks
from capaian.report.narasi import bagian_tambahan

__all__ = ["build_report"]

FACT_MODULES = (kantor, kinerja, anggaran, bagan, rencana, tulisan, lampiran)
"""Importing a module registers its facts."""


def build_report(
    bahan: Bahan,
    template: bytes,
    narasi: Mapping[str, str],
    waktu: datetime,
    gambar: Pembuat | None = None,
) -> Rendered:
    """Build the report.

    Args:
        bahan: Everything that the report says.
        template: The Word template (`templates/laporan-kinerja.docx` or the office's own).
        narasi: Sentences by name, see `capaian.report.narasi.load`.
        waktu: Date of the content, for the document properties.
        gambar: Makes the charts; without it the template may hold none.

    Returns:
        The document and the trace of every number in it; equal arguments give equal bytes.

    Raises:
        TemplateError: The template or a sentence cannot be filled; the message names the tag.
    """
    instansi = bahan.pengaturan.instansi
    return render(
        template,
        {**konteks(bahan), "bagian_tambahan": bagian_tambahan(narasi)},
        narasi,
        waktu,
        judul=f"Laporan Kinerja {instansi.nama} {bahan.periode.label}",
        penulis=f"{instansi.nama} {instansi.daerah}".strip(),
        sisipan=Sisipan(gambar, instansi.lambang, "" if bahan.disahkan else "DRAF"),
    )
