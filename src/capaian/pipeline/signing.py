"""SOP 10: the signed PDF comes back, is checked to be the approved document, and is kept."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from capaian.errors import DataError, SystemRefusalError, UsageError
from capaian.ledger import Archive
from capaian.model.hasil import HasilTandaTangan
from capaian.model.pengesahan import TandaTangan
from capaian.model.register import LAPORAN_DITANDATANGANI
from capaian.pipeline import approving
from capaian.pipeline.approving import Hari
from capaian.pipeline.office import Kantor, Pelaku, demand_intact, open_ledger
from capaian.register import approval
from capaian.workspace.files import together

COCOK = "sama kata demi kata dengan laporan yang disahkan"
PINDAIAN = "hasil pindai tanpa tulisan; dicocokkan oleh manusia"
TANPA_PDF = "laporan disahkan tanpa PDF; dicocokkan oleh manusia"
_MAKS = 200 << 20


def register_signed(kantor: Kantor, pelaku: Pelaku, hari: Hari, path: Path) -> HasilTandaTangan:
    """Check a signed PDF against the approved report, archive it, and record it.

    Raises:
        UsageError: there is no such file.
        StateError: the report is not approved.
        DataError: it is another document, or its electronic signature is broken.
        TemplateError: it is no PDF.
        SystemRefusalError: it cannot be read.
    """
    from capaian.document import signed

    data = _read(path)
    with open_ledger(kantor) as ledger:
        with together() as write, ledger.transaction():
            demand_intact(ledger)
            p = approval.standing(ledger.events(), str(kantor.periode))
            approval.demand(p, LAPORAN_DITANDATANGANI, hari.tanggal, hari.hari_ini)
            arsip = Archive(kantor.folder.arsip)
            kecocokan = PINDAIAN if not signed.words(data) else TANPA_PDF
            if p.pdf_sha256 and kecocokan != PINDAIAN:
                beda = signed.difference(arsip.get(p.pdf_sha256), data)
                if beda:
                    raise DataError(
                        f"«{path.name}» bukan laporan yang disahkan: {beda}.",
                        saran="Tandatangani PDF yang dihasilkan «capaian approve», tanpa mengubah isinya.",
                    )
                kecocokan = COCOK
            tanda = signed.signatures(data)
            _intact(path, tanda or ())
            isi: dict[str, object] = {
                "periode": str(kantor.periode),
                "tanggal": hari.tanggal.isoformat(),
                "nama": path.name,
                "kecocokan": kecocokan,
                "ttd_sha256": arsip.put(data),
                "tanda_tangan": [asdict(t) for t in tanda or ()],
            }
            ledger.append(LAPORAN_DITANDATANGANI, isi, pelaku.nama, pelaku.waktu)
            ke = kantor.folder.laporan(kantor.periode) / f"{approving.report_name(kantor)}-TTD.pdf"
            write({ke: data})
        approving.done(kantor, ledger)
    return HasilTandaTangan(ke, kecocokan, tanda or (), tanda is not None)


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > _MAKS:
            raise UsageError(f"«{path.name}» terlalu besar untuk sebuah laporan.", "Pilih PDF yang ditandatangani.")
        return path.read_bytes()
    except FileNotFoundError:
        raise UsageError(f"Berkas «{path}» tidak ada.", "Periksa nama dan foldernya.") from None
    except OSError as e:
        raise SystemRefusalError(f"«{path.name}» tidak dapat dibuka ({e.strerror}).", "Tutup berkas itu.") from None


def _intact(path: Path, tanda: tuple[TandaTangan, ...]) -> None:
    rusak = [t for t in tanda if not t.utuh]
    if rusak:
        raise DataError(
            f"Tanda tangan elektronik {rusak[0].nama} pada «{path.name}» rusak: isinya berubah setelah ditandatangani.",
            saran="Minta PDF aslinya dari penanda tangan.",
        )
    if tanda and not tanda[-1].menyeluruh:
        raise DataError(
            f"Tanda tangan elektronik terakhir pada «{path.name}» tidak mencakup seluruh berkas: ada yang ditambahkan.",
            saran="Minta PDF aslinya dari penanda tangan.",
        )
