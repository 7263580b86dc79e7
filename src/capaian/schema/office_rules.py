"""The table Aturan: the office's own rules, read whole before the first form is judged by them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from capaian import rules
from capaian.formulas import expression
from capaian.model.aturan_kantor import (
    ACUAN,
    AWALAN_BAWAAN,
    INDIKATOR,
    ISIAN_PESAN,
    KODE_TAMBAHAN,
    LEWATI,
    SUB_KEGIATAN,
    AturanKantor,
    Reference,
    Sisi,
)
from capaian.model.finding import Severity
from capaian.model.nilai import CellRef
from capaian.model.skema import Indikator, Siklus
from capaian.schema.records import Row
from capaian.text.words import daftar, maksud

_BAWAAN = re.compile(rf"({'|'.join(AWALAN_BAWAAN)})-?[0-9]+")
_KURAWAL = re.compile(r"\{([^{}]*)\}|[{}]")
_SISI = {"kiri": "Kiri", "kanan": "Kanan"}


def read(rows: Sequence[Row], siklus: Siklus) -> tuple[AturanKantor, ...]:
    """Return the rules that are right; what is wrong with the others is noted at its cell.

    Args:
        rows: Rows of the table.
        siklus: The other tables, whose codes the rules point at.
    """
    ada: dict[str, CellRef] = {}
    hasil: list[AturanKantor] = []
    for r in rows:
        _code(r, ada)
        _message(r)
        kiri, kanan = (_side(r, kolom, siklus) for kolom in _SISI)
        if kiri is None or kanan is None:
            continue
        aturan = AturanKantor(
            kode=r.teks("kode"),
            kiri=kiri,
            operator=r.teks("operator"),
            kanan=kanan,
            pesan=r.teks("pesan"),
            # A cell that could not be read has been noted; any word will do for what is not going to be used.
            tingkat=Severity(r.teks("tingkat") or Severity.PERINGATAN),
            bila_kosong=r.teks("bila_kosong") or LEWATI,
            perbaikan=r.teks("perbaikan"),
            dasar=r.teks("dasar"),
            asal=r.baris["kode"].asal,
        )
        if aturan.pokok is None:
            isian = ", ".join(f for f, a in ACUAN.items() if a.kolom)
            pesan = f"Aturan {aturan.kode} tidak membandingkan isian formulir mana pun: {aturan.bunyi}."
            r.note("kiri", pesan, f"Pakai sedikitnya satu dari {isian}.")
        hasil.append(aturan)
    return tuple(hasil)


def clashes(siklus: Siklus) -> tuple[tuple[str, str, str], ...]:
    """Return place, problem and remedy of each rule whose code begins as those of an installed package do.

    It is asked when rules are about to judge, so that opening an office loads no package.

    Raises:
        PluginError: a package cannot be used.
    """
    milik = rules.foreign_prefixes() if siklus.aturan else {}
    return tuple(
        (
            str(a.asal),
            f"Awalan kode «{a.kode}» dipakai oleh paket tambahan «{paket}»; temuan keduanya tidak dapat dibedakan.",
            "Pakai awalan lain pada tabel Aturan, atau lepaskan paket itu.",
        )
        for a in siklus.aturan
        if (paket := milik.get(rules.prefix(a.kode)))
    )


def _code(r: Row, ada: dict[str, CellRef]) -> None:
    kode, asal = r.teks("kode"), r.baris["kode"].asal
    if not kode:
        return  # said when the cell was read
    if _BAWAAN.fullmatch(kode.upper()):
        pesan = f"Kode «{kode}» milik aturan bawaan; temuan keduanya tidak dapat dibedakan."
        r.note("kode", pesan, f"Pakai awalan lain, misalnya KTR-01; bukan {', '.join(AWALAN_BAWAAN)}.")
    elif not KODE_TAMBAHAN.fullmatch(kode):
        pesan = f"Kode «{kode}» tidak tersusun seperti kode aturan."
        r.note("kode", pesan, "Tulis huruf besar, tanda hubung, dan nomor, misalnya KTR-01.")
    if kode.casefold() in ada:
        pesan = f"Kode «{kode}» sudah dipakai di {ada[kode.casefold()]}."
        r.note("kode", pesan, "Beri kode yang berbeda atau hapus baris kembarnya.")
    ada.setdefault(kode.casefold(), asal)


def _message(r: Row) -> None:
    boleh = " dan ".join(f"{{{x}}}" for x in ISIAN_PESAN)
    for m in _KURAWAL.finditer(r.teks("pesan")):
        if m[1] is None:
            pesan = f"Pesan memuat kurung kurawal yang tidak berpasangan pada huruf ke-{m.start() + 1}."
            r.note("pesan", pesan, f"Kurung kurawal hanya dipakai pada {boleh}.")
        elif m[1] not in ISIAN_PESAN:
            pesan = f"Pesan memuat «{m[0]}», yang tidak dikenal.{maksud(m[1], ISIAN_PESAN)}"
            r.note("pesan", pesan, f"Yang dikenal: {boleh}.")


def _side(r: Row, kolom: str, siklus: Siklus) -> Sisi | None:
    teks = r.teks(kolom)
    if not teks:
        return None
    isi = expression.parse(teks)
    if isinstance(isi, expression.Galat):
        pesan = f"Kolom {_SISI[kolom]} tidak dapat dibaca pada huruf ke-{isi.letak}: {isi.pesan}."
        r.note(kolom, pesan, isi.saran)
        return None
    sisi = Sisi(teks, isi)
    masalah = [m for x in sisi.rujukan() if (m := _wrong_reference(x, siklus))]
    for pesan, saran in masalah:
        r.note(kolom, pesan, saran)
    return None if masalah else sisi


def _wrong_reference(x: Reference, siklus: Siklus) -> tuple[str, str] | None:
    """Say what keeps a value from being looked up, and what to write instead; None when nothing does."""
    milik = ACUAN[x.fungsi].milik
    tabel: dict[str, Mapping[str, object]] = {
        INDIKATOR: siklus.indikator_by_kode,
        SUB_KEGIATAN: {k: p for k, p in siklus.program_by_kode.items() if p.pagu is not None},
    }
    if x.kode not in tabel[milik]:
        return _unknown_code(x, milik, tabel)
    indikator = siklus.indikator_by_kode.get(x.kode) if milik == INDIKATOR else None
    return _unfit_indicator(x, indikator, siklus) if indikator else None


def _unknown_code(x: Reference, milik: str, tabel: Mapping[str, Mapping[str, object]]) -> tuple[str, str]:
    nama = {INDIKATOR: "tabel Indikator", SUB_KEGIATAN: "tabel Program sebagai sub kegiatan yang memiliki pagu"}
    mungkin = maksud(x.kode, tabel[milik])
    pesan = f"Kode «{x.kode}» pada huruf ke-{x.letak} tidak ada dalam {nama[milik]}.{mungkin}"
    lain = next(m for m in tabel if m != milik)
    if x.kode in tabel[lain]:
        fungsi = daftar([f for f, a in ACUAN.items() if a.milik == lain], "atau")
        return pesan, f"«{x.kode}» adalah {lain}; pakai {fungsi}."
    return pesan, f"Pakai kode {milik} yang terdaftar."


def _unfit_indicator(x: Reference, indikator: Indikator, siklus: Siklus) -> tuple[str, str] | None:
    di = f"pada huruf ke-{x.letak}"
    if indikator.nilai != "angka":
        pesan = f"Indikator {x.kode} {di} bernilai {indikator.nilai}, sehingga tidak dapat dihitung."
        return pesan, "Pakai indikator yang bernilai angka."
    if x.fungsi in ("pembilang", "penyebut") and not indikator.berpembilang:
        pesan = f"Indikator {x.kode} {di} tidak memiliki pembilang dan penyebut, jadi formulirnya tidak menanyakannya."
        return pesan, "Isi kolom Pembilang dan Penyebut pada tabel Indikator, atau pakai r(…)."
    if x.fungsi in ("t", "tsd", "tt"):
        milik = [t for t in siklus.target if t.indikator == x.kode and t.tahun == siklus.tahun]
        if any(isinstance(u, str) for t in milik for u in (t.tahunan, *t.triwulan)):
            return f"Target indikator {x.kode} {di} berupa rentang, sehingga tidak dapat dihitung.", (
                "Tulis batasnya sebagai angka."
            )
    return None
