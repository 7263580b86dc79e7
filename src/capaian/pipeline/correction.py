"""SOP 7, the way back: the pack of each unit that has something to correct."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from capaian.errors import ExitCode, SystemRefusalError
from capaian.ledger import Archive, FormulirTercatat, Ledger
from capaian.model.finding import Finding, Severity
from capaian.model.kiriman import Isian, Kiriman, Penerimaan, Putusan
from capaian.model.koreksi import BukuKoreksi, PaketKoreksi
from capaian.model.register import FORMULIR_TERBIT, KOREKSI_DISUSUN, Peristiwa
from capaian.model.skema import Unit
from capaian.pipeline import pack_files
from capaian.pipeline.office import Kantor, Pelaku, current_receipts, deadlines, unit_head
from capaian.register import clock
from capaian.workspace.files import together

SELESAI = "koreksi.selesai"


def write_packs(kantor: Kantor, pelaku: Pelaku, ledger: Ledger, temuan: Sequence[Finding]) -> tuple[PaketKoreksi, ...]:
    """Write the pack of every unit with errors or warnings, and take away those of units that have none any more.

    A pack is written, and its event recorded, only when what it says has changed; its date and deadline are those of
    the day when it first said so. Files that somebody edited since are kept under another name. One pack that cannot
    be written does not stop the others.

    Args:
        kantor: The office.
        pelaku: Who returns the forms, and when.
        ledger: Where packs are recorded.
        temuan: Findings of the period that stand; notes ask for nothing.

    Returns:
        One record per unit with a pack, in schema order; `gagal` says why one could not be written.

    Raises:
        IntegrityError: a file that was received or issued is no longer in the archive.
    """
    perlu: dict[str, list[Finding]] = {}
    for f in temuan:
        if f.severity is not Severity.CATATAN:
            perlu.setdefault(f.kunci.unit, []).append(f)
    terakhir, terbuka = _packs(ledger, str(kantor.periode))
    meja = _Meja(kantor, pelaku, ledger, terakhir, terbuka)
    sumber = {u.kode: s for u in kantor.siklus.unit if u.kode in perlu and (s := meja.sumber(u))}
    selamat = meja.salvage(sumber)
    paket = [meja.pack(s, tuple(perlu[kode]), selamat.get(kode, ())) for kode, s in sumber.items()]
    for kode in terbuka:
        if kode not in sumber:
            meja.close(kode, terakhir[kode])
    return tuple(paket)


def refusals(paket: Iterable[PaketKoreksi], kode: ExitCode) -> ExitCode:
    """Exit code of `validate`: that of the environment when a pack could not be written, else `kode`."""
    return ExitCode.ENVIRONMENT if any(p.gagal for p in paket) else kode


def _packs(ledger: Ledger, periode: str) -> tuple[dict[str, Peristiwa], tuple[str, ...]]:
    """The last pack of each unit, and the units that have not become clean since."""
    disusun, selesai = (
        {str(p.isi["unit"]): p for p in ledger.events(jenis) if p.isi.get("periode") == periode}
        for jenis in (KOREKSI_DISUSUN, SELESAI)
    )
    return disusun, tuple(k for k, p in disusun.items() if k not in selesai or selesai[k].urut < p.urut)


@dataclass(frozen=True, slots=True)
class _Sumber:
    """What the pack of a unit starts from.

    Attributes:
        kiriman: The form in force, or the last one that waits for a choice.
        tertahan: A file of the unit that was stopped, when there is no form.
        formulir: The form as it was issued.
    """

    unit: Unit
    kiriman: Kiriman | None
    tertahan: Penerimaan | None
    formulir: FormulirTercatat


class _Meja:
    """The desk at which packs are put together."""

    def __init__(
        self,
        kantor: Kantor,
        pelaku: Pelaku,
        ledger: Ledger,
        terakhir: Mapping[str, Peristiwa],
        terbuka: Collection[str],
    ) -> None:
        self._kantor = kantor
        self._pelaku = pelaku
        self._ledger = ledger
        self._terakhir = terakhir
        self._terbuka = terbuka
        self._arsip = Archive(kantor.folder.arsip)
        self._batas = deadlines(kantor, ledger, FORMULIR_TERBIT)
        self._kiriman: dict[str, Kiriman] = {}
        for keadaan in ("menunggu", "berlaku"):
            self._kiriman |= {t.kiriman.kode.unit: t.kiriman for t in ledger.submissions(kantor.periode, keadaan)}
        self._tertahan = {
            p.unit: p
            for p in current_receipts(kantor, ledger)
            if p.putusan is Putusan.KARANTINA and p.unit and p.sha256 and p.periode == str(kantor.periode)
        }

    def sumber(self, unit: Unit) -> _Sumber | None:
        """Where the pack of a unit starts; None when it was never given a form, so nothing can go back."""
        kiriman = self._kiriman.get(unit.kode)
        terbit = self._ledger.forms(self._kantor.periode, unit.kode)
        formulir = self._ledger.form(str(kiriman.kode)) if kiriman else None
        if formulir is None and terbit:
            formulir = terbit[-1]
        tertahan = None if kiriman else self._tertahan.get(unit.kode)
        return _Sumber(unit, kiriman, tertahan, formulir) if formulir else None

    def salvage(self, sumber: Mapping[str, _Sumber]) -> dict[str, tuple[Isian, ...]]:
        """Values that can be read of stopped files, by unit."""
        from capaian.forms.expect import expected
        from capaian.intake.salvage import salvage

        berkas = {
            kode: (s.tertahan.nama, s.tertahan.sha256, self._arsip.get(s.tertahan.sha256))
            for kode, s in sumber.items()
            if s.tertahan and self._arsip.has(s.tertahan.sha256)
        }
        harapan = partial(expected, self._kantor.siklus, self._kantor.pengaturan.skala_ordinal)
        tetap = {
            kode: {b: {k: dict(v) for k, v in baris.items()} for b, baris in sumber[kode].formulir.tetap.items()}
            for kode in berkas
        }
        return salvage(berkas, self._kantor.periode, tetap, harapan)

    def pack(self, sumber: _Sumber, temuan: tuple[Finding, ...], selamat: tuple[Isian, ...]) -> PaketKoreksi:
        """Write the pack of one unit, when it says something new or a file of it is missing."""
        sidik = _fingerprint(sumber, temuan)
        lama, terbuka = self._terakhir.get(sumber.unit.kode), sumber.unit.kode in self._terbuka
        if lama and terbuka and lama.isi.get("sidik") == sidik:
            hari, tenggat = (date.fromisoformat(str(lama.isi[k])) for k in ("tanggal", "tenggat"))
        else:
            hari = self._pelaku.waktu.date()
            tenggat = clock.add_working_days(hari, self._kantor.pengaturan.hari_perbaikan, self._kantor.libur)
            # Who sends early is not given less time than the form says.
            tenggat = max(tenggat, self._batas.get(sumber.unit.kode, tenggat))
        buku, isi = self._compose(sumber, temuan, selamat, hari, tenggat)
        folder = self._kantor.folder.paket(self._kantor.periode, sumber.unit.kode)
        sha = {nama: hashlib.sha256(data).hexdigest() for nama, data in isi.items()}
        baru = not terbuka or _hashes(lama) != sha
        gagal = ""
        try:
            with together() as write, self._ledger.transaction():
                write(pack_files.to_write(folder, isi, _hashes(lama), baru=baru))
                if baru:
                    self._record(sumber, temuan, {"sidik": sidik, "berkas": sha}, hari, tenggat, isi)
        except SystemRefusalError as error:
            gagal = f"{error.pesan} {error.saran}".strip()
        return PaketKoreksi(
            unit=sumber.unit,
            folder=folder,
            berkas=tuple(folder / nama for nama in isi),
            tenggat=tenggat,
            n_kesalahan=sum(f.severity is Severity.KESALAHAN for f in temuan),
            n_peringatan=sum(f.severity is Severity.PERINGATAN for f in temuan),
            salinan=buku.salinan,
            baru=baru and not gagal,
            gagal=gagal,
        )

    def _record(
        self,
        sumber: _Sumber,
        temuan: Sequence[Finding],
        sidik: Mapping[str, object],
        hari: date,
        tenggat: date,
        isi: Mapping[str, bytes],
    ) -> None:
        # In the archive first: what was sent back can always be shown again.
        for data in isi.values():
            self._arsip.put(data)
        peristiwa: dict[str, object] = {
            "periode": str(self._kantor.periode),
            "unit": sumber.unit.kode,
            "kiriman": sumber.kiriman.nomor if sumber.kiriman else 0,
            "kesalahan": sum(f.severity is Severity.KESALAHAN for f in temuan),
            "peringatan": sum(f.severity is Severity.PERINGATAN for f in temuan),
            "tanggal": hari.isoformat(),
            "tenggat": tenggat.isoformat(),
            **sidik,
        }
        self._ledger.append(KOREKSI_DISUSUN, peristiwa, self._pelaku.nama, self._pelaku.waktu)

    def _compose(
        self, sumber: _Sumber, temuan: tuple[Finding, ...], selamat: tuple[Isian, ...], hari: date, tenggat: date
    ) -> tuple[BukuKoreksi, dict[str, bytes]]:
        """The three files by name."""
        from capaian.forms import correction, return_text
        from capaian.report import nota
        from capaian.report.surat import pengirim

        kantor, unit, kiriman = self._kantor, sumber.unit, sumber.kiriman
        bahan = correction.BahanKoreksi(
            temuan=temuan,
            nama_unit=unit.nama,
            berkas=self._arsip.get(kiriman.sha256) if kiriman else None,
            sha256=kiriman.sha256 if kiriman else "",
            kode=kiriman.kode if kiriman else sumber.formulir.kode,
            formulir=self._arsip.get(sumber.formulir.sha256),
            baris=sumber.formulir.tetap,
            isian=kiriman.isian if kiriman else selamat,
            tenggat=tenggat,
            dikirim=bool(kiriman or sumber.tertahan),
        )
        buku = correction.build(bahan)
        nama_buku = f"formulir-{unit.kode}-perbaikan.xlsx"
        tujuan = unit_head(kantor.siklus, unit, hari)
        berkas = kiriman.nama if kiriman else sumber.tertahan.nama if sumber.tertahan else ""
        lembar = nota.Nota(
            pengaturan=kantor.pengaturan,
            tujuan=tujuan,
            nama_unit=unit.nama,
            kode=bahan.kode,
            berkas=berkas,
            buku=nama_buku,
            butir=buku.butir,
            tanggal=hari,
            tenggat=tenggat,
            hari_kerja=clock.working_days_left(hari, tenggat, kantor.libur),
        )
        penanda = pengirim(kantor.pengaturan, hari)
        instansi = kantor.pengaturan.instansi
        teks = return_text.Pesan(
            yth=tujuan.jabatan_lengkap,
            nama_unit=unit.nama,
            periode=kantor.periode,
            butir=buku.butir,
            dikirim=bool(berkas),
            berisi=buku.salinan or buku.terisi > 0,
            buku=nama_buku,
            tenggat=tenggat,
            pengirim=((penanda.jabatan_lengkap,) if penanda else ()) + (instansi.nama,),
            catatan=kantor.pengaturan.contoh,
        )
        return buku, {
            nama_buku: buku.data,
            f"nota-pengembalian-{unit.kode}.docx": nota.build_nota(lembar, kantor.folder.template(nota.TEMPLAT)),
            f"pesan-{unit.kode}.txt": return_text.write(teks),
        }

    def close(self, unit: str, lama: Peristiwa) -> None:
        """Take away the pack of a unit that is clean now, as far as nobody edited it; all of it is in the archive.

        A file that is open stays where it is; the next run takes it away.
        """
        folder = self._kantor.folder.paket(self._kantor.periode, unit)
        try:
            with together() as write, self._ledger.transaction():
                write(pack_files.to_remove(folder, _hashes(lama)))
                isi: dict[str, object] = {"periode": str(self._kantor.periode), "unit": unit, "paket": lama.urut}
                self._ledger.append(SELESAI, isi, self._pelaku.nama, self._pelaku.waktu)
        except SystemRefusalError:
            return
        # An empty folder that somebody looks into may stay.
        with contextlib.suppress(OSError):
            folder.rmdir()


def _hashes(lama: Peristiwa | None) -> dict[str, str]:
    """Hashes of the files of a pack by name."""
    berkas = lama.isi.get("berkas") if lama else None
    return {str(k): str(v) for k, v in berkas.items()} if isinstance(berkas, dict) else {}


def _fingerprint(sumber: _Sumber, temuan: Sequence[Finding]) -> str:
    """Hash over what a pack says: the findings, and the file they speak of."""
    isi = [
        [f.kode, f.kunci.butir, f.kunci.kolom, f.severity.value, f.pesan, f.diharapkan, f.perbaikan, str(f.asal)]
        for f in temuan
    ]
    dasar = sumber.kiriman.sha256 if sumber.kiriman else sumber.tertahan.sha256 if sumber.tertahan else ""
    return hashlib.sha256(json.dumps([dasar, sumber.formulir.sha256, isi]).encode()).hexdigest()
