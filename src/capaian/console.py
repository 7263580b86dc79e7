"""Say results: tables for people, one JSON document for programs, from the same records.

Foreign text never meets markup: everything goes through `inert.for_terminal` and rich `Text`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import IO, Any

from rich import box
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text

from capaian.errors import CapaianError, DataError
from capaian.model.capaian import Capaian, Rekap, SerapanAnggaran
from capaian.model.finding import Finding, Severity
from capaian.model.hasil import FormulirTerbit, HasilKumpul, HasilLaporan, HasilPeriksa, HasilStatus
from capaian.model.kiriman import Penerimaan, Putusan
from capaian.model.register import StatusUnit
from capaian.model.tabel import HasilPeriksaSkema, HasilTukarSkema
from capaian.text.dates import hari_tanggal, tanggal
from capaian.text.inert import for_terminal, shorten
from capaian.text.numbers import format_angka, format_rupiah

VERSI_JSON = 1
_GAYA = {
    Putusan.DITERIMA: "green",
    Putusan.DENGAN_CATATAN: "green",
    Putusan.KARANTINA: "red",
    Putusan.DUPLIKAT: "dim",
    Putusan.DIABAIKAN: "dim",
    Severity.KESALAHAN: "bold red",
    Severity.PERINGATAN: "yellow",
    Severity.CATATAN: "dim",
}
_TANDA = {"selesai": "✓", "berjalan": "…", "belum": " "}


class Terminal:
    """Where results and messages go: results to stdout, the rest to stderr.

    Args:
        keluar: Results.
        pesan: Messages and progress.
        json_saja: Print one JSON document instead of tables.
        diam: Print results only.
    """

    def __init__(self, keluar: IO[str], pesan: IO[str], *, json_saja: bool = False, diam: bool = False) -> None:
        self._keluar = Console(file=keluar, highlight=False, emoji=False, soft_wrap=False)
        self._pesan = Console(file=pesan, highlight=False, emoji=False)
        self.json_saja = json_saja
        self.diam = diam

    # --- small words ---

    def line(self, teks: str = "", gaya: str = "") -> None:
        """Print one line of a result."""
        if not self.json_saja:
            self._keluar.print(Text(for_terminal(teks), style=gaya))

    def item(self, label: str, teks: str, gaya: str = "", lebar: int = 2) -> None:
        """Print a label and a text that wraps beside it, not under it."""
        if self.json_saja:
            return
        grid = Table.grid(padding=0)
        grid.add_column(width=lebar, no_wrap=True)
        grid.add_column(overflow="fold")
        grid.add_row(Text(label, style=gaya), Text(for_terminal(teks), style=gaya))
        self._keluar.print(grid)

    def place(self, label: str, tempat: str, lebar: int = 17) -> None:
        """Print where something is, on one line however long, so that it can be copied."""
        if not self.json_saja:
            self._keluar.print(Text(f"{label:<{lebar}}{for_terminal(tempat)}"), soft_wrap=True)

    def heading(self, teks: str) -> None:
        """Print the heading of a result."""
        if not self.json_saja:
            self._keluar.print()
            self._keluar.print(Text(for_terminal(teks), style="bold"))

    def note(self, teks: str, gaya: str = "") -> None:
        """Say something that is no result."""
        if not self.diam:
            self._pesan.print(Text(for_terminal(teks), style=gaya))

    def error(self, e: CapaianError) -> None:
        """Say what went wrong, where, and what to do."""
        self._pesan.print(Text(f"Gagal: {for_terminal(e.pesan)}", style="bold red"))
        for n, (tempat, pesan, saran) in enumerate(e.daftar if isinstance(e, DataError) else (), 1):
            self._pesan.print(Text(f"{n:>3}. {for_terminal(tempat)}", style="bold"))
            self._pesan.print(Text(f"     {for_terminal(pesan)}"))
            self._pesan.print(Text(f"     → {for_terminal(saran)}", style="cyan"))
        if e.saran:
            self._pesan.print(Text(f"→ {for_terminal(e.saran)}", style="cyan"))

    @contextmanager
    def progress(self, judul: str) -> Iterator[Any]:
        """Show a bar on stderr while a long step runs; gives the function that moves it."""
        kolom = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        tampil = self._pesan.is_terminal and not self.diam
        with Progress(*kolom, console=self._pesan, transient=True, disable=not tampil) as bar:
            tugas = bar.add_task(judul, total=None)
            yield lambda n, total: bar.update(tugas, completed=n, total=total)

    def document(self, jenis: str, isi: object) -> None:
        """Print the JSON document of a command."""
        if self.json_saja:
            dokumen = {"capaian": VERSI_JSON, "jenis": jenis, "isi": plain(isi)}
            self._keluar.file.write(json.dumps(dokumen, ensure_ascii=False, indent=2) + "\n")

    def _table(self, kolom: Sequence[tuple[str, str]], baris: Iterable[Sequence[str | Text]]) -> None:
        if self.json_saja:
            return
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
        for judul, rata in kolom:
            table.add_column(Text(judul), justify="right" if rata == "kanan" else "left", overflow="fold")
        for isi in baris:
            table.add_row(*(x if isinstance(x, Text) else Text(for_terminal(x)) for x in isi))
        self._keluar.print(table)

    # --- results ---

    def forms(self, terbit: Sequence[FormulirTerbit], folder: str) -> None:
        """Show issued forms."""
        self.document("formulir", terbit)
        self.heading(f"Formulir isian di {folder}")
        self._table(
            (("Unit", ""), ("Berkas", ""), ("Indikator", "kanan"), ("Sub keg.", "kanan"), ("", "")),
            (
                (t.unit.kode, t.berkas.name, str(t.n_indikator), str(t.n_sub_kegiatan), "baru" if t.baru else "tetap")
                for t in terbit
            ),
        )
        if terbit:
            n, di = len({t.surat for t in terbit}), terbit[0].surat.parent.name
            self.line(f"Surat pengantar: {n} berkas di {folder}/{di}")
            self.line(f"Batas pengembalian: {hari_tanggal(max(t.tenggat for t in terbit))}.")

    def collected(self, hasil: HasilKumpul) -> None:
        """Show the verdict of every file, reasons, and where the units stand."""
        self.document("penerimaan", hasil)
        self.heading(f"{len(hasil.penerimaan)} berkas dalam inbox")
        self._table(
            (("Berkas", ""), ("Putusan", ""), ("Unit", ""), ("", "")),
            (
                (
                    shorten(p.nama, 44),
                    Text(p.putusan.value, style=_GAYA[p.putusan]),
                    p.unit,
                    "" if p.baru else "sudah tercatat",
                )
                for p in hasil.penerimaan
            ),
        )
        for p in hasil.penerimaan:
            self._reasons(p, hasil.alasan[p.nama])
        hitung = ", ".join(f"{n} {p.value}" for p in Putusan if (n := hasil.jumlah[p]))
        self.line(f"Jumlah: {hitung or 'tidak ada berkas'}.", "bold")
        self.units(hasil.unit)

    def _reasons(self, p: Penerimaan, alasan: Sequence[tuple[str, str]]) -> None:
        if p.putusan in (Putusan.DITERIMA, Putusan.DUPLIKAT):
            return
        for kode, (pesan, saran) in zip((c.kode for c in p.cacat), alasan, strict=True):
            tanda = "✗" if p.putusan is Putusan.KARANTINA else "·"
            self.item(tanda, pesan if p.nama in pesan else f"«{shorten(p.nama, 40)}»: {pesan}")
            if kode.startswith("B") and p.putusan is not Putusan.DIABAIKAN:
                self.item("  →", saran, "cyan", 4)

    def units(self, unit: Sequence[StatusUnit]) -> None:
        """Show the matrix unit × status."""
        self.heading("Keadaan setiap unit")
        self._table(
            (("Unit", ""), ("Nama", ""), ("Keadaan", ""), ("Salah", "kanan"), ("Perlu", "kanan")),
            (
                (
                    u.kode,
                    shorten(f"└ {u.nama}" if u.induk else u.nama, 26),
                    Text(u.keadaan, style="green" if u.keadaan == "lengkap" else "yellow"),
                    str(u.n_kesalahan or ""),
                    str(u.n_peringatan or ""),
                )
                for u in unit
            ),
        )

    def findings(self, hasil: HasilPeriksa, berkas: str) -> None:
        """Show the findings by unit, each with file, sheet and cell."""
        self.document("temuan", hasil)
        self.heading(f"Pemeriksaan {hasil.n_kiriman} formulir, {hasil.n_baris} baris")
        unit = None
        for f in hasil.temuan_tampil:
            if f.kunci.unit != unit:
                unit = f.kunci.unit
                self.line()
                self.line(unit or "Berkas lain", "bold underline")
            self._finding(f)
        catatan = hasil.jumlah(Severity.CATATAN)
        self.line()
        self.line(
            f"{hasil.jumlah(Severity.KESALAHAN)} kesalahan, {hasil.jumlah(Severity.PERINGATAN)} peringatan, "
            f"{catatan} catatan.",
            "bold",
        )
        self.line(f"Daftar untuk dikembalikan kepada unit: {berkas}")

    def schema(self, hasil: HasilPeriksaSkema) -> None:
        """Show what is wrong with the tables, mistakes first, each with its place and what to write."""
        self.document("skema", hasil)
        for t in hasil.temuan:
            self.item(f"{t.severity.value:<10} ", " · ".join(x for x in (t.kode, t.tempat) if x), _GAYA[t.severity], 11)
            self.item("", t.pesan, lebar=11)
            self.item("         →", t.saran, "cyan", 11)
        salah, perlu = hasil.jumlah(Severity.KESALAHAN), hasil.jumlah(Severity.PERINGATAN)
        baris = ", ".join(f"{n} {nama}" for nama, n in hasil.baris.items())
        self.line(f"Diperiksa: {baris or 'tidak ada tabel'}.")
        kata = f"{salah} kesalahan, {perlu} peringatan." if salah or perlu else "Tidak ada kesalahan atau peringatan."
        self.line(kata, "bold red" if salah else "bold yellow" if perlu else "bold green")
        if perlu and not salah:
            self.note("Peringatan tidak menghalangi langkah berikutnya; pastikan saja memang demikian adanya.")

    def exchanged(self, hasil: HasilTukarSkema, apa: str) -> None:
        """Show where the tables stand now, and where the old ones are."""
        self.document("tabel", hasil)
        if not hasil.berubah:
            self.line(f"Tidak ada yang berubah: {hasil.tujuan} sudah berisi tabel yang sama.", "bold")
            return
        self.line(f"{apa} {hasil.tujuan}", "bold")
        self.line(", ".join(f"{n} {nama}" for nama, n in hasil.baris.items()) + ".")
        if hasil.lama:
            self.line(f"Yang lama disimpan di {hasil.lama}")
        if hasil.peringatan:
            self.note(f"Ada {hasil.peringatan} peringatan; lihat «capaian schema check».", "yellow")

    def _finding(self, f: Finding) -> None:
        if self.json_saja:
            return
        kepala = Text()
        kepala.append(f"{f.severity.value:<10} ", style=_GAYA[f.severity])
        kepala.append(f"{f.kode}  ", style="dim")
        kepala.append(for_terminal(" ".join(x for x in (f.kunci.butir, shorten(f.nama_butir, 44)) if x)))
        self._keluar.print(kepala)
        if f.asal:
            self.item("  di", str(f.asal), "dim", 11)
        self.item("  temuan", f.pesan, lebar=11)
        self.item("  harapan", f.diharapkan, lebar=11)
        self.item("  →", f.perbaikan, "cyan", 11)

    def report(self, hasil: HasilLaporan, berkas: str) -> None:
        """Show the achievement of each indicator, the roll-up, and where the draft is."""
        self.document("laporan", hasil)
        self.heading("Capaian indikator")
        self.achievement(hasil.hitungan.capaian)
        self._rekap(hasil.hitungan.rekap_sasaran, hasil.hitungan.rekap_dinas)
        self._serapan(hasil.hitungan.serapan)
        self.line()
        self.line(f"Draf laporan: {berkas} ({hasil.n_angka} angka, masing-masing tercatat asalnya)", "bold")

    def achievement(self, capaian: Sequence[Capaian]) -> None:
        """Show one row per indicator."""
        self._table(
            (("Kode", ""), ("Target", "kanan"), ("Realisasi", "kanan"), ("Capaian", "kanan"), ("", "")),
            (
                (
                    c.indikator,
                    _value(c.target.isi),
                    _value(c.realisasi.isi),
                    "–" if c.persen is None else f"{format_angka(c.persen)}%",
                    c.alasan.value if c.alasan else c.predikat,
                )
                for c in capaian
            ),
        )

    def _rekap(self, sasaran: Sequence[Rekap], dinas: Rekap) -> None:
        self.heading("Rata-rata per sasaran")
        self._table(
            (("Sasaran", ""), ("Capaian", "kanan"), ("Predikat", ""), ("Tercapai", ""), ("Tidak dihitung", "kanan")),
            (
                (
                    r.kode,
                    "–" if r.persen is None else f"{format_angka(r.persen)}%",
                    r.predikat,
                    f"{r.n_tercapai} dari {r.n}",
                    str(r.n_kosong or ""),
                )
                for r in (*sasaran, dinas)
            ),
        )

    def _serapan(self, serapan: Sequence[SerapanAnggaran]) -> None:
        total = next((s for s in serapan if s.tingkat == "total"), None)
        if total is None:
            return
        if total.persen is None or total.realisasi is None:
            self.line(f"Realisasi anggaran belum lengkap: {total.n_kosong} sub kegiatan belum ada datanya.")
        else:
            nilai = f"{format_rupiah(total.realisasi)} dari {format_rupiah(total.pagu)}"
            self.line(f"Realisasi anggaran {nilai} ({format_angka(total.persen)}%).")

    def status(self, hasil: HasilStatus) -> None:
        """Show where the cycle stands."""
        self.document("status", hasil)
        self.heading(f"{hasil.periode.label}")
        if hasil.tenggat is not None and hasil.sisa_hari_kerja is not None:
            sisa = hasil.sisa_hari_kerja
            lagi = f"{sisa} hari kerja lagi" if sisa >= 0 else f"lewat {-sisa} hari kerja"
            self.line(f"Batas pengembalian formulir: {tanggal(hasil.tenggat)} ({lagi}).")
        self._table(
            (("", ""), ("No", "kanan"), ("Langkah SOP", ""), ("Keadaan", "")),
            (
                (
                    _TANDA[k.keadaan],
                    str(k.langkah.nomor),
                    shorten(k.langkah.tahap, 46),
                    f"{k.keadaan} {k.waktu}".strip(),
                )
                for k in hasil.langkah
            ),
        )
        self.units(hasil.unit)
        self.heading("Langkah berikutnya")
        for saran in hasil.berikutnya:
            self.item("→", saran, "cyan")


def _value(isi: Decimal | str | None) -> str:
    return "–" if isi is None else isi if isinstance(isi, str) else format_angka(isi, 4, ringkas=True)


def plain(nilai: object) -> object:
    """Return records as JSON values: decimals as text, so that no digit is lost."""
    if is_dataclass(nilai) and not isinstance(nilai, type):
        return {f.name: plain(getattr(nilai, f.name)) for f in fields(nilai)}
    if isinstance(nilai, Enum):
        return nilai.value
    if isinstance(nilai, (Decimal, date, datetime, Path)):
        return str(nilai)
    if isinstance(nilai, dict):
        return {str(k): plain(v) for k, v in nilai.items()}
    if isinstance(nilai, (list, tuple, set, frozenset)):
        return [plain(v) for v in nilai]
    return nilai
