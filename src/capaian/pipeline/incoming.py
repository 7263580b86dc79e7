"""SOP 1 to 3: a letter comes in, and the heads write on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path

from capaian.errors import StateError, SystemRefusalError, UsageError
from capaian.ledger import Archive, Ledger
from capaian.model.hasil import HasilSurat
from capaian.model.pengaturan import Pejabat
from capaian.model.register import (
    DISPOSISI_DIBATALKAN,
    FORMULIR_TERBIT,
    SURAT_DIBATALKAN,
    SURAT_DIPINDAI,
    SURAT_DITERIMA,
)
from capaian.model.surat_masuk import HARAP, Pembubuh, SuratMasuk
from capaian.pipeline import register_files
from capaian.pipeline.incoming_papers import agenda_papers, sheet_papers, sheet_path
from capaian.pipeline.office import SEBUTAN, Kantor, Pelaku, demand_intact, official, open_ledger
from capaian.register import approval, incoming
from capaian.text.dates import tanggal
from capaian.workspace.files import together

_MAKS_BERKAS = 50 << 20
"""A scan of a letter is a few megabytes; what is larger was chosen by mistake."""


@dataclass(frozen=True, slots=True)
class SuratBaru:
    """A letter as it is entered; see `SuratMasuk`."""

    nomor: str
    tanggal: date
    asal: str
    hal: str
    sifat: str
    lampiran: str
    diterima: date
    berkas: Path | None = None


@dataclass(frozen=True, slots=True)
class DisposisiBaru:
    """A disposisi as it is entered.

    Attributes:
        agenda: Number in the agenda, `3` or `3/2026`; the last letter of the period when empty.
        peran: `kepala` or `sekretaris`; whoever is next when empty.
        kepada: Positions; when empty the Sekretaris, or from there the Kasubag.
    """

    tanggal: date
    catatan: str
    agenda: str = ""
    peran: str = ""
    kepada: tuple[str, ...] = ()
    harap: tuple[str, ...] = ()
    batas: date | None = None


def receive(kantor: Kantor, pelaku: Pelaku, baru: SuratBaru) -> HasilSurat:
    """Enter a letter in the agenda, archive its scan, and print the list and an open lembar disposisi.

    The scan of a letter that stands in the agenda without one is added to it.

    Raises:
        UsageError: a field is empty or a date is impossible.
        StateError: the letter stands in the agenda already, and there is nothing to add.
        SystemRefusalError: the scan cannot be read, or a paper is open in Word or Excel.
    """
    _complete(baru, pelaku.waktu.date())
    data = _scan(baru.berkas)
    with open_ledger(kantor) as ledger:
        with together() as write, ledger.transaction():
            demand_intact(ledger)
            ada = incoming.letters(ledger.events())
            if sama := next((s for s in ada if _same(s, baru)), None):
                if data is None or sama.sha256 or sama.tanggal != baru.tanggal:
                    raise _twice(sama, baru, data)
                return _add_scan(kantor, ledger, pelaku, sama, _archived(kantor, baru, data))
            isi: dict[str, object] = {
                "periode": str(kantor.periode),
                "agenda": incoming.next_number(ada, baru.diterima.year),
                "nomor": baru.nomor.strip(),
                "tanggal": baru.tanggal.isoformat(),
                "asal": baru.asal.strip(),
                "hal": baru.hal.strip(),
                "sifat": baru.sifat,
                "lampiran": baru.lampiran.strip(),
                "diterima": baru.diterima.isoformat(),
            } | _archived(kantor, baru, data)
            p = ledger.append(SURAT_DITERIMA, isi, pelaku.nama, pelaku.waktu)
            semua = incoming.letters(ledger.events())
            surat = next(s for s in semua if s.urut == p.urut)
            papers = agenda_papers(kantor, semua, surat.tahun) | sheet_papers(kantor, surat, "kepala", None)
            write(papers)
        register_files.refresh(kantor, ledger)
    return HasilSurat(surat, tuple(papers))


def dispose(kantor: Kantor, pelaku: Pelaku, baru: DisposisiBaru) -> HasilSurat:
    """Record what an official wrote on a letter, and print the sheet with it, ready to sign.

    Raises:
        UsageError: no such letter, no instruction, or a deadline before the day itself.
        StateError: no letter was entered, it is another official's turn, the official has written already, the day
            is before the act it follows or in the future, or nobody holds the office on that day.
        SystemRefusalError: a paper is open in Word or Excel.
    """
    with open_ledger(kantor) as ledger:
        with together() as write, ledger.transaction():
            demand_intact(ledger)
            surat = _chosen(incoming.letters(ledger.events()), baru.agenda, kantor)
            baru = replace(baru, harap=tuple(_box(h) for h in baru.harap))
            peran = _turn(surat, baru.peran)
            _not_the_same(surat, baru, SEBUTAN[peran], peran)
            _in_time(surat, baru, pelaku.waktu.date(), SEBUTAN[peran])
            pejabat = official(kantor, peran, baru.tanggal)
            isi: dict[str, object] = {
                "periode": surat.periode,
                "surat": surat.urut,
                "agenda": surat.agenda,
                **asdict(_signed(pejabat)),
                "tanggal": baru.tanggal.isoformat(),
                "kepada": list(baru.kepada or _below(kantor, peran, baru.tanggal)),
                "harap": list(baru.harap),
                "catatan": baru.catatan.strip(),
                "batas": baru.batas.isoformat() if baru.batas else "",
            }
            ledger.append(incoming.PEMBUBUH[peran], isi, pelaku.nama, pelaku.waktu)
            semua = incoming.letters(ledger.events())
            surat = next(s for s in semua if s.urut == surat.urut)
            papers = agenda_papers(kantor, semua, surat.tahun) | sheet_papers(kantor, surat, peran, surat.disposisi[-1])
            if lanjut := incoming.next_role(surat):
                papers |= sheet_papers(kantor, surat, lanjut, None)
            write(papers)
        register_files.refresh(kantor, ledger)
        terbit = any(p.isi.get("periode") == surat.periode for p in ledger.events(FORMULIR_TERBIT))
    return HasilSurat(surat, tuple(papers), terbit=terbit)


def withdraw_letter(kantor: Kantor, pelaku: Pelaku, nomor: str, alasan: str) -> HasilSurat:
    """Withdraw a letter that was entered by mistake, with what was written on it; its number is not given again.

    Raises:
        UsageError: no such letter, or no reason.
        StateError: it was withdrawn already, or the report of its period is approved.
        SystemRefusalError: a paper is open in Word or Excel.
    """
    _reason(alasan)
    with open_ledger(kantor) as ledger:
        with together() as write, ledger.transaction():
            demand_intact(ledger)
            surat = _found(incoming.letters(ledger.events()), nomor)
            if surat.dibatalkan:
                raise StateError(f"Pencatatan surat agenda {surat.nomor_agenda} sudah dibatalkan: {surat.dibatalkan}.")
            isi = {
                "periode": surat.periode,
                "dibatalkan": surat.urut,
                "agenda": surat.agenda,
                "alasan": alasan.strip(),
            }
            approval.demand_open(approval.standing(ledger.events(), surat.periode))
            ledger.append(SURAT_DIBATALKAN, isi, pelaku.nama, pelaku.waktu)
            semua = incoming.letters(ledger.events())
            surat = next(s for s in semua if s.urut == surat.urut)
            papers = agenda_papers(kantor, semua, surat.tahun)
            write(papers | {sheet_path(kantor, surat, p): None for p in incoming.PEMBUBUH})
        register_files.refresh(kantor, ledger)
    return HasilSurat(surat, tuple(papers))


def withdraw_disposition(kantor: Kantor, pelaku: Pelaku, nomor: str, alasan: str) -> HasilSurat:
    """Withdraw the last disposisi of a letter, so that it can be recorded as it was really written.

    Raises:
        UsageError: no such letter, or no reason.
        StateError: nothing was written on the letter, or the report of its period is approved.
        SystemRefusalError: a paper is open in Word or Excel.
    """
    _reason(alasan)
    with open_ledger(kantor) as ledger:
        with together() as write, ledger.transaction():
            demand_intact(ledger)
            surat = _chosen(incoming.letters(ledger.events()), nomor, kantor)
            if not surat.disposisi:
                raise StateError(f"Surat agenda {surat.nomor_agenda} belum didisposisi.", "Tidak ada yang dibatalkan.")
            d = surat.disposisi[-1]
            isi: dict[str, object] = {
                "periode": surat.periode,
                "dibatalkan": d.urut,
                "surat": surat.urut,
                "agenda": surat.agenda,
                "jabatan": d.pembubuh.jabatan,
                "alasan": alasan.strip(),
            }
            approval.demand_open(approval.standing(ledger.events(), surat.periode))
            ledger.append(DISPOSISI_DIBATALKAN, isi, pelaku.nama, pelaku.waktu)
            semua = incoming.letters(ledger.events())
            surat = next(s for s in semua if s.urut == surat.urut)
            giliran = incoming.next_role(surat)
            papers = agenda_papers(kantor, semua, surat.tahun) | sheet_papers(kantor, surat, giliran, None)
            roles = list(incoming.PEMBUBUH)
            sesudah = roles[roles.index(giliran) + 1 :]
            write(papers | {sheet_path(kantor, surat, p): None for p in sesudah})
        register_files.refresh(kantor, ledger)
    return HasilSurat(surat, tuple(papers))


def agenda(kantor: Kantor) -> tuple[SuratMasuk, ...]:
    """Return every letter of the agenda, oldest first."""
    with open_ledger(kantor) as ledger:
        return incoming.letters(ledger.events())


# --- what is asked of a letter ---


def _complete(baru: SuratBaru, hari_ini: date) -> None:
    isian = {"--nomor": baru.nomor, "--dari": baru.asal, "--hal": baru.hal}
    if kosong := [k for k, v in isian.items() if not v.strip()]:
        raise UsageError(
            f"Surat belum lengkap: {', '.join(kosong)} belum diisi.", "Tulis seperti yang tertera pada surat."
        )
    if baru.diterima > hari_ini:
        raise UsageError(
            f"Tanggal diterima {tanggal(baru.diterima)} belum tiba.", "Tulis tanggal surat itu benar-benar diterima."
        )
    if baru.tanggal > baru.diterima:
        raise UsageError(
            f"Surat bertanggal {tanggal(baru.tanggal)}, tetapi diterima {tanggal(baru.diterima)}.",
            "Surat tidak dapat diterima sebelum tanggalnya; periksa --tanggal dan --diterima.",
        )


def _same(s: SuratMasuk, baru: SuratBaru) -> bool:
    def rapi(teks: str) -> str:
        return "".join(teks.split()).casefold()

    sama = (rapi(s.nomor), rapi(s.asal), s.tanggal.year) == (rapi(baru.nomor), rapi(baru.asal), baru.tanggal.year)
    return sama and not s.dibatalkan


def _archived(kantor: Kantor, baru: SuratBaru, data: bytes | None) -> dict[str, object]:
    if baru.berkas is None or data is None:
        return {"berkas": ""}
    return {"berkas": baru.berkas.name, "berkas_sha256": Archive(kantor.folder.arsip).put(data)}


def _add_scan(
    kantor: Kantor, ledger: Ledger, pelaku: Pelaku, surat: SuratMasuk, pindai: dict[str, object]
) -> HasilSurat:
    isi: dict[str, object] = {"periode": surat.periode, "surat": surat.urut, "agenda": surat.agenda}
    ledger.append(SURAT_DIPINDAI, isi | pindai, pelaku.nama, pelaku.waktu)
    register_files.refresh(kantor, ledger)
    surat = next(s for s in incoming.letters(ledger.events()) if s.urut == surat.urut)
    return HasilSurat(surat, (), disusulkan=True)


def _twice(sama: SuratMasuk, baru: SuratBaru, data: bytes | None) -> StateError:
    """A sender numbers its letters once a year: the same number with another date is the same letter, mistyped."""
    ada = f"Surat nomor «{baru.nomor}» dari {baru.asal} sudah dicatat dengan nomor agenda {sama.nomor_agenda}"
    if sama.tanggal == baru.tanggal:
        if data is not None and sama.sha256 != sha256(data).hexdigest():
            return StateError(
                f"{ada}, dengan hasil pindai «{sama.berkas}».",
                f"Bila hasil pindai itu keliru, batalkan dahulu: «capaian receive-letter --withdraw "
                f'{sama.nomor_agenda} --alasan "…"», lalu catat lagi.',
            )
        return StateError(f"{ada}.", "Tidak perlu dicatat lagi; lanjutkan dengan «capaian dispose».")
    return StateError(
        f"{ada}, bertanggal {tanggal(sama.tanggal)}, bukan {tanggal(baru.tanggal)}.",
        "Bila catatan yang lama keliru, batalkan dahulu: "
        f'«capaian receive-letter --withdraw {sama.nomor_agenda} --alasan "…"», lalu catat lagi.',
    )


def _reason(alasan: str) -> None:
    if not alasan.strip():
        raise UsageError("Alasan pembatalan belum disebutkan.", 'Tulis misalnya --alasan "Tanggal surat salah ketik".')


def _scan(path: Path | None) -> bytes | None:
    if path is None:
        return None
    try:
        ukuran = path.stat().st_size
        if ukuran > _MAKS_BERKAS:
            raise UsageError(f"Berkas «{path.name}» terlalu besar untuk sebuah surat.", "Pilih hasil pindai suratnya.")
        return path.read_bytes()
    except IsADirectoryError:
        raise UsageError(f"«{path}» adalah folder.", "Sebutkan berkas suratnya.") from None
    except FileNotFoundError:
        raise UsageError(f"Berkas «{path}» tidak ada.", "Periksa nama dan letaknya.") from None
    except OSError as e:
        raise SystemRefusalError(f"Berkas «{path}» tidak dapat dibaca.", "Tutup berkas itu, lalu ulangi.") from e


# --- what is asked of a disposisi ---


def _chosen(surat: Sequence[SuratMasuk], dicari: str, kantor: Kantor) -> SuratMasuk:
    milik = [s for s in surat if s.periode == str(kantor.periode) and not s.dibatalkan]
    if not milik:
        raise StateError(
            f"Belum ada surat permintaan {kantor.periode.label} dalam agenda.",
            "Catat dahulu suratnya: «capaian receive-letter».",
        )
    if not dicari:
        return milik[-1]
    return _found([s for s in surat if not s.dibatalkan], dicari)


def _found(surat: Sequence[SuratMasuk], dicari: str) -> SuratMasuk:
    cocok = [s for s in surat if dicari.strip() in (s.nomor_agenda, str(s.agenda))]
    if not cocok:
        ada = ", ".join(s.nomor_agenda for s in surat) or "belum ada surat"
        raise UsageError(f"Nomor agenda «{dicari}» tidak ada.", f"Yang ada: {ada}.")
    return cocok[-1]


def _turn(surat: SuratMasuk, peran: str) -> str:
    giliran = incoming.next_role(surat)
    sudah = {d.pembubuh.peran: d for d in surat.disposisi}
    if (peran or giliran) in sudah or not giliran:
        d = sudah[peran] if peran in sudah else surat.disposisi[-1]
        raise StateError(
            f"Surat agenda {surat.nomor_agenda} sudah didisposisi {d.pembubuh.jabatan} pada {tanggal(d.tanggal)}.",
            "Lihat lembar disposisinya dalam folder surat."
            if not giliran
            else f"Giliran berikutnya: {SEBUTAN[giliran]}.",
        )
    if peran and peran != giliran:
        raise StateError(
            f"Surat agenda {surat.nomor_agenda} belum didisposisi {SEBUTAN[giliran]}.",
            f"Catat dahulu disposisi {SEBUTAN[giliran]}: «capaian dispose --pejabat {giliran} …».",
        )
    return giliran


def _not_the_same(surat: SuratMasuk, baru: DisposisiBaru, sebutan: str, peran: str) -> None:
    """The words of the official before, without a name: the command was most likely given a second time."""
    if not surat.disposisi or baru.peran:
        return
    d = surat.disposisi[-1]
    if (" ".join(baru.catatan.split()), baru.harap) == (" ".join(d.catatan.split()), d.harap):
        raise StateError(
            f"Disposisi dengan isi yang sama sudah dicatat: {d.pembubuh.jabatan}, {tanggal(d.tanggal)}.",
            f"Tidak perlu diulang. Bila {sebutan} memang menulis isi yang sama, tambahkan «--pejabat {peran}».",
        )


def _box(harap: str) -> str:
    """`koordinasi` is the box `Koordinasi/Konfirmasi`; what begins no box stays as it is, in the official's words."""
    rapi = " ".join(harap.split())
    cocok = [h for h in HARAP if rapi and h.casefold().startswith(rapi.casefold())]
    return cocok[0] if len(cocok) == 1 else rapi


def _in_time(surat: SuratMasuk, baru: DisposisiBaru, hari_ini: date, sebutan: str) -> None:
    if not baru.catatan.strip() and not baru.harap:
        raise UsageError(
            f"Isi disposisi {sebutan} belum disebutkan.", 'Tulis instruksinya: --instruksi "…", atau pilih --harap.'
        )
    terakhir = incoming.last_day(surat)
    if baru.tanggal < terakhir:
        raise StateError(
            f"Disposisi bertanggal {tanggal(baru.tanggal)}, lebih awal daripada langkah sebelumnya "
            f"({tanggal(terakhir)}).",
            "Periksa --tanggal.",
        )
    if baru.tanggal > hari_ini:
        raise StateError(
            f"Tanggal disposisi {tanggal(baru.tanggal)} belum tiba.", "Catat setelah disposisi dibubuhkan."
        )
    if baru.batas and baru.batas < baru.tanggal:
        raise UsageError(
            f"Batas waktu {tanggal(baru.batas)} lebih awal daripada tanggal disposisi {tanggal(baru.tanggal)}.",
            "Periksa --batas.",
        )


def _signed(p: Pejabat) -> Pembubuh:
    return Pembubuh(p.peran, p.jabatan_lengkap, p.nama, p.pangkat, p.nip)


def _below(kantor: Kantor, peran: str, hari: date) -> tuple[str, ...]:
    di_bawah = kantor.pengaturan.pejabat_pada("sekretaris" if peran == "kepala" else "kasubag", hari)
    return (di_bawah.jabatan_lengkap,) if di_bawah else ()
