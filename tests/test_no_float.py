"""Decimal from the cell to the page: no float enters the arithmetic."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SRC = Path(__file__).resolve().parent.parent / "src" / "capaian"
MODULES = sorted([*(SRC / "formulas").glob("*.py"), *(SRC / "analysis").glob("*.py"), SRC / "document" / "numbers.py"])


@pytest.mark.parametrize("path", MODULES, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_no_float_in_the_arithmetic(path: Path) -> None:
    """No literal such as 0.5, no `float(…)`, no function of `math`, no aggregation that pandas does in floats."""
    pohon = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(pohon):
        if isinstance(node, ast.Constant):
            assert not isinstance(node.value, float), f"{path.name}:{node.lineno} {node.value}"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in ("float", "round"), f"{path.name}:{node.lineno}"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            assert node.func.attr not in ("mean", "to_numeric", "astype_float"), f"{path.name}:{node.lineno}"
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            nama = [a.name for a in node.names] + [getattr(node, "module", "") or ""]
            assert not {"math", "statistics", "numpy"} & {n.split(".")[0] for n in nama}, f"{path.name}:{node.lineno}"


def test_the_check_would_find_one(tmp_path: Path) -> None:
    for teks in ("x = 0.5", "x = float('1')", "import math", "x = t.mean()", "x = round(y, 2)"):
        path = tmp_path / "x.py"
        path.write_text(teks, "utf-8")
        with pytest.raises(AssertionError):
            test_no_float_in_the_arithmetic(path)
