"""The daftar ekspedisi: which form went out to whom, when, how; with room to sign."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from capaian.document.engine import Sisipan, render
from capaian.model.hasil import Kiriman
from capaian.model.pengaturan import Pengaturan
from capaian.report.surat import Kop, letterhead
from capaian.text.dates import tanggal

TEMPLAT = "daftar-ekspedisi.docx"


@dataclass(frozen=True, slots=True)
class BarisEkspedisi:
    """One form that went out."""

    tanggal: str
    nomor: str
    isi: str
    kepada: str
    cara: str
    penerima: str


@dataclass(frozen=True, slots=True)
class IsiEkspedisi:
    """What stands above the table."""

    periode: str
    contoh: str


NAMA = {"kop": Kop, "ekspedisi": IsiEkspedisi, "kiriman": tuple[BarisEkspedisi, ...]}
"""What the template may print, with its types."""


def build_list(
    pengaturan: Pengaturan, kiriman: Sequence[Kiriman], nama: Mapping[str, str], waktu: datetime, templat: bytes
) -> bytes:
    """Build the list; equal arguments give equal bytes.

    Raises:
        TemplateError: The template cannot be filled; the message names the tag.
    """
    konteks = {
        "kop": letterhead(pengaturan.instansi),
        "ekspedisi": IsiEkspedisi(pengaturan.periode.label, pengaturan.contoh),
        "kiriman": tuple(
            BarisEkspedisi(
                tanggal(k.tanggal),
                k.nomor or "–",
                f"Formulir isian capaian kinerja {nama.get(k.unit, k.unit)} beserta surat pengantarnya",
                k.kepada,
                k.cara,
                k.penerima,
            )
            for k in kiriman
        ),
    }
    judul = f"Daftar ekspedisi {pengaturan.periode.label}"
    sisipan = Sisipan(logo=pengaturan.instansi.lambang)
    return render(templat, konteks, {}, waktu, judul=judul, penulis=pengaturan.instansi.nama, sisipan=sisipan).data
