"""`capaian dashboard`: the page says what the report says, needs nothing from outside, and can be read by everybody."""

from __future__ import annotations

import json
import re
import sqlite3
from base64 import b64encode
from contextlib import closing
from decimal import Decimal
from hashlib import sha256
from itertools import pairwise

import pytest
from typer.testing import CliRunner

from capaian.cli import app
from capaian.document import html
from capaian.document.errors import Refusal
from capaian.document.html import Halaman
from capaian.document.svg import Gambar
from capaian.errors import DataError, IntegrityError
from capaian.model.angka import Angka
from capaian.model.bagan import Bagan, Seri
from capaian.pipeline import dashboard, forms, intake, report, validation
from capaian.pipeline.office import Kantor, open_ledger, open_office
from capaian.workspace.folder import Folder, shipped
from conftest import Send, at
from dasbor_contoh import JAHAT, Unsur, approved, early, hostile, middle, parse, written
from seksi import split

CSS = shipped("templates", "dasbor", "dasbor.css").read_text("utf-8")
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


@pytest.fixture(scope="module")
def kantor_kantor(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Kantor]:
    akar = tmp_path_factory.mktemp("dasbor")
    return {"awal": early(akar), "tengah": middle(akar), "sah": approved(akar), "jahat": hostile(akar)}


HARI = {"awal": 5, "tengah": 9, "sah": 20, "jahat": 5}


@pytest.fixture(scope="module")
def halaman(kantor_kantor: dict[str, Kantor]) -> dict[str, bytes]:
    return {k: written(v, HARI[k]).read_bytes() for k, v in kantor_kantor.items()}


@pytest.fixture(params=["awal", "tengah", "sah", "jahat"])
def page(request: pytest.FixtureRequest, halaman: dict[str, bytes]) -> Unsur:
    return parse(halaman[request.param])


# --- nothing from outside ---


def test_nothing_from_outside(page: Unsur) -> None:
    """No address but places on the page itself, no style or script but the two that ship, as their hashes say."""
    for u in page.semua():
        for sifat, isi in u.sifat.items():
            assert not sifat.startswith("on"), (u.nama, sifat)
            assert sifat not in ("style", "srcset", "action", "formaction", "ping", "background"), (u.nama, sifat)
            if sifat in ("src", "href", "xlink:href", "data", "poster"):
                assert isi.startswith(("#", "data:")), (u.nama, isi)
    gaya, skrip = list(page.semua("style")), list(page.semua("script"))
    assert len(gaya) == len(skrip) == 1
    assert "".join(map(str, gaya[0].isi)) == CSS
    assert not re.search(r"@import|url\(|expression|@font-face", CSS)
    assert not {"iframe", "object", "embed", "base", "audio", "video"} & {u.nama for u in page.semua()}
    kebijakan = next(m.sifat["content"] for m in page.semua("meta") if "http-equiv" in m.sifat)
    for u, jenis in ((gaya[0], "style"), (skrip[0], "script")):
        sidik = b64encode(sha256("".join(map(str, u.isi)).encode()).digest()).decode()
        assert f"{jenis}-src 'sha256-{sidik}'" in kebijakan
    assert kebijakan.startswith("default-src 'none'; ") and "unsafe" not in kebijakan and "http" not in kebijakan


def test_the_script_reaches_for_nothing() -> None:
    """It filters and opens; it neither loads, stores nor writes markup."""
    teks = shipped("templates", "dasbor", "dasbor.js").read_text("utf-8")
    for kata in ("fetch", "XMLHttp", "innerHTML", "eval", "import", "Storage", "cookie", "WebSocket", "location"):
        assert kata not in teks, kata
    assert "</script" not in teks and "</style" not in CSS


def test_foreign_text_is_text(halaman: dict[str, bytes]) -> None:
    """Names of office, unit and indikator, and the reason of a waiver, are shown as they were written."""
    jahat = parse(halaman["jahat"])
    assert not list(jahat.semua("img"))
    assert "<script>alert(1)</script> & 'Dinas'" in jahat.teks
    assert "Sekretariat <img src=x onerror=alert(2)>" in jahat.satu("isi").teks
    assert "Penganggur </title><script src=//x.id/a.js></script>" in jahat.satu("isi").teks
    tengah = parse(halaman["tengah"])
    assert "Siti <i>Rahayu, 9 Januari 2026: Kendalanya dijelaskan dalam surat <b>Bidang</b> nomor 12" in tengah.teks
    assert not list(tengah.semua("i"))


def test_typed_text_in_a_finding(kantor: Kantor, issued: dict[str, bytes], send: Send) -> None:
    """What somebody typed stands in a finding as text, however it looks."""
    send("SEK", {"IK-5.1": {"realisasi": "<img src=x onerror=alert(3)>"}}, nama="SEK & kawan.xlsx")
    intake.collect(kantor, at(7), kantor.folder.inbox)
    validation.validate(kantor, at(7, 11))
    page = parse(written(kantor, 8).read_bytes())
    assert "<img src=x onerror=alert(3)>" in page.teks
    assert not list(page.semua("img"))


def test_control_and_direction_signs_are_shown() -> None:
    hasil = html.render(Halaman("<p>{{ x }}</p>", "", ""), {"x": JAHAT}).decode()
    assert "\u202e" not in hasil and "&lt;script&gt;" in hasil and "\\u202e" in hasil


def test_a_bare_number_is_refused() -> None:
    """A page prints a number through a filter or not at all."""
    with pytest.raises(Refusal):
        html.render(Halaman("{{ x }}", "", ""), {"x": Decimal(5)})


# --- everybody can read it ---


def test_headings_landmarks_names(page: Unsur) -> None:
    akar = next(page.semua("html"))
    assert akar.sifat["lang"] == "id"
    tingkat = [int(u.nama[1]) for u in page.semua() if re.fullmatch(r"h[1-6]", u.nama)]
    assert tingkat.count(1) == 1 and tingkat[0] == 1
    assert all(b - a <= 1 for a, b in pairwise(tingkat))
    assert all(u.teks for u in page.semua() if re.fullmatch(r"h[1-6]", u.nama))
    for nama in ("header", "main", "nav", "footer"):
        assert len(list(page.semua(nama))) == 1, nama
    badan = next(page.semua("body"))
    pertama = next(badan.semua("a"))
    assert pertama.sifat["href"] == "#isi" and pertama.sifat["class"] == "lompat"
    ids = [u.sifat["id"] for u in page.semua() if "id" in u.sifat]
    assert len(set(ids)) == len(ids)
    for u in page.semua():
        for sifat in ("aria-labelledby", "for"):
            assert set(u.sifat.get(sifat, "").split()) <= set(ids), u.sifat
        if u.sifat.get("href", "").startswith("#"):
            assert u.sifat["href"][1:] in ids, u.sifat
    for u in page.semua("svg"):
        assert u.sifat.get("aria-hidden") == "true" or u.sifat.get("role") == "img"


def test_tables_have_captions_and_scopes(page: Unsur) -> None:
    tabel = list(page.semua("table"))
    assert len(tabel) >= 3
    for t in tabel:
        assert next(t.semua("caption")).teks
        kepala = list(t.semua("th"))
        assert {u.sifat.get("scope") for u in kepala} == {"col", "row"}
        lebar = sum(u.sifat["scope"] == "col" for u in kepala)
        for baris in next(t.semua("tbody")).semua("tr"):
            sel = [u for u in baris.semua() if u.nama in ("td", "th") and u.induk is baris]
            assert sum(int(u.sifat.get("colspan", "1")) for u in sel) == lebar
            assert all(u.teks for u in sel)


def test_charts_have_words_and_the_same_numbers(halaman: dict[str, bytes]) -> None:
    """Each chart has title and description, and a table beside it that holds every number of the drawing."""
    tren = [a for a in parse(halaman["sah"]).semua("article") if any(u.nama == "svg" for u in a.semua("svg"))]
    tren = [a for a in tren if any(u.sifat.get("role") == "img" for u in a.semua("svg"))]
    assert len(tren) >= 10
    for a in tren:
        gambar = next(u for u in a.semua("svg") if u.sifat.get("role") == "img")
        assert next(gambar.semua("title")).teks and next(gambar.semua("desc")).teks
        sel = " ".join(u.teks for u in a.semua("td"))
        angka = [u.teks for u in gambar.semua("text") if u.sifat["class"] == "angka"]
        assert angka and all(x in sel for x in angka)


# --- colours ---


def _variables(blok: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", blok))


def _luminance(warna: str) -> float:
    def kanal(x: int) -> float:
        c = x / 255
        return c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4

    r, g, b = (kanal(int(warna[i : i + 2], 16)) for i in (1, 3, 5))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(a: str, b: str) -> float:
    """WCAG 2.2 contrast of two colours."""
    terang, gelap = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (terang + 0.05) / (gelap + 0.05)


def _schemes() -> dict[str, dict[str, str]]:
    terang = _variables(CSS[: CSS.index("@media")])
    gelap = terang | _variables(CSS[CSS.index("@media") : CSS.index("*, *::before")])
    cetak = terang | _variables(CSS[CSS.index("@media print") :])
    return {"terang": terang, "gelap": gelap, "cetak": cetak}


def test_the_measure_itself() -> None:
    assert round(contrast("#000000", "#ffffff"), 2) == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


@pytest.mark.parametrize("skema", ["terang", "gelap", "cetak"])
def test_every_pair_of_colours_has_contrast(skema: str) -> None:
    """Text 4.5 to 1, drawings and borders of controls 3 to 1 (WCAG 2.2, 1.4.3 and 1.4.11)."""
    w = _schemes()[skema]
    pasangan = [(k.removesuffix("-latar"), k) for k in w if k.endswith("-latar")]
    assert len(pasangan) == 10
    teks = [*pasangan, *((t, d) for t in ("tinta", "samar", "utama", "baik", "kurang") for d in ("kertas", "lembar"))]
    lukis = [(t, d) for t in ("emas", "batas", "fokus", "utama") for d in ("kertas", "lembar")]
    lukis += [(f"nada-{n}", "alur") for n in range(6)] + [("utama", "alur")]
    rendah = {
        (a, b): round(c, 2)
        for daftar, batas in ((teks, 4.5), (lukis, 3))
        for a, b in daftar
        if (c := contrast(w[a], w[b])) < batas
    }
    assert rendah == {}


def test_colours_are_only_variables() -> None:
    """A colour stands in the list above, where the test sees it, or nowhere."""
    aturan = re.sub(r"--[\w-]+:\s*#[0-9a-f]{6};", "", CSS)
    assert not re.search(r":[^;{}]*(#[0-9a-fA-F]{3,8}|rgb|hsl|\b(white|black|red|gr[ae]y)\b)[^{}]*;", aturan)
    assert len(_schemes()["gelap"]) == len(_schemes()["terang"])


# --- what it says ---


def test_before_anything_happened(halaman: dict[str, bytes]) -> None:
    """Friendly sentences, targets that are known, and no number where there is none."""
    page = parse(halaman["awal"])
    isi = page.satu("isi").teks
    for kalimat in (
        "belum ada formulir yang diterima",
        "Belum ada formulir yang diterima untuk periode ini",
        "Isian periode ini belum diperiksa",
        "Terbitkan formulir: «capaian init-forms»",
        "0 dari 11 langkah SOP selesai",
        "tidak dihitung: belum ada data realisasi",
    ):
        assert kalimat in isi, kalimat
    assert not re.search(r"\d%", isi.replace("menandai 100%", "")), "nothing is 0 %"
    assert "5.500 orang" in isi
    assert "BELUM DISUSUN" in page.teks and "segel" not in next(page.semua("header")).teks


def test_in_the_middle(halaman: dict[str, bytes]) -> None:
    """Late units, findings with what to do, the waiver by name, reasons in words."""
    page = parse(halaman["tengah"])
    matriks = next(t for t in page.semua("table") if "matriks" in t.sifat.get("class", ""))
    baris = {next(b.semua("th")).teks.split()[0]: [u.teks for u in b.semua("td")] for b in _rows(matriks)}
    belum = ["○ belum"] * 2 + ["– belum diperiksa"] * 2
    assert baris["HIJS"] == ["✓ sudah", "! kiriman tertahan", *belum]
    assert baris["BLK"][3:] == ["! perlu diperbaiki", "3", "0"]
    assert baris["SEK"] == ["✓ sudah"] * 4 + ["0", "0"]
    temuan = {k.sifat["aria-labelledby"]: k for k in page.semua("article") if "data-kelompok" in k.sifat}
    teks = " ".join(k.teks for k in temuan.values())
    assert "dapat berarti 1118 atau 1,118" in teks and "DOC-20260107-WA0012.xlsx · ISIAN!P13" in teks
    assert "Diharapkan Angka dengan koma desimal" in teks and "Lakukan Tulis tanpa tanda ribuan" in teks
    kecuali = next(u for u in page.semua("li") if u.sifat.get("data-jenis") == "dikecualikan")
    assert "6 kesalahan, 0 peringatan, 1 dikecualikan" in page.satu("isi").teks
    assert sum("ISI-08" in u.teks for u in page.semua("li") if "data-jenis" in u.sifat) == 1
    assert "ISI-08" in kecuali.teks and "semula peringatan" in kecuali.teks and "IK-1.7" in kecuali.teks
    assert "tidak dihitung: realisasi belum dapat dibaca sebagai nilai yang pasti" in page.teks
    assert "tidak dihitung: realisasinya belum lengkap" in page.teks
    assert "(lewat 1 hari kerja)" in page.teks


def test_after_approval(halaman: dict[str, bytes], kantor_kantor: dict[str, Kantor]) -> None:
    """The stamp, the seal and the moment stand at the head."""
    kepala = next(parse(halaman["sah"]).semua("header")).teks
    with open_ledger(kantor_kantor["sah"]) as ledger:
        assert f"segel buku catatan {ledger.seal()}" in kepala
    assert "Keadaan laporan: DISAHKAN" in kepala and "Keadaan 20 Januari 2026 pukul 10.00" in kepala
    assert "Triwulan IV Tahun 2025" in kepala and "sudah disahkan; angkanya dikunci" in kepala


def _rows(tabel: Unsur) -> list[Unsur]:
    return list(next(tabel.semua("tbody")).semua("tr"))


def test_numbers_are_those_of_the_report(kantor_kantor: dict[str, Kantor], halaman: dict[str, bytes]) -> None:
    """Every capaian, mean and absorption is printed as the report prints it."""
    kantor = kantor_kantor["sah"]
    jejak = json.loads((kantor.folder.laporan(kantor.periode) / "jejak-angka.json").read_text("utf-8"))
    cetak: dict[str, set[str]] = {}
    for j in jejak:
        cetak.setdefault(j["nama"], set()).add(re.sub(r"(%| persen)$", "", j["tercetak"]))
    page = parse(halaman["sah"])
    baris = {}
    for b in page.semua("tr"):
        kode = next((u.teks for u in b.semua("span") if u.sifat.get("class") == "kode"), "")
        kuat = next((u.teks for u in b.semua("strong")), "")
        if kode and kuat:
            baris[kode] = kuat
    assert len(baris) > 35
    for kode, tampil in baris.items():
        nama = f"capaian {kode}" if kode.startswith("IK") else f"rata-rata capaian {kode}"
        assert tampil.removesuffix("%") in cetak[nama], kode
    (rata,) = cetak["rata-rata capaian dinas"]
    assert f"Rata-rata capaian {rata}%" in page.satu("isi").teks


def test_numbers_say_where_they_come_from(halaman: dict[str, bytes]) -> None:
    """File, sheet, cell, sender and time of a result; document and cell of its target; the formula with its numbers."""
    page = parse(halaman["sah"])
    asal = next(d for d in page.semua("details") if d.teks.startswith("Asal angka IK-1.2 "))
    for potong in ("Rumus", "Hitungan", "5.480", "ISIAN!", "dari unit PPTK, diterima 12 Januari 2026", "Target.csv"):
        assert potong in asal.teks, potong
    baris = [b for b in page.semua("tr") if "utama" in b.sifat.get("class", "") and b.sifat.get("id")]
    assert len(baris) == 37
    assert sum(d.teks.startswith("Asal angka IK-") for d in page.semua("details")) == 37


def test_same_moment_same_bytes(kantor_kantor: dict[str, Kantor], halaman: dict[str, bytes]) -> None:
    """Written again it is not touched; another moment is another page; nothing is recorded."""
    kantor = kantor_kantor["tengah"]
    with open_ledger(kantor) as ledger:
        dulu = ledger.head()
    path = written(kantor, HARI["tengah"])
    assert path == kantor.folder.root / "laporan" / "2025-TW4" / "Dasbor-2025-TW4.html"
    saat = path.stat().st_mtime_ns
    assert written(kantor, HARI["tengah"]).read_bytes() == halaman["tengah"] and path.stat().st_mtime_ns == saat
    assert written(kantor, HARI["tengah"] + 1).read_bytes() != halaman["tengah"]
    with open_ledger(kantor) as ledger:
        assert ledger.head() == dulu


def test_a_year_from_quarterly_forms(kantor_kantor: dict[str, Kantor]) -> None:
    """A year shows the units of its last quarter, and says so."""
    setahun = open_office(kantor_kantor["sah"].folder, "2025-TAHUN")
    page = parse(written(setahun, 27).read_bytes())
    assert "Tahun 2025" in next(page.semua("h1")).teks
    assert "data dari formulir Triwulan IV Tahun 2025" in next(page.semua("header")).teks
    matriks = next(t for t in page.semua("table") if "matriks" in t.sifat.get("class", ""))
    assert all("✓ sudah" in b.teks for b in _rows(matriks))


def test_what_came_after_the_check_is_named(kantor: Kantor, issued: dict[str, bytes], send: Send) -> None:
    validation.validate(kantor, at(7))
    send("SEK", {"IK-5.1": {"realisasi": "BB"}})
    intake.collect(kantor, at(8), kantor.folder.inbox)
    assert "belum diperiksa: SEK" in parse(written(kantor, 8).read_bytes()).teks


def test_sub_units_stand_below_their_bidang(folder: Folder) -> None:
    """A bidang whose sub-units fill everything has no form; its line says so and counts nothing."""
    kantor = split(folder, semua=True)
    forms.issue_forms(kantor, at(5), per_seksi=True)
    page = parse(written(kantor, 6).read_bytes())
    matriks = next(t for t in page.semua("table") if "matriks" in t.sifat.get("class", ""))
    baris = {next(b.semua("th")).teks.split()[0]: b for b in _rows(matriks)}
    assert list(baris)[2:5] == ["PPTK", "PEN", "PL"]
    assert baris["PEN"].sifat["class"] == "anak" and "class" not in baris["PPTK"].sifat
    assert "diisi oleh bagian di bawahnya" in baris["PPTK"].teks


def test_a_changed_ledger_is_refused(kantor: Kantor) -> None:
    forms.issue_forms(kantor, at(5))
    with closing(sqlite3.connect(kantor.folder.basis_data)) as db, db:
        db.execute("UPDATE peristiwa SET pelaku = 'orang lain'")
    with pytest.raises(IntegrityError):
        dashboard.dashboard(kantor, at(6).waktu)
    assert not kantor.folder.laporan(kantor.periode).exists()


# --- pictures ---


def test_the_emblem_is_part_of_the_page() -> None:
    assert html.picture(PNG).startswith("data:image/png;base64,iVBOR")
    assert html.picture(b"\xff\xd8\xff\xe0").startswith("data:image/jpeg;base64,")
    assert html.picture(b"<svg onload=alert(1)>") == html.picture(b"") == ""


def _line(nilai: tuple[str | None, ...], target: tuple[str, ...] = ()) -> str:
    def angka(x: str | None) -> Angka:
        return Angka(None if x is None else Decimal(x), "%", nama="n")

    seri = [Seri("R", tuple(map(angka, nilai)))]
    if target:
        seri.append(Seri("T", tuple(map(angka, target)), garis=True))
    return str(
        Gambar(lambda a: str(a.nilai)).garis(
            Bagan("garis", "J <&", tuple(str(2020 + i) for i in range(len(nilai))), tuple(seri), "%", "U")
        )
    )


def test_what_is_not_known_is_a_gap() -> None:
    svg = _line(("1", None, "3", "4"))
    assert svg.count("<circle") == 3 and svg.count('<line class="realisasi"') == 1
    assert "J &lt;&amp;" in svg
    assert _line((None, None)) == ""


def test_lines_keep_their_order_and_place() -> None:
    """A higher value stands higher; equal values and a single point do not divide by zero."""
    y = [int(x) for x in re.findall(r'cy="(\d+)"', _line(("10", "20", "15")))]
    assert y[1] < y[2] < y[0]
    assert len(set(re.findall(r'cy="(\d+)"', _line(("5", "5"))))) == 1
    assert "<circle" in _line(("5",))
    bawah = re.findall(r'class="angka" x="\d+" y="(\d+)"', _line(("1", "9"), ("5", "5")))
    titik = re.findall(r'cy="(\d+)"', _line(("1", "9"), ("5", "5")))
    assert int(bawah[0]) > int(titik[0]) and int(bawah[1]) < int(titik[1]), "labels keep away from the target"


def test_bars_end_where_they_must() -> None:
    def panjang(x: str | None) -> list[str]:
        a = Angka(None if x is None else Decimal(x), "%")
        return re.findall(r'class="isi nada-5"[^>]*width="(\d+)"', str(Gambar(str).batang(a, 5)))

    assert panjang("50") == ["500"] and panjang("100") == ["1000"] and panjang("-3") == ["0"]
    assert panjang("400") == ["1300"] and "potong" in str(Gambar(str).batang(Angka(Decimal(400)), 5))
    assert panjang(None) == []


# --- the command ---


def test_the_command(kantor: Kantor) -> None:
    perintah = ["dashboard", "--folder", str(kantor.folder.root)]
    jawab = CliRunner().invoke(app, perintah)
    assert jawab.exit_code == 0, jawab.output
    assert "laporan/2025-TW4/Dasbor-2025-TW4.html" in jawab.stdout and "peramban" in jawab.stderr
    assert CliRunner().invoke(app, [*perintah, "--quiet"]).stderr == ""
    isi = json.loads(CliRunner().invoke(app, [*perintah, "--json"]).stdout)
    assert isi["jenis"] == "dasbor" and isi["isi"]["periode"] == "2025-TW4"
    assert isi["isi"]["dinas"]["persen"] is None and len(isi["isi"]["indikator"]) == 37
    salah = CliRunner().invoke(app, [*perintah, "--periode", "2024-TW1"])
    assert salah.exit_code == 2


def test_report_still_needs_data(kantor: Kantor) -> None:
    """What the page may show without forms, a report may not."""
    with pytest.raises(DataError, match="Belum ada formulir"):
        report.build_report(kantor, at(5))
