"""The value of an expression: exact decimal arithmetic, and a reason where there is no value."""

from __future__ import annotations

import operator as op
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Context, Decimal, DivisionByZero, InvalidOperation, Overflow, localcontext

from capaian.formulas.functions import FUNGSI, Gagal
from capaian.formulas.rounding import polos
from capaian.model.aturan_kantor import Call, Expression, Literal, Negation, Operation, Reference
from capaian.text.numbers import bulatkan

_BATAS = Decimal(10) ** 24
"""More than any sum of money a government writes; beyond it a typing mistake is likelier than a value."""
_DERAU = 20
"""Places kept: thirds leave noise in later ones, and one third times three is one. As in a mean."""
_KONTEKS = Context(prec=60, rounding=ROUND_HALF_UP, traps=[DivisionByZero, InvalidOperation, Overflow])


class _NoValueError(Exception):
    def __init__(self, gagal: Gagal) -> None:
        super().__init__(gagal.value)
        self.gagal = gagal


def evaluate(e: Expression, nilai: Mapping[Reference, Decimal | None]) -> Decimal | Gagal:
    """Compute an expression.

    Args:
        e: What `expression.parse` returned.
        nilai: The values it points at; None, or no entry, is a value that is missing. Missing is never 0: it makes
            every result missing that needs it.

    Returns:
        The result with at most twenty decimals, or why there is none.
    """
    with localcontext(_KONTEKS):
        try:
            return polos(bulatkan(_value(e, nilai), _DERAU))
        except _NoValueError as x:
            return x.gagal


def holds(kiri: Decimal, operator: str, kanan: Decimal) -> bool:
    """Whether two results compare as a rule says they should."""
    return _BANDING[operator](kiri, kanan)


_BANDING: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    "<=": op.le,
    "<": op.lt,
    "=": op.eq,
    "<>": op.ne,
    ">=": op.ge,
    ">": op.gt,
}


def _value(e: Expression, nilai: Mapping[Reference, Decimal | None]) -> Decimal:
    match e:
        case Literal(angka):
            hasil = angka
        case Reference():
            ada = nilai.get(e)
            if ada is None:
                raise _NoValueError(Gagal.KOSONG)
            hasil = ada
        case Negation(isi):
            hasil = -_value(isi, nilai)
        case Operation(operator, kiri, kanan):
            hasil = _operate(operator, _value(kiri, nilai), _value(kanan, nilai))
        case Call(nama, bagian):
            hasil = _number(FUNGSI[nama].hitung([_value(x, nilai) for x in bagian]))
    if not hasil.is_finite() or hasil.copy_abs() >= _BATAS:
        raise _NoValueError(Gagal.TERLALU_BESAR)
    return hasil


def _number(hasil: Decimal | Gagal) -> Decimal:
    if isinstance(hasil, Gagal):
        raise _NoValueError(hasil)
    return hasil


def _operate(operator: str, kiri: Decimal, kanan: Decimal) -> Decimal:
    if operator == "+":
        return kiri + kanan
    if operator == "-":
        return kiri - kanan
    if operator == "*":
        return kiri * kanan
    if kanan == 0:
        raise _NoValueError(Gagal.BAGI_NOL)
    try:
        return kiri / kanan
    except (InvalidOperation, Overflow, DivisionByZero):
        raise _NoValueError(Gagal.TERLALU_BESAR) from None
