"""Judgements on the budget of the schema: totals are the sums of their lines, and lines have one."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from capaian.model.finding import Severity
from capaian.rules import Hit, Lingkup, rule
from capaian.schema.subject import SkemaPeriksa
from capaian.text.numbers import format_rupiah
from capaian.text.words import some


@rule(
    "SKM-35",
    Lingkup.SKEMA,
    Severity.PERINGATAN,
    pesan="Pagu {tingkat} {kode} adalah {pagu}, sedangkan jumlah pagu di bawahnya {jumlah}.",
    diharapkan="Pagu program dan kegiatan sama dengan jumlah sub kegiatannya, atau kosong",
    perbaikan="Cocokkan dengan DPA terakhir, atau kosongkan pagu {tingkat} agar dijumlahkan.",
    dasar="Jumlah anggaran adalah jumlah rupiahnya, dan persentasenya jumlah dibagi jumlah",
    uraian="Pagu program dan kegiatan sama dengan jumlah pagu sub kegiatannya.",
    kecuali="Pagunya kosong, atau di bawahnya tidak ada pagu.",
)
def parent_is_not_the_sum(s: SkemaPeriksa) -> Iterator[Hit]:
    """The budget of a programme or kegiatan is the sum of the lines below it.

    Lines are those with a budget and none below them; the report computes with them alone.

    Not applied when the level has no budget of its own, or nothing below it has one.

    Salah:
      | Program.kode | Program.pagu | Program2.pagu |
      | 2.07.03      | 3000         | 2000          |
      | 2.07.03.2.01 | 1999         | 2000          |
    Benar:
      | Program.kode      | Program.pagu | Program2.pagu |
      | 2.07.03           | 2000         | 2000          |
      | 2.07.03           |              | 2000          |
      | 2.07.04           | 3000         | 2000          |
      | 2.07.03.2.01.0001 | 3000         | 2000          |
    """
    if not s.utuh("Program"):
        return
    berpagu = {p.kode: p.pagu for p in s.siklus.program if p.pagu is not None}
    akhir = {k: v for k, v in berpagu.items() if not any(lain.startswith(f"{k}.") for lain in berpagu)}
    for p in s.siklus.program:
        bawah = [v for k, v in akhir.items() if k.startswith(f"{p.kode}.")]
        if p.pagu is not None and bawah and sum(bawah, Decimal(0)) != p.pagu:
            isi = {"tingkat": p.tingkat, "kode": p.kode}
            isi |= {"pagu": format_rupiah(p.pagu), "jumlah": format_rupiah(sum(bawah, Decimal(0)))}
            yield Hit("pagu", isi, p.asal_pagu)


@rule(
    "SKM-36",
    Lingkup.SKEMA,
    Severity.PERINGATAN,
    pesan="{banyak} sub kegiatan unit {unit} belum berpagu ({kode}); formulirnya tidak akan menanyakan anggaran "
    "sub kegiatan itu.",
    diharapkan="Pagu setiap sub kegiatan menurut DPA tahun berjalan",
    perbaikan="Isi kolom Pagu menurut DPA, atau hapus baris sub kegiatan yang tidak ada lagi. Bila kantor memang belum "
    "memiliki data anggaran, lanjutkan saja.",
    dasar="Permenpan RB 53/2014, akuntabilitas keuangan (realisasi anggaran)",
    uraian="Setiap sub kegiatan yang ditangani sebuah unit memiliki pagu.",
    kecuali="Baris tanpa unit, atau program dan kegiatan yang dirinci di bawahnya.",
)
def lines_without_budget(s: SkemaPeriksa) -> Iterator[Hit]:
    """A sub kegiatan that a unit answers for has a budget, else no form asks about it.

    One finding for each unit, at the first of its lines.

    Not applied to a line without a unit, and to levels with lines below them.

    Salah:
      | Program.pagu | Program2.pagu |
      |              |               |
      | 1000         |               |
    Benar:
      | Program.kode      | Program.unit | Program.pagu | Program2.pagu |
      | 2.07.03.2.01.0001 | U1           | 1000         | 0             |
      | 2.07.03.2.01      | U1           |              | 2000          |
      | 2.07.03.2.01.0001 |              |              | 2000          |
    """
    if not s.utuh("Unit", "Program"):
        return
    for u in s.siklus.unit:
        kosong = s.siklus.tanpa_pagu(u.kode)
        if kosong:
            isi = {"banyak": len(kosong), "unit": u.kode, "kode": some([p.kode for p in kosong], 3)}
            yield Hit("pagu", isi, kosong[0].asal_pagu)
