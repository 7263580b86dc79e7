"""The short text that is pasted into WhatsApp when a unit is late, or about to be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from capaian.model.periode import Periode
from capaian.text.dates import hari_tanggal
from capaian.text.inert import for_chat
from capaian.text.words import daftar


@dataclass(frozen=True, slots=True)
class Pengingat:
    """What a reminder says.

    Attributes:
        yth: Office of the head of the unit.
        ditunggu: What is missing, in words: a form, or what has to be mended in it.
        tenggat: The day it is due.
        sisa: Working days left; negative when it is late.
        pengirim: Who reminds, one line each.
        catatan: A sentence at the end, such as that figures are samples.
    """

    unit: str
    yth: str
    periode: Periode
    ditunggu: tuple[str, ...]
    tenggat: date
    sisa: int
    pengirim: tuple[str, ...]
    catatan: str = ""


def write(p: Pengingat) -> str:
    """Return the text; nothing in it formats or links."""
    waktu = {0: "hari ini batas pengembaliannya", 1: "besok hari kerja terakhir"}.get(
        p.sisa, f"{p.sisa} hari kerja lagi" if p.sisa > 0 else f"sudah lewat {-p.sisa} hari kerja"
    )
    baris = [
        f"Yth. Bapak/Ibu {for_chat(p.yth)}",
        "",
        f"Izin mengingatkan, untuk Laporan Kinerja {p.periode.label} kami masih menunggu "
        f"{daftar([for_chat(d) for d in p.ditunggu])}.",
        f"Batas pengembalian: {hari_tanggal(p.tenggat)} ({waktu}).",
        "",
        "Bila ada kesulitan mengisi atau datanya belum tersedia, mohon kabari kami agar dapat dibantu.",
        "",
        "Terima kasih atas kerja samanya.",
        *(for_chat(x) for x in p.pengirim),
    ]
    if p.catatan:
        baris += ["", p.catatan]
    return "\n".join(baris) + "\n"
