"""The workbook that goes back to a unit: its own file with marks, or a fresh form with what could be read of it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from capaian.forms.expect import title
from capaian.model.finding import Finding, Severity
from capaian.model.formulir import Isi, KodeFormulir
from capaian.model.kiriman import Isian
from capaian.model.koreksi import BukuKoreksi, ButirKoreksi
from capaian.model.nilai import CellRef, Keadaan, Nilai
from capaian.sheet import form
from capaian.sheet.annotate import CannotAnnotateError, FindingList, Mark, Value, annotate
from capaian.sheet.layout import BAGIAN, BAGIAN_BY_KUNCI
from capaian.sheet.reader import read
from capaian.text.dates import hari_tanggal
from capaian.text.inert import shorten
from capaian.text.words import daftar

_UNTUK_UNIT = {
    "LIN-01": "Bila sudah dikirim, mohon kirim ulang berkas Excel-nya; bila belum, isi lalu kirimkan.",
    "LIN-03": "Tentukan satu berkas yang benar, lalu sampaikan kepada kami.",
    "B08": "Kirim formulirnya langsung, tidak di dalam arsip ZIP atau sejenisnya.",
    "B12": "Periksa isian yang ganda itu pada formulir terlampir, lalu kirim formulir ini kembali.",
    "B18": "Tentukan satu berkas yang benar, lalu sampaikan kepada kami.",
    "B21": "Isi formulir terlampir, lalu kirimkan kembali.",
}
"""What a unit does where the rule tells the office what to do."""
_PERINTAH = re.compile(r"(?:^|(?<=[.;]))[^.;]*«capaian [^»]*»[^.;]*[.;]?")
_MINTA = re.compile(r"\bMinta (?:pengirim|unit tersebut|unitnya) (\w)")
SELURUH, BELUM = "seluruh berkas", "formulir"
"""What is printed where a finding has no cell."""
_MAKS_CATATAN = 8
"""Findings that one comment tells; the list has them all."""
Tempat = Mapping[tuple[str, str], CellRef]
"""Cell by row code and column key."""


@dataclass(frozen=True, slots=True)
class BahanKoreksi:
    """What a workbook is made from.

    Attributes:
        temuan: Errors and warnings of the unit.
        berkas: The sender's file; None when there is none that could be used.
        sha256: Its hash, by which findings know their cells.
        kode: Identity of the form.
        formulir: The form as it was issued.
        baris: Codes of the issued rows, by part.
        isian: Values that could be read.
    """

    temuan: Sequence[Finding]
    nama_unit: str
    berkas: bytes | None
    sha256: str
    kode: KodeFormulir
    formulir: bytes
    baris: Mapping[str, Iterable[str]]
    isian: Sequence[Isian]
    tenggat: date
    dikirim: bool = True
    """Whether the unit has sent anything at all."""


def build(bahan: BahanKoreksi) -> BukuKoreksi:
    """Return the workbook with its findings.

    The sender's own file is taken when it can carry marks without risk, so that nothing has to be typed again and
    rows stand where the sender put them; everything else falls back to the form as it was issued.
    """
    if bahan.berkas is not None:
        tempat = {(i.kode, k): v.asal for i in bahan.isian for k, v in i.nilai.items() if v.asal}
        butir = [
            _item(f, bahan, f.asal if f.asal and f.asal.sha256 == bahan.sha256 else None, tempat) for f in bahan.temuan
        ]
        try:
            data = annotate(bahan.berkas, _marks(bahan.temuan, butir), _list(bahan, butir, _SALINAN))
        except CannotAnnotateError:
            return _fresh(bahan)
        except Exception:  # a bug met in a foreign file costs that file its copy, not the unit its pack
            return _fresh(bahan)
        return BukuKoreksi(data, True, 0, tuple(butir))
    return _fresh(bahan)


_SALINAN = (
    "Ini salinan berkas yang Anda kirim. Sel yang perlu diperbaiki berwarna merah muda (kesalahan) atau jingga "
    "(peringatan); arahkan penunjuk ke sel itu untuk membaca catatannya, atau klik alamat pada kolom «Sel»."
)
_BARU = (
    "Berkas kiriman tidak dapat ditandai langsung (misalnya bukan .xlsx, memuat makro atau tautan luar, atau rusak). "
    "Isian yang dapat dibaca sudah disalin ke formulir ini; periksa kembali sebelum mengirim."
)
_RUSAK = (
    "Isi berkas kiriman tidak dapat dibaca, sehingga formulir ini masih kosong. Isi sel berwarna kuning, lalu kirim "
    "kembali."
)
_KOSONG = "Formulir ini belum berisi. Isi sel berwarna kuning, lalu kirim kembali."


def _fresh(bahan: BahanKoreksi) -> BukuKoreksi:
    tempat = _places(bahan)
    isi = [
        Value(tempat[i.kode, k].lembar, tempat[i.kode, k].sel, _typed(v))
        for i in bahan.isian
        for k, v in i.nilai.items()
        if (i.kode, k) in tempat and v.keadaan is not Keadaan.KOSONG
    ]
    butir = [_item(f, bahan, tempat.get((f.kunci.butir, _columns(f)[0])), tempat) for f in bahan.temuan]
    daftar = _list(bahan, butir, _BARU if isi else _RUSAK if bahan.dikirim else _KOSONG)
    data = annotate(bahan.formulir, _marks(bahan.temuan, butir), daftar, isi)
    return BukuKoreksi(data, False, len(isi), tuple(butir))


def _places(bahan: BahanKoreksi) -> dict[tuple[str, str], CellRef]:
    """Where the cells of the issued form stand."""
    buku = read(bahan.formulir)
    tempat = {}
    for kunci, kode in bahan.baris.items():
        if kunci not in BAGIAN_BY_KUNCI:
            continue
        bacaan = form.read_part(buku, BAGIAN_BY_KUNCI[kunci], bahan.kode.periode, set(kode))
        for k, sel in bacaan.sel.items() if bacaan else ():
            for kolom, (ref, _) in sel.items():
                tempat[k, kolom] = CellRef("", bacaan.lembar if bacaan else "", ref)
    return tempat


def _typed(nilai: Nilai) -> Isi:
    """A value as the sender sees it again: numbers as numbers, what could not be read exactly as it was typed."""
    return nilai.isi if nilai.keadaan is Keadaan.TERISI else nilai.mentah


def _item(f: Finding, bahan: BahanKoreksi, asal: CellRef | None, tempat: Tempat) -> ButirKoreksi:
    sel = asal if asal and asal.lembar else None
    lain = [ref for k in _columns(f)[1:] if sel and (ref := tempat.get((f.kunci.butir, k)))]
    letak = f"{sel.lembar}!{daftar([x.sel for x in (sel, *lain)])}" if sel else ""
    if sel is None and f.kunci.butir:
        # A finding on a row as a whole leads to the first cell that the unit fills in there.
        sel = next((ref for (kode, _), ref in tempat.items() if kode == f.kunci.butir), None)
        letak = f"baris {f.kunci.butir}"
    if f.asal and f.asal.lembar and f.asal.sha256 not in ("", bahan.sha256) and asal is None:
        letak = f"{f.asal.lembar}!{f.asal.sel} pada «{shorten(f.asal.berkas, 40)}»"
    bagian = next((b.kunci for b in BAGIAN if any(k.kunci == f.kunci.kolom for k in b.kolom)), "isian")
    bagian = next((i.bagian for i in bahan.isian if i.kode == f.kunci.butir), bagian)
    return ButirKoreksi(
        berat=f.severity is Severity.KESALAHAN,
        kode=f.kode,
        baris=" ".join(x for x in (f.kunci.butir, f.nama_butir) if x),
        kolom=daftar([title(bagian, k) for k in _columns(f) if k]),
        letak=letak or (SELURUH if bahan.dikirim else BELUM),
        asal=sel,
        pesan=f.pesan,
        diharapkan=f.diharapkan,
        perbaikan=for_unit(f),
        lain=tuple(lain),
    )


def _columns(f: Finding) -> tuple[str, ...]:
    """The columns in which a finding is to be mended; a row as a whole has an empty one."""
    return f.kolom or (f.kunci.kolom,)


def for_unit(f: Finding) -> str:
    """Return the remedy as the unit reads it: commands of this program are the office's business."""
    if f.kode in _UNTUK_UNIT:
        return _UNTUK_UNIT[f.kode]
    teks = _MINTA.sub(lambda m: f"Mohon {m[1]}", _PERINTAH.sub("", f.perbaikan)).strip(" ;")
    return teks if not teks or teks.endswith((".", "!", "?")) else f"{teks}."


def _marks(temuan: Sequence[Finding], butir: Sequence[ButirKoreksi]) -> list[Mark]:
    """One mark per cell; several findings on a cell make one comment, the worst first."""
    by_sel: dict[CellRef, list[ButirKoreksi]] = defaultdict(list)
    for f, b in zip(temuan, butir, strict=True):
        if b.asal and f.kunci.kolom:
            for sel in (b.asal, *b.lain):
                by_sel[replace(sel, berkas="", sha256="")].append(b)
    marks = []
    for sel, milik in by_sel.items():
        urut = sorted(milik, key=lambda b: not b.berat)
        catatan = [_note(b) for b in urut[:_MAKS_CATATAN]]
        if lebih := urut[_MAKS_CATATAN:]:
            catatan.append(f"… dan {len(lebih)} temuan lain; lihat lembar Temuan.")
        marks.append(Mark(sel.lembar, sel.sel, urut[0].berat, tuple(catatan)))
    return marks


def _note(b: ButirKoreksi) -> str:
    baris = (
        f"{b.tingkat} {b.kode}: {shorten(b.pesan, 400)}",
        f"Yang diharapkan: {shorten(b.diharapkan, 200)}" if b.diharapkan else "",
        f"Cara memperbaiki: {shorten(b.perbaikan, 400)}" if b.perbaikan else "",
    )
    return "\n".join(x for x in baris if x)


def _list(bahan: BahanKoreksi, butir: Sequence[ButirKoreksi], pengantar: str) -> FindingList:
    tenggat = (
        "Kesalahan wajib diperbaiki; peringatan diperbaiki atau dijelaskan pada kolom Keterangan. Perbaiki langsung "
        f"pada berkas ini, simpan, lalu kirim kembali paling lambat {hari_tanggal(bahan.tenggat)}. Tenggat ini "
        "menggantikan tenggat yang tertulis pada formulir."
    )
    judul = f"{bahan.nama_unit} – {bahan.kode.periode.label}"
    return FindingList(judul, (pengantar, tenggat), tuple(butir), str(bahan.kode))
