"""Where the cycle of a period stands, read from its events: nothing is kept twice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from capaian.model.keadaan import KeadaanLangkah
from capaian.model.pengesahan import Pengesahan, Tahap
from capaian.model.periode import Periode
from capaian.model.register import Peristiwa, StatusUnit
from capaian.register import approval
from capaian.register.langkah import LANGKAH

_AKHIR = (Tahap.DISAHKAN, Tahap.DIKIRIM, Tahap.DITERIMA)
_SELESAI = {9: (Tahap.DISETUJUI, *_AKHIR), 10: _AKHIR, 11: (Tahap.DITERIMA,)}
"""Stages of the report in which its steps are done; a step that was undone is under way again."""
_MULAI = {9: (Tahap.DISERAHKAN, Tahap.DIKEMBALIKAN), 11: (Tahap.DIKIRIM,)}


def steps(peristiwa: Sequence[Peristiwa], periode: str, unit: Sequence[StatusUnit]) -> tuple[KeadaanLangkah, ...]:
    """Return the state of each step of the SOP.

    Args:
        peristiwa: All events of the ledger.
        periode: The period, as text.
        unit: State of the units; step 6 is done when all have sent, step 7 when no error is left.
    """
    terakhir = {p.jenis: p for p in peristiwa if p.isi.get("periode") in (periode, None)}
    semua_kirim = bool(unit) and all(u.keadaan in SUDAH_KIRIM for u in unit)
    bersih = semua_kirim and all(u.n_kesalahan == 0 for u in unit)
    laporan = approval.standing(peristiwa, periode)
    hasil = []
    for langkah in LANGKAH:
        ada = terakhir.get(langkah.peristiwa)
        selesai = ada is not None and (langkah.nomor != 6 or semua_kirim) and (langkah.nomor != 7 or bersih)
        if langkah.nomor in _SELESAI:
            selesai = laporan.tahap in _SELESAI[langkah.nomor]
        mulai = ada is not None or laporan.tahap in _MULAI.get(langkah.nomor, ())
        keadaan = "selesai" if selesai else "berjalan" if mulai else "belum"
        hasil.append(KeadaanLangkah(langkah, keadaan, ada.waktu.date().isoformat() if ada else ""))
    return tuple(hasil)


def holder(langkah: Sequence[KeadaanLangkah], laporan: Pengesahan) -> str:
    """Say who holds the ball: the actor of the first step that is not done; a returned draft is the Kasubag's."""
    if laporan.tahap is Tahap.DIKEMBALIKAN:
        return "Kasubag Program dan Keuangan"
    if laporan.tahap is Tahap.DIKIRIM:
        return "Bappeda Litbang"
    mulai = max((k.langkah.nomor for k in langkah if k.keadaan != "belum"), default=0)
    return next((k.langkah.pelaksana for k in langkah if k.keadaan != "selesai" and k.langkah.nomor >= mulai), "")


BELUM_TERBIT, BELUM_KIRIM = "formulir belum diterbitkan", "belum mengirim"
KARANTINA, MENUNGGU = "kiriman tertahan", "menunggu pilihan versi"
PERLU_PERBAIKAN, LENGKAP = "perlu diperbaiki", "lengkap"
BELUM_DIPERIKSA = "diterima, belum diperiksa"
_URUTAN = (BELUM_TERBIT, BELUM_KIRIM, KARANTINA, MENUNGGU, BELUM_DIPERIKSA, PERLU_PERBAIKAN, LENGKAP)
SUDAH_KIRIM = frozenset({PERLU_PERBAIKAN, LENGKAP, BELUM_DIPERIKSA})


TAHAP_UNIT = ("Formulir terbit", "Kiriman diterima", "Isian diperiksa", "Lengkap")
"""What a unit goes through, in order."""
_TERLEWATI = {
    **{BELUM_TERBIT: 0, BELUM_KIRIM: 1, KARANTINA: 1, MENUNGGU: 1},
    **{BELUM_DIPERIKSA: 2, PERLU_PERBAIKAN: 3, LENGKAP: 4},
}


def passed(keadaan: str) -> int:
    """Return how many stages of `TAHAP_UNIT` a unit in this state has behind it."""
    return _TERLEWATI[keadaan]


def stuck(keadaan: str) -> bool:
    """Whether the next stage waits for somebody to mend or choose something."""
    return keadaan in (KARANTINA, MENUNGGU, PERLU_PERBAIKAN)


def furthest_behind(unit: Sequence[StatusUnit]) -> str:
    """Return the state of the unit that has the longest way to go."""
    return min((u.keadaan for u in unit), key=_URUTAN.index, default=BELUM_TERBIT)


def next_step(
    unit: Sequence[StatusUnit], laporan: Pengesahan, tenggat: date | None, sumber: Periode | None = None
) -> tuple[str, ...]:
    """Say what to do next, most urgent first.

    Args:
        unit: State of the units.
        laporan: Where the report stands.
        tenggat: Deadline of the forms, when they were issued.
        sumber: The period of the forms, where that is another one than that of the report; commands then name it.
    """
    pada = f" --periode {sumber}" if sumber else ""
    if laporan.terkunci:
        return (approval.next_act(laporan),)
    by_keadaan: dict[str, list[str]] = {}
    for u in (u for u in unit if u.berformulir):
        by_keadaan.setdefault(u.keadaan, []).append(u.kode)
    saran = []
    if BELUM_TERBIT in by_keadaan:
        saran.append(f"Terbitkan formulir: «capaian init-forms{pada}», lalu kirimkan ke setiap unit.")
    if MENUNGGU in by_keadaan:
        saran.append(
            f"Tentukan versi yang berlaku untuk {', '.join(by_keadaan[MENUNGGU])}: «capaian collect{pada} --choose …»."
        )
    if KARANTINA in by_keadaan:
        saran.append(f"Minta kirim ulang: {', '.join(by_keadaan[KARANTINA])} (alasannya: «capaian collect{pada}»).")
    if BELUM_KIRIM in by_keadaan:
        sampai = f" (batas {tenggat:%d/%m/%Y})" if tenggat else ""
        saran.append(f"Ingatkan unit yang belum mengirim{sampai}: {', '.join(by_keadaan[BELUM_KIRIM])}.")
    if BELUM_DIPERIKSA in by_keadaan:
        saran.append(f"Periksa isian yang sudah masuk: «capaian validate{pada}».")
    if PERLU_PERBAIKAN in by_keadaan:
        saran.append(f"Kirim paket dalam folder koreksi kepada: {', '.join(by_keadaan[PERLU_PERBAIKAN])}.")
    if unit and all(u.keadaan == LENGKAP for u in unit):
        saran.append(approval.next_act(laporan))
    return tuple(saran)
