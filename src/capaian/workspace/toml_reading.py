"""Values of `capaian.toml` as its declaration wants them: every mistake is noted with its key, nothing is guessed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from capaian.text.words import maksud
from capaian.workspace.keys import TANPA, Bagian, Kunci

_MISSING = object()
_NOTHING: Mapping[str, Any] = {"daftar": [], "tanggal": None, "teks": ""}


@dataclass
class Reading:
    """The problems found so far.

    Args:
        nama: Name of the file, for the places of problems.
    """

    nama: str
    masalah: list[tuple[str, str, str]] = field(default_factory=list)

    def note(self, kunci: str, pesan: str, saran: str) -> None:
        """Note a problem at a key."""
        self.masalah.append((f"{self.nama} · {kunci}", pesan, saran))

    def section(self, di: str, isi: object, bagian: Bagian) -> dict[str, Any]:
        """Return the values of a table by key; keys that are wrong have the value of missing ones.

        Sections inside it are read too: a table as a dictionary, a list as a list of them, named ones by name.
        """
        if not isinstance(isi, dict):
            self.note(di, f"«{di}» bukan bagian.", f"Tulis [{di}], lalu kuncinya di bawahnya.")
            isi = {}
        self._known(di, isi, bagian)
        hasil: dict[str, Any] = {k.nama: self._value(di, isi.get(k.nama, _MISSING), k) for k in bagian.kunci}
        for b in bagian.bagian:
            letak = f"{di}.{b.nama}" if di else b.nama
            hasil[b.nama] = _SHAPES[b.bentuk](self, letak, isi.get(b.nama, _MISSING), b)
        return hasil

    def _known(self, di: str, isi: Mapping[str, object], bagian: Bagian) -> None:
        for k in isi:
            if k not in bagian.dikenal:
                pesan = f"Kunci «{k}» tidak dikenal.{maksud(k, bagian.dikenal)}"
                self.note(f"{di}.{k}" if di else k, pesan, f"Kunci yang dikenal: {', '.join(bagian.dikenal)}.")

    def _table(self, di: str, isi: object, bagian: Bagian) -> dict[str, Any]:
        if isi is _MISSING:
            if bagian.wajib:
                self.note(di, f"Bagian [{di}] tidak ada.", f"Tulis [{di}].")
                return self._absent(bagian)
            isi = {}
        return self.section(di, isi, bagian)

    def _absent(self, bagian: Bagian) -> dict[str, Any]:
        """The values of a section that is missing, which was said already."""
        return Reading("").section(bagian.nama, {}, bagian)

    def _array(self, di: str, isi: object, bagian: Bagian) -> list[dict[str, Any]]:
        if isi is _MISSING:
            isi = []
        if not isinstance(isi, list) or not all(isinstance(x, dict) for x in isi):
            self.note(di, "Bukan daftar bagian.", f"Tulis [[{di}]] untuk tiap butir.")
            return []
        return [self.section(f"{di} ke-{n}", x, bagian) for n, x in enumerate(isi, 1)]

    def _named(self, di: str, isi: object, bagian: Bagian) -> dict[str, dict[str, Any]]:
        if isi is _MISSING:
            isi = {}
        if not isinstance(isi, dict):
            self.note(di, f"«{di}» bukan bagian.", f"Tulis [{di}.KODE].")
            return {}
        return {kode: self.section(f"{di}.{kode}", x, bagian) for kode, x in isi.items()}

    def _value(self, di: str, isi: object, kunci: Kunci) -> Any:
        letak = f"{di}.{kunci.nama}"
        baku = _default(kunci)
        if isi is _MISSING:
            if kunci.wajib:
                self.note(letak, f"Kunci «{kunci.nama}» belum diisi.", f"Tulis {kunci.nama} = {_example(kunci)}.")
            return baku
        return _KINDS[kunci.jenis](self, letak, isi, kunci, baku)

    def _text(self, letak: str, isi: object, kunci: Kunci, baku: object) -> object:
        if not isinstance(isi, str):
            saran = f'Tulis di antara tanda kutip: {kunci.nama} = "{isi}".'
            self.note(letak, f"Kunci «{kunci.nama}» harus berupa teks.", saran)
            return baku
        if kunci.wajib and not isi.strip():
            self.note(letak, f"Kunci «{kunci.nama}» kosong.", "Isi dengan keterangan kantor Anda.")
        elif kunci.pilihan and isi.strip() not in kunci.pilihan:
            pilihan = ", ".join(kunci.pilihan)
            self.note(letak, f"«{isi}» tidak dikenal.{maksud(isi, kunci.pilihan)}", f"Pilih: {pilihan}.")
            return baku
        return isi.strip()

    def _words(self, letak: str, isi: object, kunci: Kunci, baku: object) -> object:
        if isinstance(isi, list) and all(isinstance(x, str) for x in isi):
            return isi
        self.note(letak, "Harus berupa daftar teks.", f'Tulis {kunci.nama} = ["…", "…"].')
        return baku

    def _whole(self, letak: str, isi: object, kunci: Kunci, baku: object) -> object:
        if isinstance(isi, bool) or not isinstance(isi, int) or not 0 < isi <= 60:
            self.note(letak, f"«{isi}» bukan bilangan bulat 1 sampai 60.", f"Tulis misalnya {kunci.nama} = {baku}.")
            return baku
        return isi

    def _limit(self, letak: str, isi: object, kunci: Kunci, baku: object) -> object:
        if isi == TANPA:
            return None
        return self._number(letak, isi, kunci, baku, f', atau "{TANPA}"')

    def _number(self, letak: str, isi: object, kunci: Kunci, baku: object, lain: str = "") -> object:
        if isinstance(isi, bool) or not isinstance(isi, (int, Decimal)) or not Decimal(isi).is_finite():
            self.note(letak, f"«{isi}» bukan angka.", f"Tulis angka{lain}: {kunci.nama} = 120.")
            return baku
        return Decimal(isi)

    def _day(self, letak: str, isi: object, kunci: Kunci, baku: object) -> object:
        if isinstance(isi, date) and not isinstance(isi, datetime):
            return isi
        self.note(letak, f"«{isi}» bukan tanggal.", f"Tulis tanpa tanda kutip: {kunci.nama} = 2025-01-31.")
        return baku

    def _truth(self, letak: str, isi: object, kunci: Kunci, baku: object) -> object:
        if isinstance(isi, bool):
            return isi
        self.note(letak, f"«{isi}» bukan true atau false.", f"Tulis {kunci.nama} = true, atau false.")
        return baku


def _default(kunci: Kunci) -> Any:
    if kunci.jenis in ("batas", "angka"):
        return None if kunci.baku in (None, TANPA) else Decimal(str(kunci.baku))
    return _NOTHING.get(kunci.jenis) if kunci.baku is None else kunci.baku


def _example(kunci: Kunci) -> str:
    return {"daftar": '["…", "…"]', "tanggal": "2025-01-31"}.get(kunci.jenis, '"…"')


_KINDS: dict[str, Callable[[Reading, str, object, Kunci, object], object]] = {
    "teks": Reading._text,
    "daftar": Reading._words,
    "bulat": Reading._whole,
    "batas": Reading._limit,
    "angka": Reading._number,
    "tanggal": Reading._day,
    "logika": Reading._truth,
}
_SHAPES: dict[str, Callable[[Reading, str, object, Bagian], Any]] = {
    "tabel": Reading._table,
    "larik": Reading._array,
    "bernama": Reading._named,
}
