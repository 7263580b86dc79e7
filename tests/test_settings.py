"""capaian.toml: every key is declared once, and every mistake is named wherever it stands."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from capaian.model.pengaturan import DasarHukum, Instansi, Jenjang, Kebijakan, Pejabat
from capaian.workspace import keys, settings
from capaian.workspace.keys import SEMUA, Bagian, Kunci
from settings_docs import json_schema

AKAR = Path(__file__).resolve().parent.parent
LENGKAP = """
[instansi]
kode = "D"
nama = "Dinas"
singkatan = "D"
pemerintah = "Kota"
daerah = "Kota"
tempat = "Kota"
[siklus]
periode = "2025-TW4"
[kebijakan]
[kebijakan.rumus]
[[pejabat]]
peran = "kepala"
jabatan = "Kepala Dinas"
[[dasar_hukum]]
teks = "Peraturan"
[laporan]
[[laporan.sumber_daya]]
jenis = "Pegawai"
uraian = "Pegawai Negeri Sipil"
[skala.KANTOR]
[[skala.KANTOR.jenjang]]
label = "Baik"
[skala_ordinal.TIGA]
tingkat = ["a", "b"]
"""


def _sections(b: Bagian, di: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Bagian]]:
    yield di, b
    for x in b.bagian:
        kode = {"skala": ("KANTOR",), "skala_ordinal": ("TIGA",)}.get(x.nama, ())
        yield from _sections(x, (*di, x.nama, *kode))


SECTIONS = list(_sections(SEMUA))
KUNCI = [(di, k) for di, b in SECTIONS for k in b.kunci]


def _read(tmp_path: Path, isi: str) -> tuple[tuple[str, str, str], ...]:
    path = tmp_path / "capaian.toml"
    path.write_text(isi, "utf-8")
    return settings.read(path)[1]


def _with(di: tuple[str, ...], baris: str) -> str:
    """Put a line into a section of the full example, in place of the same key."""
    if not di:
        return f"{baris}\n{LENGKAP}"
    nama = ".".join(di)
    kepala = next(x for x in (f"[[{nama}]]", f"[{nama}]") if f"{x}\n" in LENGKAP)
    depan, belakang = LENGKAP.split(f"{kepala}\n")
    isi, tanda, sisa = f"\n{belakang}".partition("\n[")
    kunci = baris.split(" = ", maxsplit=1)[0]
    tetap = "\n".join(b for b in isi.splitlines() if not b.startswith(f"{kunci} ="))
    return f"{depan}{kepala}\n{baris}\n{tetap}{tanda}{sisa}"


def test_the_full_example_has_no_problems(tmp_path: Path) -> None:
    """The tests below begin with a settings file that is right."""
    assert _read(tmp_path, LENGKAP) == ()


@pytest.mark.parametrize(("di", "bagian"), SECTIONS, ids=lambda x: ".".join(x) if isinstance(x, tuple) else "")
def test_an_unknown_key_is_named_anywhere(tmp_path: Path, di: tuple[str, ...], bagian: Bagian) -> None:
    """At every depth a misspelt key is named with the nearest known one."""
    benar = bagian.dikenal[0]
    salah = f"{benar}x"
    masalah = [m for m in _read(tmp_path, _with(di, f"{salah} = 1")) if f"«{salah}»" in m[1]]
    assert len(masalah) == 1
    assert masalah[0][1] == f"Kunci «{salah}» tidak dikenal. Mungkin maksudnya «{benar}»."
    assert masalah[0][0].startswith("capaian.toml · ") and masalah[0][0].endswith(salah)


@pytest.mark.parametrize(("di", "kunci"), KUNCI, ids=[f"{'.'.join(d)}.{k.nama}" for d, k in KUNCI])
def test_a_wrong_kind_of_value_is_named(tmp_path: Path, di: tuple[str, ...], kunci: Kunci) -> None:
    """Every key refuses a value of another kind, and says so at its place."""
    salah = {"teks": "5", "daftar": '"a"', "bulat": "0", "angka": "true", "batas": '"x"', "tanggal": '"2025-01-01"'}
    masalah = _read(tmp_path, _with(di, f"{kunci.nama} = {salah.get(kunci.jenis, '1')}"))
    assert [m for m in masalah if m[0].endswith(f".{kunci.nama}")]
    assert all(saran for _, _, saran in masalah)


@pytest.mark.parametrize(
    "isi",
    [
        "instansi = 1",
        "pejabat = 1",
        "pejabat = [1]",
        "skala = 1",
        "skala.X = 1",
        "skala.X.jenjang = 1",
        "kebijakan = []",
    ],
)
def test_a_section_of_the_wrong_shape_is_a_sentence(tmp_path: Path, isi: str) -> None:
    """A word where a section should be ends in problems, never in a traceback."""
    assert _read(tmp_path, isi)


def test_a_missing_section_is_said_once(tmp_path: Path) -> None:
    """The keys of a section that is not there are not asked for one by one."""
    assert [p for _, p, _ in _read(tmp_path, "")] == ["Bagian [instansi] tidak ada.", "Bagian [siklus] tidak ada."]


@pytest.mark.parametrize(
    ("bagian", "record"),
    [
        (keys.INSTANSI, Instansi),
        (keys.KEBIJAKAN, Kebijakan),
        (keys.PEJABAT, Pejabat),
        (keys.DASAR_HUKUM, DasarHukum),
        (keys.SKALA.sub("jenjang"), Jenjang),
    ],
)
def test_every_field_has_a_key(bagian: Bagian, record: type) -> None:
    """What the declaration names and what the records hold is the same, so that nothing is read and forgotten."""
    assert set(bagian.dikenal) == {n for n, f in record.__dataclass_fields__.items() if f.repr}  # type: ignore[attr-defined]


def test_defaults_are_those_of_the_records() -> None:
    """A key that is left out means what the record says without it."""
    isi: Any = Kebijakan({}, "P86")
    for k in keys.KEBIJAKAN.kunci[1:]:
        nilai = getattr(isi, k.nama)
        assert str(nilai) == str(k.baku) or (nilai is None and k.baku == keys.TANPA), k.nama


# --- the JSON Schema, checked by a reader of the few words it uses ---


def _valid(isi: Any, schema: dict[str, Any]) -> bool:
    if "anyOf" in schema:
        return any(_valid(isi, s) for s in schema["anyOf"])
    if "const" in schema:
        return bool(isi == schema["const"])
    jenis = {"string": str, "integer": int, "number": (int, float), "boolean": bool, "array": list, "object": dict}
    if schema.get("format") == "date":
        return not isinstance(isi, (str, int))
    if not isinstance(isi, jenis[schema["type"]]) or (isinstance(isi, bool) and schema["type"] != "boolean"):
        return False
    if isinstance(isi, list):
        return all(_valid(x, schema["items"]) for x in isi)
    if isinstance(isi, dict):
        dikenal, lain = schema.get("properties", {}), schema["additionalProperties"]
        kurang = set(schema.get("required", ())) - set(isi)
        return not kurang and all(
            _valid(v, dikenal[k]) if k in dikenal else bool(lain) and _valid(v, lain) for k, v in isi.items()
        )
    rentang = schema.get("minimum", isi) <= isi <= schema.get("maximum", isi) if isinstance(isi, int) else True
    return rentang and isi in schema.get("enum", (isi,)) and len(str(isi)) >= schema.get("minLength", 0)


@pytest.mark.parametrize(
    "berkas", sorted((AKAR / "examples").rglob("capaian.toml")), ids=lambda p: p.relative_to(AKAR).as_posix()
)
def test_the_examples_fit_the_json_schema(berkas: Path) -> None:
    """Settings that the program accepts fit the JSON Schema."""
    assert _valid(tomllib.loads(berkas.read_text("utf-8")), json.loads(json_schema()))
    assert settings.read(berkas)[1] == ()


@pytest.mark.parametrize(("di", "kunci"), KUNCI, ids=[f"{'.'.join(d)}.{k.nama}" for d, k in KUNCI])
def test_the_json_schema_refuses_what_the_program_refuses(di: tuple[str, ...], kunci: Kunci) -> None:
    """A value of another kind, and an unknown key beside it, do not fit."""
    schema = json.loads(json_schema())
    assert _valid(tomllib.loads(LENGKAP), schema)
    salah = {"teks": "5", "daftar": '"a"', "bulat": "0", "angka": "true", "batas": '"x"', "tanggal": '"2025-01-01"'}
    assert not _valid(tomllib.loads(_with(di, f"{kunci.nama} = {salah.get(kunci.jenis, '1')}")), schema)
    assert not _valid(tomllib.loads(_with(di, "tiada = 1")), schema)


@pytest.mark.parametrize("nilai", ["1", "0", "-3"])
def test_a_factor_that_is_no_factor_is_refused(tmp_path: Path, nilai: str) -> None:
    """«Sekian kali target» has to be more than once, and the answer says so."""
    masalah = _read(tmp_path, _with(("kebijakan",), f"batas_kewajaran = {nilai}"))
    assert [(m[0], m[1]) for m in masalah if "batas_kewajaran" in m[0]] == [
        ("capaian.toml · kebijakan.batas_kewajaran", f"«{nilai}» tidak lebih besar dari 1.")
    ]


@pytest.mark.parametrize(
    ("tingkat", "pesan"),
    [
        ('["Tidak Ada", "Ada"]', "Tingkat «Tidak Ada» pada formulir berarti tidak ada data."),
        ('["Baik", "baik "]', "Tingkat skala kurang dari dua atau ada yang kembar."),
    ],
)
def test_a_level_that_the_form_cannot_offer_is_refused(tmp_path: Path, tingkat: str, pesan: str) -> None:
    """A word that means «no data», or one that differs in blanks and capitals only, cannot be a level."""
    masalah = _read(tmp_path, _with(("skala_ordinal", "TIGA"), f"tingkat = {tingkat}"))
    assert [m[1] for m in masalah if m[0].endswith("skala_ordinal.TIGA.tingkat")] == [pesan]
