"""Look whether this computer and this office folder are fit for work; nothing is changed."""

from __future__ import annotations

import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from importlib import metadata
from pathlib import Path

from capaian import __version__, plugins
from capaian.errors import CapaianError, PluginError, StateError
from capaian.model.kesehatan import ButirKesehatan, HasilKesehatan, Keadaan
from capaian.register import clock
from capaian.text.dates import tanggal
from capaian.workspace import calendar, settings
from capaian.workspace.folder import Folder, shipped

PUSTAKA = (
    "docxtpl",
    "jinja2",
    "lxml",
    "openpyxl",
    "pandas",
    "pypdf",
    "python-calamine",
    "python-docx",
    "rich",
    "typer",
)
TANDA = "✗✓→·─█«»–≥×"
"""Signs that the program prints."""
_RUANG = 500 << 20
"""Bytes that a quarter with its archive and drafts needs at ease."""


@dataclass(frozen=True, slots=True)
class Tempat:
    """Where is looked.

    Attributes:
        folder: The office folder; None outside of one.
        kini: Time of the computer.
        sandi: Encoding of the terminal.
    """

    folder: Folder | None
    kini: datetime
    sandi: str


_Pemeriksaan = Callable[[Tempat], Iterator[ButirKesehatan]]
_DAFTAR: list[_Pemeriksaan] = []


def _check(f: _Pemeriksaan) -> _Pemeriksaan:
    _DAFTAR.append(f)
    return f


def examine(tempat: Tempat) -> HasilKesehatan:
    """Look at everything, in order; one thing that cannot be looked at does not keep the others from it."""
    butir = tuple(b for periksa in _DAFTAR for b in periksa(tempat))
    return HasilKesehatan(butir, str(tempat.folder.root) if tempat.folder else "")


def _well(apa: str, ditemukan: str) -> ButirKesehatan:
    return ButirKesehatan(apa, Keadaan.BAIK, ditemukan)


def _note(apa: str, ditemukan: str, saran: str) -> ButirKesehatan:
    return ButirKesehatan(apa, Keadaan.PERLU, ditemukan, saran)


def _broken(apa: str, ditemukan: str, saran: str) -> ButirKesehatan:
    return ButirKesehatan(apa, Keadaan.RUSAK, ditemukan, saran)


@_check
def _versions(_: Tempat) -> Iterator[ButirKesehatan]:
    versi, hilang = [], []
    for nama in PUSTAKA:
        try:
            versi.append(f"{nama} {metadata.version(nama)}")
        except metadata.PackageNotFoundError:
            hilang.append(nama)
    yield _well("Program", f"capaian {__version__}, Python {platform.python_version()}, {platform.system()}")
    if hilang:
        yield _broken("Pustaka", f"belum terpasang: {', '.join(hilang)}", "Pasang ulang capaian menurut README.")
    else:
        yield _well("Pustaka", ", ".join(versi))


@_check
def _packages(_: Tempat) -> Iterator[ButirKesehatan]:
    from capaian import export, rules
    from capaian.formulas import polarity

    ada = [f"{p} ({', '.join(p.tambahan)})" for p in plugins.installed()]
    baik = True
    for muat in (rules.all_rules, polarity.known_names, export.formats) if ada else ():
        try:
            muat()
        except PluginError as e:
            baik = False
            yield _broken("Paket tambahan", e.pesan, e.saran)
    if baik:
        yield _well("Paket tambahan", ", ".join(ada) or "tidak ada")


@_check
def _office(t: Tempat) -> Iterator[ButirKesehatan]:
    if t.folder is None:
        saran = "Pindah ke folder kantor, atau buat yang baru: «capaian init NAMA-FOLDER»."
        yield _note("Folder kantor", f"tidak ada «{settings.NAMA}» di sini maupun di atasnya", saran)
        return
    try:
        from capaian.pipeline.office import open_office

        kantor = open_office(t.folder)
    except CapaianError as e:
        yield _broken("Folder kantor", e.pesan, e.saran or "Perbaiki, lalu jalankan lagi «capaian doctor».")
        return
    yield _well("Folder kantor", f"{kantor.pengaturan.instansi.nama}, {kantor.periode.label}")
    yield _holidays(kantor.libur, t.kini.date(), kantor.pengaturan.hari_pengisian)


def _holidays(libur: frozenset[date], kini: date, n: int) -> ButirKesehatan:
    """Whether deadlines that are set today know the holidays."""
    tenggat = clock.add_working_days(kini, n, libur)
    if tahun := clock.unlisted_years((kini, tenggat), libur):
        kapan = " dan ".join(str(x) for x in tahun)
        saran = "Tambahkan hari libur dan cuti bersama menurut SKB; tanpa itu batas hanya melewati Sabtu dan Minggu."
        return _note("Hari libur", f"«{calendar.NAMA}» belum memuat tahun {kapan} (atau hanya Tahun Baru)", saran)
    ada = sum(x.year == tenggat.year for x in libur)
    return _well("Hari libur", f"{ada} hari tercatat untuk tahun {tenggat.year}")


@_check
def _writable(t: Tempat) -> Iterator[ButirKesehatan]:
    for apa, path in (("Folder sementara", Path(tempfile.gettempdir())), *_own_folders(t)):
        try:
            with tempfile.NamedTemporaryFile(dir=path, prefix=".capaian-"):
                pass
        except OSError as e:
            saran = "Pindahkan folder kantor ke Documents, atau mintakan izin tulis kepada pengelola komputer."
            yield _broken(apa, f"«{path}» tidak dapat ditulisi ({e.strerror})", saran)
            continue
        bebas = shutil.disk_usage(path).free
        if bebas < _RUANG:
            yield _note(apa, f"tinggal {bebas >> 20} MB di disk", "Kosongkan sebagian disk sebelum menghimpun.")
        else:
            yield _well(apa, f"dapat ditulisi, {bebas >> 30} GB kosong")


def _own_folders(t: Tempat) -> list[tuple[str, Path]]:
    return [("Izin tulis folder kantor", t.folder.root)] if t.folder else []


@_check
def _suite(_: Tempat) -> Iterator[ButirKesehatan]:
    from capaian.document import office_suite

    if ada := office_suite.find():
        yield _well("Pembuat PDF", "Microsoft Word" if ada == "word" else ada)
    else:
        saran = "Laporan tetap jadi sebagai Word; untuk PDF pasang LibreOffice, atau simpan sebagai PDF dari Word."
        yield _note("Pembuat PDF", "LibreOffice dan Microsoft Word tidak ditemukan", saran)


@_check
def _fonts(t: Tempat) -> Iterator[ButirKesehatan]:
    from capaian.document import fonts

    dicari: frozenset[str] = frozenset()
    for templat in sorted(shipped("templates").glob("*.docx")):
        data = t.folder.template(templat.name) if t.folder else templat.read_bytes()
        try:
            dicari |= fonts.wanted(data)
        except ValueError:
            yield _broken("Templat", f"«{templat.name}» bukan dokumen Word", "Simpan ulang templat itu sebagai .docx.")
    kurang = fonts.missing(dicari)
    nama = ", ".join(sorted(dicari))
    if kurang is None:
        yield _note("Huruf", f"templat memakai {nama}; komputer ini tidak menyebutkan hurufnya", "Periksa di Word.")
    elif kurang:
        saran = "Pasang huruf itu, atau ganti huruf templat di folder template; tanpa itu halaman bergeser."
        yield _note("Huruf", f"tidak ada: {', '.join(sorted(kurang))}", saran)
    else:
        yield _well("Huruf", f"{nama} ada, atau padanannya yang selebar")


@_check
def _open_files(t: Tempat) -> Iterator[ButirKesehatan]:
    """Word and Excel leave `~$name` beside an open file, LibreOffice `.~lock.name#`; Windows also refuses writing."""
    if t.folder is None:
        return
    terbuka = []
    for nama in ("formulir", "koreksi", "laporan", "surat", "narasi"):
        for p in sorted((t.folder.root / nama).rglob("*")):
            if p.name.startswith(("~$", ".~lock.")) or (p.suffix in (".docx", ".xlsx") and _refuses(p)):
                terbuka.append(t.folder.relatif(p))
    if terbuka:
        yield _note("Berkas terbuka", ", ".join(terbuka[:5]), "Tutup di Word atau Excel sebelum menulisnya lagi.")
    else:
        yield _well("Berkas terbuka", "tidak ada berkas keluaran yang sedang dibuka")


def _refuses(path: Path) -> bool:
    try:
        with path.open("r+b"):
            return False
    except OSError:
        return True


@_check
def _clock_and_ledger(t: Tempat) -> Iterator[ButirKesehatan]:
    yield _well("Jam komputer", f"{tanggal(t.kini.date())}, pukul {t.kini:%H.%M}")
    if t.folder is None or not t.folder.basis_data.exists():
        return
    from capaian.ledger import demand_current, look
    from capaian.pipeline import integrity

    try:
        hasil = integrity.verify(t.folder)
        with look(t.folder.basis_data) as (ledger, _):
            terakhir = max((e.waktu for e in ledger.events()), default=None)
    except CapaianError as e:
        yield _broken("Buku catatan", e.pesan, e.saran or "Jalankan «capaian verify».")
        return
    if hasil.kerusakan:
        masalah = f"{len(hasil.kerusakan)} kerusakan, antara lain {hasil.kerusakan[0].tempat}"
        yield _broken("Buku catatan", masalah, "Jalankan «capaian verify», lalu ikuti sarannya.")
    else:
        yield _well("Buku catatan", f"utuh, {hasil.n_peristiwa} catatan")
    try:
        demand_current(t.folder.basis_data)
    except StateError:
        yield _note("Buku catatan", "bentuknya dari versi lama", "Mutakhirkan dengan «capaian upgrade».")
    if terakhir is not None and terakhir > t.kini:
        lewat = f"catatan terakhir bertanggal {tanggal(terakhir.date())}, sesudah jam komputer ini"
        yield _note("Jam komputer", lewat, "Betulkan tanggal dan jam komputer sebelum mencatat apa pun.")


@_check
def _console(t: Tempat) -> Iterator[ButirKesehatan]:
    try:
        TANDA.encode(t.sandi)
    except (UnicodeEncodeError, LookupError):
        saran = "Hasil tetap terbaca; tanda yang tidak ada ditulis dengan huruf biasa. Agar lengkap, pakai Windows "
        saran += "Terminal."
        if sys.platform == "win32":
            saran += " Atau ketik dahulu «chcp 65001»."
        yield _note("Huruf layar", f"sandi {t.sandi} tidak memuat semua tanda", saran)
        return
    yield _well("Huruf layar", t.sandi)
