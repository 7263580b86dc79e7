"""Marks in a returned workbook: fills, comments and a list of findings, cut into the file the sender made."""

from capaian.sheet.annotate.annotate import annotate, is_ours
from capaian.sheet.annotate.patch import CannotAnnotateError
from capaian.sheet.annotate.records import FindingList, Mark, Value

__all__ = ["CannotAnnotateError", "FindingList", "Mark", "Value", "annotate", "is_ours"]
