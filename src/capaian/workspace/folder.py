"""The office folder: where everything stands."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from capaian.errors import UsageError
from capaian.model.periode import Periode
from capaian.workspace import settings

_PERANGKAT = frozenset(("CON", "PRN", "AUX", "NUL", *(f"{p}{n}" for p in ("COM", "LPT") for n in range(10))))


@dataclass(frozen=True, slots=True)
class Folder:
    """Paths of an office folder; nothing else builds a path inside it."""

    root: Path

    @property
    def pengaturan(self) -> Path:
        """The settings file."""
        return self.root / settings.NAMA

    @property
    def arsip(self) -> Path:
        """Every byte ever received, by SHA-256."""
        return self.root / "arsip"

    @property
    def basis_data(self) -> Path:
        """The ledger."""
        return self.root / "capaian.db"

    @property
    def inbox(self) -> Path:
        """What came back; never changed."""
        return self.root / "inbox"

    @property
    def cadangan(self) -> Path:
        """Ledgers of older versions, as they were before an upgrade."""
        return self.root / "cadangan"

    def formulir(self, periode: Periode) -> Path:
        """Issued forms of a period."""
        return self.root / "formulir" / str(periode)

    def koreksi(self, periode: Periode) -> Path:
        """Return lists of a period, and a folder with the pack of each unit."""
        return self.root / "koreksi" / str(periode)

    def paket(self, periode: Periode, unit: str) -> Path:
        """The return pack of a unit; codes that Windows keeps for devices, or ends short, get a mark."""
        nama = f"{unit}_" if unit.partition(".")[0].upper() in _PERANGKAT or unit.endswith(".") else unit
        return self.koreksi(periode) / nama

    def surat(self, tahun: int) -> Path:
        """Agenda and lembar disposisi of the letters that came in during a year."""
        return self.root / "surat" / str(tahun)

    def laporan(self, periode: Periode) -> Path:
        """Drafts and reports of a period."""
        return self.root / "laporan" / str(periode)

    def tulisan(self, periode: Periode) -> Path:
        """The narrative document of a period: what the office writes itself."""
        return self.root / "narasi" / f"Narasi-{periode}.docx"

    def template(self, nama: str) -> bytes:
        """A Word template: the office's own in `template/`, else the one shipped."""
        milik = self.root / "template" / nama
        return milik.read_bytes() if milik.is_file() else shipped("templates", nama).read_bytes()

    def logo(self, nama: str) -> bytes:
        """The emblem that the settings name; empty when they name none.

        Raises:
            UsageError: there is no such file in the office folder.
        """
        if not nama:
            return b""
        path = self.root / nama
        if not path.is_file():
            raise UsageError(
                f"Berkas lambang daerah «{nama}» tidak ada dalam folder kantor.",
                "Letakkan gambarnya di sana, atau kosongkan «logo» pada bagian [instansi] capaian.toml.",
            )
        return path.read_bytes()

    def narasi(self) -> tuple[Path, ...]:
        """Folders of sentence templates; a file of the office's `template/narasi` replaces the shipped one."""
        return (shipped("templates", "narasi"), self.root / "template" / "narasi")

    def relatif(self, path: Path) -> str:
        """A path as users see it, below the folder where possible."""
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else str(path)


def find(start: Path) -> Folder:
    """Find the office folder upward from a folder.

    Raises:
        UsageError: there is none.
    """
    for folder in (start, *start.parents):
        if (folder / settings.NAMA).is_file():
            return Folder(folder)
    raise UsageError(
        f"Folder «{start}» bukan folder kantor: tidak ada «{settings.NAMA}» di sini maupun di folder atasnya.",
        "Pindah ke folder kantor, sebutkan dengan «--folder», atau buat yang baru dengan «capaian init NAMA-FOLDER».",
    )


def shipped(*bagian: str) -> Path:
    """A file or folder that comes with the program: inside the package, or beside `src` in a checkout."""
    paket = Path(str(resources.files("capaian")))
    for akar in (paket / "_data", paket.parent.parent):
        path = akar.joinpath(*bagian)
        if path.exists():
            return path
    raise FileNotFoundError("/".join(bagian))
