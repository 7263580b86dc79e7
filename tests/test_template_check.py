"""A template is looked through before it is filled: every problem, its place, and a comment there."""

# ruff: noqa: E501 - a tag stands on one line

from __future__ import annotations

import inspect
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from typer.testing import CliRunner

import word
from capaian.cli import app
from capaian.document.engine import FUNGSI, render
from capaian.document.errors import TemplateError
from capaian.document.grammar import DocumentEnvironment
from capaian.document.prose import text_of
from capaian.document.sentence_check import check_sentences
from capaian.document.template_check import Bekal, annotated, check
from capaian.report import nota, surat, surat_masuk
from capaian.report.facts import konteks
from capaian.report.templat import TEMPLAT, bekal
from capaian.workspace.folder import Folder
from test_report import NARASI, bahan

AKAR = Path(__file__).resolve().parent.parent / "templates"
WAKTU = datetime(2026, 1, 13)
LAPORAN = bekal(TEMPLAT[0], NARASI)


def _docx(*paragraf: str, tabel: tuple[str, ...] = ()) -> bytes:
    dokumen = Document()
    dokumen.add_heading("BAB I", 1)
    for teks in paragraf:
        dokumen.add_paragraph(teks)
    if tabel:
        t = dokumen.add_table(len(tabel), 1)
        for i, teks in enumerate(tabel):
            t.cell(i, 0).text = teks
    keluar = BytesIO()
    dokumen.save(keluar)
    return keluar.getvalue()


@pytest.mark.parametrize("templat", TEMPLAT, ids=lambda t: t.berkas)
def test_shipped_templates_are_clean(templat: Any) -> None:
    assert check((AKAR / templat.berkas).read_bytes(), bekal(templat, NARASI)) == ()


def test_every_shipped_word_template_can_be_copied_and_checked() -> None:
    assert {t.berkas for t in TEMPLAT} == {p.name for p in AKAR.glob("*.docx")}


def test_what_letters_may_print_is_what_they_get() -> None:
    """The declared names are those that the letters hand over."""
    for modul, nama, fungsi in (
        (surat, surat.NAMA, surat.konteks),
        (nota, nota.NAMA, nota.konteks),
        (surat_masuk, surat_masuk.NAMA_LEMBAR, surat_masuk.build_sheet),
        (surat_masuk, surat_masuk.NAMA_AGENDA, surat_masuk.build_agenda),
    ):
        sumber = inspect.getsource(fungsi)
        assert modul
        assert all(f'"{n}": ' in sumber for n in nama)
        assert sumber.count('        "') == len(nama)


def test_types_of_facts_are_those_of_their_values() -> None:
    """A fact that is a record has the attributes that its annotation promises."""
    nilai = konteks(bahan())
    assert set(nilai) <= set(LAPORAN.nama)


@pytest.mark.parametrize(
    ("paragraf", "sebut", "saran"),
    [
        ("Halo {{ instnasi.nama }}", "Nilai «instnasi» tidak dikenal", "instansi"),
        ("Halo {{ instansi.nmaa }}", "Butir «nmaa» tidak dikenal", "nama"),
        ("{{ dinas.rata_rata }}", "dicetak tanpa penyaring", "{{ dinas.rata_rata|angka }}"),
        ("{{ dinas.rata_rata|prsen }}", "Penyaring «prsen» tidak dikenal", "persen"),
        ("{{ kalimt('tren') }}", "Fungsi «kalimt» tidak disediakan", "kalimat"),
        ("{{ kalimat('tren2') }}", "Berkas narasi «tren2.j2» tidak ada", "tren"),
        ("{{ instansi.nama", "«{{» tidak berpasangan", "Tutup"),
        ("instansi.nama }}", "«}}» tidak berpasangan", "Tutup"),
        ("{{ instansi..nama }}", "salah tulis", "ejaan"),
        ("{%p endif %}", "«endif» tidak punya pasangan", "Hapus"),
        ("{% if instansi.nama %}", "tidak pernah ditutup", "endif"),
        ("{%p else %}", "berada di luar", "urutan"),
        ("{% fro s in sasaran %}", "Perintah «fro» tidak dikenal", "for"),
        ("{{ 1 + 1 }}", "menghitung sendiri", "program"),
        ("{% if sasaran %}{% elif belumada %}x{% endif %}", "Nilai «belumada» tidak dikenal", "Yang ada"),
        ("{{r instansi.nama }}", "hanya untuk bagan", "Hapus"),
        ("{% for s in sasaran %}{{ s.kdoe }}{% endfor %}", "Butir «kdoe» tidak dikenal", "kode"),
        ("{% for s in sasaran %}{% for i in s.indikator %}{{ i.lalu.x }}{% endfor %}{% endfor %}", "Butir «x»", "Yang ada"),
        ("{% for s in sasaran %}{% endfor %}{{ s.nama }}", "Nilai «s» tidak dikenal", "Yang ada"),
        ("{{ penunjang[dinas.kode].brs }}", "Butir «brs» tidak dikenal", "baris"),
        ("{% for s in sasaran if s.xyz %}{% endfor %}", "Butir «xyz» tidak dikenal", "Yang ada"),
    ],
)  # fmt: skip
def test_a_problem_is_named_with_its_place(paragraf: str, sebut: str, saran: str) -> None:
    (m,) = check(_docx("Pembuka.", paragraf), LAPORAN)
    assert m.tempat == "BAB I, paragraf ke-3"
    assert sebut in m.pesan
    assert saran in m.pesan + m.saran
    assert m.kutipan


@pytest.mark.parametrize(
    "paragraf",
    [
        "{% set a = instansi %}{{ a.nama }}",
        "{% for s in sasaran %}{{ loop.index|nomor }} {{ s.nama|besar }}{% if s.semua_tercapai and not s.tunggal %}x{% endif %}{% endfor %}",
        "{{ dinas.rata_rata|angka }} {{ sasaran|length|nomor }}",
        "{% for i in sasaran_terhitung[0].indikator %}{{ i.predikat or '–' }}{% endfor %}",
        "Kurung { biasa } dan 5 % 3",
        "{% for e in efisiensi_sasaran[dinas.kode] %}{{ e.capaian|persen }}{% endfor %}",
    ],
)
def test_what_is_right_is_left_alone(paragraf: str) -> None:
    assert check(_docx(paragraf), LAPORAN) == ()


def test_rows_of_a_table_and_prefixes() -> None:
    data = _docx(tabel=("{%tr for s in sasaran %}", "{{ s.nama }}", "{%p endfor %}"))
    (m,) = check(data, LAPORAN)
    assert m.tempat == "BAB I, tabel ke-1 baris 3 kolom 1"
    assert "dibuka tr di BAB I, tabel ke-1 baris 1 kolom 1, ditutup p" in m.pesan


def test_headers_are_read_too_and_tags_split_by_word_are_one() -> None:
    dokumen = Document()
    dokumen.sections[0].header.paragraphs[0].text = "{{ salah }}"
    p = dokumen.add_paragraph("{{ inst")
    p.add_run("ansi.na").bold = True
    p.add_run("ma }}")
    keluar = BytesIO()
    dokumen.save(keluar)
    (m,) = check(keluar.getvalue(), LAPORAN)
    assert (m.tempat, m.tanda) == ("kepala halaman", "{{ salah }}")


def test_a_missing_style_is_named() -> None:
    data = (AKAR / "laporan-kinerja.docx").read_bytes()
    dokumen = Document(BytesIO(data))
    dokumen.styles["Caption"].delete()
    keluar = BytesIO()
    dokumen.save(keluar)
    assert "Gaya «Caption» tidak ada" in " ".join(m.pesan for m in check(keluar.getvalue(), LAPORAN))


def _tags(data: bytes) -> list[str]:
    dokumen = Document(BytesIO(data))
    return [t for p in dokumen.element.body.iter() if p.tag.endswith("}p") and "{" in (t := text_of(p))]


RUSAK = {
    "nama": lambda t: t.replace("{{ ", "{{ zz", 1) if "{{ " in t else None,
    "penyaring": lambda t: t.replace("|angka", "|angkaa", 1) if "|angka" in t else None,
    "kurung": lambda t: t.replace(" }}", " }", 1) if " }}" in t else None,
    "awal": lambda t: t.replace("{%p for", "{%p fr", 1) if "{%p for" in t else None,
    "tutup": lambda t: t.replace("endfor", "endif", 1) if "endfor" in t else None,
}


@pytest.mark.parametrize("cara", RUSAK)
def test_a_tag_broken_anywhere_in_the_report_is_found_there(cara: str) -> None:
    """Each tag of the default template, broken in turn: at least one problem, and one stands where it was broken."""
    data = (AKAR / "laporan-kinerja.docx").read_bytes()
    semua = list(dict.fromkeys(_tags(data)))
    dicoba = [(t, r) for t in semua if (r := RUSAK[cara](t))]
    assert len(dicoba) >= 3
    for teks, rusak in dicoba[:: max(1, len(dicoba) // 12)]:
        dokumen = Document(BytesIO(data))
        p = next(p for p in dokumen.element.body.iter() if p.tag.endswith("}p") and text_of(p) == teks)
        isi = [t for t in p.iter() if t.tag.endswith("}t")]
        isi[0].text = rusak
        for t in isi[1:]:
            t.text = ""
        keluar = BytesIO()
        dokumen.save(keluar)
        masalah = check(keluar.getvalue(), LAPORAN)
        assert masalah, (cara, teks)
        assert any(" ".join(rusak.split())[:30] in m.kutipan for m in masalah), (cara, teks, masalah[:2])


def test_what_the_check_passes_renders_and_what_it_names_does_not() -> None:
    """The check and the renderer agree on single tags."""
    nilai = {**konteks(bahan()), "bagian_tambahan": ()}
    for paragraf in (
        "{{ instansi.nama }}",
        "{{ instansi.nmaa }}",
        "{{ dinas.rata_rata }}",
        "{{ dinas.rata_rata|persen }}",
        "{{ x }}",
    ):
        data = _docx(paragraf)
        if check(data, LAPORAN):
            with pytest.raises(TemplateError):
                render(data, nilai, NARASI, WAKTU)
        else:
            render(data, nilai, NARASI, WAKTU)


def test_the_copy_has_a_comment_at_each_place() -> None:
    data = _docx("{{ salah }}", "Baik {{ instansi.nama }}", tabel=("{{ juga }}",))
    salinan = annotated(data, LAPORAN, WAKTU)
    word.check(salinan)
    dokumen = Document(BytesIO(salinan))
    assert ["«salah»" in c.text for c in dokumen.comments] == [True, False]
    assert [p.text for p in dokumen.paragraphs] == [p.text for p in Document(BytesIO(data)).paragraphs]
    assert salinan == annotated(data, LAPORAN, WAKTU)


def test_what_may_be_called_is_what_is_provided(monkeypatch: pytest.MonkeyPatch) -> None:
    """A function that the renderer offers is one that the check knows, and the other way round."""
    ada: set[str] = set()
    asli = DocumentEnvironment.sediakan

    def catat(self: DocumentEnvironment, fungsi: Any) -> None:
        ada.update(fungsi)
        asli(self, fungsi)

    monkeypatch.setattr(DocumentEnvironment, "sediakan", catat)
    render(_docx("x"), {}, {}, WAKTU)
    assert ada == FUNGSI


def test_names_of_a_bekal_without_types_are_enough() -> None:
    assert check(_docx("{{ a.b.c }} {{ kalimat('x') }}"), Bekal({"a": Any}, FUNGSI, {"x": ""})) == ()


# --- the commands --------------------------------------------------------------------------------------------


def _run(folder: Folder, *kata: str) -> Any:
    return CliRunner().invoke(app, ["template", *kata, "--folder", str(folder.root)])


def test_copy_edit_check_build(folder: Folder) -> None:
    """A copy is made once and never over an edited one; a wrong tag is told with a copy to look at."""
    jawab = _run(folder, "check")
    assert jawab.exit_code == 2 and "belum memiliki templat sendiri" in jawab.stderr
    assert _run(folder, "new").exit_code == 0
    milik = folder.root / "template" / "laporan-kinerja.docx"
    dokumen = Document(str(milik))
    dokumen.paragraphs[-1].add_run("{{ instansi.nmaa }}")
    dokumen.save(str(milik))
    isi = milik.read_bytes()
    lagi = _run(folder, "new")
    assert "sudah ada dan tidak disentuh" in " ".join(lagi.stdout.split())
    assert milik.read_bytes() == isi
    jawab = _run(folder, "check")
    rapi = " ".join(jawab.stdout.split())
    assert jawab.exit_code == 1
    assert "Butir «nmaa» tidak dikenal" in rapi and "LAMPIRAN 5" in rapi
    salinan = folder.root / "template" / "laporan-kinerja-diperiksa.docx"
    assert len(list(Document(str(salinan)).comments)) == 1
    assert milik.read_bytes() == isi


def test_other_templates_and_sentences_can_be_copied(folder: Folder) -> None:
    assert _run(folder, "new", "surat-pengantar", "narasi").exit_code == 0
    assert {p.name for p in (folder.root / "template" / "narasi").iterdir()} == {f"{n}.j2" for n in NARASI}
    assert _run(folder, "check").exit_code == 0
    salah = _run(folder, "new", "surat-pengantr")
    assert salah.exit_code == 2 and "Mungkin maksudnya «surat-pengantar»" in " ".join(salah.stderr.split())


def test_a_template_that_is_no_word_file(folder: Folder, tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"x")
    assert _run(folder, "check", str(tmp_path / "a.docx")).exit_code == 1
    assert _run(folder, "check", str(tmp_path / "b.docx")).exit_code == 2


@pytest.mark.parametrize("path", sorted((AKAR / "narasi").glob("*.j2")), ids=lambda p: p.stem)
def test_shipped_sentences_are_clean(path: Path) -> None:
    teks = path.read_text("utf-8")
    assert check_sentences(path.stem, teks, LAPORAN, teks) == ()


@pytest.mark.parametrize(
    ("nama", "sumber", "pesan"),
    [
        ("indikator", "{{ ik.nama }} mencapai {{ ik.capaian|persen_kata }}.", ""),
        ("bagian-10-x", "{# judul: X #}\n{{ instansi.nama }}", ""),
        ("bagian-10-x", "{# judul: X #}\nbaris\n{{ instasi.nama }}", "baris 3|instasi|instansi"),
        ("indikator", "{{ ik.capaian|persenkata }}", "narasi/indikator.j2 baris 1|persenkata"),
        ("indikator", "{% if ik.ada %}ada", "narasi/indikator.j2"),
        ("anggaran", "{{ ik.nama }}", "Nama «ik» tidak dikenal"),
        ("anggaran", "{{ 1 + 1 }}", "narasi/anggaran.j2"),
    ],
)
def test_sentences_of_an_office_are_looked_through(nama: str, sumber: str, pesan: str, folder: Folder) -> None:
    """A mistake is named with its file and line before the report is built, and not only when its branch is printed."""
    path = folder.root / "template" / "narasi" / f"{nama}.j2"
    path.parent.mkdir(parents=True)
    path.write_text(sumber, "utf-8")
    hasil = CliRunner().invoke(app, ["template", "check", "--folder", str(folder.root)], env={"COLUMNS": "200"})
    assert hasil.exit_code == (1 if pesan else 0), hasil.output
    for kata in pesan.split("|"):
        assert kata in hasil.output
