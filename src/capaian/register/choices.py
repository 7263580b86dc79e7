"""What can be done now, as lines of a menu: the next act first.

One entry of `_TAWARAN` is one line; its condition is a function of where the cycle stands.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from capaian.model.keadaan import HasilStatus
from capaian.model.pengesahan import Tahap
from capaian.model.tawaran import Tanya, Tawaran
from capaian.register.approval import DALAM_PENYUSUNAN
from capaian.register.progress import (
    BELUM_DIPERIKSA,
    BELUM_KIRIM,
    BELUM_TERBIT,
    KARANTINA,
    MENUNGGU,
    PERLU_PERBAIKAN,
    ready,
)

PALING_BANYAK = 5
"""Acts that the menu shows at once, besides what it always offers; all of them are on `capaian --help`."""


def _units(*keadaan: str) -> Callable[[HasilStatus], bool]:
    return lambda s: any(u.keadaan in keadaan for u in s.unit if u.berformulir)


def _stale(s: HasilStatus) -> bool:
    """What the last draft was made of has changed, and it is not approved yet."""
    return s.berubah and s.laporan.tahap in DALAM_PENYUSUNAN


def _stage(*tahap: Tahap) -> Callable[[HasilStatus], bool]:
    return lambda s: s.laporan.tahap in tahap


def _done(nomor: int) -> Callable[[HasilStatus], bool]:
    return lambda s: any(k.langkah.nomor == nomor and k.keadaan == "selesai" for k in s.langkah)


def _open(s: HasilStatus) -> bool:
    return not s.laporan.terkunci


def _issued(s: HasilStatus) -> bool:
    return s.tenggat is not None


def _all(*syarat: Callable[[HasilStatus], bool]) -> Callable[[HasilStatus], bool]:
    return lambda s: all(x(s) for x in syarat)


def _not(syarat: Callable[[HasilStatus], bool]) -> Callable[[HasilStatus], bool]:
    return lambda s: not syarat(s)


_DRAF = (Tahap.DRAF, Tahap.DIKEMBALIKAN)
_BERJALAN = _units(BELUM_KIRIM, KARANTINA, PERLU_PERBAIKAN, MENUNGGU)
_TAWARAN: tuple[tuple[Callable[[HasilStatus], bool], Tawaran], ...] = (
    (
        _all(_open, _units(MENUNGGU)),
        Tawaran("Himpun kiriman dan tentukan versi yang berlaku", ("collect",)),
    ),
    (
        _all(_open, _units(BELUM_DIPERIKSA)),
        Tawaran("Periksa isian yang sudah masuk", ("validate",)),
    ),
    (
        _all(_open, _not(_issued), _not(_done(1))),
        Tawaran("Catat surat permintaan data", ("receive-letter",)),
    ),
    (
        _all(_open, _not(_issued), _done(1), _not(_done(3))),
        Tawaran("Catat disposisi", ("dispose",), (Tanya("--instruksi", "Isi disposisi, seperti yang ditulis"),)),
    ),
    (
        _all(_open, _units(BELUM_TERBIT)),
        Tawaran("Terbitkan formulir isian dan surat pengantarnya", ("init-forms",)),
    ),
    (
        _all(_open, _issued, _BERJALAN, _not(_units(MENUNGGU))),
        Tawaran("Himpun kiriman dari folder inbox", ("collect",)),
    ),
    (
        _all(_open, _issued, _units(BELUM_KIRIM)),
        Tawaran("Buat teks pengingat untuk unit yang belum mengirim", ("remind",)),
    ),
    (
        _all(_open, _issued, _units(BELUM_KIRIM), lambda s: bool(s.belum_diantar)),
        Tawaran(
            "Catat bahwa formulir sudah dikirim",
            ("deliver",),
            (Tanya("--lewat", "Dikirim lewat", "WhatsApp"),),
        ),
    ),
    (
        _all(_open, _units(PERLU_PERBAIKAN)),
        Tawaran("Lihat temuan dan buat lagi paket perbaikan", ("validate",)),
    ),
    (
        _stale,
        Tawaran("Susun ulang draf laporan, karena datanya berubah", ("build-report",)),
    ),
    (
        lambda s: s.laporan.tahap in _DRAF and bool(s.laporan.terbuka),
        Tawaran("Jawab catatan reviu", ("review",)),
    ),
    (
        _all(_stage(*_DRAF), lambda s: not s.laporan.terbuka, _not(_stale)),
        Tawaran("Serahkan draf kepada Sekretaris", ("review",), pasti="Draf diserahkan kepada Sekretaris sekarang"),
    ),
    (
        _all(_stage(Tahap.DISERAHKAN), _not(_stale)),
        Tawaran(
            "Catat bahwa Sekretaris menyetujui draf",
            ("review", "--accept"),
            pasti="Sekretaris sudah menyetujui draf ini",
        ),
    ),
    (
        _stage(Tahap.DISERAHKAN),
        Tawaran(
            "Catat bahwa Sekretaris mengembalikan draf",
            ("review", "--return"),
            (Tanya("--from", "Berkas Word yang dikembalikan"),),
        ),
    ),
    (
        _all(_stage(Tahap.DISETUJUI), _not(_stale)),
        Tawaran("Catat pengesahan Kepala Dinas", ("approve",), pasti="Kepala Dinas sudah mengesahkan laporan ini"),
    ),
    (
        _all(_stage(Tahap.DISAHKAN), lambda s: not s.berubah),
        Tawaran("Buat kiriman untuk Bappeda Litbang", ("submit",), pasti="Laporan dikirim sekarang"),
    ),
    (
        _stage(Tahap.DIKIRIM),
        Tawaran("Catat tanda terima", ("submit",), (Tanya("--received", "Nama penerima"),)),
    ),
    (
        _stage(Tahap.DISAHKAN, Tahap.DIKIRIM),
        Tawaran("Simpan laporan yang sudah ditandatangani", ("approve",), (Tanya("--signed", "Berkas PDF"),)),
    ),
    (
        _all(_open, _not(_stale), lambda s: ready(s.unit) or s.laporan.tahap is not Tahap.BELUM),
        Tawaran("Hitung capaian dan susun draf laporan", ("build-report",)),
    ),
    (
        lambda s: s.laporan.tahap is Tahap.DITERIMA or (_open(s) and not _units(BELUM_TERBIT, BELUM_KIRIM)(s)),
        Tawaran("Lihat rekap capaian", ("summarize",)),
    ),
    (
        _stage(Tahap.DISAHKAN, Tahap.DIKIRIM, Tahap.DITERIMA),
        Tawaran(
            "Buka kembali laporan yang sudah disahkan", ("reopen",), (Tanya("--reason", "Alasan laporan dibuka lagi"),)
        ),
    ),
)


def choices(s: HasilStatus) -> tuple[Tawaran, ...]:
    """Return what can be done now, the most urgent first."""
    cocok = [_filled(t, s) for syarat, t in _TAWARAN if syarat(s)]
    return tuple(cocok[:PALING_BANYAK])


_ATAS_FORMULIR = frozenset({"init-forms", "collect", "remind", "deliver", "validate"})
"""Commands that work on the forms of a period, not on its report."""


def _filled(t: Tawaran, s: HasilStatus) -> Tawaran:
    """The answer to a note of the review names the note; what works on forms names the period that has them."""
    if s.sumber is not None and t.perintah[0] in _ATAS_FORMULIR:
        return replace(t, perintah=(*t.perintah, "--periode", str(s.sumber)))
    if t.perintah != ("review",) or not s.laporan.terbuka:
        return t
    catatan = s.laporan.terbuka[0]
    teks = f"Yang sudah dilakukan untuk catatan {catatan.nomor} («{catatan.teks}»)"
    return replace(t, tanya=(Tanya("--answer", teks, depan=f"{catatan.nomor}="),))
