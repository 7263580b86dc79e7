"""Look through a Word template before it is filled: every problem at once, each with its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from typing import Any

from docx.oxml.ns import qn
from jinja2 import TemplateSyntaxError, nodes
from jinja2.exceptions import TemplateError as JinjaError

from capaian.document import template_types as tt
from capaian.document.comments import comment_on
from capaian.document.errors import Refusal
from capaian.document.grammar import DocumentEnvironment
from capaian.document.numbers import Jejak
from capaian.document.prose import open_document, text_of, walk
from capaian.model.angka import Angka
from capaian.model.templat import MasalahTemplat
from capaian.ooxml import repack
from capaian.text.inert import shorten
from capaian.text.words import maksud

_TANDA = re.compile(r"\{\{(r?)\s*(.*?)\s*\}\}|\{%(p|tr|tc|r)?\s*(.*?)\s*%\}", re.DOTALL)
_SISA = re.compile(r"\{\{|\}\}|\{%|%\}")
_TUTUP = {"endfor": "for", "endif": "if"}
_KHUSUS = ("vm", "hm", "cellbg", "colspan")
"""Tags that docxtpl itself acts on."""
_SEBUT = {"": "tanpa awalan", "p": "p", "tr": "tr", "tc": "tc", "r": "r"}
Catat = Callable[[str, str], None]
"""Notes a problem: what it is, and what to do."""
_GAYA_ISI = ("Heading 1", "Heading 2", "Heading 3", "Caption")


@dataclass(frozen=True, slots=True)
class Bekal:
    """What a template may use.

    Attributes:
        nama: Type of each name.
        fungsi: Functions that may be called.
        narasi: Sentence files by name.
    """

    nama: Mapping[str, Any]
    fungsi: Collection[str]
    narasi: Mapping[str, str]


@dataclass
class _Blok:
    """An open `for` or `if` with what it defines."""

    perintah: str
    awalan: str
    tempat: str
    tanda: str
    p: Any
    nama: dict[str, Any] = field(default_factory=dict)


def check(template: bytes, bekal: Bekal) -> tuple[MasalahTemplat, ...]:
    """Return every problem of a template, in the order of its text.

    Raises:
        TemplateError: It is no Word file.
    """
    return tuple(m for m, _ in _problems(open_document(template), bekal))


def annotated(template: bytes, bekal: Bekal, waktu: datetime) -> bytes:
    """Return the template with a Word comment at each problem of its body.

    Raises:
        TemplateError: It is no Word file.
    """
    dokumen = open_document(template)
    for m, p in list(_problems(dokumen, bekal)):
        if p is not None:
            comment_on(dokumen, p, f"{m.pesan} {m.saran}", waktu)
    keluar = BytesIO()
    dokumen.save(keluar)
    return repack(keluar.getvalue(), waktu)


def _problems(dokumen: Any, bekal: Bekal) -> Iterator[tuple[MasalahTemplat, Any]]:
    yield from _Pemeriksa(bekal).run((t, p, p) for t, p, _ in walk(dokumen))
    for r in dokumen.part.rels.values():
        if not r.is_external and r.reltype.endswith(("/header", "/footer")):
            letak = "kepala halaman" if r.reltype.endswith("/header") else "kaki halaman"
            bagian = [(letak, p, None) for p in r.target_part.element.iter(qn("w:p"))]
            yield from _Pemeriksa(bekal).run(iter(bagian))
    yield from ((m, None) for m in _styles(dokumen))


def _styles(dokumen: Any) -> Iterator[MasalahTemplat]:
    """Yield styles that the contents need and the template lacks or does not use."""
    if not any("TOC" in (t.text or "") for t in dokumen.element.body.iter(qn("w:instrText"))):
        return
    ada = {s.name for s in dokumen.styles}
    for gaya in _GAYA_ISI:
        if gaya not in ada:
            yield MasalahTemplat(
                "gaya",
                "",
                f"Gaya «{gaya}» tidak ada dalam templat.",
                "Daftar isi dan daftar tabel disusun dari gaya itu.",
            )


class _Pemeriksa:
    """Walks over the tags of one part of a document."""

    def __init__(self, bekal: Bekal) -> None:
        self._bekal, self._env = bekal, DocumentEnvironment(bekal.narasi, Jejak())
        self._buka: list[_Blok] = []
        self._dasar: dict[str, Any] = {}
        self._masalah: list[tuple[MasalahTemplat, Any]] = []

    def run(self, paragraf: Iterator[tuple[str, Any, Any]]) -> Iterator[tuple[MasalahTemplat, Any]]:
        """Yield the problems of paragraphs; the third of each is where a comment may stand."""
        for tempat, p, komentar in paragraf:
            teks = text_of(p)
            if "{" in teks or "}" in teks:
                self._paragraph(tempat, teks, komentar)
                yield from self._take()
        for b in self._buka:
            pesan = f"{{% {b.perintah} %}} ini tidak pernah ditutup."
            saran = f"Tambahkan {{%{b.awalan} end{b.perintah} %}} pada tempatnya."
            self._note(b.tempat, b.tanda, pesan, saran, b.tanda, b.p)
        yield from self._take()

    def _take(self) -> list[tuple[MasalahTemplat, Any]]:
        hasil, self._masalah = self._masalah, []
        return hasil

    def _note(self, tempat: str, tanda: str, pesan: str, saran: str, teks: str, p: Any) -> None:
        self._masalah.append((MasalahTemplat(tempat, tanda, pesan, saran, shorten(" ".join(teks.split()), 120)), p))

    def _paragraph(self, tempat: str, teks: str, p: Any) -> None:
        sisa = _TANDA.sub(" ", teks)
        if m := _SISA.search(sisa):
            pesan = f"Tanda «{m[0]}» tidak berpasangan dalam paragraf ini."
            self._note(tempat, m[0], pesan, "Tutup setiap {{ dengan }} dan setiap {% dengan %}.", teks, p)
        for m in _TANDA.finditer(teks):
            catat = self._reporter(tempat, m[0], teks, p)
            if m[2] is not None:
                self._expression(m[2], m[1], catat)
            else:
                self._command(m[4] or "", m[3] or "", _Blok("", m[3] or "", tempat, m[0], p), catat)

    def _reporter(self, tempat: str, tanda: str, teks: str, p: Any) -> Catat:
        return lambda pesan, saran: self._note(tempat, tanda, pesan, saran, teks, p)

    # --- one tag ---------------------------------------------------------------------------------------------

    def _expression(self, isi: str, awalan: str, catat: Catat) -> None:
        pohon = self._parse("{{ " + isi + " }}", catat)
        if pohon is None:
            return
        for keluaran in pohon.find_all(nodes.Output):
            for simpul in keluaran.nodes:
                if isinstance(simpul, nodes.TemplateData):
                    continue
                jenis = self._type(simpul, catat)
                if tt.is_among(jenis, (Angka,)):
                    catat(f"Angka «{isi}» dicetak tanpa penyaring.", f"Tulis misalnya {{{{ {isi}|angka }}}}.")
                if awalan and not isinstance(simpul, nodes.Call):
                    catat("Tanda {{r …}} hanya untuk bagan(…) dan logo(…).", "Hapus huruf r itu.")

    def _command(self, isi: str, awalan: str, blok: _Blok, catat: Catat) -> None:
        kata = isi.split(maxsplit=1)[0] if isi.split() else ""
        if kata in _KHUSUS:
            return
        if kata in _TUTUP:
            self._close(kata, awalan, catat)
        elif kata in ("for", "if"):
            self._open(kata, isi, blok, catat)
        elif kata == "set":
            self._set(isi, catat)
        elif kata in ("else", "elif"):
            self._otherwise(kata, isi, catat)
        else:
            catat(f"Perintah «{kata or isi}» tidak dikenal.", "Yang dikenal: for, endfor, if, elif, else, endif, set.")

    def _set(self, isi: str, catat: Catat) -> None:
        pohon = self._parse("{% " + isi + " %}", catat)
        for tetap in pohon.find_all(nodes.Assign) if pohon else ():
            tujuan = self._buka[-1].nama if self._buka else self._dasar
            if isinstance(tetap.target, nodes.Name):
                tujuan[tetap.target.name] = self._type(tetap.node, catat)

    def _otherwise(self, kata: str, isi: str, catat: Catat) -> None:
        if not self._buka:
            catat(f"«{kata}» berada di luar {{% if %}} atau {{% for %}}.", "Periksa urutan tandanya.")
        elif kata == "elif" and (pohon := self._parse("{% if " + isi[4:] + " %}{% endif %}", catat)):
            self._conditions(pohon, catat)

    def _open(self, kata: str, isi: str, blok: _Blok, catat: Catat) -> None:
        blok.perintah = kata
        pohon = self._parse("{% " + isi + " %}{% end" + kata + " %}", catat)
        if pohon is not None and kata == "if":
            self._conditions(pohon, catat)
        elif pohon is not None:
            putaran = next(iter(pohon.find_all(nodes.For)))
            jenis = tt.element(self._type(putaran.iter, catat))
            if isinstance(putaran.target, nodes.Name):
                blok.nama[putaran.target.name] = jenis
            blok.nama["loop"] = tt.UNKNOWN
        self._buka.append(blok)
        if pohon is not None and kata == "for" and putaran.test is not None:
            self._type(putaran.test, catat)

    def _close(self, kata: str, awalan: str, catat: Catat) -> None:
        if not self._buka:
            catat(
                f"«{kata}» tidak punya pasangan {{% {_TUTUP[kata]} %}}.", "Hapus tanda ini, atau tambahkan pasangannya."
            )
            return
        b = self._buka.pop()
        if b.perintah != _TUTUP[kata]:
            catat(
                f"«{kata}» menutup {{% {b.perintah} %}} yang dibuka di {b.tempat}.", f"Yang ditunggu: end{b.perintah}."
            )
        elif b.awalan != awalan:
            catat(
                f"Awalan berbeda: dibuka {_SEBUT[b.awalan]} di {b.tempat}, ditutup {_SEBUT[awalan]}.",
                "Pakai awalan yang sama pada tanda pembuka dan penutup (p untuk paragraf, tr untuk baris tabel).",
            )

    def _conditions(self, pohon: nodes.Template, catat: Catat) -> None:
        for jika in pohon.find_all(nodes.If):
            self._type(jika.test, catat)

    def _parse(self, sumber: str, catat: Catat) -> nodes.Template | None:
        try:
            return self._env.parse(sumber)
        except TemplateSyntaxError as galat:
            catat(
                f"Tanda ini salah tulis ({shorten(str(galat.message), 80)}).",
                "Periksa tanda kutip, kurung, dan ejaannya.",
            )
        except Refusal as galat:
            catat(galat.pesan, galat.saran)
        except JinjaError as galat:
            catat(f"Tanda ini tidak dapat dibaca ({shorten(str(galat), 80)}).", "Periksa penulisannya.")
        return None

    # --- names and types -------------------------------------------------------------------------------------

    def _type(self, simpul: nodes.Node, catat: Catat) -> Any:
        """Return the type of an expression, and report every name in it that is not known."""
        if isinstance(simpul, nodes.Name):
            return self._name(simpul.name, catat)
        if isinstance(simpul, nodes.Getattr):
            jenis, ada = tt.attribute(self._type(simpul.node, catat), simpul.attr)
            if ada:
                catat(f"Butir «{simpul.attr}» tidak dikenal.{maksud(simpul.attr, ada)}", f"Yang ada: {', '.join(ada)}.")
            return jenis
        if isinstance(simpul, nodes.Getitem):
            self._type(simpul.arg, catat)
            return tt.item(self._type(simpul.node, catat))
        if isinstance(simpul, nodes.Filter):
            self._filter(simpul, catat)
            return tt.UNKNOWN
        if isinstance(simpul, nodes.Call):
            self._call(simpul, catat)
            return tt.UNKNOWN
        if isinstance(simpul, nodes.BinExpr) and not isinstance(simpul, (nodes.And, nodes.Or)):
            catat("Templat menghitung sendiri.", "Perhitungan dilakukan program; templat hanya mencetak hasilnya.")
        for anak in simpul.iter_child_nodes():
            self._type(anak, catat)
        return tt.UNKNOWN

    def _name(self, nama: str, catat: Catat) -> Any:
        for b in reversed(self._buka):
            if nama in b.nama:
                return b.nama[nama]
        if nama in self._bekal.nama:
            return self._bekal.nama[nama]
        if nama not in self._dasar:
            setempat = [n for b in self._buka for n in b.nama]
            kenal = (*setempat, *self._bekal.nama)
            catat(f"Nilai «{nama}» tidak dikenal.{maksud(nama, kenal)}", f"Yang ada: {', '.join(sorted(set(kenal)))}.")
        return tt.UNKNOWN

    def _filter(self, simpul: nodes.Filter, catat: Catat) -> None:
        if simpul.name not in self._env.filters:
            ada = sorted(self._env.filters)
            catat(f"Penyaring «{simpul.name}» tidak dikenal.{maksud(simpul.name, ada)}", f"Yang ada: {', '.join(ada)}.")
        for anak in simpul.iter_child_nodes():
            self._type(anak, catat)

    def _call(self, simpul: nodes.Call, catat: Catat) -> None:
        nama = simpul.node.name if isinstance(simpul.node, nodes.Name) else ""
        if nama not in self._bekal.fungsi:
            pesan = f"Fungsi «{nama or 'ini'}» tidak disediakan.{maksud(nama, self._bekal.fungsi)}"
            catat(pesan, f"Yang ada: {', '.join(sorted(self._bekal.fungsi))}.")
        pertama = simpul.args[0] if simpul.args else None
        if (
            nama in ("kalimat", "paragraf")
            and isinstance(pertama, nodes.Const)
            and pertama.value not in self._bekal.narasi
        ):
            pesan = f"Berkas narasi «{pertama.value}.j2» tidak ada.{maksud(str(pertama.value), self._bekal.narasi)}"
            catat(pesan, "Kembalikan berkas itu ke folder template/narasi, atau hapus tandanya.")
        for anak in (*simpul.args, *(k.value for k in simpul.kwargs)):
            self._type(anak, catat)
