"""SOP 6: a friendly text for each unit that has not sent, or has something to mend."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from capaian.errors import StateError
from capaian.forms import reminder
from capaian.forms.reminder import Pengingat
from capaian.ledger import Ledger
from capaian.model.hasil import HasilPengingat
from capaian.model.register import FORMULIR_TERBIT, KOREKSI_DISUSUN, StatusUnit
from capaian.pipeline.office import Kantor, deadlines, open_ledger, unit_head, unit_status
from capaian.register import clock, progress
from capaian.workspace.files import write_if_changed


def remind(kantor: Kantor, hari: date) -> HasilPengingat:
    """Write one text per unit that something is waited for from.

    Raises:
        StateError: no form was issued yet.
        SystemRefusalError: the folder cannot be written.
    """
    with open_ledger(kantor) as ledger:
        tenggat = deadlines(kantor, ledger, FORMULIR_TERBIT)
        if not tenggat:
            raise StateError(
                f"Formulir {kantor.periode.label} belum diterbitkan.", "Terbitkan dahulu: «capaian init-forms»."
            )
        pengingat = tuple(_late(kantor, ledger, hari, tenggat))
    folder = kantor.folder.formulir(kantor.periode) / "pengingat"
    berkas = []
    for p in pengingat:
        path = folder / f"{p.unit}.txt"
        write_if_changed(path, reminder.write(p).replace("\n", "\r\n").encode())
        berkas.append(path)
    return HasilPengingat(tuple((p.unit, reminder.write(p), b) for p, b in zip(pengingat, berkas, strict=True)))


def _late(kantor: Kantor, ledger: Ledger, hari: date, tenggat: dict[str, date]) -> Iterator[Pengingat]:
    perbaikan = deadlines(kantor, ledger, KOREKSI_DISUSUN)
    kasubag = kantor.pengaturan.pejabat_pada("kasubag", hari)
    pengirim = tuple(x for x in ((kasubag.nama, kasubag.jabatan) if kasubag else (kantor.pengaturan.narahubung,)) if x)
    unit_by_kode = kantor.siklus.unit_by_kode
    for u in unit_status(kantor, ledger):
        ditunggu = _awaited(u)
        unit = unit_by_kode.get(u.kode)
        if not u.berformulir or not ditunggu or unit is None:
            continue
        batas = tenggat.get(u.kode, max(tenggat.values()))
        if u.keadaan == progress.PERLU_PERBAIKAN:
            batas = perbaikan.get(u.kode, batas)
        yield Pengingat(
            unit=u.kode,
            yth=unit_head(kantor.siklus, unit, hari).jabatan_lengkap,
            periode=kantor.periode,
            ditunggu=ditunggu,
            tenggat=batas,
            sisa=clock.working_days_left(hari, batas, kantor.libur),
            pengirim=pengirim,
            catatan=kantor.pengaturan.contoh,
        )


def _awaited(u: StatusUnit) -> tuple[str, ...]:
    """Say what is waited for from a unit; empty when nothing is."""
    formulir = f"formulir capaian kinerja {u.nama}"
    if u.keadaan == progress.BELUM_KIRIM:
        return (formulir,)
    if u.keadaan == progress.KARANTINA:
        return (f"{formulir} yang dapat dipakai (berkas «{u.berkas}» belum dapat diterima)",)
    if u.keadaan == progress.PERLU_PERBAIKAN:
        hitung = [(u.n_kesalahan, "kesalahan"), (u.n_peringatan, "peringatan")]
        jumlah = " dan ".join(f"{n} {kata}" for n, kata in hitung if n)
        return (f"perbaikan {formulir} ({jumlah})",)
    return ()
