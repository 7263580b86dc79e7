"""Compare what `capaian` computes with what three labour agencies published.

    python examples/labour-agencies/bandingkan.py

Each agency gets an office in a temporary folder: forms are issued, the inbox in this folder is collected, judged
and reported on, and every published figure is put beside the result. Why a figure differs is proved from the
digits, never looked up. Exit code 1 when a figure stays unexplained, was read otherwise than printed, or when the
forms and the published tables do not cover each other.
"""

from __future__ import annotations

import csv
import io
import json
import shutil
import sys
import tempfile
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from decimal import ROUND_DOWN, Decimal, localcontext
from pathlib import Path

from capaian.model.capaian import Capaian
from capaian.model.finding import Severity
from capaian.model.nilai import CellRef, Keadaan
from capaian.model.skema import Indikator, Ukuran
from capaian.pipeline import forms, intake, report, validation
from capaian.pipeline.office import Kantor, Pelaku, open_office
from capaian.text.inert import shorten
from capaian.text.numbers import baca, bulatkan, format_angka
from capaian.workspace.folder import Folder

AKAR = Path(__file__).resolve().parent
DINAS = {
    "blitar-2017": ("Blitar", "Dinas Tenaga Kerja Kab. Blitar"),
    "bandung-2020": ("Bandung", "Dinas Tenaga Kerja Kota Bandung"),
    "jabar-2016": ("Jabar", "Dinas Tenaga Kerja dan Transmigrasi Prov. Jawa Barat"),
}
"""Folder → name in the table, name in the published tables."""
# The day on which tools/buat_contoh.py issued the forms of the inboxes.
PELAKU = Pelaku("Kasubag Program dan Keuangan", datetime(2026, 1, 5, 8, tzinfo=timezone(timedelta(hours=7))))

SAMA = "sama"
DIPOTONG = "dipotong"
BELUM_DIBULATKAN = "dihitung dari angka yang belum dibulatkan"
TIDAK_DITERBITKAN = "tidak diterbitkan"
TIDAK_TERJELASKAN = "TIDAK TERJELASKAN"


@dataclass(frozen=True, slots=True)
class Bukti:
    """Why a published figure is what it is.

    Attributes:
        selisih: Published minus computed, the latter rounded half up to the published digits.
        saksi: Target and realisasi that print as they were printed and whose ratio prints as it was published.
    """

    sebab: str
    selisih: Decimal | None = None
    saksi: tuple[Decimal, Decimal] | None = None


@dataclass(frozen=True, slots=True)
class Bacaan:
    """One printed value and how it was read.

    Attributes:
        tercetak: As the publication prints it.
        mentah: As it stands in the cell.
    """

    dinas: str
    periode: str
    kode: str
    apa: str
    tercetak: str
    mentah: str
    isi: Ukuran | None
    asal: CellRef | None


@dataclass(frozen=True, slots=True)
class Baris:
    """One published row beside the result.

    Attributes:
        hitungan: Capaian in percent, unrounded; None when it cannot be computed.
        laporan: Capaian as the draft report prints it.
    """

    dinas: str
    kode: str
    terbit: dict[str, str]
    hitungan: Decimal | None
    laporan: str
    predikat: str
    bukti: Bukti

    @property
    def putusan_predikat(self) -> str:
        """Whether the published word is that of the office's scale."""
        tercetak = self.terbit["predikat_published"]
        if not tercetak:
            return TIDAK_DITERBITKAN
        return SAMA if tercetak == self.predikat else TIDAK_TERJELASKAN


@dataclass(frozen=True, slots=True)
class Hasil:
    """Everything that was compared.

    Attributes:
        luput: Published rows without a result, and results without a published row.
        formulir: Agency, period, file, errors and warnings of `validate`.
    """

    baris: tuple[Baris, ...]
    bacaan: tuple[Bacaan, ...]
    luput: tuple[str, ...]
    formulir: tuple[tuple[str, str, str, int, int], ...]

    @property
    def masalah(self) -> list[str]:
        """What must not be: one sentence each."""
        salah = [f"{b.dinas} {b.kode}: capaian {b.terbit['capaian_published']}" for b in self.baris if _ganjil(b)]
        beda = [f"{c.dinas} {c.periode} {c.kode}: {c.apa}" for c in self.bacaan if c.mentah != c.tercetak]
        return [
            *(f"{s} tidak terjelaskan." for s in salah),
            *(f"{s} terbaca lain dari yang tercetak." for s in beda),
            *(f"{s} tidak memiliki pasangan." for s in self.luput),
        ]


def _ganjil(baris: Baris) -> bool:
    return TIDAK_TERJELASKAN in (baris.bukti.sebab, baris.putusan_predikat)


def jelaskan(
    hitungan: Decimal | None, terbit: str, target: Ukuran | None, realisasi: Ukuran | None, *, cacah: bool = False
) -> Bukti:
    """Prove why a published capaian is what it is.

    Args:
        hitungan: The computed capaian in percent, unrounded: realisasi / target × 100.
        terbit: The published capaian as printed; empty when none was.
        target: The printed target with its printed places, or a level.
        realisasi: The printed result, likewise.
        cacah: Both count things, so that what was printed is exact.

    Returns:
        The first reason that holds, in the order of the constants above.
    """
    if not terbit:
        return Bukti(TIDAK_DITERBITKAN)
    angka = baca(terbit, "%").nilai
    if angka is None or hitungan is None:
        return Bukti(TIDAK_TERJELASKAN)
    bulat = bulatkan(hitungan, _places(angka))
    selisih = angka - bulat
    if angka == bulat:
        return Bukti(SAMA, selisih)
    if angka == _potong(hitungan, _places(angka)):
        return Bukti(DIPOTONG, selisih)
    if isinstance(target, Decimal) and isinstance(realisasi, Decimal) and not cacah:
        bukti = saksi(target, realisasi, angka)
        return Bukti(BELUM_DIBULATKAN if bukti else TIDAK_TERJELASKAN, selisih, bukti)
    return Bukti(TIDAK_TERJELASKAN, selisih)


def saksi(target: Decimal, realisasi: Decimal, terbit: Decimal) -> tuple[Decimal, Decimal] | None:
    """Find unrounded inputs of a published ratio.

    The inputs lie within half a unit of their last printed digit, so their ratio lies between two bounds; a ratio
    that rounds or truncates to the published digits lies between two others. Where the two ranges meet, a pair
    from the diagonal of the box is taken and written with as few digits as will do.

    Args:
        target: As printed, with its places.
        realisasi: Likewise.
        terbit: Published capaian in percent.

    Returns:
        A target and a realisasi; None when there are none.
    """
    ht, hr, hp = (_half(n) for n in (target, realisasi, terbit))
    if target <= ht or realisasi < 0:
        return None
    r_min, r_max = max(realisasi - hr, Decimal(0)), realisasi + hr
    with localcontext() as konteks:
        konteks.prec = 60
        bawah = max(r_min * 100 / (target + ht), terbit - hp)
        atas = min(r_max * 100 / (target - ht), terbit + 2 * hp)
        if bawah >= atas:
            return None
        rasio = (bawah + atas) / 200
        jarak = (rasio * (target + ht) - r_min) / (r_max - r_min + 2 * ht * rasio)
        t, r = target + ht - 2 * ht * jarak, r_min + (r_max - r_min) * jarak
        for tambah in range(1, 20):
            pasangan = bulatkan(t, _places(target) + tambah), bulatkan(r, _places(realisasi) + tambah)
            if _prints(*pasangan, target, realisasi, terbit):
                return pasangan
    return None


def _prints(t: Decimal, r: Decimal, target: Decimal, realisasi: Decimal, terbit: Decimal) -> bool:
    """Whether a pair is a witness: both round to what was printed, and so does (or truncates) their ratio."""
    if bulatkan(t, _places(target)) != target or bulatkan(r, _places(realisasi)) != realisasi:
        return False
    return terbit in (bulatkan(r * 100 / t, _places(terbit)), _potong(r * 100 / t, _places(terbit)))


def _places(angka: Decimal) -> int:
    eksponen = angka.as_tuple().exponent
    return max(-eksponen, 0) if isinstance(eksponen, int) else 0


def _half(angka: Decimal) -> Decimal:
    """Half a unit of the last printed digit."""
    return Decimal(5).scaleb(-_places(angka) - 1)


def _potong(angka: Decimal, desimal: int) -> Decimal:
    return angka.quantize(Decimal(1).scaleb(-desimal), rounding=ROUND_DOWN)


def terbitan(nama: str) -> list[dict[str, str]]:
    """Read a published table; every cell a text as it was printed."""
    with (AKAR / "terbitan" / nama).open(encoding="utf-8-sig", newline="") as berkas:
        return list(csv.DictReader(berkas))


@dataclass(frozen=True, slots=True)
class _Putaran:
    """One office after one period was reported on."""

    dinas: str
    kantor: Kantor
    indikator: dict[str, Indikator]
    capaian: dict[str, Capaian]
    terisi: frozenset[str]
    laporan: dict[str, str]
    berkas: str
    temuan: tuple[int, int]


def run_office(nama: str, kerja: Path) -> Iterator[_Putaran]:
    """Take one agency from its schema to its draft reports, one period after the other.

    Args:
        nama: Folder of the agency.
        kerja: An empty folder to work in.
    """
    kerja.mkdir(parents=True)
    shutil.copyfile(AKAR / nama / "capaian.toml", kerja / "capaian.toml")
    shutil.copytree(AKAR / nama / "skema", kerja / "skema")
    for inbox in sorted(p for p in (AKAR / nama / "inbox").iterdir() if p.is_dir()):
        kantor = open_office(Folder(kerja), inbox.name)
        forms.issue_forms(kantor, PELAKU)
        terima = intake.collect(kantor, PELAKU, inbox)
        periksa = validation.validate(kantor, PELAKU)
        hasil = report.build_report(kantor, PELAKU)
        jejak = json.loads(hasil.jejak.read_text("utf-8"))
        yield _Putaran(
            dinas=DINAS[nama][0],
            kantor=kantor,
            indikator={i.nama: i for i in kantor.siklus.indikator},
            capaian={c.indikator: c for c in hasil.hitungan.capaian},
            terisi=frozenset(
                i.kode for i in hasil.hitungan.isian if i.bagian == "isian" and i["realisasi"].keadaan is Keadaan.TERISI
            ),
            laporan={j["nama"]: j["tercetak"].split()[0] for j in reversed(jejak)},
            berkas=", ".join(p.nama for p in terima.penerimaan),
            temuan=(periksa.jumlah(Severity.KESALAHAN), periksa.jumlah(Severity.PERINGATAN)),
        )


def compare(kerja: Path) -> Hasil:
    """Run the three agencies and put every published row beside its result.

    Args:
        kerja: An empty folder to work in.
    """
    tahunan, triwulanan = terbitan("labour_agencies.csv"), terbitan("labour_quarters.csv")
    baris: list[Baris] = []
    bacaan: list[Bacaan] = []
    dicari = {_label(t) for t in (*tahunan, *triwulanan)}
    formulir: list[tuple[str, str, str, int, int]] = []
    tanpa_terbitan: list[str] = []
    for nama, (dinas, opd) in DINAS.items():
        putaran = list(run_office(nama, kerja / nama))
        utama = putaran[-1].kantor.periode
        for p in putaran:
            periode = str(p.kantor.periode)
            formulir.append((dinas, periode, p.berkas, *p.temuan))
            milik = [t for t in triwulanan if t["opd"] == opd and periode.endswith(t["triwulan"])]
            milik += [t for t in tahunan if t["opd"] == opd and p.kantor.periode == utama]
            cocok = [(t, p.indikator[t["indikator"]]) for t in milik if t["indikator"] in p.indikator]
            for t, i in cocok:
                dicari.discard(_label(t))
                bacaan += _readings(p, t, i)
                if "capaian_published" in t:
                    baris.append(_row(p, t, i))
            tanpa_terbitan += [f"{dinas} {periode} {k}" for k in sorted(p.terisi - {i.kode for _, i in cocok})]
    return Hasil(tuple(baris), tuple(bacaan), (*sorted(dicari), *tanpa_terbitan), tuple(formulir))


def _label(terbit: dict[str, str]) -> str:
    return " · ".join(filter(None, (terbit["opd"], terbit["year"], terbit.get("triwulan", ""), terbit["indikator"])))


def _row(p: _Putaran, terbit: dict[str, str], indikator: Indikator) -> Baris:
    c = p.capaian[indikator.kode]
    # Only the ratio has inputs that can be bounded this way; another formula must be explained by its digits.
    masukan = (c.target.isi, c.realisasi.isi) if c.rumus == "R/T" else (None, None)
    bukti = jelaskan(c.persen, terbit["capaian_published"], *masukan, cacah=indikator.cacah)
    laporan = p.laporan.get(f"capaian {c.indikator}", "")
    return Baris(p.dinas, c.indikator, terbit, c.persen, laporan, c.predikat, bukti)


def _readings(p: _Putaran, terbit: dict[str, str], indikator: Indikator) -> Iterator[Bacaan]:
    c = p.capaian[indikator.kode]
    target = _typed(p.kantor.folder.root, c.target.asal) if c.target.asal else ""
    for apa, nilai, mentah in (("target", c.target, target), ("realisasi", c.realisasi, c.realisasi.mentah)):
        yield Bacaan(p.dinas, str(p.kantor.periode), indikator.kode, apa, terbit[apa], mentah, nilai.isi, nilai.asal)


def _typed(akar: Path, asal: CellRef) -> str:
    """Return what stands in a cell of a schema table: `skema/Target.csv`, `baris 2 kolom TW II`."""
    _, nomor, _, kolom = asal.sel.split(maxsplit=3)
    with (akar / asal.berkas).open(encoding="utf-8-sig", newline="") as berkas:
        baris = list(csv.reader(berkas, delimiter=";"))
    return baris[int(nomor) - 1][baris[0].index(kolom)]


def show(hasil: Hasil) -> str:
    """Write the comparison as plain text, at most 100 columns wide."""
    bagian = [
        "Hitungan capaian beserta angka yang diterbitkan (persen)",
        _table(_LEBAR_HASIL, _KEPALA_HASIL, map(_shown, hasil.baris)),
        *_witnesses(hasil.baris),
        "Predikat menurut skala kantor beserta kata yang diterbitkan",
        _table(
            (7, 8, 8, 20, 20, 20),
            ("Dinas", "Kode", "Capaian", "Skala kantor", "Terbit", "Putusan"),
            (
                (b.dinas, b.kode, b.laporan, b.predikat, b.terbit["predikat_published"], b.putusan_predikat)
                for b in hasil.baris
                if b.terbit["predikat_published"]
            ),
        ),
        "Angka yang diketik: tercetak, terbaca, dan selnya (target dari skema/Target.csv)",
        _table(
            (10, 6, 11, 7, 21, 9, 7, 9),
            ("Periode", "Kode", "Target", "Terbaca", "Sel", "Realisasi", "Terbaca", "Sel"),
            (_read_as(t, r) for t, r in zip(hasil.bacaan[::2], hasil.bacaan[1::2], strict=True)),
        ),
        "Formulir yang dibaca dan jumlah temuan (validate)",
        _table(
            (7, 10, 36, 9, 10),
            ("Dinas", "Periode", "Berkas", "Kesalahan", "Peringatan"),
            (tuple(map(str, isi)) for isi in hasil.formulir),
        ),
    ]
    n = len(terbitan("labour_agencies.csv")), len(terbitan("labour_quarters.csv"))
    tutup = f"Semua {n[0]} baris tahunan dan {n[1]} baris triwulan memiliki pasangan dan terjelaskan."
    return "\n\n".join([*bagian, *(hasil.masalah or [tutup])])


_LEBAR_HASIL = (7, 20, 11, 9, 8, 7, 7, 17)
_KEPALA_HASIL = ("Dinas", "Indikator", "Target", "Realisasi", "Hitungan", "Terbit", "Selisih", "Sebab")


def _shown(b: Baris) -> tuple[str, ...]:
    t, hitungan, selisih = b.terbit, b.hitungan, b.bukti.selisih
    return (
        b.dinas,
        shorten(t["indikator"], 57),
        t["target"],
        t["realisasi"],
        "–" if hitungan is None else format_angka(hitungan, 2),
        t["capaian_published"] or "–",
        "–" if selisih is None else ("+" if selisih > 0 else "") + format_angka(selisih, 2),
        b.bukti.sebab,
    )


def _witnesses(baris: Iterable[Baris]) -> Iterator[str]:
    for b in baris:
        if b.bukti.saksi:
            t, r = (format_angka(n, 9, ringkas=True) for n in b.bukti.saksi)
            yield textwrap.fill(
                f"{b.dinas} {b.kode}: terbit {b.terbit['capaian_published']}; misalnya target {t} dan realisasi {r}, "
                f"yang tercetak {b.terbit['target']} dan {b.terbit['realisasi']}, menghasilkan angka itu.",
                100,
            )


def _read_as(target: Bacaan, realisasi: Bacaan) -> tuple[str, ...]:
    kiri, kanan = ((c.tercetak, _number(c.isi), _place(c)) for c in (target, realisasi))
    return (target.periode, target.kode, *kiri, *kanan)


def _number(isi: Ukuran | None) -> str:
    return format_angka(isi, _places(isi)) if isinstance(isi, Decimal) else isi or "–"


def _place(bacaan: Bacaan) -> str:
    return str(bacaan.asal).removeprefix(f"{bacaan.asal.berkas} · ") if bacaan.asal else "–"


def _table(lebar: Sequence[int], kepala: Sequence[str], baris: Iterable[Sequence[str]]) -> str:
    teks: list[str] = []
    for sel in (kepala, ["-" * n for n in lebar], *baris):
        pecah = [textwrap.wrap(s, n) or [""] for s, n in zip(sel, lebar, strict=True)]
        for i in range(max(map(len, pecah))):
            potongan = ((p[i] if i < len(p) else "").ljust(n) for p, n in zip(pecah, lebar, strict=True))
            teks.append("  ".join(potongan).rstrip())
    return "\n".join(teks)


def main() -> int:
    """Compare and print; return 1 when something is unexplained."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    with tempfile.TemporaryDirectory() as tmp:
        hasil = compare(Path(tmp))
    print(show(hasil))
    return 1 if hasil.masalah else 0


if __name__ == "__main__":
    raise SystemExit(main())
