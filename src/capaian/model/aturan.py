"""What a person may want to know about a rule or a formula: what `capaian explain` and the page of all rules show."""

from __future__ import annotations

from dataclasses import dataclass

from capaian.model.finding import Severity
from capaian.text.doctable import Tabel


@dataclass(frozen=True, slots=True)
class KeteranganAturan:
    """A rule of the catalogue, explained in Indonesian; a name in brackets stands for what is filled in.

    Attributes:
        lingkup: What it looks at: `Baris lembar ISIAN`.
        uraian: The rule in one sentence.
        kecuali: When it is not applied; empty when it always is.
        penjelasan: Columns in which the unit may explain a breach, which then stays as a note; empty when none.
        pesan: What a finding says.
        diharapkan: What is expected instead.
        perbaikan: What to do.
        dasar: Legal or local basis.
        salah: Tables of examples that break it.
        benar: Tables of examples that keep it.
        lampu: What the sheet CEK of the form says before sending; empty when the form cannot see it.
        dapat_dikecualikan: Whether a named person may accept a breach; None where nothing is accepted or refused.
        paket: The package that added it, with its version; empty for the program's own rules and the office's.
    """

    kode: str
    lingkup: str
    severity: Severity
    uraian: str
    kecuali: str
    pesan: str
    diharapkan: str
    perbaikan: str
    dasar: str
    salah: tuple[Tabel, ...] = ()
    benar: tuple[Tabel, ...] = ()
    lampu: str = ""
    dapat_dikecualikan: bool | None = None
    paket: str = ""
    penjelasan: str = ""


@dataclass(frozen=True, slots=True)
class KeteranganRumus:
    """A formula, explained in Indonesian.

    Attributes:
        nama: The name that tables and settings use: `R/T`, `kumulatif`, `F1`.
        jenis: What it computes: `rumus capaian`, `cara mengumpulkan realisasi` or `rumus efisiensi`.
        uraian: In words, as the report prints it.
        penjelasan: What it means, in whole sentences.
        dasar: Where it comes from, with the package that added it; empty for ways of adding up.
        baku: When it is used without being asked for; empty when it has to be named.
        contoh: Tables of worked examples; a reason stands where nothing can be computed.
    """

    nama: str
    jenis: str
    uraian: str
    penjelasan: str
    dasar: str
    baku: str
    contoh: tuple[Tabel, ...]
