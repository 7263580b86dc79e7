r"""The hash chain of events: each seal covers the event and the seal before it.

The recipe, so that anybody can recompute it without this tool:

1. The content of an event is one line of JSON without spaces, keys in this order (which is their sorted order), text
   in UTF-8 as it is, not as `\u…`:
   `{"isi":…,"jenis":"…","pelaku":"…","urut":1,"waktu":"2026-01-08T09:15:00+07:00"}`.
   The column `isi` of the table `peristiwa` already holds its part as such a line.
2. The seal is the SHA-256, in hexadecimal, of: the seal before, a newline, that line; without a newline at the end.
   The seal before the first event is 64 zeros.

With a shell: `printf '%s\n%s' "$SEBELUM" "$BARIS" | sha256sum`. `arsip/rantai.txt` holds seal and line of every event;
`docs/arsip.md` has the whole script.

A chain shows every edit, removal, insertion and change of order before its last seal. It cannot show that events at
its end were cut off; that is why the last seal is printed on paper (see `short`).
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from capaian.ledger.damage import Kerusakan

GENESIS = "0" * 64
"""The seal before the first event."""


@dataclass(frozen=True, slots=True)
class Link:
    """An event as the database holds it, text by text.

    Attributes:
        isi: Canonical JSON.
        sebelum: Seal of the event before.
        segel: Seal of this event.
    """

    urut: int
    waktu: str
    jenis: str
    pelaku: str
    isi: str
    sebelum: str
    segel: str = ""


def canonical(value: object) -> str:
    r"""Return the one JSON line of a value: sorted keys, no spaces, text as it is; a lone surrogate as `\udc80`.

    Raises:
        TypeError: the value holds a float, a key that is no text, or something JSON has no form for.
    """
    _require_exact(value)
    line = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return line.encode("utf-8", "backslashreplace").decode("utf-8")


def line_of(event: Link) -> str:
    """Return the line of an event that its seal covers, by the recipe above; `isi` is taken as it stands."""
    return (
        f'{{"isi":{event.isi},"jenis":{canonical(event.jenis)},"pelaku":{canonical(event.pelaku)},'
        f'"urut":{event.urut},"waktu":{canonical(event.waktu)}}}'
    )


def seal_of(event: Link) -> str:
    """Compute the seal of an event; `segel` is not looked at."""
    text = f"{event.sebelum}\n{line_of(event)}"
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()


def sealed(event: Link) -> Link:
    """Return the event with its seal."""
    return replace(event, segel=seal_of(event))


def short(segel: str) -> str:
    """Return a seal for paper, `K7QX-A3MD`: the first 40 bits in base32, which has no 0, 1, 8 or 9.

    It shows that something changed; against a forger with a computer compare the whole seal.
    """
    text = base64.b32encode(bytes.fromhex(segel)[:5]).decode()
    return f"{text[:4]}-{text[4:]}"


def full_or_short(text: str) -> str | None:
    """Read a seal as somebody typed it from paper or copied it: capitals, blanks and the hyphen do not matter.

    Returns:
        64 hexadecimal digits; or a short seal `K7QX-A3MD`, in which 0, 1 and 8 are taken for the letters O, I and B
        that they resemble; None when it is neither.
    """
    bare = re.sub(r"[\s‐‑–-]", "", text)
    if re.fullmatch(r"[0-9a-fA-F]{64}", bare):
        return bare.lower()
    letters = bare.upper().translate(str.maketrans("018", "OIB"))
    return f"{letters[:4]}-{letters[4:]}" if re.fullmatch(r"[A-Z2-7]{8}", letters) else None


def check(events: Iterable[Link]) -> list[Kerusakan]:
    """Recompute the chain.

    Args:
        events: All events in the order of `urut`.

    Returns:
        What does not fit: numbers that are missing or out of order, links to another seal than the one before, and
        contents that do not give their seal. Empty when the chain is whole.
    """
    found: list[Kerusakan] = []
    before, expected = GENESIS, 1
    for event in events:
        tempat = f"catatan no. {event.urut}"
        if event.urut != expected:
            found.append(Kerusakan(tempat, f"nomor urut tidak bersambung; seharusnya no. {expected}"))
        if event.sebelum != before:
            found.append(Kerusakan(tempat, "tidak menyambung pada segel catatan sebelumnya"))
        if not _intact(event):
            found.append(Kerusakan(tempat, "segel tidak cocok dengan isinya"))
        before, expected = event.segel, event.urut + 1
    return found


def _intact(event: Link) -> bool:
    texts = (event.waktu, event.jenis, event.pelaku, event.isi, event.sebelum)
    # SQLite keeps whatever type a tampering hand wrote.
    if not all(isinstance(t, str) for t in texts):
        return False
    return event.segel == seal_of(event)


def _require_exact(value: object) -> None:
    if isinstance(value, float):
        raise TypeError("a float has no exact text; pass str(Decimal)")
    if isinstance(value, dict):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise TypeError(f"JSON key {key!r} is no text")
            _require_exact(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            _require_exact(inner)
