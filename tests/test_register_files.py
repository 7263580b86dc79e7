"""The register can be read, and the chain recomputed, without this tool."""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from capaian.ledger import SIDIK_PENERIMAAN, Archive, Ledger, durable, fingerprint
from capaian.model.kiriman import Cacat, Penerimaan, Putusan
from capaian.pipeline import register_files
from capaian.pipeline.office import Kantor, open_ledger
from conftest import at

PANDUAN = Path(__file__).resolve().parent.parent / "docs" / "arsip.md"
JAHAT = '=HYPERLINK("http://x";"y") \x1b[31m_x001B_.xlsx'
DAFTAR = ("daftar-penerimaan.csv", "daftar-penerimaan.xlsx", "rantai.txt")


def receive(kantor: Kantor, nama: str, isi: bytes, putusan: Putusan = Putusan.KARANTINA, kode: str = "B03") -> None:
    """Record a file as `collect` does, without reading it."""
    sha = Archive(kantor.folder.arsip).put(isi)
    with open_ledger(kantor) as ledger:
        nomor = ledger.next_receipt_number()
        receipt = Penerimaan(nomor, nama, sha, len(isi), putusan, "IND", "2025-TW4", (Cacat(kode, {}),))
        event: dict[str, object] = {"nomor": nomor, "nama": nama, "sha256": sha, "kode": [kode]}
        event[SIDIK_PENERIMAAN] = fingerprint(receipt)
        with ledger.transaction():
            urut = ledger.append("berkas.diterima", event, "Kasubag", at(8).waktu).urut
            ledger.add_receipt(receipt, "1", urut)


@pytest.fixture
def arsip(kantor: Kantor, issued: dict[str, bytes]) -> Path:
    """The archive of an office that issued forms and received two files, lists up to date."""
    receive(kantor, "IND.xlsx", b"satu")
    receive(kantor, JAHAT, b"dua")
    with open_ledger(kantor) as ledger:
        assert register_files.refresh(kantor, ledger) == ()
    return kantor.folder.arsip


def lists(arsip: Path) -> dict[str, tuple[int, bytes]]:
    return {n: ((arsip / n).stat().st_mtime_ns, (arsip / n).read_bytes()) for n in DAFTAR}


class TestLists:
    def test_the_csv_opens_in_excel_and_runs_nothing(self, arsip: Path) -> None:
        """Semicolons, a byte order mark, one line per receipt, foreign names inert; the last line says up to where."""
        teks = (arsip / DAFTAR[0]).read_bytes().decode("utf-8-sig")
        kepala, satu, dua, ekor = list(csv.reader(io.StringIO(teks), delimiter=";"))
        assert kepala[:3] == ["Nomor", "Waktu", "Nama Berkas"] and kepala[-1] == "SHA-256"
        assert satu[2] == "IND.xlsx" and satu[4] == "karantina" and satu[5] == "B03"
        assert dua[2].startswith("'=HYPERLINK") and "\x1b" not in dua[2]
        assert re.fullmatch(r"Sampai dengan catatan no\. \d+, segel [A-Z2-7]{4}-[A-Z2-7]{4}", ekor[0])

    def test_the_workbook_holds_text_only(self, arsip: Path, kantor: Kantor) -> None:
        """Receipts and issued forms; nothing is a formula; equal content gives equal bytes."""
        buku = openpyxl.load_workbook(arsip / DAFTAR[1])
        assert buku.sheetnames == ["Penerimaan", "Formulir Terbit"]
        sel = [c for lembar in buku for baris in lembar.iter_rows() for c in baris]
        assert not [c for c in sel if c.data_type == "f"]
        assert buku["Penerimaan"]["C3"].value.startswith("=HYPERLINK") and buku["Penerimaan"]["C3"].data_type == "s"
        with open_ledger(kantor) as ledger:
            n = len(ledger.events("formulir.terbit"))
            assert buku["Formulir Terbit"].max_row == n + 1
            sebelum = lists(arsip)
            for nama in DAFTAR:
                (arsip / nama).unlink()
            register_files.refresh(kantor, ledger)
        assert {n: isi for n, (_, isi) in lists(arsip).items()} == {n: isi for n, (_, isi) in sebelum.items()}

    def test_nothing_new_writes_nothing(self, arsip: Path, kantor: Kantor) -> None:
        """Running again leaves the files alone; an event that touches no file renews the chain only."""
        sebelum = lists(arsip)
        with open_ledger(kantor) as ledger:
            register_files.refresh(kantor, ledger)
            assert lists(arsip) == sebelum
            ledger.append("data.diperiksa", {}, "P", at(9).waktu)
            register_files.refresh(kantor, ledger)
        sesudah = lists(arsip)
        assert [n for n in DAFTAR if sesudah[n] != sebelum[n]] == ["rantai.txt"]
        assert sesudah["rantai.txt"][1].startswith(sebelum["rantai.txt"][1])

    def test_a_new_receipt_renews_all_three(self, arsip: Path, kantor: Kantor) -> None:
        """What was received stands in every list."""
        receive(kantor, "baru.xlsx", b"tiga")
        with open_ledger(kantor) as ledger:
            register_files.refresh(kantor, ledger)
        assert b"baru.xlsx" in lists(arsip)[DAFTAR[0]][1] and b"baru.xlsx" in lists(arsip)[DAFTAR[2]][1]
        assert openpyxl.load_workbook(arsip / DAFTAR[1])["Penerimaan"]["C4"].value == "baru.xlsx"

    def test_a_list_that_is_open_is_skipped_and_caught_up(
        self, arsip: Path, kantor: Kantor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A workbook open in Excel costs a sentence, not the command; the next run writes it."""
        receive(kantor, "baru.xlsx", b"tiga")
        asli: Callable[..., Any] = os.replace
        sebelum = lists(arsip)

        def replaced(dari: Path, ke: Path) -> None:
            if Path(ke).name == DAFTAR[1]:
                raise PermissionError(13, "sharing violation", str(ke))
            asli(dari, ke)

        with monkeypatch.context() as patched, open_ledger(kantor) as ledger:
            patched.setattr(durable, "WAITS", (0.0,))
            patched.setattr(os, "replace", replaced)
            (catatan,) = register_files.refresh(kantor, ledger)
        assert DAFTAR[1] in catatan and "sedang dibuka" in catatan
        sesudah = lists(arsip)
        assert [n for n in DAFTAR if sesudah[n] != sebelum[n]] == [DAFTAR[0], DAFTAR[2]]
        assert not list(arsip.glob(".capaian-*"))
        with open_ledger(kantor) as ledger:
            assert register_files.refresh(kantor, ledger) == ()
        assert lists(arsip)[DAFTAR[1]] != sebelum[DAFTAR[1]]

    def test_an_empty_office_gets_no_lists(self, kantor: Kantor) -> None:
        """Before the first event there is nothing to list."""
        with open_ledger(kantor) as ledger:
            assert register_files.refresh(kantor, ledger) == ()
        assert not kantor.folder.arsip.exists()


def script() -> str:
    """The very script that the document gives."""
    (isi,) = re.findall(r"```bash\n(.*?)```", PANDUAN.read_text("utf-8"), flags=re.DOTALL)
    return str(isi)


def recompute(arsip: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["bash", "-c", script()], cwd=arsip, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.skipif(not (shutil.which("bash") and shutil.which("sha256sum")), reason="needs bash and sha256sum")
class TestRecipe:
    def test_the_script_is_short(self) -> None:
        """Twenty lines that one can read before running them."""
        assert len(script().splitlines()) <= 20

    def test_a_whole_archive(self, arsip: Path, kantor: Kantor) -> None:
        """On a real folder the script finds nothing and prints the seal as on paper; too large files are left out."""
        with open_ledger(kantor) as ledger:
            ledger.append("skema.diganti", {"sha256": "ab" * 32}, "P", at(9).waktu)
            besar = {"nama": "besar.xlsx", "sha256": "cd" * 32, "kode": ["B37"]}
            ledger.append("berkas.diterima", besar, "P", at(9).waktu)
            register_files.refresh(kantor, ledger)
            n, segel = len(ledger.events()), ledger.seal()
        hasil = recompute(arsip)
        assert (hasil.returncode, hasil.stderr) == (0, "")
        assert hasil.stdout == f"{n} catatan, segel terakhir {segel}\n"

    def test_every_file_that_the_chain_names_is_looked_for(self, arsip: Path, kantor: Kantor) -> None:
        """Letters and return packs: script and `verify` miss the same files; foreign text is never taken for one."""
        from capaian.pipeline.integrity import verify

        with open_ledger(kantor) as ledger:
            ledger.append(
                "koreksi.disusun", {"berkas": {"nota-IND.docx": "ab" * 32}, "sidik": "cd" * 32}, "P", at(9).waktu
            )
            perubahan = [{"baru": "ef" * 32, "lama": 'x","sha256":"' + "ef" * 32}]
            ledger.append("kiriman.diganti", {"perubahan": perubahan}, "P", at(9).waktu)
            register_files.refresh(kantor, ledger)
        surat = next(p for p in arsip.glob("??/*") if p.read_bytes().find(b"word/document.xml") > 0)
        surat.unlink()
        hilang = set(re.findall(r"berkas ([0-9a-f]{64}) hilang", recompute(arsip).stdout))
        assert hilang == {"ab" * 32, surat.name}
        assert {Path(k.tempat).name for k in verify(kantor.folder).kerusakan} == hilang

    @pytest.mark.parametrize("cara", ["isi", "hapus", "baris", "urutan", "hilang"])
    def test_damage_is_found(self, arsip: Path, cara: str) -> None:
        """A changed byte, a lost file, and an edited, reordered or removed line of the chain."""
        berkas, rantai = sorted(arsip.glob("??/*"))[0], arsip / "rantai.txt"
        baris = rantai.read_bytes().splitlines(keepends=True)
        berkas.chmod(0o644)
        if cara == "isi":
            berkas.write_bytes(berkas.read_bytes()[:-1] + b"?")
        elif cara == "hapus":
            berkas.unlink()
        elif cara == "baris":
            rantai.write_bytes(b"".join(baris).replace(b"IND.xlsx", b"INA.xlsx", 1))
        elif cara == "urutan":
            rantai.write_bytes(b"".join([baris[1], baris[0], *baris[2:]]))
        else:
            rantai.write_bytes(b"".join([*baris[:2], *baris[3:]]))
        hasil = recompute(arsip)
        assert hasil.returncode == 1 and "TIDAK COCOK" in hasil.stdout


def test_the_chain_file_is_a_second_witness(arsip: Path, kantor: Kantor) -> None:
    """`verify` compares rantai.txt: it may lag behind the ledger, but not differ and not know more."""
    from capaian.pipeline.integrity import verify

    rantai = arsip / "rantai.txt"
    penuh = rantai.read_bytes()
    baris = penuh.splitlines(keepends=True)
    assert verify(kantor.folder).kerusakan == ()
    rantai.write_bytes(b"".join(baris[:-1]))
    assert verify(kantor.folder).kerusakan == ()
    rantai.write_bytes(penuh.replace(b"IND.xlsx", b"INA.xlsx"))
    (k,) = verify(kantor.folder).kerusakan
    assert k.tempat == "arsip/rantai.txt" and "tidak sama" in k.masalah
    rantai.write_bytes(penuh)
    lama = kantor.folder.root / "lama.db"
    shutil.copyfile(kantor.folder.basis_data, lama)
    receive(kantor, "baru.xlsx", b"tiga")
    with open_ledger(kantor) as ledger:
        register_files.refresh(kantor, ledger)
    lama.replace(kantor.folder.basis_data)
    (k,) = verify(kantor.folder).kerusakan
    assert "memuat 1 catatan yang tidak ada" in k.masalah


def test_lone_surrogates_keep_their_seal(kantor: Kantor) -> None:
    """Text that UTF-8 cannot hold is written as it was hashed."""
    with Ledger(kantor.folder.basis_data) as ledger:
        receipt = replace(Penerimaan(1, "a\udc80.xlsx", "ab" * 32, 1, Putusan.KARANTINA))
        ledger.append("uji.nama", {"nama": receipt.nama}, "P\udc80", at(8).waktu)
        register_files.refresh(kantor, ledger)
    if shutil.which("sha256sum"):
        (kantor.folder.arsip / "ab").mkdir()
        (kantor.folder.arsip / "ab" / "x").write_bytes(b"")
        assert "catatan no." not in recompute(kantor.folder.arsip).stdout
