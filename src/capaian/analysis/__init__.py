"""SOP step 8: capaian, roll-up, budget and comparison. The only package that imports pandas.

pandas joins and groups; every number stays a `Decimal` in a column of objects, and what has no value is None.
"""

from capaian.analysis.budget import serapan
from capaian.analysis.compare import perbandingan
from capaian.analysis.compute import compute, nilai_triwulan
from capaian.analysis.rollup import rollup_dinas, rollup_sasaran, rollup_unit

__all__ = [
    "compute",
    "nilai_triwulan",
    "perbandingan",
    "rollup_dinas",
    "rollup_sasaran",
    "rollup_unit",
    "serapan",
]
