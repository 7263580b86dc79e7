"""An office folder of an older version of the tool, brought to this one: asked for, never by surprise."""

from __future__ import annotations

from capaian import __version__
from capaian.errors import IntegrityError, StateError, UsageError
from capaian.ledger import Ledger, demand_current
from capaian.ledger.upgrade import Pemutakhiran
from capaian.ledger.upgrade import upgrade as upgrade_ledger
from capaian.model.keutuhan import HasilPemutakhiran
from capaian.model.register import FOLDER_DIMUTAKHIRKAN
from capaian.pipeline.office import Pelaku, has_ledger
from capaian.workspace.folder import Folder


def upgrade(folder: Folder, pelaku: Pelaku) -> HasilPemutakhiran:
    """Bring the ledger of an office folder to the shape of this version; the old one is kept in `cadangan/`.

    Raises:
        UsageError: the folder has no ledger yet.
        IntegrityError: the ledger is not what was recorded, or is gone; a damaged one is not upgraded.
        SystemRefusalError: a newer version has written it, or the copy cannot be written.
        BusyError: another run holds it.
    """
    path = folder.basis_data
    if not has_ledger(folder):
        raise UsageError("Folder ini belum memiliki buku catatan; tidak ada yang perlu dimutakhirkan.")
    try:
        demand_current(path)
    except StateError:
        pass
    else:
        return HasilPemutakhiran()

    def catat(ledger: Ledger, p: Pemutakhiran) -> None:
        rusak = ledger.verify()
        if rusak:
            tempat, masalah = rusak[0].tempat, rusak[0].masalah
            raise IntegrityError(
                f"Buku catatan «{path.name}» tidak utuh ({tempat}: {masalah}), maka tidak dimutakhirkan.",
                "Periksa dengan «capaian verify», lalu kembalikan dari cadangan yang utuh.",
            )
        isi: dict[str, object] = {"dari": p.dari, "ke": p.ke, "cadangan": folder.relatif(p.cadangan)}
        isi |= {"sidik_cadangan": p.sidik, "versi": __version__}
        ledger.append(FOLDER_DIMUTAKHIRKAN, isi, pelaku.nama, pelaku.waktu)

    p = upgrade_ledger(path, folder.cadangan / f"{path.stem}-{pelaku.waktu:%Y%m%d}{path.suffix}", catat)
    return HasilPemutakhiran(p.dari, p.ke, folder.relatif(p.cadangan)) if p else HasilPemutakhiran()
