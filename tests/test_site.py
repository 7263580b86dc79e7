"""tools/situs.py builds a site that stands by itself: every link, anchor and picture leads somewhere in it."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from tools import situs

from capaian import rules
from capaian.errors import ExitCode

BERALAMAT = {"a": "href", "img": "src", "link": "href", "script": "src"}


class _Baca(HTMLParser):
    """What a page links to and loads, its ids, its language and its headings."""

    def __init__(self, teks: str) -> None:
        super().__init__()
        self.tautan: list[tuple[str, str]] = []
        self.id: list[str] = []
        self.bahasa = ""
        self.h1 = 0
        self.gambar_tanpa_teks = 0
        self.feed(teks)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        a = dict(attrs)
        if tag == "html":
            self.bahasa = a.get("lang") or ""
        self.h1 += tag == "h1"
        self.gambar_tanpa_teks += tag == "img" and not a.get("alt")
        if a.get("id"):
            self.id.append(str(a["id"]))
        if tag in BERALAMAT and a.get(BERALAMAT[tag]):
            self.tautan.append((tag, str(a[BERALAMAT[tag]])))


@pytest.fixture(scope="module")
def akar(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site."""
    keluar = tmp_path_factory.mktemp("situs") / "keluar"
    situs.build(keluar)
    return keluar


@pytest.fixture(scope="module")
def halaman(akar: Path) -> dict[Path, _Baca]:
    return {p.resolve(): _Baca(p.read_text("utf-8")) for p in akar.rglob("*.html")}


def test_every_link_anchor_and_picture_leads_somewhere(akar: Path, halaman: dict[Path, _Baca]) -> None:
    """Followed as a browser follows them, in the written files, not in what the builder believes."""
    putus = []
    for path, isi in halaman.items():
        for tag, ke in isi.tautan:
            alamat = urlsplit(ke)
            if alamat.scheme:
                continue
            sasaran = (path.parent / unquote(alamat.path)).resolve() if alamat.path else path
            ada = sasaran.is_file() and akar.resolve() in sasaran.parents
            jangkar = unquote(alamat.fragment)
            if not ada or (jangkar and jangkar not in halaman[sasaran].id):
                putus.append((path.name, tag, ke))
    assert putus == []
    assert sum(len(h.tautan) for h in halaman.values()) > 2000


def test_nothing_is_loaded_from_elsewhere(akar: Path, halaman: dict[Path, _Baca]) -> None:
    """Pictures, style and script are the site's own; only a reader's click leaves it."""
    luar = [(p.name, ke) for p, h in halaman.items() for tag, ke in h.tautan if tag != "a" and urlsplit(ke).scheme]
    assert luar == []
    for nama in ("gaya.css", "saring.js"):
        assert not re.search(r"https?:|@import|url\(", (akar / nama).read_text("utf-8"))


def test_every_rule_has_its_page(akar: Path) -> None:
    """The page of a rule carries what `capaian explain` says of it."""
    for r in rules.own_rules():
        teks = (akar / "aturan" / f"{r.kode}.html").read_text("utf-8")
        assert "<h1 id=" in teks and r.kode in teks and "Perbaikan:" in teks, r.kode


def test_every_exit_code_has_its_page(akar: Path) -> None:
    assert all((akar / "kode" / f"{int(k)}.html").is_file() for k in ExitCode)


def test_each_page_has_a_language_one_title_and_unique_ids(halaman: dict[Path, _Baca]) -> None:
    for path, h in halaman.items():
        assert h.bahasa in {"id", "en"} and h.h1 == 1, path.name
        assert len(h.id) == len(set(h.id)), path.name
        assert h.gambar_tanpa_teks == 0, path.name


def test_pages_of_the_office_are_indonesian(akar: Path, halaman: dict[Path, _Baca]) -> None:
    assert halaman[(akar / "panduan.html").resolve()].bahasa == "id"
    assert halaman[(akar / "security.html").resolve()].bahasa == "en"


def test_a_code_in_a_sentence_is_a_link(akar: Path) -> None:
    """Rules, exit codes and commands are linked where they are mentioned."""
    teks = (akar / "panduan.html").read_text("utf-8")
    assert 'href="aturan/LIN-04.html"' in teks
    assert 'href="kode/4.html"' in teks
    assert 'href="perintah.html#capaian-collect"' in teks


def test_the_menu_has_every_page_but_the_numbered_ones(halaman: dict[Path, _Baca]) -> None:
    """A new document is not forgotten: all but rules, exit codes and decisions stand in the menu."""
    diketahui = {asal for _, _, isi in situs.MENU for asal, _ in isi}
    lain = {h.asal for h in situs._pages()} - diketahui
    assert [a for a in lain if not a.startswith(("aturan:", "docs/kode/", "docs/adr/", "examples/"))] == []


def test_a_broken_link_stops_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    semua = list(situs._pages())
    semua[0].markdown += "\n\n[ke mana](docs/tidak-ada.md) dan [bagian](docs/panduan.md#tidak-ada)\n"
    monkeypatch.setattr(situs, "_pages", lambda: iter(semua))
    with pytest.raises(situs.BrokenLinkError) as galat:
        situs.build(tmp_path / "situs")
    assert "tidak-ada.md" in str(galat.value) and "panduan.md#tidak-ada" in str(galat.value)


def test_a_folder_with_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "surat.docx").write_bytes(b"isi")
    with pytest.raises(FileExistsError):
        situs.build(tmp_path)
    assert (tmp_path / "surat.docx").read_bytes() == b"isi"


def test_pictures_are_used_and_small(akar: Path) -> None:
    """Every picture of the documents stands on a page, and none is a burden on a slow line."""
    for path in (situs.AKAR / "docs" / "gambar").iterdir():
        assert (akar / "gambar" / path.name).is_file(), path.name
        assert path.stat().st_size <= 120_000, path.name


def test_markup_in_a_document_is_text() -> None:
    """Raw HTML of a document is shown, not run."""
    h = situs.Halaman("README.md", "tentang.html", "en", "# Judul\n\n<script>x()</script> dan `<b>`\n", "Judul")
    perintah = situs.Halaman("docs/perintah.md", "perintah.html", "id", "# P", "P")
    situs._Situs({h.asal: h, perintah.asal: perintah}).render(h)
    assert "<script>" not in h.isi and "&lt;script&gt;" in h.isi


def test_equal_documents_give_an_equal_site(akar: Path, tmp_path: Path) -> None:
    situs.build(tmp_path / "lagi")
    for path in akar.rglob("*"):
        if path.is_file():
            assert (tmp_path / "lagi" / path.relative_to(akar)).read_bytes() == path.read_bytes(), path.name
