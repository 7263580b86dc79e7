"""Originals back out of the archive, byte for byte, under a safe name."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path, PurePosixPath

from capaian.errors import IntegrityError, UsageError
from capaian.ledger import Archive, Ledger, archived, look
from capaian.model.keutuhan import Asli, HasilAmbil
from capaian.model.register import (
    FORMULIR_TERBIT,
    KOREKSI_DISUSUN,
    LAPORAN_DIKIRIM,
    LAPORAN_DISAHKAN,
    LAPORAN_DISUSUN,
    LAPORAN_DITANDATANGANI,
    SURAT_DIPINDAI,
    SURAT_DITERIMA,
    Peristiwa,
)
from capaian.text.filenames import safe_name
from capaian.workspace.files import write_new
from capaian.workspace.folder import Folder

_SINGKAT = 6
"""Fewest characters of a hash that are taken for one."""


def take_out(folder: Folder, dicari: str, tujuan: Path) -> HasilAmbil:
    """Write the original that is meant to a folder; none when more than one is meant.

    Args:
        folder: The office folder; settings and tables are not looked at.
        dicari: Display name of a file, its last part, or the beginning of its hash (at least 6 characters).
        tujuan: Made when missing; a file that is there already is never overwritten.

    Raises:
        UsageError: nothing is meant, or the folder belongs to the archive or the inbox.
        IntegrityError: the archived bytes are missing or are no longer those that were received.
        SystemRefusalError: the folder cannot be written.
    """
    for milik in (folder.arsip, folder.inbox):
        if tujuan.resolve().is_relative_to(milik.resolve()):
            raise UsageError(
                f"Berkas tidak ditulis ke dalam folder «{milik.name}».", "Sebutkan folder lain dengan «--ke»."
            )
    arsip = Archive(folder.arsip)
    pilihan = _meant(_known(folder, arsip), dicari)
    if len(pilihan) > 1:
        return HasilAmbil(pilihan)
    asli = pilihan[0]
    data = arsip.get(asli.sha256)
    return HasilAmbil(pilihan, write_new(tujuan, safe_name(asli.nama or asli.sha256[:12]), data))


def _known(folder: Folder, arsip: Archive) -> list[Asli]:
    """Every original: those of the ledger as far as it can be read, then what else lies in the archive."""
    hasil: dict[tuple[str, str], Asli] = {}
    with ExitStack() as terbuka:
        try:
            if folder.basis_data.is_file():
                ledger, _ = terbuka.enter_context(look(folder.basis_data))
                hasil = {(a.nama, a.sha256): a for a in _recorded(ledger, arsip)}
        except IntegrityError:
            # A damaged ledger is one more reason to get at the files, by their hash.
            hasil = {}
    dikenal = {sha for _, sha in hasil}
    lain = [Asli("", sha, "", arsip.size(sha), "tidak tercatat") for sha in arsip.hashes() if sha not in dikenal]
    return [*hasil.values(), *lain]


def _recorded(ledger: Ledger, arsip: Archive) -> Iterable[Asli]:
    peristiwa = ledger.events()
    waktu = {str(p.isi.get("sha256")) + str(p.isi.get("nama")): p.waktu.isoformat() for p in peristiwa}
    ada = archived(peristiwa)
    for r in ledger.receipts():
        if r.sha256 in ada:
            yield Asli(r.nama, r.sha256, waktu.get(r.sha256 + r.nama, ""), arsip.size(r.sha256), r.putusan.value)
    for p in peristiwa:
        for nama, sha, apa in _written(p):
            if sha:
                yield Asli(nama, sha, p.waktu.isoformat(), arsip.size(sha), apa)


def _written(p: Peristiwa) -> Iterable[tuple[str, str, str]]:
    """Yield name, hash and kind of each file that an event put into the archive, receipts aside."""
    isi = p.isi
    if p.jenis == FORMULIR_TERBIT:
        yield f"{isi['periode']}-{isi['unit']}.xlsx", str(isi.get("sha256", "")), "formulir terbit"
        yield str(isi.get("surat", "")), str(isi.get("surat_sha256", "")), "surat pengantar"
    elif p.jenis == KOREKSI_DISUSUN and isinstance(paket := isi.get("berkas"), dict):
        for nama, sha in paket.items():
            yield str(nama), str(sha), "paket perbaikan"
    elif p.jenis in (SURAT_DITERIMA, SURAT_DIPINDAI):
        yield str(isi["berkas"]), str(isi.get("berkas_sha256", "")), "surat masuk"
    elif p.jenis == LAPORAN_DISUSUN:
        yield f"Laporan-Kinerja-{isi['periode']}-DRAF.docx", str(isi["sha256"]), "draf laporan"
    elif p.jenis == LAPORAN_DISAHKAN:
        yield f"Laporan-Kinerja-{isi['periode']}.docx", str(isi["sha256"]), "laporan yang disahkan"
        yield f"Laporan-Kinerja-{isi['periode']}.pdf", str(isi.get("pdf_sha256", "")), "laporan yang disahkan"
    elif p.jenis == LAPORAN_DITANDATANGANI:
        yield f"Laporan-Kinerja-{isi['periode']}-TTD.pdf", str(isi["ttd_sha256"]), "laporan bertanda tangan"
    elif p.jenis == LAPORAN_DIKIRIM:
        nama = str(isi.get("bundel") or f"Kiriman-{isi['periode']}.zip")
        yield nama, str(isi["bundel_sha256"]), "kiriman laporan"


def _meant(semua: list[Asli], dicari: str) -> tuple[Asli, ...]:
    """Choose by whole name, else by its last part, else without regard to capitals, else by hash."""
    kecil = dicari.casefold()
    cara = (
        lambda a: a.nama == dicari,
        lambda a: PurePosixPath(a.nama).name == dicari,
        lambda a: kecil in (a.nama.casefold(), PurePosixPath(a.nama).name.casefold()),
    )
    cocok = next((found for c in cara if (found := [a for a in semua if a.nama and c(a)])), [])
    if re.fullmatch(rf"[0-9a-f]{{{_SINGKAT},64}}", kecil):
        cocok += [a for a in semua if a.sha256.startswith(kecil)]
    terakhir = {a.sha256: a for a in cocok}  # the same bytes under several names are one original: the latest counts
    if not terakhir:
        raise UsageError(f"«{dicari}» tidak ada di arsip.", _hint(semua, dicari))
    return tuple(sorted(terakhir.values(), key=lambda a: (a.waktu, a.nama)))


def _hint(semua: list[Asli], dicari: str) -> str:
    nama = {a.nama for a in semua if a.nama}
    mirip = difflib.get_close_matches(dicari, sorted(nama), 3, 0.5)
    if mirip:
        return "Mungkin maksudnya " + ", ".join(f"«{m}»" for m in mirip) + "."
    return (
        "Tulis nama berkas seperti yang ditampilkan «capaian collect», atau sedikitnya 6 huruf awal SHA-256-nya; "
        "daftarnya ada di «arsip/daftar-penerimaan.csv»."
    )
