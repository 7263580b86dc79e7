"""SOP 6: forms come back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from capaian.errors import UsageError
from capaian.ledger import Archive
from capaian.model.formulir import KodeFormulir
from capaian.model.hasil import HasilKumpul
from capaian.model.kiriman import Kiriman
from capaian.pipeline.office import Kantor, Pelaku, open_ledger, unit_status


def collect(
    kantor: Kantor, pelaku: Pelaku, inbox: Path, maju: Callable[[int, int], None] = lambda _i, _n: None
) -> HasilKumpul:
    """Archive and judge every file of the inbox, which itself is never changed.

    Raises:
        UsageError: the inbox is missing.
        BusyError: another run holds the ledger.
    """
    from capaian.checks import run
    from capaian.forms.expect import expected
    from capaian.intake.collect import Tujuan
    from capaian.intake.collect import collect as take_in
    from capaian.intake.identify import Kantor as Acuan

    with open_ledger(kantor) as ledger:
        arsip = Archive(kantor.folder.arsip)
        harapan = partial(expected, kantor.siklus, kantor.pengaturan.skala_ordinal)

        def terbit(kode: KodeFormulir) -> dict[str, dict[str, dict[str, str]]] | None:
            ada = ledger.form(str(kode))
            return {b: {k: dict(v) for k, v in rows.items()} for b, rows in ada.tetap.items()} if ada else None

        acuan = Acuan(kantor.pengaturan.instansi.kode, kantor.periode, terbit, harapan)
        tujuan = Tujuan(arsip, ledger, pelaku.nama, pelaku.waktu, run.VERSI_ATURAN)
        penerimaan = take_in(inbox, acuan, tujuan, maju)
        alasan = {p.nama: tuple(run.explain(c, p.nama) for c in p.cacat) for p in penerimaan}
        return HasilKumpul(penerimaan, alasan, unit_status(kantor, ledger))


def choose(kantor: Kantor, pelaku: Pelaku, nama: str) -> Kiriman:
    """Put one of several versions in force, by its file name or the beginning of its hash.

    Raises:
        UsageError: no version, or more than one, is meant.
    """
    from capaian.intake.collect import Tujuan, record_switch

    with open_ledger(kantor) as ledger:
        semua = ledger.submissions(kantor.periode)
        cocok = [t for t in semua if t.kiriman.nama == nama or t.kiriman.sha256.startswith(nama.lower())]
        if len(cocok) != 1:
            ada = ", ".join(f"«{t.kiriman.nama}»" for t in semua if t.keadaan == "menunggu") or "tidak ada"
            raise UsageError(f"Kiriman «{nama}» tidak ditemukan atau tidak tunggal.", f"Yang menunggu pilihan: {ada}.")
        dipilih = cocok[0].kiriman
        tujuan = Tujuan(Archive(kantor.folder.arsip), ledger, pelaku.nama, pelaku.waktu, "")
        with ledger.transaction():
            lama = ledger.active_submission(dipilih.kode.unit, kantor.periode)
            for t in semua:
                if t.kiriman.kode.unit == dipilih.kode.unit and t.keadaan in ("berlaku", "menunggu"):
                    ledger.set_state(t.kiriman.nomor, "diganti")
            ledger.set_state(dipilih.nomor, "berlaku")
            record_switch(lama.kiriman if lama else None, dipilih, "dipilih oleh pengguna", tujuan)
        return dipilih
