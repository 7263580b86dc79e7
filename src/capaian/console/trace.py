"""Say where a number comes from, so that it can be read out to whoever asks."""

from __future__ import annotations

from decimal import Decimal

from capaian.console.terminal import Terminal
from capaian.model.jejak import Anggota, Catatan, HasilJejak, Jejak, Penerimaan, SelAsal
from capaian.text.dates import tanggal
from capaian.text.inert import shorten
from capaian.text.numbers import format_angka, format_rupiah

_LEBAR = 14


def trace(t: Terminal, hasil: HasilJejak) -> None:
    """Show each number that was found."""
    t.document("jejak", hasil)
    if len(hasil.jejak) > 1 and hasil.dicari:
        t.line(
            f"«{hasil.dicari}» tercetak untuk {len(hasil.jejak)} hal; sebutkan namanya untuk salah satu saja.", "bold"
        )
    for j in hasil.jejak:
        _one(t, j)
    if hasil.lama:
        t.note(hasil.lama, "yellow")


def _one(t: Terminal, j: Jejak) -> None:
    t.heading(j.nama)
    if j.uraian:
        t.item("", j.uraian, lebar=2)
    utuh = f" (sebelum dibulatkan {_long(j)})" if isinstance(j.nilai, Decimal) and not _shown_whole(j) else ""
    t.item("  nilai", f"{j.tercetak}{utuh}" if not j.alasan else f"tidak dihitung: {j.alasan}", lebar=_LEBAR)
    for label, isi in (
        ("  rumus", j.rumus),
        ("  dasar", j.dasar),
        ("  hitungan", j.hitungan),
        *(("  langkah", x) for x in j.langkah),
        ("  predikat", j.predikat),
    ):
        if isi:
            t.item(label, isi, lebar=_LEBAR)
    terakhir = None
    for bagian in _together(j.sel):
        _cells(t, bagian, terakhir)
        terakhir = bagian[0].penerimaan or terakhir
    for a in j.anggota:
        _member(t, a, rupiah=j.nama.startswith("penyerapan"))
    for c in j.catatan:
        _note(t, c)


def _long(j: Jejak) -> str:
    return format_angka(j.nilai, 10, ringkas=True) if isinstance(j.nilai, Decimal) else ""


def _shown_whole(j: Jejak) -> bool:
    """Whether the printed digits are all there are."""
    digit = "".join(h for h in j.tercetak if h.isdigit())
    return isinstance(j.nilai, Decimal) and "".join(h for h in f"{j.nilai.normalize():f}" if h.isdigit()) in (
        digit,
        digit.rstrip("0"),
    )


def _together(sel: tuple[SelAsal, ...]) -> list[list[SelAsal]]:
    """Cells of one file that say nothing of their own stand on one line."""
    hasil: list[list[SelAsal]] = []
    for s in sel:
        sama = (
            hasil
            and not (s.nilai or s.tertulis)
            and s.sel is not None
            and (lalu := hasil[-1][-1]).sel is not None
            and not (lalu.nilai or lalu.tertulis)
            and (lalu.sel.berkas, lalu.sel.lembar) == (s.sel.berkas, s.sel.lembar)
        )
        if sama:
            hasil[-1].append(s)
        else:
            hasil.append([s])
    return hasil


def _cells(t: Terminal, sel: list[SelAsal], dikenal: Penerimaan | None = None) -> None:
    """Show cells of one file; how it came is not said again when it is `dikenal` from the cells before."""
    s = sel[0]
    if s.nilai or s.tertulis:
        isi = s.nilai or "–"
        if s.tertulis and not _same(s.tertulis, s.nilai):
            isi += f", tertulis «{shorten(s.tertulis, 60)}»"
        t.item("  asal", f"{s.apa}: {isi}", lebar=_LEBAR)
    elif s.sel is None:
        t.item("  asal", f"{s.apa}: {s.catatan}", lebar=_LEBAR)
    if s.sel is not None:
        lain = "".join(f", {x.sel.sel}" for x in sel[1:] if x.sel is not None)
        t.item("" if s.nilai or s.tertulis else "  asal", f"sel {s.sel}{lain}", lebar=_LEBAR)
    if s.dokumen:
        t.item("", s.dokumen, lebar=_LEBAR)
    if s.catatan and (s.nilai or s.tertulis):
        t.item("", f"dibaca: {s.catatan}", lebar=_LEBAR)
    if s.penerimaan is not None and s.penerimaan is not dikenal:
        _receipt(t, s.penerimaan)


def _same(tertulis: str, nilai: str) -> bool:
    """Whether what stands in the cell is the number itself, however many zeros it has."""
    try:
        return Decimal(tertulis) == Decimal(nilai.replace(".", "").replace(",", "."))
    except ArithmeticError:
        return tertulis == nilai


def _receipt(t: Terminal, p: Penerimaan) -> None:
    kapan = f"{tanggal(p.waktu)} pukul {p.waktu:%H.%M}" if p.waktu else "waktu tidak tercatat"
    t.item(
        "",
        f"dari unit {p.unit or '–'}, diterima {kapan} oleh {p.pelaku} (penerimaan no. {p.nomor}, {p.keadaan})",
        lebar=_LEBAR,
    )
    if p.menggantikan:
        t.item("", f"menggantikan kiriman sebelumnya: {', '.join(p.menggantikan)}", lebar=_LEBAR)
    t.place("", p.arsip, _LEBAR)


def _member(t: Terminal, a: Anggota, *, rupiah: bool) -> None:
    nilai = "–" if a.nilai is None else format_rupiah(a.nilai) if rupiah else f"{format_angka(a.nilai)}%"
    kata = f"{a.kode} {shorten(a.nama, 40)}: {nilai}"
    t.item("", f"{kata} – tidak ikut, {a.alasan}" if a.alasan else kata, lebar=_LEBAR)


def _note(t: Terminal, c: Catatan) -> None:
    t.item(f"  {c.kode}", f"{c.tingkat}: {c.pesan}", "yellow" if not c.oleh else "", lebar=_LEBAR)
    if c.oleh:
        kapan = f", {tanggal(c.waktu)}" if c.waktu else ""
        t.item("", f"dikecualikan {c.oleh}{kapan}: {c.alasan}", lebar=_LEBAR)
