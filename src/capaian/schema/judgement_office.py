"""What a careful reader would ask about officials, budget codes and the legal basis; nothing here stops anything."""

from __future__ import annotations

import re
from collections.abc import Iterator

from capaian.model.finding import Severity
from capaian.model.nilai import CellRef
from capaian.rules import Hit, Lingkup, rule
from capaian.schema import hukum
from capaian.schema.subject import SkemaPeriksa
from capaian.text import nip
from capaian.text.dates import tanggal

_PERLU = Severity.PERINGATAN
_NIP = "Susunan NIP: tanggal lahir, pengangkatan, jenis kelamin, nomor urut"
_NOMENKLATUR = "Kepmendagri 900.1.15.5-3406/2024 tentang nomenklatur program, kegiatan, dan sub kegiatan"
_PENGATURAN = "capaian.toml"
_KODE = re.compile(r"([0-9]|X)\.([0-9]{2}|XX)(\.[0-9]{2}(\.[0-9](\.[0-9]{2}(\.[0-9]{4})?)?)?)?")
_KODE_LAMA = re.compile(r"([0-9]|X)\.([0-9]{2}|XX)\.[0-9]{2}\.[0-9]\.[0-9]{2}\.([0-9]{2})")


def _nips(s: SkemaPeriksa) -> Iterator[tuple[str, str, CellRef | None]]:
    """Every NIP with its holder and its place."""
    for n, p in enumerate(s.pengaturan.pejabat, 1):
        yield p.nip, p.nama, CellRef(_PENGATURAN, "", f"pejabat ke-{n}.nip")
    for q in s.siklus.pejabat:
        yield q.nip, q.nama, q.asal["nip"]


@rule(
    "SKM-41",
    Lingkup.SKEMA,
    _PERLU,
    pesan="«{nip}» tidak mungkin NIP: {sebab}.",
    diharapkan="18 angka seperti 19691220 199003 1 009",
    perbaikan="Cocokkan dengan SK atau kartu pegawai; tulis NIP sebagai teks agar Excel tidak membulatkannya.",
    dasar=_NIP,
)
def nip_that_cannot_be(s: SkemaPeriksa) -> Iterator[Hit]:
    """A NIP carries a day of birth, an appointment, a sex and a serial.

    Salah:
      | Pejabat.nip           |
      | 19691220 199003 1 00  |
      | 19691320 199003 1 009 |
      | 19691220 198003 1 009 |
      | 19691220 199003 3 009 |
      | 19691220 199003 1 000 |
      | 19691220 203003 1 009 |
      | 19301220 199003 1 009 |
    Benar:
      | Pejabat.nip           |
      | 19691220 199003 1 009 |
      | 196912201990031009    |
      |                       |
    """
    for teks, _, asal in _nips(s):
        if teks and (sebab := nip.mustahil(teks, s.siklus.tahun)):
            yield Hit("nip", {"nip": teks, "sebab": sebab}, asal)


@rule(
    "SKM-42",
    Lingkup.SKEMA,
    _PERLU,
    pesan="NIP «{nip}» memuat {bulan} sebagai bulan pengangkatan.",
    diharapkan="Bulan 01 sampai 12, kecuali nomor induk PPPK",
    perbaikan="Pastikan nomornya; bila pejabat itu PPPK, abaikan.",
    dasar=_NIP,
)
def month_of_contract_staff(s: SkemaPeriksa) -> Iterator[Hit]:
    """Contract staff have a number where others have a month.

    Salah:
      | Pejabat.nip           |
      | 19851120 202121 1 001 |
    Benar:
      | Pejabat.nip           |
      | 19691220 199003 1 009 |
      | 1969                  |
    """
    for teks, _, asal in _nips(s):
        if teks and not nip.mustahil(teks, s.siklus.tahun) and not 1 <= nip.bulan_pengangkatan(teks) <= 12:
            bulan = f"{nip.bulan_pengangkatan(teks):02d}"
            yield Hit("nip", {"nip": teks, "bulan": bulan}, asal)


@rule(
    "SKM-43",
    Lingkup.SKEMA,
    _PERLU,
    pesan="Unit {kode} tidak memiliki kepala pada {hari}; nama pada tanda tangan formulirnya kosong.",
    diharapkan="Pejabat yang menjabat pada akhir periode",
    perbaikan="Tambahkan barisnya pada tabel Pejabat, bila perlu dengan status Plt.",
    dasar="SOP Penghimpunan Data Capaian Kinerja, langkah 5",
)
def unit_without_head(s: SkemaPeriksa) -> Iterator[Hit]:
    """Somebody signs the form of each unit.

    Salah:
      | Pejabat.selesai |
      | 2025-06-30      |
    Benar:
      | Pejabat.selesai | Pejabat2.mulai |
      | 2025-06-30      | 2025-07-01     |
    """
    hari = s.pengaturan.periode.hari_terakhir
    if not s.utuh("Unit", "Pejabat"):
        return
    for u in s.siklus.unit:
        if s.siklus.kepala_unit(u.kode, hari) is None:
            yield Hit("kode", {"kode": u.kode, "hari": tanggal(hari)}, u.asal)


@rule(
    "SKM-44",
    Lingkup.SKEMA,
    _PERLU,
    pesan="Kode «{kode}» {sebab}.",
    diharapkan="Kode seperti 2.07.03, 2.07.03.2.01, atau 2.07.03.2.01.0001",
    perbaikan="{saran}.",
    dasar=_NOMENKLATUR,
)
def code_of_odd_length(s: SkemaPeriksa) -> Iterator[Hit]:
    """Codes of the budget have fixed lengths; the number of a sub kegiatan grew from two digits to four.

    Salah:
      | Program.kode      |
      | 2.07.03.2.01.01   |
      | 2.07.03.2.01.001  |
      | 2.7.03.2.01.0001  |
    Benar:
      | Program.kode      |
      | 2.07.03           |
      | 2.07.03.2.01      |
      | 2.07.03.2.01.0001 |
    """
    for p in s.siklus.program:
        asal = s.asal("Program", p.kode, "kode")
        if m := _KODE_LAMA.fullmatch(p.kode):
            baru = f"{p.kode[: -len(m[3])]}{m[3]:0>4}"
            isi = {"sebab": "memakai dua angka terakhir menurut nomenklatur lama", "saran": f"Tulis {baru}"}
            yield Hit("kode", {"kode": p.kode, **isi}, asal)
        elif not _KODE.fullmatch(p.kode):
            isi = {"sebab": "tidak tersusun seperti kode nomenklatur", "saran": "Salin kodenya dari SIPD atau DPA"}
            yield Hit("kode", {"kode": p.kode, **isi}, asal)


@rule(
    "SKM-45",
    Lingkup.SKEMA,
    _PERLU,
    pesan="{peraturan} sudah diganti dengan {pengganti}.",
    diharapkan="Peraturan yang masih berlaku",
    perbaikan="Cantumkan {pengganti}{sisa}.",
    dasar="Dasar hukum laporan adalah peraturan yang berlaku",
)
def dead_law(s: SkemaPeriksa) -> Iterator[Hit]:
    """A report does not rest on a regulation that was replaced.

    Salah:
      | dasar_hukum                              |
      | PermenPANRB Nomor 12 Tahun 2015          |
      | Permenpan RB 12/2015; PermenPANRB 88/2021 |
      | Permendagri Nomor 54 Tahun 2009          |
      | PMK Nomor 22/PMK.02/2021                 |
    Benar:
      | dasar_hukum                              |
      | PermenPANRB Nomor 88 Tahun 2021          |
      | Peraturan Presiden Nomor 29 Tahun 2014   |
    """
    ada = {hukum.kenali(d.teks) for d in s.pengaturan.dasar_hukum}
    for n, d in enumerate(s.pengaturan.dasar_hukum, 1):
        lama = hukum.kenali(d.teks)
        pengganti = hukum.PENGGANTI.get(lama) if lama and d.status == "berlaku" else None
        if pengganti:
            sisa = "" if pengganti not in ada else ", yang sudah ada; ubah status baris ini menjadi dicabut"
            isi = {"peraturan": lama, "pengganti": pengganti, "sisa": sisa}
            yield Hit("dasar_hukum", isi, CellRef(_PENGATURAN, "", f"dasar_hukum ke-{n}"))


@rule(
    "SKM-46",
    Lingkup.SKEMA,
    _PERLU,
    pesan="{peraturan} sering tertulis keliru; yang dimaksud mungkin {benar}.",
    diharapkan="Nomor dan tahun seperti pada naskah peraturannya",
    perbaikan="Cocokkan dengan naskahnya, lalu tulis {benar}.",
    dasar="Dasar hukum laporan adalah peraturan yang berlaku",
)
def misquoted_law(s: SkemaPeriksa) -> Iterator[Hit]:
    """Some regulations are cited with the wrong year again and again.

    Salah:
      | dasar_hukum                               |
      | Permendagri Nomor 86 Tahun 2019           |
      | Peraturan Menteri PAN RB No. 53 Tahun 2015 |
    Benar:
      | dasar_hukum                               |
      | Permendagri Nomor 86 Tahun 2017           |
    """
    for n, d in enumerate(s.pengaturan.dasar_hukum, 1):
        tertulis = hukum.kenali(d.teks)
        if tertulis and (benar := hukum.SALAH_KUTIP.get(tertulis)):
            isi = {"peraturan": tertulis, "benar": benar}
            yield Hit("dasar_hukum", isi, CellRef(_PENGATURAN, "", f"dasar_hukum ke-{n}"))
