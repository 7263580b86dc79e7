"""The terminal: small words, tables, and the JSON document of a command."""

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
from rich.table import Table
from rich.text import Text

from capaian.errors import CapaianError, DataError
from capaian.model.finding import Severity
from capaian.model.kiriman import Putusan
from capaian.text.inert import for_terminal, shorten

VERSI_JSON = 1
_ANTARA = 3
"""Characters between two columns of a table."""
_SINGKAT = 24
"""What is left of a text that is cut, at least."""
GAYA: dict[Enum, str] = {
    Putusan.DITERIMA: "green",
    Putusan.DENGAN_CATATAN: "green",
    Putusan.KARANTINA: "red",
    Putusan.DUPLIKAT: "dim",
    Putusan.DIABAIKAN: "dim",
    Severity.KESALAHAN: "bold red",
    Severity.PERINGATAN: "yellow",
    Severity.CATATAN: "dim",
}


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

    @property
    def lebar(self) -> int:
        """Width of the terminal in characters."""
        return self._keluar.width

    @property
    def konsol(self) -> Console:
        """Where results are drawn, for what is drawn more than once."""
        return self._keluar

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

    def text(self, teks: str) -> None:
        """Print a text that is copied from the terminal: its lines are broken where it breaks them, nowhere else."""
        if not self.json_saja:
            for baris in teks.splitlines():
                self._keluar.print(Text(for_terminal(baris)), soft_wrap=True)

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
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        kolom = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        tampil = self._pesan.is_terminal and not self.diam
        with Progress(*kolom, console=self._pesan, transient=True, disable=not tampil) as bar:
            tugas = bar.add_task(judul, total=None)
            yield lambda n, total: bar.update(tugas, completed=n, total=total)

    def document(self, jenis: str, isi: object) -> None:
        """Print the JSON document of a command."""
        if self.json_saja:
            dokumen = {"capaian": VERSI_JSON, "jenis": jenis, "isi": plain(isi)}
            berkas = self._keluar.file
            # Signs spelled in the letters of a code page would close strings; JSON has a spelling of its own.
            semua_huruf = (getattr(berkas, "encoding", None) or "utf-8").casefold().startswith("utf")
            berkas.write(json.dumps(dokumen, ensure_ascii=not semua_huruf, indent=2) + "\n")

    def table(self, kolom: Sequence[tuple[str, str]], baris: Iterable[Sequence[str | Text]]) -> None:
        """Print a table.

        Args:
            kolom: Header and kind of each column: `kanan` is set to the right, `singkat` is cut to the width that
                the others leave, so that every row stays on one line.
            baris: Cells of each row.
        """
        if self.json_saja:
            return
        baris = [tuple(isi) for isi in baris]
        sisa = self.lebar - _ANTARA * (len(kolom) - 1)
        for n, (judul, jenis) in enumerate(kolom):
            sisa -= 0 if jenis == "singkat" else max(len(judul), *(len(isi[n]) for isi in baris), 0)
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
        for judul, rata in kolom:
            table.add_column(Text(judul), justify="right" if rata == "kanan" else "left", overflow="fold")
        for isi in baris:
            table.add_row(
                *(
                    x
                    if isinstance(x, Text)
                    else Text(for_terminal(shorten(x, max(_SINGKAT, sisa)) if j == "singkat" else x))
                    for x, (_, j) in zip(isi, kolom, strict=True)
                )
            )
        self._keluar.print(table)

    def print(self, isi: Text) -> None:
        """Print a styled line of a result."""
        if not self.json_saja:
            self._keluar.print(isi)


def plain(nilai: object) -> object:
    """Return records as JSON values: decimals as text, so that no digit is lost."""
    if is_dataclass(nilai) and not isinstance(nilai, type):
        return {f.name: plain(getattr(nilai, f.name)) for f in fields(nilai)}
    if isinstance(nilai, Enum):
        return nilai.value
    if isinstance(nilai, (date, datetime)):
        return nilai.isoformat()
    if isinstance(nilai, (Decimal, Path)):
        return str(nilai)
    if isinstance(nilai, dict):
        return {str(k): plain(v) for k, v in nilai.items()}
    if isinstance(nilai, (list, tuple, set, frozenset)):
        return [plain(v) for v in nilai]
    return nilai
