"""capaian: from the intake form of a bidang to the Laporan Kinerja of the office."""

__version__ = "0.1.0"
