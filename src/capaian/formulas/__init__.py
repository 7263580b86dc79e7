"""Pure arithmetic on `Decimal`: formulas of capaian, predicate scales, accumulation, rounding.

Formulas are data with a source: each is chosen by name, and its name, words and basis are printed in the report.
"""

from capaian.formulas.polarity import default_for, get, known_names, names, rumus_indikator
from capaian.formulas.predikat import ORDINAL_BAWAAN, SKALA_BAWAAN

__all__ = ["ORDINAL_BAWAAN", "SKALA_BAWAAN", "default_for", "get", "known_names", "names", "rumus_indikator"]
