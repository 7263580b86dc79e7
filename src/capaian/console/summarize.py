"""Say how a period stands: by sasaran, by unit, and what was left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.text import Text

from capaian.console.report import budget_line
from capaian.console.terminal import Terminal
from capaian.model.capaian import Rekap
from capaian.model.dokumen import DokumenKriteria, DokumenPeriksaDiri, DokumenRekap
from capaian.model.lke import HasilKriteria
from capaian.model.rekap import BukuRekap, HasilRekap
from capaian.text.inert import for_terminal, shorten
from capaian.text.numbers import format_angka

_MAKS_KODE = 8


def summary(t: Terminal, hasil: HasilRekap, berkas: str, data: str) -> None:
    """Show the roll-ups, what was left out, and where the files are."""
    buku = hasil.buku
    t.document("rekap", _document(hasil))
    t.line(f"Rekap capaian kinerja {buku.periode.label}", "bold")
    if buku.pengaturan.contoh:
        t.line(buku.pengaturan.contoh, "yellow")
    instansi = buku.pengaturan.instansi
    nama = {s.kode: s.nama for s in buku.siklus.sasaran} | {u.kode: u.nama for u in buku.siklus.unit}
    nama[buku.dinas.kode] = instansi.singkatan or instansi.nama
    _table(t, "Menurut sasaran", (*buku.sasaran, buku.dinas), nama)
    _table(t, "Menurut unit", buku.unit, nama)
    t.line()
    budget_line(t, buku.serapan)
    _left_out(t, buku)
    _missed(t, buku)
    t.line()
    t.place("Buku kerja", berkas, 12)
    if data:
        t.place("Data", data, 12)
    kurang = sum(bool(k.kekurangan) for k in hasil.kriteria)
    if kurang:
        t.note(f"{kurang} dari {len(hasil.kriteria)} kriteria evaluasi belum terpenuhi: «capaian summarize --lke».")


def _document(hasil: HasilRekap) -> DokumenRekap:
    b = hasil.buku
    return DokumenRekap(
        periode=str(b.periode),
        sasaran=b.sasaran,
        unit=b.unit,
        dinas=b.dinas,
        anggaran=b.serapan,
        indikator=tuple(x.capaian for x in b.baris),
        berkas=hasil.berkas,
        data=hasil.data,
    )


def _table(t: Terminal, judul: str, rekap: Sequence[Rekap], nama: Mapping[str, str]) -> None:
    t.heading(judul)
    lebar = max(12, t.lebar - 64)
    t.table(
        (("Kode", ""), ("", ""), ("Capaian", "kanan"), ("Predikat", ""), ("Tercapai", ""), ("Tak dihitung", "kanan")),
        (
            (
                r.kode,
                shorten(nama.get(r.kode, ""), lebar),
                "–" if r.persen is None else f"{format_angka(r.persen)}%",
                _label(r),
                f"{r.n_tercapai} dari {r.n}",
                str(r.n_kosong or ""),
            )
            for r in rekap
        ),
    )


def _label(r: Rekap) -> Text:
    """The word says it; the colour only helps."""
    semua = r.n > 0 and r.n_tercapai == r.n
    gaya = "dim" if r.persen is None else "green" if semua else "yellow" if r.n_tercapai * 2 >= r.n else "red"
    return Text(for_terminal(r.predikat or "belum dapat dihitung"), style=gaya)


def _left_out(t: Terminal, buku: BukuRekap) -> None:
    tanpa: dict[str, list[str]] = {}
    for b in buku.baris:
        if b.capaian.alasan:
            tanpa.setdefault(b.capaian.alasan.value, []).append(b.indikator.kode)
    if tanpa:
        t.heading("Di luar rata-rata")
    for alasan, kode in tanpa.items():
        t.item("–", f"{len(kode)} indikator, {alasan}: {_codes(kode)}")
    if buku.belum:
        t.item("–", f"Unit yang belum mengirim: {', '.join(u.kode for u in buku.belum)}")


def _missed(t: Terminal, buku: BukuRekap) -> None:
    belum = [b for b in buku.baris if b.capaian.tercapai is False]
    if belum:
        t.heading("Belum mencapai target")
    for b in sorted(belum, key=lambda b: b.capaian.persen or 0):
        persen = format_angka(b.capaian.persen) if b.capaian.persen is not None else "–"
        t.item(b.indikator.kode, f"{b.indikator.nama}: {persen}%, {b.capaian.predikat}", lebar=9)


def _codes(kode: Sequence[str]) -> str:
    sisa = len(kode) - _MAKS_KODE
    return ", ".join(kode[:_MAKS_KODE]) + (f", dan {sisa} lainnya" if sisa > 0 else "")


def evaluation(t: Terminal, hasil: Sequence[HasilKriteria], manual: Sequence[str]) -> None:
    """Show each criterion with its coverage, what costs points, and what to do."""
    t.document("periksa-diri", DokumenPeriksaDiri(tuple(_criterion(h) for h in hasil), tuple(manual)))
    penuh = sum(not h.kekurangan for h in hasil)
    t.line(
        f"Periksa diri sebelum evaluasi (Permenpan RB 88/2021): {penuh} dari {len(hasil)} kriteria terpenuhi.", "bold"
    )
    komponen = ""
    for h in hasil:
        if h.komponen != komponen:
            komponen = h.komponen
            t.heading(komponen)
        _one(t, h)
    t.heading("Perlu dinilai orang; data tidak dapat menjawab")
    for teks in manual:
        t.item("–", teks)


def _criterion(h: HasilKriteria) -> DokumenKriteria:
    isi = (h.kode, h.komponen, h.uraian, h.dasar, h.n, h.terpenuhi, h.kekurangan, h.saran)
    return DokumenKriteria(*isi, persen=h.persen)


def _one(t: Terminal, h: HasilKriteria) -> None:
    tanda = "✓" if not h.kekurangan else "!"
    persen = (
        "tidak ada yang dapat dinilai" if h.persen is None else f"{format_angka(h.persen)}% ({h.terpenuhi} dari {h.n})"
    )
    kata = "terpenuhi" if not h.kekurangan else "belum"
    t.item(tanda, f"{h.kode} {h.uraian}: {kata}, {persen}", "green" if not h.kekurangan else "yellow")
    per: dict[str, list[str]] = {}
    for k in h.kekurangan:
        per.setdefault(k.kurang, []).append(k.kode)
    for kurang, kode in per.items():
        t.item("", f"{kurang}: {_codes(kode)}")
    if h.kekurangan:
        t.item("", f"→ {h.saran}", "cyan")
