"""The documents say what the program does; `python tests/test_docs.py` writes their generated tables anew."""

from __future__ import annotations

import dataclasses
import importlib
import importlib.util
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer.main

import architecture_docs
import capaian.checks.run
import capaian.schema.load  # noqa: F401 - and these the checks of the schema
import commands_docs
import rules_docs
import settings_docs
from capaian import rules
from capaian.analysis import lke, package
from capaian.cli import app
from capaian.console import documents
from capaian.errors import DataError, ExitCode
from capaian.formulas import polarity
from capaian.register.langkah import LANGKAH
from capaian.rules import Lingkup
from capaian.schema.tables import TABEL, Kolom
from capaian.text.numbers import Kepastian, baca, format_angka
from capaian.workspace import settings

AKAR = Path(__file__).resolve().parent.parent
PANDUAN = AKAR / "docs" / "panduan.md"
SENDIRI = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")
MARKDOWN = sorted([*(AKAR / n for n in SENDIRI), *(AKAR / "docs").rglob("*.md"), *(AKAR / "examples").rglob("*.md")])
FOLDER = ("src/", "docs/", "tests/", "tools/", "templates/", "examples/", "bench/", ".ci/")
COMMANDS = {
    f"{nama} {anak}".strip(): perintah
    for nama, induk in typer.main.get_command(app).commands.items()
    for anak, perintah in getattr(induk, "commands", {"": induk}).items()
}
"""Every command by its full name, those of a group (`schema check`) too."""
PERINTAH = sorted(COMMANDS)
KELOMPOK = {p.split()[0] for p in PERINTAH}
# Written in two halves, so that this file does not name what it forbids.
TERLARANG = (
    "py" + "pi.org",
    "python" + "hosted",
    "/wo" + "rk/",
    "/tm" + "p/",
    "/ho" + "me/",
    "/ro" + "ot/",
    "C:" + "\\U",
)


# --- tables that are generated ---


def rule_tables() -> str:
    """One table per scope: code, severity, meaning, remedy."""
    bagian = []
    for lingkup in Lingkup:
        baris = [f"#### {lingkup.judul}", "", "| Kode | Tingkat | Arti | Yang dilakukan |", "|---|---|---|---|"]
        baris += [
            f"| {r.kode} | {r.severity.value} | {_plain(r.pesan)} | {_plain(r.perbaikan)} |"
            for r in rules.own_rules(lingkup)
        ]
        bagian.append("\n".join(baris))
    return "\n\n".join(bagian)


def schema_tables() -> str:
    """One table per table of the schema: every column explained."""
    bagian = []
    for t in TABEL:
        baris = [f"#### Tabel {t.nama}", "", f"{t.keterangan}{'' if t.wajib else ' Boleh kosong.'}", ""]
        baris += ["| Kolom | Wajib | Isi | Penjelasan |", "|---|---|---|---|"]
        baris += [f"| {k.judul} | {'ya' if k.wajib else ''} | {_content(k)} | {k.keterangan} |" for k in t.kolom]
        bagian.append("\n".join(baris))
    return "\n\n".join(bagian)


def formula_table() -> str:
    """Every formula of capaian."""
    baris = ["| Rumus | Polaritas | Nilai | Hitungan dalam persen | Baku |", "|---|---|---|---|---|"]
    baris += [
        f"| `{r.nama}` | {r.polaritas} | {r.nilai} | {r.uraian.replace('|', '&#124;')} | {'ya' if r.baku else ''} |"
        for r in polarity.own()
    ]
    return "\n".join(baris)


def _plain(pesan: str) -> str:
    return re.sub(r"\{\w+\}", "…", pesan)


def _content(k: Kolom) -> str:
    jenis = {"angka": "angka", "bulat": "bilangan bulat", "ya_tidak": "ya, tidak", "ukuran": "angka atau tingkat"}
    jenis |= {"tanggal": "tanggal", "periode": "periode", "ungkapan": "ungkapan"}
    isi = ", ".join(f"`{p}`" for p in settings_docs.choices(k.pilihan)) or jenis.get(k.jenis, k.jenis)
    return f"{isi}; bila kosong: `{k.baku}`" if k.baku else isi


def data_tables() -> str:
    """Every file of the data package and its fields."""
    bagian = []
    for t in package.TABEL:
        baris = [f"## {t.nama}.csv – {t.judul}", "", f"Kunci: {', '.join(f'`{k}`' for k in t.kunci)}.", ""]
        baris += ["| Kolom | Jenis | Arti |", "|---|---|---|"]
        baris += [f"| `{m.nama}` | {m.tipe} | {m.judul}: {m.uraian} |" for m in t.medan]
        bagian.append("\n".join(baris))
    return "\n\n".join(bagian)


def criteria_table() -> str:
    """Every criterion of the self-check."""
    baris = ["| Kode | Komponen | Yang ditanyakan | Yang dilakukan bila kurang |", "|---|---|---|---|"]
    return "\n".join(baris + [f"| {k.kode} | {k.komponen} | {k.uraian} | {k.saran} |" for k in lke.all()])


TABLES = {
    "data": data_tables,
    "kriteria": criteria_table,
    "aturan": rule_tables,
    "semua aturan": rules_docs.page,
    "cek": rules_docs.conditions,
    "skema": schema_tables,
    "rumus": formula_table,
    "pengaturan": settings_docs.page,
    "perintah": commands_docs.page,
    "impor": architecture_docs.import_table,
    "langkah": architecture_docs.step_table,
}
TANPA_GRIMP = [] if importlib.util.find_spec("grimp") else ["impor", "langkah"]
"""Tables that need the import graph, which comes with import-linter (extra `dev`)."""
HALAMAN = {
    "data": AKAR / "docs" / "data.md",
    "semua aturan": AKAR / "docs" / "aturan.md",
    "cek": AKAR / "docs" / "panduan-bidang.md",
    "pengaturan": AKAR / "docs" / "pengaturan.md",
    "perintah": AKAR / "docs" / "perintah.md",
    "impor": AKAR / "docs" / "architecture.md",
    "langkah": AKAR / "docs" / "architecture.md",
}
"""Generated tables stand in the user's guide, but for these."""
LAPISAN = AKAR / "docs" / "gambar" / "lapisan.svg"
JSON_SCHEMA = AKAR / "docs" / "capaian-toml.schema.json"
KELUARAN = AKAR / "docs" / "keluaran-json.schema.json"


def _printed() -> str:
    return json.dumps(documents.json_schema(), ensure_ascii=False, indent=1) + "\n"


def _block(teks: str, nama: str) -> tuple[int, int]:
    awal = f"<!-- {nama}: dibuat oleh tests/test_docs.py -->\n"
    mulai = teks.index(awal) + len(awal)
    return mulai, teks.index(f"<!-- {nama}: selesai -->", mulai)


def regenerate() -> None:
    """Write every generated table and document."""
    for nama, tulis in TABLES.items():
        if nama in TANPA_GRIMP:
            continue
        berkas = HALAMAN.get(nama, PANDUAN)
        teks = berkas.read_text("utf-8")
        mulai, selesai = _block(teks, nama)
        berkas.write_text(f"{teks[:mulai]}\n{tulis()}\n\n{teks[selesai:]}", "utf-8", newline="\n")
    JSON_SCHEMA.write_text(settings_docs.json_schema(), "utf-8", newline="\n")
    if not TANPA_GRIMP:
        LAPISAN.write_text(architecture_docs.svg(), "utf-8", newline="\n")
    KELUARAN.write_text(_printed(), "utf-8", newline="\n")


@pytest.mark.parametrize("nama", TABLES)
def test_generated_tables_are_current(nama: str) -> None:
    """A changed rule, formula, column, key, command or import shows in the documents."""
    if nama in TANPA_GRIMP:
        pytest.skip("grimp is not installed")
    teks = HALAMAN.get(nama, PANDUAN).read_text("utf-8")
    mulai, selesai = _block(teks, nama)
    assert teks[mulai:selesai].strip() == TABLES[nama]().strip(), "jalankan: python tests/test_docs.py"


@pytest.mark.skipif(bool(TANPA_GRIMP), reason="grimp is not installed")
def test_the_drawing_of_the_layers_is_current() -> None:
    """The drawing shows the imports that are there."""
    assert LAPISAN.read_text("utf-8") == architecture_docs.svg(), "jalankan: python tests/test_docs.py"


def test_the_json_schema_is_current() -> None:
    """The JSON Schema of capaian.toml is what the program reads."""
    assert JSON_SCHEMA.read_text("utf-8") == settings_docs.json_schema(), "jalankan: python tests/test_docs.py"


def test_the_schema_of_the_json_documents_is_current() -> None:
    """A changed record shows in what `--json` promises: keep it, or raise VERSI_JSON."""
    assert KELUARAN.read_text("utf-8") == _printed(), "jalankan: python tests/test_docs.py"


# --- commands, rules, steps, exit codes ---


@pytest.mark.parametrize("nama", PERINTAH)
@pytest.mark.parametrize("berkas", ["README.md", "docs/panduan.md", "docs/sop.md"])
def test_every_command_is_documented(berkas: str, nama: str) -> None:
    """Each command stands in the README's table, in the user's guide and beside its step."""
    assert f"`capaian {nama}" in (AKAR / berkas).read_text("utf-8")


def test_documents_name_only_commands_that_exist() -> None:
    """No document tells a reader to run a command that is not there."""
    for berkas in MARKDOWN:
        for nama in re.findall(r"[`«]capaian ([a-z][a-z-]*)", berkas.read_text("utf-8")):
            assert nama in KELOMPOK, f"{berkas.name}: capaian {nama}"


@pytest.mark.parametrize("nama", PERINTAH)
def test_options_in_the_guide_exist(nama: str) -> None:
    """Options written behind a command belong to that command."""
    perintah = COMMANDS[nama]
    ada = {o for p in perintah.params for o in p.opts} | {"--help"}
    for berkas in MARKDOWN:
        for baris in re.findall(rf"capaian {nama} ([^`«»\n]*)", berkas.read_text("utf-8")):
            assert set(re.findall(r"(?<!\S)--[a-z-]+", baris)) <= ada, f"{berkas.name}: capaian {nama} {baris}"


@pytest.mark.parametrize("kode", [r.kode for r in rules.own_rules()])
def test_every_rule_is_in_the_guide(kode: str) -> None:
    """A registered rule without a line in the user's guide fails here."""
    assert f"| {kode} |" in PANDUAN.read_text("utf-8")


@pytest.mark.parametrize("langkah", LANGKAH, ids=lambda x: str(x.nomor))
def test_every_step_is_in_the_table_of_the_procedure(langkah: object) -> None:
    """docs/sop.md repeats duration, output and commands of each step as the register has them."""
    teks = (AKAR / "docs" / "sop.md").read_text("utf-8")
    nomor = getattr(langkah, "nomor", 0)
    baris = next(b for b in teks.splitlines() if b.startswith(f"| {nomor} |"))
    for isi in ("tahap", "waktu", "keluaran"):
        assert getattr(langkah, isi) in baris
    assert re.findall(r"`capaian ([a-z-]+)", baris) == list(getattr(langkah, "perintah", ()))


@pytest.mark.parametrize("kode", list(ExitCode))
def test_every_exit_code_is_explained(kode: ExitCode) -> None:
    """The guide has a row for each exit code."""
    assert f"| {int(kode)} |" in PANDUAN.read_text("utf-8")


# --- links and paths ---


def _links() -> Iterator[object]:
    for berkas in MARKDOWN:
        nama = berkas.relative_to(AKAR).as_posix()
        for tujuan in re.findall(r"\]\(([^)\s]+)\)", _prose(berkas)):
            if not re.match(r"[a-z]+:", tujuan):
                yield pytest.param(berkas, tujuan, id=f"{nama}-{tujuan}")


def _prose(berkas: Path) -> str:
    return re.sub(r"```.*?```", "", berkas.read_text("utf-8"), flags=re.DOTALL)


def _anchors(berkas: Path) -> set[str]:
    judul = re.findall(r"^#+ (.+)$", _prose(berkas), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", j.lower()).replace(" ", "-") for j in judul}


@pytest.mark.parametrize(("berkas", "tujuan"), list(_links()))
def test_links_lead_somewhere(berkas: Path, tujuan: str) -> None:
    """Relative links lead to a file that exists, and to a heading in it."""
    path, _, jangkar = tujuan.partition("#")
    sasaran = (berkas.parent / path).resolve() if path else berkas
    assert sasaran.exists(), tujuan
    if jangkar:
        assert jangkar in _anchors(sasaran), tujuan


@pytest.mark.parametrize("berkas", MARKDOWN, ids=lambda b: b.relative_to(AKAR).as_posix())
def test_named_files_exist(berkas: Path) -> None:
    """Paths of the repository that a document names are there."""
    for nama in re.findall(r"`([^`\s*<>…{}]+)`", _prose(berkas)):
        if nama.startswith(FOLDER) and "contoh-" not in nama:
            assert (AKAR / nama).exists(), nama


@pytest.mark.parametrize("berkas", [*MARKDOWN, Path(__file__)], ids=lambda b: b.relative_to(AKAR).as_posix())
def test_no_hosts_and_no_machine_paths(berkas: Path) -> None:
    """Documents name no package registry and no path of somebody's machine."""
    teks = berkas.read_text("utf-8")
    assert [k for k in TERLARANG if k in teks] == []


# --- glossary, settings, numbers ---


def _glossary() -> list[str]:
    baris = re.findall(r"^\|[^|]+\|[^|]+\|([^|]+)\|$", (AKAR / "docs" / "glossary.md").read_text("utf-8"), re.MULTILINE)
    return [x for b in baris for x in re.findall(r"`([\w.]+)`", b)]


def test_the_glossary_is_read() -> None:
    """The next test has something to look at."""
    assert len(_glossary()) > 40


@pytest.mark.parametrize("nama", _glossary())
def test_glossary_identifiers_exist(nama: str) -> None:
    """Each identifier of the glossary is a module, class, field or constant of the package."""
    bagian = nama.split(".")
    for n in range(len(bagian), 0, -1):
        try:
            objek: object = importlib.import_module(".".join(["capaian", *bagian[:n]]))
        except ModuleNotFoundError:
            continue
        for atribut in bagian[n:]:
            if dataclasses.is_dataclass(objek) and atribut in {f.name for f in dataclasses.fields(objek)}:
                return
            objek = getattr(objek, atribut)
        return
    pytest.fail(f"{nama} tidak ada")


KUNCI = re.compile(r"^\| `([a-z_]+(?:\.(?!toml|xlsx|csv|db)[A-Za-z_]+)+)` \|", re.MULTILINE)
DAFTAR = ("sumber_daya", "pejabat", "dasar_hukum", "jenjang")


def _problems(tmp_path: Path, teks: str) -> tuple[tuple[str, str, str], ...]:
    path = tmp_path / settings.NAMA
    path.write_text(teks, "utf-8")
    try:
        settings.load(path)
    except DataError as e:
        return e.daftar
    return ()


def _section(nama: list[str]) -> str:
    kepala = ".".join(nama)
    return f"[[{kepala}]]" if nama[-1] in DAFTAR else f"[{kepala}]"


@pytest.mark.parametrize("kunci", KUNCI.findall(PANDUAN.read_text("utf-8")))
def test_settings_keys_of_the_guide_are_known(kunci: str, tmp_path: Path) -> None:
    """Each key of capaian.toml that the guide explains is one that the program reads."""
    *bagian, nama = kunci.split(".")
    pesan = [p for _, p, _ in _problems(tmp_path, f'{_section(bagian)}\n{nama} = "x"\n')]
    assert not [p for p in pesan if f"«{nama}» tidak dikenal" in p or f"«{bagian[0]}» tidak dikenal" in p]


@pytest.mark.parametrize(
    "bagian",
    [
        "instansi",
        "siklus",
        "kebijakan",
        "pejabat",
        "dasar_hukum",
        "laporan",
        "laporan.sumber_daya",
        "skala.KODE",
        "skala.KODE.jenjang",
        "skala_ordinal.KODE",
    ],
)
def test_every_settings_key_is_in_the_guide(bagian: str, tmp_path: Path) -> None:
    """Each key that the program reads is explained."""
    saran = next(
        s for _, p, s in _problems(tmp_path, f"{_section(bagian.split('.'))}\nqqq = 1\n") if "«qqq» tidak dikenal" in p
    )
    ada = KUNCI.findall(PANDUAN.read_text("utf-8"))
    kenal = saran.removeprefix("Kunci yang dikenal: ").removesuffix(".").split(", ")
    kurang = [k for k in kenal if not any(a == f"{bagian}.{k}" or a.startswith(f"{bagian}.{k}.") for a in ada)]
    assert kurang == []


def test_settings_examples_of_the_guide_are_accepted(tmp_path: Path) -> None:
    """The TOML of the guide, put together, is a settings file without problems."""
    blok = re.findall(r"```toml\n(.*?)```", PANDUAN.read_text("utf-8"), flags=re.DOTALL)
    assert blok
    assert _problems(tmp_path, "\n".join(blok)) == ()


def _numbers() -> list[tuple[str, str, str, str]]:
    teks = PANDUAN.read_text("utf-8")
    tabel = teks[teks.index("| Tertulis | Satuan |") :].split("\n\n")[0].splitlines()[2:]
    baris = [[s.strip().strip("`") for s in b.strip("|").split("|")] for b in tabel]
    return [(b[0], b[1], b[2], b[3]) for b in baris]


@pytest.mark.parametrize(("tertulis", "satuan", "cacah", "dibaca"), _numbers())
def test_numbers_are_read_as_the_guide_says(tertulis: str, satuan: str, cacah: str, dibaca: str) -> None:
    """The table of readings in the guide is what the grammar does."""
    bacaan = baca(tertulis, satuan, cacah=cacah == "0")
    if bacaan.kepastian is Kepastian.ANGKA and bacaan.nilai is not None:
        assert dibaca == format_angka(bacaan.nilai, 6, ringkas=True)
    elif bacaan.kepastian is Kepastian.RAGU:
        assert dibaca == "ditanyakan (SEL-02)"
    else:
        assert dibaca == "ditolak (SEL-01)"


if __name__ == "__main__":
    regenerate()
