"""Where the cycle of a period stands, read from its events: nothing is kept twice."""

from __future__ import annotations

import re
from collections.abc import Sequence

from capaian.model.keadaan import HasilStatus, KeadaanLangkah
from capaian.model.pengesahan import Pengesahan, Tahap
from capaian.model.periode import Periode
from capaian.model.register import FORMULIR_DIKIRIM, FORMULIR_TERBIT, Peristiwa, StatusUnit
from capaian.register import approval, stopwatch
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
        unit: State of the units; step 6 is done when all have sent, step 7 when no error is left. A report
            that was opened again starts over at step 8.
    """
    milik = stopwatch.without_repeats(p for p in peristiwa if p.isi.get("periode") in (periode, None))
    terakhir = {p.jenis: p for p in milik}
    putaran = stopwatch.last_round(milik)
    baru = {p.jenis: p for p in putaran}
    semua_kirim = bool(unit) and all(u.keadaan in SUDAH_KIRIM for u in unit)
    bersih = semua_kirim and all(u.n_kesalahan == 0 for u in unit)
    laporan = approval.standing(peristiwa, periode)
    hasil = []
    for langkah in LANGKAH:
        ada = (baru if langkah.nomor >= stopwatch.SUSUN else terakhir).get(langkah.peristiwa)
        selesai = ada is not None and (langkah.nomor != 6 or semua_kirim) and (langkah.nomor != 7 or bersih)
        if langkah.nomor in _SELESAI:
            selesai = laporan.tahap in _SELESAI[langkah.nomor]
        dibuka = langkah.nomor == stopwatch.SUSUN and len(putaran) < len(milik)
        mulai = ada is not None or dibuka or laporan.tahap in _MULAI.get(langkah.nomor, ())
        keadaan = "selesai" if selesai else "berjalan" if mulai else "belum"
        hasil.append(KeadaanLangkah(langkah, keadaan, ada.waktu.date().isoformat() if ada else ""))
    return tuple(hasil)


def holder(langkah: Sequence[KeadaanLangkah], laporan: Pengesahan, *, berubah: bool = False) -> str:
    """Say who holds the ball: the actor of the first step that is not done.

    Before the cycle has begun, and while a draft was not handed over, came back or has to be built again since its
    data changed (`berubah`), it is the Kasubag's.
    """
    if laporan.tahap is Tahap.DIKIRIM:
        return "Bappeda Litbang"
    usang = berubah and laporan.tahap in approval.DALAM_PENYUSUNAN
    if usang or laporan.tahap in (Tahap.DRAF, Tahap.DIKEMBALIKAN) or all(k.keadaan == "belum" for k in langkah):
        return "Kasubag Program dan Keuangan"
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


def undelivered(peristiwa: Sequence[Peristiwa]) -> tuple[str, ...]:
    """Units whose form was issued, and of whose last issue nobody recorded that it went out.

    Args:
        peristiwa: Events of one period, in their order.
    """
    belum: dict[str, bool] = {}
    for p in peristiwa:
        if p.jenis in (FORMULIR_TERBIT, FORMULIR_DIKIRIM):
            belum[str(p.isi["unit"])] = p.jenis == FORMULIR_TERBIT
    return tuple(u for u, ya in belum.items() if ya)


def passed(keadaan: str) -> int:
    """Return how many stages of `TAHAP_UNIT` a unit in this state has behind it."""
    return _TERLEWATI[keadaan]


def stuck(keadaan: str) -> bool:
    """Whether the next stage waits for somebody to mend or choose something."""
    return keadaan in (KARANTINA, MENUNGGU, PERLU_PERBAIKAN)


def furthest_behind(unit: Sequence[StatusUnit]) -> str:
    """Return the state of the unit that has the longest way to go."""
    return min((u.keadaan for u in unit), key=_URUTAN.index, default=BELUM_TERBIT)


def ready(unit: Sequence[StatusUnit]) -> bool:
    """Whether the report can be built of what all units sent: checked, and without an error."""
    return bool(unit) and all(u.keadaan in (PERLU_PERBAIKAN, LENGKAP) and not u.n_kesalahan for u in unit)


_SARAN = {
    BELUM_TERBIT: "Terbitkan formulir: «capaian init-forms{pada}», lalu kirimkan ke setiap unit.",
    MENUNGGU: "Tentukan versi yang berlaku untuk {unit}: «capaian collect{pada} --choose …».",
    KARANTINA: "Minta kirim ulang: {unit} (alasannya: «capaian collect{pada}»; setelah «capaian validate{pada}», nota "
    "dan pesannya tersedia dalam folder koreksi).",
    BELUM_KIRIM: "Ingatkan unit yang belum mengirim{batas}: {unit} («capaian remind{pada}»).",
    BELUM_DIPERIKSA: "Periksa isian yang sudah masuk: «capaian validate{pada}».",
    PERLU_PERBAIKAN: "Kirim paket dalam folder koreksi kepada: {unit}.",
}
"""What to do while a unit is in a state, the most urgent first."""


def next_step(s: HasilStatus) -> tuple[str, ...]:
    """Say what to do next, most urgent first; commands name the period of the forms where it is another one."""
    if s.laporan.terkunci:
        return (approval.next_act(s.laporan, berubah=s.berubah),)
    milik: dict[str, list[str]] = {}
    for u in (u for u in s.unit if u.berformulir):
        milik.setdefault(u.keadaan, []).append(u.kode)
    pada = f" --periode {s.sumber}" if s.sumber else ""
    batas = f" (batas {s.tenggat:%d/%m/%Y})" if s.tenggat else ""
    saran = _letter(s.langkah) if BELUM_TERBIT in milik and s.tenggat is None else []
    saran += [
        kalimat.format(unit=", ".join(milik[keadaan]), pada=pada, batas=batas)
        for keadaan, kalimat in _SARAN.items()
        if keadaan in milik
    ]
    disusun = s.laporan.tahap is not Tahap.BELUM
    if ready(s.unit) or disusun:
        lanjut = approval.next_act(s.laporan, berubah=s.berubah)
        tunggu = PERLU_PERBAIKAN in milik and not disusun
        saran.append(f"Bila jawaban atas peringatan tidak ditunggu lagi, {_continued(lanjut)}" if tunggu else lanjut)
    return tuple(saran)


def for_period(saran: Sequence[str], periode: Periode) -> tuple[str, ...]:
    """Let every command that is advised name a period: that of the settings is another one."""
    return tuple(_PERINTAH.sub(rf"\g<0> --periode {periode}", s) for s in saran)


_PERINTAH = re.compile(r"«capaian [a-z-]+(?![^»]*--periode)(?=[ »])")


def _letter(langkah: Sequence[KeadaanLangkah]) -> list[str]:
    """What steps 1 to 3 still ask for before forms go out; an office may skip them."""
    selesai = {k.langkah.nomor for k in langkah if k.keadaan == "selesai"}
    if 1 not in selesai:
        return ["Bila surat permintaan datanya sudah datang, catat: «capaian receive-letter»."]
    belum = next((siapa for n, siapa in ((2, "Kepala Dinas"), (3, "Sekretaris")) if n not in selesai), "")
    return [f"Catat disposisi {belum} setelah dibubuhkan: «capaian dispose»."] if belum else []


def _continued(kalimat: str) -> str:
    return kalimat[:1].lower() + kalimat[1:]
