"""What `--json` prints: every kind in one cycle on the command line, against the JSON Schema that the docs hold."""

from __future__ import annotations

import json
import shlex
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from typer.testing import CliRunner

from capaian.cli import app
from capaian.console.documents import DOKUMEN, _Bagian, json_schema
from capaian.console.terminal import VERSI_JSON, plain
from capaian.model.hasil import HasilTandaTangan
from capaian.model.pengesahan import TandaTangan
from conftest import EXAMPLE

SKEMA = Path(__file__).resolve().parent.parent / "docs" / "keluaran-json.schema.json"
LUAR = {"tanda-tangan"}
"""Needs an office suite for its PDF; its record is held against the schema by itself."""


class Meja:
    """Somebody who types commands with `--json` in an office folder."""

    def __init__(self, akar: Path) -> None:
        self.akar = akar
        self.cetakan: dict[str, list[dict[str, Any]]] = {}
        isi = json.loads(SKEMA.read_text("utf-8"))
        jsonschema.Draft202012Validator.check_schema(isi)
        self.periksa = jsonschema.Draft202012Validator(
            isi, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
        )

    def ketik(self, *kata: str) -> Any:
        """Run a command; what it prints is one document that keeps the schema."""
        hasil = CliRunner().invoke(app, [*kata, "--json", "--folder", str(self.akar)])
        assert hasil.exit_code in (0, 1), (kata, hasil.output)
        dokumen = json.loads(hasil.stdout)
        galat = next(iter(self.periksa.iter_errors(dokumen)), None)
        assert galat is None, (kata, galat.json_path, galat.message)
        self.cetakan.setdefault(dokumen["jenis"], []).append(dokumen)
        return dokumen["isi"]


AWAL = """
receive-letter --nomor 050/1 --tanggal 2026-01-02 --hal "Permintaan data"
receive-letter --list
dispose --instruksi Siapkan
init-forms
deliver --lewat WhatsApp
collect
validate
"""
LANJUT = """
waive --list
remind
collect
collect --withdraw 2025-TW4-SEK.xlsx --alasan "Salah berkas"
collect --restore 2025-TW4-SEK.xlsx --alasan "Salah berkas"
collect --choose 2025-TW4-SEK.xlsx --alasan "Salah berkas"
validate
validate --history
explain
explain ISI-03
explain R/T
schema check
schema export {luar}/tabel.xlsx
schema import {luar}/tabel.xlsx
summarize
summarize --lke
narrative
template new laporan-kinerja.docx
template check
build-report --tanpa-pdf
proofread
trace IK-1.4
export
export --format csv --out {luar}/angka.csv
review
review --return --note "Perjelas Bab II"
review --answer 1=sudah
review
review --accept
approve --tanpa-pdf
submit
"""
AKHIR = """
submit --received "Budi S."
verify --full
original IMG-20260107-WA0034.jpg --ke {luar}
history
status
dashboard
doctor
upgrade
handover --kepada RINA --ke {luar}
"""


def test_every_kind_of_document_in_one_cycle(tmp_path: Path) -> None:
    """From the letter to the receipt, each command as it is typed."""
    akar = tmp_path / "kantor"
    shutil.copytree(EXAMPLE, akar, ignore=shutil.ignore_patterns("pengisian.toml"))
    m = Meja(akar)

    def babak(naskah: str) -> Any:
        return [m.ketik(*shlex.split(b.format(luar=tmp_path.as_posix()))) for b in naskah.strip().splitlines()][-1]

    boleh = next(t for t in babak(AWAL)["temuan"] if t["dapat_dikecualikan"])
    nama = ("--alasan", "Sesuai berita acara", "--oleh", "Siti R.")
    m.ketik("waive", str(boleh["nomor"]), *nama)
    m.ketik("waive", "--withdraw", str(boleh["nomor"]), *nama)
    for berkas in sorted((akar / "inbox-susulan").iterdir()):
        shutil.copyfile(berkas, akar / "inbox" / berkas.name)
    babak(LANJUT)
    (bundel,) = akar.rglob("Kiriman-*.zip")
    m.ketik("verify", str(bundel))
    babak(AKHIR)
    assert set(m.cetakan) == set(DOKUMEN) - LUAR


def test_the_record_of_a_signed_pdf_keeps_the_schema(tmp_path: Path) -> None:
    tanda = TandaTangan("BUDIONO", utuh=True, menyeluruh=False, waktu="2026-01-14")
    isi = plain(HasilTandaTangan(tmp_path / "a.pdf", "sama", (tanda,), diperiksa=True))
    dokumen = {"capaian": VERSI_JSON, "jenis": "tanda-tangan", "isi": isi}
    jsonschema.validate(dokumen, json_schema())


@pytest.mark.parametrize(
    "ubah",
    [
        {"capaian": VERSI_JSON + 1},
        {"jenis": "lain"},
        {"isi": {"unit": "IND", "nama": "a.xlsx"}},
        {"isi": {"unit": "IND", "nama": "a.xlsx", "sha256": "0", "baru": 1}},
        {"isi": {"unit": 3, "nama": "a.xlsx", "sha256": "0"}},
    ],
)
def test_the_schema_refuses_what_is_no_document(ubah: Mapping[str, object]) -> None:
    """Another version or kind, a key that is missing or unknown, another type."""
    baik = {"capaian": 1, "jenis": "kiriman-berlaku", "isi": {"unit": "IND", "nama": "a.xlsx", "sha256": "0"}}
    jsonschema.validate(baik, json_schema())
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**baik, **ubah}, json_schema())


def test_what_has_no_json_is_said() -> None:
    with pytest.raises(TypeError, match="no JSON"):
        _Bagian().of(complex)
