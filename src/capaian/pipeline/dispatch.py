"""SOP 11: the approved report goes out as one bundle that the receiver can check without this office."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path

from capaian import plugins
from capaian.errors import DataError, StateError, SystemRefusalError, UsageError
from capaian.ledger import Archive, Ledger, short
from capaian.model.hasil import HasilTindakan
from capaian.model.keutuhan import ButirKeutuhan, HasilBundel
from capaian.model.pengesahan import Pengesahan
from capaian.model.register import LAPORAN_DIKIRIM, LAPORAN_DITERIMA
from capaian.model.surat_masuk import Naskah
from capaian.ooxml import pack
from capaian.pipeline import approving, summarize
from capaian.pipeline.approving import Hari
from capaian.pipeline.office import Kantor, Pelaku, demand_intact, official, open_ledger
from capaian.register import approval
from capaian.workspace.files import together

MANIFES = "manifes.json"
SURAT = "surat-pengantar.docx"
_MAKS = 512 << 20
"""A bundle is some megabytes; a larger one was not made here."""


@dataclass(frozen=True, slots=True)
class TandaTerima:
    """Who took the report, as the signed copy of the letter says."""

    nama: str
    jabatan: str = ""
    nomor: str = ""


def submit(kantor: Kantor, pelaku: Pelaku, hari: Hari) -> HasilTindakan:
    """Write the surat pengantar and the bundle, and record that the report was sent.

    Raises:
        StateError: the report is not approved, or what it is made from changed since.
        SystemRefusalError: a file is open, or the folder cannot be written.
    """
    with open_ledger(kantor) as ledger:
        with together() as write, ledger.transaction():
            demand_intact(ledger)
            p = approval.standing(ledger.events(), str(kantor.periode))
            approval.demand(p, LAPORAN_DIKIRIM, hari.tanggal, hari.hari_ini)
            if not approving.still_holds(kantor, pelaku, ledger, p):
                raise StateError(
                    "Data, tabel, tulisan, atau templat berubah sejak laporan disahkan.",
                    "Pulihkan perubahannya, atau buka kembali: «capaian reopen --reason …».",
                )
            buku = summarize.book(kantor, ledger, pelaku)
            isi = _contents(kantor, p, summarize.files(kantor, buku))
            manifes = _manifest(kantor, p, isi, short(ledger.head()))
            kode = short(hashlib.sha256(manifes).hexdigest())
            surat = _letter(kantor, hari.tanggal, kode, _listed(isi, p.ttd_sha256 != ""))
            bundel = pack({**isi, MANIFES: manifes, SURAT: surat})
            folder = kantor.folder.laporan(kantor.periode)
            nama = _name(kantor, ledger)
            berkas: dict[Path, bytes | None] = {
                folder / f"Kiriman-{nama}.zip": bundel,
                folder / f"Surat-Pengantar-{nama}.docx": surat,
            }
            # The rekap of the folder is then that of the bundle; its data too, where somebody asked for them.
            serta = {
                folder / n: b
                for n, b in isi.items()
                if n.startswith("Rekap") or ("/" in n and (folder / "data").is_dir())
            }
            ledger.append(
                LAPORAN_DIKIRIM,
                {
                    "periode": str(kantor.periode),
                    "tanggal": hari.tanggal.isoformat(),
                    "kepada": kantor.pengaturan.instansi.penerima_laporan,
                    "bundel": f"Kiriman-{nama}.zip",
                    "bundel_sha256": Archive(kantor.folder.arsip).put(bundel),
                    "segel_kiriman": kode,
                },
                pelaku.nama,
                pelaku.waktu,
            )
            write(berkas | serta)
        hasil = approving.done(kantor, ledger, tuple(berkas))
    return HasilTindakan(hasil.pengesahan, hasil.berikutnya, hasil.berkas, kode)


def _name(kantor: Kantor, ledger: Ledger) -> str:
    """What bundle and letter are called; those of a report that was sent again do not replace the first ones."""
    periode = str(kantor.periode)
    ke = 1 + sum(e.isi.get("periode") == periode for e in ledger.events(LAPORAN_DIKIRIM))
    return f"{kantor.pengaturan.instansi.kode}-{periode}{f'-ke-{ke}' if ke > 1 else ''}"


def receipt(kantor: Kantor, pelaku: Pelaku, hari: Hari, terima: TandaTerima) -> HasilTindakan:
    """Record who received the report.

    Raises:
        UsageError: no name.
        StateError: it was not sent, or was received already.
    """
    if not terima.nama.strip():
        raise UsageError("Nama penerima belum ditulis.", 'Tulis: --received "NAMA".')
    with open_ledger(kantor) as ledger:
        with ledger.transaction():
            demand_intact(ledger)
            p = approval.standing(ledger.events(), str(kantor.periode))
            approval.demand(p, LAPORAN_DITERIMA, hari.tanggal, hari.hari_ini)
            isi = {
                "periode": str(kantor.periode),
                "tanggal": hari.tanggal.isoformat(),
                "penerima": terima.nama.strip(),
                "jabatan": terima.jabatan.strip(),
                "nomor": terima.nomor.strip(),
            }
            ledger.append(LAPORAN_DITERIMA, isi, pelaku.nama, pelaku.waktu)
        return approving.done(kantor, ledger)


def verify_bundle(path: Path, segel: str = "") -> HasilBundel:
    """Look whether a bundle is what was sent; needs no office folder.

    Args:
        path: The zip.
        segel: The seal printed on the surat pengantar; without it a bundle that was made anew cannot be told.

    Raises:
        UsageError: there is no such file.
        DataError: it is no bundle.
        SystemRefusalError: it cannot be read.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise UsageError(f"Berkas «{path}» tidak ada.", "Periksa nama dan foldernya.") from None
    except OSError as e:
        raise SystemRefusalError(
            f"«{path.name}» tidak dapat dibuka ({e.strerror}).", "Periksa izin berkas itu."
        ) from None
    try:
        isi = _unpack(data)
        manifes = json.loads(isi[MANIFES])
        daftar = {str(b["nama"]): str(b["sha256"]) for b in manifes["berkas"]}
        kepala = {k: str(manifes[k]) for k in ("kantor", "periode", "segel", "dibuat_dengan")}
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, NotImplementedError, RuntimeError, OSError) as e:
        raise DataError(
            f"«{path.name}» bukan kiriman laporan yang utuh.",
            saran="Minta kirim ulang berkas .zip dari kantor pengirim.",
        ) from e
    kode = short(hashlib.sha256(isi[MANIFES]).hexdigest())
    return HasilBundel(path, kepala, kode, len(daftar), tuple(_damage(isi, daftar, kode, segel)))


def _damage(isi: Mapping[str, bytes], daftar: Mapping[str, str], kode: str, segel: str) -> list[ButirKeutuhan]:
    minta = "Minta kirim ulang dari kantor pengirim."
    rusak = [ButirKeutuhan(n, "hilang dari kiriman", minta) for n in daftar if n not in isi]
    rusak += [
        ButirKeutuhan(n, "berubah sejak dikirim", minta)
        for n, s in daftar.items()
        if n in isi and hashlib.sha256(isi[n]).hexdigest() != s
    ]
    lain = [n for n in isi if n not in daftar and n not in (MANIFES, SURAT)]
    rusak += [
        ButirKeutuhan(n, "tidak tercantum dalam manifes", "Jangan dipakai; tidak berasal dari kantor.") for n in lain
    ]
    rapi = segel.replace("-", "").replace(" ", "").upper()
    if rapi and rapi != kode.replace("-", ""):
        rusak.append(
            ButirKeutuhan(
                MANIFES, f"segelnya {kode}, bukan {segel.upper()}", "Cocokkan dengan surat pengantar yang dicetak."
            )
        )
    return rusak


def _unpack(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as z:
        if sum(i.file_size for i in z.infolist()) > _MAKS or len(z.namelist()) != len(set(z.namelist())):
            raise ValueError("too large, or a name twice")
        return {n: z.read(n) for n in z.namelist()}


def _contents(kantor: Kantor, p: Pengesahan, rekap: Mapping[str, bytes]) -> dict[str, bytes]:
    arsip = Archive(kantor.folder.arsip)
    nama = approving.report_name(kantor)
    isi = {f"{nama}.docx": arsip.get(p.sha256)}
    if p.pdf_sha256:
        isi[f"{nama}.pdf"] = arsip.get(p.pdf_sha256)
    if p.ttd_sha256:
        isi[f"{nama}-TTD.pdf"] = arsip.get(p.ttd_sha256)
    return {**isi, **rekap}


def _manifest(kantor: Kantor, p: Pengesahan, isi: Mapping[str, bytes], segel: str) -> bytes:
    i = kantor.pengaturan.instansi
    dokumen = {
        "kantor": f"{i.nama} {i.daerah}".strip(),
        "periode": str(kantor.periode),
        "segel": segel,
        "draf": p.draf,
        "dibuat_dengan": f"capaian {plugins.program()}",
        "berkas": [{"nama": n, "sha256": hashlib.sha256(isi[n]).hexdigest(), "bita": len(isi[n])} for n in sorted(isi)],
    }
    return json.dumps(dokumen, ensure_ascii=False, indent=1).encode()


def _listed(isi: Mapping[str, bytes], bertanda: bool) -> list[Naskah]:
    """Name what is sent as a letter does; the files of data are one line."""
    naskah = []
    for n in sorted(isi):
        if n.startswith("Rekap"):
            continue
        if n.endswith("-TTD.pdf"):
            naskah.append(Naskah(f"{n} (PDF yang sudah ditandatangani)"))
        elif n.endswith(".pdf"):
            naskah.append(Naskah(f"{n} ({'PDF' if bertanda else 'salinan PDF'} dari berkas Word di atas)"))
        elif "/" not in n:
            naskah.append(Naskah(n))
    naskah += [Naskah(f"Rekapitulasi capaian kinerja: {n}") for n in sorted(isi) if n.startswith("Rekap")]
    data = sum("/" in n for n in isi)
    return naskah + ([Naskah("Data kinerja yang dapat diolah, dalam folder data", data)] if data else [])


def _letter(kantor: Kantor, hari: date, kode: str, berkas: list[Naskah]) -> bytes:
    from capaian.report import surat_laporan

    wakil = kantor.pengaturan.pejabat_pada("sekretaris", hari)
    kepala = kantor.pengaturan.pejabat_pada("kepala", hari)
    penanda = wakil if kepala is None and wakil and wakil.atas_nama else official(kantor, "kepala", hari)
    surat = surat_laporan.SuratLaporan(kantor.pengaturan, hari, penanda, kode, tuple(berkas))
    waktu = datetime.combine(hari, time())
    return surat_laporan.build_letter(surat, kantor.folder.template(surat_laporan.TEMPLAT), waktu)
