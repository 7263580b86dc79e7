"""The very hidden sheet on which the form computes: series, target, capaian, and the conditions of CEK.

Here stand only addresses: what is computed comes from the registered formulas and rules.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from capaian.formulas.accumulation import KOSONG_EXCEL
from capaian.model.formulir import FAKTA_BARIS, Formulir, Isi, Langsung, Perhitungan, SyaratCek
from capaian.model.kata import Lampu, StatusData
from capaian.sheet import layout
from capaian.sheet.form_rows import Daftar, Tempat, parts
from capaian.sheet.layout import Kolom
from capaian.sheet.styles import protect, put

_LEWAT = (StatusData.TIDAK_DIUKUR, StatusData.TIDAK_DILAKSANAKAN)
_KOSONG = f'"{KOSONG_EXCEL}"'
_SIFAT = ("bagian", "persen", "cacah", "diukur", "berkeluaran")
_KOLOM_DERET = 5
"""Columns before it: code, target, lower end, upper end."""
_DESIMAL = 10
"""Places that survive the noise of doubles; an office types two."""


@dataclass(frozen=True, slots=True)
class Cek:
    """What CEK shows of one row: expressions of its state and of what to do."""

    keadaan: str
    kalimat: str


class Sheet:
    """The sheet and what other sheets ask it for."""

    def __init__(self, buku: Workbook, formulir: Formulir, langsung: Langsung, daftar: Daftar) -> None:
        self._lembar: Worksheet = buku.create_sheet(layout.LEMBAR_HITUNG)
        self._langsung = langsung
        self._daftar = daftar
        self.cek: dict[tuple[str, str], Cek] = {}
        self.rumus: dict[tuple[str, str], Mapping[str, str]] = {}
        baris = 1
        for bagian, tempat in parts(formulir):
            syarat = [s for s in langsung.syarat if s.bagian in (bagian.kunci, "sel")]
            lebar = self._series_width()
            self._heads(baris, syarat, lebar)
            for n, t in enumerate(tempat, baris + 3):
                if t.bagian is layout.ISIAN:
                    self._capaian(n, t, langsung.baris[t.baris.kode])
                self._conditions(n, baris, t, syarat, lebar)
            baris += len(tempat) + 4
        self._lembar.sheet_state = "veryHidden"
        protect(self._lembar)

    def _series_width(self) -> int:
        return max((len(p.deret) for p in self._langsung.baris.values()), default=0) + 1

    def _heads(self, baris: int, syarat: Sequence[SyaratCek], lebar: int) -> None:
        """Three rows above the conditions: code of the rule, what CEK says, and the sentence."""
        for c, s in enumerate(syarat, _KOLOM_DERET + lebar + 2):
            for r, isi in enumerate((s.kode, s.lampu.value, s.kalimat), baris):
                put(self._lembar.cell(r, c), isi)

    def _capaian(self, n: int, t: Tempat, p: Perhitungan) -> None:
        lebar = self._series_width()
        awal, kini = _KOLOM_DERET, _KOLOM_DERET + lebar - 1
        self._put(n, 1, t.baris.kode)
        for c, acuan in enumerate((p.target, p.bawah, p.atas), 2):
            self._put(n, c, acuan)
        for c, nilai in enumerate(p.deret, kini - len(p.deret)):
            self._put(n, c, nilai)
        self._formula(n, kini, self._now(t, p))
        deret = f"{get_column_letter(awal)}{n}:{get_column_letter(kini)}{n}"
        self._formula(n, kini + 1, p.akumulasi.format(S=deret, K=f"{get_column_letter(kini)}{n}"))
        mentah = f"{layout.LEMBAR_HITUNG}!${get_column_letter(kini + 2)}${n}"
        if p.bawah is not None and p.rumus:
            hasil = f"{get_column_letter(kini + 1)}{n}"
            isi = p.rumus.format(R=hasil, T=f"B{n}", A=f"C{n}", B=f"D{n}")
            self._formula(n, kini + 2, f'IF(ISNUMBER({hasil}),IFERROR({isi},""),"")')
        capaian = t.alamat(_kolom(t, "capaian"))
        self.rumus[t.bagian.kunci, t.baris.kode] = {
            "hitung_capaian": f'IF(ISNUMBER({mentah}),ROUND({self._langsung.batas.format(C=mentah)},{_DESIMAL}),"")',
            "hitung_predikat": f'IF(ISNUMBER({capaian}),{self._langsung.predikat.format(C=capaian)},"")',
        }

    def _now(self, t: Tempat, p: Perhitungan) -> str:
        """Return what the value of this period counts as: a number, a gap, or nothing when it is not to be measured."""
        if "diukur" not in t.baris.sifat:
            return '""'
        status, realisasi = t.sel(_kolom(t, "status_data")), t.sel(_kolom(t, "realisasi"))
        if p.skor:
            nilai = _KOSONG
            for level, angka in p.skor.items():
                nilai = f'IF({realisasi:teks}="{level.replace(chr(34), chr(34) * 2)}",{angka},{nilai})'
        else:
            nilai = f"IF(ISNUMBER({realisasi}),{realisasi},{_KOSONG})"
        if not p.terjadwal:
            nilai = f'IF({realisasi:kosong},"",{nilai})'
        lewat = ",".join(f'{status:teks}="{s.value}"' for s in _LEWAT)
        belum = f'{status:teks}="{StatusData.BELUM_TERSEDIA.value}"'
        return f'IF(OR({lewat}),"",IF({belum},{_KOSONG},{nilai}))'

    def _conditions(self, n: int, kepala: int, t: Tempat, syarat: Sequence[SyaratCek], lebar: int) -> None:
        awal = _KOLOM_DERET + lebar + 2
        self._put(n, 1, t.baris.kode)
        for c, s in enumerate(syarat, awal):
            isi, bila_galat = self._condition(s, t)
            if isi:
                self._formula(n, c, f"IFERROR(IF({isi},1,0),{bila_galat})")
        a, b = get_column_letter(awal), get_column_letter(awal + max(1, len(syarat)) - 1)
        cari = f"MATCH(1,{layout.LEMBAR_HITUNG}!${a}${n}:${b}${n},0)"

        def lihat(r: int, bila_tidak: str) -> str:
            return f'IFERROR(INDEX({layout.LEMBAR_HITUNG}!${a}${r}:${b}${r},{cari}),"{bila_tidak}")'

        self.cek[t.bagian.kunci, t.baris.kode] = Cek(lihat(kepala + 1, Lampu.LENGKAP.value), lihat(kepala + 2, ""))

    def _condition(self, s: SyaratCek, t: Tempat) -> tuple[str, str]:
        """Return the condition for one row, and what an Excel error in it counts as."""
        if s.bagian != "sel":
            sifat = {k: int(k in t.baris.sifat) for k in _SIFAT}
            # A fact that is not known is an empty text: comparing with it makes an error, which counts as not met.
            ada = self._langsung.fakta.get(t.baris.kode, {})
            fakta = {k: ada.get(k, '""') for k in FAKTA_BARIS}
            return s.excel.format(**t.semua(), **sifat, **fakta, **self._langsung.tetapan), "0"
        berdaftar = "{daftar}" in s.excel
        isi = [
            s.excel.format(sel=t.sel(k), daftar=self._daftar.nama(t.pilihan(k)) if berdaftar else "")
            for k in t.terbuka()
            if k.jenis != "teks" and bool(t.pilihan(k)) == berdaftar
        ]
        return (f"OR({','.join(isi)})" if isi else ""), "1"

    def _put(self, baris: int, kolom: int, nilai: Isi) -> None:
        if nilai is not None:
            put(self._lembar.cell(baris, kolom), nilai)

    def _formula(self, baris: int, kolom: int, isi: str) -> None:
        self._lembar.cell(baris, kolom).value = f"={isi}"


def _kolom(t: Tempat, kunci: str) -> Kolom:
    return next(k for k in t.bagian.kolom if k.kunci == kunci)
