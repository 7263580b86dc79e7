"""A semester or a year that is reported from quarterly forms: every advice follows the forms that hold the data."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from capaian.cli import app
from capaian.errors import StateError
from capaian.ledger import Ledger
from capaian.model.keadaan import HasilStatus
from capaian.pipeline import forms, progress, report, validation
from capaian.pipeline.office import Kantor, open_office
from capaian.register import choices
from capaian.workspace.folder import Folder
from conftest import at, both_rounds


@pytest.fixture(scope="module")
def triwulan(tmp_path_factory: pytest.TempPathFactory) -> Kantor:
    """Quarter IV, collected and checked."""
    kantor = both_rounds(tmp_path_factory.mktemp("tahun") / "kantor")
    validation.validate(kantor, at(13))
    return kantor


def standing(folder: Folder, periode: str, hari: int = 14) -> HasilStatus:
    return progress.status(open_office(folder, periode), at(hari).waktu)


@pytest.mark.parametrize("periode", ["2025-SM2", "2025-TAHUN"])
def test_a_year_stands_where_its_quarter_stands(triwulan: Kantor, periode: str) -> None:
    """Units, deadline and the steps of the forms are those of quarter IV; forms are not advised again."""
    ini, asal = standing(triwulan.folder, periode), standing(triwulan.folder, "2025-TW4")
    assert (ini.unit, ini.tenggat) == (asal.unit, asal.tenggat) and str(ini.sumber) == "2025-TW4"
    assert ini.langkah[3:7] == asal.langkah[3:7] and ini.langkah[3].keadaan == "selesai"
    assert not any("init-forms" in x for x in ini.berikutnya) and ini.berikutnya
    assert all(t.perintah[0] not in ("init-forms", "receive-letter") for t in choices.choices(ini))
    assert asal.sumber is None


def test_work_on_the_year_is_not_timed_from_the_quarter(triwulan: Kantor) -> None:
    """In June nobody is five months late with the analysis of a year that was not begun."""
    delapan = standing(triwulan.folder, "2025-TAHUN").langkah[7]
    assert (delapan.mulai, delapan.lewat) == (None, 0)


def test_the_next_quarter_is_asked_when_earlier_ones_were(kantor: Kantor) -> None:
    """Quarter I went out, the settings stand on the year: quarter IV is what is to be issued."""
    forms.issue_forms(open_office(kantor.folder, "2025-TW1"), at(5))
    ini = standing(kantor.folder, "2025-TAHUN")
    assert "«capaian init-forms --periode 2025-TW4»" in ini.berikutnya[-1]
    assert ("init-forms", "--periode", "2025-TW4") in [t.perintah for t in choices.choices(ini)]

    forms.issue_forms(open_office(kantor.folder, "2025-TW4"), at(5))
    perintah = [t.perintah for t in choices.choices(standing(kantor.folder, "2025-TAHUN"))]
    assert perintah == [(x, "--periode", "2025-TW4") for x in ("collect", "remind", "deliver")]
    for satu, *pilihan in perintah:
        hasil = CliRunner().invoke(app, [satu, *pilihan, "--help"])
        assert hasil.exit_code == 0 and "--periode" in hasil.output
    assert all("--periode" not in t.perintah for t in choices.choices(standing(kantor.folder, "2025-TW4")))


def test_an_office_of_yearly_forms_is_told_to_issue_them(kantor: Kantor) -> None:
    ini = standing(kantor.folder, "2025-TAHUN")
    assert ini.sumber is None and "«capaian init-forms»" in ini.berikutnya[-1]
    forms.issue_forms(open_office(kantor.folder, "2025-TAHUN"), at(5))
    assert {u.keadaan for u in standing(kantor.folder, "2025-TAHUN").unit if u.berformulir} == {"belum mengirim"}


def test_yearly_forms_beside_quarterly_ones_are_only_issued_on_purpose(tmp_path: Path) -> None:
    """They would hide every number that came in; the refusal says where to go on, and how to insist."""
    folder = both_rounds(tmp_path / "kantor").folder
    setahun = open_office(folder, "2025-TAHUN")
    with pytest.raises(StateError, match=r"disusun dari formulir Triwulan IV Tahun 2025") as e:
        forms.issue_forms(setahun, at(14))
    assert "--tersendiri" in e.value.saran
    with Ledger(folder.basis_data) as ledger:
        assert not ledger.forms(setahun.periode)
    assert report.build_report(setahun, at(14), pdf=False).n_angka

    hasil = CliRunner().invoke(
        app, ["init-forms", "--periode", "2025-TAHUN", "--tersendiri", "--folder", str(folder.root)]
    )
    assert hasil.exit_code == 0, hasil.output
    assert standing(folder, "2025-TAHUN").sumber is None
    assert forms.issue_forms(setahun, at(15))


def test_status_says_whose_forms_they_are(triwulan: Kantor) -> None:
    root = str(triwulan.folder.root)
    hasil = CliRunner().invoke(app, ["status", "--periode", "2025-TAHUN", "--folder", root])
    assert "Datanya dari formulir Triwulan IV Tahun 2025." in hasil.output
    assert "Datanya dari" not in CliRunner().invoke(app, ["status", "--folder", root]).output
