"""Every entry of the inbox is listed once; every file is read once; the inbox is never changed."""

from __future__ import annotations

import hashlib
import os
import socket
import sys
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capaian.errors import ExitCode, SystemRefusalError, UsageError
from capaian.intake import scan as scanning
from capaian.intake.scan import MAX_DEPTH, Entry, Taken, display_name, scan, take
from capaian.model.kiriman import Cacat

posix = pytest.mark.skipif(os.name == "nt", reason="POSIX only")
not_root = pytest.mark.skipif(getattr(os, "geteuid", lambda: 0)() == 0, reason="root may read everything")


def fill(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())


def reasons(folder: Path) -> dict[str, str]:
    return {e.nama: e.cacat.kode if e.cacat else "" for e in scan(folder)}


def test_lists_files_in_folders_sorted(tmp_path: Path) -> None:
    """All files of all folders, in an order that does not depend on the disk."""
    fill(tmp_path, "b.xlsx", "a/2.xlsx", "a/1.xlsx", "c/d/e.xlsx")
    assert [e.nama for e in scan(tmp_path)] == ["a/1.xlsx", "a/2.xlsx", "b.xlsx", "c/d/e.xlsx"]


def test_empty_inbox_is_no_mistake(tmp_path: Path) -> None:
    """Nothing has come back yet."""
    assert scan(tmp_path) == []


def test_side_files_are_told_apart(tmp_path: Path) -> None:
    """Locks, downloads and system files are listed with what they are, never taken for forms."""
    side = {
        "~$IND.xlsx": "penanda bahwa berkas masih dibuka",
        ".~lock.IND.xlsx#": "penanda bahwa berkas masih dibuka",
        "._IND.xlsx": "berkas sistem",
        "Thumbs.db": "berkas sistem",
        "desktop.ini": "berkas sistem",
        ".DS_Store": "berkas sistem",
        "__MACOSX/IND.xlsx": "berkas sistem",
        "IND.xlsx.part": "unduhan belum selesai",
        "IND.xlsx.crdownload": "unduhan belum selesai",
        "~WRL0001.tmp": "berkas sementara",
    }
    fill(tmp_path, *side, "IND.xlsx", "laporan~$.xlsx")
    listed = {e.nama: e.cacat for e in scan(tmp_path)}
    assert listed.pop("IND.xlsx") is None
    assert listed.pop("laporan~$.xlsx") is None
    assert {nama: c.rincian["jenis"] for nama, c in listed.items() if c and c.kode == "B10"} == side


@posix
def test_links_pipes_and_sockets_are_named_not_opened(tmp_path: Path) -> None:
    """A link loop, a link out of the inbox, a pipe and a socket each get one line and are never followed."""
    luar, inbox = tmp_path / "luar", tmp_path / "inbox"
    fill(luar, "rahasia.xlsx")
    fill(inbox, "a.xlsx", "sub/b.xlsx")
    (inbox / "sub" / "putaran").symlink_to(inbox)
    (inbox / "luar").symlink_to(luar)
    (inbox / "rahasia.xlsx").symlink_to(luar / "rahasia.xlsx")
    (inbox / "putus.xlsx").symlink_to(inbox / "tidak-ada")
    os.mkfifo(inbox / "pipa.xlsx")
    with socket.socket(socket.AF_UNIX) as server:
        old = Path.cwd()
        os.chdir(inbox)  # the address of a socket is short
        try:
            server.bind("soket.xlsx")
        finally:
            os.chdir(old)
        assert reasons(inbox) == {
            "a.xlsx": "",
            "luar": "B30",
            "pipa.xlsx": "B30",
            "putus.xlsx": "B30",
            "rahasia.xlsx": "B30",
            "soket.xlsx": "B30",
            "sub/b.xlsx": "",
            "sub/putaran": "B30",
        }


def test_folder_named_like_a_form_is_told_and_looked_into(tmp_path: Path) -> None:
    """A folder `x.xlsx` is no form, and what is in it is not lost."""
    fill(tmp_path, "x.xlsx/IND.xlsx")
    assert reasons(tmp_path) == {"x.xlsx": "B30", "x.xlsx/IND.xlsx": ""}


def test_depth_is_bounded_and_said(tmp_path: Path) -> None:
    """Folders below the bound are listed as such, not silently left out."""
    deep = tmp_path.joinpath(*["d"] * MAX_DEPTH)
    fill(deep, "masih.xlsx", "d/terlalu-dalam.xlsx")
    base = "/".join(["d"] * MAX_DEPTH)
    assert reasons(tmp_path) == {f"{base}/d": "B30", f"{base}/masih.xlsx": ""}


@pytest.mark.parametrize("name", ["tidak-ada", "berkas"])
def test_missing_inbox_says_what_to_do(tmp_path: Path, name: str) -> None:
    """A folder that is missing, or is a file, is wrong use with a way out."""
    (tmp_path / "berkas").write_bytes(b"")
    with pytest.raises(UsageError, match=name) as wrong:
        scan(tmp_path / name)
    assert "capaian collect" in wrong.value.saran
    assert wrong.value.exit_code is ExitCode.USAGE


def test_unlistable_folders_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder inside that cannot be opened is one line; the inbox itself is a refusal."""
    fill(tmp_path, "a/1.xlsx", "b.xlsx")
    real = os.scandir
    closed = {str(tmp_path / "a")}

    def scandir(path: Path) -> object:
        if str(path) in closed:
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    assert reasons(tmp_path) == {"a": "B31", "b.xlsx": ""}
    closed.add(str(tmp_path))
    with pytest.raises(SystemRefusalError, match="tidak ada izin"):
        scan(tmp_path)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse some of these names")
def test_odd_names_are_data(tmp_path: Path) -> None:
    """Newlines, escapes, markup, formulas and bytes that are no UTF-8 are listed, taken, and safe to store."""
    odd = [
        b"a\nb.xlsx",
        b"[red]x.xlsx",
        b"=cmd|' !A1.xlsx",
        b"\x1b[2J.xlsx",
        b"\xff\xfe.xlsx",
        b"a\\nb.xlsx",
        b"{{x}}.xlsx",
    ]
    for name in odd:
        (tmp_path / os.fsdecode(name)).write_bytes(name)
    entries = scan(tmp_path)
    assert {e.nama for e in entries} == {
        r"a\nb.xlsx",
        "[red]x.xlsx",
        "=cmd|' !A1.xlsx",
        r"\x1b[2J.xlsx",
        r"\xff\xfe.xlsx",
        r"a\\nb.xlsx",
        "{{x}}.xlsx",
    }
    taken = [take(e) for e in entries]
    assert sorted(t.data for t in taken if isinstance(t, Taken)) == sorted(odd)
    assert all(e.nama.encode("utf-8").isascii() for e in entries)


@given(st.lists(st.text(st.characters(exclude_characters="/\0"), min_size=1), min_size=2, max_size=2, unique=True))
def test_different_names_stay_different(names: list[str]) -> None:
    """No two names are shown alike, and every shown name is one line of UTF-8 without controls."""
    shown = [display_name(PurePosixPath("x") / n) if n not in (".", "..") else n for n in names]
    assert shown[0] != shown[1]
    for name in shown:
        assert name.encode("utf-8").decode() == name
        assert name.isprintable() or not any(c < " " or "\x7f" <= c < "\xa0" for c in name)


@pytest.mark.parametrize(("byte", "point"), [("\udc85", "\u0085"), ("\udcff", "ÿ")])
def test_a_byte_is_not_shown_as_the_character_of_that_number(byte: str, point: str) -> None:
    """A broken byte and a control character of the same number are two names."""
    assert display_name(byte) != display_name(point)


def entry(path: Path) -> Entry:
    return Entry(path, path.name)


def test_take_returns_the_bytes(tmp_path: Path) -> None:
    """An ordinary file, also an empty one, comes back whole and stays as it is."""
    fill(tmp_path, "a.xlsx")
    (tmp_path / "b.xlsx").write_bytes(b"")
    before = (tmp_path / "a.xlsx").stat()
    assert take(entry(tmp_path / "a.xlsx")) == Taken(b"a.xlsx", 6)
    assert take(entry(tmp_path / "b.xlsx")) == Taken(b"", 0)
    after = (tmp_path / "a.xlsx").stat()
    assert (after.st_mtime_ns, after.st_size, after.st_mode) == (before.st_mtime_ns, before.st_size, before.st_mode)


def test_take_bounds_the_size_and_still_knows_the_hash(tmp_path: Path) -> None:
    """A file at the cap is taken; one byte more is refused with its size and hash."""
    path = tmp_path / "besar.xlsx"
    path.write_bytes(b"x" * 100)
    assert isinstance(take(entry(path), cap=100), Taken)
    found = take(entry(path), cap=99)
    assert found == Cacat(
        "B37",
        {
            "nama": "besar.xlsx",
            "ukuran": "100",
            "batas": "99",
            "sha256": hashlib.sha256(b"x" * 100).hexdigest(),
        },
    )


def test_vanished_file_is_told(tmp_path: Path) -> None:
    """A file that went away between listing and reading is not an exception."""
    found = take(entry(tmp_path / "tidak-ada.xlsx"))
    assert isinstance(found, Cacat)
    assert found.kode == "B02"


@pytest.mark.parametrize("cap", [1000, 3])
def test_file_that_grows_meanwhile_is_not_half_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cap: int) -> None:
    """A copy that is still running is refused, whether it fits the cap or not."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"awal")
    real = os.read

    def read(handle: int, size: int) -> bytes:
        with path.open("ab") as more:
            more.write(b"+")
        return real(handle, size)

    monkeypatch.setattr(os, "read", read)
    found = take(entry(path), cap=cap)
    assert isinstance(found, Cacat)
    assert found.kode == "B02"


@posix
def test_file_swapped_before_opening_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another file under the same name is not the one that was looked at."""
    fill(tmp_path, "a.xlsx", "lain.xlsx")
    real = os.open

    def swap(path: Path, flags: int) -> int:
        (tmp_path / "lain.xlsx").replace(path)
        return real(path, flags)

    monkeypatch.setattr(scanning.os, "open", swap)
    found = take(entry(tmp_path / "a.xlsx"))
    assert isinstance(found, Cacat)
    assert found.rincian["sebab"] == "berkas diganti saat akan dibaca"


@posix
@pytest.mark.parametrize("swapped", ["link", "pipe"])
def test_link_or_pipe_put_in_the_place_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, swapped: str
) -> None:
    """A link is not followed and a pipe does not hang, even when they come after the look."""
    fill(tmp_path, "a.xlsx", "luar")
    real = os.open

    def swap(path: Path, flags: int) -> int:
        path.unlink()
        if swapped == "link":
            path.symlink_to(tmp_path / "luar")
        else:
            os.mkfifo(path)
        return real(path, flags)

    monkeypatch.setattr(scanning.os, "open", swap)
    found = take(entry(tmp_path / "a.xlsx"))
    assert isinstance(found, Cacat)
    assert found.kode == ("B30" if swapped == "link" else "B02")


@posix
def test_taking_a_pipe_or_folder_is_refused(tmp_path: Path) -> None:
    """Only regular files are read."""
    os.mkfifo(tmp_path / "pipa")
    for name, jenis in (("pipa", "pipa (FIFO)"), (".", "folder")):
        found = take(entry(tmp_path / name))
        assert isinstance(found, Cacat)
        assert (found.kode, found.rincian["jenis"]) == ("B30", jenis)


@posix
@not_root
def test_unreadable_file_is_told(tmp_path: Path) -> None:
    """No permission is one file's problem, with its reason."""
    fill(tmp_path, "a.xlsx")
    (tmp_path / "a.xlsx").chmod(0)
    found = take(entry(tmp_path / "a.xlsx"))
    assert found == Cacat("B31", {"nama": "a.xlsx", "sebab": "tidak ada izin"})


def test_file_held_by_excel_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sharing violation of Windows is told in Indonesian."""
    fill(tmp_path, "a.xlsx")

    def refuse(path: Path, flags: int) -> int:
        error = PermissionError(13, "The process cannot access the file")
        error.winerror = 32  # type: ignore[attr-defined]
        raise error

    monkeypatch.setattr(scanning.os, "open", refuse)
    found = take(entry(tmp_path / "a.xlsx"))
    assert found == Cacat("B31", {"nama": "a.xlsx", "sebab": "sedang dibuka oleh program lain"})


def test_failing_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A read error of one file does not stop the others."""
    fill(tmp_path, "a.xlsx")

    def fail(handle: int, size: int) -> bytes:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(scanning.os, "read", fail)
    found = take(entry(tmp_path / "a.xlsx"))
    assert found == Cacat("B31", {"nama": "a.xlsx", "sebab": "galat baca atau tulis pada disk"})
