"""Numbers as Indonesian offices write them: one closed grammar for reading, one way of writing.

Reading never guesses: a text is one number, one of two numbers (then it is asked about), or no number.
Source of the forms read: published tables of labour agencies, 2016 to 2020.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, getcontext
from enum import Enum

_BLANKS = re.compile("[\\s\u00a0\u1680\u180e\u2000-\u200d\u202f\u205f\u2060\u3000\ufeff]+")
_MINUS = str.maketrans({"\u2212": "-", "\u2013": "-", "\u2010": "-", "\u2011": "-"})
_DIGITS = re.compile(r"^-?[0-9]+$")
_BODY = re.compile(r"^-?[0-9][0-9.,]*$")
_GROUPED = {".": re.compile(r"^-?[0-9]{1,3}(\.[0-9]{3})+$"), ",": re.compile(r"^-?[0-9]{1,3}(,[0-9]{3})+$")}
_ONE = re.compile(r"^(-?[0-9]+)([.,])([0-9]+)$")
_MONEY = re.compile(r"^rp\.?(?=[0-9 (-])", re.IGNORECASE)
_NOTE = re.compile(r"^([^()]*[0-9%][^()]*?)\s*\(([^()]*[^\W\d_][^()]*)\)$")
"""A number with a remark behind it: `63,36 % (Sedang)`. A remark without a letter might be a second number."""
_CORRECTION = re.compile(
    r"\b(revisi|ralat|koreksi|perbaikan|seharusnya|sebenarnya|menjadi|jadi)\b.*[0-9]", re.IGNORECASE
)
"""A remark that names another number instead: which one is meant is asked about."""
_ACCOUNTING = re.compile(r"^\(\s*([^()\s-][^()]*?)\s*\)$")
_MAX_DIGITS = 30
_LUAS = Context(prec=2 * _MAX_DIGITS)
"""Room for the longest number that can be read, with decimals."""
PERSEN = ("%", "persen", "prosen")
RUPIAH = ("rp", "rupiah")


class Kepastian(Enum):
    """How sure the reading of a text is."""

    ANGKA = "angka"
    RAGU = "ragu"
    """Two readings are possible; a person has to say which."""
    BUKAN = "bukan"


@dataclass(frozen=True, slots=True)
class Bacaan:
    """What a text says as a number.

    Attributes:
        kepastian: Sure, doubtful or not a number.
        nilai: The number when sure.
        pilihan: Both readings when doubtful.
        catatan: What was normalised, in Indonesian; empty when the text was a plain number.
    """

    kepastian: Kepastian
    nilai: Decimal | None = None
    pilihan: tuple[Decimal, ...] = ()
    catatan: str = ""


_BUKAN = Bacaan(Kepastian.BUKAN)


def baca(teks: str, satuan: str = "", *, cacah: bool = False) -> Bacaan:
    """Read a number typed as text.

    Args:
        teks: What was typed, for example `85,5`, `1.234,56`, `30 LPK`, `Rp 1.200.000,-`, `0,34 %`, `(53,88)` for a
            negative number, `63,36 % (Sedang)` with a remark that is kept as a note.
        satuan: Unit of the indicator; it may stand behind the number.
        cacah: The number counts things or is money: `1.234` then means 1234.

    Returns:
        The reading. `catatan` names each step that was needed.
    """
    flat = _blanks(teks).translate(_MINUS)
    if not flat:
        return _BUKAN
    langkah: list[str] = []
    if m := _NOTE.match(flat):
        if _CORRECTION.search(m[2]):
            return _BUKAN
        flat = m[1]
        langkah.append(f"keterangan «{m[2].strip()}» dilepas")
    body, dilepas = _strip_unit(flat, _blanks(satuan))
    if body is None or not _BODY.match(body) or len(body) > _MAX_DIGITS:
        return _BUKAN
    bacaan = _separators(body, cacah=cacah)
    if bacaan.kepastian is Kepastian.BUKAN:
        return bacaan
    semua = [*langkah, *dilepas, *([bacaan.catatan] if bacaan.catatan else [])]
    return Bacaan(bacaan.kepastian, bacaan.nilai, bacaan.pilihan, "; ".join(semua))


def _blanks(teks: str) -> str:
    return _BLANKS.sub(" ", teks).strip()


def _strip_unit(flat: str, satuan: str) -> tuple[str | None, list[str]]:
    """Return the digits and marks of a number, and what was taken off: Rp, brackets, `,-`, the unit; None if odd."""
    langkah: list[str] = []
    body, uang = flat, False
    if _MONEY.match(body):
        if satuan.casefold() not in ("", *RUPIAH):
            return None, []
        body, uang = _MONEY.sub("", body).strip(), True
        langkah.append("tanda «Rp» dilepas")
    kurung = _ACCOUNTING.match(body)
    if kurung:
        body = kurung[1]
        langkah.append("angka dalam kurung dibaca negatif")
    if body.endswith((",-", ".-")):
        body = body[:-2]
        langkah.append("tanda «,-» dilepas")
    if m := re.match(r"^([-0-9.,]*[0-9])\s*([^0-9.,\s()-][^()]*)$", body):
        ekor = m[2].strip()
        if uang or not _same_unit(ekor, satuan):
            return None, []
        body = m[1]
        langkah.append(f"satuan «{ekor}» dilepas")
    return (f"-{body.strip()}" if kurung else body.strip()), langkah


def _same_unit(ekor: str, satuan: str) -> bool:
    if (is_persen(ekor) and is_persen(satuan)) or {ekor.casefold(), satuan.casefold()} <= set(RUPIAH):
        return True
    return ekor.casefold().rstrip(".") == satuan.casefold().rstrip(".") and bool(satuan)


def is_persen(satuan: str) -> bool:
    """Tell whether a unit means percent."""
    return satuan.strip().casefold() in PERSEN


def _separators(body: str, *, cacah: bool) -> Bacaan:
    if _DIGITS.match(body):
        return Bacaan(Kepastian.ANGKA, Decimal(body))
    titik, koma = body.count("."), body.count(",")
    if titik and koma:
        return _both(body)
    tanda = "." if titik else ","
    if titik + koma > 1:
        if not _GROUPED[tanda].match(body):
            return _BUKAN
        return Bacaan(Kepastian.ANGKA, Decimal(body.replace(tanda, "")), catatan=f"tanda ribuan «{tanda}» dilepas")
    return _single(body, tanda, cacah=cacah)


def _both(body: str) -> Bacaan:
    desimal = "." if body.rindex(".") > body.rindex(",") else ","
    ribuan = "," if desimal == "." else "."
    depan, belakang = body.rsplit(desimal, 1)
    if desimal in depan or not _GROUPED[ribuan].match(depan) or not belakang:
        return _BUKAN
    catatan = f"tanda ribuan «{ribuan}» dilepas, «{desimal}» dibaca sebagai koma desimal"
    return Bacaan(Kepastian.ANGKA, Decimal(f"{depan.replace(ribuan, '')}.{belakang}"), catatan=catatan)


def _single(body: str, tanda: str, *, cacah: bool) -> Bacaan:
    m = _ONE.match(body)
    if not m:
        return _BUKAN
    desimal = Decimal(f"{m[1]}.{m[3]}")
    ribuan_mungkin = bool(_GROUPED[tanda].match(body)) and m[1].lstrip("-") != "0"
    if not ribuan_mungkin:
        return Bacaan(Kepastian.ANGKA, desimal, catatan=f"«{tanda}» dibaca sebagai koma desimal")
    ribuan = Decimal(m[1] + m[3])
    if tanda == "." and cacah:
        return Bacaan(Kepastian.ANGKA, ribuan, catatan="«.» dibaca sebagai tanda ribuan")
    if tanda == "," and not cacah:
        return Bacaan(Kepastian.ANGKA, desimal, catatan="«,» dibaca sebagai koma desimal")
    # «1.234» for a percentage and «1,234» for a count are both written by people who mean the other thing.
    return Bacaan(Kepastian.RAGU, pilihan=(ribuan, desimal))


def bulatkan(nilai: Decimal, desimal: int) -> Decimal:
    """Round half up to `desimal` places: the only rounding of this program, done at the edge."""
    konteks = getcontext()
    luas = konteks if konteks.prec > _LUAS.prec else _LUAS
    return nilai.quantize(Decimal(1).scaleb(-desimal), rounding=ROUND_HALF_UP, context=luas)


def format_angka(nilai: Decimal, desimal: int = 2, *, ringkas: bool = False) -> str:
    """Write a number with a decimal comma and thousands dots: `1.234.567,89`.

    Args:
        nilai: The number, unrounded.
        desimal: Places after the comma; rounded half up.
        ringkas: Drop zeros at the end of the decimals.
    """
    bulat = bulatkan(nilai, desimal)
    if bulat == 0:
        bulat = abs(bulat)
    teks = f"{bulat:,f}".replace(",", "\0").replace(".", ",").replace("\0", ".")
    if ringkas and "," in teks:
        teks = teks.rstrip("0").rstrip(",")
    return teks


def format_rupiah(nilai: Decimal) -> str:
    """Write money: `Rp1.234.567` (PUEBI: no space)."""
    tanda = "-" if nilai < 0 else ""
    return f"{tanda}Rp{format_angka(abs(nilai), 0)}"
