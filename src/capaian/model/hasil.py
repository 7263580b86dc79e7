"""What each step of the procedure returns: shown as tables or as one JSON document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from capaian.model.capaian import Capaian, Rekap, SerapanAnggaran
from capaian.model.finding import Finding, Severity
from capaian.model.formulir import KodeFormulir
from capaian.model.keadaan import HasilStatus
from capaian.model.kiriman import Isian, Penerimaan, Putusan
from capaian.model.koreksi import PaketKoreksi
from capaian.model.narasi import CatatanTulisan, Sisa, Tulisan
from capaian.model.pengesahan import Pengesahan, TandaTangan
from capaian.model.periode import Periode
from capaian.model.putaran import (
    Gerak,
    Gugur,
    KeadaanTemuan,
    Pemeriksaan,
    Pengecualian,
    Perubahan,
    RekapRiwayat,
    TemuanDikecualikan,
)
from capaian.model.register import StatusUnit
from capaian.model.skema import Unit
from capaian.model.surat_masuk import SuratMasuk
from capaian.model.templat import MasalahTemplat


@dataclass(frozen=True, slots=True)
class FormulirTerbit:
    """One form of a run of `init-forms`."""

    unit: Unit
    kode: KodeFormulir
    berkas: Path
    baru: bool
    tenggat: date
    n_indikator: int
    n_sub_kegiatan: int
    surat: Path
    """The surat pengantar that goes with it; the forms of one bidang share it."""
    n_tanpa_pagu: int = 0
    """Sub kegiatan of the unit that the form leaves out, because the table Program gives them no budget."""


@dataclass(frozen=True, slots=True)
class HasilKumpul:
    """What a run of `collect` found."""

    penerimaan: tuple[Penerimaan, ...]
    alasan: Mapping[str, tuple[tuple[str, str], ...]]
    """Message and remedy of each reason and note, by file name."""
    unit: tuple[StatusUnit, ...]
    tenggat: date | None = None
    sisa_hari_kerja: int | None = None
    berikutnya: tuple[str, ...] = ()
    """What to do next, most urgent first."""
    daftar_tertunda: tuple[str, ...] = ()
    """A sentence for each list in `arsip` that could not be renewed, because it is open in Excel."""

    @property
    def jumlah(self) -> Counter[Putusan]:
        """Files per verdict; the sum is the number of files seen."""
        return Counter(p.putusan for p in self.penerimaan)


@dataclass(frozen=True, slots=True)
class TemuanBernomor:
    """A finding as it is spoken of: by a number that it keeps for the whole period.

    Attributes:
        nomor: The number; 0 for notes, which are not followed.
        kabar: `baru` or `terbuka lagi` since the validation before, else empty.
        dapat_dikecualikan: Whether a named person may accept it.
    """

    nomor: int
    temuan: Finding
    kabar: str
    dapat_dikecualikan: bool


@dataclass(frozen=True, slots=True)
class Sejak:
    """What changed since the validation before.

    Attributes:
        pemeriksaan: Number of this validation; when nothing changed it is the one before.
        sebelumnya: The validation before; None at the first one.
        perubahan: Findings that came to another state.
    """

    pemeriksaan: int
    sebelumnya: Pemeriksaan | None
    gerak: Gerak
    perubahan: tuple[Perubahan, ...] = ()

    @property
    def selesai(self) -> tuple[Perubahan, ...]:
        """Findings that were closed."""
        return tuple(p for p in self.perubahan if p.keadaan is KeadaanTemuan.SELESAI)


@dataclass(frozen=True, slots=True)
class BelumKirim:
    """A unit that has sent nothing and whose deadline has not passed."""

    unit: str
    nama: str
    batas: date


@dataclass(frozen=True, slots=True)
class HasilPeriksa:
    """What `validate` found.

    Attributes:
        temuan: Findings that stand, as the rules give them; those that are waived are not among them.
        berkas: The list of all units, for the office.
        daftar: The same findings by unit and row, in the order of schema and form.
        dikecualikan: Findings that a waiver covers.
        gugur: Waivers that expired in this validation.
        paket: The return pack of each unit that has errors or warnings.
        belum: Units that are still awaited; they have neither findings of their own nor a pack.
    """

    temuan: tuple[Finding, ...]
    berkas: Path
    unit: tuple[StatusUnit, ...]
    n_kiriman: int
    n_baris: int
    daftar: tuple[TemuanBernomor, ...]
    dikecualikan: tuple[TemuanDikecualikan, ...]
    gugur: tuple[Gugur, ...]
    sejak: Sejak
    paket: tuple[PaketKoreksi, ...] = ()
    belum: tuple[BelumKirim, ...] = ()

    def jumlah(self, severity: Severity) -> int:
        """How many findings of a severity there are."""
        return sum(f.severity is severity for f in self.temuan)


@dataclass(frozen=True, slots=True)
class HasilRiwayat:
    """The validations of a period and how findings moved in each; then per unit and rule."""

    periode: Periode
    pemeriksaan: tuple[tuple[Pemeriksaan, Gerak], ...]
    rekap: tuple[RekapRiwayat, ...]


@dataclass(frozen=True, slots=True)
class HasilPengecualian:
    """Waivers of a period in the order they were given."""

    periode: Periode
    pengecualian: tuple[Pengecualian, ...]


@dataclass(frozen=True, slots=True)
class Hitungan:
    """Everything that was computed for a period."""

    capaian: tuple[Capaian, ...]
    rekap_sasaran: tuple[Rekap, ...]
    rekap_unit: tuple[Rekap, ...]
    rekap_dinas: Rekap
    serapan: tuple[SerapanAnggaran, ...]
    temuan: tuple[Finding, ...]
    isian: tuple[Isian, ...]
    dikecualikan: tuple[TemuanDikecualikan, ...] = ()


@dataclass(frozen=True, slots=True)
class HasilLaporan:
    """The draft that `build_report` wrote.

    Attributes:
        nomor_draf: It is the n-th draft of the period that says something else.
        catatan: What to look at in the office's own texts.
        sisa: What probably belongs to another report.
        pdf: The PDF beside it; None when none was asked for or no office suite managed.
        suite: The office suite that was found; empty when none was looked for or found.
    """

    berkas: Path
    jejak: Path
    hitungan: Hitungan
    n_angka: int
    unit_belum: tuple[Unit, ...]
    nomor_draf: int = 0
    catatan: tuple[CatatanTulisan, ...] = ()
    sisa: tuple[Sisa, ...] = ()
    pdf: Path | None = None
    suite: str = ""


@dataclass(frozen=True, slots=True)
class TemplatBaru:
    """Templates that were copied, and those that were there already."""

    baru: tuple[Path, ...]
    tetap: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class HasilTemplat:
    """What is wrong in a template; `salinan` has a comment at each place, when there is one."""

    berkas: Path
    masalah: tuple[MasalahTemplat, ...]
    salinan: Path | None


@dataclass(frozen=True, slots=True)
class HasilReviu:
    """The papers of a review.

    Attributes:
        butir: Part, statement, whether data shows it (None is for a person), and the evidence.
    """

    berkas: tuple[Path, ...]
    butir: tuple[tuple[str, str, bool | None, str], ...]


@dataclass(frozen=True, slots=True)
class HasilTindakan:
    """An act on the report: where it stands now, what comes next, and what was written."""

    pengesahan: Pengesahan
    berikutnya: str
    berkas: tuple[Path, ...] = ()
    kode: str = ""


@dataclass(frozen=True, slots=True)
class HasilSerahTerima:
    """The pack for a successor, how many files it holds, and the page that goes with it."""

    berkas: Path
    n: int
    segel: str
    halaman: str


@dataclass(frozen=True, slots=True)
class Kiriman:
    """A form that went out to its unit."""

    unit: str
    tanggal: date
    nomor: str
    kepada: str
    cara: str
    penerima: str


@dataclass(frozen=True, slots=True)
class HasilEkspedisi:
    """What went out, the list of it, the units whose form did not go out yet, and those that were recorded now."""

    kiriman: tuple[Kiriman, ...]
    berkas: Path
    belum: tuple[str, ...]
    baru: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HasilTandaTangan:
    """A signed PDF that was registered.

    Attributes:
        kecocokan: How it was found to be the approved document, in words.
        diperiksa: Electronic signatures could be looked at.
    """

    berkas: Path
    kecocokan: str
    tanda: tuple[TandaTangan, ...]
    diperiksa: bool


@dataclass(frozen=True, slots=True)
class HasilPengingat:
    """A reminder per late unit: code, text, and the file it stands in."""

    pesan: tuple[tuple[str, str, Path], ...]


@dataclass(frozen=True, slots=True)
class BarisRiwayat:
    """One act as people read it: when, who, what, about what, and why."""

    urut: int
    waktu: datetime
    pelaku: str
    jenis: str
    apa: str
    unit: str = ""
    butir: str = ""
    berkas: str = ""
    alasan: str = ""
    segel: str = ""


@dataclass(frozen=True, slots=True)
class HasilNarasi:
    """The narrative document of a period.

    Attributes:
        judul: Heading of each place, by key.
        tulisan: What was written, by key.
        catatan: What to look at.
        terkunci: The report is approved, so nothing of it comes in before it is opened again.
    """

    berkas: Path
    baru: bool
    judul: Mapping[str, str]
    tulisan: Mapping[str, Tulisan]
    catatan: tuple[CatatanTulisan, ...] = ()
    terkunci: bool = False


@dataclass(frozen=True, slots=True)
class HasilSurat:
    """A letter after an act on it, and the papers that were written.

    Attributes:
        disusulkan: Whether the letter stood in the agenda already, and only its scan was added.
        terbit: Whether the forms of its period are out already.
    """

    surat: SuratMasuk
    berkas: tuple[Path, ...]
    disusulkan: bool = False
    terbit: bool = False


@dataclass(frozen=True, slots=True)
class HasilDasbor:
    """The page that was written, and what it shows.

    Attributes:
        per: The moment that it shows.
        data: Period of the forms; another one than that of `status` when a semester or a year is shown from quarters.
        hitungan: The numbers; nothing in them is known while nothing was collected.
        temuan: Findings of the last validation that stand.
        n_dikecualikan: Findings of the last validation that a waiver covers.
    """

    berkas: Path
    per: datetime
    data: Periode
    status: HasilStatus
    hitungan: Hitungan
    temuan: tuple[Finding, ...]
    n_dikecualikan: int
