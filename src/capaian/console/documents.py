"""The documents that `--json` prints: one kind, one record. Their JSON Schema is made from it."""

from __future__ import annotations

import types
from collections.abc import Mapping, Sequence, Set
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from inspect import getdoc
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints

from capaian.console.terminal import VERSI_JSON
from capaian.model.aturan import KeteranganAturan, KeteranganRumus
from capaian.model.dokumen import (
    DokumenDasbor,
    DokumenKiriman,
    DokumenPengingat,
    DokumenPeriksaDiri,
    DokumenRekap,
    DokumenReviu,
    DokumenSisa,
    DokumenTemuan,
    DokumenTindakan,
)
from capaian.model.ekspor import FormatEkspor, HasilEkspor
from capaian.model.hasil import (
    BarisRiwayat,
    FormulirTerbit,
    HasilEkspedisi,
    HasilKumpul,
    HasilLaporan,
    HasilNarasi,
    HasilRiwayat,
    HasilSerahTerima,
    HasilSurat,
    HasilTandaTangan,
    HasilTemplat,
    TemplatBaru,
)
from capaian.model.jejak import HasilJejak
from capaian.model.keadaan import HasilStatus
from capaian.model.kesehatan import HasilKesehatan
from capaian.model.keutuhan import HasilAmbil, HasilBundel, HasilPemutakhiran, HasilVerifikasi
from capaian.model.putaran import Pengecualian
from capaian.model.surat_masuk import SuratMasuk
from capaian.model.tabel import HasilPeriksaSkema, HasilTukarSkema

DOKUMEN: Mapping[str, Any] = {
    "agenda": tuple[SuratMasuk, ...],
    "aturan": KeteranganAturan,
    "berkas-asli": HasilAmbil,
    "dasbor": DokumenDasbor,
    "daftar-aturan": tuple[KeteranganAturan, ...],
    "disposisi": HasilSurat,
    "ekspedisi": HasilEkspedisi,
    "ekspor": HasilEkspor,
    "format-ekspor": tuple[FormatEkspor, ...],
    "formulir": tuple[FormulirTerbit, ...],
    "jejak": HasilJejak,
    "kesehatan": HasilKesehatan,
    "kiriman": HasilBundel,
    "kiriman-berlaku": DokumenKiriman,
    "kiriman-ditarik": DokumenKiriman,
    "laporan": HasilLaporan,
    "narasi": HasilNarasi,
    "pemeriksaan-templat": tuple[HasilTemplat, ...],
    "pemutakhiran": HasilPemutakhiran,
    "penerimaan": HasilKumpul,
    "pengecualian": tuple[Pengecualian, ...],
    "pengingat": tuple[DokumenPengingat, ...],
    "periksa-diri": DokumenPeriksaDiri,
    "rekap": DokumenRekap,
    "reviu": DokumenReviu,
    "riwayat": tuple[BarisRiwayat, ...],
    "riwayat-pemeriksaan": HasilRiwayat,
    "rumus": KeteranganRumus,
    "serah-terima": HasilSerahTerima,
    "sisa": DokumenSisa,
    "skema": HasilPeriksaSkema,
    "status": HasilStatus,
    "surat-masuk": HasilSurat,
    "tabel": HasilTukarSkema,
    "tanda-tangan": HasilTandaTangan,
    "temuan": DokumenTemuan,
    "templat": TemplatBaru,
    "tindakan": DokumenTindakan,
    "verifikasi": HasilVerifikasi,
}
"""What `Terminal.document` prints, by the kind that stands in the document."""

_DASAR: Mapping[type, Mapping[str, object]] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    type(None): {"type": "null"},
    Path: {"type": "string"},
    Decimal: {"type": "string", "pattern": r"^-?\d+(\.\d+)?([Ee][+-]?\d+)?$", "description": "A number, exact."},
    date: {"type": "string", "format": "date"},
    datetime: {"type": "string", "format": "date-time"},
    object: {},
}


def json_schema() -> dict[str, object]:
    """Return the JSON Schema (2020-12) of every document, versioned as the documents are."""
    bagian = _Bagian()
    jenis = [
        {
            "if": {"properties": {"jenis": {"const": nama}}},
            "then": {"properties": {"isi": bagian.of(bentuk)}},
        }
        for nama, bentuk in DOKUMEN.items()
    ]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"capaian --json, versi {VERSI_JSON}",
        "type": "object",
        "required": ["capaian", "jenis", "isi"],
        "additionalProperties": False,
        "properties": {"capaian": {"const": VERSI_JSON}, "jenis": {"enum": list(DOKUMEN)}, "isi": {}},
        "allOf": jenis,
        "$defs": dict(sorted(bagian.defs.items())),
    }


class _Bagian:
    """Turns annotations into schemas, as `console.terminal.plain` turns values into JSON; each record once."""

    def __init__(self) -> None:
        self.defs: dict[str, object] = {}

    def of(self, jenis: Any) -> dict[str, object]:
        """The schema of an annotation.

        Raises:
            TypeError: there is no JSON for it.
        """
        if jenis in _DASAR:
            return dict(_DASAR[jenis])
        asal, isi = get_origin(jenis), get_args(jenis)
        if asal in (Union, types.UnionType):
            return {"anyOf": [self.of(x) for x in isi]}
        if asal is tuple and not (len(isi) == 2 and isi[1] is Ellipsis):
            n = len(isi)
            return {"type": "array", "prefixItems": [self.of(x) for x in isi], "minItems": n, "maxItems": n}
        if isinstance(asal, type) and issubclass(asal, Mapping):
            return {"type": "object", "additionalProperties": self.of(isi[1])}
        if isinstance(asal, type) and issubclass(asal, (Sequence, Set)):
            return {"type": "array", "items": self.of(isi[0])}
        if isinstance(jenis, type) and issubclass(jenis, Enum):
            return self._named(jenis, lambda: {"enum": [x.value for x in jenis]})
        if is_dataclass(jenis) and isinstance(jenis, type):
            return self._named(jenis, lambda: self._record(jenis))
        raise TypeError(f"no JSON for {jenis}")

    def _named(self, jenis: type, isi: Any) -> dict[str, object]:
        # Two records may have one name: a receipt of a file, and where a number was received.
        nama = f"{jenis.__module__.rpartition('.')[2]}.{jenis.__name__}"
        if nama not in self.defs:
            self.defs[nama] = {}  # a record may hold itself
            self.defs[nama] = isi()
        return {"$ref": f"#/$defs/{nama}"}

    def _record(self, jenis: type) -> dict[str, object]:
        petunjuk = get_type_hints(jenis)
        nama = [f.name for f in fields(jenis)]
        return {
            "type": "object",
            "description": (getdoc(jenis) or "").split("\n\n")[0].replace("\n", " "),
            "required": nama,
            "additionalProperties": False,
            "properties": {n: self.of(petunjuk[n]) for n in nama},
        }
