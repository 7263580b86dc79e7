"""Files to click in the office folder: they open a terminal there with the menu."""

from __future__ import annotations

from collections.abc import Mapping

from capaian.workspace.folder import shipped

_BERKAS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "Windows": (("Buka capaian.bat", "windows.bat"),),
    "Darwin": (("Buka capaian.command", "unix.sh"),),
    "Linux": (("buka-capaian.sh", "unix.sh"), ("Buka capaian.desktop", "linux.desktop")),
}
"""By system as `platform.system()` calls it: name in the office folder, and the template."""
SISTEM = tuple(_BERKAS)
BARIS_PERINTAH, NAMA_PELUNCUR = "CAPAIAN_BARIS", "CAPAIAN_PELUNCUR"
"""Environment variables in which the file for Windows hands over the line that it was started with, and its name."""


def launchers(sistem: str, python: str) -> dict[str, bytes]:
    """Return the files to click for a system, by name.

    Args:
        sistem: One of `SISTEM`; any other gets the files for Linux.
        python: The interpreter that has the program; where it is missing, on another computer, the file looks in the
            places where the program is installed.
    """
    hasil = {}
    for nama, templat in _BERKAS.get(sistem, _BERKAS["Linux"]):
        teks = shipped("templates", "peluncur", templat).read_text("utf-8").replace("\r\n", "\n")
        # A single quote cannot stand inside the quotes of a shell, nor a percent sign in a batch file.
        isi = python.replace("%", "%%") if sistem == "Windows" else python.replace("'", "'\\''")
        teks = teks.replace("@python@", isi)
        hasil[nama] = (teks.replace("\n", "\r\n") if sistem == "Windows" else teks).encode()
    return hasil
