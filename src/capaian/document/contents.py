"""Contents and lists that are right on opening: fields whose stored results are the real entries.

Word keeps the result of a field until somebody updates it. So the result is written here: one linked entry for each
heading or caption of the finished document, with its page when it is known. Nothing asks to be updated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from capaian.ooxml import repack

_JUDUL = re.compile(r"^heading ([1-3])$", re.IGNORECASE)
_DAFTAR = re.compile(r'\\c\s+"?(\w+)"?')
_URUT = re.compile(r"^\s*SEQ\s+\w+(?!.*\\[rs]\b)", re.DOTALL)
_AWALAN = "_Toc9"
_GAYA_DAFTAR = ("table of figures", "Daftar Isi")


@dataclass(frozen=True, slots=True)
class Entri:
    """One entry: where it points to (`markah`), its level (0 for captions), and its text."""

    markah: str
    tingkat: int
    teks: str
    jenis: str = ""
    """Label of a caption: `Tabel`, `Gambar`."""


@dataclass(frozen=True, slots=True)
class _Tujuan:
    """What entries are written with: ids of styles by name in lower case, and pages by bookmark."""

    gaya: Mapping[str, str]
    halaman: Mapping[str, str]


def write_contents(dokumen: Any, halaman: Mapping[str, str] | None = None) -> tuple[Entri, ...]:
    """Write the results of every TOC field of a document, and return the entries.

    Args:
        dokumen: A python-docx document; it is changed.
        halaman: Page of each entry by its bookmark, as printed; without it the entries carry none.
    """
    _restart(dokumen)
    bidang = list(_fields(dokumen))
    entri = tuple(_entries(dokumen)) if bidang else ()
    gaya = {s.name.casefold(): s.style_id for s in dokumen.styles if s.name} if bidang else {}
    for p, instruksi in bidang:
        cari = _DAFTAR.search(instruksi)
        milik = [e for e in entri if (e.jenis == cari[1] if cari else e.tingkat)]
        _replace(p, instruksi, milik, _Tujuan(gaya, halaman or {}))
    return entri


def _restart(dokumen: Any) -> None:
    r"""Let each caption numbered 1 restart its sequence.

    A template cannot know which caption of a chapter comes first, and `\\s 1` is not understood by LibreOffice.
    """
    for p in dokumen.element.body.iter(qn("w:p")):
        kode: Any = None
        hasil = ""
        for e in p.iter(qn("w:instrText"), qn("w:fldChar"), qn("w:t")):
            if e.tag == qn("w:instrText") and _URUT.match(e.text or ""):
                kode, hasil = e, ""
            elif e.tag == qn("w:t") and kode is not None:
                hasil += e.text or ""
            elif e.get(qn("w:fldCharType")) == "end" and kode is not None:
                if hasil.strip() == "1":
                    kode.text = f"{kode.text.rstrip()} \\r 1 "
                kode = None


def _entries(dokumen: Any) -> Iterator[Entri]:
    """Mark every heading and caption of the body, and yield it."""
    for b in list(dokumen.element.body.iter(qn("w:bookmarkStart"), qn("w:bookmarkEnd"))):
        nama = b.get(qn("w:name"), "")
        if nama.startswith(_AWALAN):
            akhir = [
                x for x in dokumen.element.body.iter(qn("w:bookmarkEnd")) if x.get(qn("w:id")) == b.get(qn("w:id"))
            ]
            for x in (b, *akhir):
                x.getparent().remove(x)
    dipakai = {int(b.get(qn("w:id"), "0")) for b in dokumen.element.body.iter(qn("w:bookmarkStart"))}
    nomor, ke = max(dipakai, default=0) + 1, 0
    gaya = {s.style_id: s.name for s in dokumen.styles}
    for p in dokumen.element.body.iter(qn("w:p")):
        nama = gaya.get(p.style or "", "")
        teks = " ".join(_text(p).split())
        judul = _JUDUL.match(nama)
        if not teks or not (judul or nama.casefold() == "caption"):
            continue
        jenis = "" if judul else teks.partition(" ")[0]
        ke += 1
        markah = f"{_AWALAN}{ke:07}"
        _mark(p, markah, nomor + ke)
        yield Entri(markah, int(judul[1]) if judul else 0, teks, jenis)


def _text(p: Any) -> str:
    """Text of a paragraph as it is shown: a break is a blank, the code of a field is nothing."""
    hasil = []
    for e in p.iter(qn("w:t"), qn("w:br"), qn("w:tab")):
        hasil.append(e.text or "" if e.tag == qn("w:t") else " ")
    return "".join(hasil)


def _mark(p: Any, nama: str, nomor: int) -> None:
    mulai, akhir = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for e in (mulai, akhir):
        e.set(qn("w:id"), str(nomor))
    mulai.set(qn("w:name"), nama)
    sifat = p.find(qn("w:pPr"))
    p.insert(0 if sifat is None else 1, mulai)
    p.append(akhir)


def _fields(dokumen: Any) -> Iterator[tuple[Any, str]]:
    """Yield the paragraph in which each TOC field begins, and its code."""
    for p in dokumen.element.body.iter(qn("w:p")):
        kode = "".join(t.text or "" for t in p.iter(qn("w:instrText")))
        if re.match(r"\s*TOC\b", kode):
            yield p, kode.split("PAGEREF")[0].strip()


def _replace(awal: Any, instruksi: str, entri: list[Entri], tujuan: _Tujuan) -> None:
    """Put new paragraphs where the field stood, which may span several."""
    lama, dalam, p = [], 0, awal
    while p is not None:
        lama.append(p)
        for f in p.iter(qn("w:fldChar")):
            dalam += {"begin": 1, "end": -1}.get(f.get(qn("w:fldCharType")), 0)
        if dalam <= 0:
            break
        p = p.getnext()
    baru = [_entry(awal, e, tujuan) for e in entri] or [_copy(awal)]
    depan = [_char("begin"), _code(instruksi), _char("separate")]
    letak = 1 if baru[0].find(qn("w:pPr")) is not None else 0
    for i, r in enumerate(depan):
        baru[0].insert(letak + i, r)
    baru[-1].append(_char("end"))
    for p in baru:
        awal.addprevious(p)
    for p in lama:
        p.getparent().remove(p)


def _copy(awal: Any) -> Any:
    """An empty paragraph with the properties of another."""
    p = OxmlElement("w:p")
    sifat = awal.find(qn("w:pPr"))
    if sifat is not None:
        p.append(deepcopy(sifat))
    return p


def _entry(awal: Any, e: Entri, tujuan: _Tujuan) -> Any:
    p, halaman = _copy(awal), tujuan.halaman.get(e.markah, "")
    cari = (f"toc {e.tingkat}",) if e.tingkat else _GAYA_DAFTAR
    gaya = next((tujuan.gaya[n.casefold()] for n in cari if n.casefold() in tujuan.gaya), "")
    if gaya:
        p.style = gaya
    tautan = OxmlElement("w:hyperlink")
    tautan.set(qn("w:anchor"), e.markah)
    tautan.set(qn("w:history"), "1")
    tautan.append(_run(e.teks))
    if halaman:
        tab = OxmlElement("w:r")
        tab.append(OxmlElement("w:tab"))
        tautan.append(tab)
        for r in (_char("begin"), _code(f"PAGEREF {e.markah} \\h"), _char("separate"), _run(halaman), _char("end")):
            tautan.append(r)
    p.append(tautan)
    return p


def _run(teks: str) -> Any:
    r, t = OxmlElement("w:r"), OxmlElement("w:t")
    t.text = teks
    t.set(qn("xml:space"), "preserve")
    r.append(t)
    return r


def _char(jenis: str) -> Any:
    r, f = OxmlElement("w:r"), OxmlElement("w:fldChar")
    f.set(qn("w:fldCharType"), jenis)
    r.append(f)
    return r


def _code(instruksi: str) -> Any:
    r, t = OxmlElement("w:r"), OxmlElement("w:instrText")
    t.set(qn("xml:space"), "preserve")
    t.text = f" {instruksi} "
    r.append(t)
    return r


def numbered(data: bytes, halaman: Mapping[str, str], waktu: datetime) -> bytes:
    """Return a finished document with the pages of its entries; equal arguments give equal bytes."""
    dokumen = Document(BytesIO(data))
    write_contents(dokumen, halaman)
    keluar = BytesIO()
    dokumen.save(keluar)
    return repack(keluar.getvalue(), waktu)
