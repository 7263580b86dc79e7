"""An office in which every formula × accumulation × missing case occurs once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from capaian.formulas import SKALA_BAWAAN, accumulation, polarity
from capaian.formulas.predikat import ORDINAL_BAWAAN
from capaian.model.kata import StatusData
from capaian.model.kiriman import Isian
from capaian.model.nilai import KOSONG, CellRef, Keadaan, Nilai, Sebab
from capaian.model.pengaturan import Instansi, Kebijakan, Pengaturan
from capaian.model.periode import Periode
from capaian.model.skema import Indikator, Program, Riwayat, Sasaran, Siklus, Target, Ukuran, Unit

D = Decimal
TW3 = Periode(2025, "TW", 3)
ADA = StatusData.ADA.value
KASUS = (
    "tercapai",
    "belum tercapai",
    "jauh melampaui",
    "nol",
    "negatif",
    "kosong",
    "nihil",
    "tak terbaca",
    "ditahan",
    "belum tersedia",
    "tidak diukur",
    "tidak dilaksanakan",
    "triwulan lalu kosong",
    "tanpa target",
    "target nol",
    "target negatif",
)


@dataclass(frozen=True)
class Kantor:
    """What `compute` takes, for all cases at once."""

    siklus: Siklus
    pengaturan: Pengaturan
    isian: tuple[Isian, ...]
    sebelumnya: dict[tuple[str, str], Nilai]
    periode: Periode
    kasus: dict[str, tuple[str, str, str]]
    """Formula, accumulation and case of each indicator."""


def nilai(isi: Ukuran | None, sel: str = "P6") -> Nilai:
    if isi is None:
        return KOSONG
    return Nilai(Keadaan.TERISI, isi, str(isi), CellRef("U1.xlsx", "ISIAN", sel, "ab" * 32))


def office(periode: Periode = TW3, **kebijakan: object) -> Kantor:
    """Return the office."""
    semua = list(_combinations())
    indikator, target, isian, kasus = [], [], [], {}
    sebelumnya: dict[tuple[str, str], Nilai] = {}
    for n, (rumus, akumulasi, apa) in enumerate(semua, 1):
        r = polarity.get(rumus)
        kode = f"IK-{n:03}"
        kasus[kode] = (rumus, akumulasi, apa)
        indikator.append(
            Indikator(
                kode=kode,
                sasaran=f"S-{n % 3 + 1}",
                nama=f"{rumus}, {akumulasi}, {apa}",
                satuan="Predikat" if r.nilai == "predikat" else "Persen" if n % 2 else "Orang",
                unit=("U1", "U2", "U2A")[n % 3],
                nilai=r.nilai,
                polaritas=r.polaritas,
                rumus=rumus,
                akumulasi=akumulasi,
                skala="OPINI" if r.nilai == "predikat" else "",
                bobot=D(n % 3 + 1),
                frekuensi="semesteran" if n % 17 == 0 else "triwulanan",
            )
        )
        target.append(_target(kode, rumus, akumulasi, apa))
        target.append(Target(kode, 2026, "Renstra", _wanted(rumus), (None,) * 4, MappingProxyType({})))
        isian.append(_row(kode, indikator[-1].unit, rumus, apa, periode))
        for ke in range(1, periode.ke):
            if not (apa == "triwulan lalu kosong" and ke == 1):
                sebelumnya[kode, f"2025-TW{ke}"] = nilai(_value(rumus, "belum tercapai"))
    program, uang = _budget(periode)
    riwayat = tuple(
        Riwayat(i.kode, Periode(t, "TAHUN"), _value(i.rumus, "tercapai")) for i in indikator for t in (2023, 2024)
    )
    siklus = Siklus(
        2025,
        (Unit("U1", "Bidang Satu"), Unit("U2", "Bidang Dua"), Unit("U2A", "Seksi Dua A", "U2")),
        tuple(Sasaran(f"S-{i}", f"Sasaran {i}") for i in (1, 2, 3)),
        tuple(indikator),
        tuple(target),
        program,
        riwayat,
    )
    isi = Kebijakan(**{"rumus": {}, "skala": "P86", **kebijakan})  # type: ignore[arg-type]
    instansi = Instansi("DINAS", "Dinas Contoh", "Contoh", "Pemerintah Kota Contoh", "Kota Contoh", "Contoh")
    pengaturan = Pengaturan(instansi, periode, (), isi, SKALA_BAWAAN, ORDINAL_BAWAAN, ())
    return Kantor(siklus, pengaturan, (*isian, *uang), sebelumnya, periode, kasus)


def _combinations() -> Iterator[tuple[str, str, str]]:
    for r in polarity.all():
        for a in accumulation.all():
            if r.nilai != "angka" and a.butuh_angka:
                continue
            for apa in KASUS:
                if r.nilai == "angka" or apa not in ("negatif", "target nol", "target negatif", "nol"):
                    yield r.nama, a.nama, apa


def _wanted(rumus: str) -> Ukuran:
    return {"ordinal": "WDP", "ya_tidak": "ya", "rentang": "60–80"}.get(rumus, D(40))


def _value(rumus: str, apa: str) -> Ukuran:
    r = polarity.get(rumus)
    if r.nilai == "predikat":
        return {"tercapai": "WDP", "jauh melampaui": "WTP"}.get(apa, "TW")
    if r.nilai == "ya_tidak":
        return "tidak" if apa == "belum tercapai" else "ya"
    if apa in ("nol", "negatif"):
        return D(0) if apa == "nol" else D(-3)
    if r.polaritas == "rentang":
        return {"tercapai": D(70), "jauh melampaui": D(200)}.get(apa, D("51.7"))
    naik = r.polaritas == "positif"
    angka = {"tercapai": D(40), "jauh melampaui": D(130) if naik else D("1.3")}
    return angka.get(apa, D("31.37") if naik else D("55.11"))


def _target(kode: str, rumus: str, akumulasi: str, apa: str) -> Target:
    t: Ukuran | None = _wanted(rumus)
    if polarity.get(rumus).polaritas == "rentang" and accumulation.get(akumulasi).jumlah:
        t = D(70)
    if apa == "tanpa target":
        t = None
    elif apa in ("target nol", "target negatif"):
        t = D(0) if apa == "target nol" else D(-2)
    sel = {k: CellRef("skema/Target.csv", "", f"baris 2 kolom {k}") for k in ("tahunan", "tw1", "tw2", "tw3", "tw4")}
    return Target(kode, 2025, "PK", t, (t, t, t, t), MappingProxyType(sel))


def _row(kode: str, unit: str, rumus: str, apa: str, periode: Periode) -> Isian:
    sel = CellRef("U1.xlsx", "ISIAN", "P6", "ab" * 32)
    kosong = {
        "kosong": KOSONG,
        "nihil": Nilai(Keadaan.NIHIL, mentah="-", asal=sel),
        "tak terbaca": Nilai(Keadaan.TAK_TERBACA, mentah="8O", asal=sel, sebab=Sebab.TEKS),
        "ditahan": Nilai(Keadaan.DITAHAN, mentah="80", asal=sel),
    }
    status = {
        "belum tersedia": StatusData.BELUM_TERSEDIA.value,
        "tidak diukur": StatusData.TIDAK_DIUKUR.value,
        "tidak dilaksanakan": StatusData.TIDAK_DILAKSANAKAN.value,
    }.get(apa, ADA)
    isi = kosong.get(apa) or nilai(_value(rumus, apa))
    uraian = {"kendala": nilai("kurang data"), "faktor_pendukung": nilai("kerja sama")}
    return Isian(unit, periode, "isian", kode, {"realisasi": isi, "status_data": nilai(status), **uraian})


def _budget(periode: Periode) -> tuple[tuple[Program, ...], tuple[Isian, ...]]:
    """Three programmes: one complete, one with a gap, one with a budget of nothing."""
    program = [Program("2.07.01", "Program satu"), Program("2.07.01.2.01", "Kegiatan satu")]
    isian = []
    for n, (kode, sasaran, pagu, uang, hasil) in enumerate(
        (
            ("2.07.01.2.01.0001", "S-1", D(100), D(90), D(9)),
            ("2.07.01.2.01.0002", "S-1", D(900), D(450), D(10)),
            ("2.07.02.2.01.0001", "S-2", D(500), None, None),
            ("2.07.02.2.01.0002", "S-2", D(300), D(299), D(12)),
            ("2.07.03.2.01.0001", "S-3", D(0), D(0), D(0)),
        )
    ):
        program.append(Program(kode, f"Sub kegiatan {n}", "U1", sasaran, pagu, f"Keluaran {n}", "Dokumen", D(10)))
        kolom = {"realisasi_anggaran": nilai(uang), "realisasi_keluaran": nilai(hasil)}
        isian.append(Isian("U1", periode, "anggaran", kode, kolom))
    return tuple(program), tuple(isian)
