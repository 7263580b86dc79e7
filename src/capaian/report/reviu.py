"""The working paper of the formal review, filled where data can answer (Permenpan RB 53/2014, Lampiran III).

A statement is one function with `@butir`. It returns whether data shows it, and the evidence; what a person must judge
has the answer None and stays open. The wording is that of the annex from memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from capaian.document.engine import Sisipan, render
from capaian.model.finding import Severity
from capaian.model.kata import TIDAK_PERLU
from capaian.model.kiriman import Isian
from capaian.model.skema import Indikator
from capaian.report.bahan import Bahan
from capaian.report.kinerja import KOLOM_KENDALA, KOLOM_TINDAK_LANJUT
from capaian.report.surat import Kop, letterhead
from capaian.report.surat_masuk import ADA, TIADA
from capaian.text.dates import tanggal
from capaian.text.words import daftar

TEMPLAT_KERTAS = "kertas-kerja-reviu.docx"
TEMPLAT_PERNYATAAN = "pernyataan-reviu.docx"
Jawaban = tuple[bool | None, str]
"""Shown by data (True), not shown (False), or for a person to say (None); and the evidence."""
Fungsi = Callable[[Bahan], Jawaban]
_MAKS = 5
_PEREVIU = "dinilai oleh pereviu"


@dataclass(frozen=True, slots=True)
class Butir:
    """A registered statement."""

    bagian: str
    pernyataan: str
    jawab: Fungsi


@dataclass(frozen=True, slots=True)
class ButirTampil:
    """A statement as the working paper prints it: boxes for yes and no, and the evidence."""

    nomor: str
    pernyataan: str
    ya: str
    tidak: str
    bukti: str


@dataclass(frozen=True, slots=True)
class BagianTampil:
    """A part of the working paper."""

    judul: str
    butir: tuple[ButirTampil, ...]


@dataclass(frozen=True, slots=True)
class IsiReviu:
    """What stands above the table."""

    periode: str
    tahun: str
    nama: str
    daerah: str
    tempat: str
    tanggal: str
    contoh: str


NAMA_KERTAS = {"kop": Kop, "reviu": IsiReviu, "bagian": tuple[BagianTampil, ...]}
"""What the working paper may print, with its types."""
NAMA_PERNYATAAN = {"reviu": IsiReviu}
"""What the blank statement may print, with its types."""
_SEMUA: list[Butir] = []
FORMAT, MEKANISME, SUBSTANSI = "Format", "Mekanisme Penyusunan", "Substansi"


def butir(bagian: str, pernyataan: str) -> Callable[[Fungsi], Fungsi]:
    """Register a statement; its number is its place in its part."""

    def daftarkan(f: Fungsi) -> Fungsi:
        _SEMUA.append(Butir(bagian, pernyataan, f))
        return f

    return daftarkan


def answers(bahan: Bahan) -> tuple[tuple[Butir, Jawaban], ...]:
    """Answer every statement."""
    return tuple((b, b.jawab(bahan)) for b in _SEMUA)


def build_working_paper(bahan: Bahan, templat: bytes, waktu: datetime) -> bytes:
    """Build the kertas kerja reviu; equal arguments give equal bytes.

    Raises:
        TemplateError: The template cannot be filled; the message names the tag.
    """
    konteks = {"kop": letterhead(bahan.pengaturan.instansi), "reviu": _isi(bahan), "bagian": tuple(_parts(bahan))}
    judul = f"Kertas kerja reviu Laporan Kinerja {bahan.periode.label}"
    sisipan = Sisipan(logo=bahan.pengaturan.instansi.lambang)
    return render(
        templat, konteks, {}, waktu, judul=judul, penulis=bahan.pengaturan.instansi.nama, sisipan=sisipan
    ).data


def build_statement(bahan: Bahan, templat: bytes, waktu: datetime) -> bytes:
    """Build the blank Pernyataan Telah Direviu; it belongs to the Inspektorat and says nothing for it.

    Raises:
        TemplateError: The template cannot be filled; the message names the tag.
    """
    judul = f"Pernyataan telah direviu {bahan.periode.label} (blangko)"
    return render(templat, {"reviu": _isi(bahan)}, {}, waktu, judul=judul, penulis="").data


def _isi(bahan: Bahan) -> IsiReviu:
    i = bahan.pengaturan.instansi
    p = bahan.periode
    return IsiReviu(p.label, str(p.tahun), i.nama, i.daerah, i.tempat, tanggal(bahan.tanggal), bahan.pengaturan.contoh)


def _parts(bahan: Bahan) -> Iterable[BagianTampil]:
    semua = answers(bahan)
    for n, bagian in enumerate((FORMAT, MEKANISME, SUBSTANSI)):
        milik = [(b, j) for b, j in semua if b.bagian == bagian]
        yield BagianTampil(
            f"{('I', 'II', 'III')[n]}. {bagian}",
            tuple(
                ButirTampil(str(k), b.pernyataan, ADA if ya else TIADA, ADA if ya is False else TIADA, bukti)
                for k, (b, (ya, bukti)) in enumerate(milik, 1)
            ),
        )


# --- I. Format ---


@butir(FORMAT, "Laporan Kinerja (LKj) telah menampilkan data penting instansi pemerintah")
def profile(bahan: Bahan) -> Jawaban:
    """Profile of the office in Bab I."""
    i = bahan.pengaturan.instansi
    kurang = [n for n, isi in (("gambaran kantor", i.gambaran), ("isu strategis", i.isu_strategis)) if not isi]
    return not kurang, f"Bab I; belum diisi: {daftar(kurang)}" if kurang else "Bab I, bagian 1.3 sampai 1.6"


@butir(FORMAT, "LKj telah menyajikan informasi target kinerja")
def targets(bahan: Bahan) -> Jawaban:
    """Every indicator has a target in force."""
    tanpa = [i for i in bahan.siklus.indikator if not _target(bahan, i)]
    return _of(bahan.siklus.indikator, tanpa, "indikator bertarget; Bab II dan Lampiran 1")


@butir(FORMAT, "LKj telah menyajikan capaian kinerja instansi pemerintah yang memadai")
def achievements(bahan: Bahan) -> Jawaban:
    """Every indicator that is measured has result and capaian."""
    diukur = _measured(bahan)
    ada = {c.indikator for c in bahan.capaian if c.persen is not None}
    return _of(diukur, [i for i in diukur if i.kode not in ada], "indikator yang diukur memiliki capaian; Bab III 3.1")


@butir(FORMAT, "Telah menyajikan dengan lampiran yang mendukung informasi pada badan laporan")
def appendices(bahan: Bahan) -> Jawaban:
    """The appendices are part of the template."""
    return True, "Lampiran 1 Perjanjian Kinerja, 2 Pengukuran Kinerja, 3 Rencana Aksi, 4 Catatan Data, 5 Jejak Angka"


@butir(FORMAT, "Telah menyajikan upaya perbaikan ke depan")
def improvement(bahan: Bahan) -> Jawaban:
    """Each missed target has a follow-up."""
    belum = [c.indikator for c in bahan.capaian if c.persen is not None and not c.tercapai]
    milik = [i for i in bahan.siklus.indikator if i.kode in belum]
    tanpa = [i for i in milik if not _teks(bahan, i, KOLOM_TINDAK_LANJUT)]
    if not milik:
        return True, "tidak ada indikator yang belum mencapai target"
    return _of(milik, tanpa, "indikator yang belum tercapai memiliki tindak lanjut; Bab III dan Bab IV 4.2")


@butir(FORMAT, "Telah menyajikan akuntabilitas keuangan")
def finances(bahan: Bahan) -> Jawaban:
    """Budget and realisation, sum over sum."""
    t = bahan.serapan_total
    ada = t is not None and t.persen is not None
    return ada, "Bab III 3.2, jumlah realisasi dibagi jumlah pagu" if ada else "realisasi anggaran belum lengkap"


# --- II. Mekanisme penyusunan ---


@butir(MEKANISME, "LKj disusun oleh unit kerja yang memiliki tugas fungsi untuk itu")
def author(bahan: Bahan) -> Jawaban:
    """Who wrote it is for a person to say."""
    return None, f"penyusun menurut pengaturan: {bahan.pengaturan.narahubung or 'belum diisi'}; {_PEREVIU}"


@butir(MEKANISME, "Informasi yang disampaikan dalam LKj telah didukung dengan data yang memadai")
def evidence(bahan: Bahan) -> Jawaban:
    """How many results name their evidence; whether it is adequate is for a person to say."""
    diukur = _measured(bahan)
    ada = [i for i in diukur if _teks(bahan, i, "bukti_dukung")]
    return None, f"bukti dukung disebut untuk {len(ada)} dari {len(diukur)} indikator; {_PEREVIU}"


@butir(MEKANISME, "Telah terdapat mekanisme penyampaian data dan informasi dari unit kerja ke unit penyusun LKj")
def mechanism(bahan: Bahan) -> Jawaban:
    """Forms were issued and came back through one register."""
    semua = bahan.siklus.bidang
    return (
        True,
        f"formulir isian baku dan register penerimaan; kembali {len(semua) - len(bahan.unit_belum)} dari {len(semua)}",
    )


@butir(MEKANISME, "Telah ditetapkan penanggung jawab pengumpulan data/informasi di setiap unit kerja")
def responsible(bahan: Bahan) -> Jawaban:
    """Each unit has somebody in office."""
    menjabat = {p.unit for p in bahan.siklus.pejabat if p.menjabat(bahan.tanggal)}
    tanpa = [u.nama for u in bahan.siklus.bidang if u.kode not in menjabat]
    semua = len(bahan.siklus.bidang)
    return not tanpa, f"{semua - len(tanpa)} dari {semua} unit pada tabel Pejabat" + _names(tanpa)


@butir(MEKANISME, "Data/informasi kinerja yang disampaikan dalam LKj telah diyakini keandalannya")
def reliable(bahan: Bahan) -> Jawaban:
    """Open findings and waivers; the belief is a person's."""
    berat = sum(f.severity is Severity.KESALAHAN for f in bahan.findings)
    ringan = sum(f.severity is Severity.PERINGATAN for f in bahan.findings)
    return None, (
        f"pemeriksaan data: {berat} kesalahan dan {ringan} peringatan terbuka, {len(bahan.dikecualikan)} dikecualikan "
        f"(Lampiran 4); {_PEREVIU}"
    )


@butir(MEKANISME, "Analisis/penjelasan dalam LKj telah diketahui oleh unit kerja terkait")
def known(bahan: Bahan) -> Jawaban:
    """Whether units know what is said about them is for a person to say."""
    ada = [i for i in bahan.siklus.indikator if _teks(bahan, i, KOLOM_KENDALA) or _teks(bahan, i, "faktor_pendukung")]
    return None, f"penjelasan {len(ada)} indikator ditulis unit sendiri pada formulirnya; {_PEREVIU}"


@butir(MEKANISME, "LKj merupakan gabungan partisipasi dari bawahannya")
def participation(bahan: Bahan) -> Jawaban:
    """Every unit returned its form."""
    belum = [u.nama for u in bahan.unit_belum]
    semua = len(bahan.siklus.bidang)
    return not belum, f"{semua - len(belum)} dari {semua} unit menyampaikan formulir" + _names(belum)


# --- III. Substansi ---


@butir(SUBSTANSI, "Tujuan/sasaran dalam LKj telah sesuai dengan tujuan/sasaran dalam perjanjian kinerja")
def agreement(bahan: Bahan) -> Jawaban:
    """Every indicator of the report has a target in the agreement."""
    tanpa = [i for i in bahan.siklus.indikator if not _target(bahan, i)]
    return _of(bahan.siklus.indikator, tanpa, "indikator berasal dari Perjanjian Kinerja; Lampiran 1")


@butir(SUBSTANSI, "Tujuan/sasaran dalam LKj telah selaras dengan rencana strategis")
def strategic_plan(bahan: Bahan) -> Jawaban:
    """Every sasaran has an indicator with a target in the Renstra."""
    renstra = {t.indikator for t in bahan.siklus.target if t.dokumen == "Renstra"}
    milik = {i.sasaran for i in bahan.siklus.indikator if i.kode in renstra}
    tanpa = [s.kode for s in bahan.siklus.sasaran if s.kode not in milik]
    semua = len(bahan.siklus.sasaran)
    return not tanpa, f"{semua - len(tanpa)} dari {semua} sasaran bertarget akhir Renstra; Bab II 2.1" + _names(tanpa)


@butir(SUBSTANSI, "Jika butir 1 dan 2 jawabannya tidak, terdapat penjelasan yang memadai")
def explained_plan(bahan: Bahan) -> Jawaban:
    """Only needed after a no."""
    perlu = not (agreement(bahan)[0] and strategic_plan(bahan)[0])
    return None, _PEREVIU if perlu else f"{TIDAK_PERLU}: butir 1 dan 2 terpenuhi"


@butir(SUBSTANSI, "Tujuan/sasaran dalam LKj telah sesuai dengan tujuan/sasaran dalam Indikator Kinerja Utama")
def key_indicators(bahan: Bahan) -> Jawaban:
    """Every sasaran has an IKU."""
    milik = {i.sasaran for i in bahan.siklus.indikator if i.jenis == "IKU"}
    tanpa = [s.kode for s in bahan.siklus.sasaran if s.kode not in milik]
    semua = len(bahan.siklus.sasaran)
    return not tanpa, f"{semua - len(tanpa)} dari {semua} sasaran memiliki IKU; Bab II" + _names(tanpa)


@butir(SUBSTANSI, "Tujuan/sasaran dalam LKj telah sesuai dengan tujuan/sasaran dalam Indikator Kinerja")
def indicators(bahan: Bahan) -> Jawaban:
    """Every sasaran has an indicator."""
    milik = {i.sasaran for i in bahan.siklus.indikator}
    tanpa = [s.kode for s in bahan.siklus.sasaran if s.kode not in milik]
    semua = len(bahan.siklus.sasaran)
    return not tanpa, f"{semua - len(tanpa)} dari {semua} sasaran memiliki indikator" + _names(tanpa)


@butir(SUBSTANSI, "Jika butir 4 dan 5 jawabannya tidak, terdapat penjelasan yang memadai")
def explained_indicators(bahan: Bahan) -> Jawaban:
    """Only needed after a no."""
    perlu = not (key_indicators(bahan)[0] and indicators(bahan)[0])
    return None, _PEREVIU if perlu else f"{TIDAK_PERLU}: butir 4 dan 5 terpenuhi"


@butir(
    SUBSTANSI,
    "Telah terdapat perbandingan data kinerja dengan tahun lalu, standar nasional, dan sebagainya yang bermanfaat",
)
def comparison(bahan: Bahan) -> Jawaban:
    """Each indicator has an earlier year or a standard beside it."""
    banding = bahan.perbandingan_by_kode
    tanpa = [
        i
        for i in bahan.siklus.indikator
        if (p := banding.get(i.kode)) is None or (p.pembanding is None and p.standar is None)
    ]
    return _of(bahan.siklus.indikator, tanpa, "indikator dibandingkan dengan tahun lalu atau standar; Bab III 3.1")


@butir(SUBSTANSI, "IKU dan IK telah cukup mengukur tujuan/sasaran")
def sufficient(bahan: Bahan) -> Jawaban:
    """A judgement."""
    return None, _PEREVIU


@butir(SUBSTANSI, "Jika butir 8 jawabannya tidak, telah terdapat penjelasan yang memadai")
def explained_sufficient(bahan: Bahan) -> Jawaban:
    """A judgement."""
    return None, _PEREVIU


@butir(SUBSTANSI, "IKU dan IK telah SMART")
def smart(bahan: Bahan) -> Jawaban:
    """What of SMART can be counted; the rest is a person's."""
    semua = bahan.siklus.indikator
    lengkap = sum(bool(i.satuan and _target(bahan, i) and i.sumber_data) for i in semua)
    terumus = sum(not i.tanpa_rumusan for i in semua)
    return (
        None,
        f"satuan, target, dan sumber data lengkap pada {lengkap} dari {len(semua)} indikator; definisi operasional dan "
        f"formulasi pada {terumus} dari {len(semua)}; {_PEREVIU}",
    )


def _measured(bahan: Bahan) -> list[Indikator]:
    return [i for i in bahan.siklus.indikator if i.diukur_pada(bahan.periode)]


def _target(bahan: Bahan, i: Indikator) -> bool:
    t = bahan.siklus.target_berlaku(i.kode, bahan.periode)
    return t is not None and t.tahunan is not None


def _teks(bahan: Bahan, i: Indikator, kolom: str) -> str:
    baris: Isian | None = bahan.isian_by_kode.get(i.kode)
    return baris[kolom].teks.strip() if baris else ""


def _of(semua: Sequence[Indikator], tanpa: Sequence[Indikator], apa: str) -> Jawaban:
    return not tanpa, f"{len(semua) - len(tanpa)} dari {len(semua)} {apa}" + _names([i.kode for i in tanpa])


def _names(kurang: Sequence[str]) -> str:
    if not kurang:
        return ""
    lebih = f", dan {len(kurang) - _MAKS} lagi" if len(kurang) > _MAKS else ""
    return f"; belum: {', '.join(kurang[:_MAKS])}{lebih}"
