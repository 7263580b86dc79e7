"""Predicate scales: the label of a capaian, decided on the unrounded value."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from capaian.model.pengaturan import Jenjang, Pengaturan, Skala, SkalaOrdinal


def _skala(kode: str, nama: str, jenjang: tuple[tuple[str, str, bool], ...], dasar: str, aturan: str) -> Skala:
    return Skala(
        kode, nama, tuple(Jenjang(label, Decimal(b), termasuk) for label, b, termasuk in jenjang), dasar, aturan
    )


P86 = _skala(
    "P86",
    "Skala lima jenjang",
    (
        ("Sangat Tinggi", "90", False),
        ("Tinggi", "75", False),
        ("Sedang", "65", False),
        ("Rendah", "50", False),
        ("Sangat Rendah", "0", True),
    ),
    "Kriteria penilaian realisasi kinerja yang lazim dipakai pemerintah daerah dengan merujuk Permendagri 86/2017; "
    "batas antarjenjang ditetapkan oleh kantor.",
    "Lebih dari 90 Sangat Tinggi; lebih dari 75 sampai 90 Tinggi; lebih dari 65 sampai 75 Sedang; "
    "lebih dari 50 sampai 65 Rendah; 50 ke bawah Sangat Rendah. Jenjang ditentukan dari nilai sebelum dibulatkan.",
)
TIGA = _skala(
    "TIGA",
    "Skala tiga keadaan",
    (("Melebihi Target", "100", False), ("Tercapai", "100", True), ("Tidak Tercapai", "0", True)),
    "Praktik pelaporan kinerja pemerintah daerah.",
    "Lebih dari 100 Melebihi Target; tepat 100 Tercapai; kurang dari 100 Tidak Tercapai. "
    "Keadaan ditentukan dari nilai sebelum dibulatkan.",
)
SAKIP = _skala(
    "SAKIP",
    "Predikat nilai evaluasi AKIP",
    (
        ("AA (Sangat Memuaskan)", "90", False),
        ("A (Memuaskan)", "80", False),
        ("BB (Sangat Baik)", "70", False),
        ("B (Baik)", "60", False),
        ("CC (Cukup)", "50", False),
        ("C (Kurang)", "30", False),
        ("D (Sangat Kurang)", "0", True),
    ),
    "Permenpan RB 88/2021 tentang evaluasi akuntabilitas kinerja instansi pemerintah.",
    "Lebih dari 90 AA; lebih dari 80 sampai 90 A; lebih dari 70 sampai 80 BB; lebih dari 60 sampai 70 B; "
    "lebih dari 50 sampai 60 CC; lebih dari 30 sampai 50 C; 30 ke bawah D.",
)
IKM = _skala(
    "IKM",
    "Mutu pelayanan menurut indeks kepuasan masyarakat",
    (
        ("A (Sangat Baik)", "88.31", True),
        ("B (Baik)", "76.61", True),
        ("C (Kurang Baik)", "65", True),
        ("D (Tidak Baik)", "25", True),
    ),
    "Permenpan RB 14/2017 tentang survei kepuasan masyarakat.",
    "Mulai 88,31 A; mulai 76,61 B; mulai 65,00 C; di bawah 65,00 D.",
)

OPINI = SkalaOrdinal(
    "OPINI", "Opini atas laporan keuangan", MappingProxyType({"TMP": 1, "TW": 2, "WDP": 3, "WTP": 4}), "Opini BPK"
)
SAKIP_ORDINAL = SkalaOrdinal(
    "SAKIP",
    "Predikat evaluasi AKIP",
    MappingProxyType({"D": 1, "C": 2, "CC": 3, "B": 4, "BB": 5, "A": 6, "AA": 7}),
    "Urutan predikat evaluasi AKIP; skornya ditetapkan oleh kantor.",
)
LEVEL = SkalaOrdinal(
    "LEVEL",
    "Tingkat kematangan",
    MappingProxyType({"Level 1": 1, "Level 2": 2, "Level 3": 3, "Level 3 Plus": 4, "Level 4": 5, "Level 5": 6}),
    "Urutan tingkat; skornya ditetapkan oleh kantor.",
)
YA_TIDAK = SkalaOrdinal("YA_TIDAK", "Ya atau tidak", MappingProxyType({"tidak": 0, "ya": 1}))

SKALA_BAWAAN: Mapping[str, Skala] = MappingProxyType({s.kode: s for s in (P86, TIGA, SAKIP, IKM)})
ORDINAL_BAWAAN: Mapping[str, SkalaOrdinal] = MappingProxyType({s.kode: s for s in (OPINI, SAKIP_ORDINAL, LEVEL)})


def predikat(persen: Decimal, skala: Skala) -> str:
    """Return the label of a value.

    Args:
        persen: The value, in the unit of the scale, unrounded.
        skala: Bands, best first. The last one takes everything that no other band took, below zero included.

    Raises:
        ValueError: the scale has no bands.
    """
    if not skala.jenjang:
        raise ValueError(f"Skala «{skala.kode}» tidak memiliki jenjang.")
    for jenjang in skala.jenjang[:-1]:
        if persen > jenjang.batas or (jenjang.termasuk and persen == jenjang.batas):
            return jenjang.label
    return skala.jenjang[-1].label


def excel(skala: Skala) -> str:
    """Return the same choice as an Excel expression of `{C}`, a capaian without the noise of doubles.

    Raises:
        ValueError: the scale has no bands.
    """
    if not skala.jenjang:
        raise ValueError(f"Skala «{skala.kode}» tidak memiliki jenjang.")
    hasil = _teks_excel(skala.jenjang[-1].label)
    for j in reversed(skala.jenjang[:-1]):
        hasil = f"IF({{C}}{'>=' if j.termasuk else '>'}{j.batas:f},{_teks_excel(j.label)},{hasil})"
    return hasil


def _teks_excel(teks: str) -> str:
    bersih = teks.replace('"', '""').replace("{", "{{").replace("}", "}}")
    return f'"{bersih}"'


def ambang(skala: Skala) -> tuple[Decimal, ...]:
    """Return the bounds between the bands, highest first: printed digits may not cross them."""
    return tuple(sorted({j.batas for j in skala.jenjang[:-1]}, reverse=True))


def skala_kantor(pengaturan: Pengaturan) -> Skala:
    """Return the scale that the office chose.

    Raises:
        ValueError: the settings name a scale that is neither built in nor defined by the office.
    """
    kode = pengaturan.kebijakan.skala
    skala = pengaturan.skala.get(kode) or SKALA_BAWAAN.get(kode)
    if skala is None:
        raise ValueError(
            f"Skala «{kode}» tidak dikenal. Yang dikenal: {', '.join({**SKALA_BAWAAN, **pengaturan.skala})}."
        )
    return skala
