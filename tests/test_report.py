"""The Laporan Kinerja: facts, sentences and the finished document."""

# ruff: noqa: E501 - a sentence stands on one line, so that it can be compared with the printed one

from __future__ import annotations

import dataclasses
import importlib.util
import re
import zipfile
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from lxml import etree

from capaian.analysis import compare
from capaian.document.engine import Rendered, render
from capaian.document.numbers import JejakAngka
from capaian.formulas import efficiency
from capaian.model.angka import Angka
from capaian.model.capaian import Alasan, Capaian, Rekap, SerapanAnggaran
from capaian.model.kiriman import Isian
from capaian.model.nilai import KOSONG, CellRef, Keadaan, Nilai, Sebab
from capaian.model.pengaturan import DasarHukum, Instansi, Jenjang, Kebijakan, Pejabat, Pengaturan, Skala, SkalaOrdinal
from capaian.model.perbandingan import Kemajuan, Perbandingan, Titik
from capaian.model.periode import Periode
from capaian.model.skema import Indikator, PejabatUnit, Program, Sasaran, Siklus, Target, Unit
from capaian.report import rencana
from capaian.report.anggaran import Efisiensi
from capaian.report.bahan import Bahan
from capaian.report.build import build_report as fill_report
from capaian.report.facts import daftar_fakta, fact, konteks
from capaian.report.narasi import bagian_tambahan, load
from capaian.report.tampilan import IndikatorTampil
from capaian.sheet.chart import build_chart

AKAR = Path(__file__).resolve().parent.parent
TEMPLAT = AKAR / "templates" / "laporan-kinerja.docx"
NARASI = load(AKAR / "templates" / "narasi")
WAKTU = datetime(2026, 2, 12, 9, 0, tzinfo=UTC)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PERIODE = Periode.parse("2025-TW4")


def build_report(b: Bahan, templat: bytes, narasi: Mapping[str, str], waktu: datetime) -> Rendered:
    """Build a report with its charts, as the pipeline does."""
    return fill_report(b, templat, narasi, waktu, lambda x: build_chart(x, waktu))


def d(teks: str) -> Decimal:
    return Decimal(teks)


def isi(nilai: str, sel: str, berkas: str = "IND.xlsx", catatan: str = "", mentah: str = "") -> Nilai:
    try:
        terbaca: Decimal | str = Decimal(nilai)
    except ArithmeticError:
        terbaca = nilai
    return Nilai(Keadaan.TERISI, terbaca, mentah or nilai, CellRef(berkas, "ISIAN", sel, "ab" * 32), catatan)


def target(nilai: str, baris: int) -> Nilai:
    return dataclasses.replace(isi(nilai, "x"), asal=CellRef("skema/Target.csv", "", f"baris {baris} kolom tw4"))


PENGATURAN = Pengaturan(
    instansi=Instansi(
        kode="DISPERINAKER",
        nama="Dinas Perindustrian dan Tenaga Kerja",
        singkatan="Disperinaker",
        pemerintah="Pemerintah Kota Contoh",
        daerah="Kota Contoh",
        tempat="Contoh",
        isu_strategis=("Kesenjangan antara keterampilan pencari kerja dan kebutuhan industri.", "Daya saing IKM."),
    ),
    periode=PERIODE,
    pejabat=(
        Pejabat(
            "kepala",
            "Kepala Dinas Perindustrian dan Tenaga Kerja Kota Contoh",
            "RATNA DEWI, S.E., M.Si.",
            "19700101 199503 2 001",
            "Pembina Utama Muda",
        ),
    ),
    kebijakan=Kebijakan(rumus={"positif": "rasio", "negatif": "kebalikan"}, skala="P86"),
    skala={
        "P86": Skala(
            "P86",
            "Skala predikat",
            (
                Jenjang("Sangat Tinggi", d("90")),
                Jenjang("Tinggi", d("75")),
                Jenjang("Sedang", d("65")),
                Jenjang("Rendah", d("50")),
                Jenjang("Sangat Rendah", d("0")),
            ),
            "pengaturan dinas, mengikuti jenjang Permendagri Nomor 86 Tahun 2017",
            "Nilai tepat pada batas termasuk jenjang di bawahnya",
        )
    },
    skala_ordinal={"OPINI": SkalaOrdinal("OPINI", "Opini BPK", {"TMP": 1, "TW": 2, "WDP": 3, "WTP": 4})},
    dasar_hukum=(
        DasarHukum("Peraturan Presiden Nomor 29 Tahun 2014 tentang Sistem Akuntabilitas Kinerja Instansi Pemerintah"),
        DasarHukum("Permenpan RB Nomor 12 Tahun 2015", "dicabut", "Permenpan RB Nomor 88 Tahun 2021"),
    ),
)

UNIT = (Unit("SEK", "Sekretariat"), Unit("IND", "Bidang Perindustrian"), Unit("TK", "Bidang Ketenagakerjaan"))
SASARAN = (
    Sasaran("SS-1", "Meningkatnya penyerapan tenaga kerja"),
    Sasaran("SS-2", "Meningkatnya akuntabilitas kinerja perangkat daerah"),
)
INDIKATOR = (
    Indikator("IK-1.1", "SS-1", "Persentase pencari kerja terdaftar yang ditempatkan", "Persen", "TK"),
    Indikator("IK-1.2", "SS-1", "Tingkat Pengangguran Terbuka", "Persen", "TK", polaritas="negatif"),
    Indikator("IK-1.3", "SS-1", "Jumlah wirausaha baru", "Orang", "IND", desimal=0, akumulasi="kumulatif"),
    Indikator("IK-2.1", "SS-2", "Opini BPK", "Predikat", "SEK", nilai="predikat", skala="OPINI"),
    Indikator("IK-2.2", "SS-2", "Indeks Kepuasan Masyarakat", "Indeks", "SEK", akumulasi="tahunan"),
)
PROGRAM = (
    Program("2.07.03", "Program Pelatihan Kerja dan Produktivitas Tenaga Kerja"),
    Program("2.07.03.2.01", "Pelaksanaan Pelatihan berdasarkan Unit Kompetensi"),
    Program(
        "2.07.03.2.01.0001",
        "Proses Pelaksanaan Pendidikan dan Pelatihan Keterampilan bagi Pencari Kerja",
        "TK",
        "SS-1",
        d("12345678901"),
        asal_pagu=CellRef("skema/Program.csv", "", "baris 4 kolom pagu"),
    ),
    Program(
        "2.07.03.2.01.0003",
        "Pengadaan Sarana Pelatihan Kerja",
        "TK",
        "SS-1",
        d("900000000"),
        asal_pagu=CellRef("skema/Program.csv", "", "baris 5 kolom pagu"),
    ),
)


def _target(kode: str, tahunan: str, baris: int) -> Target:
    n = target(tahunan, baris).isi
    asal = {"tahunan": CellRef("skema/Target.csv", "", f"baris {baris} kolom tahunan")}
    return Target(kode, 2025, "PK Perubahan" if kode == "IK-1.3" else "PK", n, (None, None, None, n), asal)


SIKLUS = Siklus(
    2025,
    UNIT,
    SASARAN,
    INDIKATOR,
    (
        _target("IK-1.1", "46", 2),
        _target("IK-1.2", "5", 3),
        _target("IK-1.3", "1200", 4),
        _target("IK-2.1", "WTP", 5),
        _target("IK-2.2", "85", 6),
    ),
    PROGRAM,
    (),
)


def capaian(
    kode: str,
    t: Nilai,
    r: Nilai,
    persen: str | None,
    predikat: str = "",
    alasan: Alasan | None = None,
    uraian: str = "realisasi / target × 100",
) -> Capaian:
    ind = SIKLUS.indikator_by_kode[kode]
    p = None if persen is None else d(persen)
    return Capaian(
        kode, ind.unit, ind.sasaran, PERIODE, t, r, (r,) if r.asal else (), p, p, alasan, "x", uraian, (), predikat
    )


CAPAIAN = (
    capaian("IK-1.1", target("46", 2), isi("43.125", "M5", "TK.xlsx"), "93.75", "Sangat Tinggi"),
    capaian(
        "IK-1.2",
        target("5", 3),
        isi("4", "M6", "TK.xlsx"),
        "120",
        "Sangat Tinggi",
        uraian="(2 × target − realisasi) / target × 100",
    ),
    capaian("IK-1.3", target("1200", 4), isi("0", "M5"), "0", "Sangat Rendah"),
    capaian(
        "IK-2.1",
        target("WTP", 5),
        isi("WTP", "M5", "SEK.xlsx"),
        "100",
        "Sangat Tinggi",
        uraian="tingkat sama atau di atas target = 100",
    ),
    capaian("IK-2.2", target("85", 6), KOSONG, None, alasan=Alasan.BELUM_TERSEDIA),
)


def baris(unit: str, kode: str, bagian: str = "isian", **nilai: Nilai) -> Isian:
    return Isian(unit, PERIODE, bagian, kode, nilai)


def banding(kode: str, arah: str, *lalu: tuple[int, str, str | None]) -> Perbandingan:
    sel = CellRef("skema/Riwayat.csv", "", "baris 3 kolom realisasi")
    titik = tuple(
        Titik(Periode(tahun, "TAHUN"), dataclasses.replace(isi(r, "x"), asal=sel), KOSONG, None if p is None else d(p))
        for tahun, r, p in lalu
    )
    return Perbandingan(kode, titik, titik[-1] if titik else None, arah)


def bahan(**ganti: object) -> Bahan:
    """Return a small office: two sasaran, five indikator, two sub kegiatan."""
    serap = (
        SerapanAnggaran(
            "2.07.03", PROGRAM[0].nama, "program", "", "", d("13245678901"), d("8900000000"), d("67.19172"), 0
        ),
        SerapanAnggaran(
            "2.07.03.2.01", PROGRAM[1].nama, "kegiatan", "", "", d("13245678901"), d("8900000000"), d("67.19172"), 0
        ),
        SerapanAnggaran(
            "2.07.03.2.01.0001",
            PROGRAM[2].nama,
            "sub kegiatan",
            "SS-1",
            "TK",
            d("12345678901"),
            d("8000000000"),
            d("64.80001"),
            0,
            (isi("8000000000", "G4", "TK.xlsx"),),
        ),
        SerapanAnggaran(
            "2.07.03.2.01.0003",
            PROGRAM[3].nama,
            "sub kegiatan",
            "SS-1",
            "TK",
            d("900000000"),
            d("900000000"),
            d("100"),
            0,
            (isi("900000000", "G5", "TK.xlsx"),),
        ),
    )
    total = dataclasses.replace(
        serap[0], kode="TOTAL", nama="Jumlah", tingkat="total", sumber=serap[2].sumber + serap[3].sumber
    )
    dasar: dict[str, object] = {
        "pengaturan": PENGATURAN,
        "siklus": SIKLUS,
        "periode": PERIODE,
        "capaian": CAPAIAN,
        "rekap_sasaran": (
            Rekap("SS-1", 3, 0, 1, d("71.25"), "Sedang"),
            Rekap("SS-2", 1, 1, 1, d("100"), "Sangat Tinggi"),
        ),
        "rekap_unit": (),
        "rekap_dinas": Rekap("DINAS", 4, 1, 2, d("85.625"), "Tinggi"),
        "serapan": (*serap, dataclasses.replace(total, kode="SS-1", tingkat="sasaran"), total),
        "tanggal": date(2026, 2, 12),
        "perbandingan": (
            banding("IK-1.1", "memburuk", (2023, "41.2", None), (2024, "44", "97.777")),
            banding("IK-1.2", "membaik", (2024, "4.57", None)),
            banding("IK-2.1", "membaik", (2024, "WDP", None)),
        ),
        "isian": (
            baris(
                "TK",
                "IK-1.1",
                realisasi=isi("43.125", "M5", "TK.xlsx", "satuan «%» dilepas", "43,125 %"),
                kendala=isi(
                    "- Lowongan yang masuk menurun pada triwulan akhir;\n- Kualifikasi pelamar & syarat < kebutuhan",
                    "O5",
                ),
                tindak_lanjut=isi("Menambah bursa kerja daring", "P5"),
            ),
            baris("TK", "IK-1.2", faktor_pendukung=isi("Pelatihan berbasis kompetensi.", "N6", "TK.xlsx")),
            baris(
                "SEK",
                "IK-2.2",
                realisasi=Nilai(
                    Keadaan.TAK_TERBACA, None, "1.234", CellRef("SEK.xlsx", "ISIAN", "M6"), sebab=Sebab.RAGU
                ),
            ),
        ),
        "catatan_kiriman": (("Bidang Perindustrian", "Lembar ISIAN diganti namanya menjadi ISIAN (2)."),),
        "unit_belum": (UNIT[0],),
        "versi": "0.1.0",
    }
    return Bahan(**{**dasar, **ganti})  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def laporan() -> Rendered:
    return build_report(bahan(), TEMPLAT.read_bytes(), NARASI, WAKTU)


def baca(hasil: Rendered) -> str:
    """Return the text of the document: one line per paragraph, cells included."""
    with zipfile.ZipFile(BytesIO(hasil.data)) as z:
        akar = etree.fromstring(z.read("word/document.xml"))
    return "\n".join(_paragraf(p) for p in akar.iter(f"{W}p"))


def _paragraf(p: etree._Element) -> str:
    return "".join(n.text or "" if n.tag == f"{W}t" else "\n" for n in p.iter(f"{W}t", f"{W}br"))


def tabel(hasil: Rendered, judul: str) -> list[list[str]]:
    """Return the cells of the table below a caption."""
    with zipfile.ZipFile(BytesIO(hasil.data)) as z:
        akar = etree.fromstring(z.read("word/document.xml"))
    for p in akar.iter(f"{W}p"):
        t = p.getnext()
        if judul in _paragraf(p) and t is not None and t.tag == f"{W}tbl":
            return [
                [" ".join(_paragraf(q) for q in s.iter(f"{W}p")) for s in r.iter(f"{W}tc")] for r in t.iter(f"{W}tr")
            ]
    raise AssertionError(judul)


def kalimat(nama: str, ganti: dict[str, object], **isi_: object) -> str:
    """Render one narasi file as the report does."""
    dok = Document()
    dok.add_paragraph("{{ kalimat(nama, ik=ik, s=s, e=e) }}")
    keluar = BytesIO()
    dok.save(keluar)
    isi_ = {"ik": "", "s": "", "e": "", **isi_}
    hasil = render(keluar.getvalue(), {**konteks(bahan(**ganti)), **isi_, "nama": nama}, NARASI, WAKTU)
    return baca(hasil).strip()


def indikator_tampil(
    polaritas: str,
    t: str | None,
    r: str | None,
    persen: str | None,
    alasan: Alasan | None = None,
    ragam: int = 0,
    **lain: object,
) -> IndikatorTampil:
    """Return the view of one indicator, as the facts compute it from records."""
    ordinal = polaritas == "ordinal"
    ind = Indikator(
        "IK-1",
        "SS-1",
        "X",
        "Predikat" if ordinal else "Persen",
        "TK",
        nilai="predikat" if ordinal else "angka",
        polaritas="positif" if ordinal else polaritas,
        skala="OPINI" if ordinal else "",
    )
    n_t = KOSONG if t is None else target(t, 2)
    n_r = KOSONG if r is None else isi(r, "M5")
    p = None if persen is None else d(persen)
    c = Capaian(
        "IK-1", "TK", "SS-1", PERIODE, n_t, n_r, (), p, p, alasan, "x", "u", (), "Tinggi" if p is not None else ""
    )
    siklus = dataclasses.replace(SIKLUS, indikator=(ind,), target=())
    b = bahan(siklus=siklus, capaian=(c,), isian=(), **lain)
    (s, *_) = konteks(b)["sasaran"]  # type: ignore[misc]
    return dataclasses.replace(s.indikator[0], ragam=ragam)


HASIL = "capaian kinerjanya {} dengan predikat Tinggi"
RENDAH = "untuk indikator ini nilai yang lebih rendah berarti kinerja yang lebih baik"


@pytest.mark.parametrize(
    ("polaritas", "t", "r", "persen", "ragam", "bunyi"),
    [
        ("positif", "40", "50", "125", 0, "Realisasi indikator “X” mencapai 50,00 persen, melampaui target 40,00 persen, sehingga " + HASIL.format("125,00 persen") + "."),
        ("positif", "40", "50", "125", 1, "Target indikator “X”, yaitu 40,00 persen, terlampaui dengan realisasi 50,00 persen. Dengan demikian, " + HASIL.format("125,00 persen") + "."),
        ("positif", "40", "50", "125", 2, "Dengan realisasi 50,00 persen terhadap target 40,00 persen, indikator “X” melampaui target yang diperjanjikan; " + HASIL.format("125,00 persen") + "."),
        ("positif", "40", "40", "100", 0, "Realisasi indikator “X” tepat sama dengan targetnya, yaitu 40,00 persen, sehingga " + HASIL.format("100,00 persen") + "."),
        ("positif", "40", "40", "100", 1, "Target indikator “X”, yaitu 40,00 persen, tercapai dengan realisasi 40,00 persen. Dengan demikian, " + HASIL.format("100,00 persen") + "."),
        ("positif", "40", "40", "100", 2, "Indikator “X” terealisasi 40,00 persen, sesuai dengan target 40,00 persen; " + HASIL.format("100,00 persen") + "."),
        ("positif", "80", "72", "90", 0, "Realisasi indikator “X” baru mencapai 72,00 persen dari target 80,00 persen, sehingga target belum tercapai dan " + HASIL.format("90,00 persen") + "."),
        ("positif", "80", "72", "90", 1, "Target indikator “X”, yaitu 80,00 persen, belum tercapai dengan realisasi 72,00 persen. Dengan demikian, " + HASIL.format("90,00 persen") + "."),
        ("positif", "80", "72", "90", 2, "Indikator “X” terealisasi 72,00 persen, masih di bawah target 80,00 persen; " + HASIL.format("90,00 persen") + "."),
        ("positif", "40", "0", "0", 0, "Realisasi indikator “X” tercatat 0,00 persen dari target 40,00 persen, sehingga " + HASIL.format("0,00 persen") + ". Angka nol ini adalah hasil pengukuran, bukan data yang belum ada."),
        ("negatif", "5", "4", "120", 0, "Realisasi indikator “X” sebesar 4,00 persen, lebih baik daripada target 5,00 persen; " + RENDAH + ". Dengan demikian, " + HASIL.format("120,00 persen") + "."),
        ("negatif", "5", "4", "120", 1, "Indikator “X” dapat ditekan menjadi 4,00 persen dari batas target 5,00 persen, sehingga " + HASIL.format("120,00 persen") + "; " + RENDAH + "."),
        ("negatif", "5", "4", "120", 2, "Dengan realisasi 4,00 persen, di bawah target 5,00 persen, indikator “X” menunjukkan hasil yang lebih baik daripada yang diperjanjikan; " + RENDAH + "; " + HASIL.format("120,00 persen") + "."),
        ("negatif", "5", "5", "100", 0, "Realisasi indikator “X” tepat sama dengan targetnya, yaitu 5,00 persen, sehingga " + HASIL.format("100,00 persen") + "."),
        ("negatif", "0", "0", "100", 2, "Indikator “X” terealisasi 0,00 persen, sesuai dengan target 0,00 persen; " + HASIL.format("100,00 persen") + "."),
        ("negatif", "5", "6", "80", 0, "Realisasi indikator “X” sebesar 6,00 persen, lebih tinggi daripada target 5,00 persen sehingga target belum tercapai; " + RENDAH + ". Dengan demikian, " + HASIL.format("80,00 persen") + "."),
        ("negatif", "5", "6", "80", 1, "Target indikator “X”, yaitu 5,00 persen, belum tercapai karena realisasinya masih 6,00 persen; " + RENDAH + ". Dengan demikian, " + HASIL.format("80,00 persen") + "."),
        ("negatif", "5", "6", "80", 2, "Indikator “X” belum dapat ditekan hingga target 5,00 persen; realisasinya 6,00 persen dan " + HASIL.format("80,00 persen") + "; " + RENDAH + "."),
        ("rentang", "60–80", "70", "100", 0, "Realisasi indikator “X” sebesar 70,00 persen memenuhi target 60–80 persen, sehingga " + HASIL.format("100,00 persen") + "; target indikator ini berupa rentang, dan nilai di dalam rentang berarti target tercapai."),
        ("rentang", "60–80", "45", "75", 0, "Realisasi indikator “X” sebesar 45,00 persen berada di luar rentang target 60–80 persen, sehingga target belum tercapai dan " + HASIL.format("75,00 persen") + "."),
        ("ordinal", "WDP", "WTP", "100", 1, "Target indikator “X”, yaitu WDP, terlampaui dengan realisasi WTP. Dengan demikian, " + HASIL.format("100,00 persen") + "."),
        ("ordinal", "WTP", "WTP", "100", 0, "Realisasi indikator “X” tepat sama dengan targetnya, yaitu WTP, sehingga " + HASIL.format("100,00 persen") + "."),
        ("ordinal", "WTP", "WDP", "75", 2, "Indikator “X” terealisasi WDP, masih di bawah target WTP; " + HASIL.format("75,00 persen") + "."),
    ],
)  # fmt: skip
def test_sentence_against_target(polaritas: str, t: str, r: str, persen: str, ragam: int, bunyi: str) -> None:
    """Each polarity, better, equal and worse, in each phrasing."""
    assert kalimat("indikator", {}, ik=indikator_tampil(polaritas, t, r, persen, ragam=ragam)) == bunyi


@pytest.mark.parametrize("alasan", list(Alasan))
def test_sentence_when_nothing_can_be_computed(alasan: Alasan) -> None:
    """Each reason is said in its words; nothing is called 0 percent or a predikat."""
    bunyi = kalimat("indikator", {}, ik=indikator_tampil("positif", "40", None, None, alasan))
    if alasan is Alasan.TIDAK_DIUKUR:
        harap = "Indikator “X” tidak diukur pada Triwulan IV Tahun 2025, sehingga tidak diikutkan dalam penghitungan rata-rata."
    else:
        harap = (
            f"Capaian indikator “X” tidak dihitung: {alasan.value}. Target yang ditetapkan 40,00 persen. "
            "Indikator ini tidak diikutkan dalam penghitungan rata-rata."
        )
    assert bunyi == harap


def test_sentence_with_result_but_no_percentage() -> None:
    """A result without a percentage is still told."""
    ik = indikator_tampil("positif", "0", "3", None, Alasan.TARGET_NOL)
    assert "Realisasi yang dilaporkan 3,00 persen dan targetnya 0,00 persen." in kalimat("indikator", {}, ik=ik)


@pytest.mark.parametrize(
    ("polaritas", "kini", "dulu", "arah", "ragam", "bunyi"),
    [
        ("positif", "50", "44", "membaik", 0, "Dibandingkan dengan Tahun 2024 (44,00 persen), realisasi “X” naik 6,00 poin persen, yang berarti kinerja membaik."),
        ("positif", "40", "44", "memburuk", 1, "Realisasi “X” turun 4,00 poin persen dari realisasi Tahun 2024, yaitu 44,00 persen, yang berarti kinerja menurun."),
        ("negatif", "4", "4.57", "membaik", 2, "Pada Tahun 2024 realisasi “X” 4,57 persen; pada periode ini turun 0,57 poin persen, yang berarti kinerja membaik."),
        ("negatif", "5", "4.57", "memburuk", 0, "Dibandingkan dengan Tahun 2024 (4,57 persen), realisasi “X” naik 0,43 poin persen, yang berarti kinerja menurun."),
        ("positif", "44", "44", "tetap", 0, "Dibandingkan dengan Tahun 2024, realisasi “X” tetap, yaitu 44,00 persen."),
        ("ordinal", "WTP", "WDP", "membaik", 0, "Dibandingkan dengan Tahun 2024 (WDP), realisasi “X” naik, yang berarti kinerja membaik."),
        ("positif", "43.125", "44", "memburuk", 0, "Dibandingkan dengan Tahun 2024 (44,00 persen), realisasi “X” turun 0,87 poin persen, yang berarti kinerja menurun."),
    ],
)  # fmt: skip
def test_sentence_against_the_year_before(
    polaritas: str, kini: str, dulu: str, arah: str, ragam: int, bunyi: str
) -> None:
    """The direction is told by polarity, and the difference is the one a reader finds by subtracting."""
    ik = indikator_tampil(
        polaritas, "40", kini, "100", ragam=ragam, perbandingan=(banding("IK-1", arah, (2024, dulu, None)),)
    )
    assert kalimat("perbandingan", {}, ik=ik) == bunyi


def _lengkap(polaritas: str, kini: str, lalu: tuple[str, ...], renstra: str, standar: str) -> IndikatorTampil:
    """An indicator with years before it, a target at the end of the Renstra and a standard, as the analysis has them."""
    titik = [
        Titik(Periode(2025 - len(lalu) + i, "TAHUN"), isi(n, "x"), KOSONG, None) for i, n in enumerate((*lalu, kini))
    ]
    ind = Indikator("IK-1", "SS-1", "X", "Persen", "TK", polaritas=polaritas, standar=d(standar), sumber_standar="BPS")
    tren = compare.tren(ind, titik, None)
    k = (
        Kemajuan(isi(renstra, "x"), 2026, d("92.5"))
        if renstra
        else Kemajuan(isi("0", "x"), 2026, None, Alasan.TARGET_NOL)
    )
    arah = tren.langkah[-1] if tren else "membaik"
    p = Perbandingan("IK-1", tuple(titik), titik[-2], arah, None, k, compare.standar(ind, titik[-1], None), tren)
    return indikator_tampil(polaritas, "40", kini, "100", perbandingan=(p,))


@pytest.mark.parametrize(
    ("polaritas", "kini", "lalu", "tren", "standar"),
    [
        ("positif", "50", ("40", "44"), "Realisasinya terus naik sejak Tahun 2023, jadi perbaikan ini berkelanjutan.", "di atas standar 45,00 persen (BPS), yang berarti lebih baik daripada standar."),
        ("positif", "40", ("50", "44"), "Realisasinya terus turun sejak Tahun 2023, jadi penurunan kinerja ini perlu mendapat perhatian.", "di bawah standar 45,00 persen (BPS), yang berarti belum sebaik standar."),
        ("negatif", "40", ("50", "44"), "Realisasinya terus turun sejak Tahun 2023, jadi perbaikan ini berkelanjutan.", "di bawah standar 45,00 persen (BPS), yang berarti lebih baik daripada standar."),
        ("negatif", "50", ("40", "44"), "Realisasinya terus naik sejak Tahun 2023, jadi penurunan kinerja ini perlu mendapat perhatian.", "di atas standar 45,00 persen (BPS), yang berarti belum sebaik standar."),
        ("negatif", "45", ("45", "45"), "Realisasinya tidak berubah sejak Tahun 2023.", "sama dengan standar 45,00 persen (BPS)."),
        ("negatif", "44", ("40", "50"), "Realisasinya naik turun dari tahun ke tahun sejak Tahun 2023.", "di bawah standar 45,00 persen (BPS), yang berarti lebih baik daripada standar."),
        ("positif", "44", ("40", "50"), "Realisasinya naik turun dari tahun ke tahun sejak Tahun 2023.", "di bawah standar 45,00 persen (BPS), yang berarti belum sebaik standar."),
    ],
)  # fmt: skip
def test_sentence_of_trend_and_standard(
    polaritas: str, kini: str, lalu: tuple[str, ...], tren: str, standar: str
) -> None:
    """Lower is better for a negative indicator: in the trend, and beside the standard."""
    ik = _lengkap(polaritas, kini, lalu, "40", "45")
    assert kalimat("tren", {}, ik=ik) == tren
    assert kalimat("standar", {}, ik=ik) == f"Realisasi “X” {standar}"
    assert kalimat("renstra", {}, ik=ik) == (
        "Terhadap target akhir Renstra Tahun 2026, yaitu 40,00 persen, tingkat kemajuan “X” adalah 92,50 persen."
    )


def test_sentence_of_a_renstra_that_cannot_be_compared() -> None:
    ik = _lengkap("positif", "50", ("40", "44"), "", "45")
    assert kalimat("renstra", {}, ik=ik) == (
        "Tingkat kemajuan “X” terhadap target akhir Renstra Tahun 2026, yaitu 0,00 persen, tidak dihitung: "
        "target nol, sehingga persentase tidak dapat dihitung."
    )


def test_no_comparison_without_history() -> None:
    """Without an earlier result nothing is said about direction."""
    assert kalimat("perbandingan", {}, ik=indikator_tampil("positif", "40", "50", "125")) == ""


@pytest.mark.parametrize(
    ("capaian_", "serap", "semua", "harap"),
    [
        ("98.5", "91.2", False, "belum tercapai"),
        ("100", "91.2", True, "efisien"),
        ("103.8", "93", False, "sebagian tercapai"),
        ("100", "100", True, "sebanding"),
        ("105", "106", True, "belum efisien"),
        ("71.5", "98.74", False, "belum tercapai, serapan tinggi"),
        ("99.999", "10", False, "belum tercapai"),
        (None, "10", False, "tak dinilai"),
        ("100", None, True, "tak dinilai"),
    ],
)
def test_unspent_money_is_not_efficiency(capaian_: str | None, serap: str | None, semua: bool, harap: str) -> None:
    """Only where every target was reached can a saving be called efficient, whatever the mean hides."""
    c, s = (None if x is None else d(x) for x in (capaian_, serap))
    hasil = efficiency.putusan(efficiency.get("F1"), efficiency.Masukan(c, s), semua_tercapai=semua).value
    assert hasil == harap
    e = Efisiensi(
        "SS-1",
        "S",
        0,
        Angka(c, "%"),
        Angka(s, "%"),
        Angka(d("1"), "%"),
        "poin persen",
        hasil,
        Angka(None, "Rp"),
        Angka(None, "Rp"),
    )
    assert ("dinilai efisien" in kalimat("efisiensi", {}, e=e)) is (harap == "efisien")


def test_efficiency_sentence_never_praises_a_missed_target(laporan: Rendered) -> None:
    """The sentence of a missed target says that unspent money is no efficiency."""
    teks = baca(laporan)
    assert "anggaran yang tidak terserap tidak disimpulkan sebagai efisiensi" in teks
    assert "dinilai efisien" not in teks


@pytest.mark.parametrize(
    ("r", "bunyi"),
    [
        (Rekap("SS-1", 3, 0, 3, d("101"), "Tinggi"), "Rata-rata capaian sasaran “S” adalah 101,00 persen dengan predikat Tinggi; seluruh indikator yang dihitung, sebanyak 3 (tiga) indikator, mencapai target."),
        (Rekap("SS-1", 3, 0, 1, d("90.5"), ""), "Rata-rata capaian sasaran “S” adalah 90,50 persen; 1 (satu) dari 3 (tiga) indikator yang dihitung mencapai target."),
        (Rekap("SS-1", 2, 0, 0, d("90"), ""), "Rata-rata capaian sasaran “S” adalah 90,00 persen; belum ada indikator yang mencapai target dari 2 (dua) indikator yang dihitung."),
        (Rekap("SS-1", 1, 2, 0, d("90"), ""), "Rata-rata capaian sasaran “S” adalah 90,00 persen; satu-satunya indikator yang dihitung belum mencapai target. Sebanyak 2 (dua) indikator tidak diikutkan dalam rata-rata karena capaiannya tidak dihitung."),
        (Rekap("SS-1", 0, 2, 0, None, ""), "Rata-rata capaian sasaran “S” tidak dapat dihitung karena belum ada indikator yang capaiannya dapat dihitung."),
    ],
)  # fmt: skip
def test_sentence_of_a_sasaran(r: Rekap, bunyi: str) -> None:
    """The sentence of a sasaran tells the mean, how many reached their target, and how many are not counted."""
    siklus = dataclasses.replace(SIKLUS, sasaran=(Sasaran("SS-1", "S"),))
    b = bahan(siklus=siklus, rekap_sasaran=(r,))
    (s,) = konteks(b)["sasaran"]  # type: ignore[misc]
    assert kalimat("sasaran", {}, s=s) == bunyi


def test_budget_is_sum_over_sum(laporan: Rendered) -> None:
    """The total is printed as sum over sum, in the table and in the sentence."""
    baris_ = tabel(laporan, "Anggaran dan Realisasi sampai dengan")
    assert baris_[-1] == ["Jumlah", "13.245.678.901", "8.900.000.000", "67,19"]
    assert (
        "sebesar Rp13.245.678.901, realisasi sampai dengan Triwulan IV Tahun 2025 berjumlah Rp8.900.000.000 atau 67,19 persen"
        in baca(laporan)
    )


def test_budget_without_every_line_is_not_summed() -> None:
    """When a line has not reported, the total is not shown as a smaller one."""
    b = bahan()
    serapan = tuple(
        dataclasses.replace(s, realisasi=None, persen=None, n_kosong=1) if s.tingkat in ("total", "program") else s
        for s in b.serapan
    )
    hasil = build_report(dataclasses.replace(b, serapan=serapan), TEMPLAT.read_bytes(), NARASI, WAKTU)
    assert "Realisasi 1 (satu) sub kegiatan belum dilaporkan" in baca(hasil)
    assert tabel(hasil, "Anggaran dan Realisasi")[-1] == ["Jumlah", "13.245.678.901", "–", "–"]


def test_achievement_table(laporan: Rendered) -> None:
    """The table of a sasaran holds the right digits, and a dash where nothing can be computed."""
    assert tabel(laporan, "Target dan Realisasi Kinerja Sasaran SS-1")[1:] == [
        [
            "1",
            "Persentase pencari kerja terdaftar yang ditempatkan",
            "Persen",
            "46,00",
            "43,13",
            "93,75",
            "Sangat Tinggi",
        ],
        ["2", "Tingkat Pengangguran Terbuka", "Persen", "5,00", "4,00", "120,00", "Sangat Tinggi"],
        ["3", "Jumlah wirausaha baru", "Orang", "1.200", "0", "0,00", "Sangat Rendah"],
        ["Rata-rata capaian", "71,25", "Sedang"],
    ]
    assert tabel(laporan, "Target dan Realisasi Kinerja Sasaran SS-2")[2] == [
        "2",
        "Indeks Kepuasan Masyarakat",
        "Indeks",
        "85,00",
        "–",
        "–",
        "–",
    ]


def test_agreement_table_names_the_document(laporan: Rendered) -> None:
    """The table of targets says which agreement each target is from."""
    isi_ = tabel(laporan, "Ikhtisar Perjanjian Kinerja")
    assert [b[-2:] for b in isi_[1:]] == [
        ["46,00", "PK"],
        ["5,00", "PK"],
        ["1.200", "PK Perubahan"],
        ["WTP", "PK"],
        ["85,00", "PK"],
    ]


def test_captions_are_numbered_without_gap(laporan: Rendered) -> None:
    """Captions count 1, 2, 3 within each chapter, whichever tables are shown."""
    for hasil in (laporan, build_report(bahan(isian=(), catatan_kiriman=()), TEMPLAT.read_bytes(), NARASI, WAKTU)):
        paragraf = Document(BytesIO(hasil.data)).paragraphs
        keterangan = "\n".join(p.text for p in paragraf if p.style.name == "Caption")
        nomor = re.findall(r"^Tabel (\d|L)\.(\d+) ", keterangan, re.MULTILINE)
        for bab in ("2", "3", "L"):
            urut = [int(n) for b, n in nomor if b == bab]
            assert urut == list(range(1, len(urut) + 1))
            assert urut


def test_scale_is_printed_without_holes(laporan: Rendered) -> None:
    """The scale table says for every value to which band it belongs."""
    assert [b[1] for b in tabel(laporan, "Skala Predikat")[1:]] == [
        "lebih dari 90%",
        "lebih dari 75% sampai dengan 90%",
        "lebih dari 65% sampai dengan 75%",
        "lebih dari 50% sampai dengan 65%",
        "sampai dengan 50%",
    ]


def test_scale_with_bounds_included() -> None:
    """A scale whose bounds belong to the upper band is worded the other way round."""
    jenjang = (Jenjang("Baik", d("91"), True), Jenjang("Cukup", d("76"), True), Jenjang("Kurang", d(0), True))
    skala = dataclasses.replace(PENGATURAN.skala["P86"], jenjang=jenjang)
    b = bahan(pengaturan=dataclasses.replace(PENGATURAN, skala={"P86": skala}))
    hasil = build_report(b, TEMPLAT.read_bytes(), NARASI, WAKTU)
    assert [x[1] for x in tabel(hasil, "Skala Predikat")[1:]] == [
        "mulai dari 91%",
        "mulai dari 76% dan kurang dari 91%",
        "kurang dari 76%",
    ]


def test_appendix_shows_what_was_normalised(laporan: Rendered) -> None:
    """The appendix shows what was typed, what it was read as, and the cell."""
    assert tabel(laporan, "Nilai yang Disesuaikan")[1] == [
        "IK-1.1",
        "Realisasi",
        "43,125 %",
        "43,125",
        "satuan «%» dilepas",
        "TK.xlsx · ISIAN!M5",
    ]
    assert tabel(laporan, "Tidak Dapat Dibaca")[1][2:4] == ["1.234", "dapat dibaca sebagai dua angka yang berbeda"]
    assert tabel(laporan, "Unit yang Belum")[1] == ["SEK", "Sekretariat"]


def test_trace_lists_each_number_with_its_cell(laporan: Rendered) -> None:
    """The appendix and the trace name cell and formula of a printed number."""
    jejak = {j.nama: j for j in laporan.jejak}
    assert [str(a) for a in jejak["capaian IK-1.1"].asal] == [
        "TK.xlsx · ISIAN!M5",
        "skema/Target.csv · baris 2 kolom tw4",
    ]
    baris_ = {b[0]: b for b in tabel(laporan, "Jejak Angka")[1:]}
    assert baris_["realisasi IK-1.2"] == ["realisasi IK-1.2", "4,00", "diisikan", "TK.xlsx · ISIAN!M6"]
    assert baris_["capaian IK-1.2"][2] == "(2 × target − realisasi) / target × 100"
    assert set(jejak) == set(baris_), "every printed number stands in the appendix"


def test_every_percentage_in_the_text_is_traced(laporan: Rendered) -> None:
    """No percentage stands in the running text that the trace does not hold."""
    tercetak = {j.tercetak for j in laporan.jejak}
    polos = {re.sub(r" (persen|poin persen)$|%$", "", t) for t in tercetak}
    for angka_ in re.findall(r"(\d[\d.]*,\d+) (?:poin )?persen", baca(laporan)):
        assert angka_ in polos


def test_missing_is_never_zero(laporan: Rendered) -> None:
    """An indicator without a result gets no percentage and no predikat."""
    paragraf = next(
        p
        for p in baca(laporan).split("\n")
        if "capaian indikator “Indeks Kepuasan Masyarakat”" in p.lower()
        or "“Indeks Kepuasan Masyarakat” tidak dihitung" in p
    )
    assert "0,00" not in paragraf
    assert "Sangat Rendah" not in paragraf


def test_draft_mark() -> None:
    """A draft says so on the cover and in the header; an approved report shows its seal instead."""
    draf = build_report(bahan(), TEMPLAT.read_bytes(), NARASI, WAKTU)
    sah = build_report(bahan(disahkan=True, segel="AB12-CD34"), TEMPLAT.read_bytes(), NARASI, WAKTU)
    assert "\nDRAF, 12 Februari 2026\n" in baca(draf)
    assert "DRAF" not in baca(sah)
    assert "Segel data: AB12-CD34" in baca(sah)
    for hasil, ada in ((draf, True), (sah, False)):
        with zipfile.ZipFile(BytesIO(hasil.data)) as z:
            kepala = [z.read(n) for n in z.namelist() if n.startswith("word/header")]
        assert any(b"DRAF" in k for k in kepala) is ada


def test_empty_office_still_makes_a_report() -> None:
    """Without any result the report says what is missing and invents nothing."""
    kosong = bahan(
        capaian=(),
        rekap_sasaran=(),
        rekap_dinas=Rekap("DINAS", 0, 5, 0, None),
        serapan=(),
        isian=(),
        perbandingan=(),
        unit_belum=UNIT,
        pengaturan=dataclasses.replace(PENGATURAN, pejabat=()),
    )
    hasil = build_report(kosong, TEMPLAT.read_bytes(), NARASI, WAKTU)
    teks = baca(hasil)
    assert "belum dapat dihitung karena belum ada indikator yang capaiannya dapat dihitung" in teks
    assert "penyerapan anggaran tidak dihitung" in teks
    assert "(pejabat penanda tangan belum diatur)" in teks
    assert "0,00 persen" not in teks


def test_foreign_text_is_inert_in_the_report() -> None:
    """Kendala written by a unit is printed as it was written."""
    asing = "a & b < c {{ 7*7 }} ]]> {% x %}"
    b = bahan(isian=(baris("TK", "IK-1.1", kendala=isi(asing, "O5"), tindak_lanjut=isi("</w:t>", "P5")),))
    teks = baca(build_report(b, TEMPLAT.read_bytes(), NARASI, WAKTU))
    assert teks.count(asing) == 2
    assert "</w:t>" in teks


def test_long_kendala_is_cut_and_stands_in_the_appendix() -> None:
    """A very long kendala is cut in its table and printed whole in the appendix."""
    panjang = "kendala nomor " * 400
    b = bahan(isian=(baris("TK", "IK-1.1", kendala=isi(panjang, "O5")),))
    teks = baca(build_report(b, TEMPLAT.read_bytes(), NARASI, WAKTU))
    assert "(dipotong, lengkapnya di lampiran)" in teks
    assert panjang.strip() in teks


def test_a_new_section_is_one_file() -> None:
    """A file `bagian-…` becomes section 3.3 and an entry of the table of contents."""
    narasi = {
        **NARASI,
        "bagian-10-prestasi": "{# judul: Prestasi dan Penghargaan #}\nSatu.\n\n{{ dinas.rata_rata|persen }}",
    }
    assert [(b.nomor, b.judul) for b in bagian_tambahan(narasi)] == [(3, "Prestasi dan Penghargaan")]
    teks = baca(build_report(bahan(), TEMPLAT.read_bytes(), narasi, WAKTU))
    assert teks.count("3.3 Prestasi dan Penghargaan") == 2
    assert "\nSatu.\n85,63%\n" in teks


def test_steps_of_computation_stand_in_the_appendix() -> None:
    """How quarters were combined is told in the appendix, not in the sentences."""
    c = dataclasses.replace(CAPAIAN[0], jejak=("Realisasi adalah jumlah Triwulan I sampai Triwulan IV, yaitu 43,125.",))
    hasil = build_report(bahan(capaian=(c, *CAPAIAN[1:])), TEMPLAT.read_bytes(), NARASI, WAKTU)
    assert tabel(hasil, "Langkah Penghitungan")[1][2].strip() == c.jejak[0]
    assert baca(hasil).count(c.jejak[0]) == 1


def test_many_missed_targets_are_summarised() -> None:
    """More than five missed targets are counted, and the farthest three named."""
    ind = tuple(dataclasses.replace(INDIKATOR[0], kode=f"IK-{n}", nama=f"Ke-{n}") for n in range(7))
    c = tuple(dataclasses.replace(CAPAIAN[0], indikator=f"IK-{n}", persen=d(str(90 - n))) for n in range(7))
    b = bahan(siklus=dataclasses.replace(SIKLUS, indikator=ind, target=()), capaian=c)
    teks = baca(build_report(b, TEMPLAT.read_bytes(), NARASI, WAKTU))
    assert "Sebanyak 7 (tujuh) indikator belum mencapai target." in teks
    assert "pada “Ke-6” (84,00 persen), “Ke-5” (85,00 persen), dan “Ke-4” (86,00 persen)." in teks


@pytest.mark.parametrize(
    ("persen", "r", "pendukung", "kendala", "tindak", "ada", "tiada"),
    [
        ("101", "41", "Bursa kerja", "", "", "Keberhasilan pada indikator “X” didukung oleh hal berikut", "Faktor"),
        ("100", "40", "Bursa kerja", "", "", "Keberhasilan pada indikator “X” didukung", "belum menguraikan"),
        ("99.7", "39.9", "Bursa kerja", "K", "T", "Faktor yang mendukung indikator “X” adalah sebagai", "Keberhasilan"),
        ("99.7", "39.9", "", "Sepi", "", "belum menguraikan tindak lanjutnya.", "kendalanya."),
        ("99.7", "39.9", "", "", "Bursa", "belum menguraikan kendalanya.", "tindak lanjutnya."),
        ("99.7", "39.9", "", "", "", "belum menguraikan kendala dan tindak lanjutnya.", "didukung"),
        ("99.7", "39.9", "", "K", "T", "kendala pada", "belum menguraikan"),
    ],
)
def test_only_a_met_target_is_called_a_success(
    persen: str, r: str, pendukung: str, kendala: str, tindak: str, ada: str, tiada: str
) -> None:
    """What helped is the cause of success where there is one; what was not explained is named."""
    ik = dataclasses.replace(
        indikator_tampil("positif", "40", r, persen), pendukung=pendukung, kendala=kendala, tindak_lanjut=tindak
    )
    teks = kalimat("uraian", {}, ik=ik)
    assert ada.casefold() in teks.casefold() and tiada not in teks


def test_the_summary_promises_what_is_there() -> None:
    """Kendala and tindak lanjut are promised for those of whom they were written, and the others are named."""
    janji = "Kendala dan tindak lanjutnya diuraikan dalam Bab III"
    satu = bahan(capaian=(CAPAIAN[0],), siklus=dataclasses.replace(SIKLUS, indikator=INDIKATOR[:1]))
    assert f"{janji}." in baca(build_report(satu, TEMPLAT.read_bytes(), NARASI, WAKTU))
    tanpa = tuple(
        dataclasses.replace(i, nilai={k: v for k, v in i.nilai.items() if k != "tindak_lanjut"}) for i in satu.isian
    )
    teks = baca(build_report(dataclasses.replace(satu, isian=tanpa), TEMPLAT.read_bytes(), NARASI, WAKTU))
    nama = INDIKATOR[0].nama
    assert f"{janji}, kecuali yang belum disampaikan unit pengampunya: tindak lanjut “{nama}”." in teks
    assert f"{janji}." not in teks


def test_who_acts_for_a_head_is_called_so() -> None:
    pejabat = (PejabatUnit("TK", "Kepala Bidang Tenaga Kerja", "ANI", status="Plt."),)
    b = bahan(siklus=dataclasses.replace(SIKLUS, pejabat=pejabat))
    teks = baca(build_report(b, TEMPLAT.read_bytes(), NARASI, WAKTU))
    assert "Plt. Kepala Bidang Tenaga Kerja" in teks


def test_a_formula_names_what_it_divides() -> None:
    ind = dataclasses.replace(
        INDIKATOR[0], formulasi="Pembilang / penyebut × 100", pembilang="lulusan", penyebut="peserta", satuan="Persen"
    )
    assert rencana._formulasi(ind) == "lulusan / peserta × 100"
    assert rencana._formulasi(dataclasses.replace(ind, pembilang="", penyebut="")) == "Pembilang / penyebut × 100"


def test_cells_that_stand_together_are_a_range() -> None:
    """Every cell is named, however many they are, as long as they stand in a few places."""

    def sel(*nama: str, berkas: str = "skema/Target.csv", lembar: str = "") -> tuple[CellRef, ...]:
        return tuple(CellRef(berkas, lembar, n) for n in nama)

    def teks(*isi: CellRef) -> str:
        return JejakAngka("x", "1", "1", "", isi, "").asal_teks

    deret = sel(*(f"baris {n} kolom Kode" for n in (4, 5, 6, 9)))
    assert teks(*deret) == "skema/Target.csv · baris 4–6, 9 kolom Kode"
    lembar = sel("H8", "H9", "H11", "J2", berkas="IND.xlsx", lembar="ANGGARAN")
    assert teks(*lembar) == "IND.xlsx · ANGGARAN!H8–H9, H11; ANGGARAN!J2"
    assert teks(*sel("[[laporan.sumber_daya]]", berkas="capaian.toml")) == "capaian.toml · [[laporan.sumber_daya]]"
    banyak = sel(*(f"baris {n} kolom Kode" for n in range(1, 120)))
    assert teks(*banyak) == "skema/Target.csv · baris 1–119 kolom Kode"
    berselang = sel(*(f"baris {n} kolom {k}" for n in range(10) for k in "AB"))
    assert teks(*berselang).endswith("; dan 4 sel lain")


@pytest.mark.parametrize(
    ("dokumen", "nama"),
    [
        (("PK", "PK"), "Perjanjian Kinerja Tahun 2025"),
        (("PK", "PK Perubahan"), "Perjanjian Kinerja Tahun 2025 beserta perubahannya"),
        (("PK Perubahan", "PK Perubahan"), "Perjanjian Kinerja Perubahan Tahun 2025"),
    ],
)
def test_the_agreement_in_force_is_named(dokumen: tuple[str, str], nama: str) -> None:
    """Targets of a changed agreement are named as such."""
    t = tuple(dataclasses.replace(SIKLUS.target[n], dokumen=k) for n, k in enumerate(dokumen))
    fakta = konteks(bahan(siklus=dataclasses.replace(SIKLUS, target=t)))
    assert fakta["dokumen"].pk == nama  # type: ignore[attr-defined]


def test_revoked_law_is_not_cited(laporan: Rendered) -> None:
    """A revoked regulation is not listed as a legal basis."""
    assert "Nomor 29 Tahun 2014" in baca(laporan)
    assert "Nomor 12 Tahun 2015" not in baca(laporan)


def test_equal_bahan_equal_bytes(laporan: Rendered) -> None:
    """The same material gives the same bytes."""
    assert build_report(bahan(), TEMPLAT.read_bytes(), NARASI, WAKTU).data == laporan.data


def test_structure_and_no_update_prompt(laporan: Rendered) -> None:
    """The chapters stand in their order; Word is not told to update fields; nothing points outside."""
    teks = baca(laporan)
    judul = [
        "LAPORAN KINERJA",
        "KATA PENGANTAR",
        "IKHTISAR EKSEKUTIF",
        "PENDAHULUAN",
        "PERENCANAAN KINERJA",
        "AKUNTABILITAS KINERJA",
        "PENUTUP",
        "CATATAN DATA",
        "JEJAK ANGKA",
    ]
    tempat = [teks.rindex(f"{j}\n") if j != "LAPORAN KINERJA" else teks.index(j) for j in judul]
    assert tempat == sorted(tempat)
    assert not re.search(r"\{\{|\{%|\}\}|%\}", teks)
    with zipfile.ZipFile(BytesIO(laporan.data)) as z:
        assert b"updateFields" not in z.read("word/settings.xml")
        assert b'w:val="id-ID"' in z.read("word/styles.xml")
        assert not any(b"External" in z.read(n) for n in z.namelist() if n.endswith(".rels"))


def test_no_empty_sentence(laporan: Rendered) -> None:
    """No double blank, no blank before a full stop, no doubled full stop in running text."""
    for p in baca(laporan).split("\n"):
        assert not re.search(r" {2,}| [.,;]|\.\.(?!\.)|“”", p), p


def test_every_fact_is_documented() -> None:
    """Every fact says in one sentence what it is."""
    for nama, fungsi in daftar_fakta().items():
        assert (fungsi.__doc__ or "").strip().split("\n")[0].endswith("."), nama
    with pytest.raises(ValueError, match="twice"):
        fact("sasaran")(lambda b: b)


def test_every_narasi_file_is_used() -> None:
    """Each sentence file is printed by the template or by another one."""
    with zipfile.ZipFile(TEMPLAT) as z:
        sumber = z.read("word/document.xml").decode() + "".join(NARASI.values())
    for nama in NARASI:
        assert f'"{nama}"' in sumber.replace("&quot;", '"'), nama


def test_committed_template_is_what_the_tool_builds() -> None:
    """The template in the repository equals what tools/build_template.py makes."""
    spek = importlib.util.spec_from_file_location("build_template", AKAR / "tools" / "build_template.py")
    assert spek is not None
    assert spek.loader is not None
    modul = importlib.util.module_from_spec(spek)
    spek.loader.exec_module(modul)
    assert modul.build() == TEMPLAT.read_bytes()
