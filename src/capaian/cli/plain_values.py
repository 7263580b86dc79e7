"""Texts and paths of the command line as they are typed, without the library that typer checks values with.

typer (0.29) makes a pydantic adapter for every option of the command that runs, whether it was given or not, only to
make a text of a text. Loading pydantic costs a third of what `capaian status` costs in all. Anything but plain texts
and paths is left to typer; a typer that is not made like this is left alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

_TEMPAT = "_runtime_param"
"""Where a parameter of typer keeps what turns its value; None until it is first needed."""
# A flag that is given is a bool already; typer asks only about those that are not.
_BIASA: Mapping[Any, Callable[[Any], Any] | None] = {
    bool: None,
    str: str,
    Path: Path,
    list[str]: lambda v: [str(x) for x in v],
    list[Path]: lambda v: [Path(x) for x in v],
}
_SYARAT = ("exists", "writable", "executable", "resolve_path", "allow_dash", "path_type", "parser")
"""What an option may ask of its value besides; with any of these typer decides."""


class _AsTyped:
    def __init__(self, ubah: Callable[[Any], Any] | None) -> None:
        self._ubah = ubah

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        """Return the value of a parameter; of one that was not given None, or no values."""
        if value is None:
            return () if param.multiple or param.nargs == -1 else None
        if self._ubah is None:
            setattr(param, _TEMPAT, None)
            return param.get_runtime_param().coerce(value, param=param, ctx=ctx)
        return self._ubah(value)


def lighten(params: Iterable[Any]) -> None:
    """Let typer take plain texts and paths as they are."""
    for param in params:
        jenis = getattr(param, "type_descriptor", None)
        isi = getattr(jenis, "annotation", None)
        asal = getattr(jenis, "parameter_info", None)
        if getattr(param, _TEMPAT, asal) is None and isi in _BIASA and not any(getattr(asal, s, None) for s in _SYARAT):
            setattr(param, _TEMPAT, _AsTyped(_BIASA[isi]))
