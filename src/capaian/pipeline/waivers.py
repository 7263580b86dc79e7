"""Findings that a named person accepts: given, withdrawn, listed, and taken into account."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from capaian.checks import rounds, waivers
from capaian.checks.waivers import Penilaian
from capaian.errors import StateError, UsageError
from capaian.ledger import Ledger
from capaian.model.finding import Finding, Kunci
from capaian.model.hasil import HasilPengecualian
from capaian.model.putaran import KeadaanTemuan, Pengecualian, Perubahan
from capaian.pipeline import register_files
from capaian.pipeline.judging import judge
from capaian.pipeline.merge import Gabungan
from capaian.pipeline.office import Kantor, Pelaku, demand_intact, demand_open, open_ledger, together
from capaian.text.dates import tanggal
from capaian.text.words import maksud

MIN_HURUF, MIN_KATA = 15, 3
"""Letters and words that a reason has at least."""
_BUKAN_NAMA = frozenset({"admin", "administrator", "anonim", "operator", "pengguna", "root", "saya", "user"})


@dataclass(frozen=True, slots=True)
class Pilihan:
    """Which finding is meant: by its number, or by code and as much of the rest as is needed.

    Attributes:
        kolom: Key or header of the column.
    """

    nomor: tuple[int, ...] = ()
    kode: str = ""
    unit: str = ""
    butir: str = ""
    kolom: str = ""


def assess(
    kantor: Kantor, ledger: Ledger, gabungan: Gabungan, hari: date | None = None, *, menanti: bool = False
) -> Penilaian:
    """Run every rule, and part what is found by the waivers in force; nothing is written.

    Args:
        kantor: The office.
        ledger: Its ledger.
        gabungan: The forms in force.
        hari: The day of the check; rules that need one are silent without it.
        menanti: Wait for units whose deadline has not passed on that day, see `judge`.
    """
    ada = waivers.in_force(ledger.events(), str(kantor.periode))
    unit = {t.kiriman.kode.unit for t in gabungan.kiriman}
    return waivers.apply(judge(kantor, ledger, gabungan, hari, menanti=menanti), ada.values(), gabungan.isian, unit)


def waive(kantor: Kantor, pelaku: Pelaku, pilihan: Pilihan, alasan: str) -> tuple[Pengecualian, ...]:
    """Accept one or more findings of the last validation, all or none.

    Args:
        kantor: The office.
        pelaku: The person who accepts; has to be a name.
        pilihan: Which findings.
        alasan: Why; a sentence.

    Raises:
        UsageError: no name, no real reason, or no such finding.
        StateError: the finding may not be waived, is waived already, or changed since the last validation.
    """
    oleh, alasan = _name(pelaku.nama), _reason(alasan)
    with open_ledger(kantor) as ledger:
        with ledger.transaction():
            demand_intact(ledger)
            demand_open(kantor, ledger)
            dikenal = rounds.latest(ledger.changes(kantor.periode))
            gabungan = together(kantor, ledger)
            penilaian = assess(kantor, ledger, gabungan, pelaku.waktu.date(), menanti=True)
            rows = waivers.Rows(gabungan.isian)
            dilihat = {f.kunci: f for f in ledger.findings(kantor.periode)}
            dipilih = [_allowed(k, dikenal[k].nomor, penilaian, dilihat) for k in _pick(kantor, pilihan, dikenal)]
            for f in dipilih:
                patokan = rows.anchor(f.kunci, f.pesan)
                isi = waivers.granted(f, dikenal[f.kunci].nomor, rows.typed(f.kunci), patokan, alasan)
                ledger.append(waivers.DIBERIKAN, isi, oleh, pelaku.waktu)
        register_files.refresh(kantor, ledger)
        kini = waivers.in_force(ledger.events(), str(kantor.periode))
        return tuple(kini[f.kunci] for f in dipilih)


def withdraw(kantor: Kantor, pelaku: Pelaku, nomor: int, alasan: str) -> Pengecualian:
    """Withdraw the waiver of a finding, by the number of the finding.

    Raises:
        UsageError: no name, no real reason, or no waiver in force of that number.
    """
    oleh, alasan = _name(pelaku.nama), _reason(alasan)
    with open_ledger(kantor) as ledger:
        with ledger.transaction():
            demand_intact(ledger)
            demand_open(kantor, ledger)
            ada = {p.nomor: p for p in waivers.in_force(ledger.events(), str(kantor.periode)).values()}
            if nomor not in ada:
                nomor_ada = ", ".join(map(str, ada)) or "tidak ada"
                raise UsageError(
                    f"Tidak ada pengecualian yang berlaku untuk temuan no. {nomor}.",
                    f"Yang berlaku: {nomor_ada}. Lihat «capaian waive --list».",
                )
            ledger.append(waivers.DITARIK, waivers.ended(ada[nomor], alasan), oleh, pelaku.waktu)
        register_files.refresh(kantor, ledger)
        semua = waivers.replay(ledger.events(), str(kantor.periode))
        return next(p for p in semua if p.urut == ada[nomor].urut)


def listing(kantor: Kantor) -> HasilPengecualian:
    """Every waiver of the period: in force, withdrawn, expired."""
    with open_ledger(kantor) as ledger:
        semua = waivers.replay(ledger.events(), str(kantor.periode))
    return HasilPengecualian(kantor.periode, semua)


# --- who and why ---


def _name(oleh: str) -> str:
    nama = " ".join(oleh.split())
    huruf = sum(c.isalpha() for c in nama)
    if huruf < MIN_KATA or any(c.isdigit() or c in "@\\/" for c in nama) or nama.casefold() in _BUKAN_NAMA:
        raise UsageError(
            f"«{oleh}» bukan nama orang." if nama else "Siapa yang mengecualikan belum disebutkan.",
            'Tulis nama lengkap orang yang bertanggung jawab, misalnya --oleh "Siti Rahayu, S.E.".',
        )
    return nama


def is_sentence(teks: str) -> bool:
    """Whether a reason says enough to be read by somebody else: `MIN_KATA` different words, `MIN_HURUF` letters."""
    return sum(c.isalnum() for c in teks) >= MIN_HURUF and len(set(teks.casefold().split())) >= MIN_KATA


def _reason(alasan: str) -> str:
    teks = " ".join(alasan.split())
    if not is_sentence(teks):
        raise UsageError(
            "Alasannya terlalu pendek." if teks else "Alasannya belum ditulis.",
            "Tulis satu kalimat yang dapat dibaca Inspektorat: mengapa demikian, dan apa buktinya "
            f"(sedikitnya {MIN_KATA} kata dan {MIN_HURUF} huruf), misalnya "
            '--alasan "Penyebutnya pemohon tahun ini; surat BPS 12/2025".',
        )
    return teks


# --- which finding ---


def _pick(kantor: Kantor, pilihan: Pilihan, dikenal: Mapping[Kunci, Perubahan]) -> list[Kunci]:
    if not dikenal:
        raise UsageError(
            f"Isian {kantor.periode.label} belum pernah diperiksa, sehingga belum ada temuan yang dapat dikecualikan.",
            "Jalankan «capaian validate» dahulu.",
        )
    if not pilihan.nomor and not pilihan.kode.strip():
        raise UsageError("Temuan yang dimaksud belum disebutkan.", "Sebutkan nomornya, atau kode aturannya.")
    if pilihan.nomor:
        by_nomor = {p.nomor: k for k, p in dikenal.items()}
        salah = [n for n in pilihan.nomor if n not in by_nomor]
        if salah:
            raise UsageError(
                f"Temuan no. {', '.join(map(str, salah))} tidak ada pada {kantor.periode.label}.",
                "Nomor setiap temuan tertulis pada hasil «capaian validate».",
            )
        return list(dict.fromkeys(by_nomor[n] for n in pilihan.nomor))
    cocok = [k for k, p in dikenal.items() if p.keadaan is not KeadaanTemuan.SELESAI and _matches(k, pilihan)]
    if len(cocok) == 1:
        return cocok
    if cocok:
        mana = "; ".join(f"no. {dikenal[k].nomor} ({_place(k)})" for k in cocok[:8])
        raise UsageError(
            f"Ada {len(cocok)} temuan {pilihan.kode} yang cocok: {mana}{'; …' if len(cocok) > 8 else ''}.",
            "Sebutkan nomornya, atau tambahkan --unit, --butir, atau --kolom.",
        )
    terbuka = sorted({k.kode for k, p in dikenal.items() if p.keadaan is KeadaanTemuan.TERBUKA})
    raise UsageError(
        f"Tidak ada temuan {pilihan.kode} yang cocok pada {kantor.periode.label}."
        f"{'' if pilihan.kode in terbuka else maksud(pilihan.kode, terbuka)}",
        f"Yang terbuka: {', '.join(terbuka) or 'tidak ada'}. Lihat «capaian validate».",
    )


def _matches(kunci: Kunci, pilihan: Pilihan) -> bool:
    def sama(ada: str, minta: str) -> bool:
        return not minta or _plain(ada) == _plain(minta)

    return (
        sama(kunci.kode, pilihan.kode)
        and sama(kunci.unit, pilihan.unit)
        and sama(kunci.butir, pilihan.butir)
        and sama(kunci.kolom, pilihan.kolom)
    )


def _plain(kata: str) -> str:
    """`Realisasi Anggaran` and `realisasi_anggaran` are one column."""
    return re.sub(r"[\s_]+", " ", kata).strip().casefold()


def _place(kunci: Kunci) -> str:
    return " ".join(x for x in (kunci.unit, kunci.butir, kunci.kolom) if x)


def _allowed(kunci: Kunci, nomor: int, penilaian: Penilaian, dilihat: Mapping[Kunci, Finding]) -> Finding:
    """Return the finding as it stands now, if it may be waived."""
    sudah = next((d.pengecualian for d in penilaian.dikecualikan if d.temuan.kunci == kunci), None)
    if sudah:
        raise StateError(
            f"Temuan no. {nomor} sudah dikecualikan oleh {sudah.oleh} pada {tanggal(sudah.waktu)}.",
            f"Untuk mengganti alasannya, tarik dahulu: «capaian waive --withdraw {nomor} --alasan … --oleh …».",
        )
    f = _standing(penilaian.berlaku, kunci)
    if f is None:
        raise StateError(
            f"Temuan no. {nomor} ({kunci.kode} {_place(kunci)}) sudah tidak ada.",
            "Jalankan «capaian validate» untuk melihat keadaan sekarang.",
        )
    lama = dilihat.get(kunci)
    if lama is None or lama.pesan != f.pesan:
        raise StateError(
            f"Isian pada temuan no. {nomor} berubah sejak pemeriksaan terakhir: {f.pesan}",
            "Jalankan «capaian validate», lalu putuskan lagi.",
        )
    if sebab := waivers.refusal(f):
        raise StateError(f"Temuan no. {nomor} ({kunci.kode}) tidak dapat dikecualikan. {sebab}", f.perbaikan)
    return f


def _standing(temuan: Sequence[Finding], kunci: Kunci) -> Finding | None:
    return next((f for f in temuan if f.kunci == kunci), None)
