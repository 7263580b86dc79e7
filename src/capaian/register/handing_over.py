"""The page for a successor: how things stand, what was decided, by whom and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from capaian.model.keadaan import HasilStatus
from capaian.model.pengaturan import Pengaturan
from capaian.model.putaran import Pengecualian
from capaian.model.register import LAPORAN_DIBUKA, Peristiwa
from capaian.model.skema import Siklus
from capaian.text.dates import tanggal


@dataclass(frozen=True, slots=True)
class Bahan:
    """What the page is made from.

    Attributes:
        pengecualian: Waivers in force.
        kepada: Who takes over.
    """

    pengaturan: Pengaturan
    siklus: Siklus
    status: HasilStatus
    peristiwa: Sequence[Peristiwa]
    pengecualian: Sequence[Pengecualian]
    kepada: str


def page(bahan: Bahan) -> str:
    """Return the page as plain text, so that Notepad opens it."""
    p, s, status = bahan.pengaturan, bahan.siklus, bahan.status
    bagian = (
        ("KEADAAN SEKARANG", _standing(status)),
        ("PILIHAN KANTOR", _choices(p)),
        ("PEJABAT", (f"{x.jabatan_lengkap}: {x.nama or '(belum diisi)'}" for x in p.pejabat)),
        ("TARGET YANG BERUBAH", _targets(s)),
        ("PENGECUALIAN YANG BERLAKU", _waivers(bahan.pengecualian)),
        ("PEMBUKAAN KEMBALI", _reopened(bahan.peristiwa)),
        ("ATURAN KANTOR SENDIRI", (f"{a.kode}: {a.bunyi}" for a in s.aturan)),
        ("CARA MELANJUTKAN", _how()),
    )
    baris = [
        f"SERAH TERIMA {p.instansi.nama.upper()} {p.instansi.daerah.upper()}",
        f"Untuk: {bahan.kepada}",
        f"Segel buku catatan: {status.segel}",
    ]
    for judul, isi in bagian:
        baris += ["", judul]
        baris += [f"- {x}" for x in isi] or ["- tidak ada"]
    return "\r\n".join(baris) + "\r\n"


def _standing(status: HasilStatus) -> Iterator[str]:
    yield f"{status.periode.label}; laporan: {status.laporan.tahap.value}, draf ke-{status.laporan.draf}"
    for k in status.langkah:
        yield f"langkah {k.langkah.nomor}, {k.langkah.tahap}: {k.keadaan}"
    yield from (f"berikutnya: {x}" for x in status.berikutnya)


def _choices(p: Pengaturan) -> Iterator[str]:
    k = p.kebijakan
    yield f"skala predikat: {k.skala}"
    yield from (f"rumus baku {polaritas}: {rumus}" for polaritas, rumus in k.rumus.items())
    for nama, batas in (("atas", k.batas_atas), ("bawah", k.batas_bawah), ("rerata", k.batas_rerata)):
        yield f"batas {nama} capaian: {'tanpa' if batas is None else f'{batas:f}'.replace('.', ',')}"
    yield f"rumus efisiensi: {k.efisiensi}"


def _targets(s: Siklus) -> Iterator[str]:
    for t in s.target:
        if t.dokumen == "PK Perubahan":
            sejak = f" sejak {tanggal(t.berlaku_sejak)}" if t.berlaku_sejak else ""
            yield f"{t.indikator} Tahun {t.tahun}{sejak}; sumber: {t.sumber or '–'}"


def _waivers(pengecualian: Iterable[Pengecualian]) -> Iterator[str]:
    for w in pengecualian:
        yield f"temuan {w.kunci.kode} {w.kunci.unit} {w.kunci.butir}: {w.alasan} ({w.oleh}, {tanggal(w.waktu)})"


def _reopened(peristiwa: Iterable[Peristiwa]) -> Iterator[str]:
    for e in peristiwa:
        if e.jenis == LAPORAN_DIBUKA:
            yield f"{e.isi.get('periode')}, {tanggal(e.waktu)}, {e.pelaku}: {e.isi.get('alasan')}"


def _how() -> tuple[str, ...]:
    return (
        "Buka berkas zip ini ke folder baru di komputer Anda.",
        "Pasang capaian, lalu jalankan «capaian verify --full» di folder itu: segelnya harus sama dengan di atas.",
        "Perbarui [[pejabat]] pada capaian.toml: akhiri masa jabatan yang lama, tambahkan yang baru.",
        "Jalankan «capaian status»; perintah berikutnya disebut di sana.",
        "Sejak saat itu folder lama tidak dipakai lagi, agar tidak ada dua catatan yang bercabang.",
    )
