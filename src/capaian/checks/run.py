"""Run every rule once over what a period collected; consequences of a structural fault are not reported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from capaian import rules
from capaian.checks import anggaran, berkas, formulir, isian, lintas, penjelasan, sel
from capaian.checks.subjects import AnggaranPeriksa, BarisPeriksa, FormulirPeriksa, PeriodePeriksa, SelPeriksa
from capaian.model.finding import Finding, Kunci, Severity
from capaian.model.formulir import SyaratCek
from capaian.model.kata import Lampu
from capaian.model.kiriman import Cacat, Isian, Penerimaan
from capaian.model.nilai import CellRef, Keadaan
from capaian.rules import Lingkup, Rule

_LOADED = (anggaran, berkas, formulir, isian, lintas, penjelasan, sel)
VERSI_ATURAN = "2026.1"
"""Raised when rules of the scope `berkas` change, so that quarantined files are judged again."""


@dataclass(frozen=True, slots=True)
class Bahan:
    """What the rules see.

    Attributes:
        formulir: Forms in force.
        sel: Every input cell of them.
        baris: Every row of ISIAN.
        anggaran: Every row of ANGGARAN.
        penerimaan: Every file of the inbox.
    """

    periode: str
    formulir: Sequence[FormulirPeriksa]
    sel: Sequence[SelPeriksa]
    baris: Sequence[BarisPeriksa]
    anggaran: Sequence[AnggaranPeriksa]
    lintas: PeriodePeriksa
    penerimaan: Sequence[Penerimaan] = ()
    kantor: Sequence[Finding] = ()
    """Findings of the office's own rules, see `aturan_kantor`."""
    nama: Mapping[str, str] = field(default_factory=dict)
    """Names of indikator and sub kegiatan by code, in schema order, which is the order of the findings."""


def run(bahan: Bahan) -> tuple[Finding, ...]:
    """Return all findings, worst first, then by unit, row and code; in one row as the columns of the form stand."""
    semua = [*_files(bahan), *_forms(bahan), *_cells(bahan), *_rows(bahan), *_across(bahan), *bahan.kantor]
    tingkat = list(Severity)
    urut = {kode: n for n, kode in enumerate(bahan.nama)}
    unik: dict[Kunci, Finding] = {}
    for f in semua:
        unik.setdefault(f.kunci, f)
    return tuple(
        sorted(
            unik.values(),
            key=lambda f: (tingkat.index(f.severity), f.kunci.unit, urut.get(f.kunci.butir, -1), f.kunci.butir, f.kode),
        )
    )


def explain(cacat: Cacat, nama: str) -> tuple[str, str]:
    """Return message and remedy of a fact that intake recorded about the file `nama`."""
    aturan = rules.get(cacat.kode)
    isi = _Rincian({**cacat.rincian, "nama": nama} if "nama" not in cacat.rincian else cacat.rincian)
    return aturan.pesan.format_map(isi), aturan.perbaikan.format_map(isi)


def conditions() -> tuple[SyaratCek, ...]:
    """Return what the sheet CEK of a form looks after: every rule that states its condition in Excel.

    The most urgent ones come first, since CEK shows one per row. CEK says the same as `validate`, except that a
    number typed as text is asked for again there («85,5 %» can be read, but not computed with while one types).
    """
    urut = list(Lampu)
    bagian = {Lingkup.ISIAN: "isian", Lingkup.ANGGARAN: "anggaran", Lingkup.SEL: "sel"}
    semua = [
        SyaratCek(bagian[r.lingkup], r.kode, r.cek.lampu, r.cek.excel, r.perbaikan) for r in rules.all_rules() if r.cek
    ]
    return tuple(sorted(semua, key=lambda s: urut.index(s.lampu)))


class _Rincian(dict[str, str]):
    """Details of a fact; a missing one shows as an ellipsis instead of stopping the run."""

    def __init__(self, isi: Mapping[str, str]) -> None:
        super().__init__(isi)

    def __missing__(self, kunci: str) -> str:
        return "…"


def _files(bahan: Bahan) -> Iterator[Finding]:
    for p in bahan.penerimaan:
        for c in p.cacat:
            aturan = rules.get(c.kode)
            if aturan.severity is Severity.CATATAN:
                continue
            pesan, perbaikan = explain(c, p.nama)
            yield Finding(
                kunci=Kunci(c.kode, p.unit, bahan.periode, p.nama),
                severity=aturan.severity,
                pesan=pesan,
                diharapkan=aturan.diharapkan,
                perbaikan=perbaikan,
                dasar=aturan.dasar,
                asal=CellRef(p.nama, "", "seluruh berkas", p.sha256),
            )


def _forms(bahan: Bahan) -> Iterator[Finding]:
    for subjek in bahan.formulir:
        k = subjek.kiriman
        asal = CellRef(k.nama, "", "seluruh berkas", k.sha256)
        for aturan, hit in _hits(Lingkup.FORMULIR, subjek):
            yield rules.finding(
                aturan,
                hit,
                unit=k.kode.unit,
                periode=bahan.periode,
                nama_butir=bahan.nama.get(hit.butir, ""),
                asal=asal,
            )


def _cells(bahan: Bahan) -> Iterator[Finding]:
    for subjek in bahan.sel:
        for aturan, hit in _hits(Lingkup.SEL, subjek):
            yield _of_row(aturan, hit, subjek.isian, bahan)


def _rows(bahan: Bahan) -> Iterator[Finding]:
    pairs: list[tuple[Lingkup, BarisPeriksa | AnggaranPeriksa]] = [(Lingkup.ISIAN, b) for b in bahan.baris]
    pairs += [(Lingkup.ANGGARAN, a) for a in bahan.anggaran]
    for lingkup, subjek in pairs:
        for aturan, hit in _hits(lingkup, subjek):
            # A cell that could not be read, or is held, has its own finding; what follows from it is not news.
            if subjek.isian[hit.kolom].keadaan not in (Keadaan.TAK_TERBACA, Keadaan.DITAHAN):
                yield _of_row(aturan, hit, subjek.isian, bahan)


def _across(bahan: Bahan) -> Iterator[Finding]:
    for aturan, hit in _hits(Lingkup.LINTAS, bahan.lintas):
        yield rules.finding(aturan, hit, unit=hit.unit, periode=bahan.periode, nama_butir=bahan.nama.get(hit.butir, ""))


def _hits(lingkup: Lingkup, subjek: object) -> Iterator[tuple[Rule, rules.Hit]]:
    for aturan in rules.all_rules(lingkup):
        if aturan.fungsi:
            for hit in aturan.fungsi(subjek):
                yield aturan, hit


def _of_row(aturan: Rule, hit: rules.Hit, isian: Isian, bahan: Bahan) -> Finding:
    asal = isian[hit.kolom].asal if hit.kolom else None
    return rules.finding(
        aturan,
        hit,
        unit=isian.unit,
        periode=bahan.periode,
        butir=isian.kode,
        nama_butir=bahan.nama.get(isian.kode, ""),
        asal=asal,
    )


def count(findings: Iterable[Finding], severity: Severity) -> int:
    """How many findings of a severity there are."""
    return sum(f.severity is severity for f in findings)
