"""Read a finished text for what it carries over from another office or year."""

from __future__ import annotations

from pathlib import Path

from capaian.errors import SystemRefusalError, UsageError
from capaian.model.narasi import Sisa
from capaian.pipeline.office import Kantor


def proofread(kantor: Kantor, berkas: Path | None = None) -> tuple[Path, tuple[Sisa, ...]]:
    """Look through a Word file, a PDF or a text; without one through the draft of the period.

    Raises:
        UsageError: there is no such file, or no draft yet.
        TemplateError: the file cannot be read as what its ending says.
        SystemRefusalError: the file cannot be opened.
    """
    from capaian.document.prose import text_blocks
    from capaian.report.sisa import dikenal, leftovers

    if berkas is None:
        berkas = kantor.folder.laporan(kantor.periode) / f"Laporan-Kinerja-{kantor.periode}-DRAF.docx"
        if not berkas.is_file():
            raise UsageError("Draf laporan belum ada.", "Jalankan «capaian build-report», atau sebutkan berkasnya.")
    try:
        data = berkas.read_bytes()
    except FileNotFoundError:
        raise UsageError(f"Berkas «{berkas}» tidak ada.", "Periksa nama dan foldernya.") from None
    except OSError as e:
        raise SystemRefusalError(f"«{berkas.name}» tidak dapat dibuka ({e.strerror}).", "Tutup berkas itu.") from None
    blok = text_blocks(data, berkas.suffix.casefold())
    return berkas, leftovers(blok, dikenal(kantor.pengaturan, kantor.siklus))
