"""For the one who takes over: the whole office folder in one file, with a page on what was decided and why."""

from __future__ import annotations

import zipfile
from pathlib import Path

from capaian.checks.waivers import in_force
from capaian.errors import SystemRefusalError, UsageError
from capaian.ledger.durable import TEMP_PREFIX
from capaian.model.hasil import HasilSerahTerima
from capaian.model.register import SERAH_TERIMA
from capaian.pipeline import register_files
from capaian.pipeline.office import Kantor, Pelaku, demand_intact, open_ledger
from capaian.pipeline.progress import standing
from capaian.register import handing_over

HALAMAN = "SERAH-TERIMA.txt"


def handover(kantor: Kantor, pelaku: Pelaku, kepada: str, ke: Path) -> HasilSerahTerima:
    """Pack settings, tables, templates, texts, papers, archive and ledger; the act itself is the last that is recorded.

    Raises:
        UsageError: nobody is named, the file exists, or it would lie inside what it packs.
        SystemRefusalError: a file cannot be read, or the pack cannot be written.
    """
    root = kantor.folder.root.resolve()
    ke = ke.resolve()
    if not kepada.strip():
        raise UsageError("Penerima serah terima belum disebut.", 'Tulis: --kepada "NAMA".')
    if ke.exists():
        raise UsageError(f"Berkas «{ke.name}» sudah ada.", "Pilih nama lain, agar yang lama tidak tertimpa.")
    if ke.is_relative_to(root):
        raise UsageError("Berkas serah terima tidak dapat diletakkan di dalam folder kantor.", "Pilih folder lain.")
    with open_ledger(kantor) as ledger:
        with ledger.transaction():
            demand_intact(ledger)
            isi = {"periode": str(kantor.periode), "kepada": kepada.strip()}
            ledger.append(SERAH_TERIMA, isi, pelaku.nama, pelaku.waktu)
        register_files.refresh(kantor, ledger)
        status = standing(kantor, ledger, pelaku.waktu)
        peristiwa = ledger.events()
        berlaku = tuple(in_force(peristiwa, str(kantor.periode)).values())
        halaman = handing_over.page(
            handing_over.Bahan(kantor.pengaturan, kantor.siklus, status, peristiwa, berlaku, kepada.strip())
        )
        berkas = [p for p in sorted(root.rglob("*")) if p.is_file() and not _passing(p)]
        try:
            _pack(ke, root, berkas, halaman)
        except OSError as e:
            ke.unlink(missing_ok=True)
            raise SystemRefusalError(
                f"Serah terima tidak dapat ditulis ({e.strerror}).", "Tutup berkas yang terbuka, periksa ruang disk."
            ) from e
    return HasilSerahTerima(ke, len(berkas), status.segel, halaman)


def _pack(ke: Path, root: Path, berkas: list[Path], halaman: str) -> None:
    with zipfile.ZipFile(ke, "x", zipfile.ZIP_DEFLATED) as z:
        z.writestr(HALAMAN, halaman.encode("utf-8-sig"))
        for p in berkas:
            z.write(p, p.relative_to(root).as_posix())


def _passing(p: Path) -> bool:
    """Whether a file only passes by: a lock of Office, a part of a write, a lock of this program."""
    return p.name.startswith(("~$", ".~lock", TEMP_PREFIX)) or p.suffix == ".lock"
