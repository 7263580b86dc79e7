"""The schema of a year: units, sasaran, indikator, targets, programmes, history."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property

from capaian.model.aturan_kantor import AturanKantor
from capaian.model.jabatan import MasaJabatan
from capaian.model.nilai import CellRef
from capaian.model.periode import Periode
from capaian.text.numbers import is_persen

Ukuran = Decimal | str
"""A target or result: a number, or a level of an ordinal scale such as `WTP`."""
_TRIWULAN_PER_UKUR = {"triwulanan": 1, "semesteran": 2, "tahunan": 4}
FREKUENSI = tuple(_TRIWULAN_PER_UKUR)
_TAKARAN = re.compile(
    r"(km|kilometer|m[²2³3]?|meter|ha|hektare?|ton|kg|k[uw]intal|liter|jam|kwh|mw|kva|indeks|nilai|skor|poin|rasio)\b.*",
    re.IGNORECASE,
)
"""Units of outputs that are measured, not counted: 12,5 km is a result like any other."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A work unit that gets a form of its own: a bidang, the sekretariat, a UPT."""

    kode: str
    nama: str
    induk: str = ""
    asal: CellRef | None = None


@dataclass(frozen=True, slots=True)
class PejabatUnit(MasaJabatan):
    """The head of a unit and the days in office.

    Attributes:
        status: `definitif`, `Pj.`, `Plt.` or `Plh.`
        asal: Cell of each value, keyed as the columns of the table.
    """

    unit: str
    jabatan: str
    nama: str = ""
    nip: str = ""
    pangkat: str = ""
    status: str = "definitif"
    mulai: date | None = None
    selesai: date | None = None
    asal: Mapping[str, CellRef] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Sasaran:
    """A strategic objective of the office."""

    kode: str
    nama: str
    tujuan: str = ""
    asal: CellRef | None = None


@dataclass(frozen=True, slots=True)
class Indikator:
    """An indicator with everything its computation needs.

    Attributes:
        nilai: `angka`, `predikat` (level of an ordinal scale) or `ya_tidak`.
        polaritas: `positif` (higher is better), `negatif` or `rentang`.
        rumus: Name of the formula; empty takes the default of the office for this polarity.
        akumulasi: `kumulatif`, `posisi_akhir`, `rata_rata`, `tahunan`, `maksimum` or `minimum`.
        frekuensi: How often it is measured: `triwulanan`, `semesteran` or `tahunan`.
        skala: Name of the ordinal scale when `nilai` is `predikat`.
        desimal: Decimal places that this indicator is printed with; 0 means that it counts things.
        bagian: The value is a share of a whole and cannot exceed 100 percent.
        bobot: Weight in a weighted mean; 1 by default.
        formulasi: How the value itself is computed (`X / Y × 100`), in the words of the office.
        alasan: Why the indicator was chosen.
    """

    kode: str
    sasaran: str
    nama: str
    satuan: str
    unit: str
    jenis: str = "IKU"
    nilai: str = "angka"
    polaritas: str = "positif"
    rumus: str = ""
    akumulasi: str = "posisi_akhir"
    skala: str = ""
    desimal: int = 2
    bobot: Decimal = Decimal(1)
    definisi: str = ""
    pembilang: str = ""
    penyebut: str = ""
    sumber_data: str = ""
    bagian: bool = False
    standar: Decimal | str | None = None
    sumber_standar: str = ""
    catatan: str = ""
    asal: CellRef | None = None
    asal_standar: CellRef | None = None
    frekuensi: str = "triwulanan"
    formulasi: str = ""
    alasan: str = ""

    @property
    def frekuensi_berlaku(self) -> str:
        """How often it is measured; what is accumulated once a year is measured once a year."""
        return "tahunan" if self.akumulasi == "tahunan" else self.frekuensi

    def diukur_pada(self, periode: Periode) -> bool:
        """Whether the indicator is measured in a period: a semester ends in quarters II and IV, a year in IV."""
        return periode.triwulan_akhir % _TRIWULAN_PER_UKUR[self.frekuensi_berlaku] == 0

    @property
    def cacah(self) -> bool:
        """Whether the value counts things or is money, so that `1.234` means 1234."""
        return self.desimal == 0 and not self.persen

    @property
    def persen(self) -> bool:
        """Whether the unit is percent."""
        return is_persen(self.satuan)

    @property
    def tanpa_rumusan(self) -> tuple[str, ...]:
        """What is not said of how it is measured: its definition, its formula."""
        ada = (("definisi operasional", self.definisi), ("formulasi", self.formulasi))
        return tuple(nama for nama, isi in ada if not isi)

    @property
    def berpembilang(self) -> bool:
        """Whether the form asks for numerator and denominator."""
        return bool(self.pembilang and self.penyebut)


@dataclass(frozen=True, slots=True)
class Target:
    """Targets of one indicator in one year, from one document.

    Attributes:
        dokumen: `PK`, `PK Perubahan` or `Renstra`.
        tahunan: Target of the year.
        triwulan: Targets of the four quarters; None where none was set.
        asal: Cell of each value, keyed `tahunan`, `tw1` to `tw4`.
        berlaku_sejak: An amendment counts for periods that end on this day or later; None counts always.
    """

    indikator: str
    tahun: int
    dokumen: str
    tahunan: Ukuran | None
    triwulan: tuple[Ukuran | None, Ukuran | None, Ukuran | None, Ukuran | None]
    asal: Mapping[str, CellRef]
    sumber: str = ""
    berlaku_sejak: date | None = None

    def melanjutkan(self, lama: Target | None) -> Target:
        """Return this amendment with the quarters it leaves open because they had ended before it.

        Those keep the target of the document before, and its cell.
        """
        if lama is None or self.berlaku_sejak is None:
            return self
        triwulan, asal = list(self.triwulan), dict(self.asal)
        for i, kunci in enumerate(("tw1", "tw2", "tw3", "tw4")):
            if triwulan[i] is None and Periode(self.tahun, "TW", i + 1).hari_terakhir < self.berlaku_sejak:
                triwulan[i] = lama.triwulan[i]
                if kunci in lama.asal:
                    asal[kunci] = lama.asal[kunci]
        return replace(self, triwulan=(triwulan[0], triwulan[1], triwulan[2], triwulan[3]), asal=asal)


@dataclass(frozen=True, slots=True)
class Program:
    """A line of the budget: programme, kegiatan or sub kegiatan, told apart by the length of its code.

    Attributes:
        pagu: Budget in rupiah; None on levels that are sums of others.
        indikator: Output indicator of a sub kegiatan, with `satuan` and `target`.
    """

    kode: str
    nama: str
    unit: str = ""
    sasaran: str = ""
    pagu: Decimal | None = None
    indikator: str = ""
    satuan: str = ""
    target: Decimal | None = None
    asal: CellRef | None = None
    asal_pagu: CellRef | None = None
    asal_target: CellRef | None = None

    @property
    def tingkat(self) -> str:
        """`program` (2.07.03), `kegiatan` (2.07.03.2.01) or `sub kegiatan` (2.07.03.2.01.0001)."""
        return {3: "program", 5: "kegiatan", 6: "sub kegiatan"}.get(self.kode.count(".") + 1, "sub kegiatan")

    @property
    def cacah(self) -> bool:
        """Whether the output counts things: its target is a whole number of something that is not measured."""
        if self.target is None or self.target != self.target.to_integral_value() or is_persen(self.satuan):
            return False
        return not _TAKARAN.fullmatch(self.satuan.strip())


@dataclass(frozen=True, slots=True)
class Riwayat:
    """A result of an earlier year or quarter, known before the tool was used.

    Attributes:
        periode: `2018-TAHUN` for a year, `2025-TW1` for a quarter.
        realisasi: The result; what it was reported to be.
        sumber: The publication it was taken from, or that it is a sample figure.
    """

    indikator: str
    periode: Periode
    realisasi: Ukuran
    target: Ukuran | None = None
    sumber: str = ""
    asal: CellRef | None = None
    asal_target: CellRef | None = None


@dataclass(frozen=True)
class Siklus:
    """The schema of one year, ready to use: every code resolves.

    Attributes:
        tahun: The year.
        unit: In the order of the table; so are the others.
    """

    tahun: int
    unit: tuple[Unit, ...]
    sasaran: tuple[Sasaran, ...]
    indikator: tuple[Indikator, ...]
    target: tuple[Target, ...]
    program: tuple[Program, ...]
    riwayat: tuple[Riwayat, ...]
    pejabat: tuple[PejabatUnit, ...] = ()
    aturan: tuple[AturanKantor, ...] = ()

    @cached_property
    def unit_by_kode(self) -> dict[str, Unit]:
        """Units by code."""
        return {u.kode: u for u in self.unit}

    @cached_property
    def sasaran_by_kode(self) -> dict[str, Sasaran]:
        """Sasaran by code."""
        return {s.kode: s for s in self.sasaran}

    @cached_property
    def indikator_by_kode(self) -> dict[str, Indikator]:
        """Indikator by code."""
        return {i.kode: i for i in self.indikator}

    @cached_property
    def program_by_kode(self) -> dict[str, Program]:
        """Programmes, kegiatan and sub kegiatan by code."""
        return {p.kode: p for p in self.program}

    def indikator_unit(self, *unit: str) -> tuple[Indikator, ...]:
        """The indicators that units answer for."""
        return tuple(i for i in self.indikator if i.unit in unit)

    def program_unit(self, *unit: str) -> tuple[Program, ...]:
        """The sub kegiatan that units answer for."""
        return tuple(p for p in self.program if p.unit in unit and p.pagu is not None)

    def tanpa_pagu(self, *unit: str) -> tuple[Program, ...]:
        """The lines that units answer for and no form asks about: without a budget, and with no line below them."""
        kosong = [p for p in self.program if p.unit in unit and p.pagu is None]
        return tuple(p for p in kosong if not any(lain.kode.startswith(f"{p.kode}.") for lain in self.program))

    @cached_property
    def bidang(self) -> tuple[Unit, ...]:
        """The units that are part of no other one."""
        return tuple(u for u in self.unit if self.pangkal(u.kode) == u.kode)

    def pangkal(self, unit: str) -> str:
        """The bidang that a unit belongs to; itself when it is one. Units that are each other's part are their own."""
        jalan = [unit]
        while (atas := self.unit_by_kode.get(jalan[-1])) and atas.induk in self.unit_by_kode:
            if atas.induk in jalan:
                return unit
            jalan.append(atas.induk)
        return jalan[-1]

    def pohon(self, unit: str) -> tuple[Unit, ...]:
        """A unit and all units below it, each before its own."""
        hasil: dict[str, Unit] = {}

        def turun(u: Unit) -> None:
            if u.kode not in hasil:
                hasil[u.kode] = u
                for bawah in self.unit:
                    if bawah.induk == u.kode:
                        turun(bawah)

        turun(self.unit_by_kode[unit])
        return tuple(hasil.values())

    @cached_property
    def _target_by_indikator(self) -> dict[str, list[Target]]:
        hasil: dict[str, list[Target]] = {}
        for t in self.target:
            hasil.setdefault(t.indikator, []).append(t)
        return hasil

    @cached_property
    def _riwayat_by_indikator(self) -> dict[str, tuple[Riwayat, ...]]:
        hasil: dict[str, list[Riwayat]] = {}
        for r in self.riwayat:
            hasil.setdefault(r.indikator, []).append(r)
        return {k: tuple(sorted(v, key=lambda r: r.periode.urutan)) for k, v in hasil.items()}

    def kepala_unit(self, unit: str, hari: date) -> PejabatUnit | None:
        """Who heads a unit on a day; None when the table names nobody."""
        return next((p for p in self.pejabat if p.unit == unit and p.menjabat(hari)), None)

    def target_berlaku(self, indikator: str, periode: Periode | None = None) -> Target | None:
        """The target in force: of PK, as PK Perubahan changed it, never of Renstra.

        Args:
            indikator: Code of the indicator.
            periode: The period it is for; an amendment that begins after its end is left out. None takes the year
                of the schema with all its amendments.
        """
        tahun = self.tahun if periode is None else periode.tahun
        milik = [t for t in self._target_by_indikator.get(indikator, ()) if t.tahun == tahun]
        berlaku = next((t for t in milik if t.dokumen == "PK"), None)
        perubahan = [t for t in milik if t.dokumen == "PK Perubahan"]
        for t in sorted(perubahan, key=lambda t: t.berlaku_sejak or date.min):
            if periode is None or t.berlaku_sejak is None or t.berlaku_sejak <= periode.hari_terakhir:
                berlaku = t.melanjutkan(berlaku)
        return berlaku

    def target_semula(self, indikator: str, periode: Periode) -> Target | None:
        """The target of PK, when an amendment is in force that says something else; None when nothing changed."""
        berlaku = self.target_berlaku(indikator, periode)
        if berlaku is None or berlaku.dokumen != "PK Perubahan":
            return None
        semula = next(
            (t for t in self.target if (t.indikator, t.tahun, t.dokumen) == (indikator, periode.tahun, "PK")), None
        )
        sama = semula is None or (semula.tahunan, semula.triwulan) == (berlaku.tahunan, berlaku.triwulan)
        return None if sama else semula

    def riwayat_indikator(self, indikator: str) -> tuple[Riwayat, ...]:
        """History of an indicator, oldest first."""
        return self._riwayat_by_indikator.get(indikator, ())
