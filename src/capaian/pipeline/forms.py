"""SOP 4 and 5: forms and their letters go out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from capaian.errors import StateError, UsageError
from capaian.ledger import SIDIK_FORMULIR, Archive, FormulirTercatat, Ledger, form_fingerprint
from capaian.model.formulir import Formulir, KodeFormulir, Langsung
from capaian.model.hasil import FormulirTerbit
from capaian.model.nilai import Nilai
from capaian.model.register import FORMULIR_TERBIT, Peristiwa
from capaian.model.skema import Unit
from capaian.pipeline import earlier, merge, register_files
from capaian.pipeline.office import Kantor, Pelaku, demand_open, earlier_values, open_ledger, unit_head, with_data
from capaian.register import clock
from capaian.workspace.files import together

if TYPE_CHECKING:
    from capaian.report.surat import FormulirDikirim

Sebelumnya = Mapping[tuple[str, str], Nilai]


def issue_forms(
    kantor: Kantor, pelaku: Pelaku, unit: str = "", per_seksi: bool | None = None, *, tersendiri: bool = False
) -> tuple[FormulirTerbit, ...]:
    """Write the form of each unit and the letter of each bidang; where nothing changed, the last issue is kept.

    The forms of a bidang and their letter are written and recorded together or not at all.

    Args:
        kantor: The office.
        pelaku: Who issues them, and when.
        unit: Code of one bidang, or of one unit below it; all when empty.
        per_seksi: Give every unit with rows of its own its own form, or the bidang one for its whole tree; None
            keeps to how the forms of the bidang were issued last (one per bidang at first).
        tersendiri: Issue forms of a semester or a year although forms of its quarters went out. From then on its
            report is made from them alone.

    Raises:
        StateError: the report of the period is approved, or is made from forms of quarters.
        UsageError: there is no such unit, or it has no form of its own.
        SystemRefusalError: a form or letter is open, the disk is full, or the folder is read-only.
    """
    from capaian.text.words import maksud

    if unit and unit not in kantor.siklus.unit_by_kode:
        ada = kantor.siklus.unit_by_kode
        raise UsageError(
            f"Unit «{unit}» tidak ada dalam tabel Unit.{maksud(unit, ada)}", f"Kode unit: {', '.join(ada)}."
        )
    dipilih = [b for b in kantor.siklus.bidang if not unit or kantor.siklus.pangkal(unit) == b.kode]
    with open_ledger(kantor) as ledger:
        demand_open(kantor, ledger)
        if not tersendiri:
            _demand_no_quarters(kantor, ledger)
        sebelumnya = earlier_values(kantor, ledger)
        berkas = _Berkas(kantor, pelaku, ledger, sebelumnya, _live(kantor, ledger, sebelumnya))
        terbit = tuple(t for b in dipilih for t in _issue(berkas, _plan(kantor, ledger, b, unit, per_seksi)))
        register_files.refresh(kantor, ledger)
        return terbit


def unlisted_years(kantor: Kantor, terbit: Sequence[FormulirTerbit]) -> tuple[int, ...]:
    """Years in which deadlines of forms fall although the office has listed no holiday of them."""
    return clock.unlisted_years((t.tenggat for t in terbit), kantor.libur)


def _demand_no_quarters(kantor: Kantor, ledger: Ledger) -> None:
    """Refuse to ask for a semester or a year whose quarters were asked already: what they hold would be left out."""
    sumber = with_data(kantor, ledger).periode
    if sumber == kantor.periode:
        return
    ini, itu = kantor.periode.label, sumber.label
    lanjut = "«capaian status»" if ledger.forms(sumber) else f"«capaian init-forms --periode {sumber}»"
    raise StateError(
        f"Formulir {ini} tidak diterbitkan: formulir triwulan sudah terbit, dan laporan disusun dari formulir {itu}.",
        f"Lanjutkan dengan {lanjut}. Bila kantor memang meminta formulir {ini} tersendiri, tambahkan «--tersendiri»; "
        "sesudah itu laporannya hanya berisi angka dari formulir tersebut.",
    )


def _live(kantor: Kantor, ledger: Ledger, sebelumnya: Sebelumnya) -> Langsung:
    """What the forms compute while they are filled, with the conditions that the rules state for it."""
    from capaian.analysis.live import live
    from capaian.checks import run

    fakta = earlier.before(kantor, ledger, sebelumnya).facts(kantor.siklus)
    return live(kantor.siklus, kantor.pengaturan, sebelumnya, kantor.periode, run.conditions(), fakta)


@dataclass(frozen=True, slots=True)
class _Rencana:
    """What is to be issued for a bidang: `semua` get a form of this kind, `unit` of them now."""

    bidang: Unit
    per: str
    semua: tuple[Unit, ...]
    unit: tuple[Unit, ...]
    ganti: bool


def _plan(kantor: Kantor, ledger: Ledger, bidang: Unit, unit: str, per_seksi: bool | None) -> _Rencana:
    siklus = kantor.siklus
    lama = merge.issued_per(siklus, ledger, kantor.periode).get(bidang.kode)
    per = lama or merge.PER_BIDANG
    if per_seksi is not None:
        per = merge.PER_SEKSI if per_seksi and len(siklus.pohon(bidang.kode)) > 1 else merge.PER_BIDANG
    semua = merge.form_units(siklus, bidang.kode, per)
    ganti = lama not in (None, per)
    if unit in ("", bidang.kode) or ganti:
        return _Rencana(bidang, per, semua, semua, ganti)
    dipilih = tuple(u for u in semua if u.kode == unit)
    if not dipilih:
        raise UsageError(
            f"Unit {unit} tidak mendapat formulir sendiri: isiannya ada dalam formulir {bidang.kode}.",
            f"Pakai «--unit {bidang.kode}», atau «--per-seksi» bila setiap seksi mengisi sendiri.",
        )
    return _Rencana(bidang, per, semua, dipilih, ganti)


@dataclass(frozen=True, slots=True)
class _Siap:
    """A form that is ready to be written.

    Attributes:
        formulir: What is to be recorded; None when this issue is recorded already.
        n: Rows by part.
    """

    unit: Unit
    kode: KodeFormulir
    data: bytes
    terbit: date
    tenggat: date
    n: dict[str, int]
    formulir: Formulir | None


@dataclass(frozen=True, slots=True)
class _Berkas:
    """Where things are written and recorded, and what all forms are made from."""

    kantor: Kantor
    pelaku: Pelaku
    ledger: Ledger
    sebelumnya: Sebelumnya
    langsung: Langsung

    @property
    def arsip(self) -> Archive:
        return Archive(self.kantor.folder.arsip)

    def formulir(self, unit: str) -> Path:
        periode = self.kantor.periode
        return self.kantor.folder.formulir(periode) / f"{periode}-{unit}.xlsx"

    def surat(self, bidang: str) -> Path:
        periode = self.kantor.periode
        return self.kantor.folder.formulir(periode) / "surat" / f"{periode}-{bidang}-surat-pengantar.docx"

    def peristiwa(self) -> dict[int, Peristiwa]:
        """Events of forms issued in this period."""
        return {
            p.urut: p for p in self.ledger.events(FORMULIR_TERBIT) if p.isi.get("periode") == str(self.kantor.periode)
        }


def _issue(berkas: _Berkas, rencana: _Rencana) -> list[FormulirTerbit]:
    """Issue the forms of a bidang and their letter."""
    path = berkas.surat(rencana.bidang.kode)
    with together() as write, berkas.ledger.transaction():
        siap = [_form(berkas, rencana, u) for u in rencana.unit]
        surat = _letter(berkas, rencana, siap)
        baru = [s for s in siap if s.formulir]
        # In the archive first: what is recorded can always be brought back, and bytes nobody recorded do no harm.
        sha = {s.kode: berkas.arsip.put(s.data) for s in baru}
        sha_surat = berkas.arsip.put(surat)
        isi: dict[Path, bytes | None] = {berkas.formulir(s.unit.kode): s.data for s in siap}
        write(isi | {p: None for p in _outdated(berkas, rencana)} | {path: surat})
        for s in baru:
            _record(berkas, rencana, s, sha[s.kode], {"surat": path.name, "surat_sha256": sha_surat})
    return [
        FormulirTerbit(
            unit=s.unit,
            kode=s.kode,
            berkas=berkas.formulir(s.unit.kode),
            baru=s in baru,
            tenggat=s.tenggat,
            n_indikator=s.n["isian"],
            n_sub_kegiatan=s.n["anggaran"],
            surat=path,
            n_tanpa_pagu=len(
                berkas.kantor.siklus.tanpa_pagu(*merge.rows_from(berkas.kantor.siklus, s.unit.kode, rencana.per))
            ),
        )
        for s in siap
    ]


def _record(berkas: _Berkas, rencana: _Rencana, siap: _Siap, sha: str, surat: dict[str, str]) -> None:
    from capaian.forms import issue

    if siap.formulir is None:
        return
    tetap, sidik = issue.locked(siap.formulir), issue.fingerprint(siap.formulir)
    isi: dict[str, object] = {
        "kode": str(siap.kode),
        "unit": siap.unit.kode,
        "periode": str(siap.kode.periode),
        "tenggat": siap.tenggat.isoformat(),
        "sha256": sha,
        "per": rencana.per,
        **surat,
        SIDIK_FORMULIR: form_fingerprint(siap.kode, sha, tetap, sidik),
    }
    catatan = berkas.ledger.append(FORMULIR_TERBIT, isi, berkas.pelaku.nama, berkas.pelaku.waktu)
    berkas.ledger.add_form(siap.kode, sha, tetap, sidik, catatan.urut)


def _form(berkas: _Berkas, rencana: _Rencana, unit: Unit) -> _Siap:
    """Compose the form of a unit, or take the last issue from the archive when it asks the same."""
    from capaian.forms import issue
    from capaian.sheet.writer import write_form

    kantor, hari = berkas.kantor, berkas.pelaku.waktu.date()
    terakhir = next(reversed(berkas.ledger.forms(kantor.periode, unit.kode)), None)
    bagian = merge.rows_from(kantor.siklus, unit.kode, rencana.per)
    tenggat = clock.add_working_days(hari, kantor.pengaturan.hari_pengisian, kantor.libur)

    def susun(terbitan: int) -> Formulir:
        kode = KodeFormulir(kantor.pengaturan.instansi.kode, kantor.periode, unit.kode, terbitan)
        umum = (kantor.siklus, kantor.pengaturan, unit, kode, berkas.sebelumnya)
        formulir = issue.compose(*umum, hari, tenggat, bagian)
        return issue.with_formulas(formulir, berkas.langsung)

    formulir = susun(terakhir.kode.terbitan if terakhir else 1)
    if terakhir and not rencana.ganti and terakhir.isi_hash == issue.fingerprint(formulir):
        return _issued(berkas, unit, terakhir)
    formulir = susun(terakhir.kode.terbitan + 1) if terakhir else formulir
    n = {k: len(v) for k, v in formulir.baris.items()}
    return _Siap(unit, formulir.kode, write_form(formulir), hari, tenggat, n, formulir)


def _issued(berkas: _Berkas, unit: Unit, tercatat: FormulirTercatat) -> _Siap:
    """A form as it was issued."""
    peristiwa = berkas.peristiwa()[tercatat.urut]
    n = {k: len(v) for k, v in tercatat.tetap.items()}
    tenggat = date.fromisoformat(str(peristiwa.isi["tenggat"]))
    data = berkas.arsip.get(tercatat.sha256)
    return _Siap(unit, tercatat.kode, data, peristiwa.waktu.date(), tenggat, n, None)


def _outdated(berkas: _Berkas, rencana: _Rencana) -> list[Path]:
    """Forms of the other kind that still lie in the folder just as they were issued: nobody should send them now."""
    if not rencana.ganti:
        return []
    pakai = {u.kode for u in rencana.semua}
    usang = []
    for u in berkas.kantor.siklus.pohon(rencana.bidang.kode):
        path = berkas.formulir(u.kode)
        terbit = berkas.ledger.forms(berkas.kantor.periode, u.kode)
        if u.kode not in pakai and terbit and path.is_file():
            asli = berkas.arsip.get(terbit[-1].sha256)
            usang += [path] if path.read_bytes() == asli else []
    return usang


def _letter(berkas: _Berkas, rencana: _Rencana, siap: Sequence[_Siap]) -> bytes:
    """Compose the letter of a bidang, or take the last one from the archive when no form is new.

    It covers all forms of the bidang that are in force, so that one letter always goes with what is sent.
    """
    from capaian.report import surat

    kantor = berkas.kantor
    milik = {u.kode for u in kantor.siklus.pohon(rencana.bidang.kode)}
    lama = [p for p in berkas.peristiwa().values() if p.isi.get("unit") in milik and p.isi.get("surat_sha256")]
    if lama and not any(s.formulir for s in siap):
        return berkas.arsip.get(str(lama[-1].isi["surat_sha256"]))
    dikirim = {s.unit.kode: s for s in siap}
    for u in rencana.semua:
        terbit = berkas.ledger.forms(kantor.periode, u.kode)
        if u.kode not in dikirim and terbit:
            dikirim[u.kode] = _issued(berkas, u, terbit[-1])
    hari = max(s.terbit for s in siap)
    isi = surat.Surat(
        pengaturan=kantor.pengaturan,
        tujuan=unit_head(kantor.siklus, rencana.bidang, hari),
        formulir=[_sent(kantor, rencana, dikirim[u.kode]) for u in rencana.semua if u.kode in dikirim],
        tanggal=hari,
    )
    return surat.build_letter(isi, kantor.folder.template(surat.TEMPLAT))


def _sent(kantor: Kantor, rencana: _Rencana, siap: _Siap) -> FormulirDikirim:
    from capaian.report.surat import FormulirDikirim

    return FormulirDikirim(
        kode=siap.kode,
        nama_unit=siap.unit.nama,
        n_indikator=siap.n["isian"],
        n_sub_kegiatan=siap.n["anggaran"],
        tenggat=siap.tenggat,
        hari_kerja=clock.working_days_left(siap.terbit, siap.tenggat, kantor.libur),
        diteruskan=siap.unit.kode != rencana.bidang.kode,
    )
