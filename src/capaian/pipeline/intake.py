"""SOP 6: forms come back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from capaian.errors import UsageError
from capaian.ledger import Archive, Ledger
from capaian.model.formulir import KodeFormulir
from capaian.model.hasil import HasilKumpul
from capaian.model.kiriman import Kiriman
from capaian.pipeline import merge
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
    """Decide for one file, by its file name or the beginning of its hash.

    Of several versions of one form it is put in force; where it is in force and another form of the same bidang
    fills the same rows differently, its values are used.

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
        tertunda = any(t.keadaan == "menunggu" and t.kiriman.kode.unit == dipilih.kode.unit for t in semua)
        if cocok[0].keadaan == "berlaku" and not tertunda and _prefer(kantor, pelaku, ledger, dipilih):
            return dipilih
        tujuan = Tujuan(Archive(kantor.folder.arsip), ledger, pelaku.nama, pelaku.waktu, "")
        with ledger.transaction():
            lama = ledger.active_submission(dipilih.kode.unit, kantor.periode)
            for t in semua:
                if t.kiriman.kode.unit == dipilih.kode.unit and t.keadaan in ("berlaku", "menunggu"):
                    ledger.set_state(t.kiriman.nomor, "diganti")
            ledger.set_state(dipilih.nomor, "berlaku")
            record_switch(lama.kiriman if lama else None, dipilih, "dipilih oleh pengguna", tujuan)
        return dipilih


def _prefer(kantor: Kantor, pelaku: Pelaku, ledger: Ledger, dipilih: Kiriman) -> bool:
    """Record that a form is right wherever another one differs from it; False when none does."""
    aktif = [t.kiriman for t in ledger.submissions(kantor.periode, "berlaku")]
    # Without the choices made so far, so that somebody may think again.
    _, semua = merge.merge(aktif, kantor.siklus, {})
    benturan = [b for b in semua if any(n == dipilih.nomor for _, n, _ in b.pihak)]
    if not benturan:
        return False
    isi: dict[str, object] = {
        "periode": str(kantor.periode),
        "unit": dipilih.kode.unit,
        "dipilih": dipilih.nomor,
        "lawan": sorted({n for b in benturan for _, n, _ in b.pihak} - {dipilih.nomor}),
        "butir": [
            {"bagian": b.bagian, "kode": b.kode, "kolom": b.kolom, "isi": {str(n): v.mentah for _, n, v in b.pihak}}
            for b in benturan
        ],
    }
    ledger.append(merge.DIPILIH, isi, pelaku.nama, pelaku.waktu)
    return True
