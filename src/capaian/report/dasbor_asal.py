"""Where a number comes from, in lines for a page: what `capaian trace` says, in short."""

from __future__ import annotations

from collections.abc import Iterable

from capaian.model.jejak import Anggota, Jejak, SelAsal
from capaian.report.dasbor_tampil import BarisAsal
from capaian.text.dates import pukul
from capaian.text.inert import shorten

_MAKS_ANGGOTA = 12


def origin(j: Jejak) -> tuple[BarisAsal, ...]:
    """Return the lines: why it is missing, formula, numbers, steps, cells, members, waivers."""
    return tuple(_lines(j))


def _lines(j: Jejak) -> Iterable[BarisAsal]:
    if j.alasan:
        yield BarisAsal("Tidak dihitung", j.alasan)
    if j.rumus:
        yield BarisAsal("Rumus", j.rumus)
    if j.hitungan:
        yield BarisAsal("Hitungan", j.hitungan)
    for langkah in j.langkah:
        yield BarisAsal("Langkah", langkah)
    for s in j.sel:
        yield _cell(s)
    if j.anggota:
        yield BarisAsal("Dibentuk dari", _members(j.anggota), tuple(_left_out(j.anggota)))
    for c in j.catatan:
        if c.oleh:
            yield BarisAsal("Dikecualikan", f"{c.kode} {c.pesan}", (f"{c.oleh}: {c.alasan}",))
        else:
            yield BarisAsal("Temuan", f"{c.kode} {c.tingkat}: {c.pesan}")


def _cell(s: SelAsal) -> BarisAsal:
    if s.sel is None:
        return BarisAsal(_capital(s.apa), s.catatan or s.nilai or "belum diisi")
    isi = s.nilai or "belum diisi"
    if s.tertulis and s.tertulis != s.nilai and not s.catatan:
        isi += f" (tertulis «{shorten(s.tertulis, 60)}»)"
    rinci = [str(s.sel)]
    if s.dokumen:
        rinci.append(s.dokumen)
    if s.catatan:
        rinci.append(s.catatan)
    if p := s.penerimaan:
        kapan = f" {pukul(p.waktu)}" if p.waktu else ""
        rinci.append(f"dari unit {p.unit or '–'}, diterima{kapan} (penerimaan no. {p.nomor}, {p.keadaan})")
    return BarisAsal(_capital(s.apa), isi, tuple(rinci))


def _members(anggota: tuple[Anggota, ...]) -> str:
    kode = [a.kode for a in anggota if a.nilai is not None]
    sisa = len(kode) - _MAKS_ANGGOTA
    return (", ".join(kode[:_MAKS_ANGGOTA]) or "belum ada yang terhitung") + (
        f", dan {sisa} lainnya" if sisa > 0 else ""
    )


def _left_out(anggota: tuple[Anggota, ...]) -> Iterable[str]:
    per: dict[str, list[str]] = {}
    for a in anggota:
        if a.nilai is None:
            per.setdefault(a.alasan, []).append(a.kode)
    for alasan, kode in per.items():
        yield f"tidak ikut: {', '.join(kode)} ({alasan})"


def _capital(teks: str) -> str:
    return teks[:1].upper() + teks[1:]
