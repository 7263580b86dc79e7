"""An office folder of an older version of the tool, brought to this one: asked for, never by surprise."""

from __future__ import annotations

from pathlib import Path

from capaian import __version__
from capaian.errors import IntegrityError, StateError, UsageError
from capaian.ledger import Ledger, Pemutakhiran, demand_current, look
from capaian.ledger import upgrade as upgrade_ledger
from capaian.model.keutuhan import HasilPemutakhiran
from capaian.model.register import FOLDER_DIMUTAKHIRKAN
from capaian.pipeline.office import Pelaku
from capaian.workspace.files import free_name
from capaian.workspace.folder import Folder


def upgrade(folder: Folder, pelaku: Pelaku) -> HasilPemutakhiran:
    """Bring the ledger of an office folder to the shape of this version; the old one is kept in `cadangan/`.

    Raises:
        UsageError: the folder has no ledger yet.
        IntegrityError: the ledger is not what was recorded; a damaged one is not upgraded.
        SystemRefusalError: a newer version has written it, or the copy cannot be written.
        BusyError: another run holds it.
    """
    path = folder.basis_data
    if not path.is_file() or path.stat().st_size == 0:
        raise UsageError("Folder ini belum memiliki buku catatan; tidak ada yang perlu dimutakhirkan.")
    try:
        demand_current(path)
    except StateError:
        pass
    else:
        return HasilPemutakhiran()
    with look(path) as (lama, _):
        rusak = lama.verify()
    if rusak:
        raise IntegrityError(
            f"Buku catatan «{path.name}» tidak utuh ({rusak[0].tempat}: {rusak[0].masalah}), maka tidak dimutakhirkan.",
            "Periksa dengan «capaian verify», lalu kembalikan dari cadangan yang utuh.",
        )

    def nama() -> Path:
        return free_name(folder.cadangan, f"{path.stem}-{pelaku.waktu:%Y%m%d}", path.suffix)

    def catat(ledger: Ledger, p: Pemutakhiran) -> None:
        isi = {"dari": p.dari, "ke": p.ke, "cadangan": folder.relatif(p.cadangan), "sidik_cadangan": p.sidik}
        ledger.append(FOLDER_DIMUTAKHIRKAN, isi | {"versi": __version__}, pelaku.nama, pelaku.waktu)

    hasil = upgrade_ledger(path, nama, catat)
    if hasil is None:
        return HasilPemutakhiran()
    return HasilPemutakhiran(hasil.dari, hasil.ke, folder.relatif(hasil.cadangan))
