"""What people write survives, grows old visibly, and says nothing that the data does not hold."""

from __future__ import annotations

import shutil
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from typer.testing import CliRunner

import word
from capaian.cli import app
from capaian.document.prose import blocks, read_narrative, write_narrative
from capaian.model.narasi import Blok, Sisa, Tempat, Tulisan
from capaian.pipeline import forms, intake, narrative, report
from capaian.pipeline.office import Kantor, open_office
from capaian.report.periksa_tulisan import changes, wrong_numbers
from capaian.report.sisa import DICABUT, Dikenal, dikenal, leftovers
from capaian.workspace.folder import Folder
from conftest import EXAMPLE, at, needs_office

WAKTU = datetime(2026, 1, 13)
TEMPAT = (Tempat("ikhtisar", "Ikhtisar"), Tempat("IK-1.1", "Indikator IK-1.1: Tingkat"), Tempat("langkah", "Langkah"))
KENAL = Dikenal(
    "Dinas Perindustrian dan Tenaga Kerja",
    "Kota Probolinggo",
    ("dinas perindustrian dan tenaga kerja", "kota probolinggo", "badan pusat statistik kota probolinggo"),
    2025,
    (("Peraturan Wali Kota Nomor 1 Tahun 2010", "Peraturan Wali Kota Nomor 9 Tahun 2020"),),
)


@pytest.fixture
def quarter(tmp_path: Path) -> Kantor:
    """The example office with both rounds collected."""
    shutil.copytree(EXAMPLE, tmp_path / "kantor", ignore=shutil.ignore_patterns("pengisian.toml"))
    kantor = open_office(Folder(tmp_path / "kantor"))
    forms.issue_forms(kantor, at(5))
    intake.collect(kantor, at(8), kantor.folder.inbox)
    for p in sorted((tmp_path / "kantor" / "inbox-susulan").iterdir()):
        shutil.copy2(p, kantor.folder.inbox / p.name)
    intake.collect(kantor, at(12), kantor.folder.inbox)
    return kantor


def _write(data: bytes, isi: dict[str, list[str]]) -> bytes:
    """Type paragraphs under headings, as a person would."""
    dokumen = Document(BytesIO(data))
    for kunci, paragraf in isi.items():
        (judul,) = [p for p in dokumen.paragraphs if p.text.endswith(f"[{kunci}]")]
        letak = judul._p
        while letak.getnext() is not None and letak.getnext().tag == qn("w:p"):
            berikut = letak.getnext()
            gaya = berikut.find(f".//{qn('w:pStyle')}")
            if gaya is not None and gaya.get(qn("w:val"), "").startswith("Heading"):
                break
            letak = berikut
        for teks in reversed(paragraf):
            baru = dokumen.add_paragraph(teks)._p
            letak.addnext(baru)
    keluar = BytesIO()
    dokumen.save(keluar)
    return keluar.getvalue()


def _type(kantor: Kantor, isi: dict[str, list[str]]) -> None:
    path = kantor.folder.tulisan(kantor.periode)
    path.write_bytes(_write(path.read_bytes(), isi))


def _text(path: Path) -> str:
    return "\n".join(p.text for p in Document(str(path)).paragraphs)


def _comments(path: Path) -> list[str]:
    return [c.text for c in Document(str(path)).comments]


def test_what_is_written_is_read_and_nothing_else() -> None:
    kosong = write_narrative(TEMPAT, {"IK-1.1": "Angka di tempat ini: capaian 94,89."}, "Narasi", WAKTU)
    assert read_narrative(kosong).tulisan == {}
    ada = _write(kosong, {"IK-1.1": ["Satu.", "Dua [lihat catatan 3]."], "langkah": ["[ganti]", "Tiga."]})
    assert read_narrative(ada).tulisan == {
        "IK-1.1": Tulisan("IK-1.1", ("Satu.", "Dua [lihat catatan 3].")),
        "langkah": Tulisan("langkah", ("Tiga.",), ganti=True),
    }
    sebaris = _write(kosong, {"langkah": ["[ganti]\nTiga."]})
    assert read_narrative(sebaris).tulisan == {"langkah": Tulisan("langkah", ("Tiga.",), ganti=True)}
    assert write_narrative(TEMPAT, {"IK-1.1": "x"}, "Narasi", WAKTU) == write_narrative(
        TEMPAT, {"IK-1.1": "x"}, "Narasi", WAKTU
    )


def test_renewing_touches_nothing_that_people_made() -> None:
    """A new indikator gets its heading in its place; tables, bold words and texts stay."""
    lama = write_narrative((TEMPAT[0], TEMPAT[2]), {}, "Narasi", WAKTU)
    dokumen = Document(BytesIO(_write(lama, {"ikhtisar": ["Tulisan lama."]})))
    dokumen.paragraphs[-1].add_run("Tebal.").bold = True
    dokumen.add_table(1, 1).cell(0, 0).text = "di tabel"
    keluar = BytesIO()
    dokumen.save(keluar)
    baru = write_narrative(TEMPAT, {"IK-1.1": "Angka."}, "Narasi", WAKTU, keluar.getvalue())
    hasil = Document(BytesIO(baru))
    judul = [p.text for p in hasil.paragraphs if p.style.name == "Heading 2"]
    assert judul == ["Ikhtisar [ikhtisar]", "Indikator IK-1.1: Tingkat [IK-1.1]", "Langkah [langkah]"]
    assert hasil.tables[0].cell(0, 0).text == "di tabel"
    assert [r.text for p in hasil.paragraphs for r in p.runs if r.bold] == ["Tebal."]
    isi = read_narrative(baru)
    assert isi.tulisan["ikhtisar"].paragraf == ("Tulisan lama.",)
    assert isi.tabel == ("langkah",)
    lagi = write_narrative(TEMPAT, {"IK-1.1": "Angka."}, "Narasi", datetime(2027, 1, 1), baru)
    assert lagi == baru, "nothing to renew leaves the bytes alone"


def test_tracked_changes_count_as_they_are_shown() -> None:
    dokumen = Document(BytesIO(write_narrative(TEMPAT, {}, "Narasi", WAKTU)))
    p = dokumen.paragraphs[-1]._p
    p.append(parse_xml(f'<w:del {nsdecls("w")} w:id="1" w:author="a"><w:r><w:delText>lama </w:delText></w:r></w:del>'))
    p.append(parse_xml(f'<w:ins {nsdecls("w")} w:id="2" w:author="a"><w:r><w:t>baru</w:t></w:r></w:ins>'))
    keluar = BytesIO()
    dokumen.save(keluar)
    assert read_narrative(keluar.getvalue()).tulisan["langkah"].paragraf == ("baru",)


@needs_office()
def test_a_document_saved_by_libreoffice_is_read(tmp_path: Path) -> None:
    data = _write(write_narrative(TEMPAT, {"IK-1.1": "Angka."}, "N", WAKTU), {"IK-1.1": ["Tulisan."]})
    docx = word.through_libreoffice(data, tmp_path)
    assert read_narrative(docx).tulisan["IK-1.1"].paragraf == ("Tulisan.",)


def test_paragraphs_survive_rebuilds_and_stand_in_their_place(quarter: Kantor) -> None:
    """After the generated sentences, or in their stead; through any number of rebuilds."""
    assert narrative.narrative(quarter, at(13)).baru
    _type(
        quarter, {"IK-1.2": ["Kerja sama kantor dengan BKK."], "latar-belakang": ["[ganti]", "Latar kantor sendiri."]}
    )
    for hari in (13, 14):
        hasil = report.build_report(quarter, at(hari))
        teks = _text(hasil.berkas)
        assert "Latar kantor sendiri." in teks
        assert "Akuntabilitas kinerja adalah perwujudan kewajiban" not in teks
        sebelum, _, sesudah = teks.partition("Kerja sama kantor dengan BKK.")
        assert "Jumlah pengangguran" in sebelum.rsplit("\n", 2)[-2] or "penganggur" in sebelum.rsplit("\n", 2)[-2]
        assert sesudah
        assert hasil.catatan == ()
    assert not narrative.narrative(quarter, at(15)).baru
    assert "Kerja sama kantor dengan BKK." in _text(quarter.folder.tulisan(quarter.periode))


def test_foreign_text_in_a_narrative_is_inert(quarter: Kantor) -> None:
    narrative.narrative(quarter, at(13))
    _type(quarter, {"IK-1.2": ["{{ instansi.nama }} {% for x in y %} &< ]]> \u202eabc"]})
    hasil = report.build_report(quarter, at(13))
    assert "{{ instansi.nama }} {% for x in y %} &< ]]>" in _text(hasil.berkas)
    word.check(hasil.berkas.read_bytes())


def test_a_text_grows_old_with_its_numbers(quarter: Kantor) -> None:
    """A result that changed marks the text about it, with both numbers; reading it again settles it."""
    narrative.narrative(quarter, at(13))
    _type(quarter, {"IK-5.1": ["Predikat SAKIP sudah baik."], "IK-1.2": ["Tulisan lain."]})
    assert report.build_report(quarter, at(13)).catatan == ()
    target = quarter.folder.root / "skema" / "Target.csv"
    isi = target.read_text("utf-8-sig")
    (baris,) = [b for b in isi.splitlines() if b.startswith("IK-1.2;2025;PK;")]
    target.write_text(isi.replace(baris, baris.replace("5500", "5400")), "utf-8-sig")
    kantor = open_office(quarter.folder)
    hasil = report.build_report(kantor, at(14))
    (usang,) = hasil.catatan
    assert (usang.kunci, usang.jenis) == ("IK-1.2", "usang")
    assert "target IK-1.2: 5.500 → 5.400" in usang.pesan
    assert [c for c in _comments(hasil.berkas) if "berubah sejak tulisan ini" in c]
    word.check(hasil.berkas.read_bytes())
    assert report.build_report(kantor, at(15)).catatan, "it stays marked until somebody read it"
    assert narrative.narrative(kantor, at(16), ["IK-1.2"]).catatan == ()
    assert report.build_report(kantor, at(16)).catatan == ()


@pytest.mark.parametrize(
    ("teks", "salah"),
    [
        ("Capaian 94,89 persen.", ()),
        ("Capaian 94,9 persen dan 95%.", ()),
        ("Capaian 98,89 persen.", ("98,89 persen",)),
        ("Realisasi Rp12.648.883.020 atau 12,65 miliar.", ()),
        ("Realisasi Rp12.648.883.021.", ("Rp12.648.883.021",)),
        ("Sekitar 12,6 miliar, bukan 13,7 miliar.", ("13,7 miliar",)),
        ("Pada Tahun 2024, Pasal 39 dan Nomor 53 tidak dilihat, begitu pula 3 kegiatan dan 17 Agustus 1945.", ()),
        ("Sebanyak 5.481 orang.", ("5.481",)),
        ("Capaian 94.89 dan IK-1.1 serta 2025-TW4.", ()),
    ],
)
def test_numbers_in_prose_are_those_of_the_data(teks: str, salah: tuple[str, ...]) -> None:
    nilai = [Decimal("94.8924731"), Decimal("12648883020"), Decimal(5480)]
    t = {"IK-1.1": Tulisan("IK-1.1", ("Tanpa angka.", teks))}
    catatan = list(wrong_numbers(t, nilai, {"IK-1.1": {"capaian IK-1.1": "94,89"}}))
    assert [c.pesan.split("»")[0].removeprefix("Angka «") for c in catatan] == list(salah)
    assert all(c.ke == 2 and "capaian IK-1.1 94,89" in c.pesan for c in catatan)


def test_changes_name_both_numbers() -> None:
    assert changes({"a": "1", "b": "2"}, {"a": "1", "b": "3", "c": "4"}) == ("b: 2 → 3", "c: – → 4")


def test_a_wrong_number_is_marked_where_it_stands(quarter: Kantor) -> None:
    narrative.narrative(quarter, at(13))
    _type(quarter, {"IK-1.2": ["Penganggur turun menjadi 5.999 orang."]})
    hasil = report.build_report(quarter, at(13))
    (c,) = hasil.catatan
    assert (c.kunci, c.ke, c.jenis) == ("IK-1.2", 1, "angka")
    assert "5.999" in c.pesan and "realisasi IK-1.2 5.480" in c.pesan
    assert any("5.999" in k for k in _comments(hasil.berkas))


def test_a_place_that_is_gone_is_named_and_its_text_kept(quarter: Kantor) -> None:
    narrative.narrative(quarter, at(13))
    path = quarter.folder.tulisan(quarter.periode)
    dokumen = Document(str(path))
    dokumen.add_heading("Indikator lama [IK-1.22]", 2)
    dokumen.add_paragraph("Masih ada.")
    dokumen.save(str(path))
    hasil = narrative.narrative(quarter, at(14))
    (c,) = hasil.catatan
    assert c.jenis == "tempat" and "Mungkin maksudnya" in c.pesan
    assert "Masih ada." in _text(path)


def test_a_narrative_that_is_no_word_file_is_refused(quarter: Kantor) -> None:
    path = quarter.folder.tulisan(quarter.periode)
    path.parent.mkdir()
    path.write_bytes(b"halo")
    jawab = CliRunner().invoke(app, ["build-report", "--folder", str(quarter.folder.root)])
    assert jawab.exit_code == 1 and "bukan dokumen Word" in jawab.stderr
    assert path.read_bytes() == b"halo"


# --- leftovers -----------------------------------------------------------------------------------------------


DEAD = "peraturan yang sudah dicabut"


def _found(teks: str) -> list[tuple[str, str]]:
    return [(s.jenis, s.ditemukan) for s in leftovers([Blok("x", teks)], KENAL)]


@pytest.mark.parametrize(
    ("teks", "harap"),
    [
        ("Laporan Dinas Perpustakaan dan Kearsipan", [("nama kantor lain", "Dinas Perpustakaan dan Kearsipan")]),
        ("LAPORAN DINAS SOSIAL DAN TENAGA KERJA", [("nama kantor lain", "DINAS SOSIAL DAN TENAGA KERJA")]),
        ("Kepala Dinas Perindustrian dan Tenaga Kerja Kota Probolinggo.", []),
        ("Kepala Dinas menyetujui dan Sekretaris Dinas meneruskan.", []),
        ("DINAS PERINDUSTRIAN DAN TENAGA KERJA", []),
        ("warga Kota Pasuruan", [("nama daerah lain", "Kota Pasuruan")]),
        ("Menurut Badan Pusat Statistik Kota Probolinggo", []),
        ("Wali Kota melaksanakan urusan", []),
        ("Laporan Kinerja Tahun 2024 ini", [("tahun laporan lain", "Laporan Kinerja Tahun 2024")]),
        ("Dibandingkan dengan Triwulan IV Tahun 2024, naik", []),
        ("pelatihan pada Triwulan I Tahun 2026", []),
        ("Perjanjian Kinerja Tahun 2026", [("tahun laporan lain", "Perjanjian Kinerja Tahun 2026")]),
        ("Nomor 12 Tahun 2015 tentang Evaluasi", [(DEAD, "Nomor 12 Tahun 2015 tentang Evaluasi")]),
        ("Permenpan Nomor 53 Tahun 2014 tentang Petunjuk Teknis", []),
        ("Peraturan Wali Kota Nomor 1 Tahun 2010", [(DEAD, "Peraturan Wali Kota Nomor 1 Tahun 2010")]),
        ("Sasaran pertama adalah ........... dan", [("isian yang belum diisi", "...........")]),
        ("Nilai {{ ik.capaian }}", [("isian yang belum diisi", "{{"), ("isian yang belum diisi", "}}")]),
        ("Nilainya #REF! rupiah", [("isian yang belum diisi", "#REF!")]),
        ("Probolinggo, ……………………", []),
    ],
)  # fmt: skip
def test_leftovers(teks: str, harap: list[tuple[str, str]]) -> None:
    assert _found(teks) == harap


def test_a_number_of_a_table_that_stands_twice() -> None:
    blok = [
        Blok("a", "Tabel 3.1 Rumus", True),
        Blok("b", "Tabel 3.2 Skala", True),
        Blok("c", "Tabel 3.1 Anggaran", True),
    ]
    (s,) = leftovers(blok, KENAL)
    assert (s.tempat, s.ditemukan) == ("c", "Tabel 3.1")
    assert leftovers([Blok("i", "Tabel 3.1 Rumus 4", daftar=True), blok[0]], KENAL) == ()


def test_every_revoked_regulation_has_a_text_that_shows_it() -> None:
    contoh = {
        "PermenPANRB 12/2015": "Nomor 12 Tahun 2015 tentang Pedoman Evaluasi",
        "Inpres 7/1999": "Instruksi Presiden Nomor 7 Tahun 1999",
        "Keputusan LAN 239/2003": "Keputusan Kepala LAN Nomor 239/IX/6/8/2003",
        "PermenPANRB 29/2010": "Nomor 29 Tahun 2010 tentang Pedoman Penyusunan Penetapan Kinerja",
        "Permendagri 54/2010": "Peraturan Menteri Dalam Negeri Nomor 54 Tahun 2010",
        "Permendagri 54/2009": "Peraturan Menteri Dalam Negeri Nomor 54 Tahun 2009",
        "Permendagri 13/2006": "Peraturan Menteri Dalam Negeri Nomor 13 Tahun 2006",
        "UU 32/2004": "Undang-Undang Nomor 32 Tahun 2004",
        "PP 41/2007": "Peraturan Pemerintah Nomor 41 Tahun 2007 tentang Organisasi Perangkat Daerah",
    }
    for _, nama, _ in DICABUT:
        assert DEAD in dict(_found(contoh[nama])), nama


def test_the_draft_itself_carries_nothing_over(quarter: Kantor) -> None:
    """The default template and sentences make no false alarm; another office's name typed into Word is found."""
    hasil = report.build_report(quarter, at(13))
    assert hasil.sisa == ()
    dokumen = Document(str(hasil.berkas))
    dokumen.tables[3].cell(1, 1).paragraphs[0].add_run(" Dinas Kesehatan Kota Kediri")
    dokumen.save(str(hasil.berkas))
    jawab = CliRunner().invoke(app, ["proofread", "--folder", str(quarter.folder.root)])
    assert jawab.exit_code == 1
    rapi = " ".join(jawab.stdout.split())
    assert "«Dinas Kesehatan»" in rapi and "«Kota Kediri»" in rapi and "tabel ke-4 baris 2 kolom 2" in rapi


SOP_11 = (
    "<p>11</p>\tPengiriman Surat Pengantar dan Laporan Kinerja Dinas Perpustakaan dan Kearsipan Kota Probolinggo ke "
    "BAPPEDA Litbang\n10\tPengesahan Laporan Kinerja Dinas Perindustrian dan Tenaga Kerja Kota Probolinggo oleh "
    "Kepala Dinas\tLaporan capaian kinerja"
)


def test_the_slip_in_step_11_of_the_sop_is_found(quarter: Kantor, tmp_path: Path) -> None:
    """The SOP names another office in its last step; its other names are right."""
    berkas = tmp_path / "sop.md"
    berkas.write_text(SOP_11, "utf-8")
    jawab = CliRunner().invoke(app, ["proofread", str(berkas), "--folder", str(quarter.folder.root), "--json"])
    assert jawab.exit_code == 1
    assert jawab.stdout.count("nama kantor lain") == 1
    assert "Dinas Perpustakaan dan Kearsipan" in jawab.stdout and "baris 1" in jawab.stdout


@pytest.mark.parametrize(
    ("nama", "isi"), [("a.docx", b"x"), ("a.pdf", b"x"), ("a.txt", b"\xff\xfe\x00"), ("tiada.md", None)]
)
def test_a_file_that_cannot_be_read_is_refused(quarter: Kantor, tmp_path: Path, nama: str, isi: bytes | None) -> None:
    if isi is not None:
        (tmp_path / nama).write_bytes(isi)
    jawab = CliRunner().invoke(app, ["proofread", str(tmp_path / nama), "--folder", str(quarter.folder.root)])
    assert jawab.exit_code in (1, 2) and jawab.stderr.strip() and "Traceback" not in jawab.stderr


def test_blocks_name_chapter_and_cell() -> None:
    dokumen: Any = Document()
    dokumen.add_heading("BAB I", 1)
    dokumen.add_paragraph("Isi.")
    dokumen.add_table(1, 2).cell(0, 1).text = "Sel."
    dokumen.sections[0].header.paragraphs[0].text = "Kepala"
    keluar = BytesIO()
    dokumen.save(keluar)
    assert [(b.tempat, b.teks) for b in blocks(keluar.getvalue())] == [
        ("BAB I, paragraf ke-1", "BAB I"),
        ("BAB I, paragraf ke-2", "Isi."),
        ("BAB I, tabel ke-1 baris 1 kolom 2", "Sel."),
        ("kepala halaman", "Kepala"),
    ]


def test_own_names_come_from_settings_and_tables(quarter: Kantor) -> None:
    kenal = dikenal(quarter.pengaturan, quarter.siklus)
    assert leftovers([Blok("x", "Bidang Perindustrian dan UPT Balai Latihan Kerja Kota Probolinggo")], kenal) == ()
    assert isinstance(leftovers([Blok("x", "Dinas Sosial")], kenal)[0], Sisa)
