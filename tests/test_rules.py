"""Every rule is what its docstring says: the tables `Salah:` and `Benar:` run as tests, the messages fill."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Any

import pytest

import capaian
import capaian.schema.load  # registers the checks of the schema
from capaian import rules
from capaian.checks import isian, run, subjects
from capaian.formulas import SKALA_BAWAAN
from capaian.formulas.limits import batasi
from capaian.formulas.polarity import rumus_indikator
from capaian.model.capaian import Alasan
from capaian.model.finding import Severity
from capaian.model.formulir import KodeFormulir
from capaian.model.kata import PILIHAN_STATUS
from capaian.model.kiriman import Benturan, Cacat, Isian, Kiriman, Penerimaan, Putusan, SelTerkunci
from capaian.model.nilai import CellRef, Keadaan, Nilai
from capaian.model.pengaturan import Kebijakan
from capaian.model.periode import Periode
from capaian.model.skema import Indikator, Program, Riwayat, Unit
from capaian.rules import Hit, Lingkup, Rule
from capaian.sheet.facts import Cell
from capaian.sheet.layout import ISIAN
from capaian.sheet.values import Harapan, read
from capaian.text.doctable import summary, tables
from capaian.text.numbers import baca
from skema_contoh import subject

Row = Mapping[str, str]
PERIODE = Periode.parse("2025-TW4")
KEBIJAKAN = Kebijakan(MappingProxyType({}), next(iter(SKALA_BAWAAN)))
BERFUNGSI = [r for r in rules.all_rules() if r.fungsi]
FAKTA = [r for r in rules.all_rules() if not r.fungsi]
ASAL = CellRef("IND.xlsx", "ISIAN", "P8")
_SEL: dict[str, Callable[[str], Cell]] = {
    "mentah": lambda teks: Cell("P8", 8, 16, "s", teks),
    "angka": lambda teks: Cell("P8", 8, 16, "n", teks),
    "tanggal": lambda teks: Cell("P8", 8, 16, "n", teks, fmt="tanggal"),
    "persen": lambda teks: Cell("P8", 8, 16, "n", teks, fmt="persen"),
    "galat": lambda teks: Cell("P8", 8, 16, "e", teks),
    "logika": lambda teks: Cell("P8", 8, 16, "b", teks),
    "rumus": lambda teks: Cell("P8", 8, 16, "n", "", formula=True, cached=False),
}
"""Column of a SEL table → the facts that the reader gives for such a cell."""
_INDIKATOR = {"satuan", "desimal", "bagian", "polaritas", "akumulasi"}
_DULU = {"lalu", "target_lalu", "jumlah_lalu", "tahun_lalu"}
_UKURAN = {"realisasi", "pembilang", "penyebut"}
_TEKS = {k.kunci for k in ISIAN.kolom if k.masukan and k.jenis == "teks"}
"""Columns of text that an example may name: every one that a unit fills in."""


def _typed(teks: str, harapan: Harapan) -> Nilai:
    return read(Cell("P8", 8, 16, "s", teks) if teks else None, harapan, ASAL)


def _isian(kode: str, nilai: Mapping[str, Nilai], bagian: str = "isian", unit: str = "IND") -> Isian:
    return Isian(unit, PERIODE, bagian, kode, nilai)


def _indikator(row: Row, kode: str = "IK-1") -> Indikator:
    satuan = row.get("satuan", "indeks")
    return Indikator(
        kode,
        "S-1",
        "Indikator contoh",
        satuan,
        row.get("unit", "IND"),
        polaritas=row.get("polaritas", "positif"),
        akumulasi=row.get("akumulasi", "posisi_akhir"),
        desimal=int(row.get("desimal", "2")),
        bagian=row.get("bagian") == "ya",
    )


def _known(row: Row, *columns: str) -> None:
    """A column that no test understands would make a row that proves nothing."""
    assert set(row) <= set(columns), f"kolom tidak dikenal: {set(row) - set(columns)}"


def _sel(row: Row) -> subjects.SelPeriksa:
    _known(row, *_SEL, "satuan", "pilihan")
    jenis = [k for k in row if k in _SEL]
    assert len(jenis) == 1
    satuan, pilihan = row.get("satuan", ""), tuple(p.strip() for p in row.get("pilihan", "").split(",") if p.strip())
    cacah = Indikator("IK-1", "S-1", "", satuan, "IND", desimal=0).cacah
    harapan = Harapan("pilihan", pilihan=pilihan) if pilihan else Harapan("angka", satuan, cacah)
    nilai = read(_SEL[jenis[0]](row[jenis[0]]), harapan, ASAL)
    isian = _isian("IK-1", {"realisasi": nilai})
    return subjects.SelPeriksa(isian, "realisasi", "Realisasi", satuan, pilihan, nilai)


def _baris(row: Row, kode: str = "IK-1") -> subjects.BarisPeriksa:
    _known(row, *_INDIKATOR, *_UKURAN, *_TEKS, *_DULU, "status", "target", "diukur", "unit", "ulang")
    indikator = _indikator(row, kode)
    ukuran = Harapan("angka", indikator.satuan, indikator.cacah)
    nilai = {k: _typed(row[k], ukuran if k == "realisasi" else Harapan("angka", "", True)) for k in _UKURAN & set(row)}
    ulang = int(row.get("ulang", "1"))
    nilai |= {k: _typed(row[k] * ulang, Harapan("teks")) for k in _TEKS & set(row)}
    nilai["status_data"] = _typed(row.get("status", ""), Harapan("pilihan", pilihan=PILIHAN_STATUS))
    isian = _isian(kode, nilai, unit=indikator.unit)
    target = _angka(row.get("target", ""), indikator)
    return subjects.BarisPeriksa(
        indikator=indikator,
        isian=isian,
        target=target,
        lalu=_angka(row.get("lalu", ""), indikator),
        diukur=row.get("diukur", "ya") == "ya",
        persen=_persen(indikator, isian["realisasi"].angka, target),
        kebijakan=KEBIJAKAN,
        **{k: _angka(row[k], indikator) for k in _DULU & set(row) if k != "lalu"},
    )


def _angka(teks: str, indikator: Indikator) -> Decimal | None:
    if not teks:
        return None
    nilai = baca(teks, indikator.satuan, cacah=indikator.cacah).nilai
    assert nilai is not None, f"contoh «{teks}» bukan angka"
    return nilai


def _persen(indikator: Indikator, realisasi: Decimal | None, target: Decimal | None) -> Decimal | None:
    if realisasi is None or target is None:
        return None
    hasil = rumus_indikator(indikator, KEBIJAKAN.rumus).hitung(realisasi, target)
    return None if isinstance(hasil, Alasan) else batasi(hasil, KEBIJAKAN.batas_bawah, KEBIJAKAN.batas_atas)[0]


def _anggaran(row: Row) -> subjects.AnggaranPeriksa:
    lalu = ("anggaran_lalu", "keluaran_lalu")
    _known(row, "periode", "pagu", "satuan", "target", "realisasi_anggaran", "realisasi_keluaran", "keterangan", *lalu)
    angka = {k: Decimal(v) if v else None for k, v in row.items() if k in ("pagu", "target", *lalu)}
    satuan = row.get("satuan", "orang")
    program = Program(
        "2.07.03.2.01.0001",
        "Sub kegiatan contoh",
        "IND",
        "S-1",
        pagu=angka.get("pagu"),
        satuan=satuan,
        target=angka.get("target"),
    )
    nilai = {
        "realisasi_anggaran": _typed(row.get("realisasi_anggaran", ""), Harapan("angka", "Rp", True)),
        "realisasi_keluaran": _typed(row.get("realisasi_keluaran", ""), Harapan("angka", satuan, True)),
        "keterangan": _typed(row.get("keterangan", ""), Harapan("teks")),
    }
    isian = replace(_isian(program.kode, nilai, "anggaran"), periode=Periode.parse(row.get("periode", str(PERIODE))))
    return subjects.AnggaranPeriksa(program, isian, KEBIJAKAN, *(angka.get(k) for k in lalu))


def _kiriman(unit: str, **isi: Any) -> Kiriman:
    return Kiriman(1, "ab" * 32, f"{unit}.xlsx", KodeFormulir("CONTOH", PERIODE, unit, 1), (), **isi)


def _formulir(row: Row) -> subjects.FormulirPeriksa:
    _known(row, "kolom", "lama", "baru", "hilang", "catatan", "sel", "kode", "nilai", "tenggat", "diterima")
    rincian = {k: row[k] for k in ("sel", "kode", "nilai") if k in row} | {"jumlah": "1"}
    catatan = (Cacat(row["catatan"], rincian),) if row.get("catatan") else ()
    terkunci = ()
    if row.get("kolom"):
        terkunci = (SelTerkunci("isian", "IK-1", row["kolom"], row["lama"], _typed(row["baru"], Harapan("teks"))),)
    hilang = (("isian", row["hilang"]),) if row.get("hilang") else ()
    judul = {("isian", "target"): "Target"}
    hari = [date.fromisoformat(row[k]) if row.get(k) else None for k in ("diterima", "tenggat")]
    return subjects.FormulirPeriksa(_kiriman("IND", terkunci=terkunci, hilang=hilang, catatan=catatan), judul, *hari)


def _periode(rows: tuple[Row, ...]) -> subjects.PeriodePeriksa:
    """One case of all rows of a table: who sent, how many versions, what stands in the rows."""
    unit = tuple(Unit(k, f"Bidang {k}") for k in dict.fromkeys(r["unit"] for r in rows))
    mengirim = [r["unit"] for r in rows if r.get("mengirim", "ya") == "ya" and int(r.get("versi", "1")) == 1]
    menunggu = {
        r["unit"]: [f"versi {n}.xlsx" for n in range(int(r["versi"]))] for r in rows if r.get("versi", "1") > "1"
    }
    lain = ("mengirim", "dalam_batas", "versi", "benturan", "periode", "hari", "riwayat", "laporan", "tampil")
    isi = [{k: v for k, v in r.items() if k not in lain} for r in rows]
    baris = [_baris(r, f"IK-{n}") for n, r in enumerate(isi, 1) if "realisasi" in r]
    pihak = [(r["unit"], n, _typed(r["benturan"], Harapan("angka"))) for n, r in enumerate(rows) if r.get("benturan")]
    beda = [Benturan("isian", "IK-1", "realisasi", tuple(pihak))] if len({v.isi for _, _, v in pihak}) > 1 else []
    kiriman = [_kiriman(u, catatan=_shown(rows, u)) for u in dict.fromkeys(mengirim)]
    return subjects.PeriodePeriksa(
        unit,
        baris,
        kiriman,
        [],
        menunggu,
        beda,
        {("isian", "realisasi"): "Realisasi"},
        periode=Periode.parse(rows[0].get("periode", str(PERIODE))),
        hari=date.fromisoformat(rows[0]["hari"]) if "hari" in rows[0] else None,
        kebijakan=KEBIJAKAN,
        riwayat=[_riwayat(r) for r in rows if "riwayat" in r],
        dalam_batas={r["unit"] for r in rows if r.get("dalam_batas") == "ya"},
    )


def _shown(rows: tuple[Row, ...], unit: str) -> tuple[Cacat, ...]:
    """What intake notes of moved rows whose form shows a capaian."""
    tampil = "; ".join(f"IK-{n} {r['tampil']}" for n, r in enumerate(rows, 1) if r["unit"] == unit and r.get("tampil"))
    return (Cacat("N18", {"lembar": "ISIAN", "kode": "IK-1", "capaian": tampil}),) if tampil else ()


def _riwayat(row: Row) -> subjects.RiwayatPeriksa:
    """A year of the table Riwayat, and what the forms of that year make it."""
    indikator = _indikator({k: v for k, v in row.items() if k in _INDIKATOR})
    a, b = (baca(row[k], indikator.satuan).nilai or row[k] for k in ("riwayat", "laporan"))
    tahun_lalu = Periode(PERIODE.tahun - 1, "TAHUN")
    asal = CellRef("Riwayat.csv", "", "baris 9")
    laporan = Nilai(Keadaan.TERISI, b, str(b), CellRef("2024-TW4-IND.xlsx", "ISIAN", "P8"))
    return subjects.RiwayatPeriksa(indikator, Riwayat(indikator.kode, tahun_lalu, a, asal=asal), laporan)


def _skema(row: Row) -> object:
    with TemporaryDirectory() as folder:
        return subject(row, Path(folder))


_SUBJEK: dict[Lingkup, Callable[[Row], object]] = {
    Lingkup.SEL: _sel,
    Lingkup.ISIAN: _baris,
    Lingkup.ANGGARAN: _anggaran,
    Lingkup.FORMULIR: _formulir,
    Lingkup.SKEMA: _skema,
}


def _tables(aturan: Rule, judul: str) -> list[tuple[Row, ...]]:
    """The cases of a rule across rows: one for each table, but rows that bring their own day are one each."""
    semua = []
    for tabel in tables(aturan.spesifikasi, judul):
        sendiri = not {"hari", "riwayat", "tampil"}.isdisjoint(tabel.kolom)
        semua += [(b,) for b in tabel.kamus] if sendiri else [tabel.kamus]
    return semua


def _cases(judul: str) -> Iterator[Any]:
    """One case per example row; of a rule across rows, one case per table."""
    for aturan in BERFUNGSI:
        if aturan.lingkup is Lingkup.LINTAS:
            for n, rows in enumerate(_tables(aturan, judul), 1):
                yield pytest.param(aturan, _periode, rows, id=f"{aturan.kode}-{n}: {len(rows)} baris")
            continue
        for tabel in tables(aturan.spesifikasi, judul):
            for row in tabel.kamus:
                label = " ".join(filter(None, row.values())) or "kosong"
                yield pytest.param(aturan, _SUBJEK[aturan.lingkup], row, id=f"{aturan.kode}-{label}")


def _hits(aturan: Rule, subjek: object) -> list[Hit]:
    """The breaches that stand; one that the unit explained is a note."""
    assert aturan.fungsi
    isian = getattr(subjek, "isian", None)
    return [h for h in aturan.fungsi(subjek) if not (isian and run.explanation(aturan, isian))]


@pytest.mark.parametrize("aturan", BERFUNGSI, ids=lambda r: r.kode)
def test_specification_is_complete(aturan: Rule) -> None:
    """A rule has one sentence that says it, examples of both kinds, and all that a finding needs."""
    assert re.fullmatch(r"[A-Z«].*\.", summary(aturan.spesifikasi))
    for judul in ("Salah", "Benar"):
        assert tables(aturan.spesifikasi, judul), f"tabel «{judul}:» tidak ada"
    assert aturan.pesan.endswith((".", "}"))
    assert aturan.perbaikan.endswith(".")
    assert aturan.diharapkan
    assert not aturan.diharapkan.endswith(".")
    assert aturan.dasar


@pytest.mark.parametrize("aturan", [r for r in BERFUNGSI if r.lingkup is not Lingkup.SKEMA], ids=lambda r: r.kode)
def test_a_rule_explains_itself_in_indonesian(aturan: Rule) -> None:
    """What `capaian explain` needs is there: a sentence, an exception in words, where the form shows it."""
    k = rules.keterangan(aturan.kode)
    assert re.fullmatch(r"[A-Z«].*\.", k.uraian)
    assert not k.kecuali or re.fullmatch(r"[A-Z«].*\.", k.kecuali)
    assert k.salah
    assert k.benar
    assert bool(k.lampu) == bool(aturan.cek)
    assert not re.search(r"[{}]", k.pesan + k.diharapkan + k.perbaikan)
    if "Not applied" in aturan.spesifikasi:
        assert k.kecuali, "docstring names an exception that people are not told"


def test_an_explanation_in_full() -> None:
    """Placeholders become names in brackets; a fact without a sentence of its own is explained by its message."""
    k = rules.keterangan("FRM-01")
    assert (
        k.pesan == "Bagian terkunci «[kolom]» berubah: semula «[lama]», sekarang «[baru]». Nilai semula yang dipakai."
    )
    assert (k.lingkup, k.severity, k.lampu) == ("Formulir", Severity.KESALAHAN, "")
    assert [t.kamus for t in k.salah] == [({"kolom": "target", "lama": "80", "baru": "60"},)]
    b = rules.keterangan("B17")
    assert b.uraian == b.pesan == "Berkas «[nama]»: formulir [unit] dikembalikan tanpa isian."
    with pytest.raises(KeyError):
        rules.keterangan("X-1")


@pytest.mark.parametrize(("aturan", "susun", "contoh"), list(_cases("Salah")))
def test_wrong_example_is_found(aturan: Rule, susun: Callable[[Any], object], contoh: Any) -> None:
    """Each row of `Salah:` breaks its rule, and the finding is a full sentence without a gap."""
    hits = _hits(aturan, susun(contoh))
    assert hits
    for hit in hits:
        f = rules.finding(aturan, hit, unit="IND", periode=str(PERIODE), butir="IK-1")
        for teks in (f.pesan, f.diharapkan, f.perbaikan):
            assert teks
            assert not re.search(r"[{}]|None|  |«»|Decimal|[0-9]E[+-]", teks)


def test_the_recipe_of_a_rule_works(monkeypatch: pytest.MonkeyPatch) -> None:
    """The example of CONTRIBUTING, put into the file it names, keeps its own examples."""
    teks = (Path(__file__).resolve().parent.parent / "CONTRIBUTING.md").read_text("utf-8").partition("### A rule")[2]
    monkeypatch.setattr(rules, "_RULES", {k: v for k, v in rules._RULES.items() if k != "ISI-27"})
    exec(re.search(r"```python\n(.*?)```", teks, re.DOTALL)[1], vars(isian).copy())  # type: ignore[index]
    aturan = rules._RULES["ISI-27"]
    for judul, ada in (("Salah", True), ("Benar", False)):
        contoh = [row for tabel in tables(aturan.spesifikasi, judul) for row in tabel.kamus]
        assert contoh and all(bool(_hits(aturan, _baris(row))) == ada for row in contoh), judul


@pytest.mark.parametrize(("aturan", "susun", "contoh"), list(_cases("Benar")))
def test_right_example_passes(aturan: Rule, susun: Callable[[Any], object], contoh: Any) -> None:
    """No row of `Benar:` breaks its rule."""
    assert _hits(aturan, susun(contoh)) == []


def test_every_scope_has_rules() -> None:
    """The parametrised tests above see rules of every scope; an import that was lost would empty them silently."""
    assert {r.lingkup for r in rules.all_rules()} == set(Lingkup)
    assert len(list(_cases("Salah"))) >= len(BERFUNGSI)


@pytest.mark.parametrize(
    ("kode", "contoh", "pesan", "diharapkan"),
    [
        (
            "ISI-03",
            {"satuan": "%", "bagian": "ya", "realisasi": "100,5"},
            "Realisasi 100,5% melebihi 100%, padahal indikator ini bagian dari keseluruhan.",
            "0 sampai 100",
        ),
        (
            "ISI-06",
            {"satuan": "%", "pembilang": "1", "penyebut": "3", "realisasi": "40"},
            "Realisasi 40% tidak sama dengan pembilang ÷ penyebut × 100 = 33,3333%.",
            "33,3333%",
        ),
        (
            "ISI-08",
            {"target": "90", "realisasi": "60"},
            "Target belum tercapai (capaian 66,67%), tetapi kendala dan tindak lanjut belum diisi.",
            "Kendala dan tindak lanjut untuk setiap target yang belum tercapai",
        ),
        (
            "SEL-02",
            {"mentah": "1.234", "satuan": "%"},
            "Realisasi berisi «1.234», yang dapat berarti 1234 atau 1,234.",
            "Angka dengan koma desimal, dalam satuan %",
        ),
        (
            "SEL-03",
            {"tanggal": "45789", "satuan": "%"},
            "Realisasi berubah menjadi tanggal (12 Mei 2025).",
            "Angka dengan koma desimal, dalam satuan %",
        ),
        (
            "ANG-02",
            {"pagu": "1000000", "realisasi_anggaran": "1000001"},
            "Realisasi anggaran Rp1.000.001 melebihi pagu Rp1.000.000.",
            "Paling banyak Rp1.000.000",
        ),
        (
            "FRM-01",
            {"kolom": "target", "lama": "80", "baru": ""},
            "Bagian terkunci «Target» berubah: semula «80», sekarang «(kosong)». Nilai semula yang dipakai.",
            "80",
        ),
    ],
)
def test_message_in_full(kode: str, contoh: Row, pesan: str, diharapkan: str) -> None:
    """Messages read as an officer reads them: what was found, as Indonesian numbers."""
    aturan = rules.get(kode)
    (hit,) = _hits(aturan, _SUBJEK[aturan.lingkup](contoh))
    f = rules.finding(aturan, hit, unit="IND", periode=str(PERIODE))
    assert (f.pesan, f.diharapkan) == (pesan, diharapkan)


def test_foreign_text_is_no_template() -> None:
    """Braces that someone typed stay text: they are filled in, never filled."""
    aturan = rules.get("SEL-01")
    (hit,) = _hits(aturan, _sel({"mentah": "{0.__class__} {mentah}", "satuan": "%"}))
    pesan = rules.finding(aturan, hit, unit="IND", periode=str(PERIODE)).pesan
    assert pesan == "Realisasi berisi «{0.__class__} {mentah}», yang bukan angka."
    assert run.explain(Cacat("B22", {"apa": "{nama}"}), "a.xlsx")[0].endswith(": {nama} tidak ditemukan.")


def test_second_use_of_a_code_fails() -> None:
    """A code means one rule: registering it again, as rule or as fact, fails at import."""
    sebelum = rules.all_rules()
    with pytest.raises(ValueError, match="ISI-01 is registered twice"):
        rules.rule("ISI-01", Lingkup.ISIAN, Severity.CATATAN, pesan="", diharapkan="", perbaikan="", dasar="")(
            lambda _baris: iter(())
        )
    with pytest.raises(ValueError, match="B01 is registered twice"):
        rules.fact("B01", Severity.CATATAN, "", "", arti="")
    assert rules.all_rules() == sebelum


# Facts: what intake and the reader say about a file, and the words the catalogue has for it.

_KODE = re.compile(r"[BN][0-9]{2}")
_PEMBUAT = {"Cacat", "Unreadable", "Malformed", "_cacat"}
"""Callables that take a code first; details follow as a dictionary or as keywords."""


def _facts(berkas: Path) -> tuple[list[tuple[str, frozenset[str], int]], list[int]]:
    """Return code, keys and line of every fact that a module makes, and the lines of codes used in another way."""
    pohon = ast.parse(berkas.read_text("utf-8"))
    ada: list[tuple[str, frozenset[str], int]] = []
    dikenal: set[ast.AST] = set()
    for lingkup in [pohon, *(n for n in ast.walk(pohon) if isinstance(n, ast.FunctionDef))]:
        kamus = {
            t.id: n.value
            for n in ast.walk(lingkup)
            if isinstance(n, ast.Assign) and isinstance(n.value, ast.Dict)
            for t in n.targets
            if isinstance(t, ast.Name)
        }
        for n in ast.walk(lingkup):
            for kode, kunci in _made(n, kamus):
                if kode not in dikenal:
                    dikenal.add(kode)
                    ada.append((str(kode.value), kunci, kode.lineno))
    for n in ast.walk(pohon):  # `c.kode in {"B07", …}` asks about facts and makes none
        if isinstance(n, ast.Set | ast.Compare):
            dikenal |= set(ast.walk(n))
    lain = [n.lineno for n in ast.walk(pohon) if _is_code(n) and n not in dikenal]
    return ada, lain


def _made(n: ast.AST, kamus: Mapping[str, ast.Dict]) -> Iterator[tuple[ast.Constant, frozenset[str]]]:
    if isinstance(n, ast.Call) and n.args and _is_code(n.args[0]) and _name(n.func) in _PEMBUAT:
        kunci = {k.arg for k in n.keywords if k.arg}
        for isi in n.args[1:]:
            kunci |= _keys(isi, kamus)
        yield n.args[0], frozenset(kunci)  # type: ignore[misc]
    elif isinstance(n, ast.Dict):
        isi = {k.value: v for k, v in zip(n.keys, n.values, strict=True) if isinstance(k, ast.Constant)}
        if _is_code(isi.get("kode")):
            yield isi["kode"], frozenset(_keys(isi["rincian"], kamus))  # type: ignore[misc]
        for v in n.values:  # kind → (code, the kind in words): the table that `refusal` makes facts of
            if isinstance(v, ast.Tuple) and _is_code(v.elts[0]):
                yield v.elts[0], frozenset({"jenis"})  # type: ignore[misc]


def _is_code(n: ast.AST | None) -> bool:
    return isinstance(n, ast.Constant) and isinstance(n.value, str) and bool(_KODE.fullmatch(n.value))


def _name(n: ast.expr) -> str:
    return n.id if isinstance(n, ast.Name) else n.attr if isinstance(n, ast.Attribute) else ""


def _keys(n: ast.expr, kamus: Mapping[str, ast.Dict]) -> set[str]:
    if isinstance(n, ast.Name) and n.id in kamus:
        n = kamus[n.id]
    return {str(k.value) for k in n.keys if isinstance(k, ast.Constant)} if isinstance(n, ast.Dict) else set()


def _fields(teks: str) -> set[str]:
    return {nama for _, nama, _, _ in string.Formatter().parse(teks) if nama is not None}


SUMBER = Path(capaian.__file__).parent
MODUL = [p for folder in ("intake", "sheet") for p in sorted((SUMBER / folder).glob("*.py"))]
DIBUAT = [(p.name, *fakta) for p in MODUL for fakta in _facts(p)[0]]


def test_every_use_of_a_code_is_understood() -> None:
    """No code stands in the sources in a way that the tests below do not see."""
    assert {p.name: lain for p in MODUL if (lain := _facts(p)[1])} == {}
    assert {"B02", "B03", "B12", "B19", "B24", "B30", "N05", "N07", "N10"} <= {kode for _, kode, _, _ in DIBUAT}


@pytest.mark.parametrize(
    ("modul", "kode", "kunci", "baris"), DIBUAT, ids=lambda v: str(v) if isinstance(v, str) else ""
)
def test_fact_has_its_words(modul: str, kode: str, kunci: frozenset[str], baris: int) -> None:
    """Each fact that is made is registered, and its message and remedy need only the details it comes with."""
    tempat = f"{modul}:{baris} {kode}"
    assert kode in {r.kode for r in FAKTA}, f"{tempat} tidak terdaftar dalam checks/berkas.py"
    aturan = rules.get(kode)
    kurang = (_fields(aturan.pesan) | _fields(aturan.perbaikan)) - kunci - {"nama"}
    assert not kurang, f"{tempat} tidak memberi {kurang}"
    pesan, perbaikan = run.explain(Cacat(kode, {k: f"<{k}>" for k in kunci - {"nama"}}), "kiriman.xlsx")
    assert not re.search(r"[{}…]", pesan + perbaikan)


@pytest.mark.parametrize("aturan", FAKTA, ids=lambda r: r.kode)
def test_fact_is_complete(aturan: Rule) -> None:
    """A fact says what it means and what to do; what is expected is the same for every file."""
    assert aturan.lingkup is Lingkup.BERKAS
    assert aturan.spesifikasi.endswith(".")
    assert aturan.pesan.endswith(".")
    assert aturan.perbaikan.endswith(".")
    assert not _fields(aturan.diharapkan)
    assert _KODE.fullmatch(aturan.kode)


def test_registered_facts_are_made_somewhere() -> None:
    """The catalogue holds no words for facts that nothing makes, except those kept for readers to come."""
    assert {r.kode for r in FAKTA} - {kode for _, kode, _, _ in DIBUAT} <= {"B11"}


def test_fact_scanner_sees_a_mistake(tmp_path: Path) -> None:
    """The reading of the sources itself: each way of making a fact is seen, an unknown way is named."""
    berkas = tmp_path / "contoh.py"
    berkas.write_text(
        'raise Unreadable("B98", n="x", bagian=b)\n'
        "def f(r):\n"
        '    rincian = {"lembar": 1, "sel": 2}\n'
        '    notes.append(Cacat("N98", rincian))\n'
        '    return {"kode": "B97", "rincian": {"bagian": "x"}}\n'
        'REFUSALS = {"kosong": ("B96", "kosong")}\n'
        'DILEWATI = frozenset({"B95"})\n'
        'kode = "B94"\n',
        "utf-8",
    )
    ada, lain = _facts(berkas)
    assert sorted((kode, sorted(kunci), baris) for kode, kunci, baris in ada) == [
        ("B96", ["jenis"], 6),
        ("B97", ["bagian"], 5),
        ("B98", ["bagian", "n"], 1),
        ("N98", ["lembar", "sel"], 4),
    ]
    assert lain == [8]


def test_explain_uses_the_name_of_the_file() -> None:
    """A fact without a name of its own is told about the file it was found in."""
    p = Penerimaan(1, "IND.xlsx", "ab" * 32, 9, Putusan.KARANTINA, cacat=(Cacat("B22", {"apa": "lembar «ISIAN»"}),))
    pesan, _ = run.explain(p.cacat[0], p.nama)
    assert pesan == "Berkas «IND.xlsx»: lembar «ISIAN» tidak ditemukan."
    assert run.explain(Cacat("B02", {"nama": "lain.xlsx"}), p.nama)[0].startswith("Berkas «lain.xlsx» belum lengkap")
