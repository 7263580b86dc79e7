"""The kartu kendali of a cycle: each step of the SOP with its standard and the time it took, as evidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from capaian.document.engine import Sisipan, render
from capaian.model.keadaan import HasilStatus
from capaian.model.pengaturan import Pengaturan
from capaian.report.surat import Kop, letterhead
from capaian.text.dates import tanggal

TEMPLAT = "kartu-kendali.docx"


@dataclass(frozen=True, slots=True)
class BarisKartu:
    """One step."""

    nomor: str
    tahap: str
    pelaksana: str
    baku: str
    mulai: str
    selesai: str
    terpakai: str
    keterangan: str


@dataclass(frozen=True, slots=True)
class IsiKartu:
    """What stands above the table."""

    periode: str
    tanggal: str
    segel: str
    keadaan: str
    contoh: str


NAMA = {"kop": Kop, "kartu": IsiKartu, "langkah": tuple[BarisKartu, ...]}
"""What the template may print, with its types."""


def build_card(pengaturan: Pengaturan, status: HasilStatus, kini: datetime, templat: bytes) -> bytes:
    """Build the card; equal arguments give equal bytes.

    Raises:
        TemplateError: The template cannot be filled; the message names the tag.
    """
    konteks = {
        "kop": letterhead(pengaturan.instansi),
        "kartu": IsiKartu(
            status.periode.label, tanggal(kini), status.segel, status.laporan.tahap.value, pengaturan.contoh
        ),
        "langkah": tuple(
            BarisKartu(
                nomor=str(k.langkah.nomor),
                tahap=k.langkah.tahap,
                pelaksana=k.langkah.pelaksana,
                baku=k.langkah.waktu,
                mulai=_moment(k.mulai),
                selesai=_moment(k.selesai),
                terpakai=k.terpakai or "–",
                keterangan=_remark(k.keadaan, k.lewat, k.langkah.waktu),
            )
            for k in status.langkah
        ),
    }
    waktu = datetime(kini.year, kini.month, kini.day)  # noqa: DTZ001 - a document date has no zone
    judul = f"Kartu kendali {status.periode.label}"
    sisipan = Sisipan(logo=pengaturan.instansi.lambang)
    return render(templat, konteks, {}, waktu, judul=judul, penulis=pengaturan.instansi.nama, sisipan=sisipan).data


def _moment(w: datetime | None) -> str:
    return f"{w:%d/%m/%Y %H.%M}" if w else "–"


def _remark(keadaan: str, lewat: int, baku: str) -> str:
    if lewat:
        return f"{keadaan}, lewat {lewat} {baku.rsplit(maxsplit=1)[-1]}"
    return keadaan
