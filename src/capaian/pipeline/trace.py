"""Where does this number come from? From the value back to formula, cells, file, sender, time, and waiver."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from capaian.errors import DataError, UsageError
from capaian.formulas import accumulation, polarity
from capaian.formulas.predikat import ambang, skala_kantor
from capaian.formulas.rounding import cetak, tulis
from capaian.ledger import Ledger
from capaian.model.capaian import Capaian, Rekap, SerapanAnggaran
from capaian.model.jejak import Anggota, HasilJejak, Jejak, SelAsal
from capaian.model.nilai import CellRef, Keadaan, Nilai
from capaian.model.periode import Periode
from capaian.model.register import BERKAS_DITERIMA, LAPORAN_DISUSUN
from capaian.model.skema import Indikator
from capaian.pipeline.office import Kantor, Pelaku, demand_intact, open_ledger
from capaian.pipeline.trace_source import Sumber, notes, source
from capaian.text.numbers import format_angka, format_rupiah
from capaian.text.words import maksud

_MAKS = 12
"""A printed number that stands for more things than this has to be named more closely."""


def trace(kantor: Kantor, pelaku: Pelaku, dicari: str) -> HasilJejak:
    """Follow a code, or a number as the report prints it, to its cells.

    Args:
        kantor: The office.
        pelaku: Who asks; the time decides which rules speak.
        dicari: Code of an indicator, sasaran, unit, programme or sub kegiatan, `DINAS`, the name of a number (`capaian
            IK-1.1`), or the number as it is printed (`93,75%`).

    Raises:
        UsageError: there is no such code and no such number.
        DataError: a printed number is asked for and no draft was built yet.
    """
    with open_ledger(kantor) as ledger:
        demand_intact(ledger)
        sumber = source(kantor, ledger, pelaku)
        teks = " ".join(dicari.split())
        buat = _by_code(sumber).get(teks.casefold())
        if buat is not None:
            return HasilJejak(teks, (buat(),))
        return _printed(sumber, ledger, teks)


def every_code(s: Sumber) -> dict[str, Jejak]:
    """Follow whatever has a code: indicators, sasaran, units, the office, budget lines; codes in lower case."""
    return {kode: buat() for kode, buat in _by_code(s).items()}


def _by_code(s: Sumber) -> dict[str, Callable[[], Jejak]]:
    """Everything that has a code."""
    hasil: dict[str, Callable[[], Jejak]] = {}
    for r in (*s.hitung.rekap_unit, *s.hitung.rekap_sasaran, s.hitung.rekap_dinas):
        hasil[r.kode.casefold()] = lambda r=r: _rollup(s, r)  # type: ignore[misc]
    for a in (x for x in s.hitung.serapan if x.tingkat not in ("sasaran", "total")):
        hasil[a.kode.casefold()] = lambda a=a: _budget(s, a)  # type: ignore[misc]
    for c in s.hitung.capaian:
        hasil[c.indikator.casefold()] = lambda c=c: _indicator(s, c)  # type: ignore[misc]
    return hasil


# --- an indicator ---


def _indicator(s: Sumber, c: Capaian) -> Jejak:
    ind = s.kantor.siklus.indikator_by_kode[c.indikator]
    rumus, skala = polarity.get(c.rumus), skala_kantor(s.kantor.pengaturan)
    return Jejak(
        nama=f"capaian {c.indikator}",
        uraian=ind.nama,
        nilai=c.persen,
        tercetak="–" if c.persen is None else f"{_print(c.persen, ambang(skala))}%",
        satuan="%",
        rumus=c.uraian_rumus,
        dasar=rumus.dasar,
        hitungan=_with_numbers(s, c),
        langkah=c.jejak,
        predikat=f"{c.predikat}: {skala.aturan_batas}" if c.predikat else "",
        alasan=c.alasan.value if c.alasan else "",
        sel=(*_result_cells(s, ind, c), *_beside(s, c.indikator, _BAGIAN), *_target_cells(s, ind, c)),
        catatan=notes(s, c.indikator),
    )


def _with_numbers(s: Sumber, c: Capaian) -> str:
    """Return the formula with its numbers, as far as it has one form."""
    if c.mentah is None:
        return ""
    r, t = (_show(v.isi) for v in (c.realisasi, c.target))
    pola = polarity.get(c.rumus).angka if c.target.angka else ""
    isi = pola.format(R=r, T=t) if pola else f"realisasi {r} terhadap target {t}"
    return f"{isi} {_equals(c.mentah)}"


def _result_cells(s: Sumber, ind: Indikator, c: Capaian) -> list[SelAsal]:
    """Every value that the result was made from, oldest first; at least the cell that should hold it."""
    gabung = accumulation.get(ind.akumulasi).jejak != ""
    nilai = c.sumber if gabung and len(c.sumber) > 1 else c.sumber[-1:] or (c.realisasi,)
    label = ["realisasi"] * len(nilai)
    if len(nilai) == s.data.ke > 1:
        label = [f"realisasi {Periode(s.data.tahun, s.data.jenis, ke).singkat}" for ke in range(1, s.data.ke + 1)]
    return [_cell(s, apa, v) for apa, v in zip(label, nilai, strict=True)]


_BAGIAN = {"pembilang": "pembilang", "penyebut": "penyebut"}
_KELUARAN = {"realisasi_keluaran": "realisasi keluaran"}


def _beside(s: Sumber, kode: str, kolom: Mapping[str, str]) -> list[SelAsal]:
    """What the unit filled in beside the result of a row in this period."""
    milik = [i for i in s.hitung.isian if i.kode == kode and i.periode == s.data]
    return [_cell(s, apa, i[k]) for i in milik for k, apa in kolom.items() if i[k].keadaan is not Keadaan.KOSONG]


def _target_cells(s: Sumber, ind: Indikator, c: Capaian) -> list[SelAsal]:
    t = s.kantor.siklus.target_berlaku(ind.kode, c.periode)
    if t is None:
        return [SelAsal("target", "", "", None, catatan="target belum ditetapkan")]
    rinci = accumulation.target_rinci(t, ind, c.periode)
    isi = {"tahunan": t.tahunan, **{f"tw{i}": x for i, x in enumerate(t.triwulan, 1)}}
    dokumen = f"{t.dokumen} {t.tahun}" + (f" ({t.sumber})" if t.sumber else "")
    return [
        SelAsal(f"target {_KOLOM.get(k, k)}", _show(isi[k]), _show(isi[k]), t.asal.get(k), dokumen=dokumen)
        for k in rinci.kunci
    ]


_KOLOM = {"tahunan": "setahun", "tw1": "TW I", "tw2": "TW II", "tw3": "TW III", "tw4": "TW IV"}


def _cell(s: Sumber, apa: str, v: Nilai) -> SelAsal:
    terima = s.penerimaan.get(v.asal.sha256) if v.asal and v.asal.sha256 else None
    return SelAsal(apa, "" if v.isi is None else _show(v.isi), v.mentah, v.asal, v.catatan, penerimaan=terima)


# --- means and sums ---


def _rollup(s: Sumber, r: Rekap) -> Jejak:
    skala, k = skala_kantor(s.kantor.pengaturan), s.kantor.pengaturan.kebijakan
    dinas = r.kode == s.hitung.rekap_dinas.kode
    anggota = _sasaran_members(s) if dinas else _indicator_members(s, r)
    rumus = "rata-rata capaian sasaran yang dapat dihitung" if dinas else "rata-rata capaian indikator menurut bobotnya"
    batas = f"; untuk rata-rata capaian dihitung paling tinggi {tulis(k.batas_rerata)}" if k.batas_rerata else ""
    terhitung = [a for a in anggota if a.nilai is not None]
    return Jejak(
        nama=f"rata-rata capaian {r.kode}",
        uraian=s.nama(r.kode),
        nilai=r.persen,
        tercetak="–" if r.persen is None else f"{_print(r.persen, ambang(skala))}%",
        satuan="%",
        rumus=rumus + batas,
        hitungan=_mean(s, terhitung, r.persen, berbobot=not dinas),
        langkah=(f"{r.n_tercapai} dari {r.n} indikator mencapai target; {r.n_kosong} tidak dihitung.",),
        predikat=f"{r.predikat}: {skala.aturan_batas}" if r.predikat else "",
        alasan="" if r.persen is not None else "belum ada capaian yang dapat dihitung",
        anggota=anggota,
    )


def _mean(s: Sumber, terhitung: Sequence[Anggota], hasil: Decimal | None, *, berbobot: bool) -> str:
    if hasil is None:
        return ""
    batas = s.kantor.pengaturan.kebijakan.batas_rerata
    ind = s.kantor.siklus.indikator_by_kode
    nilai = [
        a.nilai if batas is None or not berbobot else min(a.nilai, batas) for a in terhitung if a.nilai is not None
    ]
    bobot = [(ind[a.kode].bobot or Decimal(1)) if berbobot else Decimal(1) for a in terhitung]
    if len(set(bobot)) == 1:
        return f"({' + '.join(_exact(n) for n in nilai)}) / {len(nilai)} {_equals(hasil)}"
    suku = " + ".join(f"{_exact(n)} × {tulis(b)}" for n, b in zip(nilai, bobot, strict=True))
    return f"({suku}) / {tulis(sum(bobot, Decimal(0)))} {_equals(hasil)}"


def _indicator_members(s: Sumber, r: Rekap) -> tuple[Anggota, ...]:
    siklus = s.kantor.siklus
    milik = (c for c in s.hitung.capaian if r.kode in (c.sasaran, siklus.pangkal(c.unit)))
    return tuple(Anggota(c.indikator, s.nama(c.indikator), c.persen, c.alasan.value if c.alasan else "") for c in milik)


def _sasaran_members(s: Sumber) -> tuple[Anggota, ...]:
    kosong = "tidak ada indikator yang dapat dihitung"
    return tuple(
        Anggota(r.kode, s.nama(r.kode), r.persen, "" if r.persen is not None else kosong)
        for r in s.hitung.rekap_sasaran
    )


def _budget(s: Sumber, a: SerapanAnggaran) -> Jejak:
    p = s.kantor.siklus.program_by_kode.get(a.kode)
    di_bawah = [x for x in s.hitung.serapan if x.tingkat == "sub kegiatan" and _below(a, x)]
    sel = [_cell(s, "realisasi anggaran", v) for v in a.sumber] if not di_bawah else []
    if p is not None and p.pagu is not None and not di_bawah:
        sel.append(SelAsal("pagu", format_rupiah(p.pagu), _show(p.pagu), p.asal_pagu))
    sel += _beside(s, a.kode, _KELUARAN)
    if p is not None and p.target is not None:
        sel.append(SelAsal("target keluaran", f"{_show(p.target)} {p.satuan}".strip(), _show(p.target), p.asal_target))
    hitungan = ""
    if a.persen is not None and a.realisasi is not None:
        hitungan = f"{format_rupiah(a.realisasi)} / {format_rupiah(a.pagu)} × 100 {_equals(a.persen)}"
    return Jejak(
        nama=f"penyerapan {a.kode}",
        uraian=a.nama,
        nilai=a.persen,
        tercetak="–" if a.persen is None else f"{_print(a.persen, (Decimal(100),))}%",
        satuan="%",
        rumus="jumlah realisasi / jumlah pagu × 100",
        hitungan=hitungan,
        alasan=f"{a.n_kosong} sub kegiatan belum ada realisasinya" if a.persen is None else "",
        sel=tuple(sel),
        anggota=tuple(
            Anggota(x.kode, x.nama, x.realisasi, "realisasi belum ada" if x.realisasi is None else "") for x in di_bawah
        ),
        catatan=notes(s, a.kode),
    )


def _below(a: SerapanAnggaran, x: SerapanAnggaran) -> bool:
    if a.tingkat in ("sasaran", "total"):
        return a.tingkat == "total" or x.sasaran == a.kode
    return x.kode.startswith(f"{a.kode}.")


# --- a number of the report ---


def everything(kantor: Kantor, pelaku: Pelaku) -> HasilJejak:
    """Follow every number of the draft.

    Raises:
        DataError: no draft was built yet.
    """
    with open_ledger(kantor) as ledger:
        demand_intact(ledger)
        sumber = source(kantor, ledger, pelaku)
        unik = {(j["nama"], j["nilai"], j["tercetak"]): j for j in _numbers(sumber, "Seluruh angka")}
        return HasilJejak("", tuple(_of_report(sumber, j) for j in unik.values()), _age(sumber, ledger))


def _printed(s: Sumber, ledger: Ledger, teks: str) -> HasilJejak:
    if not any(h.isdigit() for h in teks) and not _path(s).is_file():
        raise _unknown(s, teks)
    semua = _numbers(s, f"«{teks}» bukan kode. Angka")
    cocok = [j for j in semua if teks.casefold() == str(j["nama"]).casefold()] or [
        j for j in semua if _plain(teks) == _plain(str(j["tercetak"]))
    ]
    if not cocok:
        raise _unknown(s, teks)
    unik = {(j["nama"], j["nilai"]): j for j in cocok}
    if len(unik) > _MAKS:
        nama = "; ".join(str(n) for n, _ in list(unik)[:_MAKS])
        raise UsageError(
            f"«{teks}» tercetak untuk {len(unik)} hal berbeda: {nama}; …",
            'Sebutkan namanya, misalnya «capaian trace "capaian IK-1.1"», atau kodenya.',
        )
    return HasilJejak(teks, tuple(_of_report(s, j) for j in unik.values()), _age(s, ledger))


def _path(s: Sumber) -> Path:
    return s.kantor.folder.laporan(s.kantor.periode) / "jejak-angka.json"


def _numbers(s: Sumber, apa: str) -> list[dict[str, object]]:
    """Return every number of the last draft."""
    path = _path(s)
    if not path.is_file():
        raise DataError(
            f"{apa} dicari dalam draf laporan, tetapi laporan {s.kantor.periode.label} belum disusun.",
            saran="Jalankan «capaian build-report» dahulu, atau sebutkan kode indikatornya.",
        )
    try:
        isi = json.loads(path.read_text("utf-8"))
        return [dict(j) for j in isi]
    except (ValueError, TypeError, OSError) as e:
        raise DataError(
            f"«{s.kantor.folder.relatif(path)}» tidak dapat dibaca.", saran="Susun ulang: «capaian build-report»."
        ) from e


def _of_report(s: Sumber, j: Mapping[str, object]) -> Jejak:
    """Return a printed number; one of an indicator's own is followed all the way."""
    nama = str(j["nama"])
    kode = nama.rpartition(" ")[2].casefold()
    if nama.casefold() == f"penyerapan {kode}":
        a = next((x for x in s.hitung.serapan if x.kode.casefold() == kode), None)
        if a is not None:
            return _budget(s, a)
    if nama.casefold() in (f"capaian {kode}", f"rata-rata capaian {kode}"):
        buat = _by_code(s).get(kode)
        if buat is not None:
            return buat()
    asal = j["asal"]
    sel = [CellRef(**x) for x in asal] if isinstance(asal, list) else []
    nilai = _number(str(j["nilai"]))
    satu = _show(nilai) if len(sel) == 1 and not j["rumus"] else ""
    return Jejak(
        nama=nama,
        uraian=s.nama(nama.rpartition(" ")[2]) if nama.rpartition(" ")[2] in _codes(s) else "",
        nilai=nilai,
        tercetak=str(j["tercetak"]),
        satuan=str(j["satuan"]),
        rumus=str(j["rumus"]) or "diisikan, tidak dihitung",
        sel=tuple(
            SelAsal("asal", satu, "", c, penerimaan=s.penerimaan.get(c.sha256) if c.sha256 else None) for c in sel
        ),
        catatan=notes(s, nama.rpartition(" ")[2]),
    )


def _number(teks: str) -> Decimal | str:
    try:
        return Decimal(teks)
    except ArithmeticError:
        return teks


def _codes(s: Sumber) -> list[str]:
    siklus = s.kantor.siklus
    return [*siklus.indikator_by_kode, *siklus.sasaran_by_kode, *siklus.unit_by_kode, *siklus.program_by_kode, "DINAS"]


def _unknown(s: Sumber, teks: str) -> UsageError:
    return UsageError(
        f"«{teks}» bukan kode dan bukan angka yang tercetak dalam laporan.{maksud(teks, _codes(s))}",
        "Sebutkan kode indikator, sasaran, unit, atau sub kegiatan, «DINAS», atau angka seperti tercetak dalam draf.",
    )


def _plain(teks: str) -> str:
    """`93,75 %`, `93,75%` and `93,75 persen` are the same number."""
    return re.sub(r"\s*(%|persen)$", "", " ".join(teks.split())).removeprefix("Rp").strip().casefold()


def _age(s: Sumber, ledger: Ledger) -> str:
    """Say that the draft is older than the data, when it is."""
    peristiwa = [p for p in ledger.events() if p.isi.get("periode") in (str(s.kantor.periode), str(s.data))]
    disusun = [p.urut for p in peristiwa if p.jenis == LAPORAN_DISUSUN]
    lebih_baru = [p for p in peristiwa if disusun and p.urut > disusun[-1] and p.jenis == BERKAS_DITERIMA]
    return "Draf laporan lebih lama daripada data yang masuk sesudahnya; susun ulang draf itu." if lebih_baru else ""


# --- how numbers are written ---


def _show(isi: Decimal | str | None) -> str:
    return "" if isi is None else isi if isinstance(isi, str) else tulis(isi)


def _exact(nilai: Decimal) -> str:
    """Write a number with the digits that say something."""
    return tulis(cetak(nilai, 6))


def _equals(nilai: Decimal) -> str:
    """`= 92`, `≈ 66,666667`."""
    return f"{'=' if cetak(nilai, 6) == nilai else '≈'} {_exact(nilai)}"


def _print(nilai: Decimal, batas: Sequence[Decimal]) -> str:
    tampil = cetak(nilai, 2, (*batas, Decimal(100)))
    eksponen = tampil.as_tuple().exponent
    return format_angka(tampil, max(2, -eksponen if isinstance(eksponen, int) else 2))
