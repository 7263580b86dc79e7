"""Events in words: who did what, to what, from what to what, when and why.

A kind of event is one entry of `_KATA`; an event of a kind that is not there is told by its kind.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from capaian.model.hasil import BarisRiwayat
from capaian.model.register import (
    BERKAS_DIKESAMPINGKAN,
    BERKAS_DITERIMA,
    CATATAN_DIJAWAB,
    DATA_DIPERIKSA,
    DISPOSISI_DIBATALKAN,
    FOLDER_DIMUTAKHIRKAN,
    FORMULIR_DIKIRIM,
    FORMULIR_TERBIT,
    KOREKSI_DISUSUN,
    LAPORAN_DIBUKA,
    LAPORAN_DIKEMBALIKAN,
    LAPORAN_DIKIRIM,
    LAPORAN_DIREVIU,
    LAPORAN_DISAHKAN,
    LAPORAN_DISERAHKAN,
    LAPORAN_DISUSUN,
    LAPORAN_DITANDATANGANI,
    LAPORAN_DITERIMA,
    NARASI_DICATAT,
    SERAH_TERIMA,
    SURAT_DIBATALKAN,
    SURAT_DIDISPOSISI,
    SURAT_DIPINDAI,
    SURAT_DITERIMA,
    SURAT_DITINDAKLANJUTI,
    Peristiwa,
)
from capaian.text.dates import tanggal
from capaian.text.inert import shorten
from capaian.text.numbers import format_angka

Isi = Mapping[str, object]
_DIGANTI = "kiriman.diganti"
_HARI = re.compile(r"\d{4}-\d{2}-\d{2}")
_ANGKA = re.compile(r"-?\d{1,18}(\.\d{1,10})?")


def _t(isi: Isi, kunci: str) -> str:
    nilai = isi.get(kunci)
    return "" if nilai is None else str(nilai)


def _day(isi: Isi, kunci: str) -> str:
    """A day as people write it; what is none is left as it stands."""
    teks = _t(isi, kunci)
    return tanggal(date.fromisoformat(teks)) if _HARI.fullmatch(teks) else teks


def _value(isi: Isi, kunci: str) -> str:
    """A value as people write it: numbers are kept with a decimal point."""
    teks = _t(isi, kunci) or "kosong"
    return format_angka(Decimal(teks), 10, ringkas=True) if _ANGKA.fullmatch(teks) else teks


def _official(isi: Isi) -> str:
    p = isi.get("pejabat")
    return f" oleh {p.get('jabatan', '')} {p.get('nama', '')}".rstrip() if isinstance(p, Mapping) else ""


def _notes(isi: Isi) -> str:
    c = isi.get("catatan")
    return (
        f"draf ke-{_t(isi, 'draf')} dikembalikan{_official(isi)} dengan {len(c) if isinstance(c, list) else 0} catatan"
    )


def _packages(isi: Isi) -> str:
    paket = isi.get("paket")
    return f", dengan paket tambahan {', '.join(map(str, paket))}" if isinstance(paket, list) else ""


_KATA: Mapping[str, Callable[[Isi], str]] = {
    SURAT_DITERIMA: lambda i: f"surat {_t(i, 'nomor')} dari {_t(i, 'asal')} dicatat, agenda {_t(i, 'agenda')}",
    SURAT_DIDISPOSISI: lambda i: f"disposisi {_t(i, 'jabatan')}: {_t(i, 'catatan')}",
    SURAT_DITINDAKLANJUTI: lambda i: f"disposisi {_t(i, 'jabatan')}: {_t(i, 'catatan')}",
    SURAT_DIPINDAI: lambda i: f"hasil pindai surat agenda {_t(i, 'agenda')} diarsipkan",
    SURAT_DIBATALKAN: lambda i: f"pencatatan surat agenda {_t(i, 'agenda')} dibatalkan",
    DISPOSISI_DIBATALKAN: lambda i: f"disposisi {_t(i, 'jabatan')} pada surat agenda {_t(i, 'agenda')} dibatalkan",
    FORMULIR_TERBIT: lambda i: f"formulir diterbitkan, batas {_day(i, 'tenggat')}",
    FORMULIR_DIKIRIM: lambda i: f"formulir dikirim kepada {_t(i, 'kepada')} lewat {_t(i, 'cara')}",
    BERKAS_DITERIMA: lambda i: f"berkas diterima: {_t(i, 'putusan')}",
    BERKAS_DIKESAMPINGKAN: lambda i: f"berkas «{_t(i, 'nama')}» di karantina dikesampingkan",
    DATA_DIPERIKSA: lambda i: (
        f"data diperiksa: {_t(i, 'kesalahan') or 0} kesalahan, {_t(i, 'peringatan') or 0} peringatan{_packages(i)}"
    ),
    KOREKSI_DISUSUN: lambda i: f"paket perbaikan disusun, batas {_day(i, 'tenggat')}",
    _DIGANTI: lambda i: f"kiriman nomor {_t(i, 'lama')} digantikan nomor {_t(i, 'baru')}",
    "kiriman.ditimbang": lambda i: "versi kiriman ditimbang",
    "koreksi.selesai": lambda i: "perbaikan selesai",
    FOLDER_DIMUTAKHIRKAN: lambda i: (
        f"folder dimutakhirkan dari bentuk ke-{_t(i, 'dari')} ke bentuk ke-{_t(i, 'ke')}, cadangan {_t(i, 'cadangan')}"
    ),
    "skema.diganti": lambda i: "tabel skema diganti",
    "pengecualian.diberikan": lambda i: f"temuan nomor {_t(i, 'nomor')} {_t(i, 'kode')} dikecualikan".replace(
        "  ", " "
    ),
    "pengecualian.ditarik": lambda i: f"pengecualian temuan nomor {_t(i, 'nomor')} ditarik",
    "pengecualian.gugur": lambda i: f"pengecualian temuan nomor {_t(i, 'nomor')} gugur",
    LAPORAN_DISUSUN: lambda i: f"draf ke-{_t(i, 'draf') or '?'} disusun",
    NARASI_DICATAT: lambda i: f"tulisan kantor pada «{_t(i, 'tempat')}» dicatat",
    LAPORAN_DISERAHKAN: lambda i: f"draf ke-{_t(i, 'draf')} diserahkan untuk direviu",
    LAPORAN_DIKEMBALIKAN: _notes,
    CATATAN_DIJAWAB: lambda i: f"catatan reviu {_t(i, 'nomor')} dijawab: {_t(i, 'jawaban')}",
    LAPORAN_DIREVIU: lambda i: f"draf ke-{_t(i, 'draf')} disetujui{_official(i)}",
    LAPORAN_DISAHKAN: lambda i: f"laporan disahkan{_official(i)}, tanggal {_day(i, 'tanggal')}",
    LAPORAN_DITANDATANGANI: lambda i: f"PDF bertanda tangan dicatat: {_t(i, 'kecocokan')}",
    LAPORAN_DIBUKA: lambda i: f"laporan dibuka kembali dari keadaan «{_t(i, 'dari')}»",
    LAPORAN_DIKIRIM: lambda i: f"laporan dikirim kepada {_t(i, 'kepada')}, segel {_t(i, 'segel_kiriman')}",
    SERAH_TERIMA: lambda i: f"folder kantor dikemas untuk {_t(i, 'kepada')}",
    LAPORAN_DITERIMA: lambda i: f"laporan diterima {_t(i, 'penerima')} {_t(i, 'nomor')}".rstrip(),
}


def tell(peristiwa: Iterable[Peristiwa]) -> Iterator[BarisRiwayat]:
    """Yield the events as people read them, and each value that one changed on a line of its own.

    Args:
        peristiwa: All events of the ledger, in their order: a later one may speak of a receipt by its number.
    """
    penerimaan: dict[str, tuple[str, str]] = {}
    for p in peristiwa:
        if p.jenis == BERKAS_DITERIMA:
            penerimaan[_t(p.isi, "nomor")] = (_t(p.isi, "unit"), _t(p.isi, "nama"))
        unit, berkas = penerimaan.get(_t(p.isi, "baru"), ("", "")) if p.jenis == _DIGANTI else ("", "")
        kata = _KATA.get(p.jenis)
        apa = kata(p.isi) if kata else p.jenis.replace(".", " ").replace("_", " ")
        baris = BarisRiwayat(
            urut=p.urut,
            waktu=p.waktu,
            pelaku=p.pelaku,
            jenis=p.jenis,
            apa=shorten(apa, 300),
            unit=_t(p.isi, "unit") or unit,
            butir=_first(p.isi, "butir", "tempat"),
            berkas=_first(p.isi, "nama") or berkas,
            alasan=_t(p.isi, "alasan"),
            segel=p.segel,
        )
        yield baris
        yield from _changes(p, baris)


def _first(isi: Isi, *kunci: str) -> str:
    return next((str(isi[k]) for k in kunci if isinstance(isi.get(k), str) and isi[k]), "")


def _changes(p: Peristiwa, baris: BarisRiwayat) -> Iterator[BarisRiwayat]:
    """Yield what an event changed: the value of an indikator from what to what, with its cell."""
    ubah = p.isi.get("perubahan")
    for c in ubah if isinstance(ubah, list) else ():
        if isinstance(c, Mapping):
            dari, ke = _value(c, "lama"), _value(c, "baru")
            kolom = _t(c, "kolom").replace("_", " ")
            apa = f"{_t(c, 'kode')} {kolom}: {dari} → {ke} ({_t(c, 'sel')})"
            yield replace(baris, apa=shorten(apa, 300), butir=_t(c, "kode"))
