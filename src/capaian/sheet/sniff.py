"""What a file really is, told from its content and never from the ending of its name."""

from __future__ import annotations

import re
import zipfile

from capaian.model.kiriman import Cacat
from capaian.sheet import ole
from capaian.sheet.facts import Unreadable
from capaian.sheet.preflight import MB, directory, normalise

READ = frozenset(("xlsx", "xls", "xlsb", "ods"))
"""Kinds that the reader takes."""
REFUSALS: dict[str, tuple[str, str]] = {
    "kosong": ("B01", "kosong"),
    "bersandi": ("B04", "buku kerja bersandi"),
    "numbers": ("B05", "Apple Numbers"),
    "lotus": ("B05", "Lotus 1-2-3"),
    "html": ("B06", "halaman web"),
    "mhtml": ("B06", "halaman web tersimpan (.mht)"),
    "sylk": ("B06", "SYLK (.slk)"),
    "dif": ("B06", "DIF (.dif)"),
    "dbf": ("B06", "dBase (.dbf)"),
    "xml": ("B06", "XML"),
    "csv": ("B06", "CSV"),
    "teks": ("B06", "teks"),
    "pdf": ("B07", "PDF"),
    "gambar": ("B07", "foto"),
    "docx": ("B07", "dokumen Word"),
    "doc": ("B07", "dokumen Word 97–2003 (.doc)"),
    "odt": ("B07", "dokumen OpenDocument"),
    "rtf": ("B07", "dokumen RTF"),
    "pptx": ("B07", "presentasi PowerPoint"),
    "lain": ("B07", "berkas jenis lain"),
    "zip": ("B08", "arsip ZIP"),
    "rar": ("B08", "arsip RAR"),
    "7z": ("B08", "arsip 7z"),
    "gz": ("B08", "arsip gzip"),
    "arsip": ("B08", "arsip jenis lain"),
    "eml": ("B08", "surel (.eml)"),
    "mbox": ("B08", "kotak surel (.mbox)"),
    "msg": ("B08", "surel Outlook (.msg)"),
    "tautan": ("B09", "tautan"),
}
"""Kind → (code, the kind in words) for everything that is not a workbook we read."""

_MAGIC = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "gambar"),
    (b"\xff\xd8\xff", "gambar"),
    (b"GIF87a", "gambar"),
    (b"GIF89a", "gambar"),
    (b"II*\x00", "gambar"),
    (b"MM\x00*", "gambar"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gz"),
    (b"\xfd7zXZ\0", "arsip"),
    (b"BZh", "arsip"),
    (b"MSCF\0\0\0\0", "arsip"),
    (b"\0\0\x02\0\x04\x04", "lotus"),
    (b"\0\0\x02\0\x06\x04", "lotus"),
    (b"\0\0\x1a\0\0\x10", "lotus"),
    (b"\0\0\x1a\0\x02\x10", "lotus"),
    (b"\0\0\x1a\0\x05\x10", "lotus"),
    (b"{\\rtf", "rtf"),
    (b"L\x00\x00\x00\x01\x14\x02\x00", "tautan"),
    (b"\x09\x08\x10\x00\x00\x06", "xls"),
    (b"\x09\x08\x08\x00\x00\x05", "xls"),
    (b"\x09\x04\x06\x00\x00\x00", "xls"),
    (b"\x09\x02\x06\x00\x00\x00", "xls"),
)
_HEIC = (b"heic", b"heix", b"hevc", b"heif", b"mif1", b"msf1", b"avif")
_OFFICE = (
    ((b"sheet.binary.macroenabled.main",), "xlsb"),
    (
        (
            b"spreadsheetml.sheet.main+xml",
            b"spreadsheetml.template.main+xml",
            b"ms-excel.sheet.macroenabled.main+xml",
            b"ms-excel.template.macroenabled.main+xml",
            b"ms-excel.addin.macroenabled.main+xml",
        ),
        "xlsx",
    ),
    ((b"wordprocessingml.", b"ms-word."), "docx"),
    ((b"presentationml.", b"ms-powerpoint."), "pptx"),
)
"""What the content types of an Office Open XML file say, in the order in which it is asked."""
_OASIS = b"application/vnd.oasis.opendocument."
_HEAD = 64 * 1024
_URL = re.compile(r"https?://\S+\Z")
_HTML = re.compile(r"<(!doctype\s+html|html|head|body|table|meta|style|script|div)\b", re.IGNORECASE)
_MAIL = re.compile(
    r"^(return-path|received|delivered-to|message-id|mime-version|from|to|cc|subject|date|reply-to|"
    r"dkim-signature|authentication-results|x-[a-z0-9-]+):",
    re.IGNORECASE | re.MULTILINE,
)
_ENVELOPE = re.compile(r"^From \S", re.MULTILINE)
_HEADERS = 16 * 1024
_DBASE = frozenset((0x02, 0x03, 0x04, 0x05, 0x30, 0x31, 0x32, 0x43, 0x63, 0x83, 0x8B, 0x8E, 0xCB, 0xF5, 0xFB))
_PARTS_OF_OFFICE = ("[content_types].xml", "_rels/", "docprops/", "customxml/", "xl/", "word/", "ppt/")
"""Beginnings of the names of the first part in an Office Open XML file."""


def sniff(data: bytes) -> str:
    """Return the kind of the file: one of `READ` or a key of `REFUSALS`. Never raises.

    A zip file that cannot be opened is called by the names of the parts that are still visible in it.
    """
    if len(data) <= 1 or not data.strip(b"\0"):
        return "kosong"
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    if data.startswith(ole.MAGIC):
        return _ole(data)
    if _is_picture(data):
        return "gambar"
    if not data.startswith(b"PK") and (kind := _mail(data)):
        return kind
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")) or b"PK\x05\x06" in data[-66_000:]:
        return _zip(data)
    text = _decoded(data[:_HEAD])
    return _binary(data) if text is None else _text(text)


def refusal(kind: str, **rincian: str) -> Cacat:
    """Return why a file of this kind is not read, with the kind in words."""
    kode, jenis = REFUSALS[kind]
    return Cacat(kode, {"jenis": jenis, **rincian})


def _is_picture(data: bytes) -> bool:
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return True
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC:
        return True
    return data[:2] == b"BM" and data[6:10] == b"\0\0\0\0" and len(data) > 26


def _ole(data: bytes) -> str:
    names = {name.casefold() for name in ole.names(data)}
    if names & {"encryptedpackage", "encryptioninfo"}:
        return "bersandi"
    for name, kind in (("worddocument", "doc"), ("powerpoint document", "pptx"), ("__properties_version1.0", "msg")):
        if name in names:
            return kind
    # A directory that cannot be read says nothing: the reader of workbooks will name the damage.
    return "xls" if not names or names & {"workbook", "book"} else "lain"


def _mail(data: bytes) -> str:
    """Return `eml`, `mbox` or `mhtml` for what begins with the headers of a mail; else nothing.

    Asked before the rest, since a mail may carry a whole zip file as it is.
    """
    head = data[:_HEADERS].lstrip(b"\xef\xbb\xbf\r\n").decode("latin-1").replace("\r\n", "\n")
    head = head.partition("\n\n")[0]
    envelope = _ENVELOPE.match(head)
    fields = head.partition("\n")[2] if envelope else head
    lower = fields.lower()
    if "multipart/related" in lower and ("from: <saved by" in lower or "snapshot-content-location:" in lower):
        return "mhtml"
    if "x-document-type: workbook" in lower and "mime-version:" in lower:
        return "mhtml"
    if not _MAIL.match(fields) or len({name.lower() for name in _MAIL.findall(fields)}) < 3:
        return ""
    return "mbox" if envelope and b"\nFrom " in data else "eml"


def _binary(data: bytes) -> str:
    if data[257:262] == b"ustar":
        return "arsip"
    size = int.from_bytes(data[8:10], "little")
    dated = len(data) > 32 and 1 <= data[2] <= 12 and 1 <= data[3] <= 31
    # The list of columns ends with a carriage return; Visual FoxPro puts 263 bytes behind it.
    ends = data[size - 264 if size > 296 else 32 : size]
    if dated and data[0] in _DBASE and 32 < size <= len(data) and b"\r" in ends:
        return "dbf"
    return "lain"


def _zip(data: bytes) -> str:
    try:
        archive = directory(data)
    except Unreadable:
        return _zip_by_trace(data)
    names = {normalise(info.filename): info for info in archive.infolist()}
    types = _small(archive, names.get("[content_types].xml")).replace(b"\0", b"").lower()
    for marks, kind in _OFFICE:
        if any(mark in types for mark in marks):
            return kind
    for part, kind in (("xl/workbook.bin", "xlsb"), ("xl/workbook.xml", "xlsx"), ("index/document.iwa", "numbers")):
        if part in names:
            return kind
    return _open_document(archive, names)


def _open_document(archive: zipfile.ZipFile, names: dict[str, zipfile.ZipInfo]) -> str:
    mime = _small(archive, names.get("mimetype"))
    manifest = _small(archive, names.get("meta-inf/manifest.xml"))
    if not mime.startswith(_OASIS):
        # The part that says it may be lost when somebody packs the folder again.
        if "content.xml" not in names or _OASIS not in manifest:
            return "zip"
        mime = manifest
    if b"encryption-data" in manifest:
        return "bersandi"
    return "ods" if _OASIS + b"spreadsheet" in mime else "odt"


def _zip_by_trace(data: bytes) -> str:
    """Tell the kind of a damaged zip file: by the name of its first part, then by names that are still visible."""
    seen = data[:MB] + data[-MB:]
    if b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet" in seen[:200]:
        return "ods"
    if data.startswith(b"PK\x03\x04"):
        size = int.from_bytes(data[26:28], "little")
        first = normalise(data[30 : 30 + size].decode("utf-8", "replace"))
        if not first.startswith(_PARTS_OF_OFFICE):
            return "zip"
    for trace, kind in ((b"xl/workbook.bin", "xlsb"), (b"xl/", "xlsx"), (b"xl\\", "xlsx"), (b"word/", "docx")):
        if trace in seen:
            return kind
    return "zip"


def _small(archive: zipfile.ZipFile, info: zipfile.ZipInfo | None) -> bytes:
    """Return at most 1 MB of a part; nothing when it cannot be read (the reader will say why)."""
    if info is None or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return b""
    try:
        with archive.open(info) as stream:
            return stream.read(MB)
    except Exception:  # zipfile fails in a dozen types; what a part holds is only a hint here
        return b""


def _decoded(head: bytes) -> str | None:
    """Return the beginning of a text file, or None when it is no text."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "replace")
    if b"\0" in head:
        return None
    text = head.decode("utf-8-sig", "replace")
    controls = sum(1 for char in text if char < " " and char not in "\t\n\r\f")
    return None if controls > len(text) // 100 else text


def _text(text: str) -> str:
    start = text.lstrip()[:2_000]
    lower = start.lower()
    if _is_link(text.strip(), lower):
        return "tautan"
    if _HTML.match(start):
        return "html"
    if lower.startswith("<?xml"):
        return "html" if "<html" in lower else "xml"
    if text.startswith("ID;P"):
        return "sylk"
    if re.match(r"TABLE\r?\n0,[0-9]+\r?\n", text):
        return "dif"
    return "csv" if _has_columns(text) else "teks"


def _is_link(text: str, lower: str) -> bool:
    if lower.startswith(("[internetshortcut]", "[desktop entry]")) or _URL.fullmatch(text):
        return True
    if lower.startswith("{") and ("doc_id" in lower or "docs.google.com" in lower):
        return True
    return lower.startswith("<?xml") and "<plist" in lower and "<key>url</key>" in lower


def _has_columns(text: str) -> bool:
    lines = [line for line in text.splitlines()[:20] if line.strip()]
    return len(lines) > 1 and any(all(mark in line for line in lines[:3]) for mark in ";,\t|")
