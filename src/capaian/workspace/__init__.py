"""The office folder: its paths, its settings, and how files are written into it."""
