"""What a period holds when the forms in force are laid together: a bidang is the union of the forms of its tree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from capaian.ledger import Kedudukan, KirimanTercatat, Ledger
from capaian.model.kiriman import Benturan, Isian, Kiriman
from capaian.model.nilai import KOSONG, Keadaan, Nilai
from capaian.model.periode import Periode
from capaian.model.register import FORMULIR_TERBIT
from capaian.model.skema import Siklus, Unit

DIPILIH = "benturan.dipilih"
PER_BIDANG, PER_SEKSI = "bidang", "seksi"
"""How finely the forms of a bidang are issued: one for the whole tree, or one for each unit with rows of its own."""
_UTAMA = {"isian": "realisasi", "anggaran": "realisasi_anggaran"}
_PENENTU = "status_data"


@dataclass(frozen=True, slots=True)
class Pengirim:
    """Who was asked and who has sent.

    Attributes:
        diminta: Units that are asked for a form, each bidang followed by its sub-units.
        sumber: The form that speaks for a unit, by its code: its own, or another one of the same bidang that fills
            all its rows. A unit that is missing here has not sent.
    """

    diminta: tuple[Unit, ...]
    sumber: Mapping[str, Kedudukan]

    @property
    def belum(self) -> tuple[Unit, ...]:
        """Units that are asked for a form and have not sent."""
        return tuple(u for u in self.diminta if u.kode not in self.sumber)


@dataclass(frozen=True, slots=True)
class Gabungan:
    """The data of a period.

    Attributes:
        kiriman: Forms in force.
        isian: Each row once, whichever forms hold it; a cell in conflict is `DITAHAN`.
        benturan: Cells that forms fill differently.
    """

    kiriman: tuple[KirimanTercatat, ...]
    isian: tuple[Isian, ...]
    benturan: tuple[Benturan, ...]
    pengirim: Pengirim

    @property
    def belum(self) -> tuple[Unit, ...]:
        """Units that are asked for a form and have not sent."""
        return self.pengirim.belum


def gather(siklus: Siklus, ledger: Ledger, periode: Periode) -> Gabungan:
    """Lay the forms in force together."""
    aktif = tuple(ledger.submissions(periode, "berlaku"))
    isian, benturan = merge([t.kiriman for t in aktif], siklus, choices(ledger, periode))
    return Gabungan(aktif, isian, benturan, senders(siklus, ledger, periode))


def senders(siklus: Siklus, ledger: Ledger, periode: Periode) -> Pengirim:
    """Say who was asked and who has sent, without reading values that do not matter for it."""
    sumber = {k.unit: k for k in ledger.standings(periode) if k.keadaan == "berlaku"}
    rincian = issued_per(siklus, ledger, periode)
    diminta: list[Unit] = []
    for bidang in siklus.bidang:
        per = rincian.get(bidang.kode, PER_BIDANG)
        units = form_units(siklus, bidang.kode, per)
        diminta += units
        pohon = {u.kode for u in siklus.pohon(bidang.kode)}
        if all(u.kode in sumber for u in units) or not pohon & sumber.keys():
            continue
        # Somebody else of the bidang has sent: perhaps the rows of those who have not.
        kiriman = [t.kiriman for t in ledger.unit_submissions(periode, pohon)]
        by_kunci = {(i.bagian, i.kode): i for i in merge(kiriman, siklus, choices(ledger, periode))[0]}
        for u in (u for u in units if u.kode not in sumber):
            baris = [by_kunci.get(k) for k in rows_of(siklus, rows_from(siklus, u.kode, per))]
            terisi = [i for i in baris if i and _filled(i)]
            if terisi and len(terisi) == len(baris):
                sumber[u.kode] = sumber[terisi[0].unit]
    return Pengirim(tuple(diminta), sumber)


# --- how finely forms were issued ---


def issued_per(siklus: Siklus, ledger: Ledger, periode: Periode) -> dict[str, str]:
    """Return, for each bidang whose forms were issued, how finely: what its last issue says."""
    return {
        siklus.pangkal(str(p.isi["unit"])): str(p.isi.get("per", PER_BIDANG))
        for p in ledger.events(FORMULIR_TERBIT)
        if p.isi.get("periode") == str(periode)
    }


def form_units(siklus: Siklus, bidang: str, per: str) -> tuple[Unit, ...]:
    """Return the units of a bidang that get a form."""
    if per == PER_BIDANG:
        return (siklus.unit_by_kode[bidang],)
    return tuple(u for u in siklus.pohon(bidang) if rows_of(siklus, (u.kode,)))


def rows_from(siklus: Siklus, unit: str, per: str) -> tuple[str, ...]:
    """Return the codes of the units whose rows stand in the form of a unit."""
    return tuple(u.kode for u in siklus.pohon(unit)) if per == PER_BIDANG else (unit,)


def rows_of(siklus: Siklus, unit: Sequence[str]) -> list[tuple[str, str]]:
    """Return part and code of every row that units are responsible for."""
    isian = [("isian", i.kode) for i in siklus.indikator_unit(*unit)]
    return isian + [("anggaran", p.kode) for p in siklus.program_unit(*unit)]


# --- rows that stand in more than one form ---


def choices(ledger: Ledger, periode: Periode) -> dict[int, frozenset[int]]:
    """Return the choices between forms: the receipt number that was chosen, and those it was chosen over.

    A choice is between submissions that somebody saw; a newer form that differs again asks again.
    """
    hasil: dict[int, frozenset[int]] = {}
    for p in ledger.events(DIPILIH):
        lawan = p.isi.get("lawan")
        if p.isi.get("periode") == str(periode) and isinstance(lawan, list):
            nomor = int(str(p.isi["dipilih"]))
            # The last word counts: whoever was chosen before over this one no longer is.
            hasil = {k: v - {nomor} for k, v in hasil.items()}
            hasil[nomor] = hasil.get(nomor, frozenset()) | {int(str(n)) for n in lawan}
    return hasil


def merge(
    kiriman: Sequence[Kiriman], siklus: Siklus, pilihan: Mapping[int, frozenset[int]]
) -> tuple[tuple[Isian, ...], tuple[Benturan, ...]]:
    """Return each row once, and the cells in which forms differ.

    Args:
        kiriman: Forms in force, by receipt number.
        siklus: The schema; of two rows that are equally good, that of the responsible unit is taken.
        pilihan: Choices, see `choices`.
    """
    kelompok: dict[tuple[str, str], list[tuple[int, Isian]]] = {}
    for k in kiriman:
        for i in k.isian:
            kelompok.setdefault((i.bagian, i.kode), []).append((k.nomor, i))
    isian: list[Isian] = []
    benturan: list[Benturan] = []
    for baris in kelompok.values():
        satu, beda = _one(baris, siklus, pilihan)
        isian.append(satu)
        benturan += beda
    return tuple(isian), tuple(benturan)


def _one(
    baris: Sequence[tuple[int, Isian]], siklus: Siklus, pilihan: Mapping[int, frozenset[int]]
) -> tuple[Isian, list[Benturan]]:
    if len(baris) == 1:
        return baris[0][1], []
    urut = sorted(baris, key=lambda b: (not _filled(b[1]), b[1].unit != _responsible(b[1], siklus)))
    utama = urut[0][1]
    nilai: dict[str, Nilai] = {}
    beda: list[Benturan] = []
    for kolom in dict.fromkeys(k for _, i in urut for k in i.nilai):
        isi = [(n, i.unit, i[kolom]) for n, i in urut if i[kolom].keadaan is not Keadaan.KOSONG]
        if len({v.inti for _, _, v in isi}) <= 1:
            nilai[kolom] = isi[0][2] if isi else utama[kolom]
        elif (dipakai := _chosen(isi, pilihan)) is not None:
            nilai[kolom] = dipakai
        else:
            beda.append(Benturan(utama.bagian, utama.kode, kolom, tuple((u, n, v) for n, u, v in isi)))
            nilai[kolom] = _withheld(isi[0][2])
    angka = _UTAMA.get(utama.bagian, "")
    if any(b.kolom == _PENENTU for b in beda) and nilai.get(angka, KOSONG).keadaan is Keadaan.TERISI:
        # One form says there is data, the other that there is none: the number is not used either.
        nilai[angka] = _withheld(nilai[angka])
    return replace(utama, nilai=nilai), beda


def _chosen(isi: Iterable[tuple[int, str, Nilai]], pilihan: Mapping[int, frozenset[int]]) -> Nilai | None:
    by_nomor = {n: v for n, _, v in isi}
    return next((v for n, v in by_nomor.items() if by_nomor.keys() - {n} <= pilihan.get(n, frozenset())), None)


def _withheld(nilai: Nilai) -> Nilai:
    return Nilai(Keadaan.DITAHAN, mentah=nilai.mentah, asal=nilai.asal)


def _responsible(isian: Isian, siklus: Siklus) -> str:
    milik = siklus.indikator_by_kode.get(isian.kode) or siklus.program_by_kode.get(isian.kode)
    return milik.unit if milik else ""


def _filled(isian: Isian) -> bool:
    return any(v.keadaan is not Keadaan.KOSONG for v in isian.nilai.values())
