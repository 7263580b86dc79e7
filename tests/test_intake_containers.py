"""Zip files and mails: unpacked one level, each file in them archived and judged on its own."""

from __future__ import annotations

import email
import email.policy
import hashlib
import zipfile
from email.message import EmailMessage
from io import BytesIO

import pytest

from capaian.intake import collect as collecting
from capaian.intake.unpack import MAX_MEMBERS, unpack
from capaian.ledger import Archive, Ledger
from capaian.model.kiriman import Putusan
from capaian.pipeline import intake
from capaian.pipeline.office import Kantor
from capaian.sheet.facts import Unreadable
from conftest import Send, at

ISI = {"IK-5.1": {"realisasi": "BB"}, "IK-5.2": {"realisasi": 92.86}}


def _zip(isi: dict[str, bytes]) -> bytes:
    keluar = BytesIO()
    with zipfile.ZipFile(keluar, "w") as z:
        for nama, data in isi.items():
            z.writestr(nama, data)
    return keluar.getvalue()


def _mail(isi: dict[str, bytes]) -> bytes:
    surat = EmailMessage()
    surat["From"], surat["To"], surat["Subject"] = "bidang@contoh.id", "program@contoh.id", "Formulir TW IV"
    surat["Date"], surat["Message-ID"] = "Wed, 7 Jan 2026 09:00:00 +0700", "<1@contoh.id>"
    surat.set_content("Terlampir.")
    for nama, data in isi.items():
        surat.add_attachment(data, maintype="application", subtype="octet-stream", filename=nama)
    return surat.as_bytes()


@pytest.fixture
def form(kantor: Kantor, send: Send) -> bytes:
    """A filled form, taken out of the inbox again."""
    path = send("SEK", ISI)
    data = path.read_bytes()
    path.unlink()
    return data


@pytest.mark.parametrize("bungkus", [_zip, _mail], ids=["zip", "surel"])
def test_the_files_inside_are_archived_and_judged(kantor: Kantor, form: bytes, bungkus: object) -> None:
    """Every file inside has its own receipt under its own hash and knows its container; running again adds nothing."""
    assert callable(bungkus)
    data = bungkus({"sub/SEK.xlsx": form, "foto.png": b"\x89PNG\r\n\x1a\n" + b"0" * 50, "Thumbs.db": b"x"})
    (kantor.folder.inbox / "kiriman").write_bytes(data)
    hasil = intake.collect(kantor, at(8), kantor.folder.inbox)
    induk = hashlib.sha256(data).hexdigest()
    putusan = {p.nama: (p.putusan, p.unit, p.induk == induk) for p in hasil.penerimaan}
    assert putusan == {
        "kiriman": (Putusan.DENGAN_CATATAN, "", False),
        "kiriman › Thumbs.db": (Putusan.DIABAIKAN, "", True),
        "kiriman › foto.png": (Putusan.DIABAIKAN, "", True),
        "kiriman › sub/SEK.xlsx": (Putusan.DITERIMA, "SEK", True),
    }
    assert sum(hasil.jumlah.values()) == len(hasil.penerimaan) == 4
    arsip = Archive(kantor.folder.arsip)
    assert arsip.get(hashlib.sha256(form).hexdigest()) == form
    assert arsip.get(induk) == data
    lagi = intake.collect(kantor, at(9), kantor.folder.inbox)
    assert [p.nama for p in lagi.penerimaan if p.baru and p.nomor] == []
    assert {p.nama: (p.putusan, p.unit, p.induk == induk) for p in lagi.penerimaan} == putusan
    with Ledger(kantor.folder.basis_data) as ledger:
        assert ledger.verify() == []
        assert sorted(p.induk for p in ledger.receipts()) == ["", induk, induk, induk]


def test_a_form_in_a_zip_and_beside_it_is_one_receipt(kantor: Kantor, form: bytes) -> None:
    """The same bytes inside and outside a zip are one submission and a copy of it."""
    (kantor.folder.inbox / "SEK.xlsx").write_bytes(form)
    (kantor.folder.inbox / "semua.zip").write_bytes(_zip({"SEK lagi.xlsx": form}))
    hasil = intake.collect(kantor, at(8), kantor.folder.inbox)
    assert [p.putusan.value for p in hasil.penerimaan] == ["diterima", "diterima dengan catatan", "duplikat"]


def test_a_zip_inside_a_zip_is_not_opened(kantor: Kantor, form: bytes) -> None:
    """One level is unpacked; what lies deeper is quarantined with what to do, the file beside it goes on."""
    (kantor.folder.inbox / "a.zip").write_bytes(_zip({"SEK.xlsx": form, "dalam.zip": _zip({"x.xlsx": form + b"\0"})}))
    hasil = {p.nama: p for p in intake.collect(kantor, at(8), kantor.folder.inbox).penerimaan}
    assert hasil["a.zip › SEK.xlsx"].putusan is Putusan.DITERIMA
    assert [c.kode for c in hasil["a.zip › dalam.zip"].cacat] == ["B08"]


@pytest.mark.parametrize("isi", [{}, {"../../jahat.xlsx": b"x"}, {"C:\\jahat\x1b[2J.xlsx": b"x"}], ids=repr)
def test_names_inside_are_labels(kantor: Kantor, isi: dict[str, bytes]) -> None:
    """Names that climb out of the folder, or act on a terminal, are only shown; an empty zip is told as that."""
    sebelum = {p for p in kantor.folder.root.parent.rglob("*jahat*")}
    (kantor.folder.inbox / "a.zip").write_bytes(_zip(isi))
    hasil = intake.collect(kantor, at(8), kantor.folder.inbox)
    assert {p for p in kantor.folder.root.parent.rglob("*jahat*")} == sebelum
    assert all("\x1b" not in p.nama for p in hasil.penerimaan)
    assert len(hasil.penerimaan) == 1 + len(isi)


class CutOffError(Exception):
    """What the test stops a run with."""


def test_a_run_cut_off_between_zip_and_members_is_completed(
    kantor: Kantor, form: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The zip is recorded after the files in it, so that the next run opens it again."""
    (kantor.folder.inbox / "a.zip").write_bytes(_zip({"SEK.xlsx": form, "Thumbs.db": b"x"}))
    n = iter(range(9))
    asli = collecting._Run._read

    def cut(run: collecting._Run, *isi: object) -> None:
        if next(n) == 1:
            raise CutOffError
        asli(run, *isi)  # type: ignore[arg-type]

    with monkeypatch.context() as m, pytest.raises(CutOffError):
        m.setattr(collecting._Run, "_read", cut)
        intake.collect(kantor, at(8), kantor.folder.inbox)
    hasil = intake.collect(kantor, at(8), kantor.folder.inbox)
    putusan = {p.nama: p.putusan.value for p in hasil.penerimaan}
    assert putusan == {
        "a.zip": "diterima dengan catatan",
        "a.zip › SEK.xlsx": "diterima",
        "a.zip › Thumbs.db": "diabaikan",
    }
    lagi = intake.collect(kantor, at(9), kantor.folder.inbox)
    assert {p.nama: p.putusan.value for p in lagi.penerimaan} == putusan
    assert [u.keadaan for u in lagi.unit if u.kode == "SEK"] == ["diterima, belum diperiksa"]


def test_a_name_that_looks_like_a_member_is_none(kantor: Kantor, form: bytes) -> None:
    """A file of the inbox cannot take the name of a file inside a zip."""
    (kantor.folder.inbox / "Z.zip").write_bytes(_zip({"SEK.xlsx": form}))
    (kantor.folder.inbox / "Z.zip › SEK.xlsx").write_bytes(b"lain")
    hasil = intake.collect(kantor, at(8), kantor.folder.inbox)
    assert [p.nama for p in hasil.penerimaan] == ["Z.zip", "Z.zip › SEK.xlsx", "Z.zip \\u203a SEK.xlsx"]


def test_a_forwarded_mail_is_opened_for_what_it_carries(kantor: Kantor, form: bytes) -> None:
    """The form in a forwarded mail is taken; the mail round it is nothing by itself."""
    luar = EmailMessage()
    luar["From"], luar["To"], luar["Subject"] = "a@contoh.id", "b@contoh.id", "Terusan"
    luar.set_content("Lihat di bawah.")
    luar.add_attachment(email.message_from_bytes(_mail({"SEK.xlsx": form}), policy=email.policy.default))
    (kantor.folder.inbox / "terusan.eml").write_bytes(luar.as_bytes())
    hasil = intake.collect(kantor, at(8), kantor.folder.inbox)
    assert {p.nama: p.putusan.value for p in hasil.penerimaan} == {
        "terusan.eml": "diterima dengan catatan",
        "terusan.eml › SEK.xlsx": "diterima",
    }


def test_limits_on_what_is_unpacked() -> None:
    """Too many files, a bomb and a password are refused by name of the limit."""
    with pytest.raises(Unreadable) as banyak:
        unpack(_zip({f"{n}.txt": b"x" for n in range(MAX_MEMBERS + 1)}), "zip")
    assert banyak.value.cacat.kode == "B24"
    bom = BytesIO()
    with zipfile.ZipFile(bom, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("a.bin", b"\0" * (64 << 20))
    with pytest.raises(Unreadable) as besar:
        unpack(bom.getvalue(), "zip")
    assert besar.value.cacat.kode == "B24"


def test_a_mail_without_attachments_is_no_submission(kantor: Kantor) -> None:
    """A mail that only says something is listed and left alone."""
    (kantor.folder.inbox / "tanya.eml").write_bytes(_mail({}))
    (p,) = intake.collect(kantor, at(8), kantor.folder.inbox).penerimaan
    assert (p.putusan, [c.kode for c in p.cacat]) == (Putusan.DIABAIKAN, ["B07"])
