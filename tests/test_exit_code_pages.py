"""docs/kode-keluar.md and docs/kode/: a page for each exit code, whose sentences are the program's own."""

from __future__ import annotations

import ast
import re
import shutil
import sqlite3
from functools import cache
from pathlib import Path

import pytest
from typer.testing import CliRunner

import capaian.__main__
import capaian.cli
from capaian.errors import ExitCode
from capaian.workspace import lock
from conftest import both_rounds

AKAR = Path(__file__).resolve().parent.parent
DOCS = AKAR / "docs"
HALAMAN = {int(p.stem): p for p in (DOCS / "kode").glob("*.md")}
BAGIAN = ("## Kapan muncul", "## Artinya", "## Yang dilakukan", "## Yang aman")


def _quoted(kode: int) -> list[str]:
    """The sentences that a page shows as the program prints them."""
    blok = re.findall(r"```text\n(.*?)```", HALAMAN[kode].read_text("utf-8"), flags=re.DOTALL)
    return [re.sub(r"^(Gagal: |→ )", "", b.strip()) for isi in blok for b in isi.splitlines()]


@cache
def _sentences() -> tuple[re.Pattern[str], ...]:
    """Every text of the program that is long enough to be a sentence, with anything in place of its values."""
    hasil = set()
    for path in (AKAR / "src" / "capaian").rglob("*.py"):
        for n in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(n, ast.JoinedStr):
                bagian = [
                    re.escape(v.value) if isinstance(v, ast.Constant) and isinstance(v.value, str) else ".+?"
                    for v in n.values
                ]
            elif isinstance(n, ast.Constant) and isinstance(n.value, str):
                bagian = [re.escape(b) for b in n.value.splitlines()[:1]]
            else:
                continue
            pola = "".join(bagian)
            if len(re.sub(r"\\|\.\+\?", "", pola)) >= 12:
                hasil.add(pola)
    return tuple(re.compile(p) for p in sorted(hasil))


def test_every_exit_code_has_its_page() -> None:
    """The table of codes, the pages and `ExitCode` are the same list."""
    teks = (DOCS / "kode-keluar.md").read_text("utf-8")
    tabel = [int(k) for k in re.findall(r"^\| \[(\d+)\]\(kode/\1\.md\) \|", teks, flags=re.MULTILINE)]
    assert tabel == [int(k) for k in ExitCode]
    assert sorted(HALAMAN) == [int(k) for k in ExitCode]


@pytest.mark.parametrize("kode", list(ExitCode))
def test_a_page_says_when_what_and_what_is_safe(kode: ExitCode) -> None:
    """Each page has its code in the heading, its four parts in order, a real sentence and the way back."""
    teks = HALAMAN[int(kode)].read_text("utf-8")
    assert teks.startswith(f"# Kode {int(kode)}: ")
    tempat = [teks.index(b) for b in BAGIAN]
    assert tempat == sorted(tempat)
    assert _quoted(int(kode))
    assert "(../kode-keluar.md)" in teks


@pytest.mark.parametrize(("kode", "kalimat"), [(int(k), s) for k in ExitCode for s in _quoted(int(k))])
def test_quoted_sentences_are_the_programs_own(kode: int, kalimat: str) -> None:
    """What a page shows as printed is what some place of the program prints."""
    assert any(p.fullmatch(kalimat) for p in _sentences()), kalimat


def test_an_invented_sentence_is_found() -> None:
    """The test above would notice a sentence that the program does not know."""
    assert not any(p.fullmatch("Berkas Anda sudah kami simpan di awan.") for p in _sentences())


# --- each code, brought about for real ---


@pytest.fixture(scope="module")
def siap(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example office with both rounds, collected and complete."""
    return both_rounds(tmp_path_factory.mktemp("kode") / "kantor").folder.root


@pytest.fixture
def kantor(siap: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(siap, tmp_path / "kantor"))


def _run(monkeypatch: pytest.MonkeyPatch, di: Path, *perintah: str) -> tuple[int, str]:
    monkeypatch.chdir(di)
    monkeypatch.setenv("COLUMNS", "400")
    hasil = CliRunner().invoke(capaian.cli.app, list(perintah))
    return hasil.exit_code, hasil.output


def _shown(kode: int, keluaran: str) -> bool:
    """A sentence of the page stands in the output, whatever its names and numbers are."""
    pola = [p for p in _sentences() if any(p.fullmatch(k) for k in _quoted(kode))]
    return any(p.search(" ".join(keluaran.split())) for p in pola)


def test_code_0_intact(kantor: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kode, teks = _run(monkeypatch, kantor, "verify")
    assert kode == ExitCode.WELL and _shown(0, teks)


def test_code_1_nothing_received(folder: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kode, teks = _run(monkeypatch, tmp_path / "kantor", "build-report", "--tanpa-pdf")
    assert kode == ExitCode.DATA and _shown(1, teks)


def test_code_2_no_office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kode, teks = _run(monkeypatch, tmp_path, "status")
    assert kode == ExitCode.USAGE and _shown(2, teks)


def test_code_3_a_file_where_the_folder_should_be(
    folder: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "kantor" / "formulir").write_text("bukan folder", "utf-8")
    kode, teks = _run(monkeypatch, tmp_path / "kantor", "init-forms")
    assert kode == ExitCode.ENVIRONMENT and _shown(3, teks)


def test_code_4_approval_before_its_turn(kantor: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kode, teks = _run(monkeypatch, kantor, "approve")
    assert kode == ExitCode.STATE and _shown(4, teks)


def test_code_5_a_changed_record(kantor: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with sqlite3.connect(kantor / "capaian.db") as basis:
        basis.execute("UPDATE peristiwa SET pelaku = 'orang lain' WHERE urut = 3")
    basis.close()
    kode, teks = _run(monkeypatch, kantor, "verify")
    assert kode == ExitCode.INTEGRITY and _shown(5, teks)
    kode, teks = _run(monkeypatch, kantor, "validate")
    assert kode == ExitCode.INTEGRITY and _shown(5, teks)


def test_code_6_another_collect(kantor: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock.time, "sleep", lambda detik: None)
    with lock.exclusive(kantor / lock.NAMA):
        kode, teks = _run(monkeypatch, kantor, "collect", "./inbox")
    assert kode == ExitCode.BUSY and _shown(6, teks)


@pytest.mark.parametrize(("kode", "galat"), [(70, RuntimeError("salah")), (130, KeyboardInterrupt())])
def test_codes_70_and_130(
    kode: int, galat: BaseException, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(**_: object) -> None:
        raise galat

    monkeypatch.setattr(capaian.cli, "app", fails)
    with pytest.raises(SystemExit) as selesai:
        capaian.__main__.main()
    assert selesai.value.code == kode and _shown(kode, capsys.readouterr().err)
