"""Files that hold other files: a zip from a telephone, a mail with attachments. One level, in memory, within budgets.

Runs in the child process. Nothing is written to disk; the names inside are only labels.
"""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage, Message

from capaian.model.kiriman import Cacat
from capaian.sheet.preflight import MAX_FILE, MB, Package, too_much

JENIS = frozenset({"zip", "eml"})
"""Kinds, as `sheet.sniff` tells them, that are unpacked."""
MAX_MEMBERS = 200
MAX_MEMBERS_TOTAL = 100 * MB


@dataclass(frozen=True, slots=True)
class Anggota:
    """One file inside another.

    Attributes:
        nama: Its name there, as it stands.
        data: Its bytes; None when it was not taken.
        cacat: Why it was not taken.
    """

    nama: str
    data: bytes | None
    cacat: Cacat | None = None


@dataclass(frozen=True, slots=True)
class Bungkusan:
    """A file that holds others.

    Attributes:
        jenis: `zip` or `eml`.
    """

    jenis: str
    anggota: tuple[Anggota, ...]


def unpack(data: bytes, jenis: str) -> Bungkusan:
    """Take the files out of a zip or a mail.

    Args:
        data: The whole file.
        jenis: One of `JENIS`.

    Raises:
        Unreadable: B02, B03 (damaged), B04 (a password), B24 (more than 200 files, 100 MB, or another budget).
    """
    anggota: list[Anggota] = []
    total = 0
    for satu in _zip(data) if jenis == "zip" else _mail(data):
        if len(anggota) >= MAX_MEMBERS:
            raise too_much(MAX_MEMBERS, "berkas di dalamnya")
        total += len(satu.data or b"")
        if total > MAX_MEMBERS_TOTAL:
            raise too_much(MAX_MEMBERS_TOTAL // MB, "MB berkas di dalamnya")
        anggota.append(satu)
    return Bungkusan(jenis, tuple(anggota))


def _zip(data: bytes) -> Iterator[Anggota]:
    package = Package(data)
    for nama in package.names():
        if (ukuran := package.size(nama)) > MAX_FILE:
            yield Anggota(nama, None, Cacat("B37", {"ukuran": str(ukuran), "batas": str(MAX_FILE)}))
        else:
            yield Anggota(nama, package.read(nama))


def _mail(data: bytes) -> Iterator[Anggota]:
    surat = email.message_from_bytes(data, policy=email.policy.default)
    n = 0
    for part in surat.walk():
        # A forwarded mail is walked through as well: what it carries counts, not the mail itself.
        if part.is_multipart():
            continue
        nama = _attachment_name(part)
        if nama is None:
            continue
        n += 1
        isi = _payload(part)
        if len(isi) > MAX_FILE:
            yield Anggota(nama, None, Cacat("B37", {"ukuran": str(len(isi)), "batas": str(MAX_FILE)}))
        else:
            yield Anggota(nama or f"lampiran {n}", isi)


def _attachment_name(part: Message) -> str | None:
    """Return the name of an attachment, empty when it has none; None for the text of the mail itself."""
    nama = part.get_filename()
    if nama:
        return str(nama)
    attached = isinstance(part, EmailMessage) and part.get_content_disposition() == "attachment"
    return "" if attached or part.get_content_maintype() == "application" else None


def _payload(part: Message) -> bytes:
    isi = part.get_payload(decode=True)
    return isi if isinstance(isi, bytes) else b""
