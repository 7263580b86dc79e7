"""A formula of the office."""

from __future__ import annotations

from decimal import Decimal

from capaian.formulas.polarity import ratio, rumus
from capaian.formulas.target_range import Rentang
from capaian.model.capaian import Alasan


@rumus(
    "R/T maks 100",
    polaritas="positif",
    uraian="realisasi / target × 100, paling tinggi 100",
    dasar="Ketentuan kantor: capaian di atas target tidak dihitung lebih.",
    excel='IF({T}<=0,"",MIN(100,{R}*100/{T}))',
)
def ratio_capped(realisasi: Decimal, target: Decimal | Rentang) -> Decimal | Alasan:
    """Seperti R/T, tetapi hasil di atas target tetap bernilai 100.

    Contoh:
      | target | realisasi | capaian    |
      | 80     | 72        | 90         |
      | 80     | 80        | 100        |
      | 40     | 50        | 100        |
      | 0      | 12        | TARGET_NOL |
    """
    hasil = ratio(realisasi, target)
    return min(hasil, Decimal(100)) if isinstance(hasil, Decimal) else hasil
