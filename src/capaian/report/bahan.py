"""Everything a report is made from, in one record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from capaian.model.capaian import Capaian, Rekap, SerapanAnggaran
from capaian.model.finding import Finding
from capaian.model.kiriman import Isian
from capaian.model.narasi import Tulisan
from capaian.model.pengaturan import Pengaturan, Skala
from capaian.model.perbandingan import Perbandingan
from capaian.model.periode import Periode
from capaian.model.putaran import TemuanDikecualikan
from capaian.model.skema import Siklus, Unit


@dataclass(frozen=True)
class Bahan:
    """The material of a report.

    Attributes:
        capaian: One record per indicator that was computed.
        rekap_sasaran: One roll-up per sasaran, `kode` is the code of the sasaran.
        rekap_unit: One roll-up per unit.
        rekap_dinas: The roll-up of the office.
        serapan: Budget lines in the order of the schema, then one per sasaran (`tingkat` "sasaran") and one for the
            office (`tingkat` "total"), as the analysis returns them.
        tanggal: Date of the report, printed in the signature block.
        perbandingan: Each indicator beside its earlier periods.
        isian: Rows of the forms that count; source of kendala, tindak lanjut and of the notes on data.
        findings: What the checks found and still stands.
        dikecualikan: Findings that a named person accepted; their values count.
        catatan_kiriman: Pairs of unit name and sentence: what was noted when a form was received.
        unit_belum: Units that have not sent a usable form.
        segel: Short seal of the ledger; printed on the cover when it is not empty.
        versi: Version of the program.
        disahkan: Approved; the mark DRAF is gone.
        nomor_draf: The n-th draft of the period that says something else; 0 when it is not counted.
        tulisan: The office's own paragraphs by place.
    """

    pengaturan: Pengaturan
    siklus: Siklus
    periode: Periode
    capaian: tuple[Capaian, ...]
    rekap_sasaran: tuple[Rekap, ...]
    rekap_unit: tuple[Rekap, ...]
    rekap_dinas: Rekap
    serapan: tuple[SerapanAnggaran, ...]
    tanggal: date
    perbandingan: tuple[Perbandingan, ...] = ()
    isian: tuple[Isian, ...] = ()
    findings: tuple[Finding, ...] = ()
    dikecualikan: tuple[TemuanDikecualikan, ...] = ()
    catatan_kiriman: tuple[tuple[str, str], ...] = ()
    unit_belum: tuple[Unit, ...] = ()
    segel: str = ""
    versi: str = ""
    disahkan: bool = False
    nomor_draf: int = 0
    tulisan: Mapping[str, Tulisan] = field(default_factory=dict)

    @cached_property
    def ingat(self) -> dict[str, object]:
        """Facts that were computed already, by name."""
        return {}

    @cached_property
    def capaian_by_kode(self) -> dict[str, Capaian]:
        """Achievements by indicator."""
        return {c.indikator: c for c in self.capaian}

    @cached_property
    def capaian_by_sasaran(self) -> dict[str, list[Capaian]]:
        """Achievements by sasaran, in their order."""
        hasil: dict[str, list[Capaian]] = {}
        for c in self.capaian:
            hasil.setdefault(c.sasaran, []).append(c)
        return hasil

    @cached_property
    def skala(self) -> Skala:
        """The predicate scale that the office uses."""
        return self.pengaturan.skala[self.pengaturan.kebijakan.skala]

    @cached_property
    def ambang(self) -> tuple[Decimal, ...]:
        """Bounds in percent that printed digits must not cross: of the scale, and 100."""
        return tuple(sorted({*(j.batas for j in self.skala.jenjang), Decimal(100)}))

    @cached_property
    def isian_by_kode(self) -> dict[str, Isian]:
        """Rows of the part `isian` by indicator."""
        return {i.kode: i for i in self.isian if i.bagian == "isian"}

    @cached_property
    def perbandingan_by_kode(self) -> dict[str, Perbandingan]:
        """Comparisons by indicator."""
        return {p.indikator: p for p in self.perbandingan}

    @cached_property
    def serapan_baris(self) -> tuple[SerapanAnggaran, ...]:
        """Lines of the budget table: programme, kegiatan, sub kegiatan."""
        return tuple(s for s in self.serapan if s.tingkat not in ("sasaran", "total"))

    @cached_property
    def serapan_sasaran(self) -> dict[str, SerapanAnggaran]:
        """Sum over sum by sasaran."""
        return {s.kode: s for s in self.serapan if s.tingkat == "sasaran"}

    @cached_property
    def serapan_total(self) -> SerapanAnggaran | None:
        """Sum over sum of the office."""
        return next((s for s in self.serapan if s.tingkat == "total"), None)
