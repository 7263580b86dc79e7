"""Waivers: which findings may be accepted, what a waiver holds on to, and when it has expired.

A waiver speaks of one finding, by its key, and of the values that its giver saw. The cell's address is no part of it,
so an inserted row does not matter; another value does.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from capaian import rules
from capaian.model.finding import Finding, Kunci, Severity
from capaian.model.kiriman import Isian
from capaian.model.nilai import Nilai
from capaian.model.putaran import Gugur, Patokan, Pengecualian, StatusPengecualian, TemuanDikecualikan
from capaian.model.register import Peristiwa

DIBERIKAN, DITARIK, GUGUR = "pengecualian.diberikan", "pengecualian.ditarik", "pengecualian.gugur"
"""Kinds of events."""

NILAI_BERUBAH = "nilainya berubah"
TEMUAN_SELESAI = "temuannya sudah selesai"

_BERSAMA = ("realisasi", "pembilang", "penyebut", "status_data")
"""Columns that say the result of a row together: a reason that was given for one combination is not one for another."""
_ANGKA = re.compile(r"\d+(?:[.,]\d+)*")
# An address moves when a row is inserted, and a file is renamed; neither is a value.
_TEMPAT = re.compile(r"«[^«»]*\.xls[xmb]?»|\S*\.xls[xmb]?\b|!\$?[A-Z]{1,3}\$?[1-9]\d*(?::\$?[A-Z]{1,3}\$?\d+)?\b")


@dataclass(frozen=True, slots=True)
class Penilaian:
    """The findings of a period, parted by the waivers.

    Attributes:
        berlaku: Findings that stand, in their order.
        dikecualikan: Findings that a waiver covers.
        gugur: Waivers that no longer fit; the findings they spoke of stand again, if there are any.
    """

    berlaku: tuple[Finding, ...]
    dikecualikan: tuple[TemuanDikecualikan, ...] = ()
    gugur: tuple[Gugur, ...] = ()

    @property
    def semua(self) -> tuple[Finding, ...]:
        """Every finding, waived or not: those that stand first."""
        return self.berlaku + tuple(d.temuan for d in self.dikecualikan)


def refusal(temuan: Finding) -> str:
    """Say why a finding may not be waived; empty when it may.

    A warning may always be. An error may when its rule says so: the value can be read and is only hard to believe.
    What is missing, unreadable or structurally broken leaves nothing to accept.
    """
    if temuan.severity is Severity.CATATAN:
        return "Catatan tidak meminta tindakan, sehingga tidak perlu dikecualikan."
    if temuan.severity is Severity.PERINGATAN or waivable(temuan.kode):
        return ""
    return "Kesalahan ini harus diperbaiki dalam formulirnya: aturannya tidak mengenal pengecualian."


def waivable(kode: str) -> bool:
    """Whether an error of this code may be waived."""
    try:
        return rules.get(kode).dapat_dikecualikan
    except KeyError:
        return False


class Rows:
    """The rows of a period, as far as waivers look at them."""

    def __init__(self, isian: Iterable[Isian]) -> None:
        self._by_kode: dict[str, list[Isian]] = {}
        berkas: set[str] = set()
        for i in isian:
            self._by_kode.setdefault(i.kode, []).append(i)
            berkas |= {v.asal.berkas for v in i.nilai.values() if v.asal}
        # The longest first: one name may be the end of another.
        self._berkas = sorted(berkas, key=lambda b: (-len(b), b))

    def anchor(self, kunci: Kunci, pesan: str) -> Patokan:
        """Return what a waiver of a finding holds on to.

        Args:
            kunci: What the finding is about.
            pesan: Its message; empty when there is no finding any more.
        """
        nilai: dict[str, str] = {}
        for i in self._by_kode.get(kunci.butir, ()):
            for kolom in (kunci.kolom, *(_BERSAMA if i.bagian == "isian" else ())):
                if kolom:
                    nilai[kolom] = _text(i[kolom])
        for nama in self._berkas:
            pesan = pesan.replace(nama, " ")
        bersih = _TEMPAT.sub(" ", pesan)
        # Codes without a digit count as well: a finding about other rows is another finding.
        tanpa_angka = (k for k in self._by_kode if not any(c.isdigit() for c in k) and k in bersih.split())
        return Patokan(nilai, (*_ANGKA.findall(bersih), *tanpa_angka))

    def typed(self, kunci: Kunci) -> str:
        """Return what stands in the cell of a finding, exactly as it was typed."""
        sel = (i.nilai.get(kunci.kolom) for i in self._by_kode.get(kunci.butir, ()))
        return next((v.mentah for v in sel if v), "")


def apply(
    temuan: Iterable[Finding], pengecualian: Iterable[Pengecualian], isian: Iterable[Isian], unit: Collection[str]
) -> Penilaian:
    """Part findings by the waivers in force.

    Args:
        temuan: All findings of the period.
        pengecualian: Waivers in force.
        isian: Rows of the period.
        unit: Units whose form is in force. While a unit has none, its waivers wait.
    """
    rows = Rows(isian)
    menunggu = {p.kunci: p for p in pengecualian}
    berlaku: list[Finding] = []
    dikecualikan: list[TemuanDikecualikan] = []
    gugur: list[Gugur] = []
    for f in temuan:
        p = menunggu.pop(f.kunci, None)
        kini = rows.anchor(f.kunci, f.pesan)
        if p and p.patokan == kini and not refusal(f):
            dikecualikan.append(TemuanDikecualikan(f, p))
            continue
        if p:
            gugur.append(Gugur(p, TEMUAN_SELESAI if f.severity is Severity.CATATAN else NILAI_BERUBAH, kini))
        berlaku.append(f)
    for p in menunggu.values():
        kini = rows.anchor(p.kunci, "")
        if kini.nilai.keys() < p.patokan.nilai.keys() or (p.kunci.unit and p.kunci.unit not in unit):
            continue
        sebab = NILAI_BERUBAH if kini.nilai != p.patokan.nilai else TEMUAN_SELESAI
        gugur.append(Gugur(p, sebab, kini))
    return Penilaian(tuple(berlaku), tuple(dikecualikan), tuple(gugur))


# --- events ---


def granted(temuan: Finding, nomor: int, mentah: str, patokan: Patokan, alasan: str) -> dict[str, object]:
    """Return the content of the event that gives a waiver."""
    k = temuan.kunci
    return {
        "periode": k.periode,
        "nomor": nomor,
        "kunci": {"kode": k.kode, "unit": k.unit, "butir": k.butir, "kolom": k.kolom},
        "tingkat": temuan.severity.value,
        "pesan": temuan.pesan,
        "nama_butir": temuan.nama_butir,
        "mentah": mentah,
        "nilai": dict(patokan.nilai),
        "angka": list(patokan.angka),
        "alasan": alasan,
    }


def ended(p: Pengecualian, sebab: str, baru: Patokan | None = None) -> dict[str, object]:
    """Return the content of the event that withdraws a waiver or lets it expire.

    Args:
        p: The waiver.
        sebab: Why.
        baru: What stands there now, when it expired.
    """
    isi: dict[str, object] = {"periode": p.kunci.periode, "nomor": p.nomor, "pemberian": p.urut, "alasan": sebab}
    if baru is not None:
        isi |= {"lama": dict(p.patokan.nilai), "baru": dict(baru.nilai), "angka": list(baru.angka)}
    return isi


def replay(peristiwa: Iterable[Peristiwa], periode: str) -> tuple[Pengecualian, ...]:
    """Return every waiver of a period as the events tell it, in the order they were given.

    An event that cannot be understood gives no waiver: the finding stands, and `Ledger.verify` says what is wrong.
    """
    hasil: dict[int, Pengecualian] = {}
    akhir = {DITARIK: StatusPengecualian.DITARIK, GUGUR: StatusPengecualian.GUGUR}
    for e in peristiwa:
        if e.isi.get("periode") != periode:
            continue
        if e.jenis == DIBERIKAN and (baru := _given(e)):
            hasil[e.urut] = baru
        elif e.jenis in akhir and (ada := _ended_by(e, hasil)):
            sebab = str(e.isi.get("alasan", ""))
            selesai = replace(ada, status=akhir[e.jenis], akhir=e.waktu, akhir_oleh=e.pelaku, akhir_sebab=sebab)
            hasil[ada.urut] = selesai
    return tuple(hasil.values())


def in_force(peristiwa: Iterable[Peristiwa], periode: str) -> dict[Kunci, Pengecualian]:
    """Return the waivers of a period that were neither withdrawn nor noticed to have expired."""
    return {p.kunci: p for p in replay(peristiwa, periode) if p.status is StatusPengecualian.BERLAKU}


def _given(e: Peristiwa) -> Pengecualian | None:
    isi: Mapping[str, Any] = e.isi
    try:
        k = isi["kunci"]
        return Pengecualian(
            urut=e.urut,
            nomor=int(isi["nomor"]),
            kunci=Kunci(k["kode"], k["unit"], isi["periode"], k["butir"], k["kolom"]),
            severity=Severity(isi["tingkat"]),
            pesan=isi["pesan"],
            nama_butir=isi["nama_butir"],
            mentah=isi["mentah"],
            patokan=Patokan(dict(isi["nilai"]), tuple(isi["angka"])),
            alasan=isi["alasan"],
            oleh=e.pelaku,
            waktu=e.waktu,
        )
    except (KeyError, TypeError, ValueError):
        return None


def _ended_by(e: Peristiwa, ada: Mapping[int, Pengecualian]) -> Pengecualian | None:
    pemberian = e.isi.get("pemberian")
    p = ada.get(pemberian) if isinstance(pemberian, int) else None
    return p if p and p.status is StatusPengecualian.BERLAKU else None


def _text(nilai: Nilai) -> str:
    """What makes two values the same: 80 and 80,0 are; so are texts that differ in blanks only."""
    if isinstance(nilai.isi, Decimal):
        return f"{nilai.isi.normalize():f}"
    return " ".join((nilai.isi or nilai.mentah).split())
