"""The register for people without this tool: lists of receipts and the chain, kept beside the archived files."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from capaian.errors import SystemRefusalError
from capaian.ledger import DAFTAR_CSV, DAFTAR_EXCEL, RANTAI, Ledger, short
from capaian.ledger.listing import BarisPenerimaan, chain_lines, form_lines, last_of, receipt_lines
from capaian.pipeline.office import Kantor
from capaian.text.inert import for_csv
from capaian.workspace.files import write_atomic

_KOLOM: tuple[tuple[str, float, Callable[[BarisPenerimaan], str | int]], ...] = (
    ("Nomor", 8, lambda b: b.nomor),
    ("Waktu", 26, lambda b: b.waktu),
    ("Nama Berkas", 44, lambda b: b.nama),
    ("Bita", 10, lambda b: b.ukuran),
    ("Putusan", 22, lambda b: b.putusan),
    ("Alasan dan Catatan", 18, lambda b: b.kode),
    ("Unit", 10, lambda b: b.unit),
    ("Periode", 12, lambda b: b.periode),
    ("Keadaan", 12, lambda b: b.keadaan),
    ("Pelaku", 24, lambda b: b.pelaku),
    ("Catatan No.", 12, lambda b: b.urut),
    ("SHA-256", 68, lambda b: b.sha256),
)
_FORMULIR = (("Kode", 40), ("Waktu", 26), ("Unit", 10), ("Periode", 12), ("Terbitan", 10), ("Catatan No.", 12))
_TERKAIT = ("berkas", "kiriman", "formulir")
"""First words of the kinds of events that change a line of the lists."""
_EKOR = 1 << 20


def refresh(kantor: Kantor, ledger: Ledger) -> tuple[str, ...]:
    """Bring the lists in `arsip` up to date; nothing is written when nothing is new.

    What they state is recorded in the ledger already, so a list that cannot be written costs only itself; the next
    command that records something tries again.

    Returns:
        A sentence for each list that could not be written, because it is open in Excel or the disk refuses.
    """
    arsip = kantor.folder.arsip
    urut, segel, waktu = last_of(ledger, *_TERKAIT)
    _, kepala, _ = last_of(ledger)
    if not kepala:
        return ()
    sampai = f"Sampai dengan catatan no. {urut}, segel {short(segel)}" if segel else ""
    tulis: list[tuple[Path, Callable[[], bytes]]] = []
    if sampai and not _ends_with(arsip / DAFTAR_CSV, sampai.encode()):
        tulis.append((arsip / DAFTAR_CSV, lambda: _csv(receipt_lines(ledger), sampai)))
    if sampai and _title(arsip / DAFTAR_EXCEL) != sampai:
        tulis.append((arsip / DAFTAR_EXCEL, lambda: _excel(kantor, ledger, sampai, datetime.fromisoformat(waktu))))
    if not _ends_with(arsip / RANTAI, f"{kepala}\t".encode(), last_line=True):
        tulis.append((arsip / RANTAI, lambda: _chain(ledger)))
    return tuple(_written(tulis))


def _written(tulis: list[tuple[Path, Callable[[], bytes]]]) -> Iterator[str]:
    for path, isi in tulis:
        try:
            write_atomic(path, isi())
        except SystemRefusalError as e:
            yield f"Daftar «arsip/{path.name}» belum diperbarui; {e.pesan[0].lower()}{e.pesan[1:]} Data tetap tercatat."


def _csv(baris: list[BarisPenerimaan], sampai: str) -> bytes:
    teks = io.StringIO()
    tabel = csv.writer(teks, delimiter=";", lineterminator="\r\n")
    tabel.writerow([nama for nama, _, _ in _KOLOM])
    for b in baris:
        tabel.writerow([for_csv(str(ambil(b))) for _, _, ambil in _KOLOM])
    tabel.writerow([sampai])
    return teks.getvalue().encode("utf-8-sig")


def _excel(kantor: Kantor, ledger: Ledger, sampai: str, waktu: datetime) -> bytes:
    from capaian.sheet.list_writer import List, write_lists

    penerimaan = List(
        "Penerimaan",
        [(nama, lebar) for nama, lebar, _ in _KOLOM],
        ([ambil(b) for _, _, ambil in _KOLOM] for b in receipt_lines(ledger)),
    )
    formulir = List(
        "Formulir Terbit",
        [*_FORMULIR, ("SHA-256", 68)],
        ([b.kode, b.waktu, b.unit, b.periode, b.terbitan, b.urut, b.sha256] for b in form_lines(ledger)),
    )
    return write_lists((penerimaan, formulir), waktu, sampai, kantor.pengaturan.instansi.nama)


def _chain(ledger: Ledger) -> bytes:
    return "".join(f"{segel}\t{baris}\n" for segel, baris in chain_lines(ledger)).encode("utf-8", "backslashreplace")


def _ends_with(path: Path, what: bytes, *, last_line: bool = False) -> bool:
    """Whether a file ends with a line that is `what`, or (`last_line`) begins with it."""
    try:
        with path.open("rb") as stream:
            stream.seek(0, 2)
            stream.seek(max(0, stream.tell() - _EKOR))
            ekor = stream.read()
    except OSError:
        return False
    if not ekor.endswith(b"\n"):
        return False
    baris = ekor.rstrip(b"\r\n").rsplit(b"\n", 1)[-1]
    return baris.startswith(what) if last_line else baris.strip(b'"') == what


def _title(path: Path) -> str:
    """Return the title of a workbook, empty when there is none."""
    try:
        with zipfile.ZipFile(path) as paket:
            inti = paket.read("docProps/core.xml").decode("utf-8", "replace")
    except (OSError, KeyError, zipfile.BadZipFile, ValueError):
        return ""
    found = re.search(r"<dc:title[^>]*>([^<]*)</dc:title>", inti)
    return found[1] if found else ""
