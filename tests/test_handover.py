"""A successor unpacks and continues: nothing is missing, and the page says what was decided."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from capaian.cli import app
from capaian.errors import UsageError
from capaian.model.register import SERAH_TERIMA
from capaian.pipeline import approving, forms, handover, intake, integrity, progress, report
from capaian.pipeline.approving import Hari
from capaian.pipeline.office import Kantor, open_ledger, open_office
from capaian.workspace.folder import Folder
from conftest import Send, at


@pytest.fixture
def working(kantor: Kantor, send: Send) -> Kantor:
    """An office with one form in, a draft handed over and opened again."""
    send("SEK", {"IK-5.1": {"realisasi": "BB"}})
    intake.collect(kantor, at(7), kantor.folder.inbox)
    report.build_report(kantor, at(8))
    hari = Hari(at(8).waktu.date(), at(8).waktu.date())
    approving.hand_over(kantor, at(8), hari)
    approving.reopen(kantor, at(8), hari, "Target IK-5.1 keliru")
    return kantor


def test_a_successor_unpacks_and_continues(working: Kantor, tmp_path: Path) -> None:
    """The same seal, the whole archive, and the next act goes on in the new folder."""
    hasil = handover.handover(working, at(9), "RINA", tmp_path / "serah.zip")
    with zipfile.ZipFile(hasil.berkas) as z:
        z.extractall(tmp_path / "baru")
    baru = open_office(Folder(tmp_path / "baru"))
    periksa = integrity.verify(baru.folder, menyeluruh=True)
    assert periksa.kerusakan == () and periksa.segel_pendek == hasil.segel
    kini = progress.status(baru, at(9).waktu)
    assert kini.berikutnya == progress.status(working, at(9).waktu).berikutnya
    assert [k.keadaan for k in kini.langkah] == [k.keadaan for k in progress.status(working, at(9).waktu).langkah]
    assert not [t for t in forms.issue_forms(baru, at(9)) if t.baru], "the forms that were issued are known"
    report.build_report(baru, at(10))
    asal = {p.relative_to(working.folder.root).as_posix() for p in working.folder.root.rglob("*") if p.is_file()}
    with zipfile.ZipFile(hasil.berkas) as z:
        assert {n for n in asal if not n.startswith(".capaian-")} <= set(z.namelist())


def test_the_page_says_what_was_decided_and_why(working: Kantor, tmp_path: Path) -> None:
    halaman = handover.handover(working, at(9), "RINA", tmp_path / "serah.zip").halaman
    for kata in (
        "Untuk: RINA",
        "skala predikat: P86",
        "rumus baku negatif: (2T-R)/T",
        "Target IK-5.1 keliru",
        "BUDIONO WIRAWAN",
        "IK-4.5 Tahun 2025",
        "capaian verify --full",
        "langkah 6,",
    ):
        assert kata in halaman, kata


def test_what_cannot_be_packed_is_refused(working: Kantor, tmp_path: Path) -> None:
    ada = tmp_path / "ada.zip"
    ada.write_bytes(b"lama")
    for kepada, ke in (("", tmp_path / "x.zip"), ("RINA", ada), ("RINA", working.folder.root / "x.zip")):
        with pytest.raises(UsageError):
            handover.handover(working, at(9), kepada, ke)
    assert ada.read_bytes() == b"lama" and not (tmp_path / "x.zip").exists()
    with open_ledger(working) as ledger:
        assert not ledger.events(SERAH_TERIMA)


def test_handover_on_the_command_line(working: Kantor, tmp_path: Path) -> None:
    ke = tmp_path / "serah.zip"
    kata = ["handover", "--kepada", "RINA", "--ke", str(ke), "--folder", str(working.folder.root)]
    jawab = CliRunner().invoke(app, kata)
    assert jawab.exit_code == 0 and ke.is_file() and "SERAH TERIMA" in jawab.stdout
    assert CliRunner().invoke(app, kata).exit_code == 2
