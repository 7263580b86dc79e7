"""The API does what its page says: the example runs, nothing is printed, everything wrong is a `CapaianError`."""

from __future__ import annotations

import dataclasses
import inspect
import re
import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pandas
import pytest

from capaian import api
from capaian.ledger import Ledger
from capaian.workspace.folder import Folder
from conftest import EXAMPLE, at
from test_startup import BERAT

AKAR = EXAMPLE.parent.parent
HALAMAN = (AKAR / "docs" / "api.md").read_text("utf-8")
DICETAK = """\
issued: 5 forms, due 2026-01-08
first round: 6 errors
  SEL-02 PPTK IK-1.6: DOC-20260107-WA0012.xlsx · ISIAN!P13
second round: 0 errors
  IK-1.1: target 3.72, realisasi 3.91, 94.89% Sangat Tinggi (DOC-20260109-WA0003.xlsx · ISIAN!P8)
office: 102.05% Sangat Tinggi, 30 of 36 reached
exported: capaian.csv, 37 indikator
refused with code 2: Periode 2024-TW4 berada di luar tahun 2025 yang diatur dalam «capaian.toml».
"""
FUNGSI = (
    api.open_office,
    api.init_forms,
    api.collect,
    api.validate,
    api.build_report,
    api.compute,
    api.export,
)


@pytest.fixture(scope="module")
def jalan(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The example, run as a reader runs it: the folder it made, and what it printed."""
    tujuan = tmp_path_factory.mktemp("api") / "kantor"
    perintah = [sys.executable, "-X", "utf8", "-W", "error", str(AKAR / "examples" / "api_quarter.py"), str(tujuan)]
    hasil = subprocess.run(perintah, capture_output=True, encoding="utf-8", check=True)
    assert hasil.stderr == ""
    return tujuan, hasil.stdout


def test_the_example_prints_the_results_of_the_quarter(jalan: tuple[Path, str]) -> None:
    baris = jalan[1].splitlines()
    assert [b for b in DICETAK.splitlines() if b not in baris] == []


def test_the_page_shows_what_the_example_prints(jalan: tuple[Path, str]) -> None:
    (blok,) = re.findall(r"```text\n(issued.*?)```", HALAMAN, flags=re.DOTALL)
    assert blok == jalan[1]


def test_the_example_leaves_what_the_command_line_would(jalan: tuple[Path, str]) -> None:
    tujuan = jalan[0]
    with Ledger(tujuan / "capaian.db") as ledger:
        assert ledger.verify() == []
        assert {e.pelaku for e in ledger.events()} == {"Kasubag Program dan Keuangan"}
        jenis = [e.jenis for e in ledger.events()]
    assert jenis.index("formulir.terbit") < jenis.index("berkas.diterima") < jenis.index("data.diperiksa")
    assert jenis[-1] == "laporan.disusun"
    assert len(list((tujuan / "formulir" / "2025-TW4").glob("*.xlsx"))) == 5


def test_importing_it_imports_nothing_heavy() -> None:
    program = f"import sys, capaian.api; print(sorted(set({(*BERAT, 'rich', 'typer')!r}) & set(sys.modules)))"
    assert subprocess.check_output([sys.executable, "-c", program], text=True).strip() == "[]"


def test_everything_promised_is_there_typed_and_on_the_page() -> None:
    for nama in api.__all__:
        assert getattr(api, nama), nama
        assert f"`{nama}" in HALAMAN, nama
    for fungsi in FUNGSI:
        tanda = inspect.signature(fungsi)
        assert fungsi.__name__ in api.__all__ and tanda.return_annotation is not inspect.Signature.empty
        assert "Raises:" in (inspect.getdoc(fungsi) or "")
        for p in tanda.parameters.values():
            assert p.annotation is not p.empty
            assert f"`{p.name}`" in HALAMAN or p.name in ("kantor", "pelaku"), (fungsi.__name__, p.name)


def test_the_attributes_on_the_page_exist() -> None:
    baris = re.findall(
        r"^\| `([A-Z]\w+)` \| (.*) \|$", HALAMAN.partition("## Results")[2].partition("## Errors")[0], re.M
    )
    assert len(baris) >= 11
    for nama, uraian in baris:
        kelas = getattr(api, nama)
        ada = {f.name for f in dataclasses.fields(kelas)} | set(dir(kelas))
        assert {a for a in re.findall(r"`([a-z][a-z_0-9]*)[.`]", uraian) if a not in ada} == set(), nama


# --- what is refused ---


def _copy(jalan: tuple[Path, str], tmp_path: Path) -> Path:
    return Path(shutil.copytree(jalan[0], tmp_path / "kantor"))


def test_computing_writes_and_prints_nothing(
    jalan: tuple[Path, str], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = _copy(jalan, tmp_path)
    sebelum = {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    hitungan = api.compute(api.open_office(folder))
    assert len(hitungan.capaian) == 37 and hitungan.rekap_dinas.n_tercapai == 30
    assert {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()} == sebelum
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("pelaku", [api.Pelaku(" ", at(5).waktu), api.Pelaku("Sari", datetime(2026, 1, 5))])
def test_who_acts_and_when_has_to_be_told(folder: Folder, pelaku: api.Pelaku) -> None:
    """A time without its zone would stand in the ledger for ever."""
    kantor = api.open_office(folder.root)
    with pytest.raises(api.UsageError):
        api.init_forms(kantor, pelaku)
    assert not folder.basis_data.exists()


def test_what_is_wrong_is_an_error_in_words(folder: Folder, tmp_path: Path) -> None:
    kantor = api.open_office(folder.root / "inbox")  # the folder is found upward
    assert kantor.folder.root == folder.root
    with pytest.raises(api.UsageError, match="tidak ada"):
        api.open_office(tmp_path / "tiada")
    with pytest.raises(api.UsageError, match="bukan folder kantor"):
        api.open_office(tmp_path)
    with pytest.raises(api.DataError, match="Belum ada formulir"):
        api.build_report(kantor, at(5))
    with pytest.raises(api.UsageError, match="berkas kantor sendiri"):
        api.collect(kantor, at(5), folder.root)
    with pytest.raises(api.UsageError, match="tidak dikenal"):
        api.export(kantor, at(5), "xyz")
    folder.pengaturan.write_text("[instansi", "utf-8")
    with pytest.raises(api.DataError) as e:
        api.open_office(folder.root)
    assert e.value.daftar and int(e.value.exit_code) == 1


def test_what_the_system_refuses_is_an_error_in_words(folder: Folder) -> None:
    """A folder where a file should be is no OSError in front of the caller."""
    (folder.root / "hari-libur.csv").unlink()
    (folder.root / "hari-libur.csv").mkdir()
    with pytest.raises(api.CapaianError) as e:
        api.open_office(folder.root)
    assert "hari-libur.csv" in e.value.pesan and e.value.saran


def test_an_error_of_the_system_in_the_middle_is_told_in_words(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a stage lets through arrives as a `CapaianError`, with the file and what to do."""

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied", "skema.xlsx")

    monkeypatch.setattr("capaian.pipeline.office.open_office", refuse)
    with pytest.raises(api.SystemRefusalError, match=r"«skema\.xlsx» tidak dapat dibaca") as e:
        api.open_office(folder.root)
    assert e.value.saran and isinstance(e.value.__cause__, OSError)


def test_the_line_for_pandas_works(jalan: tuple[Path, str]) -> None:
    (baris,) = re.findall(r"```python\n(pandas\..*?)\n```", HALAMAN)
    tabel = eval(baris, {"pandas": pandas, "api": api, "office": api.open_office(jalan[0])})
    assert tabel.shape == (37, 3) and tabel.loc[0, "predikat"] == "Sangat Tinggi"


def test_progress_is_told(folder: Folder) -> None:
    kantor, kabar = api.open_office(folder.root), []
    for p in sorted((EXAMPLE / "inbox").iterdir()):
        shutil.copyfile(p, folder.inbox / p.name)
    api.init_forms(kantor, at(5))
    hasil = api.collect(kantor, at(8), progress=lambda n, semua: kabar.append((n, semua)))
    assert kabar[-1] == (len(hasil.penerimaan), len(hasil.penerimaan)) and sum(hasil.jumlah.values()) == 7
