"""Read a returned draft: Word comments and tracked changes, as notes with the text they stand beside."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn

from capaian.document.comments import PENULIS
from capaian.document.prose import open_document, text_of
from capaian.model.pengesahan import CatatanReviu
from capaian.text.inert import shorten

_MAKS = 500


def read_notes(data: bytes) -> tuple[CatatanReviu, ...]:
    """Return what a reviewer left in a Word file, in the order of the text; comments of this program are no notes.

    Numbers and drafts are left 0: the register gives them.

    Raises:
        TemplateError: It is no Word file.
    """
    dokumen = open_document(data)
    komentar = {str(c.comment_id): c for c in dokumen.comments}
    hasil: list[CatatanReviu] = []
    for p in dokumen.element.body.iter(qn("w:p")):
        di = shorten(" ".join(text_of(p).split()), 120)
        for e in p.iter(qn("w:commentReference")):
            c = komentar.get(e.get(qn("w:id"), ""))
            if c is not None and c.author != PENULIS and c.text.strip():
                teks = shorten(" ".join(c.text.split()), _MAKS)
                hasil.append(CatatanReviu(0, 0, teks, f"komentar Word, {c.author or 'tanpa nama'}", di))
        hasil += _changes(p, di)
    return tuple(hasil)


def _changes(p: Any, di: str) -> Iterator[CatatanReviu]:
    for tanda, kata in (("w:ins", "Sisipan"), ("w:del", "Penghapusan")):
        for e in p.iter(qn(tanda)):
            isi = "".join(t.text or "" for t in e.iter(qn("w:t"), qn("w:delText"))).strip()
            if isi:
                oleh = e.get(qn("w:author"), "") or "tanpa nama"
                yield CatatanReviu(0, 0, f"{kata}: «{shorten(isi, _MAKS)}»", f"perubahan terlacak, {oleh}", di)
