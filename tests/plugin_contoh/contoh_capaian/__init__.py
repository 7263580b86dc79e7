"""A rule, a formula and a format of an office's own."""
