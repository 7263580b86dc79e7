"""Word comments beside paragraphs: where a person should look."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from capaian.document.prose import text_of
from capaian.ooxml import repack
from capaian.text.inert import for_xml

PENULIS = "capaian"


def annotate(data: bytes, komentar: Iterable[tuple[str, str]], waktu: datetime) -> bytes:
    """Return a document with a comment at the first paragraph that has a text, and not yet this comment.

    Args:
        data: A .docx package.
        komentar: Pairs of paragraph text, blanks folded, and comment.
        waktu: Date of the comments.
    """
    dokumen = Document(BytesIO(data))
    paragraf: dict[str, Any] = {}
    for p in dokumen.element.body.iter(qn("w:p")):
        paragraf.setdefault(" ".join(text_of(p).split()), p)
    for teks, isi in komentar:
        p = paragraf.get(" ".join(teks.split()))
        if p is not None:
            comment_on(dokumen, p, isi, waktu)
    keluar = BytesIO()
    dokumen.save(keluar)
    return repack(keluar.getvalue(), waktu)


def comment_on(dokumen: Any, p: Any, isi: str, waktu: datetime) -> None:
    """Put a comment on a whole paragraph; one without text gets an empty run to hold it."""
    paragraf = Paragraph(p, dokumen)
    runs = paragraf.runs or [paragraf.add_run("")]
    baru = dokumen.add_comment(runs, text=for_xml(isi), author=PENULIS, initials="c")
    baru._comment_elm.set(qn("w:date"), waktu.replace(tzinfo=None, microsecond=0).isoformat() + "Z")
