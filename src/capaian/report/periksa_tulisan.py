"""Look at what people wrote: numbers that the data does not hold, and texts whose numbers changed since."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from capaian.model.narasi import CatatanTulisan, Tulisan
from capaian.text.inert import shorten
from capaian.text.numbers import bulatkan

_ANGKA = re.compile(r"(?<![\w./-])(?:Rp\s?)?(\d[\d.,]*\d|\d)(?![\w/-])(\s*(?:%|persen|poin|ribu|juta|miliar|triliun))?")
_BUKAN_DATA = re.compile(
    r"(?:Nomor|No\.?|Pasal|ayat|Tahun|Bab|Tabel|Gambar|Lampiran|Triwulan|TW|Peraturan|tanggal|pukul|NIP\.?)\s*$",
    re.IGNORECASE,
)
_BULAN = re.compile(r"^\s*(?:Januari|Februari|Maret|April|Mei|Juni|Juli|Agustus|September|Oktober|November|Desember)\b")
_KALI = {"ribu": Decimal(1_000), "juta": Decimal(10) ** 6, "miliar": Decimal(10) ** 9, "triliun": Decimal(10) ** 12}
_KECIL = Decimal(12)
"""Whole numbers up to this count things in a sentence (`tiga dari 4 kegiatan`) and are not looked up."""
_TAHUN = range(1945, 2101)


def wrong_numbers(
    tulisan: Mapping[str, Tulisan], nilai: Iterable[Decimal], beside: Mapping[str, Mapping[str, str]]
) -> Iterator[CatatanTulisan]:
    """Yield each number in prose that is no number of the report, however it is rounded.

    Args:
        tulisan: What was written, by place.
        nilai: Every unrounded number that the report prints.
        beside: Name and printed digits of the numbers of each place, for the remark.
    """
    dikenal = tuple(dict.fromkeys(nilai))
    for t in tulisan.values():
        for ke, paragraf in enumerate(t.paragraf, 1):
            for teks, n, kali, desimal in _numbers(paragraf):
                if any(bulatkan(v / kali, desimal) == n or bulatkan(abs(v) / kali, desimal) == n for v in dikenal):
                    continue
                di_sini = ", ".join(f"{nama} {isi}" for nama, isi in beside.get(t.kunci, {}).items())
                ada = f" Angka di tempat ini: {shorten(di_sini, 200)}." if di_sini else ""
                yield CatatanTulisan(
                    t.kunci,
                    ke,
                    "angka",
                    f"Angka «{teks}» tidak ada dalam data laporan.{ada} Betulkan, atau pastikan sumbernya.",
                    paragraf,
                )


def changes(lama: Mapping[str, str], kini: Mapping[str, str]) -> tuple[str, ...]:
    """Say which numbers of a place are not what they were: `capaian IK-1.1: 93,75 → 94,12`."""
    nama = dict.fromkeys((*lama, *kini))
    return tuple(f"{n}: {lama.get(n, '–')} → {kini.get(n, '–')}" for n in nama if lama.get(n) != kini.get(n))


def _numbers(teks: str) -> Iterator[tuple[str, Decimal, Decimal, int]]:
    """Yield what was written, the number, what it is multiplied by, and its decimal places."""
    for m in _ANGKA.finditer(teks):
        depan, belakang, satuan = teks[: m.start()], teks[m.end() :], (m[2] or "").strip()
        if _BUKAN_DATA.search(depan) or _BULAN.match(belakang):
            continue
        n = _read(m[1])
        if n is None:
            continue
        utuh = n == n.to_integral_value()
        if not satuan and utuh and (n <= _KECIL or (int(n) in _TAHUN and "." not in m[1])):
            continue
        kali = _KALI.get(satuan.casefold(), Decimal(1))
        yield m[0].strip(), n, kali, _places(n)


def _read(teks: str) -> Decimal | None:
    """Read digits in prose: points group thousands, a comma or a lone point parts decimals; codes are none."""
    if re.fullmatch(r"\d{1,3}(\.\d{3})+(,\d+)?", teks):
        teks = teks.replace(".", "")
    return Decimal(teks.replace(",", ".")) if re.fullmatch(r"\d+([.,]\d+)?", teks) else None


def _places(n: Decimal) -> int:
    eksponen = n.as_tuple().exponent
    return max(0, -eksponen) if isinstance(eksponen, int) else 0
