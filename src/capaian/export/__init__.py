"""SOP 8: the numbers of a period in one file of some format; a format is one function with `@exporter`."""

from capaian.export.builtin import rows
from capaian.export.registry import Exporter, exporter, find, formats

__all__ = ["Exporter", "exporter", "find", "formats", "rows"]
