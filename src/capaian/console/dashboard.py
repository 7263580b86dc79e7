"""Say where the page is."""

from __future__ import annotations

from capaian.console.terminal import Terminal
from capaian.model.dokumen import DokumenDasbor
from capaian.model.hasil import HasilDasbor
from capaian.text.dates import pukul


def written(t: Terminal, hasil: HasilDasbor, berkas: str) -> None:
    """Say where the page is, what it shows, and how to open it."""
    t.document("dasbor", _document(hasil, berkas))
    t.line(f"Dasbor {hasil.status.periode.label}, keadaan {pukul(hasil.per)}.", "bold")
    t.place("Berkas", berkas, 8)
    t.note("Klik dua kali berkas itu; ia terbuka di peramban, tanpa internet, dan dapat dicetak atau dikirim.")
    t.note("Halaman itu tidak berubah sendiri: jalankan lagi «capaian dashboard» setelah ada data baru.")


def _document(hasil: HasilDasbor, berkas: str) -> DokumenDasbor:
    h = hasil.hitungan
    return DokumenDasbor(
        periode=str(hasil.status.periode),
        data=str(hasil.data),
        per=hasil.per,
        berkas=berkas,
        status=hasil.status,
        dinas=h.rekap_dinas,
        sasaran=h.rekap_sasaran,
        unit=h.rekap_unit,
        indikator=h.capaian,
        anggaran=h.serapan,
        temuan=hasil.temuan,
        dikecualikan=hasil.n_dikecualikan,
    )
