"""The ledger: what was recorded comes back exactly, all or nothing, and no change of it goes unseen."""

from __future__ import annotations

import contextlib
import hashlib
import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from capaian.errors import BusyError, ExitCode, IntegrityError, SystemRefusalError
from capaian.ledger import SIDIK_KIRIMAN, SIDIK_PENERIMAAN, Ledger, canonical, fingerprint, short, submission_rows
from capaian.ledger.chain import GENESIS
from capaian.model.finding import Finding, Kunci, Severity
from capaian.model.formulir import KodeFormulir
from capaian.model.kiriman import Cacat, Isian, Kiriman, Penerimaan, Putusan, SelTerkunci
from capaian.model.nilai import KOSONG, CellRef, Keadaan, Nilai, Sebab
from capaian.model.periode import Periode

WAKTU = datetime(2026, 1, 8, 9, 15, tzinfo=timezone(timedelta(hours=7)))
TW4 = Periode(2025, "TW", 4)
KODE = KodeFormulir("DISPERINAKER", TW4, "IND", 1)
SHA = "ab" * 32


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "capaian.db"


@pytest.fixture
def ledger(path: Path) -> Iterator[Ledger]:
    with Ledger(path, timeout=0.1) as opened:
        yield opened


def tamper(path: Path, *statements: str) -> None:
    with contextlib.closing(sqlite3.connect(path)) as raw, raw:
        for statement in statements:
            raw.execute(statement)


def event(ledger: Ledger, jenis: str = "uji", **isi: object) -> int:
    return ledger.append(jenis, isi, "Kasubag", WAKTU).urut


def kiriman(nomor: int = 1, **changes: object) -> Kiriman:
    asal = CellRef("IND.xlsx", "ISIAN", "E6", SHA)
    nilai = {
        "realisasi": Nilai(Keadaan.TERISI, Decimal("87.50"), "87,50", asal, "«,» dibaca sebagai koma desimal"),
        "kendala": Nilai(Keadaan.TERISI, "Tidak ada\nkendala", "Tidak ada\nkendala", asal),
        "tw3": Nilai(Keadaan.TAK_TERBACA, None, "1.234", asal, "", Sebab.RAGU, (Decimal(1234), Decimal("1.234"))),
        "tw2": KOSONG,
    }
    isian = (
        Isian("IND", TW4, "isian", "IK-1.2", nilai),
        Isian("IND", TW4, "isian", "IK-1.1", {}),
        Isian("IND", TW4, "anggaran", "IK-1.2", {"realisasi": Nilai(Keadaan.NIHIL, None, "nihil", asal)}),
    )
    terkunci = (SelTerkunci("isian", "IK-1.2", "target", "90", Nilai(Keadaan.TERISI, Decimal("9E+1"), "90", asal)),)
    whole = Kiriman(
        nomor, SHA, "sub/IND.xlsx", KODE, isian, (("isian", "IK-1.3"),), terkunci, (Cacat("N05", {"sel": "A1"}),)
    )
    return replace(whole, **changes)  # type: ignore[arg-type]


def receive(ledger: Ledger, item: Kiriman, keadaan: str = "berlaku") -> Penerimaan:
    putusan = Putusan.DITERIMA
    receipt = Penerimaan(item.nomor, f"{item.nomor}/{item.nama}", item.sha256, 9, putusan, "IND", "2025-TW4")
    with ledger.transaction():
        isi = {SIDIK_PENERIMAAN: fingerprint(receipt), SIDIK_KIRIMAN: fingerprint(item)}
        urut = ledger.append("berkas.diterima", isi, "Kasubag", WAKTU).urut
        ledger.add_receipt(receipt, "1", urut)
        waktu = "2026-01-07T16:00:00Z"
        ledger.add_submission_rows(submission_rows(item), keadaan, waktu, ditimbang=True)  # type: ignore[arg-type]
    return receipt


class TestEvents:
    def test_chain_starts_and_grows(self, ledger: Ledger) -> None:
        """Events are numbered from 1, and the head is the seal of the last one."""
        assert ledger.head() == GENESIS
        first = ledger.append("siklus.buka", {"periode": "2025-TW4", "unit": ["IND", "NAKER"]}, "Kasubag", WAKTU)
        second = ledger.append("formulir.terbit", {}, "Kasubag", WAKTU)
        assert (first.urut, second.urut) == (1, 2)
        assert ledger.head() == second.segel
        assert ledger.events() == [first, second]
        assert ledger.events("formulir.terbit") == [second]
        assert ledger.seal() == short(second.segel)
        assert ledger.verify() == []

    def test_recipe_can_be_followed_by_hand(self, ledger: Ledger, path: Path) -> None:
        """Hashing the documented line with nothing but SHA-256 gives the stored seals."""
        event(ledger, "a", catatan='kutip " dan ⏎ \n', n=3)
        event(ledger, "b", daftar=[1, None, True])
        with contextlib.closing(sqlite3.connect(path)) as raw:
            rows = raw.execute("SELECT urut, waktu, jenis, pelaku, isi, sebelum, segel FROM peristiwa").fetchall()
        before = "0" * 64
        for urut, waktu, jenis, pelaku, isi, sebelum, segel in rows:
            line = f'{{"isi":{isi},"jenis":"{jenis}","pelaku":"{pelaku}","urut":{urut},"waktu":"{waktu}"}}'
            assert json.loads(line)["urut"] == urut
            assert sebelum == before
            before = hashlib.sha256((before + "\n" + line).encode()).hexdigest()
            assert segel == before

    @pytest.mark.parametrize(
        ("statements", "places"),
        [
            (["UPDATE peristiwa SET isi = '{\"n\":9}' WHERE urut = 2"], {2}),
            (["UPDATE peristiwa SET isi = '{\"n\": 2}' WHERE urut = 2"], {2}),
            (["UPDATE peristiwa SET waktu = '2026-01-08T09:15:01+07:00' WHERE urut = 3"], {3}),
            (["UPDATE peristiwa SET pelaku = 'Orang lain' WHERE urut = 1"], {1}),
            (["UPDATE peristiwa SET jenis = CAST(jenis AS BLOB) WHERE urut = 1"], {1}),
            (["UPDATE peristiwa SET jenis = CAST(x'ff' AS TEXT) WHERE urut = 4"], {4}),
            (["UPDATE peristiwa SET segel = upper(segel) WHERE urut = 4"], {4}),
            (["DELETE FROM peristiwa WHERE urut = 2"], {3}),
            (["DELETE FROM peristiwa WHERE urut = 1"], {2}),
            (
                [
                    "INSERT INTO peristiwa "
                    "SELECT 5, waktu, jenis, pelaku, isi, sebelum, 'x' FROM peristiwa WHERE urut = 4"
                ],
                {5},
            ),
            (
                [
                    "UPDATE peristiwa SET urut = 99 WHERE urut = 2",
                    "UPDATE peristiwa SET urut = 2 WHERE urut = 3",
                    "UPDATE peristiwa SET urut = 3 WHERE urut = 99",
                ],
                {2, 3, 4},
            ),
            (
                ["UPDATE peristiwa SET urut = urut + 10", "UPDATE peristiwa SET urut = urut - 9"],
                {2, 3, 4, 5},
            ),
        ],
    )
    def test_tampering_is_found(self, ledger: Ledger, path: Path, statements: list[str], places: set[int]) -> None:
        """An edit, a removal, an insertion and a change of order are each found, at their place."""
        for n in range(1, 5):
            event(ledger, n=n)
        tamper(path, *statements)
        assert {k.tempat for k in ledger.verify()} == {f"catatan no. {n}" for n in places}

    def test_cut_tail_changes_the_printed_seal(self, ledger: Ledger, path: Path) -> None:
        """A chain cannot miss its own end; the seal on paper can."""
        for n in range(3):
            event(ledger, n=n)
        printed = ledger.seal()
        tamper(path, "DELETE FROM peristiwa WHERE urut = 3")
        assert ledger.verify() == []
        assert ledger.seal() != printed

    def test_time_needs_an_offset(self, ledger: Ledger) -> None:
        """A time without its zone says nothing."""
        with pytest.raises(ValueError, match="offset"):
            ledger.append("uji", {}, "Kasubag", WAKTU.replace(tzinfo=None))

    @pytest.mark.parametrize("value", [1.5, [0.1], {"a": float("nan")}, {1: "a"}, Decimal(1), object()])
    def test_only_exact_values(self, ledger: Ledger, value: object) -> None:
        """A float, a Decimal or a key that is no text is a mistake of the program, and nothing is recorded."""
        with pytest.raises(TypeError):
            event(ledger, nilai=value)
        assert ledger.events() == []

    def test_text_that_utf8_cannot_hold(self, ledger: Ledger) -> None:
        """A lone surrogate in a name comes back as it was and the chain stays whole."""
        event(ledger, nama="IND\udcff.xlsx")
        assert ledger.events()[0].isi == {"nama": "IND\udcff.xlsx"}
        assert ledger.verify() == []

    @given(
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(),
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
            max_leaves=8,
        )
    )
    def test_canonical_json_is_one_line_and_exact(self, value: object) -> None:
        """What goes in comes out, whatever the order of its keys."""
        line = canonical(value)
        assert json.loads(line) == value
        assert "\n" not in line
        assert canonical(json.loads(line)) == line

    def test_short_seal(self) -> None:
        """Eight letters of 40 bits, in two groups."""
        assert short("00" * 32) == "AAAA-AAAA"
        assert short("ff" * 32) == "7777-7777"


class TestTransactions:
    def test_rollback_leaves_nothing(self, ledger: Ledger) -> None:
        """When a block fails in its middle, none of it is recorded."""
        with pytest.raises(ZeroDivisionError), ledger.transaction():
            receipt = Penerimaan(1, "a.xlsx", SHA, 1, Putusan.KARANTINA)
            ledger.add_receipt(receipt, "1", event(ledger))
            raise ZeroDivisionError
        assert ledger.events() == []
        assert ledger.receipts() == []
        assert ledger.next_receipt_number() == 1

    def test_nested_transaction_is_a_mistake(self, ledger: Ledger) -> None:
        """Half of an inner block must not be recorded with the outer one; the outer one is dropped too."""
        with pytest.raises(RuntimeError, match="already open"), ledger.transaction():
            event(ledger)
            with ledger.transaction():
                pass
        assert ledger.events() == []

    def test_failed_submission_leaves_nothing(self, ledger: Ledger) -> None:
        """A submission without receipt is refused whole."""
        with pytest.raises(sqlite3.IntegrityError):
            ledger.add_submission_rows(submission_rows(kiriman()), "berlaku", "", ditimbang=True)
        assert ledger.submissions(TW4) == []

    def test_second_process_is_told_that_it_is_busy(self, ledger: Ledger, path: Path) -> None:
        """While another process writes, writing says so after the wait; afterwards it works."""
        code = (
            "import sys; from pathlib import Path; from capaian.ledger import Ledger\n"
            "with Ledger(Path(sys.argv[1])) as l, l.transaction():\n"
            "    print('memegang', flush=True); sys.stdin.readline()\n"
        )
        with subprocess.Popen(
            [sys.executable, "-c", code, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as other:
            assert other.stdin is not None
            assert other.stdout is not None
            assert other.stdout.readline().strip() == "memegang"
            with pytest.raises(BusyError, match="sedang dipakai") as busy:
                event(ledger)
            assert busy.value.exit_code is ExitCode.BUSY
            assert ledger.events() == []  # reading goes on
            other.stdin.write("\n")
            other.stdin.flush()
            assert other.wait(30) == 0
        event(ledger)
        assert len(ledger.events()) == 1

    def test_processes_at_once_lose_and_double_nothing(self, path: Path) -> None:
        """Several processes that open a new ledger and append at once make one whole chain."""
        code = (
            "import sys; from pathlib import Path; from datetime import datetime, UTC\n"
            "from capaian.ledger import Ledger\n"
            "with Ledger(Path(sys.argv[1])) as l:\n"
            "    for n in range(10): l.append('uji', {'n': n}, sys.argv[2], datetime(2026, 1, 8, tzinfo=UTC))\n"
        )
        runs = [subprocess.Popen([sys.executable, "-c", code, str(path), str(k)]) for k in range(3)]
        assert [run.wait(120) for run in runs] == [0, 0, 0]
        with Ledger(path) as ledger:
            events = ledger.events()
            assert sorted((e.pelaku, e.isi["n"]) for e in events) == [(str(k), n) for k in range(3) for n in range(10)]
            assert ledger.verify() == []

    def test_killed_process_leaves_the_last_whole_state(self, ledger: Ledger, path: Path) -> None:
        """A process that dies inside a transaction leaves nothing of it, and does not block the next."""
        event(ledger, n=1)
        code = (
            "import sys, os; from pathlib import Path; from datetime import datetime, UTC\n"
            "from capaian.ledger import Ledger\n"
            "with Ledger(Path(sys.argv[1])) as l, l.transaction():\n"
            "    l.append('uji', {'n': 2}, 'x', datetime(2026, 1, 8, tzinfo=UTC)); os._exit(9)\n"
        )
        assert subprocess.run([sys.executable, "-c", code, str(path)], check=False).returncode == 9
        event(ledger, n=3)
        assert [e.isi["n"] for e in ledger.events()] == [1, 3]
        assert ledger.verify() == []


class TestFile:
    def test_settings(self, ledger: Ledger) -> None:
        """The file can live on a network folder and survives a power cut."""
        pragmas = {
            name: ledger._rows(f"PRAGMA {name}")[0][name] for name in ("journal_mode", "synchronous", "foreign_keys")
        }
        assert pragmas == {"journal_mode": "delete", "synchronous": 3, "foreign_keys": 1}

    def test_opening_again_keeps_everything(self, path: Path) -> None:
        """The tables are made once."""
        for n in range(2):
            with Ledger(path) as ledger:
                event(ledger, n=n)
        with Ledger(path) as ledger:
            assert [e.isi["n"] for e in ledger.events()] == [0, 1]

    def test_newer_version_is_refused_and_kept(self, path: Path) -> None:
        """A ledger of a newer program is told so and not touched."""
        with Ledger(path) as ledger:
            event(ledger)
        tamper(path, "PRAGMA user_version = 99")
        before = path.read_bytes()
        with pytest.raises(SystemRefusalError, match="lebih baru") as refused:
            Ledger(path)
        assert "Pasang versi" in refused.value.saran
        assert path.read_bytes() == before

    @pytest.mark.parametrize("content", [b"bukan basis data " * 100, b"SQLite format 3\0" + b"\xff" * 4000])
    def test_no_database_is_told_and_kept(self, path: Path, content: bytes) -> None:
        """Something else under the name of the ledger is a breach of integrity and is not overwritten."""
        path.write_bytes(content)
        with pytest.raises(IntegrityError, match=r"capaian\.db") as broken:
            Ledger(path)
        assert broken.value.exit_code is ExitCode.INTEGRITY
        assert path.read_bytes() == content

    def test_foreign_database_is_told_and_kept(self, path: Path) -> None:
        """A database of another program gets no tables of ours."""
        tamper(path, "CREATE TABLE lain (a)")
        before = path.read_bytes()
        with pytest.raises(IntegrityError, match="basis data lain"):
            Ledger(path)
        assert path.read_bytes() == before

    def test_lost_table_is_told(self, path: Path) -> None:
        """A table that somebody dropped is not made anew and empty."""
        Ledger(path).close()
        tamper(path, "DROP TABLE temuan")
        with pytest.raises(IntegrityError, match="tabel temuan tidak ada"):
            Ledger(path)

    def test_damaged_pages_are_told(self, path: Path) -> None:
        """A file cut or overwritten in its middle is found, not read on."""
        with Ledger(path) as ledger, ledger.transaction():
            for n in range(200):
                event(ledger, n=n, isi="x" * 100)
        data = bytearray(path.read_bytes())
        data[len(data) // 2 :] = b"\xa5" * (len(data) - len(data) // 2)
        path.write_bytes(data)
        with pytest.raises(IntegrityError), Ledger(path) as ledger:
            assert ledger.verify() == []

    def test_full_disk_is_told_and_nothing_is_lost(self, ledger: Ledger) -> None:
        """When the disk is full the last whole state stays."""
        event(ledger, n=1)
        pages = ledger._rows("PRAGMA page_count")[0]["page_count"]
        ledger._rows(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(SystemRefusalError, match="ruang disk habis"), ledger.transaction():
            for n in range(1000):
                event(ledger, n=n, isi="x" * 1000)
        assert [e.isi["n"] for e in ledger.events()] == [1]

    def test_read_only_is_told(self, ledger: Ledger) -> None:
        """A ledger that may not be written says so."""
        ledger._rows("PRAGMA query_only = 1")
        with pytest.raises(SystemRefusalError, match="hanya dapat dibaca"):
            event(ledger)

    def test_missing_folder_is_told(self, tmp_path: Path) -> None:
        """A ledger in a folder that is not there cannot be opened."""
        with pytest.raises(SystemRefusalError, match="tidak dapat dibuka"):
            Ledger(tmp_path / "tidak-ada" / "capaian.db")


TETAP = {"isian": {"IK-1.2": {"target": "90.00", "indikator": "Persentase «serap»"}}, "anggaran": {}}


class TestForms:
    def test_forms_come_back(self, ledger: Ledger) -> None:
        """An issued form is found by its code and by its period, with every locked value."""
        ulang = replace(KODE, terbitan=2)
        lain = replace(KODE, unit="NAKER")
        for kode in (lain, ulang, KODE):
            ledger.add_form(kode, SHA, TETAP, "isi", event(ledger))
        found = ledger.form(str(KODE))
        assert found is not None
        assert (found.kode, found.sha256, found.tetap, found.isi_hash, found.urut) == (KODE, SHA, TETAP, "isi", 3)
        assert [f.kode for f in ledger.forms(TW4)] == [KODE, ulang, lain]
        assert [f.kode for f in ledger.forms(TW4, "NAKER")] == [lain]
        assert ledger.forms(Periode(2025, "TW", 3)) == []
        assert ledger.form("X/2025-TW4/IND/1/AAAA") is None

    def test_form_needs_its_event(self, ledger: Ledger) -> None:
        """Nothing is recorded that no event tells of."""
        with pytest.raises(sqlite3.IntegrityError):
            ledger.add_form(KODE, SHA, TETAP, "isi", 7)


class TestReceipts:
    def test_receipts_come_back(self, ledger: Ledger) -> None:
        """A receipt is found by name and hash; the number goes on from the last one."""
        cacat = (Cacat("B03", {"bagian": "xl/workbook.xml"}), Cacat("N05", {}))
        first = Penerimaan(1, "a.xlsx", SHA, 10, Putusan.KARANTINA, "", "", cacat)
        second = Penerimaan(2, "b.xlsx", SHA, 10, Putusan.DUPLIKAT, "IND", "2025-TW4")
        for receipt in (first, second):
            assert ledger.next_receipt_number() == receipt.nomor
            ledger.add_receipt(receipt, "aturan-1", event(ledger))
        assert ledger.receipt_known("a.xlsx", SHA) == replace(first, baru=False)
        assert ledger.receipt_known("a.xlsx", "cd" * 32) is None
        assert ledger.receipts() == [replace(first, baru=False), replace(second, baru=False)]

    def test_a_file_judged_again_has_two_receipts(self, ledger: Ledger) -> None:
        """A new verdict on the same file is a new receipt; the last one counts and the first one stays."""
        receipt = Penerimaan(1, "a.xlsx", SHA, 10, Putusan.KARANTINA, cacat=(Cacat("B15", {}),))
        ledger.add_receipt(receipt, "1", event(ledger))
        again = replace(receipt, nomor=2, putusan=Putusan.DITERIMA, cacat=())
        ledger.add_receipt(again, "1", event(ledger))
        assert ledger.receipt_known("a.xlsx", SHA) == replace(again, baru=False)
        assert len(ledger.receipts()) == 2

    def test_a_receipt_needs_a_number_of_its_own(self, ledger: Ledger) -> None:
        """One number stands for one receipt, and a listed file without number is not recorded at all."""
        receipt = Penerimaan(1, "a.xlsx", SHA, 10, Putusan.DITERIMA)
        ledger.add_receipt(receipt, "1", event(ledger))
        with pytest.raises(sqlite3.IntegrityError):
            ledger.add_receipt(receipt, "1", event(ledger))
        with pytest.raises(ValueError, match="number"):
            ledger.add_receipt(replace(receipt, nomor=0), "1", 1)


class TestSubmissions:
    def test_submission_comes_back(self, ledger: Ledger) -> None:
        """Values, rows without values, order, origins and exact digits all come back."""
        receive(ledger, kiriman())
        (found,) = ledger.submissions(TW4)
        assert found.kiriman == kiriman()
        assert (found.keadaan, found.diubah) == ("berlaku", "2026-01-07T16:00:00Z")
        assert str(found.kiriman.isian[0]["realisasi"].isi) == "87.50"
        assert str(found.kiriman.terkunci[0].baru.isi) == "9E+1"
        assert found.kiriman.isian[0]["tw2"].asal is None
        assert ledger.active_submission("IND", TW4) == found
        assert ledger.active_submission("NAKER", TW4) is None

    def test_one_version_in_force(self, ledger: Ledger) -> None:
        """Two versions cannot be in force at once; replacing one is two steps of one transaction."""
        receive(ledger, kiriman(1))
        with pytest.raises(sqlite3.IntegrityError):
            receive(ledger, kiriman(2))
        receive(ledger, kiriman(2), "menunggu")
        with ledger.transaction():
            ledger.weigh(1, "diganti")
            ledger.weigh(2, "berlaku")
        assert [(k.kiriman.nomor, k.keadaan) for k in ledger.submissions(TW4)] == [(1, "diganti"), (2, "berlaku")]
        assert [k.kiriman.nomor for k in ledger.submissions(TW4, "diganti")] == [1]
        active = ledger.active_submission("IND", TW4)
        assert active is not None
        assert active.kiriman.nomor == 2
        with pytest.raises(LookupError):
            ledger.weigh(3, "ditarik")

    @pytest.mark.parametrize(
        "changes",
        [
            {"kode": replace(KODE, kantor="A/B")},
            {"isian": (Isian("NAKER", TW4, "isian", "IK-1.2", {}),)},
            {"isian": (Isian("IND", TW4, "isian", "IK-1.2", {}),) * 2},
        ],
    )
    def test_what_could_not_come_back_is_refused(self, changes: dict[str, object]) -> None:
        """A submission that the tables cannot hold exactly is a mistake of the program."""
        with pytest.raises(ValueError, match=r"form code|rows of another|row twice"):
            submission_rows(kiriman(**changes))

    @pytest.mark.parametrize(
        ("statement", "place"),
        [
            ("UPDATE isian SET isi = '88' WHERE kolom = 'realisasi' AND bagian = 'isian'", "kiriman no. 1"),
            ("UPDATE isian SET sel = 'E7' WHERE kolom = 'kendala'", "kiriman no. 1"),
            ("UPDATE kiriman SET unit = 'IND', hilang = '[]'", "kiriman no. 1"),
            ("DELETE FROM isian WHERE kolom = 'tw3'", "kiriman no. 1"),
            ("UPDATE penerimaan SET putusan = 'karantina'", "penerimaan no. 1"),
        ],
    )
    def test_changed_record_is_found(self, ledger: Ledger, path: Path, statement: str, place: str) -> None:
        """A record whose event carries its fingerprint cannot be changed unseen."""
        receive(ledger, kiriman())
        assert ledger.verify() == []
        tamper(path, statement)
        assert [k.tempat for k in ledger.verify()] == [place]

    def test_removed_record_is_found(self, ledger: Ledger, path: Path) -> None:
        """Neither a submission nor its receipt can be removed unseen."""
        receive(ledger, kiriman())
        tamper(path, "DELETE FROM isian", "DELETE FROM kiriman")
        assert [(k.tempat, k.masalah) for k in ledger.verify()] == [("kiriman no. 1", "hilang dari buku catatan")]
        tamper(path, "DELETE FROM penerimaan")
        assert [k.tempat for k in ledger.verify()] == ["penerimaan pada catatan no. 1"]

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE isian SET isi = 'x' WHERE jenis = 'angka'",
            "UPDATE isian SET keadaan = 'entah'",
            "UPDATE isian SET kode = 'IK-9' WHERE bagian = 'isian'",
            "UPDATE kiriman SET kode = 'x'",
            "UPDATE kiriman SET catatan = '{'",
            "UPDATE kiriman SET nama = CAST(x'ff' AS TEXT)",
        ],
    )
    def test_unreadable_record_is_told(self, ledger: Ledger, path: Path, statement: str) -> None:
        """A row that no longer makes a record is a breach of integrity, not a bug."""
        receive(ledger, kiriman())
        tamper(path, statement)
        with pytest.raises(IntegrityError, match=r"capaian\.db"):
            ledger.submissions(TW4)


kata = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
cells = st.builds(CellRef, kata, kata, kata, st.sampled_from(["", SHA]))
exact = st.decimals(allow_nan=False, allow_infinity=False)
values = st.builds(
    Nilai,
    st.sampled_from(Keadaan),
    st.none() | kata | exact,
    kata,
    st.none() | cells,
    kata,
    st.none() | st.sampled_from(Sebab),
    st.lists(exact, max_size=2).map(tuple),
)
facts = st.lists(st.builds(Cacat, kata, st.dictionaries(kata, kata, max_size=2)), max_size=2).map(tuple)
rows = st.dictionaries(st.tuples(kata, kata), st.dictionaries(kata, values, max_size=3), max_size=4).map(
    lambda found: tuple(Isian("IND", TW4, bagian, kode, nilai) for (bagian, kode), nilai in found.items())
)
submissions = st.builds(
    Kiriman,
    st.just(1),
    st.just(SHA),
    kata,
    st.just(KODE),
    rows,
    st.lists(st.tuples(kata, kata), max_size=2).map(tuple),
    st.lists(st.builds(SelTerkunci, kata, kata, kata, kata, values), max_size=2).map(tuple),
    facts,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(submissions)
def test_any_submission_comes_back(tmp_path_factory: pytest.TempPathFactory, item: Kiriman) -> None:
    """Every submission comes back equal, digit by digit (the fingerprint is of the digits)."""
    with Ledger(tmp_path_factory.mktemp("buku") / "capaian.db") as ledger:
        receive(ledger, item)
        (found,) = ledger.submissions(TW4)
        assert found.kiriman == item
        assert fingerprint(found.kiriman) == fingerprint(item)
        assert ledger.verify() == []


def test_findings_are_replaced_as_a_whole(ledger: Ledger) -> None:
    """The findings of a period are those of the last validation, in its order; other periods keep theirs."""
    asal = CellRef("IND.xlsx", "ISIAN", "E6", SHA)
    first = Finding(Kunci("ISI-03", "IND", "2025-TW4", "IK-1.2", "realisasi"), Severity.KESALAHAN, "a", "b", "c", "d")
    second = replace(first, severity=Severity.CATATAN, asal=asal, nama_butir="Persentase")
    lain = Periode(2025, "TW", 3)
    ledger.replace_findings(TW4, [first, second])
    ledger.replace_findings(lain, [first])
    assert ledger.findings(TW4) == [first, second]
    ledger.replace_findings(TW4, [second])
    assert ledger.findings(TW4) == [second]
    assert ledger.findings(lain) == [first]
    ledger.replace_findings(TW4, [])
    assert ledger.findings(TW4) == []


def test_a_ledger_of_an_older_version_is_whole(ledger: Ledger) -> None:
    """Events of before name forms and findings without fingerprints, and states as one word: that is no damage."""
    with ledger.transaction():
        urut = event(ledger, "formulir.terbit", kode=str(KODE), periode="2025-TW4")
        ledger.add_form(KODE, SHA, {"isian": {}}, "h", urut)
        item = kiriman()
        receipt = Penerimaan(1, "IND.xlsx", item.sha256, 9, Putusan.DITERIMA, "IND", "2025-TW4")
        isi = {
            SIDIK_PENERIMAAN: fingerprint(receipt),
            SIDIK_KIRIMAN: fingerprint(item),
            "nomor": 1,
            "keadaan": "berlaku",
        }
        ledger.add_receipt(receipt, "1", event(ledger, "berkas.diterima", **isi))
        ledger.add_submission_rows(submission_rows(item), "berlaku", "", ditimbang=True)
        ledger.replace_findings(TW4, [Finding(Kunci("ISI-01", "IND", "2025-TW4"), Severity.KESALAHAN, "", "", "", "")])
        event(ledger, "data.diperiksa", periode="2025-TW4", kesalahan=1)
    assert ledger.verify() == []
    tamper(ledger.path, "UPDATE formulir SET unit = 'SEK'")
    with pytest.raises(IntegrityError):
        ledger.verify()
