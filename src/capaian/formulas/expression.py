"""Expressions of the office's own rules: text to a small tree. Nothing else is understood, and nothing is executed.

    r("IK-1.4") / r("IK-1.5") * 100        jumlah(r("IK-2"); r("IK-3"); 0,5)        -(1.250 + 3)

A number is read as everywhere in this program, with the decimal comma. Arguments are separated by a semicolon, as in
Excel with Indonesian settings; a comma does as well where it cannot be the comma of a number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from capaian.formulas.functions import FUNGSI
from capaian.model.aturan_kantor import ACUAN, Call, Expression, Literal, Negation, Operation, Reference
from capaian.text import numbers
from capaian.text.inert import shorten
from capaian.text.words import maksud

MAKS_HURUF, MAKS_TANDA, MAKS_DALAM = 1000, 200, 20
"""Limits that no sentence of an office comes near: characters, tokens, and parentheses inside parentheses."""
_MAKS_DIGIT = 18
_INDONESIA = re.compile(r"[0-9]{1,3}(\.[0-9]{3})+(,[0-9]+)?|[0-9]+([.,][0-9]+)?")
"""`100,200,300` is no number here: it may be three arguments."""
_SERUPA = {"sum": "jumlah", "max": "maks", "round": "bulat", "realisasi": "r", "target": "t"}
_KENAL = (*ACUAN, *FUNGSI)
_PETIK = '"“”„'
"""Quotation marks, also those that Word types."""
_GANTI = str.maketrans({"−": "-", "–": "-", "×": "*", "÷": "/"})
_TOKEN = re.compile(
    rf"(?P<angka>[0-9]+(?:[.,][0-9]+)*)|(?P<nama>[A-Za-z_][A-Za-z_0-9]*)|(?P<kode>[{_PETIK}][^{_PETIK}]*[{_PETIK}])"
    r"|(?P<tanda>[-+*/();,])|(?P<kosong>\s+)"
)


@dataclass(frozen=True, slots=True)
class Galat:
    """Why a text is no expression.

    Attributes:
        letak: Character at which it shows, counted from 1.
    """

    letak: int
    pesan: str
    saran: str


class _StopError(Exception):
    def __init__(self, letak: int, pesan: str, saran: str) -> None:
        super().__init__(pesan)
        self.galat = Galat(letak, pesan, saran)


@dataclass(frozen=True, slots=True)
class _Token:
    jenis: str
    teks: str
    letak: int


def parse(teks: str) -> Expression | Galat:
    """Read an expression; a text that is none gives the first mistake in it, never an exception."""
    try:
        return _Parser(_tokens(teks), len(teks)).whole()
    except _StopError as e:
        return e.galat


def _tokens(teks: str) -> list[_Token]:
    if len(teks) > MAKS_HURUF:
        raise _StopError(MAKS_HURUF + 1, f"panjangnya {len(teks)} huruf", f"Paling banyak {MAKS_HURUF} huruf.")
    hasil: list[_Token] = []
    datar, letak = teks.translate(_GANTI), 0
    while letak < len(datar):
        m = _TOKEN.match(datar, letak)
        if m is None:
            raise _unknown_sign(datar, letak)
        if m.lastgroup != "kosong":
            hasil.append(_Token(str(m.lastgroup), m[0], letak + 1))
        letak = m.end()
    if len(hasil) > MAKS_TANDA:
        pesan = "terlalu banyak bagian"
        raise _StopError(hasil[MAKS_TANDA].letak, pesan, f"Paling banyak {MAKS_TANDA} angka, nama, dan tanda.")
    return hasil


def _unknown_sign(teks: str, letak: int) -> _StopError:
    tanda = teks[letak]
    if tanda in _PETIK:
        return _StopError(letak + 1, "tanda petik tidak ditutup", 'Tulis kode di antara dua tanda petik: r("IK-1").')
    saran = {
        "%": "Tulis angkanya saja: 50, bukan 50%.",
        "'": 'Tulis kode di antara tanda petik ganda: r("IK-1").',
    }
    if tanda in "<>=":
        lain = "Tanda pembanding ditulis pada kolom Operator."
    else:
        lain = saran.get(tanda, "Pakai angka, + - * / ( ), dan fungsi yang dikenal.")
    return _StopError(letak + 1, f"tanda «{shorten(tanda)}» tidak dikenal", lain)


class _Parser:
    """Recursive descent over the tokens: sum, product, sign, atom."""

    def __init__(self, tokens: Sequence[_Token], panjang: int) -> None:
        self._tokens, self._i, self._dalam = tokens, 0, 0
        self._akhir = _Token("akhir", "", panjang + 1)

    @property
    def _kini(self) -> _Token:
        return self._tokens[self._i] if self._i < len(self._tokens) else self._akhir

    def _take(self) -> _Token:
        kini = self._kini
        self._i += 1
        return kini

    def _is(self, *teks: str) -> bool:
        return self._kini.jenis == "tanda" and self._kini.teks in teks

    def _expect(self, teks: str, saran: str) -> None:
        if not self._is(teks):
            raise _StopError(self._kini.letak, f"seharusnya «{teks}», tetapi {_shown(self._kini)}", saran)
        self._i += 1

    def whole(self) -> Expression:
        """Read all tokens as one expression."""
        hasil = self._sum()
        if self._kini.jenis != "akhir":
            saran = "Tulis + - * atau / di antara dua nilai; periksa juga tanda kurungnya."
            if self._is(";", ","):
                saran = "Titik koma dan koma hanya memisahkan nilai di dalam fungsi: min(1; 2)."
            raise _StopError(self._kini.letak, f"«{shorten(self._kini.teks)}» tidak pada tempatnya", saran)
        return hasil

    def _sum(self) -> Expression:
        hasil = self._product()
        while self._is("+", "-"):
            hasil = Operation(self._take().teks, hasil, self._product())
        return hasil

    def _product(self) -> Expression:
        hasil = self._signed()
        while self._is("*", "/"):
            hasil = Operation(self._take().teks, hasil, self._signed())
        return hasil

    def _signed(self) -> Expression:
        if not self._is("-", "+"):
            return self._atom()
        tanda = self._take()
        self._deeper(tanda)
        isi = self._signed()
        self._dalam -= 1
        return Negation(isi) if tanda.teks == "-" else isi

    def _deeper(self, di: _Token) -> None:
        self._dalam += 1
        if self._dalam > MAKS_DALAM:
            raise _StopError(di.letak, "terlalu banyak kurung di dalam kurung", f"Paling banyak {MAKS_DALAM} tingkat.")

    def _atom(self) -> Expression:
        kini = self._take()
        if kini.jenis == "angka":
            return Literal(_number(kini))
        if kini.jenis == "nama":
            return self._named(kini)
        if kini.jenis == "tanda" and kini.teks == "(":
            self._deeper(kini)
            hasil = self._sum()
            self._expect(")", "Setiap kurung buka memerlukan kurung tutup.")
            self._dalam -= 1
            return hasil
        if kini.jenis == "kode":
            raise _StopError(
                kini.letak, f"kode {kini.teks} berdiri sendiri", f"Tulis nilainya, misalnya r({kini.teks})."
            )
        raise _StopError(kini.letak, f"seharusnya ada nilai, tetapi {_shown(kini)}", "Tulis angka atau fungsi.")

    def _named(self, nama: _Token) -> Expression:
        kunci = nama.teks.casefold()
        if kunci not in _KENAL:
            serupa = f" Mungkin maksudnya «{_SERUPA[kunci]}»." if kunci in _SERUPA else maksud(nama.teks, _KENAL)
            pesan = f"fungsi «{shorten(nama.teks)}» tidak dikenal.{serupa}".removesuffix(".")
            raise _StopError(nama.letak, pesan, f"Fungsi yang dikenal: {', '.join(_KENAL)}.")
        contoh = f'{kunci}("IK-1")' if kunci in ACUAN else FUNGSI[kunci].contoh
        self._expect("(", f"Tulis misalnya {contoh}.")
        if kunci in ACUAN:
            return self._reference(kunci)
        self._deeper(nama)
        isi = self._arguments(nama)
        self._dalam -= 1
        f = FUNGSI[kunci]
        if len(isi) < f.sedikit or (f.banyak is not None and len(isi) > f.banyak):
            perlu = f.sedikit if f.banyak == f.sedikit else f"sedikitnya {f.sedikit}"
            pesan = f"«{kunci}» memerlukan {perlu} nilai, tertulis {len(isi)}"
            raise _StopError(nama.letak, pesan, f"Pisahkan dengan titik koma: {contoh}.")
        return Call(kunci, isi)

    def _reference(self, fungsi: str) -> Reference:
        kode = self._take()
        if kode.jenis != "kode":
            pesan = f"seharusnya kode dalam tanda petik, tetapi {_shown(kode)}"
            raise _StopError(kode.letak, pesan, f'Tulis misalnya {fungsi}("IK-1").')
        self._expect(")", f'Tulis satu kode saja: {fungsi}("IK-1").')
        return Reference(fungsi, " ".join(kode.teks[1:-1].split()), kode.letak)

    def _arguments(self, nama: _Token) -> tuple[Expression, ...]:
        awal, isi, koma = self._i, [self._sum()], False
        while self._is(";", ","):
            koma |= self._take().teks == ","
            isi.append(self._sum())
        if koma and any(t.jenis == "angka" and "," in t.teks for t in self._tokens[awal : self._i]):
            # `min(a, 1,5)` has two values or three.
            pesan = f"koma dalam «{nama.teks}» dapat berarti pemisah atau koma desimal"
            raise _StopError(nama.letak, pesan, "Pisahkan nilai dengan titik koma: min(1,5; 2).")
        self._expect(")", "Setiap kurung buka memerlukan kurung tutup; pisahkan nilai dengan titik koma.")
        return tuple(isi)


def _number(token: _Token) -> Decimal:
    bacaan = numbers.baca(token.teks) if _INDONESIA.fullmatch(token.teks) else numbers.Bacaan(numbers.Kepastian.BUKAN)
    if bacaan.pilihan:
        a, b = (f"{p:f}".replace(".", ",") for p in bacaan.pilihan)
        raise _StopError(token.letak, f"«{token.teks}» dapat berarti {a} atau {b}", f"Tulis {a} atau {b}0.")
    nilai = bacaan.nilai
    if nilai is None or len(nilai.as_tuple().digits) > _MAKS_DIGIT:
        pesan = f"«{shorten(token.teks)}» bukan angka yang dapat dibaca"
        raise _StopError(token.letak, pesan, "Tulis misalnya 1250000 atau 12,5, paling banyak 18 angka.")
    return nilai


def _shown(token: _Token) -> str:
    return "teksnya berakhir" if token.jenis == "akhir" else f"tertulis «{shorten(token.teks)}»"
