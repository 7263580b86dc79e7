"""SOP 8 to 11: what the Laporan Kinerja says, from records to facts to a document."""
