"""What a check of the schema looks at, and how its hits become findings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from capaian import rules
from capaian.model.finding import Severity, TemuanSkema
from capaian.model.nilai import CellRef
from capaian.model.pengaturan import Pengaturan
from capaian.model.skema import Siklus, Target
from capaian.rules import Lingkup


@dataclass(frozen=True, slots=True)
class SkemaPeriksa:
    """The schema of an office with its settings.

    Attributes:
        rusak: Tables with mistakes of their own; a check that needs one of them has nothing to say.
        sel: Cells by table, code and column, of the tables whose rows have a code.
    """

    siklus: Siklus
    pengaturan: Pengaturan
    rusak: frozenset[str]
    sel: Mapping[tuple[str, str, str], CellRef]

    def utuh(self, *tabel: str) -> bool:
        """Whether these tables were read without a mistake."""
        return not self.rusak.intersection(tabel)

    def asal(self, tabel: str, kode: str, kolom: str) -> CellRef | None:
        """The cell of a column, in the row of a code."""
        return self.sel.get((tabel, kode, kolom))

    @property
    def target_tahun_ini(self) -> tuple[Target, ...]:
        """Targets of the year of the schema that can be in force."""
        return tuple(t for t in self.siklus.target if t.tahun == self.siklus.tahun and t.dokumen != "Renstra")


def findings(subjek: SkemaPeriksa) -> Iterator[TemuanSkema]:
    """Run every check of the schema: mistakes first, then judgements, each in the order of the codes."""
    aturan = [r for r in rules.all_rules(Lingkup.SKEMA) if r.fungsi]
    urutan = list(Severity)
    for r in sorted(aturan, key=lambda r: urutan.index(r.severity)):
        assert r.fungsi
        for hit in r.fungsi(subjek):
            f = rules.finding(r, hit, unit="", periode=str(subjek.pengaturan.periode))
            tempat = str(f.asal) if f.asal else f"tabel {hit.butir}"
            yield TemuanSkema(r.kode, r.severity, tempat, f.pesan, f.perbaikan)
