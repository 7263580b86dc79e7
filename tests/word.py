"""What makes a Word package sound: the rules of the format that editors trip over."""

from __future__ import annotations

import posixpath
import subprocess
import zipfile
from collections import Counter
from io import BytesIO
from pathlib import Path
from typing import Any

from lxml import etree

from capaian.sheet.chart import open_workbook

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_REL = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_CT = "{http://schemas.openxmlformats.org/package/2006/content-types}"


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as paket:
        nama = paket.namelist()
        assert len(nama) == len(set(nama)), "a part stands in the package twice"
        return {n: paket.read(n) for n in nama}


def tree(data: bytes) -> Any:
    return etree.fromstring(data, etree.XMLParser(huge_tree=True))


def relations(semua: dict[str, bytes], part: str) -> dict[str, tuple[str, str]]:
    """Type and target of each relation of a part, by id."""
    folder, nama = posixpath.split(part)
    rels = semua.get(posixpath.join(folder, "_rels", f"{nama}.rels"))
    if rels is None:
        return {}
    ada = [r for r in tree(rels).iter(_REL) if r.get("TargetMode") != "External"]
    assert len({r.get("Id") for r in ada}) == len(ada), f"{part}: an id of a relation stands twice"
    return {r.get("Id"): (r.get("Type"), posixpath.normpath(posixpath.join(folder, r.get("Target")))) for r in ada}


def check(data: bytes) -> dict[str, bytes]:
    """Check content types, relations, ids and charts; returns the parts."""
    semua = parts(data)
    jenis = tree(semua["[Content_Types].xml"])
    bawaan = {e.get("Extension").lower() for e in jenis.iter(f"{_CT}Default")}
    khusus = {e.get("PartName").lstrip("/") for e in jenis.iter(f"{_CT}Override")}
    assert khusus <= set(semua), f"content types of parts that are not there: {khusus - set(semua)}"
    for nama in semua:
        if nama != "[Content_Types].xml":
            assert nama in khusus or nama.rpartition(".")[2].lower() in bawaan, f"{nama} has no content type"
    for nama, isi in semua.items():
        if not nama.endswith(".xml") or nama.startswith("["):
            continue
        punya = relations(semua, nama)
        assert all(t.lstrip("/") in semua for _, t in punya.values()), (nama, punya)
        dipakai = {v for e in tree(isi).iter() for k, v in e.attrib.items() if k.startswith(R)}
        assert dipakai <= punya.keys(), f"{nama}: relations that are not there: {dipakai - punya.keys()}"
    badan = tree(semua["word/document.xml"])
    for apa, kunci in ((f"{WP}docPr", "id"), (f"{W}bookmarkStart", f"{W}id"), (f"{W}bookmarkStart", f"{W}name")):
        ganda = [k for k, n in Counter(e.get(kunci) for e in badan.iter(apa)).items() if n > 1]
        assert ganda == [], f"{apa} {kunci}: {ganda}"
    mulai = {e.get(f"{W}id") for e in badan.iter(f"{W}bookmarkStart")}
    assert mulai == {e.get(f"{W}id") for e in badan.iter(f"{W}bookmarkEnd")}
    for e in badan.iter(f"{W}p"):
        jenis_bidang = [x.get(f"{W}fldCharType") for x in e.iter(f"{W}fldChar")]
        assert jenis_bidang.count("begin") >= jenis_bidang.count("separate")
    return semua


def charts(semua: dict[str, bytes]) -> list[tuple[str, list[list[object]], list[list[float | None]]]]:
    """Description, rows of the workbook and drawn values of each chart, in the order of the document."""
    badan, rel = tree(semua["word/document.xml"]), relations(semua, "word/document.xml")
    hasil = []
    for gambar in badan.iter(f"{WP}inline"):
        for c in gambar.iter(f"{C}chart"):
            bagian = rel[c.get(f"{R}id")][1]
            xml = tree(semua[bagian])
            buku = next(t for jenis, t in relations(semua, bagian).values() if jenis.endswith("/package"))
            luar = xml.find(f"{C}externalData")
            assert luar is not None and luar.get(f"{R}id") in relations(semua, bagian)
            seri = [
                [
                    next((float(p.findtext(f"{C}v")) for p in cache.iter(f"{C}pt") if p.get("idx") == str(i)), None)
                    for i in range(int(cache.find(f"{C}ptCount").get("val")))
                ]
                for s in xml.iter(f"{C}ser")
                for cache in s.find(f"{C}val").iter(f"{C}numCache")
            ]
            hasil.append((gambar.find(f"{WP}docPr").get("descr"), open_workbook(semua[buku]), seri))
    return hasil


def through_libreoffice(data: bytes, folder: Path) -> bytes:
    """Return a .docx as LibreOffice writes it after saving it as .odt: docx, odt, docx."""
    (folder / "naskah.docx").write_bytes(data)
    for dari, ke, tujuan in (("naskah.docx", "odt", "odt"), ("odt/naskah.odt", "docx", "lagi")):
        _convert(folder, dari, ke, tujuan)
    return (folder / "lagi" / "naskah.docx").read_bytes()


def printed(data: bytes, folder: Path) -> str:
    """Return the text of a .docx as LibreOffice prints it."""
    (folder / "naskah.docx").write_bytes(data)
    _convert(folder, "naskah.docx", "pdf", "pdf")
    perintah = ["pdftotext", "-layout", str(folder / "pdf" / "naskah.pdf"), "-"]
    return subprocess.run(perintah, check=True, capture_output=True, text=True, timeout=60).stdout


def _convert(folder: Path, dari: str, ke: str, tujuan: str) -> None:
    perintah = ["soffice", f"-env:UserInstallation=file://{folder}/profil", "--headless", "--convert-to", ke]
    perintah += ["--outdir", str(folder / tujuan), str(folder / dari)]
    subprocess.run(perintah, check=True, capture_output=True, timeout=300)
