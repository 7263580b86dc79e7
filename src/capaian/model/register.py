"""The procedure as data: steps, events, and where a cycle stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

FORMULIR_TERBIT = "formulir.terbit"
"""Kind of the event that records an issued form; the next ones: a received file, a validation, a return pack, a draft,
a letter that came in, the disposisi of the head, that of the Sekretaris, a text of the office's own.

Kinds stand in the hash chain, so they never change.
"""
BERKAS_DITERIMA = "berkas.diterima"
BERKAS_DIKESAMPINGKAN = "berkas.dikesampingkan"
"""A stopped file that its sender does not stand by: it holds nothing up any more."""
DATA_DIPERIKSA = "data.diperiksa"
KOREKSI_DISUSUN = "koreksi.disusun"
LAPORAN_DISUSUN = "laporan.disusun"
SURAT_DITERIMA = "surat.diterima"
SURAT_DIDISPOSISI = "surat.disposisi"
SURAT_DITINDAKLANJUTI = "surat.ditindaklanjuti"
SURAT_DIPINDAI = "surat.dipindai"
"""The scan of a letter that stood in the agenda without one."""
SURAT_DIBATALKAN = "surat.dibatalkan"
"""A letter, or what was recorded on one, was entered by mistake: it stays in the ledger and counts no more."""
DISPOSISI_DIBATALKAN = "surat.disposisi_dibatalkan"
NARASI_DICATAT = "narasi.dicatat"
FORMULIR_DIKIRIM = "formulir.dikirim"
"""A form went out to its unit, by which way, under which number."""
LAPORAN_DISERAHKAN = "laporan.diserahkan"
"""The acts on a report: handed over for review, sent back with notes, a note answered, accepted, approved, reopened,
sent, received."""
LAPORAN_DIKEMBALIKAN = "laporan.dikembalikan"
CATATAN_DIJAWAB = "laporan.catatan_dijawab"
LAPORAN_DIREVIU = "laporan.direviu"
LAPORAN_DISAHKAN = "laporan.disahkan"
LAPORAN_DITANDATANGANI = "laporan.ditandatangani"
LAPORAN_DIBUKA = "laporan.dibuka"
LAPORAN_DIKIRIM = "laporan.dikirim"
LAPORAN_DITERIMA = "laporan.diterima"
FOLDER_DIMUTAKHIRKAN = "folder.dimutakhirkan"
"""The ledger of an older version was brought to the shape of this one; the old one was kept."""
SERAH_TERIMA = "serah_terima.disusun"
"""The folder was packed for a successor."""


@dataclass(frozen=True, slots=True)
class Langkah:
    """One step of the SOP, as it stands in the SOP.

    Attributes:
        perintah: Commands that do it.
        peristiwa: Kind of ledger event that shows it was done; empty when no event can.
    """

    nomor: int
    tahap: str
    pelaksana: str
    kelengkapan: str
    waktu: str
    keluaran: str
    perintah: tuple[str, ...] = ()
    peristiwa: str = ""


@dataclass(frozen=True, slots=True)
class Peristiwa:
    """One event of the ledger's hash chain.

    Attributes:
        urut: Sequence number from 1.
        waktu: Local time with offset; information only, order is by `urut`.
        jenis: Kind, such as `formulir.terbit`.
        isi: What happened, as JSON values.
    """

    urut: int
    waktu: datetime
    jenis: str
    pelaku: str
    isi: Mapping[str, object]
    segel: str


@dataclass(frozen=True, slots=True)
class StatusUnit:
    """Where one unit stands.

    Attributes:
        keadaan: `belum diterbitkan`, `belum mengirim`, `dikembalikan`, `perlu dilengkapi`, `diterima` …
        induk: The bidang under which a sub-unit is shown; empty for a bidang.
        berformulir: Whether it has a form of its own; a bidang whose sub-units fill everything has none, and its
            `keadaan` is that of the one that is furthest behind.
    """

    kode: str
    nama: str
    keadaan: str
    berkas: str = ""
    n_kesalahan: int = 0
    n_peringatan: int = 0
    induk: str = ""
    berformulir: bool = True
