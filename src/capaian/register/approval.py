"""Steps 9 to 11 as a state machine, read from events: nothing is kept twice.

    draf → direviu → disetujui → disahkan → dikirim → diterima
             ↓  ↑
        dikembalikan

A new draft that says something else drops an acceptance. Reopening leads from any later state back to the draft.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date

from capaian.errors import StateError
from capaian.model.pengesahan import CatatanReviu, Pengesahan, Tahap
from capaian.model.register import (
    CATATAN_DIJAWAB,
    LAPORAN_DIBUKA,
    LAPORAN_DIKEMBALIKAN,
    LAPORAN_DIKIRIM,
    LAPORAN_DIREVIU,
    LAPORAN_DISAHKAN,
    LAPORAN_DISERAHKAN,
    LAPORAN_DISUSUN,
    LAPORAN_DITANDATANGANI,
    LAPORAN_DITERIMA,
    Peristiwa,
)
from capaian.text.dates import tanggal

DALAM_PENYUSUNAN = (Tahap.DRAF, Tahap.DIKEMBALIKAN, Tahap.DISERAHKAN, Tahap.DISETUJUI)
"""Stages in which a draft of changed data is built again before anything else can be done with it."""
_BERIKUT = {
    Tahap.BELUM: "Susun draf: «capaian build-report».",
    Tahap.DRAF: "Serahkan draf kepada Sekretaris: «capaian review».",
    Tahap.DISERAHKAN: "Catat hasil reviu Sekretaris: «capaian review --accept», atau «capaian review --return --note "
    '"…"».',
    Tahap.DIKEMBALIKAN: "Jawab catatan reviu, susun ulang, lalu serahkan: «capaian review».",
    Tahap.DISETUJUI: "Mintakan pengesahan Kepala Dinas, lalu catat: «capaian approve».",
    Tahap.DISAHKAN: "Kirim kepada Bappeda Litbang: «capaian submit».",
    Tahap.DIKIRIM: 'Catat tanda terimanya: «capaian submit --received "NAMA"».',
    Tahap.DITERIMA: "Siklus selesai; berkasnya tersimpan dalam folder laporan.",
}
_BOLEH: Mapping[str, tuple[Tahap, ...]] = {
    LAPORAN_DISERAHKAN: (Tahap.DRAF, Tahap.DIKEMBALIKAN),
    LAPORAN_DIKEMBALIKAN: (Tahap.DISERAHKAN,),
    CATATAN_DIJAWAB: (Tahap.DIKEMBALIKAN, Tahap.DRAF),
    LAPORAN_DIREVIU: (Tahap.DISERAHKAN,),
    LAPORAN_DISAHKAN: (Tahap.DISETUJUI,),
    LAPORAN_DITANDATANGANI: (Tahap.DISAHKAN, Tahap.DIKIRIM, Tahap.DITERIMA),
    LAPORAN_DIBUKA: (Tahap.DISERAHKAN, Tahap.DISETUJUI, Tahap.DISAHKAN, Tahap.DIKIRIM, Tahap.DITERIMA),
    LAPORAN_DIKIRIM: (Tahap.DISAHKAN,),
    LAPORAN_DITERIMA: (Tahap.DIKIRIM,),
}
_TERKUNCI = (Tahap.DISAHKAN, Tahap.DIKIRIM, Tahap.DITERIMA)
_SUDAH: Mapping[str, tuple[Tahap, ...]] = {
    LAPORAN_DISERAHKAN: (Tahap.DISERAHKAN, Tahap.DISETUJUI, *_TERKUNCI),
    LAPORAN_DIREVIU: (Tahap.DISETUJUI, *_TERKUNCI),
    LAPORAN_DISAHKAN: _TERKUNCI,
    LAPORAN_DIKIRIM: (Tahap.DIKIRIM, Tahap.DITERIMA),
    LAPORAN_DITERIMA: (Tahap.DITERIMA,),
}
"""Stages in which an act is behind the report already."""
_SEBUTAN = {
    LAPORAN_DISERAHKAN: "diserahkan untuk direviu",
    LAPORAN_DIKEMBALIKAN: "dikembalikan",
    CATATAN_DIJAWAB: "dijawab catatannya",
    LAPORAN_DIREVIU: "disetujui Sekretaris",
    LAPORAN_DISAHKAN: "disahkan",
    LAPORAN_DITANDATANGANI: "dicatat tanda tangannya",
    LAPORAN_DIBUKA: "dibuka kembali",
    LAPORAN_DIKIRIM: "dikirim",
    LAPORAN_DITERIMA: "dicatat tanda terimanya",
}


def standing(peristiwa: Iterable[Peristiwa], periode: str) -> Pengesahan:
    """Return where the report of a period stands.

    Args:
        peristiwa: All events of the ledger, in their order.
        periode: The period, as text.
    """
    p = Pengesahan()
    for e in peristiwa:
        if e.isi.get("periode") == periode and e.jenis in _LIPAT:
            p = _LIPAT[e.jenis](p, e)
    return p


def demand(p: Pengesahan, jenis: str, hari: date, hari_ini: date) -> None:
    """Check that an act may be done now.

    Raises:
        StateError: the report is not where this act begins, or the day is before the act it follows, or to come.
    """
    if p.tahap not in _BOLEH[jenis]:
        if p.tahap in _SUDAH.get(jenis, ()):
            raise StateError(f"Laporan sudah {_SEBUTAN[jenis]}; tidak ada yang dicatat lagi.", next_act(p))
        raise StateError(f"Laporan belum dapat {_SEBUTAN[jenis]}: keadaannya «{p.tahap.value}».", next_act(p))
    if p.terakhir and hari < p.terakhir:
        raise StateError(
            f"Tanggal {tanggal(hari)} lebih awal daripada langkah sebelumnya ({tanggal(p.terakhir)}).",
            "Periksa --tanggal.",
        )
    if hari > hari_ini:
        raise StateError(f"Tanggal {tanggal(hari)} belum tiba.", "Catat setelah hal itu benar-benar dilakukan.")


def demand_open(p: Pengesahan) -> None:
    """Check that data may still change.

    Raises:
        StateError: the report is approved.
    """
    if p.terkunci:
        raise StateError(
            f"Laporan periode ini sudah {p.tahap.value}, sehingga datanya dikunci.",
            "Bila memang harus berubah, buka kembali dahulu dengan alasannya: «capaian reopen --reason …».",
        )


def next_act(p: Pengesahan, *, berubah: bool = False) -> str:
    """Say what comes next.

    Args:
        p: Where the report stands.
        berubah: Data, tables or templates changed since its last draft, so that the next act would be refused.
    """
    if berubah and p.tahap in DALAM_PENYUSUNAN:
        return (
            f"Data, tabel, tulisan, atau templat berubah sejak draf ke-{p.draf}; susun ulang: «capaian build-report»."
        )
    if berubah and p.tahap is Tahap.DISAHKAN:
        return (
            "Data, tabel, tulisan, atau templat berubah sejak laporan disahkan; pulihkan perubahannya, atau buka "
            "kembali: «capaian reopen --reason …»."
        )
    if p.tahap in (Tahap.DIKEMBALIKAN, Tahap.DRAF) and p.terbuka:
        return f"{len(p.terbuka)} catatan reviu belum dijawab: «capaian review --answer {p.terbuka[0].nomor}=…»."
    if p.tahap is Tahap.DIKEMBALIKAN:
        return "Semua catatan sudah dijawab; serahkan lagi: «capaian review»."
    return _BERIKUT[p.tahap]


def _day(e: Peristiwa) -> date:
    teks = e.isi.get("tanggal")
    return date.fromisoformat(teks) if isinstance(teks, str) and teks else e.waktu.date()


def _text(e: Peristiwa, kunci: str) -> str:
    return str(e.isi.get(kunci) or "")


def _drafted(p: Pengesahan, e: Peristiwa) -> Pengesahan:
    nomor = int(str(e.isi.get("draf") or p.draf + 1))
    sidik = _text(e, "bekal") or _text(e, "sidik_isi")
    if p.terkunci or (sidik == p.sidik_draf and p.tahap is not Tahap.BELUM):
        return replace(p, draf=max(nomor, p.draf), cepat=p.cepat if p.terkunci else _text(e, "cepat"))
    gugur = ""
    if p.tahap in (Tahap.DISERAHKAN, Tahap.DISETUJUI):
        gugur = f"Draf ke-{nomor} berbeda dari draf yang {p.tahap.value}, sehingga harus diserahkan lagi."
    tahap = Tahap.DIKEMBALIKAN if p.tahap is Tahap.DIKEMBALIKAN else Tahap.DRAF
    return replace(p, tahap=tahap, draf=nomor, sidik_draf=sidik, bekal="", cepat=_text(e, "cepat"), gugur=gugur)


def _handed_over(p: Pengesahan, e: Peristiwa) -> Pengesahan:
    return replace(p, tahap=Tahap.DISERAHKAN, diserahkan=p.sidik_draf, terakhir=_day(e), gugur="")


def _returned(p: Pengesahan, e: Peristiwa) -> Pengesahan:
    isi = e.isi.get("catatan")
    baru = [
        CatatanReviu(
            len(p.catatan) + n, p.draf, str(c.get("teks", "")), str(c.get("asal", "")), str(c.get("tempat", ""))
        )
        for n, c in enumerate(isi if isinstance(isi, list) else [], 1)
        if isinstance(c, dict)
    ]
    return replace(p, tahap=Tahap.DIKEMBALIKAN, catatan=(*p.catatan, *baru), terakhir=_day(e))


def _answered(p: Pengesahan, e: Peristiwa) -> Pengesahan:
    nomor, jawaban = int(str(e.isi.get("nomor") or 0)), _text(e, "jawaban")
    catatan = tuple(replace(c, jawaban=jawaban) if c.nomor == nomor else c for c in p.catatan)
    return replace(p, catatan=catatan)


def _accepted(p: Pengesahan, e: Peristiwa) -> Pengesahan:
    return replace(p, tahap=Tahap.DISETUJUI, bekal=_text(e, "bekal"), cepat=_text(e, "cepat"), terakhir=_day(e))


def _approved(p: Pengesahan, e: Peristiwa) -> Pengesahan:
    return replace(
        p,
        tahap=Tahap.DISAHKAN,
        bekal=_text(e, "bekal"),
        cepat=_text(e, "cepat"),
        sha256=_text(e, "sha256"),
        pdf_sha256=_text(e, "pdf_sha256"),
        terakhir=_day(e),
    )


def _signed(p: Pengesahan, e: Peristiwa) -> Pengesahan:
    return replace(p, ttd_sha256=_text(e, "ttd_sha256"))


def _reopened(p: Pengesahan, e: Peristiwa) -> Pengesahan:
    return Pengesahan(
        Tahap.DRAF, p.draf, p.sidik_draf, p.diserahkan, cepat=p.cepat, terakhir=_day(e), catatan=p.catatan
    )


def _sent(p: Pengesahan, e: Peristiwa) -> Pengesahan:
    return replace(p, tahap=Tahap.DIKIRIM, bundel_sha256=_text(e, "bundel_sha256"), terakhir=_day(e))


def _received(p: Pengesahan, e: Peristiwa) -> Pengesahan:
    return replace(p, tahap=Tahap.DITERIMA, terakhir=_day(e))


_LIPAT: Mapping[str, Callable[[Pengesahan, Peristiwa], Pengesahan]] = {
    LAPORAN_DISUSUN: _drafted,
    LAPORAN_DISERAHKAN: _handed_over,
    LAPORAN_DIKEMBALIKAN: _returned,
    CATATAN_DIJAWAB: _answered,
    LAPORAN_DIREVIU: _accepted,
    LAPORAN_DISAHKAN: _approved,
    LAPORAN_DITANDATANGANI: _signed,
    LAPORAN_DIBUKA: _reopened,
    LAPORAN_DIKIRIM: _sent,
    LAPORAN_DITERIMA: _received,
}
