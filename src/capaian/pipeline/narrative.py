"""The narrative document: one heading per place, renewed without touching what people wrote."""

from __future__ import annotations

from collections.abc import Sequence

from capaian.errors import UsageError
from capaian.model.hasil import HasilNarasi
from capaian.pipeline import own_texts, report
from capaian.pipeline.office import Kantor, Pelaku, open_ledger
from capaian.register import approval
from capaian.text.words import maksud
from capaian.workspace.files import write_if_changed


def narrative(kantor: Kantor, pelaku: Pelaku, masih_benar: Sequence[str] = ()) -> HasilNarasi:
    """Write or renew the narrative document, keeping every text, and look at what was written.

    Args:
        kantor: The office.
        pelaku: Who does it.
        masih_benar: Places whose text was read again and still holds.

    Raises:
        UsageError: a place in `masih_benar` holds no text.
        TemplateError: the narrative document is no Word file.
        SystemRefusalError: it is open in Word.
    """
    from capaian.document.prose import write_narrative
    from capaian.report.tulisan import angka_tempat, tempat

    tulisan, catatan = own_texts.load(kantor)
    asing = [k for k in masih_benar if k not in tulisan]
    if asing:
        raise UsageError(
            f"Belum ada tulisan pada «{asing[0]}».{maksud(asing[0], tulisan)}",
            "Lihat daftar dengan «capaian narrative».",
        )
    petunjuk: dict[str, str] = {}
    with open_ledger(kantor) as ledger:
        terkunci = approval.standing(ledger.events(), str(kantor.periode)).terkunci
        if ledger.submissions(kantor.periode, "berlaku"):
            bahan, hasil = report.draft(kantor, pelaku, ledger)
            own_texts.note_new(ledger, kantor, bahan, pelaku, masih_benar)
            catatan = (*catatan, *own_texts.look(ledger, kantor, bahan, hasil.jejak))
            petunjuk = {
                k: "Angka di tempat ini: " + ", ".join(f"{nama} {isi}" for nama, isi in angka.items()) + "."
                for k, angka in angka_tempat(bahan).items()
                if angka
            }
    path = kantor.folder.tulisan(kantor.periode)
    daftar = tempat(kantor.siklus)
    lama = path.read_bytes() if path.is_file() else b""
    judul = f"Narasi Laporan Kinerja {kantor.periode.label}"
    write_if_changed(path, write_narrative(daftar, petunjuk, judul, pelaku.waktu, lama))
    return HasilNarasi(path, not lama, {t.kunci: t.judul for t in daftar}, tulisan, catatan, terkunci)
