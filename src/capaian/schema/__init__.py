"""The year's units, sasaran, indikator, targets, programmes and history, read and checked in one pass."""
