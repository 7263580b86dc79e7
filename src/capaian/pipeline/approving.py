"""SOP 9 to 11: review, approval, reopening and dispatch, each recorded with who, when and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from capaian import plugins
from capaian.errors import DataError, StateError, SystemRefusalError, UsageError
from capaian.ledger import Archive, Ledger
from capaian.model.finding import Severity
from capaian.model.hasil import HasilTindakan
from capaian.model.pengesahan import CatatanReviu, Pengesahan
from capaian.model.register import (
    CATATAN_DIJAWAB,
    LAPORAN_DIBUKA,
    LAPORAN_DIKEMBALIKAN,
    LAPORAN_DIREVIU,
    LAPORAN_DISAHKAN,
    LAPORAN_DISERAHKAN,
)
from capaian.pipeline import register_files, report, waivers
from capaian.pipeline.office import Kantor, Pelaku, demand_intact, official, open_ledger, quick_fingerprint
from capaian.register import approval
from capaian.workspace.files import together

if TYPE_CHECKING:
    from capaian.report.bahan import Bahan


@dataclass(frozen=True, slots=True)
class Hari:
    """The day an act is dated, and today."""

    tanggal: date
    hari_ini: date


def standing(kantor: Kantor) -> Pengesahan:
    """Return where the report of the period stands."""
    with open_ledger(kantor) as ledger:
        return approval.standing(ledger.events(), str(kantor.periode))


def hand_over(kantor: Kantor, pelaku: Pelaku, hari: Hari) -> HasilTindakan:
    """Hand the draft over to the Sekretaris for review.

    Raises:
        StateError: there is no draft, it was handed over already, notes wait for an answer, or the data changed since
            the draft was built.
    """
    with open_ledger(kantor) as ledger, ledger.transaction():
        p = _begin(kantor, ledger, LAPORAN_DISERAHKAN, hari)
        isi = _act(kantor, hari, "sekretaris") | {"draf": p.draf}
        if p.terbuka:
            raise StateError(
                f"{len(p.terbuka)} catatan reviu belum dijawab: nomor {', '.join(str(c.nomor) for c in p.terbuka)}.",
                f"Jawab dahulu: «capaian review --answer {p.terbuka[0].nomor}=…».",
            )
        if report.fingerprint(kantor, report.material(kantor, pelaku, ledger)) != p.sidik_draf:
            raise StateError(
                "Data, tabel, tulisan, atau templat berubah sejak draf terakhir disusun.",
                "Susun ulang: «capaian build-report».",
            )
        ledger.append(LAPORAN_DISERAHKAN, isi, pelaku.nama, pelaku.waktu)
        return done(kantor, ledger)


def send_back(kantor: Kantor, pelaku: Pelaku, hari: Hari, catatan: Sequence[CatatanReviu]) -> HasilTindakan:
    """Record that the Sekretaris returned the draft, with notes.

    Raises:
        UsageError: no note.
        StateError: the draft is not under review.
    """
    if not catatan:
        saran = 'Tulis --note "…", atau baca dari draf yang kembali: --from BERKAS.docx.'
        raise UsageError("Draf dikembalikan tanpa catatan.", saran)
    with open_ledger(kantor) as ledger, ledger.transaction():
        p = _begin(kantor, ledger, LAPORAN_DIKEMBALIKAN, hari)
        isi = _act(kantor, hari, "sekretaris") | {
            "draf": p.draf,
            "catatan": [{"teks": c.teks, "asal": c.asal, "tempat": c.tempat} for c in catatan],
        }
        ledger.append(LAPORAN_DIKEMBALIKAN, isi, pelaku.nama, pelaku.waktu)
        return done(kantor, ledger)


def answer(kantor: Kantor, pelaku: Pelaku, jawaban: Sequence[tuple[int, str]]) -> HasilTindakan:
    """Answer or close notes of the review.

    Raises:
        UsageError: no such note, or an empty answer.
        StateError: the report is past that.
    """
    with open_ledger(kantor) as ledger, ledger.transaction():
        p = approval.standing(ledger.events(), str(kantor.periode))
        hari = Hari(p.terakhir or pelaku.waktu.date(), pelaku.waktu.date())
        approval.demand(p, CATATAN_DIJAWAB, hari.tanggal, hari.hari_ini)
        ada = {c.nomor for c in p.catatan}
        for nomor, teks in jawaban:
            if nomor not in ada:
                semua = ", ".join(str(n) for n in sorted(ada)) or "belum ada"
                raise UsageError(f"Catatan nomor {nomor} tidak ada.", f"Nomor catatan: {semua}.")
            if not teks.strip():
                raise UsageError(
                    f"Jawaban catatan nomor {nomor} kosong.", "Tulis apa yang dilakukan, misalnya 1=diperbaiki."
                )
        for nomor, teks in jawaban:
            isi = {"periode": str(kantor.periode), "nomor": nomor, "jawaban": teks.strip()}
            ledger.append(CATATAN_DIJAWAB, isi, pelaku.nama, pelaku.waktu)
        return done(kantor, ledger)


def accept(kantor: Kantor, pelaku: Pelaku, hari: Hari) -> HasilTindakan:
    """Record that the Sekretaris accepted the draft; it goes on to the head.

    Raises:
        StateError: it is not under review, or what it is made from changed since.
    """
    with open_ledger(kantor) as ledger, ledger.transaction():
        p = _begin(kantor, ledger, LAPORAN_DIREVIU, hari)
        bekal = report.fingerprint(kantor, report.material(kantor, pelaku, ledger))
        if bekal != p.diserahkan:
            raise _changed("diserahkan")
        isi = _act(kantor, hari, "sekretaris") | {
            "draf": p.draf,
            "bekal": bekal,
            "cepat": quick_fingerprint(kantor, ledger),
        }
        ledger.append(LAPORAN_DIREVIU, isi, pelaku.nama, pelaku.waktu)
        return done(kantor, ledger)


def approve(kantor: Kantor, pelaku: Pelaku, hari: Hari, *, pdf: bool = True) -> HasilTindakan:
    """Record the approval: freeze data, rules, template and document by hash, and write the report without DRAFT.

    Raises:
        StateError: it was not accepted, or what it is made from changed since.
        DataError: a unit has not sent, or an error is open.
        SystemRefusalError: the report is open in Word.
    """
    with open_ledger(kantor) as ledger:
        with together() as write, ledger.transaction():
            p = _begin(kantor, ledger, LAPORAN_DISAHKAN, hari)
            isi = _act(kantor, hari, "kepala")
            bahan = report.material(kantor, pelaku, ledger)
            bekal = report.fingerprint(kantor, bahan)
            if bekal != p.bekal:
                raise _changed("disetujui")
            _complete(kantor, bahan)
            hasil = report.render_final(kantor, report.dated(bahan, hari.tanggal))
            data, cetak, _ = report.paged(hasil.data, hari.tanggal) if pdf else (hasil.data, None, "")
            arsip = Archive(kantor.folder.arsip)
            folder = kantor.folder.laporan(kantor.periode)
            berkas: dict[Path, bytes | None] = {folder / f"{report_name(kantor)}.docx": data}
            if cetak is not None:
                berkas[folder / f"{report_name(kantor)}.pdf"] = cetak
            isi |= {
                "draf": p.draf,
                "bekal": bekal,
                "cepat": quick_fingerprint(kantor, ledger),
                "segel_data": bahan.segel,
                "versi": plugins.program(),
                "sha256": arsip.put(data),
                "pdf_sha256": arsip.put(cetak) if cetak is not None else "",
            }
            ledger.append(LAPORAN_DISAHKAN, {k: v for k, v in isi.items() if v != ""}, pelaku.nama, pelaku.waktu)
            write(berkas)
        return done(kantor, ledger, tuple(berkas))


def reopen(kantor: Kantor, pelaku: Pelaku, hari: Hari, alasan: str) -> HasilTindakan:
    """Open a report again, with a reason: it is a draft from here.

    Raises:
        UsageError: no reason, or one that says nothing.
        StateError: it is a draft already.
    """
    if not waivers.is_sentence(alasan):
        raise UsageError(
            "Alasan membuka kembali terlalu pendek." if alasan.strip() else "Alasan membuka kembali belum ditulis.",
            f"Tulis satu kalimat (sedikitnya {waivers.MIN_KATA} kata dan {waivers.MIN_HURUF} huruf), misalnya "
            '--reason "Realisasi IK-1.2 dikoreksi BPS".',
        )
    with open_ledger(kantor) as ledger, ledger.transaction():
        p = _begin(kantor, ledger, LAPORAN_DIBUKA, hari)
        isi = {
            "periode": str(kantor.periode),
            "tanggal": hari.tanggal.isoformat(),
            "dari": p.tahap.value,
            "alasan": alasan.strip(),
        }
        ledger.append(LAPORAN_DIBUKA, isi, pelaku.nama, pelaku.waktu)
        return done(kantor, ledger)


def notes_from(path: Path) -> tuple[CatatanReviu, ...]:
    """Read the notes of a returned draft: Word comments and tracked changes.

    Raises:
        UsageError: there is no such file, or no note in it.
        TemplateError: it is no Word file.
        SystemRefusalError: it cannot be read.
    """
    from capaian.document.review_notes import read_notes

    try:
        catatan = read_notes(path.read_bytes())
    except FileNotFoundError:
        raise UsageError(f"Berkas «{path}» tidak ada.", "Periksa nama dan foldernya.") from None
    except OSError as e:
        raise SystemRefusalError(f"«{path.name}» tidak dapat dibuka ({e.strerror}).", "Tutup berkas itu.") from None
    if not catatan:
        raise UsageError(
            f"«{path.name}» tidak memuat komentar maupun perubahan bertanda.",
            'Pilih berkas yang dikembalikan pereviu, atau tulis catatannya: --note "…".',
        )
    return catatan


def still_holds(kantor: Kantor, pelaku: Pelaku, ledger: Ledger, p: Pengesahan) -> bool:
    """Whether everything that an accepted or approved report is made from is still what it was."""
    return not p.bekal or report.fingerprint(kantor, report.material(kantor, pelaku, ledger)) == p.bekal


def report_name(kantor: Kantor) -> str:
    """Name of the approved report, without an ending."""
    return f"Laporan-Kinerja-{kantor.periode}"


def _begin(kantor: Kantor, ledger: Ledger, jenis: str, hari: Hari) -> Pengesahan:
    demand_intact(ledger)
    p = approval.standing(ledger.events(), str(kantor.periode))
    approval.demand(p, jenis, hari.tanggal, hari.hari_ini)
    return p


def _act(kantor: Kantor, hari: Hari, peran: str) -> dict[str, object]:
    pejabat = official(kantor, peran, hari.tanggal)
    return {
        "periode": str(kantor.periode),
        "tanggal": hari.tanggal.isoformat(),
        "pejabat": {
            "peran": peran,
            "jabatan": pejabat.jabatan_lengkap,
            "nama": pejabat.nama,
            "nip": pejabat.nip,
            "pangkat": pejabat.pangkat,
        },
    }


def _changed(sejak: str) -> StateError:
    return StateError(
        f"Data, tabel, tulisan, atau templat berubah sejak draf {sejak}"
        f"{', sehingga persetujuannya gugur' if sejak == 'disetujui' else ''}.",
        "Susun ulang dengan «capaian build-report», lalu serahkan lagi dengan «capaian review».",
    )


def _complete(kantor: Kantor, bahan: Bahan) -> None:
    """Refuse a report that lacks a unit or has an open error."""
    masalah = [
        (u.nama, "Belum menyampaikan formulir isian.", "Mintakan formulirnya, lalu «capaian collect».")
        for u in bahan.unit_belum
    ]
    masalah += [
        (str(f.asal) if f.asal else "–", f.pesan, f.perbaikan)
        for f in bahan.findings
        if f.severity is Severity.KESALAHAN
    ]
    if masalah:
        raise DataError(
            f"Laporan {kantor.periode.label} belum dapat disahkan: {len(masalah)} hal belum selesai.",
            tuple(masalah),
            "Selesaikan atau kecualikan dengan alasan, lalu susun dan serahkan ulang.",
        )


def done(kantor: Kantor, ledger: Ledger, berkas: tuple[Path, ...] = ()) -> HasilTindakan:
    """Return where the report stands after an act, and renew the lists beside the ledger."""
    register_files.refresh(kantor, ledger)
    p = approval.standing(ledger.events(), str(kantor.periode))
    return HasilTindakan(p, approval.next_act(p), berkas)
