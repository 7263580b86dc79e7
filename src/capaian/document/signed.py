"""A signed PDF: whether it is the approved document, and what its electronic signatures say.

Signatures are looked at with pyHanko, an extra (`capaian[tanda-tangan]`). Only what a file itself shows is judged: that
the signed bytes are intact and that the signature covers the whole file. Whether a certificate is to be trusted is not
for this program to say, and no key is ever handled.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from io import BytesIO
from itertools import zip_longest
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from capaian.document.errors import TemplateError
from capaian.model.pengesahan import TandaTangan
from capaian.text.inert import for_xml, shorten


def words(pdf: bytes) -> tuple[str, ...]:
    """Return the words of a PDF in order; none for a scan.

    Raises:
        TemplateError: It is no PDF, or one that is locked with a password.
    """
    try:
        return tuple(" ".join(p.extract_text() for p in PdfReader(BytesIO(pdf)).pages).split())
    except (PyPdfError, ValueError, KeyError, OSError) as galat:
        raise TemplateError(
            "Berkas itu bukan PDF yang dapat dibuka.", "Pilih PDF yang sudah ditandatangani."
        ) from galat


def difference(asli: bytes, lain: bytes) -> str:
    """Say where two PDFs first differ in their words; empty when they do not.

    Raises:
        TemplateError: One of them is no PDF.
    """
    a, b = words(asli), words(lain)
    for n, (x, y) in enumerate(zip_longest(a, b, fillvalue="(tidak ada)")):
        if x != y:
            return f"«{shorten(' '.join((*a[max(0, n - 4) : n], x)), 80)}» menjadi «{shorten(y, 40)}»"
    return ""


def signatures(pdf: bytes) -> tuple[TandaTangan, ...] | None:
    """Return the electronic signatures of a PDF; None when pyHanko is not installed.

    Raises:
        TemplateError: Its signatures cannot be read.
    """
    if find_spec("pyhanko") is None:
        return None
    baca: Any = import_module("pyhanko.pdf_utils.reader")
    sah: Any = import_module("pyhanko.sign.validation")
    galat_pdf: Any = import_module("pyhanko.pdf_utils.misc").PdfError
    try:
        semua = baca.PdfFileReader(BytesIO(pdf)).embedded_signatures
        # Without roots: no certificate is trusted, nothing is fetched, and only the file itself is judged.
        tanpa_akar = import_module("pyhanko_certvalidator").ValidationContext(trust_roots=[], allow_fetching=False)
        return tuple(_told(s, sah.validate_pdf_signature(s, tanpa_akar)) for s in semua)
    except (galat_pdf, ValueError, KeyError, OSError) as galat:
        raise TemplateError("Tanda tangan elektronik pada PDF itu tidak dapat dibaca.", "Minta PDF aslinya.") from galat


def _told(s: Any, status: Any) -> TandaTangan:
    nama = for_xml(str(status.signing_cert.subject.native.get("common_name") or "tanpa nama"))
    waktu = s.self_reported_timestamp
    return TandaTangan(
        nama=nama,
        utuh=bool(status.intact and status.valid),
        menyeluruh=status.coverage.name == "ENTIRE_FILE",
        waktu=waktu.isoformat() if waktu else "",
    )
