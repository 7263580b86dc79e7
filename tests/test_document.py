"""The Word medium: strict rendering, inert text, traced numbers, equal bytes."""

from __future__ import annotations

import re
import zipfile
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from docx import Document
from lxml import etree

from capaian.document.engine import Rendered, render
from capaian.document.errors import TemplateError
from capaian.document.grammar import DIPOTONG
from capaian.errors import ExitCode
from capaian.model.angka import Angka
from capaian.model.nilai import CellRef

WAKTU = datetime(2026, 2, 12, 9, 0, tzinfo=UTC)
SEL = CellRef("TK.xlsx", "ISIAN", "M5")


def templat(*paragraf: str) -> bytes:
    dok = Document()
    for p in paragraf:
        dok.add_paragraph(p)
    keluar = BytesIO()
    dok.save(keluar)
    return keluar.getvalue()


def isi(paragraf: str, narasi: dict[str, str] | None = None, **konteks: object) -> Rendered:
    return render(templat(paragraf), konteks, narasi or {}, WAKTU)


def teks(hasil: Rendered) -> str:
    return "\n".join(p.text for p in Document(BytesIO(hasil.data)).paragraphs)


def angka(nilai: str | None, satuan: str = "", desimal: int = 2, **lain: object) -> Angka:
    return Angka(None if nilai is None else Decimal(nilai), satuan, desimal, (SEL,), nama="capaian IK-1", **lain)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("paragraf", "sebut"),
    [
        ("Nilai {{ x }}", "dicetak tanpa asal"),
        ("{{ 7 * 7 }}", "menghitung sendiri"),
        ("{{ 49 }}", "dicetak tanpa asal"),
        ("{{ 'a' ~ x }}", "menyambung nilai"),
        ("{{ '%s' % x }}", "menghitung sendiri"),
        ("{{ '{}'.format(x) }}", "tidak disediakan"),
        ("{{ x|string }}", "Penyaring «string» tidak dikenal"),
        ("{{ x|besar }}", "hanya untuk teks"),
        ("{{ [x]|gabung }}", "hanya untuk teks"),
        ("{{ x|persen }}", "bukan angka yang diketahui asalnya"),
        ("{{ benar }}", "benar/salah"),
        ("{{ kosong }}", "Nilai kosong"),
        ("{{ a }}", "dicetak tanpa penyaring"),
        ("{{ benar|nomor }}", "hanya untuk nomor urut"),
        ("{{ d|nomor }}", "hanya untuk nomor urut"),
        ("{{ x.__class__ }}", "tidak boleh dibaca"),
    ],
)
def test_a_number_reaches_the_page_only_through_a_filter(paragraf: str, sebut: str) -> None:
    """Every way to print a number without a trace is refused, in Indonesian."""
    with pytest.raises(TemplateError) as galat:
        isi(paragraf, x=5, d=Decimal("5.5"), benar=True, kosong=None, a=angka("5"))
    assert sebut in galat.value.pesan
    assert galat.value.saran
    assert galat.value.exit_code is ExitCode.DATA


@pytest.mark.parametrize(
    ("paragraf", "sebut", "saran"),
    [
        ("Halo {{ instnasi }}", "«instnasi» tidak dikenal", "Mungkin maksudnya «instansi»"),
        ("Halo {{ instansi.kota }}", "«kota» tidak dikenal", "Perbaiki"),
        ("{% if instansi %}x", "tanda", "Perbaiki"),
        ("{% ulangi %}", "«ulangi» tidak dikenal", "Perbaiki"),
        ("{{ kalimat('tiada') }}", "«tiada.j2» tidak ada", "Kembalikan"),
    ],
)
def test_a_wrong_tag_is_named(paragraf: str, sebut: str, saran: str) -> None:
    """A wrong template names the tag and what to do."""
    with pytest.raises(TemplateError) as galat:
        isi(paragraf, instansi={"nama": "Dinas"})
    assert sebut in galat.value.pesan or sebut == "tanda"
    assert saran in galat.value.saran
    assert "undefined" not in galat.value.pesan
    if "{{" in paragraf:
        assert paragraf.split("{{")[1].split("}}", maxsplit=1)[0].strip() in galat.value.pesan


def test_a_wrong_sentence_names_file_and_line() -> None:
    """An error inside a narasi file names the file, the line and the tag."""
    with pytest.raises(TemplateError, match=r"narasi/salah\.j2 baris 2.*\{\{ tiada \}\}.*«tiada» tidak dikenal"):
        isi("{{ kalimat('salah') }}", {"salah": "Baik.\n{{ tiada }}"})
    with pytest.raises(TemplateError, match="saling memanggil"):
        isi("{{ kalimat('putar') }}", {"putar": "{{ kalimat('putar') }}"})


@pytest.mark.parametrize("data", [b"", b"bukan zip", b"PK\x03\x04rusak"])
def test_not_a_word_file(data: bytes) -> None:
    """A template that is no Word file is refused with advice."""
    with pytest.raises(TemplateError, match="bukan berkas Word"):
        render(data, {}, {}, WAKTU)


def test_a_zip_that_is_no_document() -> None:
    """A zip without a document inside is refused, too."""
    keluar = BytesIO()
    with zipfile.ZipFile(keluar, "w") as z:
        z.writestr("halo.txt", "x")
    with pytest.raises(TemplateError, match="bukan berkas Word"):
        render(keluar.getvalue(), {}, {}, WAKTU)


@pytest.mark.parametrize(
    "asing",
    [
        "a & b < c > d",
        "{{ 7*7 }}",
        "{% for x in y %}",
        "{_{ 7*7 }_} {_% x %_}",
        "]]>",
        "</w:t></w:r></w:p>",
        '<w:instrText>INCLUDETEXT "x"</w:instrText>',
        "&lt;b&gt; &amp;",
        "=cmd|'/c calc'!A0",
        "e\u0301\u0323 שלום مرحبا",
        "\u2028x\u00a0y",
    ],
)
def test_foreign_text_stays_text(asing: str) -> None:
    """What somebody typed is printed letter by letter, wherever it is put."""
    assert teks(isi("<{{ x }}>", x=asing)) == f"<{asing}>"
    assert asing in teks(isi("{{ kalimat('n', x=x) }}", {"n": "{{ x }}"}, x=asing)).replace("\n", "\u2028")


def test_control_characters_become_visible() -> None:
    """Characters that XML cannot hold are replaced; bidi controls are shown."""
    assert teks(isi("{{ x }}", x="a\x00b\x07c\x0cd\ud800e\u202ef")) == "a\ufffdb\ufffdc\ufffdd\ufffde\\u202ef"


def test_newlines_become_line_breaks() -> None:
    """A newline in data is a line break in the same paragraph."""
    hasil = isi("{{ x }}", x="satu\r\ndua\rtiga\nempat")
    assert teks(hasil) == "satu\ndua\ntiga\nempat"
    assert len(Document(BytesIO(hasil.data)).paragraphs) == 1


def test_long_text_is_cut_and_kept_for_the_appendix() -> None:
    """Very long text is cut in its place, and a template can print it whole elsewhere."""
    panjang, baris = "kata " * 2_000, "\n".join(["b"] * 5_000)
    dok = templat("{{ x }}", "{{ y }}", "{%p for t in teks_dipotong() %}", "{{ t|utuh }}", "{%p endfor %}")
    p = [q.text for q in Document(BytesIO(render(dok, {"x": panjang, "y": baris}, {}, WAKTU).data)).paragraphs]
    assert p[0].endswith(DIPOTONG)
    assert len(p[0]) < 1_600
    assert p[1].count("\n") < 40
    assert p[2] == panjang.strip()
    assert p[3].count("b") == 5_000


def test_no_new_relationship_or_field() -> None:
    """The output has no external relationship, field or part that the template lacks."""
    asal = templat("{{ x }}")
    hasil = render(asal, {"x": '<w:hyperlink r:id="rId99"/> http://contoh.id INCLUDEPICTURE'}, {}, WAKTU).data
    with zipfile.ZipFile(BytesIO(asal)) as a, zipfile.ZipFile(BytesIO(hasil)) as b:
        assert sorted(a.namelist()) == sorted(b.namelist())
        for nama in b.namelist():
            if nama.endswith(".rels"):
                assert b"External" not in b.read(nama)
            if nama.endswith((".xml", ".rels")):
                etree.fromstring(b.read(nama))
        assert b.read("word/document.xml").count(b"fldChar") == a.read("word/document.xml").count(b"fldChar")


def test_equal_input_equal_bytes() -> None:
    """The same input gives the same bytes; title and author come from data."""
    a, b = (render(templat("{{ x }}"), {"x": "y"}, {}, WAKTU, judul="Laporan & <1>", penulis="Dinas") for _ in range(2))
    assert a.data == b.data
    sifat = Document(BytesIO(a.data)).core_properties
    assert (sifat.title, sifat.author) == ("Laporan & <1>", "Dinas")
    assert sifat.created is not None
    assert sifat.created.replace(tzinfo=None) == WAKTU.replace(tzinfo=None)


@pytest.mark.parametrize(
    ("saringan", "a", "cetak"),
    [
        ("angka", angka("1234567.891"), "1.234.567,89"),
        ("angka", angka("1234", "orang", 0), "1.234"),
        ("angka", angka(None), "–"),
        ("angka", Angka("WTP"), "WTP"),
        ("persen", angka("93.75", "%"), "93,75%"),
        ("persen", angka(None, "%"), "–"),
        ("persen_kata", angka("93.745", "%"), "93,75 persen"),
        ("persen_kata", angka("-0.004", "%"), "0,00 persen"),
        ("persen", angka("90.004", "%", ambang=(Decimal(90),)), "90,004%"),
        ("persen", angka("99.9999", "%", ambang=(Decimal(100),)), "99,9999%"),
        ("rupiah", angka("12345678901", "Rp", 0), "Rp12.345.678.901"),
        ("rupiah", angka("-500", "Rp", 0), "-Rp500"),
        ("nilai", angka("46", "Persen"), "46,00 persen"),
        ("nilai", angka("1200", "Orang", 0), "1.200 orang"),
        ("nilai", angka("30", "LPK", 0), "30 LPK"),
        ("nilai", angka("85", "Indeks"), "85,00"),
        ("nilai", angka("500", "Rp", 0), "Rp500"),
        ("nilai", Angka("WTP", "Predikat"), "WTP"),
        ("nilai", Angka("60–80", "%"), "60–80 persen"),
        ("cacah", angka("7", desimal=0), "7 (tujuh)"),
    ],
)
def test_numbers_as_offices_write_them(saringan: str, a: Angka, cetak: str) -> None:
    """Each filter prints what the guide to writing says, and rounding never lies."""
    hasil = isi(f"{{{{ a|{saringan} }}}}", a=a)
    assert teks(hasil) == cetak
    assert [j.tercetak for j in hasil.jejak] == ([] if a.nilai is None else [cetak])


def test_huge_number_is_printed() -> None:
    """A number that somebody typed as 1E+100 is printed, not a crash."""
    assert teks(isi("{{ a|angka }}", a=angka("1E+100", desimal=0))).replace(".", "") == "1" + "0" * 100


def test_the_trace_names_cell_and_formula() -> None:
    """A printed number is traced once per form, with its cells and formula."""
    a = angka("93.75", "%", rumus="realisasi / target × 100")
    hasil = isi("{{ a|persen }} {{ a|persen }} {{ a|angka }} {{ loop_nomor|nomor }}", a=a, loop_nomor=3)
    assert [(j.tercetak, j.nilai, j.asal, j.rumus) for j in hasil.jejak] == [
        ("93,75%", "93.75", (SEL,), "realisasi / target × 100"),
        ("93,75", "93.75", (SEL,), "realisasi / target × 100"),
    ]


def test_a_broken_structure_is_refused() -> None:
    """Tags that would tear paragraphs apart are refused instead of being mended in silence."""
    dok = templat("{%p if x %}", "satu", "{% endif %} dua {% if x %}", "tiga", "{%p endif %}")
    hasil: str
    try:
        hasil = teks(render(dok, {"x": "ya"}, {}, WAKTU))
    except TemplateError as galat:
        hasil = galat.pesan
    assert "rusak" in hasil or re.fullmatch(r"satu\n dua \ntiga", hasil)
