"""Frozen records: the only things that stages hand to one another."""
