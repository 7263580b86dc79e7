"""SOP 6: forms come back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from capaian.errors import UsageError
from capaian.ledger import Archive, Kedudukan, Ledger, Tetap
from capaian.model.formulir import KodeFormulir
from capaian.model.hasil import HasilKumpul
from capaian.model.kiriman import Kiriman, Penerimaan, Putusan
from capaian.model.register import BERKAS_DIKESAMPINGKAN, FORMULIR_TERBIT
from capaian.pipeline import merge, register_files
from capaian.pipeline.office import Kantor, Pelaku, current_receipts, demand_open, open_ledger
from capaian.pipeline.progress import standing
from capaian.workspace import lock

if TYPE_CHECKING:
    from capaian.intake.identify import Kantor as Acuan
    from capaian.intake.record import Tujuan


def collect(
    kantor: Kantor,
    pelaku: Pelaku,
    inbox: Path,
    maju: Callable[[int, int], None] = lambda _i, _n: None,
    *,
    baca_ulang: bool = False,
) -> HasilKumpul:
    """Archive and judge every file of the inbox, which itself is never changed.

    Args:
        kantor: The office.
        pelaku: Who collects, and when.
        inbox: The folder.
        maju: Called with how many files are done, and of how many.
        baca_ulang: Read files again that have not changed since they were read.

    Raises:
        UsageError: the inbox is missing.
        BusyError: another run collects, or holds the ledger.
        StateError: the report of the period is approved; the files stay in the inbox.
    """
    from capaian.checks import run
    from capaian.intake.collect import collect as take_in

    with lock.exclusive(kantor.folder.root / lock.NAMA), open_ledger(kantor) as ledger:
        demand_open(kantor, ledger)
        penerimaan = take_in(
            inbox, _reference(kantor, ledger), _target(kantor, pelaku, ledger), maju, baca_ulang=baca_ulang
        )
        alasan = {p.nama: tuple(run.explain(c, p.nama) for c in p.cacat) for p in penerimaan}
        keadaan = standing(kantor, ledger, pelaku.waktu)
        tertunda = register_files.refresh(kantor, ledger)
        return HasilKumpul(
            penerimaan, alasan, keadaan.unit, keadaan.tenggat, keadaan.sisa_hari_kerja, keadaan.berikutnya, tertunda
        )


def demand_inbox(kantor: Kantor, inbox: Path) -> None:
    """Refuse to take in what the office folder itself keeps.

    Raises:
        UsageError: the folder is the office folder, a folder above it, or one of those that this program writes.
    """
    dari, folder = inbox.resolve(), kantor.folder
    sendiri = [folder.arsip, *(p.parent for p in (folder.formulir(kantor.periode), folder.koreksi(kantor.periode)))]
    sendiri.append(folder.laporan(kantor.periode).parent)
    if folder.root.resolve().is_relative_to(dari) or any(dari.is_relative_to(p.resolve()) for p in sendiri):
        raise UsageError(
            f"«{inbox}» berisi berkas kantor sendiri, bukan kiriman unit.",
            "Taruh kiriman di folder tersendiri, misalnya inbox: «capaian collect ./inbox».",
        )


def _reference(kantor: Kantor, ledger: Ledger) -> Acuan:
    """What returned forms are held against."""
    from capaian.forms.expect import expected
    from capaian.intake.identify import Kantor as Reference

    harapan = cache(partial(expected, kantor.siklus, kantor.pengaturan.skala_ordinal))

    def terbit(kode: KodeFormulir) -> Tetap | None:
        ada = ledger.form(str(kode))
        return ada.tetap if ada else None

    return Reference(kantor.pengaturan.instansi.kode, kantor.periode, terbit, harapan)


def _target(kantor: Kantor, pelaku: Pelaku, ledger: Ledger) -> Tujuan:
    from capaian.checks import run
    from capaian.intake.record import Tujuan

    terbit = f"{kantor.pengaturan.instansi.kode} {kantor.periode} {len(ledger.events(FORMULIR_TERBIT))}"
    return Tujuan(Archive(kantor.folder.arsip), ledger, pelaku.nama, pelaku.waktu, run.VERSI_ATURAN, terbit)


def candidates(kantor: Kantor) -> dict[str, tuple[Kiriman, ...]]:
    """Return the versions that wait for a choice, by unit, in the order in which they came."""
    with open_ledger(kantor) as ledger:
        hasil: dict[str, list[Kiriman]] = {}
        for t in ledger.submissions(kantor.periode, "menunggu"):
            hasil.setdefault(t.kiriman.kode.unit, []).append(t.kiriman)
        return {unit: tuple(k) for unit, k in hasil.items()}


def choose(kantor: Kantor, pelaku: Pelaku, nama: str, alasan: str = "") -> Kiriman:
    """Decide for one file, by its file name or the beginning of its hash; also for one that was withdrawn.

    Of several versions of one form it is put in force; where it is in force and another form of the same bidang
    fills the same rows differently, its values are used.

    Raises:
        UsageError: no version, or more than one, is meant.
    """
    from capaian.intake import versions

    with lock.exclusive(kantor.folder.root / lock.NAMA), open_ledger(kantor) as ledger:
        demand_open(kantor, ledger)
        semua = ledger.standings(kantor.periode)
        satu = _one(semua, nama, "menunggu", "Yang menunggu pilihan")
        if satu.keadaan == "ditarik":
            _demand_reason(alasan)
        dipilih = ledger.submission(satu.nomor)
        if dipilih is None:
            raise LookupError(f"submission {satu.nomor}")
        tertunda = any(k.keadaan == "menunggu" and k.unit == satu.unit for k in semua)
        if satu.keadaan == "berlaku" and not tertunda:
            # It counts already; where another form of the bidang differs, it is preferred.
            _prefer(kantor, pelaku, ledger, dipilih.kiriman)
        else:
            with ledger.transaction():
                alasan = alasan or "dipilih oleh pengguna"
                versions.choose(dipilih.kiriman, alasan, _target(kantor, pelaku, ledger))
        register_files.refresh(kantor, ledger)
        return dipilih.kiriman


def withdraw(kantor: Kantor, pelaku: Pelaku, nama: str, alasan: str) -> Kedudukan | Penerimaan:
    """Take a version out of force; none takes its place until one is chosen, restored or sent.

    A file that was stopped and holds the work up is set aside: its unit says that it does not stand by it.

    Raises:
        UsageError: no version, or more than one, is meant; it is withdrawn already; or no reason is given.
    """
    from capaian.intake import versions

    _demand_reason(alasan)
    with lock.exclusive(kantor.folder.root / lock.NAMA), open_ledger(kantor) as ledger:
        demand_open(kantor, ledger)
        semua = ledger.standings(kantor.periode)
        if tertahan := _held(current_receipts(kantor, ledger), semua, nama):
            isi = {"periode": str(kantor.periode), "unit": tertahan.unit, "nama": tertahan.nama}
            isi |= {"sha256": tertahan.sha256, "alasan": alasan}
            ledger.append(BERKAS_DIKESAMPINGKAN, isi, pelaku.nama, pelaku.waktu)
            register_files.refresh(kantor, ledger)
            return tertahan
        satu = _one(semua, nama, "berlaku", "Yang berlaku")
        if satu.keadaan == "ditarik":
            raise UsageError(f"Kiriman «{satu.nama}» sudah ditarik.", "Pulihkan dengan «capaian collect --restore».")
        with ledger.transaction():
            versions.withdraw(satu, alasan, _target(kantor, pelaku, ledger))
        register_files.refresh(kantor, ledger)
        return satu


def _held(penerimaan: Sequence[Penerimaan], kiriman: Sequence[Kedudukan], nama: str) -> Penerimaan | None:
    """Return the stopped file that is meant, if it is one.

    Raises:
        UsageError: a version of a form has the same name.
    """
    tertahan = [p for p in penerimaan if p.putusan is Putusan.KARANTINA]
    awal = [p for p in tertahan if len(nama) >= 6 and p.sha256.startswith(nama.lower())]
    cocok = next((p for p in tertahan if p.nama == nama), None)
    if cocok and (kembar := [k for k in kiriman if k.nama == nama]):
        daftar = "; ".join([*(f"{k.sha256[:8]} ({k.keadaan})" for k in kembar), f"{cocok.sha256[:8]} (karantina)"])
        raise UsageError(
            f"Ada {len(kembar) + 1} kiriman bernama «{nama}».",
            f"Sebutkan awal kode berkasnya, yaitu salah satu dari: {daftar}.",
        )
    return cocok or next(iter(awal), None)


def restore(kantor: Kantor, pelaku: Pelaku, nama: str, alasan: str) -> Kiriman:
    """Put a version back in force that was withdrawn or replaced.

    Raises:
        UsageError: no version, or more than one, is meant; or no reason is given.
    """
    _demand_reason(alasan)
    return choose(kantor, pelaku, nama, alasan)


def _demand_reason(alasan: str) -> None:
    if len(alasan.split()) < 2:
        raise UsageError("Alasannya belum disebutkan.", 'Tambahkan --alasan "…", misalnya --alasan "salah kirim".')


def _one(semua: Sequence[Kedudukan], nama: str, keadaan: str, apa: str) -> Kedudukan:
    """Return the one version that a file name or the beginning of a hash means."""
    cocok = [k for k in semua if k.nama == nama]
    cocok = cocok or [k for k in semua if len(nama) >= 6 and k.sha256.startswith(nama.lower())]
    if len(cocok) > 1:
        daftar = "; ".join(f"{k.sha256[:8]} ({k.keadaan})" for k in cocok)
        raise UsageError(
            f"Ada {len(cocok)} kiriman bernama «{nama}».",
            f"Sebutkan awal kode berkasnya, yaitu salah satu dari: {daftar}.",
        )
    if not cocok:
        ada = ", ".join(f"«{k.nama}»" for k in semua if k.keadaan == keadaan) or "tidak ada"
        raise UsageError(f"Kiriman «{nama}» tidak ditemukan.", f"{apa}: {ada}.")
    return cocok[0]


def _prefer(kantor: Kantor, pelaku: Pelaku, ledger: Ledger, dipilih: Kiriman) -> None:
    """Record that a form is right wherever another one differs from it; nothing when none does."""
    aktif = [t.kiriman for t in ledger.submissions(kantor.periode, "berlaku")]
    # Without the choices made so far, so that somebody may think again.
    _, semua = merge.merge(aktif, kantor.siklus, {})
    benturan = [b for b in semua if any(n == dipilih.nomor for _, n, _ in b.pihak)]
    if not benturan:
        return
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
