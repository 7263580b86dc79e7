"""A signed PDF is checked to be the approved document; electronic signatures are looked at, never trusted blindly."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pypdf import PdfWriter
from typer.testing import CliRunner

from capaian.cli import app
from capaian.document import signed
from capaian.document.errors import TemplateError
from capaian.errors import DataError, StateError, UsageError
from capaian.model.pengesahan import TandaTangan
from capaian.pipeline import approving, dispatch, integrity, report, signing
from capaian.pipeline.approving import Hari
from capaian.pipeline.office import Kantor, open_office
from capaian.workspace.folder import Folder
from conftest import at, both_rounds, needs_office

HARI = Hari(date(2026, 1, 14), date(2026, 1, 14))


@pytest.fixture(scope="module")
def approved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example office with an approved report and its PDF."""
    tujuan = tmp_path_factory.mktemp("ttd") / "kantor"
    kantor = both_rounds(tujuan)
    report.build_report(kantor, at(13))
    approving.hand_over(kantor, at(13), Hari(date(2026, 1, 13), date(2026, 1, 13)))
    approving.accept(kantor, at(13), Hari(date(2026, 1, 13), date(2026, 1, 13)))
    approving.approve(kantor, at(14), HARI)
    return tujuan


@pytest.fixture
def kantor_sah(approved: Path, tmp_path: Path) -> Kantor:
    shutil.copytree(approved, tmp_path / "kantor")
    return open_office(Folder(tmp_path / "kantor"))


def _signer(folder: Path) -> Any:
    """A signer with a certificate of its own."""
    kunci = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    nama = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "BUDIONO WIRAWAN")])
    cert = (
        x509.CertificateBuilder()
        .subject_name(nama)
        .issuer_name(nama)
        .public_key(kunci.public_key())
        .serial_number(53)
        .not_valid_before(datetime(2025, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2045, 1, 1, tzinfo=UTC))
        .add_extension(x509.KeyUsage(True, True, False, False, False, False, False, False, False), critical=True)
        .sign(kunci, hashes.SHA256())
    )
    berkas = folder / "uji.p12"
    berkas.write_bytes(pkcs12.serialize_key_and_certificates(b"uji", kunci, cert, None, serialization.NoEncryption()))
    return signers.SimpleSigner.load_pkcs12(str(berkas))


def _sign(pdf: bytes, folder: Path) -> bytes:
    keluar = BytesIO()
    meta = signers.PdfSignatureMetadata(field_name="TTD")
    signers.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), meta, signer=_signer(folder), output=keluar)
    return keluar.getvalue()


def _pdf(kantor: Kantor) -> Path:
    return kantor.folder.laporan(kantor.periode) / "Laporan-Kinerja-2025-TW4.pdf"


@pytest.mark.kantor
@needs_office()
def test_an_electronically_signed_report_is_checked_and_kept(kantor_sah: Kantor, tmp_path: Path) -> None:
    """The words are the same, the signature is intact and covers the file; verify and the bundle know it."""
    berkas = tmp_path / "ttd.pdf"
    berkas.write_bytes(_sign(_pdf(kantor_sah).read_bytes(), tmp_path))
    hasil = signing.register_signed(kantor_sah, at(14), HARI, berkas)
    assert hasil.kecocokan == signing.COCOK
    (t,) = hasil.tanda
    assert (t.nama, t.utuh, t.menyeluruh) == ("BUDIONO WIRAWAN", True, True)
    assert hasil.berkas.read_bytes() == berkas.read_bytes()
    assert integrity.verify(kantor_sah.folder).kerusakan == ()
    kirim = dispatch.submit(kantor_sah, at(14), HARI)
    bundel = next(b for b in kirim.berkas if b.suffix == ".zip")
    assert dispatch.verify_bundle(bundel).n == 11
    hasil.berkas.write_bytes(hasil.berkas.read_bytes() + b"x")
    assert integrity.verify(kantor_sah.folder).kerusakan


@pytest.mark.kantor
@needs_office()
def test_what_was_changed_or_is_another_document_is_refused(kantor_sah: Kantor, tmp_path: Path) -> None:
    asli = _pdf(kantor_sah).read_bytes()
    bertanda = _sign(asli, tmp_path)
    tambah = BytesIO()
    penulis = IncrementalPdfFileWriter(BytesIO(bertanda))
    penulis.root["/Lang"] = penulis.root.get("/Lang")
    penulis.update_root()
    penulis.write(tambah)
    rusak = bytearray(bertanda)
    rusak[len(asli) // 2] ^= 1
    lain = PdfWriter(clone_from=BytesIO(asli))
    lain.remove_page(3)
    kurang = BytesIO()
    lain.write(kurang)
    for nama, isi in (("tambah", tambah.getvalue()), ("rusak", bytes(rusak)), ("kurang", kurang.getvalue())):
        berkas = tmp_path / f"{nama}.pdf"
        berkas.write_bytes(isi)
        # A turned byte may hit a compressed page, which then cannot be read at all.
        with pytest.raises((DataError, TemplateError) if nama == "rusak" else DataError) as galat:
            signing.register_signed(kantor_sah, at(14), HARI, berkas)
        assert galat.value.pesan
    assert not approving.standing(kantor_sah).ttd_sha256


@pytest.mark.parametrize(
    ("utuh", "menyeluruh", "kata"), [(False, True, "rusak"), (True, False, "tidak mencakup seluruh berkas")]
)
def test_a_signature_that_does_not_hold_is_refused(utuh: bool, menyeluruh: bool, kata: str) -> None:
    baik, buruk = TandaTangan("A", True, True), TandaTangan("B", utuh, menyeluruh)
    signing._intact(Path("x.pdf"), (baik,))
    with pytest.raises(DataError, match=kata):
        signing._intact(Path("x.pdf"), (baik, buruk))


@pytest.mark.kantor
@needs_office()
def test_a_scan_is_kept_and_said_to_be_unmatched(kantor_sah: Kantor, tmp_path: Path) -> None:
    pindai = PdfWriter()
    pindai.add_blank_page(595, 842)
    berkas = tmp_path / "pindai.pdf"
    pindai.write(berkas)
    akar = str(kantor_sah.folder.root)
    jawab = CliRunner().invoke(app, ["approve", "--signed", str(berkas), "--folder", akar])
    assert jawab.exit_code == 0 and "hasil pindai tanpa tulisan" in " ".join(jawab.stdout.split())
    assert "tidak memuat tanda tangan elektronik" in " ".join(jawab.stderr.split())
    tiada = CliRunner().invoke(app, ["approve", "--signed", "tiada.pdf", "--folder", akar])
    assert tiada.exit_code == 2
    bukan = tmp_path / "bukan.pdf"
    bukan.write_bytes(b"x")
    assert CliRunner().invoke(app, ["approve", "--signed", str(bukan), "--folder", akar]).exit_code == 1


def test_nothing_is_registered_before_the_approval(kantor: Kantor, tmp_path: Path) -> None:
    berkas = tmp_path / "x.pdf"
    PdfWriter().write(berkas)
    with pytest.raises(StateError):
        signing.register_signed(kantor, at(14), HARI, berkas)
    with pytest.raises(UsageError):
        signing.register_signed(kantor, at(14), HARI, tmp_path / "tiada.pdf")


def test_without_the_extra_nothing_is_claimed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signed, "find_spec", lambda _: None)
    assert signed.signatures(b"apa saja") is None
