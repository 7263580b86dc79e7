"""A double click: the files in the office folder, and the bundle that installs without internet."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from tools import bungkus

from capaian.pipeline import launcher
from capaian.workspace.folder import Folder
from capaian.workspace.launchers import SISTEM, launchers
from conftest import EXAMPLE

AKAR = Path(__file__).resolve().parent.parent
INI = f"{sys.version_info.major}.{sys.version_info.minor}"
posix = pytest.mark.skipif(sys.platform == "win32", reason="a shell script")


def run(*perintah: object, di: Path, rumah: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run with nobody at the terminal; with `rumah`, in an environment that has nothing else."""
    lingkungan = {**os.environ, "PYTHONUTF8": "1"}
    if rumah is not None:
        lingkungan = {"HOME": str(rumah), "PATH": f"{Path(sys.base_prefix) / 'bin'}:/usr/bin:/bin", "LANG": "C.UTF-8"}
    return subprocess.run(
        [str(p) for p in perintah],
        cwd=di,
        env=lingkungan,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize("sistem", SISTEM)
def test_the_files_to_click(folder: Folder, sistem: str) -> None:
    """Each system's files name the interpreter and the command; Windows gets its line ends."""
    for path in launcher.write(folder, (sistem,)):
        data = path.read_bytes()
        assert (b"\r\n" in data) == (sistem == "Windows")
        teks = data.decode("ascii")  # a batch file is read in the code page of the computer
        assert "@python@" not in teks
        if path.suffix != ".desktop":
            assert sys.executable in teks and "-m capaian open" in teks
    lagi = launcher.write(folder, SISTEM)
    assert len({p.name for p in lagi}) == len(lagi) == 4


def test_signs_of_a_shell_in_the_path_are_inert() -> None:
    """A quote in the name of a folder, a percent sign on Windows."""
    assert b"'/rumah/pak'\\''umar/python'" in launchers("Linux", "/rumah/pak'umar/python")["buka-capaian.sh"]
    assert b"C:\\100%%\\python.exe" in launchers("Windows", "C:\\100%\\python.exe")["Buka capaian.bat"]


@posix
def test_files_dropped_on_the_launcher_are_collected(folder: Folder, tmp_path: Path) -> None:
    """Run as the desktop runs it, from elsewhere: files, two of one name, then a folder; the inbox is not touched."""
    assert run(sys.executable, "-m", "capaian", "init-forms", di=folder.root).returncode == 0
    (klik, _) = launcher.write(folder, ("Linux",))
    satu, dua = tmp_path / "a", tmp_path / "b c"
    for tujuan, asal in ((satu, "formulir HIJS.xlsx"), (dua, "2025-TW4-SEK.xlsx")):
        tujuan.mkdir()
        (tujuan / "Form.xlsx").write_bytes((EXAMPLE / "inbox" / asal).read_bytes())
    hasil = run(klik, satu / "Form.xlsx", dua / "Form.xlsx", di=tmp_path)
    assert hasil.returncode == 0, hasil.stderr
    assert "2 berkas dalam inbox" in hasil.stdout and "Form (2).xlsx" in hasil.stdout
    assert list(folder.inbox.iterdir()) == []
    arsip = {p.name for p in folder.arsip.rglob("*")}
    assert hashlib.sha256((satu / "Form.xlsx").read_bytes()).hexdigest() in arsip
    hasil = run(klik, EXAMPLE / "inbox", di=tmp_path)
    assert "7 berkas dalam inbox" in hasil.stdout
    assert run(klik, tmp_path / "tidak-ada.xlsx", di=tmp_path).returncode == 2
    hasil = run(klik, satu, dua / "Form.xlsx", di=tmp_path)
    assert hasil.returncode == 2 and "tidak dapat diseret bersamaan" in hasil.stderr


def test_many_files_of_one_name_all_come_in(tmp_path: Path) -> None:
    """Three files called Form.xlsx, one that is called «Form (2).xlsx», from four folders."""
    nama = ["a/Form.xlsx", "b/Form (2).xlsx", "c/Form.xlsx", "d/Form.xlsx"]
    for n in nama:
        (tmp_path / n).parent.mkdir()
        (tmp_path / n).write_text(n)
    with launcher.dropped([tmp_path / n for n in nama]) as folder:
        assert sorted(p.read_text() for p in folder.iterdir()) == sorted(nama)


@pytest.mark.parametrize(
    ("sisa", "berkas"),
    [
        ("", []),
        (r" D:\A&B.xlsx", [r"D:\A&B.xlsx"]),
        (r' "D:\a b (1).xlsx" D:\A&B.xlsx "D:\c^d %x%.xlsx"', [r"D:\a b (1).xlsx", r"D:\A&B.xlsx", r"D:\c^d %x%.xlsx"]),
    ],
)
def test_what_windows_says_was_dropped(sisa: str, berkas: list[str]) -> None:
    r"""Explorer quotes names with blanks only; the whole stands between the quotation marks of `/c`."""
    baris = rf'C:\WINDOWS\system32\cmd.exe /c ""D:\kantor\Buka capaian.bat"{sisa}"'
    assert launcher.spoken(baris, "Buka capaian.bat") == [Path(b) for b in berkas]
    assert launcher.spoken(r"C:\WINDOWS\system32\cmd.exe", "Buka capaian.bat") is launcher.spoken("", "") is None


@posix
def test_python_files_of_the_office_folder_are_not_run(folder: Folder) -> None:
    (folder.root / "json.py").write_text("raise SystemExit('dijalankan')")
    (klik, _) = launcher.write(folder, ("Linux",))
    hasil = run(klik, di=folder.root)
    assert hasil.returncode == 0 and "dijalankan" not in hasil.stdout + hasil.stderr


@posix
def test_the_line_of_windows_is_what_counts(folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the command processor made of a name with & is not looked for; the whole name is."""
    run(sys.executable, "-m", "capaian", "init-forms", di=folder.root)
    (tmp_path / "A&B.xlsx").write_bytes((EXAMPLE / "inbox" / "formulir HIJS.xlsx").read_bytes())
    monkeypatch.setenv("CAPAIAN_BARIS", f'cmd.exe /c ""{folder.root}/Buka capaian.bat" {tmp_path}/A&B.xlsx"')
    monkeypatch.setenv("CAPAIAN_PELUNCUR", "Buka capaian.bat")
    hasil = run(sys.executable, "-m", "capaian", "open", f"{tmp_path}/A", di=folder.root)
    assert hasil.returncode == 0 and "A&B.xlsx" in hasil.stdout


@posix
def test_open_in_a_folder_that_is_not_there(tmp_path: Path) -> None:
    hasil = run(sys.executable, "-m", "capaian", "open", "--folder", "tidakada", di=tmp_path)
    assert hasil.returncode == 2 and "Folder «tidakada» tidak ada." in hasil.stderr


@posix
def test_a_launcher_on_a_computer_without_the_program(folder: Folder, tmp_path: Path) -> None:
    (folder.root / "klik.sh").write_bytes(launchers("Linux", "/tidak/ada/python")["buka-capaian.sh"])
    hasil = run("sh", "klik.sh", di=folder.root, rumah=tmp_path)
    assert hasil.returncode == 2 and "tidak ditemukan di komputer ini" in hasil.stdout


def test_init_leaves_a_file_to_click(tmp_path: Path) -> None:
    hasil = run(sys.executable, "-m", "capaian", "init", "kantor", "--contoh", di=tmp_path)
    assert "Klik dua kali" in hasil.stdout
    assert list((tmp_path / "kantor").glob("Buka capaian.*"))


# --- the bundle ---


def test_which_libraries_another_system_needs(tmp_path: Path) -> None:
    """Markers are read in the terms of that system, and only of the extras that are asked for."""
    roda = tmp_path / "contoh-1-py3-none-any.whl"
    with zipfile.ZipFile(roda, "w") as z:
        z.writestr(
            "contoh-1.dist-info/METADATA",
            "Metadata-Version: 2.1\nName: contoh\nVersion: 1\nRequires-Dist: selalu\n"
            'Requires-Dist: cepat; platform_machine == "x86_64"\n'
            'Requires-Dist: colorama; sys_platform == "win32"\nRequires-Dist: lama; python_version < "3.12"\n'
            'Requires-Dist: uji; extra == "test"\n',
        )

    def nama(sistem: str, python: str, *tambahan: str) -> list[str]:
        lingkungan = bungkus.environment(sistem, "arm64", python)
        return [r.name for r in bungkus.needed(roda, lingkungan, frozenset(tambahan))]

    assert nama("Windows", "3.14") == ["selalu", "colorama"]
    assert nama("Linux", "3.11") == ["selalu", "lama"]
    assert nama("Linux", "3.13", "test") == ["selalu", "uji"]


@posix
def test_the_bundle_installs_with_the_network_off(tmp_path: Path) -> None:
    """Built by one command, installed from an empty environment; the demo runs and its ledger is whole."""
    coba = run(sys.executable, "-m", "pip", "download", "-q", "--no-deps", "et_xmlfile", di=tmp_path)
    if coba.returncode and not os.environ.get("CI"):
        pytest.skip("the wheels cannot be fetched without a network")
    paket = tmp_path / "paket capaian"
    hasil = run(sys.executable, AKAR / "tools" / "bungkus.py", paket, di=tmp_path)
    assert hasil.returncode == 0, hasil.stderr
    for baris in (paket / "SHA256SUMS").read_text("utf-8").splitlines():
        sidik, nama = baris.split("  ")
        assert hashlib.sha256((paket / nama).read_bytes()).hexdigest() == sidik
    assert b"\r\n" in (paket / "pasang.bat").read_bytes() and "@" not in (paket / "BACA DAHULU.txt").read_text("utf-8")

    salah = tmp_path / "untuk python lain"
    shutil.copytree(paket, salah)
    for nama in ("pasang.sh", "pasang.py"):
        (salah / nama).write_text(
            (salah / nama).read_text("utf-8").replace(f"'{INI}'", "'3.99'").replace(f'"{INI}"', '"3.99"')
        )
    hasil = run("sh", salah / "pasang.sh", di=tmp_path, rumah=tmp_path)
    assert hasil.returncode == 3 and "Python yang cocok dengan paket ini" in hasil.stderr
    hasil = run(sys.executable, salah / "pasang.py", "--ke", tmp_path / "x", di=tmp_path)
    assert hasil.returncode == 3 and "tidak ada dalam paket ini; diperlukan 3.99" in hasil.stderr
    assert not (tmp_path / "x").exists()

    putus = ("unshare", "-rn") if run("unshare", "-rn", "true", di=tmp_path).returncode == 0 else ()
    rumah = tmp_path / "rumah"
    (rumah / "Desktop").mkdir(parents=True)
    # What an older Python left there is made anew.
    lama = rumah / ".local" / "share" / "capaian" / "bin" / "python"
    lama.parent.mkdir(parents=True)
    lama.write_text("#!/bin/sh\necho 3.9\n")
    lama.chmod(0o755)
    hasil = run(*putus, "sh", paket / "pasang.sh", di=rumah, rumah=rumah)
    assert hasil.returncode == 0, hasil.stderr
    assert "Selesai." in hasil.stdout and (rumah / "Desktop" / "buka-capaian.sh").is_file()
    capaian = rumah / ".local" / "share" / "capaian" / "bin" / "capaian"
    hasil = run(*putus, capaian, "demo", "demo", di=rumah, rumah=rumah)
    assert hasil.returncode == 0, hasil.stderr
    assert "Utuh" in run(*putus, capaian, "verify", "--full", "--folder", "demo", di=rumah, rumah=rumah).stdout
    assert (rumah / "demo" / "laporan" / "2025-TW4" / "Laporan-Kinerja-2025-TW4-DRAF.docx").is_file()
