"""The one registry of rules. A rule is one function; its docstring is its specification and its test.

    @rule("ISI-03", Lingkup.ISIAN, Severity.KESALAHAN, pesan=…, diharapkan=…, perbaikan=…, dasar=…)
    def share_above_100(baris: BarisPeriksa) -> Iterator[Hit]:
        '''A share of a whole cannot exceed 100 percent.

        Salah:
          | satuan | bagian | realisasi |
          | %      | ya     | 100,5     |
        Benar:
          | satuan | bagian | realisasi |
          | %      | ya     | 100       |
        '''

A rule yields hits: which column, and the values for its message. It never builds messages or addresses.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeVar

from capaian import plugins
from capaian.model.aturan_kantor import AWALAN_BAWAAN, KODE_TAMBAHAN
from capaian.model.finding import Finding, Kunci, Severity
from capaian.model.kata import KOLOM_PENJELASAN, Lampu
from capaian.model.nilai import CellRef
from capaian.text.numbers import format_angka

if TYPE_CHECKING:
    from capaian.model.aturan import KeteranganAturan


class Lingkup(Enum):
    """What a rule looks at."""

    BERKAS = "berkas"
    """One file of the inbox: facts that intake recorded."""
    FORMULIR = "formulir"
    """One returned form as a whole."""
    SEL = "sel"
    """One cell that could not be understood."""
    ISIAN = "isian"
    """One row of the sheet ISIAN."""
    ANGGARAN = "anggaran"
    """One row of the sheet ANGGARAN."""
    LINTAS = "lintas"
    """Everything that a period collected."""
    SKEMA = "skema"
    """The office's own tables and settings, before anything is sent."""

    @property
    def judul(self) -> str:
        """What it is called in front of people."""
        return _JUDUL[self]


_JUDUL = {
    Lingkup.BERKAS: "Berkas",
    Lingkup.FORMULIR: "Formulir",
    Lingkup.SEL: "Sel",
    Lingkup.ISIAN: "Baris lembar ISIAN",
    Lingkup.ANGGARAN: "Baris lembar ANGGARAN",
    Lingkup.LINTAS: "Seluruh periode",
    Lingkup.SKEMA: "Tabel skema dan pengaturan",
}
_BAGI_PAKET = (Lingkup.FORMULIR, Lingkup.SEL, Lingkup.ISIAN, Lingkup.ANGGARAN, Lingkup.LINTAS)
"""Scopes whose rules may come from a package: whatever is judged from the forms in force."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One breach of a rule.

    Attributes:
        kolom: Column key; the cell of that column is the evidence.
        isi: Values for the placeholders of the message.
        asal: Evidence, when it is not the cell of `kolom`.
        butir: What it is about, when it is not the row itself.
        unit: The unit it is about, when the subject has none.
        sel: Column keys in which it is to be mended, when that is not `kolom` alone. `kolom` is part of the finding's
            identity and stays the same while one after the other is filled; the first of these is the evidence.
    """

    kolom: str = ""
    isi: Mapping[str, object] = field(default_factory=dict)
    asal: CellRef | None = None
    butir: str = ""
    nama_butir: str = ""
    unit: str = ""
    sel: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cek:
    """The condition of a rule as the form checks it while it is filled, in Excel.

    Attributes:
        excel: An Excel expression with English function names and comma separators. `{realisasi}` is the cell of that
            column in the row, `{realisasi:kosong}` whether nothing was written there, `{status_data:teks}` its
            trimmed text; `{bagian}` and the like are 1 or 0 as the row is; `{toleransi}` is a number of the office.
            In a rule on cells `{sel}` is the cell and `{daftar}` its list.
        lampu: What CEK says of a row that meets it.
    """

    excel: str
    lampu: Lampu


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the catalogue.

    Attributes:
        pesan: What is wrong, with named placeholders.
        fungsi: None for facts that intake records (B01 …): there the fact itself is the breach.
        spesifikasi: The docstring: first sentence the rule, then when it is not applied, then its tables.
        cek: The condition for the sheet CEK of the form; None when the form cannot see it.
        uraian: The rule in one Indonesian sentence.
        kecuali: When it is not applied, in Indonesian; empty when it always is.
        dapat_dikecualikan: Whether an error may be accepted by a named person; warnings always may.
        paket: The package that added it, with its version; empty for the program's own.
        penjelasan: Input columns in which the unit may explain a breach; one that is explained is only a note.
    """

    kode: str
    lingkup: Lingkup
    severity: Severity
    pesan: str
    diharapkan: str
    perbaikan: str
    dasar: str
    fungsi: Callable[[Any], Iterator[Hit]] | None
    spesifikasi: str
    cek: Cek | None = None
    uraian: str = ""
    kecuali: str = ""
    dapat_dikecualikan: bool = False
    paket: str = ""
    penjelasan: tuple[str, ...] = ()

    @property
    def syarat(self) -> str:
        """The condition of `cek` with the columns that may explain: an Excel expression; empty without `cek`."""
        if self.cek is None or not self.penjelasan:
            return self.cek.excel if self.cek else ""
        return f"IF(AND({','.join(f'{{{k}:kosong}}' for k in self.penjelasan)}),{self.cek.excel},FALSE)"


_RULES: dict[str, Rule] = {}
F = TypeVar("F", bound=Callable[[Any], Iterator[Hit]])


def rule(  # noqa: PLR0913 - one keyword for each sentence of the catalogue
    kode: str,
    lingkup: Lingkup,
    severity: Severity,
    *,
    pesan: str,
    diharapkan: str,
    perbaikan: str,
    dasar: str,
    cek: Cek | None = None,
    uraian: str = "",
    kecuali: str = "",
    dapat_dikecualikan: bool = False,
    penjelasan: tuple[str, ...] = (),
) -> Callable[[F], F]:
    """Register a rule; a second use of a code fails at import.

    Args:
        kode: Code of the rule.
        lingkup: What it looks at.
        severity: How bad a breach is.
        pesan: What is wrong.
        diharapkan: What is expected.
        perbaikan: What to do; CEK shows the same sentence, so a rule with `cek` has no placeholders in it.
        dasar: Legal or local basis.
        cek: The same condition for the sheet CEK of the form; None when the form cannot see it.
        uraian: The rule in one Indonesian sentence, for `capaian explain`; empty when the message says it.
        kecuali: When it is not applied, in Indonesian.
        dapat_dikecualikan: Whether an error may be waived, because the value is only hard to believe.
        penjelasan: Input columns of the row in which the unit may explain, see `KOLOM_PENJELASAN`. A breach that is
            explained there stays as a note with the unit's words; neither the function nor `cek` looks at them.
    """

    def register(fungsi: F) -> F:
        spesifikasi = inspect.cleandoc(fungsi.__doc__ or "")
        isi = (kode, lingkup, severity, pesan, diharapkan, perbaikan, dasar, fungsi, spesifikasi, cek, uraian, kecuali)
        _add(Rule(*isi, dapat_dikecualikan, penjelasan=penjelasan))
        return fungsi

    return register


def fact(kode: str, severity: Severity, pesan: str, perbaikan: str, *, arti: str) -> None:
    """Register what a fact recorded by intake means; `arti` is its specification."""
    dasar = "Petunjuk pengisian formulir, bagian «Mohon diperhatikan»"
    diharapkan = "Formulir Excel (.xlsx) yang diterbitkan kantor"
    _add(Rule(kode, Lingkup.BERKAS, severity, pesan, diharapkan, perbaikan, dasar, None, arti))


def _add(baru: Rule) -> None:
    if pemilik := plugins.owner():
        baru = _admitted(baru, str(pemilik))
    elif baru.kode in _RULES:
        raise ValueError(f"rule {baru.kode} is registered twice")
    _RULES[baru.kode] = baru
    plugins.on_break(lambda: _RULES.pop(baru.kode))


def _admitted(baru: Rule, paket: str) -> Rule:
    """Look whether a package may add a rule; its function then cannot bring the program down without being named."""
    if salah := _unfit(baru, paket):
        raise plugins.failure(f"Aturan «{baru.kode}»", paket, salah)
    return replace(baru, paket=paket, fungsi=_guarded(baru, paket))


def _unfit(r: Rule, paket: str) -> str:
    """Say what is wrong with a rule of a package; empty when nothing is."""
    if not isinstance(r.kode, str) or not KODE_TAMBAHAN.fullmatch(r.kode):
        return "kodenya harus huruf besar, tanda hubung, dan nomor, misalnya TBH-01"
    awalan = prefix(r.kode)
    punya = next((x.paket for k, x in _RULES.items() if prefix(k) == awalan and x.paket != paket), "")
    kalimat = (r.pesan, r.diharapkan, r.perbaikan, r.dasar)
    salah = {
        f"awalan {awalan} milik aturan bawaan; pakai selain {', '.join(AWALAN_BAWAAN)}": awalan in AWALAN_BAWAAN,
        f"awalan {awalan} sudah dipakai paket tambahan «{punya}»": punya != "",
        "kode itu didaftarkan dua kali": r.kode in _RULES,
        f"lingkupnya harus salah satu dari {', '.join(x.value for x in _BAGI_PAKET)}": r.lingkup not in _BAGI_PAKET,
        "tingkatnya bukan Severity": not isinstance(r.severity, Severity),
        "yang didaftarkan bukan fungsi": not callable(r.fungsi),
        "pesan, diharapkan, perbaikan, dan dasar harus berisi kalimat": not all(
            isinstance(x, str) and x.strip() for x in kalimat
        ),
        "«cek» hanya untuk aturan bawaan: formulir tidak memuat rumus dari paket tambahan": r.cek is not None,
    }
    return next((kata for kata, benar in salah.items() if benar), "")


def _guarded(aturan: Rule, paket: str) -> Callable[[Any], Iterator[Hit]]:
    """Wrap the function of a rule of a package: what it raises, or yields wrongly, names the package."""

    def run(subjek: Any) -> Iterator[Hit]:
        try:
            for hit in aturan.fungsi(subjek) if aturan.fungsi else ():
                if not isinstance(hit, Hit):
                    raise TypeError(f"{type(hit).__name__} bukan Hit")
                if not all(isinstance(x, str) for x in (hit.kolom, hit.butir, hit.nama_butir, hit.unit)):
                    raise TypeError("kolom, butir, nama_butir, dan unit sebuah Hit harus teks")
                for kalimat in (aturan.pesan, aturan.diharapkan, aturan.perbaikan):
                    fill(kalimat, hit.isi)
                yield hit
        except Exception as e:
            raise plugins.failure(f"Aturan «{aturan.kode}»", paket, e) from e

    return run


def prefix(kode: str) -> str:
    """Return what a code begins with: `ISI` of `ISI-03`, `B` of `B02`."""
    return kode.rstrip("0123456789").rstrip("-")


def foreign_prefixes() -> dict[str, str]:
    """Return what the codes of packages begin with, and whose they are."""
    _load()
    return {prefix(r.kode): r.paket for r in _RULES.values() if r.paket}


def _load() -> None:
    plugins.load(plugins.ATURAN, lambda: [r.paket for r in _RULES.values()])


def all_rules(lingkup: Lingkup | None = None) -> tuple[Rule, ...]:
    """Return the rules, of one scope or all, by code; those of packages too.

    Raises:
        PluginError: a package cannot be used.
    """
    if lingkup is None or lingkup in _BAGI_PAKET:
        _load()
    return tuple(r for _, r in sorted(_RULES.items()) if lingkup is None or r.lingkup is lingkup)


def own_rules(lingkup: Lingkup | None = None) -> tuple[Rule, ...]:
    """Return the program's own rules, of one scope or all, by code, without loading any package."""
    return tuple(r for _, r in sorted(_RULES.items()) if not r.paket and lingkup in (None, r.lingkup))


def get(kode: str) -> Rule:
    """Return one rule; KeyError when there is none."""
    if kode not in _RULES or _RULES[kode].paket:
        _load()
    return _RULES[kode]


def keterangan(kode: str) -> KeteranganAturan:
    """Return everything that a person may want to know about a rule; KeyError when there is none."""
    from capaian.model.aturan import KeteranganAturan
    from capaian.text import doctable

    r = get(kode)
    pesan, diharapkan, perbaikan = (_general(t) for t in (r.pesan, r.diharapkan, r.perbaikan))
    return KeteranganAturan(
        kode=r.kode,
        lingkup=r.lingkup.judul,
        severity=r.severity,
        uraian=r.uraian or pesan,
        kecuali=r.kecuali,
        penjelasan=" atau ".join(KOLOM_PENJELASAN[k] for k in r.penjelasan),
        pesan=pesan,
        diharapkan=diharapkan,
        perbaikan=perbaikan,
        dasar=r.dasar,
        salah=doctable.tables(r.spesifikasi, "Salah"),
        benar=doctable.tables(r.spesifikasi, "Benar"),
        lampu=r.cek.lampu.value if r.cek else "",
        dapat_dikecualikan=None
        if r.lingkup is Lingkup.SKEMA
        else r.severity is Severity.PERINGATAN or r.dapat_dikecualikan,
        paket=r.paket,
    )


def _general(template: str) -> str:
    return re.sub(r"\{(\w+)\}", lambda m: f"[{m[1].replace('_', ' ')}]", template)


def fill(template: str, isi: Mapping[str, object]) -> str:
    """Fill the placeholders of a message; numbers are written the Indonesian way."""
    return template.format_map({k: _text(v) for k, v in isi.items()})


def _text(nilai: object) -> str:
    return format_angka(nilai, 4, ringkas=True) if isinstance(nilai, Decimal) else str(nilai)


def finding(
    aturan: Rule,
    hit: Hit,
    *,
    unit: str,
    periode: str,
    butir: str = "",
    nama_butir: str = "",
    asal: CellRef | None = None,
    penjelasan: str = "",
) -> Finding:
    """Make the finding of a hit; with words of the unit that explain it, it is a note and carries them."""
    pesan = fill(aturan.pesan, hit.isi)
    return Finding(
        kunci=Kunci(aturan.kode, hit.unit or unit, periode, hit.butir or butir, hit.kolom),
        severity=Severity.CATATAN if penjelasan else aturan.severity,
        pesan=f"{pesan} Dijelaskan: {penjelasan}." if penjelasan else pesan,
        diharapkan=fill(aturan.diharapkan, hit.isi),
        perbaikan=fill(aturan.perbaikan, hit.isi),
        dasar=aturan.dasar,
        asal=hit.asal or asal,
        nama_butir=hit.nama_butir or nama_butir,
        penjelasan=penjelasan,
        kolom=hit.sel,
    )
