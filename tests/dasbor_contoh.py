"""Offices of the dashboard's tests, one per stage of the cycle, and a page taken apart."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

from capaian.pipeline import approving, dashboard, forms, intake, report, validation, waivers
from capaian.pipeline.approving import Hari
from capaian.pipeline.office import Kantor, Pelaku, open_office
from capaian.pipeline.waivers import Pilihan
from capaian.workspace.folder import Folder
from conftest import EXAMPLE, at, both_rounds, example_office

JAHAT = '<script>alert(1)</script> & "Dinas" \'<b>\u202e'
"""A name that would run, mark up, or turn the text around."""
_KOSONG = frozenset({"meta", "link", "img", "input", "br", "hr", "col", "rect", "circle", "line", "path"})


def early(tujuan: Path) -> Kantor:
    """Nothing happened yet."""
    return open_office(example_office(tujuan / "awal"))


def middle(tujuan: Path) -> Kantor:
    """The first round was collected and checked, a unit is late, a finding is waived; names are hostile."""
    akar = tujuan / "tengah"
    shutil.copytree(EXAMPLE, akar, ignore=shutil.ignore_patterns("pengisian.toml"))
    kantor = open_office(Folder(akar))
    forms.issue_forms(kantor, at(5))
    intake.collect(kantor, at(8), kantor.folder.inbox)
    validation.validate(kantor, at(9))
    alasan = "Kendalanya dijelaskan dalam surat <b>Bidang</b> nomor 12 & lampirannya"
    waivers.waive(kantor, Pelaku("Siti <i>Rahayu", at(9, 11).waktu), Pilihan(kode="ISI-08"), alasan)
    return kantor


def hostile(tujuan: Path) -> Kantor:
    """An office whose names, and one typed value, would run in a browser that believed them."""
    akar = tujuan / "jahat"
    shutil.copytree(EXAMPLE, akar, ignore=shutil.ignore_patterns("pengisian.toml", "inbox*"))
    (akar / "inbox").mkdir()
    ganti = {
        "capaian.toml": ("Dinas Perindustrian dan Tenaga Kerja", JAHAT.replace('"', "'").replace("\u202e", "")),
        "skema/Unit.csv": ("Sekretariat", "Sekretariat <img src=x onerror=alert(2)>" + "_Panjang" * 14),
        "skema/Sasaran.csv": ("Meningkatnya penempatan dan penyerapan", "Meningkatnya-" * 12),
        "skema/Indikator.csv": ("Jumlah penganggur terbuka", "Penganggur </title><script src=//x.id/a.js></script>"),
    }
    for nama, (lama, baru) in ganti.items():
        path = akar / nama
        teks = path.read_text("utf-8-sig")
        assert lama in teks
        path.write_text(teks.replace(lama, baru), "utf-8")
    return open_office(Folder(akar))


def approved(tujuan: Path) -> Kantor:
    """The report is approved."""
    kantor = both_rounds(tujuan / "sah")
    validation.validate(kantor, at(12, 10))
    report.build_report(kantor, at(13))
    approving.hand_over(kantor, at(14), _day(14))
    approving.accept(kantor, at(15), _day(15))
    approving.approve(kantor, at(16), _day(16), pdf=False)
    return kantor


def _day(n: int) -> Hari:
    return Hari(date(2026, 1, n), date(2026, 1, n))


def written(kantor: Kantor, hari: int) -> Path:
    """The page of an office on a day of January 2026."""
    return dashboard.dashboard(kantor, at(hari, 10).waktu).berkas


@dataclass
class Unsur:
    """One element with its text and what is inside it."""

    nama: str
    sifat: dict[str, str]
    induk: Unsur | None = None
    isi: list[Unsur | str] = field(default_factory=list)

    def semua(self, nama: str = "") -> Iterator[Unsur]:
        """Every element inside, in order."""
        for x in self.isi:
            if isinstance(x, Unsur):
                if not nama or x.nama == nama:
                    yield x
                yield from x.semua(nama)

    @property
    def teks(self) -> str:
        """The text inside, blanks made one."""
        return " ".join("".join(x if isinstance(x, str) else f" {x.teks} " for x in self.isi).split())

    def satu(self, id_: str) -> Unsur:
        """The element with an id."""
        return next(x for x in self.semua() if x.sifat.get("id") == id_)


class _Pengurai(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.akar = self.kini = Unsur("", {})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({k for k, _ in attrs}) == len(attrs), f"an attribute twice: {tag} {attrs}"
        baru = Unsur(tag, {k: v or "" for k, v in attrs}, self.kini)
        self.kini.isi.append(baru)
        if tag not in _KOSONG:
            self.kini = baru

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.kini.isi.append(Unsur(tag, {k: v or "" for k, v in attrs}, self.kini))

    def handle_endtag(self, tag: str) -> None:
        assert self.kini.nama == tag, f"</{tag}> closes <{self.kini.nama}>"
        assert self.kini.induk is not None
        self.kini = self.kini.induk

    def handle_data(self, data: str) -> None:
        self.kini.isi.append(data)


def parse(data: bytes) -> Unsur:
    """Take a page apart; every element has to be closed where it was opened."""
    p = _Pengurai()
    p.feed(data.decode("utf-8"))
    p.close()
    assert p.kini is p.akar, p.kini.nama
    return p.akar
