"""The emblem of the region on the cover and in the letterhead; a missing or broken picture is told."""

from __future__ import annotations

import dataclasses
import struct
import zlib

import pytest

import word
from capaian.document.errors import TemplateError
from capaian.errors import UsageError
from capaian.pipeline import forms
from capaian.pipeline.office import Kantor, open_office
from capaian.report.build import build_report
from capaian.sheet.chart import build_chart
from conftest import at
from test_report import NARASI, TEMPLAT, WAKTU, bahan


def png() -> bytes:
    """A small blue square."""

    def potong(jenis: bytes, isi: bytes) -> bytes:
        return struct.pack(">I", len(isi)) + jenis + isi + struct.pack(">I", zlib.crc32(jenis + isi))

    kepala = struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)
    baris = (b"\0" + b"\x14\x3c\x8c" * 8) * 8
    isi = potong(b"IHDR", kepala) + potong(b"IDAT", zlib.compress(baris)) + potong(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + isi


def _named(kantor: Kantor, nama: str) -> None:
    path = kantor.folder.pengaturan
    path.write_text(path.read_text("utf-8").replace('pos_el = ""', f'pos_el = ""\nlogo = "{nama}"'), "utf-8")


def _pictures(data: bytes) -> int:
    return sum(n.startswith("word/media/") for n in word.parts(data))


def test_the_emblem_stands_in_letters_and_on_the_cover(kantor: Kantor) -> None:
    (kantor.folder.root / "lambang.png").write_bytes(png())
    _named(kantor, "lambang.png")
    baru = open_office(kantor.folder)
    surat = forms.issue_forms(baru, at(5))[0].surat.read_bytes()
    word.check(surat)
    assert _pictures(surat) == 1
    isi = bahan()
    instansi = dataclasses.replace(isi.pengaturan.instansi, logo="x", lambang=png())
    berlogo = dataclasses.replace(isi, pengaturan=dataclasses.replace(isi.pengaturan, instansi=instansi))
    gambar = [
        _pictures(build_report(b, TEMPLAT.read_bytes(), NARASI, WAKTU, lambda x: build_chart(x, WAKTU)).data)
        for b in (isi, berlogo)
    ]
    assert gambar == [0, 1]


def test_a_picture_that_is_not_there_or_none(kantor: Kantor) -> None:
    _named(kantor, "tiada.png")
    with pytest.raises(UsageError, match=r"tiada\.png"):
        open_office(kantor.folder)
    (kantor.folder.root / "tiada.png").write_bytes(b"bukan gambar")
    with pytest.raises(TemplateError) as galat:
        forms.issue_forms(open_office(kantor.folder), at(5))
    assert "bukan gambar" in galat.value.pesan
