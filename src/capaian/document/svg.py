"""Drawings for a page: inline SVG with whole coordinates, coloured by the style of the page alone.

A drawing never stands for a number by itself: the same number is printed beside it, or in the table below.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import count, pairwise

from markupsafe import Markup, escape

from capaian.model.angka import Angka
from capaian.model.bagan import Bagan, Seri
from capaian.text.inert import for_xml

Tulis = Callable[[Angka], str]
_LEBAR, _TINGGI = 340, 206
_KIRI, _KANAN, _ATAS, _BAWAH = 34, 306, 34, 152
_PENUH = Decimal(130)
"""Where a bar of capaian ends, in percent; a longer one is cut there and marked."""


class Gambar:
    """Draws for one page, so that the names inside its drawings are its own.

    Args:
        tulis: Prints a number, see `capaian.document.numbers`.
    """

    def __init__(self, tulis: Tulis) -> None:
        self._tulis = tulis
        self._nomor = count(1)

    def batang(self, nilai: Angka, kelas: int) -> Markup:
        """Draw a percentage as a bar with a mark at 100; an empty track when there is none."""
        isi = ""
        if isinstance(nilai.nilai, Decimal):
            panjang = int(min(max(nilai.nilai, Decimal(0)), _PENUH) * 10)
            isi = f'<rect class="isi nada-{kelas}" x="0" y="2" width="{panjang}" height="8"/>'
            if nilai.nilai > _PENUH:
                isi += '<path class="potong" d="M1250 2h14l-14 8h-14zM1278 2h14l-14 8h-14z"/>'
        return Markup(
            '<svg class="batang" viewBox="0 0 1300 12" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
            f'<rect class="alur" x="0" y="2" width="1300" height="8"/>{isi}'
            '<rect class="seratus" x="996" y="0" width="8" height="12"/></svg>'
        )

    def jenjang(self, tingkat: int, dari: int, kelas: int) -> Markup:
        """Draw a place on a scale: as many bars as it has bands, filled up to this one."""
        batang = "".join(
            f'<rect class="{"isi" if n < tingkat else "alur"}" x="{n * 5}" y="{10 - 2 * min(n, 4)}" width="4" '
            f'height="{4 + 2 * min(n, 4)}"/>'
            for n in range(dari)
        )
        return Markup(
            f'<svg class="jenjang nada-{kelas}" viewBox="0 0 {dari * 5} 14" width="{dari * 5}" height="14" '
            f'aria-hidden="true" focusable="false">{batang}</svg>'
        )

    def maju(self, keadaan: Sequence[str]) -> Markup:
        """Draw a row of steps: one block each, by its state."""
        blok = "".join(
            f'<rect class="langkah-{k}" x="{n * 30}" y="0" width="27" height="10"/>'
            for n, k in enumerate(keadaan)
            if k in ("selesai", "berjalan", "belum")
        )
        return Markup(
            f'<svg class="maju" viewBox="0 0 {len(keadaan) * 30 - 3} 10" preserveAspectRatio="none" '
            f'aria-hidden="true" focusable="false">{blok}</svg>'
        )

    def garis(self, bagan: Bagan) -> Markup:
        """Draw a chart of lines with its values beside the points; what is not known is a gap."""
        n = next(self._nomor)
        nilai = [a.nilai for s in bagan.seri for a in s.nilai if isinstance(a.nilai, Decimal)]
        if not nilai:
            return Markup("")
        skala = _Skala(min(nilai), max(nilai), len(bagan.kategori))
        isi = [
            f'<line class="sumbu" x1="{_KIRI - 20}" y1="{_BAWAH + 26}" x2="{_KANAN + 20}" y2="{_BAWAH + 26}"/>',
            *(_text(skala.x(i), _BAWAH + 44, k, "tahun") for i, k in enumerate(bagan.kategori)),
        ]
        for s in sorted(bagan.seri, key=lambda s: not s.garis):
            isi += self._seri(bagan, s, skala)
        return Markup(
            f'<svg class="tren" viewBox="0 0 {_LEBAR} {_TINGGI}" role="img" aria-labelledby="g{n}j g{n}u">'
            f'<title id="g{n}j">{_safe(bagan.judul)}</title><desc id="g{n}u">{_safe(bagan.uraian)}</desc>'
            f"{''.join(isi)}</svg>"
        )

    def _seri(self, bagan: Bagan, s: Seri, skala: _Skala) -> list[str]:
        kelas = "target" if s.garis else "realisasi"
        titik = [
            (skala.x(i), skala.y(a.nilai), a) if isinstance(a.nilai, Decimal) else None for i, a in enumerate(s.nilai)
        ]
        isi = [
            f'<line class="{kelas}" x1="{a[0]}" y1="{a[1]}" x2="{b[0]}" y2="{b[1]}"/>'
            for a, b in pairwise(titik)
            if a and b
        ]
        for i, t in enumerate(titik):
            if t is None:
                continue
            x, y, a = t
            if s.garis:
                isi.append(f'<rect class="{kelas}" x="{x - 3}" y="{y - 3}" width="6" height="6"/>')
                continue
            isi.append(f'<circle class="{kelas}" cx="{x}" cy="{y}" r="4"/>')
            isi.append(_text(x, y + (18 if _below(bagan, i, a) else -10), self._tulis(a), "angka"))
        return isi


class _Skala:
    """Places of values on the drawing, in whole units."""

    def __init__(self, bawah: Decimal, atas: Decimal, n: int) -> None:
        self._bawah, self._rentang, self._n = bawah, atas - bawah, n

    def x(self, i: int) -> int:
        return (_KIRI + _KANAN) // 2 if self._n == 1 else _KIRI + i * (_KANAN - _KIRI) // (self._n - 1)

    def y(self, nilai: Decimal) -> int:
        if not self._rentang:
            return (_ATAS + _BAWAH) // 2
        return _BAWAH - int((nilai - self._bawah) * (_BAWAH - _ATAS) / self._rentang)


def _below(bagan: Bagan, i: int, a: Angka) -> bool:
    """Whether the label of a point stands below it, away from the line of the target."""
    target = [s.nilai[i].nilai for s in bagan.seri if s.garis]
    return any(isinstance(t, Decimal) and isinstance(a.nilai, Decimal) and a.nilai < t for t in target)


def _text(x: int, y: int, teks: str, kelas: str) -> str:
    return f'<text class="{kelas}" x="{x}" y="{y}" text-anchor="middle">{_safe(teks)}</text>'


def _safe(teks: str) -> str:
    return str(escape(for_xml(teks)))
