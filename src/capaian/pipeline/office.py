"""Open an office folder, and the few things that several steps look up in it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime

from capaian import plugins
from capaian.checks import waivers
from capaian.errors import IntegrityError, StateError, UsageError
from capaian.ledger import Archive, Ledger, demand_current
from capaian.model.finding import Severity
from capaian.model.kiriman import Isian, Penerimaan, Putusan
from capaian.model.nilai import Nilai
from capaian.model.pengaturan import Pejabat, Pengaturan
from capaian.model.periode import Periode
from capaian.model.register import BERKAS_DIKESAMPINGKAN, BERKAS_DITERIMA, DATA_DIPERIKSA, FORMULIR_TERBIT, StatusUnit
from capaian.model.skema import Siklus, Unit
from capaian.pipeline import merge
from capaian.register import approval, progress
from capaian.text.dates import tanggal
from capaian.workspace import calendar, settings
from capaian.workspace.folder import Folder


@dataclass(frozen=True, slots=True)
class Kantor:
    """An office folder that was opened: settings, schema and calendar, for one period."""

    folder: Folder
    pengaturan: Pengaturan
    siklus: Siklus
    libur: frozenset[date]
    periode: Periode


@dataclass(frozen=True, slots=True)
class Pelaku:
    """Who acts, and when (local time with offset)."""

    nama: str
    waktu: datetime


SEBUTAN = {"kepala": "Kepala Dinas", "sekretaris": "Sekretaris", "kasubag": "Kasubag Program dan Keuangan"}
"""The offices of the procedure as messages call them."""


def open_office(folder: Folder, periode: str = "") -> Kantor:
    """Open an office folder for the period of its settings, or for another one of the same year.

    Raises:
        DataError: settings, holidays or tables are wrong; each mistake is listed.
        UsageError: the period is written wrongly or is of another year than the schema.
    """
    from capaian.schema.load import load

    pengaturan = settings.load(folder.pengaturan)
    instansi = pengaturan.instansi
    pengaturan = replace(pengaturan, instansi=replace(instansi, lambang=folder.logo(instansi.logo)))
    if periode:
        try:
            dipilih = Periode.parse(periode)
        except ValueError as e:
            raise UsageError(str(e)) from None
        if dipilih.tahun != pengaturan.periode.tahun:
            raise UsageError(
                f"Periode {dipilih} berada di luar tahun {pengaturan.periode.tahun} yang diatur dalam "
                f"«{settings.NAMA}».",
                "Ubah «periode» dalam pengaturan bila kantor sudah berganti tahun.",
            )
        pengaturan = replace(pengaturan, periode=dipilih)
    siklus = load(folder.root, pengaturan)
    libur = calendar.load(folder.root / calendar.NAMA)
    return Kantor(folder, pengaturan, siklus, libur, pengaturan.periode)


def open_current(folder: Folder, periode: str = "") -> Kantor:
    """Open an office folder of this version; one of another is refused before its settings are read.

    Raises:
        DataError, UsageError: see `open_office`.
        StateError: an older version made the folder, see `pipeline.upgrade`.
        SystemRefusalError: a newer version made it.
    """
    demand_current(folder.basis_data)
    return open_office(folder, periode)


@contextmanager
def open_ledger(kantor: Kantor) -> Iterator[Ledger]:
    """Open the ledger of an office for one command.

    Raises:
        IntegrityError: the ledger is gone or empty although the archive holds files.
    """
    has_ledger(kantor.folder)
    with Ledger(kantor.folder.basis_data) as ledger:
        yield ledger


def has_ledger(folder: Folder) -> bool:
    """Say whether anything was recorded in a folder yet; False is the state before the first command.

    Raises:
        IntegrityError: the ledger is gone or empty although the archive holds files.
    """
    path = folder.basis_data
    if path.is_file() and path.stat().st_size:
        return True
    if next(Archive(folder.arsip).hashes(), None):
        raise IntegrityError(
            f"«{path.name}» di folder {folder.root} hilang atau kosong, padahal folder arsip berisi berkas.",
            "Kembalikan berkas itu dari cadangan; jangan memulai yang baru di folder ini.",
        )
    return False


def demand_intact(ledger: Ledger) -> None:
    """Refuse to judge or print numbers from a ledger that was changed behind the tool's back.

    Raises:
        IntegrityError: with every record that does not fit its event.
    """
    rusak = ledger.verify()
    if rusak:
        daftar = "; ".join(f"{k.tempat}: {k.masalah}" for k in rusak[:5])
        raise IntegrityError(f"Catatan dalam «{ledger.path.name}» tidak utuh: {daftar}.", "Kembalikan dari cadangan.")


def with_data(kantor: Kantor, ledger: Ledger) -> Kantor:
    """Return the office at the period whose forms hold the data of its period.

    A semester or a year has none of its own where forms go out every quarter: its data are those of its last quarter,
    which say how things stand since the beginning of the year. Where no quarter has forms, it is what is worked on.
    """
    periode = kantor.periode
    if periode.jenis == "TW" or _begun(ledger, periode):
        return kantor
    triwulan = [Periode(periode.tahun, "TW", n) for n in range(periode.triwulan_awal, periode.triwulan_akhir + 1)]
    if not any(_begun(ledger, p) for p in triwulan):
        return kantor
    return replace(kantor, periode=triwulan[-1], pengaturan=replace(kantor.pengaturan, periode=triwulan[-1]))


def _begun(ledger: Ledger, periode: Periode) -> bool:
    return bool(ledger.forms(periode) or ledger.standings(periode))


def together(kantor: Kantor, ledger: Ledger) -> merge.Gabungan:
    """What the forms in force hold when they are laid together."""
    return merge.gather(kantor.siklus, ledger, kantor.periode)


def earlier_values(kantor: Kantor, ledger: Ledger) -> dict[tuple[str, str], Nilai]:
    """Values of the earlier periods of this year, as their forms in force state them."""
    from capaian.analysis.compute import nilai_triwulan

    isian: list[Isian] = []
    periode = kantor.periode.sebelumnya()
    while periode:
        isian += merge.gather(kantor.siklus, ledger, periode).isian
        periode = periode.sebelumnya()
    return nilai_triwulan(isian)


def current_receipts(kantor: Kantor, ledger: Ledger) -> list[Penerimaan]:
    """Receipts that still matter to this period.

    Of several receipts under one name the last one counts. Left out are files of another period, files that were
    stopped but whose unit has sent a good form since, and stopped files that somebody set aside with a reason. A
    stopped file of a unit that nobody can tell matters from the first issue of this period on, and until every unit has
    sent; a form of another period that came instead of this one's, until its unit has sent the right one.
    """
    periode = str(kantor.periode)
    pengirim = merge.senders(kantor.siklus, ledger, kantor.periode)
    aktif = {kode: k.nomor for kode, k in pengirim.sumber.items()}
    sejak_terbit = _received_since_issue(ledger, periode)
    samping = {(e.isi["nama"], e.isi["sha256"]) for e in ledger.events(BERKAS_DIKESAMPINGKAN)}

    def penting(p: Penerimaan) -> bool:
        if (p.nama, p.sha256) in samping:
            return False
        if any(c.kode == "B15" and c.rincian.get("dicari") == kantor.periode.label for c in p.cacat):
            return p.unit in kantor.siklus.unit_by_kode and p.unit not in aktif
        if p.periode != periode and (p.periode or p.nomor not in sejak_terbit):
            return False
        if p.unit in kantor.siklus.unit_by_kode:
            return aktif.get(p.unit, 0) <= p.nomor
        return bool(pengirim.belum) or p.putusan is not Putusan.KARANTINA

    return [p for p in {p.nama: p for p in ledger.receipts()}.values() if penting(p)]


def _received_since_issue(ledger: Ledger, periode: str) -> frozenset[int]:
    """Numbers of the receipts recorded after the first form of a period was issued."""
    terbit = [p.urut for p in ledger.events(FORMULIR_TERBIT) if p.isi.get("periode") == periode]
    diterima = ledger.events(BERKAS_DITERIMA) if terbit else []
    return frozenset(int(str(p.isi.get("nomor", 0))) for p in diterima if p.urut > terbit[0])


def waiting(kantor: Kantor, ledger: Ledger) -> dict[str, list[str]]:
    """Names of files that wait for a choice between versions, by unit."""
    hasil: dict[str, list[str]] = {}
    for k in ledger.standings(kantor.periode):
        if k.keadaan == "menunggu":
            hasil.setdefault(k.unit, []).append(k.nama)
    return hasil


def unit_status(kantor: Kantor, ledger: Ledger) -> tuple[StatusUnit, ...]:
    """Where each unit stands: in schema order, sub-units that send a form of their own below their bidang."""
    siklus = kantor.siklus
    pengirim = merge.senders(siklus, ledger, kantor.periode)
    terbit = {f.kode.unit for f in ledger.forms(kantor.periode)}
    karantina = [p for p in current_receipts(kantor, ledger) if p.putusan is Putusan.KARANTINA]
    # What is known to be the unit's comes after what only bears its code, and so counts.
    karantina.sort(key=lambda p: bool(p.unit))
    tertahan = {u.kode: p.nama for p in karantina for u in siklus.unit if p.names(u.kode)}
    menunggu = waiting(kantor, ledger)
    diperiksa = [p for p in ledger.events(DATA_DIPERIKSA) if p.isi.get("periode") == str(kantor.periode)]
    nomor = diperiksa[-1].isi.get("kiriman", []) if diperiksa else []
    sudah_diperiksa = set(nomor) if isinstance(nomor, list) else set()
    diterima = waivers.in_force(ledger.events(), str(kantor.periode))
    tegak = (f for f in ledger.findings(kantor.periode) if f.kunci not in diterima)
    temuan = Counter((f.kunci.unit, f.severity) for f in tegak)

    def keadaan(u: Unit) -> StatusUnit:
        n_salah, n_perlu = temuan[u.kode, Severity.KESALAHAN], temuan[u.kode, Severity.PERINGATAN]
        kiriman = pengirim.sumber.get(u.kode)
        induk = siklus.pangkal(u.kode) if siklus.pangkal(u.kode) != u.kode else ""
        if u.kode in menunggu:
            return StatusUnit(u.kode, u.nama, progress.MENUNGGU, ", ".join(menunggu[u.kode]), induk=induk)
        if kiriman is None:
            belum = progress.BELUM_KIRIM if u.kode in terbit else progress.BELUM_TERBIT
            sekarang = progress.KARANTINA if u.kode in tertahan else belum
            return StatusUnit(u.kode, u.nama, sekarang, tertahan.get(u.kode, ""), induk=induk)
        if kiriman.nomor not in sudah_diperiksa:
            return StatusUnit(u.kode, u.nama, progress.BELUM_DIPERIKSA, kiriman.nama, induk=induk)
        sekarang = progress.PERLU_PERBAIKAN if n_salah or n_perlu else progress.LENGKAP
        return StatusUnit(u.kode, u.nama, sekarang, kiriman.nama, n_salah, n_perlu, induk)

    tampil = {u.kode for u in pengirim.diminta} | pengirim.sumber.keys() | set(menunggu)
    hasil: list[StatusUnit] = []
    for bidang in siklus.bidang:
        milik = [keadaan(u) for u in siklus.pohon(bidang.kode) if u.kode in tampil]
        if bidang.kode not in tampil:
            hasil.append(StatusUnit(bidang.kode, bidang.nama, progress.furthest_behind(milik), berformulir=False))
        hasil += milik
    return tuple(hasil)


def deadlines(kantor: Kantor, ledger: Ledger, jenis: str) -> dict[str, date]:
    """The last deadline of each unit that an event of a kind set in this period."""
    hasil = {}
    for e in ledger.events(jenis):
        if e.isi.get("periode") == str(kantor.periode) and e.isi.get("tenggat") and e.isi.get("unit"):
            hasil[str(e.isi["unit"])] = date.fromisoformat(str(e.isi["tenggat"]))
    return hasil


def unit_head(siklus: Siklus, unit: Unit, hari: date) -> Pejabat:
    """Who heads a unit on a day; only the office when nobody is named."""
    ada = siklus.kepala_unit(unit.kode, hari)
    if ada is None:
        return Pejabat("kepala", f"Kepala {unit.nama}", "")
    return Pejabat("kepala", ada.jabatan, ada.nama, ada.nip, ada.pangkat, ada.status)


def official(kantor: Kantor, peran: str, hari: date) -> Pejabat:
    """Return who holds an office on a day.

    Raises:
        StateError: nobody does.
    """
    pejabat = kantor.pengaturan.pejabat_pada(peran, hari)
    if pejabat is None:
        raise StateError(
            f"Tidak ada {SEBUTAN[peran]} yang menjabat pada {tanggal(hari)} menurut «capaian.toml».",
            f'Tambahkan pejabatnya (juga Plt. atau Plh.) pada [[pejabat]] dengan peran = "{peran}".',
        )
    return pejabat


def demand_open(kantor: Kantor, ledger: Ledger) -> None:
    """Check that the data of the period may still change.

    Raises:
        StateError: its report is approved; it has to be reopened first.
    """
    approval.demand_open(approval.standing(ledger.events(), str(kantor.periode)))


def quick_fingerprint(kantor: Kantor, ledger: Ledger) -> str:
    """Return a hash of the forms in force, the waivers, and the files that a report is made from.

    It is taken without reading a form, so that `status` can afford it; whether a change matters is for
    `report.fingerprint` to say.
    """
    root = kantor.folder.root
    h = hashlib.sha256()
    tetap = [kantor.folder.pengaturan, *sorted(root.glob("skema*")), *sorted(root.glob("skema/*.csv"))]
    tetap += [kantor.folder.tulisan(kantor.periode), *sorted((root / "template").rglob("*"))]
    for p in tetap:
        if p.is_file() and not p.name.startswith("~$"):
            h.update(f"{p.relative_to(root).as_posix()}\0{hashlib.sha256(p.read_bytes()).hexdigest()}\0".encode())
    periode = with_data(kantor, ledger).periode
    for t in ledger.submissions(periode, "berlaku"):
        h.update(f"{t.kiriman.kode} {t.kiriman.sha256}\0".encode())
    for e in ledger.events():
        if e.jenis.startswith("pengecualian.") and e.isi.get("periode") == str(periode):
            h.update(e.segel.encode())
    for paket in plugins.judging():
        h.update(f"{paket}\0".encode())
    return h.hexdigest()
