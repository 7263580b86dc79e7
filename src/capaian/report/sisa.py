"""Leftovers in a text: what a report carries over from another office or another year.

A rule is one function with `@aturan`: it takes a block of text and what is known of the office, and yields what it
found. Published reports carried another office's name, last year's year and revoked regulations.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from capaian.model.narasi import Blok, Sisa
from capaian.model.pengaturan import Pengaturan
from capaian.model.skema import Siklus
from capaian.text.inert import shorten

_KATA = r"[A-ZÀ-Þ][\wÀ-ÿ.'-]*"
_SAMBUNG = r"(?:dan|serta|,|&)"
_KANTOR = re.compile(rf"\b(?:Dinas|Badan|Inspektorat|Kecamatan|Kelurahan)(?:\s+(?:{_KATA}|{_SAMBUNG}(?=\s+{_KATA})))+")
_KANTOR_BESAR = re.compile(
    r"\b(?:DINAS|BADAN|INSPEKTORAT|KECAMATAN|KELURAHAN)(?:\s+(?:[A-Z][A-Z.'-]+|DAN(?=\s+[A-Z])))+"
)
_DAERAH = re.compile(
    rf"\b(?:Kota|Kabupaten|Provinsi)(?:\s+{_KATA}){{1,2}}|\b(?:KOTA|KABUPATEN|PROVINSI)(?:\s+[A-Z]{{3,}}){{1,2}}"
)
_BUKAN_NAMA = frozenset(
    {"dinas", "badan", "kota", "kabupaten", "provinsi", "kepala", "kecamatan", "kelurahan", "inspektorat"}
    | {"nomor", "tahun", "pasal", "yang", "laporan"}
)
_TAHUN_LAPORAN = re.compile(
    r"\b(?:Laporan Kinerja|LKjIP|Perjanjian Kinerja|Triwulan\s+(?:I{1,3}|IV)|Semester\s+I{1,2}|Tahun Anggaran|TA)\b"
    r"[^.\d]{0,60}?\b((?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_TITIK = re.compile(
    r"\.{4,}|…{2,}|_{3,}|\bx{3,}\b|\[(?:isi|diisi|tulis)[^\]]*\]|<[A-Za-z_ ]{2,30}>|\{\{|\}\}|\{%|\bYYYY\b|\bTBD\b|"
    r"\blorem ipsum\b|\(diisi[^)]*\)|#(?:REF|DIV/0|N/A|VALUE|NAME\?)!?",
    re.IGNORECASE,
)
_NOMOR = re.compile(r"^(Tabel|Gambar|Grafik)\s+([\dIVXL]+[.-]\d+(?:\.\d+)?)\b")
_TTD = re.compile(r"[.…_]{4,}\s*$")

DICABUT: tuple[tuple[str, str, str], ...] = (
    (r"(?:No(?:mor|\.)?\s*)?12\s+Tahun\s+2015\s+tentang\s+(?:pedoman\s+)?evaluasi", "PermenPANRB 12/2015",
     "PermenPANRB Nomor 88 Tahun 2021 tentang Evaluasi Akuntabilitas Kinerja Instansi Pemerintah"),
    (r"(?:Inpres|Instruksi Presiden)\D{0,40}7\s+Tahun\s+1999", "Inpres 7/1999",
     "Peraturan Presiden Nomor 29 Tahun 2014 tentang SAKIP"),
    (r"239/IX/6/8/2003", "Keputusan LAN 239/2003", "PermenPANRB Nomor 53 Tahun 2014"),
    (r"29\s+Tahun\s+2010\D{0,40}(?:Penetapan Kinerja|Pelaporan)", "PermenPANRB 29/2010",
     "PermenPANRB Nomor 53 Tahun 2014"),
    (r"Dalam Negeri\D{0,30}54\s+Tahun\s+2010", "Permendagri 54/2010", "Permendagri Nomor 86 Tahun 2017"),
    (r"Dalam Negeri\D{0,30}54\s+Tahun\s+2009", "Permendagri 54/2009", "Permendagri Nomor 1 Tahun 2023"),
    (r"Dalam Negeri\D{0,30}13\s+Tahun\s+2006", "Permendagri 13/2006", "Permendagri Nomor 77 Tahun 2020"),
    (r"(?:UU|Undang-Undang)\D{0,30}32\s+Tahun\s+2004", "UU 32/2004", "Undang-Undang Nomor 23 Tahun 2014"),
    (r"41\s+Tahun\s+2007\s+tentang\s+Organisasi", "PP 41/2007", "Peraturan Pemerintah Nomor 18 Tahun 2016"),
)  # fmt: skip
"""Pattern, short name and successor of regulations that no longer hold."""


@dataclass(frozen=True, slots=True)
class Dikenal:
    """What may stand in the report.

    Attributes:
        boleh: Names in lower case: of the office, its region, and others that the settings allow.
        tahun: Year of the report, and of its targets.
        dicabut: Regulations that the settings call revoked.
    """

    kantor: str
    daerah: str
    boleh: tuple[str, ...]
    tahun: int
    dicabut: tuple[tuple[str, str], ...] = ()


Aturan = Callable[[Blok, Dikenal], Iterator[tuple[str, str]]]
_ATURAN: list[tuple[str, Aturan]] = []


def aturan(jenis: str) -> Callable[[Aturan], Aturan]:
    """Register a rule; it yields what it found and what to do."""

    def daftar(f: Aturan) -> Aturan:
        _ATURAN.append((jenis, f))
        return f

    return daftar


def dikenal(p: Pengaturan, s: Siklus) -> Dikenal:
    """Gather what may stand in the report of an office: whatever its settings and tables name themselves."""
    i = p.instansi
    sendiri = [i.nama, i.singkatan, i.pemerintah, i.daerah, i.penerima_laporan, *p.laporan.nama_lain]
    tabel = [u.nama for u in s.unit] + [
        x for ind in s.indikator for x in (ind.nama, ind.sumber_data, ind.sumber_standar)
    ]
    tabel += [x.nama for x in s.program] + [x.nama for x in s.sasaran] + [r.sumber for r in s.riwayat]
    jabatan = [x.jabatan for x in (*p.pejabat, *s.pejabat)]
    boleh = tuple(dict.fromkeys(_rapi(x) for x in (*sendiri, *tabel, *jabatan) if x))
    dicabut = tuple((d.teks, d.pengganti) for d in p.dasar_hukum if d.status == "dicabut")
    return Dikenal(i.nama, i.daerah, boleh, p.periode.tahun, dicabut)


def leftovers(blok: Iterable[Blok], kenal: Dikenal) -> tuple[Sisa, ...]:
    """Return everything in a text that probably belongs to another report, in the order of the text."""
    semua = tuple(b for b in blok if not b.daftar)
    hasil = [
        Sisa(jenis, b.tempat, temu, _around(b.teks, temu), saran)
        for b in semua
        for jenis, f in _ATURAN
        for temu, saran in f(b, kenal)
    ]
    return (*dict.fromkeys(hasil), *_twice(semua))


@aturan("nama kantor lain")
def other_office(b: Blok, kenal: Dikenal) -> Iterator[tuple[str, str]]:
    """Another office's name: the slip of step 11 of the SOP itself."""
    for pola in (_KANTOR, _KANTOR_BESAR):
        for m in pola.finditer(b.teks):
            nama = _trim(m[0])
            if len(nama.split()) > 1 and not _allowed(nama, kenal.boleh):
                yield (
                    nama,
                    f"Ganti dengan «{kenal.kantor}», atau tambahkan pada «laporan.nama_lain» bila memang dimaksud.",
                )


@aturan("nama daerah lain")
def other_region(b: Blok, kenal: Dikenal) -> Iterator[tuple[str, str]]:
    """Another city's or regency's name."""
    for m in _DAERAH.finditer(b.teks):
        nama = _trim(m[0])
        if len(nama.split()) > 1 and not _allowed(nama, kenal.boleh):
            yield nama, f"Ganti dengan «{kenal.daerah}», atau tambahkan pada «laporan.nama_lain» bila memang dimaksud."


@aturan("tahun laporan lain")
def other_year(b: Blok, kenal: Dikenal) -> Iterator[tuple[str, str]]:
    """A year that names this report or its agreement, and is not its own; comparisons may name others."""
    if re.search(r"dibandingkan|perbandingan|\d{4}\s*[–-]\s*\d{4}|sebelumnya|tentang|Peraturan", b.teks, re.IGNORECASE):
        return
    for m in _TAHUN_LAPORAN.finditer(b.teks):
        depan = m[0][:2].casefold() in ("la", "lk", "pe")  # what is still to come may be planned for a later quarter
        if int(m[1]) < kenal.tahun or (depan and int(m[1]) > kenal.tahun):
            yield m[0], f"Laporan ini tentang Tahun {kenal.tahun}; periksa tahunnya."


@aturan("peraturan yang sudah dicabut")
def dead_regulation(b: Blok, kenal: Dikenal) -> Iterator[tuple[str, str]]:
    """A regulation that no longer holds."""
    for pola, _, pengganti in DICABUT:
        m = re.search(pola, b.teks, re.IGNORECASE)
        if m:
            yield m[0], f"Sudah diganti {pengganti}."
    for teks, pengganti in kenal.dicabut:
        if teks in b.teks:
            yield teks, f"Menurut pengaturan sudah dicabut{f'; penggantinya {pengganti}' if pengganti else ''}."


@aturan("isian yang belum diisi")
def placeholder(b: Blok, kenal: Dikenal) -> Iterator[tuple[str, str]]:
    """Dots, brackets and error values that nobody filled; the line of a date to sign is none."""
    for m in _TITIK.finditer(b.teks):
        if not (_TTD.search(b.teks) and len(b.teks) < 60):
            yield m[0], "Isi, atau hapus tandanya."


def _twice(blok: Iterable[Blok]) -> Iterator[Sisa]:
    """Yield numbers of tables and figures that occur twice."""
    nomor: dict[str, list[Blok]] = {}
    for b in blok:
        m = _NOMOR.match(b.teks)
        if m and (b.caption or len(b.teks) < 160):
            nomor.setdefault(f"{m[1]} {m[2]}", []).append(b)
    for n, di in nomor.items():
        judul = Counter(b.teks for b in di)
        if len(judul) > 1:
            saran = f"Nomor itu sudah dipakai di {di[0].tempat}. Di Word: Ctrl+A lalu F9."
            yield from (Sisa("nomor tabel atau gambar ganda", b.tempat, n, shorten(b.teks, 120), saran) for b in di[1:])


def _allowed(nama: str, boleh: tuple[str, ...]) -> bool:
    rapi = _rapi(nama)
    return any(rapi in x or x in rapi for x in boleh if len(x) > 3 or x == rapi)


def _trim(nama: str) -> str:
    """Cut what follows a name without belonging to it: `Kota Probolinggo Tahun` is `Kota Probolinggo`."""
    kata = nama.rstrip(".,;:").split()
    for n, k in enumerate(kata[1:], 1):
        if k.strip(".,").casefold() in _BUKAN_NAMA:
            return " ".join(kata[:n]).rstrip(",")
    return " ".join(kata).rstrip(",")


def _rapi(teks: str) -> str:
    return " ".join(teks.casefold().replace(".", " ").split())


def _around(teks: str, temu: str) -> str:
    letak = max(0, teks.find(temu) - 50)
    potong = teks[letak : letak + len(temu) + 110]
    return ("…" if letak else "") + potong + ("…" if letak + len(potong) < len(teks) else "")
