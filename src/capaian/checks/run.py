"""Run every rule once over what a period collected.

Consequences of a structural fault are not reported: the finding that stands for it says what waits for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from capaian import rules
from capaian.checks import (
    anggaran,
    anggaran_wajar,
    berkas,
    deret,
    formulir,
    isian,
    kembar,
    lintas,
    penjelasan,
    rasio,
    sel,
    waktu,
)
from capaian.checks.subjects import AnggaranPeriksa, BarisPeriksa, FormulirPeriksa, PeriodePeriksa, SelPeriksa
from capaian.model.finding import Finding, Kunci, Severity, Tertunda
from capaian.model.formulir import SyaratCek
from capaian.model.kata import KOLOM_PENJELASAN, Lampu
from capaian.model.kiriman import Cacat, Isian, Penerimaan
from capaian.model.nilai import CellRef, Keadaan
from capaian.rules import Lingkup, Rule
from capaian.text.inert import shorten

_LOADED = (
    anggaran,
    anggaran_wajar,
    berkas,
    deret,
    formulir,
    isian,
    kembar,
    lintas,
    penjelasan,
    rasio,
    sel,
    waktu,
)
_PENJELASAN = 160
"""Letters of an explanation that a finding repeats."""
VERSI_ATURAN = "2026.1"
"""Raised when rules of the scope `berkas` change, so that quarantined files are judged again."""


@dataclass(frozen=True, slots=True)
class Bahan:
    """What the rules see.

    Attributes:
        formulir: Forms in force.
        sel: Every input cell of them that could not be understood.
        baris: Every row of ISIAN.
        anggaran: Every row of ANGGARAN.
        penerimaan: Every file of the inbox.
        lintas: Everything together; its rows are `baris`.
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
    tak_masuk: Mapping[str, int] = field(default_factory=dict)
    """Rows that are expected from a unit and did not come, by its code."""


@dataclass(frozen=True, slots=True)
class Hasil:
    """What a run found, and what it could not judge.

    Attributes:
        temuan: Worst first, then by unit, row and code; in one row as the columns of the form stand.
        tertunda: What waits for a finding to be mended; the finding says so as well.
    """

    temuan: tuple[Finding, ...]
    tertunda: tuple[Tertunda, ...]


def run(bahan: Bahan) -> tuple[Finding, ...]:
    """Return all findings, see `Hasil.temuan`."""
    return outcome(bahan).temuan


def outcome(bahan: Bahan) -> Hasil:
    """Run every rule once, and say what waits for what."""
    formulir = list(_forms(bahan))
    asing = {(f.kunci.unit, f.kunci.butir) for f in formulir if _names_the_row(f.kunci)}
    dinilai = _without(bahan, asing)
    semua = [*_files(bahan), *formulir, *_cells(bahan), *_rows(dinilai), *_across(dinilai), *bahan.kantor]
    tingkat = {s: n for n, s in enumerate(Severity)}
    urut = {kode: n for n, kode in enumerate(bahan.nama)}
    unik: dict[Kunci, Finding] = {}
    for f in semua:
        unik.setdefault(f.kunci, f)
    temuan, tertunda = [], []
    for f in unik.values():
        tunda, kalimat = _postponed(f.kunci, bahan)
        temuan.append(replace(f, pesan=f"{f.pesan} {kalimat}") if kalimat else f)
        tertunda += [tunda] if tunda else []
    temuan.sort(
        key=lambda f: (tingkat[f.severity], f.kunci.unit, urut.get(f.kunci.butir, -1), f.kunci.butir, f.kode),
    )
    return Hasil(tuple(temuan), tuple(tertunda))


_PENGENAL = frozenset({"indikator", "nama", "satuan"})
"""Locked columns that say whose value a row holds, and in what."""
_PENENTU = frozenset({"realisasi", "pembilang", "penyebut", "status_data", "realisasi_anggaran", "realisasi_keluaran"})
"""Input columns that other rules compute with."""


def _names_the_row(kunci: Kunci) -> bool:
    return kunci.kode == "FRM-01" and kunci.kolom in _PENGENAL


def _without(bahan: Bahan, asing: set[tuple[str, str]]) -> Bahan:
    """Leave out rows of which nobody can tell what their values are of."""
    if not asing:
        return bahan
    baris = [b for b in bahan.baris if (b.isian.unit, b.isian.kode) not in asing]
    anggaran = [a for a in bahan.anggaran if (a.isian.unit, a.isian.kode) not in asing]
    return replace(bahan, baris=baris, anggaran=anggaran, lintas=replace(bahan.lintas, baris=baris))


def _postponed(kunci: Kunci, bahan: Bahan) -> tuple[Tertunda | None, str]:
    """What waits for a finding to be mended, and the sentence that says so; None when nothing does."""
    if kunci.kode == "FRM-02" or _names_the_row(kunci):
        return Tertunda(kunci, 1), "Isian baris ini belum diperiksa."
    if (kunci.kode.startswith("SEL-") or kunci.kode == "LIN-04") and kunci.kolom in _PENENTU:
        return Tertunda(kunci), "Pemeriksaan yang memakai sel ini menunggu perbaikannya."
    n = bahan.tak_masuk.get(kunci.unit, 0)
    if kunci.kode in ("LIN-01", "LIN-03") and n:
        return Tertunda(kunci, n), f"Isiannya ({n} baris) belum diperiksa."
    return None, ""


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
        SyaratCek(bagian[r.lingkup], r.kode, r.cek.lampu, r.syarat, r.perbaikan) for r in rules.own_rules() if r.cek
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
    aturan_formulir = _rules(Lingkup.FORMULIR)
    for subjek in bahan.formulir:
        k = subjek.kiriman
        asal = CellRef(k.nama, "", "seluruh berkas", k.sha256)
        for aturan, hit in _hits(aturan_formulir, subjek):
            yield rules.finding(
                aturan,
                hit,
                unit=k.kode.unit,
                periode=bahan.periode,
                nama_butir=bahan.nama.get(hit.butir, ""),
                asal=asal,
            )


def _cells(bahan: Bahan) -> Iterator[Finding]:
    aturan_sel = _rules(Lingkup.SEL)
    for subjek in bahan.sel:
        for aturan, hit in _hits(aturan_sel, subjek):
            yield _of_row(aturan, hit, subjek.isian, bahan)


def _rows(bahan: Bahan) -> Iterator[Finding]:
    pairs: tuple[tuple[Lingkup, Sequence[BarisPeriksa | AnggaranPeriksa]], ...] = (
        (Lingkup.ISIAN, bahan.baris),
        (Lingkup.ANGGARAN, bahan.anggaran),
    )
    for lingkup, baris in pairs:
        aturan_baris = _rules(lingkup)
        for subjek in baris:
            for aturan, hit in _hits(aturan_baris, subjek):
                # A cell that could not be read, or is held, has its own finding; what follows from it is not news.
                if subjek.isian[_evidence(hit)].keadaan not in (Keadaan.TAK_TERBACA, Keadaan.DITAHAN):
                    yield _of_row(aturan, hit, subjek.isian, bahan)


def _across(bahan: Bahan) -> Iterator[Finding]:
    for aturan, hit in _hits(_rules(Lingkup.LINTAS), bahan.lintas):
        yield rules.finding(aturan, hit, unit=hit.unit, periode=bahan.periode, nama_butir=bahan.nama.get(hit.butir, ""))


def _rules(lingkup: Lingkup) -> tuple[tuple[Rule, Callable[[Any], Iterator[rules.Hit]]], ...]:
    """The rules of a scope with their functions, looked up once for all subjects."""
    return tuple((r, r.fungsi) for r in rules.all_rules(lingkup) if r.fungsi)


def _hits(
    aturan: Sequence[tuple[Rule, Callable[[Any], Iterator[rules.Hit]]]], subjek: object
) -> Iterator[tuple[Rule, rules.Hit]]:
    for r, fungsi in aturan:
        for hit in fungsi(subjek):
            yield r, hit


def explanation(aturan: Rule, isian: Isian) -> str:
    """Return the unit's words in a column that may explain a breach, with its name; empty when there are none."""
    for kolom in aturan.penjelasan:
        nilai = isian[kolom]
        if nilai.keadaan not in (Keadaan.KOSONG, Keadaan.NIHIL):
            return f"{KOLOM_PENJELASAN[kolom]} «{shorten(nilai.teks or nilai.mentah, _PENJELASAN)}»"
    return ""


def _evidence(hit: rules.Hit) -> str:
    """The column whose cell shows the breach."""
    return hit.sel[0] if hit.sel else hit.kolom


def _of_row(aturan: Rule, hit: rules.Hit, isian: Isian, bahan: Bahan) -> Finding:
    kolom = _evidence(hit)
    asal = isian[kolom].asal if kolom else None
    return rules.finding(
        aturan,
        hit,
        unit=isian.unit,
        periode=bahan.periode,
        butir=isian.kode,
        nama_butir=bahan.nama.get(isian.kode, ""),
        asal=asal,
        penjelasan=explanation(aturan, isian),
    )


def count(findings: Iterable[Finding], severity: Severity) -> int:
    """How many findings of a severity there are."""
    return sum(f.severity is severity for f in findings)
