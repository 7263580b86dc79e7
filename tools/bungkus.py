"""Build the bundle that installs capaian on an office computer without internet and without administrator rights.

    python tools/bungkus.py OUT                                  for this computer and this Python
    python tools/bungkus.py OUT --untuk Windows --python 3.12 3.13

It holds the program and every library that it needs as wheels, in the versions of `constraints.txt`, and one script to
run. Another system's wheels are fetched as well as this one's: which libraries it needs is decided by the markers of
their metadata in that system's terms, which pip itself does not do.
"""

from __future__ import annotations

import argparse
import hashlib
import platform
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from email.parser import HeaderParser
from pathlib import Path

try:
    from packaging.markers import default_environment
    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name
except ImportError:
    raise SystemExit(
        "tools/bungkus.py needs what developers install: pip install -c constraints.txt -e '.[dev]'"
    ) from None

AKAR = Path(__file__).resolve().parent.parent
ISI = Path(__file__).resolve().parent / "bungkus_isi"
PYTHON = ("3.11", "3.12", "3.13", "3.14")
SISTEM = {
    "Windows": ("win32", "nt", {"AMD64": ("win_amd64",)}),
    "Darwin": (
        "darwin",
        "posix",
        {
            "arm64": ("macosx_14_0_arm64", "macosx_12_0_arm64", "macosx_11_0_arm64"),
            "x86_64": ("macosx_10_15_x86_64", "macosx_10_13_x86_64", "macosx_10_12_x86_64", "macosx_10_9_x86_64"),
        },
    ),
    "Linux": (
        "linux",
        "posix",
        {
            "x86_64": ("manylinux_2_28_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64"),
            "aarch64": ("manylinux_2_28_aarch64", "manylinux_2_17_aarch64", "manylinux2014_aarch64"),
        },
    ),
}
"""`sys_platform`, `os_name`, and for each processor (`platform.machine()`) the tags of wheels, newest first."""


def pins() -> dict[str, str]:
    """The version of each library, from `constraints.txt`."""
    baris = (AKAR / "constraints.txt").read_text("utf-8").split()
    return {canonicalize_name(n): v for n, v in (b.split("==") for b in baris)}


def environment(sistem: str, prosesor: str, python: str) -> dict[str, str]:
    """The markers of a system, a processor and a Python, as metadata name them."""
    nama, os_name, _ = SISTEM[sistem]
    return {
        **{k: str(v) for k, v in default_environment().items()},
        "sys_platform": nama,
        "os_name": os_name,
        "platform_system": sistem,
        "platform_machine": prosesor,
        "python_version": python,
        "python_full_version": f"{python}.0",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
        "extra": "",
    }


def needed(roda: Path, lingkungan: dict[str, str], tambahan: frozenset[str]) -> Iterator[Requirement]:
    """What a wheel requires in an environment, with some of its extras."""
    with zipfile.ZipFile(roda) as z:
        nama = next(n for n in z.namelist() if n.endswith(".dist-info/METADATA"))
        kepala = HeaderParser().parsestr(z.read(nama).decode("utf-8"))
    for teks in kepala.get_all("Requires-Dist") or ():
        r = Requirement(teks)
        if r.marker is None or any(r.marker.evaluate({**lingkungan, "extra": e}) for e in ("", *tambahan)):
            yield r


def fetch(r: Requirement, sistem: str, prosesor: str, python: str, tujuan: Path, tetap: dict[str, str]) -> Path:
    """Download the wheel of one library; returns it."""
    versi = tetap.get(canonicalize_name(r.name))
    if versi is None:
        raise SystemExit(f"{r.name} stands not in constraints.txt, but {sistem} needs it: add its version there.")
    with tempfile.TemporaryDirectory() as sementara:
        perintah = [sys.executable, "-m", "pip", "download", "-q", "--disable-pip-version-check", "--no-deps"]
        perintah += ["--only-binary=:all:", "--python-version", python, "--dest", sementara, f"{r.name}=={versi}"]
        perintah += [x for tag in SISTEM[sistem][2][prosesor] for x in ("--platform", tag)]
        subprocess.run(perintah, check=True)
        (roda,) = Path(sementara).iterdir()
        return Path(shutil.move(roda, tujuan / roda.name))


def gather(kemas: Path, sistem: str, prosesor: str, python: str, tujuan: Path) -> None:
    """Download everything that the program needs on a system, a processor and a Python."""
    lingkungan, tetap = environment(sistem, prosesor, python), pins()
    selesai: set[tuple[str, str]] = set()
    antre = [(kemas, frozenset[str]())]
    while antre:
        roda, tambahan = antre.pop()
        for r in needed(roda, lingkungan, tambahan):
            kunci = (canonicalize_name(r.name), ",".join(sorted(r.extras)))
            if kunci not in selesai:
                selesai.add(kunci)
                antre.append((fetch(r, sistem, prosesor, python, tujuan, tetap), frozenset(r.extras)))


def build(tujuan: Path, sistem: str, prosesor: list[str], python: list[str]) -> Path:
    """Build the bundle in a folder; returns its zip.

    Raises:
        SystemExit: the folder holds something.
    """
    if tujuan.exists() and any(tujuan.iterdir()):
        raise SystemExit(f"«{tujuan}» is not empty.")
    roda = tujuan / "roda"
    roda.mkdir(parents=True)
    pip = [sys.executable, "-m", "pip", "wheel", "-q", "--disable-pip-version-check", "--no-deps", "-w", str(roda)]
    subprocess.run([*pip, str(AKAR)], check=True)
    (kemas,) = roda.glob("capaian-*.whl")
    for mesin in prosesor:
        for versi in python:
            gather(kemas, sistem, mesin, versi, roda)
    kata = {
        "@versi@": kemas.name.split("-")[1],
        "@sistem@": sistem,
        "@kemas@": kemas.name,
        "@python@": ", ".join(sorted(python, key=PYTHON.index, reverse=True)),
        "@prosesor@": ", ".join(prosesor),
    }
    for path in sorted(ISI.iterdir()):
        teks = path.read_text("utf-8")
        for tanda, isi in kata.items():
            teks = teks.replace(tanda, isi)
        windows = path.suffix in (".bat", ".txt")
        (tujuan / path.name).write_bytes((teks.replace("\n", "\r\n") if windows else teks).encode())
    (tujuan / "pasang.sh").chmod(0o755)
    jumlah = [f"{hashlib.sha256(p.read_bytes()).hexdigest()}  roda/{p.name}" for p in sorted(roda.iterdir())]
    (tujuan / "SHA256SUMS").write_text("\n".join(jumlah) + "\n", "utf-8")
    return Path(shutil.make_archive(str(tujuan), "zip", tujuan.parent, tujuan.name))


def main() -> None:
    """Read the command line."""
    p = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    p.add_argument("tujuan", type=Path, metavar="OUT")
    p.add_argument("--untuk", choices=SISTEM, default=platform.system())
    p.add_argument("--python", nargs="+", choices=PYTHON, help="default: this one; for another system all")
    p.add_argument("--prosesor", nargs="+", help="default: this one; for another system all that it runs on")
    a = p.parse_args()
    dikenal = list(SISTEM[a.untuk][2])
    mesin = a.prosesor or ([platform.machine()] if a.untuk == platform.system() else dikenal)
    if asing := [m for m in mesin if m not in dikenal]:
        raise SystemExit(f"No wheels are known for {a.untuk} on {', '.join(asing)}; choose from {', '.join(dikenal)}.")
    ini = f"{sys.version_info.major}.{sys.version_info.minor}"
    python = a.python or ([ini] if a.untuk == platform.system() else list(PYTHON))
    hasil = build(a.tujuan.absolute(), a.untuk, mesin, python)
    print(f"{hasil} ({hasil.stat().st_size / 1e6:.0f} MB)")


if __name__ == "__main__":
    main()
