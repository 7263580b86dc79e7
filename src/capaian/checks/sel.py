"""Rules on one cell: it could not be understood."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

from capaian.checks.subjects import SelPeriksa
from capaian.model.finding import Severity
from capaian.model.kata import PILIH_DAFTAR, TULIS_ANGKA_ATAU_STATUS, Lampu
from capaian.model.nilai import Sebab
from capaian.rules import Cek, Hit, Lingkup, rule
from capaian.sheet.values import exact
from capaian.text.dates import tanggal
from capaian.text.inert import shorten
from capaian.text.numbers import format_angka

_DASAR = "Petunjuk pengisian formulir, butir 3"
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_UBAH_FORMAT = "Pilih selnya, ubah formatnya menjadi «Umum» (General) pada tab Beranda, bagian Angka"


def _of(sebab: Sebab, sel: SelPeriksa) -> Iterator[Hit]:
    if sel.nilai.sebab is not sebab:
        return
    # Without thousands dots, since «1.118 atau 1,118» would say the same thing twice.
    a, b = (f"{p:f}".replace(".", ",") for p in sel.nilai.pilihan) if len(sel.nilai.pilihan) == 2 else ("", "")
    yield Hit(
        sel.kolom,
        {
            "kolom": sel.judul,
            "mentah": shorten(_seen(sel)),
            "satuan": sel.satuan,
            "a": a,
            "b": b,
            "pilihan": ", ".join(sel.pilihan),
        },
    )


def _seen(sel: SelPeriksa) -> str:
    """What the cell shows on the screen, as far as it can be told from what is stored."""
    mentah, sebab = sel.nilai.mentah, sel.nilai.sebab
    if sebab is Sebab.PERSEN and (pecahan := exact(mentah)) is not None:
        return f"{format_angka(pecahan * 100, 6, ringkas=True)}%"
    if sebab is Sebab.TANGGAL and _ISO.fullmatch(mentah):
        return tanggal(date.fromisoformat(mentah))
    return mentah


def _rule(
    kode: str, uraian: str, pesan: str, diharapkan: str, perbaikan: str, cek: Cek | None = None
) -> Callable[[Callable[[SelPeriksa], Iterator[Hit]]], Callable[[SelPeriksa], Iterator[Hit]]]:
    return rule(
        kode,
        Lingkup.SEL,
        Severity.KESALAHAN,
        pesan=pesan,
        diharapkan=diharapkan,
        perbaikan=perbaikan,
        dasar=_DASAR,
        cek=cek,
        uraian=uraian,
    )


_ANGKA = "Angka dengan koma desimal, dalam satuan {satuan}"


@_rule(
    "SEL-01",
    "Sel nilai berisi angka; tanda ribuan, satuan, «Rp», dan keterangan dalam kurung di belakangnya dibaca juga.",
    "{kolom} berisi «{mentah}», yang bukan angka.",
    _ANGKA,
    TULIS_ANGKA_ATAU_STATUS,
    # The form asks for a real number, so it is stricter than the rule, which can read «85,5 %» in a text.
    Cek("OR(ISLOGICAL({sel}),NOT(OR(ISNUMBER({sel}),{sel:kosong})))", Lampu.PERIKSA),
)
def not_a_number(sel: SelPeriksa) -> Iterator[Hit]:
    """A value cell holds a number.

    Salah:
      | mentah     | satuan |
      | 80-85      | %      |
      | 12 orang   | %      |
      | delapan    | orang  |
      | 8O         | %      |
    Benar:
      | mentah     | satuan |
      | 85,5 %     | %      |
      | 1.250      | orang  |
      | nihil      | orang  |
    """
    return _of(Sebab.TEKS, sel)


@_rule(
    "SEL-02",
    "Angka hanya dapat dibaca dengan satu cara.",
    "{kolom} berisi «{mentah}», yang dapat berarti {a} atau {b}.",
    _ANGKA,
    "Tulis tanpa tanda ribuan dan dengan koma desimal, agar hanya berarti satu angka.",
)
def doubtful(sel: SelPeriksa) -> Iterator[Hit]:
    """A number can be read in one way only.

    Salah:
      | mentah | satuan |
      | 1.234  | %      |
      | 5,748  | orang  |
    Benar:
      | mentah | satuan |
      | 1.234  | orang  |
      | 5,748  | %      |
    """
    return _of(Sebab.RAGU, sel)


@_rule(
    "SEL-03",
    "Sel nilai tidak berisi tanggal; Excel mengubah tulisan seperti 12/5 menjadi tanggal.",
    "{kolom} berubah menjadi tanggal ({mentah}).",
    _ANGKA,
    f"{_UBAH_FORMAT}, lalu tulis angkanya dengan koma desimal, misalnya 12,5.",
)
def became_a_date(sel: SelPeriksa) -> Iterator[Hit]:
    """A value cell holds no date.

    Salah:
      | tanggal | satuan |
      | 45789   | %      |
    Benar:
      | angka   | satuan |
      | 45789   | orang  |
    """
    return _of(Sebab.TANGGAL, sel)


@_rule(
    "SEL-04",
    "Sel nilai tidak berisi galat Excel.",
    "{kolom} berisi galat Excel {mentah}.",
    _ANGKA,
    "Perbaiki rumusnya atau tulis angkanya langsung.",
)
def excel_error(sel: SelPeriksa) -> Iterator[Hit]:
    """A value cell holds no Excel error.

    Salah:
      | galat   | satuan |
      | #DIV/0! | %      |
    Benar:
      | angka   | satuan |
      | 0       | %      |
    """
    return _of(Sebab.GALAT, sel)


@_rule(
    "SEL-05",
    "Rumus pada sel nilai memiliki hasil yang tersimpan.",
    "{kolom} berisi rumus yang belum memiliki hasil.",
    _ANGKA,
    "Buka berkasnya di Excel atau LibreOffice, simpan, lalu kirim ulang; atau tulis angkanya langsung.",
)
def formula_without_value(sel: SelPeriksa) -> Iterator[Hit]:
    """A formula has a stored result.

    Salah:
      | rumus | satuan |
      | B2*2  | %      |
    Benar:
      | angka | satuan |
      | 12    | %      |
    """
    return _of(Sebab.RUMUS, sel)


@_rule("SEL-06", "TRUE dan FALSE bukan angka.", "{kolom} berisi nilai logika {mentah}.", _ANGKA, "Tulis angkanya.")
def logical(sel: SelPeriksa) -> Iterator[Hit]:
    """TRUE is not a number.

    Salah:
      | logika | satuan |
      | TRUE   | orang  |
    Benar:
      | angka  | satuan |
      | 1      | orang  |
    """
    return _of(Sebab.LOGIKA, sel)


@_rule(
    "SEL-07",
    "Format persen hanya dipakai bila satuannya persen.",
    "{kolom} berformat persen ({mentah}), padahal satuannya {satuan}.",
    _ANGKA,
    f"{_UBAH_FORMAT}, lalu tulis angkanya.",
)
def percent_format(sel: SelPeriksa) -> Iterator[Hit]:
    """A percent format stands only where the unit is percent.

    Salah:
      | persen | satuan |
      | 0.85   | orang  |
    Benar:
      | persen | satuan |
      | 0.85   | %      |
    """
    return _of(Sebab.PERSEN, sel)


@_rule(
    "SEL-08",
    "Sel dengan daftar pilihan berisi salah satu kata dari daftarnya.",
    "{kolom} berisi «{mentah}», yang tidak ada dalam daftar pilihan.",
    "Salah satu dari: {pilihan}",
    PILIH_DAFTAR,
    Cek("AND(NOT({sel:kosong}),ISNA(MATCH({sel:teks},{daftar},0)))", Lampu.PERIKSA),
)
def not_in_list(sel: SelPeriksa) -> Iterator[Hit]:
    """A cell with a list holds a word of the list.

    Salah:
      | mentah | pilihan            |
      | W.T.P  | TMP, TW, WDP, WTP  |
    Benar:
      | mentah | pilihan            |
      | wtp    | TMP, TW, WDP, WTP  |
    """
    return _of(Sebab.PILIHAN, sel)
