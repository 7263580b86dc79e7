"""Build the site of the documents: `python tools/situs.py OUT` writes a folder of HTML pages that needs no server.

The pages are the same Markdown that stands in the repository, with a page for each rule from the registry (what
`capaian explain` prints). markdown-it-py turns Markdown into HTML: it is well kept, rich already brings it along, and
it renders tables. MkDocs would be the usual choice and is not used: it wants all pages below one folder, while README,
SECURITY and the examples stand elsewhere; a page per rule needs a plug-in; and its themes have to be kept from
loading fonts from other hosts. Nothing here is fetched from the network, neither while building nor while reading;
style and script are two files.

A link to a document that is not part of the site, or to a heading that is not there, stops the build.
"""

from __future__ import annotations

import html
import os
import re
import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from markdown_it import MarkdownIt
from markdown_it.token import Token

AKAR = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(AKAR / "tests"))

import capaian.checks.run  # noqa: E402 - registers the rules
import capaian.schema.load  # noqa: E402, F401 - and those of the schema
import rules_docs  # noqa: E402 - how a rule is written in Markdown
from capaian import rules  # noqa: E402
from capaian.model.aturan import KeteranganAturan  # noqa: E402

BAHAN = Path(__file__).resolve().parent / "situs_bahan"
MENU: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...] = (
    (
        "Untuk kantor",
        "id",
        (
            ("docs/README.md", "Beranda"),
            ("docs/sepuluh-menit.md", "Dalam 10 menit"),
            ("docs/panduan.md", "Panduan"),
            ("docs/panduan-bidang.md", "Mengisi formulir"),
            ("docs/panduan-sekretaris.md", "Mereviu draf"),
            ("docs/arsip.md", "Membaca arsip"),
            ("examples/disperinaker/README.md", "Kantor contoh"),
        ),
    ),
    (
        "Rujukan",
        "id",
        (
            ("docs/perintah.md", "Semua perintah"),
            ("docs/aturan.md", "Semua aturan"),
            ("docs/kode-keluar.md", "Kode keluar"),
            ("docs/pengaturan.md", "Pengaturan"),
            ("docs/data.md", "Data rekap"),
        ),
    ),
    (
        "For maintainers",
        "en",
        (
            ("README.md", "README"),
            ("docs/sop.md", "Procedure"),
            ("docs/architecture.md", "Architecture"),
            ("docs/api.md", "API"),
            ("docs/adr/README.md", "Decisions"),
            ("docs/glossary.md", "Glossary"),
            ("CONTRIBUTING.md", "Contributing"),
            ("SECURITY.md", "Security"),
            ("CHANGELOG.md", "Changelog"),
            ("docs/performance.md", "Performance"),
            ("docs/mutation.md", "Mutation tests"),
            ("examples/labour-agencies/README.md", "Labour agencies"),
        ),
    ),
)
"""The menu: heading, language, and each document with its short name."""
INGGRIS = {asal for _, bahasa, isi in MENU if bahasa == "en" for asal, _ in isi}
_KODE_KELUAR = re.compile(r"kode(?: keluar(?:nya)?)? (\d+)\b")
_KATA = {
    "id": ("Langsung ke isi", "Menu", "Pada halaman ini", "Sebelumnya", "Berikutnya", "Dibuat dari dokumen yang sama"),
    "en": ("Skip to content", "Menu", "On this page", "Previous", "Next", "Made from the same documents"),
}

_LIPAT = (
    'if (matchMedia("(max-width: 56rem)").matches) '
    'document.querySelectorAll("details").forEach(d => { d.open = false; });'
)
"""On a telephone menu and contents begin folded; without script they are open."""


class BrokenLinkError(Exception):
    """A link of a document leads nowhere."""


@dataclass
class Halaman:
    """A page: where it comes from, where it goes, and what it turned into.

    Attributes:
        asal: Path of the document in the repository, or a name of its own for a page that is generated.
        tujuan: Path in the site.
        jangkar: Every id that a link may lead to.
        tautan: Links of the page to other pages, checked at the end: page, anchor, as written.
    """

    asal: str
    tujuan: str
    bahasa: str
    markdown: str
    judul: str
    isi: str = ""
    bab: list[tuple[str, str]] = field(default_factory=list)
    jangkar: set[str] = field(default_factory=set)
    tautan: list[tuple[str, str, str]] = field(default_factory=list)


def build(keluar: Path) -> list[Halaman]:
    """Write the site into a folder that is empty, absent, or an earlier site.

    Raises:
        BrokenLinkError: with every link that leads nowhere.
        FileExistsError: the folder holds something else.
    """
    if keluar.exists() and any(keluar.iterdir()):
        if not (keluar / "gaya.css").is_file():
            raise FileExistsError(f"{keluar} is not empty and not a site")
        shutil.rmtree(keluar)
    keluar.mkdir(parents=True, exist_ok=True)
    halaman = {h.asal: h for h in _pages()}
    situs = _Situs(halaman)
    for h in halaman.values():
        situs.render(h)
    situs.check()
    for h in halaman.values():
        path = keluar / h.tujuan
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_frame(h, halaman), "utf-8", newline="\n")
    for asal, tujuan in situs.salinan.items():
        path = keluar / tujuan
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(AKAR / asal, path)
    for nama in ("gaya.css", "saring.js"):
        shutil.copyfile(BAHAN / nama, keluar / nama)
    return list(halaman.values())


# --- which pages there are ---


def _pages() -> Iterator[Halaman]:
    berkas = [AKAR / n for n in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")]
    berkas += sorted((AKAR / "docs").rglob("*.md")) + sorted((AKAR / "examples").rglob("*.md"))
    for path in berkas:
        asal = path.relative_to(AKAR).as_posix()
        bahasa = "en" if asal in INGGRIS or asal.startswith("docs/adr/") else "id"
        teks = re.sub(r"<!--.*?-->", "", path.read_text("utf-8"), flags=re.DOTALL)
        teks = re.sub(r"^Isi: \[.*?\n\n", "", teks, flags=re.DOTALL | re.MULTILINE)  # the site has a list of its own
        yield Halaman(asal, _place(asal), bahasa, teks, _title(teks))
    for r in rules.own_rules():
        k = rules.keterangan(r.kode)
        teks = _rule_page(k)
        yield Halaman(f"aturan:{k.kode}", f"aturan/{k.kode}.html", "id", teks, _title(teks))


def _title(teks: str) -> str:
    return next(b.removeprefix("# ").replace("`", "") for b in teks.splitlines() if b.startswith("# "))


def _place(asal: str) -> str:
    """Where a document goes: `docs/` is the root of the site, the README of a folder its index."""
    p = PurePosixPath(asal)
    if p.parts[0] == "docs":
        p = PurePosixPath(*p.parts[1:])
        return (p.with_name("index.html") if p.name == "README.md" else p.with_suffix(".html")).as_posix()
    if p.parts[0] == "examples":
        return f"contoh/{p.parent.name}.html"
    return "tentang.html" if asal == "README.md" else p.with_suffix(".html").as_posix().lower()


def _rule_page(k: KeteranganAturan) -> str:
    return (
        f"# {k.kode}: {k.severity.value}\n\n{rules_docs.body(k, pengecualian=True)}\n\n"
        f"Memeriksa: {k.lingkup}. Di terminal: `capaian explain {k.kode}`.\n\n"
        f"[Semua aturan pemeriksaan](docs/aturan.md)\n"
    )


# --- Markdown to HTML ---


class _Situs:
    """Turns documents into pages and remembers where every link leads."""

    def __init__(self, halaman: Mapping[str, Halaman]) -> None:
        self.halaman = halaman
        self.salinan: dict[str, str] = {}
        self.masalah: list[str] = []
        self._md = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
        self._aturan = {a.removeprefix("aturan:") for a in halaman if a.startswith("aturan:")}
        self._kode = re.compile(rf"\b({'|'.join(sorted(map(re.escape, self._aturan)))})\b")

    def render(self, h: Halaman) -> None:
        """Fill in title, headings, anchors, links and HTML of a page."""
        token = self._md.parse(h.markdown)
        ada: dict[str, int] = {}
        for n, t in enumerate(token):
            if t.type == "heading_open":
                self._heading(h, t, token[n + 1], ada)
            elif t.type == "inline":
                dalam_judul = token[n - 1].type == "heading_open"
                t.children = list(self._inline(h, t.children or [], dalam_judul))
        isi = self._md.renderer.render(token, self._md.options, {})
        isi = isi.replace("<table>", '<div class="tabel" tabindex="0"><table>').replace("</table>", "</table></div>")
        isi = re.sub(r"<td>(kesalahan|peringatan)</td>", r'<td class="\1">\1</td>', isi)
        h.isi = isi
        if h.asal == "docs/aturan.md":
            kepala, _, sisa = isi.partition("</h1>")
            h.isi = f"{kepala}</h1>{self._filter(h)}{sisa}"

    def _heading(self, h: Halaman, t: Token, isi: Token, ada: dict[str, int]) -> None:
        teks = "".join(c.content for c in isi.children or [] if c.type in ("text", "code_inline"))
        dasar = re.sub(r"[^\w\- ]", "", teks.lower()).replace(" ", "-")
        nomor = ada[dasar] = ada.get(dasar, -1) + 1
        jangkar = f"{dasar}-{nomor}" if nomor else dasar
        t.attrSet("id", jangkar)
        h.jangkar.add(jangkar)
        tingkat = int(t.tag[1])
        if tingkat == 2:
            h.bab.append((jangkar, teks))

    def _inline(self, h: Halaman, anak: list[Token], dalam_judul: bool) -> Iterator[Token]:
        di_tautan = 0
        for n, c in enumerate(anak):
            if c.type == "link_open":
                di_tautan += 1
                asal = self._asal(h, str(c.attrGet("href")))
                if asal in self.halaman and re.fullmatch(r"[\w/.-]+\.md", anak[n + 1].content):
                    anak[n + 1].content = self.halaman[asal].judul
                c.attrSet("href", self._href(h, str(c.attrGet("href"))))
            elif c.type == "link_close":
                di_tautan -= 1
            elif c.type == "image":
                c.attrSet("src", self._href(h, str(c.attrGet("src"))))
                c.attrSet("loading", "lazy")
                yield from _link(str(c.attrGet("src")), c)  # on a telephone a wide form is opened by itself
                continue
            if dalam_judul or di_tautan or c.type not in ("text", "code_inline"):
                yield c
            elif c.type == "text":
                yield from self._named(h, c)
            else:
                yield from self._command(h, c)

    def _named(self, h: Halaman, c: Token) -> Iterator[Token]:
        """Link codes of rules and exit codes where they are mentioned, but not on their own page."""
        dari = 0
        pola = re.compile(f"{self._kode.pattern}|{_KODE_KELUAR.pattern}")
        for m in pola.finditer(c.content):
            asal = f"aturan:{m[1]}" if m[1] else f"docs/kode/{m[2]}.md"
            if asal not in self.halaman or asal == h.asal:
                continue
            yield _text(c.content[dari : m.start()])
            yield from _link(self._to(h, asal, ""), _text(m[0]))
            dari = m.end()
        yield _text(c.content[dari:])

    def _command(self, h: Halaman, c: Token) -> Iterator[Token]:
        """Link a command to its section of the reference."""
        m = re.match(r"capaian ([a-z][a-z-]*(?: (?:check|new|export|import))?)", c.content)
        acuan = self.halaman["docs/perintah.md"]
        jangkar = f"capaian-{m[1].replace(' ', '-')}" if m else ""
        bagian = f"# capaian {m[1]}\n" if m else ""
        if m and h is not acuan and f"{bagian}" in acuan.markdown:
            yield from _link(self._to(h, acuan.asal, jangkar), c)
        else:
            yield c

    def _asal(self, h: Halaman, tujuan: str) -> str:
        """The path in the repository that a link means."""
        path = tujuan.partition("#")[0]
        dasar = "" if h.asal.startswith("aturan:") else str(PurePosixPath(h.asal).parent)
        return os.path.normpath(PurePosixPath(dasar, path)).replace(os.sep, "/") if path else h.asal

    def _href(self, h: Halaman, tujuan: str) -> str:
        if re.match(r"[a-z][a-z+.-]*:", tujuan):
            return tujuan
        jangkar, asal = tujuan.partition("#")[2], self._asal(h, tujuan)
        if asal in self.halaman:
            return self._to(h, asal, jangkar)
        if (AKAR / asal).is_dir() and f"{asal}/README.md" in self.halaman:
            return self._to(h, f"{asal}/README.md", jangkar)
        if (AKAR / asal).is_file():
            p = PurePosixPath(asal)
            self.salinan[asal] = PurePosixPath(*p.parts[1:]).as_posix() if p.parts[0] == "docs" else asal
            return _relative(h.tujuan, self.salinan[asal])
        self.masalah.append(f"{h.asal}: {tujuan}")
        return tujuan

    def _to(self, h: Halaman, asal: str, jangkar: str) -> str:
        h.tautan.append((asal, jangkar, f"{asal}#{jangkar}"))
        tempat = "" if asal == h.asal and jangkar else _relative(h.tujuan, self.halaman[asal].tujuan)
        return f"{tempat}#{jangkar}" if jangkar else tempat

    def check(self) -> None:
        """Look up every anchor that a link names.

        Raises:
            BrokenLinkError: with all that are missing.
        """
        for h in self.halaman.values():
            for asal, jangkar, tertulis in h.tautan:
                if jangkar and jangkar not in self.halaman[asal].jangkar:
                    self.masalah.append(f"{h.asal}: {tertulis}")
        if self.masalah:
            raise BrokenLinkError("\n".join(self.masalah))

    def _filter(self, h: Halaman) -> str:
        """The list of all rules above their page, each with a link to its own, and a box to filter it."""
        baris = []
        for r in rules.own_rules():
            k = rules.keterangan(r.kode)
            ke = self._to(h, f"aturan:{k.kode}", "")
            baris.append(
                f'<tr><td><a href="{ke}">{k.kode}</a></td><td class="{k.severity.value}">{k.severity.value}</td>'
                f"<td>{html.escape(k.uraian)}</td><td>{html.escape(k.lingkup)}</td></tr>"
            )
        return (
            '<div class="saring"><label for="saring">Saring daftar aturan</label>'
            '<input id="saring" type="search" placeholder="kode atau kata, misalnya ISI-03 atau penyebut">'
            '<p id="jumlah" role="status"></p></div>'
            '<div class="tabel" tabindex="0"><table id="daftar-aturan"><thead><tr><th>Kode</th><th>Tingkat</th>'
            f"<th>Aturan</th><th>Memeriksa</th></tr></thead><tbody>{''.join(baris)}</tbody></table></div>\n"
        )


def _text(isi: str) -> Token:
    return Token("text", "", 0, content=isi)


def _link(ke: str, isi: Token) -> Iterator[Token]:
    buka = Token("link_open", "a", 1)
    buka.attrSet("href", ke)
    yield from (buka, isi, Token("link_close", "a", -1))


def _relative(dari: str, ke: str) -> str:
    return os.path.relpath(ke, PurePosixPath(dari).parent).replace(os.sep, "/")


# --- the page around it ---


def _frame(h: Halaman, halaman: Mapping[str, Halaman]) -> str:
    lewati, menu, daftar, sebelum, sesudah, dibuat = _KATA[h.bahasa]
    css, js = _relative(h.tujuan, "gaya.css"), _relative(h.tujuan, "saring.js")
    isi = h.isi
    for tingkat in ("2", "3", "4"):
        isi = re.sub(
            rf'(<h{tingkat} id="([^"]+)">)(.*?)(</h{tingkat}>)',
            r'\1\3<a class="jangkar" href="#\2" aria-hidden="true" tabindex="-1">#</a>\4',
            isi,
        )
    bab = "".join(f'<li><a href="#{j}">{html.escape(t)}</a></li>' for j, t in h.bab)
    kepala, _, sisa = isi.partition("</h1>")
    if len(h.bab) > 3:
        isi = f'{kepala}</h1><details class="daftar" open><summary>{daftar}</summary><ul>{bab}</ul></details>{sisa}'
    naskah = f'<script src="{js}" defer></script>' if 'id="saring"' in isi else ""
    return f"""<!DOCTYPE html>
<html lang="{h.bahasa}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{html.escape(h.judul)} – capaian</title>
<link rel="stylesheet" href="{css}">
{naskah}</head>
<body>
<a class="lewati" href="#isi">{lewati}</a>
<div class="kerangka">
<nav class="menu" aria-label="{menu}"><details open><summary>{menu}</summary>{_menu(h, halaman)}</details></nav>
<main id="isi"><div class="isi">
{isi}
{_neighbours(h, halaman, sebelum, sesudah)}
<footer>{dibuat}: capaian.</footer>
</div></main>
</div>
<script>{_LIPAT}</script>
</body>
</html>
"""


def _menu(h: Halaman, halaman: Mapping[str, Halaman]) -> str:
    bagian = []
    for judul, bahasa, isi in MENU:
        baris = []
        for asal, nama in isi:
            kini = ' aria-current="page"' if asal == h.asal else ""
            ke = _relative(h.tujuan, halaman[asal].tujuan)
            baris.append(f'<li><a href="{ke}"{kini}>{html.escape(nama)}</a></li>')
        bagian.append(f'<div lang="{bahasa}"><p>{judul}</p><ul>{"".join(baris)}</ul></div>')
    return "".join(bagian)


def _neighbours(h: Halaman, halaman: Mapping[str, Halaman], sebelum: str, sesudah: str) -> str:
    """The page before and the page after, in the order of the menu, or of the rules."""
    urutan = [asal for _, _, isi in MENU for asal, _ in isi]
    if h.asal.startswith("aturan:"):
        urutan = [a for a in halaman if a.startswith("aturan:")]
    if h.asal not in urutan:
        return ""
    n = urutan.index(h.asal)
    tetangga = ((sebelum, urutan[n - 1] if n else ""), (sesudah, urutan[n + 1] if n + 1 < len(urutan) else ""))
    tautan = [
        f'<a href="{_relative(h.tujuan, halaman[asal].tujuan)}">{kata}: {html.escape(halaman[asal].judul)}</a>'
        if asal
        else "<span></span>"
        for kata, asal in tetangga
    ]
    return f'<div class="susul">{"".join(tautan)}</div>'


def main() -> int:
    """Build into the folder that is named."""
    if len(sys.argv) != 2:
        print("python tools/situs.py OUT", file=sys.stderr)
        return 2
    keluar = Path(sys.argv[1])
    try:
        halaman = build(keluar)
    except (BrokenLinkError, FileExistsError) as e:
        print(e, file=sys.stderr)
        return 1
    print(f"{len(halaman)} pages in {keluar}; begin with {keluar / 'index.html'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
