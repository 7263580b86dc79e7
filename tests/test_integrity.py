"""`verify` and `original`: damage is named, nothing is touched, and every original comes back byte for byte."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from tools.buat_contoh import fill

from capaian.errors import IntegrityError, SystemRefusalError, UsageError
from capaian.ledger import Archive, Ledger, full_or_short, short
from capaian.ledger import tables as ledger_tables
from capaian.ledger.copies import Perbandingan, compare
from capaian.model.keutuhan import HasilVerifikasi
from capaian.pipeline import forms, intake, integrity, originals, validation
from capaian.pipeline.office import Kantor, open_ledger, open_office
from capaian.text.filenames import numbered, safe_name
from capaian.workspace.folder import Folder
from conftest import EXAMPLE, Send, at
from test_cli import run as command


def put(folder: Folder, nama: str, unit: str = "SEK", isian: dict[str, dict[str, str]] | None = None) -> None:
    """Fill an issued form and lay it into the inbox."""
    formulir = next((folder.root / "formulir").rglob(f"*-{unit}.xlsx")).read_bytes()
    (folder.inbox / nama).write_bytes(fill(formulir, {"isian": isian or {}, "anggaran": {}}))


@pytest.fixture(scope="module")
def pola(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """An office with two versions of one form, a copy, a broken file, and findings; only copies of it are used."""
    folder = Folder(tmp_path_factory.mktemp("pola") / "kantor")
    shutil.copytree(EXAMPLE, folder.root, ignore=shutil.ignore_patterns("inbox*"))
    folder.inbox.mkdir()
    kantor = open_office(folder)
    forms.issue_forms(kantor, at(5))
    put(folder, "SEK.xlsx", isian={"IK-5.1": {"realisasi": "BB"}})
    intake.collect(kantor, at(8), folder.inbox)
    put(folder, "SEK revisi.xlsx", isian={"IK-5.1": {"realisasi": "A"}})
    shutil.copyfile(folder.inbox / "SEK.xlsx", folder.inbox / "SEK (1).xlsx")
    (folder.inbox / "rusak.xlsx").write_bytes(b"PK\x03\x04 rusak")
    intake.collect(kantor, at(9), folder.inbox)
    validation.validate(kantor, at(10))
    return folder


@pytest.fixture
def isi(pola: Folder, tmp_path: Path) -> Folder:
    """A copy of the office for one test."""
    return Folder(shutil.copytree(pola.root, tmp_path / "isi"))


def tree(root: Path) -> dict[str, tuple[int, bytes | None]]:
    """Every entry below a folder with its time of change and its bytes."""
    return {
        str(p.relative_to(root)): (p.lstat().st_mtime_ns, p.read_bytes() if p.is_file() else None)
        for p in sorted(root.rglob("*"))
    }


def untouched(folder: Folder, **pilihan: object) -> HasilVerifikasi:
    """Verify, and see that nothing in the folder changed."""
    before = tree(folder.root)
    hasil = integrity.verify(folder, **pilihan)  # type: ignore[arg-type]
    assert tree(folder.root) == before
    return hasil


def tamper(folder: Folder, *statements: str) -> None:
    with contextlib.closing(sqlite3.connect(folder.basis_data)) as raw, raw:
        for statement in statements:
            raw.execute(statement)


def archived_file(folder: Folder, nama: str) -> Path:
    with Ledger(folder.basis_data) as ledger:
        sha = next(r.sha256 for r in ledger.receipts() if r.nama == nama)
    return folder.arsip / sha[:2] / sha


class TestWhole:
    @pytest.mark.parametrize("menyeluruh", [False, True])
    def test_an_office_is_whole(self, isi: Folder, menyeluruh: bool) -> None:
        """After forms, receipts, a switch of versions and findings there is neither damage nor a note."""
        hasil = untouched(isi, menyeluruh=menyeluruh)
        assert (hasil.kerusakan, hasil.catatan) == ((), ())
        assert hasil.n_penerimaan == 4 and hasil.n_berkas == len(list(Archive(isi.arsip).hashes()))
        with Ledger(isi.basis_data) as ledger:
            assert (hasil.segel, hasil.segel_pendek) == (ledger.head(), ledger.seal())

    def test_a_choice_between_versions_is_whole(self, kantor: Kantor, send: Send) -> None:
        """States that a person settled follow from the events, too."""
        send("SEK", {"IK-5.1": {"realisasi": "BB"}}, nama="a.xlsx")
        send("SEK", {"IK-5.1": {"realisasi": "A"}}, nama="b.xlsx")
        intake.collect(kantor, at(8), kantor.folder.inbox)
        assert untouched(kantor.folder).kerusakan == ()
        intake.choose(kantor, at(9), "b.xlsx")
        intake.choose(kantor, at(9), "a.xlsx")
        assert untouched(kantor.folder).kerusakan == ()

    def test_before_the_first_act(self, folder: Folder) -> None:
        """A folder without a ledger is no damage, and none is made."""
        hasil = untouched(folder)
        assert hasil.kerusakan == () and [c.masalah for c in hasil.catatan] == ["belum ada catatan"]
        assert not folder.basis_data.exists()

    def test_progress_counts_every_file(self, isi: Folder) -> None:
        """The bar of the full examination ends at the number of files."""
        seen: list[tuple[int, int]] = []
        hasil = integrity.verify(isi, menyeluruh=True, maju=lambda n, total: seen.append((n, total)))
        assert seen[-1] == (hasil.n_berkas, hasil.n_berkas) and len(seen) == hasil.n_berkas

    def test_a_read_only_folder_can_be_examined(self, isi: Folder) -> None:
        """Nothing needs to be written: not in the folder, not in the database, no journal."""
        for path in [isi.root, *isi.root.rglob("*")]:
            path.chmod(0o555 if path.is_dir() else 0o444)
        try:
            hasil = command("verify", "--full", di=isi.root)
            assert hasil.returncode == 0, hasil.stderr
        finally:
            for path in [isi.root, *isi.root.rglob("*")]:
                path.chmod(0o755 if path.is_dir() else 0o644)


class TestDamage:
    def test_a_table_of_another_shape_is_damage(self, isi: Folder) -> None:
        """Whichever column of whichever table has another name, `verify` says so, and collecting stops."""
        utuh = isi.basis_data.read_bytes()
        with contextlib.closing(sqlite3.connect(isi.basis_data)) as raw:
            tabel = [n for (n,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            kolom = [(t, k[1]) for t in tabel for k in raw.execute(f"PRAGMA table_info({t})")]
        assert ("peristiwa", "segel") in kolom and ("terlihat", "tanda") in kolom and len(kolom) > 60
        put(isi, "IND.xlsx", "IND", {"IK-4.1": {"realisasi": "4.7"}})
        kantor = open_office(isi)
        for t, k in kolom:
            isi.basis_data.write_bytes(utuh)
            tamper(isi, f"ALTER TABLE {t} RENAME COLUMN {k} TO lain")
            assert isi.basis_data.name in {x.tempat for x in integrity.verify(isi).kerusakan}, (t, k)
            if (t, k) in {("peristiwa", "segel"), ("terlihat", "tanda"), ("penerimaan", "induk"), ("isian", "isi")}:
                with pytest.raises(IntegrityError):
                    intake.collect(kantor, at(11), isi.inbox)

    def test_a_copy_of_another_shape_is_told_of(self, isi: Folder) -> None:
        """A copy that cannot be read beside a healthy ledger is named; the ledger itself is well."""
        salinan = isi.root / "capaian - Copy.db"
        shutil.copyfile(isi.basis_data, salinan)
        with contextlib.closing(sqlite3.connect(salinan)) as raw:
            raw.execute("ALTER TABLE peristiwa RENAME COLUMN segel TO s2")
        hasil = untouched(isi)
        assert hasil.kerusakan == ()
        (c,) = [c for c in hasil.catatan if c.tempat == salinan.name]
        assert "tidak dapat dibaca" in c.masalah

    @pytest.mark.parametrize("ganti", ["COLUMN tanda TO t2", "TO terlihat2"])
    def test_commands_tell_of_another_shape(self, isi: Folder, ganti: str) -> None:
        """`collect` and `verify` end with the code for damage, not with that of a bug."""
        tamper(isi, f"ALTER TABLE terlihat RENAME {ganti}")
        for perintah in ("verify", "collect"):
            hasil = command(perintah, di=isi.root)
            assert hasil.returncode == 5, hasil.stderr

    def test_a_changed_byte_needs_the_full_examination(self, isi: Folder) -> None:
        """One byte of one file: seen with --full only, named with path and display name."""
        path = archived_file(isi, "SEK.xlsx")
        path.chmod(0o644)
        data = bytearray(path.read_bytes())
        data[100] ^= 1
        path.write_bytes(data)
        assert untouched(isi).kerusakan == ()
        (k,) = untouched(isi, menyeluruh=True).kerusakan
        assert k.tempat == path.relative_to(isi.root).as_posix()
        assert k.masalah == "«SEK (1).xlsx» isinya berubah" and "collect" in k.saran

    def test_missing_cut_and_linked_files_are_seen_quickly(self, isi: Folder, tmp_path: Path) -> None:
        """Without reading: a file that is gone, shorter, a link, a folder or a pipe."""
        paths = [p for p in sorted(isi.arsip.glob("??/*")) if p.name == archived_file(isi, "rusak.xlsx").name]
        paths += [archived_file(isi, "SEK.xlsx"), archived_file(isi, "SEK revisi.xlsx")]
        terbit = [p for p in sorted(isi.arsip.glob("??/*")) if p not in paths]
        paths[0].unlink()
        paths[1].chmod(0o644)
        os.truncate(paths[1], 10)
        shutil.move(paths[2], tmp_path / "asli")
        paths[2].symlink_to(tmp_path / "asli")
        terbit[0].unlink()
        os.mkfifo(terbit[0])
        for menyeluruh in (False, True):
            rusak = {Path(k.tempat).name: k.masalah for k in untouched(isi, menyeluruh=menyeluruh).kerusakan}
            assert set(rusak) == {p.name for p in (*paths, terbit[0])}
            assert "hilang dari arsip" in rusak[paths[0].name]
            assert "tautan" in rusak[paths[2].name] and "bukan berkas biasa" in rusak[terbit[0].name]
        assert "berukuran 10 bita" in next(k.masalah for k in untouched(isi).kerusakan if paths[1].name in k.tempat)

    @pytest.mark.parametrize(
        ("statement", "tempat"),
        [
            ("UPDATE isian SET isi = 'AA' WHERE isi = 'A'", "kiriman no. "),
            ("UPDATE penerimaan SET putusan = 'diterima' WHERE nama = 'rusak.xlsx'", "penerimaan no. "),
            ("UPDATE kiriman SET keadaan = 'diganti' WHERE keadaan = 'berlaku'", "kiriman no. "),
            ("UPDATE kiriman SET keadaan = 'ditarik' WHERE keadaan = 'diganti'", "kiriman no. "),
            ("UPDATE kiriman SET versi = '[]' WHERE versi <> '[]'", "kiriman no. "),
            ("UPDATE kiriman SET ditimbang = 0 WHERE keadaan = 'berlaku'", "kiriman no. "),
            ("UPDATE kiriman SET diubah = '2020-01-01T00:00:00Z'", "kiriman no. "),
            ("UPDATE formulir SET tetap = replace(tetap, 'BB', 'B') WHERE unit = 'SEK'", "formulir "),
            ("UPDATE formulir SET isi_hash = 'x' WHERE unit = 'SEK'", "formulir "),
            ("DELETE FROM formulir WHERE unit = 'BLK'", "formulir pada catatan no. "),
            ("UPDATE temuan SET pesan = pesan || '!'", "temuan 2025-TW4"),
            ("UPDATE perjalanan_temuan SET keadaan = 'selesai' WHERE nomor = 1", "pemeriksaan no. 1"),
            ("DELETE FROM perjalanan_temuan WHERE nomor = 2", "pemeriksaan no. 1"),
            ("UPDATE pemeriksaan SET kesalahan = 0", "pemeriksaan no. 1"),
            ("DELETE FROM temuan WHERE urutan = 1", "temuan 2025-TW4"),
            ("INSERT INTO temuan SELECT '2025-TW3', urutan, kode, unit, periode_temuan, butir, kolom, tingkat, pesan,"
             " diharapkan, perbaikan, dasar, nama_butir, berkas, lembar, sel, sha256 FROM temuan", "temuan 2025-TW3"),
            ("INSERT INTO penerimaan SELECT 99, nama, sha256, ukuran, putusan, unit, periode, cacat, versi_aturan, 1,"
             " induk FROM penerimaan LIMIT 1", "penerimaan no. 99"),
            ("UPDATE penerimaan SET urut_peristiwa = 1 WHERE nomor = 2", "penerimaan no. 2"),
            ("UPDATE peristiwa SET isi = replace(isi, 'SEK', 'IND') WHERE urut = 1", "catatan no. 1"),
            ("CREATE TRIGGER t AFTER INSERT ON isian BEGIN DELETE FROM isian; END", "capaian.db"),
            ("CREATE TABLE lain (a)", "capaian.db"),
        ],
    )  # fmt: skip
    def test_every_table_is_under_the_chain(self, isi: Folder, statement: str, tempat: str) -> None:
        """A change by another program is found in each table, also where it only adds a row."""
        tamper(isi, statement)
        rusak = untouched(isi).kerusakan
        assert rusak and any(k.tempat.startswith(tempat) for k in rusak), rusak

    def test_a_lost_or_foreign_ledger(self, isi: Folder) -> None:
        """A ledger that is gone, empty, or something else: told, and the archive is examined all the same."""
        archived_file(isi, "rusak.xlsx").chmod(0o644)
        archived_file(isi, "rusak.xlsx").write_bytes(b"lain")
        for isinya in (b"", b"bukan basis data" * 100, None):
            if isinya is None:
                isi.basis_data.unlink()
            else:
                isi.basis_data.write_bytes(isinya)
            tempat = [k.tempat for k in untouched(isi, menyeluruh=True).kerusakan]
            assert tempat[0] == "capaian.db" and len(tempat) == 2 and tempat[1].startswith("arsip/")

    def test_strangers_and_leftovers_are_notes(self, isi: Folder) -> None:
        """Foreign, misplaced and unfinished files are named without breaking anything."""
        asli = archived_file(isi, "SEK.xlsx")
        (isi.arsip / "catatan.txt").write_text("x", "utf-8")
        (isi.arsip / "zz").mkdir()
        lain = isi.arsip / ("00" if asli.parent.name != "00" else "01")
        lain.mkdir(exist_ok=True)
        shutil.copyfile(asli, lain / asli.name)
        (asli.parent / ".capaian-0123456789abcdef.tmp").write_bytes(b"setengah")
        Archive(isi.arsip).put(b"tidak tercatat")
        (isi.inbox / ".capaian-kiriman.tmp").write_bytes(b"milik orang lain")
        hasil = untouched(isi, menyeluruh=True)
        assert hasil.kerusakan == ()
        tempat = [c.tempat for c in hasil.catatan]
        assert any(t.endswith("catatan.txt") for t in tempat) and "arsip/zz" in tempat
        assert f"arsip/{lain.name}/{asli.name}" in tempat
        assert sum(".capaian-" in t for t in tempat) == 1
        assert any("1 berkas tidak disebut" in c.masalah for c in hasil.catatan)


class TestState:
    def test_the_journal_of_a_killed_run_is_left_alone(self, isi: Folder) -> None:
        """A run killed in the middle of writing leaves a journal: a copy is examined, the folder stays as it is."""
        utuh = integrity.verify(isi).segel
        mati = (
            "import os, sqlite3, sys\n"
            "c = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
            "c.execute('PRAGMA cache_size = 1')\n"
            "c.execute('BEGIN IMMEDIATE')\n"
            "c.execute(\"UPDATE isian SET isi = 'x', mentah = 'x'\")\n"
            "c.execute(\"UPDATE peristiwa SET isi = 'x'\")\n"
            "os._exit(9)\n"
        )
        subprocess.run([sys.executable, "-c", mati, str(isi.basis_data)], check=False)
        assert isi.basis_data.with_name("capaian.db-journal").stat().st_size > 512
        hasil = untouched(isi, menyeluruh=True)
        assert hasil.kerusakan == () and hasil.segel == utuh
        assert "terhenti mendadak" in hasil.catatan[0].masalah

    def test_wal_mode_of_another_program_is_left_alone(self, isi: Folder) -> None:
        """A database browser that switched to WAL: no side files are made."""
        tamper(isi, "PRAGMA journal_mode = WAL")
        assert untouched(isi).kerusakan == ()
        assert not isi.basis_data.with_name("capaian.db-shm").exists()

    def test_an_older_ledger_is_not_upgraded(self, isi: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
        """Tables of an earlier version are brought up to date in a copy only."""
        more = (*ledger_tables.MIGRATIONS, ("CREATE TABLE tambahan (a)",))
        monkeypatch.setattr("capaian.ledger.connection.MIGRATIONS", more)
        from capaian.ledger.connection import expected_tables

        expected_tables.cache_clear()
        try:
            hasil = untouched(isi)
        finally:
            monkeypatch.undo()
            expected_tables.cache_clear()
        assert hasil.kerusakan == () and hasil.n_peristiwa > 0

    def test_a_newer_ledger_is_told(self, isi: Folder) -> None:
        """A ledger of a newer version is refused in words, exit code 3, and not touched."""
        tamper(isi, "PRAGMA user_version = 99")
        with pytest.raises(SystemRefusalError, match="lebih baru"):
            untouched(isi)


class TestSeal:
    def test_head_earlier_and_unknown(self, isi: Folder) -> None:
        """The last seal, an earlier one with what came after it, and one that is nowhere."""
        with Ledger(isi.basis_data) as ledger:
            semua = ledger.events()
        n = len(semua)
        for urut, sesudahnya in ((n, 0), (3, n - 3), (1, n - 1)):
            for segel in (short(semua[urut - 1].segel), short(semua[urut - 1].segel).lower(), semua[urut - 1].segel):
                jawab = untouched(isi, segel=segel).segel_ditanya
                assert jawab is not None and (jawab.nomor, jawab.sesudahnya) == (urut, sesudahnya)
                assert jawab.jenis == semua[urut - 1].jenis
        hasil = untouched(isi, segel="AAAA-AAAA")
        assert [k.tempat for k in hasil.kerusakan] == ["segel AAAA-AAAA"]

    def test_a_cut_tail_is_found_by_the_seal(self, isi: Folder) -> None:
        """Whoever removes the last event whole leaves a chain that holds; the seal on paper tells."""
        with Ledger(isi.basis_data) as ledger:
            segel = ledger.seal()
            akhir = ledger.events()[-1]
        tamper(isi, f"DELETE FROM peristiwa WHERE urut = {akhir.urut}")
        assert [k.tempat for k in untouched(isi).kerusakan] == ["arsip/rantai.txt"]
        rantai = isi.arsip / "rantai.txt"
        rantai.write_bytes(b"".join(rantai.read_bytes().splitlines(keepends=True)[:-1]))
        assert untouched(isi).kerusakan == ()
        assert [k.tempat for k in untouched(isi, segel=segel).kerusakan] == [f"segel {segel}"]
        assert command("verify", "--seal", segel, di=isi.root).returncode == 5

    @pytest.mark.parametrize(
        ("tertulis", "dibaca"),
        [
            ("K7QX-A3MD", "K7QX-A3MD"),
            ("k7qx a3md", "K7QX-A3MD"),
            ("K7QX–A3MD", "K7QX-A3MD"),
            ("1OQX-A8MD", "IOQX-ABMD"),
            ("AB" * 32, "ab" * 32),
            ("K7QX-A3M", None),
            ("K7QX-A3M9", None),
            ("ab" * 31, None),
        ],
    )
    def test_seals_as_people_type_them(self, tertulis: str, dibaca: str | None) -> None:
        """Capitals, blanks, dashes and look-alikes do not matter; anything else is no seal."""
        assert full_or_short(tertulis) == dibaca

    def test_no_seal_is_wrong_use(self, isi: Folder) -> None:
        """A word that cannot be a seal is exit code 2, not a broken chain."""
        assert command("verify", "--seal", "halo", di=isi.root).returncode == 2


class TestCopies:
    def test_copies_beside_the_ledger(self, isi: Folder) -> None:
        """An older copy is a note; one that is ahead, or went its own way, breaks the integrity and is named."""
        kantor = open_office(isi)
        lama = isi.root / "capaian (1).db"
        shutil.copyfile(isi.basis_data, lama)
        assert "isinya sama" in untouched(isi).catatan[0].masalah
        with open_ledger(kantor) as ledger:
            ledger.append("uji.satu", {}, "P", at(11).waktu)
            ledger.append("uji.dua", {}, "P", at(11).waktu)
        (catatan,) = untouched(isi).catatan
        assert catatan.tempat == lama.name and "lebih lama" in catatan.masalah and "(2 catatan)" in catatan.masalah

        maju = isi.root / "capaian-DESKTOP-7F2.db"
        shutil.copyfile(isi.basis_data, maju)
        with Ledger(maju) as ledger:
            ledger.append("uji.tiga", {}, "P", at(12).waktu)
        (rusak,) = untouched(isi).kerusakan
        assert rusak.tempat == maju.name and "lebih maju" in rusak.masalah and "(1 catatan)" in rusak.masalah

        with open_ledger(kantor) as ledger:
            ledger.append("uji.lain", {}, "P", at(12).waktu)
        (rusak,) = untouched(isi).kerusakan
        assert "berbeda sejak" in rusak.masalah

    def test_names_of_copies(self, isi: Folder) -> None:
        """What clouds and people call copies; side files of the database and other databases are none."""
        salinan = ["Copy of capaian.db", "capaian (PC-BUDI's conflicted copy 2026-01-08).db", "capaian.db.bak"]
        for nama in (*salinan, "capaian.db-journal", "gambar.db", "capaian.toml.bak"):
            (isi.root / nama).write_bytes(b"")
        assert sorted(c.tempat for c in untouched(isi).catatan) == sorted(salinan)

    def test_relations(self) -> None:
        """Chains compare by their common beginning."""
        assert compare("abc", "abc") == (Perbandingan.SAMA, 0)
        assert compare("abc", "a") == (Perbandingan.TERTINGGAL, 2)
        assert compare("a", "abc") == (Perbandingan.LEBIH_MAJU, 2)
        assert compare("abx", "abyz") == (Perbandingan.BERCABANG, 2)
        assert compare("xy", "ab") == (Perbandingan.LAIN, 0)


class TestOriginal:
    def test_every_original_comes_back(self, isi: Folder, tmp_path: Path) -> None:
        """By hash, each archived file is written byte for byte, received or issued."""
        for sha in Archive(isi.arsip).hashes():
            hasil = originals.take_out(isi, sha[:10].upper(), tmp_path / "keluar")
            assert hasil.berkas is not None
            assert hashlib.sha256(hasil.berkas.read_bytes()).hexdigest() == sha

    def test_by_name_and_never_over_a_file(self, isi: Folder, tmp_path: Path) -> None:
        """By display name; a file that is there stays, and the next one gets a number."""
        asli = (isi.inbox / "SEK revisi.xlsx").read_bytes()
        keluar = tmp_path / "baru" / "keluar"
        nama = [originals.take_out(isi, kata, keluar).berkas for kata in ("SEK revisi.xlsx", "sek REVISI.xlsx")]
        assert [p.name for p in nama if p] == ["SEK revisi.xlsx", "SEK revisi (2).xlsx"]
        assert all(p and p.read_bytes() == asli for p in nama)
        assert [p.name for p in keluar.iterdir() if p.name.startswith(".")] == []

    def test_the_same_name_twice_is_listed(self, isi: Folder) -> None:
        """Two different files of one name: nothing is written, both are listed with time, size and hash."""
        kantor = open_office(isi)
        (isi.inbox / "wa").mkdir()
        put(isi, "wa/SEK revisi.xlsx", "IND")
        intake.collect(kantor, at(12), isi.inbox)
        hasil = originals.take_out(isi, "SEK revisi.xlsx", isi.root)
        assert hasil.berkas is not None, "a whole name counts before its last part"
        put(isi, "SEK revisi.xlsx", "BLK")
        intake.collect(kantor, at(13), isi.inbox)
        hasil = originals.take_out(isi, "SEK revisi.xlsx", isi.root)
        assert hasil.berkas is None and len(hasil.pilihan) == 2
        assert [a.waktu[:10] for a in hasil.pilihan] == ["2026-01-09", "2026-01-13"]
        keluar = command("original", "SEK revisi.xlsx", di=isi.root)
        assert keluar.returncode == 2 and all(a.sha256[:10] in keluar.stdout for a in hasil.pilihan)

    def test_issued_forms_and_letters(self, isi: Folder, tmp_path: Path) -> None:
        """What the office sent out comes back as well."""
        for nama in ("2025-TW4-IND.xlsx", "2025-TW4-IND-surat-pengantar.docx"):
            hasil = originals.take_out(isi, nama, tmp_path / "keluar")
            asli = next((isi.root / "formulir").rglob(nama))
            assert hasil.berkas is not None and hasil.berkas.read_bytes() == asli.read_bytes()

    def test_a_damaged_original_is_not_handed_out(self, isi: Folder, tmp_path: Path) -> None:
        """Bytes that are no longer those received are refused with exit code 5; nothing is written."""
        path = archived_file(isi, "rusak.xlsx")
        path.chmod(0o644)
        path.write_bytes(b"diubah")
        keluar = command("original", "rusak.xlsx", "--ke", tmp_path / "keluar", di=isi.root)
        assert keluar.returncode == 5 and not (tmp_path / "keluar").exists()

    def test_by_hash_without_a_ledger(self, isi: Folder, tmp_path: Path) -> None:
        """When the ledger is broken, the files are still reached by their hash."""
        isi.basis_data.write_bytes(b"rusak" * 500)
        sha = next(Archive(isi.arsip).hashes())
        hasil = originals.take_out(isi, sha[:6], tmp_path)
        assert hasil.berkas is not None and hasil.berkas.name == sha[:12]

    def test_unknown_and_forbidden(self, isi: Folder) -> None:
        """A name nobody knows gets the nearest ones; archive and inbox are never written to."""
        with pytest.raises(UsageError) as tidak:
            originals.take_out(isi, "SEK revis.xlsx", isi.root)
        assert "«SEK revisi.xlsx»" in tidak.value.saran
        for kata in ("zzzz", "abc", "../SEK.xlsx"):
            with pytest.raises(UsageError):
                originals.take_out(isi, kata, isi.root)
        before = tree(isi.root)
        for tujuan in (isi.inbox, isi.arsip, isi.arsip / "ab"):
            with pytest.raises(UsageError, match="tidak ditulis ke dalam"):
                originals.take_out(isi, "rusak.xlsx", tujuan)
        assert tree(isi.root) == before

    def test_json(self, isi: Folder, tmp_path: Path) -> None:
        """Both commands print one document."""
        dokumen = json.loads(command("original", "rusak.xlsx", "--ke", tmp_path, "--json", di=isi.root).stdout)
        assert dokumen["jenis"] == "berkas-asli" and dokumen["isi"]["berkas"].endswith("rusak.xlsx")
        dokumen = json.loads(command("verify", "--json", di=isi.root).stdout)
        assert dokumen["jenis"] == "verifikasi" and dokumen["isi"]["kerusakan"] == []


@pytest.mark.parametrize(
    ("nama", "aman"),
    [
        ("IND revisi.xlsx", "IND revisi.xlsx"),
        ("wa/IND.xlsx", "IND.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("..", "berkas"),
        ("", "berkas"),
        ("a/", "berkas"),
        ("CON", "_CON"),
        ("con.xlsx", "_con.xlsx"),
        ("Aux .tar.gz", "_Aux .tar.gz"),
        ("COM¹.xlsx", "_COM¹.xlsx"),
        ("COMA.xlsx", "COMA.xlsx"),
        ("laporan:rahasia.xlsx", "laporan_rahasia.xlsx"),
        ("\\\\x1b[31m.xlsx", "__x1b[31m.xlsx"),
        ("a<b>|?*\".xlsx", "a_b_____.xlsx"),
        ("akhir. . ", "akhir"),
        (" depan.xlsx", "depan.xlsx"),
        (".tersembunyi", "_.tersembunyi"),
        ("-rf.xlsx", "_-rf.xlsx"),
        ("~$IND.xlsx", "_~$IND.xlsx"),
        ("x" * 300 + ".xlsx", "x" * 195 + ".xlsx"),
        ("é" * 200, "é" * 100),
    ],
)  # fmt: skip
def test_safe_names(nama: str, aman: str) -> None:
    """A display name becomes one name that any system can hold, never a path."""
    assert safe_name(nama) == aman
    assert safe_name(safe_name(nama)) == aman


def test_numbered_names() -> None:
    """The number stands before the ending."""
    assert [numbered(n, 2) for n in ("a.xlsx", "a", "a.tar.gz")] == ["a (2).xlsx", "a (2)", "a.tar (2).gz"]
    assert numbered("a.xlsx", 1) == "a.xlsx"


def test_forms_of_every_issue_are_under_the_chain(kantor: Kantor) -> None:
    """Both kinds of forms, issued one after the other, leave a ledger without damage."""
    forms.issue_forms(kantor, at(5))
    forms.issue_forms(kantor, at(6), per_seksi=True)
    assert untouched(kantor.folder).kerusakan == ()
