"""The Word templates that an office may edit, and what each of them may print."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, get_type_hints

from capaian.document.engine import FUNGSI
from capaian.document.template_check import Bekal
from capaian.report import ekspedisi, kartu, nota, reviu, surat, surat_laporan, surat_masuk
from capaian.report.build import FACT_MODULES
from capaian.report.facts import daftar_fakta
from capaian.report.narasi import BagianTambahan

Nama = Callable[[], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class TemplatWord:
    """A template.

    Attributes:
        berkas: File name in `templates/` and in the office's `template/`.
        untuk: What it is for, in words.
        nama: Gives the names that it may print with their types.
    """

    berkas: str
    untuk: str
    nama: Nama


def _facts() -> Mapping[str, Any]:
    if not FACT_MODULES:
        raise AssertionError("importing the modules registers the facts")
    jenis = {nama: get_type_hints(f).get("return", Any) for nama, f in daftar_fakta().items()}
    return {**jenis, "bagian_tambahan": tuple[BagianTambahan, ...]}


TEMPLAT = (
    TemplatWord("laporan-kinerja.docx", "Laporan Kinerja", _facts),
    TemplatWord("surat-pengantar.docx", "surat pengantar formulir", lambda: surat.NAMA),
    TemplatWord(surat_laporan.TEMPLAT, "surat pengantar laporan", lambda: surat_laporan.NAMA),
    TemplatWord("nota-pengembalian.docx", "nota pengembalian formulir", lambda: nota.NAMA),
    TemplatWord("lembar-disposisi.docx", "lembar disposisi", lambda: surat_masuk.NAMA_LEMBAR),
    TemplatWord("daftar-pengendali.docx", "daftar pengendali surat masuk", lambda: surat_masuk.NAMA_AGENDA),
    TemplatWord(ekspedisi.TEMPLAT, "daftar ekspedisi", lambda: ekspedisi.NAMA),
    TemplatWord(kartu.TEMPLAT, "kartu kendali", lambda: kartu.NAMA),
    TemplatWord(reviu.TEMPLAT_KERTAS, "kertas kerja reviu", lambda: reviu.NAMA_KERTAS),
    TemplatWord(reviu.TEMPLAT_PERNYATAAN, "blangko pernyataan telah direviu", lambda: reviu.NAMA_PERNYATAAN),
)


def bekal(templat: TemplatWord, narasi: Mapping[str, str]) -> Bekal:
    """Return what a template may use."""
    return Bekal(templat.nama(), FUNGSI, narasi)
