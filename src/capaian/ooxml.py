"""Equal content, equal bytes: repack an Office Open XML package with fixed times and sorted parts."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from datetime import datetime
from io import BytesIO

_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_FIRST = "[Content_Types].xml"
_STAMP = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:\2>)")


def repack(data: bytes, waktu: datetime) -> bytes:
    """Return the package with the same parts, fixed zip times and core properties dated `waktu`.

    Args:
        data: A .docx or .xlsx package.
        waktu: The time the content speaks of (from the data, never from the clock).

    Returns:
        A package whose bytes depend only on the contents of the parts and on `waktu`.
    """
    stamp = waktu.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist(), key=lambda n: (n != _FIRST, n)):
            content = source.read(name)
            if name == "docProps/core.xml":
                content = _STAMP.sub(rb"\g<1>" + stamp + rb"\g<3>", content)
            target.writestr(_info(name), content)
    return out.getvalue()


def pack(isi: Mapping[str, bytes]) -> bytes:
    """Return a zip whose bytes depend only on names and contents."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(isi):
            target.writestr(_info(name), isi[name])
    return out.getvalue()


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _ZIP_TIME)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = 0
    info.external_attr = 0
    return info
