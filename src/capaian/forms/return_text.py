"""The short text that is pasted into WhatsApp when a pack goes back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from capaian.model.koreksi import ButirKoreksi
from capaian.model.periode import Periode
from capaian.text.dates import hari_tanggal
from capaian.text.inert import for_chat, shorten
from capaian.text.words import daftar

_MAKS = 5
_KALIMAT = 400
"""Letters of a sentence; only what a sender wrote into it is ever so long."""


@dataclass(frozen=True, slots=True)
class Pesan:
    """What the text says.

    Attributes:
        yth: Office of the head of the unit.
        dikirim: The unit has sent something, so it is thanked for it.
        berisi: The workbook holds what was sent; else it is to be filled in.
        buku: Name of the workbook that goes with the text.
        pengirim: Who sends it, one line each.
        catatan: A sentence at the end, such as that figures are samples.
    """

    yth: str
    nama_unit: str
    periode: Periode
    butir: Sequence[ButirKoreksi]
    dikirim: bool
    berisi: bool
    buku: str
    tenggat: date
    pengirim: tuple[str, ...]
    catatan: str = ""


def write(pesan: Pesan) -> bytes:
    """Return the text as UTF-8 with line ends that every Notepad knows. Nothing in it formats or links."""
    berat = sum(b.berat for b in pesan.butir)
    ringan = len(pesan.butir) - berat
    jumlah = daftar([f"{n} {kata}" for n, kata in ((berat, "kesalahan"), (ringan, "peringatan")) if n])
    formulir = f"formulir capaian kinerja {pesan.periode.label} {_inert(pesan.nama_unit)}"
    awal = f"Terima kasih atas {formulir}. Setelah kami teliti," if pesan.dikirim else f"Mengenai {formulir},"
    baris = [f"Yth. Bapak/Ibu {_inert(pesan.yth)}", "", f"{awal} ada {jumlah} yang perlu ditindaklanjuti:", ""]
    baris += [f"{n}. {_item(b)}" for n, b in enumerate(pesan.butir[:_MAKS], 1)]
    if lebih := len(pesan.butir) - _MAKS:
        baris += [f"Dan {lebih} temuan lainnya, lihat lembar Temuan."] if lebih > 0 else []
    kerja = "perbaiki sel yang berwarna" if pesan.berisi else "isi sel yang berwarna kuning"
    baris += [
        "",
        f"Mohon buka berkas {_inert(pesan.buku)} yang kami sertakan, {kerja}, simpan, lalu kirim "
        f"kembali kepada kami paling lambat {hari_tanggal(pesan.tenggat)}.",
        "",
        "Terima kasih atas kerja samanya.",
        *(_inert(p) for p in pesan.pengirim),
    ]
    if pesan.catatan:
        baris += ["", f"({_inert(pesan.catatan)})"]
    return "\r\n".join([*baris, ""]).encode()


def _item(b: ButirKoreksi) -> str:
    nama = " ".join(x for x in (b.kolom, b.baris) if x)
    tempat = f"{shorten(nama, 70)} ({b.letak}): " if nama and b.asal else f"{shorten(nama, 80)}: " if nama else ""
    return for_chat(f"{tempat}{shorten(b.pesan, _KALIMAT)} {shorten(b.perbaikan, _KALIMAT)}".strip())


def _inert(teks: str) -> str:
    return for_chat(shorten(teks, 160))
