"""Tables to a `Siklus`: codes resolve, values fit their units, everything wrong is said at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from capaian import formulas
from capaian.errors import DataError
from capaian.model.nilai import CellRef
from capaian.model.pengaturan import Pengaturan
from capaian.model.skema import Indikator, Program, Riwayat, Sasaran, Siklus, Target, Ukuran, Unit
from capaian.schema import lint
from capaian.schema.convert import Notes, Typed, convert, ukuran
from capaian.schema.source import Baris, read
from capaian.schema.tables import TABEL_BY_NAMA
from capaian.text.words import maksud

T = TypeVar("T", Unit, Sasaran, Indikator, Program)
Row = tuple[Baris, dict[str, Typed]]


def load(folder: Path, pengaturan: Pengaturan) -> Siklus:
    """Read the schema of an office folder.

    Args:
        folder: The office folder.
        pengaturan: Its settings: the year, the ordinal scales, the default formulas.

    Returns:
        The schema; every code in it resolves.

    Raises:
        DataError: with every problem of every table, each with sheet and cell or file and line.
    """
    sumber = read(folder)
    notes = Notes(list(sumber.masalah))
    rows = {nama: [(b, convert(TABEL_BY_NAMA[nama], b, notes)) for b in baris] for nama, baris in sumber.tabel.items()}
    siklus = _siklus(rows, pengaturan, notes)
    if not notes.masalah:
        notes.masalah.extend(lint.check(siklus))
    if notes.masalah:
        n = len(notes.masalah)
        raise DataError(
            f"Skema kantor belum dapat dipakai: ditemukan {n} masalah.",
            tuple(notes.masalah),
            "Perbaiki tabelnya di Excel, simpan, lalu ulangi perintah ini.",
        )
    return siklus


def _siklus(rows: Mapping[str, list[Row]], pengaturan: Pengaturan, notes: Notes) -> Siklus:
    unit = _keyed(rows.get("Unit", []), _unit, notes)
    sasaran = _keyed(rows.get("Sasaran", []), _sasaran, notes)
    refs = {"unit": {u.kode for u in unit}, "sasaran": {s.kode for s in sasaran}}
    indikator = _keyed(rows.get("Indikator", []), lambda b, v: _indikator(b, v, refs, pengaturan, notes), notes)
    program = _keyed(rows.get("Program", []), lambda b, v: _program(b, v, refs, notes), notes)
    by_kode = {i.kode: i for i in indikator}
    target = [t for b, v in rows.get("Target", []) if (t := _target(b, v, by_kode, pengaturan, notes))]
    _unique_targets(target, notes)
    riwayat = [r for b, v in rows.get("Riwayat", []) if (r := _riwayat(b, v, by_kode, pengaturan, notes))]
    return Siklus(pengaturan.periode.tahun, unit, sasaran, indikator, tuple(target), program, tuple(riwayat))


def _keyed(rows: list[Row], make: Callable[[Baris, dict[str, Typed]], T], notes: Notes) -> tuple[T, ...]:
    hasil: dict[str, T] = {}
    for baris, nilai in rows:
        record = make(baris, nilai)
        if not record.kode:
            continue
        if (ada := hasil.get(record.kode)) is not None:
            pesan = f"Kode «{record.kode}» sudah dipakai di {ada.asal}."
            notes.add(baris["kode"].asal, pesan, "Beri kode yang berbeda atau hapus baris kembarnya.")
            continue
        hasil[record.kode] = record
    return tuple(hasil.values())


def _s(nilai: dict[str, Typed], kunci: str) -> str:
    isi = nilai[kunci]
    return isi if isinstance(isi, str) else ""


def _d(nilai: dict[str, Typed], kunci: str) -> Decimal | None:
    isi = nilai[kunci]
    return isi if isinstance(isi, Decimal) else None


def _i(nilai: dict[str, Typed], kunci: str, baku: int) -> int:
    isi = nilai[kunci]
    return isi if isinstance(isi, int) else baku


def _unit(baris: Baris, v: dict[str, Typed]) -> Unit:
    teks = {
        k: _s(v, k) for k in ("kode", "nama", "jabatan_kepala", "nama_kepala", "nip_kepala", "pangkat_kepala", "induk")
    }
    return Unit(**teks, asal=baris["kode"].asal)


def _sasaran(baris: Baris, v: dict[str, Typed]) -> Sasaran:
    return Sasaran(_s(v, "kode"), _s(v, "nama"), _s(v, "tujuan"), baris["kode"].asal)


def _reference(baris: Baris, v: dict[str, Typed], kunci: str, ada: set[str], notes: Notes) -> str:
    kode = _s(v, kunci)
    if kode and kode not in ada:
        tabel = kunci.capitalize()
        pesan = f"Kode {tabel} «{kode}» tidak ada dalam tabel {tabel}.{maksud(kode, ada)}"
        notes.add(baris[kunci].asal, pesan, f"Pakai kode yang terdaftar: {', '.join(sorted(ada)) or '(tabel kosong)'}.")
    return kode


def _indikator(
    baris: Baris, v: dict[str, Typed], refs: Mapping[str, set[str]], pengaturan: Pengaturan, notes: Notes
) -> Indikator:
    skala = _s(v, "skala")
    if _s(v, "nilai") == "predikat" and skala not in pengaturan.skala_ordinal:
        ada = pengaturan.skala_ordinal
        pesan = f"Skala «{skala}» tidak dikenal.{maksud(skala, ada)}" if skala else "Kolom Skala belum diisi."
        notes.add(baris["skala"].asal, pesan, f"Tulis salah satu: {', '.join(sorted(ada))}.")
    rumus = _s(v, "rumus")
    if rumus and rumus not in formulas.known_names():
        pesan = f"Rumus «{rumus}» tidak dikenal.{maksud(rumus, formulas.known_names())}"
        notes.add(baris["rumus"].asal, pesan, f"Tulis salah satu: {', '.join(formulas.known_names())}; atau kosongkan.")
    indikator = Indikator(
        kode=_s(v, "kode"),
        sasaran=_reference(baris, v, "sasaran", refs["sasaran"], notes),
        nama=_s(v, "nama"),
        satuan=_s(v, "satuan"),
        unit=_reference(baris, v, "unit", refs["unit"], notes),
        jenis=_s(v, "jenis"),
        nilai=_s(v, "nilai"),
        polaritas=_s(v, "polaritas"),
        rumus=rumus,
        akumulasi=_s(v, "akumulasi"),
        skala=skala,
        desimal=_i(v, "desimal", 2),
        bobot=_d(v, "bobot") or Decimal(1),
        definisi=_s(v, "definisi"),
        pembilang=_s(v, "pembilang"),
        penyebut=_s(v, "penyebut"),
        sumber_data=_s(v, "sumber_data"),
        bagian=bool(v["bagian"]),
        sumber_standar=_s(v, "sumber_standar"),
        catatan=_s(v, "catatan"),
        asal=baris["kode"].asal,
    )
    if not 0 <= indikator.desimal <= 6:
        notes.add(baris["desimal"].asal, f"Desimal {indikator.desimal} di luar 0 sampai 6.", "Tulis 0 sampai 6.")
    standar = ukuran(baris["standar"], indikator, pengaturan.skala_ordinal.get(skala), "Standar", notes)
    return replace(indikator, standar=standar)


def _program(baris: Baris, v: dict[str, Typed], refs: Mapping[str, set[str]], notes: Notes) -> Program:
    pagu = _d(v, "pagu")
    program = Program(
        kode=_s(v, "kode"),
        nama=_s(v, "nama"),
        unit=_reference(baris, v, "unit", refs["unit"], notes),
        sasaran=_reference(baris, v, "sasaran", refs["sasaran"], notes),
        pagu=pagu,
        indikator=_s(v, "indikator"),
        satuan=_s(v, "satuan"),
        target=_d(v, "target"),
        asal=baris["kode"].asal,
        asal_pagu=baris["pagu"].asal,
        asal_target=baris["target"].asal,
    )
    if pagu is not None and not program.unit:
        notes.add(
            baris["unit"].asal, f"Sub kegiatan {program.kode} memiliki pagu, tetapi unitnya kosong.", "Isi kode unit."
        )
    if pagu is not None and pagu < 0:
        notes.add(baris["pagu"].asal, f"Pagu {program.kode} negatif.", "Tulis pagu sebagai angka positif.")
    return program


def _lookup(baris: Baris, v: dict[str, Typed], by_kode: Mapping[str, Indikator], notes: Notes) -> Indikator | None:
    kode = _s(v, "indikator")
    indikator = by_kode.get(kode)
    if kode and indikator is None:
        pesan = f"Indikator «{kode}» tidak ada dalam tabel Indikator.{maksud(kode, by_kode)}"
        notes.add(baris["indikator"].asal, pesan, "Pakai kode indikator yang terdaftar.")
    return indikator


_TW = ("tw1", "tw2", "tw3", "tw4")


def _target(
    baris: Baris, v: dict[str, Typed], by_kode: Mapping[str, Indikator], pengaturan: Pengaturan, notes: Notes
) -> Target | None:
    indikator = _lookup(baris, v, by_kode, notes)
    if indikator is None:
        return None
    skala = pengaturan.skala_ordinal.get(indikator.skala)

    def baca(kunci: str, apa: str) -> Ukuran | None:
        return ukuran(baris[kunci], indikator, skala, apa, notes)

    return Target(
        indikator=indikator.kode,
        tahun=_i(v, "tahun", pengaturan.periode.tahun),
        dokumen=_s(v, "dokumen"),
        tahunan=baca("tahunan", "Target tahunan"),
        triwulan=(
            baca("tw1", "Target TW I"),
            baca("tw2", "Target TW II"),
            baca("tw3", "Target TW III"),
            baca("tw4", "Target TW IV"),
        ),
        asal={k: baris[k].asal for k in ("tahunan", *_TW)},
        sumber=_s(v, "sumber"),
    )


def _unique_targets(target: list[Target], notes: Notes) -> None:
    ada: dict[tuple[str, int, str], CellRef] = {}
    for t in target:
        kunci = (t.indikator, t.tahun, t.dokumen)
        if kunci in ada:
            pesan = f"Target {t.indikator} tahun {t.tahun} menurut {t.dokumen} ada dua kali (lihat {ada[kunci]})."
            notes.add(t.asal["tahunan"], pesan, "Hapus salah satu, atau tulis «PK Perubahan» pada kolom Dokumen.")
        ada.setdefault(kunci, t.asal["tahunan"])


def _riwayat(
    baris: Baris, v: dict[str, Typed], by_kode: Mapping[str, Indikator], pengaturan: Pengaturan, notes: Notes
) -> Riwayat | None:
    indikator = _lookup(baris, v, by_kode, notes)
    periode = v["periode"]
    if indikator is None or isinstance(periode, (str, int, Decimal)) or periode is None:
        return None
    skala = pengaturan.skala_ordinal.get(indikator.skala)
    realisasi = ukuran(baris["realisasi"], indikator, skala, "Realisasi", notes)
    if realisasi is None:
        return None
    return Riwayat(
        indikator=indikator.kode,
        periode=periode,
        realisasi=realisasi,
        target=ukuran(baris["target"], indikator, skala, "Target", notes),
        sumber=_s(v, "sumber"),
        asal=baris["realisasi"].asal,
        asal_target=baris["target"].asal,
    )
