"""The office's own Word templates: copied for editing, and looked through before they are used."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from capaian.errors import SystemRefusalError, UsageError
from capaian.model.hasil import HasilTemplat, TemplatBaru
from capaian.text.words import daftar, maksud
from capaian.workspace.files import write_atomic
from capaian.workspace.folder import Folder, shipped

NARASI = "narasi"
_TANDA = "-diperiksa"


def new(folder: Folder, nama: Sequence[str]) -> TemplatBaru:
    """Copy shipped templates into the office folder; what is there already stays.

    Args:
        folder: The office folder.
        nama: Names such as `laporan-kinerja`, or `narasi` for the sentences; empty means the report alone.

    Raises:
        UsageError: a name is not known.
        SystemRefusalError: the folder cannot be written.
    """
    from capaian.report.templat import TEMPLAT

    ada = {t.berkas.removesuffix(".docx"): t.berkas for t in TEMPLAT}
    for n in nama:
        if n.removesuffix(".docx") not in ada and n != NARASI:
            kenal = (*ada, NARASI)
            raise UsageError(f"Templat «{n}» tidak dikenal.{maksud(n, kenal)}", f"Yang ada: {daftar(kenal)}.")
    baru: list[Path] = []
    tetap: list[Path] = []
    for n in nama or ("laporan-kinerja",):
        if n == NARASI:
            sumber = sorted(shipped("templates", NARASI).glob("*.j2"))
            pasang = [(x, folder.root / "template" / NARASI / x.name) for x in sumber]
        else:
            berkas = ada[n.removesuffix(".docx")]
            pasang = [(shipped("templates", berkas), folder.root / "template" / berkas)]
        for dari, ke in pasang:
            if ke.exists():
                tetap.append(ke)
                continue
            write_atomic(ke, dari.read_bytes())
            baru.append(ke)
    return TemplatBaru(tuple(baru), tuple(tetap))


def check(folder: Folder, waktu: datetime, berkas: Path | None = None) -> tuple[HasilTemplat, ...]:
    """Look through the office's own templates and sentences, or one file; a copy of a template has comments.

    Raises:
        UsageError: there is no such file, or the office has no templates of its own.
        TemplateError: a file is no Word file.
        SystemRefusalError: a file cannot be read, or its copy is open in Word.
    """
    from capaian.document.sentence_check import check_sentences
    from capaian.document.template_check import annotated
    from capaian.document.template_check import check as look
    from capaian.report.narasi import load
    from capaian.report.templat import TEMPLAT, bekal

    menurut_nama = {t.berkas: t for t in TEMPLAT}
    semua = [berkas] if berkas else [p for t in TEMPLAT if (p := folder.root / "template" / t.berkas).is_file()]
    tulisan = [] if berkas else sorted((folder.root / "template" / NARASI).glob("*.j2"))
    if berkas is not None and berkas.suffix == ".j2":
        semua, tulisan = [], [berkas]
    if not semua and not tulisan:
        raise UsageError(
            "Kantor ini belum memiliki templat sendiri; templat bawaan yang dipakai.",
            "Salin dengan «capaian template new», lalu sunting di Word.",
        )
    kalimat = load(*folder.narasi())
    bawaan = load(shipped("templates", NARASI))
    hasil = []
    for path in tulisan:
        teks = _content(path).decode("utf-8-sig", "replace")
        masalah = check_sentences(path.stem, teks, bekal(TEMPLAT[0], kalimat), bawaan.get(path.stem, ""))
        hasil.append(HasilTemplat(path, masalah, None))
    for path in semua:
        isi = bekal(menurut_nama.get(path.name, TEMPLAT[0]), kalimat)
        data = _content(path)
        masalah = look(data, isi)
        salinan = path.with_name(f"{path.stem}{_TANDA}.docx") if masalah else None
        if salinan is not None:
            write_atomic(salinan, annotated(data, isi, waktu))
        hasil.append(HasilTemplat(path, masalah, salinan))
    return tuple(hasil)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise UsageError(f"Berkas «{path}» tidak ada.", "Periksa nama dan foldernya.") from None
    except OSError as e:
        raise SystemRefusalError(f"«{path.name}» tidak dapat dibuka ({e.strerror}).", "Tutup berkas itu.") from None
