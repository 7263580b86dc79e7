"""Packages beside the program: one that is right, really installed, and every way in which one can be wrong."""

from __future__ import annotations

import base64
import csv
import hashlib
import importlib.util
import io
import json
import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from decimal import Decimal
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
from docx import Document

from capaian import __version__, plugins
from capaian.export import registry
from capaian.formulas.registry import Registry
from capaian.ledger import Ledger
from conftest import both_rounds

CONTOH = Path(__file__).resolve().parent / "plugin_contoh"


def wheel(sumber: Path, tujuan: Path) -> Path:
    """Build the wheel of a project of pure Python, as its build backend would: no backend is needed offline."""
    proyek = tomllib.loads((sumber / "pyproject.toml").read_text("utf-8"))["project"]
    nama, versi = proyek["name"].replace("-", "_"), proyek["version"]
    info = f"{nama}-{versi}.dist-info"
    isi = {p.relative_to(sumber).as_posix(): p.read_bytes() for p in sorted(sumber.rglob("*.py"))}
    isi[f"{info}/METADATA"] = f"Metadata-Version: 2.1\nName: {proyek['name']}\nVersion: {versi}\n".encode()
    isi[f"{info}/WHEEL"] = b"Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    titik = "".join(
        f"[{kelompok}]\n" + "".join(f"{k} = {v}\n" for k, v in daftar.items())
        for kelompok, daftar in proyek["entry-points"].items()
    )
    isi[f"{info}/entry_points.txt"] = titik.encode()
    catatan = io.StringIO()
    tulis = csv.writer(catatan, lineterminator="\n")
    for n, data in isi.items():
        sidik = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
        tulis.writerow([n, f"sha256={sidik}", len(data)])
    tulis.writerow([f"{info}/RECORD", "", ""])
    isi[f"{info}/RECORD"] = catatan.getvalue().encode()
    berkas = tujuan / f"{nama}-{versi}-py3-none-any.whl"
    with zipfile.ZipFile(berkas, "w") as z:
        for n, data in isi.items():
            z.writestr(n, data)
    return berkas


@pytest.fixture(scope="module")
def terpasang(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example package, installed by pip into a folder of its own."""
    tujuan, berkas = tmp_path_factory.mktemp("paket"), wheel(CONTOH, tmp_path_factory.mktemp("wheel"))
    if importlib.util.find_spec("pip") is None:  # an environment made by uv; a wheel unpacks to what pip installs
        zipfile.ZipFile(berkas).extractall(tujuan)
        return tujuan
    perintah = ["install", "--quiet", "--no-deps", "--no-index", "--disable-pip-version-check", "--target"]
    subprocess.run([sys.executable, "-m", "pip", *perintah, str(tujuan), str(berkas)], check=True)
    return tujuan


@pytest.fixture(scope="module")
def kuartal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example office after both rounds; tests work on copies."""
    return both_rounds(tmp_path_factory.mktemp("kuartal") / "kantor").folder.root


@pytest.fixture
def kantor_kini(kuartal: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(kuartal, tmp_path / "kantor"))


def run(paket: Path | None, *kata: str, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command line with the packages of a folder beside it."""
    jalur = [str(paket)] if paket else []
    jalur += [p for p in os.environ.get("PYTHONPATH", "").split(os.pathsep) if p]
    lingkungan = {**os.environ, "PYTHONPATH": os.pathsep.join(jalur), "PYTHONIOENCODING": "utf-8", "COLUMNS": "200"}
    perintah = [sys.executable, "-m", "capaian", *kata, *(["--folder", str(folder)] if folder else [])]
    hasil = subprocess.run(perintah, capture_output=True, encoding="utf-8", env=lingkungan, check=False)
    assert "Traceback" not in hasil.stderr and hasil.returncode != 70, hasil.stderr
    return hasil


def document(hasil: subprocess.CompletedProcess[str]) -> object:
    assert hasil.stdout, hasil.stderr
    return json.loads(hasil.stdout)["isi"]


def use_formula(kantor: Path, kode: str, nama: str) -> None:
    """Name a formula for an indicator in the table of the office."""
    tabel = kantor / "skema" / "Indikator.csv"
    baris = list(csv.reader(io.StringIO(tabel.read_text("utf-8-sig")), delimiter=";"))
    kolom = baris[0].index("Rumus")
    satu = next(b for b in baris if b[0] == kode)
    satu[kolom] = nama
    keluar = io.StringIO()
    csv.writer(keluar, delimiter=";", lineterminator="\r\n").writerows(baris)
    tabel.write_text(keluar.getvalue(), "utf-8-sig", newline="")


# --- a package that is right ---


def test_doctor_names_the_package(terpasang: Path) -> None:
    baris = next(b for b in run(terpasang, "doctor").stdout.splitlines() if "Paket tambahan" in b)
    assert "contoh-capaian 1.2.0 (aturan, rumus, ekspor)" in baris
    assert "Paket tambahan: tidak ada" in run(None, "doctor").stdout


def test_explain_knows_the_rule_and_where_it_comes_from(terpasang: Path) -> None:
    hasil = run(terpasang, "explain", "tbh 1")
    assert hasil.returncode == 0 and "paket tambahan contoh-capaian 1.2.0" in hasil.stdout
    assert "Realisasi yang persis sama dengan target" in hasil.stdout and "80,4" in hasil.stdout
    assert "TBH-01" in run(terpasang, "explain").stdout
    assert run(None, "explain", "TBH-01").returncode == 2
    isi = document(run(terpasang, "explain", "ISI-03", "--json"))
    assert isinstance(isi, dict) and isi["paket"] == ""


def test_the_rule_judges_and_the_ledger_says_who_judged(terpasang: Path, kantor_kini: Path) -> None:
    isi = document(run(terpasang, "validate", "--json", folder=kantor_kini))
    assert isinstance(isi, dict)
    temuan = [t for t in isi["temuan"] if t["kunci"]["kode"] == "TBH-01"]
    assert temuan and all(t["pesan"].startswith("Realisasi ") and t["asal"]["sel"] for t in temuan)
    assert all(t["kunci"]["kolom"] == "realisasi" and "{" not in t["pesan"] for t in temuan)
    with Ledger(kantor_kini / "capaian.db") as ledger:
        (catatan,) = ledger.events("data.diperiksa")
        assert catatan.isi["paket"] == ["contoh-capaian 1.2.0"] and ledger.verify() == []
    assert "dengan paket tambahan contoh-capaian 1.2.0" in run(terpasang, "history", folder=kantor_kini).stdout
    assert run(terpasang, "verify", "--full", folder=kantor_kini).returncode == 0
    # Without the package the finding is closed, and the event of that says nothing of packages.
    run(None, "validate", folder=kantor_kini)
    with Ledger(kantor_kini / "capaian.db") as ledger:
        assert "paket" not in ledger.events("data.diperiksa")[-1].isi


def test_the_formula_computes_and_the_report_names_the_package(terpasang: Path, kantor_kini: Path) -> None:
    def percent(paket: Path | None) -> Decimal:
        isi = document(run(paket, "export", "--format", "json", "--json", folder=kantor_kini))
        assert isinstance(isi, dict)
        indikator = json.loads(Path(isi["berkas"]).read_text("utf-8"))["indikator"]
        return Decimal(next(i["capaian"] for i in indikator if i["kode"] == "IK-1.6"))

    sebelum = percent(None)
    assert sebelum > 100
    use_formula(kantor_kini, "IK-1.6", "R/T maks 100")
    assert percent(terpasang) == 100
    jejak = run(terpasang, "trace", "IK-1.6", folder=kantor_kini).stdout
    assert "paling tinggi 100" in jejak and "(paket tambahan contoh-capaian 1.2.0)" in jejak
    run(terpasang, "build-report", "--tanpa-pdf", folder=kantor_kini)
    (draf,) = (kantor_kini / "laporan").rglob("*-DRAF.docx")
    teks = "\n".join(p.text for p in Document(str(draf)).paragraphs)
    assert f"capaian versi {__version__} dengan paket tambahan contoh-capaian 1.2.0" in teks
    # Whoever opens the folder without the package is told which formula is missing, not given another number.
    tanpa = run(None, "export", "--format", "json", folder=kantor_kini)
    assert tanpa.returncode == 1 and "«R/T maks 100»" in tanpa.stderr


def test_the_format_writes_its_file(terpasang: Path, kantor_kini: Path, tmp_path: Path) -> None:
    daftar = run(terpasang, "export").stdout
    assert "markdown" in daftar and "(paket tambahan contoh-capaian 1.2.0)" in daftar and "csv" in daftar
    keluar = tmp_path / "rapat.md"
    hasil = run(terpasang, "export", "--format", "markdown", "--out", str(keluar), folder=kantor_kini)
    assert hasil.returncode == 0, hasil.stderr
    teks = keluar.read_text("utf-8")
    assert teks.startswith("# Capaian Triwulan IV Tahun 2025\n") and "| IK-2.9 | " in teks
    assert run(terpasang, "export", "--format", "markdown", folder=kantor_kini).returncode == 0
    assert (kantor_kini / "laporan" / "2025-TW4" / "Capaian-2025-TW4-markdown.md").read_text("utf-8") == teks


def test_forms_are_read_with_packages_about(terpasang: Path, kantor_kini: Path) -> None:
    """The child that reads is the program's own, whatever is installed."""
    hasil = run(terpasang, "collect", "--baca-ulang", "--json", folder=kantor_kini)
    tanpa = run(None, "collect", "--baca-ulang", "--json", folder=kantor_kini)
    assert hasil.stdout == tanpa.stdout and hasil.returncode == tanpa.returncode


def test_without_packages_the_version_is_the_version() -> None:
    assert plugins.installed() == () and plugins.program() == __version__


# --- packages that are wrong ---


def package(folder: Path, modul: str, kelompok: str = "rules", nilai: str = "", nama: str = "buruk") -> Path:
    """Install a package of one module by hand: `nilai` is what its entry point names."""
    folder.mkdir(exist_ok=True)
    (folder / f"{nama}_modul.py").write_text(modul, "utf-8")
    info = folder / f"{nama}-0.3.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {nama}\nVersion: 0.3\n", "utf-8")
    (info / "entry_points.txt").write_text(f"[capaian.{kelompok}]\nx = {nilai or nama + '_modul'}\n", "utf-8")
    return folder


ATURAN = """
from capaian.checks.subjects import BarisPeriksa
from capaian.model.finding import Severity
from capaian.rules import Cek, Hit, Lingkup, rule
@rule({kepala}, pesan="Salah: {{apa}}.", diharapkan="Benar", perbaikan="Perbaiki.", dasar="Contoh")
def x(subjek):
    {badan}
"""


def aturan(kode: str = "TBH-01", lingkup: str = "Lingkup.ISIAN", badan: str = "yield Hit()", lain: str = "") -> str:
    return ATURAN.format(kepala=f'"{kode}", {lingkup}, Severity.CATATAN{lain}', badan=badan)


RUMUS = """
from decimal import Decimal
from capaian.formulas.polarity import rumus
@rumus("{nama}", polaritas="positif", uraian="u", dasar="d", excel='{excel}'{lain})
def x(realisasi, target):
    {badan}
"""


def rumus(nama: str = "X", badan: str = "return Decimal(1)", excel: str = "{R}", lain: str = "") -> str:
    return RUMUS.format(nama=nama, badan=badan, excel=excel, lain=lain)


EKSPOR = """
from capaian.export import exporter
@exporter("{nama}", "u")
def x(buku):
    {badan}
"""


def ekspor(nama: str = "x", badan: str = "return b''") -> str:
    return EKSPOR.format(nama=nama, badan=badan)


SALAH = {
    "gagal diimpor": ("rules", "import tidak_ada_di_mana_pun", "", "No module named 'tidak_ada_di_mana_pun'"),
    "keluar saat diimpor": ("rules", "import sys; sys.exit(9)", "", "SystemExit: 9"),
    "modul tidak ada": ("rules", "", "bukan_modul.aturan", "No module named 'bukan_modul'"),
    "atribut tidak ada": ("rules", aturan(), "buruk_modul:TIADA", "TIADA"),
    "titik masuk cacat": ("rules", aturan(), "bukan nama modul", "«bukan nama modul» (capaian.rules)"),
    "tidak mendaftarkan": ("rules", "X = 1", "", "tidak mendaftarkan aturan apa pun"),
    "bukan aturan": ("rules", rumus(), "", "tidak mendaftarkan aturan apa pun"),
    "kode bawaan": ("rules", aturan("ISI-03"), "", "awalan ISI milik aturan bawaan"),
    "awalan bawaan": ("rules", aturan("B-77"), "", "awalan B milik aturan bawaan"),
    "kode cacat": ("rules", aturan("ktr1"), "", "huruf besar, tanda hubung, dan nomor"),
    "lingkup lain": ("rules", aturan(lingkup="Lingkup.SKEMA"), "", "lingkupnya harus salah satu dari formulir, sel"),
    "lingkup teks": ("rules", aturan(lingkup='"isian"'), "", "lingkupnya harus salah satu dari formulir, sel"),
    "dengan cek": ("rules", aturan(lain=", cek=Cek('1', None)"), "", "«cek» hanya untuk aturan bawaan"),
    "rumus bawaan": ("formulas", rumus("R/T"), "", "nama itu sudah dipakai oleh program ini sendiri"),
    "rumus baku": ("formulas", rumus(lain=", baku=True"), "", "tidak dapat menjadi rumus baku"),
    "rumus excel": ("formulas", rumus(excel="{Q}"), "", "kurung kurawal yang tidak dikenal"),
    "format bawaan": ("exporters", ekspor("csv"), "", "nama itu sudah dipakai oleh program ini sendiri"),
    "nama format": ("exporters", ekspor("../x"), "", "huruf kecil dan angka"),
}


@pytest.mark.parametrize("apa", SALAH)
def test_a_package_that_cannot_be_used_is_named(apa: str, tmp_path: Path) -> None:
    """Never a traceback: which package, what is wrong, what to do; the exit code is that of the environment."""
    kelompok, modul, nilai, pesan = SALAH[apa]
    paket = package(tmp_path / "paket", modul, kelompok, nilai)
    kata = {"rules": ("explain",), "formulas": ("schema", "export"), "exporters": ("export",)}[kelompok]
    if kelompok == "formulas":
        folder = Path(shutil.copytree(CONTOH_KANTOR, tmp_path / "kantor", ignore=shutil.ignore_patterns("inbox*")))
        use_formula(folder, "IK-1.6", "rumus lain")
        hasil = run(paket, "schema", "check", folder=folder)
    else:
        hasil = run(paket, *kata)
    assert hasil.returncode == 3, hasil.stderr
    rapi = " ".join(hasil.stderr.split())
    assert pesan in rapi and "paket tambahan «buruk 0.3»" in rapi and "pip uninstall buruk" in rapi


CONTOH_KANTOR = Path(__file__).resolve().parent.parent / "examples" / "disperinaker"


def test_what_lies_in_the_current_folder_is_not_installed(tmp_path: Path) -> None:
    """`python -m` searches the current folder too; a flash disk must not bring a package along."""
    paket, jejak = package(tmp_path / "paket", "open('dimuat', 'w')"), tmp_path / "paket" / "dimuat"
    hasil = subprocess.run(
        [sys.executable, "-m", "capaian", "explain"], cwd=paket, capture_output=True, encoding="utf-8", check=False
    )
    assert hasil.returncode == 0 and not jejak.exists()
    lewat_jalur = {**os.environ, "PYTHONPATH": os.pathsep.join([str(paket), os.environ.get("PYTHONPATH", "")])}
    perintah = [sys.executable, "-m", "capaian", "explain"]
    assert subprocess.run(perintah, cwd=tmp_path, capture_output=True, env=lewat_jalur, check=False).returncode == 3
    assert (tmp_path / "dimuat").exists()  # the package would have done it


def test_doctor_tells_every_package_that_cannot_be_used(tmp_path: Path) -> None:
    """One line each, with what to do; the rest of the examination goes on."""
    paket = tmp_path / "paket"
    for kelompok in ("rules", "formulas", "exporters"):
        package(paket, "X = 1", kelompok, nama=f"p{kelompok}")
    hasil = run(paket, "doctor")
    isi = " ".join(hasil.stdout.split())
    assert hasil.returncode == 3 and isi.count("RUSAK Paket tambahan:") == 3 and "Jam komputer" in isi
    for nama in ("prules", "pformulas", "pexporters"):
        assert f"«python -m pip uninstall {nama}»" in isi


def test_two_packages_may_not_share_a_prefix(tmp_path: Path) -> None:
    package(tmp_path / "paket", aturan("TBH-01"), nama="pertama")
    hasil = run(package(tmp_path / "paket", aturan("TBH-02"), nama="kedua"), "explain")
    # Packages come by name, so «pertama» is the second.
    assert hasil.returncode == 3 and "awalan TBH sudah dipakai paket tambahan «kedua 0.3»" in hasil.stderr


def test_an_office_rule_may_not_begin_as_one_of_a_package(terpasang: Path, kantor_kini: Path) -> None:
    kepala = "Kode;Tingkat;Kiri;Operator;Kanan;Bila Kosong;Pesan;Perbaikan;Dasar"
    baris = 'TBH-07;peringatan;"r(""IK-1.6"")";<=;"r(""IK-1.6"")";lewati;Periksa.;;'
    (kantor_kini / "skema" / "Aturan.csv").write_text(f"{kepala}\n{baris}\n", "utf-8-sig")
    assert run(None, "schema", "check", folder=kantor_kini).returncode == 0
    hasil = run(terpasang, "schema", "check", folder=kantor_kini)
    assert hasil.returncode == 1 and "dipakai oleh paket tambahan «contoh-capaian 1.2.0»" in hasil.stdout + hasil.stderr


def test_what_needs_no_package_loads_none(tmp_path: Path, kantor_kini: Path) -> None:
    """A package that fails at import keeps nobody from help, status, history, verify or the forms."""
    paket = tmp_path / "paket"
    for kelompok in ("rules", "formulas", "exporters"):
        package(paket, "raise RuntimeError('dimuat')", kelompok, nama=f"p{kelompok}")
    for kata in ("status", "history", "verify", "init-forms"):
        assert run(paket, kata, folder=kantor_kini).returncode == 0, kata
    assert run(paket, "--help").returncode == 0
    for kata in ("validate", "build-report", "summarize"):
        assert run(paket, kata, folder=kantor_kini).returncode == 3, kata
    with Ledger(kantor_kini / "capaian.db") as ledger:
        assert ledger.events("data.diperiksa") == [] and ledger.verify() == []


GAGAL_JALAN = {
    "pengecualian": (aturan(badan="yield Hit(isi={'apa': 1 / 0})"), "ZeroDivisionError"),
    "bukan hit": (aturan(badan="yield 'salah'"), "str bukan Hit"),
    "kolom bukan teks": (aturan(badan="yield Hit(['realisasi'], {'apa': 1})"), "harus teks"),
    "tanpa hasil": (aturan(badan="return None"), "NoneType"),
    "pesan tak terisi": (aturan(badan="yield Hit()"), "KeyError: 'apa'"),
}


@pytest.mark.parametrize("apa", GAGAL_JALAN)
def test_a_rule_that_fails_is_named_and_nothing_is_recorded(apa: str, tmp_path: Path, kantor_kini: Path) -> None:
    modul, pesan = GAGAL_JALAN[apa]
    hasil = run(package(tmp_path / "paket", modul), "validate", folder=kantor_kini)
    assert hasil.returncode == 3 and "Aturan «TBH-01» dari paket tambahan «buruk 0.3»" in hasil.stderr
    assert pesan in hasil.stderr
    with Ledger(kantor_kini / "capaian.db") as ledger:
        assert ledger.events("data.diperiksa") == []


@pytest.mark.parametrize(
    ("badan", "pesan"),
    [("return 97.5", "hasilnya 97.5, bukan Decimal"), ("return Decimal('NaN')", "NaN"), ("return 1 / 0", "ZeroDiv")],
)
def test_a_formula_that_fails_is_named(badan: str, pesan: str, tmp_path: Path, kantor_kini: Path) -> None:
    use_formula(kantor_kini, "IK-1.6", "X")
    hasil = run(package(tmp_path / "paket", rumus(badan=badan), "formulas"), "summarize", folder=kantor_kini)
    assert hasil.returncode == 3 and "Rumus «X» dari paket tambahan «buruk 0.3»" in hasil.stderr
    assert pesan in hasil.stderr


@pytest.mark.parametrize(("badan", "pesan"), [("return 'teks'", "str, bukan bytes"), ("return 1 / 0", "ZeroDiv")])
def test_a_format_that_fails_leaves_the_old_file(badan: str, pesan: str, tmp_path: Path, kantor_kini: Path) -> None:
    keluar = tmp_path / "a.x"
    keluar.write_bytes(b"lama")
    paket = package(tmp_path / "paket", ekspor(badan=badan), "exporters")
    hasil = run(paket, "export", "--format", "x", "--out", str(keluar), folder=kantor_kini)
    assert hasil.returncode == 3 and pesan in hasil.stderr and keluar.read_bytes() == b"lama"


def test_what_a_package_says_is_inert(tmp_path: Path) -> None:
    """A message of a package cannot act on the terminal."""
    hasil = run(package(tmp_path / "paket", "raise RuntimeError('\\x1b[2J[red]hai')"), "explain")
    assert hasil.returncode == 3 and "\x1b[2J" not in hasil.stderr and "[red]hai" in hasil.stderr


def test_loading_that_is_broken_off_is_done_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl+C while a package is imported, in the menu: the next command has all of it, none of it twice."""
    paket = tmp_path / "terputus_capaian"
    paket.mkdir()
    (paket / "__init__.py").write_text("")
    (paket / "bagian.py").write_text(_FORMAT.format(nama="satu"))
    berhenti = f"import os\nif not os.path.exists({str(tmp_path / 'lagi')!r}):\n    raise KeyboardInterrupt\n"
    teks = f"import terputus_capaian.bagian\n{_FORMAT.format(nama='dua')}\n{berhenti}{_FORMAT.format(nama='tiga')}"
    (paket / "ekspor.py").write_text(teks)
    titik = EntryPoint("x", "terputus_capaian.ekspor", plugins.EKSPOR)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(plugins, "_entry_points", lambda: (titik,))
    monkeypatch.setattr(plugins, "_dimuat", {})
    monkeypatch.setattr(registry, "_SEMUA", Registry("Format ekspor", plugins.EKSPOR))

    with pytest.raises(KeyboardInterrupt):
        registry.formats()
    assert plugins.owner() is None
    (tmp_path / "lagi").touch()
    assert [f.nama for f in registry.formats()] == ["satu", "dua", "tiga"]
    assert [f.nama for f in registry.formats()] == ["satu", "dua", "tiga"]


def test_documents_are_of_the_program_alone(terpasang: Path) -> None:
    """Whoever writes the generated tables and the site with a package installed writes the same as without."""
    program = (
        "import sys, test_docs, settings_docs; from tools import situs; sys.stdout.reconfigure(encoding='utf-8');"
        "print(*(f() for n, f in test_docs.TABLES.items() if n not in ('impor', 'langkah')),"
        "settings_docs.json_schema(), *(f'{h.asal} {h.judul}' for h in situs._pages()), sep='\\n')"
    )
    akar = Path(__file__).resolve().parent.parent
    jalur = [str(akar / "src"), str(akar), str(akar / "tests")]
    teks = [
        subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONPATH": os.pathsep.join([*paket, *jalur])},
            check=True,
        ).stdout
        for paket in ([str(terpasang)], [])
    ]
    assert teks[0] == teks[1] and "ISI-03" in teks[0]


_FORMAT = """
from capaian.export.registry import exporter

@exporter("{nama}", "Uji")
def tulis_{nama}(buku):
    return b""
"""
