"""SOP 1 to 3: a letter comes in, and the heads write on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from pathlib import Path

from capaian.errors import StateError, SystemRefusalError, UsageError
from capaian.ledger import Archive
from capaian.model.hasil import HasilSurat
from capaian.model.pengaturan import Pejabat
from capaian.model.register import DISPOSISI_DIBATALKAN, SURAT_DIBATALKAN, SURAT_DITERIMA
from capaian.model.surat_masuk import Disposisi, Pembubuh, SuratMasuk
from capaian.pipeline import register_files
from capaian.pipeline.office import SEBUTAN, Kantor, Pelaku, demand_intact, official, open_ledger
from capaian.register import incoming
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

    Raises:
        UsageError: a field is empty or a date is impossible.
        StateError: the letter stands in the agenda already.
        SystemRefusalError: the scan cannot be read, or a paper is open in Word or Excel.
    """
    _complete(baru, pelaku.waktu.date())
    data = _scan(baru.berkas)
    with open_ledger(kantor) as ledger:
        with together() as write, ledger.transaction():
            demand_intact(ledger)
            ada = incoming.letters(ledger.events())
            if sama := next((s for s in ada if _same(s, baru)), None):
                raise _twice(sama, baru)
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
                "berkas": baru.berkas.name if baru.berkas else "",
            }
            if data is not None:
                isi["berkas_sha256"] = Archive(kantor.folder.arsip).put(data)
            p = ledger.append(SURAT_DITERIMA, isi, pelaku.nama, pelaku.waktu)
            semua = incoming.letters(ledger.events())
            surat = next(s for s in semua if s.urut == p.urut)
            papers = _agenda(kantor, semua, surat.tahun) | _sheet(kantor, surat, "kepala", None)
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
            papers = _agenda(kantor, semua, surat.tahun) | _sheet(kantor, surat, peran, surat.disposisi[-1])
            if lanjut := incoming.next_role(surat):
                papers |= _sheet(kantor, surat, lanjut, None)
            write(papers)
        register_files.refresh(kantor, ledger)
    return HasilSurat(surat, tuple(papers))


def withdraw_letter(kantor: Kantor, pelaku: Pelaku, nomor: str, alasan: str) -> HasilSurat:
    """Withdraw a letter that was entered by mistake, with what was written on it; its number is not given again.

    Raises:
        UsageError: no such letter, or no reason.
        StateError: it was withdrawn already.
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
            ledger.append(SURAT_DIBATALKAN, isi, pelaku.nama, pelaku.waktu)
            semua = incoming.letters(ledger.events())
            surat = next(s for s in semua if s.urut == surat.urut)
            papers = _agenda(kantor, semua, surat.tahun)
            write(papers | {_sheet_path(kantor, surat, p): None for p in incoming.PEMBUBUH})
        register_files.refresh(kantor, ledger)
    return HasilSurat(surat, tuple(papers))


def withdraw_disposition(kantor: Kantor, pelaku: Pelaku, nomor: str, alasan: str) -> HasilSurat:
    """Withdraw the last disposisi of a letter, so that it can be recorded as it was really written.

    Raises:
        UsageError: no such letter, or no reason.
        StateError: nothing was written on the letter.
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
            ledger.append(DISPOSISI_DIBATALKAN, isi, pelaku.nama, pelaku.waktu)
            semua = incoming.letters(ledger.events())
            surat = next(s for s in semua if s.urut == surat.urut)
            giliran = incoming.next_role(surat)
            papers = _agenda(kantor, semua, surat.tahun) | _sheet(kantor, surat, giliran, None)
            roles = list(incoming.PEMBUBUH)
            sesudah = roles[roles.index(giliran) + 1 :]
            write(papers | {_sheet_path(kantor, surat, p): None for p in sesudah})
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


def _twice(sama: SuratMasuk, baru: SuratBaru) -> StateError:
    """A sender numbers its letters once a year: the same number with another date is the same letter, mistyped."""
    ada = f"Surat nomor «{baru.nomor}» dari {baru.asal} sudah dicatat dengan nomor agenda {sama.nomor_agenda}"
    if sama.tanggal == baru.tanggal:
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


def _positions(kantor: Kantor, hari: date) -> tuple[str, ...]:
    """Positions a letter can be passed on to: Sekretaris, Kasubag, then the heads of the bidang."""
    ada = [kantor.pengaturan.pejabat_pada(p, hari) for p in ("sekretaris", "kasubag")]
    kepala = (kantor.siklus.kepala_unit(u.kode, hari) for u in kantor.siklus.bidang)
    orang: dict[str, str] = {}
    for p in (*ada, *kepala):
        if p:
            # The head of the Sekretariat is the Sekretaris: one person, one box.
            orang.setdefault(p.nip or p.nama or p.jabatan_lengkap, p.jabatan_lengkap)
    return tuple(dict.fromkeys(orang.values()))


def _below(kantor: Kantor, peran: str, hari: date) -> tuple[str, ...]:
    di_bawah = kantor.pengaturan.pejabat_pada("sekretaris" if peran == "kepala" else "kasubag", hari)
    return (di_bawah.jabatan_lengkap,) if di_bawah else ()


# --- the papers ---


def _sheet(kantor: Kantor, surat: SuratMasuk, peran: str, isi: Disposisi | None) -> dict[Path, bytes | None]:
    from capaian.report import surat_masuk

    hari = isi.tanggal if isi else incoming.last_day(surat)
    kepada = tuple(p for p in _positions(kantor, hari) if peran == "kepala" or not p.startswith("Sekretaris"))
    pembubuh = kantor.pengaturan.pejabat_pada(peran, hari)
    lembar = surat_masuk.LembarDisposisi(kantor.pengaturan, surat, peran, pembubuh, kepada, isi)
    data = surat_masuk.build_sheet(lembar, kantor.folder.template(surat_masuk.TEMPLAT_DISPOSISI))
    return {_sheet_path(kantor, surat, peran): data}


def _sheet_path(kantor: Kantor, surat: SuratMasuk, peran: str) -> Path:
    return kantor.folder.surat(surat.tahun) / f"disposisi-{surat.agenda}-{peran}.docx"


def _agenda(kantor: Kantor, semua: Sequence[SuratMasuk], tahun: int) -> dict[Path, bytes | None]:
    from capaian.report import surat_masuk
    from capaian.sheet.table_writer import Table, write_tables

    folder, instansi = kantor.folder.surat(tahun), kantor.pengaturan.instansi
    judul = f"Daftar Pengendali Surat Masuk {instansi.nama} Tahun {tahun}"
    waktu = datetime.combine(max(incoming.last_day(s) for s in semua if s.tahun == tahun), time())
    tabel = Table("Surat Masuk", judul, surat_masuk.KOLOM, surat_masuk.rows(semua, tahun))
    templat = kantor.folder.template(surat_masuk.TEMPLAT_DAFTAR)
    nama = f"daftar-pengendali-surat-masuk-{tahun}"
    return {
        folder / f"{nama}.docx": surat_masuk.build_agenda(kantor.pengaturan, semua, tahun, templat),
        folder / f"{nama}.xlsx": write_tables((tabel,), waktu, judul, instansi.nama),
    }
