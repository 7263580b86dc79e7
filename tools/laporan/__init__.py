"""The chapters of the Word template of the Laporan Kinerja."""
