"""What templates see of an indikator and a sasaran: text, flags, and numbers that can be printed."""

from __future__ import annotations

from dataclasses import dataclass

from capaian.model.angka import Angka
from capaian.report.perbandingan import PerbandinganTampil


@dataclass(frozen=True, slots=True)
class IndikatorTampil:
    """One indicator as the report shows it.

    Attributes:
        ragam: 0, 1 or 2: which phrasing its sentences take, by its place in the report.
        posisi: `melampaui`, `sesuai`, `belum`, `nol`, or `tak dihitung`.
        arah_target: Realisasi against target: `lebih tinggi`, `sama`, `lebih rendah`, empty when not comparable.
        alasan: Why capaian cannot be computed.
        ada_realisasi: A result was reported, whether or not capaian can be computed from it.
        catatan_hitung: Steps that acted on the value (floor, cap, accumulation).
    """

    kode: str
    nama: str
    satuan: str
    unit: str
    urut: int
    ragam: int
    polaritas: str
    jenis: str
    posisi: str
    arah_target: str
    target: Angka
    target_tahun: Angka
    dokumen: str
    realisasi: Angka
    capaian: Angka
    predikat: str
    alasan: str
    tidak_diukur: bool
    ada_realisasi: bool
    ada_target: bool
    pendukung: str
    kendala: str
    tindak_lanjut: str
    lalu: PerbandinganTampil
    rumus: str
    catatan_hitung: tuple[str, ...]

    @property
    def belum_tercapai(self) -> bool:
        """Whether the target was missed."""
        return self.posisi in ("belum", "nol")

    @property
    def tercapai(self) -> bool:
        """Whether the target was met, so that what helped can be called the cause of success."""
        return self.posisi in ("sesuai", "melampaui")

    @property
    def kurang_uraian(self) -> str:
        """What the unit has not explained of a target that was missed, in words; empty when nothing is lacking."""
        ada = (("kendala", self.kendala), ("tindak lanjut", self.tindak_lanjut))
        return " dan ".join(nama for nama, isi in ada if not isi) if self.belum_tercapai else ""

    @property
    def perlu_uraian(self) -> bool:
        """Whether the target was missed and the unit explained nothing; asked by texts that an office keeps itself."""
        return self.belum_tercapai and not (self.kendala or self.tindak_lanjut)


@dataclass(frozen=True, slots=True)
class SasaranTampil:
    """One sasaran with its indicators and their mean."""

    kode: str
    nama: str
    ragam: int
    indikator: tuple[IndikatorTampil, ...]
    rata_rata: Angka
    predikat: str
    n: Angka
    n_semua: Angka
    n_tercapai: Angka
    n_kosong: Angka
    terhitung: bool
    tunggal: bool
    ada_kosong: bool
    semua_tercapai: bool
    tiada_tercapai: bool

    @property
    def berriwayat(self) -> tuple[IndikatorTampil, ...]:
        """Indicators with an earlier result, or with a course over the years."""
        return tuple(i for i in self.indikator if i.lalu.ada or i.lalu.tren)

    @property
    def berenstra(self) -> tuple[IndikatorTampil, ...]:
        """Indicators with a target at the end of the Renstra."""
        return tuple(i for i in self.indikator if i.lalu.renstra)

    @property
    def berstandar(self) -> tuple[IndikatorTampil, ...]:
        """Indicators with a national or provincial standard."""
        return tuple(i for i in self.indikator if i.lalu.standar)

    @property
    def uraian(self) -> tuple[IndikatorTampil, ...]:
        """Indicators for which something was written, or should have been."""
        return tuple(i for i in self.indikator if i.pendukung or i.kendala or i.tindak_lanjut or i.kurang_uraian)


@dataclass(frozen=True, slots=True)
class BelumTercapai:
    """The indicators that missed their target, for a short sentence; some of them lack an explanation."""

    n: Angka
    lebih_dari_lima: bool
    terendah: tuple[IndikatorTampil, ...]
    tanpa_uraian: tuple[IndikatorTampil, ...]


@dataclass(frozen=True, slots=True)
class RumusTampil:
    """A formula that was used, and for which indicators; their codes do not break at a hyphen."""

    uraian: str
    polaritas: str
    indikator: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TargetBerubah:
    """An indicator whose target PK Perubahan changed.

    Attributes:
        tahun_semula: Target of the year in PK; `tahun_berlaku` is the one in force.
        semula: Target of the period in PK; `berlaku` is the one in force.
        sejak: The day from which the change holds, in words.
    """

    kode: str
    nama: str
    satuan: str
    tahun_semula: Angka
    tahun_berlaku: Angka
    semula: Angka
    berlaku: Angka
    sejak: str
    sumber: str
