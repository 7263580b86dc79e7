"""Say what the checks found: the verdict first, then what changed, then what to do, by unit and row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from rich.text import Text

from capaian.console.terminal import GAYA, Terminal
from capaian.model.dokumen import BarisTemuan, DokumenSejak, DokumenTemuan
from capaian.model.finding import Finding, Severity, group
from capaian.model.hasil import BelumKirim, HasilPeriksa, HasilRiwayat, TemuanBernomor
from capaian.model.putaran import Gerak, Perubahan, TemuanDikecualikan
from capaian.text.dates import hari_tanggal, tanggal
from capaian.text.inert import for_terminal, shorten
from capaian.text.words import daftar

_SALAH, _PERLU = Severity.KESALAHAN, Severity.PERINGATAN
_LABEL = 11
_RINGKAS = 10
_MIN_NAMA = 8
_ANGKA_RIWAYAT = ("Salah", "Perlu", "Kecuali", "Baru", "Tetap", "Selesai", "Lagi")
_ANGKA_REKAP = ("Temuan", "Terbuka", "Kecuali", "Selesai", "Terbuka lagi")


@dataclass(frozen=True, slots=True)
class Saringan:
    """Which findings are shown; what is judged, counted and recorded does not depend on it.

    Attributes:
        unit: Codes of units; empty for all.
        tingkat: Severities.
    """

    unit: frozenset[str] = frozenset()
    tingkat: frozenset[Severity] = frozenset({_SALAH, _PERLU})

    def covers(self, f: Finding) -> bool:
        """Whether a finding is shown."""
        return f.severity in self.tingkat and (not self.unit or f.kunci.unit in self.unit)


def _notes(hasil: HasilPeriksa, saringan: Saringan) -> str:
    """How many notes there are, and how to see them when they are not shown."""
    n = hasil.jumlah(Severity.CATATAN)
    return f"{n} (lihat dengan --severity catatan)" if n and Severity.CATATAN not in saringan.tingkat else str(n)


def findings(t: Terminal, hasil: HasilPeriksa, berkas: str, saringan: Saringan | None = None) -> None:
    """Show the verdict, what changed since the last validation, and the findings by unit and row."""
    saringan = saringan or Saringan()
    tampil = [x for x in hasil.daftar if saringan.covers(x.temuan)]
    t.document("temuan", _document(hasil, berkas, tampil))
    t.line()
    gaya = "red" if hasil.jumlah(_SALAH) else "yellow" if hasil.jumlah(_PERLU) or hasil.belum else "green"
    t.line(verdict(hasil), f"bold {gaya}")
    t.line(
        f"Diperiksa: {hasil.n_kiriman} formulir, {hasil.n_baris} baris. Catatan: {_notes(hasil, saringan)}. "
        f"Dikecualikan: {len(hasil.dikecualikan)}."
    )
    _since(t, hasil)
    semua = sum(x.temuan.severity is not Severity.CATATAN for x in hasil.daftar)
    if saringan != Saringan():
        t.line(f"Disaring: ditampilkan {len(tampil)} temuan; tanpa saringan {semua}.", "yellow")
    unit = None
    for kelompok in _groups(tampil):
        if kelompok[0].temuan.kunci.unit != unit:
            unit = kelompok[0].temuan.kunci.unit
            t.line()
            t.line(_unit_name(hasil, unit), "bold underline")
        _group(t, kelompok)
    _awaited(t, [b for b in hasil.belum if not saringan.unit or b.unit in saringan.unit])
    _explained(t, [f for f in hasil.temuan if f.penjelasan and (not saringan.unit or f.kunci.unit in saringan.unit)])
    _waived(t, [d for d in hasil.dikecualikan if saringan.covers(d.temuan)])
    t.line()
    _how_to_waive(t, tampil)
    t.place("Daftar semua temuan:", berkas, 21)
    _packs(t, hasil, berkas.rpartition("/")[0])


def _packs(t: Terminal, hasil: HasilPeriksa, folder: str) -> None:
    """Name the pack of each unit, and those that could not be written."""
    for p in hasil.paket:
        t.place(f"Paket {p.unit.kode}:", f"{folder}/{p.folder.name}", 21)
    for p in hasil.paket:
        if p.gagal:
            t.note(f"Paket {p.unit.kode} belum tertulis: {p.gagal}", "bold red")


def verdict(hasil: HasilPeriksa) -> str:
    """Say in one line whether the data is ready for the report."""
    salah, perlu = hasil.jumlah(_SALAH), hasil.jumlah(_PERLU)
    peringatan = f"{perlu} peringatan" if perlu else "tidak ada peringatan"
    if not salah and hasil.belum:
        return f"Belum lengkap: {len(hasil.belum)} unit belum mengirim; tidak ada kesalahan, {peringatan}"
    if not salah:
        return f"Siap: tidak ada kesalahan, {peringatan}"
    induk = {u.kode: u.induk or u.kode for u in hasil.unit}
    unit = {f.kunci.unit for f in hasil.temuan if f.severity is _SALAH}
    bidang = {induk.get(u, u) for u in unit if u}
    lain = sum(f.severity is _SALAH and not f.kunci.unit for f in hasil.temuan)
    di = [f"{len(bidang)} bidang"] if bidang else []
    di += [f"{lain} berkas lain"] if lain else []
    return f"Belum siap: {salah} kesalahan di {daftar(di)}, {peringatan}"


def history(t: Terminal, hasil: HasilRiwayat) -> None:
    """Show the validations of a period, and how often each rule spoke to each unit."""
    t.document("riwayat-pemeriksaan", hasil)
    t.heading(f"Riwayat pemeriksaan {hasil.periode.label}")
    if not hasil.pemeriksaan:
        t.line("Belum ada pemeriksaan yang tercatat. Jalankan «capaian validate».")
        return
    t.table(
        (("No", "kanan"), ("Waktu", ""), *((j, "kanan") for j in _ANGKA_RIWAYAT)),
        (
            (str(p.nomor), f"{p.waktu:%d/%m/%y %H.%M}", *map(_blank, angka))
            for p, g in hasil.pemeriksaan
            for angka in ((p.kesalahan, p.peringatan, p.dikecualikan, g.baru, g.tetap, g.selesai, g.terbuka_lagi),)
        ),
    )
    t.heading("Temuan menurut unit dan aturan, sepanjang riwayat")
    t.table(
        (("Unit", ""), ("Aturan", ""), *((j, "kanan") for j in _ANGKA_REKAP)),
        (
            (
                r.unit or "berkas lain",
                r.kode,
                *map(_blank, (r.temuan, r.terbuka, r.dikecualikan, r.selesai, r.terbuka_lagi)),
            )
            for r in hasil.rekap
        ),
    )


def moment(waktu: datetime) -> str:
    """Return `9 Januari 2026 pukul 09.05`."""
    return f"{tanggal(waktu)} pukul {waktu:%H.%M}"


# --- parts of the screen ---


def _since(t: Terminal, hasil: HasilPeriksa) -> None:
    s = hasil.sejak
    if s.sebelumnya is None:
        t.line("Ini pemeriksaan pertama untuk periode ini.")
        return
    t.line(f"Sejak pemeriksaan no. {s.sebelumnya.nomor} ({moment(s.sebelumnya.waktu)}):")
    t.line(f"  {_moved(s.gerak)}.")
    for p in s.selesai[:_RINGKAS]:
        t.item("  selesai", _short(p), "green", _LABEL)
    if len(s.selesai) > _RINGKAS:
        t.item("", f"… dan {len(s.selesai) - _RINGKAS} lainnya", "green", _LABEL)
    for g in hasil.gugur:
        w = g.pengecualian
        t.item("  gugur", f"pengecualian no. {w.nomor} ({w.kunci.kode} {w.kunci.butir}): {g.sebab}", "yellow", _LABEL)


def _moved(g: Gerak) -> str:
    if not g.berubah:
        return f"tidak ada yang berubah, tetap {g.tetap}"
    kata = {
        "selesai": g.selesai,
        "baru": g.baru,
        "tetap": g.tetap,
        "terbuka lagi": g.terbuka_lagi,
        "dikecualikan": g.dikecualikan,
    }
    return ", ".join(f"{k} {n}" for k, n in kata.items() if n or k in ("selesai", "baru", "tetap"))


def _short(p: Perubahan) -> str:
    apa = " ".join(x for x in (p.kunci.unit, p.kunci.butir) if x)
    return shorten(f"#{p.nomor} {p.kunci.kode} {apa}: {p.pesan}", 68)


def _how_to_waive(t: Terminal, tampil: Sequence[TemuanBernomor]) -> None:
    nomor = [f"#{x.nomor}" for x in tampil if x.dapat_dikecualikan and x.nomor]
    if nomor:
        lebih = ", …" if len(nomor) > _RINGKAS else ""
        t.line(f"Bila isiannya memang benar, dapat dikecualikan: {', '.join(nomor[:_RINGKAS])}{lebih}")
        t.line('  capaian waive NOMOR --alasan "…" --oleh "Nama"')


def _groups(tampil: Sequence[TemuanBernomor]) -> list[list[TemuanBernomor]]:
    """Put equal findings of a unit together, where the first of them stands."""
    by_kunci = {x.temuan.kunci: x for x in tampil}
    return [[by_kunci[f.kunci] for f in k.temuan] for k in group(x.temuan for x in tampil)]


def _group(t: Terminal, kelompok: Sequence[TemuanBernomor]) -> None:
    pertama = kelompok[0]
    f = pertama.temuan
    kepala = Text()
    kepala.append(f"{f.severity.value:<10} ", style=GAYA[f.severity])
    kepala.append(f"{f.kode}  ", style="dim")
    sisa = t.lebar - len(kepala)
    kepala.append(for_terminal(_row(pertama, sisa) if len(kelompok) == 1 else f"{len(kelompok)} temuan sejenis"))
    t.print(kepala)
    if len(kelompok) > 1:
        _members(t, kelompok)
    else:
        if f.asal:
            t.item("  di", str(f.asal), "dim", _LABEL)
        t.item("  temuan", f.pesan, lebar=_LABEL)
    if len({x.temuan.diharapkan for x in kelompok}) == 1:
        t.item("  harapan", f.diharapkan, lebar=_LABEL)
    t.item("  lakukan", f.perbaikan, "cyan", _LABEL)


def _members(t: Terminal, kelompok: Sequence[TemuanBernomor]) -> None:
    """One line for each row; what they all say is said once."""
    seragam = len({x.temuan.pesan for x in kelompok}) == 1
    asal = [x.temuan.asal for x in kelompok]
    if asal[0]:
        t.item("  di", asal[0].berkas, "dim", _LABEL)
    sel = [f"{a.lembar}!{a.sel}" if a and a.lembar else a.sel if a else "" for a in asal]
    lebar = max(map(len, sel))
    for x, s in zip(kelompok, sel, strict=True):
        t.item("", f"{s:<{lebar}}  {_row(x, t.lebar - _LABEL - lebar - 2)}".strip(), "dim", _LABEL)
        if not seragam:
            t.item("", x.temuan.pesan, lebar=_LABEL + 2)
    if seragam:
        t.item("  temuan", kelompok[0].temuan.pesan, lebar=_LABEL)


def _row(x: TemuanBernomor, lebar: int) -> str:
    """Number, row and news of a finding; the name of the row gets what is left of `lebar` characters."""
    f = x.temuan
    depan = " ".join(k for k in (f"#{x.nomor}" if x.nomor else "", f.kunci.butir) if k)
    kabar = f"({x.kabar})" if x.kabar else ""
    sisa = lebar - len(depan) - len(kabar) - 2
    nama = shorten(f.nama_butir, sisa) if sisa > _MIN_NAMA else ""
    return " ".join(k for k in (depan, nama, kabar) if k)


def _awaited(t: Terminal, belum: Sequence[BelumKirim]) -> None:
    """List the units that may still send; nothing is asked of them yet."""
    if not belum:
        return
    t.line()
    t.line("Belum mengirim, batasnya belum lewat", "bold underline")
    for b in belum:
        t.item(f"  {b.unit}", f"{b.nama}: belum mengirim (batas {hari_tanggal(b.batas)})", lebar=_LABEL)


def _explained(t: Terminal, temuan: Sequence[Finding]) -> None:
    """List what units say is right although it is hard to believe: somebody at the office has to read the reasons."""
    if not temuan:
        return
    t.line()
    t.line("Dijelaskan oleh unitnya (periksa apakah penjelasannya memadai)", "bold underline")
    for f in temuan:
        apa = " ".join(x for x in (f.kunci.unit, f.kunci.butir) if x)
        t.item(f"  {f.kode}", f"{apa}: {f.pesan}", "dim", _LABEL)


def _waived(t: Terminal, dikecualikan: Sequence[TemuanDikecualikan]) -> None:
    if not dikecualikan:
        return
    t.line()
    t.line("Dikecualikan", "bold underline")
    for d in dikecualikan:
        f, p = d.temuan, d.pengecualian
        apa = " ".join(x for x in (f.kunci.unit, f.kunci.butir) if x)
        t.item(f"#{p.nomor}", f"{f.severity.value} {f.kode} {apa}: {f.pesan}", lebar=_LABEL)
        t.item("  alasan", f"{p.alasan} ({p.oleh}, {tanggal(p.waktu)})", "dim", _LABEL)


def _unit_name(hasil: HasilPeriksa, kode: str) -> str:
    nama = next((u.nama for u in hasil.unit if u.kode == kode), "")
    return f"{kode} – {nama}" if nama else kode or "Berkas lain"


def _blank(n: int) -> str:
    return str(n) if n else "–"


def _document(hasil: HasilPeriksa, berkas: str, tampil: Sequence[TemuanBernomor]) -> DokumenTemuan:
    s = hasil.sejak
    return DokumenTemuan(
        putusan=verdict(hasil),
        jumlah={x.value: hasil.jumlah(x) for x in Severity} | {"dikecualikan": len(hasil.dikecualikan)},
        n_kiriman=hasil.n_kiriman,
        n_baris=hasil.n_baris,
        sejak=DokumenSejak(s.pemeriksaan, s.sebelumnya, s.gerak, s.selesai),
        temuan=tuple(_told(x) for x in tampil),
        dikecualikan=hasil.dikecualikan,
        gugur=hasil.gugur,
        unit=hasil.unit,
        berkas=berkas,
        belum=hasil.belum,
    )


def _told(x: TemuanBernomor) -> BarisTemuan:
    f = x.temuan
    return BarisTemuan(
        nomor=x.nomor,
        kabar=x.kabar,
        dapat_dikecualikan=x.dapat_dikecualikan,
        kunci=f.kunci,
        severity=f.severity,
        pesan=f.pesan,
        diharapkan=f.diharapkan,
        perbaikan=f.perbaikan,
        dasar=f.dasar,
        asal=f.asal,
        nama_butir=f.nama_butir,
        penjelasan=f.penjelasan,
    )
