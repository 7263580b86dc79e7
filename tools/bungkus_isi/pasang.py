r"""Memasang capaian dari folder ini, tanpa internet dan tanpa hak administrator.

    python pasang.py
    python pasang.py --ke FOLDER

Yang dibuat hanya folder pemasangan (bawaan: %LOCALAPPDATA%\capaian, atau ~/.local/share/capaian) dan satu peluncur di
Desktop. Menghapus keduanya berarti menghapus program ini.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
from pathlib import Path

PYTHON = ["@python@"]
PROSESOR = ["@prosesor@"]
KEMAS = "@kemas@"
RODA = Path(__file__).resolve().parent / "roda"
WINDOWS = os.name == "nt"


def bawaan() -> Path:
    """Where a person may always install."""
    if WINDOWS:
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "capaian"
    return Path.home() / ".local" / "share" / "capaian"


def jalankan(langkah: str, *perintah: object) -> str:
    """Run a step; when it fails, say which one and what it said, and end."""
    hasil = subprocess.run([str(p) for p in perintah], capture_output=True, text=True, check=False)
    if hasil.returncode:
        print(f"Gagal: {langkah}.\n{hasil.stdout}{hasil.stderr}", file=sys.stderr)
        print("→ Kirimkan tulisan di atas kepada yang membuatkan paket ini.", file=sys.stderr)
        raise SystemExit(3)
    return hasil.stdout


def cocok(python: Path) -> bool:
    """Whether an environment is there whose Python is this one's version and whose pip works."""
    try:
        versi = "import sys, pip; print('%d.%d' % sys.version_info[:2])"
        hasil = subprocess.run([str(python), "-c", versi], capture_output=True, text=True, check=False)
    except OSError:
        return False
    return hasil.returncode == 0 and hasil.stdout.strip() == "{}.{}".format(*sys.version_info[:2])


def sesuai() -> str:
    """Say why this computer cannot take this bundle; empty when it can."""
    versi = "{}.{}".format(*sys.version_info[:2])
    if versi not in PYTHON:
        return f"Python {platform.python_version()} tidak ada dalam paket ini; diperlukan {', '.join(PYTHON)}."
    if platform.machine().casefold() not in [p.casefold() for p in PROSESOR]:
        return f"Paket ini untuk prosesor {', '.join(PROSESOR)}, sedangkan komputer ini {platform.machine()}."
    return ""


def pasang(tujuan: Path) -> Path:
    """Install into an environment of its own and return its interpreter."""
    python = tujuan / ("Scripts/python.exe" if WINDOWS else "bin/python")
    print(f"Memasang ke {tujuan} …")
    if not cocok(python):
        # Also one of an older Python, or one that another program has damaged; nothing of the office lies there.
        jalankan("membuat lingkungan Python", sys.executable, "-m", "venv", "--clear", tujuan)
    pip = (python, "-m", "pip", "--disable-pip-version-check", "install", "--no-index", "--find-links", RODA)
    jalankan("memasang program", *pip, "--upgrade", "--force-reinstall", RODA / KEMAS)
    print(jalankan("menjalankan program", python, "-m", "capaian", "--version").strip())
    return python


def peluncur(python: Path) -> Path | None:
    """Put the file to click on the desktop; None when there is none."""
    meja = next((p for n in ("Desktop", "OneDrive/Desktop") if (p := Path.home() / n).is_dir()), None)
    if meja is None:
        return None
    buat = (
        "import sys\n"
        "from pathlib import Path\n"
        "from capaian.workspace.launchers import launchers\n"
        "for nama, isi in launchers(sys.argv[1], sys.executable).items():\n"
        "    path = Path(sys.argv[2]) / nama\n"
        "    path.write_bytes(isi)\n"
        "    path.chmod(0o755)\n"
        "print(path)\n"
    )
    return Path(jalankan("membuat peluncur", python, "-c", buat, platform.system(), meja).strip())


def main() -> None:
    """Install and say what to do next."""
    p = argparse.ArgumentParser(description="Memasang capaian dari folder ini, tanpa internet.")
    p.add_argument("--ke", type=Path, default=bawaan(), help="folder pemasangan")
    tujuan = p.parse_args().ke.expanduser().absolute()
    if masalah := sesuai():
        print(f"Gagal: {masalah}\n→ Mintalah paket yang cocok kepada yang membuatkannya.", file=sys.stderr)
        raise SystemExit(3)
    python = pasang(tujuan)
    klik = peluncur(python)
    perintah = python.with_name("capaian.exe" if WINDOWS else "capaian")
    print("\nSelesai.")
    if klik:
        print(f"→ Klik dua kali «{klik.name}» di Desktop untuk membuka menu.")
    print(f"→ Atau dari terminal: {perintah} demo")
    print("→ Di folder kantor: «capaian launcher» membuat peluncur folder itu.")


if __name__ == "__main__":
    main()
