"""The two things that are written to Excel: the intake form and plain tables. Same content, same bytes."""

from capaian.sheet.form_writer import write_form
from capaian.sheet.table_writer import Table, write_tables

__all__ = ["Table", "write_form", "write_tables"]
