"""Build templates/laporan-kinerja.docx, the Word template of the Laporan Kinerja.

Run `python -m tools.build_template`. The chapters stand in `tools/laporan/`; a test compares the result with what is
committed. An office may edit the result in Word: the tags in double braces are what the program fills.
"""

from __future__ import annotations

from pathlib import Path

from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.shared import Cm
from tools.laporan import badan, depan, kinerja, lampiran
from tools.laporan.word import Pembuat, nomor_halaman

SASARAN_BERKAS = Path(__file__).resolve().parent.parent / "templates" / "laporan-kinerja.docx"


def build() -> bytes:
    """Return the template; equal on every machine."""
    b = Pembuat()
    depan.tulis(b)
    bagian = b.doc.add_section(WD_SECTION.NEW_PAGE)
    bagian.different_first_page_header_footer = False
    nomor_halaman(bagian, "decimal", 1)
    badan.bab_1(b)
    badan.bab_2(b)
    kinerja.bab_3(b)
    badan.bab_4(b)
    lampiran.perencanaan(b)
    mendatar = b.doc.add_section(WD_SECTION.NEW_PAGE)
    nomor_halaman(mendatar, "decimal", None)
    mendatar.orientation = WD_ORIENT.LANDSCAPE
    mendatar.page_width, mendatar.page_height = Cm(29.7), Cm(21)
    for tepi in (mendatar.header, mendatar.first_page_header, mendatar.footer):
        tepi.is_linked_to_previous = False
    b.kepala_kaki(mendatar, 24.2)
    lampiran.data(b)
    return b.simpan()


def main() -> None:
    """Write the template into the repository."""
    SASARAN_BERKAS.parent.mkdir(parents=True, exist_ok=True)
    SASARAN_BERKAS.write_bytes(build())
    print(f"{SASARAN_BERKAS.name}: {SASARAN_BERKAS.stat().st_size} bita")


if __name__ == "__main__":
    main()
