"""The surat pengantar: what it says, on one page, once, and together with the forms it covers."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from capaian.errors import SystemRefusalError
from capaian.ledger import Archive, Ledger, durable
from capaian.model.formulir import KodeFormulir
from capaian.model.hasil import FormulirTerbit
from capaian.model.pengaturan import Pejabat
from capaian.pipeline import forms
from capaian.pipeline.office import Kantor, Pelaku, open_office
from capaian.report import surat
from capaian.workspace.folder import Folder, shipped
from conftest import at, needs_office
from seksi import split

AKAR = Path(__file__).resolve().parent.parent


def text(data: bytes) -> str:
    """All text of a letter, paragraphs and cells, in the order of the page."""
    dokumen = Document(BytesIO(data))
    baris = ["".join(t.text or "" for t in p.iter() if t.tag.endswith(("}t", "}tab"))) for p in _paragraphs(dokumen)]
    return "\n".join(baris)


def _paragraphs(dokumen: object) -> list[object]:
    badan = dokumen.element.body  # type: ignore[attr-defined]
    return [e for e in badan.iter() if e.tag.endswith("}p")]


def _letters(terbit: tuple[FormulirTerbit, ...]) -> dict[str, bytes]:
    return {t.surat.name: t.surat.read_bytes() for t in terbit}


@pytest.fixture
def terbit(kantor: Kantor) -> tuple[FormulirTerbit, ...]:
    """The forms and letters of the example office, issued on Monday 5 January 2026."""
    return forms.issue_forms(kantor, at(5))


def test_one_letter_for_each_bidang(kantor: Kantor, terbit: tuple[FormulirTerbit, ...]) -> None:
    """Each bidang gets a letter that names its form, how much stands in it, until when, and through whom."""
    assert {t.surat.name for t in terbit} == {f"2025-TW4-{u.kode}-surat-pengantar.docx" for u in kantor.siklus.unit}
    for t in terbit:
        isi = text(t.surat.read_bytes())
        assert "PEMERINTAH KOTA PROBOLINGGO" in isi and "DINAS PERINDUSTRIAN DAN TENAGA KERJA" in isi
        assert "SURAT PENGANTAR" in isi and "Nomor: 000.8.6.3/     /425.119/2026" in isi
        assert "Probolinggo, 5 Januari 2026" in isi
        kepala = kantor.siklus.kepala_unit(t.unit.kode, date(2026, 1, 5))
        assert kepala is not None and f"Yth. {kepala.jabatan_lengkap}" in isi
        assert "di Probolinggo" in isi
        assert f"Triwulan IV Tahun 2025 – {t.unit.nama}, kode formulir {t.kode}, memuat {t.n_indikator} (" in isi
        assert f"dan {t.n_sub_kegiatan} (" in isi and "1 (satu) berkas" in isi
        assert (
            "melalui Sub Bagian Program dan Keuangan paling lambat Kamis, 8 Januari 2026 (3 (tiga) hari kerja)" in isi
        )
        for kepala in (
            "No.",
            "Naskah Dinas yang Dikirimkan",
            "Banyaknya",
            "Keterangan",
            "Diterima tanggal",
            "Penerima,",
        ):
            assert kepala in isi
        assert "Kepala Sub Bagian Program dan Keuangan," in isi and "NIP. 19830614 200903 1 006" in isi
        assert "{" not in isi


def test_running_again_writes_nothing(kantor: Kantor, terbit: tuple[FormulirTerbit, ...]) -> None:
    """Same schema, another day: the letters stay as they are, with their dates, and no event is added."""
    lama = {t.surat: (t.surat.read_bytes(), t.surat.stat().st_mtime_ns) for t in terbit}
    with Ledger(kantor.folder.basis_data) as ledger:
        kepala = ledger.head()
    forms.issue_forms(kantor, at(9))
    assert {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in lama} == lama
    with Ledger(kantor.folder.basis_data) as ledger:
        assert ledger.head() == kepala
    satu, *_ = terbit
    satu.surat.unlink()
    forms.issue_forms(kantor, at(12))
    assert satu.surat.read_bytes() == lama[satu.surat][0]


def test_same_office_same_letter(kantor: Kantor, terbit: tuple[FormulirTerbit, ...], tmp_path: Path) -> None:
    """Two folders with the same schema get the same bytes on the same day, at any hour."""
    kembar = tmp_path / "kembar"
    kembar.mkdir()
    for nama in ("capaian.toml", "hari-libur.csv"):
        (kembar / nama).write_bytes((kantor.folder.root / nama).read_bytes())
    (kembar / "skema").mkdir()
    for path in (kantor.folder.root / "skema").iterdir():
        (kembar / "skema" / path.name).write_bytes(path.read_bytes())
    assert _letters(forms.issue_forms(open_office(Folder(kembar)), at(5, 16))) == _letters(terbit)


def test_the_event_keeps_the_letter(kantor: Kantor, terbit: tuple[FormulirTerbit, ...]) -> None:
    """The event of a form names its letter and its hash, and the archive holds those bytes."""
    arsip = Archive(kantor.folder.arsip)
    with Ledger(kantor.folder.basis_data) as ledger:
        peristiwa = {str(p.isi["unit"]): p.isi for p in ledger.events("formulir.terbit")}
    for t in terbit:
        isi = peristiwa[t.unit.kode]
        assert isi["surat"] == t.surat.name
        assert isi["surat_sha256"] == hashlib.sha256(t.surat.read_bytes()).hexdigest()
        assert arsip.get(str(isi["surat_sha256"])) == t.surat.read_bytes()


def test_a_new_issue_says_that_it_replaces(kantor: Kantor, terbit: tuple[FormulirTerbit, ...]) -> None:
    """A changed target gives a new form and a new letter with its own deadline; other letters stay."""
    path = kantor.folder.root / "skema" / "Target.csv"
    path.write_text(path.read_text("utf-8-sig").replace("IK-6.1;2025;PK;84", "IK-6.1;2025;PK;85", 1), "utf-8")
    lama = _letters(terbit)
    baru = forms.issue_forms(open_office(kantor.folder), at(9))
    assert {n for n, d in _letters(baru).items() if d != lama[n]} == {"2025-TW4-SEK-surat-pengantar.docx"}
    isi = text(next(t for t in baru if t.unit.kode == "SEK").surat.read_bytes())
    assert "Menggantikan terbitan sebelumnya." in isi and "paling lambat Rabu, 14 Januari 2026" in isi


def test_the_offices_own_template_wins(kantor: Kantor) -> None:
    """A template in the office folder is used; a wrong tag in it is named, and nothing is issued."""
    milik = kantor.folder.root / "template" / surat.TEMPLAT
    milik.parent.mkdir()
    dokumen = Document()
    dokumen.add_paragraph("Surat kami untuk {{ surat.yth }}")
    dokumen.save(str(milik))
    (t, *_) = forms.issue_forms(kantor, at(5), "SEK")
    assert text(t.surat.read_bytes()).startswith("Surat kami untuk Sekretaris")
    dokumen.add_paragraph("{{ surat.nomer }}")
    dokumen.save(str(milik))
    with pytest.raises(Exception, match="nomer"):
        forms.issue_forms(kantor, at(5), "IND")
    assert not (kantor.folder.formulir(kantor.periode) / "2025-TW4-IND.xlsx").exists()


def _letter(kantor: Kantor, tanggal: date, n: int = 1, nama: str = "Bidang", **ganti: object) -> str:
    from dataclasses import replace

    formulir = [
        surat.FormulirDikirim(KodeFormulir("X", kantor.periode, f"U{i}", 1), nama, 3, 0, tanggal, 3) for i in range(n)
    ]
    isi = surat.Surat(replace(kantor.pengaturan, **ganti), Pejabat("kepala", f"Kepala {nama}", ""), formulir, tanggal)  # type: ignore[arg-type]
    return text(surat.build_letter(isi, shipped("templates", surat.TEMPLAT).read_bytes()))


def test_who_signs(kantor: Kantor) -> None:
    """The official in office on that day signs, with Plt. in front; above the Kasubag when nobody holds that office."""
    kasubag = Pejabat("kasubag", "Kepala Sub Bagian Program", "A", mulai=date(2026, 1, 1), selesai=date(2026, 1, 9))
    plt = Pejabat("kasubag", "Kepala Sub Bagian Program", "B", "1", "Penata", "Plt.", date(2026, 1, 10))
    sekretaris = Pejabat("sekretaris", "Sekretaris", "")
    pejabat = (kasubag, plt, sekretaris)
    assert "Kepala Sub Bagian Program,\n\n\n\n\nA\n" in _letter(kantor, date(2026, 1, 9), pejabat=pejabat)
    isi = _letter(kantor, date(2026, 1, 10), pejabat=pejabat)
    assert "Plt. Kepala Sub Bagian Program,\n\n\n\n\nB\nPenata\nNIP. 1\n" in isi
    isi = _letter(kantor, date(2025, 12, 31), pejabat=pejabat)
    assert "Sekretaris,\n\n\n\n\n(nama lengkap)\n" in isi and "NIP." not in isi
    assert "(jabatan pengirim),\n\n\n\n\n(nama lengkap)\n" in _letter(kantor, date(2026, 1, 5), pejabat=())


def test_sifat_tembusan_and_who_signs_in_whose_name(kantor: Kantor) -> None:
    """The office sets them once; none of their lines stands on a letter without them."""
    polos = text(forms.issue_forms(kantor, at(5))[0].surat.read_bytes())
    assert "Sifat: Biasa" in polos and "Tembusan" not in polos and "a.n." not in polos
    p = kantor.pengaturan
    pejabat = tuple(replace(x, atas_nama="Sekretaris Dinas") if x.peran == "kasubag" else x for x in p.pejabat)
    instansi = replace(
        p.instansi, sifat_surat="Segera", tembusan_formulir=("Kepala Dinas (sebagai laporan)", "Arsip & <berkas>")
    )
    baru = replace(kantor, pengaturan=replace(p, pejabat=pejabat, instansi=instansi))
    tujuan = Pejabat("kepala", "Kepala Bidang X", "A")
    isi = text(
        surat.build_letter(
            surat.Surat(baru.pengaturan, tujuan, (), date(2026, 1, 5)), kantor.folder.template(surat.TEMPLAT)
        )
    )
    assert "Sifat: Segera" in isi
    assert "Tembusan:\n1. Kepala Dinas (sebagai laporan)\n2. Arsip & <berkas>" in isi
    nama = next(x for x in pejabat if x.peran == "kasubag" and x.menjabat(date(2026, 1, 5)))
    assert f"a.n. Sekretaris Dinas\n{nama.jabatan_lengkap},\n" in isi


def test_address_lines_only_when_set(kantor: Kantor) -> None:
    """The letterhead has an address, telephone and site when the office has set them; a missing code leaves no gap."""
    from dataclasses import replace

    instansi = replace(
        kantor.pengaturan.instansi, alamat="Jalan A & B 1", telepon="(0335) 1", laman="a.go.id", kode_surat=""
    )
    isi = _letter(kantor, date(2026, 1, 5), instansi=instansi)
    assert "Jalan A & B 1, Telepon (0335) 1\nLaman a.go.id\n" in isi
    assert "Nomor: 000.8.6.3/     /2026" in isi
    assert "memuat 3 (tiga) indikator\n" in isi and "sub kegiatan" not in isi
    assert "Telepon (" not in _letter(kantor, date(2026, 1, 5))


def test_committed_template_is_what_the_tool_builds() -> None:
    """The template in the repository equals what tools/build_letters.py makes."""
    spek = importlib.util.spec_from_file_location("build_letters", AKAR / "tools" / "build_letters.py")
    assert spek is not None and spek.loader is not None
    modul = importlib.util.module_from_spec(spek)
    spek.loader.exec_module(modul)
    assert modul.build() == (AKAR / "templates" / surat.TEMPLAT).read_bytes()


@needs_office()
@pytest.mark.kantor
def test_one_page_of_a4(kantor: Kantor, terbit: tuple[FormulirTerbit, ...], tmp_path: Path) -> None:
    """Each letter, and one with four forms and very long names, fits one page of A4."""
    nama = "Seksi Pelatihan, Pemagangan, Produktivitas, dan Perluasan Kesempatan Kerja bagi Pencari Kerja Khusus"
    formulir = [
        surat.FormulirDikirim(
            KodeFormulir("DISPERINAKER", kantor.periode, f"PPTK-{i}", 2), nama, 12, 8, date(2026, 1, 8), 3, True
        )
        for i in range(4)
    ]
    panjang = surat.Surat(kantor.pengaturan, Pejabat("kepala", f"Kepala {nama}", ""), formulir, date(2026, 1, 5))
    berkas = {p: d for p, d in _letters(terbit).items()}
    berkas["panjang.docx"] = surat.build_letter(panjang, shipped("templates", surat.TEMPLAT).read_bytes())
    for nama_berkas, data in berkas.items():
        (tmp_path / nama_berkas).write_bytes(data)
    perintah = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profil", "--headless", "--convert-to", "pdf"]
    perintah += ["--outdir", str(tmp_path), *(str(tmp_path / n) for n in berkas)]
    subprocess.run(perintah, check=True, capture_output=True, timeout=180)
    for nama_berkas in berkas:
        info = subprocess.run(
            ["pdfinfo", str((tmp_path / nama_berkas).with_suffix(".pdf"))], check=True, capture_output=True, text=True
        ).stdout
        baris = {k.strip(): v.strip() for k, _, v in (b.partition(":") for b in info.splitlines())}
        assert baris["Pages"] == "1", nama_berkas
        assert "A4" in baris["Page size"]


# --- a write that fails in the middle -----------------------------------------------------------------------


def _state(kantor: Kantor) -> dict[str, object]:
    """What lies in the folder of the forms, and what the ledger says of it."""
    folder = kantor.folder.formulir(kantor.periode)
    ada = {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}
    with Ledger(kantor.folder.basis_data) as ledger:
        terbit = {f.kode.unit: f.sha256 for f in ledger.forms(kantor.periode)}
        surat_ = {str(p.isi["unit"]): str(p.isi["surat_sha256"]) for p in ledger.events("formulir.terbit")}
        assert ledger.verify() == []
    return {"berkas": ada, "terbit": terbit, "surat": surat_}


def _agree(kantor: Kantor) -> None:
    """Every recorded form lies in the folder with its letter, and nothing else does."""
    keadaan = _state(kantor)
    terbit, surat_ = keadaan["terbit"], keadaan["surat"]
    assert isinstance(terbit, dict) and isinstance(surat_, dict) and isinstance(keadaan["berkas"], dict)
    harapan = {f"2025-TW4-{u}.xlsx": sha for u, sha in terbit.items()}
    bidang = {u: kantor.siklus.pangkal(u) for u in surat_}
    harapan |= {f"surat/2025-TW4-{bidang[u]}-surat-pengantar.docx": sha for u, sha in surat_.items()}
    assert {n: hashlib.sha256(d).hexdigest() for n, d in keadaan["berkas"].items()} == harapan


Replace = Callable[[object, object], None]


@pytest.fixture
def fail_from(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[Path, int], bool]], list[Path]]:
    """Make `os.replace` refuse where a condition on target and count holds, as Word and Windows do."""
    asli: Replace = os.replace
    monkeypatch.setattr(durable.time, "sleep", lambda _s: None)

    def atur(menolak: Callable[[Path, int], bool]) -> list[Path]:
        sasaran: list[Path] = []

        def ganti(sumber: object, tujuan: object) -> None:
            path = Path(str(tujuan))
            if not sasaran or sasaran[-1] != path:
                sasaran.append(path)
            if menolak(path, len(sasaran)):
                raise PermissionError(13, "sharing violation")
            asli(sumber, tujuan)

        monkeypatch.setattr(durable.os, "replace", ganti)
        return sasaran

    return atur


FailFrom = Callable[[Callable[[Path, int], bool]], list[Path]]
N_TULIS = 8
"""Writes of a bidang per seksi: three forms and their letter, each into the archive and into the folder."""


@pytest.mark.parametrize("ke", range(1, N_TULIS + 1))
@pytest.mark.parametrize("terus", [False, True], ids=["once", "from then on"])
def test_a_write_that_fails(folder: Folder, fail_from: FailFrom, ke: int, terus: bool) -> None:
    """Whichever write fails: exit 3, no half-written file, no form that was recorded without being there.

    A refusal that lasts may leave a new file that nobody recorded; either way the next run completes the issue.
    """
    kantor = split(folder)
    forms.issue_forms(kantor, at(5), "SEK")
    ditolak: list[Path] = []

    def menolak(path: Path, n: int) -> bool:
        tolak = n >= ke if terus else n == ke
        if tolak:
            ditolak.append(path)
        return tolak

    sasaran = fail_from(menolak)
    with pytest.raises(SystemRefusalError) as galat:
        forms.issue_forms(kantor, at(5), "PPTK", per_seksi=True)
    assert ditolak and ditolak[0].name in galat.value.pesan and galat.value.exit_code == 3
    assert not [p for p in folder.root.rglob("*") if p.name.startswith(durable.TEMP_PREFIX)]
    assert len(sasaran) >= ke
    with Ledger(folder.basis_data) as ledger:
        assert {f.kode.unit for f in ledger.forms(kantor.periode)} == {"SEK"}
    if not terus:
        _agree(kantor)
    fail_from(lambda _p, _n: False)
    hasil = forms.issue_forms(kantor, at(5, 10), "PPTK", per_seksi=True)
    assert [(t.unit.kode, t.kode.terbitan, t.baru) for t in hasil] == [(u, 1, True) for u in ("PPTK", "PEN", "PL")]
    _agree(kantor)


def test_the_count_of_writes_is_right(folder: Folder, fail_from: FailFrom) -> None:
    """The test above fails each write of a bidang: there are no more of them."""
    sasaran = fail_from(lambda _p, _n: False)
    forms.issue_forms(split(folder), at(5), "PPTK", per_seksi=True)
    # The lists beside the archive come after them, and cost only themselves when they cannot be written.
    assert len([p for p in sasaran if p.parent.name != "arsip"]) == N_TULIS


def test_what_was_issued_before_the_failure_stays(kantor: Kantor, fail_from: FailFrom) -> None:
    """The bidang before the one that fails are issued, that one and those after it are not; the next run does them."""
    fail_from(lambda p, _n: p.name == "2025-TW4-PPTK.xlsx")
    with pytest.raises(SystemRefusalError, match="PPTK"):
        forms.issue_forms(kantor, at(5))
    _agree(kantor)
    fail_from(lambda _p, _n: False)
    hasil = forms.issue_forms(kantor, at(6))
    assert [t.unit.kode for t in hasil if t.baru] == ["PPTK", "HIJS", "BLK"]
    _agree(kantor)


def test_a_letter_open_in_word(kantor: Kantor, terbit: tuple[FormulirTerbit, ...], fail_from: FailFrom) -> None:
    """A new issue whose letter is open in Word: the letter is named, and form, letter and ledger stay the old ones."""
    path = kantor.folder.root / "skema" / "Target.csv"
    path.write_text(path.read_text("utf-8-sig").replace("IK-6.1;2025;PK;84", "IK-6.1;2025;PK;85", 1), "utf-8")
    lama = _state(kantor)
    fail_from(lambda p, _n: p.name == "2025-TW4-SEK-surat-pengantar.docx")
    with pytest.raises(SystemRefusalError, match=r"2025-TW4-SEK-surat-pengantar\.docx.*sedang dibuka di Word/Excel"):
        forms.issue_forms(open_office(kantor.folder), at(6))
    assert _state(kantor) == lama
    fail_from(lambda _p, _n: False)
    hasil = forms.issue_forms(open_office(kantor.folder), at(6))
    assert [(t.unit.kode, t.kode.terbitan) for t in hasil if t.baru] == [("SEK", 2)]


def test_the_record_fails(kantor: Kantor, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the ledger cannot take the record, the files that were just written are taken back."""

    def gagal(*_: object, **__: object) -> None:
        raise SystemRefusalError("Ruang disk habis.")

    monkeypatch.setattr(Ledger, "add_form", gagal)
    with pytest.raises(SystemRefusalError, match="Ruang disk habis"):
        forms.issue_forms(kantor, at(5))
    monkeypatch.undo()
    keadaan = _state(kantor)
    assert (keadaan["berkas"], keadaan["terbit"]) == ({}, {})


@pytest.mark.parametrize("nomor", [13, 30], ids=["EACCES", "EROFS"])
def test_a_read_only_folder(kantor: Kantor, monkeypatch: pytest.MonkeyPatch, nomor: int) -> None:
    """A folder that cannot be written is said in words, and nothing is recorded."""
    folder = kantor.folder.formulir(kantor.periode)
    asli = os.open

    def buka(path: object, *args: int, **kwargs: int) -> int:
        if str(path).startswith(str(folder)):
            raise OSError(nomor, "read-only")
        return asli(str(path), *args, **kwargs)

    folder.mkdir(parents=True)
    monkeypatch.setattr(durable.os, "open", buka)
    with pytest.raises(SystemRefusalError, match=r"2025-TW4-SEK\.xlsx.*(tidak ada izin|hanya dapat dibaca)"):
        forms.issue_forms(kantor, at(5))
    monkeypatch.undo()
    keadaan = _state(kantor)
    assert (keadaan["berkas"], keadaan["terbit"]) == ({}, {})


def test_who_acts_is_recorded(kantor: Kantor) -> None:
    """The event of an issue carries the actor that was given."""
    forms.issue_forms(kantor, Pelaku("BAYU", at(5).waktu), "SEK")
    with Ledger(kantor.folder.basis_data) as ledger:
        assert [p.pelaku for p in ledger.events("formulir.terbit")] == ["BAYU"]
