"""The words of the framework: help and wrong use are Indonesian, and no command is loaded before it is asked for."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer.main
from typer.testing import CliRunner

from capaian.cli import app
from capaian.cli.commands import COMMANDS, load
from capaian.cli.words import Command, Group, wrong_use

INGGRIS = re.compile(
    r"\b(Usage|Options|Option|Arguments|Commands|Command|Error|Try|Show|Install|default|required|Missing|Invalid|"
    r"Got|such|value|help for|Aborted|OPTIONS|ARGS)\b|<(str|int|path|file|directory)"
)
SEMUA = {
    f"{nama} {anak}".strip(): perintah
    for nama in COMMANDS
    for anak, perintah in getattr(load(nama), "commands", {"": load(nama)}).items()
}


def invoke(*kata: str) -> Any:
    """Run in this process."""
    return CliRunner().invoke(app, list(kata), prog_name="capaian", env={"COLUMNS": "80"})


@pytest.mark.parametrize("nama", ["", *COMMANDS, *SEMUA])
def test_help_is_indonesian(nama: str) -> None:
    """Usage, headings, the framework's own options, defaults and types."""
    hasil = invoke(*nama.split(), "--help")
    assert hasil.exit_code == 0
    teks = re.sub(r"--[a-z-]+|^  (?:schema|template) .*$", "", hasil.output, flags=re.M)
    assert not INGGRIS.search(teks), INGGRIS.search(teks)
    assert hasil.output.startswith("Pemakaian: capaian")
    assert "Tampilkan bantuan ini." in hasil.output
    assert all(len(b) <= 80 or b.startswith("  capaian ") for b in hasil.output.splitlines())


@pytest.mark.parametrize("nama", sorted(SEMUA))
def test_each_command_has_an_example_that_the_command_line_takes(nama: str) -> None:
    """The example names the command, and its options and arguments exist."""
    perintah = SEMUA[nama]
    assert isinstance(perintah, Command)
    contoh = [b.strip() for b in (perintah.help or "").partition("Contoh:")[2].strip().splitlines()]
    assert contoh, nama
    for baris in contoh:
        kata = shlex.split(baris.removesuffix("…"))
        assert kata[: 1 + len(nama.split())] == ["capaian", *nama.split()], baris
        perintah.make_context(nama, kata[1 + len(nama.split()) :])


@pytest.mark.parametrize("nama", COMMANDS)
def test_the_line_of_the_list_is_how_the_help_begins(nama: str) -> None:
    perintah = load(nama)
    assert isinstance(perintah, Group if COMMANDS[nama].kelompok else Command)
    assert " ".join((perintah.help or "").split()).partition(" Contoh:")[0] == COMMANDS[nama].ringkas


@pytest.mark.parametrize(
    ("kata", "pesan", "saran"),
    [
        (("sattus",), "Tidak ada perintah «sattus».", "Mungkin maksudnya «capaian status»."),
        (("xyzzy",), "Tidak ada perintah «xyzzy».", "Daftar perintah ada pada «capaian --help»."),
        (("schema", "chek"), "Tidak ada perintah «chek».", "«capaian schema check»"),
        (("collect", "--wathc"), "Tidak ada pilihan «--wathc».", "Mungkin maksudnya «--watch»."),
        (
            ("collect", "--jeda", "lama"),
            "Isi pilihan «--jeda» harus berupa bilangan bulat, paling sedikit 1.",
            "capaian collect --help",
        ),
        (
            ("collect", "--jeda", "0"),
            "Isi pilihan «--jeda» harus berupa bilangan bulat, paling sedikit 1.",
            "capaian collect --help",
        ),
        (("waive", "--withdraw", "x"), "Isi pilihan «--withdraw» harus berupa bilangan bulat.", "waive --help"),
        (("collect", "a", "b"), "Ada kata yang berlebih: «b».", "di antara tanda petik"),
        (("original",), "«BERKAS» belum diisi.", "capaian original --help"),
        (("history", "--unit"), "Pilihan «--unit» belum diisi.", "Tulis isinya sesudah «--unit»."),
        (("collect", "--quiet=3"), "Pilihan «--quiet» tidak memakai isi.", ""),
        (("--wat",), "Tidak ada pilihan «--wat».", "capaian --help"),
        (("sat\x1b[31mtus",), "Tidak ada perintah", ""),
    ],
)
def test_wrong_use_is_said_in_indonesian(kata: tuple[str, ...], pesan: str, saran: str) -> None:
    hasil = invoke(*kata)
    assert hasil.exit_code == 2
    assert pesan in hasil.stderr and saran in hasil.stderr
    assert "\x1b" not in hasil.stderr
    assert not INGGRIS.search(re.sub(r"--[a-z]+", "", hasil.stderr))


def test_a_sentence_that_is_not_known_is_kept() -> None:
    """A newer framework may say something new; it is passed on, not lost."""
    assert wrong_use(typer.TyperException("Something new.")).pesan == "Something new."


def test_help_loads_no_command() -> None:
    program = (
        "import sys\nsys.argv = ['capaian', '--help']\nfrom capaian.__main__ import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print(sorted(m for m in sys.modules if m.startswith(('capaian.pipeline', 'capaian.console', 'rich'))))"
    )
    jalan = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True)
    assert jalan.stdout.splitlines()[-1] == "[]"


def test_completion_knows_commands_and_options(tmp_path: Path) -> None:
    """What Tab offers, and that installing it speaks Indonesian and writes into the home folder only."""

    def lengkapi(kata: str, n: int) -> list[str]:
        lingkungan = os.environ | {"COMP_WORDS": kata, "COMP_CWORD": str(n), "_CAPAIAN_COMPLETE": "complete_bash"}
        jalan = [sys.executable, "-m", "capaian"]
        return subprocess.run(jalan, capture_output=True, encoding="utf-8", check=True, env=lingkungan).stdout.split()

    assert lengkapi("capaian co", 1) == ["collect"]
    assert lengkapi("capaian schema ", 2) == ["check", "export", "import"]
    assert "--watch" in lengkapi("capaian collect --w", 2)
    rumah = os.environ | {"HOME": str(tmp_path), "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
    pasang = [sys.executable, "-m", "capaian", "--install-completion", "bash"]
    hasil = subprocess.run(pasang, capture_output=True, encoding="utf-8", check=True, env=rumah)
    assert hasil.stdout == "Pelengkap perintah sudah dipasang. Buka terminal baru, lalu coba tombol Tab.\n"
    assert "capaian" in (tmp_path / ".bashrc").read_text("utf-8")
