"""Formulas of capaian: how far a target was reached, in percent.

There is no national formula; each indicator names the one it uses, and the report prints it. Adding a formula is
adding one function here. The table `Contoh:` of its docstring is its test, its documentation and what `capaian
explain` prints; `≈` before a value means that it is rounded to the places shown.
"""

from __future__ import annotations

from decimal import Decimal

from capaian.formulas.limits import batasi
from capaian.formulas.rumus import Rumus, all, default_for, get, known_names, names, own, rumus, rumus_indikator
from capaian.formulas.target_range import Rentang
from capaian.model.capaian import Alasan

__all__ = ["Rumus", "all", "batasi", "default_for", "get", "known_names", "names", "own", "rumus", "rumus_indikator"]

NOL = Decimal(0)
_RENTANG_EXCEL = (
    'IF({A}<0,"",IF(AND({R}>={A},{R}<={B}),100,IF({R}<{A},IF({A}=0,0,{R}*100/{A}),IF({B}=0,0,(2*{B}-{R})*100/{B}))))'
)
SERATUS = Decimal(100)


def _angka(target: Decimal | Rentang) -> Decimal:
    if isinstance(target, Rentang):
        raise TypeError("target rentang hanya dapat dihitung dengan rumus «rentang»")
    return target


@rumus(
    "R/T",
    polaritas="positif",
    uraian="realisasi / target × 100",
    dasar="Praktik umum pelaporan kinerja: semakin tinggi realisasi, semakin baik.",
    excel='IF({T}<=0,"",{R}*100/{T})',
    baku=True,
    angka="{R} / {T} × 100",
)
def ratio(realisasi: Decimal, target: Decimal | Rentang) -> Decimal | Alasan:
    """Semakin tinggi realisasi, semakin tinggi capaian.

    Target nol atau negatif tidak dapat dihitung: tidak ada yang dapat dibandingkan.

    Contoh:
      | target | realisasi | capaian        |
      | 80     | 72        | 90             |
      | 80     | 72,4      | 90,5           |
      | 40     | 50        | 125            |
      | 40     | 0         | 0              |
      | 2      | -1        | -50            |
      | 3      | 2         | ≈66,67         |
      | 0      | 0         | TARGET_NOL     |
      | 0      | 12        | TARGET_NOL     |
      | -2     | -1        | TARGET_NEGATIF |
    """
    t = _angka(target)
    if t <= 0:
        return Alasan.TARGET_NOL if t == 0 else Alasan.TARGET_NEGATIF
    return realisasi * 100 / t


@rumus(
    "(2T-R)/T",
    polaritas="negatif",
    uraian="(2 × target − realisasi) / target × 100",
    dasar="Rumus yang paling banyak dipakai laporan kinerja daerah untuk indikator yang semakin rendah semakin baik.",
    excel='IF({T}<0,"",IF({T}=0,IF({R}<=0,100,0),(2*{T}-{R})*100/{T}))',
    baku=True,
    angka="(2 × {T} − {R}) / {T} × 100",
)
def twice_target(realisasi: Decimal, target: Decimal | Rentang) -> Decimal | Alasan:
    """Semakin rendah realisasi, semakin tinggi capaian; realisasi nol bernilai 200, dua kali target bernilai 0.

    Di atas dua kali target hasilnya negatif, kecuali kantor menetapkan batas bawah. Target nol: realisasi nol
    bernilai 100 (tercapai), selebihnya 0 (tidak tercapai).

    Contoh:
      | target | realisasi | capaian        |
      | 5      | 4         | 120            |
      | 5      | 5         | 100            |
      | 5      | 6         | 80             |
      | 5      | 10        | 0              |
      | 5      | 12        | -40            |
      | 5      | 0         | 200            |
      | 32     | 4,88      | 184,75         |
      | 0      | 0         | 100            |
      | 0      | 3         | 0              |
      | -2     | -3        | TARGET_NEGATIF |
    """
    t = _angka(target)
    if t < 0:
        return Alasan.TARGET_NEGATIF
    if t == 0:
        return _target_nol(realisasi)
    return (2 * t - realisasi) * 100 / t


@rumus(
    "T/R",
    polaritas="negatif",
    uraian="target / realisasi × 100",
    dasar="Varian kedua yang dipakai laporan kinerja daerah untuk indikator yang semakin rendah semakin baik.",
    excel='IF(OR({T}<0,{R}<0),"",IF({T}=0,IF({R}<=0,100,0),IF({R}=0,"",{T}*100/{R})))',
    angka="{T} / {R} × 100",
)
def inverse(realisasi: Decimal, target: Decimal | Rentang) -> Decimal | Alasan:
    """Semakin rendah realisasi, semakin tinggi capaian; tidak pernah negatif, tetapi tidak mengenal realisasi nol.

    Target nol: realisasi nol bernilai 100 (tercapai), selebihnya 0 (tidak tercapai).

    Contoh:
      | target | realisasi | capaian           |
      | 5      | 4         | 125               |
      | 5      | 6         | ≈83,33            |
      | 5      | 10        | 50                |
      | 5      | 0         | REALISASI_NOL     |
      | 5      | -1        | REALISASI_NEGATIF |
      | 0      | 0         | 100               |
      | 0      | 3         | 0                 |
      | -2     | -3        | TARGET_NEGATIF    |
    """
    t = _angka(target)
    if t < 0:
        return Alasan.TARGET_NEGATIF
    if realisasi < 0:
        return Alasan.REALISASI_NEGATIF
    if t == 0:
        return _target_nol(realisasi)
    return Alasan.REALISASI_NOL if realisasi == 0 else t * 100 / realisasi


@rumus(
    "rentang",
    polaritas="rentang",
    uraian="di dalam rentang 100; di bawahnya realisasi / batas bawah × 100; "
    "di atasnya (2 × batas atas − realisasi) / batas atas × 100",
    dasar="Ketentuan kantor: kedua sisi rentang ideal sama-sama kurang baik.",
    excel=_RENTANG_EXCEL,
    baku=True,
)
def within_range(realisasi: Decimal, target: Decimal | Rentang) -> Decimal | Alasan:
    """Semakin dekat dengan rentang, semakin baik; di luar rentang pada kedua sisi capaian berkurang.

    Target yang berupa satu angka adalah rentang dengan batas bawah dan batas atas yang sama. Batas nol yang
    dilampaui bernilai 0, seperti target nol pada indikator negatif.

    Contoh:
      | target | realisasi | capaian        |
      | 60–80  | 70        | 100            |
      | 60–80  | 60        | 100            |
      | 60–80  | 80        | 100            |
      | 60–80  | 45        | 75             |
      | 60–80  | 88        | 90             |
      | 60–80  | 200       | -50            |
      | 50     | 40        | 80             |
      | 0–0    | 0         | 100            |
      | 0–0    | 3         | 0              |
      | 0–5    | -1        | 0              |
      | -5–5   | 0         | TARGET_NEGATIF |
    """
    t = target if isinstance(target, Rentang) else Rentang(target, target)
    if t.bawah < 0:
        return Alasan.TARGET_NEGATIF
    if realisasi in t:
        return SERATUS
    batas = t.bawah if realisasi < t.bawah else t.atas
    if batas == 0:
        return NOL
    return (realisasi if realisasi < t.bawah else 2 * t.atas - realisasi) * 100 / batas


@rumus(
    "stabil",
    polaritas="rentang",
    uraian="(1 − |realisasi − target| / target) × 100",
    dasar="Praktik pengukuran kinerja untuk nilai yang dijaga tetap.",
    excel='IF(ISNUMBER({T}),IF({T}<=0,"",({T}-ABS({R}-{T}))*100/{T}),' + _RENTANG_EXCEL + ")",
)
def stable(realisasi: Decimal, target: Decimal | Rentang) -> Decimal | Alasan:
    """Semakin dekat dengan target, semakin baik; meleset ke atas dan ke bawah dinilai sama.

    Contoh:
      | target | realisasi | capaian        |
      | 80     | 80        | 100            |
      | 80     | 72        | 90             |
      | 80     | 88        | 90             |
      | 80     | 0         | 0              |
      | 80     | 200       | -50            |
      | 60–80  | 88        | 90             |
      | 0      | 0         | TARGET_NOL     |
      | -2     | -2        | TARGET_NEGATIF |
    """
    if isinstance(target, Rentang):
        # For a range the distance to its nearer end counts, which is what «rentang» computes.
        return within_range(realisasi, target)
    if target <= 0:
        return Alasan.TARGET_NOL if target == 0 else Alasan.TARGET_NEGATIF
    return (target - abs(realisasi - target)) * 100 / target


@rumus(
    "ordinal",
    polaritas="positif",
    uraian="predikat yang sama atau lebih tinggi dari target 100; di bawahnya skor realisasi / skor target × 100",
    dasar="Ketentuan kantor: predikat dibandingkan menurut urutan dan skor pada skalanya.",
    excel='IF({R}>={T},100,IF({T}<=0,"",{R}*100/{T}))',
    nilai="predikat",
    baku=True,
)
def ordinal(realisasi: Decimal, target: Decimal | Rentang) -> Decimal | Alasan:
    """Predikat yang mencapai target bernilai 100; di bawahnya sebanding dengan skor.

    Nilainya adalah skor predikat pada skala yang dinyatakan, misalnya skala SAKIP: BB bernilai 5 dan A bernilai 6.

    Contoh:
      | target | realisasi | capaian    |
      | 6      | 6         | 100        |
      | 6      | 7         | 100        |
      | 6      | 5         | ≈83,33     |
      | 4      | 3         | 75         |
      | 0      | 0         | 100        |
      | 0      | -1        | TARGET_NOL |
    """
    t = _angka(target)
    if realisasi >= t:
        return SERATUS
    if t <= 0:
        return Alasan.TARGET_NOL if t == 0 else Alasan.TARGET_NEGATIF
    return realisasi * 100 / t


@rumus(
    "ya_tidak",
    polaritas="positif",
    uraian="sesuai target 100, tidak sesuai 0",
    dasar="Praktik umum untuk indikator ada/tidak atau ya/tidak.",
    excel="IF({R}={T},100,0)",
    nilai="ya_tidak",
    baku=True,
)
def yes_no(realisasi: Decimal, target: Decimal | Rentang) -> Decimal | Alasan:
    """Ya bernilai 1 dan tidak bernilai 0; capaian 100 bila sama dengan target.

    Contoh:
      | target | realisasi | capaian |
      | 1      | 1         | 100     |
      | 1      | 0         | 0       |
      | 0      | 0         | 100     |
      | 0      | 1         | 0       |
    """
    return SERATUS if realisasi == _angka(target) else NOL


def _target_nol(realisasi: Decimal) -> Decimal:
    """Zero was the target and lower is better: reached only by zero (or less)."""
    return SERATUS if realisasi <= 0 else NOL
