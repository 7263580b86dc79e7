"""The command line as a user meets it: exit codes, sentences, JSON, and never a traceback."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from capaian.workspace.folder import Folder
from conftest import EXAMPLE, Send


def run(*args: str | Path, di: Path, masukan: str = "") -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own, as a user does."""
    lingkungan = {**os.environ, "PYTHONUTF8": "1", "COLUMNS": "80", "NO_COLOR": "1"}
    hasil = subprocess.run(
        [sys.executable, "-m", "capaian", *map(str, args)],
        cwd=di,
        input=masukan,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=lingkungan,
        check=False,
        timeout=120,
    )
    assert "Traceback" not in hasil.stderr + hasil.stdout
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", hasil.stdout)
    return hasil


def _squeezed(teks: str) -> str:
    """Text without blanks: where lines wrap depends on the length of the temporary folder."""
    return "".join(teks.split())


def test_a_folder_that_is_no_office(tmp_path: Path) -> None:
    """Exit 2, and the sentence says how to get one."""
    for perintah in ("init-forms", "collect", "validate", "build-report", "status"):
        hasil = run(perintah, di=tmp_path)
        assert hasil.returncode == 2, perintah
        pesan = _squeezed(hasil.stderr)
        assert "bukanfolderkantor" in pesan and "capaianinit" in pesan


def test_wrong_use(folder: Folder) -> None:
    """An unknown unit, period or option is wrong use, with the nearest known word."""
    assert run("init-forms", "--unit", "INDD", di=folder.root).returncode == 2
    hasil = run("init-forms", "--unit", "INDD", di=folder.root)
    assert "Mungkin maksudnya «IND»" in hasil.stderr
    assert run("status", "--periode", "TW9", di=folder.root).returncode == 2
    assert "2025-TW4 (triwulan)" in run("status", "--periode", "TW9", di=folder.root).stderr
    assert run("status", "--periode", "2024-TW1", di=folder.root).returncode == 2
    assert run("collect", "tidak-ada", di=folder.root).returncode == 2
    assert run("status", "--folder", "tidak-ada", di=folder.root).returncode == 2
    assert run("sattus", di=folder.root).returncode == 2


def test_a_mistake_in_a_table(folder: Folder) -> None:
    """Exit 1; the mistake is named with file, line and what to write."""
    path = folder.root / "skema" / "Indikator.csv"
    path.write_text(path.read_text("utf-8-sig").replace("negatif", "negatip", 1), "utf-8")
    hasil = run("init-forms", di=folder.root)
    assert hasil.returncode == 1
    assert "skema/Indikator.csv · baris 2 kolom Polaritas" in hasil.stderr
    assert not (folder.root / "formulir").exists()


def test_an_empty_inbox_and_a_report_too_early(folder: Folder) -> None:
    """Nothing to collect is said in words; a report without forms says what to do first."""
    assert run("init-forms", di=folder.root).returncode == 0
    hasil = run("collect", "./inbox", di=folder.root)
    assert hasil.returncode == 1 and "belum berisi berkas" in hasil.stderr
    hasil = run("build-report", di=folder.root)
    assert hasil.returncode == 1 and "Belum ada formulir" in hasil.stderr and "collect" in hasil.stderr
    assert run("validate", di=folder.root).returncode == 1


def test_bad_files_never_stop_the_good_ones(folder: Folder, send: Send) -> None:
    """Beside a good form: text, a picture, a link, an empty file; each named, the form accepted."""
    send("SEK", {"IK-5.1": {"realisasi": "BB"}})
    inbox = folder.inbox
    (inbox / "catatan.xlsx").write_text("bukan excel", "utf-8")
    (inbox / "kosong.xlsx").write_bytes(b"")
    (inbox / "[red]=HYPERLINK(1)\x1b[31m.xlsx").write_bytes(b"PK\x03\x04rusak")
    (inbox / "foto.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(100))
    shutil.copyfile(folder.pengaturan, inbox / "capaian.pdf")
    if hasattr(os, "symlink"):
        (inbox / "tautan.xlsx").symlink_to(inbox / "SEK.xlsx")
    hasil = run("collect", "--json", di=folder.root)
    assert hasil.returncode == 1
    isi = json.loads(hasil.stdout)
    assert isi["capaian"] == 1 and isi["jenis"] == "penerimaan"
    putusan = {p["nama"]: p["putusan"] for p in isi["isi"]["penerimaan"]}
    assert putusan["SEK.xlsx"] == "diterima"
    assert len(putusan) == len(list(inbox.iterdir()))
    assert set(putusan.values()) == {"diterima", "karantina", "diabaikan"}
    teks = run("collect", di=folder.root).stdout
    assert "\\x1b" in teks and "[red]=HYPERLINK(1)" in teks


@pytest.mark.parametrize("perintah", ["init-forms", "collect", "validate", "status", "build-report"])
def test_json_is_one_document(folder: Folder, send: Send, perintah: str) -> None:
    """With --json stdout holds one versioned document and nothing else."""
    send("SEK", {"IK-5.1": {"realisasi": "BB"}})
    run("collect", di=folder.root)
    dokumen = json.loads(run(perintah, "--json", di=folder.root).stdout)
    assert set(dokumen) == {"capaian", "jenis", "isi"}


def test_every_line_fits_80_columns(tmp_path: Path) -> None:
    """The whole story is readable at 80 columns, without colour and redirected."""
    hasil = run("demo", "peragaan", di=tmp_path)
    assert hasil.returncode == 0, hasil.stderr
    panjang = [b for b in hasil.stdout.splitlines() if len(b) > 80 and str(tmp_path) not in b and "/" not in b]
    assert panjang == []
    kata = hasil.stdout.replace("\n", "")
    for berkas in ("formulir", "koreksi", "laporan"):
        assert (tmp_path / "peragaan" / berkas).is_dir() and berkas in kata
    assert list((tmp_path / "peragaan" / "laporan" / "2025-TW4").glob("*.docx"))


def test_demo_needs_a_new_folder(tmp_path: Path) -> None:
    """A folder with something in it is left alone."""
    (tmp_path / "peragaan").mkdir()
    (tmp_path / "peragaan" / "penting.txt").write_text("jangan dihapus", "utf-8")
    hasil = run("demo", "peragaan", di=tmp_path)
    assert hasil.returncode == 2 and "tidak kosong" in hasil.stderr
    assert [p.name for p in (tmp_path / "peragaan").iterdir()] == ["penting.txt"]


def test_init_without_a_terminal(tmp_path: Path) -> None:
    """Without answers and without a terminal nothing is asked; with them a folder is made that explains itself."""
    hasil = run("init", "kantor", di=tmp_path)
    assert hasil.returncode == 2 and "--nama" in hasil.stderr
    jawaban = ["--nama", 'Dinas "X"', "--kode", "DX", "--daerah", "Kota Uji", "--periode", "2026-TW1"]
    hasil = run("init", "kantor", *jawaban, di=tmp_path)
    assert hasil.returncode == 0, hasil.stderr
    assert {p.name for p in (tmp_path / "kantor").iterdir() if not p.stem.casefold().startswith("buka")} == {
        "capaian.toml",
        "hari-libur.csv",
        "skema.xlsx",
        "inbox",
    }
    hasil = run("init-forms", di=tmp_path / "kantor")
    assert hasil.returncode == 1 and "Belum ada satu pun indikator" in hasil.stderr
    assert "PerbaikitabelnyadiExcel,simpan,lalututup" in _squeezed(hasil.stderr)
    assert run("init", "kantor", *jawaban, di=tmp_path).returncode == 2


def test_the_example_has_the_tables_that_are_promised(tmp_path: Path) -> None:
    """A workbook, or CSV files where they were asked for; both say the same, and what is said names the right ones."""
    buku, csv = run("init", "a", "--contoh", di=tmp_path), run("init", "b", "--contoh", "--csv", di=tmp_path)
    assert (tmp_path / "a" / "skema.xlsx").is_file() and not (tmp_path / "a" / "skema").exists()
    assert (tmp_path / "b" / "skema" / "Target.csv").is_file() and not (tmp_path / "b" / "skema.xlsx").exists()
    assert "«skema.xlsx»" in buku.stdout and "berkasCSVdalamfolder«skema»" in _squeezed(csv.stdout)
    hasil = [run("schema", "check", di=tmp_path / x).stdout for x in "ab"]
    assert hasil[0] == hasil[1] and "Tidak ada kesalahan atau peringatan." in hasil[0]

    (tmp_path / "b" / "skema" / "Unit.csv").write_text("Kode;Nama\nIND;\n", "utf-8")
    salah = _squeezed(run("init-forms", di=tmp_path / "b").stderr)
    assert "berkasCSV-nyadiExcelatauNotepad,lalusimpantetapsebagaiCSV" in salah


def test_a_bug_leaves_a_log_and_no_traceback(folder: Folder) -> None:
    """What nobody expected ends in one sentence that names a log, and exit code 70."""
    (folder.root / "sitecustomize.py").write_text(
        "import capaian.pipeline.progress as p\ndef boom(*a):\n    raise ZeroDivisionError('uji')\np.status = boom\n",
        "utf-8",
    )
    lingkungan = {**os.environ, "PYTHONUTF8": "1"}
    lingkungan["PYTHONPATH"] = os.pathsep.join([str(folder.root), *filter(None, [os.environ.get("PYTHONPATH")])])
    hasil = subprocess.run(
        [sys.executable, "-m", "capaian", "status"],
        cwd=folder.root,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=lingkungan,
        check=False,
    )
    assert hasil.returncode == 70 and "Traceback" not in hasil.stderr
    (log,) = re.findall(r"«(.+?\.log)»", hasil.stderr)
    assert "ZeroDivisionError" in Path(log).read_text("utf-8")
    Path(log).unlink()


def test_version_and_help() -> None:
    """Each command explains itself in Indonesian, with an example."""
    assert run("--version", di=EXAMPLE).stdout.startswith("capaian 0.")
    for perintah in ("init", "init-forms", "collect", "validate", "build-report", "status", "demo"):
        assert f"Contoh:capaian{perintah}" in _squeezed(run(perintah, "--help", di=EXAMPLE).stdout)
