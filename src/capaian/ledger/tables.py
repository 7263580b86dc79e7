"""The tables of `capaian.db`: plain names, plain text, readable with any SQLite browser.

A change of the tables is a new entry of `MIGRATIONS`; entries that were released are never edited.
"""

from __future__ import annotations

APPLICATION_ID = 0x4341_5043
"""Marks the file as ours (`CAPC`)."""

_PERISTIWA = """
CREATE TABLE peristiwa (
    urut    INTEGER PRIMARY KEY,
    waktu   TEXT NOT NULL,         -- ISO 8601 dengan selisih UTC
    jenis   TEXT NOT NULL,
    pelaku  TEXT NOT NULL,
    isi     TEXT NOT NULL,         -- JSON satu baris, kunci terurut
    sebelum TEXT NOT NULL,         -- segel catatan sebelumnya
    segel   TEXT NOT NULL UNIQUE   -- SHA-256
)
"""

_FORMULIR = """
CREATE TABLE formulir (
    kode           TEXT PRIMARY KEY,
    periode        TEXT NOT NULL,
    unit           TEXT NOT NULL,
    terbitan       INTEGER NOT NULL,
    sha256         TEXT NOT NULL,
    tetap          TEXT NOT NULL,  -- JSON: bagian > kode > kolom > nilai terkunci
    isi_hash       TEXT NOT NULL,
    urut_peristiwa INTEGER NOT NULL REFERENCES peristiwa (urut),
    UNIQUE (periode, unit, terbitan)
)
"""

_PENERIMAAN = """
CREATE TABLE penerimaan (
    nomor          INTEGER PRIMARY KEY CHECK (nomor > 0),
    nama           TEXT NOT NULL,
    sha256         TEXT NOT NULL,
    ukuran         INTEGER NOT NULL,
    putusan        TEXT NOT NULL,
    unit           TEXT NOT NULL,
    periode        TEXT NOT NULL,
    cacat          TEXT NOT NULL,  -- JSON: [{kode, rincian}]
    versi_aturan   TEXT NOT NULL,
    urut_peristiwa INTEGER NOT NULL REFERENCES peristiwa (urut)
)
"""

_KIRIMAN = """
CREATE TABLE kiriman (
    nomor    INTEGER PRIMARY KEY REFERENCES penerimaan (nomor),
    nama     TEXT NOT NULL,
    sha256   TEXT NOT NULL,
    kode     TEXT NOT NULL,
    unit     TEXT NOT NULL,
    periode  TEXT NOT NULL,
    keadaan  TEXT NOT NULL CHECK (keadaan IN ('berlaku', 'diganti', 'menunggu', 'ditarik')),
    diubah   TEXT NOT NULL,        -- waktu ubah menurut berkas; hanya keterangan
    baris    TEXT NOT NULL,        -- JSON: [[bagian, kode]] menurut urutan di formulir
    hilang   TEXT NOT NULL,        -- JSON: [[bagian, kode]]
    terkunci TEXT NOT NULL,        -- JSON: sel terkunci yang berubah
    catatan  TEXT NOT NULL         -- JSON: [{kode, rincian}]
)
"""

_ISIAN = """
CREATE TABLE isian (
    nomor   INTEGER NOT NULL REFERENCES kiriman (nomor),
    bagian  TEXT NOT NULL,
    kode    TEXT NOT NULL,
    kolom   TEXT NOT NULL,
    keadaan TEXT NOT NULL,
    jenis   TEXT NOT NULL CHECK (jenis IN ('angka', 'teks', '')),
    isi     TEXT,
    mentah  TEXT NOT NULL,         -- persis seperti di berkas
    berkas  TEXT,
    lembar  TEXT,
    sel     TEXT,
    sha256  TEXT,
    catatan TEXT NOT NULL,
    sebab   TEXT NOT NULL,
    pilihan TEXT NOT NULL,         -- JSON: [angka]
    PRIMARY KEY (nomor, bagian, kode, kolom)
)
"""

_TEMUAN = """
CREATE TABLE temuan (
    periode        TEXT NOT NULL,
    urutan         INTEGER NOT NULL,
    kode           TEXT NOT NULL,
    unit           TEXT NOT NULL,
    periode_temuan TEXT NOT NULL,
    butir          TEXT NOT NULL,
    kolom          TEXT NOT NULL,
    tingkat        TEXT NOT NULL,
    pesan          TEXT NOT NULL,
    diharapkan     TEXT NOT NULL,
    perbaikan      TEXT NOT NULL,
    dasar          TEXT NOT NULL,
    nama_butir     TEXT NOT NULL,
    berkas         TEXT,
    lembar         TEXT,
    sel            TEXT,
    sha256         TEXT,
    PRIMARY KEY (periode, urutan)
)
"""

_TERLIHAT = """
CREATE TABLE terlihat (            -- hanya untuk kecepatan; boleh dikosongkan
    nama  TEXT PRIMARY KEY,
    tanda TEXT NOT NULL,           -- ukuran dan waktu berkas saat terakhir dibaca
    nomor INTEGER NOT NULL REFERENCES penerimaan (nomor)
) WITHOUT ROWID
"""

_PEMERIKSAAN = """
CREATE TABLE pemeriksaan (
    periode        TEXT NOT NULL,
    nomor          INTEGER NOT NULL CHECK (nomor > 0),
    kesalahan      INTEGER NOT NULL,
    peringatan     INTEGER NOT NULL,
    catatan        INTEGER NOT NULL,
    dikecualikan   INTEGER NOT NULL,
    urut_peristiwa INTEGER NOT NULL REFERENCES peristiwa (urut),
    PRIMARY KEY (periode, nomor)
)
"""

_PERJALANAN = """
CREATE TABLE perjalanan_temuan (
    periode     TEXT NOT NULL,
    pemeriksaan INTEGER NOT NULL,
    nomor       INTEGER NOT NULL,  -- nomor temuan dalam periode; tetap selama-lamanya
    kode        TEXT NOT NULL,
    unit        TEXT NOT NULL,
    butir       TEXT NOT NULL,
    kolom       TEXT NOT NULL,
    tingkat     TEXT NOT NULL,
    keadaan     TEXT NOT NULL CHECK (keadaan IN ('terbuka', 'dikecualikan', 'selesai')),
    pesan       TEXT NOT NULL,
    nama_butir  TEXT NOT NULL,
    PRIMARY KEY (periode, pemeriksaan, nomor),
    FOREIGN KEY (periode, pemeriksaan) REFERENCES pemeriksaan (periode, nomor)
)
"""

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        _PERISTIWA,
        _FORMULIR,
        _PENERIMAAN,
        "CREATE INDEX penerimaan_sha256 ON penerimaan (sha256)",
        "CREATE INDEX penerimaan_nama ON penerimaan (nama, sha256)",
        _KIRIMAN,
        "CREATE INDEX kiriman_periode ON kiriman (periode, unit)",
        # Two versions in force at once is the one mistake that no later step could see.
        "CREATE UNIQUE INDEX kiriman_satu_berlaku ON kiriman (unit, periode) WHERE keadaan = 'berlaku'",
        _ISIAN,
        _TEMUAN,
    ),
    (
        # Members of a zip or a mail know the file they came in.
        "ALTER TABLE penerimaan ADD COLUMN induk TEXT NOT NULL DEFAULT ''",
        # A submission is recorded when it was read, and weighed against the other versions when all were.
        "ALTER TABLE kiriman ADD COLUMN ditimbang INTEGER NOT NULL DEFAULT 1",
        "ALTER TABLE kiriman ADD COLUMN versi TEXT NOT NULL DEFAULT '[]'",
        "CREATE INDEX kiriman_belum ON kiriman (unit, periode) WHERE ditimbang = 0",
        _TERLIHAT,
    ),
    (_PEMERIKSAAN, _PERJALANAN),
)
"""Statements that lead from one version of the tables to the next; `user_version` counts them."""

TABLES = frozenset(
    {
        *("peristiwa", "formulir", "penerimaan", "kiriman", "isian", "temuan"),
        *("terlihat", "pemeriksaan", "perjalanan_temuan"),
    }
)
