"""At any time: whether archive and ledger are still what was recorded. Nothing is created or changed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from capaian.errors import BusyError, CapaianError, IntegrityError, StateError, UsageError
from capaian.ledger import RANTAI, Archive, Ledger, archived, demand_current, full_or_short, look, short
from capaian.ledger.copies import Perbandingan, compare, copies
from capaian.ledger.durable import TEMP_PREFIX
from capaian.ledger.listing import chain_lines, seals
from capaian.model.keutuhan import ButirKeutuhan, HasilVerifikasi, SegelDitanya
from capaian.model.periode import Periode
from capaian.model.register import FORMULIR_TERBIT, LAPORAN_DIKIRIM, LAPORAN_DISAHKAN, Peristiwa
from capaian.register import approval
from capaian.workspace import lock
from capaian.workspace.files import content
from capaian.workspace.folder import Folder

_DARI_CADANGAN = "Simpan dahulu salinan «capaian.db» yang ada, lalu kembalikan dari cadangan terakhir yang utuh."
_BERKAS = (
    "Kembalikan berkas itu dari cadangan; atau taruh lagi berkas aslinya di inbox, lalu jalankan «capaian collect»."
)
_KETIKAN = "Cocokkan dahulu ketikannya dengan yang tercetak di kertas. "
_DIPUTUS = (
    "Mungkin catatan di ujungnya dihapus, atau «capaian.db» diganti dengan salinan lama. "
    "Simpan salinannya, lalu cari cadangan yang memuat segel itu."
)


@dataclass(slots=True)
class _Temuan:
    kerusakan: list[ButirKeutuhan] = field(default_factory=list)
    catatan: list[ButirKeutuhan] = field(default_factory=list)

    def rusak(self, tempat: str, masalah: str, saran: str) -> None:
        self.kerusakan.append(ButirKeutuhan(tempat, masalah, saran))

    def catat(self, tempat: str, masalah: str, saran: str) -> None:
        self.catatan.append(ButirKeutuhan(tempat, masalah, saran))


@dataclass(frozen=True, slots=True)
class _Isi:
    """What the ledger says; empty as far as it cannot be read.

    Attributes:
        berkas: Size of each file that should be in the archive, None where it is not recorded.
        nama: Display name by hash.
    """

    peristiwa: tuple[Peristiwa, ...] = ()
    segel: tuple[str, ...] = ()
    berkas: Mapping[str, int | None] = field(default_factory=dict)
    nama: Mapping[str, str] = field(default_factory=dict)
    n_penerimaan: int = 0


def verify(
    folder: Folder,
    *,
    menyeluruh: bool = False,
    segel: str = "",
    maju: Callable[[int, int], None] = lambda _i, _n: None,
) -> HasilVerifikasi:
    """Examine the database, the chain, the records under it, and the archive.

    Args:
        folder: The office folder; settings and tables are not looked at.
        menyeluruh: Read every archived byte; else only names and sizes are looked at.
        segel: A seal kept on paper, short or whole; it has to be in the chain.
        maju: Called with how many files were read, and of how many.

    Raises:
        UsageError: `segel` is no seal.
        BusyError: another run is recording.
        SystemRefusalError: the ledger cannot be read, or a newer version wrote it.
    """
    dicari = full_or_short(segel) if segel else None
    if segel and dicari is None:
        raise UsageError(f"«{segel}» bukan segel.", "Segel pendek ditulis seperti K7QX-A3MD; yang utuh 64 huruf/angka.")
    temuan = _Temuan()
    arsip = Archive(folder.arsip)
    isi = _ledger(folder, arsip, temuan)
    _archive(folder, arsip, isi, temuan, maju if menyeluruh else None)
    _leftovers(folder, temuan)
    _approved(folder, isi.peristiwa, temuan)
    jawaban = _asked(dicari, isi, temuan) if dicari else None
    kepala = isi.segel[-1] if isi.segel else ""
    return HasilVerifikasi(
        menyeluruh=menyeluruh,
        n_peristiwa=len(isi.segel),
        n_penerimaan=isi.n_penerimaan,
        n_berkas=len(set(arsip.hashes()) | set(isi.berkas)) if menyeluruh else len(isi.berkas),
        segel=kepala,
        segel_pendek=_short(kepala),
        kerusakan=tuple(temuan.kerusakan),
        catatan=tuple(temuan.catatan),
        segel_ditanya=jawaban,
    )


def _ledger(folder: Folder, arsip: Archive, temuan: _Temuan) -> _Isi:
    path = folder.basis_data
    if not path.is_file() or path.stat().st_size == 0:
        if next(arsip.hashes(), None):
            temuan.rusak(path.name, "hilang atau kosong, padahal folder arsip berisi berkas", _DARI_CADANGAN)
        else:
            temuan.catat(path.name, "belum ada catatan", "Tidak ada yang perlu diperiksa.")
        return _Isi()
    with ExitStack() as terbuka:
        try:
            ledger, salinan = terbuka.enter_context(look(path))
            if salinan:
                temuan.catat(path.name, *_why_a_copy(path))
            for k in ledger.verify():
                temuan.rusak(k.tempat, k.masalah, _DARI_CADANGAN)
        except IntegrityError as e:
            temuan.rusak(path.name, e.pesan, e.saran)
        else:
            isi = _read(ledger, temuan)
            _chain_file(folder, ledger, temuan)
            _copies(path, isi.segel, temuan)
            return isi
    return _Isi()


def _read(ledger: Ledger, temuan: _Temuan) -> _Isi:
    """Read what the archive should hold; what cannot be read has been told already when it is damage of a row."""
    segel: tuple[str, ...] = ()
    try:
        segel = tuple(seals(ledger))
        peristiwa, penerimaan = tuple(ledger.events()), ledger.receipts()
    except IntegrityError as e:
        if not temuan.kerusakan:
            temuan.rusak(ledger.path.name, e.pesan, e.saran)
        return _Isi(segel=segel)
    berkas: dict[str, int | None] = dict.fromkeys(archived(peristiwa))
    nama = {
        str(p.isi[kunci]): str(p.isi.get("kode" if kunci == "sha256" else "surat", ""))
        for p in peristiwa
        if p.jenis == FORMULIR_TERBIT
        for kunci in ("sha256", "surat_sha256")
        if kunci in p.isi
    }
    for p in penerimaan:
        if p.sha256 in berkas:
            berkas[p.sha256] = p.ukuran
            nama[p.sha256] = p.nama
    return _Isi(peristiwa, segel, berkas, nama, len(penerimaan))


def _archive(
    folder: Folder, arsip: Archive, isi: _Isi, temuan: _Temuan, maju: Callable[[int, int], None] | None
) -> None:
    rusak = arsip.verify(isi.berkas, maju) if maju else arsip.missing(isi.berkas)
    for k in rusak:
        nama = f"«{isi.nama[k.tempat]}» " if isi.nama.get(k.tempat) else ""
        temuan.rusak(f"{folder.relatif(arsip.root)}/{k.tempat[:2]}/{k.tempat}", f"{nama}{k.masalah}", _BERKAS)
    for path in arsip.strangers():
        saran = "Tidak mengganggu, tetapi sebaiknya dipindahkan ke luar folder arsip."
        temuan.catat(folder.relatif(path), "bukan berkas arsip", saran)
    if isi.peristiwa:
        lebih = sum(sha not in isi.berkas for sha in arsip.hashes())
        if lebih:
            saran = "Tidak mengganggu; biasanya sisa perintah yang terhenti mendadak."
            temuan.catat(folder.relatif(arsip.root), f"{lebih} berkas tidak disebut dalam buku catatan", saran)


def _why_a_copy(path: Path) -> tuple[str, str]:
    """Why the ledger could not be read in place, and what to do."""
    try:
        demand_current(path)
    except StateError:
        return "bentuknya dari versi lama; yang diperiksa salinannya", "Mutakhirkan dengan «capaian upgrade»."
    masalah = "ada perintah yang terhenti mendadak; yang diperiksa salinannya"
    return masalah, "Jalankan perintah apa pun, misalnya «capaian status», untuk merapikannya."


def _chain_file(folder: Folder, ledger: Ledger, temuan: _Temuan) -> None:
    """Compare `rantai.txt`: a second witness, which may lag behind but not know more."""
    path = folder.arsip / RANTAI
    try:
        baris = path.read_bytes().splitlines()
        seharusnya = [f"{segel}\t{isi}".encode() for segel, isi in chain_lines(ledger)]
    except FileNotFoundError:
        return
    except (OSError, CapaianError) as e:
        temuan.catat(folder.relatif(path), f"tidak dapat dibandingkan ({e})", "Periksa izin berkas itu.")
        return
    lebih = len(baris) - len(seharusnya)
    if baris[: len(seharusnya)] != seharusnya[: len(baris)]:
        beda = next(n for n, (a, b) in enumerate(zip(baris, seharusnya, strict=False), 1) if a != b)
        saran = "Bila buku catatan yang benar: hapus berkas ini, lalu jalankan «capaian collect» agar ditulis ulang."
        temuan.rusak(folder.relatif(path), f"catatan no. {beda} tidak sama dengan buku catatan", saran)
    elif lebih > 0:
        temuan.rusak(folder.relatif(path), f"memuat {lebih} catatan yang tidak ada dalam buku catatan", _DIPUTUS)


def _copies(path: Path, segel: tuple[str, ...], temuan: _Temuan) -> None:
    for lain in copies(path):
        try:
            with look(lain, timeout=1) as (ledger, _):
                hubungan, n = compare(segel, seals(ledger))
        except (CapaianError, BusyError) as e:
            temuan.catat(lain.name, f"salinan buku catatan yang tidak dapat dibaca ({e.pesan})", "Pindahkan dari sini.")
            continue
        selisih = f" ({n} catatan)" if n else ""
        masalah = f"salinan buku catatan: {hubungan.value}{selisih}"
        if hubungan is Perbandingan.LEBIH_MAJU:
            saran = (
                f"Jangan jalankan perintah lain dahulu. «{lain.name}» memuat catatan lebih banyak: tanyakan di "
                f"komputer mana ia dipakai, simpan keduanya, lalu pakailah yang itu sebagai «{path.name}»."
            )
            temuan.rusak(lain.name, masalah, saran)
        elif hubungan is Perbandingan.BERCABANG:
            saran = (
                "Program ini tidak menggabungkannya sendiri. Pakailah satu di antaranya, lalu himpun lagi berkas yang "
                "hanya ada pada yang lain; berkasnya ada di folder arsip."
            )
            temuan.rusak(lain.name, masalah, saran)
        else:
            temuan.catat(lain.name, masalah, "Pindahkan ke folder cadangan agar tidak tertukar.")


def _approved(folder: Folder, peristiwa: Sequence[Peristiwa], temuan: _Temuan) -> None:
    """Look whether approved reports are still the documents that were approved."""
    for periode in dict.fromkeys(str(p.isi.get("periode")) for p in peristiwa if p.jenis == LAPORAN_DISAHKAN):
        p = approval.standing(peristiwa, periode)
        if not p.terkunci:
            continue
        di = folder.laporan(Periode.parse(periode))
        for akhiran, sidik in ((".docx", p.sha256), (".pdf", p.pdf_sha256), ("-TTD.pdf", p.ttd_sha256)):
            path = di / f"Laporan-Kinerja-{periode}{akhiran}"
            isi = content(path) if sidik else None
            if sidik and (isi is None or hashlib.sha256(isi).hexdigest() != sidik):
                masalah = "hilang" if isi is None else "bukan lagi dokumen yang disahkan"
                temuan.rusak(folder.relatif(path), masalah, f"Aslinya dalam arsip: «capaian original {path.name}».")


def _leftovers(folder: Folder, temuan: _Temuan) -> None:
    sisa = sorted(folder.relatif(p) for p in _unfinished(folder))
    for tempat in sisa:
        temuan.catat(tempat, "berkas sementara dari perintah yang terhenti", "Boleh dihapus; tidak berisi catatan.")


def _unfinished(folder: Folder) -> Iterator[Path]:
    for akar, anak, berkas in os.walk(folder.root):
        if Path(akar) == folder.root and folder.inbox.name in anak:
            anak.remove(folder.inbox.name)
        yield from (Path(akar, n) for n in (*berkas, *anak) if n.startswith(TEMP_PREFIX) and n != lock.NAMA)


def _asked(dicari: str, isi: _Isi, temuan: _Temuan) -> SegelDitanya:
    urutan = next((n for n, s in enumerate(isi.segel, 1) if dicari in (s, _short(s))), None)
    if urutan is None:
        kirim = (p for p in isi.peristiwa if p.jenis == LAPORAN_DIKIRIM and p.isi.get("segel_kiriman") == dicari)
        if p := next(kirim, None):
            nama = str(p.isi.get("bundel") or f"Kiriman-{p.isi['periode']}.zip")
            return SegelDitanya(dicari, p.urut, p.waktu.isoformat(), p.jenis, len(isi.segel) - p.urut, nama)
        temuan.rusak(f"segel {dicari}", "tidak ada dalam rantai catatan", _KETIKAN + _DIPUTUS)
        return SegelDitanya(dicari, None)
    p = next((p for p in isi.peristiwa if p.urut == urutan), None)
    waktu, jenis = (p.waktu.isoformat(), p.jenis) if p else ("", "")
    return SegelDitanya(dicari, urutan, waktu, jenis, len(isi.segel) - urutan)


def _short(segel: str) -> str:
    try:
        return short(segel) if segel else ""
    except ValueError:
        return ""  # a damaged seal; the chain has been told of
