"""Compose the form of a unit from the schema: rows, locked values, instructions, signature block."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from capaian import formulas
from capaian.formulas import accumulation
from capaian.model.formulir import (
    BarisAnggaran,
    BarisFormulir,
    BarisIndikator,
    Formulir,
    Isi,
    KodeFormulir,
    Langsung,
)
from capaian.model.kata import BERASAL_DARI_DATA, JELASKAN_KURANG, JELASKAN_STATUS, SIAP_DIKIRIM, TULIS_ANGKA, Lampu
from capaian.model.nilai import Nilai
from capaian.model.pengaturan import Pengaturan
from capaian.model.periode import Periode
from capaian.model.skema import Indikator, PejabatUnit, Riwayat, Siklus, Unit
from capaian.sheet.layout import ANGGARAN, BAGIAN, ISIAN
from capaian.text.dates import hari_tanggal

Sebelumnya = Mapping[tuple[str, str], Nilai]
"""Results of earlier periods by indicator code and period text."""


def compose(
    siklus: Siklus,
    pengaturan: Pengaturan,
    unit: Unit,
    kode: KodeFormulir,
    sebelumnya: Sebelumnya,
    tanggal: date,
    tenggat: date,
    bagian: tuple[str, ...] = (),
) -> Formulir:
    """Return the form of one unit for one period.

    Args:
        siklus: The schema.
        pengaturan: Settings of the office.
        unit: The unit that fills the form.
        kode: Identity of this issue.
        sebelumnya: Results that were collected in earlier periods; the table Riwayat fills the gaps.
        tanggal: Day of issue.
        tenggat: Day by which it has to come back.
        bagian: Codes of the units whose rows stand in it; the unit alone by default.
    """
    milik = bagian or (unit.kode,)
    isian = tuple(
        _indicator_row(siklus, pengaturan, i, n, kode.periode, sebelumnya)
        for n, i in enumerate(siklus.indikator_unit(*milik), 1)
    )
    anggaran = tuple(BarisAnggaran(n, p, kode.periode) for n, p in enumerate(siklus.program_unit(*milik), 1))
    return Formulir(
        kode=kode,
        instansi=pengaturan.instansi.nama,
        daerah=pengaturan.instansi.daerah,
        nama_unit=unit.nama,
        judul="Formulir Isian Capaian Kinerja",
        tenggat=tenggat,
        tanggal=tanggal,
        baris={
            "isian": tuple(_form_row_indicator(b, pengaturan) for b in isian),
            "anggaran": tuple(_form_row_budget(b) for b in anggaran),
        },
        petunjuk=_instructions(pengaturan, kode.periode, tenggat, bool(anggaran)),
        penanda_tangan=_signature(pengaturan, unit, siklus.kepala_unit(unit.kode, tanggal)),
        catatan=pengaturan.contoh,
        pemerintah=pengaturan.instansi.pemerintah,
        alamat=_address(pengaturan),
    )


def with_formulas(formulir: Formulir, langsung: Langsung) -> Formulir:
    """Return the form with what it computes itself, and stamped with the hash over what it asks."""
    lengkap = replace(formulir, langsung=langsung)
    return replace(lengkap, versi=fingerprint(lengkap)[:12])


def locked(formulir: Formulir) -> dict[str, dict[str, dict[str, str]]]:
    """Return every locked value as text, by part, code and column: what a returned form is compared with."""
    return {
        bagian: {b.kode: {k: as_text(v) for k, v in b.tetap.items() if v is not None} for b in baris}
        for bagian, baris in formulir.baris.items()
    }


def fingerprint(formulir: Formulir) -> str:
    """Return a hash over what the form asks: it stays the same until the schema changes.

    Day of issue and deadline are left out, so that running again on another day issues nothing new.
    """
    isi = {
        "tetap": locked(formulir),
        "tutup": {b.kode: sorted(b.tutup) for baris in formulir.baris.values() for b in baris},
        "pilihan": {b.kode: list(b.pilihan) for baris in formulir.baris.values() for b in baris},
        "kolom": [k.kunci for bagian in BAGIAN for k in bagian.kolom],
        "unit": formulir.nama_unit,
        "tanda_tangan": list(formulir.penanda_tangan),
        "hitung": _computed(formulir),
    }
    return hashlib.sha256(json.dumps(isi, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _computed(formulir: Formulir) -> dict[str, object]:
    """What the form computes with; not the texts of formulas, which a new version may write otherwise."""
    if formulir.langsung is None:
        return {}
    milik = [b.kode for b in formulir.baris["isian"]]
    deret = {k: [as_text(v) for v in formulir.langsung.baris[k].deret] for k in milik}
    dulu = {
        b.kode: {k: as_text(v) for k, v in formulir.langsung.fakta.get(b.kode, {}).items()}
        for b in formulir.baris["anggaran"]
        if b.kode in formulir.langsung.fakta
    }
    hitung: dict[str, object] = {
        "deret": deret,
        "batas": formulir.langsung.batas,
        "predikat": formulir.langsung.predikat,
    }
    return hitung | ({"anggaran_lalu": dulu} if dulu else {})


def as_text(nilai: Isi) -> str:
    """Text of a locked value; numbers without trailing zeros, so that 80 and 80.0 are the same."""
    if isinstance(nilai, Decimal):
        return f"{nilai.normalize():f}" if nilai else "0"
    return " ".join((nilai or "").split())


def _indicator_row(
    siklus: Siklus,
    pengaturan: Pengaturan,
    indikator: Indikator,
    no: int,
    periode: Periode,
    sebelumnya: Sebelumnya,
) -> BarisIndikator:
    target = siklus.target_berlaku(indikator.kode, periode)
    riwayat = {r.periode: r for r in siklus.riwayat_indikator(indikator.kode)}
    lalu = periode.sebelumnya()
    return BarisIndikator(
        no=no,
        periode=periode,
        indikator=indikator,
        sasaran=siklus.sasaran_by_kode[indikator.sasaran],
        target=target,
        target_periode=accumulation.target_periode(target, indikator, periode),
        lalu=_earlier(indikator, lalu, riwayat, sebelumnya) if lalu else None,
        tahun_lalu=riwayat.get(Periode(periode.tahun - 1, "TAHUN")),
        diukur=indikator.diukur_pada(periode),
        rumus=formulas.rumus_indikator(indikator, pengaturan.kebijakan.rumus).uraian,
    )


def _earlier(
    indikator: Indikator, periode: Periode, riwayat: Mapping[Periode, Riwayat], sebelumnya: Sebelumnya
) -> Riwayat | None:
    nilai = sebelumnya.get((indikator.kode, str(periode)))
    if nilai is not None and nilai.isi is not None:
        return Riwayat(indikator.kode, periode, nilai.isi, asal=nilai.asal)
    return riwayat.get(periode)


def _form_row_indicator(baris: BarisIndikator, pengaturan: Pengaturan) -> BarisFormulir:
    indikator = baris.indikator
    skala = pengaturan.skala_ordinal.get(indikator.skala)
    pilihan = tuple(skala.skor) if indikator.nilai == "predikat" and skala else ()
    if indikator.nilai == "ya_tidak":
        pilihan = ("ya", "tidak")
    return BarisFormulir(
        kode=indikator.kode,
        tetap={k.kunci: k.tetap(baris) for k in ISIAN.kolom if k.tetap},
        satuan=indikator.satuan,
        desimal=None if pilihan else indikator.desimal,
        pilihan=pilihan,
        tutup=frozenset(k.kunci for k in ISIAN.masukan if k.tutup and k.tutup(baris)),
        sifat=_traits(bagian=indikator.bagian, persen=indikator.persen, cacah=indikator.cacah, diukur=baris.diukur),
    )


def _form_row_budget(baris: BarisAnggaran) -> BarisFormulir:
    return BarisFormulir(
        kode=baris.program.kode,
        tetap={k.kunci: k.tetap(baris) for k in ANGGARAN.kolom if k.tetap},
        satuan=baris.program.satuan,
        desimal=0,
        tutup=frozenset(k.kunci for k in ANGGARAN.masukan if k.tutup and k.tutup(baris)),
        sifat=_traits(berkeluaran=baris.program.target is not None, cacah=baris.program.cacah),
    )


def _traits(**sifat: bool) -> frozenset[str]:
    return frozenset(k for k, ya in sifat.items() if ya)


def _address(pengaturan: Pengaturan) -> str:
    i = pengaturan.instansi
    telepon = f"Telepon {i.telepon}" if i.telepon else ""
    return " · ".join(x for x in (i.alamat, telepon, i.laman, i.pos_el) if x)


def _instructions(pengaturan: Pengaturan, periode: Periode, tenggat: date, ada_anggaran: bool) -> tuple[str, ...]:
    tanya = pengaturan.narahubung or "Sub Bagian Program"
    lembar = "«ISIAN» dan «ANGGARAN»" if ada_anggaran else "«ISIAN»"
    return (
        "# Mohon diisi dan dikembalikan",
        f"Formulir ini memuat indikator kinerja yang menjadi tanggung jawab unit Bapak/Ibu untuk {periode.label}. "
        f"Mohon dikembalikan dalam bentuk Excel (bukan foto atau PDF) paling lambat {hari_tanggal(tenggat)}.",
        f"Pertanyaan dapat disampaikan kepada {tanya}.",
        "# Cara mengisi",
        f"1. Isi lembar {lembar}, hanya pada sel berwarna kuning. Sel abu-abu berisi target dan uraian; sel itu "
        "terkunci dan tidak perlu diubah.",
        "2. Pada kolom «Status Data», pilih «Ada» bila realisasinya tersedia. Bila tidak, pilih «Belum tersedia», "
        f"«Tidak diukur periode ini», atau «Tidak dilaksanakan». {JELASKAN_STATUS}",
        f"3. {TULIS_ANGKA} Jangan menulis «%», «Rp», «,-», tanda ribuan, atau satuannya.",
        "4. Perhatikan kolom «Yang Diisikan»: «angka triwulan ini» berarti hanya hasil triwulan ini; «s.d. triwulan "
        "ini» berarti hasil sejak Januari.",
        f"5. {JELASKAN_KURANG}",
        "6. Angka nol (0) berarti hasilnya memang nol. Bila datanya belum ada, kosongkan selnya dan pilih statusnya.",
        "7. Kolom biru «Capaian (%)», «Predikat», dan «Serapan (%)» menghitung sendiri. Tombol Tab berpindah dari satu "
        "sel isian ke sel isian berikutnya.",
        "# Sebelum dikirim",
        f"Buka lembar «CEK». Kirimkan formulir bila di sana tertulis «{SIAP_DIKIRIM}». Baris yang belum selesai diberi "
        f"tanda «{Lampu.KOSONG.value}», «{Lampu.PERIKSA.value}», atau «{Lampu.PENJELASAN.value}», beserta yang perlu "
        "dilakukan. Bila ada yang tidak dapat diselesaikan, jelaskan pada «Keterangan» lalu kirimkan.",
        "# Mohon diperhatikan",
        "Jangan menghapus baris, mengganti kode, atau menyalin isian ke berkas lain: formulir ini dikenali dari "
        "kode formulir di dalamnya. Nama berkas boleh diganti.",
        "Realisasi yang sama persis dengan target, dengan periode lalu, atau dengan unit lain pada beberapa indikator "
        f"ditanyakan. {BERASAL_DARI_DATA}",
    )


def _signature(pengaturan: Pengaturan, unit: Unit, kepala: PejabatUnit | None) -> tuple[str, ...]:
    """The signature block, with who heads the unit on the day of issue; blanks when the table names nobody."""
    jabatan = kepala.jabatan_lengkap if kepala else f"Kepala {unit.nama}"
    nama = kepala.nama if kepala and kepala.nama else "(nama lengkap)"
    pangkat = kepala.pangkat if kepala else ""
    nip = f"NIP. {kepala.nip}" if kepala and kepala.nip else ""
    baris = (f"{pengaturan.instansi.tempat}, …………………… ", f"{jabatan},", "", "", "", nama)
    return (*baris, *(x for x in (pangkat, nip) if x))
