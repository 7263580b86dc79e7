"""SOP step 6: take every file, archive it, read it in a child process, give it one verdict, record it.

Bytes first, then the record, then the weighing of versions: a run that is cut off at any moment leaves bytes without a
record, or records that were not weighed, and the next run goes on from there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import TypeVar

from capaian.intake import identify, scan, versions
from capaian.intake.identify import Dikenali, Kantor
from capaian.intake.pool import ReaderPool
from capaian.intake.record import BUKAN_KIRIMAN, Berkas, Dinilai, Tujuan, write, write_receipt
from capaian.intake.unpack import Anggota, Bungkusan
from capaian.ledger import Kedudukan
from capaian.model.kiriman import Cacat, Penerimaan, Putusan
from capaian.sheet.facts import Workbook

T = TypeVar("T")
Maju = Callable[[int, int], None]
_SEKALI = 64
"""Files that are archived, and recorded, at once."""
_BARU_SAJA = 5
"""Seconds within which a broken file may still be on its way into the folder."""
_TIDAK_TENTU = 3
"""Seconds within which a file may change again without its time showing it (FAT counts in steps of two)."""
_RUSAK = frozenset({"B01", "B02", "B03"})
_JENIS = {"zip": "arsip ZIP", "eml": "surel"}


def collect(
    inbox: Path, kantor: Kantor, tujuan: Tujuan, maju: Maju = lambda _i, _n: None, *, baca_ulang: bool = False
) -> tuple[Penerimaan, ...]:
    """Take in everything that lies in the inbox.

    Args:
        inbox: The folder; it is only read.
        kantor: The office and what it issued.
        tujuan: Archive and ledger.
        maju: Called with how many files are done, and of how many.
        baca_ulang: Read every file again, also those that have not changed since they were read.

    Returns:
        One receipt per entry of the inbox and per file inside a zip or mail, in the order of their names; then those
        that lie there no longer and got another verdict. What an earlier run recorded comes back with `baru` False.
    """
    return _Run(kantor, tujuan, maju).take_in(scan.scan(inbox), baca_ulang=baca_ulang)


@dataclass
class _Register:
    """What the ledger knew when the run began, and what it has learnt since.

    Attributes:
        nomor: Receipts by number.
        nama: The last receipt of each name and hash.
        asli: The first receipt of each hash.
        isi: Receipts of the files inside another file, by its hash and their name.
    """

    nomor: dict[int, Penerimaan] = field(default_factory=dict)
    nama: dict[tuple[str, str], Penerimaan] = field(default_factory=dict)
    asli: dict[str, Penerimaan] = field(default_factory=dict)
    isi: dict[str, dict[str, Penerimaan]] = field(default_factory=dict)

    def learn(self, p: Penerimaan) -> None:
        self.nomor[p.nomor] = self.nama[p.nama, p.sha256] = p
        if p.sha256:
            self.asli.setdefault(p.sha256, p)
        if p.induk:
            self.isi.setdefault(p.induk, {})[p.nama] = p


class _Run:
    """One run over the inbox."""

    def __init__(self, kantor: Kantor, tujuan: Tujuan, maju: Maju) -> None:
        self.kantor = kantor
        self.tujuan = tujuan
        self.maju = maju
        self.register = _Register()
        self.hasil: dict[str, Penerimaan] = {}
        self.tanda: dict[str, str] = {}
        self.antre: dict[str, str] = {}
        """Name under which each hash of this run is being read."""
        self.konteks: dict[int, str] = {}
        self.dibaca: set[tuple[str, str]] = set()
        self.kembar: list[Berkas] = []
        self.anggota: list[Berkas] = []
        self.bungkusan: list[Dinilai] = []
        self.sampingan: list[Penerimaan] = []
        self.n = self.selesai = 0
        self.baca_ulang = False

    def take_in(self, entries: Sequence[scan.Entry], *, baca_ulang: bool) -> tuple[Penerimaan, ...]:
        ledger = self.tujuan.ledger
        for p in ledger.receipts():
            self.register.learn(p)
        self.baca_ulang = baca_ulang
        ulang = self._outdated()
        baca, self.n = [], len(entries)
        dikenal = {} if baca_ulang else ledger.seen()
        for entry in entries:
            tanda, nomor = dikenal.get(entry.nama, ("", 0))
            tercatat = self._latest(nomor)
            if entry.cacat:
                self._done(_listed(entry.nama, entry.cacat))
            elif tercatat and tanda == entry.tanda and tercatat.nama == entry.nama and self._kept(tercatat):
                self._done(tercatat)
            else:
                baca.append(entry)
        with ReaderPool() as pool:
            self._read(pool, self._items(baca, ulang))
            while self.anggota:
                dalam, self.anggota = self.anggota, []
                self._read(pool, ((b, self.tujuan.arsip.get(b.sha256)) for b in dalam))
        # What holds others is recorded after them: cut off before, it is opened again.
        self._record(self.bungkusan, self.sampingan)
        self._record_copies()
        versions.weigh(self.tujuan)
        return self._result([e.nama for e in entries])

    # --- taking: bytes into the archive ---

    def _latest(self, nomor: int) -> Penerimaan | None:
        """Return the last receipt of the file that a receipt speaks of: it may have been judged again since."""
        p = self.register.nomor.get(nomor)
        return self.register.nama[p.nama, p.sha256] if p else None

    def _kept(self, p: Penerimaan) -> bool:
        """Whether the bytes of a file are still in the archive, or were never to be."""
        return any(c.kode == "B37" for c in p.cacat) or self.tujuan.arsip.has(p.sha256)

    def _outdated(self) -> list[Berkas]:
        """Return quarantined files that other rules, or another office, may judge otherwise."""
        self.konteks = self.tujuan.ledger.receipt_context()
        terakhir = {p.nama: p for p in self.register.nomor.values()}
        return [
            Berkas(p.nama, p.sha256, p.ukuran, induk=p.induk, lama=p)
            for p in terakhir.values()
            if self._stale(p) and self.tujuan.arsip.has(p.sha256)
        ]

    def _items(self, entries: Iterable[scan.Entry], ulang: Sequence[Berkas]) -> Iterator[tuple[Berkas, bytes]]:
        for kelompok in _portions(entries):
            taken: list[tuple[scan.Entry, bytes]] = []
            for entry in kelompok:
                isi = scan.take(entry)
                if isinstance(isi, Cacat):
                    self._not_taken(entry, isi)
                else:
                    taken.append((entry, isi.data))
            hashes = self.tujuan.arsip.put_many(data for _, data in taken)
            for (entry, data), sha in zip(taken, hashes, strict=True):
                berkas = Berkas(entry.nama, sha, len(data), entry.tanda, entry.diubah)
                if self._is_news(berkas):
                    yield berkas, data
        for berkas in ulang:
            # What lies in the inbox as it was is read from there.
            if (berkas.nama, berkas.sha256) not in self.dibaca:
                yield berkas, self.tujuan.arsip.get(berkas.sha256)

    def _not_taken(self, entry: scan.Entry, cacat: Cacat) -> None:
        p = replace(_listed(entry.nama, cacat), sha256=cacat.rincian.get("sha256", ""))
        if cacat.kode != "B37":
            self._done(p)
            return
        # Too large to keep, but that it came is on record.
        p = replace(p, ukuran=int(cacat.rincian["ukuran"]))
        self._sign(Berkas(entry.nama, p.sha256, p.ukuran, entry.tanda, entry.diubah))
        self._record((), [p])

    def _is_news(self, berkas: Berkas) -> bool:
        """Whether a file has to be read; if not, it has its verdict or is a copy."""
        dikenal = self.register.nama.get((berkas.nama, berkas.sha256))
        if dikenal and not self._stale(dikenal):
            self._sign(berkas)
            self._done(dikenal)
            return False
        if dikenal is None and (berkas.sha256 in self.register.asli or berkas.sha256 in self.antre):
            self._sign(berkas)
            self.kembar.append(berkas)
            return False
        self.antre.setdefault(berkas.sha256, berkas.nama)
        self.dibaca.add((berkas.nama, berkas.sha256))
        return True

    def _stale(self, p: Penerimaan) -> bool:
        if p.nomor not in self.konteks:
            return False
        # That reading took too long may have been the computer; whoever asks for it has everything stopped read anew.
        lambat = any(c.kode == "B24" and c.rincian.get("bagian") == "waktu" for c in p.cacat)
        return lambat or self.baca_ulang or self.konteks[p.nomor] != self.tujuan.konteks(p.cacat)

    def _sign(self, berkas: Berkas) -> None:
        lewat = self.tujuan.waktu.timestamp() - berkas.diubah / 1e9
        if berkas.tanda and lewat > _TIDAK_TENTU:
            self.tanda[berkas.nama] = berkas.tanda

    # --- reading: what it is ---

    def _read(self, pool: ReaderPool, items: Iterable[tuple[Berkas, bytes]]) -> None:
        simpan: list[Dinilai] = []
        for berkas, isi in pool.read_many(items):
            dinilai = self._judge(berkas, isi)
            if self._on_its_way(dinilai):
                self._done(_copied_half(berkas))
                continue
            self._sign(berkas)
            if dinilai.dikenali.bungkusan:
                self.bungkusan.append(dinilai)
                continue
            simpan.append(dinilai)
            if len(simpan) >= _SEKALI:
                self._record(simpan)
                simpan = []
        self._record(simpan)

    def _judge(self, berkas: Berkas, isi: Workbook | Bungkusan | Cacat) -> Dinilai:
        if isinstance(isi, Workbook):
            dikenali = identify.identify(isi, self.kantor, 0, berkas.sha256, berkas.nama)
            return Dinilai(berkas, dikenali, isi.modified)
        if isinstance(isi, Cacat):
            return Dinilai(berkas, Dikenali(None, (isi,)))
        return Dinilai(berkas, self._unpacked(berkas, isi))

    def _unpacked(self, berkas: Berkas, isi: Bungkusan) -> Dikenali:
        jenis = _JENIS[isi.jenis]
        if berkas.induk:
            return Dikenali(None, (Cacat("B08", {"jenis": f"{jenis} di dalam berkas lain"}),))
        if not isi.anggota:
            apa = "surel tanpa lampiran" if isi.jenis == "eml" else "arsip ZIP tanpa berkas"
            return Dikenali(None, (Cacat("B07", {"jenis": apa}),))
        hashes = iter(self.tujuan.arsip.put_many(a.data for a in isi.anggota if a.data is not None))
        n = 0
        for nama, a in _named(berkas.nama, isi):
            samping = scan.side_file(PurePosixPath(a.nama.replace("\\", "/")))
            sha = next(hashes) if a.data is not None else ""
            if samping or a.cacat or a.data is None:
                cacat = samping or a.cacat or Cacat("B03", {"bagian": nama})
                p = replace(_listed(nama, cacat), sha256=sha, ukuran=len(a.data or b""), induk=berkas.sha256)
                self.sampingan.append(p)
                continue
            n += 1
            dalam = Berkas(nama, sha, len(a.data), induk=berkas.sha256)
            if self._is_news(dalam):
                self.anggota.append(dalam)
        return Dikenali(None, (Cacat("N14", {"n": str(len(isi.anggota)), "dibaca": str(n)}),), bungkusan=True)

    def _on_its_way(self, dinilai: Dinilai) -> bool:
        berkas = dinilai.berkas
        if not berkas.tanda or not any(c.kode in _RUSAK for c in dinilai.dikenali.cacat):
            return False
        return abs(self.tujuan.waktu.timestamp() - berkas.diubah / 1e9) < _BARU_SAJA

    # --- recording ---

    def _record(self, dinilai: Sequence[Dinilai], lain: Sequence[Penerimaan] = ()) -> None:
        """Record files that were judged, and others that could not be read at all."""
        if not dinilai and not lain:
            return
        ledger = self.tujuan.ledger
        ditulis = []
        with ledger.transaction():
            for d in dinilai:
                ditulis.append((d, write(d, self.tujuan)))
            dilist = [ledger.receipt_known(p.nama, p.sha256) or write_receipt(p, None, self.tujuan) for p in lain]
            self._remember((p.nama, p.nomor) for p in (*(p for _, p in ditulis), *dilist))
        for d, p in ditulis:
            self.register.learn(replace(p, baru=False))
            if p.baru or not d.berkas.lama or d.berkas.tanda:
                self._done(p)
        for p in dilist:
            self.register.learn(replace(p, baru=False))
            self._done(p)

    def _record_copies(self) -> None:
        """Record copies after the originals, so that the unit they belong to is known."""
        for kelompok in _portions(self.kembar):
            ditulis = []
            with self.tujuan.ledger.transaction():
                for berkas in kelompok:
                    asli = self.register.asli.get(berkas.sha256)
                    if asli is None:
                        # The original is still on its way into the folder; the next run will find both.
                        self._done(_copied_half(berkas))
                        continue
                    lama = self.tujuan.ledger.receipt_known(berkas.nama, berkas.sha256)
                    ditulis.append(lama or write_receipt(_copy(berkas, asli), None, self.tujuan))
                self._remember((p.nama, p.nomor) for p in ditulis)
            for p in ditulis:
                self.register.learn(replace(p, baru=False))
                self._done(p)

    def _remember(self, pasangan: Iterable[tuple[str, int]]) -> None:
        self.tujuan.ledger.remember({nama: (self.tanda[nama], nomor) for nama, nomor in pasangan if nama in self.tanda})

    def _done(self, p: Penerimaan) -> None:
        self.hasil[p.nama] = p
        self.selesai += 1
        self.maju(min(self.selesai, self.n), self.n)

    # --- telling ---

    def _result(self, nama: Sequence[str]) -> tuple[Penerimaan, ...]:
        dikenal = [(p.nama, p.nomor) for p in self.hasil.values() if p.nomor and not p.baru and p.nama in self.tanda]
        if dikenal:
            self._remember(dikenal)
        semua: dict[str, Penerimaan] = {}
        for n in nama:
            p = self.hasil.pop(n)
            semua[n] = p
            for dalam, isi in sorted(self.register.isi.get(p.sha256, {}).items()):
                if dalam.startswith(n + _DALAM):
                    semua[dalam] = self.hasil.pop(dalam, isi)
        semua |= {n: self.hasil[n] for n in sorted(self.hasil)}
        kedudukan = {k.nomor: k for k in self.tujuan.ledger.standings()}
        asli = self.register.asli
        return tuple(_with_version(p, kedudukan.get(p.nomor) or _original(p, asli, kedudukan)) for p in semua.values())


_DALAM = " › "
"""Between the name of a zip or mail and that of a file in it; `/` parts folders."""


def _named(induk: str, isi: Bungkusan) -> Iterator[tuple[str, Anggota]]:
    ada: set[str] = set()
    for a in isi.anggota:
        nama = f"{induk}{_DALAM}{scan.display_name(PurePosixPath(a.nama))}"
        n = 2
        while nama in ada:
            nama, n = f"{induk}{_DALAM}{scan.display_name(PurePosixPath(a.nama))} ({n})", n + 1
        ada.add(nama)
        yield nama, a


def _listed(nama: str, cacat: Cacat) -> Penerimaan:
    """Return the verdict on something that was not read."""
    putusan = Putusan.DIABAIKAN if cacat.kode in BUKAN_KIRIMAN else Putusan.KARANTINA
    return Penerimaan(0, nama, "", 0, putusan, cacat=(cacat,))


def _copied_half(berkas: Berkas) -> Penerimaan:
    cacat = Cacat("B02", {"nama": berkas.nama, "sebab": "mungkin masih disalin"})
    return Penerimaan(0, berkas.nama, berkas.sha256, berkas.ukuran, Putusan.KARANTINA, cacat=(cacat,))


def _copy(berkas: Berkas, asli: Penerimaan) -> Penerimaan:
    salinan = Cacat("N04", {"asli": asli.nama})
    return Penerimaan(
        0,
        berkas.nama,
        berkas.sha256,
        berkas.ukuran,
        Putusan.DUPLIKAT,
        asli.unit,
        asli.periode,
        (salinan,),
        induk=berkas.induk,
    )


def _original(p: Penerimaan, asli: dict[str, Penerimaan], kedudukan: dict[int, Kedudukan]) -> Kedudukan | None:
    """Return where the original of a copy stands, when it no longer counts."""
    if p.putusan is not Putusan.DUPLIKAT or p.sha256 not in asli:
        return None
    k = kedudukan.get(asli[p.sha256].nomor)
    return k if k and k.keadaan != "berlaku" else None


def _with_version(p: Penerimaan, kedudukan: Kedudukan | None) -> Penerimaan:
    """Add what is to be said about the version; the receipt in the ledger stays as it was recorded."""
    if kedudukan is None or not kedudukan.versi:
        return p
    putusan = Putusan.DENGAN_CATATAN if p.putusan is Putusan.DITERIMA else p.putusan
    return replace(p, putusan=putusan, cacat=(*p.cacat, *kedudukan.versi))


def _portions(items: Iterable[T]) -> Iterator[list[T]]:
    sekali: list[T] = []
    for item in items:
        sekali.append(item)
        if len(sekali) >= _SEKALI:
            yield sekali
            sekali = []
    if sekali:
        yield sekali
