"""Settings of an office, as `capaian.toml` states them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from capaian.model.jabatan import MasaJabatan
from capaian.model.periode import Periode


@dataclass(frozen=True, slots=True)
class Instansi:
    """The office.

    Attributes:
        kode: Short code that forms carry, so that another office's form is recognised.
    """

    kode: str
    nama: str
    singkatan: str
    pemerintah: str
    daerah: str
    tempat: str
    alamat: str = ""
    telepon: str = ""
    laman: str = ""
    pos_el: str = ""
    logo: str = ""
    lambang: bytes = field(default=b"", repr=False, compare=False)
    """The picture that `logo` names, once the office is open."""
    kode_surat: str = ""
    klasifikasi: str = "000.8.6.3"
    penerima_laporan: str = ""
    sifat_surat: str = "Biasa"
    tembusan_formulir: tuple[str, ...] = ()
    tembusan_laporan: tuple[str, ...] = ()
    gambaran: str = ""
    isu_strategis: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pejabat(MasaJabatan):
    """An official and the days in office.

    Attributes:
        peran: `kepala`, `sekretaris` or `kasubag`.
        status: `definitif`, `Plt.`, `Plh.` or `Pj.`
        atas_nama: The office in whose name this official signs letters (`a.n.`); empty for one's own.
    """

    peran: str
    jabatan: str
    nama: str
    nip: str = ""
    pangkat: str = ""
    status: str = "definitif"
    mulai: date | None = None
    selesai: date | None = None
    atas_nama: str = ""


@dataclass(frozen=True, slots=True)
class Jenjang:
    """One band of a scale: the label holds for values above (or at) a lower bound, in percent."""

    label: str
    batas: Decimal
    termasuk: bool = False
    """Whether the bound itself belongs to the band."""


@dataclass(frozen=True, slots=True)
class Skala:
    """A predicate scale, best band first; the last band has no lower bound that matters.

    Attributes:
        dasar: Where the scale comes from.
        aturan_batas: The boundary rule in words, printed under the scale.
    """

    kode: str
    nama: str
    jenjang: tuple[Jenjang, ...]
    dasar: str
    aturan_batas: str


@dataclass(frozen=True, slots=True)
class SkalaOrdinal:
    """An ordinal scale: levels with scores, lowest first."""

    kode: str
    nama: str
    skor: Mapping[str, int]
    dasar: str = ""

    def cari(self, teks: str) -> str | None:
        """Return the level as the scale spells it, or None."""
        rapi = " ".join(teks.split()).casefold()
        return next((k for k in self.skor if k.casefold() == rapi), None)


@dataclass(frozen=True, slots=True)
class DasarHukum:
    """A legal basis that the report lists."""

    teks: str
    status: str = "berlaku"
    pengganti: str = ""


@dataclass(frozen=True, slots=True)
class Kebijakan:
    """Choices of the office where regulations leave room.

    Attributes:
        rumus: Default formula by polarity.
        batas_atas: Cap on capaian in percent, or None.
        batas_bawah: Floor on capaian in percent, or None.
        batas_rerata: Cap that is applied for averaging only, or None.
        skala: Code of the predicate scale.
        toleransi_rasio: Percentage points that realisasi may differ from pembilang/penyebut × 100.
        batas_penjelasan: Capaian above it, in percent, needs an explanation.
        batas_kewajaran: A result this many times the target, or this part of it, is asked about.
        batas_serapan: Percent of an even spending over the year; a budget below it is asked about.
        jumlah_sama: Rows of one unit that have to be equal (to the target, the last period, another unit) before
            it is asked about.
        efisiensi: Name of the formula of efficiency, see `capaian.formulas.efficiency`.
    """

    rumus: Mapping[str, str]
    skala: str
    batas_atas: Decimal | None = None
    batas_bawah: Decimal | None = Decimal(0)
    batas_rerata: Decimal | None = None
    toleransi_rasio: Decimal = Decimal("0.01")
    batas_penjelasan: Decimal = Decimal(120)
    batas_kewajaran: Decimal = Decimal(10)
    batas_serapan: Decimal = Decimal(50)
    jumlah_sama: int = 3
    efisiensi: str = "F1"

    def serapan_wajar(self, periode: Periode) -> Decimal:
        """Percent of the budget that should at least be spent by the end of a period; 0 in the first quarter.

        Spending begins late in the year, so the first quarter is not asked about.
        """
        k = periode.triwulan_akhir
        return self.batas_serapan * k / 4 if k > 1 else Decimal(0)


@dataclass(frozen=True, slots=True)
class SumberDaya:
    """One line of the resources of the office: `24 orang` Pegawai Negeri Sipil."""

    jenis: str
    uraian: str
    jumlah: Decimal = Decimal(0)
    satuan: str = ""


@dataclass(frozen=True, slots=True)
class IsiLaporan:
    """What the report says that no form asks for.

    Attributes:
        renstra: Name of the strategic plan.
        nama_lain: Names of other offices or regions that may stand in the report.
    """

    renstra: str = ""
    visi: str = ""
    misi: tuple[str, ...] = ()
    penghargaan: tuple[str, ...] = ()
    nama_lain: tuple[str, ...] = ()
    sumber_daya: tuple[SumberDaya, ...] = ()


@dataclass(frozen=True, slots=True)
class Pengaturan:
    """All settings of an office folder."""

    instansi: Instansi
    periode: Periode
    pejabat: tuple[Pejabat, ...]
    kebijakan: Kebijakan
    skala: Mapping[str, Skala]
    skala_ordinal: Mapping[str, SkalaOrdinal]
    dasar_hukum: tuple[DasarHukum, ...]
    laporan: IsiLaporan = IsiLaporan()
    hari_pengisian: int = 3
    hari_perbaikan: int = 2
    jam_kerja: str = "07.30–16.00"
    narahubung: str = ""
    contoh: str = ""
    """A sentence printed on everything when the figures are samples, else empty."""

    def pejabat_pada(self, peran: str, hari: date) -> Pejabat | None:
        """Who holds a role on a day."""
        return next((p for p in self.pejabat if p.peran == peran and p.menjabat(hari)), None)
