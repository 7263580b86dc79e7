"""That forms went out is recorded, with number, to whom, when and how; the list prints it."""

from __future__ import annotations

from datetime import date

import pytest
from docx import Document
from tools import build_review
from typer.testing import CliRunner

from capaian.cli import app
from capaian.errors import StateError, UsageError
from capaian.pipeline import delivery, forms, progress
from capaian.pipeline.delivery import Pengiriman
from capaian.pipeline.office import Kantor, open_office
from capaian.report import ekspedisi
from conftest import at

HARI = date(2026, 1, 5)


def test_each_unit_once_and_the_rest_later(kantor: Kantor, issued: dict[str, bytes]) -> None:
    """Two by hand, the others by WhatsApp; the list has all in order, with the head of each unit."""
    hasil = delivery.deliver(kantor, at(5), Pengiriman(HARI, "surat", ("SEK", "ind"), "12", "RINA"))
    assert [k.unit for k in hasil.kiriman] == ["SEK", "IND"] and set(hasil.belum) == {"PPTK", "HIJS", "BLK"}
    hasil = delivery.deliver(kantor, at(6), Pengiriman(date(2026, 1, 6), "WhatsApp"))
    assert hasil.belum == () and [k.cara for k in hasil.kiriman] == ["surat"] * 2 + ["WhatsApp"] * 3
    baris = [[s.text for s in b.cells] for b in Document(str(hasil.berkas)).tables[-1].rows]
    assert len(baris) == 6
    assert baris[1][1:7] == [
        "5 Januari 2026",
        "12",
        "Formulir isian capaian kinerja Sekretariat beserta surat pengantarnya",
        "Sekretaris",
        "surat",
        "RINA",
    ]
    lagi = delivery.deliver(kantor, at(7), Pengiriman(date(2026, 1, 7), "pos-el"))
    assert lagi.baru == () and len(lagi.kiriman) == 5, "given twice, recorded once"
    assert len(delivery.deliver(kantor, at(7), Pengiriman(date(2026, 1, 7), "pos-el", ("BLK",))).kiriman) == 6


def test_a_form_that_was_issued_anew_has_to_go_out_again(kantor: Kantor, issued: dict[str, bytes]) -> None:
    delivery.deliver(kantor, at(5), Pengiriman(HARI, "WhatsApp"))
    assert progress.status(kantor, at(5).waktu).belum_diantar == ()
    tabel = kantor.folder.root / "skema" / "Target.csv"
    teks = tabel.read_text("utf-8")
    tabel.write_text(teks.replace("IK-6.1;2025;PK;84,00", "IK-6.1;2025;PK;84,50", 1), "utf-8")
    assert tabel.read_text("utf-8") != teks
    baru = open_office(kantor.folder)
    ulang = [f.unit.kode for f in forms.issue_forms(baru, at(6)) if f.baru]
    assert ulang and progress.status(baru, at(6).waktu).belum_diantar == tuple(ulang)
    hasil = delivery.deliver(baru, at(6), Pengiriman(date(2026, 1, 6), "WhatsApp"))
    assert hasil.baru == tuple(ulang) and hasil.belum == ()


def test_what_cannot_be_is_refused(kantor: Kantor, issued: dict[str, bytes]) -> None:
    for kirim, galat in (
        (Pengiriman(HARI, " "), UsageError),
        (Pengiriman(HARI, "surat", ("SEKK",)), UsageError),
        (Pengiriman(date(2026, 1, 4), "surat"), StateError),
        (Pengiriman(date(2026, 1, 9), "surat"), StateError),
    ):
        with pytest.raises(galat):
            delivery.deliver(kantor, at(6), kirim)


def test_before_any_form(kantor: Kantor) -> None:
    with pytest.raises(StateError, match="belum diterbitkan"):
        delivery.deliver(kantor, at(5), Pengiriman(HARI, "surat"))


def test_on_the_command_line_and_template(kantor: Kantor, issued: dict[str, bytes]) -> None:
    akar = str(kantor.folder.root)
    jawab = CliRunner().invoke(app, ["deliver", "SEK", "--lewat", "WhatsApp", "--folder", akar])
    assert jawab.exit_code == 0 and "Daftar-Ekspedisi" in jawab.stdout
    assert CliRunner().invoke(app, ["deliver", "--folder", akar]).exit_code == 2
    ulang = CliRunner().invoke(app, ["deliver", "--lewat", "WhatsApp", "--folder", akar])
    assert ulang.exit_code == 0 and "tidak ada yang ditambah" not in ulang.output
    lagi = CliRunner().invoke(app, ["deliver", "--lewat", "WhatsApp", "--folder", akar])
    assert lagi.exit_code == 0 and "sudah dicatat pengirimannya; tidak ada yang ditambah" in " ".join(
        lagi.output.split()
    )
    assert build_review.build_ekspedisi() == kantor.folder.template(ekspedisi.TEMPLAT)


def test_the_same_delivery_is_recorded_once(kantor: Kantor, issued: dict[str, bytes]) -> None:
    satu = Pengiriman(HARI, "WhatsApp", ("BLK",))
    assert delivery.deliver(kantor, at(5), satu).baru == ("BLK",)
    lagi = delivery.deliver(kantor, at(5), satu)
    assert lagi.baru == () and len(lagi.kiriman) == 1
    assert delivery.deliver(kantor, at(5), Pengiriman(HARI, "surat", ("BLK",))).baru == ("BLK",)
