"""What a template may print, told from the types of the facts: names, attributes, elements."""

from __future__ import annotations

import collections.abc
import dataclasses
import types
from collections.abc import Iterable
from typing import Any, Union, get_args, get_origin, get_type_hints

UNKNOWN: Any = Any
"""Of a value whose type cannot be told nothing is said."""


def members(jenis: Any) -> dict[str, Any]:
    """Return the names that a value of a type has, with their types; empty when it is no record."""
    if not dataclasses.is_dataclass(jenis) or not isinstance(jenis, type):
        return {}
    hasil: dict[str, Any] = dict(get_type_hints(jenis))
    for kelas in jenis.__mro__:
        for nama, isi in vars(kelas).items():
            if isinstance(isi, property) and isi.fget is not None and not nama.startswith("_"):
                hasil.setdefault(nama, get_type_hints(isi.fget).get("return", UNKNOWN))
    return hasil


def options(jenis: Any) -> tuple[Any, ...]:
    """Return the types that a value may have, without None."""
    if get_origin(jenis) in (Union, types.UnionType):
        return tuple(x for x in get_args(jenis) if x is not type(None))
    return (jenis,)


def attribute(jenis: Any, nama: str) -> tuple[Any, tuple[str, ...]]:
    """Return the type of an attribute, and the names there are when it is not among them."""
    ada: list[str] = []
    for x in options(jenis):
        milik = members(x)
        if not milik:
            return UNKNOWN, ()
        if nama in milik:
            return milik[nama], ()
        ada += milik
    return UNKNOWN, tuple(ada)


def element(jenis: Any) -> Any:
    """Return the type of what a loop over a value yields."""
    return _inside(jenis, 0)


def item(jenis: Any) -> Any:
    """Return the type of `value[key]`."""
    return _inside(jenis, 1)


def _inside(jenis: Any, letak: int) -> Any:
    for x in options(jenis):
        asal, isi = get_origin(x), get_args(x)
        if asal is tuple and isi:
            return isi[0]
        if isinstance(asal, type) and issubclass(asal, collections.abc.Mapping) and len(isi) == 2:
            return isi[letak]
    return UNKNOWN


def is_among(jenis: Any, dicari: Iterable[type]) -> bool:
    """Whether a value of a type is always one of these."""
    semua = options(jenis)
    return bool(semua) and all(isinstance(x, type) and issubclass(x, tuple(dicari)) for x in semua)
